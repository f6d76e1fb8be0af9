package store

import (
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
	"weak"

	"quoth/annotate"
)

// Project is an open project. Its methods may be called from several goroutines at once: readers
// never wait for the writer, and writers take turns.
type Project struct {
	path   string
	copied string
	now    func() time.Time
	schema atomic.Pointer[annotate.Schema]
	recent atomic.Pointer[weak.Pointer[annotate.Document]] // the document read last, while somebody holds it

	lock   *lock   // nil where the project is only read
	writer *sql.DB // one connection; nil where the project is only read
	ready  compiled
	reader *sql.DB
	sealed fs.FileInfo // of the file when it was opened without seeing what others write; else nil

	countedHere sync.Once
	countsAs    string // see origin

	closing  sync.Once
	closeErr error

	fold    *time.Timer // folds the log away when nothing was written for a moment; nil where the project is only read
	folding sync.Mutex  // held while it does
}

// program is what opening depends on beside the file itself: the layouts known, and the clock for
// the lock's text, the names of copies and the time of adding.
type program struct {
	migrations fs.FS
	now        func() time.Time
	tell       func(what string) // what of opening takes long; may be nil
}

func (g program) says(what string) {
	if g.tell != nil {
		g.tell(what)
	}
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
	return OpenTelling(ctx, path, nil)
}

// OpenTelling opens a project as [Open] does, and tells what it is doing before what may take long in a large
// one: checking, copying, bringing up to date. When ctx ends while it does that, the project stays as it was.
func OpenTelling(ctx context.Context, path string, tell func(what string)) (*Project, error) {
	g := this()
	g.tell = tell
	return g.open(ctx, path)
}

// OpenReadOnly opens a project for reading, also while a program writes it; what is committed later
// is seen by later calls. Methods that write return [ErrReadOnly]. Errors are those of [Open], but
// for [ErrLocked], and [ErrOutdated] where Open would have to bring the file up to date.
//
// A user who may not write the project leaves nothing beside it. Where nobody had it open, such a user
// reads it as it was then, and has to open it again once a writer has changed the file.
func OpenReadOnly(ctx context.Context, path string) (*Project, error) {
	return this().openReadOnly(ctx, path)
}

