package layout

import (
	"math"

	"github.com/go-text/typesetting/language"

	"quoth/annotate"
)

// Style is how the blocks of one kind are set. Lengths are px.
type Style struct {
	Kind      annotate.BlockKind
	Face      Face
	Size      int     // of the type
	Spacing   float32 // added behind each cluster
	SmallCaps bool
	Muted     bool // in the quieter text colour
	Bullet    bool

	LineHeight int // without the room that marks ask for
	Baseline   int // from the top of the line, likewise
	Ascent     int // of the text face above the baseline
	Descent    int // and below
	XHeight    int
	Indent     int // of all lines, from the side where they begin
	Before     int // least distance to the block above
	After      int // and to the one below
	Within     int // distance between the paragraphs of one block

	id    uint8
	forms [2]*forms // of its words, from the left and from the right
	space float32   // width of a space, px
	dash  *form     // that shows at a soft hyphen
}

// Leading is the line height of running text as a multiple of its size, unless Options say otherwise.
const Leading = 1.55

// shape of a kind of block, relative to the size of running text
type proportions struct {
	kind          annotate.BlockKind
	face          Face
	size, line    float64 // relative to running text, line to size
	spacing       float64 // em
	smallCaps     bool
	muted         bool
	bullet        bool
	indent        float64 // em of running text
	before, after float64 // em of running text
}

var sheet = []proportions{
	{kind: annotate.BlockParagraph, face: Regular, size: 1, line: Leading, before: 0.75, after: 0.75},
	{kind: annotate.BlockTitle, face: Bold, size: 1.85, line: 1.18, before: 0.3, after: 0.6},
	{kind: annotate.BlockStandfirst, face: Italic, size: 1.18, line: 1.42, muted: true, before: 0.5, after: 1.2},
	{kind: annotate.BlockKicker, face: Bold, size: 0.92, line: 1.4, spacing: 0.06, smallCaps: true, muted: true, before: 0.4, after: 0.3},
	{kind: annotate.BlockByline, face: Regular, size: 0.86, line: 1.45, muted: true, before: 0.4, after: 0.5},
	{kind: annotate.BlockFurniture, face: Regular, size: 0.82, line: 1.45, muted: true, before: 0.4, after: 0.5},
	{kind: annotate.BlockHeading, face: Bold, size: 1.24, line: 1.3, before: 1.7, after: 0.45},
	{kind: annotate.BlockQuote, face: Italic, size: 1, line: Leading, indent: 1.6, before: 1, after: 1},
	{kind: annotate.BlockList, face: Regular, size: 1, line: Leading, bullet: true, indent: 1.5, before: 0.3, after: 0.3},
}

// styles makes the styles: one for each kind, and for headings and list items one for each of three
// depths.
func (f *Fonts) styles(o *Options) []*Style {
	var ss []*Style
	size := max(1, o.Size)
	leading := o.Leading
	if leading <= 0 {
		leading = Leading
	}
	for _, p := range sheet {
		depths := 1
		if p.kind == annotate.BlockHeading || p.kind == annotate.BlockList {
			depths = maxDepth
		}
		for d := range depths {
			q := p
			if p.kind == annotate.BlockHeading {
				q.size = [maxDepth]float64{1.24, 1.08, 1}[d]
			} else {
				q.indent *= float64(d + 1)
			}
			q.line = 1 + (q.line-1)*(leading-1)/(Leading-1)
			s := f.style(q, size, o)
			s.id = uint8(len(ss))
			ss = append(ss, s)
		}
	}
	return ss
}

// maxDepth is how many depths of headings and list items look different.
const maxDepth = 3

func (f *Fonts) style(p proportions, size int, o *Options) *Style {
	em := float64(size)
	s := &Style{Kind: p.kind, Face: p.face, SmallCaps: p.smallCaps, Muted: p.muted, Bullet: p.bullet}
	s.Size = max(6, round(em*p.size))
	s.Spacing = float32(p.spacing) * float32(s.Size)
	s.LineHeight = round(float64(s.Size) * p.line)
	id := f.text(o.Family, p.face)
	ext, _ := f.Face(id).FontHExtents()
	k := float64(s.Size) / float64(f.Face(id).Upem())
	up, down := float64(ext.Ascender)*k, -float64(ext.Descender)*k
	s.Ascent, s.Descent = round(up), round(down)
	s.Baseline = round((float64(s.LineHeight)-up-down)/2 + up)
	s.XHeight = round(0.475 * float64(s.Size))
	s.Indent = round(em * p.indent)
	s.Before, s.After = round(em*p.before), round(em*p.after)
	k0 := look{face: id, smallCaps: p.smallCaps, spacing: float32(p.spacing), language: english}
	if o.Language != "" {
		k0.language = language.NewLanguage(o.Language)
	}
	s.forms[0] = f.of(k0)
	k0.rtl = true
	s.forms[1] = f.of(k0)
	s.space = f.form(s.forms[0], " ").advance * float32(s.Size)
	s.dash = f.form(s.forms[0], "-")
	return s
}

// styleOf picks from what styles made.
func styleOf(ss []*Style, kind annotate.BlockKind, level int) *Style {
	for i, s := range ss {
		if s.Kind == kind {
			if kind == annotate.BlockHeading || kind == annotate.BlockList {
				return ss[i+min(max(level, 1), maxDepth)-1]
			}
			return s
		}
	}
	return ss[0]
}

func round(x float64) int { return int(math.Round(x)) }
