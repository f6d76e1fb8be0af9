package cli

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
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
export fails. The same project gives the same bytes. The project may be open in the window meanwhile.`,
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

func (x *exporting) chosenFormat() (*export.Format, error) {
	if x.format == "" {
		if f := formats.All.ForName(x.out); f != nil {
			return f, nil
		}
		return formats.All[0], nil
	}
	f, err := formats.All.Named(x.format)
	if err != nil {
		return nil, &usageError{err}
	}
	return f, nil
}

func (p *program) export(ctx context.Context, project *store.Project, x exporting, format *export.Format, sel export.Selection) error {
	for _, id := range sel.Documents {
		if _, err := project.Document(ctx, id); err != nil {
			return err
		}
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
		return format.Write(ctx, w, counted(export.Records(ctx, project, sel), &n, m), export.Options{Schema: project.Schema(), Lean: x.lean})
	}
	if x.out == "-" {
		err = write(p.Out)
	} else {
		err = export.ToFile(x.out, write)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		p.note("nothing was chosen: %s", p.whyNothing(ctx, project))
	}
	if x.out == "-" {
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
		names = append(names, fmt.Sprintf("%s (%s)", oneLine(string(a.ID)), strings.Join(states, ", ")))
	}
	return "the project has sets of " + strings.Join(names, ", ")
}

// choice is which sets a command is about.
type choice struct{ annotators, states, documents []string }

func (c *choice) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&c.annotators, "annotator", nil, "only sets of this annotator `NAME`; may be given several times")
	f.StringArrayVar(&c.states, "state", nil, "only sets in this `STATE` ("+stateNames()+"); may be given several times")
	f.StringArrayVar(&c.documents, "document", nil, "only the article with this `ID` (see quoth list); may be given several times")
	completeStates(cmd)
}

func completeStates(cmd *cobra.Command) {
	var names []string
	for _, s := range annotate.States {
		names = append(names, string(s))
	}
	if err := cmd.RegisterFlagCompletionFunc("state", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag has another name
	}
}

func (c *choice) selection() (export.Selection, error) {
	var sel export.Selection
	for _, a := range c.annotators {
		sel.Annotators = append(sel.Annotators, annotate.AnnotatorID(a))
	}
	for _, d := range c.documents {
		sel.Documents = append(sel.Documents, annotate.DocumentID(d))
	}
	var err error
	sel.States, err = parseStates(c.states)
	return sel, err
}

// parseStates reads the names of states. A hyphen may stand for the space of "in progress".
func parseStates(names []string) ([]annotate.State, error) {
	var out []annotate.State
	for _, name := range names {
		s := annotate.State(strings.ReplaceAll(strings.ToLower(name), "-", " "))
		if !slices.Contains(annotate.States, s) {
			return nil, usagef("there is no state %q; there are: %s", name, stateNames())
		}
		out = append(out, s)
	}
	return out, nil
}

func stateNames() string {
	var names []string
	for _, s := range annotate.States {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}
