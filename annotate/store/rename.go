package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"quoth/annotate"
)

// Rename says that an annotator got another name: what was done under the one is the other's work.
//
// The journal keeps under which name each change was made; whose it is by now follows from the renames. So merging goes on
// as before with files of before and after, in any order: a change that was there when somebody renamed goes by that
// rename; one that was made elsewhere under the old name goes by it, too, unless the name was given up for
// different ones in different files. Then it stays as it was made, and [Merged.Torn] tells of it.
type Rename struct {
	ID       annotate.ID
	Was, Now annotate.AnnotatorID
	Time     time.Time // in UTC

	withdrawn bool
}

// Renames lists the renames that hold, in the order of time.
func (p *Project) Renames(ctx context.Context) (all []Rename, err error) {
	err = p.read(ctx, "read who was renamed", func(tx *sql.Tx) error {
		of, err := readRenames(ctx, tx)
		all = of.holding()
		return err
	})
	return all, err
}

// renames are those of some files, by identity, with those that were taken back.
type renames map[annotate.ID]Rename

func readRenames(ctx context.Context, tx *sql.Tx) (renames, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, was, now, time, withdrawn FROM renames`)
	all, err := collect(rows, err, func(r *sql.Rows) (x Rename, err error) {
		var at string
		if err := r.Scan(&x.ID, &x.Was, &x.Now, &at, &x.withdrawn); err != nil {
			return x, err
		}
		if x.Time, err = time.Parse(timeLayout, at); err != nil {
			err = fmt.Errorf("%w: time of the rename %s: %w", ErrDamaged, x.ID, err)
		}
		return x, err
	})
	of := renames{}
	for _, x := range all {
		of[x.ID] = x
	}
	return of, err
}

// add takes another file's in.
func (of renames) add(more renames) {
	for id, x := range more {
		x.withdrawn = x.withdrawn || of[id].withdrawn
		of[id] = x
	}
}

// holding lists those that were not taken back, in the order of time.
func (of renames) holding() (all []Rename) {
	for _, x := range of {
		if !x.withdrawn {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, compareRenames)
	return all
}

func compareRenames(x, y Rename) int {
	return cmp.Or(x.Time.Compare(y.Time), cmp.Compare(x.ID, y.ID))
}

// later returns which of two renames of one change is the later one; "" is before all.
func (of renames) later(a, b annotate.ID) annotate.ID {
	if a == "" || b != "" && compareRenames(of[a], of[b]) < 0 {
		return b
	}
	return a
}

// called says who is meant by names.
type called struct {
	all []Rename // that hold, in the order of time
	by  map[annotate.ID]int
}

func (of renames) called() called {
	n := called{of.holding(), map[annotate.ID]int{}}
	for i, x := range n.all {
		n.by[x.ID] = i
	}
	return n
}

// now returns who is called by a name today, of something that a rename was made of, "" for none; torn says that the name
// was given up for different ones, and so is still its own.
func (n called) now(name annotate.AnnotatorID, by annotate.ID) (who annotate.AnnotatorID, torn bool) {
	if name == "" || len(n.all) == 0 {
		return name, false
	}
	at := -1
	if i, known := n.by[by]; known {
		name, at = n.all[i].Now, i
	}
	for {
		next := -1
		for i := at + 1; i < len(n.all); i++ {
			switch x := n.all[i]; {
			case x.Was != name:
			case next < 0:
				next = i
			case n.all[next].Now != x.Now:
				return name, true
			}
		}
		if next < 0 {
			return name, false
		}
		name, at = n.all[next].Now, next
	}
}

// NameNow returns who is called by a name in this project: another one where whoever had it was renamed.
func (p *Project) NameNow(ctx context.Context, name annotate.AnnotatorID) (annotate.AnnotatorID, error) {
	err := p.read(ctx, "read who was renamed", func(tx *sql.Tx) error {
		of, err := readRenames(ctx, tx)
		name, _ = of.called().now(name, "")
		return err
	})
	return name, err
}

// takeRenames takes in who was renamed in a file.
func (m *merging) takeRenames(tx *sql.Tx, _ string) error {
	more, err := readRenames(m.ctx, tx)
	if m.renames == nil {
		m.renames = renames{}
	}
	m.renames.add(more)
	return err
}

// rename gives every change the names that hold by now.
func (m *merging) rename() {
	n := m.renames.called()
	torn := map[annotate.AnnotatorID]bool{}
	for _, c := range m.changes {
		apart := false
		c.Annotator, apart = n.now(c.under, c.renamed)
		author, _ := n.now(annotate.AnnotatorID(c.wrote), c.rewrote)
		if c.Author = string(author); apart {
			torn[c.Annotator] = true
		}
	}
	m.names, m.torn = n, slices.Sorted(maps.Keys(torn))
}

func (m *merging) fillRenames(tx *sql.Tx) error {
	for _, id := range slices.Sorted(maps.Keys(m.renames)) {
		x := m.renames[id]
		if _, err := tx.ExecContext(m.ctx, `INSERT INTO renames (id, was, now, time, withdrawn) VALUES (?, ?, ?, ?, ?)`,
			x.ID, x.Was, x.Now, x.Time.UTC().Format(timeLayout), x.withdrawn); err != nil {
			return err
		}
	}
	return nil
}

// Renamed makes a new project of a file, in which an annotator has another name from now on: all that was done and counted
// under the old one is the other's, together with what they have already, as if it were two machines of one person
// ([Clash]). [Replace] puts it in the file's place. Errors are those of [Merge], and say what name cannot be given up or
// taken.
func Renamed(ctx context.Context, path, file string, was, now annotate.AnnotatorID, at time.Time, progress func(done, total int)) (*Merged, error) {
	return this().renamed(ctx, path, file, progress, func(m *merging) error {
		if err := m.mayRename(was, now); err != nil {
			return err
		}
		x := Rename{ID: annotate.NewID(), Was: was, Now: now, Time: at.UTC().Truncate(time.Millisecond)}
		for _, before := range m.renames {
			if !x.Time.After(before.Time) { // by a clock that went back
				x.Time = before.Time.Add(time.Millisecond)
			}
		}
		n := m.renames.called()
		m.rename()
		for _, c := range m.changes {
			if c.Annotator == was {
				c.renamed = x.ID
			}
			if c.Author == string(was) {
				c.rewrote = x.ID
			}
		}
		for k, c := range m.activity {
			if who, _ := n.now(k.annotator, c.renamed); who == was {
				c.renamed = x.ID
				m.activity[k] = c
			}
		}
		m.renames[x.ID] = x
		return nil
	})
}

// RenameUndone makes a new project of a file in which the last rename is taken back: everything is again whose it was, and so is
// what was done since. The error is [ErrNotFound] where there is none.
func RenameUndone(ctx context.Context, path, file string, progress func(done, total int)) (x Rename, merged *Merged, err error) {
	merged, err = this().renamed(ctx, path, file, progress, func(m *merging) error {
		all := m.renames.holding()
		if len(all) == 0 {
			return fmt.Errorf("a rename is %w", ErrNotFound)
		}
		x = all[len(all)-1]
		gone := x
		gone.withdrawn = true
		m.renames[x.ID] = gone
		return nil
	})
	return x, merged, err
}

func (g program) renamed(ctx context.Context, path, file string, progress func(done, total int), act func(*merging) error) (*Merged, error) {
	return g.compose(ctx, path, progress, func(m *merging) error {
		if err := m.read(file); err != nil {
			return err
		}
		if err := act(m); err != nil {
			return err
		}
		f := m.files[0]
		n := m.renames.called()
		for key, who := range map[string]annotate.AnnotatorID{packedForKey: f.worker.For, workerKey: f.worker.Name} {
			if who, _ := n.now(who, ""); who != "" {
				m.settings[key] = string(who)
			}
		}
		if f.packed != 0 {
			m.settings[packedAtKey] = fmt.Sprint(f.packed)
		}
		return nil
	})
}

// mayRename returns nil, or why an annotator cannot have another name.
func (m *merging) mayRename(was, now annotate.AnnotatorID) error {
	m.rename()
	there := false
	for _, c := range m.changes {
		there = there || c.Annotator == was || c.Author == string(was)
	}
	switch {
	case now == "":
		return errors.New("say what name they get")
	case was == annotate.Gold || now == annotate.Gold:
		return annotate.ErrGold
	case was == now:
		return fmt.Errorf("%s is called that already", was)
	case !there:
		return fmt.Errorf("nobody has worked here as %s", was)
	}
	return nil
}

// madeKey is an annotation by the name under which it was made.
type madeKey struct {
	set setKey
	id  annotate.ID
}

// whose returns whose annotation is meant that somebody spoke of under a name: that of whom it is by now.
func (x *carrying) whose(name annotate.AnnotatorID, id annotate.ID) annotate.AnnotatorID {
	if len(x.names.all) == 0 {
		return name
	}
	if who, known := x.home[madeKey{setKey{x.key.document, name}, id}]; known {
		return who
	}
	who, _ := x.names.now(name, "")
	return who
}

// origin returns from whom an annotation of the set was taken, by the names of today. What somebody took from
// another who turned out to be themselves is their own.
func (x *carrying) origin(o annotate.Origin) annotate.Origin {
	if o.Annotator == "" || len(x.names.all) == 0 {
		return o
	}
	own := o.Annotator == x.of.under
	if o.Annotator, _ = x.names.now(o.Annotator, ""); own {
		o.Annotator = x.of.Annotator
	} else if o.Annotator == x.of.Annotator {
		return annotate.Origin{}
	}
	return o
}

// sayer returns who said something, by the names of today.
func (x *carrying) sayer(author string) string {
	if author == x.of.wrote {
		return x.of.Author
	}
	who, _ := x.names.now(annotate.AnnotatorID(author), "")
	return string(who)
}
