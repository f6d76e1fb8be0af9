package register_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/annotate/gazetteer"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
	"quoth/app/register"
	"quoth/assets"
)

// fixture is a project with two articles, in which ana and ben name people.
type fixture struct {
	*testing.T
	*store.Project
	acts register.Acts
	docs []*annotate.Document
}

func start(t *testing.T) *fixture {
	t.Helper()
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	p, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "news.quoth"), schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	f := &fixture{T: t, Project: p, acts: register.Acts{Project: p, Annotator: "ana", Author: "ana", Now: func() time.Time {
		now = now.Add(time.Second)
		return now
	}}}
	for i, text := range []string{"Zoë Lindqvist 🎺 met Z. Lindqvist. “Yes,” said Zoë.", "Lindqvist spoke. Zoë left."} {
		d := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: fmt.Sprintf("Article %d", i), Text: text, Blocks: []annotate.Block{{Kind: annotate.BlockParagraph, Span: annotate.Span{End: len(text)}}}}
		f.docs = append(f.docs, d)
	}
	if _, err := p.AddDocuments(t.Context(), slices.Values(f.docs)); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *fixture) commit(doc *annotate.Document, who annotate.AnnotatorID, edits ...annotate.Edit) {
	f.Helper()
	c := &annotate.Change{ID: annotate.NewID(), Annotator: who, Author: string(who), Time: f.acts.Now(), Title: "Test", Act: annotate.ActDo, Edits: edits}
	if doc != nil {
		c.Document = doc.ID
	}
	if err := f.Commit(f.Context(), c); err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) person(id, name string, aliases ...string) *annotate.Entity {
	e := &annotate.Entity{ID: annotate.ID(id), Type: "person", Name: name, Aliases: aliases}
	f.commit(nil, "ana", annotate.Edit{EntityAfter: e})
	return e
}

func (f *fixture) mention(doc int, who annotate.AnnotatorID, words string, of *annotate.Entity) annotate.ID {
	f.Helper()
	d := f.docs[doc]
	at := strings.Index(d.Text, words)
	m := &annotate.Annotation{ID: annotate.NewID(), Type: "person", Spans: []annotate.Span{{Start: at, End: at + len(words)}}, Entity: of.ID}
	f.commit(d, who, annotate.Edit{After: m})
	return m.ID
}

// state is all that the project holds of entities and mentions.
func (f *fixture) state() map[string]string {
	f.Helper()
	out := map[string]string{}
	all, err := f.Entities(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		out["entity "+string(e.ID)] = fmt.Sprintf("%+v", *e)
	}
	for set, err := range f.Sets(f.Context(), store.Selection{}) {
		if err != nil {
			f.Fatal(err)
		}
		for a := range set.All() {
			out[string(set.Annotator)+" "+string(a.ID)] = fmt.Sprintf("%s %s", a.Type, a.Entity)
		}
	}
	return out
}

// last returns a change of the act that was done last.
func (f *fixture) last(of *annotate.Entity) *annotate.Change {
	f.Helper()
	for doc := range slices.Values(f.docs) {
		changes, err := f.Changes(f.Context(), doc.ID, "ana")
		if err != nil {
			f.Fatal(err)
		}
		if n := len(changes); n > 0 && register.IsAct(changes[n-1]) {
			return changes[n-1]
		}
	}
	f.Fatalf("no act is in the journal of ana")
	return nil
}

func TestMergingTakesAllMentionsAlongAndBackAgain(t *testing.T) {
	f := start(t)
	keep, gone, other := f.person("e1", "Zoë Lindqvist"), f.person("e2", "Z. Lindqvist", "Zoë"), f.person("e3", "Somebody")
	f.mention(0, "ana", "Zoë Lindqvist", keep)
	f.mention(0, "ana", "Z. Lindqvist", gone)
	f.mention(1, "ben", "Lindqvist", gone)
	f.mention(1, "ana", "Zoë", gone)
	f.mention(1, "ben", "Zoë", other)
	before := f.state()
	if err := f.acts.Merge(t.Context(), keep, []*annotate.Entity{gone}); err != nil {
		t.Fatal(err)
	}
	after := f.state()
	got, err := f.Entity(t.Context(), "e1")
	if err != nil || !slices.Equal(got.Aliases, []string{"Z. Lindqvist", "Zoë"}) {
		t.Errorf("%+v, %v", got, err)
	}
	totals, err := f.EntityTotals(t.Context(), []annotate.ID{"e1", "e2", "e3"})
	if d := cmp.Diff(map[annotate.ID]store.Totals{"e1": {Mentions: 4, Articles: 2}, "e2": {}, "e3": {Mentions: 1, Articles: 1}}, totals); err != nil || d != "" {
		t.Errorf("%v %s", err, d)
	}
	was := f.last(keep)
	if err := f.acts.Undo(t.Context(), was, false); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, f.state()); d != "" {
		t.Errorf("after undo: %s", d)
	}
	if err := f.acts.Undo(t.Context(), was, true); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(after, f.state()); d != "" {
		t.Errorf("done again: %s", d)
	}
	if problems, err := f.Check(t.Context(), nil); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

