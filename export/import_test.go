package export_test

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/export"
	"quoth/export/formattest"
)

func TestImportIsOneChangeThatCanBeUndone(t *testing.T) {
	p := openProject(t)
	r := record("Ana met Ben", "ana", mark("a", "person", 0, 3), mark("b", "person", 8, 11))
	importAll(t, p, []*export.Record{r}, export.ImportOptions{})
	changes, err := p.Changes(ctx, r.Document.ID, "ana")
	if err != nil || len(changes) != 1 {
		t.Fatalf("%d changes, %v; want 1", len(changes), err)
	}
	if c := changes[0]; c.Title != "Import test.jsonl" || c.Author != "test" {
		t.Errorf("the journal says %q by %q", c.Title, c.Author)
	}
	s, err := p.Set(ctx, r.Document, "ana")
	if err != nil || s.Len() != 2 || s.State() != annotate.StateInProgress {
		t.Fatalf("the set holds %d, %q, %v", s.Len(), s.State(), err)
	}
	if err := p.Commit(ctx, s.Undo(changes[0], "ana", changes[0].Time)); err != nil {
		t.Fatal(err)
	}
	if s, _ = p.Set(ctx, r.Document, "ana"); s.Len() != 0 || s.State() != annotate.StateNew {
		t.Errorf("after undo the set holds %d, %q", s.Len(), s.State())
	}
}

func TestRecordThatBreaksRulesIsRefusedWithAllReasonsAndTheOthersGoOn(t *testing.T) {
	p := openProject(t)
	quote := mark("q", "quote", 0, 3).WithArg("speaker", "c", true)
	bad := record("Ana met Ben", "ana", quote, mark("c", "cue", 4, 7), mark("x", "persn", 8, 11))
	bad.Where = "test.jsonl:2"
	report, told := importAll(t, p, []*export.Record{
		record("One", "ana", mark("a", "person", 0, 3)), bad, record("Two", "ana", mark("a", "person", 0, 3)),
	}, export.ImportOptions{})
	if report.Records != 3 || report.Sets != 2 || report.Refused != 1 {
		t.Errorf("%+v", report)
	}
	want := []string{`test.jsonl:2: annotation "q" ("Ana"): a cue cannot be the speaker of a quote
test.jsonl:2: annotation "x" ("Ben"): type "persn" is not in the schema (did you mean "person"?)`}
	if d := cmp.Diff(want, told); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if _, err := p.Document(ctx, bad.Document.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the document of the refused record: %v", err)
	}
}

func TestRoleLeftEmptyIsNoReasonToRefuse(t *testing.T) {
	p := openProject(t)
	report, told := importAll(t, p, []*export.Record{record("Ana met Ben", "ana", mark("q", "quote", 0, 3))}, export.ImportOptions{})
	if report.Sets != 1 || len(told) != 0 {
		t.Errorf("%+v %q", report, told)
	}
}

func TestOtherWorkOfTheSameAnnotatorIsLeftAsItIs(t *testing.T) {
	p := openProject(t)
	old := record("Ana met Ben", "ana", mark("a", "person", 0, 3))
	importAll(t, p, []*export.Record{old}, export.ImportOptions{})

	again := record("Ana met Ben", "ana", mark("b", "person", 8, 11))
	report, told := importAll(t, p, []*export.Record{again}, export.ImportOptions{})
	if report.Refused != 1 || len(told) != 1 || told[0] != `test.jsonl:1: the project has other work of ana on "Ana met Ben" (1 annotation, in progress), which is left as it is` {
		t.Errorf("%+v %q", report, told)
	}
	if d := formattest.Diff([]*export.Record{old}, collect(t, p, export.Selection{})); d != "" {
		t.Errorf("the set changed:\n%s", d)
	}

	report, told = importAll(t, p, []*export.Record{again}, export.ImportOptions{As: "ana-2"})
	if report.Sets != 1 || len(told) != 0 {
		t.Errorf("under another name: %+v %q", report, told)
	}
}

