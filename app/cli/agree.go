package cli

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/figures"
	"quoth/export"
)

// agreeing is what "quoth agree" was asked.
type agreeing struct {
	choice        choice
	types, by     []string
	groups        []review.Group // those that by names
	gamma         bool
	draws         int
	seed          uint64
	asCSV, asJSON bool
	all           bool     // the long tables
	show          []string // which figures
}

func (p *program) agreeCommand() *cobra.Command {
	var x agreeing
	cmd := &cobra.Command{
		Use:   "agree PROJECT",
		Short: "Measure how much annotators agree",
		Long: `Measure how much annotators agree in the articles that two or more of them worked on. Their sets are put
side by side object by object: a quote with its speaker and cue is one object.

What is compared:
  marks                 what is marked, and as which type; leaving a thing unmarked counts like a type
  type                  the type of what two or more marked
  quote content         what is a quote, and where it begins and ends
  quote speaker         the words that fill the role (and so for cue and addressee)
  quote speaker entity  who that is: "he" and "Ana Díaz" agree where they are the same person
  event trigger, event type, event arguments

How:
  F1 exact, F1 overlap  the same words; words in common. Needs no idea of chance
  observed              how often two gave the same label
  κ, Fleiss' κ          Cohen 1960 (for more than two the mean of the pairs); Fleiss 1971
  AC1                   Gwet 2008
  α, α_u                Krippendorff 2011, of labels; 1995, of sections of the text
  γ                     Mathet, Widlöcher and Métivier 2015; with --gamma only, for it draws random sets

Gold and programs are left out, unless --annotator names them: gold comes of what the others marked. The matrix has
gold in pairs, in articles of which the review is done.

1 is full agreement, 0 what chance would give. The interval holds 95 of 100 measures of data drawn anew
from the articles, or from their paragraphs where there are fewer than twenty. The same seed gives the same
numbers. It prints a summary: the overall figures, and where agreement is weakest. --all and --by print
tables of every measure. On a terminal the tables are set in columns; elsewhere the columns are parted by tabs.

--show prints other figures instead of or beside it, the same that the window draws as charts:
  progress      how many articles each annotator has in each state
  confusion     what one annotator calls this and another that: types, and the speakers of quotes
  distribution  how often each annotator used each type
  speed         actions and seconds per annotation, by day, week or month
  drift         F1 overlap of each annotator with all others over time, by when an article was changed last`,
		Example: `  quoth agree news.quoth
  quoth agree news.quoth --all
  quoth agree news.quoth --annotator ana --annotator ben --state done
  quoth agree news.quoth --by document --type quote
  quoth agree news.quoth --csv > agreement.csv
  quoth agree news.quoth --show confusion,drift
  quoth agree news.quoth --show speed --csv > speed.csv`,
		Args: needs(1, 1, "name the project: quoth agree PROJECT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			sel, err := x.choice.selection()
			if err != nil {
				return err
			}
			x.all = x.all || cmd.Flags().Changed("by")
			if err := x.check(); err != nil {
				return err
			}
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				return p.agree(cmd.Context(), project, &x, sel)
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	x.choice.flags(cmd)
	f.StringArrayVar(&x.types, "type", nil, "only what somebody gave this `TYPE`; may be given several times")
	f.StringSliceVar(&x.by, "by", []string{"all", "pair", "type"}, "for what there are numbers: `GROUP`s of "+groupNames())
	f.BoolVar(&x.gamma, "gamma", false, "also measure γ, which takes much longer")
	f.IntVar(&x.draws, "draws", 500, "how often the data is drawn anew for the intervals; 0 for none")
	f.Uint64Var(&x.seed, "seed", 1, "what the draws begin with")
	f.BoolVar(&x.all, "all", false, "print every measure in tables; without it, and without --by, a short summary")
	f.StringSliceVar(&x.show, "show", []string{showAgreement}, "which `FIGURES`: "+strings.Join(shows, ", ")+", or all")
	f.BoolVar(&x.asCSV, "csv", false, "write CSV, one figure a line")
	f.BoolVar(&x.asJSON, "json", false, "write JSON, for scripts")
	return cmd
}

var agreeGroups = []review.Group{review.GroupAll, review.GroupPair, review.GroupType, review.GroupDocument}

func groupNames() string {
	var names []string
	for _, g := range agreeGroups {
		names = append(names, string(g))
	}
	return strings.Join(names, ", ")
}

// compares reports whether what is asked needs the sets of two annotators.
func (x *agreeing) compares() bool {
	return slices.ContainsFunc(x.show, func(which string) bool {
		return which == showAgreement || which == showConfusion || which == showDrift
	})
}

func (x *agreeing) check() error {
	if x.asCSV && x.asJSON {
		return usagef("give --csv or --json, not both")
	}
	if slices.Contains(x.show, "all") {
		x.show = shows
	}
	for _, which := range x.show {
		if !slices.Contains(shows, which) {
			return usagef("there are no figures %q; there are: %s, or all", which, strings.Join(shows, ", "))
		}
	}
	if x.asCSV && len(x.show) != 1 {
		return usagef("CSV is one table: give --show with one of %s", strings.Join(shows, ", "))
	}
	if x.draws < 0 {
		return usagef("--draws is how often to draw; it cannot be %d", x.draws)
	}
	for _, by := range x.by {
		if !slices.Contains(agreeGroups, review.Group(by)) {
			return usagef("there is no group %q; there are: %s", by, groupNames())
		}
		x.groups = append(x.groups, review.Group(by))
	}
	return nil
}

func (p *program) agree(ctx context.Context, project *store.Project, x *agreeing, sel export.Selection) error {
	if err := known(ctx, project, sel); err != nil {
		return err
	}
	schema := project.Schema()
	for _, t := range x.types {
		if schema.Type(t) == nil {
			var keys []string
			for _, t := range schema.Types {
				keys = append(keys, t.Key)
			}
			return fmt.Errorf("there is no type %q in the schema%s", t, annotate.DidYouMean(t, keys))
		}
	}
	annotators, err := p.compared(ctx, project, sel, x.compares())
	if err != nil {
		return err
	}
	draws := x.draws
	if !x.all && !x.asCSV && !x.asJSON { // the summary has no intervals
		draws = 0
	}
	m := p.begin("Comparing", "sets", -1)
	f, err := figures.Read(ctx, project, figures.Options{
		Annotators: annotators, States: sel.States, Documents: sel.Documents,
		Agreement: review.AgreeingOptions{Groups: x.groups, Types: x.types, Gamma: x.gamma, Draws: draws, Seed: x.seed},
	}, func(done, total int) {
		m.total = int64(total)
		m.set(int64(done))
	})
	m.end()
	if err != nil {
		return err
	}
	if f.Compared == 0 && x.compares() {
		return fmt.Errorf("no article was worked on by two of them: %s", joinNames(annotators))
	}
	f.Agreement = slices.DeleteFunc(f.Agreement, func(r review.Row) bool { return !slices.Contains(x.groups, r.Group) })
	switch {
	case x.asCSV:
		return p.figuresCSV(x.show[0], f)
	case x.asJSON:
		return p.figuresJSON(project, x.show, f)
	}
	for i, which := range x.show {
		if i > 0 {
			if err := p.say(""); err != nil {
				return err
			}
		}
		var err error
		if which == showAgreement {
			err = p.agreement(x, annotators, f)
		} else {
			err = p.figureTable(which, f, x.all)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// agreement prints the measures of agreement.
func (p *program) agreement(x *agreeing, annotators []annotate.AnnotatorID, f *figures.Figures) error {
	if err := p.say("%s in %s", joinNames(annotators), count(f.Compared, "article", "articles")); err != nil {
		return err
	}
	if x.all {
		return p.agreementTables(f.Agreement, x.draws > 0)
	}
	return p.agreementSummary(f.Agreement)
}

const (
	mostWeak  = 8 // rows of the summary's second table
	leastWeak = 2 // things that a type needs to be named as weak; of one alone nothing can be said
)

// agreementSummary has the overall figures in a row for each thing compared, then the types with
// the least agreement.
func (p *program) agreementSummary(rows []review.Row) error {
	if err := p.say(""); err != nil {
		return err
	}
	table := p.table()
	fmt.Fprint(table, "compared\titems")
	for _, m := range figures.Summarized {
		fmt.Fprintf(table, "\t%s", figures.Titles[m])
	}
	fmt.Fprintln(table)
	var weak []review.Row
	for _, r := range rows {
		if r.Group != review.GroupAll {
			if v, ok := mainFigure(r); ok && v < 1 && r.Items >= leastWeak && r.Group != review.GroupPair {
				weak = append(weak, r)
			}
			continue
		}
		fmt.Fprintf(table, "%s\t%d", r.Topic, r.Items)
		for _, m := range figures.Summarized {
			value := ""
			for _, f := range r.Figures {
				if f.Measure == m {
					value = number(f.V, f.Undefined)
				}
			}
			fmt.Fprintf(table, "\t%s", value)
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	slices.SortStableFunc(weak, func(a, b review.Row) int {
		x, _ := mainFigure(a)
		y, _ := mainFigure(b)
		return cmp.Compare(x, y)
	})
	if len(weak) > 0 {
		if err := p.say(""); err != nil {
			return err
		}
		fmt.Fprintln(table, "weakest\tcompared\titems\tagreement")
		for _, r := range weak[:min(len(weak), mostWeak)] {
			v, _ := mainFigure(r)
			fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", rowName(r), r.Topic, r.Items, number(v, ""))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return p.say("\n--all prints every measure, --by document those of each article.")
}

// mainFigure is the first of a row's summary measures that is defined.
func mainFigure(r review.Row) (float64, bool) {
	for _, m := range figures.Summarized {
		for _, f := range r.Figures {
			if f.Measure == m && f.Defined() {
				return f.V, true
			}
		}
	}
	return 0, false
}

// compared lists who is compared: those of the selection, or all who have sets.
func (p *program) compared(ctx context.Context, project *store.Project, sel export.Selection, two bool) ([]annotate.AnnotatorID, error) {
	list, err := project.Annotators(ctx)
	if err != nil {
		return nil, err
	}
	var out []annotate.AnnotatorID
	for _, a := range list {
		if len(sel.Annotators) == 0 || slices.Contains(sel.Annotators, a.ID) {
			out = append(out, a.ID)
		}
	}
	if len(sel.Annotators) == 0 {
		programs, err := project.Programs(ctx)
		if err != nil {
			return nil, err
		}
		out = figures.Colleagues(out, programs)
	}
	switch {
	case len(out) == 0:
		return nil, fmt.Errorf("nobody has marked anything yet; agreement needs the sets of two annotators")
	case len(out) == 1 && two:
		return nil, fmt.Errorf("agreement needs the sets of two annotators, and this is one: %s", name(out[0]))
	}
	return out, nil
}

func joinNames(ids []annotate.AnnotatorID) string {
	var names []string
	for _, id := range ids {
		names = append(names, name(id))
	}
	return strings.Join(names, ", ")
}

func (p *program) agreementTables(rows []review.Row, intervals bool) error {
	for from := 0; from < len(rows); {
		to := from
		for to < len(rows) && rows[to].Group == rows[from].Group {
			to++
		}
		part := rows[from:to]
		from = to
		var err error
		if part[0].Group == review.GroupAll {
			err = p.overallTable(part, intervals)
		} else {
			err = p.groupTable(part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// overallTable has a measure a line, with its interval, or why it is undefined.
func (p *program) overallTable(rows []review.Row, intervals bool) error {
	if err := p.say(""); err != nil {
		return err
	}
	table := p.table()
	heading := "compared\titems\tmeasure\tvalue"
	if intervals {
		heading += "\t95% between"
	}
	fmt.Fprintln(table, heading)
	for _, r := range rows {
		for i, f := range r.Figures {
			topic, items := string(r.Topic), strconv.Itoa(r.Items)
			if i > 0 && onTerminal(p.Out) {
				topic, items = "", ""
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s", topic, items, figures.Titles[f.Measure], number(f.V, f.Undefined))
			switch {
			case f.Undefined != "":
				fmt.Fprintf(table, "\tundefined: %s", f.Undefined)
			case intervals && f.Low.Defined():
				fmt.Fprintf(table, "\t%.3f and %.3f", f.Low.V, f.High.V)
			case intervals:
				fmt.Fprintf(table, "\t%s", f.Low.Undefined)
			}
			fmt.Fprintln(table)
		}
	}
	return table.Flush()
}

// groupTable has a row a line and a measure a column.
func (p *program) groupTable(rows []review.Row) error {
	if err := p.say(""); err != nil {
		return err
	}
	var measures []review.Measure
	for _, m := range review.Measures {
		if slices.ContainsFunc(rows, func(r review.Row) bool {
			return slices.ContainsFunc(r.Figures, func(f review.Figure) bool { return f.Measure == m })
		}) {
			measures = append(measures, m)
		}
	}
	table := p.table()
	fmt.Fprintf(table, "%s\tcompared\titems", rows[0].Group)
	for _, m := range measures {
		fmt.Fprintf(table, "\t%s", figures.Titles[m])
	}
	fmt.Fprintln(table)
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\t%d", rowName(r), r.Topic, r.Items)
		for _, m := range measures {
			value := ""
			for _, f := range r.Figures {
				if f.Measure == m {
					value = number(f.V, f.Undefined)
				}
			}
			fmt.Fprintf(table, "\t%s", value)
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

func rowName(r review.Row) string {
	switch r.Group {
	case review.GroupPair:
		return name(r.Pair[0]) + " – " + name(r.Pair[1])
	case review.GroupType:
		return r.Type
	case review.GroupDocument:
		return title(r.Document.Title, r.Document.ID)
	}
	return ""
}

// number writes a measure; a dash stands for one that is undefined.
func number(v float64, undefined string) string {
	if undefined != "" {
		return "–"
	}
	return strings.Replace(fmt.Sprintf("%.3f", v), "-0.000", "0.000", 1)
}

func agreementCSV(w *csv.Writer, rows []review.Row) {
	w.Write([]string{"group", "compared", "annotator", "other", "type", "document", "title", "items", "measure", "value", "low", "high", "undefined"})
	for _, r := range rows {
		of := []string{string(r.Group), string(r.Topic), string(r.Pair[0]), string(r.Pair[1]), r.Type, "", ""}
		if r.Document != nil {
			of[5], of[6] = string(r.Document.ID), r.Document.Title
		}
		for _, f := range r.Figures {
			line := append(slices.Clone(of), strconv.Itoa(r.Items), string(f.Measure), "", "", "", f.Undefined)
			if f.Defined() {
				line[9] = exact(f.V)
			}
			if f.Low.Defined() {
				line[10], line[11] = exact(f.Low.V), exact(f.High.V)
			}
			w.Write(line)
		}
	}
}

// exact writes a measure with as many digits as can mean something.
func exact(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

type agreementRow struct {
	Group    review.Group                       `json:"group"`
	Compared review.Topic                       `json:"compared"`
	Pair     []annotate.AnnotatorID             `json:"pair,omitempty"`
	Type     string                             `json:"type,omitempty"`
	Document annotate.DocumentID                `json:"document,omitempty"`
	Title    string                             `json:"title,omitempty"`
	Items    int                                `json:"items"`
	Measures map[review.Measure]agreementFigure `json:"measures"`
}

type agreementFigure struct {
	Value     *float64 `json:"value"` // null where undefined
	Low       *float64 `json:"low,omitempty"`
	High      *float64 `json:"high,omitempty"`
	Undefined string   `json:"undefined,omitempty"`
}

// agreementRows are the measures as JSON has them.
func agreementRows(rows []review.Row) []agreementRow {
	out := []agreementRow{}
	for _, r := range rows {
		row := agreementRow{Group: r.Group, Compared: r.Topic, Type: r.Type, Items: r.Items, Measures: map[review.Measure]agreementFigure{}}
		if r.Group == review.GroupPair {
			row.Pair = r.Pair[:]
		}
		if r.Document != nil {
			row.Document, row.Title = r.Document.ID, r.Document.Title
		}
		for _, f := range r.Figures {
			x := agreementFigure{Undefined: f.Undefined}
			if f.Defined() {
				x.Value = &f.V
			}
			if f.Low.Defined() {
				x.Low, x.High = &f.Low.V, &f.High.V
			}
			row.Measures[f.Measure] = x
		}
		out = append(out, row)
	}
	return out
}