// Two entities that become one are no second thoughts about anything: a review stays settled.
func TestMergingOpensNoVerdictAgain(t *testing.T) {
	f := start(t)
	zoe, other := f.person("e1", "Zoë Lindqvist"), f.person("e2", "Z. Lindqvist")
	a, b := f.mention(0, "ana", "Zoë Lindqvist", other), f.mention(0, "ben", "Zoë Lindqvist", zoe)
	set := func(who annotate.AnnotatorID) *annotate.Set {
		s, err := f.Set(t.Context(), f.docs[0], who)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	decide := func(who annotate.AnnotatorID, id annotate.ID) annotate.Edit {
		d := annotate.DecisionAbout(who, set(who).Get(id), annotate.VerdictRejected, "")
		d.Seen = set(who).Get(id).Content()
		return annotate.Edit{DecisionAfter: d}
	}
	f.commit(f.docs[0], annotate.Gold, decide("ana", a), decide("ben", b))
	if err := f.acts.Merge(t.Context(), zoe, []*annotate.Entity{other}); err != nil {
		t.Fatal(err)
	}
	for who, id := range map[annotate.AnnotatorID]annotate.ID{"ana": a, "ben": b} {
		if d := set(annotate.Gold).Decision(who, id); d == nil || !d.Covers(set(who).Get(id)) {
			t.Errorf("what was decided about %s’s mention counts as changed since", who)
		}
	}
}

func TestAnActIsTakenBackWholeOrNotAtAll(t *testing.T) {
	f := start(t)
	keep, gone := f.person("e1", "Zoë Lindqvist"), f.person("e2", "Z. Lindqvist")
	m := f.mention(0, "ana", "Z. Lindqvist", gone)
	f.mention(1, "ben", "Lindqvist", gone)
	if err := f.acts.Merge(t.Context(), keep, []*annotate.Entity{gone}); err != nil {
		t.Fatal(err)
	}
	was := f.last(keep)
	set, err := f.Set(t.Context(), f.docs[0], "ana")
	if err != nil {
		t.Fatal(err)
	}
	f.commit(f.docs[0], "ana", annotate.Edit{Before: set.Get(m)})
	now := f.state()
	if err := f.acts.Undo(t.Context(), was, false); err == nil || !strings.Contains(err.Error(), "changed again since") {
		t.Errorf("it says %v", err)
	}
	if d := cmp.Diff(now, f.state()); d != "" {
		t.Error(d)
	}
}

func TestWhatCannotBeMerged(t *testing.T) {
	f := start(t)
	e := f.person("e1", "Zoë")
	firm := &annotate.Entity{ID: "e2", Type: "org", Name: "Acme"}
	f.commit(nil, "ana", annotate.Edit{EntityAfter: firm})
	for _, others := range [][]*annotate.Entity{nil, {e}, {firm}} {
		if err := f.acts.Merge(t.Context(), e, others); err == nil {
			t.Errorf("merged with %v", others)
		}
	}
}

func TestSplittingTakesTheMentionsWithTheWords(t *testing.T) {
	f := start(t)
	e := f.person("e1", "Zoë Lindqvist", "Zoë", "Lindqvist")
	f.mention(0, "ana", "Zoë Lindqvist", e)
	f.mention(1, "ana", "Zoë", e)
	f.mention(1, "ben", "Zoë", e)
	before := f.state()
	fresh, err := f.acts.Split(t.Context(), e, "Zoë Brandt", []string{"Zoë"})
	if err != nil {
		t.Fatal(err)
	}
	totals, err := f.EntityTotals(t.Context(), []annotate.ID{"e1", fresh.ID})
	if err != nil || totals["e1"].Mentions != 1 || totals[fresh.ID].Mentions != 2 {
		t.Errorf("%+v, %v", totals, err)
	}
	rest, err := f.Entity(t.Context(), "e1")
	if err != nil || !slices.Equal(rest.Aliases, []string{"Lindqvist"}) || !slices.Equal(fresh.Aliases, []string{"Zoë"}) {
		t.Errorf("%+v and %+v, %v", rest, fresh, err)
	}
	if err := f.acts.Undo(t.Context(), f.last(e), false); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, f.state()); d != "" {
		t.Errorf("after undo: %s", d)
	}
	if _, err := f.acts.Split(t.Context(), e, "X", []string{"nobody"}); err == nil {
		t.Error("words that nobody is called by are split off")
	}
}

