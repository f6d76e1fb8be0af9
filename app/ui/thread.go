//go:build !headless

package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// mostSaid is how many comments of a thread are shown: the first, and the last ones.
const mostSaid = 6

// shownThreads is what a card with threads must be made anew for.
func shownThreads(threads []*annotate.Thread) string {
	var b strings.Builder
	for _, t := range threads {
		fmt.Fprint(&b, t.ID(), t.Standing(), len(t.Comments), t.Last().ID)
	}
	return b.String()
}

// talkOf is what of an annotation's card comes from others: what they said of it, and decided.
func (w *window) talkOf(id annotate.ID) string {
	set := w.bench.Set()
	if set == nil || w.bench.Project() == nil {
		return ""
	}
	s := shownThreads(w.bench.ThreadsAbout(set.Annotator, id))
	if i := w.bench.Feedback().Of(set, id); i >= 0 {
		r := w.bench.Feedback().At(i)
		s += fmt.Sprint(r.Decided(), r.Mine)
	}
	return s
}

// talk shows on an annotation's card what others decided and said about it.
func (c *openCard) talk(a *annotate.Annotation) {
	b := c.w.bench
	f := b.Feedback()
	threads := b.ThreadsAbout(b.Set().Annotator, a.ID)
	if i := f.Of(b.Set(), a.ID); i >= 0 && f.At(i).Decision != nil {
		r := f.At(i)
		words := control.NewParagraph(workbench.Sentence(r.Decided()), look.Problem)
		words.Lines = 6
		c.add(words)
		compare := control.NewButton(c.w, control.Quiet, "join", "Compare", func() { b.OpenVersion(r.By) })
		compare.Compact, compare.Ink, compare.Name = true, look.Faint, "card.compare"
		compare.About = func() string { return "Puts the article as " + string(r.By) + " left it beside yours" }
		seen := control.NewButton(c.w, control.Quiet, "done", "Seen", func() { f.Acknowledge(i, true) })
		if r.Mine == annotate.StandingResolved {
			seen = control.NewButton(c.w, control.Quiet, "undo", "Not settled", func() { f.Acknowledge(i, false) })
		}
		seen.Compact, seen.Ink, seen.Name = true, look.Faint, "card.seen"
		c.name("compare", compare)
		c.name("seen", seen)
		c.add(control.NewWrap(4, compare, seen))
	}
	c.thread(threads)
}

// thread shows what was said about an annotation, with a way to answer and to say that it is settled. People say
// the same to several who marked the same thing; that stands there once.
func (c *openCard) thread(threads []*annotate.Thread) {
	for i, alike := range workbench.Alike(threads) {
		c.comments(alike[0])
		resolved := alike[0].Standing() == annotate.StandingResolved
		words, icon := "Resolve", "done"
		if resolved {
			words, icon = "Open again", "undo"
		}
		resolve := control.NewButton(c.w, control.Quiet, icon, words, func() { c.w.bench.Resolve(!resolved, alike...) })
		resolve.Compact, resolve.Ink, resolve.Name = true, look.Faint, fmt.Sprintf("card.resolve.%d", i)
		c.name(fmt.Sprintf("resolve.%d", i), resolve)
		answer := control.NewButton(c.w, control.Quiet, "cue", "Answer", func() { c.w.bench.Answer(alike...) })
		answer.Compact, answer.Ink, answer.Name = true, look.Faint, fmt.Sprintf("card.answer.%d", i)
		c.name(fmt.Sprintf("answer.%d", i), answer)
		line := []fyne.CanvasObject{answer, resolve}
		if resolved {
			done := control.NewPhrase(look.SmallSize, control.Run{Text: "resolved", Ink: look.Good})
			done.Whole = true
			line = append([]fyne.CanvasObject{done}, line...)
		}
		c.add(control.NewWrap(4, line...))
	}
}

// comments lists what was said in a thread.
func (c *openCard) comments(t *annotate.Thread) {
	said := t.Comments
	for i, x := range said {
		if left := len(said) - mostSaid; left > 0 && i > 0 && i <= left {
			if i == 1 {
				c.add(control.NewPhrase(look.SmallSize, control.Run{Text: fmt.Sprintf("%d more", left), Ink: look.Faint}))
			}
			continue
		}
		if x.Text == "" {
			continue // it only settles
		}
		c.add(saying(x.Comment, time.Now()))
	}
}

// saying is one comment: who, when and what.
func saying(x *annotate.Comment, now time.Time) fyne.CanvasObject {
	head := control.NewPhrase(look.SmallSize,
		control.Run{Text: control.OneLine(x.Author, 40), Ink: look.Ink, Bold: true}, control.Run{Text: "  " + workbench.When(x.Time, now), Ink: look.Faint})
	words := control.NewParagraph(x.Text, look.Ink)
	words.Lines = 8
	return control.NewColumn(0, head, words)
}
