//go:build !headless

package ui

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/ui/article"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// besidePane is where articles stand: the working one, and beside it another one or another annotator's
// version, for reading. While there are two, each has a slim header.
type besidePane struct {
	w            *window
	object       *control.Halves
	view         *article.View // what stands beside
	mine, theirs *sideHead
	past         *pastBar          // over the article as it was
	moves        int               // of the past that is shown
	minePane     fyne.CanvasObject // header and article
	theirsPane   fyne.CanvasObject
	lead         *article.View // the side that was scrolled last
	marks        setMarks
	differences  []review.Difference // as they are shown
}

// bothLeast is how wide the middle wants to be before the outer panes give way, and bothNeed before the
// queue steps aside, while two stand in it.
const (
	bothLeast float32 = 920
	bothNeed  float32 = 600
)

const keptShare = "beside.share" // in the layout of the window

func newBesidePane(w *window, view *article.View) *besidePane {
	p := &besidePane{w: w, view: view, lead: w.article}
	p.mine = newSideHead(w)
	p.theirs = newSideHead(w, "beside.previous", "beside.next", "beside.take", "beside.together", "beside.close")
	p.minePane = container.NewBorder(p.mine, nil, nil, nil, w.article)
	p.past = newPastBar(w)
	p.theirsPane = container.NewBorder(container.NewVBox(p.theirs, p.past.object), nil, nil, nil, p.view)
	p.object = control.NewHalves(p.minePane)
	if share, err := strconv.ParseFloat(w.bench.Layout(keptShare), 32); err == nil && share > 0 && share < 1 {
		p.object.Share = float32(share)
	}
	p.object.Moved = func() {
		share := p.object.Share
		if w.bench.Swapped() {
			share = 1 - share
		}
		w.bench.SaveLayout(keptShare, fmt.Sprintf("%.3f", share))
	}
	p.object.Placed = p.together
	show(p.mine, false)
	p.listen()
	return p
}

// listen hands what the person does on the side for reading to the bench.
func (p *besidePane) listen() {
	w, b, v := p.w, p.w.bench, p.view
	w.article.OnScroll = func() {
		w.hover.acted()
		p.scrolled(w.article)
		w.scrolled()
	}
	v.OnScroll = func() { p.scrolled(v) }
	w.article.OnRelaid, v.OnRelaid = p.together, p.together
	v.OnSelect = func(anchor, caret int, by article.Gesture) {
		if by != article.ByKeys {
			b.Acted(1)
		}
		b.SelectBeside(anchor, caret)
	}
	v.OnClickMark = func(_ int, ids []annotate.ID, pick int) {
		if pick < len(ids) {
			b.PickBeside(ids[pick])
		}
	}
	v.OnTarget = func(id annotate.ID) {
		b.Acted(1)
		b.GoToBeside(id)
	}
	v.OnKey = func(ev *fyne.KeyEvent) bool { return w.Key(ev, false) }
	v.OnRune = func(r rune) { w.Rune(r) }
	v.OnShortcut = func(s fyne.Shortcut) bool { return w.Shortcut(s, false) }
	v.OnZoom = w.article.OnZoom
	v.OnMenu = p.menu
	v.OnHover = func(_ int, ids []annotate.ID) {
		if x := b.Beside(); x != nil {
			w.Hint(w.describe(x.Set(), ids))
		}
	}
	focused := w.article.OnFocus
	w.article.OnFocus = func(on bool) {
		if on {
			b.GoToSide(false)
		}
		focused(on)
	}
	v.OnFocus = func(on bool) {
		if on {
			b.GoToSide(true)
		}
		focused(on)
	}
}

// scrolled lets the other side follow the one that was scrolled.
func (p *besidePane) scrolled(v *article.View) {
	p.lead = v
	p.together()
}

// recolour draws the headers in the colours of the theme.
func (p *besidePane) recolour() {
	p.mine.Refresh()
	p.theirs.Refresh()
	p.past.recolour()
}

// together brings both sides to the same words, where they scroll together.
func (p *besidePane) together() {
	if p.w.bench.Beside() == nil || !p.w.bench.Together() {
		return
	}
	if p.lead == p.view {
		p.w.article.Follow(p.view)
	} else {
		p.view.Follow(p.w.article)
	}
}

