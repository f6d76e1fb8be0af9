package workbench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
	"quoth/app/gold"
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

// RegisterColumn is what the register can be in order by.
type RegisterColumn string

// The columns.
const (
	ColumnName     RegisterColumn = "name"
	ColumnType     RegisterColumn = "type"
	ColumnAliases  RegisterColumn = "aliases"
	ColumnMentions RegisterColumn = "mentions"
	ColumnQuotes   RegisterColumn = "quotes"
	ColumnIDs      RegisterColumn = "ids"
)

// RegisterColumns lists the columns from the left to the right.
var RegisterColumns = []RegisterColumn{ColumnName, ColumnType, ColumnAliases, ColumnMentions, ColumnQuotes, ColumnIDs}

// counted reports whether a column has figures, of which the largest are looked for first.
func (c RegisterColumn) counted() bool { return c != ColumnName && c != ColumnType }

// Register lists the project's entities, with all that can be done to them. Its acts are in the history of the project's
// entities, not in that of an article.
type Register struct {
	Query  string
	View   RegisterView
	Type   string // "" for all
	Chosen int
	By     RegisterColumn // "" for what fits a query best, or by name
	Down   bool           // from the most to the least, from z to a

	bench   *Bench
	listing *suggest.Listing // all that is listed where nothing is searched for; nil until it has been made
	found   []RegisterRow    // what a query or the search for doubles gave; nil where the listing is shown
	totals  map[annotate.ID]store.Totals
	known   bool // the totals are those of now
	busy    int  // the version that is being listed; 0 for none
	looking looking
	settled []RegisterRow     // pairs that are not listed any more, as one of the two was gone
	history *annotate.History // of the entities; nil until somebody asks
	undo    [2]string         // the titles of what would be undone and done again by that
	marked  map[annotate.ID]bool
	detail  RegisterDetail
	picked  bool // the person has chosen a row of what is listed
	version int  // rises when what is listed may be different; what was asked for before that is too late
}

// looking is a search for doubles.
type looking struct {
	stop        func() // nil where none is under way
	done, total int
	stopped     bool // before all had been looked at
}

// RegisterRow is an entity, or two that may be one.
type RegisterRow struct {
	Entity *annotate.Entity
	With   *annotate.Entity // the other one of a pair; else nil
	Why    string           // why the two may be one
	Totals store.Totals

	sure float64 // that the two are one
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
	mostFound    = 200
	mostListings = 1000    // of one entity
	mostPairs    = 100_000 // that may be one, of which the surest are listed
)

// Register returns the register while it is open, or nil.
func (b *Bench) Register() *Register { return b.register }

func (b *Bench) openRegister() {
	b.register = &Register{bench: b, View: RegisterAll, marked: map[annotate.ID]bool{}}
	if a := b.Current(); a != nil && b.Entity(a.Entity) != nil {
		b.register.Query = b.Entity(a.Entity).Name
	}
	b.register.reload("")
	b.screen.Show(PageRegister)
}

// Close leaves the register.
func (r *Register) Close() { r.bench.act(r.bench.leaveRegister) }

func (b *Bench) leaveRegister() {
	if b.register != nil {
		b.register.stopLooking()
		b.register = nil
	}
}

// SetQuery lists the entities whose names fit what is typed, the best first; all where nothing is.
func (r *Register) SetQuery(q string) {
	r.bench.act(func() {
		r.Query, r.Chosen, r.By, r.Down = q, 0, "", false
		r.reload("")
	})
}

// SetView lists other entities.
func (r *Register) SetView(v RegisterView) {
	r.bench.act(func() {
		r.View, r.Chosen, r.found, r.By, r.Down, r.picked = v, 0, nil, "", false, false
		r.reload("")
	})
}

// SetType lists the entities of one type, or of all where it is "".
func (r *Register) SetType(t string) {
	r.bench.act(func() {
		r.Type, r.Chosen, r.picked = t, 0, false
		r.reload("")
	})
}

