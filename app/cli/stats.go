package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/export"
)

func (p *program) statsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "stats PROJECT",
		Short: "Count articles, annotations, progress and actions",
		Long: `Count what a project holds: articles, entities, each annotator's sets by state and annotations by type,
and how many actions (keys, clicks, drags) and seconds an annotation took. Actions and seconds are
counted while somebody works on an article in the window, not in dialogs, in the register or on the
dashboard. They are kept in the project file and go nowhere but with it. How much annotators agree
says quoth agree.`,
		Args: needs(1, 1, "name the project: quoth stats PROJECT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				s, err := p.gather(cmd.Context(), project)
				if err != nil {
					return err
				}
				if asJSON {
					e := json.NewEncoder(p.Out)
					e.SetIndent("", "  ")
					e.SetEscapeHTML(false)
					return e.Encode(s)
				}
				return s.print(p)
			})
		},
		ValidArgsFunction: completeProject,
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON, for scripts")
	return cmd
}

// stats are the numbers of a project, as "quoth stats --json" writes them.
type stats struct {
	Project    string           `json:"project"`
	Schema     string           `json:"schema"`
	Articles   int              `json:"articles"`
	Unmarked   int              `json:"unmarked"` // articles without a set
	Entities   map[string]int   `json:"entities"` // by type
	Annotators []annotatorStats `json:"annotators"`
}

type annotatorStats struct {
	Name        string                 `json:"name"`
	States      map[annotate.State]int `json:"states"` // of the sets; every state is a key
	Kinds       map[annotate.Kind]int  `json:"kinds"`  // of the annotations; every kind is a key
	Types       map[string]int         `json:"types"`
	Annotations int                    `json:"annotations"`
	Work        work                   `json:"work"`
}

// work is what was counted while the person annotated.
type work struct {
	Actions     int     `json:"actions"`
	Annotations int     `json:"annotations"`
	Seconds     float64 `json:"seconds"`
	// Each is per annotation; 0 where none was made.
	ActionsEach float64 `json:"actions_per_annotation"`
	SecondsEach float64 `json:"seconds_per_annotation"`
}

func (p *program) gather(ctx context.Context, project *store.Project) (*stats, error) {
	articles, err := project.CountDocuments(ctx, store.Filter{})
	if err != nil {
		return nil, err
	}
	s := &stats{Project: project.Path(), Schema: project.Schema().Name, Articles: articles, Entities: map[string]int{}, Annotators: []annotatorStats{}}
	entities, err := project.Entities(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range entities {
		s.Entities[e.Type]++
	}
	by := map[annotate.AnnotatorID]*annotatorStats{}
	if err := p.countSets(ctx, project, s, by); err != nil {
		return nil, err
	}
	activity, err := project.Activity(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range activity {
		w := &annotatorOf(by, a.Annotator).Work
		w.Actions += a.Actions
		w.Annotations += a.Annotations
		w.Seconds += a.Seconds
	}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		if w := &by[name].Work; w.Annotations > 0 {
			w.ActionsEach = float64(w.Actions) / float64(w.Annotations)
			w.SecondsEach = w.Seconds / float64(w.Annotations)
		}
		s.Annotators = append(s.Annotators, *by[name])
	}
	return s, nil
}

// annotatorOf returns the numbers of an annotator, from 0 at first.
func annotatorOf(by map[annotate.AnnotatorID]*annotatorStats, id annotate.AnnotatorID) *annotatorStats {
	if by[id] == nil {
		a := &annotatorStats{Name: string(id), States: map[annotate.State]int{}, Kinds: map[annotate.Kind]int{}, Types: map[string]int{}}
		for _, s := range annotate.States {
			a.States[s] = 0
		}
		for _, k := range kinds {
			a.Kinds[k] = 0
		}
		by[id] = a
	}
	return by[id]
}

var kinds = []annotate.Kind{annotate.KindQuote, annotate.KindCue, annotate.KindMention, annotate.KindEvent}

// countSets counts sets and annotations, and the articles that have none.
func (p *program) countSets(ctx context.Context, project *store.Project, s *stats, by map[annotate.AnnotatorID]*annotatorStats) error {
	m := p.begin("Counting", "sets", -1)
	defer m.end()
	s.Unmarked = s.Articles
	last := annotate.DocumentID("")
	for set, err := range project.Sets(ctx, store.Selection{}) {
		if err != nil {
			return err
		}
		m.add(1)
		if set.Len() == 0 && set.State() == annotate.StateNew {
			continue
		}
		if id := set.Document.ID; id != last {
			last = id
			s.Unmarked--
		}
		a := annotatorOf(by, set.Annotator)
		a.States[set.State()]++
		for x := range set.All() {
			a.Annotations++
			a.Types[x.Type]++
			if k := project.Schema().Kind(x.Type); k != "" {
				a.Kinds[k]++
			}
		}
	}
	return nil
}

func (s *stats) print(p *program) error {
	t := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "articles\t%d\n", s.Articles)
	fmt.Fprintf(t, "not marked by anybody\t%d\n", s.Unmarked)
	total := 0
	for _, n := range s.Entities {
		total += n
	}
	fmt.Fprintf(t, "entities\t%d", total)
	if total > 0 {
		fmt.Fprintf(t, "  (%s)", listed(s.Entities))
	}
	fmt.Fprintf(t, "\n")
	for _, a := range s.Annotators {
		fmt.Fprintf(t, "\n%s\n", export.OneLine(a.Name))
		for _, state := range annotate.States {
			if n := a.States[state]; n > 0 {
				fmt.Fprintf(t, "  articles %s\t%d\n", state, n)
			}
		}
		fmt.Fprintf(t, "  annotations\t%d", a.Annotations)
		if a.Annotations > 0 {
			fmt.Fprintf(t, "  (%s)", listed(a.Types))
		}
		fmt.Fprintf(t, "\n")
		if w := a.Work; w.Annotations > 0 {
			fmt.Fprintf(t, "  actions each\t%.1f\n", w.ActionsEach)
			fmt.Fprintf(t, "  seconds each\t%.1f\n", w.SecondsEach)
		}
	}
	return t.Flush()
}

// listed writes numbers with their names, the greatest first.
func listed(m map[string]int) string {
	names := slices.Sorted(maps.Keys(m))
	slices.SortStableFunc(names, func(a, b string) int { return m[b] - m[a] })
	s := ""
	for i, key := range names {
		if i > 0 {
			s += ", "
		}
		s += fmt.Sprintf("%d %s", m[key], name(key))
	}
	return s
}
