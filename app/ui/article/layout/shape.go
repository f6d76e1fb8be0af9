package layout

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/norm"
)

// Glyph is one glyph of a word, its pen relative to the word's left end on the baseline, y downwards.
type Glyph struct {
	X, Y float32
	ID   font.GID
	Face FaceID
}

// Word is a shaped piece of text at a size, ready to be painted.
type Word struct {
	Glyphs  []Glyph
	Advance float32
}

// form is the shaped form of a piece of text in one look, in ems: it serves all sizes.
type form struct {
	glyphs     []Glyph
	advance    float32
	stops      []stop  // by offset; the first at 0, the last at the end of the text
	rise, drop float32 // how far ink reaches above and below the baseline; 0 where the text face holds it

	word *Word // at the size that was asked for last
	size int
}

// stop is a place for the caret: an edge of a grapheme cluster.
type stop struct {
	off int32   // bytes from the start of the word
	x   float32 // from the left end of the word, em
}

// x returns the caret's place at an offset, or at the last stop before it, em.
func (f *form) x(off int) float32 {
	i := sort.Search(len(f.stops), func(i int) bool { return int(f.stops[i].off) > off }) - 1
	return f.stops[max(i, 0)].x
}

// at returns the form at a size in px.
func (f *form) at(size int) *Word {
	if f.word == nil || f.size != size {
		k := float32(size)
		w := &Word{Glyphs: slices.Clone(f.glyphs), Advance: f.advance * k}
		for i := range w.Glyphs {
			w.Glyphs[i].X *= k
			w.Glyphs[i].Y *= k
		}
		f.word, f.size = w, size
	}
	return f.word
}

// look is all that decides what a text's form is.
type look struct {
	face      FaceID
	smallCaps bool
	rtl       bool
	spacing   float32 // added behind each cluster, em
	language  language.Language
}

// forms keeps the forms of one look. The old half is dropped when the young one is full, so that what
// is in use stays and what is not goes, however long the article.
type forms struct {
	look
	young, old map[string]*form
}

const (
	mostForms   = 20000 // of one half
	longestKept = 64    // bytes; longer words seldom come twice
)

// form returns the form of a text that holds no line feed, shaping it if it is new.
func (f *Fonts) form(fs *forms, text string) *form {
	if w, ok := fs.young[text]; ok {
		return w
	}
	w, ok := fs.old[text]
	if !ok {
		w = f.shaper.shape(f, text, &fs.look)
	}
	if len(text) > longestKept {
		return w
	}
	if len(fs.young) >= mostForms {
		fs.old, fs.young = fs.young, nil
	}
	if fs.young == nil {
		fs.young = map[string]*form{}
	}
	fs.young[strings.Clone(text)] = w // the article is not kept alive by its words
	return w
}

// of returns the forms of a look.
func (f *Fonts) of(k look) *forms {
	fs, ok := f.forms[k]
	if !ok {
		fs = &forms{look: k}
		f.forms[k] = fs
	}
	return fs
}

// shaper shapes words. It keeps the buffers that HarfBuzz likes to have again.
type shaper struct {
	buf      *harfbuzz.Buffer
	fonts    map[FaceID]*harfbuzz.Font
	runes    []rune
	clusters []cluster
	pieces   []piece
	glyphs   []Glyph
	marks    []markGlyph // of the cluster that is looked at
}

var smallCaps = []harfbuzz.Feature{
	{Tag: ot.MustNewTag("smcp"), Value: 1, Start: harfbuzz.FeatureGlobalStart, End: harfbuzz.FeatureGlobalEnd},
	{Tag: ot.MustNewTag("c2sc"), Value: 1, Start: harfbuzz.FeatureGlobalStart, End: harfbuzz.FeatureGlobalEnd},
}

// cluster is a grapheme cluster of a word.
type cluster struct {
	rune0, off int // where it begins, in runes and bytes
	face       FaceID
	script     language.Script
}

// piece is what HarfBuzz made of neighbouring runes that it would not tell apart.
type piece struct {
	rune0  int
	x0, x1 float32
}

// shape shapes a text. A right-to-left word comes out in visual order.
func (s *shaper) shape(f *Fonts, text string, k *look) *form {
	s.runes = s.runes[:0]
	for _, r := range text {
		s.runes = append(s.runes, r)
	}
	plain := s.cut(f, text, k)
	cl := s.clusters
	s.glyphs, s.pieces = s.glyphs[:0], s.pieces[:0]
	w := &form{}
	run := func(i, j int) { // clusters
		end := len(s.runes)
		if j < len(cl) {
			end = cl[j].rune0
		}
		s.run(f, k, cl[i].face, cl[i].script, cl[i].rune0, end, w, plain)
	}
	if !k.rtl {
		for i := 0; i < len(cl); {
			j := i + 1
			for j < len(cl) && cl[j].face == cl[i].face && cl[j].script == cl[i].script {
				j++
			}
			run(i, j)
			i = j
		}
	} else {
		for j := len(cl); j > 0; {
			i := j - 1
			for i > 0 && cl[i-1].face == cl[j-1].face && cl[i-1].script == cl[j-1].script {
				i--
			}
			run(i, j)
			j = i
		}
	}
	w.glyphs = slices.Clone(s.glyphs)
	w.stops = s.stops(len(text), w.advance, k.rtl)
	return w
}

