//go:build !headless

package article

import "image"

// picture paints the viewport, as a frame would.
func (v *View) picture(w, h int) image.Image {
	if v.layout == nil || v.built.list != v.fonts.Generation() {
		v.build()
		v.relaid()
	}
	return v.painter.Paint(w, h, &v.scene)
}
