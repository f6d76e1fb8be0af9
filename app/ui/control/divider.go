//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/look"
)

const dividerGrip float32 = 7 // px that can be grabbed around the hairline

// divider is a hairline between two panes that can be dragged.
type divider struct {
	widget.BaseWidget
	drag    func(dx float32)
	dropped func()
	hovered bool
}

func newDivider(drag func(dx float32), dropped func()) *divider {
	d := &divider{drag: drag, dropped: dropped}
	d.ExtendBaseWidget(d)
	return d
}

func (d *divider) Dragged(ev *fyne.DragEvent)     { d.drag(ev.Dragged.DX) }
func (d *divider) DragEnd()                       { d.dropped() }
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
