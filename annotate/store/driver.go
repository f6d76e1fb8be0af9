package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// access says what a connection may do.
type access int

const (
	asProbe   access = iota // look at a file that may be anything, change nothing
	asMender                // put a file in order in which a program was cut off
	asBuilder               // make a new file
	asWriter                // the one connection that writes
	asReader                // one of several that read beside the writer
	asGuest                 // read beside a writer what this user may not write
	asSealed                // read what this user may not write and nobody has open
)

// readers is how many can read at once: enough for the window, a search and a few exports, each of
// which keeps one connection until its end.
const readers = 8

// idleReaders is how many wait for work: each keeps up to two megabytes of the file in memory. The system keeps
// what was read of it in any case.
const idleReaders = 2

// connect returns a pool of connections to the SQLite file at path. It does not touch the file yet.
func connect(path string, a access) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(address(path, a))
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	switch a {
	case asReader, asGuest, asSealed:
		db.SetMaxOpenConns(readers)
		db.SetMaxIdleConns(idleReaders)
	default:
		db.SetMaxOpenConns(1)
	}
	return db, nil
}

// address returns the driver's name for the file: an SQLite URI with the settings of every connection.
func address(path string, a access) string {
	q := url.Values{
		"_busy_timeout": {"5000"},
		"_defensive":    {"1"}, // no SQL can corrupt the file by design
		"_dqs":          {"0"}, // a mistyped column is an error, not a string
		"_error_rc":     {"1"},
		"_foreign_keys": {"1"},
		"_pragma": {
			"trusted_schema(0)",  // a stranger's schema cannot call functions with side effects
			"cell_size_check(1)", // damage is found on reading
			"temp_store(MEMORY)",
		},
	}
	pragma := func(s ...string) { q["_pragma"] = append(q["_pragma"], s...) }
	switch a {
	case asProbe:
		q.Set("mode", "ro")
	case asGuest:
		// SQLite would make its shared index where there is none, in this user's name: the project's
		// owner could then not write it.
		q.Set("mode", "ro")
		q.Set("readonly_shm", "1")
	case asSealed:
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	case asMender:
		q.Set("mode", "rw")
		q.Set("_query_only", "1")
		pragma("fullfsync(1)")
	case asBuilder:
		q.Set("mode", "rwc")
		q.Set("_synchronous", "FULL")
		pragma("fullfsync(1)")
	case asWriter:
		q.Set("mode", "rw")
		q.Set("_txlock", "immediate")
		q.Set("_synchronous", "FULL")
		pragma("journal_mode(WAL)", "fullfsync(1)", "checkpoint_fullfsync(1)", "cache_size(-65536)")
	case asReader:
		// Writable for SQLite, so that the last reader can fold the write-ahead log away; not for us.
		q.Set("mode", "rw")
		q.Set("_query_only", "1")
		pragma("cache_size(-2048)")
	}
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/folder/file
	}
	return "file://" + (&url.URL{Path: p}).EscapedPath() + "?" + q.Encode()
}

// code returns SQLite's primary result code of an error, or 0.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// cause names what an error of the driver means for the project; it returns nil where the error
// says enough by itself.
func cause(err error) error {
	switch code(err) {
	case sqlite3.SQLITE_NOTADB:
		return ErrNotProject
	case sqlite3.SQLITE_CORRUPT:
		return ErrDamaged
	case sqlite3.SQLITE_READONLY:
		return errNotWritable
	case sqlite3.SQLITE_FULL:
		return errDiskFull
	}
	return nil
}

// cutOff reports whether SQLite must first take back what a program was writing when it was killed, and may not.
func cutOff(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_READONLY_ROLLBACK
}

// unwritable reports whether SQLite failed because it may not write where the file lies.
func unwritable(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_CANTOPEN || c == sqlite3.SQLITE_READONLY
}

// mayWrite reports whether SQLite could open the file for writing. Where it may only be read, SQLite
// opens it all the same and fails at the first change.
func mayWrite(ctx context.Context, db *sql.DB) (ok bool, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		readOnly, err := driver.(interface{ IsReadOnly(string) (bool, error) }).IsReadOnly("main")
		ok = !readOnly
		return err
	})
	return ok, err
}
