package workbench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
)

// The entities of a project are held by the index of their names. Of a few it has all in memory; of many most
// are in a book, a file beside the project that is made of it, and made again when too much has changed since.
// Gazetteers are books that several projects share; a project keeps where they are.

const (
	// heldInMemory is up to how many entities are read when a project is opened.
	heldInMemory = 5000
	// mostSince is how many may have been edited since the book was made.
	mostSince = 10_000
)

// books are the files of names that are open.
type books struct {
	base       *suggest.Book // of the project's own entities; nil where all are in memory
	gazetteers []Gazetteer
	version    string          // of the entities that the index knows
	retired    []*suggest.Book // that are not used any more; what works behind may still look into them
}

// Gazetteer is a list of entities that projects share. Nothing in it changes; who is picked from it becomes an
// entity of the project.
type Gazetteer struct {
	Path     string
	Title    string
	Entities int
	Names    int
	Missing  error // why it is not open, or nil

	book *suggest.Book
}

// openedNames are the names of a project that is being opened.
type openedNames struct {
	index   *suggest.Index
	books   books
	trouble error // with gazetteers; the project opens all the same
}

func (o openedNames) close() error { return o.books.close() }

func (k books) close() error {
	var errs []error
	if k.base != nil {
		errs = append(errs, k.base.Close())
	}
	for _, b := range k.retired {
		errs = append(errs, b.Close())
	}
	for _, g := range k.gazetteers {
		if g.book != nil {
			errs = append(errs, g.book.Close())
		}
	}
	return errors.Join(errs...)
}

// namesFile returns where the book of a project's own entities is kept.
func namesFile(project string) string { return project + "-names" }

// openNames opens the names of a project and of its gazetteers.
func openNames(ctx context.Context, p *store.Project, tell progress) (o openedNames, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, o.close())
		}
	}()
	if o.books.version, err = p.EntityVersion(ctx); err != nil {
		return o, err
	}
	few, err := p.EntitiesByName(ctx, store.EntityFilter{}, heldInMemory, 1)
	if err != nil {
		return o, err
	}
	if len(few) == 0 {
		all, err := p.Entities(ctx)
		if err != nil {
			return o, err
		}
		o.index = suggest.New(all)
	} else if err := o.openBase(ctx, p, tell); err != nil {
		return o, err
	}
	paths, err := p.Gazetteers(ctx)
	if err != nil {
		return o, err
	}
	for _, path := range paths {
		g := openGazetteer(path)
		if g.Missing != nil {
			o.trouble = errors.Join(o.trouble, fmt.Errorf("a gazetteer of this project cannot be opened: %w", g.Missing))
		} else {
			o.index.AddBook(g.book)
		}
		o.books.gazetteers = append(o.books.gazetteers, g)
	}
	return o, nil
}

// openBase opens the book of a project with many entities, which is made first where there is none that is of
// use.
func (o *openedNames) openBase(ctx context.Context, p *store.Project, tell progress) error {
	path := namesFile(p.Path())
	book, err := suggest.OpenBook(path)
	if err == nil {
		stamp := book.About().Stamp
		edited, gone, known, err := p.EntitiesSince(ctx, stamp, mostSince)
		if err != nil {
			return errors.Join(err, book.Close())
		}
		if known && stamp != "" {
			o.books.base, o.index = book, suggest.Open(book, edited)
			for _, id := range gone {
				o.index.Delete(id)
			}
			return nil
		}
		if err := book.Close(); err != nil {
			return err
		}
	}
	if book, err = makeBase(ctx, p, path, o.books.version, tell); err != nil {
		return err
	}
	o.books.base, o.index = book, suggest.Open(book, nil)
	return nil
}

// makeBase makes the book of a project's entities: beside the project, or in memory where that cannot be
// written.
func makeBase(ctx context.Context, p *store.Project, path, version string, tell progress) (*suggest.Book, error) {
	total, err := p.CountEntities(ctx)
	if err != nil {
		return nil, err
	}
	// Putting them in order takes about a third as long as reading them.
	entities := counted(p.EachEntity(ctx), func(n int) { tell(int64(n), int64(total+total/3), "reading names") })
	_, err = suggest.WriteBook(ctx, path, p.Name(), version, entities)
	if err == nil {
		return suggest.OpenBook(path)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var in bytes.Buffer
	if _, err := suggest.Freeze(ctx, &in, p.Name(), version, entities); err != nil {
		return nil, err
	}
	return suggest.BookOf(in.Bytes())
}

// counted gives entities for a book, and tells how many there were.
func counted(all iter.Seq2[*annotate.Entity, error], tell func(int)) iter.Seq2[suggest.Entry, error] {
	return func(yield func(suggest.Entry, error) bool) {
		n := 0
		for e, err := range all {
			if n++; err == nil && n%4096 == 0 {
				tell(n)
			}
			if !yield(suggest.Entry{Entity: e}, err) || err != nil {
				return
			}
		}
	}
}

func openGazetteer(path string) Gazetteer {
	g := Gazetteer{Path: path, Title: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))}
	book, err := suggest.OpenBook(path)
	if err != nil {
		g.Missing = err
		return g
	}
	a := book.About()
	g.book, g.Entities, g.Names = book, a.Entities, a.Names
	if a.Title != "" {
		g.Title = a.Title
	}
	return g
}