func (g program) create(ctx context.Context, path string, schema *annotate.Schema) (*Project, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := tryWriting(filepath.Dir(path)); refused(err) {
		return nil, forbidden("write in the folder", filepath.Dir(path), "make the project in another one", err)
	}
	held, err := takeLock(path, g.now())
	if err != nil {
		return nil, err
	}
	if err := vacant(path); err != nil {
		return nil, errors.Join(err, held.release())
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

// vacant returns nil, or why no new project can have this path.
func vacant(path string) error {
	if exists(path) {
		return &fs.PathError{Op: "create project", Path: path, Err: fs.ErrExist}
	}
	for _, suffix := range []string{"-wal", "-journal"} {
		if size(path+suffix) > 0 {
			return fmt.Errorf("create project %s: %s holds changes of a project that was here before: move it to the folder of that project, beside it and under its name, or remove it where nobody misses them",
				path, filepath.Base(path)+suffix)
		}
	}
	return nil
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
	if err == nil {
		err = writable(path)
	}
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
		return explained(p.path, err)
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
	if ok, err := mayWrite(ctx, p.writer); err != nil {
		return failure(p.path, "open for writing", err)
	} else if !ok {
		return forbidden("write", p.path, moveAway, nil)
	}
	if unclean {
		g.says("looking for damage, for it was not closed properly")
	}
	if err := inspect(ctx, p.writer, p.path, unclean); err != nil {
		return err
	}
	if v < known {
		if p.copied, err = g.migrate(ctx, p.writer, p.path, v); err != nil {
			return err
		}
	}
	if p.reader, err = connect(p.path, asReader); err != nil {
		return err
	}
	p.fold = time.AfterFunc(foldAfter, p.foldNow)
	p.fold.Stop()
	return p.loadSchema(ctx)
}

func (g program) openReadOnly(ctx context.Context, path string) (*Project, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	p := &Project{path: path, now: g.now}
	a, v, err := p.approach(ctx)
	if err != nil {
		return nil, explained(path, err)
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

// approach chooses how the project is read and identifies it. Whoever may not write the project must
// not leave files of SQLite beside it, which its owner could not write.
func (p *Project) approach(ctx context.Context) (a access, v int64, err error) {
	if refused(tryWriting(p.path)) {
		switch {
		case exists(p.path+"-wal") && exists(p.path+"-shm"):
			v, err = identify(ctx, p.path, asGuest)
			return asGuest, v, err
		case size(p.path+"-wal") > 0 || size(p.path+"-journal") > 0:
			return 0, 0, fmt.Errorf("%s was not closed properly, and you may not write it: let its owner open it and close it again (%w)",
				p.path, fs.ErrPermission)
		}
	} else {
		v, err = identify(ctx, p.path, asProbe)
		if !unwritable(err) || size(p.path+"-wal") > 0 || size(p.path+"-journal") > 0 {
			return asReader, v, err
		}
		// SQLite may not even make its own files in this folder.
	}
	// Nobody has it open, so the file can be read alone.
	if p.sealed, err = os.Stat(p.path); err != nil {
		return 0, 0, err
	}
	v, err = identify(ctx, p.path, asSealed)
	return asSealed, v, err
}

// explained says in which folder SQLite could not make its files, where that is what is wrong.
func explained(path string, err error) error {
	if unwritable(err) && refused(tryWriting(filepath.Dir(path))) {
		return folderForbidden(path, err)
	}
	return err
}

// locate returns the absolute path of the file behind links: two names of a project share its lock.
// The file can be read.
func locate(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	named := path
	path, err = filepath.EvalSymlinks(named)
	if refused(err) {
		return "", forbidden("read", named, askReader, err)
	}
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
	return path, readable(path)
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
	if p.fold != nil {
		p.fold.Stop()
		p.folding.Lock() // what has begun ends first
		defer p.folding.Unlock()
	}
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

// foldAfter is for how long nothing must have been written before the log is folded away.
const foldAfter = time.Second

// Fold writes into the project file what still stands in the write-ahead log beside it, so that a copy of the file alone
// has all of it, as one makes to send it to somebody. A while after the last change that happens by itself.
func (p *Project) Fold(ctx context.Context) error {
	if p.ReadOnly() {
		return nil
	}
	_, err := p.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
	return p.fail("fold the log into it", err)
}

// foldLater is called behind each change.
func (p *Project) foldLater() {
	if p.fold != nil {
		p.fold.Reset(foldAfter)
	}
}

func (p *Project) foldNow() {
	p.folding.Lock()
	defer p.folding.Unlock()
	// Best effort, and harmless where the project was closed meanwhile: closing folds it, too.
	_ = p.Fold(context.Background())
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

// origin returns under what this opening of the project counts activity.
func (p *Project) origin() string {
	p.countedHere.Do(func() { p.countsAs = string(annotate.NewID()) })
	return p.countsAs
}

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
		return p.fail(doing, cancelled(ctx, err))
	}
	err = tx.Commit()
	p.foldLater()
	return p.fail(doing, err)
}

// cancelled returns what went wrong in a transaction, which is the cancelling where it was cancelled: what was
// under way then fails in whatever way it notices that its transaction is over.
func cancelled(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// read runs do on one unchanging state of the project.
func (p *Project) read(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	tx, err := p.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return p.fail(doing, err)
	}
	defer tx.Rollback()
	err = cancelled(ctx, do(tx))
	if p.sealed != nil {
		// What was read from a file that somebody else wrote meanwhile may be parts of two states.
		now, lost := os.Stat(p.path)
		if lost != nil || !os.SameFile(now, p.sealed) || now.Size() != p.sealed.Size() || !now.ModTime().Equal(p.sealed.ModTime()) {
			return fmt.Errorf("%s: %s: another program changed the project since it was opened: open it again", filepath.Base(p.path), doing)
		}
	}
	return p.fail(doing, err)
}
