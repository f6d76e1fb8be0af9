//go:build !headless

package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// hoverCard says beside an annotation what there is to know of it: after the pointer has rested on it, or by
// a key. It stands in the margin where that is wide enough, else a line away from the words; for what the overview
// shows beside that, over the panel rather than over the article. It goes away when the pointer does or anything is done, never has the
// keyboard, and a press on it means what is below, but on its link.
type hoverCard struct {
	w      *window
	object fyne.CanvasObject
	card   *aboutCard
	shown  annotate.ID // "" for none
	over   annotate.ID // what the pointer is on
	inside bool        // the pointer is on the card
	turns  int         // counts what the pointer did, so that only the last counts
}

// The times after which the card comes and goes. It waits before it goes, so that the pointer can come to it.
const (
	pointTime = 450 * time.Millisecond
	leaveTime = 400 * time.Millisecond
)

// The width of the card, the least that one in the margin has, and what is kept free around it.
const (
	aboutWidth float32 = 300
	aboutLeast float32 = 210
	aboutGap   float32 = 8
)

func newHoverCard(w *window) *hoverCard {
	h := &hoverCard{w: w}
	h.card = &aboutCard{of: h, ground: canvas.NewRectangle(nil), lines: control.NewColumn(3)}
	h.card.ExtendBaseWidget(h.card)
	h.card.Hide()
	h.object = container.NewWithoutLayout(h.card)
	return h
}

// pointed hears which annotations the pointer is on, the smallest first.
func (h *hoverCard) pointed(off int, ids []annotate.ID) {
	var id annotate.ID
	if len(ids) > 0 {
		id = ids[0]
	}
	if id == h.over {
		return
	}
	h.over = id
	h.turns++
	turn := h.turns
	if id == "" || h.shown != "" && h.shown != id {
		h.leaveSoon()
	}
	if id == "" || id == h.shown {
		return
	}
	strip, onStrip := h.w.article.OnStrip()
	h.w.article.After(pointTime, func() {
		if h.turns != turn || h.over != id || h.w.top() != nil || h.w.bench.Mode() != workbench.Reading {
			return
		}
		if onStrip {
			h.show(id, func() (fyne.Position, float32, bool) { return h.beside(strip) })
		} else {
			h.showAt(id, off)
		}
	})
}

// leaveSoon takes the card away unless the pointer comes to it, or back.
func (h *hoverCard) leaveSoon() {
	if h.shown == "" {
		return
	}
	shown := h.shown
	h.w.article.After(leaveTime, func() {
		if h.shown == shown && h.over != shown && !h.inside {
			h.hide()
		}
	})
}

func (h *hoverCard) hide() {
	if h.shown != "" {
		h.shown, h.inside = "", false
		h.card.Hide()
		h.w.settle()
	}
}

// acted takes the card away for something that the person does, and lets none come before the pointer is on
// something else.
func (h *hoverCard) acted() {
	h.turns++
	h.hide()
}

// toggle shows the card of the current annotation, or takes it away.
func (h *hoverCard) toggle() {
	a := h.w.bench.Current()
	if a == nil || h.shown == a.ID {
		h.hide()
		return
	}
	off := a.Spans[0].Start
	for _, s := range a.Spans { // the first part that is on the screen
		if _, _, ok := h.w.article.Where(s.Start); ok {
			off = s.Start
			break
		}
	}
	h.showAt(a.ID, off)
}

// showAt shows the card for a place in the text.
func (h *hoverCard) showAt(id annotate.ID, off int) {
	h.show(id, func() (fyne.Position, float32, bool) { return h.near(off) })
}

// show fills the card and puts it where place says, which may ask the card for its height; false where it has
// no place.
func (h *hoverCard) show(id annotate.ID, place func() (pos fyne.Position, width float32, ok bool)) {
	about, ok := h.w.bench.About(id)
	if !ok {
		h.hide()
		return
	}
	h.card.fill(h.w, about)
	pos, width, ok := place()
	if !ok {
		h.hide()
		return
	}
	h.shown = id
	h.card.Move(pos)
	h.card.Resize(fyne.NewSize(width, h.card.HeightFor(width)))
	h.card.Show()
	h.card.Refresh()
	h.w.settle()
}

