package workbench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Renames lists who was given another name in the open project, in the order of time.
func (b *Bench) Renames() []store.Rename {
	if b.project == nil {
		return nil
	}
	all, err := b.project.Renames(b.context())
	if err != nil {
		b.fail(err)
	}
	return all
}

// calledNow returns who is called by a name in the open project.
func (b *Bench) calledNow(name annotate.AnnotatorID) annotate.AnnotatorID {
	if b.project == nil {
		return name
	}
	now, known := b.akas[name]
	if !known {
		var err error
		if now, err = b.project.NameNow(b.context(), name); err != nil {
			return name // whatever is wrong is said where the project is used
		}
		if b.akas == nil {
			b.akas = map[annotate.AnnotatorID]annotate.AnnotatorID{}
		}
		b.akas[name] = now
	}
	return now
}

// Rename gives an annotator of the open project another name: all they did is that one's, in the past, too, and so is what
// comes back from files of before. The project is kept beside it as it was; [Bench.UndoRename] takes the name back.
func (b *Bench) Rename(was, now string) {
	b.act(func() {
		who, err := annotate.Worker(now)
		switch {
		case b.project == nil:
			err = errNoProject
		case err != nil:
		case who == "":
			err = errNoName
		case b.programs()[annotate.AnnotatorID(was)]:
			err = fmt.Errorf("%s is a program; it is named where it runs", was)
		case b.programs()[who]:
			err = fmt.Errorf("%s is a program; its work and a person’s stay apart", who)
		}
		if err != nil {
			b.fail(err)
			return
		}
		at := b.config.Now()
		b.anew("Renaming "+was, func(ctx context.Context, part, path string, tell func(done, total int)) (*store.Merged, error) {
			return store.Renamed(ctx, part, path, annotate.AnnotatorID(was), who, at, tell)
		}, func(m *store.Merged) {
			text := fmt.Sprintf("%s is %s now, and so is what was done before", was, who)
			if n := len(m.Clashes); n > 0 {
				text += fmt.Sprintf("; %s in both names, of which the later stands", count(n, "thing was changed in two ways", "things were changed in two ways"))
			}
			b.say("%s", text)
			b.notice.Action, b.notice.Do = "Undo", b.UndoRename
		})
	})
}

// UndoRename takes the last rename back. What was done since stays, under the name that it was done in.
func (b *Bench) UndoRename() {
	b.act(func() {
		if len(b.Renames()) == 0 {
			b.fail(errors.New("nobody was renamed in this project"))
			return
		}
		var x store.Rename
		b.anew("Taking the name back", func(ctx context.Context, part, path string, tell func(done, total int)) (m *store.Merged, err error) {
			x, m, err = store.RenameUndone(ctx, part, path, tell)
			return m, err
		}, func(*store.Merged) {
			b.say("What was done as %s is that name’s again; what was done as %s stays", x.Was, x.Now)
		})
	})
}

// anew makes the open project anew in the background, and puts what comes of it in its place.
func (b *Bench) anew(title string, work func(ctx context.Context, part, path string, tell func(done, total int)) (*store.Merged, error), hello func(*store.Merged)) {
	if b.task != nil {
		b.refuseBeside(b.task)
		return
	}
	path := b.project.Path()
	part := strings.TrimSuffix(path, Extension) + ".renaming-" + string(annotate.NewID())[24:] + Extension
	b.screen.Keep()
	b.flushMeter()
	var merged *store.Merged
	b.start(title, func(ctx context.Context, tell progress) (err error) {
		merged, err = work(ctx, part, path, func(done, total int) { tell(int64(done), int64(total), "changes") })
		return err
	}, func(err error) {
		if errors.Is(err, context.Canceled) && merged != nil { // cancelled when it was there already
			err = errors.Join(err, os.Remove(part))
		}
		if !b.wentWrong("nobody was renamed", err) {
			b.swap(part, path, "before-renaming", func(string) { hello(merged) })
		}
	}).changing() // what is changed now would not be in it
}
