package store

import (
	"fmt"
	"strings"
	"testing"

	"quoth/annotate"
)

// Each of these is a way in which a file can be wrong that no Quoth makes.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ break_, says string }{
		{`UPDATE annotations SET note = 'forged'`, `its note is "forged"`},
		{`DELETE FROM annotations WHERE type = 'cue'`, "is missing"},
		{`UPDATE annotations SET note = 'forged'`, `its note is "forged" in the project and "" in the journal; go on from a backup`},
		{`UPDATE entities SET name = 'Mallory'`, `its name is "Mallory" in the project and "Peskov" in the journal; go on from a backup`},
		{`DELETE FROM changes WHERE seq = 2`, "is not what the journal gives: the project has it, the journal does not; go on"},
		{`DELETE FROM changes WHERE seq = 2; UPDATE changes SET edits = replace(edits, '"after"', '"before"')`,
			"is not what the change says it was: the change has it, the journal before it does not; go on"},
		{`INSERT INTO annotations SELECT owner, 'extra', type, entity, start, stop, spans, args, attrs, note, origin, rule, score
			FROM annotations LIMIT 1`, "extra"},
		{`UPDATE annotations SET spans = '[[0,999]]' WHERE type = 'cue'`, "0-999"},
		{`UPDATE annotations SET args = 'x' WHERE type = 'cue'`, "arguments"},
		{`UPDATE sets SET mentions = 7`, "counts"},
		{`UPDATE sets SET state = 'done'`, `the state is "done"`},
		{`UPDATE entities SET name = 'Mallory'`, "Mallory"},
		{`INSERT INTO entities VALUES ('e2', 'person', 'Nobody', '[]', '{}', '')`, "e2"},
		{`DELETE FROM changes WHERE seq = 1`, "is not what the journal gives"},
		{`UPDATE changes SET edits = '[{' WHERE seq = 2`, "edits of change"},
		{`UPDATE changes SET time = 'noon' WHERE seq = 2`, "time of change"},
		{`UPDATE texts SET text = text || '!'`, "identity"},
		{`UPDATE documents SET size = 1`, "not 1"},
		{`DELETE FROM search`, "missing from the search"},
		{`PRAGMA foreign_keys = OFF; DELETE FROM entities`, "refers to nothing"},
		{`PRAGMA foreign_keys = OFF; DELETE FROM sets`, "the sets do not"},
	} {
		p := newProject(t)
		d := article("A", "Peskov said hello.")
		add(t, p, d)
		s := setOf(t, p, d, "ana")
		e := &annotate.Entity{ID: "e1", Type: "person", Name: "Peskov"}
		commit(t, p, s, "Mark", func(dr *annotate.Draft) {
			a := mark("person", 0, 6)
			a.Entity = e.ID
			dr.PutEntity(nil, e)
			dr.Put(a)
		})
		commit(t, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(mark("cue", 7, 11)) })
		sound(t, p)
		if _, err := p.writer.Exec(c.break_); err != nil {
			t.Fatalf("%s: %v", c.break_, err)
		}
		problems, err := p.Check(t.Context())
		if err != nil {
			t.Errorf("%s: %v", c.break_, err)
		}
		found := false
		for _, x := range problems {
			found = found || strings.Contains(x.String(), c.says)
		}
		if !found {
			t.Errorf("%s: nothing says %q in %v", c.break_, c.says, problems)
		}
	}
}

// SQLite's full-text search keeps what it knew of the index on a connection that searched before.
func TestCheckIsNotFooledByWhatAReaderRemembers(t *testing.T) {
	p := newProject(t)
	p.reader.SetMaxOpenConns(1)
	for i := range 40 {
		add(t, p, article("", fmt.Sprintf("Text number %d says hello.", i)))
		if i%20 == 3 {
			titles(t, p, Filter{Search: "hello"})
		}
	}
	sound(t, p)
}
