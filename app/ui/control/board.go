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

	img    *image.RGBA
	bands  []*canvas.Raster // the picture from the top down, in parts that are handed to the screen one by one
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

// px returns the px of a length on the board.
func (b *Board) px(v float32) int { return int(math.Round(float64(v * b.scale))) }

// cut makes as many bands as the picture needs.
func (b *Board) cut(size fyne.Size) {
	b.scale = scaleOf(b)
	w, h := b.px(size.Width), b.px(size.Height)
	if w <= 0 || h <= 0 {
		b.bands, b.img = nil, nil
		return
	}
	if b.img != nil && b.img.Rect.Dx() == w && b.img.Rect.Dy() == h {
		return
	}
	b.img = image.NewRGBA(image.Rect(0, 0, w, h))
	b.shown = b.shown[:0]
	b.scheme = scheme{}
	b.ground(b.img.Rect)
	n := (h + bandHeight - 1) / bandHeight
	for len(b.bands) < n {
		k := len(b.bands)
		p := canvas.NewRaster(func(int, int) image.Image { return b.band(k) })
		p.ScaleMode = canvas.ImageScalePixels
		b.bands = append(b.bands, p)
	}
	b.bands = b.bands[:n]
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

// band returns a part of the picture.
func (b *Board) band(i int) image.Image {
	if b.img == nil || i*bandHeight >= b.img.Rect.Dy() {
		return image.NewUniform(color.Transparent)
	}
	r := b.img.Rect
	r.Min.Y, r.Max.Y = i*bandHeight, min(r.Max.Y, (i+1)*bandHeight)
	part := b.img.SubImage(r).(*image.RGBA)
	return &image.RGBA{Pix: part.Pix, Stride: part.Stride, Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
}

// look finds what stands on the board and draws what is otherwise than it was.
func (b *Board) look() {
	if s := scaleOf(b); s != b.scale {
		b.img = nil
	}
	b.cut(b.Size())
	if b.img == nil {
		return
	}
	b.found = b.found[:0]
	b.find(b.In, b.In.Position(), b.img.Rect)
	now := schemeNow()
	if now == b.scheme && slices.Equal(b.found, b.shown) {
		return
	}
	b.redraw(b.changed(now != b.scheme))
	b.scheme = now
	b.shown, b.found = b.found, b.shown
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
		box := image.Rect(b.px(at.X), b.px(at.Y), b.px(at.X+size.Width), b.px(at.Y+size.Height)).Intersect(clip)
		if !box.Empty() {
			b.found = append(b.found, placed{x, d.looks, at, size, box})
		}
	case *fyne.Container:
		inside(x.Objects)
	case *container.Scroll:
		size := o.Size()
		clip = clip.Intersect(image.Rect(b.px(at.X), b.px(at.Y), b.px(at.X+size.Width), b.px(at.Y+size.Height)))
		inside([]fyne.CanvasObject{x.Content})
	case interface{ Objects() []fyne.CanvasObject }:
		inside(x.Objects())
	}
}

// changed returns where the picture is no longer right.
func (b *Board) changed(all bool) []image.Rectangle {
	if all {
		return []image.Rectangle{b.img.Rect}
	}
	was := make(map[drawer]*placed, len(b.shown))
	for i := range b.shown {
		was[b.shown[i].of] = &b.shown[i]
	}
	var where []image.Rectangle
	for i := range b.found {
		p := &b.found[i]
		old := was[p.of]
		if old != nil && *old == *p {
			delete(was, p.of)
			continue
		}
		if old != nil {
			where = append(where, old.box)
			delete(was, p.of)
		}
		where = append(where, p.box)
	}
	for _, p := range was {
		where = append(where, p.box)
	}
	return joined(where)
}

// joined joins rectangles that overlap.
func joined(rs []image.Rectangle) []image.Rectangle {
	var out []image.Rectangle
	for _, r := range rs {
		for i := 0; i < len(out); {
			if !out[i].Overlaps(r) {
				i++
				continue
			}
			r = r.Union(out[i])
			out[i] = out[len(out)-1]
			out = out[:len(out)-1]
			i = 0
		}
		out = append(out, r)
	}
	return out
}

func (b *Board) ground(r image.Rectangle) {
	p := letters()
	p.On(b.img, r)
	p.Clear(nrgba(shade(b.Ground)))
}

// redraw draws parts of the picture again.
func (b *Board) redraw(where []image.Rectangle) {
	pen := &brush{Pen: letters(), scale: b.scale}
	stale := make([]bool, len(b.bands))
	for _, r := range where {
		r = r.Intersect(b.img.Rect)
		if r.Empty() {
			continue
		}
		b.ground(r)
		for i := range b.found {
			p := &b.found[i]
			if p.box.Overlaps(r) {
				pen.On(b.img, r.Intersect(p.box))
				pen.shift = p.at
				p.of.draw(pen, p.size)
			}
		}
		for i := r.Min.Y / bandHeight; i*bandHeight < r.Max.Y && i < len(stale); i++ {
			stale[i] = true
		}
	}
	for i, s := range stale {
		if s {
			canvas.Refresh(b.bands[i])
		}
	}
}