// Sort puts the rows in order by a column: figures from the most to the least, all else from a to z; again by the same
// column the other way round. What is chosen stays chosen.
func (r *Register) Sort(by RegisterColumn) {
	r.bench.act(func() {
		if r.View == RegisterDoubles {
			return // the surest stand first
		}
		if r.sortedBy() == by {
			r.Down = !r.Down
		} else {
			r.Down = by.counted()
		}
		r.By = by
		r.reload(r.chosen())
	})
}

// sortedBy returns the column that the rows are in order by; "" where they are by how well they fit.
func (r *Register) sortedBy() RegisterColumn {
	if r.By == "" && r.found == nil {
		return ColumnName
	}
	return r.By
}

// Sorted says by which column the rows are in order, and in which direction; "" for none.
func (r *Register) Sorted() (by RegisterColumn, down bool) { return r.sortedBy(), r.Down }

func (r *Register) chosen() annotate.ID {
	if e := r.Row(r.Chosen).Entity; e != nil {
		return e.ID
	}
	return ""
}

// reload reads what is listed anew, and then chooses an entity again, "" for none.
func (r *Register) reload(chosen annotate.ID) {
	r.version++
	r.busy = r.version
	r.bench.touch(RegisterChanged)
	switch {
	case r.View == RegisterDoubles:
		r.lookForDoubles()
	case strings.TrimSpace(r.Query) != "":
		r.stopLooking()
		r.search(chosen)
	default:
		r.stopLooking()
		r.list(chosen)
	}
	r.look()
}

// Busy reports whether what is listed is still being read or put in order.
func (r *Register) Busy() bool { return r.busy == r.version }

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
					r.busy = 0
					b.touch(RegisterChanged)
					b.fail(err)
				default:
					then()
					b.touch(RegisterChanged)
				}
			})
		})
	})
}

// total reads how often entities are spoken of, where that is not known.
func (r *Register) total(ctx context.Context, p *store.Project, known bool, totals *map[annotate.ID]store.Totals) (err error) {
	if !known {
		*totals, err = p.AllTotals(ctx)
	}
	return err
}

// list lists all entities in the order that is wanted.
func (r *Register) list(chosen annotate.ID) {
	r.found = nil
	l, known, totals := r.bench.names.Listing(), r.known, r.totals
	o := suggest.Ordering{By: suggest.ByName, Down: r.Down, Type: r.Type, Uncounted: r.View == RegisterUnused}
	by := r.sortedBy()
	switch by {
	case ColumnType:
		o.By = suggest.ByType
	case ColumnAliases:
		o.By = suggest.ByAliases
	case ColumnIDs:
		o.By = suggest.ByIDs
	case ColumnMentions, ColumnQuotes:
		o.By = suggest.ByCount
	}
	r.later(func(ctx context.Context, p *store.Project) (err error) {
		if err = r.total(ctx, p, known, &totals); err != nil {
			return err
		}
		o.Count = make(map[annotate.ID]int, len(totals))
		for id, t := range totals {
			o.Count[id] = t.Mentions
			if by == ColumnQuotes {
				o.Count[id] = t.Quotes
			}
		}
		l, err = l.Ordered(ctx, o)
		return err
	}, func() {
		r.listing, r.totals, r.known, r.busy = l, totals, true, 0
		if at := l.Place(chosen); at >= 0 {
			r.Chosen = at
		}
		r.Chosen = min(r.Chosen, max(0, l.Len()-1))
		r.look()
	})
}

