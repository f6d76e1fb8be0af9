//go:build !headless

package look

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"quoth/app/pigment"
)

type palette map[fyne.ThemeColorName]color.NRGBA

var lightColors = complete(palette{
	Page:    hex("#FAFAF7"),
	Side:    hex("#F1F1ED"),
	Card:    hex("#FFFFFF"),
	Line:    hex("#DADAD4"),
	Ink:     hex("#1F2124"),
	Faint:   hex("#5A5F66"),
	Accent:  hex("#00619A"),
	OnFill:  hex("#FFFFFF"),
	Chosen:  hex("#DCE9F2"),
	Hovered: hex("#E6E6E1"),
	Good:    hex("#00684C"),
	Problem: hex("#A83F00"),
	Shade:   {0x20, 0x20, 0x1C, 0x38},
})

var darkColors = complete(palette{
	Page:    hex("#17181A"),
	Side:    hex("#1E2023"),
	Card:    hex("#26292D"),
	Line:    hex("#383C41"),
	Ink:     hex("#E6E6E3"),
	Faint:   hex("#A6ABB3"),
	Accent:  hex("#6CC3F2"),
	OnFill:  hex("#10202B"),
	Chosen:  hex("#21394A"),
	Hovered: hex("#2A2D31"),
	Good:    hex("#4CCBA0"),
	Problem: hex("#FF9A5C"),
	Shade:   {0x00, 0x00, 0x00, 0x80},
})

var lightContrast = complete(palette{
	Page:    hex("#FFFFFF"),
	Side:    hex("#FFFFFF"),
	Card:    hex("#FFFFFF"),
	Line:    hex("#6A6A66"),
	Ink:     hex("#000000"),
	Faint:   hex("#2E3136"),
	Accent:  hex("#00407A"),
	OnFill:  hex("#FFFFFF"),
	Chosen:  hex("#CFE6FA"),
	Hovered: hex("#E4E4DE"),
	Good:    hex("#004A36"),
	Problem: hex("#7A2A00"),
	Shade:   {0x00, 0x00, 0x00, 0x70},
})

var darkContrast = complete(palette{
	Page:    hex("#000000"),
	Side:    hex("#000000"),
	Card:    hex("#0C0D0F"),
	Line:    hex("#9A9EA4"),
	Ink:     hex("#FFFFFF"),
	Faint:   hex("#DCDEE2"),
	Accent:  hex("#8FD6FF"),
	OnFill:  hex("#000000"),
	Chosen:  hex("#0F3A58"),
	Hovered: hex("#26292D"),
	Good:    hex("#7CE8C2"),
	Problem: hex("#FFC29A"),
	Shade:   {0x00, 0x00, 0x00, 0xB0},
})

// colours returns the set of a variant.
func colours(dark, contrast bool) *palette {
	switch {
	case dark && contrast:
		return &darkContrast
	case dark:
		return &darkColors
	case contrast:
		return &lightContrast
	}
	return &lightColors
}

// complete adds the toolkit's own names, so that its widgets fit in.
func complete(p palette) palette {
	for name, from := range map[fyne.ThemeColorName]fyne.ThemeColorName{
		theme.ColorNameBackground:          Side,
		theme.ColorNameForeground:          Ink,
		theme.ColorNamePlaceHolder:         Faint,
		theme.ColorNameDisabled:            Faint,
		theme.ColorNamePrimary:             Accent,
		theme.ColorNameForegroundOnPrimary: OnFill,
		theme.ColorNameHyperlink:           Accent,
		theme.ColorNameHover:               Hovered,
		theme.ColorNamePressed:             Chosen,
		theme.ColorNameButton:              Card,
		theme.ColorNameInputBackground:     Card,
		theme.ColorNameInputBorder:         Line,
		theme.ColorNameMenuBackground:      Card,
		theme.ColorNameOverlayBackground:   Card,
		theme.ColorNameSeparator:           Line,
		theme.ColorNameHeaderBackground:    Side,
		theme.ColorNameSuccess:             Good,
		theme.ColorNameError:               Problem,
		theme.ColorNameWarning:             Problem,
		theme.ColorNameDisabledButton:      Side,
	} {
		p[name] = p[from]
	}
	p[theme.ColorNameFocus] = faded(p[Accent], 0x40)
	p[theme.ColorNameSelection] = faded(p[Accent], 0x48)
	p[theme.ColorNameScrollBar] = faded(p[Faint], 0x90)
	p[theme.ColorNameScrollBarBackground] = color.NRGBA{}
	p[theme.ColorNameShadow] = color.NRGBA{A: 0x38}
	return p
}

func faded(c color.NRGBA, alpha uint8) color.NRGBA { c.A = alpha; return c }

// hex reads "#RRGGBB"; anything else is grey.
func hex(s string) color.NRGBA {
	if len(s) == 7 && s[0] == '#' {
		if v, err := strconv.ParseUint(s[1:], 16, 24); err == nil {
			return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xFF}
		}
	}
	return color.NRGBA{0x80, 0x80, 0x80, 0xFF}
}

// TypeColor reads a schema's "#RRGGBB" and returns the nearest colour of its hue that stands out from
// the page by at least 3:1, which underlines and bars need; by 4.5:1 with high contrast. It moves the
// colour towards black on light grounds, towards white on dark ones, until that is so on the least
// favourable of the grounds that words lie on.
func TypeColor(schema string, dark, contrast bool) color.NRGBA {
	c, set, ratio, to := hex(schema), *colours(dark, contrast), 3.0, uint8(0)
	if contrast {
		ratio = 4.5
	}
	grounds := []color.NRGBA{set[Page], set[Side], set[Chosen]}
	if dark {
		grounds[1], to = set[Card], 0xFF
	}
	for i := 0; i <= 20; i++ {
		m := pigment.Mix(c, color.NRGBA{to, to, to, 0xFF}, float64(i)/20)
		enough := true
		for _, g := range grounds {
			enough = enough && pigment.Contrast(m, g) >= ratio
		}
		if enough {
			return m
		}
	}
	return color.NRGBA{to, to, to, 0xFF}
}

// TintColor reads a schema's "#RRGGBB" for washes behind words, which stay as they are: the view lays
// them on thinly enough for the words to read.
func TintColor(schema string) color.NRGBA { return hex(schema) }
