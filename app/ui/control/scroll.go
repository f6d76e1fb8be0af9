//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Scroll shows a [Flow] at its own width and scrolls it up and down where it is higher.
type Scroll struct {
	widget.BaseWidget
	in     Flow
	scroll *container.Scroll
}

// NewScroll returns a scrolling view of in.
func NewScroll(in Flow) *Scroll {
	s := &Scroll{in: in}
	s.scroll = container.NewVScroll(container.New(scrollBody{s}, in))
	s.ExtendBaseWidget(s)
	return s
}

// HeightFor returns the height in px at which nothing has to be scrolled.
func (s *Scroll) HeightFor(width float32) float32 { return s.in.HeightFor(width - scrollRoom) }

// By scrolls by px, down where positive.
func (s *Scroll) By(dy float32) {
	off := s.scroll.Offset
	off.Y = max(0, min(off.Y+dy, s.in.HeightFor(s.Size().Width-scrollRoom)-s.Size().Height))
	s.scroll.ScrollToOffset(off)
}

// Refresh implements fyne.CanvasObject.
func (s *Scroll) Refresh() {
	s.in.Refresh()
	s.scroll.Refresh()
}

// MinSize implements fyne.CanvasObject.
func (s *Scroll) MinSize() fyne.Size { return fyne.NewSize(80, 40) }

// Objects returns what is scrolled.
func (s *Scroll) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.scroll} }

// CreateRenderer implements fyne.Widget.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.scroll) }

const scrollRoom float32 = 10 // px kept free for the scroll bar

type scrollBody struct{ s *Scroll }

func (b scrollBody) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, b.s.HeightFor(b.s.Size().Width))
}

func (b scrollBody) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width-scrollRoom, size.Height))
}
