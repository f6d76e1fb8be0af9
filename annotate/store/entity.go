package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"quoth/annotate"
)

const entityColumns = `id, type, name, aliases, ids, note`

func scanEntity(r scanner) (*annotate.Entity, error) {
	e := &annotate.Entity{}
	var aliases, ids string
	if err := r.Scan(&e.ID, &e.Type, &e.Name, &aliases, &ids, &e.Note); err != nil {
		return nil, err
	}
	var err error
	if aliases != `[]` {
		if e.Aliases, err = decode[[]string]("aliases of "+string(e.ID), aliases); err != nil {
			return nil, err
		}
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
