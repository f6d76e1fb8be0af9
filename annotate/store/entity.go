package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"quoth/annotate"
)

const entityColumns = `id, type, name, aliases, dated, ids, note`

func scanEntity(r scanner) (*annotate.Entity, error) {
	e := &annotate.Entity{}
	var aliases, dated, ids string
	if err := r.Scan(&e.ID, &e.Type, &e.Name, &aliases, &dated, &ids, &e.Note); err != nil {
		return nil, err
	}
	var err error
	if aliases != `[]` {
		if e.Aliases, err = decode[[]string]("aliases of "+string(e.ID), aliases); err != nil {
			return nil, err
		}
	}
	if dated != `[]` {
		d, err := decode[[]datedJSON]("dated names of "+string(e.ID), dated)
		if err != nil {
			return nil, err
		}
		e.Dated = datedFromJSON(d)
	}
	if ids != `{}` {
		if e.IDs, err = decode[map[string]string]("outside ids of "+string(e.ID), ids); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// Entities lists all entities in the order of their identities, which for those of [annotate.NewID] is
// the order of their making.
func (p *Project) Entities(ctx context.Context) (all []*annotate.Entity, err error) {
	err = p.read(ctx, "list entities", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+entityColumns+` FROM entities ORDER BY id`)
		all, err = collect(rows, err, func(r *sql.Rows) (*annotate.Entity, error) { return scanEntity(r) })
		return err
	})
	return all, err
}

// EntitiesByID returns all entities by identity.
func (p *Project) EntitiesByID(ctx context.Context) (map[annotate.ID]*annotate.Entity, error) {
	all, err := p.Entities(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[annotate.ID]*annotate.Entity, len(all))
	for _, e := range all {
		byID[e.ID] = e
	}
	return byID, nil
}

// CountEntities returns how many entities there are.
func (p *Project) CountEntities(ctx context.Context) (n int, err error) {
	err = p.read(ctx, "count the entities", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM entities`).Scan(&n)
	})
	return n, err
}

// EachEntity gives all entities one after the other, in the order of their identities. An error comes last,
// with a nil entity.
func (p *Project) EachEntity(ctx context.Context) iter.Seq2[*annotate.Entity, error] {
	return p.eachEntity(ctx, `SELECT `+entityColumns+` FROM entities ORDER BY id`)
}

func (p *Project) eachEntity(ctx context.Context, query string) iter.Seq2[*annotate.Entity, error] {
	return func(yield func(*annotate.Entity, error) bool) {
		err := p.read(ctx, "list entities", func(tx *sql.Tx) error {
			rows, err := tx.QueryContext(ctx, query)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				e, err := scanEntity(rows)
				if err != nil {
					return err
				}
				if !yield(e, nil) {
					return errStopped
				}
			}
			return rows.Err()
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

// EntityVersion says how far the entities have come: equal ones mean that nothing was edited between.
func (p *Project) EntityVersion(ctx context.Context) (version string, err error) {
	err = p.read(ctx, "read the version of the entities", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT version || ' ' || change FROM entity_edits ORDER BY version DESC LIMIT 1`).Scan(&version)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return version, err
}

// EntitiesSince reads what was edited since a version that [Project.EntityVersion] gave: the entities as they
// are now, and the identities of those that are gone; "" is the version before all. Known is false where the version is not one of this
// project, or more was edited than most.
func (p *Project) EntitiesSince(ctx context.Context, version string, most int) (edited []*annotate.Entity, gone []annotate.ID, known bool, err error) {
	number, change, _ := strings.Cut(version, " ")
	err = p.read(ctx, "read what was edited in the entities", func(tx *sql.Tx) error {
		known = version == ""
		if !known {
			err := tx.QueryRowContext(ctx, `SELECT 1 FROM entity_edits WHERE version = ? AND change = ?`, number, change).Scan(&known)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
		}
		rows, err := tx.QueryContext(ctx, `SELECT DISTINCT entity FROM entity_edits WHERE version > CAST(? AS INTEGER) LIMIT ?`, number, most+1)
		ids, err := collect(rows, err, func(r *sql.Rows) (id annotate.ID, err error) { return id, r.Scan(&id) })
		if err != nil {
			return err
		}
		if known = len(ids) <= most; !known {
			return nil
		}
		for _, id := range ids {
			e, err := readEntity(ctx, tx, id)
			switch {
			case err != nil:
				return err
			case e == nil:
				gone = append(gone, id)
			default:
				edited = append(edited, e)
			}
		}
		return nil
	})
	return edited, gone, known, err
}

// EntityFilter says which entities are listed. The zero value lets all through.
type EntityFilter struct {
	Type   string // "" for all
	Unused bool   // only those that nothing refers to
}

func (f EntityFilter) where() string {
	s := ` WHERE (?1 = '' OR type = ?1)`
	if f.Unused {
		s += ` AND NOT EXISTS (SELECT 1 FROM annotations a WHERE a.entity = entities.id)`
	}
	return s
}

