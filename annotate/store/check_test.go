package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
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
		{`INSERT INTO annotations SELECT owner, 'extra', type, entity, start, stop, spans, args, attrs, note, origin, rule, score, evidence
			FROM annotations LIMIT 1`, "extra"},
		{`UPDATE annotations SET spans = '[[0,999]]' WHERE type = 'cue'`, "0-999"},
		{`UPDATE annotations SET args = 'x' WHERE type = 'cue'`, "arguments"},
		{`UPDATE sets SET mentions = 7`, "counts"},
		{`UPDATE sets SET state = 'done'`, `the state is "done"`},
		{`UPDATE entities SET name = 'Mallory'`, "Mallory"},
		{`INSERT INTO entities (id, type, name, aliases, ids, note) VALUES ('e2', 'person', 'Nobody', '[]', '{}', '')`, "e2"},
		{`DELETE FROM changes WHERE seq = 1`, "is not what the journal gives"},
		{`UPDATE changes SET edits = '[{' WHERE seq = 2`, "edits of change"},
		{`UPDATE changes SET time = 'noon' WHERE seq = 2`, "time of change"},
		{`UPDATE texts SET text = text || '!'`, "identity"},
		{`UPDATE documents SET size = 1`, "not 1"},
		{`DELETE FROM search`, "missing from the search"},
		{`UPDATE decisions SET verdict = 'rejected', result = ''`, `its verdict is "rejected" in the project and "accepted" in the journal; go on`},
		{`DELETE FROM decisions`, "the decision about r1 of rules of the journal is missing"},
		{`UPDATE decisions SET spans = '[[0,999]]'`, "0-999 is no place"},
		{`UPDATE comments SET text = 'forged'`, `its text is "forged" in the project and "Sure?" in the journal; go on`},
		{`DELETE FROM comments`, "comment c1 of the journal is missing"},
		{`UPDATE comments SET time = 'noon'`, "time of comment c1"},
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
		commit(t, p, s, "Decide", func(dr *annotate.Draft) {
			r := mark("person", 0, 6)
			r.ID = "r1"
			dr.Decide(annotate.DecisionAbout("rules", r, annotate.VerdictAccepted, all(s)[0].ID))
			dr.Say(&annotate.Comment{ID: "c1", Annotator: "rules", About: "r1", Spans: r.Spans, Author: "Ana", Time: noon, Text: "Sure?"})
		})
		sound(t, p)
		if _, err := p.writer.Exec(c.break_); err != nil {
			t.Fatalf("%s: %v", c.break_, err)
		}
		problems, err := p.Check(t.Context(), nil)
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

func TestCheckFindsPagesThatNobodyUses(t *testing.T) {
	p := newProject(t)
	var docs []*annotate.Document
	for i := range 50 {
		docs = append(docs, article(fmt.Sprint(i), strings.Repeat(fmt.Sprintf("Text number %d. ", i), 500)))
	}
	add(t, p, docs...)
	for _, d := range docs[:30] {
		if err := p.RemoveDocument(t.Context(), d.ID); err != nil {
			t.Fatal(err)
		}
	}
	sound(t, p)
	p.Close()
	whole, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	copy(whole[32:40], make([]byte, 8)) // the list of free pages
	if err := os.WriteFile(p.Path(), whole, 0o644); err != nil {
		t.Fatal(err)
	}
	p, err = Open(t.Context(), p.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	problems, err := p.Check(t.Context(), nil)
	if err != nil || len(problems) != 1 || !strings.Contains(problems[0].What, "of its pages are used by nothing") {
		t.Errorf("got %v, %v", problems, err)
	}
}

func TestCheckTellsHowFarItIsAndCanBeStopped(t *testing.T) {
	p := newProject(t)
	for i := range 40 {
		d := article("", fmt.Sprintf("Text number %d says hello.", i))
		add(t, p, d)
		commit(t, p, setOf(t, p, d, "ana"), "Mark", func(dr *annotate.Draft) { dr.Put(mark("cue", 0, 4)) })
	}
	var told []int64
	if _, err := p.Check(t.Context(), func(done, total int64) { told = append(told, 1000*done/total) }); err != nil {
		t.Fatal(err)
	}
	if len(told) < 100 || told[0] != 0 || told[len(told)-1] < 990 || !slices.IsSorted(told) {
		t.Errorf("in thousandths it told %v", told)
	}
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err := p.Check(ctx, func(done, total int64) {
		if calls++; 2*done > total {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || calls >= len(told) {
		t.Errorf("stopped half way it says %v, after %d of %d steps", err, calls, len(told))
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
