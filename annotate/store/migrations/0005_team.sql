-- +goose Up

-- Whether the document was given to the annotator: '' where it was not.
ALTER TABLE sets ADD COLUMN assigned TEXT NOT NULL DEFAULT '' CHECK (assigned IN ('', 'open', 'blind'));
CREATE INDEX sets_assigned ON sets (annotator, document) WHERE assigned <> '';

-- The latest assigning is found without reading the journal.
CREATE INDEX changes_of_assigning ON changes (seq) WHERE substr(edits, 1, 11) = '[{"assigned';

-- Counts of several files are united by where they were counted: each opening of a project counts in rows of its
-- own, which only grow. So of two rows of one origin the greater has what the other has. What was counted before has
-- no origin.
CREATE TABLE counted (
	origin      TEXT NOT NULL,
	annotator   TEXT NOT NULL,
	day         TEXT NOT NULL,                  -- 2006-01-02
	document    TEXT NOT NULL,
	actions     INTEGER NOT NULL,
	annotations INTEGER NOT NULL,
	seconds     REAL NOT NULL,
	PRIMARY KEY (annotator, document, day, origin)
) STRICT, WITHOUT ROWID;
INSERT INTO counted SELECT '', annotator, day, document, actions, annotations, seconds FROM activity;
DROP TABLE activity;
ALTER TABLE counted RENAME TO activity;
