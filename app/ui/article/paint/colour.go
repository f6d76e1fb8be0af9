package paint

import (
	"image"
	"image/color"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
	"golang.org/x/image/vector"
)

// affine maps the units of a font to px: x' = xx·x + xy·y + dx, y' = yx·x + yy·y + dy.
type affine struct{ xx, xy, dx, yx, yy, dy float32 }

// then returns the map that does b first and then a.
func (a affine) then(b affine) affine {
	return affine{
		a.xx*b.xx + a.xy*b.yx, a.xx*b.xy + a.xy*b.yy, a.xx*b.dx + a.xy*b.dy + a.dx,
		a.yx*b.xx + a.yy*b.yx, a.yx*b.xy + a.yy*b.yy, a.yx*b.dx + a.yy*b.dy + a.dy,
	}
}

func (a affine) at(x, y float32) (float32, float32) {
	return a.xx*x + a.xy*y + a.dx, a.yx*x + a.yy*y + a.dy
}

// inverse returns the map back, and false where everything falls on one line.
func (a affine) inverse() (affine, bool) {
	d := a.xx*a.yy - a.xy*a.yx
	if d == 0 {
		return affine{}, false
	}
	b := affine{xx: a.yy / d, xy: -a.xy / d, yx: -a.yx / d, yy: a.xx / d}
	b.dx, b.dy = -(b.xx*a.dx + b.xy*a.dy), -(b.yx*a.dx + b.yy*a.dy)
	return b, true
}

// around returns the map that does a about a centre.
func around(x, y int16, a affine) affine {
	cx, cy := float32(x), float32(y)
	return affine{1, 0, cx, 0, 1, cy}.then(a).then(affine{1, 0, -cx, 0, 1, -cy})
}

func scaling(x, y tables.Fixed214) affine { return affine{xx: unit214(x), yy: unit214(y)} }

// rotation turns counter-clockwise by half turns.
func rotation(halves tables.Fixed214) affine {
	s, c := math.Sincos(float64(unit214(halves)) * math.Pi)
	return affine{xx: float32(c), xy: float32(-s), yx: float32(s), yy: float32(c)}
}

func skewing(x, y tables.Fixed214) affine {
	tan := func(v tables.Fixed214) float32 { return float32(math.Tan(float64(unit214(v)) * math.Pi)) }
	return affine{xx: 1, xy: -tan(x), yx: tan(y), yy: 1}
}

func unit214(v tables.Fixed214) float32 { return float32(v) / (1 << 14) }

// deepest bounds how far the paints of a glyph may nest: a font may be broken, or a trap.
const deepest = 32

// colours paints one glyph of layers (COLR, versions 0 and 1).
type colours struct {
	face    *font.Face
	palette []tables.ColorRecord
	w, h    int
	left    int // paints may be made yet: they can be shared, and so grow without bound
}

// layer is premultiplied colour.
type layer struct {
	pix  []float32 // r, g, b, a
	w, h int
}

func (c *colours) layer() *layer { return &layer{make([]float32, 4*c.w*c.h), c.w, c.h} }

// colour paints a glyph that its font describes as layers; nil where it is too large.
func colour(face *font.Face, k glyphKey, d font.GlyphColor) *stencil {
	em := k.em()
	if em > largestGlyph/2 || len(face.CPAL) == 0 {
		return nil
	}
	s := &stencil{w: em * 2, h: em * 2, dx: -em / 4, dy: -em * 3 / 2}
	c := &colours{face: face, palette: face.CPAL[0], w: s.w, h: s.h, left: 4000}
	scale := k.px() / float32(face.Upem())
	m := affine{xx: scale, dx: float32(-s.dx) + float32(k.sub)/subpixels, yy: -scale, dy: float32(-s.dy)}
	l := c.layer()
	c.paint(l, d.Paint, m, nil, 0)
	s.rgba = image.NewRGBA(image.Rect(0, 0, s.w, s.h))
	for i, v := range l.pix {
		s.rgba.Pix[i] = uint8(min(max(v, 0), 1)*255 + 0.5)
	}
	return s
}

