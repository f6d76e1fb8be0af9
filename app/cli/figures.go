package cli

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/figures"
)

// The figures that quoth agree can show.
const (
	showAgreement    = "agreement"
	showProgress     = "progress"
	showConfusion    = "confusion"
	showDistribution = "distribution"
	showSpeed        = "speed"
	showDrift        = "drift"
)

var shows = []string{showAgreement, showProgress, showConfusion, showDistribution, showSpeed, showDrift}

const mostConfused = 20 // pairs of labels that are printed of each topic without --all

// figureTable prints figures in a table.
func (p *program) figureTable(which string, f *figures.Figures, all bool) error {
	heading, lines := figureLines(which, f, !all)
	if len(lines) == 0 {
		return p.say("%s: nothing to show yet", which)
	}
	table := p.table()
	write := func(line []string) {
		for i, s := range line {
			if i > 0 {
				fmt.Fprint(table, "\t")
			}
			fmt.Fprint(table, name(s))
		}
		fmt.Fprintln(table)
	}
	write(heading)
	for _, line := range lines {
		write(line)
	}
	return table.Flush()
}

// figureLines returns figures as rows of words. Brief leaves out what both said alike, and what is rare, and rounds.
func figureLines(which string, f *figures.Figures, brief bool) (heading []string, lines [][]string) {
	number := exact
	if brief {
		number = func(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }
	}
	switch which {
	case showProgress:
		heading = []string{"annotator"}
		for _, s := range annotate.States {
			heading = append(heading, string(s))
		}
		heading = append(heading, "articles", "quotes", "cues", "mentions", "events")
		for _, x := range f.Progress {
			line := []string{string(x.Annotator)}
			for _, s := range annotate.States {
				line = append(line, strconv.Itoa(x.States[s]))
			}
			c := x.Counts
			lines = append(lines, append(line, strconv.Itoa(x.Total()), strconv.Itoa(c.Quotes), strconv.Itoa(c.Cues), strconv.Itoa(c.Mentions), strconv.Itoa(c.Events)))
		}
	case showConfusion:
		heading = []string{"compared", "annotator", "other", "says", "other says", "times"}
		said := f.Said()
		shown := map[review.Topic]int{}
		if brief {
			said = slices.DeleteFunc(said, func(s figures.Said) bool { return s.First == s.Second })
			slices.SortStableFunc(said, func(x, y figures.Said) int {
				if x.Topic != y.Topic {
					return 0
				}
				return cmp.Compare(y.Times, x.Times)
			})
		}
		for _, s := range said {
			if shown[s.Topic]++; brief && shown[s.Topic] > mostConfused {
				continue
			}
			lines = append(lines, []string{string(s.Topic), string(s.Pair[0]), string(s.Pair[1]), s.First, s.Second, strconv.Itoa(s.Times)})
		}
	case showDistribution:
		heading = []string{"annotator", "type", "times", "part"}
		for _, s := range f.Distribution {
			lines = append(lines, []string{string(s.Annotator), s.Type, strconv.Itoa(s.Times), number(s.Part)})
		}
	case showSpeed:
		heading = []string{"annotator", f.Period, "annotations", "actions", "seconds", "actions each", "seconds each"}
		each := func(v float64, ok bool) string {
			if !ok {
				return ""
			}
			return number(v)
		}
		for _, x := range f.Pace {
			from := "all"
			if !x.From.IsZero() {
				from = x.From.Format(time.DateOnly)
			}
			lines = append(lines, []string{string(x.Annotator), from, strconv.Itoa(x.Annotations), strconv.Itoa(x.Actions), number(x.Seconds), each(x.ActionsEach()), each(x.SecondsEach())})
		}
	case showDrift:
		heading = []string{"annotator", f.Period, "articles", "F1 overlap"}
		for _, x := range f.Drift {
			lines = append(lines, []string{string(x.Annotator), x.From.Format(time.DateOnly), strconv.Itoa(x.Articles), number(x.F1)})
		}
	}
	return heading, lines
}

