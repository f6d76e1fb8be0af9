package layout

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/harfbuzz"
)

// The library takes a file apart whole: the outlines of thousands of glyphs, their names and the font's own, which
// is most of what a face weighs. A given face is read without them, and an outline when its glyph is painted.

// unread are the tables that a lean face is read without.
var unread = []string{"glyf", "loca", "post", "name"}

// leanFace reads a TrueType file without its outlines, which are returned beside; outlines are nil where the file
// is of another kind, and then the face has all that is in it.
func leanFace(file []byte) (*font.Face, *outlines, error) {
	o := outlinesOf(file)
	if o == nil {
		f, err := font.ParseTTF(bytes.NewReader(file))
		return f, nil, err
	}
	head := bytes.Clone(file[:directoryEnd(file)])
	for at := directory; at < len(head); at += entry {
		for _, tag := range unread {
			if string(head[at:at+4]) == tag {
				head[at] = '-'
			}
		}
	}
	f, err := font.ParseTTF(io.NewSectionReader(&overlaid{head, file}, 0, int64(len(file))))
	return f, o, err
}

// overlaid is a file with another beginning.
type overlaid struct{ head, file []byte }

// ReadAt implements io.ReaderAt.
func (o *overlaid) ReadAt(p []byte, at int64) (int, error) {
	if at >= int64(len(o.file)) {
		return 0, io.EOF
	}
	n := copy(p, o.file[at:])
	if at < int64(len(o.head)) {
		copy(p, o.head[at:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Where the list of tables of a TrueType file begins, and how long one of its entries is.
const (
	directory = 12
	entry     = 16
)

// directoryEnd returns where the list of a file's tables ends, or 0 where it has none.
func directoryEnd(file []byte) int {
	if len(file) < directory || binary.BigEndian.Uint32(file) != uint32(ot.TrueType) {
		return 0
	}
	if end := directory + entry*int(binary.BigEndian.Uint16(file[4:])); end <= len(file) {
		return end
	}
	return 0
}

// outlines are those of a TrueType file, read glyph by glyph.
type outlines struct {
	glyf, loca, hmtx []byte
	long             bool // how offsets are written in loca
	metrics          int  // how many glyphs have an advance in hmtx; the others have the left side alone
}

// outlinesOf returns the outlines of a file; nil where that is not a plain TrueType file: where they vary, or glyphs
// are pictures, the library knows what to make of it.
func outlinesOf(file []byte) *outlines {
	found := map[string][]byte{}
	for at, end := directory, directoryEnd(file); at < end; at += entry {
		from, n := binary.BigEndian.Uint32(file[at+8:]), binary.BigEndian.Uint32(file[at+12:])
		if uint64(from)+uint64(n) > uint64(len(file)) {
			return nil
		}
		found[string(file[at:at+4])] = file[from : from+n]
	}
	for _, tag := range []string{"fvar", "sbix", "CBDT", "EBDT", "COLR", "SVG "} {
		if found[tag] != nil {
			return nil
		}
	}
	head, hhea := found["head"], found["hhea"]
	if len(head) < 54 || len(hhea) < 36 || len(found["glyf"]) == 0 {
		return nil
	}
	return &outlines{
		glyf: found["glyf"], loca: found["loca"], hmtx: found["hmtx"],
		long: binary.BigEndian.Uint16(head[50:]) == 1, metrics: int(binary.BigEndian.Uint16(hhea[34:])),
	}
}

// glyph reads a glyph; a zero one where there is none, or it is broken.
func (o *outlines) glyph(id font.GID) tables.Glyph {
	var from, to int
	switch i := int(id); {
	case o.long && 4*i+8 <= len(o.loca):
		from, to = int(binary.BigEndian.Uint32(o.loca[4*i:])), int(binary.BigEndian.Uint32(o.loca[4*i+4:]))
	case !o.long && 2*i+4 <= len(o.loca):
		from, to = 2*int(binary.BigEndian.Uint16(o.loca[2*i:])), 2*int(binary.BigEndian.Uint16(o.loca[2*i+2:]))
	}
	if from >= to || to > len(o.glyf) {
		return tables.Glyph{}
	}
	g, _, err := tables.ParseGlyph(o.glyf[from:to])
	if err != nil {
		return tables.Glyph{}
	}
	return g
}

// left returns where a glyph's ink begins, right of the pen; where the file does not say it, as the glyph says itself.
func (o *outlines) left(id font.GID, g *tables.Glyph) int16 {
	at := 4*int(id) + 2
	if int(id) >= o.metrics {
		at = 4*o.metrics + 2*(int(id)-o.metrics)
	}
	if at+2 > len(o.hmtx) {
		return g.XMin
	}
	return int16(binary.BigEndian.Uint16(o.hmtx[at:]))
}

// spot is a point of a contour.
type spot struct {
	font.SegmentPoint
	on   bool // on the line, not beside it to bend it
	last bool // of its contour
}

// deepest bounds how deep glyphs are made of glyphs.
const deepest = 8

// spots returns the points of a glyph, those of its parts where they belong, and by how much all are to be moved to
// begin where the file says.
func (o *outlines) spots(id font.GID, depth int) (all []spot, shift float32) {
	g := o.glyph(id)
	shift = float32(o.left(id, &g) - g.XMin)
	switch d := g.Data.(type) {
	case tables.SimpleGlyph:
		all = make([]spot, len(d.Points))
		for i, p := range d.Points {
			all[i] = spot{font.SegmentPoint{X: float32(p.X), Y: float32(p.Y)}, p.Flag&1 != 0, false}
		}
		for _, end := range d.EndPtsOfContours {
			all[end].last = true
		}
	case tables.CompositeGlyph:
		for i := range d.Glyphs {
			if depth == deepest {
				break
			}
			part := &d.Glyphs[i]
			own, its := o.spots(font.GID(part.GlyphIndex), depth+1)
			if part.HasUseMyMetrics() {
				shift = its
			}
			all = append(all, placed(part, own, all)...)
		}
	}
	return all, shift
}

// placed moves the points of a part to where the part belongs beside those before it.
func placed(part *tables.CompositeGlyphPart, own, before []spot) []spot {
	var dx, dy float32
	if !part.IsAnchored() {
		x, y := part.ArgsAsTranslation()
		dx, dy = float32(x), float32(y)
	}
	m := part.Scale
	if part.IsScaledOffsets() {
		dx, dy = dx*m[0]+dy*m[2], dx*m[1]+dy*m[3]
	}
	for i := range own {
		p := &own[i]
		p.X, p.Y = p.X*m[0]+p.Y*m[2]+dx, p.X*m[1]+p.Y*m[3]+dy
	}
	if a, b := part.ArgsAsIndices(); part.IsAnchored() && a < len(before) && b < len(own) {
		dx, dy = before[a].X-own[b].X, before[a].Y-own[b].Y
		for i := range own {
			own[i].X += dx
			own[i].Y += dy
		}
	}
	return own
}

func between(a, b font.SegmentPoint) font.SegmentPoint {
	return font.SegmentPoint{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
}

// outline returns the lines of a glyph, in the face's units.
func (o *outlines) outline(id font.GID) font.GlyphOutline {
	spots, shift := o.spots(id, 0)
	for i := range spots {
		spots[i].X += shift
	}
	out := make([]font.Segment, 0, len(spots)+2)
	for from := 0; from < len(spots); {
		to := from
		for to < len(spots)-1 && !spots[to].last {
			to++
		}
		out = contour(out, spots[from:to+1])
		from = to + 1
	}
	return font.GlyphOutline{Segments: out}
}

// contour adds the segments of one contour. Between two points that bend the line there is one on it.
func contour(out []font.Segment, c []spot) []font.Segment {
	first := 0 // where the line begins, or the point before
	start := c[0].SegmentPoint
	switch {
	case c[0].on:
	case len(c) == 1:
		return out
	case c[1].on:
		first, start = 1, c[1].SegmentPoint
	default:
		start = between(start, c[1].SegmentPoint)
	}
	out = append(out, font.Segment{Op: ot.SegmentOpMoveTo, Args: [3]font.SegmentPoint{start}})
	var bend *font.SegmentPoint
	to := func(p font.SegmentPoint) {
		if bend == nil {
			out = append(out, font.Segment{Op: ot.SegmentOpLineTo, Args: [3]font.SegmentPoint{p}})
		} else {
			out = append(out, font.Segment{Op: ot.SegmentOpQuadTo, Args: [3]font.SegmentPoint{*bend, p}})
		}
		bend = nil
	}
	for i := 1; i <= len(c); i++ {
		p := &c[(first+i)%len(c)]
		switch {
		case p.on:
			to(p.SegmentPoint)
		case bend != nil:
			to(between(*bend, p.SegmentPoint))
			bend = &p.SegmentPoint
		default:
			bend = &p.SegmentPoint
		}
	}
	if bend != nil {
		to(start)
	}
	return out
}

// extents returns how far the ink of a glyph reaches, in the face's units.
func (o *outlines) extents(id font.GID) harfbuzz.GlyphExtents {
	g := o.glyph(id)
	return harfbuzz.GlyphExtents{
		XBearing: int32(o.left(id, &g)), YBearing: int32(g.YMax),
		Width: int32(g.XMax) - int32(g.XMin), Height: int32(g.YMin) - int32(g.YMax),
	}
}
