package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/assign"
)

// assigning is what "quoth assign" was asked.
type assigning struct {
	to           []string
	overlap      int
	seed         uint64
	documents    []string
	search       string
	blind        bool
	dryRun, undo bool
	by           string
}

func (p *program) assignCommand() *cobra.Command {
	var x assigning
	cmd := &cobra.Command{
		Use:   "assign PROJECT --to NAME,NAME…",
		Short: "Give articles to annotators",
		Long: `Give each article to one or more of several annotators. Everybody gets as many articles as everybody else,
give or take one, and every two share about as many as any other two. All articles are given out, or those
that the flags choose. Who has an article already counts: giving out again, later or with a greater --overlap,
only adds what is missing. The same seed gives the same plan.

An article that was given to somebody is in their queue as new, and stays theirs whatever its state. With
--blind the window shows them nothing of what others did in it, nor who they are, until they have done it.
All is in one file, though: somebody who is not to find out at all gets a work package (quoth pack --blind).

--undo takes the last giving out back; what was annotated meanwhile stays.`,
		Example: `  quoth assign news.quoth --to ana,ben,cay --overlap 2 --blind --dry-run
  quoth assign news.quoth --to ana --search ferry
  quoth assign news.quoth --undo`,
		Args: needs(1, 1, "name the project: quoth assign PROJECT --to NAME,NAME…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if x.undo {
				return p.writing(cmd.Context(), args[0], func(project *store.Project) error { return p.unassign(cmd.Context(), project, x.by) })
			}
			if len(x.to) == 0 {
				return usagef("say who is to annotate: --to NAME,NAME…")
			}
			open := p.writing
			if x.dryRun {
				open = p.reading
			}
			return open(cmd.Context(), args[0], func(project *store.Project) error { return p.assign(cmd.Context(), project, &x) })
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringSliceVar(&x.to, "to", nil, "the annotators' `NAMES`, parted by commas")
	f.IntVar(&x.overlap, "overlap", 1, "how many annotators each article goes to")
	f.BoolVar(&x.blind, "blind", false, "show them nothing of others until they are done")
	f.StringArrayVar(&x.documents, "document", nil, "only the article with this `ID` (see quoth list); may be given several times")
	f.StringVar(&x.search, "search", "", "only articles with all of these `WORDS`; words in quotation marks follow one another")
	f.Uint64Var(&x.seed, "seed", 1, "what the plan begins with")
	f.StringVar(&x.by, "by", "", "the `NAME` of who gives them out, for the history; who is working where it is left out")
	f.BoolVar(&x.dryRun, "dry-run", false, "only say what would be given out")
	f.BoolVar(&x.undo, "undo", false, "take the last giving out back")
	return cmd
}

// chosen lists the documents that flags choose, all where they choose none, in the order of adding.
func chosen(ctx context.Context, project *store.Project, ids []string, search string) ([]annotate.DocumentID, error) {
	for _, id := range ids {
		if _, err := project.Place(ctx, annotate.DocumentID(id)); err != nil {
			return nil, err
		}
	}
	found, err := project.Documents(ctx, store.Filter{Search: search})
	if err != nil {
		return nil, err
	}
	var out []annotate.DocumentID
	for _, d := range found {
		if len(ids) == 0 || slices.Contains(ids, string(d.ID)) {
			out = append(out, d.ID)
		}
	}
	if len(out) == 0 && search != "" {
		return nil, errors.New("no article has these words")
	}
	return out, nil
}

func (p *program) assign(ctx context.Context, project *store.Project, x *assigning) error {
	docs, err := chosen(ctx, project, x.documents, x.search)
	if err != nil {
		return err
	}
	by, err := giver(ctx, project, x.by)
	if err != nil {
		return err
	}
	var people []annotate.AnnotatorID
	for _, name := range x.to {
		people = append(people, annotate.AnnotatorID(name))
	}
	plan, err := assign.Make(ctx, project, docs, assign.Choice{To: people, Overlap: x.overlap, Blind: x.blind, Seed: x.seed})
	if err != nil {
		return usagef("%v", err)
	}
	if !x.dryRun {
		if err := project.CommitAll(ctx, plan.Changes(by, time.Now())); err != nil {
			return err
		}
	}
	verb := "gave"
	if x.dryRun {
		verb = "would give"
	}
	if err := p.say("%s %s of %s to %s", verb, count(len(plan.Work), "place", "places"), count(len(docs), "article", "articles"), joinNames(people)); err != nil {
		return err
	}
	table := p.table()
	fmt.Fprintln(table, "annotator\tnew\thad before\tin common with others")
	for _, l := range plan.Loads {
		least, most := -1, 0
		for _, n := range l.Shared {
			if least < 0 || n < least {
				least = n
			}
			most = max(most, n)
		}
		shared := fmt.Sprint(most)
		if least != most {
			shared = fmt.Sprintf("%d–%d", max(least, 0), most)
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%s\n", name(l.Annotator), l.New, l.Had, shared)
	}
	return table.Flush()
}

// giver returns who gives articles out: the one who is named, or who is working.
func giver(ctx context.Context, project *store.Project, by string) (string, error) {
	if by != "" {
		return by, nil
	}
	who, err := me(ctx, project)
	return string(who), err
}

func (p *program) unassign(ctx context.Context, project *store.Project, by string) error {
	by, err := giver(ctx, project, by)
	if err != nil {
		return err
	}
	back, when, err := assign.TakeBack(ctx, project, by, time.Now())
	if err != nil {
		return err
	}
	if when.IsZero() {
		return errors.New("nothing was given out")
	}
	if err := project.CommitAll(ctx, back); err != nil {
		return err
	}
	return p.say("took back %s of %s", count(len(back), "place", "places"), when.Local().Format("2 Jan 2006 15:04"))
}