// search lists what the index finds; the totals come after.
func (r *Register) search(chosen annotate.ID) {
	q := suggest.Query{Text: r.Query, Own: true, Limit: mostFound}
	if r.Type != "" {
		q.Types = []string{r.Type}
	}
	r.found = []RegisterRow{}
	for _, s := range r.bench.names.Find(q) {
		r.found = append(r.found, RegisterRow{Entity: s.Entity})
	}
	rows, known, totals := slices.Clone(r.found), r.known, r.totals
	r.later(func(ctx context.Context, p *store.Project) error { return r.total(ctx, p, known, &totals) }, func() {
		r.totals, r.known = totals, true
		for i := range rows {
			rows[i].Totals = totals[rows[i].Entity.ID]
		}
		if r.View == RegisterUnused {
			rows = slices.DeleteFunc(rows, func(x RegisterRow) bool { return x.Totals.Mentions > 0 })
		}
		slices.SortStableFunc(rows, r.compare)
		r.found = rows
		if i := slices.IndexFunc(rows, func(x RegisterRow) bool { return x.Entity.ID == chosen }); i >= 0 {
			r.Chosen = i
		}
		r.look()
	})
}

// compare puts the rows that were found in order.
func (r *Register) compare(x, y RegisterRow) int {
	c := 0
	switch r.By {
	case ColumnName:
		c = byName(x.Entity, y.Entity)
	case ColumnType:
		c = strings.Compare(x.Entity.Type, y.Entity.Type)
	case ColumnAliases:
		c = cmp.Compare(len(x.Entity.Aliases)+len(x.Entity.Dated), len(y.Entity.Aliases)+len(y.Entity.Dated))
	case ColumnMentions:
		c = cmp.Compare(x.Totals.Mentions, y.Totals.Mentions)
	case ColumnQuotes:
		c = cmp.Compare(x.Totals.Quotes, y.Totals.Quotes)
	case ColumnIDs:
		c = cmp.Compare(len(x.Entity.IDs), len(y.Entity.IDs))
	}
	if r.Down {
		return -c
	}
	return c
}

// Looking reports whether doubles are still being looked for, and among how many of how many entities they have been.
func (r *Register) Looking() (done, total int, looking bool) {
	return r.looking.done, r.looking.total, r.looking.stop != nil
}

// Stopped reports whether the search for doubles was stopped before it was through.
func (r *Register) Stopped() bool { return r.looking.stopped }

// StopLooking ends the search for doubles; what was found stays listed.
func (r *Register) StopLooking() {
	r.bench.act(func() {
		if r.looking.stop != nil {
			r.stopLooking()
			r.looking.stopped = true
			r.bench.touch(RegisterChanged)
		}
	})
}

func (r *Register) stopLooking() {
	if r.looking.stop != nil {
		r.looking.stop()
	}
	r.looking.stop = nil
}

// lookForDoubles lists the pairs that may be one as they are found, the surest first.
func (r *Register) lookForDoubles() {
	r.stopLooking()
	ctx, stop := context.WithCancel(r.bench.context())
	r.found, r.settled, r.looking = []RegisterRow{}, nil, looking{stop: stop, total: r.bench.EntityCount()}
	b, version, typ := r.bench, r.version, r.Type
	l, totals, known := b.names.Listing(), r.totals, r.known
	told := time.Time{}
	show := func(rows []RegisterRow, done, total int) {
		slices.SortStableFunc(rows, surest)
		b.config.Do(func() {
			b.act(func() {
				if b.register != r || r.version != version {
					return
				}
				r.totals, r.known = totals, true
				r.looking.done, r.looking.total = done, total
				r.take(rows)
				b.touch(RegisterChanged)
			})
		})
	}
	var rows []RegisterRow // that are not shown yet
	looked := 0
	r.later(func(_ context.Context, p *store.Project) (err error) {
		if err = r.total(ctx, p, known, &totals); err == nil {
			l, err = l.Ordered(ctx, suggest.Ordering{By: suggest.ByName, Type: typ})
		}
		if err == nil {
			err = l.Doubles(ctx, func(some []suggest.Double, done, total int) {
				for _, d := range some {
					row := RegisterRow{Entity: d.A, With: d.B, Why: d.Why, sure: d.Sure}
					// The one that is spoken of more is kept, of equals the one that is better known elsewhere.
					if cmp.Or(cmp.Compare(totals[d.B.ID].Mentions, totals[d.A.ID].Mentions), cmp.Compare(len(d.B.IDs), len(d.A.IDs))) > 0 {
						row.Entity, row.With = d.B, d.A
					}
					row.Totals = totals[row.Entity.ID]
					rows = append(rows, row)
				}
				looked = done
				if now := time.Now(); now.Sub(told) > 300*time.Millisecond || done == total {
					told = now
					show(rows, done, total)
					rows = nil
				}
			})
		}
		if errors.Is(err, context.Canceled) {
			if len(rows) > 0 {
				show(rows, looked, l.Len())
			}
			return nil
		}
		return err
	}, func() { r.stopLooking(); r.busy = 0 })
}

