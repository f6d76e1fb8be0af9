-- +goose Up

-- "Quot": tells a project from any other SQLite file.
PRAGMA application_id = 1366650740;

-- Keys that begin with "quoth." are the store's own; "quoth.schema" is the schema as YAML.
CREATE TABLE settings (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Small rows, so that lists of documents never read their texts.
CREATE TABLE documents (
	seq      INTEGER PRIMARY KEY AUTOINCREMENT, -- order of adding, never used again
	id       TEXT NOT NULL UNIQUE,              -- hash of the text
	title    TEXT NOT NULL,
	language TEXT NOT NULL,
	meta     TEXT NOT NULL,                     -- JSON object
	size     INTEGER NOT NULL,                  -- of the text, in bytes
	added_at TEXT NOT NULL
) STRICT;

CREATE TABLE texts (
	document INTEGER PRIMARY KEY REFERENCES documents (seq) ON DELETE CASCADE,
	blocks   TEXT NOT NULL,                     -- JSON: [{"kind", "start", "end", "level"}], bytes
	text     TEXT NOT NULL
) STRICT;

-- The words of title and text, folded and parted by the program (see words.go), so that scripts
-- without spaces, emoji and both forms of accents are found. The rowid is documents.seq.
CREATE VIRTUAL TABLE search USING fts5 (
	title, text,
	content = '', contentless_delete = 1,
	tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* Co So'"
);

CREATE TABLE entities (
	id      TEXT NOT NULL PRIMARY KEY,
	type    TEXT NOT NULL,
	name    TEXT NOT NULL,
	aliases TEXT NOT NULL,                      -- JSON array
	ids     TEXT NOT NULL,                      -- JSON object
	note    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The counts are of annotations by kind; each commit keeps them right.
CREATE TABLE sets (
	seq       INTEGER PRIMARY KEY,
	document  INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
	annotator TEXT NOT NULL,
	state     TEXT NOT NULL CHECK (state IN ('new', 'in progress', 'done', 'flagged')),
	quotes    INTEGER NOT NULL DEFAULT 0,
	cues      INTEGER NOT NULL DEFAULT 0,
	mentions  INTEGER NOT NULL DEFAULT 0,
	events    INTEGER NOT NULL DEFAULT 0,
	UNIQUE (document, annotator)
) STRICT;
CREATE INDEX sets_by_state ON sets (annotator, state, document);

-- Clustered by set: loading one set reads neighbouring pages. Offsets are bytes of the text.
CREATE TABLE annotations (
	owner     INTEGER NOT NULL REFERENCES sets (seq) ON DELETE CASCADE,
	id        TEXT NOT NULL,
	type      TEXT NOT NULL,
	entity    TEXT REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
	start     INTEGER NOT NULL,                 -- of the first span
	stop      INTEGER NOT NULL,                 -- end of the last span
	spans     TEXT NOT NULL,                    -- JSON: [[start, end]]
	args      TEXT NOT NULL,                    -- JSON: [{"role", "target"}]
	attrs     TEXT NOT NULL,                    -- JSON object
	note      TEXT NOT NULL,
	origin    TEXT NOT NULL,                    -- annotator that made it, '' for the owner of the set
	rule      TEXT NOT NULL,
	score     REAL NOT NULL,
	PRIMARY KEY (owner, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotations_by_type ON annotations (type);
CREATE INDEX annotations_by_entity ON annotations (entity) WHERE entity IS NOT NULL;

-- The journal. It names documents and annotators by their ids, not by rows, because it outlives them
-- and because two projects are united by it.
CREATE TABLE changes (
	seq       INTEGER PRIMARY KEY AUTOINCREMENT,
	id        TEXT NOT NULL UNIQUE,
	document  TEXT NOT NULL,                    -- '' for changes of entities alone
	annotator TEXT NOT NULL,
	author    TEXT NOT NULL,
	time      TEXT NOT NULL,                    -- UTC, RFC 3339 with nine decimals: sorts as text
	title     TEXT NOT NULL,
	act       TEXT NOT NULL CHECK (act IN ('do', 'undo', 'redo')),
	of_change TEXT NOT NULL,                    -- id, '' where act is 'do'
	edits     TEXT NOT NULL                     -- JSON, see edit.go
) STRICT;
CREATE INDEX changes_by_set ON changes (document, annotator);

-- The counter of actions and seconds, for this machine only.
CREATE TABLE activity (
	annotator   TEXT NOT NULL,
	day         TEXT NOT NULL,                  -- 2006-01-02
	document    TEXT NOT NULL,
	actions     INTEGER NOT NULL,
	annotations INTEGER NOT NULL,
	seconds     REAL NOT NULL,
	PRIMARY KEY (annotator, day, document)
) STRICT, WITHOUT ROWID;