// ground returns where in its layer the article is.
func (h *hoverCard) ground() fyne.Position {
	d := fyne.CurrentApp().Driver()
	return d.AbsolutePositionForObject(h.w.article).Subtract(d.AbsolutePositionForObject(h.object))
}

// within returns the highest and the lowest place of a card.
func (h *hoverCard) within(high float32) (top, bottom float32) {
	top, bottom = aboutGap, h.object.Size().Height
	if bar := h.w.find.card; bar.Visible() {
		top += bar.Position().Y + bar.Size().Height
	}
	if notice := h.w.notice.card; notice.Visible() {
		bottom = min(bottom, notice.Position().Y)
	}
	return top, max(top, bottom-aboutGap-high)
}

// near is where the card of a word stands: in the wider margin, else two lines further down or up, so that
// neither the word's line nor the next is hidden.
func (h *hoverCard) near(off int) (pos fyne.Position, width float32, ok bool) {
	at, size, ok := h.w.article.Where(off)
	if !ok {
		return pos, 0, false
	}
	ground, view := h.ground(), h.w.article
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(h.object))
	left, right := view.Column()
	before, after := left-2*aboutGap, view.Size().Width-barRoom-right-2*aboutGap
	if most := max(before, after); most >= aboutLeast {
		width = min(most, aboutWidth)
		high := h.card.HeightFor(width)
		top, bottom := h.within(high)
		pos = fyne.NewPos(ground.X+right+aboutGap, min(max(top, at.Y-aboutGap), bottom))
		if before > after {
			pos.X = ground.X + left - aboutGap - width
		}
		return pos, width, true
	}
	width = min(aboutWidth, view.Size().Width-2*aboutGap-barRoom)
	high := h.card.HeightFor(width)
	top, bottom := h.within(high)
	line := view.LineHeight()
	pos.X = ground.X + min(max(aboutGap, at.X-ground.X-24), view.Size().Width-barRoom-width-aboutGap)
	pos.Y = at.Y + size.Height + line
	if up := at.Y - line - high; pos.Y > bottom && (up >= top || pos.Y-bottom > top-up) {
		pos.Y = up
	}
	pos.Y = min(max(top, pos.Y), bottom)
	return pos, width, true
}

// beside is where the card of what the overview shows at a height stands: in the margin if it can, so that no line
// is hidden, else on the other side, over the panel. Only where there is none either does it stand over ends of lines.
func (h *hoverCard) beside(at float32) (pos fyne.Position, width float32, ok bool) {
	ground, edge := h.ground(), h.w.article.Size().Width-barRoom
	if _, right := h.w.article.Column(); edge-right-aboutGap < aboutLeast && h.w.bench.Beside() == nil {
		if x := ground.X + h.w.article.Size().Width + aboutGap; h.object.Size().Width-x-aboutGap >= aboutLeast {
			width = min(h.object.Size().Width-x-aboutGap, aboutWidth)
			high := h.card.HeightFor(width)
			top, bottom := h.within(high)
			return fyne.NewPos(x, min(max(top, ground.Y+at-high/2), bottom)), width, true
		}
	}
	_, right := h.w.article.Column()
	width = min(max(aboutLeast, edge-right-aboutGap), aboutWidth)
	high := h.card.HeightFor(width)
	top, bottom := h.within(high)
	return fyne.NewPos(ground.X+edge-width, min(max(top, ground.Y+at-high/2), bottom)), width, true
}

func (h *hoverCard) places(add func(name string, o fyne.CanvasObject)) {
	if h.card.Visible() {
		add("about", h.card)
		if h.card.next != nil {
			add("about.next", h.card.next)
		}
	}
}

// aboutCard is what the card consists of.
type aboutCard struct {
	widget.BaseWidget
	of     *hoverCard
	ground *canvas.Rectangle
	lines  *control.Column
	next   *control.Link // to the next mention, or nil
}

