//go:build !headless

package article

import (
	"time"

	"quoth/app/ui/article/layout"
)

// glider is how the text moves to where it was told to scroll. A glide is short and eased, goes on from
// where it is when it is told to go further, and ends at once when the text is taken hold of.
type glider struct {
	rest    float32 // part of a px that wheel and touchpad have moved and the text has not
	gliding bool
	to      layout.Anchor
	dist    int // px from where the glide began to where it ends
	began   time.Time
	steps   int
}

// whole adds up fractions of px and returns the whole ones.
func (m *glider) whole(dy float32) int {
	m.rest += dy
	n := int(m.rest)
	m.rest -= float32(n)
	return n
}

const (
	glideTime = 110 * time.Millisecond
	frameTime = 15 * time.Millisecond
	mostSteps = 24
)

// left returns how many of dist px are still to go when a part of the time has passed, from 0 to 1: it
// begins at speed, so that a key or wheel is answered in the next frame, and slows to the end.
func left(dist int, passed float32) int {
	if passed >= 1 {
		return 0
	}
	k := 1 - max(0, passed)
	return round(float32(dist) * k * k * k)
}

// Aim is where the top of the view is, or will be when a glide has ended.
func (v *View) Aim() layout.Anchor {
	if v.glider.gliding {
		return v.glider.to
	}
	return v.scene.Anchor
}

// glide scrolls with a short motion, where the person wants motion at all. Of long ways only the last
// part is shown.
func (v *View) glide(to layout.Anchor) {
	m, h := &v.glider, v.height()
	dist := v.layout.Y(to) - v.layout.Y(v.scene.Anchor)
	if v.still || dist == 0 {
		v.goTo(to)
		return
	}
	if most := h * 3 / 4; dist > h+most || dist < -h-most {
		dist = sign(dist) * most
	}
	running := m.gliding
	m.gliding, m.to, m.dist, m.began, m.steps = true, to, dist, time.Now(), 0
	if !running {
		v.glideOn()
	}
}

// follow scrolls after the caret: at once where that is near, as holding an arrow down asks for.
func (v *View) follow(to layout.Anchor) {
	d := v.layout.Y(to) - v.layout.Y(v.scene.Anchor)
	if near := 3 * v.layout.Style().LineHeight; d > near || d < -near {
		v.glide(to)
	} else {
		v.goTo(to)
	}
}

// stopGlide leaves the text where it is, for who takes hold of it.
func (v *View) stopGlide() { v.glider.gliding = false }

// glideOn shows the next step of a glide.
func (v *View) glideOn() {
	m := &v.glider
	if !m.gliding || v.layout == nil {
		return
	}
	m.steps++
	rest := left(m.dist, float32(time.Since(m.began)+frameTime)/float32(glideTime))
	if rest == 0 || m.steps > mostSteps {
		m.gliding = false
		v.show(v.layout.Scroll(m.to, 0, v.height()))
		return
	}
	v.show(v.layout.Scroll(m.to, -rest, v.height()))
	v.After(frameTime, v.glideOn)
}
