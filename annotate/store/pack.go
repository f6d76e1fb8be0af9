package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"quoth/annotate"
)

// Package says what goes into a work package.
type Package struct {
	For       annotate.AnnotatorID
	Documents []annotate.DocumentID // all where empty
	// Blind leaves out all sets but those of the annotator it is for, all names of others, and the entities
	// that only others refer to.
	Blind bool
}

// Pack makes a new project of a part of this one, for one annotator to work on elsewhere. [Merge] brings the work
// back: what the package holds are the same changes. The history of the entities in it comes along without
// saying whose work it was. The package knows for whom it is ([Project.Worker]). Errors are those of [Create], and
// [ErrNotFound] where there is no such document.
func (p *Project) Pack(ctx context.Context, path string, o Package, progress func(done, total int)) (*Merged, error) {
	return this().pack(ctx, p, path, o, progress)
}

func (g program) pack(ctx context.Context, p *Project, path string, o Package, progress func(done, total int)) (*Merged, error) {
	return g.compose(ctx, path, progress, func(m *merging) error {
		m.schema, m.first, m.only = p.Schema(), p.path, map[annotate.DocumentID]bool{}
		m.settings[packedForKey] = string(o.For)
		for _, id := range o.Documents {
			m.only[id] = true
		}
		return p.read(ctx, "read what is to be packed", func(tx *sql.Tx) error {
			if err := m.takeDocuments(tx, p.path); err != nil {
				return err
			}
			for _, id := range o.Documents {
				if m.documents[id] == nil {
					return fmt.Errorf("document %s is %w", id, ErrNotFound)
				}
			}
			if err := m.takeRenames(tx, p.path); err != nil {
				return err
			}
			if err := m.takeChanges(tx, p.path); err != nil {
				return err
			}
			if err := m.takeActivity(tx, p.path); err != nil {
				return err
			}
			return m.keep(o)
		})
	})
}

// keep leaves out the changes that do not belong to the package, but for what they did to its entities.
func (m *merging) keep(o Package) error {
	m.rename()
	all := slices.Collect(maps.Values(m.changes))
	inOrder(all)
	if o.Blind {
		maps.DeleteFunc(m.renames, func(_ annotate.ID, x Rename) bool {
			who, _ := m.names.now(x.Now, "")
			return who != o.For && x.Was != o.For && x.Now != o.For
		})
	}
	join, _ := sameEntities(all)
	root := func(id annotate.ID) annotate.ID {
		if r := join[id]; r != "" {
			return r
		}
		return id
	}
	whole := func(c *journalled) bool {
		return m.documents[c.Document] != nil && (c.Annotator == o.For || !o.Blind)
	}
	for k := range m.activity {
		who, _ := m.names.now(k.annotator, m.activity[k].renamed)
		if m.documents[k.document] == nil || o.Blind && who != o.For {
			delete(m.activity, k)
		}
	}
	needed := map[annotate.ID]bool{} // roots
	for _, c := range all {
		if !whole(c) {
			continue
		}
		for _, e := range c.Edits {
			for _, a := range []*annotate.Annotation{e.Before, e.After} {
				if a != nil && a.Entity != "" {
					needed[root(a.Entity)] = true
				}
			}
			for _, x := range []*annotate.Entity{e.EntityBefore, e.EntityAfter} {
				if x != nil {
					needed[root(x.ID)] = true
				}
			}
		}
	}
	m.changes = map[annotate.ID]*journalled{}
	for _, c := range all {
		if whole(c) {
			if _, there := m.renames[c.rewrote]; !there {
				c.rewrote = ""
			}
			m.changes[c.ID] = c
			continue
		}
		var edits []annotate.Edit
		wanted := !o.Blind
		for _, e := range c.Edits {
			for _, x := range []*annotate.Entity{e.EntityBefore, e.EntityAfter} {
				if x != nil && needed[root(x.ID)] {
					wanted = true
				}
			}
			if e.EntityBefore != nil || e.EntityAfter != nil {
				edits = append(edits, e)
			}
		}
		if !wanted || len(edits) == 0 {
			continue
		}
		// All that it did to entities, so that it is the same in every package.
		made, err := encodeEdits(edits)
		if err != nil {
			return err
		}
		m.changes[c.ID] = &journalled{
			Change: &annotate.Change{ID: c.ID, Time: time.Unix(0, 0), Act: annotate.ActDo, Edits: edits},
			clock:  c.clock, made: made,
		}
	}
	m.from = []int{len(m.changes)}
	last := int64(0)
	for _, c := range m.changes {
		last = max(last, c.clock)
	}
	m.settings[packedAtKey] = strconv.FormatInt(last, 10)
	return nil
}
