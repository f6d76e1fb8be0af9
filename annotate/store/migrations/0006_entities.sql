-- +goose Up

-- Names that mean an entity for a time only: JSON: [{"name", "from", "until", "place"}].
ALTER TABLE entities ADD COLUMN dated TEXT NOT NULL DEFAULT '[]';

-- Lists of entities are read by pieces, by name.
CREATE INDEX entities_by_name ON entities (lower(name), id);

-- Which entities were edited, one after the other, and by which change: what was made of all entities once,
-- such as an index of their names, is brought up to date by those that were edited since.
CREATE TABLE entity_edits (
	version INTEGER PRIMARY KEY AUTOINCREMENT,
	entity  TEXT NOT NULL,
	change  TEXT NOT NULL
) STRICT;
INSERT INTO entity_edits (entity, change) SELECT id, lower(hex(randomblob(8))) FROM entities ORDER BY id;
