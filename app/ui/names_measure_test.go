//go:build measure && linux && !headless

package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/unix"

	"quoth/annotate"
	"quoth/annotate/sizes"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
	"quoth/app/workbench"
)

// A project is opened with no entities but its own few, with a gazetteer of a million names, and with a million
// entities of its own; names are typed where a mention is named and in the register, letter by letter.

// million is how many entities there are where there are very many.
const million = 1_000_000

// The scenes of names.
const (
	namesNone  = "names none"
	namesShelf = "names gazetteer"
	namesFirst = "names own, opened for the first time"
	namesOwn   = "names own"
)

// projectOfNames makes the project of a scene of names.
func projectOfNames(dir, scene string) (string, error) {
	plain, err := projectOf(dir, extents[0])
	if err != nil {
		return "", err
	}
	kind := strings.TrimSuffix(strings.TrimPrefix(scene, "names "), ", opened for the first time")
	path := filepath.Join(dir, "names-"+kind+".quoth")
	if scene == namesFirst {
		if err := os.Remove(path + "-names"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	raw, err := os.ReadFile(plain)
	if err == nil {
		err = os.WriteFile(path+".part", raw, 0o600)
	}
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	p, err := store.Open(ctx, path+".part")
	if err != nil {
		return "", err
	}
	switch kind {
	case "gazetteer":
		err = shelve(ctx, p, filepath.Join(dir, "million"+suggest.BookExtension))
	case "own":
		err = settle(ctx, p)
	}
	return path, errors.Join(err, p.Close(), os.Rename(path+".part", path))
}

// shelve gives a project a gazetteer of a million.
func shelve(ctx context.Context, p *store.Project, path string) error {
	_, err := suggest.WriteBook(ctx, path, "A million", "", func(yield func(suggest.Entry, error) bool) {
		sizes.People(million, func(e *annotate.Entity) bool { return yield(suggest.Entry{Entity: e}, nil) })
	})
	return errors.Join(err, p.SetGazetteers(ctx, []string{path}))
}

// settle gives a project a million entities.
func settle(ctx context.Context, p *store.Project) (err error) {
	const batch = 10_000
	var edits []annotate.Edit
	sizes.People(million, func(e *annotate.Entity) bool {
		if edits = append(edits, annotate.Edit{EntityAfter: e}); len(edits) == batch {
			err = p.Commit(ctx, &annotate.Change{ID: annotate.NewID(), Annotator: "ana", Author: "ana", Time: time.Unix(1, 0), Title: "Import", Act: annotate.ActDo, Edits: edits})
			edits = nil
		}
		return err == nil
	})
	return err
}

// typedNames are names to type, a beginning of each, most with all letters right.
func typedNames() []string {
	var out []string
	n := 0
	sizes.People(20_000, func(e *annotate.Entity) bool {
		if n++; n%1000 == 0 {
			name := strings.ToLower(e.Name)
			if n%4000 == 0 {
				name = name[:2] + name[3:] // a letter left out
			}
			out = append(out, name[:min(len(name), 8)])
		}
		return true
	})
	return out
}

func measureNames(s *stage) {
	what := s.scene.name
	s.project()
	s.frame(func() {})
	m := measured{What: "start, CPU time, " + what, Is: processTime(), Wall: float64(time.Since(began()).Milliseconds())}
	if what != namesNone {
		m.Than, m.Times = "start, CPU time, "+namesNone, 1.1
	}
	s.row(m)
	s.rest()
	if what == namesFirst {
		return
	}
	var mention *annotate.Annotation
	s.ui(func() {
		for a := range s.w.bench.Set().All() {
			if mention == nil && s.w.bench.Schema().Kind(a.Type) == annotate.KindMention && a.Type == "person" {
				mention = a
			}
		}
		if mention == nil {
			at := s.w.bench.Document().Offsets().NextWord(0)
			from, to, _ := s.w.bench.Document().Offsets().WordAt(at)
			s.w.bench.Select(from, to, workbench.ByKeys)
			return
		}
		s.w.bench.PickAndReveal(mention.ID)
	})
	s.rest()
	act := "entity.name"
	if mention == nil {
		act = "mark.mention"
	}
	own, wall := s.frame(func() { s.w.bench.Do(act) })
	s.row(measured{What: "first suggestions, " + what, Is: own, Wall: wall})
	var field interface {
		fyne.Focusable
		SetText(string)
	}
	s.ui(func() { field = s.w.finders["naming"].field })
	s.keystrokes("a letter of a name, "+what, field)
	s.ui(func() { s.w.bench.Naming().Cancel() })
	s.rest()

	listed := func() (done bool) {
		s.ui(func() { done = s.w.bench.Register().Row(0).Entity != nil || s.w.bench.Register().Len() == 0 })
		return done
	}
	from := time.Now()
	own, wall = s.frame(func() { s.w.bench.Do("entity.register") })
	s.row(measured{What: "open the register, " + what, Is: own, Wall: wall})
	s.ui(func() { s.w.registered.search.SetText("") })
	for !listed() {
		time.Sleep(time.Millisecond)
	}
	s.frame(func() {})
	s.row(measured{What: "  … until all are in order", Is: float64(time.Since(from).Milliseconds())})
	s.rest()
	owns, walls := s.many(30, func(int) { s.w.registered.of.Move(10) })
	s.row(summed("the register: a page, "+what, 0, owns, walls))
	from = time.Now()
	s.ui(func() { s.w.registered.of.Sort(workbench.ColumnMentions) })
	for done := false; !done; {
		time.Sleep(time.Millisecond)
		s.ui(func() {
			by, _ := s.w.registered.of.Sorted()
			done = by == workbench.ColumnMentions && !s.w.registered.of.Busy()
		})
	}
	s.frame(func() {})
	s.row(measured{What: "the register: other order, " + what, Is: float64(time.Since(from).Milliseconds())})
	s.ui(func() { s.w.registered.of.Choose(s.w.registered.of.Len() - 1) })
	s.rest()
	s.keystrokes("the register: a letter, "+what, s.w.registered.search)
	s.ui(func() { s.w.registered.leave() })
	s.rest()
	is, least := resident()
	s.row(measured{What: "memory, " + what, Is: is, Unit: "MB"})
	s.row(measured{What: "memory after collection, " + what, Is: least, Unit: "MB", Beside: emptyMemory})
}

// processTime is the CPU time of this process so far in ms: what a start costs whatever else runs.
func processTime() float64 {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		panic(err)
	}
	return float64(t.Nano()) / 1e6
}

// keystrokes types names into a field, each letter from the key to the painted answer.
func (s *stage) keystrokes(what string, field interface {
	fyne.Focusable
	SetText(string)
}) {
	var own, wall []float64
	for _, name := range typedNames() {
		s.frame(func() { field.SetText("") })
		for _, letter := range name {
			o, w := s.frame(func() { field.TypedRune(letter) })
			own, wall = append(own, o), append(wall, w)
		}
	}
	s.row(summed(what, 0, own, wall))
	slices.Sort(own)
	slices.Sort(wall)
	s.row(measured{What: "  … p99", Is: own[len(own)*99/100], Wall: wall[len(wall)*99/100]})
}