// colourOf returns a colour of the palette, premultiplied; the last index means that of the text.
func (c *colours) colourOf(index uint16, alpha float32) [4]float32 {
	col := color.NRGBA{0x40, 0x40, 0x40, 0xFF}
	if int(index) < len(c.palette) {
		p := c.palette[index]
		col = color.NRGBA{p.Red, p.Green, p.Blue, p.Alpha}
	}
	a := float32(col.A) / 255 * min(max(alpha, 0), 1)
	return [4]float32{float32(col.R) / 255 * a, float32(col.G) / 255 * a, float32(col.B) / 255 * a, a}
}

// mask returns the coverage of a glyph's outline inside another mask, from 0 to 1.
func (c *colours) mask(gid tables.GlyphID, m affine, clip []float32) []float32 {
	out := make([]float32, c.w*c.h)
	d, ok := c.face.GlyphDataOutline(gid)
	if !ok {
		return out
	}
	var ras vector.Rasterizer
	ras.Reset(c.w, c.h)
	trace(&ras, d, m)
	a := image.NewAlpha(image.Rect(0, 0, c.w, c.h))
	ras.Draw(a, a.Rect, image.Opaque, image.Point{})
	for i, v := range a.Pix {
		out[i] = float32(v) / 255
		if clip != nil {
			out[i] *= clip[i]
		}
	}
	return out
}

// fill lays what shade says, premultiplied, over a layer inside a mask.
func (l *layer) fill(clip []float32, shade func(x, y float32) [4]float32) {
	for y := range l.h {
		for x := range l.w {
			i := y*l.w + x
			cover := float32(1)
			if clip != nil {
				if cover = clip[i]; cover == 0 {
					continue
				}
			}
			s := shade(float32(x)+0.5, float32(y)+0.5)
			p := l.pix[4*i : 4*i+4 : 4*i+4]
			rest := 1 - s[3]*cover
			for k := range p {
				p[k] = s[k]*cover + p[k]*rest
			}
		}
	}
}

// paint paints a table and what is below it.
func (c *colours) paint(l *layer, t tables.PaintTable, m affine, clip []float32, depth int) {
	if c.left--; depth > deepest || c.left < 0 {
		return
	}
	turned := func(t tables.PaintTable, by affine) { c.paint(l, t, m.then(by), clip, depth+1) }
	switch t := still(t).(type) {
	case tables.PaintColrLayersResolved: // version 0
		for _, part := range t {
			col := c.colourOf(part.PaletteIndex, 1)
			l.fill(c.mask(part.GlyphID, m, clip), func(_, _ float32) [4]float32 { return col })
		}
	case tables.PaintColrLayers:
		parts, err := c.face.COLR.LayerList.Resolve(t)
		if err != nil {
			return
		}
		for _, p := range parts {
			c.paint(l, p, m, clip, depth+1)
		}
	case tables.PaintSolid:
		col := c.colourOf(t.PaletteIndex, unit214(t.Alpha))
		l.fill(clip, func(_, _ float32) [4]float32 { return col })
	case tables.PaintLinearGradient, tables.PaintRadialGradient, tables.PaintSweepGradient:
		if back, ok := m.inverse(); ok {
			g := c.gradient(t)
			l.fill(clip, func(x, y float32) [4]float32 { return g(back.at(x, y)) })
		}
	case tables.PaintGlyph:
		c.paint(l, t.Paint, m, c.mask(t.GlyphID, m, clip), depth+1)
	case tables.PaintColrGlyph:
		if p, ok := c.face.COLR.Search(t.GlyphID); ok {
			c.paint(l, p, m, clip, depth+1)
		}
	case tables.PaintTransform:
		a := t.Transform
		turned(t.Paint, affine{a.Xx, a.Xy, a.Dx, a.Yx, a.Yy, a.Dy})
	case tables.PaintTranslate:
		turned(t.Paint, affine{1, 0, float32(t.Dx), 0, 1, float32(t.Dy)})
	case tables.PaintScale:
		turned(t.Paint, scaling(t.ScaleX, t.ScaleY))
	case tables.PaintScaleAroundCenter:
		turned(t.Paint, around(t.CenterX, t.CenterY, scaling(t.ScaleX, t.ScaleY)))
	case tables.PaintScaleUniform:
		turned(t.Paint, scaling(t.Scale, t.Scale))
	case tables.PaintScaleUniformAroundCenter:
		turned(t.Paint, around(t.CenterX, t.CenterY, scaling(t.Scale, t.Scale)))
	case tables.PaintRotate:
		turned(t.Paint, rotation(t.Angle))
	case tables.PaintRotateAroundCenter:
		turned(t.Paint, around(t.CenterX, t.CenterY, rotation(t.Angle)))
	case tables.PaintSkew:
		turned(t.Paint, skewing(t.XSkewAngle, t.YSkewAngle))
	case tables.PaintSkewAroundCenter:
		turned(t.Paint, around(t.CenterX, t.CenterY, skewing(t.XSkewAngle, t.YSkewAngle)))
	case tables.PaintComposite:
		below, above := c.layer(), c.layer()
		c.paint(below, t.BackdropPaint, m, clip, depth+1)
		c.paint(above, t.SourcePaint, m, clip, depth+1)
		below.compose(above, t.CompositeMode)
		l.fill(nil, func(x, y float32) [4]float32 { return [4]float32(below.pix[4*(int(y)*l.w+int(x)):]) })
	}
}