// setHits shows what a search on one side has found, on both sides where both have the same text.
func (p *besidePane) setHits(hits []annotate.Span, at int, beside bool) {
	searched, other := p.w.article, p.view
	if beside {
		searched, other = other, searched
	}
	searched.SetHits(hits, at)
	if !p.w.bench.Comparing() {
		hits, at = nil, -1
	}
	other.SetHits(hits, at)
}

// hand returns the side that has the keyboard when nothing else has.
func (p *besidePane) hand() *article.View {
	if p.w.bench.AtBeside() {
		return p.view
	}
	return p.w.article
}

// changed draws what has changed of what stands beside.
func (p *besidePane) changed(c workbench.Changed) {
	x := p.w.bench.Beside()
	if c&workbench.BesideChanged != 0 {
		p.open(x)
	}
	if c&(workbench.BesideChanged|workbench.BesideViewChanged|workbench.DocumentChanged) != 0 {
		p.arrange(x)
		if f := p.w.win.Canvas().Focused(); p.w.top() == nil && (f == fyne.Focusable(p.w.article) || f == fyne.Focusable(p.view)) {
			p.w.giveBack() // the person may be on the other side now
		}
	}
	if x == nil {
		return
	}
	if c&(workbench.BesideChanged|workbench.BesideViewChanged) != 0 {
		p.draw(x)
	}
	if c&(workbench.BesideChanged|workbench.BesideViewChanged|workbench.SetChanged|workbench.SettingsChanged|workbench.StatusChanged) != 0 {
		p.head(x)
	}
	if c&(workbench.BesideChanged|workbench.SetChanged|workbench.SettingsChanged) != 0 {
		p.together()
	}
}

// open shows another article or version; none where x is nil.
func (p *besidePane) open(x *workbench.Beside) {
	p.differences, p.moves = nil, 0
	p.past.refresh(x)
	p.w.article.SetNotches(nil)
	if x == nil {
		p.view.SetDocument("", nil, nil)
		p.marks = setMarks{}
		return
	}
	p.lead = p.w.article
	p.view.SetLanguage(x.Document().Language)
	p.view.SetDocument(x.Document().Text, x.Document().Blocks, x.Document().Offsets())
	p.drawMarks()
}

// arrange stands the sides where they belong.
func (p *besidePane) arrange(x *workbench.Beside) {
	left, right := p.minePane, fyne.CanvasObject(nil)
	if x != nil {
		right = p.theirsPane
		if p.w.bench.Swapped() {
			left, right = right, left
		}
	}
	show(p.mine, x != nil)
	p.theirsPane.Refresh() // with the slider over the past, or without
	if p.object.Left == left && p.object.Right == right {
		return
	}
	if right != nil && p.object.Right != nil { // they change places, and so do their widths
		p.object.Share = 1 - p.object.Share
	}
	p.object.Left, p.object.Right = left, right
	least, need := float32(560), float32(0)
	if x != nil {
		least, need = bothLeast, bothNeed
	}
	p.w.panes.MiddleLeast, p.w.panes.MiddleNeed = least, need
	p.minePane.Refresh() // with its header, or without
	p.object.Refresh()
	p.w.panes.Refresh()
}

// drawMarks shows the marks of what stands beside; those of the working article are the window's.
func (p *besidePane) drawMarks() {
	x := p.w.bench.Beside()
	if x == nil {
		return
	}
	if now := (setMarks{inks: p.w.inks, set: x.Set(), alone: x, there: true}); now != p.marks {
		p.marks = now
		p.view.SetMarks(now)
	}
}

// draw shows what is selected beside, and what differs.
func (p *besidePane) draw(x *workbench.Beside) {
	w := p.w
	p.past.refresh(x)
	if past := x.Past(); past != nil && past.Moves() != p.moves {
		p.moves = past.Moves()
		p.view.MarksChanged(annotate.Span{End: len(x.Document().Text)})
	}
	if ds := x.Differences(); !sameDifferences(ds, p.differences) {
		p.differences = ds
		at := make([]int, len(ds))
		for i, d := range ds {
			at[i] = d.Hull().Start
		}
		w.article.SetNotches(at)
		p.view.SetNotches(at)
		w.article.MarksChanged() // those that stand alone look otherwise
		p.view.MarksChanged()
	}
	id := annotate.ID("")
	if a := x.Current(); a != nil {
		id = a.ID
	}
	p.view.SetSelected(id)
	p.view.SetConnectors(w.inks.connectors(x.Set(), x.Current()))
	anchor, caret := x.Selection()
	if a, c := p.view.Selection(); a != anchor || c != caret {
		p.view.SetSelection(anchor, caret)
	}
}

