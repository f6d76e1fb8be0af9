package workbench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
	"quoth/app/register"
)

// RegisterView says which entities the register lists.
type RegisterView string

// The views.
const (
	RegisterAll     RegisterView = "all"
	RegisterUnused  RegisterView = "unused"  // that nothing refers to
	RegisterDoubles RegisterView = "doubles" // pairs that may be one
)

// Register lists the project's entities, with all that can be done to them.
type Register struct {
	Query  string
	View   RegisterView
	Type   string // "" for all
	Chosen int

	bench   *Bench
	len     int
	pages   map[int][]RegisterRow
	asked   map[int]bool  // pages that are being read
	found   []RegisterRow // what a query or the search for doubles gave; nil where pages are shown
	looking bool          // for doubles
	marked  map[annotate.ID]bool
	detail  RegisterDetail
	version int // rises when what is listed may be different; what was asked for before that is too late
}

// RegisterRow is an entity, or two that may be one.
type RegisterRow struct {
	Entity *annotate.Entity
	With   *annotate.Entity // the other one of a pair; else nil
	Why    string           // why the two may be one
	Totals store.Totals
}

// RegisterDetail is what there is to know of the entity that is chosen.
type RegisterDetail struct {
	Entity   *annotate.Entity
	Known    bool // what follows has been read
	Totals   store.Totals
	Mentions []store.Mentioned // the first thousand
	Quotes   []store.Mentioned
	Words    []WordsOf // what it is called in the articles, the commonest first
}

// WordsOf is what an entity is called in articles.
type WordsOf struct {
	Words string
	Count int
}

const (
	registerPage = 60
	mostFound    = 200
	mostListings = 1000 // of one entity
	// mostCompared is among how many entities doubles are looked for.
	mostCompared = 50_000
)

// Register returns the register while it is open, or nil.
func (b *Bench) Register() *Register { return b.register }

func (b *Bench) openRegister() {
	b.register = &Register{bench: b, View: RegisterAll, marked: map[annotate.ID]bool{}}
	b.register.reload()
	if a := b.Current(); a != nil && b.Entity(a.Entity) != nil {
		b.register.setQuery(b.Entity(a.Entity).Name)
	}
	b.screen.Show(PageRegister)
}

// Close leaves the register.
func (r *Register) Close() {
	r.bench.act(func() { r.bench.register = nil })
}

// SetQuery lists the entities whose names fit what is typed; all where nothing is.
func (r *Register) SetQuery(q string) { r.bench.act(func() { r.setQuery(q) }) }

func (r *Register) setQuery(q string) {
	r.Query, r.Chosen = q, 0
	r.reload()
}

// SetView lists other entities.
func (r *Register) SetView(v RegisterView) {
	r.bench.act(func() {
		r.View, r.Chosen, r.found = v, 0, nil
		r.reload()
	})
}

// SetType lists the entities of one type, or of all where it is "".
func (r *Register) SetType(t string) {
	r.bench.act(func() {
		r.Type, r.Chosen = t, 0
		r.reload()
	})
}

// reload reads what is listed anew.
func (r *Register) reload() {
	r.version++
	r.pages, r.asked = map[int][]RegisterRow{}, map[int]bool{}
	r.bench.touch(RegisterChanged)
	switch {
	case r.View == RegisterDoubles:
		r.lookForDoubles()
	case strings.TrimSpace(r.Query) != "":
		r.search()
	default:
		r.found = nil
		r.count()
	}
	r.look()
}

// later does work with the project in the background, and then what follows, unless something else is listed by then.
func (r *Register) later(work func(context.Context, *store.Project) error, then func()) {
	b, p, version := r.bench, r.bench.project, r.version
	b.looks.Add(1)
	b.config.Go(func() {
		err := work(b.context(), p)
		b.looks.Done()
		b.config.Do(func() {
			b.act(func() {
				switch {
				case b.register != r || r.version != version:
				case err != nil:
					b.fail(err)
				default:
					then()
					b.touch(RegisterChanged)
				}
			})
		})
	})
}