// still returns a paint without its variations: faces are used as they are by default.
func still(t tables.PaintTable) tables.PaintTable {
	line := func(v tables.VarColorLine) tables.ColorLine {
		c := tables.ColorLine{Extend: v.Extend}
		for _, s := range v.ColorStops {
			c.ColorStops = append(c.ColorStops, tables.ColorStop{StopOffset: s.StopOffset, PaletteIndex: s.PaletteIndex, Alpha: s.Alpha})
		}
		return c
	}
	switch t := t.(type) {
	case tables.PaintVarSolid:
		return tables.PaintSolid{PaletteIndex: t.PaletteIndex, Alpha: t.Alpha}
	case tables.PaintVarLinearGradient:
		return tables.PaintLinearGradient{ColorLine: line(t.ColorLine), X0: t.X0, Y0: t.Y0, X1: t.X1, Y1: t.Y1, X2: t.X2, Y2: t.Y2}
	case tables.PaintVarRadialGradient:
		return tables.PaintRadialGradient{ColorLine: line(t.ColorLine), X0: t.X0, Y0: t.Y0, Radius0: t.Radius0, X1: t.X1, Y1: t.Y1, Radius1: t.Radius1}
	case tables.PaintVarSweepGradient:
		return tables.PaintSweepGradient{ColorLine: line(t.ColorLine), CenterX: t.CenterX, CenterY: t.CenterY, StartAngle: t.StartAngle, EndAngle: t.EndAngle}
	case tables.PaintVarTransform:
		a := t.Transform
		return tables.PaintTransform{Paint: t.Paint, Transform: tables.Affine2x3{Xx: a.Xx, Yx: a.Yx, Xy: a.Xy, Yy: a.Yy, Dx: a.Dx, Dy: a.Dy}}
	case tables.PaintVarTranslate:
		return tables.PaintTranslate{Paint: t.Paint, Dx: t.Dx, Dy: t.Dy}
	case tables.PaintVarScale:
		return tables.PaintScale{Paint: t.Paint, ScaleX: t.ScaleX, ScaleY: t.ScaleY}
	case tables.PaintVarScaleAroundCenter:
		return tables.PaintScaleAroundCenter{Paint: t.Paint, ScaleX: t.ScaleX, ScaleY: t.ScaleY, CenterX: t.CenterX, CenterY: t.CenterY}
	case tables.PaintVarScaleUniform:
		return tables.PaintScaleUniform{Paint: t.Paint, Scale: t.Scale}
	case tables.PaintVarScaleUniformAroundCenter:
		return tables.PaintScaleUniformAroundCenter{Paint: t.Paint, Scale: t.Scale, CenterX: t.CenterX, CenterY: t.CenterY}
	case tables.PaintVarRotate:
		return tables.PaintRotate{Paint: t.Paint, Angle: t.Angle}
	case tables.PaintVarRotateAroundCenter:
		return tables.PaintRotateAroundCenter{Paint: t.Paint, Angle: t.Angle, CenterX: t.CenterX, CenterY: t.CenterY}
	case tables.PaintVarSkew:
		return tables.PaintSkew{Paint: t.Paint, XSkewAngle: t.XSkewAngle, YSkewAngle: t.YSkewAngle}
	case tables.PaintVarSkewAroundCenter:
		return tables.PaintSkewAroundCenter{Paint: t.Paint, XSkewAngle: t.XSkewAngle, YSkewAngle: t.YSkewAngle, CenterX: t.CenterX, CenterY: t.CenterY}
	}
	return t
}

