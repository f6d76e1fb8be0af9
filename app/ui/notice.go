//go:build !headless

package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// noticeBar is where something is said to the person: over the lower edge of the article, clear of the line
// that they work in, with what can be done about it. The next act takes it away, and what only confirms an
// act goes by itself.
type noticeBar struct {
	w      *window
	object *fyne.Container
	card   *noticeCard
	shown  int // how many were shown so far
}

// How long a confirmation stays: alone, and with something that can be done about it.
const (
	confirmTime = 4 * time.Second
	offerTime   = 8 * time.Second
)

func newNoticeBar(w *window) *noticeBar {
	n := &noticeBar{w: w}
	n.card = &noticeCard{text: control.NewParagraph("", look.Ink), ground: canvas.NewRectangle(nil), icon: canvas.NewImageFromResource(nil)}
	n.card.action = control.NewButton(w, control.Quiet, "", "", func() {
		if do := w.bench.Notice().Do; do != nil {
			do()
		}
	})
	n.card.action.Name, n.card.action.Ink, n.card.action.Compact = "notice.action", look.Accent, true
	n.card.away = control.NewButton(w, control.Quiet, "close", "", w.bench.Dismiss)
	n.card.away.Name, n.card.away.Compact = "notice.close", true
	n.card.ExtendBaseWidget(n.card)
	n.card.Hide()
	n.object = container.New(clearOfCaret{w}, n.card)
	return n
}

func (n *noticeBar) refresh() {
	said := n.w.bench.Notice()
	if said.Text == "" {
		show(n.card, false)
		n.shown++
		return
	}
	c := n.card
	if !c.Visible() || c.text.Text() != said.Text {
		n.shown++
		n.leaveLater(said)
	} else if c.problem == said.Problem && c.action.Text == said.Action {
		n.place()
		return
	}
	show(c, true)
	c.text.SetText(said.Text)
	c.problem = said.Problem
	c.action.SetText(said.Action)
	show(c.action, said.Action != "")
	n.place()
	c.Refresh()
}

// place stands the notice clear of where the caret is now.
func (n *noticeBar) place() {
	clearOfCaret{n.w}.Layout(n.object.Objects, n.object.Size())
}

// leaveLater takes a confirmation away after a while, unless something else was said by then.
func (n *noticeBar) leaveLater(said workbench.Notice) {
	seen := (n.w.showing == showWelcome) == (n == n.w.welcome.notice) // each page has a bar
	if said.Problem || !seen {
		return
	}
	stay, mine := confirmTime, n.shown
	if said.Action != "" {
		stay = offerTime
	}
	n.w.article.After(stay, func() {
		if n.shown == mine {
			n.w.bench.Dismiss()
		}
	})
}

// clearOfCaret puts the notice at the lower edge of the article, above the caret's line where that is there,
// as wide as its contents want.
type clearOfCaret struct{ w *window }

func (clearOfCaret) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l clearOfCaret) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const margin = 16
	for _, o := range objects {
		c := o.(*noticeCard)
		w := min(c.natural(), size.Width-2*margin)
		h := c.HeightFor(w)
		y := size.Height - h - margin
		if top, bottom, ok := l.caretLine(); ok && top < size.Height && bottom+margin/2 > y {
			y = max(margin, top-h-margin/2)
		}
		c.Move(fyne.NewPos((size.Width-w)/2, y))
		c.Resize(fyne.NewSize(w, h))
	}
}

// caretLine returns where the caret's line stands, in px from the top of the article; false where it is not
// on the screen.
func (l clearOfCaret) caretLine() (top, bottom float32, ok bool) {
	_, caret := l.w.bench.Selection()
	at, line, ok := l.w.article.Where(caret)
	if !ok {
		return 0, 0, false
	}
	top = at.Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(l.w.article).Y
	return top, top + line.Height, true
}

type noticeCard struct {
	widget.BaseWidget
	text         *control.Paragraph
	action, away *control.Button
	ground       *canvas.Rectangle
	icon         *canvas.Image
	problem      bool
}

// around returns the width in px of all but the text.
func (c *noticeCard) around() float32 {
	w := 14 + c.away.MinSize().Width + 8 + 8
	if c.action.Visible() {
		w += c.action.MinSize().Width + 8
	}
	if c.problem {
		w += 24
	}
	return w
}

func (c *noticeCard) natural() float32 {
	return min(560, control.WidthOf(c.text.Text(), look.TextSize)+2) + c.around()
}

// HeightFor implements control.Flow.
func (c *noticeCard) HeightFor(w float32) float32 { return c.text.HeightFor(w-c.around()) + 18 }

// CreateRenderer implements fyne.Widget.
func (c *noticeCard) CreateRenderer() fyne.WidgetRenderer {
	look.Float(c.ground)
	return &noticeRenderer{c}
}

type noticeRenderer struct{ c *noticeCard }

func (r *noticeRenderer) Layout(size fyne.Size) {
	c := r.c
	c.ground.Resize(size)
	x := float32(14)
	if c.problem {
		c.icon.Move(fyne.NewPos(x, (size.Height-16)/2))
		c.icon.Resize(fyne.NewSquareSize(16))
		x += 24
	}
	w := size.Width - c.around()
	c.text.Move(fyne.NewPos(x, 9))
	c.text.Resize(fyne.NewSize(w, size.Height-18))
	x += w + 8
	if c.action.Visible() {
		m := c.action.MinSize()
		c.action.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		c.action.Resize(m)
		x += m.Width + 8
	}
	m := c.away.MinSize()
	c.away.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
	c.away.Resize(m)
}

func (r *noticeRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 34) }

func (r *noticeRenderer) Refresh() {
	c := r.c
	c.ground.FillColor, c.ground.StrokeColor = look.Of(look.Card), look.Of(look.Line)
	c.ground.Shadow.Color = look.Of(look.Shade)
	c.icon.Hidden = !c.problem
	r.Layout(c.Size())
	c.ground.Refresh()
	if c.problem {
		c.icon.Resource = look.Icon("warn", look.Of(look.Problem))
		c.icon.Refresh()
	}
	c.text.Refresh()
	c.action.Refresh()
	c.away.Refresh()
}

func (r *noticeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.ground, r.c.icon, r.c.text, r.c.action, r.c.away}
}
func (r *noticeRenderer) Destroy() {}
