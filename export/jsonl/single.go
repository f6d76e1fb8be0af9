package jsonl

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
)

// single is one annotation to be read on its own: as in the "annotations" of a line, with the words and
// the entities of what fills its roles, and with the document that its places are in.
type single struct {
	Document string            `json:"document"`
	Title    string            `json:"title"`
	ID       string            `json:"id"`
	Type     string            `json:"type"`
	Spans    []span            `json:"spans"`
	Entity   *string           `json:"entity"`
	EntityID *string           `json:"entity_id"`
	Args     []roleFiller      `json:"args"`
	Attrs    map[string]string `json:"attrs"`
	Note     string            `json:"note,omitempty"`
	Origin   *origin           `json:"origin,omitempty"`
}

// style makes the bytes depend on the record alone, and keeps each record on one line for every
// reader: U+2028 and U+2029, at which some break lines, are written as escapes. Invalid UTF-8 is an
// error, for replacing it would change the text behind the document's identity.
var style = json.JoinOptions(json.Deterministic(true), jsontext.EscapeForJS(true))

// Single returns one annotation of a record as JSON over several lines. Places are in code points. What
// fills its roles, and the entities of all of these, must be in the record.
func Single(v *export.Views, a *annotate.Annotation) ([]byte, error) {
	d := v.Record.Document
	plain, f := annotationOf(d, a), fillerOf(v, a)
	return json.Marshal(single{
		Document: string(d.ID), Title: d.Title, ID: plain.ID, Type: plain.Type, Spans: plain.Spans,
		Entity: f.Entity, EntityID: f.EntityID, Args: eventOf(v, a).Args, Attrs: v.Attrs(a), Note: a.Note, Origin: plain.Origin,
	}, style, jsontext.WithIndent("  "))
}
