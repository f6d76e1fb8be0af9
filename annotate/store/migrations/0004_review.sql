-- +goose Up

-- What the owner of a set decided about another annotator's annotation of the same document. Type and spans are
-- those that the annotation had then.
CREATE TABLE decisions (
	owner     INTEGER NOT NULL REFERENCES sets (seq) ON DELETE CASCADE,
	annotator TEXT NOT NULL,                    -- whose annotation it is about
	about     TEXT NOT NULL,                    -- the annotation
	type      TEXT NOT NULL,
	spans     TEXT NOT NULL,                    -- JSON: [[start, end]]
	verdict   TEXT NOT NULL CHECK (verdict IN ('accepted', 'corrected', 'rejected')),
	result    TEXT NOT NULL,                    -- annotation of the owner's set, '' for none
	reason    TEXT NOT NULL,
	PRIMARY KEY (owner, annotator, about)
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_by_annotator ON decisions (annotator, owner);

-- What the owner of a set said about any annotator's annotation of the same document.
CREATE TABLE comments (
	owner     INTEGER NOT NULL REFERENCES sets (seq) ON DELETE CASCADE,
	id        TEXT NOT NULL,
	annotator TEXT NOT NULL,                    -- whose annotation it is about
	about     TEXT NOT NULL,                    -- the annotation
	spans     TEXT NOT NULL,                    -- JSON: [[start, end]]
	reply_to  TEXT NOT NULL,                    -- the comment that began the thread, '' for that one
	author    TEXT NOT NULL,
	time      TEXT NOT NULL,                    -- UTC, RFC 3339 with nine decimals: sorts as text
	text      TEXT NOT NULL,
	standing  TEXT NOT NULL CHECK (standing IN ('', 'open', 'resolved')),
	PRIMARY KEY (owner, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_by_annotator ON comments (annotator, owner);
