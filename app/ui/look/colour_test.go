//go:build !headless

package look

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
)

func TestEveryInkReadsOnEveryGround(t *testing.T) {
	grounds := []fyne.ThemeColorName{Page, Side, Card, Hovered, Chosen}
	for name, set := range map[string]palette{"light": lightColors, "dark": darkColors} {
		for _, g := range grounds {
			if r := Contrast(set[Ink], set[g]); r < 7 {
				t.Errorf("%s: %s on %s has %.1f:1, less than 7:1", name, Ink, g, r)
			}
			for _, ink := range []fyne.ThemeColorName{Faint, Accent, Good, Problem} {
				if r := Contrast(set[ink], set[g]); r < 4.5 {
					t.Errorf("%s: %s on %s has %.2f:1, less than 4.5:1", name, ink, g, r)
				}
			}
		}
		if r := Contrast(set[OnFill], set[Accent]); r < 4.5 {
			t.Errorf("%s: words on a filled button have %.2f:1", name, r)
		}
	}
}

func TestTypeColoursReadInBothThemes(t *testing.T) {
	okabe := []string{"#0072B2", "#E69F00", "#009E73", "#56B4E9", "#6B7280", "#8A6D3B", "#CC79A7", "#D55E00", "#F0E442", "#000000", "#FFFFFF"}
	for _, c := range okabe {
		for dark, set := range map[bool]palette{false: lightColors, true: darkColors} {
			for _, g := range []fyne.ThemeColorName{Page, Side, Card} {
				if r := Contrast(TypeColor(c, dark), set[g]); r < 3 {
					t.Errorf("%s (dark %v) underlined on %s: %.2f:1", c, dark, g, r)
				}
				if r := Contrast(LetterColor(c, dark), set[g]); r < 4.5 {
					t.Errorf("%s (dark %v) as a letter on %s: %.2f:1", c, dark, g, r)
				}
			}
			fill := TypeColor(c, dark)
			if r := Contrast(OnColor(fill), fill); r < 4.5 {
				t.Errorf("a letter on %s (dark %v): %.2f:1", c, dark, r)
			}
		}
	}
}

func TestContrastOfBlackAndWhiteIs21(t *testing.T) {
	if r := Contrast(color.NRGBA{A: 255}, color.NRGBA{255, 255, 255, 255}); r < 20.99 || r > 21.01 {
		t.Fatalf("contrast of black and white is %v, want 21", r)
	}
}
