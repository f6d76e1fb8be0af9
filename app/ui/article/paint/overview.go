package paint

import (
	"image"
	"image/color"
	"sort"

	"quoth/annotate"
)

// Overview is all the marks of a text at a glance: a narrow strip with a column each for quotes, mentions
// and events, and one for notes and comments, for what annotators differ in, and for what a search has found.
// It divides the text into a few thousand cells and keeps of each only what is seen, so it is drawn at the same
// speed however many marks there are. It is filled by and by, with [Overview.Step].
type Overview struct {
	marks Marks
	text  int // bytes
	size  int // bytes of a cell
	cells []cell
	stale []bool // by cell
	next  int    // no cell before it is stale
	anew  bool   // nothing of it has been looked at since it was reset
	tones tones
	place any   // that of the strip that was painted last
	tops  []int // there, of the cells and of the end
}

// cell is what the strip shows of a piece of the text.
type cell struct {
	kinds [columns]struct {
		color color.NRGBA // alpha 0 for none
		solid bool        // not only proposals
	}
	note bool
}

// columns of marks.
const columns = 3

// The widths of the strip, in units.
const (
	StripWidth  = 14
	columnFirst = 1
	columnWidth = 2
	columnStep  = 3
	notesFirst  = columnFirst + columns*columnStep
	notesWidth  = 3
)

// How a text is divided.
const (
	mostCells = 2048
	leastCell = 8 // bytes
)

// Reset shows the marks of a text of a length in bytes. Where it is as long as the one before, what is
// known of that stays until it has been looked at; without marks nothing does.
func (o *Overview) Reset(ms Marks, text int) {
	if text != o.text || ms == None || len(o.cells) == 0 {
		o.size = max(leastCell, (text+mostCells-1)/mostCells)
		n := (text + o.size - 1) / o.size
		o.cells, o.stale, o.tops = make([]cell, n), make([]bool, n), nil
	}
	o.marks, o.text, o.next, o.anew = ms, text, 0, true
	o.Change(annotate.Span{End: text})
}

// Use asks another source from now on; of what is the same in both nothing is looked at anew.
func (o *Overview) Use(ms Marks) { o.marks = ms }

// Change says that the marks on a span may have changed.
func (o *Overview) Change(s annotate.Span) {
	if len(o.cells) == 0 {
		return
	}
	first, last := min(max(0, s.Start/o.size), len(o.cells)-1), min(max(0, (s.End-1)/o.size), len(o.cells)-1)
	for i := first; i <= last; i++ {
		o.stale[i] = true
	}
	o.next = min(o.next, first)
}

// Step looks at stale cells while more says so, and reports whether any looks otherwise now, or may after a reset,
// and whether none is stale any more.
func (o *Overview) Step(more func() bool) (some, done bool) {
	some, o.anew = o.anew, false
	for ; o.next < len(o.cells); o.next++ {
		if !o.stale[o.next] {
			continue
		}
		if !more() {
			return some, false
		}
		was := o.cells[o.next]
		o.look(o.next)
		some = some || o.cells[o.next] != was
	}
	return some, true
}

func (o *Overview) look(i int) {
	var c cell
	o.marks.In(i*o.size, min((i+1)*o.size, o.text), func(m *Mark) {
		column := 1
		switch m.Style {
		case Quote:
			column = 0
		case Event:
			column = 2
		}
		k := &c.kinds[column]
		if k.color.A == 0 || !m.Proposal && !k.solid {
			k.color, k.solid = m.Color, !m.Proposal
		}
		c.note = c.note || m.Note || m.Differs
	})
	o.cells[i], o.stale[i] = c, false
}

// Strip is what an overview is drawn for. Y gives the height at which an offset is shown, px from the top
// of the strip; it must not fall.
type Strip struct {
	Y        func(off int) int
	Place    any // as long as it is the same, so is what Y returns; nil where nobody knows
	Palette  *Palette
	Hits     []annotate.Span
	Hit      int
	Selected annotate.Span // empty for none
}

// Paint draws the strip on an image as wide as itself; unit is the px of a hairline.
func (o *Overview) Paint(img *image.RGBA, unit int, s Strip) {
	sh := sheet{dst: img, clip: img.Rect}
	sh.fill(img.Rect, s.Palette.Page)
	x := func(units int) int { return round(float32(units*img.Rect.Dx()) / StripWidth) } // all columns, at any scale
	column := func(i int) (x0, x1 int) {
		return x(columnFirst + i*columnStep), x(columnFirst + i*columnStep + columnWidth)
	}
	n0, n1 := x(notesFirst), x(notesFirst+notesWidth)
	hit := 0
	o.measure(s)
	for i := range o.cells {
		c := &o.cells[i]
		start, end := i*o.size, min((i+1)*o.size, o.text)
		top := o.tops[i]
		bottom := max(o.tops[i+1], top+2*unit) // what is there is seen
		for k := range c.kinds {
			kind := &c.kinds[k]
			if kind.color.A == 0 {
				continue
			}
			x0, x1 := column(k)
			line := o.tones.of(kind.color, s.Palette).line
			if kind.solid {
				sh.fill(image.Rect(x0, top, x1, bottom), line)
				continue
			}
			for y := top + top/unit%2*unit; y < bottom; y += 2 * unit { // hollow
				sh.fill(image.Rect(x0, y, x1, min(y+unit, bottom)), line)
			}
		}
		if c.note {
			sh.fill(image.Rect(x(notesFirst+1), top, n1, bottom), s.Palette.Accent)
		}
		if hit < len(s.Hits) && s.Hits[hit].Start < start {
			hit += sort.Search(len(s.Hits)-hit, func(j int) bool { return s.Hits[hit+j].Start >= start })
		}
		if hit < len(s.Hits) && s.Hits[hit].Start < end {
			y := s.Y(s.Hits[hit].Start)
			sh.fill(image.Rect(n0, y, n1, y+2*unit), s.Palette.Line(faint(s.Palette.Hit, 0xFF)))
		}
	}
	if s.Selected.Len() > 0 {
		y := s.Y(s.Selected.Start)
		sh.fill(image.Rect(0, y-unit, img.Rect.Dx(), y+unit), s.Palette.Accent)
	}
	if s.Hit >= 0 && s.Hit < len(s.Hits) {
		y := s.Y(s.Hits[s.Hit].Start)
		sh.fill(image.Rect(0, y-unit, img.Rect.Dx(), y+unit), s.Palette.Line(faint(s.Palette.Hit, 0xFF)))
	}
}

// measure finds the heights of all cells, which takes longer than to paint them: only where they may be others.
func (o *Overview) measure(s Strip) {
	if len(o.tops) == len(o.cells)+1 && s.Place != nil && s.Place == o.place {
		return
	}
	o.place, o.tops = s.Place, o.tops[:0]
	for i := range o.cells {
		o.tops = append(o.tops, s.Y(i*o.size))
	}
	o.tops = append(o.tops, s.Y(o.text))
}
