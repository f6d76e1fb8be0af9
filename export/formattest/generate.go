package formattest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/export"
)

// pieces are what generated texts are made of: every sort of writing that offsets go wrong on.
var pieces = []string{
	"said", "Peskov", "the court", "“", "”", "\"", "«", "»", ",", ".", " ", " ", " ", "\n", "\n\n",
	"👨‍👩‍👧", "🇸🇪", "🙂", "👍🏽", // one character each, of several code points
	"Zoe\u0301", "n\u0303", "Łódź", "Ærø", // marks that combine, and letters that do not
	"北京市", "彼は言った", "한국", "ไทย", // without spaces, or of stacked parts
	"אמר", "שָׁלוֹם", "قال بيسكوف", "\u200f", // right to left
	"<b>&amp;", "\\n", "\t", "\u2028", "\u00a0", "�",
	"\x00", "\x1b[31m", "\x7f", // which no article has, and a stranger's file may
}

// Texts generates texts that are not blank, with lines that end as those of documents do.
func Texts() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), "")
	}).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
}

// Documents generates documents with blocks and metadata.
func Documents() *rapid.Generator[*annotate.Document] {
	return rapid.Custom(func(t *rapid.T) *annotate.Document {
		text := Texts().Draw(t, "text")
		d := &annotate.Document{
			ID: annotate.DocumentIDOf(text), Text: text,
			Title:    rapid.SampledFrom([]string{"", "A title", "“Zoe\u0301” 🇸🇪", "שלום"}).Draw(t, "title"),
			Language: rapid.SampledFrom([]string{"", "en", "pt-BR"}).Draw(t, "language"),
			Meta:     words("published", "url", "x-ä").Draw(t, "meta"),
		}
		at := 0
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" && rapid.Bool().Draw(t, "block") {
				kind := rapid.SampledFrom(annotate.BlockKinds).Draw(t, "kind")
				b := annotate.Block{Kind: kind, Span: annotate.Span{Start: at, End: at + len(line)}}
				if kind == annotate.BlockHeading || kind == annotate.BlockList {
					b.Level = rapid.IntRange(1, 6).Draw(t, "level")
				}
				d.Blocks = append(d.Blocks, b)
			}
			at += len(line) + 1
		}
		return d
	})
}

func words(keys ...string) *rapid.Generator[map[string]string] {
	return rapid.MapOfN(rapid.SampledFrom(keys), rapid.SampledFrom([]string{"x", "“é”", "🙂", "שלום", "<&>"}), 0, len(keys))
}

// Entities generates the entities of a project, each under its own identity, which says what it is: the
// same identity is the same entity in every record.
func Entities() []*annotate.Entity {
	return []*annotate.Entity{
		{ID: "e1", Type: "person", Name: "Dmitry Peskov", Aliases: []string{"Peskov", "Дмитрий Песков"}, IDs: map[string]string{"wikidata": "Q1", "viaf": "2"}},
		{ID: "e2", Type: "person", Name: "Zoe\u0301 👩‍🚀", Note: "written “Zoë” too"},
		{ID: "e3", Type: "org", Name: "法院"},
	}
}

// Records generates records whose annotations obey [Schema]: nested quotes, quotes of several parts,
// events of events.
func Records() *rapid.Generator[*export.Record] {
	return rapid.Custom(func(t *rapid.T) *export.Record {
		return Annotated(t, Documents().Draw(t, "document"))
	})
}

// Annotated draws what one annotator marked in the document. Marks that the schema forbids are not
// made, so the record may hold none.
func Annotated(t *rapid.T, d *annotate.Document) *export.Record {
	schema, known := Schema(), Entities()
	annotator := rapid.SampledFrom([]annotate.AnnotatorID{"ana", "Łukasz", "rules"}).Draw(t, "annotator")
	s := annotate.NewSet(d, annotator, annotate.StateNew, nil)
	for i := range rapid.IntRange(0, 12).Draw(t, "tries") {
		a := drawAnnotation(t, s, schema, known, i)
		draft := s.Draft("Mark")
		draft.Put(a)
		c := draft.Change("test", time.Time{})
		if len(a.Spans) > 0 && s.Check(c, schema, source(known)) == nil {
			s.Apply(c)
		}
	}
	r := &export.Record{Document: d, Annotator: annotator, Annotations: slices.Collect(s.All())}
	r.State = rapid.SampledFrom([]annotate.State{annotate.StateInProgress, annotate.StateFlagged, annotate.StateDone}).Draw(t, "state")
	drawSaid(t, r)
	for _, e := range known {
		if slices.ContainsFunc(r.Annotations, func(a *annotate.Annotation) bool { return a.Entity == e.ID }) {
			r.Entities = append(r.Entities, e)
		}
	}
	return r
}

