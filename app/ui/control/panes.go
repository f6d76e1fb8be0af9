//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/look"
)

// Panes stands three objects beside one another with dividers that can be dragged. The outer two
// keep their widths when the window changes, and the middle one takes what is left; when the window
// is too narrow for that the outer ones give way, down to their least width.
type Panes struct {
	widget.BaseWidget
	Left, Middle, Right     fyne.CanvasObject
	LeftWidth, RightWidth   float32 // px, as wished for
	LeftLeast, RightLeast   float32 // px
	MiddleLeast             float32 // px, before the outer panes give way
	LeftFolded, RightFolded bool
	Moved                   func() // a divider was dragged to its new place

	left, right *divider
}

// NewPanes returns three panes. Set the widths before it is shown.
func NewPanes(left, middle, right fyne.CanvasObject) *Panes {
	p := &Panes{Left: left, Middle: middle, Right: right, LeftLeast: 168, RightLeast: 232, MiddleLeast: 560}
	p.left, p.right = newDivider(p, 1), newDivider(p, -1)
	p.ExtendBaseWidget(p)
	return p
}

// widths returns the widths of the outer panes as they are shown in a room of px.
func (p *Panes) widths(room float32) (left, right float32) {
	if !p.LeftFolded {
		left = max(p.LeftWidth, p.LeftLeast)
	}
	if !p.RightFolded {
		right = max(p.RightWidth, p.RightLeast)
	}
	short := p.MiddleLeast - (room - left - right)
	if short <= 0 {
		return left, right
	}
	giveLeft, giveRight := max(0, left-p.LeftLeast), max(0, right-p.RightLeast)
	if all := giveLeft + giveRight; all > 0 {
		short = min(short, all)
		left -= short * giveLeft / all
		right -= short * giveRight / all
	}
	return left, right
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

const dividerGrip float32 = 7 // px that can be grabbed around the hairline

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
	canvas.Refresh(r.p)
}

func (r *panesRenderer) Objects() []fyne.CanvasObject {
	objs := []fyne.CanvasObject{r.p.Middle}
	if !r.p.LeftFolded {
		objs = append(objs, r.p.Left, r.p.left)
	}
	if !r.p.RightFolded {
		objs = append(objs, r.p.Right, r.p.right)
	}
	return objs
}
func (r *panesRenderer) Destroy() {}

type divider struct {
	widget.BaseWidget
	panes   *Panes
	side    float32
	hovered bool
}

func newDivider(p *Panes, side float32) *divider {
	d := &divider{panes: p, side: side}
	d.ExtendBaseWidget(d)
	return d
}

func (d *divider) Dragged(ev *fyne.DragEvent) { d.panes.drag(d.side, ev.Dragged.DX) }

func (d *divider) DragEnd() {
	if d.panes.Moved != nil {
		d.panes.Moved()
	}
}

func (d *divider) Cursor() desktop.Cursor         { return desktop.HResizeCursor }
func (d *divider) MouseIn(*desktop.MouseEvent)    { d.hovered = true; d.Refresh() }
func (d *divider) MouseMoved(*desktop.MouseEvent) {}
func (d *divider) MouseOut()                      { d.hovered = false; d.Refresh() }

func (d *divider) CreateRenderer() fyne.WidgetRenderer {
	r := &dividerRenderer{d: d, line: canvas.NewRectangle(look.Of(look.Line))}
	return r
}

type dividerRenderer struct {
	d    *divider
	line *canvas.Rectangle
}

func (r *dividerRenderer) Layout(size fyne.Size) {
	w := float32(1)
	if r.d.hovered {
		w = 3
	}
	r.line.Move(fyne.NewPos((size.Width-w)/2, 0))
	r.line.Resize(fyne.NewSize(w, size.Height))
}

func (r *dividerRenderer) MinSize() fyne.Size { return fyne.NewSize(dividerGrip, 10) }

func (r *dividerRenderer) Refresh() {
	r.line.FillColor = look.Of(look.Line)
	if r.d.hovered {
		r.line.FillColor = look.Of(look.Accent)
	}
	r.Layout(r.d.Size())
	r.line.Refresh()
}

func (r *dividerRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *dividerRenderer) Destroy()                     {}
