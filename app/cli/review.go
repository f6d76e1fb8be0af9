package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/gold"
	"quoth/export"
)

// reviewing is what "quoth review" was asked.
type reviewing struct {
	choice choice
	rule   string
	least  int
	sample float64
	seed   uint64
	dry    bool
}

func (p *program) reviewCommand() *cobra.Command {
	var x reviewing
	cmd := &cobra.Command{
		Use:   "review PROJECT",
		Short: "Send what annotators agree on to gold",
		Long: `Send what annotators agree on to gold, the set of the annotator "gold", without anybody looking. A quote with its
speaker and cue goes as one. What is less clear is left to a person, who settles it in the window (Review).

Rules:
  unanimous  all who worked on the article made the same of it
  majority   more than half of them did
  threshold  at least so many did (--at-least), and more than made anything else of it

A tie is never decided, nothing is taken away because most did not mark it, and what a person decided stays. Each
article is one change, which can be undone in the window. With --sample a part of what was taken, drawn at random,
is listed, and waits in the window for a person to look at (Review, Look at the sample); the same seed draws the same.`,
		Example: `  quoth review news.quoth
  quoth review news.quoth --rule majority --state done --sample 0.05
  quoth review news.quoth --rule threshold --at-least 3 --dry-run`,
		Args: needs(1, 1, "name the project: quoth review PROJECT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			sel, err := x.choice.selection()
			if err != nil {
				return err
			}
			rule := review.Rule{Kind: review.RuleKind(x.rule)}
			if cmd.Flags().Changed("at-least") {
				if cmd.Flags().Changed("rule") && rule.Kind != review.Threshold {
					return usagef("--at-least is of --rule threshold")
				}
				rule = review.Rule{Kind: review.Threshold, AtLeast: x.least}
			} else if rule.Kind == review.Threshold {
				return usagef("say how many: --rule threshold --at-least N")
			}
			switch {
			case !slices.Contains(review.RuleKinds, rule.Kind):
				return usagef("there is no rule %q; there are: unanimous, majority, threshold", x.rule)
			case rule.Check() != nil:
				return usagef("%v", rule.Check())
			case x.sample < 0 || x.sample > 1:
				return usagef("--sample is a part of what was taken, from 0 to 1; it cannot be %v", x.sample)
			}
			open := p.writing
			if x.dry {
				open = p.reading
			}
			return open(cmd.Context(), args[0], func(project *store.Project) error {
				return p.review(cmd.Context(), project, &x, rule, sel)
			})
		},
		ValidArgsFunction: completeProject,
	}
	x.choice.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&x.rule, "rule", string(review.Unanimous), "the `RULE`: unanimous, majority or threshold")
	f.IntVar(&x.least, "at-least", 0, "of a threshold: how many annotators")
	f.Float64Var(&x.sample, "sample", 0, "the `PART` of what was taken that is listed for a look, from 0 to 1")
	f.Uint64Var(&x.seed, "seed", 1, "what the sample is drawn with")
	f.BoolVar(&x.dry, "dry-run", false, "only say what would be done")
	return cmd
}

func (p *program) review(ctx context.Context, project *store.Project, x *reviewing, rule review.Rule, sel export.Selection) error {
	if err := known(ctx, project, sel); err != nil {
		return err
	}
	list, err := project.Annotators(ctx)
	if err != nil {
		return err
	}
	total := int64(0)
	for _, a := range list {
		if len(sel.Annotators) == 0 || slices.Contains(sel.Annotators, a.ID) || a.ID == annotate.Gold {
			total += int64(a.Sets)
		}
	}
	author, err := me(ctx, project)
	if err != nil {
		return err
	}
	m := p.begin("Making gold", "sets", total)
	report, err := gold.Make(ctx, project, gold.Options{
		Rule: rule, Annotators: sel.Annotators, States: sel.States, Documents: sel.Documents,
		Sample: x.sample, Seed: x.seed, Author: string(author), Dry: x.dry,
	}, func(sets int) { m.set(int64(sets)) })
	m.end()
	if report == nil {
		return err
	}
	if !x.dry {
		if kept := gold.ReadAudit(ctx, project).Add(ctx, project, report.Sample); kept != nil {
			return errors.Join(err, kept)
		}
	}
	would := ""
	if x.dry {
		would = "would "
	}
	verb := "went"
	if x.dry {
		verb = "go"
	}
	if saying := p.say("%s%s to gold by the rule %s: %s in %s; left to a person: %d", would, verb, rule,
		count(report.Marks, "annotation", "annotations"), count(report.Changed, "article", "articles"), report.Open); saying != nil {
		return saying
	}
	for _, s := range report.Sample {
		if saying := p.say("look at: %s: %s: %s", title(s.Document.Title, s.Document.ID), name(s.Type), name(s.Words)); saying != nil {
			return saying
		}
	}
	for _, r := range report.Refused {
		p.note("%s: something is left to a person, for gold would break a rule: %s", title(r.Document.Title, r.Document.ID), export.ClipReason(r.Why.Error()))
	}
	if err == nil && report.Open > 0 && !x.dry {
		p.note("what is left is settled in the window: quoth %s, and then Review", pathArg(project.Path()))
	}
	return err
}