func TestNothingToMarkIsWorkToo(t *testing.T) {
	p := openProject(t)
	done := record("Ana met Ben", "ana")
	done.State = annotate.StateDone
	if report, told := importAll(t, p, []*export.Record{done}, export.ImportOptions{}); report.Sets != 1 {
		t.Fatalf("%+v %q", report, told)
	}
	report, _ := importAll(t, p, []*export.Record{record("Ana met Ben", "ana", mark("b", "person", 8, 11))}, export.ImportOptions{})
	if report.Refused != 1 {
		t.Errorf("%+v", report)
	}
}

func TestSameSetTwiceInOneFile(t *testing.T) {
	p := openProject(t)
	a := record("Ana met Ben", "ana", mark("a", "person", 0, 3))
	b := record("Ana met Ben", "ana", mark("b", "person", 8, 11))
	report, told := importAll(t, p, []*export.Record{a, a, b}, export.ImportOptions{})
	if report.Sets != 1 || report.Unchanged != 1 || report.Refused != 1 {
		t.Errorf("%+v %q", report, told)
	}
}

func TestImportUnderAnotherNameKeepsWhoMadeWhat(t *testing.T) {
	p := openProject(t)
	own, rules := mark("a", "person", 0, 3), mark("b", "person", 8, 11)
	rules.Origin = annotate.Origin{Annotator: "rules", Rule: "name", Score: 0.5}
	importAll(t, p, []*export.Record{record("Ana met Ben", "ana", own, rules)}, export.ImportOptions{As: "gold"})
	got := collect(t, p, export.Selection{})[0]
	if got.Annotator != "gold" || got.Annotations[0].Origin.Annotator != "ana" || got.Annotations[1].Origin != rules.Origin {
		t.Errorf("%s: %+v, %+v", got.Annotator, got.Annotations[0].Origin, got.Annotations[1].Origin)
	}
	if own.Origin.Annotator != "" {
		t.Error("the record itself was changed")
	}
}

func TestRecordThatNamesNobodyNeedsAName(t *testing.T) {
	p := openProject(t)
	r := record("Ana met Ben", "", mark("a", "person", 0, 3))
	if report, told := importAll(t, p, []*export.Record{r}, export.ImportOptions{}); report.Refused != 1 || !strings.Contains(told[0], "does not say who marked it") {
		t.Errorf("%+v %q", report, told)
	}
	if report, told := importAll(t, p, []*export.Record{r}, export.ImportOptions{As: "model"}); report.Sets != 1 {
		t.Errorf("%+v %q", report, told)
	}
}

func withEntity(r *export.Record, e *annotate.Entity) *export.Record {
	r.Entities = []*annotate.Entity{e}
	r.Annotations[0].Entity = e.ID
	return r
}

func TestEntityThatTheProjectDescribesOtherwise(t *testing.T) {
	ours := &annotate.Entity{ID: "e1", Type: "person", Name: "Ana Lee"}
	theirs := &annotate.Entity{ID: "e1", Type: "person", Name: "Ana Li", Aliases: []string{"A. Li"}}
	company := &annotate.Entity{ID: "e1", Type: "org", Name: "ANA"}
	for _, c := range []struct {
		name string
		take bool
		with *annotate.Entity
		want *annotate.Entity
		says string
	}{
		{"is kept", false, theirs, ours, `test.jsonl:1: entity "e1" is "Ana Li" (person, also "A. Li") here and "Ana Lee" (person) in the project; the project's is kept; if they are two`},
		{"is replaced when told", true, theirs, theirs, "the project's is replaced"},
		{"is never replaced by another type", true, company, ours, "their types differ, so the project's is kept"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := openProject(t)
			importAll(t, p, []*export.Record{withEntity(record("Ana", "ana", mark("a", "person", 0, 3)), ours)}, export.ImportOptions{})
			typ := c.with.Type
			report, told := importAll(t, p, []*export.Record{withEntity(record("Ana again", "ana", mark("a", typ, 0, 3)), c.with)},
				export.ImportOptions{TakeEntities: c.take})
			if typ == "org" {
				// The mention cannot refer to what the project has under this identity.
				if report.Refused != 1 || !strings.Contains(told[0], "cannot refer to") {
					t.Errorf("%+v %q", report, told)
				}
				unused := record("Nobody is marked", "ana", mark("a", "person", 0, 6))
				unused.Entities = []*annotate.Entity{c.with}
				report, told = importAll(t, p, []*export.Record{unused}, export.ImportOptions{TakeEntities: c.take})
			}
			if report.Differing != 1 || report.Sets != 1 || !strings.Contains(told[0], c.says) {
				t.Errorf("%+v %q", report, told)
			}
			if e, err := p.Entity(ctx, "e1"); err != nil || !e.Equal(c.want) {
				t.Errorf("the project has %+v, %v", e, err)
			}
		})
	}
}

