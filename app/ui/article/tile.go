//go:build !headless

package article

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"quoth/app/ui/article/paint"
)

// tile shows one of the painter's tiles, or none for now. Where only the place of that has changed, the toolkit
// draws the picture that it has at another place.
type tile struct {
	of     *paint.Tile // nil for none
	raster *canvas.Raster
	looks  int // of the picture that the toolkit has; -1 for none
	shown  shown
}

// shown is where a tile is on the view, px.
type shown struct {
	top, height, width int
	scale              float32
}

// look paints what a frame is to show and has not been painted. It is called once a frame, so that it does
// not matter how often something has changed before.
func (v *View) look() {
	v.frames++
	if v.layout == nil || v.built.list != v.fonts.Generation() {
		v.build()
		v.relaid()
	}
	s, size := v.scene.Scale, v.Size()
	w, h := round(size.Width*s), round(size.Height*s)
	if v.layout == nil || w <= 0 || h <= 0 {
		v.lay(nil)
		return
	}
	v.lay(v.painter.Tiles(w, h, &v.scene))
}

// lay shows tiles.
func (v *View) lay(now []*paint.Tile) {
	var free []*tile
	had := make(map[*paint.Tile]bool, len(v.tiles))
	for _, t := range v.tiles {
		if t.of != nil && slices.Contains(now, t.of) {
			had[t.of] = true
			continue
		}
		free = append(free, t)
	}
	for _, p := range now {
		if had[p] {
			continue
		}
		if len(free) == 0 {
			free = append(free, newTile())
			v.tiles = append(v.tiles, free[0])
		}
		free[0].of, free[0].looks = p, -1
		free = free[1:]
	}
	for _, t := range free {
		t.of = nil
	}
	var others []*paint.Tile
	for _, t := range v.tiles {
		if t.place(v.scene.Scale) {
			others = append(others, t.of)
		}
	}
	v.painter.Begin(others...)
}

func newTile() *tile {
	t := &tile{looks: -1}
	t.raster = canvas.NewRaster(func(int, int) image.Image {
		if t.of == nil {
			return image.NewUniform(color.Transparent)
		}
		return t.of.Picture()
	})
	t.raster.ScaleMode = canvas.ImageScalePixels
	return t
}

// place puts a tile where it belongs: one that shows nothing above the view. It begins a little below its px, so
// that halves of one are rounded alike in all tiles wherever the view is. It reports whether the toolkit will ask
// for another picture.
func (t *tile) place(scale float32) bool {
	now := shown{top: -1 << 16, height: 1, width: 1, scale: scale}
	if t.of != nil {
		now = shown{t.of.Top, t.of.Height(), t.of.Width(), scale}
	}
	if t.shown != now {
		t.shown = now
		t.raster.Move(fyne.NewPos(0, (float32(now.top)+0.01)/scale))
		t.raster.Resize(fyne.NewSize(float32(now.width)/scale, float32(now.height)/scale))
	}
	if t.of == nil || t.looks == t.of.Looks {
		return false
	}
	t.looks = t.of.Looks
	canvas.Refresh(t.raster)
	return true
}