func TestAnotherTypeChangesTheMentionsOrNothing(t *testing.T) {
	f := start(t)
	e := f.person("e1", "Zoë Lindqvist")
	m := f.mention(0, "ana", "Zoë Lindqvist", e)
	f.mention(1, "ben", "Lindqvist", e)
	if err := f.acts.Retype(t.Context(), e, "org"); err != nil {
		t.Fatal(err)
	}
	if got := f.state(); got["ana "+string(m)] != "org e1" || !strings.Contains(got["entity e1"], "Type:org") {
		t.Errorf("%v", got)
	}
	if problems, err := f.Check(t.Context(), nil); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	// A place does not die.
	e, _ = f.Entity(t.Context(), "e1")
	d := f.docs[0]
	at := strings.Index(d.Text, "“Yes,”")
	f.commit(d, "ana", annotate.Edit{After: &annotate.Annotation{ID: "q", Type: "quote", Spans: []annotate.Span{{Start: at, End: at + len("“Yes,”")}}, Args: []annotate.Arg{{Role: "speaker", Target: m}}}})
	at = strings.Index(d.Text, "met")
	f.commit(d, "ana", annotate.Edit{After: &annotate.Annotation{ID: "x", Type: "life.die", Spans: []annotate.Span{{Start: at, End: at + 3}}, Args: []annotate.Arg{{Role: "victim", Target: m}}}})
	now := f.state()
	if err := f.acts.Retype(t.Context(), e, "place"); err == nil || !strings.Contains(err.Error(), "Article 0") {
		t.Errorf("it says %v", err)
	}
	if diff := cmp.Diff(now, f.state()); diff != "" {
		t.Error(diff)
	}
	quotes, err := f.QuotesOf(t.Context(), "e1", 10)
	if err != nil || len(quotes) != 1 || quotes[0].Text != "“Yes,”" || quotes[0].Title != "Article 0" || quotes[0].Annotator != "ana" {
		t.Errorf("%+v, %v", quotes, err)
	}
	if totals, err := f.EntityTotals(t.Context(), []annotate.ID{"e1"}); err != nil || totals["e1"] != (store.Totals{Mentions: 2, Articles: 2, Quotes: 1}) {
		t.Errorf("%+v, %v", totals, err)
	}
}

func listed(all ...*annotate.Entity) func(func(gazetteer.Entry, error) bool) {
	return func(yield func(gazetteer.Entry, error) bool) {
		for i, e := range all {
			if !yield(gazetteer.Entry{Entity: e, Line: i + 1}, nil) {
				return
			}
		}
	}
}

func TestAListSaysHowManyHaveNamesThatAreHereAlready(t *testing.T) {
	f := start(t)
	f.person("p1", "Ana Díaz")
	f.person("p2", "Bo Marsh", "Marsh")
	r, err := f.acts.Import(t.Context(), "Import x", listed(
		&annotate.Entity{ID: "x:1", Type: "person", Name: "Ana Diaz"},
		&annotate.Entity{ID: "x:2", Type: "person", Name: "Marsh"},
		&annotate.Entity{ID: "x:3", Type: "place", Name: "Marsh"},
		&annotate.Entity{ID: "x:4", Type: "person", Name: "Cay Lund"},
		&annotate.Entity{ID: "p1", Type: "person", Name: "Ana Díaz"},
	), func(error) {})
	if err != nil || r != (register.Report{New: 4, Known: 1, Namesakes: 2}) {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestAListComesInOnce(t *testing.T) {
	f := start(t)
	f.person("x:1", "Kept as it is")
	var all []*annotate.Entity
	for i := range 4500 {
		all = append(all, &annotate.Entity{ID: annotate.ID(fmt.Sprintf("x:%d", i)), Type: "person", Name: fmt.Sprintf("Person %d", i)})
	}
	all = append(all, all[7])
	var wrong []string
	r, err := f.acts.Import(t.Context(), "Import x", listed(all...), func(err error) { wrong = append(wrong, err.Error()) })
	if err != nil || r != (register.Report{New: 4499, Differ: 1, Repeats: 1}) || len(wrong) != 2 {
		t.Errorf("%+v, %v, %q", r, err, wrong)
	}
	if r, err = f.acts.Import(t.Context(), "Import x", listed(all...), func(error) {}); err != nil || r.New != 0 || r.Known != 4499 {
		t.Errorf("again: %+v, %v", r, err)
	}
	stop := errors.New("stop")
	r, err = f.acts.Import(t.Context(), "Import y", func(yield func(gazetteer.Entry, error) bool) {
		_ = yield(gazetteer.Entry{Entity: &annotate.Entity{ID: "y", Type: "org", Name: "Y"}}, nil) && yield(gazetteer.Entry{}, stop)
	}, func(error) {})
	if !errors.Is(err, stop) || r.New != 1 {
		t.Errorf("what came before an error: %+v, %v", r, err)
	}
	path := filepath.Join(t.TempDir(), "x"+suggest.BookExtension)
	if r, err = register.Shelve(t.Context(), path, "X", listed(all...), func(error) {}); err != nil || r.New != 4500 || r.Repeats != 1 {
		t.Errorf("as a gazetteer: %+v, %v", r, err)
	}
}