// fill writes what there is to say.
func (c *aboutCard) fill(w *window, x workbench.About) {
	var lines []fyne.CanvasObject
	say := func(ink fyne.ThemeColorName, most int, format string, args ...any) {
		p := control.NewParagraph(fmt.Sprintf(format, args...), ink)
		p.Lines = most
		lines = append(lines, p)
	}
	name := x.Words
	if x.Entity != nil {
		name = x.Entity.Name
	}
	head := control.NewParagraph(name, look.Ink)
	head.Lines, head.Style = 2, fyne.TextStyle{Bold: true}
	lines = append(lines, head)
	kind := x.Type.Label
	if x.Entity == nil && len(x.Type.Entities) > 0 {
		kind += " · not named yet"
	}
	say(look.Faint, 1, "%s", kind)
	if x.Entity != nil && len(x.Entity.Aliases) > 0 {
		say(look.Faint, 2, "also %s", strings.Join(x.Entity.Aliases, ", "))
	}
	c.next = nil
	if x.Others > 0 {
		words := "1 other mention"
		if x.Others > 1 {
			words = fmt.Sprintf("%d other mentions", x.Others)
		}
		c.next = control.NewLink(w, func() { w.bench.PickAndReveal(x.Next) },
			control.Run{Text: words, Ink: look.Accent}, control.Run{Text: "   next " + keyOf(w.bench, "go.same"), Ink: look.Faint})
		c.next.Name, c.next.Whole = "about.next", true
		lines = append(lines, container.NewHBox(c.next)) // no wider than its words
	}
	for _, r := range x.Roles {
		of := control.OneLine(r.Text, 60)
		if r.Entity != "" && r.Entity != r.Text {
			of += " (" + r.Entity + ")"
		}
		say(look.Ink, 2, "%s: %s", strings.ToLower(r.Role.Label), of)
	}
	for _, m := range x.Missing {
		say(look.Problem, 1, "%s", m.Text)
	}
	for _, p := range x.In {
		say(look.Ink, 2, "%s of %s", p.Role, control.OneLine(p.Text, 60))
	}
	if more := x.Parts - len(x.In); more > 0 {
		say(look.Faint, 1, "and of %d more", more)
	}
	if x.Annotation.Note != "" {
		say(look.Ink, 4, "%s", x.Annotation.Note)
	}
	if x.Origin != "" {
		say(look.Faint, 2, "made by %s", x.Origin)
	}
	c.lines.Set(lines...)
}

// HeightFor implements control.Flow.
func (c *aboutCard) HeightFor(width float32) float32 { return c.lines.HeightFor(width-24) + 18 }

// MouseIn implements desktop.Hoverable.
func (c *aboutCard) MouseIn(*desktop.MouseEvent) { c.of.inside = true }

// MouseMoved implements desktop.Hoverable.
func (c *aboutCard) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *aboutCard) MouseOut() {
	c.of.inside = false
	c.of.leaveSoon()
}

// CreateRenderer implements fyne.Widget.
func (c *aboutCard) CreateRenderer() fyne.WidgetRenderer {
	look.Float(c.ground)
	return &aboutRenderer{c}
}

type aboutRenderer struct{ c *aboutCard }

func (r *aboutRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 40) }

func (r *aboutRenderer) Layout(size fyne.Size) {
	r.c.ground.Resize(size)
	r.c.lines.Move(fyne.NewPos(12, 9))
	r.c.lines.Resize(fyne.NewSize(size.Width-24, size.Height-18))
}

func (r *aboutRenderer) Refresh() {
	c := r.c
	c.ground.FillColor, c.ground.StrokeColor = look.Of(look.Card), look.Of(look.Line)
	c.ground.Shadow.Color = look.Of(look.Shade)
	r.Layout(c.Size())
	c.ground.Refresh()
	c.lines.Refresh()
}

func (r *aboutRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.ground, r.c.lines}
}
func (r *aboutRenderer) Destroy() {}