// surest is the order of pairs that may be one.
func surest(x, y RegisterRow) int {
	return cmp.Or(cmp.Compare(y.sure, x.sure), byName(x.Entity, y.Entity), byName(x.With, y.With))
}

// take adds pairs, which are in order, to those that are listed. The pair that the person has chosen stays chosen; who has
// chosen none stays at the first.
func (r *Register) take(rows []RegisterRow) {
	rows = slices.DeleteFunc(rows, func(x RegisterRow) bool {
		return r.bench.Entity(x.Entity.ID) == nil || r.bench.Entity(x.With.ID) == nil
	})
	if len(rows) == 0 {
		return
	}
	chosen := RegisterRow{}
	if r.picked && r.Chosen < len(r.found) {
		chosen = r.found[r.Chosen]
	}
	had := r.found
	r.found = make([]RegisterRow, 0, min(len(had)+len(rows), mostPairs))
	for len(r.found) < cap(r.found) {
		if len(rows) == 0 || len(had) > 0 && surest(had[0], rows[0]) <= 0 {
			r.found, had = append(r.found, had[0]), had[1:]
		} else {
			r.found, rows = append(r.found, rows[0]), rows[1:]
		}
	}
	if chosen.Entity != nil {
		r.Chosen = max(0, slices.IndexFunc(r.found, func(x RegisterRow) bool { return x.Entity == chosen.Entity && x.With == chosen.With }))
	}
	r.look()
}

// settleDoubles brings pairs in step with what was done since they were found: those are listed of which both are there, also
// again, where that was undone.
func (r *Register) settleDoubles() {
	all := append(r.found, r.settled...)
	slices.SortStableFunc(all, surest)
	kept, settled := []RegisterRow{}, []RegisterRow(nil)
	for _, x := range all {
		a, b := r.bench.Entity(x.Entity.ID), r.bench.Entity(x.With.ID)
		if a == nil || b == nil || a.Type != b.Type {
			settled = append(settled, x)
			continue
		}
		x.Entity, x.With = a, b
		kept = append(kept, x)
	}
	r.found, r.settled = kept, settled
	r.Chosen = min(r.Chosen, max(0, len(kept)-1))
	r.look()
	r.bench.touch(RegisterChanged)
}

// Len returns how many rows there are.
func (r *Register) Len() int {
	switch {
	case r.found != nil:
		return len(r.found)
	case r.listing != nil:
		return r.listing.Len()
	}
	return r.bench.EntityCount()
}

// Row returns a row; its entity is nil while it is being read.
func (r *Register) Row(i int) RegisterRow {
	switch {
	case i < 0 || i >= r.Len():
		return RegisterRow{}
	case r.found != nil:
		return r.found[i]
	case r.listing == nil:
		return RegisterRow{}
	}
	e := r.listing.At(i)
	return RegisterRow{Entity: e, Totals: r.totals[e.ID]}
}

// Move moves the choice by d rows.
func (r *Register) Move(d int) { r.Choose(r.Chosen + d) }

