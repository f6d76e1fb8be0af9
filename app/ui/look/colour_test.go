//go:build !headless

package look

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"quoth/app/pigment"
)

func TestEveryInkReadsOnEveryGround(t *testing.T) {
	grounds := []fyne.ThemeColorName{Page, Side, Card, Hovered, Chosen}
	for _, dark := range []bool{false, true} {
		for _, contrast := range []bool{false, true} {
			name, set, least := fmt.Sprintf("dark %v, contrast %v", dark, contrast), *colours(dark, contrast), 4.5
			if contrast {
				least = 7
			}
			for _, g := range grounds {
				if r := pigment.Contrast(set[Ink], set[g]); r < 7 {
					t.Errorf("%s: %s on %s has %.1f:1, less than 7:1", name, Ink, g, r)
				}
				for _, ink := range []fyne.ThemeColorName{Faint, Accent, Good, Problem} {
					if r := pigment.Contrast(set[ink], set[g]); r < least {
						t.Errorf("%s: %s on %s has %.2f:1, less than %v:1", name, ink, g, r, least)
					}
				}
				if r := pigment.Contrast(set[Line], set[g]); contrast && r < 3 {
					t.Errorf("%s: %s on %s has %.2f:1, less than 3:1", name, Line, g, r)
				}
			}
			if r := pigment.Contrast(set[OnFill], set[Accent]); r < least {
				t.Errorf("%s: words on a filled button have %.2f:1", name, r)
			}
		}
	}
}

func TestTypeColoursReadInAllThemes(t *testing.T) {
	okabe := []string{"#0072B2", "#E69F00", "#009E73", "#56B4E9", "#6B7280", "#8A6D3B", "#CC79A7", "#D55E00", "#F0E442", "#000000", "#FFFFFF"}
	for _, c := range okabe {
		for _, dark := range []bool{false, true} {
			for _, contrast := range []bool{false, true} {
				fill, least := TypeColor(c, dark, contrast), 3.0
				if contrast {
					least = 4.5
				}
				for _, g := range []fyne.ThemeColorName{Page, Side, Card} {
					if r := pigment.Contrast(fill, (*colours(dark, contrast))[g]); r < least {
						t.Errorf("%s (dark %v, contrast %v) underlined on %s: %.2f:1", c, dark, contrast, g, r)
					}
				}
				if r := pigment.Contrast(pigment.On(fill), fill); r < 4.5 {
					t.Errorf("a letter on %s (dark %v, contrast %v): %.2f:1", c, dark, contrast, r)
				}
			}
		}
	}
}
