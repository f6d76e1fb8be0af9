package paint

import (
	"bytes"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"

	"quoth/app/ui/article/layout"
)

// coloured paints a table as if the letter H of the serif face were described by it.
func coloured(t *testing.T, p tables.PaintTable) *stencil {
	f := testFonts(t)
	face := serif(t)
	face.CPAL = font.CPAL{{{Red: 255, Alpha: 255}, {Blue: 255, Alpha: 255}, {Green: 255, Alpha: 128}}}
	w := f.Shape("H", layout.Regular, 40)
	k := glyphKey{id: w.Glyphs[0].ID, face: 0, size: 40 * sizeParts}
	s := colour(face, k, font.GlyphColor{Paint: p})
	if s == nil {
		t.Fatal("nothing is painted")
	}
	return s
}

// serif is the serif face with all that is in its file.
func serif(t *testing.T) *font.Face {
	f, err := font.ParseTTF(bytes.NewReader(fontFile(t, "SourceSerif4_400Regular.ttf")))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func glyphH(t *testing.T) uint16 {
	return uint16(testFonts(t).Shape("H", layout.Regular, 40).Glyphs[0].ID)
}

// sum adds up the primaries of the left and of the right half of what a stencil shows.
func (s *stencil) sum() (left, right [4]int) {
	least, most := s.w, 0
	for x := range s.w {
		for y := range s.h {
			if s.rgba.RGBAAt(x, y).A > 0 {
				least, most = min(least, x), max(most, x)
			}
		}
	}
	for y := range s.h {
		for x := range s.w {
			c := s.rgba.RGBAAt(x, y)
			to := &left
			if x > (least+most)/2 {
				to = &right
			}
			for i, v := range []uint8{c.R, c.G, c.B, c.A} {
				to[i] += int(v)
			}
		}
	}
	return left, right
}

func TestLayersOfColourHaveTheShapeAndColourTheFontSays(t *testing.T) {
	h := glyphH(t)
	for name, p := range map[string]tables.PaintTable{
		"version 0": tables.PaintColrLayersResolved{{GlyphID: h, PaletteIndex: 0}},
		"version 1": tables.PaintGlyph{GlyphID: h, Paint: tables.PaintSolid{PaletteIndex: 0, Alpha: 1 << 14}},
	} {
		left, right := coloured(t, p).sum()
		red, alpha := left[0]+right[0], left[3]+right[3]
		if red == 0 || red != alpha || left[1]+left[2] > 0 {
			t.Errorf("%s: %d red of a coverage of %d, the rest %v", name, red, alpha, left)
		}
		var g glyphs
		face := serif(t)
		d, _ := face.GlyphDataOutline(h)
		plain := 0
		for _, v := range g.outline(d, 40/float32(face.Upem()), 0).alpha {
			plain += int(v)
		}
		if alpha < plain*98/100 || alpha > plain*102/100 {
			t.Errorf("%s: it covers %d, the letter %d", name, alpha, plain)
		}
	}
}

func TestGradientsRunFromOneColourToTheOther(t *testing.T) {
	h := glyphH(t)
	stops := tables.ColorLine{ColorStops: []tables.ColorStop{{StopOffset: 0, PaletteIndex: 0, Alpha: 1 << 14}, {StopOffset: 1 << 14, PaletteIndex: 1, Alpha: 1 << 14}}}
	left, right := coloured(t, tables.PaintGlyph{GlyphID: h, Paint: tables.PaintLinearGradient{ColorLine: stops, X1: 760, Y2: 700}}).sum()
	if left[0] < 2*left[2] || right[2] < 2*right[0] {
		t.Errorf("left %v, right %v", left, right)
	}
	left, right = coloured(t, tables.PaintGlyph{GlyphID: h, Paint: tables.PaintRadialGradient{ColorLine: stops, X0: 0, Y0: 330, X1: 0, Y1: 330, Radius1: 760}}).sum()
	if left[0] < left[2] || right[2] < right[0] {
		t.Errorf("rings: left %v, right %v", left, right)
	}
}

func TestCompositionCutsOneLayerOutOfAnother(t *testing.T) {
	h := glyphH(t)
	red := tables.PaintGlyph{GlyphID: h, Paint: tables.PaintSolid{PaletteIndex: 0, Alpha: 1 << 14}}
	half := tables.PaintTranslate{Paint: red, Dx: 380}
	whole, _ := coloured(t, red).sum()
	left, right := coloured(t, tables.PaintComposite{SourcePaint: half, BackdropPaint: red, CompositeMode: tables.CompositeDestOut}).sum()
	if n := left[3] + right[3]; n == 0 || n >= 2*whole[3] {
		t.Errorf("%d is left of %d", n, 2*whole[3])
	}
}

// A broken font may nest paints without end.
func TestPaintsWithoutEndEnd(t *testing.T) {
	var p tables.PaintTable = tables.PaintSolid{PaletteIndex: 0, Alpha: 1 << 14}
	for range 60 {
		p = tables.PaintComposite{SourcePaint: p, BackdropPaint: p}
	}
	coloured(t, p)
}
