package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
)

func (p *program) mergeCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "merge PROJECT… -o OUT",
		Short: "Make one project of several that people worked on apart",
		Long: `Make a new project that holds what each of several holds: articles, sets, entities and the whole history.
The order in which they are named does not matter, nor what they have in common; merging the result
with any of them again changes nothing. The projects stay as they are.

People who work under different names never disturb each other. Where two machines went on with the sets of
one annotator, what they did is united mark by mark and field by field; what both changed differently is
listed, the later change stands, and the history has both. Where it may be two people of one name, such as that of a
login, it warns; a work package (quoth pack) says for whom it is, and so whose work it brings back.

Entities of several projects become one where they have the same outside identity (such as wikidata), or the
same type and name; two that one person made under one name stay two. What was joined is listed, and so are those of
one name that came together and were not.`,
		Example: `  quoth merge ana.quoth ben.quoth -o both.quoth`,
		Args:    needs(1, -1, "name the projects: quoth merge PROJECT… -o OUT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usagef("say what to make: -o OUT%s", extension)
			}
			return p.merge(cmd.Context(), projectPath(out), args)
		},
		ValidArgsFunction: completeProjects,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `PROJECT` to make")
	return cmd
}

// completeProjects completes names of projects.
func completeProjects(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{extension[1:]}, cobra.ShellCompDirectiveFilterFileExt
}

func (p *program) merge(ctx context.Context, out string, args []string) error {
	files := make([]string, len(args))
	for i, arg := range args {
		if files[i] = projectPath(arg); !exists(files[i]) {
			return cannotOpen(files[i], os.ErrNotExist)
		}
	}
	if folder := filepath.Dir(out); !exists(folder) {
		return fmt.Errorf("there is no folder %s to make the project in", folder)
	}
	m := p.begin("Merging", "changes", -1)
	last := 0
	merged, err := store.Merge(ctx, out, files, func(done, total int) {
		m.total = int64(total)
		m.add(done - last)
		last = done
	})
	m.end()
	switch {
	case errors.Is(err, store.ErrNotProject), errors.Is(err, store.ErrNewer), errors.Is(err, store.ErrLocked):
		return cannotOpen(out, err)
	case err != nil:
		return err
	}
	var parts []string
	for i, n := range merged.From {
		more := ""
		if i > 0 {
			more = "more "
		}
		parts = append(parts, fmt.Sprintf("%d %sof %s", n, more, filepath.Base(files[i])))
	}
	if err := p.say("%s is made: %s, %s (%s)", out, count(merged.Documents, "article", "articles"),
		count(merged.Changes, "change", "changes"), strings.Join(parts, ", ")); err != nil {
		return err
	}
	return p.reading(ctx, out, func(project *store.Project) error { return p.sayMerged(ctx, project, merged) })
}

// sayDoubts warns where it is not sure whose work is whose, and where there is none.
func (p *program) sayDoubts(merged *store.Merged) {
	for _, who := range merged.Torn {
		p.note("warning: %s was given different names in different files, and what is left under that name may be any of theirs: who it was has to say so "+
			"in the file they did it in (quoth rename FILE %s NAME)", name(who), quoteArg(string(who)))
	}
	for _, u := range merged.Untouched {
		p.note("warning: nothing was done in %s, which was made for %s: it is as it was sent. Perhaps they saved their work in another file", u.File, name(u.For))
	}
	for _, s := range merged.Strays {
		p.note("warning: %s was made for %s, and %s made %s in it: if that is %s, let them say so in the window (Who is working…) before they go on",
			s.File, name(s.For), name(s.Annotator), count(s.Changes, "change", "changes"), name(s.For))
	}
	for _, who := range merged.Apart {
		p.note("warning: %s worked in the same article in several of these files, apart: what they did is one set now. If they are two people, do not keep this; "+
			"let each work in a package of their own (quoth pack --for NAME), or under a name of their own (--annotator NAME)", name(who))
	}
}

// sayMerged lists what was joined, and what was changed in two ways.
func (p *program) sayMerged(ctx context.Context, project *store.Project, merged *store.Merged) error {
	p.sayDoubts(merged)
	for _, j := range merged.Joined {
		var gone []string
		for _, e := range j.Gone {
			gone = append(gone, "“"+name(e.Name)+"”")
		}
		if err := p.say("joined: %s “%s” and %s, for they have %s", j.Kept.Type, name(j.Kept.Name), strings.Join(gone, ", "), name(j.Why)); err != nil {
			return err
		}
	}
	for _, n := range merged.Namesakes {
		if err := p.say("not joined: %d entities of type %s are called “%s”", len(n), n[0].Type, name(n[0].Name)); err != nil {
			return err
		}
	}
	if err := p.sayClashes(ctx, project, merged); err != nil {
		return err
	}
	p.note("what breaks a rule now that it is in one set is listed by: quoth check %s", pathArg(project.Path()))
	return nil
}

// sayClashes lists what was changed in two ways.
func (p *program) sayClashes(ctx context.Context, project *store.Project, merged *store.Merged) error {
	for _, c := range merged.Clashes {
		where, err := clashWhere(ctx, project, c)
		if err != nil {
			return err
		}
		what := c.What + " was changed in two ways; the later change stands"
		if strings.HasPrefix(c.What, "removed") {
			what = c.What + "; it stays"
		}
		if err := p.say("%s: %s", where, name(what)); err != nil {
			return err
		}
	}
	if n := len(merged.Clashes); n > 0 {
		return p.say("%s; the history has all versions", count(n, "thing was changed in two ways", "things were changed in two ways"))
	}
	return nil
}

// clashWhere names what was changed in two ways.
func clashWhere(ctx context.Context, project *store.Project, c store.Clash) (string, error) {
	if c.Document == "" {
		if c.Entity == nil {
			return "an entity", nil
		}
		return fmt.Sprintf("%s “%s”", c.Entity.Type, name(c.Entity.Name)), nil
	}
	doc, err := project.Document(ctx, c.Document)
	if errors.Is(err, store.ErrNotFound) {
		doc, err = &annotate.Document{ID: c.Document}, nil
	}
	if err != nil {
		return "", err
	}
	where := title(doc.Title, doc.ID) + ": " + name(c.Annotator)
	if c.Annotation != nil && doc.Text != "" {
		where += fmt.Sprintf(": “%s”", name(doc.Surface(c.Annotation.Spans)))
	}
	if d := c.Decision; d != nil && len(d.Spans) > 0 && d.Spans[len(d.Spans)-1].End <= len(doc.Text) {
		where += fmt.Sprintf(": “%s” of %s", name(doc.Surface(d.Spans)), name(d.Annotator))
	}
	return where, nil
}
