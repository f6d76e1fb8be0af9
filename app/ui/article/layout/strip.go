package layout

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Run is a piece of a [Strip]'s text in one face.
type Run struct {
	Text   string
	Family Family
	Face   Face
}

// Strip is one line of text that stands by itself, as the words of an interface do. Lengths are ems: it
// serves all sizes.
type Strip struct {
	Parts   []Part
	Advance float32
}

// Part is what of a strip is of one run and one direction. Parts are in the order of the screen.
type Part struct {
	Run    int     // index of the run that it is of
	X      float32 // its left end
	Glyphs []Glyph // from X on, on the baseline
}

// Strip sets runs of text on one line, in the order that the bidirectional algorithm gives them. rtl is the
// direction of the whole.
func (f *Fonts) Strip(runs []Run, rtl bool) *Strip {
	s := &Strip{}
	line := ""
	for _, r := range runs {
		line += r.Text
	}
	var one [8]stretch
	for _, p := range stretches(line, rtl, runs, one[:0]) {
		w := f.form(f.of(runs[p.run].look(f, p.level&1 == 1)), line[p.start:p.end])
		s.Parts = append(s.Parts, Part{p.run, s.Advance, w.glyphs})
		s.Advance += w.advance
	}
	return s
}

// Fit returns how many bytes of the beginning of a run have room in a width, in ems: whole clusters.
func (f *Fonts) Fit(r Run, width float32) int {
	at := 0
	runs := []Run{r}
	var one [8]stretch
	parts := stretches(r.Text, RunsFromRight(r.Text), runs, one[:0])
	slices.SortFunc(parts, func(a, b stretch) int { return a.start - b.start })
	for _, p := range parts {
		w := f.form(f.of(r.look(f, p.level&1 == 1)), r.Text[p.start:p.end])
		if w.advance <= width {
			at, width = p.end, width-w.advance
			continue
		}
		for i := 1; i < len(w.stops) && w.between(0, i) <= width; i++ {
			at = p.start + int(w.stops[i].off)
		}
		break
	}
	return at
}

func (r *Run) look(f *Fonts, rtl bool) look {
	return look{face: f.text(r.Family, r.Face), language: english, rtl: rtl}
}

// stretch is a range of a line in one run and one direction.
type stretch struct {
	start, end int // bytes
	run        int
	level      uint8
}

// stretches appends the stretches of a line, which is that of the runs together, as they stand on the screen.
func stretches(line string, rtl bool, runs []Run, out []stretch) []stretch {
	at := 0
	if !rtl && !mayBeRTL(line) {
		for i, r := range runs {
			if r.Text != "" {
				out = append(out, stretch{at, at + len(r.Text), i, 0})
			}
			at += len(r.Text)
		}
		return out
	}
	text := []rune(line)
	cs := classes(text)
	base := uint8(b2i(rtl))
	lv := resolve(text, cs, newEmbedding(base))
	for i := len(lv) - 1; i >= 0 && isWhite(cs[i]); i-- {
		lv[i] = base // L1
	}
	run, left := 0, 0 // and how many of its bytes are left
	if len(runs) > 0 {
		left = len(runs[0].Text)
	}
	for i, r := range text {
		for left == 0 && run+1 < len(runs) {
			run++
			left = len(runs[run].Text)
		}
		n := utf8.RuneLen(r)
		if k := len(out) - 1; k >= 0 && out[k].run == run && (out[k].level == lv[i] || cs[i] == bidi.NSM || cs[i] == bidi.BN) {
			out[k].end += n
		} else {
			out = append(out, stretch{at, at + n, run, lv[i]})
		}
		at, left = at+n, left-n
	}
	reorder(out, func(s *stretch) uint8 { return s.level })
	return out
}

// RunsFromRight reports whether a text as a whole runs from the right.
func RunsFromRight(text string) bool {
	return mayBeRTL(text) && baseLevel(classes([]rune(text)), false) == 1
}
