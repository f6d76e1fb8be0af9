package pigment

import (
	"image/color"
	"testing"
)

func TestContrastIsThatOfTheGuideline(t *testing.T) {
	black, white := color.NRGBA{A: 0xFF}, color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	for _, c := range []struct {
		a, b color.NRGBA
		want float64
	}{
		{black, white, 21}, {white, black, 21}, {white, white, 1},
		{color.NRGBA{0x76, 0x76, 0x76, 0xFF}, white, 4.54}, // the lightest grey that 4.5:1 allows on white
	} {
		if r := Contrast(c.a, c.b); r < c.want-0.01 || r > c.want+0.01 {
			t.Errorf("%v on %v: %.3f, not %.2f", c.a, c.b, r, c.want)
		}
	}
}

func TestWordsReadOnAnyColour(t *testing.T) {
	for i := range 1 << 12 {
		c := color.NRGBA{uint8(i>>8) * 17, uint8(i>>4&15) * 17, uint8(i&15) * 17, 0xFF}
		if r := Contrast(On(c), c); r < 4.5 {
			t.Fatalf("%v on %v: %.2f", On(c), c, r)
		}
	}
}
