package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/export"
)

func (p *program) listCommand() *cobra.Command {
	var annotator, search string
	var states []string
	cmd := &cobra.Command{
		Use:   "list PROJECT",
		Short: "List the articles, and how far an annotator is with each",
		Long: `List the articles in the order in which they were added: identity, state, number of quotes, events and
mentions, and title. States and numbers are those of one annotator: --annotator, or who is working (see
quoth --help).

On a terminal it is a table; elsewhere the columns are parted by tabs.`,
		Example: `  quoth list news.quoth --state done
  quoth list news.quoth --search '"wage deal" ferry'`,
		Args: needs(1, 1, "name the project: quoth list PROJECT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			f := store.Filter{Annotator: annotate.AnnotatorID(annotator), Search: search}
			var err error
			if f.States, err = parseStates(states); err != nil {
				return err
			}
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				if f.Annotator == "" {
					if f.Annotator, err = me(cmd.Context(), project); err != nil {
						return err
					}
				}
				return p.list(cmd.Context(), project, f)
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVar(&annotator, "annotator", "", "whose states and numbers: the annotator `NAME`")
	f.StringArrayVar(&states, "state", nil, "only articles in this `STATE` ("+stateNames()+"); may be given several times")
	f.StringVar(&search, "search", "", "only articles with all of these `WORDS`; words in quotation marks follow one another")
	completeStates(cmd)
	return cmd
}

func (p *program) list(ctx context.Context, project *store.Project, f store.Filter) error {
	if err := p.sayWhose(ctx, project, f.Annotator); err != nil {
		return err
	}
	table := p.table()
	const page = 1000
	f.Limit = page
	for {
		list, err := project.Documents(ctx, f)
		if err != nil {
			return err
		}
		for _, d := range list {
			fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%s\n", d.ID, d.State, d.Counts.Quotes, d.Counts.Events, d.Counts.Mentions, export.OneLine(d.Title))
			f.After = d.Seq
		}
		if len(list) < page {
			return table.Flush()
		}
	}
}

// sayWhose notes that the states are of somebody who has marked nothing, where others have.
func (p *program) sayWhose(ctx context.Context, project *store.Project, annotator annotate.AnnotatorID) error {
	all, err := project.Annotators(ctx)
	if err != nil {
		return err
	}
	var others []string
	for _, a := range all {
		if a.ID == annotator {
			return nil
		}
		others = append(others, name(a.ID))
	}
	if len(others) > 0 {
		p.note("the states are those of %s, who has marked nothing here; others who have: %s (--annotator NAME)", name(annotator), strings.Join(others, ", "))
	}
	return nil
}

// flusher is a table under way.
type flusher interface {
	Write([]byte) (int, error)
	Flush() error
}

// table returns where to write lines of columns parted by tabs: set in columns on a terminal, as they
// are elsewhere.
func (p *program) table() flusher {
	if onTerminal(p.Out) {
		return tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	}
	return bufio.NewWriter(p.Out)
}
