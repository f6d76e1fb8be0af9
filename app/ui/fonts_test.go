//go:build !headless

package ui

import (
	"bytes"
	"slices"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"

	"quoth/app/ui/article/layout"
	"quoth/app/ui/control"
	"quoth/assets"
)

func TestFacesLookAsInTheirFiles(t *testing.T) {
	words, mono, _ := control.Faces()
	for i, file := range [][]byte{
		assets.SerifRegular, assets.SerifSemiBold, assets.SerifItalic, assets.SansRegular, assets.SansSemiBold, assets.SansItalic,
		words.Regular, words.Bold, words.Italic, mono,
	} {
		whole, err := font.ParseTTF(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		fonts, err := layout.NewFonts(layout.Faces{Serif: layout.Type{Regular: file}})
		if err != nil {
			t.Fatal(err)
		}
		others := 0
		for id := font.GID(0); int(id) < glyphsOf(file); id++ {
			want, _ := whole.GlyphData(id).(font.GlyphOutline)
			got, ok := fonts.Outline(0, id)
			if !ok {
				t.Fatalf("face %d is not read glyph by glyph", i)
			}
			if !slices.Equal(got.Segments, want.Segments) {
				others++
			}
		}
		if others > 0 {
			t.Errorf("of face %d %d glyphs look otherwise", i, others)
		}
		a, b := harfbuzz.NewFont(whole), harfbuzz.NewFont(fonts.Face(0))
		for _, letter := range "aiļŊyЖдѣωάΐ" {
			for mark := rune(0x300); mark < 0x370; mark += 3 {
				if !slices.Equal(shaped(a, letter, mark), shaped(b, letter, mark)) {
					t.Errorf("face %d sets %c with %U otherwise", i, letter, mark)
				}
			}
		}
	}
}

// glyphsOf returns how many glyphs a TrueType file has.
func glyphsOf(file []byte) int {
	for at := 12; ; at += 16 {
		if string(file[at:at+4]) == "maxp" {
			from := int(file[at+9])<<16 | int(file[at+10])<<8 | int(file[at+11])
			return int(file[from+4])<<8 | int(file[from+5])
		}
	}
}

func shaped(f *harfbuzz.Font, letters ...rune) []harfbuzz.GlyphPosition {
	b := harfbuzz.NewBuffer()
	b.AddRunes(letters, 0, -1)
	b.Props.Direction, b.Props.Script = harfbuzz.LeftToRight, language.LookupScript(letters[0])
	b.Shape(f, nil)
	return b.Pos
}
