package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
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
name has no ending. The same project gives the same bytes. The project may be open in the window
meanwhile.`,
		Example: `  quoth export news.quoth -o news.jsonl
  quoth export news.quoth -o gold.jsonl --annotator gold --state done
  quoth export news.quoth -o - --lean | head -1`,
		Args: needs(1, 1, "name the project: quoth export PROJECT -o OUT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if x.out == "" {
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
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				return p.export(cmd.Context(), project, x, format, sel)
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVarP(&x.out, "output", "o", "", "write to this `OUT` file; - is standard output")
	f.StringVar(&x.format, "format", "", formatHelp("write this `FORMAT`, not the one that OUT is named for"))
	f.BoolVar(&x.lean, "lean", false, "leave out what only repeats the annotations in other words")
	f.BoolVar(&x.unmarked, "unmarked", false, "also write the articles that nobody has marked")
	x.choice.flags(cmd)
	completeFormats(cmd)
	return cmd
}

// chosenFormat returns the format that is named, or the one that the name of the file stands for.
func (x *exporting) chosenFormat() (*export.Format, error) {
	if x.format != "" {
		f, err := formats.All.Named(x.format)
		if err != nil {
			return nil, &usageError{err}
		}
		return f, nil
	}
	if ending := strings.TrimPrefix(filepath.Ext(x.out), "."); x.out == "-" || ending == "" {
		return formats.All[0], nil
	}
	if f := formats.All.ForName(x.out); f != nil {
		return f, nil
	}
	var endings []string
	for _, f := range formats.All {
		endings = append(endings, f.Extensions...)
	}
	return nil, usagef("no format has names like %s; name it .%s, or say which format it is to be: --format %s",
		x.out, strings.Join(endings, ", ."), formats.All[0].Name)
}

// errNothing says that no set was chosen, and nothing was written.
var errNothing = errors.New("nothing was chosen")

func (p *program) export(ctx context.Context, project *store.Project, x exporting, format *export.Format, sel export.Selection) error {
	if err := known(ctx, project, sel); err != nil {
		return err
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
	write := func(w io.Writer) error {
		err := format.Write(ctx, w, counted(export.Records(ctx, project, sel), &n, m), export.Options{Schema: project.Schema(), Lean: x.lean})
		if err == nil && n == 0 {
			return errNothing // a good dataset is not replaced by an empty one
		}
		return err
	}
	if x.out == "-" {
		err = write(p.Out)
	} else {
		err = export.ToFile(x.out, write)
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
