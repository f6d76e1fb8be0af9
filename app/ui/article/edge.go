//go:build !headless

package article

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
	"quoth/app/ui/article/paint"
)

// Edge is one end of one part of a mark.
type Edge struct {
	Part  int // index into its spans
	Start bool
}

// drawn is how far from the middle of a grip, in Fyne's units, what is drawn of it reaches; a press there
// is always meant for it. Beyond, up to reach, one is where no words are.
const drawn = 5

// reach is how far from the middle of a small target a press may be. Fingers are not as fine as a mouse.
func (v *View) reach() float32 {
	if v.fingers || fyne.CurrentDevice().IsMobile() {
		return 22
	}
	return 12
}

// target is a small thing to press.
type target struct {
	x, y  float32 // its middle, Fyne's units
	reach float32
}

// nearest returns the index of the target that a press means, or -1: the nearest one that it is within
// reach of. Words under a press are meant rather than a target that is not drawn there.
func nearest(at fyne.Position, onWords bool, targets []target) int {
	best, dist := -1, float32(0)
	for i, t := range targets {
		dx, dy := at.X-t.x, at.Y-t.y
		far := dx*dx + dy*dy
		most := t.reach
		if onWords {
			most = drawn
		}
		if far <= most*most && (best < 0 || far < dist) {
			best, dist = i, far
		}
	}
	return best
}

// onWords reports whether a position is on the letters of a line, not only on the line.
func (v *View) onWords(at fyne.Position) bool {
	if _, _, ok := v.under(at); !ok {
		return false
	}
	s := v.scene.Scale
	ln, top := v.layout.LineAt(v.scene.Anchor, round(at.Y*s))
	y := round(at.Y*s) - top - ln.Baseline
	return y > -ln.Style.XHeight*5/4 && y < ln.Style.Descent/2
}

// gripOf returns where the knob of an edge of a span is, in px of the view.
func (v *View) gripOf(s annotate.Span, start bool) (x, y float32, ok bool) {
	off := s.Start
	if !start {
		off = s.End - 1
		if v.boundaries != nil {
			off = v.boundaries.PrevGrapheme(s.End)
		}
	}
	ln := v.layout.LineOf(off)
	top := v.layout.LineY(v.scene.Anchor, ln)
	ext := layout.Extents(ln, v.layout.Visual(ln, nil), off, max(off+1, s.End), nil)
	if start {
		ext = layout.Extents(ln, v.layout.Visual(ln, nil), off, s.End, nil)
	}
	if len(ext) == 0 || top > v.height() || top+ln.Height < 0 {
		return 0, 0, false
	}
	at := v.layout.CaretX(ln, off)
	if !start { // the far side of the last character, whichever way it runs
		if x0, x1 := ext[0].X0, ext[len(ext)-1].X1; at-x0 < x1-at {
			at = x1
		} else {
			at = x0
		}
	}
	return float32(v.scene.Left) + at, float32(top + ln.Baseline + paint.Knob(ln.Style.Size, v.scene.Scale, start)), true
}

// grips lists the knobs of the selected mark that are on the screen.
func (v *View) grips() (edges []Edge, at []target) {
	m := v.scene.Marks.Mark(v.scene.Selected)
	if m == nil || v.OnEdge == nil {
		return nil, nil
	}
	first, last := v.layout.Ends(v.scene.Anchor, v.height())
	for i, s := range m.Spans {
		if s.End < first || s.Start > last {
			continue
		}
		for _, start := range []bool{true, false} {
			if x, y, ok := v.gripOf(s, start); ok {
				edges = append(edges, Edge{i, start})
				at = append(at, target{x / v.scene.Scale, y / v.scene.Scale, v.reach()})
			}
		}
	}
	return edges, at
}

