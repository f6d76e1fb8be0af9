package propose_test

import (
	"fmt"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/annotate/propose"
)

func decided(doc *annotate.Document, typ, words string, v annotate.Verdict) propose.Example {
	for s := range propose.Occurrences(doc.Text, doc.Offsets(), annotate.Span{End: len(doc.Text)}, words) {
		d := &annotate.Decision{Annotator: "rules", About: "x", Type: typ, Spans: []annotate.Span{s}, Verdict: v}
		return propose.ExampleOf(doc, d, v)
	}
	panic(words + " is not in the text")
}

func TestDecisionsMoveHowSureLikeProposalsAre(t *testing.T) {
	doc := &annotate.Document{ID: "d", Text: "The talks failed. The march went on. Talks resumed in Oslo, and the March wind blew. 👨‍👩‍👧 José\u0301 talks."}
	var examples []propose.Example
	for range 3 {
		examples = append(examples, decided(doc, "contact.negotiate", "talks", annotate.VerdictAccepted), decided(doc, "conflict.protest", "march", annotate.VerdictRejected))
	}
	m := propose.Learn(examples)
	features := func(typ, words string) []propose.Feature {
		return decided(doc, typ, words, annotate.VerdictAccepted).Features
	}
	if s := m.Sure(features("conflict.protest", "march"), 0.8); s > 0.5 {
		t.Errorf("what was rejected three times is %.2f sure", s)
	}
	if s := m.Sure(features("contact.negotiate", "Talks"), 0.8); s < 0.8 {
		t.Errorf("what was accepted three times is %.2f sure", s)
	}
	if s := m.Sure(features("person", "José\u0301"), 0.8); s < 0.75 || s > 0.85 {
		t.Errorf("what nothing was decided about is %.2f sure", s)
	}
	again := propose.Learn(examples)
	if a, b := m.Sure(features("conflict.protest", "march"), 0.8), again.Sure(features("conflict.protest", "march"), 0.8); a != b {
		t.Errorf("the same decisions give %v and %v", a, b)
	}
	var none *propose.Model
	if s := none.Sure(nil, 0.7); s != 0.7 {
		t.Errorf("without a model a proposal is %.2f sure", s)
	}
}

// Thirty decisions are enough to tell the kind of proposal that is wrong here from the kind that is right, in an article with other words.
func TestKindThatIsAlwaysRejectedIsHiddenAndTheOtherStays(t *testing.T) {
	var text strings.Builder
	var examples []propose.Example
	var spans [2][]annotate.Span
	for i := range 16 {
		for k, form := range []string{"— the %dth walk was long\n\n", "“We saw the %dth walk,” she said.\n\n"} {
			from := text.Len()
			fmt.Fprintf(&text, form, i+3)
			spans[k] = append(spans[k], annotate.Span{Start: from, End: from + strings.Index(text.String()[from:], []string{"\n", " she"}[k])})
		}
	}
	doc := &annotate.Document{ID: "d", Text: text.String()}
	for i := range 15 {
		for k, v := range []annotate.Verdict{annotate.VerdictRejected, annotate.VerdictAccepted} {
			d := &annotate.Decision{Annotator: "rules", Type: "quote", Spans: spans[k][i : i+1], Verdict: v}
			examples = append(examples, propose.ExampleOf(doc, d, v))
		}
	}
	m := propose.Learn(examples)
	sure := func(k int) float64 { return m.Sure(propose.Features(doc, "rules", "quote", spans[k][15:]), 0.8) }
	if sure(0) >= 0.5 || sure(1) < 0.8 {
		t.Errorf("%.2f sure of the kind that was rejected, %.2f of the other", sure(0), sure(1))
	}
}

func TestWordsMarkedTwiceAreFoundElsewhere(t *testing.T) {
	doc := &annotate.Document{ID: "d", Text: "A walkout began. The walkout ended; a sickout began.\r\nWalkouts are rare. The walkout!"}
	v := &propose.Vocabulary{}
	v.Note("conflict.protest", "walkout", "")
	none := func(string, annotate.Span) bool { return false }
	if got := v.Find(doc, propose.Places{}, none); len(got) != 0 {
		t.Errorf("after one mark: %d", len(got))
	}
	v.Note("conflict.protest", "walkout", "")
	got := v.Find(doc, propose.Places{}, none)
	if len(got) != 3 || got[0].Origin.Annotator != propose.LearnedAnnotator || got[0].Origin.Evidence == "" {
		t.Errorf("found %d: %+v", len(got), got)
	}
	if got := v.Find(doc, propose.Places{}, func(_ string, s annotate.Span) bool { return s.Start < 20 }); len(got) != 2 {
		t.Errorf("beside what is there: %d", len(got))
	}
	v.NoteRejected("conflict.protest", "walkout")
	if got := v.Find(doc, propose.Places{}, none); len(got) != 0 {
		t.Errorf("after a rejection: %d", len(got))
	}
}
