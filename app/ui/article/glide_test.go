//go:build !headless

package article

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"quoth/app/ui/article/layout"
)

func (d *desk) wheel(dy float32) {
	d.View.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy), PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, 200)}})
}

func TestFractionsOfTheTouchpadAddUp(t *testing.T) {
	d := newDesk(t, long(80))
	for range 1000 {
		d.wheel(-0.1)
	}
	want := round(100 * wheel)
	if y := d.layout.Y(d.scene.Anchor) - d.layout.Y(d.layout.Start()); y < want-1 || y > want {
		t.Errorf("a thousand tenths scrolled %d px, not %d", y, want)
	}
}

func TestNotchesGlideToWhereTheyAddUpTo(t *testing.T) {
	d := newDesk(t, long(80))
	start := d.layout.Y(d.Aim())
	for range 5 {
		d.wheel(-notch)
	}
	aim := d.Aim()
	if got, want := d.layout.Y(aim)-start, 5*round(notch*wheel); got != want {
		t.Errorf("five notches aim %d px on, not %d", got, want)
	}
	if d.scene.Anchor == aim {
		t.Error("the text jumped instead of gliding")
	}
	d.settle()
	if d.scene.Anchor != aim {
		t.Errorf("the glide ended at %v, not %v", d.scene.Anchor, aim)
	}
}

func TestAPageGlidesUnlessOneAsksForNoMotion(t *testing.T) {
	for _, still := range []bool{false, true} {
		d := newDesk(t, long(80))
		d.SetStill(still)
		d.MoveBy(Page, 1, false)
		if (d.scene.Anchor == d.Aim()) != still {
			t.Errorf("still %v: the text is at its place at once: %v", still, !still)
		}
		caret := d.caret
		d.settle()
		if d.caret != caret {
			t.Error("the caret moved with the glide")
		}
	}
}

func TestAPressEndsTheGlideWhereItIs(t *testing.T) {
	d := newDesk(t, long(80))
	d.MoveBy(Page, 1, false)
	at := d.scene.Anchor
	d.down(fyne.NewPos(200, 200), 0)
	d.settle()
	if d.scene.Anchor != at {
		t.Error("the text went on under the pressed pointer")
	}
}

func TestALongWayShowsItsLastPartOnly(t *testing.T) {
	d := newDesk(t, long(400))
	d.MoveBy(Whole, 1, false)
	if gap := d.layout.Y(d.Aim()) - d.layout.Y(d.scene.Anchor); gap > d.height() && len(d.later) == 0 {
		t.Errorf("%d px are left and nothing moves", gap)
	}
	d.settle()
	if d.scene.Anchor != d.Aim() {
		t.Error("the end was not reached")
	}
}

func TestAGlideOnlyComesNearer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dist := rapid.IntRange(-3000, 3000).Draw(t, "px")
		before := max(dist, -dist)
		for i := range 30 {
			l := left(dist, float32(i)/29)
			if l*dist < 0 || max(l, -l) > before {
				t.Fatalf("%d px left after %d", l, before)
			}
			before = max(l, -l)
		}
		if left(dist, 1) != 0 {
			t.Fatal("the end is not reached")
		}
	})
}

// baseline is where on the screen the line of an offset stands.
func (d *desk) baseline(off int) int {
	ln := d.layout.LineOf(off)
	return d.layout.LineY(d.scene.Anchor, ln) + ln.Baseline
}

// Zooming keeps the word under the pointer at its height to the pixel, unless the text ends there.
func TestZoomKeepsThePlace(t *testing.T) {
	d := newDesk(t, long(120))
	for range 40 {
		d.layout.Step(func() bool { return true })
	}
	rapid.Check(t, func(rt *rapid.T) {
		d.setZoom(1, 0, zoomed{})
		d.goTo(d.layout.Scroll(layout.Anchor{Off: rapid.IntRange(len(d.text)/4, len(d.text)*3/4).Draw(rt, "off")}, 0, d.height()))
		at := fyne.NewPos(rapid.Float32Range(60, 440).Draw(rt, "x"), rapid.Float32Range(20, 380).Draw(rt, "y"))
		off, _, ok := d.under(at)
		if !ok {
			off = d.OffsetAt(at)
		}
		y := d.baseline(off)
		for i := range rapid.IntRange(1, 6).Draw(rt, "steps") {
			z := rapid.Float32Range(LeastZoom, MostZoom).Draw(rt, fmt.Sprint("zoom", i))
			d.zoomAt(z, at)
			if got := d.baseline(off); got != y {
				rt.Fatalf("at zoom %.2f the word is at %d px, not %d", z, got, y)
			}
		}
		d.zoomAt(1, at)
		if d.baseline(off) != y {
			rt.Fatal("back at 100 %% the word is elsewhere")
		}
	})
}

func TestZoomByKeysKeepsTheCaretWhereItIs(t *testing.T) {
	d := newDesk(t, long(120))
	d.SetStill(true)
	d.MoveBy(Page, 1, false)
	d.MoveBy(Page, 1, false)
	y := d.baseline(d.caret)
	for _, z := range []float32{1.1, 2, 4, 0.5, 1} {
		d.SetZoom(z)
		if got := d.baseline(d.caret); got != y {
			t.Errorf("at %.1f the caret's line is at %d, not %d", z, got, y)
		}
	}
}

// Zooming in and out leads back to the same px: at the ends of the text, where the line that is kept cannot
// stay at its height, and where the caret is off the screen.
func TestZoomingThereAndBackLeadsToTheSamePlace(t *testing.T) {
	d := newDesk(t, long(120))
	d.SetStill(true)
	d.settle()
	zooms := []float32{1.1, 1.21, 2, 4, 2, 1.1, 0.9, 0.5, 0.8}
	for _, place := range []int{0, 3, len(d.text) / 3, len(d.text) / 2, len(d.text)} {
		for _, caret := range []int{0, place} {
			d.SetSelection(caret, caret)
			for _, byKeys := range []bool{true, false} {
				d.ScrollToOffset(len(d.text) - place)
				d.ScrollToOffset(place)
				d.scroll(7)
				was := d.layout.Y(d.scene.Anchor)
				for round := range 3 {
					for _, z := range append(zooms, 1) {
						if byKeys {
							d.SetZoom(z)
						} else {
							d.zoomAt(z, fyne.NewPos(200, 300))
						}
					}
					d.settle()
					if y := d.layout.Y(d.scene.Anchor); y != was {
						t.Fatalf("from %d, caret at %d, by keys %v, round %d: %d px lower", place, caret, byKeys, round, y-was)
					}
				}
			}
		}
	}
}