// drawSaid draws what the annotator decided about others' annotations, and said of any.
func drawSaid(t *rapid.T, r *export.Record) {
	if rapid.IntRange(0, 3).Draw(t, "said") > 0 {
		return
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "decisions") {
		d := &annotate.Decision{
			Annotator: "ben", About: annotate.ID(fmt.Sprintf("b%d", i)), Type: "quote", Spans: drawSpans(t, r.Document),
			Verdict: rapid.SampledFrom(annotate.Verdicts).Draw(t, "verdict"), Reason: rapid.SampledFrom(append(annotate.Reasons, "")).Draw(t, "reason"),
		}
		if d.Verdict != annotate.VerdictRejected {
			d.Result = "a0" // which may be gone by now
		}
		d.Within = rapid.SampledFrom([]annotate.ID{"", "b9"}).Draw(t, "within")
		d.Seen = rapid.SampledFrom([]*annotate.Content{
			nil, {}, {Entity: "e9"}, {Args: []annotate.Arg{{Role: "speaker", Target: "b9"}, {Role: "cue", Target: "b8"}}, Attrs: map[string]string{"no_source": "מכתב 🙂", "type": "direct"}},
		}).Draw(t, "seen").Clone()
		r.Decisions = append(r.Decisions, d)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "comments") {
		r.Comments = append(r.Comments, &annotate.Comment{
			ID: annotate.ID(fmt.Sprintf("c%d", i)), Annotator: "ben", About: "b1", Spans: drawSpans(t, r.Document), Author: "Ana Ærø",
			ReplyTo:  rapid.SampledFrom([]annotate.ID{"", "c9"}).Draw(t, "reply"),
			Time:     time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "second"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanosecond")).UTC(),
			Text:     rapid.SampledFrom([]string{"Why “she”? 🙂", "שלום\n"}).Draw(t, "words"),
			Standing: rapid.SampledFrom([]annotate.Standing{"", annotate.StandingOpen, annotate.StandingResolved}).Draw(t, "standing"),
		})
	}
	r.SortSaid()
}

type source []*annotate.Entity

func (s source) Entity(id annotate.ID) *annotate.Entity {
	for _, e := range s {
		if e.ID == id {
			return e
		}
	}
	return nil
}

func drawAnnotation(t *rapid.T, s *annotate.Set, schema *annotate.Schema, known []*annotate.Entity, n int) *annotate.Annotation {
	typ := &schema.Types[rapid.IntRange(0, len(schema.Types)-1).Draw(t, "type")]
	a := &annotate.Annotation{
		ID: annotate.ID(fmt.Sprintf("a%d", n)), Type: typ.Key, Spans: drawSpans(t, s.Document),
		Note: rapid.SampledFrom([]string{"", "", "sure?\n“é”"}).Draw(t, "note"),
	}
	if rapid.Bool().Draw(t, "made by another") {
		a.Origin = annotate.Origin{Annotator: "model", Rule: "r1", Score: rapid.Float64Range(0, 1).Draw(t, "score"),
			Evidence: rapid.SampledFrom([]string{"", "“said” after it"}).Draw(t, "evidence")}
	}
	for _, e := range known {
		if slices.Contains(typ.Entities, e.Type) && rapid.Bool().Draw(t, "entity") {
			a.Entity = e.ID
		}
	}
	for _, r := range typ.Roles {
		for b := range s.All() {
			if slices.Contains(r.Targets, b.Type) && rapid.IntRange(0, 2).Draw(t, "filler") == 0 {
				a = a.WithArg(r.Key, b.ID, r.Single)
			}
		}
	}
	for _, x := range typ.Attrs {
		if rapid.Bool().Draw(t, "attribute") {
			a = a.WithAttr(x.Key, rapid.SampledFrom(x.Values).Draw(t, "value"))
		}
	}
	return a
}

// drawSpans draws up to three parts of the text, cut where a reader would cut; none where the drawn
// places hold nothing to mark.
func drawSpans(t *rapid.T, d *annotate.Document) []annotate.Span {
	tab := d.Offsets()
	cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, len(d.Text)), 2, 6, rapid.ID[int]).Draw(t, "cuts")
	slices.Sort(cuts)
	var out []annotate.Span
	for i := 0; i+1 < len(cuts); i += 2 {
		start, end := tab.Trim(tab.SnapOut(cuts[i], cuts[i+1]))
		if n := len(out); start < end && (n == 0 || out[n-1].End < start) {
			out = append(out, annotate.Span{Start: start, End: end})
		}
	}
	return out
}
