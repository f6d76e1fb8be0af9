//go:build !headless

package control

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

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
	marked  bool
	drawn   scheme
}

// NewRow returns an empty row.
func NewRow(h Host) *Row {
	r := &Row{host: h}
	r.ExtendBaseWidget(r)
	return r
}

// Set replaces what the row shows.
func (r *Row) Set(it Item) {
	if now := schemeNow(); r.drawn != now || !it.equal(&r.Item) {
		r.Item, r.drawn = it, now
		r.Refresh()
	}
}

// equal reports whether both look the same.
func (it *Item) equal(o *Item) bool {
	return it.Icon == o.Icon && it.IconInk == o.IconInk && it.Letter == o.Letter && it.Key == o.Key && it.Hue == o.Hue &&
		slices.Equal(it.Title, o.Title) && slices.Equal(it.Second, o.Second) && slices.Equal(it.Trail, o.Trail) &&
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

// CreateRenderer implements fyne.Widget.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	x := &rowRenderer{
		r: r, ground: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		icon: canvas.NewImageFromResource(nil), chip: NewChip("", color.NRGBA{}),
		key: NewPhrase(0), title: NewPhrase(0), second: NewPhrase(look.SmallSize), trail: NewPhrase(look.SmallSize),
	}
	x.ground.CornerRadius = 5
	x.bar.CornerRadius = 1.5
	x.icon.FillMode = canvas.ImageFillContain
	x.update()
	return x
}

type rowRenderer struct {
	r                    *Row
	ground, bar          *canvas.Rectangle
	icon                 *canvas.Image
	chip                 *Chip
	title, second, trail *Phrase
	key                  *Phrase
}

const (
	rowSides float32 = 10
	rowSign  float32 = 16
	rowGap   float32 = 8
)

func (x *rowRenderer) MinSize() fyne.Size {
	h := x.title.MinSize().Height + 10
	if x.r.Item.Tight {
		h -= 4
	}
	if len(x.r.Item.Second) > 0 {
		h += x.second.MinSize().Height
	}
	return fyne.NewSize(60, h)
}

func (x *rowRenderer) Layout(size fyne.Size) {
	x.ground.Move(fyne.NewPos(4, 0))
	x.ground.Resize(fyne.NewSize(max(0, size.Width-8), size.Height))
	x.bar.Move(fyne.NewPos(4, 4))
	x.bar.Resize(fyne.NewSize(3, max(0, size.Height-8)))
	left := rowSides + 4
	lines := x.title.MinSize().Height
	below := float32(0)
	if len(x.r.Item.Second) > 0 {
		below = x.second.MinSize().Height
	}
	top := (size.Height - lines - below) / 2
	at := fyne.NewPos(left, top+(lines-rowSign)/2)
	x.icon.Move(at)
	x.icon.Resize(fyne.NewSquareSize(rowSign))
	x.chip.Move(at)
	x.chip.Resize(fyne.NewSquareSize(rowSign))
	x.key.Move(fyne.NewPos(left, top))
	x.key.Resize(fyne.NewSize(rowSign, lines))
	left += rowSign + rowGap
	right := size.Width - rowSides - 4
	if len(x.r.Item.Trail) > 0 {
		// The title goes first, but leaves the trail two fifths of the row.
		w := min(x.trail.Natural()+1, max((right-left)*0.4, right-left-rowGap-x.title.Natural()-1))
		x.trail.Resize(fyne.NewSize(w, lines))
		x.trail.Move(fyne.NewPos(right-w, top))
		right -= w + rowGap
	}
	x.title.Move(fyne.NewPos(left, top))
	x.title.Resize(fyne.NewSize(max(0, right-left), lines))
	x.second.Move(fyne.NewPos(left, top+lines))
	x.second.Resize(fyne.NewSize(max(0, size.Width-rowSides-4-left), below))
}

func (x *rowRenderer) update() {
	it := &x.r.Item
	x.ground.FillColor = color.Transparent
	switch {
	case it.Chosen:
		x.ground.FillColor = look.Of(look.Chosen)
	case x.r.hovered && x.r.Tapping != nil:
		x.ground.FillColor = look.Of(look.Hovered)
	}
	x.ground.StrokeWidth = 0
	if x.r.marked {
		x.ground.StrokeColor, x.ground.StrokeWidth = look.Of(look.Accent), 1
	}
	x.bar.Hidden = !it.Chosen
	x.bar.FillColor = look.Of(look.Accent)
	ink := it.IconInk
	if ink == "" {
		ink = look.Faint
	}
	x.icon.Hidden = it.Icon == ""
	if !x.icon.Hidden {
		showIcon(x.icon, look.Icon(it.Icon, look.Of(ink)))
	}
	x.chip.Hidden = it.Letter == ""
	x.chip.Letter, x.chip.Hue = it.Letter, it.Hue
	x.second.Hidden = len(it.Second) == 0
	x.trail.Hidden = len(it.Trail) == 0
	x.trail.Right = true
	x.title.Letters = 0
	if it.Tight {
		x.title.Letters = look.SmallSize + 1
	}
	x.key.Hidden = it.Key == ""
	x.key.Letters, x.key.runs = x.title.Letters, []Run{{Text: it.Key, Ink: look.Accent, Bold: true}}
	x.title.runs, x.second.runs, x.trail.runs = it.Title, it.Second, it.Trail
}

func (x *rowRenderer) Refresh() {
	x.update()
	x.Layout(x.r.Size())
	x.ground.Refresh()
	x.bar.Refresh()
	x.chip.Refresh()
	x.key.Refresh()
	x.title.Refresh()
	x.second.Refresh()
	x.trail.Refresh()
}

func (x *rowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.ground, x.bar, x.icon, x.chip, x.key, x.title, x.second, x.trail}
}
func (x *rowRenderer) Destroy() {}

// Chip is a type's letter on its colour.
type Chip struct {
	widget.BaseWidget
	Letter string
	Hue    color.NRGBA
}

// NewChip returns a chip.
func NewChip(letter string, hue color.NRGBA) *Chip {
	c := &Chip{Letter: letter, Hue: hue}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{c: c, ground: canvas.NewRectangle(c.Hue), letter: canvas.NewText(c.Letter, color.Black)}
	r.ground.CornerRadius = 4
	r.letter.TextStyle.Bold = true
	r.letter.Alignment = fyne.TextAlignCenter
	r.update()
	return r
}

type chipRenderer struct {
	c      *Chip
	ground *canvas.Rectangle
	letter *canvas.Text
}

func (r *chipRenderer) update() {
	r.ground.FillColor = r.c.Hue
	size := float32(10)
	if len([]rune(r.c.Letter)) > 1 {
		size = 8
	}
	showText(r.letter, r.c.Letter, size, r.letter.TextStyle, look.OnColor(r.c.Hue))
}

func (r *chipRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(rowSign) }

func (r *chipRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	h := fyne.MeasureText(r.letter.Text, r.letter.TextSize, r.letter.TextStyle).Height
	r.letter.Move(fyne.NewPos(0, (size.Height-h)/2))
	r.letter.Resize(fyne.NewSize(size.Width, h))
}

func (r *chipRenderer) Refresh() {
	r.update()
	r.Layout(r.c.Size())
	r.ground.Refresh()
}

func (r *chipRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground, r.letter} }
func (r *chipRenderer) Destroy()                     {}
