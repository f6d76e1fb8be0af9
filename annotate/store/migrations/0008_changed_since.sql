-- +goose Up

-- With which annotation a thing was decided, and what it said then beyond its type and words: as JSON, empty where
-- nobody noted it.
ALTER TABLE decisions ADD COLUMN within TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN seen TEXT NOT NULL DEFAULT '';
