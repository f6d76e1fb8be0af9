package chart

import (
	"image/color"
	"math"

	"quoth/app/pigment"
)

// Square is numbers of rows and columns that have the same labels, as a heat map.
type Square struct {
	Labels        []string
	Cells         [][]float64 // NaN for a cell that is empty
	Words         [][]string  // what stands in the cells
	Low, High     float64     // the numbers at which a cell has the least and the most colour
	Rows, Columns string      // what they are: "one says", "another says"; "" for nothing
}

// layout is where a square's cells are, in dots.
type layout struct {
	left, top, cell, high int
	upright               bool // the labels of columns, which are wider than these
}

const (
	labelPx     = 12
	cellPx      = 12
	mostUpright = 110 // px of a label that stands upright
)

// place returns where the cells are in a picture.
func (q Square) place(s *sheet) layout {
	n := len(q.Labels)
	style := s.letters(labelPx, s.palette.Ink)
	widest := 0
	for _, l := range q.Labels {
		widest = max(widest, s.painter.MeasureText(l, 0, style).Width())
	}
	l := layout{left: min(widest, s.width*3/10) + s.px(12), top: s.px(26)}
	if q.Rows != "" || q.Columns != "" {
		l.top = s.px(34)
	}
	if n > 0 {
		l.cell = (s.width - l.left - s.px(6)) / n
		if l.upright = widest > l.cell-s.px(4); l.upright {
			l.top += min(widest, s.px(mostUpright)) - s.px(10)
		}
		l.high = min((s.height-l.top-s.px(6))/n, s.px(44))
	}
	return l
}

// Grid is where the cells of a square stand in a picture of it.
type Grid struct {
	layout
	scale float64
	n     int
}

// Grid returns where the cells are in a picture of a size.
func (q Square) Grid(size Size) Grid {
	s := measuring(size)
	return Grid{q.place(s), s.scale, len(q.Labels)}
}

// Cell returns the cell at a place in px; false where there is none.
func (g Grid) Cell(x, y float64) (row, column int, ok bool) {
	across, down := int(x*g.scale)-g.left, int(y*g.scale)-g.top
	if g.cell <= 0 || g.high <= 0 || across < 0 || down < 0 {
		return 0, 0, false
	}
	row, column = down/g.high, across/g.cell
	return row, column, row < g.n && column < g.n
}

func (q Square) draw(s *sheet) error {
	l := q.place(s)
	if l.cell <= 0 || l.high <= 0 {
		return nil
	}
	p := s.palette
	if q.Rows != "" {
		s.text(q.Rows, s.px(2), l.left-s.px(6), s.px(10), 11, p.Faint, start)
		s.text(q.Columns, l.left, s.width-s.px(6), s.px(10), 11, p.Faint, start)
	}
	gap := s.px(1)
	for i, label := range q.Labels {
		if l.upright {
			s.upright(label, l.left+i*l.cell+l.cell/2, l.top-s.px(5), s.px(mostUpright), labelPx, p.Ink)
		} else {
			s.text(label, l.left+i*l.cell+gap, l.left+(i+1)*l.cell-gap, l.top-s.px(9), labelPx, p.Ink, centre)
		}
		s.text(label, s.px(2), l.left-s.px(6), l.top+i*l.high+l.high/2, labelPx, p.Ink, end)
	}
	for i, row := range q.Cells {
		for j, v := range row {
			x, y := l.left+j*l.cell+gap, l.top+i*l.high+gap
			right, bottom := l.left+(j+1)*l.cell-gap, l.top+(i+1)*l.high-gap
			fill, ink := q.colours(v, p)
			s.painter.FilledRect(x, y, right, bottom, colour(fill), colour(fill), 0)
			s.text(q.Words[i][j], x, right, (y+bottom)/2, cellPx, ink, centre)
		}
	}
	return nil
}

// colours returns those of a cell and its number.
func (q Square) colours(v float64, p Palette) (fill, ink color.NRGBA) {
	if math.IsNaN(v) {
		return p.Ground, p.Faint
	}
	t := 1.0
	if q.High > q.Low {
		t = min(max((v-q.Low)/(q.High-q.Low), 0), 1)
	}
	fill = pigment.Mix(p.Empty, p.Full, t)
	return fill, pigment.On(fill)
}