// gradient returns the colour of each place, in the units of the font.
func (c *colours) gradient(t tables.PaintTable) func(x, y float32) [4]float32 {
	none := func(_, _ float32) [4]float32 { return [4]float32{} }
	switch t := t.(type) {
	case tables.PaintLinearGradient:
		at := c.line(t.ColorLine)
		x0, y0 := float32(t.X0), float32(t.Y0)
		dx, dy := float32(t.X1)-x0, float32(t.Y1)-y0
		// The colours run along the part of p0-p1 that is across p0-p2.
		rx, ry := float32(t.Y2)-y0, x0-float32(t.X2)
		if r := rx*rx + ry*ry; r > 0 {
			k := (dx*rx + dy*ry) / r
			dx, dy = rx*k, ry*k
		}
		d := dx*dx + dy*dy
		if d == 0 {
			return none
		}
		return func(x, y float32) [4]float32 { return at(((x-x0)*dx + (y-y0)*dy) / d) }
	case tables.PaintRadialGradient:
		at := c.line(t.ColorLine)
		x0, y0, r0 := float64(t.X0), float64(t.Y0), float64(t.Radius0)
		dx, dy, dr := float64(t.X1)-x0, float64(t.Y1)-y0, float64(t.Radius1)-r0
		a := dx*dx + dy*dy - dr*dr
		return func(x, y float32) [4]float32 { // the greatest circle of those from 0 to 1 that passes here
			px, py := float64(x)-x0, float64(y)-y0
			b, k := px*dx+py*dy+r0*dr, px*px+py*py-r0*r0
			var ts [2]float64
			if math.Abs(a) < 1e-9 {
				if b == 0 {
					return [4]float32{}
				}
				ts = [2]float64{k / (2 * b), k / (2 * b)}
			} else {
				q := b*b - a*k
				if q < 0 {
					return [4]float32{}
				}
				q = math.Sqrt(q)
				ts = [2]float64{max((b+q)/a, (b-q)/a), min((b+q)/a, (b-q)/a)}
			}
			for _, t := range ts {
				if r0+t*dr >= 0 {
					return at(float32(t))
				}
			}
			return [4]float32{}
		}
	case tables.PaintSweepGradient:
		at := c.line(t.ColorLine)
		from, to := float64(unit214(t.StartAngle)+1)/2, float64(unit214(t.EndAngle)+1)/2 // turns
		if from == to {
			return none
		}
		return func(x, y float32) [4]float32 {
			turn := math.Atan2(float64(y)-float64(t.CenterY), float64(x)-float64(t.CenterX)) / (2 * math.Pi)
			if turn < 0 {
				turn++
			}
			return at(float32((turn - from) / (to - from)))
		}
	}
	return none
}

// line returns the colours along a colour line.
func (c *colours) line(l tables.ColorLine) func(t float32) [4]float32 {
	n := len(l.ColorStops)
	if n == 0 {
		return func(float32) [4]float32 { return [4]float32{} }
	}
	at := make([]float32, n)
	cols := make([][4]float32, n)
	for i, s := range l.ColorStops {
		at[i] = unit214(s.StopOffset)
		cols[i] = c.colourOf(s.PaletteIndex, unit214(s.Alpha))
	}
	first, last := at[0], at[n-1]
	return func(t float32) [4]float32 {
		if span := last - first; span > 0 && l.Extend != tables.ExtendPad {
			u := float64((t - first) / span)
			k := math.Floor(u)
			u -= k
			if l.Extend == tables.ExtendReflect && int(k)&1 != 0 {
				u = 1 - u
			}
			t = first + float32(u)*span
		}
		if t <= first {
			return cols[0]
		}
		for i := 1; i < n; i++ {
			if t < at[i] {
				k := (t - at[i-1]) / (at[i] - at[i-1])
				var out [4]float32
				for j := range out {
					out[j] = cols[i-1][j]*(1-k) + cols[i][j]*k
				}
				return out
			}
		}
		return cols[n-1]
	}
}

