package paint

import (
	"image/color"
	"testing"
)

// the colours of the built-in types: person, org, place, group, role, date, cue, event, quote
var typeColors = []color.NRGBA{
	{0x00, 0x72, 0xB2, 255}, {0xE6, 0x9F, 0x00, 255}, {0x00, 0x9E, 0x73, 255}, {0x56, 0xB4, 0xE9, 255}, {0x6B, 0x72, 0x80, 255},
	{0x8A, 0x6D, 0x3B, 255}, {0xCC, 0x79, 0xA7, 255}, {0xD5, 0x5E, 0x00, 255}, {0xF0, 0xE4, 0x42, 255},
	// and what a user's schema may hold
	{0, 0, 0, 255}, {255, 255, 255, 255}, {255, 0, 0, 255}, {0, 0, 255, 255}, {127, 127, 127, 255},
}

var quoteYellow = color.NRGBA{0xF0, 0xE4, 0x42, 255}

func palettes() map[string]Palette { return map[string]Palette{"light": Light(), "dark": Dark()} }

func TestTextCanBeReadOnEveryBackground(t *testing.T) {
	for name, p := range palettes() {
		for _, event := range typeColors[:8] {
			for _, bg := range p.Backgrounds(quoteYellow, event) {
				if c := Contrast(p.Text, bg); c < 7 {
					t.Errorf("%s: text on %v has %.2f:1", name, bg, c)
				}
				if c := Contrast(p.Muted, bg); c < 4.5 {
					t.Errorf("%s: muted text on %v has %.2f:1", name, bg, c)
				}
			}
		}
		if c := Contrast(p.Muted, p.Page); c < 7 {
			t.Errorf("%s: muted text on the page has %.2f:1", name, c)
		}
	}
}

func TestLabelsCanBeReadOnEveryBackground(t *testing.T) {
	for name, p := range palettes() {
		for _, c := range typeColors {
			ink := p.Ink(c)
			for _, bg := range p.Backgrounds(quoteYellow, c)[:1] {
				if r := Contrast(ink, bg); r < 4.5 {
					t.Errorf("%s: label of %v on %v has %.2f:1", name, c, bg, r)
				}
			}
			base := p.Page
			tint := quoteYellow
			tint.A = p.QuoteAlpha
			for depth := range 2 {
				for _, bg := range []color.NRGBA{base, over(p.Selection, base), over(p.Flash, base), over(p.Hit, base)} {
					if r := Contrast(ink, bg); r < 4.5 {
						t.Errorf("%s: label of %v in %d quotes has %.2f:1", name, c, depth, r)
					}
				}
				base = over(tint, base)
			}
			if r := Contrast(On(p.Line(c)), p.Line(c)); r < 4.5 {
				t.Errorf("%s: letter on a badge of %v has %.2f:1", name, c, r)
			}
			if r := Contrast(p.Line(c), p.Page); r < 3 {
				t.Errorf("%s: line of %v has %.2f:1", name, c, r)
			}
		}
		if r := Contrast(p.HintText, p.Hint); r < 7 {
			t.Errorf("%s: hint letters have %.2f:1", name, r)
		}
		if r := Contrast(p.Accent, p.Page); r < 4.5 {
			t.Errorf("%s: accent has %.2f:1", name, r)
		}
	}
}
