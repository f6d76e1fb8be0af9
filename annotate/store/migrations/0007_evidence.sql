-- +goose Up

-- What made an annotation says in words why: its origin's evidence.
ALTER TABLE annotations ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