// EntitiesByName lists entities by name, whatever the capitals of plain letters, then by identity.
func (p *Project) EntitiesByName(ctx context.Context, f EntityFilter, offset, limit int) (all []*annotate.Entity, err error) {
	err = p.read(ctx, "list entities", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+entityColumns+` FROM entities`+f.where()+` ORDER BY lower(name), id LIMIT ?2 OFFSET ?3`, f.Type, limit, offset)
		all, err = collect(rows, err, func(r *sql.Rows) (*annotate.Entity, error) { return scanEntity(r) })
		return err
	})
	return all, err
}

// Entity reads one entity. The error is [ErrNotFound] where the project has no such entity.
func (p *Project) Entity(ctx context.Context, id annotate.ID) (e *annotate.Entity, err error) {
	err = p.read(ctx, "read an entity", func(tx *sql.Tx) error {
		e, err = readEntity(ctx, tx, id)
		if err == nil && e == nil {
			return fmt.Errorf("entity %s is %w", id, ErrNotFound)
		}
		return err
	})
	return e, err
}

// EntitiesNow reads the entities with some identities, of those that are there, and says which of them something
// refers to.
func (p *Project) EntitiesNow(ctx context.Context, ids []annotate.ID) (now map[annotate.ID]*annotate.Entity, used map[annotate.ID]bool, err error) {
	now, used = make(map[annotate.ID]*annotate.Entity, len(ids)), map[annotate.ID]bool{}
	wanted, err := list(ids)
	if err != nil {
		return nil, nil, err
	}
	err = p.read(ctx, "read entities", func(tx *sql.Tx) error {
		all, err := readEntities(ctx, tx, ids)
		if err != nil {
			return err
		}
		for _, e := range all {
			now[e.ID] = e
		}
		rows, err := tx.QueryContext(ctx, `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM annotations a WHERE a.entity = value)`, wanted)
		referred, err := collect(rows, err, func(r *sql.Rows) (id annotate.ID, err error) { return id, r.Scan(&id) })
		for _, id := range referred {
			used[id] = true
		}
		return err
	})
	return now, used, err
}

// EntitiesOf reads the entities with some identities, of those that are there, by identity.
func (p *Project) EntitiesOf(ctx context.Context, ids []annotate.ID) (byID map[annotate.ID]*annotate.Entity, err error) {
	byID = make(map[annotate.ID]*annotate.Entity, len(ids))
	err = p.read(ctx, "read entities", func(tx *sql.Tx) error {
		all, err := readEntities(ctx, tx, ids)
		for _, e := range all {
			byID[e.ID] = e
		}
		return err
	})
	return byID, err
}

// readEntities reads the entities with some identities, of those that are there.
func readEntities(ctx context.Context, q querier, ids []annotate.ID) ([]*annotate.Entity, error) {
	wanted, err := list(ids)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, `SELECT `+entityColumns+` FROM entities WHERE id IN (SELECT value FROM json_each(?))`, wanted)
	return collect(rows, err, func(r *sql.Rows) (*annotate.Entity, error) { return scanEntity(r) })
}

// UsedEntities lists the identities of the entities that something refers to, in byte order.
func (p *Project) UsedEntities(ctx context.Context) (ids []annotate.ID, err error) {
	err = p.read(ctx, "list the entities in use", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT DISTINCT entity FROM annotations WHERE entity IS NOT NULL ORDER BY entity`)
		ids, err = collect(rows, err, func(r *sql.Rows) (id annotate.ID, err error) { return id, r.Scan(&id) })
		return err
	})
	return ids, err
}

// EachUsedEntity gives the entities that something refers to, as [Project.EachEntity] gives all.
func (p *Project) EachUsedEntity(ctx context.Context) iter.Seq2[*annotate.Entity, error] {
	return p.eachEntity(ctx, `SELECT `+entityColumns+` FROM entities WHERE id IN (SELECT DISTINCT entity FROM annotations WHERE entity IS NOT NULL) ORDER BY id`)
}

// readEntity returns nil where there is no such entity.
func readEntity(ctx context.Context, q querier, id annotate.ID) (*annotate.Entity, error) {
	e, err := scanEntity(q.QueryRowContext(ctx, `SELECT `+entityColumns+` FROM entities WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return e, err
}

// Use is a set that refers to an entity, and by how many annotations.
type Use struct {
	Document  annotate.DocumentID
	Annotator annotate.AnnotatorID
	Count     int
}

// EntityUses lists the sets that refer to the entity: by document in the order of adding, then by
// annotator. An entity without uses can be removed.
func (p *Project) EntityUses(ctx context.Context, id annotate.ID) (uses []Use, err error) {
	err = p.read(ctx, "find an entity's uses", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT d.id, s.annotator, count(*) FROM annotations a
			JOIN sets s ON s.seq = a.owner JOIN documents d ON d.seq = s.document
			WHERE a.entity = ? GROUP BY s.seq ORDER BY d.seq, s.annotator`, id)
		uses, err = collect(rows, err, func(r *sql.Rows) (u Use, err error) {
			return u, r.Scan(&u.Document, &u.Annotator, &u.Count)
		})
		return err
	})
	return uses, err
}
