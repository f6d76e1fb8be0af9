//go:build !headless

package ui

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/chart"
	"quoth/app/figures"
)

// What the dashboard's figures look like as charts.

// labelled are the annotators as charts write them; note says which names stand for which numbers.
type labelled struct {
	of   map[annotate.AnnotatorID]string
	hue  map[annotate.AnnotatorID]int
	note string
}

func labelsOf(ids []annotate.AnnotatorID) labelled {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	labels, numbered := chart.Labels(names)
	l := labelled{map[annotate.AnnotatorID]string{}, map[annotate.AnnotatorID]int{}, noteOf(numbered)}
	for i, id := range ids {
		l.of[id], l.hue[id] = labels[i], i%len(chartHues)
	}
	return l
}

// noteOf says which names stand for the numbers of a chart.
func noteOf(numbered map[string]string) string {
	var parts []string
	for label, name := range numbered {
		parts = append(parts, label+" is "+name)
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

func whole(v float64) string { return strconv.Itoa(int(math.Round(v))) }

// progressChart is how many articles each annotator has in each state.
func progressChart(f *figures.Figures) (chart.Bars, string) {
	var ids []annotate.AnnotatorID
	for _, p := range f.Progress {
		ids = append(ids, p.Annotator)
	}
	l := labelsOf(ids)
	b := chart.Bars{Stacked: true, Whole: true, Words: whole}
	for _, p := range f.Progress {
		b.Labels = append(b.Labels, fmt.Sprintf("%s · %d", l.of[p.Annotator], p.Total()))
	}
	for _, s := range []annotate.State{annotate.StateDone, annotate.StateFlagged, annotate.StateInProgress, annotate.StateNew} {
		x := chart.Series{Name: string(s), Colour: stateHue[s]}
		any := false
		for _, p := range f.Progress {
			x.Values = append(x.Values, float64(p.States[s]))
			any = any || p.States[s] > 0
		}
		if any {
			b.Series = append(b.Series, x)
		}
	}
	return b, l.note
}

// matrixChart is a measure of all pairs.
func matrixChart(f *figures.Figures, topic review.Topic, measure review.Measure) (chart.Square, string) {
	m := f.Matrix(topic, measure)
	l := labelsOf(m.Annotators)
	q := chart.Square{High: 1}
	for i, a := range m.Annotators {
		q.Labels = append(q.Labels, l.of[a])
		cells, words := make([]float64, len(m.Annotators)), make([]string, len(m.Annotators))
		for j, v := range m.Cells[i] {
			if cells[j] = math.NaN(); v.Defined() {
				cells[j], words[j] = v.V, fmt.Sprintf("%.2f", v.V)
			} else if i != j {
				words[j] = "–"
			}
		}
		q.Cells, q.Words = append(q.Cells, cells), append(q.Words, words)
	}
	return q, l.note
}

// mostLabels is how many labels a confusion shows.
const mostLabels = 9

// confusionChart is what was said instead of one another: the colour is the part of the row.
func confusionChart(f *figures.Figures, topic review.Topic, pair [2]annotate.AnnotatorID) (chart.Square, string) {
	c := f.Confusion(topic, pair, mostLabels)
	labels, numbered := chart.Labels(c.Labels)
	q := chart.Square{Labels: labels, High: 1, Rows: "one says", Columns: "another says"}
	if pair[0] != "" {
		l := labelsOf(f.Annotators)
		q.Rows, q.Columns = l.of[pair[0]]+" says", l.of[pair[1]]+" says"
	}
	for _, row := range c.Times {
		sum := 0
		for _, n := range row {
			sum += n
		}
		cells, words := make([]float64, len(row)), make([]string, len(row))
		for j, n := range row {
			if cells[j] = 0; n > 0 {
				cells[j], words[j] = float64(n)/float64(sum), strconv.Itoa(n)
			}
		}
		q.Cells, q.Words = append(q.Cells, cells), append(q.Words, words)
	}
	note := noteOf(numbered)
	if c.Left > 0 {
		note = strings.TrimPrefix(note+"; "+plural(c.Left, "rarer one is", "rarer ones are")+" left out", "; ")
	}
	return q, note
}

// mostTypes is how many types the distribution shows, and mostPeople of how many annotators.
const (
	mostTypes  = 10
	mostPeople = 6
)

// distributionChart is which part of what each annotator marked has which type.
func distributionChart(f *figures.Figures) (chart.Bars, string) {
	times, part := map[string]int{}, map[figures.Share]float64{}
	var ids []annotate.AnnotatorID
	for _, s := range f.Distribution {
		times[s.Type] += s.Times
		part[figures.Share{Annotator: s.Annotator, Type: s.Type}] = s.Part
		if !slices.Contains(ids, s.Annotator) {
			ids = append(ids, s.Annotator)
		}
	}
	var types []string
	for t := range times {
		types = append(types, t)
	}
	slices.SortFunc(types, func(x, y string) int {
		if times[x] != times[y] {
			return times[y] - times[x]
		}
		return strings.Compare(x, y)
	})
	l := labelsOf(ids)
	note := l.note
	if n := len(types) - mostTypes; n > 0 {
		types = types[:mostTypes]
		note = strings.TrimPrefix(note+"; "+plural(n, "rarer type is", "rarer types are")+" left out", "; ")
	}
	if n := len(ids) - mostPeople; n > 0 {
		ids = ids[:mostPeople]
		note = strings.TrimPrefix(note+"; "+plural(n, "annotator is", "annotators are")+" left out", "; ")
	}
	b := chart.Bars{Words: func(v float64) string { return fmt.Sprintf("%.3g %%", v) }}
	for _, t := range types {
		b.Labels = append(b.Labels, f.TypeName(t))
	}
	for _, id := range ids {
		x := chart.Series{Name: l.of[id], Colour: l.hue[id]}
		for _, t := range types {
			x.Values = append(x.Values, math.Round(1000*part[figures.Share{Annotator: id, Type: t}])/10)
		}
		b.Series = append(b.Series, x)
	}
	return b, note
}

// periodLabel writes a period by its first day.
func periodLabel(from time.Time, period string) string {
	if period == "month" {
		return from.Format("Jan 2006")
	}
	return from.Format("2 Jan")
}

// lines makes a line for each annotator over all periods of which there is a number.
func lines(period string, points []point) (chart.Lines, string) {
	var when []time.Time
	var ids []annotate.AnnotatorID
	for _, p := range points {
		if !slices.ContainsFunc(when, p.from.Equal) {
			when = append(when, p.from)
		}
		if !slices.Contains(ids, p.annotator) {
			ids = append(ids, p.annotator)
		}
	}
	slices.SortFunc(when, time.Time.Compare)
	slices.Sort(ids)
	l := labelsOf(ids)
	var c chart.Lines
	for _, t := range when {
		c.Labels = append(c.Labels, periodLabel(t, period))
	}
	for _, id := range ids {
		x := chart.Series{Name: l.of[id], Colour: l.hue[id], Values: make([]float64, len(when))}
		for i := range x.Values {
			x.Values[i] = math.NaN()
		}
		for _, p := range points {
			if p.annotator == id {
				x.Values[slices.IndexFunc(when, p.from.Equal)] = p.v
			}
		}
		c.Series = append(c.Series, x)
	}
	return c, l.note
}

// point is a number of an annotator in a period.
type point struct {
	annotator annotate.AnnotatorID
	from      time.Time
	v         float64
}

// paceChart is what an annotation cost: over time, or in all where there is one period alone.
func paceChart(f *figures.Figures, each func(figures.Pace) (float64, bool)) (chart.Chart, string) {
	var points, sums []point
	for _, p := range f.Pace {
		v, ok := each(p)
		switch {
		case !ok:
		case p.From.IsZero():
			sums = append(sums, point{p.Annotator, p.From, v})
		default:
			points = append(points, point{p.Annotator, p.From, v})
		}
	}
	words := func(v float64) string { return fmt.Sprintf("%.1f", v) }
	c, note := lines(f.Period, points)
	if c.Words = words; len(c.Labels) != 1 {
		return c, note
	}
	b, note := oneBarEach(sums)
	b.Words = words
	return b, note
}

// oneBarEach is a number for each annotator, where there is one period alone.
func oneBarEach(points []point) (chart.Bars, string) {
	b := chart.Bars{Series: []chart.Series{{Name: "each"}}}
	var ids []annotate.AnnotatorID
	for _, p := range points {
		ids = append(ids, p.annotator)
	}
	l := labelsOf(ids)
	for _, p := range points {
		b.Labels = append(b.Labels, l.of[p.annotator])
		b.Series[0].Values = append(b.Series[0].Values, p.v)
	}
	return b, l.note
}

// driftChart is how much each annotator agreed with the others over time, nil where that is not known.
func driftChart(f *figures.Figures) (chart.Chart, string) {
	var points []point
	for _, d := range f.Drift {
		points = append(points, point{d.Annotator, d.From, d.F1})
	}
	c, note := lines(f.Period, points)
	c.High, c.Words = 1, func(v float64) string { return fmt.Sprintf("%.2f", v) }
	switch len(c.Labels) {
	case 0:
		return nil, ""
	case 1:
		b, note := oneBarEach(points)
		b.High, b.Words = 1, c.Words
		return b, joined(". ", "All of it is of one "+f.Period+", "+c.Labels[0]+": later ones will show whether it changes", note)
	}
	least := 1.0
	for _, p := range points {
		least = min(least, p.v)
	}
	for _, from := range driftScales { // lines that all run along the top show nothing
		if least >= from {
			c.Low = from
			note = joined(". ", note, "The scale begins at "+c.Words(from))
			break
		}
	}
	return c, note
}

// driftScales are where the scale of drift may begin but at 0: four steps from there to 1 are numbers of two decimals.
var driftScales = []float64{0.96, 0.8, 0.6, 0.2}
