-- +goose Up

-- What stands at the beginning of an article is read and shown before the rest of a large set.
CREATE INDEX annotations_by_place ON annotations (owner, start);