// takesEdge begins to drag an edge of the selected mark where the pointer is on its grip.
func (v *View) takesEdge(at fyne.Position) bool {
	edges, targets := v.grips()
	i := nearest(at, len(targets) > 0 && v.onWords(at), targets)
	if i < 0 {
		return false
	}
	m := v.scene.Marks.Mark(v.scene.Selected)
	e, s := edges[i], m.Spans[edges[i].Part]
	off := s.Start
	if !e.Start {
		off = s.End
	}
	p := &v.pointer
	p.doing, p.moved, p.edge, p.last = adjusting, false, e, at
	p.marks, p.spans = v.scene.Marks, slices.Clone(m.Spans)
	// The edge follows the pointer from where it is, not to where it was taken.
	ln := v.layout.LineOf(max(0, off-1))
	if e.Start {
		ln = v.layout.LineOf(off)
	}
	base := float32(v.layout.LineY(v.scene.Anchor, ln) + ln.Baseline - ln.Style.XHeight/2)
	p.pull = fyne.NewPos(targets[i].x, base/v.scene.Scale).Subtract(at)
	return true
}

// dragEdge shows the mark as it would be with its edge at the pointer. With Alt the edge may be anywhere.
func (v *View) dragEdge(at fyne.Position) {
	p := &v.pointer
	exact := v.modifiers()&fyne.KeyModifierAlt != 0
	spans := v.OnEdge(v.scene.Selected, p.edge, v.OffsetAt(at.Add(p.pull)), exact)
	if spans == nil {
		spans = p.spans
	}
	v.preview(spans)
}

// dropEdge ends the drag: the edge stays where it is where keep is set.
func (v *View) dropEdge(keep bool) {
	p := &v.pointer
	p.doing = nothing
	v.endPreview()
	if v.OnEdged != nil {
		exact := v.modifiers()&fyne.KeyModifierAlt != 0
		v.OnEdged(v.scene.Selected, p.edge, v.OffsetAt(p.last.Add(p.pull)), exact, keep && p.moved)
	}
}

// preview shows the selected mark with other spans.
func (v *View) preview(spans []annotate.Span) {
	m := v.pointer.marks.Mark(v.scene.Selected)
	if m == nil {
		return
	}
	was := v.scene.Marks.Mark(v.scene.Selected).Spans
	if slices.Equal(was, spans) {
		return
	}
	changed := append(slices.Clone(was), spans...)
	one := *m
	one.Spans = spans
	v.useMarks(previewed{v.pointer.marks, one})
	v.MarksChanged(changed...)
}

func (v *View) endPreview() {
	if p, ok := v.scene.Marks.(previewed); ok {
		changed := append(slices.Clone(p.mark.Spans), v.pointer.spans...)
		v.useMarks(p.Marks)
		v.MarksChanged(changed...)
	}
}

// previewed are marks of which one is as it would be.
type previewed struct {
	paint.Marks
	mark Mark
}

// In is part of [Marks].
func (p previewed) In(start, end int, fn func(*Mark)) {
	var all []Mark
	p.Marks.In(start, end, func(m *Mark) {
		if m.ID != p.mark.ID {
			all = append(all, *m)
		}
	})
	if annotate.Overlap(p.mark.Spans, []annotate.Span{{Start: start, End: end}}) {
		at, _ := slices.BinarySearchFunc(all, p.mark, func(a, b Mark) int {
			return cmp.Or(a.Spans[0].Start-b.Spans[0].Start, annotate.Hull(b.Spans).End-annotate.Hull(a.Spans).End)
		})
		all = slices.Insert(all, at, p.mark)
	}
	for i := range all {
		fn(&all[i])
	}
}

// Gaps is part of [Marks].
func (p previewed) Gaps(start, end int, fn func(gap annotate.Span, m *Mark)) {
	p.Marks.Gaps(start, end, func(gap annotate.Span, m *Mark) {
		if m.ID != p.mark.ID {
			fn(gap, m)
		}
	})
	paint.NewList(p.mark).Gaps(start, end, fn)
}

// Mark is part of [Marks].
func (p previewed) Mark(id annotate.ID) *Mark {
	if id == p.mark.ID {
		one := p.mark
		return &one
	}
	return p.Marks.Mark(id)
}
