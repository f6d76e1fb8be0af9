//go:build !headless

package control

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"quoth/app/pigment"
	"quoth/app/ui/look"
)

// Item is what a [Row] shows: a sign in front, a title, something at the right end, and perhaps a
// second line.
type Item struct {
	Icon    string              // of look.Icon
	IconInk fyne.ThemeColorName // "" for look.Faint
	Letter  string              // on a chip of Hue, instead of an icon
	Hue     color.NRGBA
	Key     string // a key to press, instead of an icon
	Title   []Run
	Second  []Run
	Trail   []Run
	Cells   [][]Run // in the columns of the row's [Table], instead of title and trail
	Chosen  bool
	Tight   bool // lower, with smaller letters
}

// Row is one row of a list.
type Row struct {
	pointed
	Name    string // for the probe
	Item    Item
	Tapping func()
	host    Host
	table   *Table // whose columns its cells stand in; nil for none
	marked  bool
	scheme  scheme // as it is drawn
}

// NewRow returns an empty row.
func NewRow(h Host) *Row {
	r := &Row{host: h}
	r.ExtendBaseWidget(r)
	return r
}

// Set replaces what the row shows.
func (r *Row) Set(it Item) {
	if now := schemeNow(); r.scheme != now || !it.equal(&r.Item) {
		r.Item, r.scheme = it, now
		r.Refresh()
	}
}

// equal reports whether both look the same.
func (it *Item) equal(o *Item) bool {
	return it.Icon == o.Icon && it.IconInk == o.IconInk && it.Letter == o.Letter && it.Key == o.Key && it.Hue == o.Hue &&
		slices.EqualFunc(it.Cells, o.Cells, slices.Equal[[]Run]) && slices.Equal(it.Title, o.Title) && slices.Equal(it.Second, o.Second) && slices.Equal(it.Trail, o.Trail) &&
		it.Chosen == o.Chosen && it.Tight == o.Tight
}

// SetMarked shows that the keyboard is at the row, or not.
func (r *Row) SetMarked(on bool) {
	if r.marked != on {
		r.marked = on
		r.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (r *Row) Tapped(*fyne.PointEvent) {
	r.host.Clicking()
	if r.Tapping != nil {
		r.Tapping()
	}
	r.host.Clicked()
}

// Text returns what stands on the row: its title or its cells, its second line and its trail.
func (r *Row) Text() string {
	s := textOf(r.Item.Title)
	for _, c := range r.Item.Cells {
		s = strings.TrimPrefix(s+"\n"+textOf(c), "\n")
	}
	for _, more := range [][]Run{r.Item.Second, r.Item.Trail} {
		if len(more) > 0 {
			s += "\n" + textOf(more)
		}
	}
	return s
}

const (
	rowSides float32 = 10
	rowSign  float32 = 16
	rowGap   float32 = 8
)

// titleSize returns the size of the title's letters.
func (it *Item) titleSize() float32 {
	if it.Tight {
		return look.SmallSize + 1
	}
	return look.TextSize
}

// CreateRenderer implements fyne.Widget.
func (r *Row) CreateRenderer() fyne.WidgetRenderer { return newDrawnRenderer(r) }

func (r *Row) least() fyne.Size {
	h := textHeight(r.Item.titleSize()) + 10
	if r.Item.Tight {
		h -= 4
	}
	if len(r.Item.Second) > 0 {
		h += textHeight(look.SmallSize)
	}
	return fyne.NewSize(60, h)
}

func (r *Row) draw(b *brush, size fyne.Size) {
	it := &r.Item
	r.drawGround(b, size)
	line, below := textHeight(it.titleSize()), float32(0)
	if len(it.Second) > 0 {
		below = textHeight(look.SmallSize)
	}
	left, right := rowSides+4, size.Width-rowSides-4
	top := (size.Height - line - below) / 2
	at := fyne.NewPos(left, top+(line-rowSign)/2)
	switch {
	case it.Icon != "":
		ink := it.IconInk
		if ink == "" {
			ink = look.Faint
		}
		b.icon(look.Icon(it.Icon, look.Of(ink)), at, rowSign)
	case it.Letter != "":
		b.chip(it.Letter, it.Hue, at)
	case it.Key != "":
		b.phrase([]Run{{Text: it.Key, Ink: look.Accent, Bold: true}}, it.titleSize(), fyne.NewPos(left, top), rowSign, false)
	}
	left += rowSign + rowGap
	if r.table != nil && it.Cells != nil {
		for i, c := range it.Cells[:min(len(it.Cells), len(r.table.places))] {
			if p := r.table.places[i]; p.width > 0 {
				b.phrase(c, it.titleSize(), fyne.NewPos(p.x, top), p.width, p.right)
			}
		}
		return
	}
	if len(it.Second) > 0 {
		b.phrase(it.Second, look.SmallSize, fyne.NewPos(left, top+line), max(0, right-left), false)
	}
	if len(it.Trail) > 0 {
		// The title goes first, but leaves the trail two fifths of the row.
		w := min(widthOf(it.Trail, look.SmallSize)+1, max((right-left)*0.4, right-left-rowGap-widthOf(it.Title, it.titleSize())-1))
		b.phrase(it.Trail, look.SmallSize, fyne.NewPos(right-w, top+(line-textHeight(look.SmallSize))/2), w, true)
		right -= w + rowGap
	}
	b.phrase(it.Title, it.titleSize(), fyne.NewPos(left, top), max(0, right-left), false)
}

// drawGround says which row is chosen, under the pointer, or has the keyboard.
func (r *Row) drawGround(b *brush, size fyne.Size) {
	var ground, line color.Color = color.Transparent, color.Transparent
	switch {
	case r.Item.Chosen:
		ground = look.Of(look.Chosen)
	case r.hovered && r.Tapping != nil:
		ground = look.Of(look.Hovered)
	}
	if r.marked {
		line = look.Of(look.Accent)
	}
	b.plate(fyne.NewPos(4, 0), fyne.NewSize(max(0, size.Width-8), size.Height), 5, 1, ground, line)
	if r.Item.Chosen {
		b.plate(fyne.NewPos(4, 4), fyne.NewSize(3, max(0, size.Height-8)), 1.5, 0, look.Of(look.Accent), color.Transparent)
	}
}

// chip draws a type's letter on its colour.
func (b *brush) chip(letter string, hue color.NRGBA, at fyne.Position) {
	b.plate(at, fyne.NewSquareSize(rowSign), 4, 0, hue, color.Transparent)
	size := float32(10)
	if len([]rune(letter)) > 1 {
		size = 8
	}
	style := fyne.TextStyle{Bold: true}
	at = at.AddXY((rowSign-textWidth(letter, size, style))/2, (rowSign-lineOf(size, style).height)/2)
	b.write([]Run{{Text: letter, Bold: true, hue: pigment.On(hue)}}, size, at, false)
}