func (r *Register) filter() store.EntityFilter {
	return store.EntityFilter{Type: r.Type, Unused: r.View == RegisterUnused}
}

func (r *Register) count() {
	f := r.filter()
	if f == (store.EntityFilter{}) {
		r.len = r.bench.EntityCount()
		return
	}
	n := 0
	r.later(func(ctx context.Context, p *store.Project) (err error) {
		n, err = p.EntityCount(ctx, f)
		return err
	}, func() {
		r.len = n
		r.look()
	})
}

// search lists what the index finds; the totals come after.
func (r *Register) search() {
	q := suggest.Query{Text: r.Query, Limit: mostFound}
	if r.Type != "" {
		q.Types = []string{r.Type}
	}
	r.found = []RegisterRow{}
	for _, s := range r.bench.names.Find(q) {
		if s.Book == nil {
			r.found = append(r.found, RegisterRow{Entity: s.Entity})
		}
	}
	rows := slices.Clone(r.found)
	unused := r.View == RegisterUnused
	r.later(func(ctx context.Context, p *store.Project) error { return total(ctx, p, rows) }, func() {
		if unused {
			rows = slices.DeleteFunc(rows, func(x RegisterRow) bool { return x.Totals.Mentions > 0 })
		}
		r.found = rows
		r.look()
	})
}

// total reads how often the entities of rows are spoken of.
func total(ctx context.Context, p *store.Project, rows []RegisterRow) error {
	ids := make([]annotate.ID, len(rows))
	for i := range rows {
		ids[i] = rows[i].Entity.ID
	}
	totals, err := p.EntityTotals(ctx, ids)
	for i := range rows {
		rows[i].Totals = totals[ids[i]]
	}
	return err
}

// Looking reports whether doubles are still being looked for.
func (r *Register) Looking() bool { return r.looking }

func (r *Register) lookForDoubles() {
	if r.found == nil {
		r.found = []RegisterRow{}
	}
	r.looking = true
	var rows []RegisterRow
	typ := r.Type
	r.later(func(ctx context.Context, p *store.Project) error {
		all, err := p.EntitiesByName(ctx, store.EntityFilter{Type: typ}, 0, mostCompared)
		if err != nil {
			return err
		}
		pairs, err := suggest.Doubles(ctx, all, nil)
		if err != nil {
			return err
		}
		for _, d := range pairs[:min(len(pairs), mostListings)] {
			rows = append(rows, RegisterRow{Entity: d.A, With: d.B, Why: d.Why})
		}
		return total(ctx, p, rows)
	}, func() {
		r.found, r.looking = rows, false
		r.look()
	})
}

// Len returns how many rows there are.
func (r *Register) Len() int {
	if r.found != nil {
		return len(r.found)
	}
	return r.len
}

// Row returns a row; its entity is nil while it is being read.
func (r *Register) Row(i int) RegisterRow {
	if r.found != nil {
		if i < 0 || i >= len(r.found) {
			return RegisterRow{}
		}
		return r.found[i]
	}
	n := i / registerPage
	if r.pages[n] == nil && !r.asked[n] {
		r.asked[n] = true
		f := r.filter()
		var rows []RegisterRow
		r.later(func(ctx context.Context, p *store.Project) error {
			all, err := p.EntitiesByName(ctx, f, n*registerPage, registerPage)
			if err != nil {
				return err
			}
			for _, e := range all {
				rows = append(rows, RegisterRow{Entity: e})
			}
			return total(ctx, p, rows)
		}, func() {
			r.pages[n] = rows
			if r.Chosen/registerPage == n {
				r.look()
			}
		})
	}
	if page := r.pages[n]; i >= 0 && i%registerPage < len(page) {
		return page[i%registerPage]
	}
	return RegisterRow{}
}

// Move moves the choice by d rows.
func (r *Register) Move(d int) { r.Choose(r.Chosen + d) }

// Choose chooses a row.
func (r *Register) Choose(i int) {
	r.bench.act(func() {
		r.Chosen = min(max(0, i), max(0, r.Len()-1))
		r.look()
		r.bench.touch(RegisterChanged)
	})
}

