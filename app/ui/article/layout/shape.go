package layout

import (
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Glyph is one glyph of a word, its pen relative to the word's left end on the baseline, y downwards.
type Glyph struct {
	X, Y float32
	ID   font.GID
	Face FaceID
}

// Word is the shaped form of a piece of text in one style and direction.
type Word struct {
	Glyphs  []Glyph
	Advance float32
	stops   []stop // by offset; the first at 0, the last at the end of the text
}

// stop is a place for the caret: an edge of a grapheme cluster.
type stop struct {
	off int32   // bytes from the start of the word
	x   float32 // from the left end of the word
}

// x returns the caret's place at an offset, or at the last stop before it.
func (w *Word) x(off int) float32 {
	i := sort.Search(len(w.stops), func(i int) bool { return int(w.stops[i].off) > off }) - 1
	return w.stops[max(i, 0)].x
}

// shaper shapes words. It keeps the buffers that HarfBuzz likes to have again.
type shaper struct {
	fonts *Fonts
	hb    shaping.HarfbuzzShaper
	runes []rune
}

var (
	smallCaps = []shaping.FontFeature{
		{Tag: ot.MustNewTag("smcp"), Value: 1}, {Tag: ot.MustNewTag("c2sc"), Value: 1},
	}
	english = language.NewLanguage("en")
)

// cluster is a grapheme cluster of a word.
type cluster struct {
	rune0, off int // where it begins, in runes and bytes
	face       FaceID
	script     language.Script
}

// shape shapes a text that holds no line feed. A right-to-left word comes out in visual order.
func (s *shaper) shape(text string, st *Style, rtl bool) *Word {
	s.runes = s.runes[:0]
	for _, r := range text {
		s.runes = append(s.runes, r)
	}
	cl := s.clusters(text, st.Face)
	in := shaping.Input{
		Text: s.runes, Direction: di.DirectionLTR, Size: fixed.I(st.Size), Language: english,
	}
	if rtl {
		in.Direction = di.DirectionRTL
	}
	if st.SmallCaps {
		in.FontFeatures = smallCaps
	}
	var outs []shaping.Output
	for i := 0; i < len(cl); {
		j := i + 1
		for j < len(cl) && cl[j].face == cl[i].face && cl[j].script == cl[i].script {
			j++
		}
		in.RunStart, in.RunEnd = cl[i].rune0, len(s.runes)
		if j < len(cl) {
			in.RunEnd = cl[j].rune0
		}
		in.Face, in.Script = s.fonts.faces[cl[i].face], cl[i].script
		outs = append(outs, s.hb.Shape(in))
		i = j
	}
	if rtl {
		slices.Reverse(outs)
	}
	return s.assemble(text, cl, outs, st, rtl)
}

// clusters cuts the text into grapheme clusters and finds the face and script of each.
func (s *shaper) clusters(text string, face Face) []cluster {
	var cl []cluster
	script := language.Latin
	for i, r := range s.runes { // what has no script of its own takes the first one's
		if sc := language.LookupScript(r); sc.Strong() {
			script = sc
			break
		} else if i > 16 {
			break
		}
	}
	add := func(rune0, off int, g string) {
		r, _ := utf8.DecodeRuneInString(g)
		if sc := language.LookupScript(r); sc.Strong() {
			script = sc
		}
		c := cluster{rune0: rune0, off: off, script: script}
		if ignorable(r) && len(cl) > 0 {
			c.face = cl[len(cl)-1].face
		} else {
			c.face = s.fonts.resolve(r, face, script, len(g) > 2 && isEmoji(g, r))
		}
		cl = append(cl, c)
	}
	if isASCII(text) {
		for i := range len(text) {
			add(i, i, text[i:i+1])
		}
		return cl
	}
	it := graphemes.FromString(text)
	n := 0
	for it.Next() {
		g := it.Value()
		add(n, it.Start(), g)
		n += utf8.RuneCountInString(g)
	}
	return cl
}

// ignorable reports characters that show nothing and should not ask for a face.
func ignorable(r rune) bool {
	return r < 0x20 || r == 0xAD || r >= 0x200B && r <= 0x200F || r >= 0x2028 && r <= 0x202E ||
		r >= 0x2060 && r <= 0x206F || r == 0xFEFF
}

// isEmoji reports whether a cluster wants a picture: it says so by a variation selector, it is a
// flag, or it lies where pictures are the rule.
func isEmoji(g string, first rune) bool {
	if first >= 0x1F000 && first < 0x20000 {
		return true
	}
	for _, r := range g {
		if r == 0xFE0F {
			return true
		}
	}
	switch first {
	case 0x231A, 0x231B, 0x23E9, 0x23EA, 0x23EB, 0x23EC, 0x23F0, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615, 0x267F, 0x2693, 0x26A1,
		0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26D4, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705,
		0x270A, 0x270B, 0x2728, 0x274C, 0x274E, 0x2753, 0x2754, 0x2755, 0x2757, 0x2795, 0x2796, 0x2797, 0x27B0, 0x27BF, 0x2B1B,
		0x2B1C, 0x2B50, 0x2B55:
		return true
	}
	return first >= 0x2648 && first <= 0x2653
}

// piece is what HarfBuzz made of neighbouring runes that it would not tell apart.
type piece struct {
	rune0, runes int
	x0, x1       float32
}

// assemble lays the shaped runs side by side and finds the stops.
func (s *shaper) assemble(text string, cl []cluster, outs []shaping.Output, st *Style, rtl bool) *Word {
	w := &Word{}
	var pieces []piece
	x := float32(0)
	for i := range outs {
		face := s.fonts.ids[outs[i].Face]
		gs := outs[i].Glyphs
		for k := range gs {
			g := &gs[k]
			w.Glyphs = append(w.Glyphs, Glyph{X: x + px(g.XOffset), Y: -px(g.YOffset), ID: g.GlyphID, Face: face})
			a := px(g.Advance)
			last := k+1 == len(gs) || gs[k+1].TextIndex() != g.TextIndex()
			if last && a > 0 {
				a += st.Spacing
			}
			if n := len(pieces); n > 0 && pieces[n-1].rune0 == g.TextIndex() {
				pieces[n-1].x1 = x + a
			} else {
				pieces = append(pieces, piece{g.TextIndex(), g.RunesCount(), x, x + a})
			}
			x += a
		}
	}
	w.Advance = x
	w.stops = stopsOf(cl, pieces, len(text), x, rtl)
	return w
}

// stopsOf places the edges of the grapheme clusters. Clusters that share a piece, as in a ligature,
// divide it evenly; a cluster of several pieces begins where its first piece does.
func stopsOf(cl []cluster, pieces []piece, bytes int, width float32, rtl bool) []stop {
	stops := make([]stop, len(cl)+1)
	for i, c := range cl {
		stops[i] = stop{int32(c.off), -1}
	}
	for _, p := range pieces {
		a := sort.Search(len(cl), func(i int) bool { return cl[i].rune0 >= p.rune0 })
		b := sort.Search(len(cl), func(i int) bool { return cl[i].rune0 >= p.rune0+p.runes })
		for k := a; k < b; k++ {
			t := float32(k-a) / float32(b-a)
			if rtl {
				t = 1 - t
			}
			stops[k].x = p.x0 + (p.x1-p.x0)*t
		}
	}
	end := width
	if rtl {
		end = 0
	}
	stops[len(cl)] = stop{int32(bytes), end}
	for i := len(cl) - 1; i >= 0; i-- {
		if stops[i].x < 0 {
			stops[i].x = stops[i+1].x
		}
	}
	if len(cl) > 0 {
		stops[0].x = width - end
	}
	return stops
}

func px(x fixed.Int26_6) float32 { return float32(x) / 64 }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
