package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"quoth/annotate"
)

// Project is an open project. Its methods may be called from several goroutines at once: readers
// never wait for the writer, and writers take turns.
type Project struct {
	path   string
	copied string
	now    func() time.Time
	schema atomic.Pointer[annotate.Schema]

	lock   *lock   // nil where the project is only read
	writer *sql.DB // one connection; nil where the project is only read
	reader *sql.DB

	closing  sync.Once
	closeErr error
}

// program is what opening depends on beside the file itself: the layouts known, and the clock for
// the lock's text, the names of copies and the time of adding.
type program struct {
	migrations fs.FS
	now        func() time.Time
}

func this() program { return program{migrations: layouts(), now: time.Now} }

// Create makes a new, empty project with the schema and opens it. The error is [fs.ErrExist] where
// path exists, and nothing is left behind when making it fails.
func Create(ctx context.Context, path string, schema *annotate.Schema) (*Project, error) {
	return this().create(ctx, path, schema)
}

// Open opens a project for reading and writing. Errors: [fs.ErrNotExist], [fs.ErrPermission],
// [ErrNotProject], [ErrNewer], [ErrLocked], [ErrDamaged]; in all of these the file is left as it was.
//
// A project of an older Quoth is brought up to date, after a copy was made ([Project.Backup]). One
// that was not closed properly is checked for damage.
func Open(ctx context.Context, path string) (*Project, error) {
	return this().open(ctx, path)
}

// OpenReadOnly opens a project for reading, also while a program writes it; what is committed later
// is seen by later calls. Methods that write return [ErrReadOnly]. Errors are those of [Open], but
// for [ErrLocked], and [ErrOutdated] where Open would have to bring the file up to date.
func OpenReadOnly(ctx context.Context, path string) (*Project, error) {
	return this().openReadOnly(ctx, path)
}

func (g program) create(ctx context.Context, path string, schema *annotate.Schema) (*Project, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	held, err := takeLock(path, g.now())
	if err != nil {
		return nil, err
	}
	if exists(path) {
		return nil, errors.Join(&fs.PathError{Op: "create project", Path: path, Err: fs.ErrExist}, held.release())
	}
	part := path + ".creating"
	err = errors.Join(removeAll(part), removeAll(path)) // what a killed program or a removed project left
	if err == nil {
		err = g.build(ctx, part, schema)
	}
	if err == nil {
		err = publish(part, path)
	}
	if err != nil {
		return nil, errors.Join(failure(path, "create the project", err), removeAll(part), held.release())
	}
	return g.openLocked(ctx, path, held)
}

// build writes a complete empty project in one file.
func (g program) build(ctx context.Context, path string, schema *annotate.Schema) (err error) {
	db, err := connect(path, asBuilder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	m, err := migrator(db, g.migrations)
	if err != nil {
		return err
	}
	if _, err := m.Up(ctx); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, putSetting, schemaKey, string(schema.Source))
	return err
}

func (g program) open(ctx context.Context, path string) (*Project, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	held, err := takeLock(path, g.now())
	if err != nil {
		return nil, err
	}
	return g.openLocked(ctx, path, held)
}

// openLocked opens the project for writing and takes the lock over, also where it fails.
func (g program) openLocked(ctx context.Context, path string, held *lock) (*Project, error) {
	p := &Project{path: path, now: g.now, lock: held}
	if err := p.openFile(ctx, g); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *Project) openFile(ctx context.Context, g program) (err error) {
	unclean := size(p.path+"-wal") > 0 || size(p.path+"-journal") > 0
	v, err := identify(ctx, p.path, asProbe)
	if err != nil {
		return err
	}
	known, err := newest(g.migrations)
	if err != nil {
		return err
	}
	if v > known {
		return newerError(p.path)
	}
	if p.writer, err = connect(p.path, asWriter); err != nil {
		return err
	}
	if ok, err := mayWrite(ctx, p.writer); err != nil || !ok {
		return failure(p.path, "open for writing", cmp.Or(err, error(fs.ErrPermission)))
	}
	if err := inspect(ctx, p.writer, p.path, unclean); err != nil {
		return err
	}
	if v < known {
		if p.copied, err = migrate(ctx, p.writer, p.path, v, g.migrations, g.now()); err != nil {
			return err
		}
	}
	if p.reader, err = connect(p.path, asReader); err != nil {
		return err
	}
	return p.loadSchema(ctx)
}

