package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"quoth/annotate"
)

// Place returns the Seq of a document, for [Filter].After and Before, or [ErrNotFound].
func (p *Project) Place(ctx context.Context, id annotate.DocumentID) (seq int64, err error) {
	err = p.read(ctx, "find a document", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT seq FROM documents WHERE id = ?`, id).Scan(&seq)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("document %s is %w", id, ErrNotFound)
		}
		return err
	})
	return seq, err
}
