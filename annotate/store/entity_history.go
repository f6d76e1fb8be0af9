package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"quoth/annotate"
)

// Naming returns the change of a set that last made a mention refer to an entity, or nil. It reads the
// set's journal backwards until it finds it.
func (p *Project) Naming(ctx context.Context, doc annotate.DocumentID, annotator annotate.AnnotatorID, mention, entity annotate.ID) (found *annotate.Change, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes
			WHERE document = ? AND annotator = ? AND edits LIKE ? ESCAPE '\' AND edits LIKE ? ESCAPE '\' ORDER BY seq DESC`, doc, annotator, containing(mention), containing(entity))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			c, err := scanChange(rows)
			if err != nil {
				return err
			}
			for _, e := range c.Edits {
				if e.After != nil && e.After.ID == mention && e.After.Entity == entity && (e.Before == nil || e.Before.Entity != entity) {
					found = c
					return nil
				}
			}
		}
		return rows.Err()
	})
	return found, err
}

// containing is a pattern of LIKE for what contains an identity.
func containing(id annotate.ID) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(string(id)) + "%"
}

// EntityAsWas returns an entity that is gone as the journal last had it, or [ErrNotFound]. It reads the
// whole journal backwards until it finds it.
func (p *Project) EntityAsWas(ctx context.Context, id annotate.ID) (e *annotate.Entity, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes WHERE edits LIKE ? ESCAPE '\' ORDER BY seq DESC`, containing(id))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			c, err := scanChange(rows)
			if err != nil {
				return err
			}
			for _, edit := range c.Edits {
				for _, x := range []*annotate.Entity{edit.EntityAfter, edit.EntityBefore} {
					if x != nil && x.ID == id {
						e = x
						return nil
					}
				}
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return fmt.Errorf("entity %s is %w", id, ErrNotFound)
	})
	return e, err
}
