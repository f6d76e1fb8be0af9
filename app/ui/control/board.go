//go:build !headless

package control

import (
	"image"
	"image/color"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/frame"
)

// Board shows all controls that stand on it as one picture, and draws again only where something has
// changed. Controls need not know: they take clicks and the keyboard as ever, but draw nothing
// themselves while they stand on a board. What is no control of this package, and the field that has the keyboard, is
// shown above the picture by the toolkit.
//
// A board finds its controls by itself: in the toolkit's containers and scrolls, and in whatever tells its
// parts by a method Objects. It looks once a frame, before that is painted, whether they are still as it
// drew them.
type Board struct {
	widget.BaseWidget
	Ground fyne.ThemeColorName
	In     fyne.CanvasObject

	size   image.Point      // px, of the whole picture
	bands  []*canvas.Raster // the picture from the top down, in parts that are drawn and handed to the screen one by one
	stale  []bool           // those that are to be drawn again in this frame
	shown  []placed         // as they are in the picture
	found  []placed         // as they are now
	scheme scheme
	scale  float32
	eye    *frame.Eye
}

// placed is a control in the picture.
type placed struct {
	of    drawer
	looks int
	at    fyne.Position
	size  fyne.Size
	box   image.Rectangle // px, what can be seen of it
}

// bandHeight is how high the parts of a picture are, px.
const bandHeight = 512

// NewBoard returns a board in a colour with something on it.
func NewBoard(ground fyne.ThemeColorName, in fyne.CanvasObject) *Board {
	b := &Board{Ground: ground, In: in}
	b.eye = frame.NewEye(b.look)
	b.ExtendBaseWidget(b)
	return b
}

// HeightFor returns the height in px at a width in px.
func (b *Board) HeightFor(width float32) float32 { return HeightFor(b.In, width) }

// CreateRenderer implements fyne.Widget.
func (b *Board) CreateRenderer() fyne.WidgetRenderer { return boardRenderer{b} }

type boardRenderer struct{ b *Board }

func (r boardRenderer) Layout(size fyne.Size) {
	r.b.In.Resize(size)
	r.b.cut(size)
}

func (r boardRenderer) MinSize() fyne.Size { return r.b.In.MinSize() }

func (r boardRenderer) Refresh() {
	r.b.In.Refresh()
	r.b.cut(r.b.Size())
	r.b.eye.Wake()
}

func (r boardRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(r.b.bands)+2)
	for _, p := range r.b.bands {
		out = append(out, p)
	}
	return append(out, r.b.In, r.b.eye)
}

func (r boardRenderer) Destroy() {}

// pixels returns the px of a length on the board.
func (b *Board) pixels(v float32) int { return int(math.Round(float64(v * b.scale))) }

// cut makes as many bands as the picture needs.
func (b *Board) cut(size fyne.Size) {
	b.scale = scaleOf(b)
	w, h := b.pixels(size.Width), b.pixels(size.Height)
	if w <= 0 || h <= 0 {
		b.bands, b.size = nil, image.Point{}
		return
	}
	if b.size == image.Pt(w, h) {
		return
	}
	b.size = image.Pt(w, h)
	b.shown = b.shown[:0]
	b.scheme = scheme{}
	n := (h + bandHeight - 1) / bandHeight
	for len(b.bands) < n {
		k := len(b.bands)
		p := canvas.NewRaster(func(int, int) image.Image { return b.band(k) })
		p.ScaleMode = canvas.ImageScalePixels
		b.bands = append(b.bands, p)
	}
	b.bands, b.stale = b.bands[:n], make([]bool, n)
	for i, p := range b.bands {
		from, to := i*bandHeight, min(h, (i+1)*bandHeight)
		top := float32(from)
		if i > 0 {
			top += 0.01 // so that halves of a px are rounded alike wherever the board is
		}
		p.Move(fyne.NewPos(0, top/b.scale))
		p.Resize(fyne.NewSize(float32(w)/b.scale, float32(to-from)/b.scale))
		canvas.Refresh(p)
	}
}

// band draws a part of the picture. Only the screen keeps it.
func (b *Board) band(i int) image.Image {
	if i*bandHeight >= b.size.Y {
		return image.NewUniform(color.Transparent)
	}
	r := image.Rect(0, i*bandHeight, b.size.X, min(b.size.Y, (i+1)*bandHeight))
	img := sheet(r.Dx(), r.Dy())
	on := &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: r}
	pen := &brush{Pen: letters(), scale: b.scale}
	pen.On(on, r)
	pen.Clear(nrgba(shade(b.Ground)))
	for k := range b.shown {
		if p := &b.shown[k]; p.box.Overlaps(r) {
			pen.On(on, p.box)
			pen.shift = p.at
			p.of.draw(pen, p.size)
		}
	}
	return img
}

// look finds what stands on the board and draws what is otherwise than it was.
func (b *Board) look() {
	if s := scaleOf(b); s != b.scale {
		b.size = image.Point{}
	}
	b.cut(b.Size())
	if b.size == (image.Point{}) {
		return
	}
	clear(b.stale)
	b.found = b.found[:0]
	b.find(b.In, b.In.Position(), image.Rectangle{Max: b.size})
	now := schemeNow()
	if now == b.scheme && slices.Equal(b.found, b.shown) {
		return
	}
	b.findStale(now != b.scheme)
	b.scheme = now
	b.shown, b.found = b.found, b.shown
	for i, s := range b.stale {
		if s {
			canvas.Refresh(b.bands[i])
		}
	}
}

// find collects the controls in an object at a place on the board, of which only what is inside the clip can
// be seen.
func (b *Board) find(o fyne.CanvasObject, at fyne.Position, clip image.Rectangle) {
	if !o.Visible() {
		return
	}
	inside := func(parts []fyne.CanvasObject) {
		for _, p := range parts {
			if p != nil {
				b.find(p, at.Add(p.Position()), clip)
			}
		}
	}
	switch x := o.(type) {
	case drawer:
		d, size := x.drawing(), o.Size()
		d.board = b
		if f, ok := x.(interface{ above() bool }); ok && f.above() {
			return
		}
		box := image.Rect(b.pixels(at.X), b.pixels(at.Y), b.pixels(at.X+size.Width), b.pixels(at.Y+size.Height)).Intersect(clip)
		if !box.Empty() {
			b.found = append(b.found, placed{x, d.looks, at, size, box})
		}
	case *fyne.Container:
		inside(x.Objects)
	case *container.Scroll:
		size := o.Size()
		clip = clip.Intersect(image.Rect(b.pixels(at.X), b.pixels(at.Y), b.pixels(at.X+size.Width), b.pixels(at.Y+size.Height)))
		inside([]fyne.CanvasObject{x.Content})
	case interface{ Objects() []fyne.CanvasObject }:
		inside(x.Objects())
	}
}

// findStale finds the bands that are no longer right.
func (b *Board) findStale(all bool) {
	if all {
		for i := range b.stale {
			b.stale[i] = true
		}
		return
	}
	was := make(map[drawer]*placed, len(b.shown))
	for i := range b.shown {
		was[b.shown[i].of] = &b.shown[i]
	}
	stale := func(r image.Rectangle) {
		for i := r.Min.Y / bandHeight; i*bandHeight < r.Max.Y; i++ {
			b.stale[i] = true
		}
	}
	for i := range b.found {
		p := &b.found[i]
		old := was[p.of]
		delete(was, p.of)
		if old != nil && *old == *p {
			continue
		}
		if old != nil {
			stale(old.box)
		}
		stale(p.box)
	}
	for _, p := range was {
		stale(p.box)
	}
}
