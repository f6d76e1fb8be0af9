-- +goose Up

-- Annotators who were given another name. Two projects are united by these, too: one that either has counts, and one that
-- was taken back in either is taken back.
CREATE TABLE renames (
	id        TEXT NOT NULL PRIMARY KEY,
	was       TEXT NOT NULL,
	now       TEXT NOT NULL,
	time      TEXT NOT NULL,                    -- UTC, RFC 3339 with nine decimals: sorts as text
	withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Under which names a change was made, of whose set and by which author: '' where it is the name that it has. By which
-- rename it has that: '' where nobody renamed it in a file that had it, but the name alone says so.
ALTER TABLE changes ADD COLUMN under TEXT NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN wrote TEXT NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN renamed TEXT NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN rewrote TEXT NOT NULL DEFAULT '';

-- The same of what was counted.
CREATE TABLE counted (
	origin      TEXT NOT NULL,
	annotator   TEXT NOT NULL,
	day         TEXT NOT NULL,                  -- 2006-01-02
	document    TEXT NOT NULL,
	actions     INTEGER NOT NULL,
	annotations INTEGER NOT NULL,
	seconds     REAL NOT NULL,
	under       TEXT NOT NULL DEFAULT '',
	renamed     TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (annotator, document, day, origin, under)
) STRICT, WITHOUT ROWID;
INSERT INTO counted (origin, annotator, day, document, actions, annotations, seconds)
	SELECT origin, annotator, day, document, actions, annotations, seconds FROM activity;
DROP TABLE activity;
ALTER TABLE counted RENAME TO activity;
