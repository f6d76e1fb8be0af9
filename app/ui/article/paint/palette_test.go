package paint

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"quoth/app/pigment"
)

// the colours of the built-in types: person, org, place, group, role, date, cue, event, quote
var typeColors = []color.NRGBA{
	{0x00, 0x72, 0xB2, 255}, {0xE6, 0x9F, 0x00, 255}, {0x00, 0x9E, 0x73, 255}, {0x56, 0xB4, 0xE9, 255}, {0x6B, 0x72, 0x80, 255},
	{0x8A, 0x6D, 0x3B, 255}, {0xCC, 0x79, 0xA7, 255}, {0xD5, 0x5E, 0x00, 255}, {0xF0, 0xE4, 0x42, 255},
	// and what a user's schema may hold
	{0, 0, 0, 255}, {255, 255, 255, 255}, {255, 0, 0, 255}, {0, 0, 255, 255}, {127, 127, 127, 255},
}

var quoteYellow = color.NRGBA{0xF0, 0xE4, 0x42, 255}

func palettes() map[string]Palette {
	return map[string]Palette{"light": Light(), "dark": Dark(), "light, high contrast": LightContrast(), "dark, high contrast": DarkContrast()}
}

// least contrasts of what is read, by palette: body text, small print, lines.
func least(name string) (text, ink, line float64) {
	if strings.Contains(name, "contrast") {
		return 7, 7, 4.5
	}
	return 7, 4.5, 3
}

func TestEverythingCanBeReadOnAllThatMayLieBehindIt(t *testing.T) {
	for name, p := range palettes() {
		text, ink, _ := least(name)
		for _, c := range typeColors {
			for _, bg := range p.Backgrounds(quoteYellow, c) {
				if r := pigment.Contrast(p.Text, bg); r < text {
					t.Errorf("%s: text on %v (of %v) has %.2f:1", name, bg, c, r)
				}
				if r := pigment.Contrast(p.Muted, bg); r < 4.5 {
					t.Errorf("%s: muted text on %v (of %v) has %.2f:1", name, bg, c, r)
				}
				if r := pigment.Contrast(p.Ink(c), bg); r < ink {
					t.Errorf("%s: small print in %v on %v has %.2f:1", name, c, bg, r)
				}
			}
		}
		if r := pigment.Contrast(p.Muted, p.Page); r < 7 {
			t.Errorf("%s: muted text on the page has %.2f:1", name, r)
		}
		if r := pigment.Contrast(p.HintText, p.Hint); r < 7 {
			t.Errorf("%s: hint letters have %.2f:1", name, r)
		}
	}
}

func TestMarksStandOutFromThePageAndFromQuotes(t *testing.T) {
	for name, p := range palettes() {
		_, _, line := least(name)
		quoted := over(p.Tint(quoteYellow), p.Page)
		for _, c := range typeColors {
			for _, bg := range []color.NRGBA{p.Page, quoted} {
				if r := pigment.Contrast(p.Line(c), bg); r < line {
					t.Errorf("%s: a line of %v on %v has %.2f:1", name, c, bg, r)
				}
			}
			back := p.Line(c)
			back.A = p.BackAlpha
			for _, badge := range []color.NRGBA{p.Line(c), over(back, p.Page)} {
				if r := pigment.Contrast(pigment.On(badge), badge); r < 4.5 {
					t.Errorf("%s: a letter on a badge of %v has %.2f:1", name, c, r)
				}
			}
			if r := pigment.Contrast(over(back, p.Page), p.Page); r < line && strings.Contains(name, "contrast") {
				t.Errorf("%s: a line of %v that steps back has %.2f:1", name, c, r)
			}
		}
		for _, bg := range []color.NRGBA{p.Page, quoted} {
			if r := pigment.Contrast(p.Accent, bg); r < 4.5 {
				t.Errorf("%s: the accent on %v has %.2f:1", name, bg, r)
			}
		}
		if r := pigment.Contrast(over(p.Thumb, p.Page), p.Page); r < 3 {
			t.Errorf("%s: the scroll bar has %.2f:1", name, r)
		}
	}
}

// The types of the built-in schema are told apart by people who see no red or no green, as far as
// colours can; the letters say the rest. Distances are those of CIE 1976 between what such eyes see
// (Viénot, Brettel and Mollon 1999).
func TestTypesAreToldApartWithoutRedOrGreen(t *testing.T) {
	for name, p := range palettes() {
		for _, eye := range []string{"no red", "no green"} {
			for i, a := range typeColors[:4] { // person, org, place, group; role and date are greys
				for _, b := range typeColors[i+1 : 4] {
					if d := distance(seen(p.Line(a), eye), seen(p.Line(b), eye)); d < 8 {
						t.Errorf("%s, %s: %v and %v are %.1f apart", name, eye, a, b, d)
					}
				}
			}
		}
	}
}

// seen returns a colour as eyes without red or green cones see it.
func seen(c color.NRGBA, eye string) color.NRGBA {
	m := [3][3]float64{{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}}
	if eye == "no green" {
		m = [3][3]float64{{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}}
	}
	in := [3]float64{pigment.Linear(c.R), pigment.Linear(c.G), pigment.Linear(c.B)}
	var out [3]uint8
	for i := range m {
		x := min(max(m[i][0]*in[0]+m[i][1]*in[1]+m[i][2]*in[2], 0), 1)
		if x <= 0.0031308 {
			x *= 12.92
		} else {
			x = 1.055*math.Pow(x, 1/2.4) - 0.055
		}
		out[i] = uint8(math.Round(x * 255))
	}
	return color.NRGBA{out[0], out[1], out[2], 255}
}

// distance is CIE 1976 ΔE*ab.
func distance(a, b color.NRGBA) float64 {
	lab := func(c color.NRGBA) [3]float64 {
		r, g, bl := pigment.Linear(c.R), pigment.Linear(c.G), pigment.Linear(c.B)
		f := func(t float64) float64 {
			if t > 216.0/24389 {
				return math.Cbrt(t)
			}
			return (24389.0/27*t + 16) / 116
		}
		x, y, z := f((0.4124*r+0.3576*g+0.1805*bl)/0.95047), f(0.2126*r+0.7152*g+0.0722*bl), f((0.0193*r+0.1192*g+0.9505*bl)/1.08883)
		return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
	}
	p, q := lab(a), lab(b)
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}
