-- +goose Up

-- Two projects are united by their journals. The clock of a change is greater than that of all changes that
-- its project had when it was made, so that the clock, then the identity, puts the changes of any projects
-- into one order in which nothing comes before what it rests on.
ALTER TABLE changes ADD COLUMN clock INTEGER NOT NULL DEFAULT 0;
UPDATE changes SET clock = seq;
CREATE INDEX changes_by_clock ON changes (clock);

-- The edits as they were made, where uniting had to carry them out otherwise: '' for as they stand in edits.
ALTER TABLE changes ADD COLUMN made TEXT NOT NULL DEFAULT '';
