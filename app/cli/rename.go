package cli

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
)

func (p *program) renameCommand() *cobra.Command {
	var undo bool
	cmd := &cobra.Command{
		Use:   "rename PROJECT OLD NEW",
		Short: "Give an annotator another name, past work included",
		Long: `Give an annotator another name, such as who worked under that of a login. All that was done under the old name is
the new one's: sets, history, counts, what others decided and said about it. Where both have worked in an article it becomes
one set, as if one person had worked at two machines. The project as it was is kept beside it.

Merging knows of it: what comes under the old name in a file of before is the new one's, too, in whichever order
files are merged. So the old name is given up in this project: whoever works under it, works as the new one. Where two
people worked under one name, each in a file of their own, rename them in these files, before merging; once their
work is one set nobody can tell whose is whose. Where one name was given up for different ones, merging says so.

--undo takes the last rename back; what was done since stays, under the name it was done in.`,
		Example: `  quoth rename news.quoth root ana
  quoth rename news.quoth --undo`,
		Args: func(cmd *cobra.Command, args []string) error {
			if undo {
				return needs(1, 1, "name the project: quoth rename PROJECT --undo")(cmd, args)
			}
			return needs(3, 3, "name the project, the old name and the new one: quoth rename PROJECT OLD NEW")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if undo {
				args = append(args, "", "")
			}
			return p.rename(cmd.Context(), projectPath(args[0]), annotate.AnnotatorID(strings.TrimSpace(args[1])), args[2], undo)
		},
		ValidArgsFunction: completeProject,
	}
	cmd.Flags().BoolVar(&undo, "undo", false, "take the last rename back")
	return cmd
}

func (p *program) rename(ctx context.Context, path string, was annotate.AnnotatorID, to string, undo bool) error {
	now, err := annotate.Worker(to)
	if err != nil {
		return usagef("%w", err)
	}
	// Opened for writing it is brought up to date, and nobody else has it open.
	if err := p.writing(ctx, path, func(project *store.Project) error {
		programs, err := project.Programs(ctx)
		if err == nil && programs[was] {
			err = usagef("%s is a program; it is named where it runs (--name)", name(was))
		}
		if err == nil && programs[now] {
			err = usagef("%s is a program; its work and a person’s stay apart", name(now))
		}
		return err
	}); err != nil {
		return err
	}
	part := strings.TrimSuffix(path, extension) + ".renaming-" + string(annotate.NewID())[24:] + extension
	m := p.begin("Renaming", "changes", -1)
	last := 0
	tell := func(done, total int) {
		m.total = int64(total)
		m.add(done - last)
		last = done
	}
	var x store.Rename
	var merged *store.Merged
	if undo {
		x, merged, err = store.RenameUndone(ctx, part, path, tell)
	} else {
		merged, err = store.Renamed(ctx, part, path, was, now, time.Now(), tell)
	}
	m.end()
	switch {
	case undo && errors.Is(err, store.ErrNotFound):
		return errors.New("nobody was renamed in this project")
	case err != nil:
		return err
	}
	kept, err := store.Replace(path, part, "before-renaming")
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if undo {
		err = p.say("what was done as %s is that name’s again; what was done as %s stays", name(x.Was), name(x.Now))
	} else {
		err = p.say("%s is %s now, and so is what was done before", name(was), name(now))
	}
	if err != nil {
		return err
	}
	p.note("as it was before, the project is kept as %s", kept)
	return p.reading(ctx, path, func(project *store.Project) error { return p.sayClashes(ctx, project, merged) })
}
