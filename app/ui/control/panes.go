//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Panes stands three objects beside one another with dividers that can be dragged. The outer two
// keep their widths when the window changes, and the middle one takes what is left; when the window
// is too narrow for that the outer ones give way, down to their least width, and the left one at last
// steps aside where the middle needs its room.
type Panes struct {
	widget.BaseWidget
	Left, Middle, Right     fyne.CanvasObject
	LeftWidth, RightWidth   float32 // px, as wished for
	LeftLeast, RightLeast   float32 // px
	MiddleLeast             float32 // px, before the outer panes give way
	MiddleNeed              float32 // px, before the left pane steps aside altogether; 0 for never
	LeftFolded, RightFolded bool
	Moved                   func() // a divider was dragged to its new place

	left, right *divider
}

// NewPanes returns three panes. Set the widths before it is shown.
func NewPanes(left, middle, right fyne.CanvasObject) *Panes {
	p := &Panes{Left: left, Middle: middle, Right: right, LeftLeast: 168, RightLeast: 244, MiddleLeast: 560}
	dropped := func() {
		if p.Moved != nil {
			p.Moved()
		}
	}
	p.left = newDivider(func(dx float32) { p.drag(1, dx) }, dropped)
	p.right = newDivider(func(dx float32) { p.drag(-1, dx) }, dropped)
	p.ExtendBaseWidget(p)
	return p
}

// widths returns the widths of the outer panes as they are shown in a room of px.
func (p *Panes) widths(room float32) (left, right float32) {
	if !p.RightFolded {
		right = max(p.RightWidth, p.RightLeast)
	}
	if p.showsLeft(room) {
		left = max(p.LeftWidth, p.LeftLeast)
	}
	short := p.MiddleLeast - (room - left - right)
	if short <= 0 {
		return onPixels(p, left), onPixels(p, right)
	}
	giveLeft, giveRight := float32(0), float32(0)
	if left > 0 {
		giveLeft = left - p.LeftLeast
	}
	if right > 0 {
		giveRight = right - p.RightLeast
	}
	if all := giveLeft + giveRight; all > 0 {
		short = min(short, all)
		left -= short * giveLeft / all
		right -= short * giveRight / all
	}
	return onPixels(p, left), onPixels(p, right)
}

// showsLeft reports whether the left pane is there in a room of px.
func (p *Panes) showsLeft(room float32) bool {
	rest := room - p.LeftLeast
	if !p.RightFolded {
		rest -= p.RightLeast
	}
	return !p.LeftFolded && rest >= p.MiddleNeed
}

// drag moves the divider of one side: 1 for the left pane, -1 for the right.
func (p *Panes) drag(side, dx float32) {
	left, right := p.widths(p.Size().Width)
	if side > 0 {
		p.LeftWidth = min(max(p.LeftLeast, left+dx), p.Size().Width-right-200)
	} else {
		p.RightWidth = min(max(p.RightLeast, right-dx), p.Size().Width-left-200)
	}
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *Panes) CreateRenderer() fyne.WidgetRenderer { return &panesRenderer{p} }

type panesRenderer struct{ p *Panes }

func (r *panesRenderer) Layout(size fyne.Size) {
	p := r.p
	left, right := p.widths(size.Width)
	p.Left.Move(fyne.NewPos(0, 0))
	p.Left.Resize(fyne.NewSize(left, size.Height))
	p.Middle.Move(fyne.NewPos(left, 0))
	p.Middle.Resize(fyne.NewSize(size.Width-left-right, size.Height))
	p.Right.Move(fyne.NewPos(size.Width-right, 0))
	p.Right.Resize(fyne.NewSize(right, size.Height))
	p.left.Move(fyne.NewPos(left-dividerGrip/2, 0))
	p.left.Resize(fyne.NewSize(dividerGrip, size.Height))
	p.right.Move(fyne.NewPos(size.Width-right-dividerGrip/2, 0))
	p.right.Resize(fyne.NewSize(dividerGrip, size.Height))
}

func (r *panesRenderer) MinSize() fyne.Size { return fyne.NewSize(480, 240) }

func (r *panesRenderer) Refresh() {
	r.Layout(r.p.Size())
	r.p.left.Refresh()
	r.p.right.Refresh()
	canvas.Refresh(r.p)
}

func (r *panesRenderer) Objects() []fyne.CanvasObject {
	objs := []fyne.CanvasObject{r.p.Middle}
	if r.p.showsLeft(r.p.Size().Width) {
		objs = append(objs, r.p.Left, r.p.left)
	}
	if !r.p.RightFolded {
		objs = append(objs, r.p.Right, r.p.right)
	}
	return objs
}
func (r *panesRenderer) Destroy() {}