// compose lays a layer onto l as the mode says. Modes that mix hues are taken as "over".
func (l *layer) compose(s *layer, mode tables.CompositeMode) {
	for i := 0; i < len(l.pix); i += 4 {
		sa, da := s.pix[i+3], l.pix[i+3]
		fs, fd := float32(1), 1-sa // Porter and Duff: how much of each stays
		var mix func(s, d float32) float32
		switch mode {
		case tables.CompositeClear:
			fs, fd = 0, 0
		case tables.CompositeSrc:
			fs, fd = 1, 0
		case tables.CompositeDest:
			fs, fd = 0, 1
		case tables.CompositeDestOver:
			fs, fd = 1-da, 1
		case tables.CompositeSrcIn:
			fs, fd = da, 0
		case tables.CompositeDestIn:
			fs, fd = 0, sa
		case tables.CompositeSrcOut:
			fs, fd = 1-da, 0
		case tables.CompositeDestOut:
			fs, fd = 0, 1-sa
		case tables.CompositeSrcAtop:
			fs, fd = da, 1-sa
		case tables.CompositeDestAtop:
			fs, fd = 1-da, sa
		case tables.CompositeXor:
			fs, fd = 1-da, 1-sa
		case tables.CompositePlus:
			fs, fd = 1, 1
		default:
			mix = mixes[mode]
		}
		for k := range 4 {
			sv, dv := s.pix[i+k], l.pix[i+k]
			v := sv*fs + dv*fd
			if mix != nil && k < 3 && sa > 0 && da > 0 {
				v = sv*(1-da) + dv*(1-sa) + sa*da*mix(sv/sa, dv/da)
			}
			l.pix[i+k] = min(v, 1)
		}
	}
}

// mixes are the modes that blend each primary by itself (W3C, Compositing and Blending Level 1).
var mixes = map[tables.CompositeMode]func(s, d float32) float32{
	tables.CompositeScreen:     func(s, d float32) float32 { return s + d - s*d },
	tables.CompositeOverlay:    func(s, d float32) float32 { return hardLight(d, s) },
	tables.CompositeDarken:     func(s, d float32) float32 { return min(s, d) },
	tables.CompositeLighten:    func(s, d float32) float32 { return max(s, d) },
	tables.CompositeHardLight:  hardLight,
	tables.CompositeDifference: func(s, d float32) float32 { return max(s-d, d-s) },
	tables.CompositeExclusion:  func(s, d float32) float32 { return s + d - 2*s*d },
	tables.CompositeMultiply:   func(s, d float32) float32 { return s * d },
	tables.CompositeColorDodge: func(s, d float32) float32 {
		switch {
		case d == 0:
			return 0
		case s >= 1:
			return 1
		}
		return min(1, d/(1-s))
	},
	tables.CompositeColorBurn: func(s, d float32) float32 {
		switch {
		case d >= 1:
			return 1
		case s <= 0:
			return 0
		}
		return 1 - min(1, (1-d)/s)
	},
	tables.CompositeSoftLight: func(s, d float32) float32 {
		if s <= 0.5 {
			return d - (1-2*s)*d*(1-d)
		}
		g := float32(math.Sqrt(float64(d)))
		if d <= 0.25 {
			g = ((16*d-12)*d + 4) * d
		}
		return d + (2*s-1)*(g-d)
	},
}

func hardLight(s, d float32) float32 {
	if s <= 0.5 {
		return 2 * s * d
	}
	return 1 - 2*(1-s)*(1-d)
}
