package export

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/ingest"
)

// Refused is a record that stayed out, and why. Nothing of it was written.
type Refused struct {
	Where   string // "news.jsonl:12"
	Reasons []error
}

func (r *Refused) Error() string {
	lines := make([]string, len(r.Reasons))
	for i, err := range r.Reasons {
		lines[i] = r.Where + ": " + ClipReason(err.Error())
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the reasons.
func (r *Refused) Unwrap() []error { return r.Reasons }

// ErrNoAnnotator is the reason to refuse a record of work that is nobody's.
var ErrNoAnnotator = errors.New("the record does not say who marked it; name the annotator whose set it becomes")

// OtherWork is the reason to refuse a record for a set that says something else.
type OtherWork struct{ Set *annotate.Set }

func (e *OtherWork) Error() string {
	marks := fmt.Sprintf("%d annotations", e.Set.Len())
	if e.Set.Len() == 1 {
		marks = "1 annotation"
	}
	return fmt.Sprintf("the project has other work of %s on %q (%s, %s), which is left as it is",
		Clip(string(e.Set.Annotator)), Clip(e.Set.Document.Title), marks, e.Set.State())
}

// OtherRecord is the reason to refuse a record for an earlier one of the same set that says something else.
type OtherRecord struct {
	Where string // the earlier one
	Set   *annotate.Set
}

func (e *OtherRecord) Error() string {
	return fmt.Sprintf("%s has other work of %s on %q", e.Where, Clip(string(e.Set.Annotator)), Clip(e.Set.Document.Title))
}

// EntityDiffers says that a record and the project describe an entity differently.
type EntityDiffers struct {
	Where           string
	Project, Record *annotate.Entity
	Kept            bool // the project's stays
}

// OtherType reports whether the two are not even of one type. Then the project's stays in any case,
// for its mentions are of its type.
func (e *EntityDiffers) OtherType() bool { return e.Project.Type != e.Record.Type }

func (e *EntityDiffers) Error() string {
	done := "the project's is replaced"
	switch {
	case e.OtherType():
		done = "their types differ, so the project's is kept; give the one in the file another id"
	case e.Kept:
		done = "the project's is kept; if they are two, give the one in the file another id"
	}
	return fmt.Sprintf("%s: entity %q is %s here and %s in the project; %s",
		e.Where, Clip(string(e.Record.ID)), describe(e.Record), describe(e.Project), done)
}

func describe(e *annotate.Entity) string {
	s := fmt.Sprintf("%q (%s", Clip(e.Name), Clip(e.Type))
	for _, a := range e.Aliases {
		s += fmt.Sprintf(", also %q", Clip(a))
	}
	if dated := annotate.WriteDated(e.Dated); dated != "" {
		s += ", for a time " + Clip(dated)
	}
	for _, k := range slices.Sorted(maps.Keys(e.IDs)) {
		s += fmt.Sprintf(", %s %s", Clip(k), Clip(e.IDs[k]))
	}
	if e.Note != "" {
		s += fmt.Sprintf(", note %q", Clip(e.Note))
	}
	return ClipReason(s) + ")"
}

// DocumentDiffers says that the project has the text of a record, and says other things of it. What
// the project says is kept.
type DocumentDiffers struct {
	Where           string
	Project, Record *annotate.Document
	Blocks          bool     // the blocks differ
	Fields          []string // what else differs: "title", "language", names of metadata
}

func (e *DocumentDiffers) Error() string {
	var kept []string
	for _, f := range e.Fields {
		kept = append(kept, fmt.Sprintf("%s %q (here %q)", Clip(f), Clip(field(e.Project, f)), Clip(field(e.Record, f))))
	}
	if e.Blocks {
		kept = append(kept, "the division into blocks")
	}
	return fmt.Sprintf("%s: the project has this text already, and keeps what it says of it: %s",
		e.Where, ClipReason(strings.Join(kept, ", ")))
}

// The fields of a document that are no metadata. Metadata of the same name are compared under "meta.".
const (
	fieldTitle    = "title"
	fieldLanguage = "language"
	fieldMeta     = "meta."
)

func field(d *annotate.Document, name string) string {
	switch name {
	case fieldTitle:
		return d.Title
	case fieldLanguage:
		return d.Language
	}
	return d.Meta[strings.TrimPrefix(name, fieldMeta)]
}

// ofTheFile are the metadata that tell of the file that a text came from.
var ofTheFile = []string{annotate.MetaSource, ingest.MetaLine, ingest.MetaEncoding, ingest.MetaDamaged, MetaTokens}

// differs returns what a record says otherwise of a text than the project, nil where nothing. What one
// of them does not say is no difference; nor is what they say of the file that the text came from, for the
// same article comes from many.
func differs(r *Record, project *annotate.Document) *DocumentDiffers {
	fields := []string{fieldTitle, fieldLanguage}
	for _, k := range slices.Sorted(maps.Keys(r.Document.Meta)) {
		if !slices.Contains(ofTheFile, k) {
			fields = append(fields, fieldMeta+k)
		}
	}
	d := &DocumentDiffers{Where: r.Where, Project: project, Record: r.Document}
	d.Blocks = !r.Unblocked && !slices.Equal(r.Document.Blocks, project.Blocks)
	for _, f := range fields {
		if a, b := field(r.Document, f), field(project, f); a != "" && b != "" && a != b {
			d.Fields = append(d.Fields, f)
		}
	}
	if !d.Blocks && len(d.Fields) == 0 {
		return nil
	}
	return d
}
