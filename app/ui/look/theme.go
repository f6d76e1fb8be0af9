//go:build !headless

// Package look is how Quoth looks: its colours in light and dark, each also with high contrast, its
// sizes, its icons.
//
// A [Theme] is a Fyne theme. It speaks Fyne's colour names and adds its own: the page that the
// article lies on, the side that everything else waits on, ink for words and faint for small words.
// Every pair of ink and ground that the program draws has a contrast of at least 4.5:1, and of 7:1 with
// high contrast; a test checks all of them. Spacing goes in steps of 4 px ([Step]).
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"quoth/app/pigment"
)

// Colours that Fyne has no name for.
const (
	Page    fyne.ThemeColorName = "quothPage"    // what the article lies on
	Side    fyne.ThemeColorName = "quothSide"    // queue, panel, toolbar and status line
	Card    fyne.ThemeColorName = "quothCard"    // an open card, a popup
	Line    fyne.ThemeColorName = "quothLine"    // hairlines between the panes and around cards
	Ink     fyne.ThemeColorName = "quothInk"     // words
	Faint   fyne.ThemeColorName = "quothFaint"   // small words: counts, keys, labels
	Accent  fyne.ThemeColorName = "quothAccent"  // what is chosen, and matched letters
	OnFill  fyne.ThemeColorName = "quothOnFill"  // words on a filled accent
	Chosen  fyne.ThemeColorName = "quothChosen"  // ground of the chosen row
	Hovered fyne.ThemeColorName = "quothHovered" // ground of the row under the pointer
	Good    fyne.ThemeColorName = "quothGood"    // done, saved
	Problem fyne.ThemeColorName = "quothProblem" // what went wrong, what is missing
	Shade   fyne.ThemeColorName = "quothShade"   // over the window while a dialog is open
)

// Step is the unit of spacing in px: gaps are one, two or three steps.
const Step float32 = 4

// Sizes of interface text in px.
const (
	TextSize    float32 = 13
	SmallSize   float32 = 11
	HeadingSize float32 = 20
)

// Choice is what the person wants: the system's variant, or always one.
type Choice string

// The three choices, as the settings store them.
const (
	System Choice = "system"
	Light  Choice = "light"
	Dark   Choice = "dark"
)

// Theme is Quoth's Fyne theme.
type Theme struct {
	Choice   Choice
	Contrast bool // more of it, in light and dark alike
}

// Variant says which of light and dark is shown, given what the system wants.
func (t Theme) Variant(system fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.Choice {
	case Light:
		return theme.VariantLight
	case Dark:
		return theme.VariantDark
	}
	return system
}

// Color implements fyne.Theme.
func (t Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	set := colours(t.Variant(system) == theme.VariantDark, t.Contrast)
	if c, ok := (*set)[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, t.Variant(system))
}

// Font implements fyne.Theme with the toolkit's own faces.
func (Theme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

// Icon implements fyne.Theme with the toolkit's own icons; ours are asked for with [Icon].
func (Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size implements fyne.Theme.
func (Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		return s
	}
	return theme.DefaultTheme().Size(name)
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNamePadding:            Step,
	theme.SizeNameInnerPadding:       6,
	theme.SizeNameText:               TextSize,
	theme.SizeNameCaptionText:        SmallSize,
	theme.SizeNameHeadingText:        HeadingSize,
	theme.SizeNameSubHeadingText:     15,
	theme.SizeNameInlineIcon:         16,
	theme.SizeNameLineSpacing:        3,
	theme.SizeNameScrollBar:          10,
	theme.SizeNameScrollBarSmall:     4,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        6,
	theme.SizeNameSelectionRadius:    4,
	theme.SizeNameModalBlurRadius:    0,
	theme.SizeNamePopupRadius:        8,
	theme.SizeNameMenuRadius:         8,
	theme.SizeNameButtonRadius:       6,
}

// Of returns the colour of a name as it is shown now; ours where another theme than ours is in force,
// which does not know our names.
func Of(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	if t, ours := s.Theme().(Theme); ours {
		return t.Color(name, s.ThemeVariant())
	}
	return Theme{}.Color(name, s.ThemeVariant())
}

// Dim is the colour of icons that cannot be pressed now: half way from faint to the ground.
func Dim() color.Color {
	opaque := func(name fyne.ThemeColorName) color.NRGBA { return color.NRGBAModel.Convert(Of(name)).(color.NRGBA) }
	return pigment.Mix(opaque(Faint), opaque(Side), 0.55)
}

// IsDark reports whether dark colours are shown now.
func IsDark() bool {
	r, g, b, _ := Of(Page).RGBA()
	return r+g+b < 3*0x8000
}

// IsContrast reports whether the colours of high contrast are shown now.
func IsContrast() bool {
	t, ours := fyne.CurrentApp().Settings().Theme().(Theme)
	return ours && t.Contrast
}