// Choose chooses a row.
func (r *Register) Choose(i int) {
	r.bench.act(func() {
		r.Chosen, r.picked = min(max(0, i), max(0, r.Len()-1)), true
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
			return cmp.Or(cmp.Compare(y.Count, x.Count), strings.Compare(x.Words, y.Words))
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
			func() { clear(r.marked) }, "%s one with “%s” now", count(len(others), "other entity is", "other entities are"), keep.Name)
	})
}

// Delete removes the entities that are marked, or the one that is chosen, where nothing refers to them.
func (r *Register) Delete() {
	b := r.bench
	b.act(func() {
		ids := sortedIDs(r.marked)
		if len(ids) == 0 && r.detail.Entity != nil {
			ids = append(ids, r.detail.Entity.ID)
		}
		var all []*annotate.Entity
		for _, id := range ids {
			if e := b.Entity(id); e != nil {
				all = append(all, e)
			}
		}
		if len(all) == 0 {
			return
		}
		slices.SortFunc(all, byName)
		b.deleteEntities(all)
		for _, id := range ids {
			if b.Entity(id) == nil {
				delete(r.marked, id)
			}
		}
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
			func() {}, "“%s” is of the type %s now", e.Name, strings.ToLower(b.Schema().Label(typ)))
	})
}

