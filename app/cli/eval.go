package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/score"
	"quoth/annotate/store"
	"quoth/app/scores"
	"quoth/assets"
	"quoth/export"
	"quoth/export/formats"
)

// evaluating is what "quoth eval" was asked.
type evaluating struct {
	gold, predicted string // annotators, "" for the only one there is
	draws           int
	seed            uint64
	asJSON, asCSV   bool
	all             bool
}

func (p *program) evalCommand() *cobra.Command {
	var x evaluating
	cmd := &cobra.Command{
		Use:   "eval GOLD PREDICTED",
		Short: "Score proposals against what is right",
		Long: `Score what was predicted against gold: two datasets in any format, or projects, of the same articles; both may
be one project. Where one holds several annotators, --gold and --predicted say whose sets are meant.

What is scored:
  exact, overlap .3, overlap .8   spans: the same words, or that part of the words in common (of all that either has)
  speaker, cue                    of quotes that match at overlap .3: right where the words share one, or mean the same entity
  entity                          of mentions that match: the same entity, by identity or name
  arguments                       of events that match: the same role with the same words or entity
  realis, polarity                of events that match: the same value; what is not the usual one also alone

"quoted" are direct and mixed quotes together. P is precision, R recall; a dash (in JSON null, in CSV nothing) stands for
what is undefined: precision where nothing was predicted, recall where gold has nothing. The interval holds 95 of 100 values of F1 over
articles drawn anew; the same seed gives the same numbers. Articles that only one side has are left out and told.`,
		Example: `  quoth eval gold.jsonl rules.jsonl
  quoth eval news.quoth news.quoth --gold gold --predicted rules
  quoth eval news.quoth model.jsonl --gold ana --json
  quoth eval gold.jsonl rules.jsonl --csv > scores.csv`,
		Args: needs(2, 2, "name what is right and what was predicted: quoth eval GOLD PREDICTED"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if x.draws < 0 {
				return usagef("--draws is how often to draw; it cannot be %d", x.draws)
			}
			if x.asCSV && x.asJSON {
				return usagef("give --csv or --json, not both")
			}
			return p.eval(cmd.Context(), args[0], args[1], &x)
		},
	}
	f := cmd.Flags()
	f.StringVar(&x.gold, "gold", "", "whose sets are right: the annotator `NAME`")
	f.StringVar(&x.predicted, "predicted", "", "whose sets are scored: the annotator `NAME`")
	f.IntVar(&x.draws, "draws", 1000, "how often the articles are drawn anew for the intervals; 0 for none")
	f.Uint64Var(&x.seed, "seed", 1, "what the draws begin with")
	f.BoolVar(&x.all, "all", false, "also rows of which neither side has anything")
	f.BoolVar(&x.asCSV, "csv", false, "write CSV, one score a line")
	f.BoolVar(&x.asJSON, "json", false, "write JSON, for scripts")
	return cmd
}

// side is one side of a scoring: a record of each article.
type side struct {
	what    string
	order   []annotate.DocumentID
	records map[annotate.DocumentID]*export.Record
	schema  *annotate.Schema // of a project; nil for a dataset
}

func (p *program) eval(ctx context.Context, goldPath, predictedPath string, x *evaluating) error {
	gold, err := p.readSide(ctx, goldPath, annotate.AnnotatorID(x.gold), "--gold")
	if err != nil {
		return err
	}
	predicted, err := p.readSide(ctx, predictedPath, annotate.AnnotatorID(x.predicted), "--predicted")
	if err != nil {
		return err
	}
	schema := gold.schema
	if schema == nil {
		schema = predicted.schema
	}
	if schema == nil {
		if schema, err = annotate.ParseSchema("news.yaml", assets.Schema); err != nil {
			return err
		}
	}
	var all []score.Counts
	missing := 0
	for _, id := range gold.order {
		g, q := gold.records[id], predicted.records[id]
		if q == nil {
			missing++
			continue
		}
		all = append(all, score.Compare(schema, sideOf(g), sideOf(q)))
	}
	if len(all) == 0 {
		return fmt.Errorf("%s and %s have no article in common", gold.what, predicted.what)
	}
	if missing > 0 {
		p.note("%s of gold left out, for nothing was predicted in them", count(missing, "article", "articles"))
	}
	if n := len(predicted.order) - len(all); n > 0 {
		p.note("%s left out, for gold does not have them", count(n, "predicted article", "predicted articles"))
	}
	rows := score.Rows(schema, all, x.draws, x.seed, x.all)
	switch {
	case x.asJSON:
		return p.evalJSON(len(all), rows)
	case x.asCSV:
		return scores.CSV(p.Out, rows)
	}
	return p.evalTable(len(all), rows, x.draws > 0)
}

