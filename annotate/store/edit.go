package store

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"quoth/annotate"
)

// The JSON of the columns. It is part of the file's layout and so has names of its own: those of the
// domain may change, these only with a migration.

type annotationJSON struct {
	ID     annotate.ID       `json:"id"`
	Type   string            `json:"type"`
	Spans  spansJSON         `json:"spans"`
	Entity annotate.ID       `json:"entity,omitzero"`
	Args   []argJSON         `json:"args,omitempty"`
	Attrs  map[string]string `json:"attrs,omitempty"`
	Note   string            `json:"note,omitzero"`
	Origin originJSON        `json:"origin,omitzero"`
}

type spansJSON [][2]int

type argJSON struct {
	Role   string      `json:"role"`
	Target annotate.ID `json:"target"`
}

type originJSON struct {
	Annotator annotate.AnnotatorID `json:"annotator,omitzero"`
	Rule      string               `json:"rule,omitzero"`
	Score     float64              `json:"score,omitzero"`
}

type entityJSON struct {
	ID      annotate.ID       `json:"id"`
	Type    string            `json:"type"`
	Name    string            `json:"name"`
	Aliases []string          `json:"aliases,omitempty"`
	IDs     map[string]string `json:"ids,omitempty"`
	Note    string            `json:"note,omitzero"`
}

type editJSON struct {
	Before       *annotationJSON `json:"before,omitzero"`
	After        *annotationJSON `json:"after,omitzero"`
	EntityBefore *entityJSON     `json:"entity_before,omitzero"`
	EntityAfter  *entityJSON     `json:"entity_after,omitzero"`
	StateBefore  annotate.State  `json:"state_before,omitzero"`
	StateAfter   annotate.State  `json:"state_after,omitzero"`
}

type blockJSON struct {
	Kind  annotate.BlockKind `json:"kind"`
	Start int                `json:"start"`
	End   int                `json:"end"`
	Level int                `json:"level,omitzero"`
}

// encode writes a column. The same value gives the same bytes; text that is not UTF-8 is an error.
func encode(v any) (string, error) {
	b, err := json.Marshal(v, json.Deterministic(true), json.FormatNilSliceAsNull(false))
	return string(b), err
}

// decode reads a column. What Quoth cannot have written is damage.
func decode[T any](what, text string) (v T, err error) {
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return v, fmt.Errorf("%w: %s: %w", ErrDamaged, what, err)
	}
	return v, nil
}

func spansToJSON(spans []annotate.Span) spansJSON {
	out := make(spansJSON, len(spans))
	for i, s := range spans {
		out[i] = [2]int{s.Start, s.End}
	}
	return out
}

func (s spansJSON) spans() []annotate.Span {
	out := make([]annotate.Span, len(s))
	for i, x := range s {
		out[i] = annotate.Span{Start: x[0], End: x[1]}
	}
	return out
}

func argsToJSON(args []annotate.Arg) []argJSON {
	out := make([]argJSON, len(args))
	for i, x := range args {
		out[i] = argJSON(x)
	}
	return out
}

func argsFromJSON(args []argJSON) []annotate.Arg {
	if len(args) == 0 {
		return nil
	}
	out := make([]annotate.Arg, len(args))
	for i, x := range args {
		out[i] = annotate.Arg(x)
	}
	return out
}

func annotationToJSON(a *annotate.Annotation) *annotationJSON {
	if a == nil {
		return nil
	}
	return &annotationJSON{
		ID: a.ID, Type: a.Type, Spans: spansToJSON(a.Spans), Entity: a.Entity, Args: argsToJSON(a.Args),
		Attrs: a.Attrs, Note: a.Note, Origin: originJSON(a.Origin),
	}
}

func (a *annotationJSON) annotation() *annotate.Annotation {
	if a == nil {
		return nil
	}
	return &annotate.Annotation{
		ID: a.ID, Type: a.Type, Spans: a.Spans.spans(), Entity: a.Entity, Args: argsFromJSON(a.Args),
		Attrs: a.Attrs, Note: a.Note, Origin: annotate.Origin(a.Origin),
	}
}

func encodeEdits(edits []annotate.Edit) (string, error) {
	out := make([]editJSON, len(edits))
	for i, e := range edits {
		out[i] = editJSON{
			Before: annotationToJSON(e.Before), After: annotationToJSON(e.After),
			EntityBefore: (*entityJSON)(e.EntityBefore), EntityAfter: (*entityJSON)(e.EntityAfter),
			StateBefore: e.StateBefore, StateAfter: e.StateAfter,
		}
	}
	return encode(out)
}

func decodeEdits(what, text string) ([]annotate.Edit, error) {
	in, err := decode[[]editJSON](what, text)
	if err != nil {
		return nil, err
	}
	edits := make([]annotate.Edit, len(in))
	for i, e := range in {
		edits[i] = annotate.Edit{
			Before: e.Before.annotation(), After: e.After.annotation(),
			EntityBefore: (*annotate.Entity)(e.EntityBefore), EntityAfter: (*annotate.Entity)(e.EntityAfter),
			StateBefore: e.StateBefore, StateAfter: e.StateAfter,
		}
	}
	return edits, nil
}

func encodeBlocks(blocks []annotate.Block) (string, error) {
	out := make([]blockJSON, len(blocks))
	for i, b := range blocks {
		out[i] = blockJSON{Kind: b.Kind, Start: b.Span.Start, End: b.Span.End, Level: b.Level}
	}
	return encode(out)
}

func decodeBlocks(text string) ([]annotate.Block, error) {
	in, err := decode[[]blockJSON]("blocks", text)
	if err != nil || len(in) == 0 {
		return nil, err
	}
	out := make([]annotate.Block, len(in))
	for i, b := range in {
		out[i] = annotate.Block{Kind: b.Kind, Span: annotate.Span{Start: b.Start, End: b.End}, Level: b.Level}
	}
	return out, nil
}
