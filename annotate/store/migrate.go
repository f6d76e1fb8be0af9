package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var embedded embed.FS

// applicationID is written in every project file: "Quot".
const applicationID = 0x51756F74

// layouts are the migrations that this program knows, one file per version of the tables.
func layouts() fs.FS {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}

// migrator returns what brings db up to the newest layout. Closing it would close db, so nobody does.
func migrator(db *sql.DB, migrations fs.FS) (*goose.Provider, error) {
	return goose.NewProvider(goose.DialectSQLite3, db, migrations,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
}

// newest returns the version of the newest layout among the migrations.
func newest(migrations fs.FS) (int64, error) {
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, name := range names {
		v, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("migration %s: %w", name, err)
		}
		newest = max(newest, v)
	}
	return newest, nil
}

// version returns the version of a file's layout.
func version(ctx context.Context, db *sql.DB) (int64, error) {
	var v sql.NullInt64
	err := db.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&v)
	return v.Int64, err
}

// identify tells whether the file at path is a project and returns the version of its layout. It
// asks SQLite on a read-only connection rather than reading the file: closing a file of one's own
// would silently drop the locks that SQLite holds on it elsewhere in this program.
//
// A project in which a program was killed before it had its write-ahead log is put in order first; a file of
// anybody else stays as it is.
func identify(ctx context.Context, path string, a access) (int64, error) {
	v, err := versionOf(ctx, path, a)
	if a != asProbe || !cutOff(err) {
		return v, err
	}
	if !beginsAsProject(ctx, path) {
		return 0, fmt.Errorf("%s is %w", filepath.Base(path), ErrNotProject)
	}
	return versionOf(ctx, path, asMender)
}

// beginsAsProject reports whether the header of a file, as it is, says that it is a project.
func beginsAsProject(ctx context.Context, path string) bool {
	db, err := connect(path, asSealed)
	if err != nil {
		return false
	}
	defer db.Close()
	var id int64
	return db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id) == nil && id == applicationID
}

func versionOf(ctx context.Context, path string, a access) (int64, error) {
	db, err := connect(path, a)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	var id int64
	if err := db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return 0, failure(path, "open", err)
	}
	if id != applicationID {
		return 0, fmt.Errorf("%s is %w", filepath.Base(path), ErrNotProject)
	}
	v, err := version(ctx, db)
	if err != nil {
		return 0, failure(path, "open", errors.Join(ErrDamaged, err))
	}
	return v, nil
}

func newerError(path string) error {
	return fmt.Errorf("%s was %w: install the latest Quoth to open it", filepath.Base(path), ErrNewer)
}

// migrate brings a file of an older layout up to the newest. It first leaves a copy beside it, and
// returns the copy's path.
func (g program) migrate(ctx context.Context, db *sql.DB, path string, from int64) (string, error) {
	m, err := migrator(db, g.migrations)
	if err != nil {
		return "", err
	}
	g.says("copying it, before it is brought up to date")
	copied, err := backup(ctx, db, path, from, g.now())
	if err != nil {
		return "", failure(path, "copy the project before bringing it up to date", err)
	}
	g.says("bringing it up to date")
	if _, err := m.Up(ctx); err != nil {
		return "", failure(path, fmt.Sprintf("bring the project up to date (a copy is in %s)", filepath.Base(copied)), err)
	}
	return copied, nil
}

// backup writes a copy of the project beside it and returns the copy's path. The copy gets its name
// only when it is complete and on disk.
func backup(ctx context.Context, db *sql.DB, path string, v int64, now time.Time) (string, error) {
	name := besideName(path, fmt.Sprintf("backup-v%d-%s", v, now.Format("20060102-150405")))
	part := path + ".copying"
	if err := removeAll(part); err != nil {
		return "", err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, part); err != nil {
		return "", errors.Join(err, removeAll(part))
	}
	return name, publish(part, name)
}

// besideName returns a name for a version of a project beside it that no file has: "news.backup-v3.quoth".
func besideName(path, version string) string {
	ext := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ext) + "." + version
	name := stem + ext
	for i := 2; exists(name); i++ {
		name = fmt.Sprintf("%s-%d%s", stem, i, ext)
	}
	return name
}

// publish makes a finished file visible under its name, so that a name never stands for half a file.
func publish(part, name string) error {
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, name); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(name)); err == nil {
		// Some systems cannot sync a folder: the file itself is safe, only its name may be lost.
		_ = dir.Sync()
		dir.Close()
	}
	return nil
}

// removeAll removes an SQLite file and what SQLite may have left beside it.
func removeAll(path string) error {
	var errs []error
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// inspect refuses files in which SQLite would run what Quoth did not write, and, where the file was
// not closed properly, those that are damaged.
func inspect(ctx context.Context, db *sql.DB, path string, unclean bool) error {
	var kind, name string
	err := db.QueryRowContext(ctx,
		`SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') LIMIT 1`).Scan(&kind, &name)
	switch {
	case err == nil:
		return fmt.Errorf("%s: %w: it holds a %s (%q), which no Quoth makes", filepath.Base(path), ErrNotProject, kind, name)
	case !errors.Is(err, sql.ErrNoRows):
		return failure(path, "open", err)
	}
	if !unclean {
		return nil
	}
	wrong, err := pragmaLines(ctx, db, `PRAGMA quick_check(5)`)
	if err == nil { // the whole file has passed through the connection's memory
		_, err = pragmaLines(ctx, db, `PRAGMA shrink_memory`)
	}
	if err != nil {
		return failure(path, "check the project after it was not closed properly", err)
	}
	if !slices.Equal(wrong, []string{"ok"}) {
		return fmt.Errorf("%s: %w (%s): nothing was changed in it; keep it, and go back to a copy",
			filepath.Base(path), ErrDamaged, strings.Join(wrong, "; "))
	}
	return nil
}

// pragmaLines returns the first column of a pragma's answer.
func pragmaLines(ctx context.Context, db querier, pragma string) ([]string, error) {
	rows, err := db.QueryContext(ctx, pragma)
	return collect(rows, err, func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) })
}