func sideOf(r *export.Record) score.Side {
	byID := map[annotate.ID]*annotate.Entity{}
	for _, e := range r.Entities {
		byID[e.ID] = e
	}
	return score.Side{Annotations: r.Annotations, Entity: func(id annotate.ID) *annotate.Entity { return byID[id] }}
}

// readSide reads one side: of a project the sets of an annotator, of a dataset its records.
func (p *program) readSide(ctx context.Context, path string, who annotate.AnnotatorID, flag string) (*side, error) {
	s := &side{what: path, records: map[annotate.DocumentID]*export.Record{}}
	if strings.HasSuffix(projectPath(path), extension) && !strings.HasSuffix(path, ".jsonl") {
		err := p.reading(ctx, path, func(project *store.Project) error {
			s.schema = project.Schema()
			sel := export.Selection{}
			if who != "" {
				sel.Annotators = []annotate.AnnotatorID{who}
			}
			if err := known(ctx, project, sel); err != nil {
				return err
			}
			return s.take(export.Records(ctx, project, sel), who, flag)
		})
		return s, err
	}
	in, err := formats.All.Open(path, nil)
	if err != nil {
		return nil, err
	}
	return s, s.take(in.Records(ctx), who, flag)
}

func (s *side) take(records iter.Seq2[*export.Record, error], who annotate.AnnotatorID, flag string) error {
	var names []string
	for r, err := range records {
		if err != nil {
			return err
		}
		if who != "" && r.Annotator != who {
			continue
		}
		id := annotate.DocumentIDOf(r.Document.Text)
		if !slices.Contains(names, string(r.Annotator)) {
			names = append(names, string(r.Annotator))
		}
		if s.records[id] != nil {
			var who []string
			for _, n := range names {
				who = append(who, name(n))
			}
			return fmt.Errorf("%s has several sets of an article; say whose are meant: %s NAME (%s)", s.what, flag, strings.Join(who, ", "))
		}
		s.records[id] = r
		s.order = append(s.order, id)
	}
	if len(s.order) == 0 {
		return errors.New(s.what + " has no labelled article" + map[bool]string{true: " by " + name(who)}[who != ""])
	}
	return nil
}

// evalRow is a row as JSON has it: null is what is undefined.
type evalRow struct {
	Of        string        `json:"of"`
	Measure   score.Measure `json:"measure"`
	Gold      int           `json:"gold"`
	Predicted int           `json:"predicted"`
	Right     int           `json:"right"`
	Precision *float64      `json:"precision"`
	Recall    *float64      `json:"recall"`
	F1        *float64      `json:"f1"`
	Low       *float64      `json:"low"`
	High      *float64      `json:"high"`
}

func (p *program) evalJSON(articles int, rows []score.Row) error {
	defined := func(v float64) *float64 {
		if math.IsNaN(v) {
			return nil
		}
		return &v
	}
	list := []evalRow{}
	for _, r := range rows {
		list = append(list, evalRow{r.Of, r.Measure, r.Gold, r.Predicted, r.Right, defined(r.Precision()), defined(r.Recall()), defined(r.F1()), defined(r.Low), defined(r.High)})
	}
	e := json.NewEncoder(p.Out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Articles int       `json:"articles"`
		Scores   []evalRow `json:"scores"`
	}{articles, list})
}

func (p *program) evalTable(articles int, rows []score.Row, intervals bool) error {
	if err := p.say("%s", count(articles, "article", "articles")); err != nil {
		return err
	}
	table := p.table()
	fmt.Fprint(table, "of\tmeasure\tgold\tpredicted\tright\tP\tR\tF1")
	if intervals {
		fmt.Fprint(table, "\tlow\thigh")
	}
	fmt.Fprintln(table)
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%s\t%s\t%s", r.Of, r.Measure, r.Gold, r.Predicted, r.Right,
			scores.Text(r.Precision()), scores.Text(r.Recall()), scores.Text(r.F1()))
		if intervals {
			fmt.Fprintf(table, "\t%s\t%s", scores.Text(r.Low), scores.Text(r.High))
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}
