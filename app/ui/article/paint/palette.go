package paint

import (
	"image/color"
	"math"
)

// Palette is the colours of the page.
type Palette struct {
	Page      color.NRGBA // opaque
	Text      color.NRGBA // opaque, 7:1 or better on every background
	Muted     color.NRGBA // opaque, 4.5:1 or better on every background, 7:1 on the page
	Accent    color.NRGBA // opaque: caret, outline of what is selected
	Selection color.NRGBA // tint of selected text
	Flash     color.NRGBA // tint of the place jumped to
	Hit       color.NRGBA // tint of what a search has found
	Hint      color.NRGBA // behind hint letters, opaque
	HintText  color.NRGBA
	Thumb     color.NRGBA // of the scroll bar

	QuoteAlpha uint8 // of a quote's tint
	ChipAlpha  uint8 // of an event's chip
}

// Light is the palette of the light theme.
func Light() Palette {
	return Palette{
		Page:       color.NRGBA{0xFA, 0xFA, 0xF7, 0xFF},
		Text:       color.NRGBA{0x1B, 0x1D, 0x21, 0xFF},
		Muted:      color.NRGBA{0x47, 0x4C, 0x55, 0xFF},
		Accent:     color.NRGBA{0x1F, 0x4E, 0x9E, 0xFF},
		Selection:  color.NRGBA{0x3B, 0x82, 0xF6, 0x48},
		Flash:      color.NRGBA{0xFF, 0xB0, 0x00, 0x70},
		Hit:        color.NRGBA{0x00, 0x9E, 0x73, 0x40},
		Hint:       color.NRGBA{0x1B, 0x1D, 0x21, 0xFF},
		HintText:   color.NRGBA{0xFF, 0xF2, 0x7A, 0xFF},
		Thumb:      color.NRGBA{0x00, 0x00, 0x00, 0x40},
		QuoteAlpha: 0x38,
		ChipAlpha:  0x26,
	}
}

// Dark is the palette of the dark theme.
func Dark() Palette {
	return Palette{
		Page:       color.NRGBA{0x17, 0x18, 0x1A, 0xFF},
		Text:       color.NRGBA{0xEC, 0xE9, 0xE2, 0xFF},
		Muted:      color.NRGBA{0xC0, 0xC0, 0xC2, 0xFF},
		Accent:     color.NRGBA{0x8A, 0xB8, 0xFF, 0xFF},
		Selection:  color.NRGBA{0x4A, 0x86, 0xF0, 0x40},
		Flash:      color.NRGBA{0xD8, 0x88, 0x10, 0x30},
		Hit:        color.NRGBA{0x00, 0xB8, 0x86, 0x2E},
		Hint:       color.NRGBA{0xFF, 0xE8, 0x5C, 0xFF},
		HintText:   color.NRGBA{0x17, 0x18, 0x1A, 0xFF},
		Thumb:      color.NRGBA{0xFF, 0xFF, 0xFF, 0x48},
		QuoteAlpha: 0x29,
		ChipAlpha:  0x2C,
	}
}

// Backgrounds returns what may lie behind words: the page, the tint of a quote in the given colour
// (quotes within quotes are tinted once), and on each of these a chip, selected text, a flash or what was found.
func (p *Palette) Backgrounds(quote, event color.NRGBA) []color.NRGBA {
	quote.A, event.A = p.QuoteAlpha, p.ChipAlpha
	var all []color.NRGBA
	for _, base := range []color.NRGBA{p.Page, over(quote, p.Page)} {
		all = append(all, base, over(event, base), over(p.Selection, base), over(p.Flash, base), over(p.Hit, base))
	}
	return all
}

// Line bends the colour of a type until a line of it stands out 3:1 on the page.
func (p *Palette) Line(c color.NRGBA) color.NRGBA { return p.bend(c, 3, p.Page) }

// Ink bends the colour of a type until small letters in it can be read, 4.5:1 or better, on the page,
// on its own tint and on the quotes' yellow.
func (p *Palette) Ink(c color.NRGBA) color.NRGBA {
	tint := c
	tint.A = p.ChipAlpha
	yellow := color.NRGBA{0xF0, 0xE4, 0x42, p.QuoteAlpha}
	bgs := []color.NRGBA{p.Page, over(tint, p.Page)}
	for _, base := range []color.NRGBA{p.Page, over(yellow, p.Page)} {
		bgs = append(bgs, base, over(p.Selection, base), over(p.Flash, base), over(p.Hit, base))
	}
	return p.bend(c, 4.5, bgs...)
}

// bend mixes a colour with the text colour, as little as is needed for the contrast on all backgrounds.
func (p *Palette) bend(c color.NRGBA, ratio float64, on ...color.NRGBA) color.NRGBA {
	c.A = 0xFF
	for t := 0; t <= 20; t++ {
		m := mix(c, p.Text, float64(t)/20)
		ok := true
		for _, bg := range on {
			ok = ok && Contrast(m, bg) >= ratio
		}
		if ok {
			return m
		}
	}
	return p.Text
}

// On returns black or white, whichever reads better on an opaque colour; that is never below 4.5:1.
func On(c color.NRGBA) color.NRGBA {
	black, white := color.NRGBA{0, 0, 0, 0xFF}, color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	if Contrast(black, c) >= Contrast(white, c) {
		return black
	}
	return white
}

func mix(a, b color.NRGBA, t float64) color.NRGBA {
	f := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-t) + float64(y)*t)) }
	return color.NRGBA{f(a.R, b.R), f(a.G, b.G), f(a.B, b.B), 0xFF}
}

// over lays a translucent colour on an opaque one.
func over(c, on color.NRGBA) color.NRGBA { return mix(on, c, float64(c.A)/255) }

// Contrast is the contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
func Contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.NRGBA) float64 {
	lin := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}
