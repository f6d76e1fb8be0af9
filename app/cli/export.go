package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/export"
	"quoth/export/formats"
)

// exporting is what "quoth export" was asked.
type exporting struct {
	out, format string
	choice      choice
	unmarked    bool
	lean        bool
	dryRun      bool
	choices     []string
	releasing
}

func (p *program) exportCommand() *cobra.Command {
	var x exporting
	cmd := &cobra.Command{
		Use:   "export PROJECT -o OUT",
		Short: "Take a labelled dataset out of a project",
		Long: `Write the sets of a project as a dataset: every set, or those that the flags choose. A set is what one
annotator marked in one article. "-o -" writes to standard output.

OUT appears when it is complete; a dataset of that name is replaced then, and stays as it is where the
export fails or nothing is chosen. The format is the one that OUT is named for, JSON Lines where its
name has no ending; one of many files makes a folder. What a format cannot hold is told first, and
--dry-run lists it item by item. The same project gives the same bytes. The project may be open in the window
meanwhile.`,
		Example: `  quoth export news.quoth -o news.jsonl
  quoth export news.quoth -o gold.jsonl --annotator gold --state done
  quoth export news.quoth -o - --lean | head -1
  quoth export news.quoth -o release --format huggingface --split 80,10,10 --together outlet --licence "CC BY 4.0"`,
		Args: needs(1, 1, "name the project: quoth export PROJECT -o OUT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if x.out == "" && !x.dryRun {
				return usagef("say where to: -o OUT, or -o - for standard output")
			}
			sel, err := x.choice.selection()
			if err != nil {
				return err
			}
			sel.Unmarked = x.unmarked
			format, err := x.chosenFormat()
			if err != nil {
				return err
			}
			defer export.Roomy()()
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				return p.export(cmd.Context(), project, x, format, sel)
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVarP(&x.out, "output", "o", "", "write to this `OUT` file; - is standard output")
	f.StringVar(&x.format, "format", "", formatHelp(formats.All, "write this `FORMAT`, not the one that OUT is named for"))
	f.BoolVar(&x.lean, "lean", false, "leave out what only repeats the annotations in other words")
	f.BoolVar(&x.unmarked, "unmarked", false, "also write the articles that nobody has marked")
	f.BoolVar(&x.dryRun, "dry-run", false, "write nothing; list item by item what would be lost")
	f.StringArrayVar(&x.choices, "choose", nil, "choose something about the format, as `KEY=VALUE` (see quoth formats); may be given several times")
	x.releasing.flags(f)
	x.choice.flags(cmd)
	completeFormats(cmd, formats.All)
	return cmd
}

// chosenFormat returns the format that is named, or the one that the name of the file stands for, under the
// choices.
func (x *exporting) chosenFormat() (*export.Format, error) {
	f, err := outputFormat(x.format, x.out)
	if err != nil {
		return nil, err
	}
	return underChoices(f, x.choices)
}

// errNothing says that no set was chosen, and nothing was written.
var errNothing = errors.New("nothing was chosen")

func (p *program) export(ctx context.Context, project *store.Project, x exporting, format *export.Format, sel export.Selection) error {
	if err := known(ctx, project, sel); err != nil {
		return err
	}
	if x.dryRun {
		return p.tellLosses(format, project.Schema(), export.Records(ctx, project, sel))
	}
	if x.asked() {
		return p.release(ctx, project, x, format, sel)
	}
	for _, loss := range format.Loses(project.Schema()) {
		p.note("%s cannot hold all: %s", format.Title, loss)
	}
	total, err := export.Count(ctx, project, sel)
	if err != nil {
		return err
	}
	m := p.begin("Exporting", "records", int64(total))
	defer m.end()
	n := 0
	opts := export.Options{Schema: project.Schema(), Lean: x.lean}
	records := notNone(counted(export.Records(ctx, project, sel.For(format)), &n, m))
	switch {
	case x.out == "-" && format.Many():
		return usagef("%s makes a folder of files; give it a name: -o OUT", format.Title)
	case x.out == "-":
		err = format.Write(ctx, p.Out, records, opts)
	default:
		err = format.WriteTo(ctx, x.out, records, opts)
	}
	switch {
	case errors.Is(err, errNothing):
		p.note("%v, and nothing is written: %s", errNothing, p.whyNothing(ctx, project))
		return errPartly
	case err != nil:
		return err
	case x.out == "-":
		p.note("%s written", count(n, "record", "records"))
		return nil
	}
	return p.say("%s written to %s", count(n, "record", "records"), x.out)
}

// notNone ends with an error where there are no records: a good dataset is not replaced by an empty one.
func notNone(records iter.Seq2[*export.Record, error]) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		none := true
		for r, err := range records {
			none = false
			if !yield(r, err) {
				return
			}
		}
		if none {
			yield(nil, errNothing)
		}
	}
}

// counted counts the records that pass.
func counted(records iter.Seq2[*export.Record, error], n *int, m *meter) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				*n++
				m.add(1)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// whyNothing says what there would have been to choose.
func (p *program) whyNothing(ctx context.Context, project *store.Project) string {
	list, err := project.Annotators(ctx)
	if err != nil || len(list) == 0 {
		return "no article is marked yet (--unmarked writes the articles alone)"
	}
	var names []string
	for _, a := range list {
		var states []string
		for _, s := range annotate.States {
			if n := a.States[s]; n > 0 {
				states = append(states, fmt.Sprintf("%d %s", n, s))
			}
		}
		names = append(names, fmt.Sprintf("%s (%s)", name(a.ID), strings.Join(states, ", ")))
	}
	return "the project has sets of " + strings.Join(names, ", ")
}