// Open goes to where an entity is spoken of, and leaves the register.
func (r *Register) Open(m store.Mentioned) {
	b := r.bench
	b.act(func() {
		b.leaveRegister()
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
	b.actOverAll(title, act, func() {
		then()
		b.say(said, args...)
		b.offerEntityUndo()
	})
}

// offerEntityUndo lets the notice take back what was done last to the entities.
func (b *Bench) offerEntityUndo() {
	b.notice.Action, b.notice.Do = "Undo", b.undoEntities
}

// actOverAll runs an act that may change any set.
func (b *Bench) actOverAll(title string, act func(context.Context, register.Acts) error, then func()) {
	var names *openedNames
	project, version := b.project, b.books.version
	b.start(title, func(ctx context.Context, tell progress) error {
		err := act(ctx, b.acts(tell))
		var left error
		names, left = renewNames(b.context(), project, version, tell)
		return errors.Join(err, left)
	}, func(err error) {
		if err := b.catchUp(names); err != nil {
			b.fail(err)
			return
		}
		if b.doc != nil {
			b.refreshSet()
		}
		b.refreshBeside()
		b.queue.stale()
		b.touch(QueueChanged | EntitiesChanged)
		b.refreshRegister()
		if !b.wentWrong(title, err) {
			then()
		}
		if blocked := (*register.BlockedError)(nil); errors.As(err, &blocked) {
			b.notice.Action, b.notice.Do = "Leave it, and go on", func() { b.passOver(blocked) }
		}
	}).changing()
}

// entityHistory is what can be undone of what was done to the entities alone.
func (b *Bench) entityHistory() *annotate.History {
	if r := b.register; r != nil {
		if r.history == nil {
			r.history = b.readHistory("", b.Annotator())
			r.undo = [2]string{r.titleOf(r.history.Undo()), r.titleOf(r.history.Redo())}
		}
		return r.history
	}
	return b.readHistory("", b.Annotator())
}

// CanUndo returns what would be undone next in the register, or "".
func (r *Register) CanUndo() string {
	r.bench.entityHistory()
	return r.undo[0]
}

// CanRedo returns what would be done again next in the register, or "".
func (r *Register) CanRedo() string {
	r.bench.entityHistory()
	return r.undo[1]
}

func (r *Register) titleOf(id annotate.ID) string {
	if id == "" {
		return ""
	}
	title, err := r.bench.project.TitleOf(r.bench.context(), id)
	if err != nil {
		return ""
	}
	return title
}

// Undo takes back what was done last to the entities: all of it, in all articles.
func (r *Register) Undo() { r.bench.undoEntities() }

// Redo does again what was undone last.
func (r *Register) Redo() {
	b := r.bench
	b.act(func() { b.goBackEntities(b.entityHistory().Redo(), true) })
}

func (b *Bench) undoEntities() {
	b.act(func() {
		if b.project != nil {
			b.goBackEntities(b.entityHistory().Undo(), false)
		}
	})
}

func (b *Bench) goBackEntities(id annotate.ID, again bool) {
	switch {
	case id == "" && again:
		b.say("Nothing that was done to the entities was undone.")
		return
	case id == "":
		b.say("Nothing was done to the entities that could be undone here.")
		return
	}
	title, err := b.project.TitleOf(b.context(), id)
	if err != nil {
		b.fail(err)
		return
	}
	doing, done := "Undoing", "Undone"
	if again {
		doing, done = "Doing again", "Done again"
	}
	stay := 0
	b.actOverAll(doing+": "+title, func(ctx context.Context, a register.Acts) (err error) {
		stay, err = a.GoBack(ctx, id, again)
		return err
	}, func() {
		switch {
		case stay > 0 && again:
			b.say("%s: %s. %s already there.", done, title, count(stay, "entity was", "entities were"))
		case stay > 0:
			b.say("%s: %s. %s since.", done, title, count(stay, "entity stays: something refers to it, or it was changed", "entities stay: something refers to them, or they were changed"))
		default:
			b.say("%s: %s", done, title)
		}
	})
}

// passOver leaves an act as it is that cannot go back or be done again, so that what was done before it can be.
func (b *Bench) passOver(x *register.BlockedError) {
	b.actOverAll("Leaving: "+x.Act.Title, func(ctx context.Context, a register.Acts) error { return a.PassOver(ctx, x.Act, x.Again) }, func() {
		b.say("%s stays as it is.", x.Act.Title)
	})
}

// undoAct takes a change back, or does it again, where it is part of an act over several sets, and reports whether it is.
func (b *Bench) undoAct(was *annotate.Change, again bool) bool {
	if !register.IsAct(was) && !gold.IsAct(was) {
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
	alone := false
	b.actOverAll(fmt.Sprintf("%s: %s", doing, was.Title), func(ctx context.Context, a register.Acts) error {
		err := a.Undo(ctx, was, again)
		if alone = gold.IsAct(was) && errors.Is(err, store.ErrConflict); alone {
			return nil
		}
		return err
	}, func() {
		if r := b.review; r != nil && !alone {
			made := map[annotate.DocumentID]annotate.ID{}
			for _, x := range all {
				if x.Annotator == annotate.Gold { // others' sets, and what it did to entities, are no part of the review
					made[x.Document] = x.ID
				}
			}
			r.dropSteps(func(x step) bool { return made[x.document] == x.change })
			if again {
				r.noteAct(made)
			}
			r.Refresh()
		}
		if !alone {
			b.say("%s, in all articles: %s", done, was.Title)
			return
		}
		if b.doc == nil || b.doc.ID != was.Document || b.set.Annotator != was.Annotator { // left meanwhile
			b.fail(fmt.Errorf("nothing is changed, for “%s” has been changed elsewhere since; what it did in one article can be taken back there", was.Title))
			return
		}
		c := b.set.Undo(was, b.author(), b.config.Now())
		if again {
			c = b.set.Redo(was, b.author(), b.config.Now())
		}
		if b.goBack(doing, done, was, c); !b.notice.Problem {
			b.say("%s, in this article alone: %s. Elsewhere it has been changed since.", done, was.Title)
		}
	})
	return true
}

// refreshRegister reads the register again after an act changed entities.
func (b *Bench) refreshRegister() {
	r := b.register
	if r == nil {
		return
	}
	r.detail, r.history, r.known = RegisterDetail{}, nil, false
	if r.View == RegisterDoubles {
		r.settleDoubles()
		return
	}
	r.reload(r.chosen())
}
