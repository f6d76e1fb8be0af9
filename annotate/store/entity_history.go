package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"quoth/annotate"
)

// EntityAsWas returns an entity that is gone as the journal last had it, or [ErrNotFound]. It reads the
// whole journal backwards until it finds it.
func (p *Project) EntityAsWas(ctx context.Context, id annotate.ID) (e *annotate.Entity, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(string(id)) + "%"
		rows, err := tx.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes WHERE edits LIKE ? ESCAPE '\' ORDER BY seq DESC`, like)
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