// run shapes the runes [from, to), all of one face and script, and sets them at the pen. Where the text
// is not plain it measures how far the ink reaches.
func (s *shaper) run(f *Fonts, k *look, face FaceID, script language.Script, from, to int, w *form, plain bool) {
	if s.buf == nil {
		s.buf = harfbuzz.NewBuffer()
	}
	hb := s.font(f, face)
	s.buf.Clear()
	s.buf.AddRunes(s.runes, from, to-from)
	s.buf.Props.Direction = harfbuzz.LeftToRight
	if k.rtl {
		s.buf.Props.Direction = harfbuzz.RightToLeft
	}
	s.buf.Props.Script, s.buf.Props.Language = script, k.language
	var features []harfbuzz.Feature
	if k.smallCaps {
		features = smallCaps
	}
	s.buf.Shape(hb, features)
	em := 1 / float32(hb.XScale)
	info, pos := s.buf.Info, s.buf.Pos
	if !plain && !k.rtl {
		s.attach(f, face, hb, info, pos, to)
	}
	for i := range info {
		g := Glyph{X: w.advance + float32(pos[i].XOffset)*em, Y: -float32(pos[i].YOffset) * em, ID: info[i].Glyph, Face: face}
		s.glyphs = append(s.glyphs, g)
		if !plain {
			if e, ok := f.extents(face, hb, info[i].Glyph); ok {
				w.rise = max(w.rise, float32(e.YBearing)*em-g.Y)
				w.drop = max(w.drop, g.Y-float32(e.YBearing+e.Height)*em)
			}
		}
		a := float32(pos[i].XAdvance) * em
		if a > 0 && (i+1 == len(info) || info[i+1].Cluster != info[i].Cluster) {
			a += k.spacing
		}
		if n := len(s.pieces); n > 0 && s.pieces[n-1].rune0 == info[i].Cluster {
			s.pieces[n-1].x1 = w.advance + a
		} else {
			s.pieces = append(s.pieces, piece{info[i].Cluster, w.advance, w.advance + a})
		}
		w.advance += a
	}
}

// font returns what HarfBuzz needs of a face; it works in the face's own units.
func (s *shaper) font(f *Fonts, id FaceID) *harfbuzz.Font {
	hb, ok := s.fonts[id]
	if !ok {
		hb = harfbuzz.NewFont(f.Face(id))
		if s.fonts == nil {
			s.fonts = map[FaceID]*harfbuzz.Font{}
		}
		s.fonts[id] = hb
	}
	return hb
}

// attach stands marks over or under their letters where the font has no place for them there, and would
// set them beside.
func (s *shaper) attach(f *Fonts, face FaceID, hb *harfbuzz.Font, info []harfbuzz.GlyphInfo, pos []harfbuzz.GlyphPosition, to int) {
	for base := 0; base < len(info); {
		end := base + 1
		for end < len(info) && info[end].Cluster == info[base].Cluster {
			end++
		}
		last := to
		if end < len(info) {
			last = info[end].Cluster
		}
		var marks []markGlyph
		if end > base+1 { // HarfBuzz may have taken the letters apart
			marks = s.marksOf(f.Face(face), norm.NFD.String(string(s.runes[info[base].Cluster:last])))
		}
		b, ok := f.extents(face, hb, info[base].Glyph)
		top, bottom := b.YBearing, b.YBearing+b.Height
		pen := pos[base].XAdvance // from the base's pen
		for i := base + 1; ok && i < end; i++ {
			m, _ := f.extents(face, hb, info[i].Glyph)
			class := classOf(marks, info[i].Glyph)
			middle := pen + pos[i].XOffset + m.XBearing + m.Width/2
			if class > 0 && pos[i].YOffset == 0 && (pos[i].XAdvance > 0 || middle < b.XBearing || middle > b.XBearing+b.Width) {
				pos[i].XOffset = b.XBearing + (b.Width-m.Width)/2 - m.XBearing - pen
				gap := harfbuzz.Position(hb.YScale / 16)
				if class == above {
					pos[i].YOffset = max(0, top+gap-(m.YBearing+m.Height))
				} else {
					pos[i].YOffset = min(0, bottom-gap-m.YBearing)
				}
				pos[i].XAdvance = 0
			}
			if y := pos[i].YOffset; class > 0 {
				top, bottom = max(top, y+m.YBearing), min(bottom, y+m.YBearing+m.Height)
			}
			pen += pos[i].XAdvance
		}
		base = end
	}
}

