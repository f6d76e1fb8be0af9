//go:build !headless

package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// showComment asks for what there is to say: in a field under the words, with who will hear it and what was said
// before.
func (w *window) showComment() {
	c := w.bench.Commenting()
	if c == nil {
		return
	}
	field := control.NewField(w, "What is there to say?")
	field.Name = "comment.field"
	if len(c.Threads) > 0 {
		field.SetPlaceHolder("Answer")
	}
	field.Fill(c.Written)
	field.OnChanged = func(s string) { c.Written = s }
	field.Entering = func() { c.Say(field.Text) }
	field.Leaving = func() bool { c.Cancel(); return true }

	body := control.NewColumn(8)
	var named []namedObject
	add := func(name string, o fyne.CanvasObject) { named = append(named, namedObject{"comment." + name, o}) }
	var hearers func() []fyne.CanvasObject
	all := append(c.To[:0:0], c.To...)
	fill := func() {
		objects := hearers()
		if len(c.Threads) > 0 {
			said := c.Threads[0].Comments
			for _, x := range said[max(0, len(said)-3):] {
				if x.Text != "" {
					objects = append(objects, saying(x.Comment, time.Now()))
				}
			}
		}
		foot := control.NewPhrase(look.SmallSize, control.Run{Text: label("Enter") + " say it    " + label("Escape") + " leave it", Ink: look.Faint})
		body.Set(append(objects, field, foot)...)
	}
	hearers = func() []fyne.CanvasObject {
		words := "About: " + control.OneLine(all[0].Words, 50)
		if len(c.Threads) > 0 {
			words = "Answer"
		}
		head := []fyne.CanvasObject{control.NewPhrase(0, control.Run{Text: words, Bold: true})}
		if len(all) < 2 {
			if all[0].Annotator != w.bench.Annotator() {
				head = append(head, control.NewPhrase(look.SmallSize, control.Run{Text: "to " + string(all[0].Annotator), Ink: look.Faint}))
			}
			return head
		}
		var to []fyne.CanvasObject
		choose := func(text string, who annotate.AnnotatorID, on bool) {
			b := control.NewButton(w, control.Quiet, "", text, func() {
				c.To = append(c.To[:0:0], all...)
				if who != "" {
					c.Only(who)
				}
				fill()
				w.focusTop()
			})
			b.Compact, b.Lit, b.Name = true, on, "comment.to."+text
			add("to."+text, b)
			to = append(to, b)
		}
		choose("all", "", len(c.To) == len(all))
		for _, on := range all {
			choose(string(on.Annotator), on.Annotator, len(c.To) == 1 && c.To[0].Annotator == on.Annotator)
		}
		return append(head, control.NewWrap(4, to...))
	}
	fill()
	inside := control.NewPadded(body, 14, 12)
	place := low(460, inside.HeightFor)
	if at, size, ok := w.article.Where(all[0].Spans[0].Start); ok && len(all[0].Spans) > 0 {
		place = beside(at, size, 460, inside.HeightFor)
	}
	l := control.NewLayer(container.NewStack(inside), false, place)
	l.Name, l.Focus, l.Leave = "comment", field, c.Cancel
	w.sheetPlaces[l.Name] = func(probe func(string, fyne.CanvasObject)) {
		probe(field.Name, field)
		for _, n := range named {
			if strings.HasPrefix(n.name, "comment.to.") {
				probe(n.name, n.object)
			}
		}
	}
	w.open(l)
}
