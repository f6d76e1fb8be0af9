package paint

import (
	"image/color"

	"quoth/app/pigment"
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
	Thumb     color.NRGBA // the edge of the scroll bar; it is filled with a quarter of this

	QuoteAlpha uint8 // of a quote's tint
	ChipAlpha  uint8 // of an event's chip
	BackAlpha  uint8 // of marks that step back while a frame is shown that they are no part of

	LineRatio float64 // least contrast of lines with the page
	InkRatio  float64 // and of small print with all that lies behind it
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
		Thumb:      color.NRGBA{0x00, 0x00, 0x00, 0x90},
		QuoteAlpha: 0x38,
		ChipAlpha:  0x26,
		BackAlpha:  0x9F,
		LineRatio:  3,
		InkRatio:   4.5,
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
		Hit:        color.NRGBA{0x00, 0xB8, 0x86, 0x50},
		Hint:       color.NRGBA{0xFF, 0xE8, 0x5C, 0xFF},
		HintText:   color.NRGBA{0x17, 0x18, 0x1A, 0xFF},
		Thumb:      color.NRGBA{0xFF, 0xFF, 0xFF, 0x80},
		QuoteAlpha: 0x29,
		ChipAlpha:  0x2C,
		BackAlpha:  0x9F,
		LineRatio:  3,
		InkRatio:   4.5,
	}
}

// LightContrast is the light palette for people who need more contrast.
func LightContrast() Palette {
	return Palette{
		Page:       color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF},
		Text:       color.NRGBA{0x00, 0x00, 0x00, 0xFF},
		Muted:      color.NRGBA{0x1E, 0x20, 0x24, 0xFF},
		Accent:     color.NRGBA{0x00, 0x2F, 0x9C, 0xFF},
		Selection:  color.NRGBA{0x3B, 0x82, 0xF6, 0x60},
		Flash:      color.NRGBA{0xFF, 0xB0, 0x00, 0x80},
		Hit:        color.NRGBA{0x00, 0x9E, 0x73, 0x50},
		Hint:       color.NRGBA{0x00, 0x00, 0x00, 0xFF},
		HintText:   color.NRGBA{0xFF, 0xF2, 0x7A, 0xFF},
		Thumb:      color.NRGBA{0x00, 0x00, 0x00, 0xA0},
		QuoteAlpha: 0x58,
		ChipAlpha:  0x30,
		BackAlpha:  0xFF,
		LineRatio:  4.5,
		InkRatio:   7,
	}
}

// DarkContrast is the dark palette for people who need more contrast.
func DarkContrast() Palette {
	return Palette{
		Page:       color.NRGBA{0x00, 0x00, 0x00, 0xFF},
		Text:       color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF},
		Muted:      color.NRGBA{0xE4, 0xE4, 0xE6, 0xFF},
		Accent:     color.NRGBA{0xA8, 0xCC, 0xFF, 0xFF},
		Selection:  color.NRGBA{0x4A, 0x86, 0xF0, 0x50},
		Flash:      color.NRGBA{0xD8, 0x88, 0x10, 0x38},
		Hit:        color.NRGBA{0x00, 0xB8, 0x86, 0x58},
		Hint:       color.NRGBA{0xFF, 0xF0, 0x60, 0xFF},
		HintText:   color.NRGBA{0x00, 0x00, 0x00, 0xFF},
		Thumb:      color.NRGBA{0xFF, 0xFF, 0xFF, 0xB0},
		QuoteAlpha: 0x30,
		ChipAlpha:  0x34,
		BackAlpha:  0xFF,
		LineRatio:  4.5,
		InkRatio:   7,
	}
}

// Backgrounds returns all that may lie behind words where quotes and events have the given colours: the
// page, the tint of a quote (quotes within quotes are tinted once), what marks a hint, what was found, a
// flash or selected text, which take the place of these, and on each perhaps a chip.
func (p *Palette) Backgrounds(quote, event color.NRGBA) []color.NRGBA {
	grounds := p.grounds(quote)
	chip := p.Chip(event)
	for _, ground := range grounds {
		grounds = append(grounds, over(chip, ground))
	}
	return grounds
}

