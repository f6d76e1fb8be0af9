package chart

import (
	"math"

	"github.com/go-analyze/charts"
)

// Series is numbers under one name, one for each label of its chart. NaN stands for none.
type Series struct {
	Name   string
	Values []float64
	Colour int // of the palette's series
}

// Bars are horizontal bars, one for each label and series; stacked they stand in one line.
type Bars struct {
	Labels  []string
	Series  []Series
	Stacked bool
	Whole   bool                   // they are counts
	High    float64                // the most that a number can be, where the scale ends; 0 for as far as the numbers go
	Words   func(v float64) string // how a number is written
}

// Lines are lines over labels in their order.
type Lines struct {
	Labels    []string
	Series    []Series
	Low, High float64 // of the scale; both 0 for as far as the numbers go
	Words     func(v float64) string
}

// measuring returns a sheet on which nothing is drawn.
func measuring(size Size) *sheet {
	if size.Scale <= 0 {
		size.Scale = 1
	}
	s := &sheet{scale: size.Scale, font: face(), width: dots(size.Width, size.Scale), height: dots(size.Height, size.Scale)}
	s.palette.Ink.A = 0xFF
	s.painter = charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: s.width, Height: s.height, Font: s.font})
	return s
}

// legend says which colour and shape is which series.
func (s *sheet) legend(names []string) charts.LegendOption {
	return charts.LegendOption{
		SeriesNames: names, FontStyle: s.letters(labelPx, s.palette.Ink), Show: charts.Ptr(len(names) > 1),
		Offset: charts.OffsetStr{Left: charts.PositionLeft}, Padding: charts.NewBox(0, 0, 0, s.px(4)),
	}
}

func (s *sheet) padding() charts.Box { return charts.NewBoxEqual(s.px(6)) }

func (s *sheet) coloured(series []Series) charts.ColorPalette {
	theme := s.theme()
	var use []charts.Color
	for _, x := range series {
		use = append(use, colour(s.palette.Series[x.Colour%len(s.palette.Series)]))
	}
	return theme.WithSeriesColors(use)
}

func (b Bars) draw(s *sheet) error {
	if len(b.Labels) == 0 || len(b.Series) == 0 {
		return nil
	}
	o := charts.BarChartOption{
		Horizontal: true, Theme: s.coloured(b.Series), Padding: s.padding(), StackSeries: charts.Ptr(b.Stacked),
		ValueFormatter: func(v float64) string { return b.Words(v) }, BarSize: 0.7,
	}
	// The library counts from the bottom, people read from the top.
	n := len(b.Labels)
	labels := make([]string, n)
	for i, l := range b.Labels {
		labels[n-1-i] = l
	}
	var names []string
	for _, x := range b.Series {
		values := make([]float64, n)
		for i, v := range x.Values {
			values[n-1-i] = number(v)
		}
		names = append(names, x.Name)
		label := charts.SeriesLabel{Show: charts.Ptr(!b.Stacked), FontStyle: s.letters(11, s.palette.Ink), ValueFormatter: o.ValueFormatter, Distance: s.px(4)}
		o.SeriesList = append(o.SeriesList, charts.BarSeries{Name: x.Name, Values: values, Label: label})
	}
	if b.Stacked {
		o.SeriesLabelPosition = ""
	}
	o.Legend = s.legend(names)
	if b.Stacked {
		o.Legend.Show = charts.Ptr(true) // of one part nothing else says what it is
	}
	o.CategoryAxis = charts.CategoryAxisOption{Labels: labels, LabelFontStyle: s.letters(labelPx, s.palette.Ink), LabelCount: n}
	axis := charts.ValueAxisOption{
		Min: charts.Ptr(0.0), Max: charts.Ptr(b.most()), RangeValuePaddingScale: charts.Ptr(0.0),
		LabelFontStyle: s.letters(11, s.palette.Faint), ValueFormatter: o.ValueFormatter, LabelCount: scaleSteps + 1,
	}
	if b.High > 0 { // one step more, without a number, is room for those behind the bars
		axis.Max, axis.LabelCount = charts.Ptr(b.High*(scaleSteps+1)/scaleSteps), scaleSteps+2
		axis.ValueFormatter = func(v float64) string {
			if v > b.High*1.01 {
				return ""
			}
			return b.Words(v)
		}
	}
	o.ValueAxis = []charts.ValueAxisOption{axis}
	return s.painter.BarChart(o)
}