func (p *program) figuresCSV(which string, f *figures.Figures) error {
	out := bufio.NewWriter(p.Out)
	w := csv.NewWriter(out)
	if which == showAgreement {
		agreementCSV(w, f.Agreement)
	} else {
		heading, lines := figureLines(which, f, false)
		w.Write(heading)
		for _, line := range lines {
			w.Write(line)
		}
	}
	if w.Flush(); w.Error() != nil {
		return w.Error()
	}
	return out.Flush()
}

// figuresFile is what "quoth agree --json" writes: of its lists those that were asked for.
type figuresFile struct {
	Project      string                 `json:"project"`
	Annotators   []annotate.AnnotatorID `json:"annotators"`
	Articles     int                    `json:"articles"` // that two or more worked on
	Rows         []agreementRow         `json:"rows,omitzero"`
	Progress     []progressJSON         `json:"progress,omitzero"`
	Confusion    []confusionJSON        `json:"confusion,omitzero"`
	Distribution []shareJSON            `json:"distribution,omitzero"`
	Period       string                 `json:"period,omitempty"` // of speed and drift: day, week or month
	Speed        []paceJSON             `json:"speed,omitzero"`
	Drift        []driftJSON            `json:"drift,omitzero"`
}

type progressJSON struct {
	Annotator annotate.AnnotatorID   `json:"annotator"`
	States    map[annotate.State]int `json:"states"`
	Kinds     map[annotate.Kind]int  `json:"kinds"`
}

type confusionJSON struct {
	Compared review.Topic            `json:"compared"`
	Pair     [2]annotate.AnnotatorID `json:"pair"`
	Said     [2]string               `json:"said"`
	Times    int                     `json:"times"`
}

type shareJSON struct {
	Annotator annotate.AnnotatorID `json:"annotator"`
	Type      string               `json:"type"`
	Times     int                  `json:"times"`
	Part      float64              `json:"part"`
}

type paceJSON struct {
	Annotator   annotate.AnnotatorID `json:"annotator"`
	From        string               `json:"from,omitempty"` // the first day of the period; not there for all of the time
	Actions     int                  `json:"actions"`
	Annotations int                  `json:"annotations"`
	Seconds     float64              `json:"seconds"`
}

type driftJSON struct {
	Annotator annotate.AnnotatorID `json:"annotator"`
	From      string               `json:"from"`
	Articles  int                  `json:"articles"`
	F1        float64              `json:"f1_overlap"`
}

func (p *program) figuresJSON(project *store.Project, show []string, f *figures.Figures) error {
	file := figuresFile{Project: project.Path(), Annotators: f.Annotators, Articles: f.Compared}
	for _, which := range show {
		switch which {
		case showAgreement:
			file.Rows = agreementRows(f.Agreement)
		case showProgress:
			file.Progress = []progressJSON{}
			for _, x := range f.Progress {
				states := map[annotate.State]int{}
				for _, s := range annotate.States {
					states[s] = x.States[s]
				}
				c := x.Counts
				file.Progress = append(file.Progress, progressJSON{x.Annotator, states, map[annotate.Kind]int{
					annotate.KindQuote: c.Quotes, annotate.KindCue: c.Cues, annotate.KindMention: c.Mentions, annotate.KindEvent: c.Events,
				}})
			}
		case showConfusion:
			file.Confusion = []confusionJSON{}
			for _, s := range f.Said() {
				file.Confusion = append(file.Confusion, confusionJSON{s.Topic, s.Pair, [2]string{s.First, s.Second}, s.Times})
			}
		case showDistribution:
			file.Distribution = []shareJSON{}
			for _, s := range f.Distribution {
				file.Distribution = append(file.Distribution, shareJSON(s))
			}
		case showSpeed:
			file.Period, file.Speed = f.Period, []paceJSON{}
			for _, x := range f.Pace {
				from := ""
				if !x.From.IsZero() {
					from = x.From.Format(time.DateOnly)
				}
				file.Speed = append(file.Speed, paceJSON{x.Annotator, from, x.Actions, x.Annotations, x.Seconds})
			}
		case showDrift:
			file.Period, file.Drift = f.Period, []driftJSON{}
			for _, x := range f.Drift {
				file.Drift = append(file.Drift, driftJSON{x.Annotator, x.From.Format(time.DateOnly), x.Articles, x.F1})
			}
		}
	}
	e := json.NewEncoder(p.Out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(file)
}
