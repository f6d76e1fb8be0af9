//go:build !headless

package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"quoth/annotate"
	"quoth/app/chart"
	"quoth/app/pigment"
	"quoth/app/ui/look"
)

// picture shows a chart, drawn at the size that it has on the screen.
type picture struct {
	widget.BaseWidget
	w     *window
	name  string // for the probe
	chart chart.Chart
	high  float32               // px
	cells *chart.Square         // where clicks mean cells
	cell  func(row, column int) // a click on one
	hint  func(row, column int) string
	image *canvas.Image
	drawn chart.Size
	dark  [2]bool // dark and contrast, as it is drawn
}

func newPicture(w *window, name string, high float32) *picture {
	p := &picture{w: w, name: name, high: high, image: canvas.NewImageFromImage(image.NewNRGBA(image.Rect(0, 0, 1, 1)))}
	p.image.FillMode = canvas.ImageFillStretch
	p.image.ScaleMode = canvas.ImageScalePixels
	p.ExtendBaseWidget(p)
	return p
}

// set shows another chart.
func (p *picture) set(c chart.Chart, high float32) {
	p.chart, p.high, p.drawn = c, high, chart.Size{}
	p.cells = nil
	if q, ok := c.(chart.Square); ok {
		p.cells = &q
	}
	p.Refresh()
}

// HeightFor implements control.Flow.
func (p *picture) HeightFor(float32) float32 { return p.high }

// paint draws the chart where its size or the colours have changed.
func (p *picture) paint() {
	s := p.Size()
	scale := float64(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		scale = float64(c.Scale())
	}
	size := chart.Size{Width: int(s.Width), Height: int(s.Height), Scale: scale}
	dark := [2]bool{look.IsDark(), look.IsContrast()}
	if p.chart == nil || size.Width < 80 || size.Height < 60 || size == p.drawn && dark == p.dark {
		return
	}
	p.drawn, p.dark = size, dark
	b, err := chart.Draw(p.chart, chart.PNG, size, chartPalette())
	if err != nil {
		p.w.bench.Tell(err)
		return
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		p.w.bench.Tell(err)
		return
	}
	p.image.Image = img
	p.image.Refresh()
}

// at returns the cell under a place of the picture.
func (p *picture) at(pos fyne.Position) (row, column int, ok bool) {
	if p.cells == nil || p.drawn.Width == 0 {
		return 0, 0, false
	}
	return p.cells.Grid(p.drawn).Cell(float64(pos.X), float64(pos.Y))
}

// Tapped implements fyne.Tappable.
func (p *picture) Tapped(ev *fyne.PointEvent) {
	if i, j, ok := p.at(ev.Position); ok && p.cell != nil {
		p.w.Clicking()
		p.cell(i, j)
		p.w.Clicked()
	}
}

// MouseIn implements desktop.Hoverable.
func (p *picture) MouseIn(ev *desktop.MouseEvent) { p.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (p *picture) MouseMoved(ev *desktop.MouseEvent) {
	if p.hint == nil {
		return
	}
	if i, j, ok := p.at(ev.Position); ok {
		p.w.dashboard.tell(p.hint(i, j))
	} else {
		p.w.dashboard.tell("")
	}
}

// MouseOut implements desktop.Hoverable.
func (p *picture) MouseOut() {
	if p.hint != nil {
		p.w.dashboard.tell("")
	}
}

// Cursor implements desktop.Cursorable.
func (p *picture) Cursor() desktop.Cursor {
	if p.cell != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer implements fyne.Widget.
func (p *picture) CreateRenderer() fyne.WidgetRenderer { return &pictureRenderer{p} }

type pictureRenderer struct{ p *picture }

func (r *pictureRenderer) Layout(size fyne.Size) {
	r.p.image.Resize(size)
	r.p.paint()
}

func (r *pictureRenderer) MinSize() fyne.Size           { return fyne.NewSize(120, r.p.high) }
func (r *pictureRenderer) Refresh()                     { r.p.paint() }
func (r *pictureRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.image} }
func (r *pictureRenderer) Destroy()                     {}

// chartHues are the colours of annotators and types in charts, told apart by everybody.
var chartHues = []string{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#8A6D3B", "#6B7280"}

// chartPalette is the colours of charts in the theme that is shown.
func chartPalette() chart.Palette {
	of := func(n fyne.ThemeColorName) color.NRGBA { return color.NRGBAModel.Convert(look.Of(n)).(color.NRGBA) }
	p := chart.Palette{
		Dark: look.IsDark(), Ground: of(look.Card), Ink: of(look.Ink), Faint: of(look.Faint), Line: of(look.Line),
		Empty: pigment.Mix(of(look.Card), of(look.Accent), 0.08), Full: of(look.Accent),
	}
	for _, h := range chartHues {
		p.Series = append(p.Series, look.TypeColor(h, look.IsDark(), look.IsContrast()))
	}
	p.Series = append(p.Series, pigment.Mix(of(look.Card), of(look.Faint), 0.45), of(look.Accent), of(look.Problem), of(look.Good))
	return p
}

// stateHue is which colour of the palette a state has, behind those of chartHues.
var stateHue = map[annotate.State]int{
	annotate.StateNew: len(chartHues), annotate.StateInProgress: len(chartHues) + 1, annotate.StateFlagged: len(chartHues) + 2, annotate.StateDone: len(chartHues) + 3,
}