// look reads what there is to know of the entity that is chosen.
func (r *Register) look() {
	e := r.Row(r.Chosen).Entity
	if e != nil {
		if now := r.bench.Entity(e.ID); now != nil {
			e = now
		}
	}
	if r.detail.Known && r.detail.Entity.Equal(e) && e != nil {
		return
	}
	r.detail = RegisterDetail{Entity: e}
	if e == nil {
		return
	}
	d := RegisterDetail{Entity: e, Known: true}
	r.later(func(ctx context.Context, p *store.Project) error {
		totals, err := p.EntityTotals(ctx, []annotate.ID{e.ID})
		if err != nil {
			return err
		}
		d.Totals = totals[e.ID]
		if d.Mentions, err = p.Mentions(ctx, e.ID, mostListings); err != nil {
			return err
		}
		d.Quotes, err = p.QuotesOf(ctx, e.ID, mostListings)
		return err
	}, func() {
		if r.detail.Entity == nil || r.detail.Entity.ID != e.ID {
			return // another one has been chosen by now
		}
		count := map[string]int{}
		for _, m := range d.Mentions {
			count[strings.Join(strings.Fields(m.Text), " ")]++
		}
		for words, n := range count {
			d.Words = append(d.Words, WordsOf{words, n})
		}
		slices.SortFunc(d.Words, func(x, y WordsOf) int {
			if x.Count != y.Count {
				return y.Count - x.Count
			}
			return strings.Compare(x.Words, y.Words)
		})
		r.detail = d
	})
}

// Detail returns what there is to know of the entity that is chosen.
func (r *Register) Detail() RegisterDetail { return r.detail }

// Marked reports whether an entity is marked, to be merged.
func (r *Register) Marked(id annotate.ID) bool { return r.marked[id] }

// MarkedCount returns how many entities are marked.
func (r *Register) MarkedCount() int { return len(r.marked) }

// Mark marks the entity of a row, or takes its mark away.
func (r *Register) Mark(i int) {
	r.bench.act(func() {
		if e := r.Row(i).Entity; e != nil {
			if r.marked[e.ID] {
				delete(r.marked, e.ID)
			} else {
				r.marked[e.ID] = true
			}
			r.bench.touch(RegisterChanged)
		}
	})
}

// Merge makes one of the entities that are marked and the one that is chosen, which is kept; or of a pair that may be one.
func (r *Register) Merge() {
	b := r.bench
	b.act(func() {
		row := r.Row(r.Chosen)
		if row.Entity == nil {
			return
		}
		keep := b.Entity(row.Entity.ID)
		var others []*annotate.Entity
		if row.With != nil {
			others = append(others, b.Entity(row.With.ID))
		}
		for _, id := range sortedIDs(r.marked) {
			if id != row.Entity.ID && (row.With == nil || id != row.With.ID) && row.With == nil {
				others = append(others, b.Entity(id))
			}
		}
		others = slices.DeleteFunc(others, func(e *annotate.Entity) bool { return e == nil })
		if keep == nil || len(others) == 0 {
			b.fail(errors.New("mark the others with Ctrl+Space first, then choose the one that is kept"))
			return
		}
		r.carryOut("Merging into “"+keep.Name+"”", func(ctx context.Context, a register.Acts) error { return a.Merge(ctx, keep, others) },
			func() { clear(r.marked) }, "%s is one with “%s” now", count(len(others), "other entity", "other entities"), keep.Name)
	})
}