// takeNames makes what was opened the names of the bench.
func (b *Bench) takeNames(o openedNames) { b.names, b.books = o.index, o.books }

// leaveNames closes the files of names.
func (b *Bench) leaveNames() error {
	err := b.books.close()
	b.names, b.books, b.listed = suggest.New(nil), books{}, nil
	return err
}

// renewNames makes the book of a project's entities anew where more were edited since a version than are well kept in
// memory; else it returns nil. It is called in the background, after an act that may have done so.
func renewNames(ctx context.Context, p *store.Project, since string, tell progress) (*openedNames, error) {
	_, _, known, err := p.EntitiesSince(ctx, since, mostSince)
	if err != nil || known {
		return nil, err
	}
	o := &openedNames{}
	if o.books.version, err = p.EntityVersion(ctx); err != nil {
		return nil, err
	}
	if o.books.base, err = makeBase(ctx, p, namesFile(p.Path()), o.books.version, tell); err != nil {
		return nil, err
	}
	o.index = suggest.Open(o.books.base, nil)
	return o, nil
}

// catchUp brings the entities in memory in step with the project, where something else than an act of the
// bench has changed it: with names that were made anew for that, or nil.
func (b *Bench) catchUp(fresh *openedNames) error {
	if fresh != nil {
		if b.books.base != nil {
			b.books.retired = append(b.books.retired, b.books.base)
		}
		b.names, b.books.base, b.books.version = fresh.index, fresh.books.base, fresh.books.version
		for _, g := range b.books.gazetteers {
			if g.book != nil {
				b.names.AddBook(g.book)
			}
		}
		b.inOrder = nil
		b.touch(EntitiesChanged)
	}
	edited, gone, _, err := b.project.EntitiesSince(b.context(), b.books.version, 1<<30)
	if err != nil {
		return err
	}
	for _, e := range edited {
		b.putEntity(nil, e)
	}
	for _, id := range gone {
		if e := b.Entity(id); e != nil {
			b.putEntity(e, nil)
		}
	}
	b.books.version, err = b.project.EntityVersion(b.context())
	return err
}

// Gazetteers lists those of the project.
func (b *Bench) Gazetteers() []Gazetteer { return slices.Clone(b.books.gazetteers) }

// UseGazetteer lets the project use the gazetteer in a file.
func (b *Bench) UseGazetteer(path string) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		path, err := filepath.Abs(path)
		if err != nil {
			b.fail(err)
			return
		}
		if slices.ContainsFunc(b.books.gazetteers, func(g Gazetteer) bool { return g.Path == path && g.Missing == nil }) {
			b.say("The project uses this gazetteer already.")
			return
		}
		g := openGazetteer(path)
		if g.Missing != nil {
			b.fail(g.Missing)
			return
		}
		others := slices.DeleteFunc(slices.Clone(b.books.gazetteers), func(g Gazetteer) bool { return g.Path == path })
		if !b.setGazetteers(append(others, g)) {
			_ = g.book.Close() // it is only read, and what went wrong is said already
			return
		}
		b.names.AddBook(g.book)
		b.say("%s from “%s” are suggested now.", count(g.Entities, "entity", "entities"), g.Title)
		b.propose() // names may be those of somebody there
	})
}

// LeaveGazetteer takes a gazetteer off the project. Its file stays, and so does who was picked from it.
func (b *Bench) LeaveGazetteer(path string) {
	b.act(func() {
		i := slices.IndexFunc(b.books.gazetteers, func(g Gazetteer) bool { return g.Path == path })
		if i < 0 {
			return
		}
		g := b.books.gazetteers[i]
		if !b.setGazetteers(slices.Delete(slices.Clone(b.books.gazetteers), i, i+1)) {
			return
		}
		if g.book != nil {
			b.names.RemoveBook(g.book)
			b.books.retired = append(b.books.retired, g.book)
		}
		b.propose() // names may have been those of somebody there
		b.say("“%s” is not used any more; its file stays.", g.Title)
		b.notice.Action, b.notice.Do = "Use it again", func() { b.UseGazetteer(path) }
	})
}

func (b *Bench) setGazetteers(all []Gazetteer) bool {
	paths := make([]string, len(all))
	for i, g := range all {
		paths[i] = g.Path
	}
	if err := b.project.SetGazetteers(b.context(), paths); err != nil {
		b.fail(err)
		return false
	}
	b.books.gazetteers = all
	b.touch(EntitiesChanged)
	return true
}
