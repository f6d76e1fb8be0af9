package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/export"
)

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

// known checks that the project has every annotator and article of a selection. A misspelt name would
// choose nothing, which looks like there is nothing.
func known(ctx context.Context, project *store.Project, sel export.Selection) error {
	for _, id := range sel.Documents {
		if _, err := project.Document(ctx, id); err != nil {
			return err
		}
	}
	if len(sel.Annotators) == 0 {
		return nil
	}
	list, err := project.Annotators(ctx)
	if err != nil {
		return err
	}
	var names []string
	for _, a := range list {
		names = append(names, string(a.ID))
	}
	for _, a := range sel.Annotators {
		if !slices.Contains(names, string(a)) {
			return noAnnotator(string(a), names)
		}
	}
	return nil
}

func noAnnotator(asked string, names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("there is no annotator %q; nobody has marked anything yet", asked)
	}
	var there []string
	for _, n := range names {
		there = append(there, name(n))
	}
	return fmt.Errorf("there is no annotator %q%s; there are: %s", asked, annotate.DidYouMean(asked, names), export.ClipReason(strings.Join(there, ", ")))
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