func (g program) openReadOnly(ctx context.Context, path string) (*Project, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	a := asReader
	v, err := identify(ctx, path, asProbe)
	if unwritable(err) && size(path+"-wal") == 0 {
		// SQLite may not even make its own files in this folder. Then nobody writes there, and the
		// file can be read without them.
		a = asSealed
		v, err = identify(ctx, path, asSealed)
	}
	if err != nil {
		return nil, err
	}
	known, err := newest(g.migrations)
	switch {
	case err != nil:
		return nil, err
	case v > known:
		return nil, newerError(path)
	case v < known:
		return nil, fmt.Errorf("%s was %w: open it in Quoth once, which keeps a copy", filepath.Base(path), ErrOutdated)
	}
	p := &Project{path: path, now: g.now}
	if p.reader, err = connect(path, a); err != nil {
		return nil, err
	}
	err = inspect(ctx, p.reader, path, false)
	if err == nil {
		err = p.loadSchema(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// locate returns the absolute path of the file behind links: two names of a project share its lock.
func locate(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	path, err = filepath.EvalSymlinks(path)
	if err != nil {
		return "", fmt.Errorf("open the project: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("open the project: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is %w: it is not a file", path, ErrNotProject)
	}
	return path, nil
}

func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Close folds everything into the project file and gives the lock back. Calling it again does
// nothing. Readers and writers must have finished.
func (p *Project) Close() error {
	p.closing.Do(func() { p.closeErr = p.close() })
	return p.closeErr
}

func (p *Project) close() error {
	var errs []error
	if p.reader != nil {
		errs = append(errs, p.reader.Close())
	}
	if p.writer != nil {
		// Best effort: a reader in another program may keep the log busy, and the next opening reads
		// the log just as well.
		_, _ = p.writer.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
		errs = append(errs, p.writer.Close())
	}
	if p.lock != nil {
		errs = append(errs, p.lock.release())
	}
	return errors.Join(errs...)
}

// Path returns the absolute path of the project file.
func (p *Project) Path() string { return p.path }

// Name returns what the project is called: its file's name without the ending.
func (p *Project) Name() string {
	base := filepath.Base(p.path)
	return base[:len(base)-len(filepath.Ext(base))]
}

// ReadOnly reports whether methods that write return [ErrReadOnly].
func (p *Project) ReadOnly() bool { return p.writer == nil }

// Backup returns the path of the copy that this opening made before it brought the file up to date,
// or "".
func (p *Project) Backup() string { return p.copied }

// write runs do in a transaction that is durable once write returns nil, and undone otherwise.
func (p *Project) write(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	if p.ReadOnly() {
		return fmt.Errorf("%s: %s: %w", filepath.Base(p.path), doing, ErrReadOnly)
	}
	tx, err := p.writer.BeginTx(ctx, nil)
	if err != nil {
		return p.fail(doing, err)
	}
	if err := do(tx); err != nil {
		if undone := tx.Rollback(); undone != nil && !errors.Is(undone, sql.ErrTxDone) {
			err = errors.Join(err, undone)
		}
		return p.fail(doing, err)
	}
	return p.fail(doing, tx.Commit())
}

// read runs do on one unchanging state of the project.
func (p *Project) read(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	tx, err := p.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return p.fail(doing, err)
	}
	defer tx.Rollback()
	return p.fail(doing, do(tx))
}
