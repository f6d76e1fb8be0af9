//go:build !headless

package control

import (
	"fyne.io/fyne/v2"

	"quoth/app/ui/look"
)

// Plate is a rectangle in colours of the theme: a ground, a hairline, the bar of what is chosen.
type Plate struct {
	drawn
	Ground fyne.ThemeColorName // "" for none
	Edge   fyne.ThemeColorName // of one px, inside it; "" for none
	Radius float32             // of its corners
}

// NewPlate returns a rectangle of one colour.
func NewPlate(ground fyne.ThemeColorName) *Plate { return NewCard(ground, "", 0) }

// NewCard returns a rectangle with an edge and rounded corners.
func NewCard(ground, edge fyne.ThemeColorName, radius float32) *Plate {
	p := &Plate{Ground: ground, Edge: edge, Radius: radius}
	p.ExtendBaseWidget(p)
	return p
}

// Set gives the plate other colours.
func (p *Plate) Set(ground, edge fyne.ThemeColorName) {
	if p.Ground != ground || p.Edge != edge {
		p.Ground, p.Edge = ground, edge
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Plate) CreateRenderer() fyne.WidgetRenderer { return newDrawnRenderer(p) }

func (p *Plate) least() fyne.Size { return fyne.Size{} }

func (p *Plate) draw(b *brush, size fyne.Size) {
	b.plate(fyne.Position{}, size, p.Radius, 1, shade(p.Ground), shade(p.Edge))
}

// Sign is an icon that stands by itself.
type Sign struct {
	drawn
	Icon string // of look.Icon
	Ink  fyne.ThemeColorName
}

// NewSign returns an icon.
func NewSign(icon string, ink fyne.ThemeColorName) *Sign {
	s := &Sign{Icon: icon, Ink: ink}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows another icon.
func (s *Sign) Set(icon string, ink fyne.ThemeColorName) {
	if s.Icon != icon || s.Ink != ink {
		s.Icon, s.Ink = icon, ink
		s.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Sign) CreateRenderer() fyne.WidgetRenderer { return newDrawnRenderer(s) }

func (s *Sign) least() fyne.Size { return fyne.NewSquareSize(rowSign) }

func (s *Sign) draw(b *brush, size fyne.Size) {
	b.icon(look.Icon(s.Icon, look.Of(s.Ink)), fyne.Position{}, min(size.Width, size.Height))
}
