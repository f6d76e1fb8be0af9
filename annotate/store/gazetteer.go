package store

import (
	"context"
	"database/sql"
	"path/filepath"
)

const gazetteersKey = reserved + "gazetteers" // paths as a JSON list, relative to the project's folder where they are below it

// Gazetteers returns the paths of the lists of entities that the project shares with others.
func (p *Project) Gazetteers(ctx context.Context) ([]string, error) {
	kept, err := readSetting(ctx, p.reader, gazetteersKey)
	if err != nil || kept == "" {
		return nil, p.fail("read the list of gazetteers", err)
	}
	paths, err := decode[[]string]("the list of gazetteers", kept)
	if err != nil {
		return nil, p.fail("read the list of gazetteers", err)
	}
	for i, path := range paths {
		if path = filepath.FromSlash(path); !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(p.path), path)
		}
		paths[i] = path
	}
	return paths, nil
}

// SetGazetteers keeps the paths of the lists of entities that the project shares with others.
func (p *Project) SetGazetteers(ctx context.Context, paths []string) error {
	kept := make([]string, len(paths))
	for i, path := range paths {
		if rel, err := filepath.Rel(filepath.Dir(p.path), path); err == nil && filepath.IsLocal(rel) {
			path = rel
		}
		kept[i] = filepath.ToSlash(path)
	}
	text, err := encode(kept)
	if err != nil {
		return err
	}
	return p.write(ctx, "keep the list of gazetteers", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, putSetting, gazetteersKey, text)
		return err
	})
}
