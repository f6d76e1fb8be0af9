package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
)

// packing is what "quoth pack" was asked.
type packing struct {
	out, annotator string
	documents      []string
	search         string
	assigned       bool
	blind          bool
}

func (p *program) packCommand() *cobra.Command {
	var x packing
	cmd := &cobra.Command{
		Use:   "pack PROJECT --for NAME -o OUT",
		Short: "Make a work package of a project for one annotator",
		Long: `Make a small project of some of the articles, for somebody to annotate elsewhere. All articles are packed,
or those that the flags choose. The package says for whom it is: who opens it works in it under that name, whatever
they are called on their machine. Merging brings the work back: quoth merge PROJECT OUT -o NEW.

Without --blind the package holds everybody's sets of these articles. With --blind it holds only those of the
one it is for, no names of others, and of the entities only those that this one refers to: nobody is led
by what others have done.

Without --blind it is also the way back: a package of the merged project has what a review decided, and shows it to
the one it is for.`,
		Example: `  quoth pack news.quoth --for ana --blind -o ana.quoth
  quoth pack news.quoth --for ben --search ferry -o ben.quoth
  quoth pack news.quoth --for cay --assigned -o cay.quoth
  quoth merge news.quoth ana.quoth -o news2.quoth`,
		Args: needs(1, 1, "name the project: quoth pack PROJECT --for NAME -o OUT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case x.annotator == "":
				return usagef("say who is to work on it: --for NAME")
			case x.out == "":
				return usagef("say what to make: -o OUT%s", extension)
			}
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				return p.pack(cmd.Context(), project, x)
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVarP(&x.out, "output", "o", "", "the `PROJECT` to make")
	f.StringVar(&x.annotator, "for", "", "the annotator `NAME` who is to work on it")
	f.StringArrayVar(&x.documents, "document", nil, "only the article with this `ID` (see quoth list); may be given several times")
	f.StringVar(&x.search, "search", "", "only articles with all of these `WORDS`; words in quotation marks follow one another")
	f.BoolVar(&x.assigned, "assigned", false, "only articles that were given to the annotator (see quoth assign)")
	f.BoolVar(&x.blind, "blind", false, "leave out the sets and the names of others")
	return cmd
}

func (p *program) pack(ctx context.Context, project *store.Project, x packing) error {
	out := projectPath(x.out)
	if folder := filepath.Dir(out); !exists(folder) {
		return fmt.Errorf("there is no folder %s to make the project in", folder)
	}
	o := store.Package{For: annotate.AnnotatorID(x.annotator), Blind: x.blind}
	for _, id := range x.documents {
		o.Documents = append(o.Documents, annotate.DocumentID(id))
	}
	if x.search != "" || x.assigned {
		found, err := project.Documents(ctx, store.Filter{Annotator: o.For, Assigned: x.assigned, Search: x.search})
		if err != nil {
			return err
		}
		if len(found) == 0 && len(o.Documents) == 0 {
			if x.assigned {
				return fmt.Errorf("no such article was given to %s", name(x.annotator))
			}
			return errors.New("no article has these words")
		}
		for _, d := range found {
			o.Documents = append(o.Documents, d.ID)
		}
	}
	m := p.begin("Packing", "changes", -1)
	last := 0
	packed, err := project.Pack(ctx, out, o, func(done, total int) {
		m.total = int64(total)
		m.add(done - last)
		last = done
	})
	m.end()
	if err != nil {
		return err
	}
	if err := p.say("%s is made: %s for %s", out, count(packed.Documents, "article", "articles"), name(x.annotator)); err != nil {
		return err
	}
	p.note("whoever opens it works in it as %s, whatever they are called on their machine", name(x.annotator))
	p.note("what is done in it comes back with: quoth merge %s %s -o NEW%s", pathArg(project.Path()), quoteArg(out), extension)
	return nil
}
