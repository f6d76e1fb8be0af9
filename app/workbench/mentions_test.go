package workbench_test

import (
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

func TestOfVeryManyMentionsTheNearestAreMarkedFirst(t *testing.T) {
	f := start(t)
	part := "Ana Díaz came back to the harbour and nobody there had waited for her, which she found sensible. 👷‍♀️ She took the first boat, and on the other side the second one, and the third.\n\n"
	text := strings.Repeat(part, 7000) // longer than what is searched at once
	doc := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: "Long", Text: text}
	if _, err := f.Project().AddDocuments(t.Context(), slices.Values([]*annotate.Document{doc})); err != nil {
		t.Fatal(err)
	}
	f.OpenDocument(doc.ID)
	at := 6990 * len(part)
	f.Select(at, at+len("Ana Díaz"), workbench.ByKeys)
	f.Press("1", false)
	f.Press("L", false)
	m := f.Mentions()
	if m == nil || len(m.Rows) != 5000 || m.Left != 1999 || m.On() != 5000 {
		t.Fatalf("the preview is %v: %s", m != nil, f.Notice().Text)
	}
	if first, last := m.Rows[0].Span.Start, m.Rows[4999].Span.Start; first != (6999-5000)*len(part) || last != 6999*len(part) {
		t.Errorf("it lists places from %d to %d", first/len(part), last/len(part))
	}
	m.Accept()
	if !strings.Contains(f.Notice().Text, "1999 further away") {
		t.Errorf("the rest is not spoken of: %s", f.Notice().Text)
	}
	f.Press("L", false)
	if m = f.Mentions(); m == nil || len(m.Rows) != 1999 || m.Left != 0 {
		t.Fatalf("the rest is not listed the next time: %s", f.Notice().Text)
	}
	m.Cancel()
	f.Do("edit.undo")
	if n := f.Set().Len(); n != 1 {
		t.Errorf("%d annotations after one undo", n)
	}
}
