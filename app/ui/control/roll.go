//go:build !headless

package control

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Roll is a list of which only the rows on screen exist, however long it is. All rows are equally
// high but one: the open row, which a card stands in for.
type Roll struct {
	widget.BaseWidget
	RowHeight float32                            // px
	Len       func() int                         // how many rows
	Build     func() fyne.CanvasObject           // a row to be reused
	Fill      func(i int, row fyne.CanvasObject) // fills a row
	Card      Flow                               // stands in the open row; nil for none

	open   int // index of the open row, -1 for none
	scroll *container.Scroll
	body   *fyne.Container
	rows   map[int]fyne.CanvasObject
	free   []fyne.CanvasObject
}

// NewRoll returns a list.
func NewRoll(rowHeight float32, length func() int, build func() fyne.CanvasObject, fill func(i int, row fyne.CanvasObject)) *Roll {
	r := &Roll{}
	r.init(rowHeight, length, build, fill)
	r.ExtendBaseWidget(r)
	return r
}

func (r *Roll) init(rowHeight float32, length func() int, build func() fyne.CanvasObject, fill func(i int, row fyne.CanvasObject)) {
	r.RowHeight, r.Len, r.Build, r.Fill, r.open, r.rows = rowHeight, length, build, fill, -1, map[int]fyne.CanvasObject{}
	r.body = container.New(rollBody{r})
	r.scroll = container.NewVScroll(r.body)
	r.scroll.OnScrolled = func(fyne.Position) { r.place(false) }
}

// SetOpen makes a row the open one, -1 for none, and refreshes.
func (r *Roll) SetOpen(i int) {
	r.open = i
	r.Refresh()
}

// Open returns the open row, or -1.
func (r *Roll) Open() int { return r.open }

// Row returns the object that shows row i now, or nil where it is not on screen.
func (r *Roll) Row(i int) fyne.CanvasObject { return r.rows[i] }

// OnScreen returns the rows that exist now, as the half-open range of their indices.
func (r *Roll) OnScreen() (first, end int) {
	first, end = -1, -1
	for i := range r.rows {
		if first < 0 || i < first {
			first = i
		}
		end = max(end, i+1)
	}
	return max(0, first), max(0, end)
}

// Refresh fills all rows on screen again.
func (r *Roll) Refresh() {
	if size := fyne.NewSize(r.Size().Width, max(r.height(), r.Size().Height)); r.body.Size() != size {
		r.body.Resize(size)
		r.scroll.Refresh()
	}
	r.place(true)
}

// ScrollTo brings row i on screen, moving no more than needed.
func (r *Roll) ScrollTo(i int) {
	if i < 0 || i >= r.Len() || r.Size().Height == 0 {
		return
	}
	top, h := r.top(i), r.RowHeight
	if i == r.open {
		h = r.cardHeight()
	}
	off, view := r.scroll.Offset.Y, r.Size().Height
	switch {
	case top < off || h > view:
		off = top
	case top+h > off+view:
		off = top + h - view
	default:
		return
	}
	r.scroll.ScrollToOffset(fyne.NewPos(0, max(0, off)))
	r.place(false)
}

// Resize implements fyne.CanvasObject. The open row stays on screen.
func (r *Roll) Resize(s fyne.Size) {
	r.BaseWidget.Resize(s)
	r.place(false)
}

func (r *Roll) cardHeight() float32 { return HeightFor(r.Card, r.Size().Width) }

func (r *Roll) opened() bool { return r.Card != nil && r.open >= 0 && r.open < r.Len() }

// extra is how much higher the open row is than the others.
func (r *Roll) extra() float32 {
	if !r.opened() {
		return 0
	}
	return r.cardHeight() - r.RowHeight
}

func (r *Roll) height() float32 { return float32(r.Len())*r.RowHeight + r.extra() }

func (r *Roll) top(i int) float32 {
	y := float32(i) * r.RowHeight
	if r.opened() && i > r.open {
		y += r.extra()
	}
	return y
}

// at returns the row at a height, which may be beyond the last.
func (r *Roll) at(y float32) int {
	if r.opened() {
		top := r.top(r.open)
		switch {
		case y >= top+r.cardHeight():
			y -= r.extra()
		case y >= top:
			return r.open
		}
	}
	return int(y / r.RowHeight)
}

// place puts rows where the viewport is, and fills those that are new there, or all of them.
func (r *Roll) place(all bool) {
	size := r.Size()
	if size.Height <= 0 {
		return
	}
	n := r.Len()
	first := min(max(0, r.at(r.scroll.Offset.Y)), n)
	end := min(n, r.at(r.scroll.Offset.Y+size.Height)+1)
	for i, o := range r.rows {
		if i < first || i >= end || r.opened() && i == r.open {
			delete(r.rows, i)
			r.free = append(r.free, o)
		}
	}
	objects := make([]fyne.CanvasObject, 0, end-first)
	opened, extra := r.opened(), r.extra() // asked once: both count the rows
	for i := first; i < end; i++ {
		y := float32(i) * r.RowHeight
		if opened && i > r.open {
			y += extra
		}
		if opened && i == r.open {
			r.Card.Move(fyne.NewPos(0, y))
			r.Card.Resize(fyne.NewSize(size.Width, r.cardHeight()))
			objects = append(objects, r.Card)
			continue
		}
		o, had := r.rows[i]
		if !had {
			if k := len(r.free); k > 0 {
				o, r.free = r.free[k-1], r.free[:k-1]
			} else {
				o = r.Build()
			}
			r.rows[i] = o
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, r.RowHeight))
		if !had || all {
			r.Fill(i, o)
		}
		objects = append(objects, o)
	}
	if !slices.Equal(r.body.Objects, objects) {
		r.body.Objects = objects
		canvas.Refresh(r.body)
	}
}

// Objects returns the scrolling rows.
func (r *Roll) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.scroll} }

// CreateRenderer implements fyne.Widget.
func (r *Roll) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.scroll) }

// MinSize implements fyne.CanvasObject.
func (r *Roll) MinSize() fyne.Size { return fyne.NewSize(60, r.RowHeight) }

// HeightFor returns the height in px at which no row has to be scrolled to.
func (r *Roll) HeightFor(float32) float32 { return r.height() }

type rollBody struct{ r *Roll }

func (b rollBody) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, b.r.height()) }
func (b rollBody) Layout([]fyne.CanvasObject, fyne.Size) { b.r.place(false) }