func TestEntityOfATypeThatTheSchemaLacks(t *testing.T) {
	p := openProject(t)
	r := withEntity(record("Ana", "ana", mark("a", "person", 0, 3)), &annotate.Entity{ID: "e1", Type: "persno", Name: "Ana"})
	report, told := importAll(t, p, []*export.Record{r}, export.ImportOptions{})
	if report.Refused != 1 || !strings.Contains(told[0], `no entities of type "persno" (did you mean "person"?)`) {
		t.Errorf("%+v %q", report, told)
	}
}

func TestEntityGetsATypeThatItsMentionsAllowWhereTheFileSaysNone(t *testing.T) {
	mayor := func(text string, typ string, anns ...*annotate.Annotation) *export.Record {
		r := withEntity(record(text, "ana", anns...), &annotate.Entity{ID: "e1", Type: typ, Name: "Ana"})
		for _, a := range anns {
			a.Entity = "e1"
		}
		r.Untyped = true
		return r
	}
	alone := func() *export.Record { return mayor("The mayor", "role", mark("a", "role", 4, 9)) }
	for _, c := range []struct {
		name    string
		records []*export.Record
		want    string
	}{
		{"a later mention says it", []*export.Record{mayor("Mayor Acme", "role", mark("a", "role", 0, 5), mark("b", "org", 6, 10))}, "org"},
		{"nothing says it", []*export.Record{alone()}, "person"},
		{"a later record says it", []*export.Record{alone(), mayor("Acme", "org", mark("a", "org", 0, 4))}, "org"},
		{"one after many says it", []*export.Record{alone(), mayor("A mayor", "role", mark("a", "role", 2, 7)), mayor("Acme", "org", mark("a", "org", 0, 4)), mayor("Its mayor", "role", mark("a", "role", 4, 9))}, "org"},
		{"the project says it", []*export.Record{withEntity(record("Acme", "ana", mark("a", "org", 0, 4)), &annotate.Entity{ID: "e1", Type: "org", Name: "Ana"}), alone()}, "org"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := openProject(t)
			if report, told := importAll(t, p, c.records, export.ImportOptions{Dry: true}); len(told) > 0 {
				t.Errorf("a dry run: %+v %q", report, told)
			}
			report, told := importAll(t, p, c.records, export.ImportOptions{})
			if len(told) > 0 || report.Entities != 1 {
				t.Errorf("%+v %q", report, told)
			}
			if e, err := p.Entity(ctx, "e1"); err != nil || e.Type != c.want {
				t.Errorf("%+v, %v; want %s", e, err, c.want)
			}
			if problems, err := p.Check(ctx, nil); err != nil || len(problems) > 0 {
				t.Errorf("the project is not sound: %v %v", problems, err)
			}
		})
	}
	p := openProject(t)
	both := []*export.Record{mayor("Acme", "org", mark("a", "org", 0, 4)), mayor("Ana", "person", mark("a", "person", 0, 3))}
	if _, told := importAll(t, p, both, export.ImportOptions{}); len(told) != 1 || !strings.Contains(told[0], "cannot refer to") && !strings.Contains(told[0], "(person) here") {
		t.Errorf("an organisation that is a person elsewhere: %q", told)
	}
}