// sameDifferences reports whether both are one and the same list.
func sameDifferences(a, b []review.Difference) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// head writes the headers of both sides.
func (p *besidePane) head(x *workbench.Beside) {
	b := p.w.bench
	doc, set := b.Document(), b.Set()
	if doc == nil {
		return
	}
	faint := func(s string) control.Run { return control.Run{Text: "   " + s, Ink: look.Faint} }
	bold := func(s string) control.Run { return control.Run{Text: control.OneLine(s, 200), Bold: true} }
	who := func(s *annotate.Set) string { return string(s.Annotator) + " · " + string(s.State()) }
	if !b.Comparing() {
		p.mine.set(!b.AtBeside(), bold(doc.Title), faint(who(set)))
		p.theirs.set(b.AtBeside(), bold(x.Document().Title), faint(who(x.Set())), faint("for reading"))
		return
	}
	p.mine.set(!b.AtBeside(), bold(string(set.Annotator)), faint(string(set.State())), faint(control.OneLine(doc.Title, 200)))
	runs := []control.Run{bold(string(x.Set().Annotator))}
	if x.Past() != nil {
		runs = []control.Run{bold(string(x.Set().Annotator)), faint("as it was")}
	}
	switch ds := x.Differences(); {
	case !x.Compared():
		runs = append(runs, faint("comparing…"))
	case x.At() >= 0:
		runs = append(runs, control.Run{Text: fmt.Sprintf("   %d of %d", x.At()+1, len(ds)), Ink: look.Accent}, faint(b.DifferenceWords(ds[x.At()])))
	case len(ds) == 1:
		runs = append(runs, control.Run{Text: "   1 difference", Ink: look.Accent}, faint(string(x.Set().State())))
	default:
		runs = append(runs, control.Run{Text: fmt.Sprintf("   %d differences", len(ds)), Ink: look.Accent}, faint(string(x.Set().State())))
	}
	p.theirs.set(b.AtBeside(), runs...)
}

// menu opens what can be done on the side for reading, by right click.
func (p *besidePane) menu(offset int, at fyne.Position) {
	b, x := p.w.bench, p.w.bench.Beside()
	if x == nil {
		return
	}
	if anchor, caret := x.Selection(); anchor == caret {
		if here := x.Set().At(offset); len(here) > 0 {
			b.PickBeside(here[0].ID)
		}
	} else {
		b.Acted(1) // else the view has told of a click already
	}
	p.w.popMenu(p.view, at, "beside.take", "beside.next", "beside.previous", "", "select.sentence", "select.quotation", "select.block", "edit.copy", "",
		"beside.work", "beside.together", "beside.swap", "beside.close")
}

// RevealBeside implements workbench.Screen.
func (w *window) RevealBeside(s annotate.Span, flash bool) {
	w.beside.view.ScrollToOffset(s.Start)
	if flash && w.moves() {
		w.beside.view.Flash(s)
	}
}

// showBesideChoice asks what is to stand beside the article.
func (w *window) showBesideChoice() {
	c := w.bench.BesideChoice()
	if c == nil {
		return
	}
	hint, none := "Which article?", "No title has these letters in this order."
	if c.Versions {
		hint, none = "Whose version?", "Nobody has these letters in their name."
	}
	w.newFinder(found{
		name: "beside", hint: hint, foot: "put it beside", none: none,
		query: c.SetQuery, move: c.Move, take: c.Accept, leave: c.Cancel,
		len: func() int { return len(c.Rows) }, chosen: func() int { return c.Chosen },
		item: func(i int) control.Item {
			r := c.Rows[i]
			marked := "nothing marked"
			if n := r.Counts.Total(); n == 1 {
				marked = "1 annotation"
			} else if n > 1 {
				marked = fmt.Sprintf("%d annotations", n)
			}
			if c.Versions {
				marked = fmt.Sprintf("%s · %s", r.State, marked)
			}
			return control.Item{
				Icon: stateIcon[r.State], IconInk: stateInk[r.State], Chosen: i == c.Chosen,
				Title: control.Matched(r.Title, r.Matched, look.Ink), Trail: []control.Run{{Text: marked, Ink: look.Faint}},
			}
		},
	}, c.Query, func(height func(float32) float32) placing { return hung(560, height) })
}
