package workbench_test

import (
	"fmt"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

// BenchmarkKeyAtTheCaret presses each key that looks at the words around the caret, in the middle of
// articles of two lengths: the figures must be alike. Keys that mark something are undone, which counts.
func BenchmarkKeyAtTheCaret(b *testing.B) {
	for _, mb := range []int{1, 100} {
		if testing.Short() && mb > 1 {
			continue
		}
		f := start(b)
		part := "Mayor Ana Díaz opened the harbour 👷‍♀️ on Monday. “We will rebuild,” Díaz told Reuters. Nobody else said a word.\n\n"
		text := strings.Repeat(part, mb<<20/len(part))
		doc := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: "Long", Text: text}
		for p := 0; p < len(text); p += len(part) { // larger than what the window takes from a file
			doc.Blocks = append(doc.Blocks, annotate.Block{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: p, End: p + len(part) - 2}})
		}
		if _, err := f.Project().AddDocuments(b.Context(), func(yield func(*annotate.Document) bool) { yield(doc) }); err != nil {
			b.Fatal(err)
		}
		f.OpenDocument(doc.ID)
		if f.Document() == nil || f.Document().ID != doc.ID {
			b.Fatal(f.Notice().Text)
		}
		at := len(text)/2 + strings.Index(text[len(text)/2:], "We will")
		f.screen.visible = annotate.Span{Start: at - 1500, End: at + 1500}
		caret := func(words string) {
			p := at - 200 + strings.Index(text[at-200:], words) + 1
			f.Select(p, p, workbench.ByKeys)
		}
		caret("We will")
		f.Press("Q", false)
		f.Press("Escape", false)
		f.Press("Escape", false)
		for _, c := range []struct {
			keys []workbench.Key
			at   string
		}{
			{[]workbench.Key{"W"}, "harbour"}, {[]workbench.Key{"Y"}, "harbour"}, {[]workbench.Key{"G"}, "rebuild"}, {[]workbench.Key{"B"}, "harbour"},
			{[]workbench.Key{"M", "Ctrl+Z"}, "Díaz opened"}, {[]workbench.Key{"E", "Enter", "Ctrl+Z"}, "opened"},
			{[]workbench.Key{"Tab"}, "We will"}, {[]workbench.Key{"S", "Escape", "Escape"}, "rebuild"}, {[]workbench.Key{"C", "Escape"}, "rebuild"},
			{[]workbench.Key{"Q", "Escape", "Escape"}, "rebuild"},
		} {
			b.Run(fmt.Sprintf("%s/%dMB", c.keys[0], mb), func(b *testing.B) {
				for b.Loop() {
					caret(c.at)
					for _, k := range c.keys {
						f.Press(k, false)
						if n := f.Naming(); n != nil {
							n.Cancel()
						}
					}
				}
			})
		}
		f.CloseProject()
	}
}
