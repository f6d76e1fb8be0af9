package cli

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/pflag"

	"quoth/annotate/store"
	"quoth/app/figures"
	"quoth/export"
	"quoth/export/release"
)

// releasing is what "quoth export" was asked of a release: parts, a card, charts.
type releasing struct {
	split, licence, source, title string
	together                      []string
	seed                          int64
	card                          bool
}

func (x *releasing) flags(f *pflag.FlagSet) {
	f.StringVar(&x.split, "split", "", "divide the articles into `PARTS`, as shares 80,10,10 or names and shares train=80,test=20, and write a folder with a card")
	f.StringSliceVar(&x.together, "together", nil, "keep articles of one `THING` in one part, besides those that are nearly the same: speaker, outlet")
	f.Int64Var(&x.seed, "seed", 1, "what the division begins with; the same seed gives the same parts")
	f.BoolVar(&x.card, "card", false, "write a folder with a card (README.md), charts and a manifest beside the dataset")
	f.StringVar(&x.licence, "licence", "", "the `LICENCE` that the card states")
	f.StringVar(&x.source, "source", "", "`WORDS` on where the articles come from, for the card")
	f.StringVar(&x.title, "title", "", "the `TITLE` of the card")
}

// asked reports whether a release is wanted, not a dataset alone.
func (x *releasing) asked() bool { return x.split != "" || x.card }

// parts reads "80,10,10" or "train=80,test=20".
func (x *releasing) parts() ([]release.Part, error) {
	if x.split == "" {
		return nil, nil
	}
	out, err := release.ParseParts(x.split)
	if err != nil {
		return nil, &usageError{err}
	}
	return out, nil
}

func (x *releasing) choices(format *export.Format, lean bool) (release.Choices, error) {
	c := release.Choices{Title: x.title, Seed: x.seed, Licence: x.licence, Source: x.source, Format: format, Lean: lean}
	for _, t := range x.together {
		by := release.By(t)
		if by != release.BySpeaker && by != release.ByOutlet {
			return c, usagef("--together is speaker or outlet, not %q", t)
		}
		c.By = append(c.By, by)
	}
	var err error
	c.Parts, err = x.parts()
	return c, err
}

// release writes a dataset in parts, with its card.
func (p *program) release(ctx context.Context, project *store.Project, x exporting, format *export.Format, sel export.Selection) error {
	if x.out == "-" {
		return usagef("a release is a folder; give it a name: -o OUT")
	}
	c, err := x.releasing.choices(format, x.lean)
	if err != nil {
		return err
	}
	c.Draw = figures.DrawCounts
	if c.Agreement, err = figures.CardAgreement(ctx, project, sel.Annotators, sel.States); err != nil {
		return err
	}
	total, err := export.Count(ctx, project, sel)
	if err != nil {
		return err
	}
	if total == 0 {
		p.note("%v, and nothing is written: %s", errNothing, p.whyNothing(ctx, project))
		return errPartly
	}
	readings := max(1, len(c.Parts)) + 1
	m := p.begin("Exporting", "records", int64(total*readings))
	defer m.end()
	n := 0
	records := func() iter.Seq2[*export.Record, error] { return counted(export.Records(ctx, project, sel), &n, m) }
	d, err := release.Write(ctx, x.out, records, project.Schema(), c)
	if err != nil {
		return err
	}
	m.end()
	for line := range strings.SplitSeq(strings.TrimSpace(d.Report()), "\n") {
		if err := p.say("%s", line); err != nil {
			return err
		}
	}
	return p.say("%s written to %s, with README.md, charts and manifest.json", count(total, "record", "records"), x.out)
}