const scaleSteps = 4 // that a scale is parted into

// most returns the end of the scale: beyond the longest bar, so that its number has room, and such that the steps are
// round numbers.
func (b Bars) most() float64 {
	most := 0.0
	for i := range b.Labels {
		sum := 0.0
		for _, x := range b.Series {
			if v := x.Values[i]; !math.IsNaN(v) {
				sum += v
				most = max(most, v)
			}
		}
		if b.Stacked {
			most = max(most, sum)
		}
	}
	if most == 0 {
		return scaleSteps
	}
	return roundEnd(most*1.02, b.Whole)
}

// roundEnd returns the end of a scale that is beyond the most there is and whose steps are round numbers, whole ones
// where that is asked for.
func roundEnd(most float64, whole bool) float64 {
	if most <= 0 {
		return scaleSteps
	}
	step := most / scaleSteps
	unit := math.Pow(10, math.Floor(math.Log10(step)))
	if whole {
		unit = max(unit, 1)
	}
	for _, k := range []float64{1, 2, 2.5, 5, 10} {
		if (!whole || unit > 1 || k != 2.5) && k*unit >= step {
			return k * unit * scaleSteps
		}
	}
	return most
}

// shapes are the points of lines, so that colour is not the only sign.
var shapes = []charts.SymbolShape{charts.SymbolDot, charts.SymbolSquare, charts.SymbolDiamond, charts.SymbolCircle}

func (l Lines) draw(s *sheet) error {
	if len(l.Labels) == 0 || len(l.Series) == 0 {
		return nil
	}
	o := charts.LineChartOption{
		Theme: s.coloured(l.Series), Padding: s.padding(), LineStrokeWidth: 2 * s.scale, ValueFormatter: func(v float64) string { return l.Words(v) },
	}
	var names []string
	for _, x := range l.Series {
		values := make([]float64, len(x.Values))
		for i, v := range x.Values {
			values[i] = number(v)
		}
		names = append(names, x.Name)
		o.SeriesList = append(o.SeriesList, charts.LineSeries{
			Name: x.Name, Values: values, Symbol: charts.Symbol{Shape: shapes[x.Colour%len(shapes)], Size: 4 * s.scale},
		})
	}
	o.Legend = s.legend(names)
	o.XAxis = charts.XAxisOption{Labels: l.Labels, LabelFontStyle: s.letters(11, s.palette.Faint), BoundaryGap: charts.Ptr(true)}
	y := charts.YAxisOption{LabelFontStyle: s.letters(11, s.palette.Faint), ValueFormatter: o.ValueFormatter, LabelCount: 5}
	if l.High > l.Low {
		y.Min, y.Max, y.RangeValuePaddingScale = charts.Ptr(l.Low), charts.Ptr(l.High), charts.Ptr(0.0)
	} else {
		most := 0.0
		for _, x := range l.Series {
			for _, v := range x.Values {
				if !math.IsNaN(v) {
					most = max(most, v)
				}
			}
		}
		y.Min, y.Max, y.RangeValuePaddingScale = charts.Ptr(0.0), charts.Ptr(roundEnd(most, false)), charts.Ptr(0.0)
	}
	o.YAxis = []charts.YAxisOption{y}
	return s.painter.LineChart(o)
}

// number is a number as the library wants it.
func number(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return charts.GetNullValue()
	}
	return v
}
