package figures

import (
	"context"
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/chart"
	"quoth/export/release"
)

// Summarized are the measures that a short account of agreement has: how much is the same, and how much of that is
// more than chance.
var Summarized = []review.Measure{review.F1Exact, review.Observed, review.Alpha}

// CardAgreement returns a table in Markdown of how far annotators agree, for the card of a dataset; "" where no article
// was worked on by two of them. Annotators that are none are all colleagues, and states that are none all. Of gold
// alone it is how far those agree of whose work it comes, in whatever state that is.
func CardAgreement(ctx context.Context, p *store.Project, annotators []annotate.AnnotatorID, states []annotate.State) (string, error) {
	list, err := p.Annotators(ctx)
	if err != nil {
		return "", err
	}
	var who []annotate.AnnotatorID
	between, gold := "Between", slices.Equal(annotators, []annotate.AnnotatorID{annotate.Gold})
	if gold {
		annotators, states, between = nil, nil, "Gold comes of the work of others. Between"
	}
	for _, a := range list {
		if len(annotators) == 0 || slices.Contains(annotators, a.ID) {
			who = append(who, a.ID)
		}
	}
	programs, err := p.Programs(ctx)
	if err != nil {
		return "", err
	}
	if who = Colleagues(who, programs); len(who) < 2 || gold && slices.Contains(who, annotate.Gold) {
		return "", nil
	}
	f, err := Read(ctx, p, Options{Annotators: who, States: states, Agreement: review.AgreeingOptions{Groups: []review.Group{review.GroupAll}}}, func(int, int) {})
	if err != nil || f.Compared == 0 {
		return "", err
	}
	var b strings.Builder
	articles := "articles"
	if f.Compared == 1 {
		articles = "article"
	}
	fmt.Fprintf(&b, "%s %d annotators in %d %s that two or more of them worked on. 1 is full agreement; of α, 0 is what chance would give.\n\n| compared | items |", between, len(who), f.Compared, articles)
	for _, m := range Summarized {
		fmt.Fprintf(&b, " %s |", Titles[m])
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", len(Summarized)) + "\n")
	for _, r := range f.Agreement {
		if r.Group != review.GroupAll {
			continue
		}
		fmt.Fprintf(&b, "| %s | %d |", strings.ReplaceAll(string(r.Topic), "|", "\\|"), r.Items)
		for _, m := range Summarized {
			value := ""
			for _, x := range r.Figures {
				if x.Measure == m && x.Defined() {
					value = strconv.FormatFloat(x.V, 'f', 3, 64)
				}
			}
			fmt.Fprintf(&b, " %s |", value)
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// DrawCounts draws a chart of a dataset's card as a PNG.
func DrawCounts(c release.Chart) ([]byte, error) {
	const width, row, above, leastHeight = 720, 24, 40, 80
	var names []string
	values := make([]float64, len(c.Bars))
	for i, b := range c.Bars {
		names = append(names, b.Label)
		values[i] = float64(b.N)
	}
	labels, _ := chart.Labels(names)
	bars := chart.Bars{
		Labels: labels, Whole: true, Words: func(v float64) string { return strconv.Itoa(int(v)) },
		Series: []chart.Series{{Name: c.Title, Values: values}},
	}
	return chart.Draw(bars, chart.PNG, chart.Size{Width: width, Height: max(leastHeight, above+row*len(c.Bars)), Scale: 2}, chart.Palette{
		Ground: color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, Ink: color.NRGBA{0x1F, 0x21, 0x24, 0xFF}, Faint: color.NRGBA{0x5A, 0x5F, 0x66, 0xFF},
		Line: color.NRGBA{0xDA, 0xDA, 0xD4, 0xFF}, Series: []color.NRGBA{{0x00, 0x72, 0xB2, 0xFF}},
	})
}