// grounds returns what chips may lie on.
func (p *Palette) grounds(quote color.NRGBA) []color.NRGBA {
	all := []color.NRGBA{p.Page, over(p.Tint(quote), p.Page)}
	for _, tint := range p.tints() {
		all = append(all, over(tint, p.Page))
	}
	return all
}

// Tint returns the wash behind a quote: its colour, as thin as words on it need.
func (p *Palette) Tint(c color.NRGBA) color.NRGBA { return p.thin(c, p.QuoteAlpha, p.Page) }

// Chip returns the wash behind an event's trigger.
func (p *Palette) Chip(c color.NRGBA) color.NRGBA {
	return p.thin(c, p.ChipAlpha, p.grounds(yellow)...)
}

// thin lowers the alpha of a colour until words can be read through it on all grounds.
func (p *Palette) thin(c color.NRGBA, alpha uint8, on ...color.NRGBA) color.NRGBA {
	for c = faint(c, alpha); c.A > 0; c.A-- {
		ok := true
		for _, ground := range on {
			bg := over(c, ground)
			ok = ok && pigment.Contrast(p.Text, bg) >= 7 && pigment.Contrast(p.Muted, bg) >= 4.5
		}
		if ok {
			break
		}
	}
	return c
}

// tints returns the passing colours that lie behind words, one at a time.
func (p *Palette) tints() []color.NRGBA {
	hint, chosen := p.Hint, p.Hint
	hint.A, chosen.A = hintTint, 2*hintTint
	return []color.NRGBA{hint, chosen, p.Hit, p.Flash, p.Selection}
}

// yellow is the colour of quotes in the built-in schema, which other colours must stand out on.
var yellow = color.NRGBA{0xF0, 0xE4, 0x42, 0xFF}

// Line bends the colour of a type until a line of it stands out on the page and on the tint of quotes.
func (p *Palette) Line(c color.NRGBA) color.NRGBA {
	return p.bend(c, p.LineRatio, p.Page, over(p.Tint(yellow), p.Page))
}

// Ink bends the colour of a type until small letters in it can be read on all that may lie behind them.
func (p *Palette) Ink(c color.NRGBA) color.NRGBA {
	return p.bend(c, p.InkRatio, p.Backgrounds(yellow, c)...)
}

func faint(c color.NRGBA, alpha uint8) color.NRGBA { c.A = alpha; return c }

// tone is what becomes of the colour of a type on a palette.
type tone struct{ line, ink, on, tint, chip color.NRGBA }

// tones keeps them: working one out takes some thousand powers.
type tones struct {
	palette Palette
	known   map[color.NRGBA]*tone
}

func (t *tones) of(c color.NRGBA, p *Palette) *tone {
	if t.known == nil || t.palette != *p || len(t.known) > 256 {
		t.palette, t.known = *p, map[color.NRGBA]*tone{}
	}
	k := t.known[c]
	if k == nil {
		k = &tone{line: p.Line(c), ink: p.Ink(c), tint: p.Tint(c), chip: p.Chip(c)}
		k.on = pigment.On(k.line)
		t.known[c] = k
	}
	return k
}

// bend mixes a colour with the text colour, as little as is needed for the contrast on all backgrounds.
func (p *Palette) bend(c color.NRGBA, ratio float64, on ...color.NRGBA) color.NRGBA {
	c.A = 0xFF
	for t := 0; t <= 20; t++ {
		m := pigment.Mix(c, p.Text, float64(t)/20)
		ok := true
		for _, bg := range on {
			ok = ok && pigment.Contrast(m, bg) >= ratio
		}
		if ok {
			return m
		}
	}
	return p.Text
}

// over lays a translucent colour on an opaque one.
func over(c, on color.NRGBA) color.NRGBA { return pigment.Mix(on, c, float64(c.A)/255) }