// The combining classes of marks that stand clear of their letter.
const (
	below = 220
	above = 230
)

// markGlyph is the glyph that a face has for a mark, and the mark's combining class.
type markGlyph struct {
	glyph font.GID
	class uint8
}

// marksOf lists the marks above and below in the letters of a cluster, each once: strangers' texts hold
// clusters of thousands.
func (s *shaper) marksOf(face *font.Face, letters string) []markGlyph {
	s.marks = s.marks[:0]
	was := rune(-1)
	for i, r := range letters {
		if r == was {
			continue
		}
		was = r
		class := norm.NFD.PropertiesString(letters[i:]).CCC()
		if class != above && class != below {
			continue
		}
		g, ok := face.NominalGlyph(r)
		if !ok || slices.ContainsFunc(s.marks, func(m markGlyph) bool { return m.glyph == g }) {
			continue
		}
		s.marks = append(s.marks, markGlyph{g, class})
	}
	return s.marks
}

// classOf returns the combining class of the mark that a glyph shows; 0 where it shows something else.
func classOf(marks []markGlyph, g font.GID) uint8 {
	for _, m := range marks {
		if m.glyph == g {
			return m.class
		}
	}
	return 0
}

// cut cuts the text into grapheme clusters and finds the face and script of each. It reports whether
// the text face holds all of it and nothing is stacked.
func (s *shaper) cut(f *Fonts, text string, k *look) (plain bool) {
	s.clusters = s.clusters[:0]
	plain = true
	script := language.Latin
	for i, r := range s.runes { // what has no script of its own takes the first one's
		if sc := language.LookupScript(r); sc.Strong() {
			script = sc
			break
		} else if i > 16 {
			break
		}
	}
	pictured := false // the cluster before is an emoji, whose face leaves blanks as wide as pictures
	add := func(rune0, off int, g string, n int) {
		r := s.runes[rune0]
		if sc := language.LookupScript(r); sc.Strong() {
			script = sc
		}
		c := cluster{rune0: rune0, off: off, script: script, face: k.face}
		if follows(r) && n == 1 {
			if len(s.clusters) > 0 && (!pictured || ignorable(r)) {
				c.face = s.clusters[len(s.clusters)-1].face
			}
		} else {
			c.face = f.resolve(g, k, script)
			pictured = r > 0xFF && isEmoji(g)
		}
		plain = plain && n == 1 && c.face == k.face && (r < 0x180 || f.has(c.face, g))
		s.clusters = append(s.clusters, c)
	}
	if isASCII(text) {
		for i := range len(text) {
			add(i, i, text[i:i+1], 1)
		}
		return plain
	}
	it := graphemes.FromString(text)
	n := 0
	for it.Next() {
		g := it.Value()
		m := utf8.RuneCountInString(g)
		add(n, it.Start(), g, m)
		n += m
	}
	return plain
}

// follows reports characters that show nothing, or only blank, and should not ask for a face: any face
// can leave room.
func follows(r rune) bool {
	return ignorable(r) || r != 0x3000 && unicode.Is(unicode.Zs, r)
}

// ignorable reports characters that show nothing.
func ignorable(r rune) bool {
	return r < 0x20 || r == 0xAD || r >= 0x200B && r <= 0x200F || r >= 0x2028 && r <= 0x202E ||
		r >= 0x2060 && r <= 0x206F || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F
}

// stops places the edges of the grapheme clusters. Clusters that share a piece, as in a ligature,
// divide it evenly; a cluster of several pieces begins where its first piece does.
func (s *shaper) stops(bytes int, width float32, rtl bool) []stop {
	cl := s.clusters
	stops := make([]stop, len(cl)+1)
	nowhere := float32(math.Inf(-1))
	for i, c := range cl {
		stops[i] = stop{int32(c.off), nowhere}
	}
	slices.SortFunc(s.pieces, func(a, b piece) int { return a.rune0 - b.rune0 })
	a := 0
	for i, p := range s.pieces {
		end := len(s.runes)
		if i+1 < len(s.pieces) {
			end = s.pieces[i+1].rune0
		}
		for a < len(cl) && cl[a].rune0 < p.rune0 {
			a++
		}
		b := a
		for b < len(cl) && cl[b].rune0 < end {
			b++
		}
		for k := a; k < b; k++ {
			t := float32(k-a) / float32(b-a)
			if rtl {
				t = 1 - t
			}
			stops[k].x = p.x0 + (p.x1-p.x0)*t
		}
		a = b
	}
	end := width
	if rtl {
		end = 0
	}
	stops[len(cl)] = stop{int32(bytes), end}
	for i := len(cl) - 1; i >= 0; i-- {
		if stops[i].x == nowhere {
			stops[i].x = stops[i+1].x
		}
	}
	if len(cl) > 0 {
		stops[0].x = width - end
	}
	return stops
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