func sortedIDs(m map[annotate.ID]bool) []annotate.ID {
	ids := make([]annotate.ID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Split makes a new entity of the mentions of the chosen one that have some words.
func (r *Register) Split(name string, words []string) {
	b := r.bench
	b.act(func() {
		e := r.detail.Entity
		if e == nil {
			return
		}
		r.carryOut("Splitting “"+e.Name+"”", func(ctx context.Context, a register.Acts) error {
			_, err := a.Split(ctx, b.Entity(e.ID), name, words)
			return err
		}, func() {}, "“%s” is an entity of its own now", name)
	})
}

// Retype gives the chosen entity another type, and its mentions one that allows it.
func (r *Register) Retype(typ string) {
	b := r.bench
	b.act(func() {
		e := r.detail.Entity
		if e == nil || e.Type == typ {
			return
		}
		r.carryOut("Changing the type of “"+e.Name+"”", func(ctx context.Context, a register.Acts) error { return a.Retype(ctx, b.Entity(e.ID), typ) },
			func() {}, "“%s” is a %s now", e.Name, strings.ToLower(label(b.Schema(), typ)))
	})
}

// Open goes to where an entity is spoken of, and leaves the register.
func (r *Register) Open(m store.Mentioned) {
	b := r.bench
	b.act(func() {
		b.register = nil
		b.touch(RegisterChanged)
		if b.doc == nil || b.doc.ID != m.Document {
			b.OpenDocument(m.Document)
		}
		if b.doc == nil || b.doc.ID != m.Document {
			return
		}
		if m.Annotator == b.set.Annotator && b.whole() && b.set.Get(m.Annotation) != nil {
			b.PickAndReveal(m.Annotation)
			return
		}
		b.screen.Reveal(m.Hull, true)
		b.say("%s marked this; you have not.", m.Annotator)
	})
}

// acts are those of the person in the open project.
func (b *Bench) acts(tell progress) register.Acts {
	return register.Acts{Project: b.project, Annotator: b.Annotator(), Author: b.author(), Now: b.config.Now, Tell: func(done, total int) { tell(int64(done), int64(total), "") }}
}

// carryOut does an act over the corpus as a task, during which nothing else is changed, and offers to take it back.
func (r *Register) carryOut(title string, act func(context.Context, register.Acts) error, then func(), said string, args ...any) {
	b := r.bench
	version := b.books.version
	b.actOverAll(title, act, func() {
		then()
		b.say(said, args...)
		b.notice.Action, b.notice.Do = "Undo", func() { b.undoLastAct(version) }
	})
}

// actOverAll runs an act that may change any set.
func (b *Bench) actOverAll(title string, act func(context.Context, register.Acts) error, then func()) {
	b.start(title, func(ctx context.Context, tell progress) error { return act(ctx, b.acts(tell)) }, func(err error) {
		if err := b.catchUp(); err != nil {
			b.fail(err)
			return
		}
		if b.doc != nil {
			b.refreshSet()
		}
		b.refreshBeside()
		b.queue.stale()
		b.touch(QueueChanged | EntitiesChanged)
		if b.register != nil {
			b.register.detail = RegisterDetail{}
			b.register.reload()
		}
		if !b.wentWrong(title, err) {
			then()
		}
	})
	if b.task != nil {
		b.task.changes = true
	}
}

// undoLastAct takes back what changed the entities last.
func (b *Bench) undoLastAct(before string) {
	b.act(func() {
		if b.project == nil {
			return
		}
		_, id, _ := strings.Cut(b.books.version, " ")
		if before == b.books.version || id == "" {
			return
		}
		if was := b.changeOf(annotate.ID(id)); was != nil {
			b.undoAct(was, false)
		}
	})
}

// undoAct takes a change back, or does it again, where it is part of an act over several sets, and reports whether it is.
func (b *Bench) undoAct(was *annotate.Change, again bool) bool {
	if !register.IsAct(was) {
		return false
	}
	all, err := b.project.ChangesTogether(b.context(), was)
	if err != nil || len(all) < 2 && was.Document != "" {
		return false
	}
	doing, done := "Undoing", "Undone"
	if again {
		doing, done = "Doing again", "Done again"
	}
	b.actOverAll(fmt.Sprintf("%s: %s", doing, was.Title), func(ctx context.Context, a register.Acts) error { return a.Undo(ctx, was, again) }, func() {
		b.say("%s, in all articles: %s", done, was.Title)
	})
	return true
}

// refreshRegister reads the register again after another act changed entities.
func (b *Bench) refreshRegister() {
	if r := b.register; r != nil && r.View != RegisterDoubles {
		r.detail = RegisterDetail{}
		r.reload()
	}
}