// meddled is a project in which somebody else marks a document between the planning of an import and
// its writing.
type meddled struct {
	*store.Project
	meddle func()
}

func (m *meddled) AddDocuments(ctx context.Context, docs iter.Seq[*annotate.Document]) (store.Added, error) {
	if m.meddle != nil {
		m.meddle()
		m.meddle = nil
	}
	return m.Project.AddDocuments(ctx, docs)
}

func TestWorkDoneDuringAnImportStays(t *testing.T) {
	p := openProject(t)
	theirs := record("Two", "ana", mark("x", "person", 0, 3))
	m := &meddled{p, func() { importAll(t, p, []*export.Record{theirs}, export.ImportOptions{}) }}
	var told []error
	report, err := export.Import(ctx, m, formattest.Sequence([]*export.Record{
		withEntity(record("One", "ana", mark("a", "person", 0, 3)), formattest.Entities()[0]),
		record("Two", "ana", mark("a", "person", 0, 3)),
		record("Three", "ana", mark("a", "person", 0, 3)),
	}), export.ImportOptions{Trouble: func(err error) { told = append(told, err) }})
	if err != nil || report.Sets != 2 || report.Refused != 1 || report.Entities != 1 || len(told) != 1 {
		t.Errorf("%+v, %v, %v", report, err, told)
	}
	got := collect(t, p, export.Selection{Documents: []annotate.DocumentID{theirs.Document.ID}})
	if d := formattest.Diff([]*export.Record{theirs}, got); d != "" {
		t.Errorf("their work changed:\n%s", d)
	}
}

func TestBadLinesAreCountedAndTold(t *testing.T) {
	p := openProject(t)
	broken := errors.New("test.jsonl:1: broken")
	records := func(yield func(*export.Record, error) bool) {
		_ = yield(nil, broken) && yield(record("One", "ana", mark("a", "person", 0, 3)), nil)
	}
	var told []error
	report, err := export.Import(ctx, p, records, export.ImportOptions{Trouble: func(err error) { told = append(told, err) }})
	if err != nil || report.Records != 2 || report.Refused != 1 || report.Sets != 1 || !slices.Equal(told, []error{broken}) {
		t.Errorf("%+v, %v, %v", report, err, told)
	}
}

func TestCancelledImportSaysSoAndKeepsWhatWasWritten(t *testing.T) {
	p := openProject(t)
	cancelled, cancel := context.WithCancel(ctx)
	records := func(yield func(*export.Record, error) bool) {
		for i := range 1000 {
			if i == 500 {
				cancel()
			}
			if !yield(record("One"+strings.Repeat("!", i), "ana", mark("a", "person", 0, 3)), nil) {
				return
			}
		}
	}
	report, err := export.Import(cancelled, p, records, export.ImportOptions{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if n := len(collect(t, p, export.Selection{})); n != report.Sets || n == 0 || n > 500 {
		t.Errorf("%d sets in the project, %+v", n, report)
	}
}

func TestTextThatTheProjectDescribesOtherwiseKeepsWhatItSays(t *testing.T) {
	p := openProject(t)
	first := record("Ana met Ben 👩‍🚀", "ana", mark("a", "person", 0, 3))
	first.Document.Blocks = []annotate.Block{{Kind: annotate.BlockTitle, Span: annotate.Span{Start: 0, End: len(first.Document.Text)}}}
	first.Document.Title, first.Document.Meta = "Ours", map[string]string{"byline": "A", annotate.MetaSource: "a.txt"}
	importAll(t, p, []*export.Record{first}, export.ImportOptions{})

	theirs := func(who annotate.AnnotatorID, change func(r *export.Record)) *export.Record {
		r := record("Ana met Ben 👩‍🚀", who, mark("a", "person", 0, 3))
		r.Document = again(first.Document)
		change(r)
		return r
	}
	same := theirs("ben", func(r *export.Record) {
		r.Document.Meta[annotate.MetaSource] = "b.txt" // the same article from another file
		r.Document.Blocks, r.Unblocked = nil, true
		r.Document.Title = ""
	})
	if report, told := importAll(t, p, []*export.Record{same}, export.ImportOptions{}); report.Sets != 1 || len(told) != 0 {
		t.Errorf("%+v %q", report, told)
	}
	report, told := importAll(t, p, []*export.Record{
		theirs("cleo", func(r *export.Record) {
			r.Document.Title, r.Document.Meta["byline"] = "\u202eTheirs", "B"
			r.Document.Blocks = nil
		}),
		theirs("dan", func(r *export.Record) { r.Document.Title = "Theirs" }), // told once for each text
	}, export.ImportOptions{})
	want := []string{`test.jsonl:1: the project has this text already, and keeps what it says of it: ` +
		`title "Ours" (here "\u202eTheirs"), meta.byline "A" (here "B"), the division into blocks`}
	if d := cmp.Diff(want, told); d != "" || report.Sets != 2 || report.Described != 1 {
		t.Errorf("%+v -want +got:\n%s", report, d)
	}
	if d, err := p.Document(ctx, first.Document.ID); err != nil || d.Title != "Ours" || d.Meta["byline"] != "A" {
		t.Errorf("%+v, %v", d, err)
	}
}

// again returns the document as another record would have it.
func again(d *annotate.Document) *annotate.Document {
	return &annotate.Document{ID: d.ID, Title: d.Title, Language: d.Language, Meta: maps.Clone(d.Meta), Text: d.Text, Blocks: slices.Clone(d.Blocks)}
}

func TestTwoRecordsOfOneFileDescribeATextDifferently(t *testing.T) {
	p := openProject(t)
	a, b := record("Ana met Ben", "ana", mark("a", "person", 0, 3)), record("Ana met Ben", "ben", mark("a", "person", 0, 3))
	b.Document = again(a.Document)
	b.Document.Title = "Another"
	report, told := importAll(t, p, []*export.Record{a, b}, export.ImportOptions{})
	if report.Sets != 2 || report.Described != 1 || !strings.Contains(told[0], `title "Ana met Ben" (here "Another")`) {
		t.Errorf("%+v %q", report, told)
	}
}

func TestMessagesStayShortHoweverLongTheNamesAre(t *testing.T) {
	p := openProject(t)
	long := strings.Repeat("é", 100_000)
	importAll(t, p, []*export.Record{withEntity(record("Ana", "ana", mark("a", "person", 0, 3)), &annotate.Entity{ID: "e1", Type: "person", Name: long, Note: long, Aliases: []string{long, long, long, long, long, long, long, long}})}, export.ImportOptions{})
	typ := mark(annotate.ID(long), long[:2000], 0, 3)
	_, told := importAll(t, p, []*export.Record{
		record("One", "ana", typ),
		withEntity(record("Two", "ana", mark("a", "person", 0, 3)), &annotate.Entity{ID: annotate.ID(long), Type: long, Name: long}),
		withEntity(record("Three", "ana", mark("a", "person", 0, 3)), &annotate.Entity{ID: "e1", Type: "person", Name: long + "x", Note: long}),
		record("Ana", "ana", mark("b", "person", 0, 3)),
	}, export.ImportOptions{})
	if len(told) != 4 {
		t.Fatalf("told %d", len(told))
	}
	for _, s := range told {
		if n := utf8.RuneCountInString(s); n > 1500 {
			t.Errorf("%d characters: %.300s", n, s)
		}
	}
}
