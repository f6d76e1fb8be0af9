package workbench_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/workbench"
)

// as lets another annotator work in the open article, and gives it back to ana.
func (f *fixture) as(who string, work func()) {
	f.t.Helper()
	s := f.Settings()
	me := s.Annotator
	s.Annotator = who
	f.SetSettings(s)
	work()
	s.Annotator = me
	f.SetSettings(s)
}

// compared is an article that ana and ben have annotated, ben's version beside hers. Both have “We will
// rebuild,” by Díaz; ana alone has Reuters as an organisation, ben has the whole of “Minister Tomáš Novák”
// where ana has the name, and ben alone the other quote with its speaker.
func compared(t *testing.T) *fixture {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	f.selectWords("Reuters", 0).press("2")
	f.selectWords("Tomáš Novák", 0).press("1")
	f.as("ben", func() {
		f.at("rebuild", 0).press("Q", "Enter", "Enter")
		f.selectWords("Minister Tomáš Novák", 0).press("1")
		f.at("Money", 0).press("Q", "Escape", "Escape")
		quote := f.Current().ID
		f.selectWords("the minister", 0).press("4")
		speaker := f.Current().ID
		f.Pick(quote)
		f.SetArg(quote, "speaker", speaker)
	})
	f.Do("beside.version")
	if f.screen.last() != workbench.PageBeside {
		t.Fatalf("the page is %d; %s", f.screen.last(), f.Notice().Text)
	}
	f.BesideChoice().Accept(0)
	if !f.Comparing() {
		t.Fatalf("nothing stands beside: %s", f.Notice().Text)
	}
	return f
}

// theirs returns the annotation of exactly these words beside.
func (f *fixture) theirs(typ, words string) *annotate.Annotation {
	f.t.Helper()
	x := f.Beside()
	for a := range x.Set().All() {
		if a.Type == typ && x.Document().Surface(a.Spans) == words {
			return a
		}
	}
	f.t.Fatalf("%s has not marked %q as %s", x.Set().Annotator, words, typ)
	return nil
}

func TestAnotherAnnotatorsVersionStandsBesideAndSharesTheText(t *testing.T) {
	f := compared(t)
	x := f.Beside()
	if x.Document() != f.Document() {
		t.Error("the text is in memory twice")
	}
	if x.Set().Annotator != "ben" || f.Set().Annotator != "ana" {
		t.Errorf("%s works, %s stands beside", f.Set().Annotator, x.Set().Annotator)
	}
	var got []string
	for _, d := range x.Differences() {
		got = append(got, f.DifferenceWords(d))
	}
	want := []string{"missing here", "other words", "only here", "only here"}
	if !slices.Equal(got, want) {
		t.Errorf("differences %q, want %q", got, want)
	}
}

func TestTheChoiceOfAnnotatorsSaysWhatEachHasDone(t *testing.T) {
	f := start(t)
	f.Do("beside.version")
	if f.BesideChoice() != nil || !strings.Contains(f.Notice().Text, "Nobody else") || f.Notice().Do == nil {
		t.Fatalf("with nobody else: %+v", f.Notice())
	}
	f.as("ben", func() { f.selectWords("Reuters", 0).press("2"); f.SetState(annotate.StateDone) })
	f.as("cay", func() { f.selectWords("Reuters", 0).press("3") })
	f.Do("beside.version")
	c := f.BesideChoice()
	if len(c.Rows) != 2 || c.Rows[0].Title != "ben" || c.Rows[0].State != annotate.StateDone || c.Rows[0].Counts.Mentions != 1 {
		t.Errorf("rows %+v", c.Rows)
	}
	if c.SetQuery("cy"); len(c.Rows) != 1 || c.Rows[0].Title != "cay" || len(c.Rows[0].Matched) != 2 {
		t.Errorf("for cy: %+v", c.Rows)
	}
	c.Accept(0)
	if f.BesideChoice() != nil || f.Beside().Set().Annotator != "cay" {
		t.Error("cay does not stand beside")
	}
}

func TestAnArticleStandsBesideAndTheTwoChangePlaces(t *testing.T) {
	f := start(t)
	f.Do("beside.open")
	if n := f.Notice(); !n.Problem || n.Do == nil {
		t.Errorf("with one article: %+v", n)
	}
	first := f.Document().ID
	f.AddText("two.txt", second)
	f.AddText("three.txt", "A third day\n\nNothing happened on the third day, and everybody was glad of it.")
	f.OpenDocument(first)
	f.at("Monday", 0)
	f.Do("beside.open")
	c := f.BesideChoice()
	if len(c.Rows) != 2 {
		t.Fatalf("rows %+v", c.Rows)
	}
	if c.SetQuery("anthr"); len(c.Rows) != 1 || c.Rows[0].Title != "Another day" {
		t.Fatalf("for anthr: %+v", c.Rows)
	}
	c.Accept(0)
	other := f.Beside().Document().ID
	if f.Comparing() || f.Can("beside.next") || f.Beside().Document().Title != "Another day" {
		t.Error("another article is no other version")
	}
	f.SelectBeside(14, 14)
	f.press("Shift+F6")
	if f.Document().ID != other || f.Beside().Document().ID != first {
		t.Fatal("the two have not changed places")
	}
	if _, caret := f.Selection(); caret != 14 {
		t.Errorf("the caret is at %d, was at 14", caret)
	}
	if _, caret := f.Beside().Selection(); caret != f.textOf(first).find("Monday")+1 {
		t.Errorf("the caret beside is at %d", caret)
	}
	f.selectWords("Novák", 0).press("1")
	if f.Set().Len() != 1 {
		t.Error("the article cannot be worked in")
	}
	f.OpenDocument(first)
	if f.Beside() != nil {
		t.Error("the same article stands on both sides")
	}
}

// text is an article's text, to find words in.
type text string

func (s text) find(words string) int { return strings.Index(string(s), words) }

// textOf reads an article of the project.
func (f *fixture) textOf(id annotate.DocumentID) text {
	f.t.Helper()
	doc, err := f.Project().Document(f.t.Context(), id)
	if err != nil {
		f.t.Fatal(err)
	}
	return text(doc.Text)
}

func TestSelectingOnOneSideSelectsTheCounterpart(t *testing.T) {
	f := compared(t)
	f.PickBeside(f.theirs("person", "Minister Tomáš Novák").ID)
	if got := f.words(f.Current()); got != "Tomáš Novák" {
		t.Errorf("here is selected %q", got)
	}
	f.PickBeside(f.theirs("group", "the minister").ID)
	if f.Current() != nil || f.Beside().Current() == nil {
		t.Errorf("what only ben has selects %q", f.words(f.Current()))
	}
	f.Pick(f.QuoteCards()[0].Annotation.ID)
	if got := f.words(f.Beside().Current()); got != "“We will rebuild,”" {
		t.Errorf("beside is selected %q", got)
	}
}

func TestDifferencesAreVisitedRoundTheEnd(t *testing.T) {
	f := compared(t)
	f.at("Mayor", 0)
	var seen []string
	for range 5 {
		f.press("F7")
		x := f.Beside()
		d := x.Differences()[x.At()]
		seen = append(seen, f.words(f.Current())+"|"+f.words(x.Current()))
		if f.screen.revealed != d.Hull() || f.screen.besideRevealed != d.Hull() {
			t.Errorf("shown are %v and %v, the difference is at %v", f.screen.revealed, f.screen.besideRevealed, d.Hull())
		}
	}
	want := []string{"Reuters|", "Tomáš Novák|Minister Tomáš Novák", "|“Money,”", "|the minister", "Reuters|"}
	if !slices.Equal(seen, want) {
		t.Errorf("visited %q, want %q", seen, want)
	}
	f.press("Shift+F7", "Shift+F7")
	if got := f.words(f.Beside().Current()); got != "“Money,”" {
		t.Errorf("two back is %q", got)
	}
}

func TestAnotherValueIsADifferenceInItsOwnWords(t *testing.T) {
	f := compared(t)
	f.SetAttr(f.QuoteCards()[0].Annotation.ID, "type", "mixed")
	for _, d := range f.Beside().Differences() {
		if d.What == review.Attribute {
			if got := f.DifferenceWords(d); got != "type direct" {
				t.Errorf("it is said as %q", got)
			}
			return
		}
	}
	t.Errorf("no difference of an attribute among %+v", f.Beside().Differences())
}

func TestTakingOverBringsWhatFillsTheRoles(t *testing.T) {
	f := compared(t)
	before := f.Set().Len()
	f.PickBeside(f.theirs("quote", "“Money,”").ID)
	f.press("K")
	q := f.Current()
	if f.words(q) != "“Money,”" || q.Origin.Annotator != "ben" {
		t.Fatalf("taken over: %q of %+v", f.words(q), q.Origin)
	}
	speaker := f.Set().Get(q.Arg("speaker"))
	if f.words(speaker) != "the minister" || speaker.Origin.Annotator != "ben" {
		t.Errorf("its speaker is %q of %v", f.words(speaker), speaker)
	}
	if f.Beside().Set().Get(q.ID) != nil {
		t.Error("the copy has the identity of ben's")
	}
	if n := len(f.Beside().Differences()); n != 2 {
		t.Errorf("%d differences are left, want 2", n)
	}
	f.press("Ctrl+Z")
	if f.Set().Len() != before || len(f.Beside().Differences()) != 4 {
		t.Errorf("undone: %d annotations, %d differences", f.Set().Len(), len(f.Beside().Differences()))
	}
}

func TestTakingOverACounterpartCorrectsIt(t *testing.T) {
	f := compared(t)
	f.PickBeside(f.theirs("person", "Minister Tomáš Novák").ID)
	mine := f.Current().ID
	f.press("F6", "Enter")
	if got := f.Set().Get(mine); f.words(got) != "Minister Tomáš Novák" || got.Origin.Annotator != "ben" {
		t.Errorf("mine is %q of %+v", f.words(got), got.Origin)
	}
	f.press("K")
	if n := f.Notice().Text; !strings.Contains(n, "same way") {
		t.Errorf("once more: %q", n)
	}
	f.press("Ctrl+Z")
	if got := f.Set().Get(mine); f.words(got) != "Tomáš Novák" {
		t.Errorf("undone: %q", f.words(got))
	}
}

func TestTheOtherSideIsForReading(t *testing.T) {
	f := compared(t)
	n := f.Set().Len()
	f.press("F6")
	if !f.AtBeside() {
		t.Fatal("F6 did not lead there")
	}
	at := f.find("Eidvåg", 0)
	f.SelectBeside(at.Start+1, at.Start+1)
	f.press("W")
	if a, c := f.Beside().Selection(); a != at.Start || c != at.End {
		t.Errorf("selected %d to %d", a, c)
	}
	for _, k := range []workbench.Key{"M", "Q", "E", "3", "Delete"} {
		f.Press(k, false)
		if f.Set().Len() != n || f.Beside().Set().Len() == 0 {
			t.Errorf("%s has changed something", k)
		}
	}
	if f.Press("M", false); !strings.Contains(f.Notice().Text, "for reading") {
		t.Errorf("notice %q", f.Notice().Text)
	}
	f.press("Ctrl+C")
	if f.screen.clipboard != "Eidvåg" {
		t.Errorf("copied %q", f.screen.clipboard)
	}
	f.press("Tab")
	if f.Beside().Current() == nil {
		t.Error("Tab selects nothing there")
	}
	f.press("Escape")
	if f.AtBeside() {
		t.Error("Escape does not lead back")
	}
}

func TestWhatStandsBesideFollowsTheArticleOrGoes(t *testing.T) {
	f := compared(t)
	first := f.Document().ID
	f.AddText("two.txt", second)
	if f.Beside() != nil {
		t.Fatal("ben has not annotated the second article, and something stands beside")
	}
	f.as("ben", func() { f.selectWords("Novák", 0).press("1") })
	f.OpenVersion("ben")
	f.OpenDocument(first)
	if !f.Comparing() || f.Beside().Set().Annotator != "ben" || f.Beside().Document() != f.Document() {
		t.Error("ben's version of the first article does not stand beside it")
	}
	f.as("ben", func() {
		if f.Beside() != nil {
			t.Error("ben works beside himself")
		}
	})
	f.OpenVersion("ben")
	f.Do("beside.close")
	if f.Beside() != nil || f.AtBeside() {
		t.Error("it does not close")
	}
	f.OpenVersion("ben")
	f.CloseProject()
	if f.Beside() != nil {
		t.Error("it stays when the project is closed")
	}
}

func TestAnImportedVersionIsComparedAnew(t *testing.T) {
	f := compared(t)
	out := filepath.Join(t.TempDir(), "ben.jsonl")
	f.Export(workbench.ExportChoice{Format: "jsonl", Path: out, Annotators: []annotate.AnnotatorID{"ben"}})

	g := restart(t, filepath.Join(t.TempDir(), "other.quoth"), prefs{"settings.annotator": "ana"})
	g.Create(g.path)
	g.AddText("storm.txt", article)
	g.OpenVersion("ben")
	if n := len(g.Beside().Differences()); n != 0 {
		t.Fatalf("%d differences before", n)
	}
	g.ImportDataset([]string{out})
	if n := g.Beside().Set().Len(); n < 4 || len(g.Beside().Differences()) != n {
		t.Errorf("%d annotations beside, %d differences; %s", n, len(g.Beside().Differences()), g.Notice().Text)
	}
}

func TestHowTheSidesStandIsRemembered(t *testing.T) {
	f := compared(t)
	if !f.Together() || f.Swapped() {
		t.Error("at first the working article stands on the left, and both scroll together")
	}
	f.Do("beside.together")
	f.Do("beside.swap")
	g := restart(t, f.path, f.prefs)
	if g.Together() || !g.Swapped() {
		t.Error("forgotten")
	}
}

// An edit does not wait for the comparison, and what is compared meanwhile is compared again.
func TestComparingHappensBehindTheWork(t *testing.T) {
	f := compared(t)
	f.CloseProject()
	var l later
	b := workbench.New(l.config(f.prefs))
	b.Open(f.path)
	l.run()
	b.OpenVersion("ben")
	if b.Beside().Compared() {
		t.Fatal("compared at once")
	}
	at := strings.Index(b.Document().Text, "Eidvåg")
	b.Select(at, at+len("Eidvåg"), workbench.ByKeys)
	b.Press("3", false)
	l.run()
	ds := b.Beside().Differences()
	if len(ds) != 5 || !slices.ContainsFunc(ds, func(d review.Difference) bool {
		return d.What == review.OnlyInA && b.Document().Surface(d.A.Spans) == "Eidvåg"
	}) {
		t.Errorf("%d differences, want 5 with the place", len(ds))
	}
	b.OpenVersion("ben")
	b.CloseProject()
	l.run() // what comes back late finds nothing there
}

// As in the window, where the comparison runs on a goroutine of its own while the person goes on.
func TestComparingSharesNothingThatChanges(t *testing.T) {
	f := compared(t)
	f.CloseProject()
	window := make(chan func(), 100)
	b := workbench.New(workbench.Config{Prefs: f.prefs, Go: func(fn func()) { go fn() }, Do: func(fn func()) { window <- fn }})
	until := func(done func() bool) {
		for !done() {
			(<-window)()
		}
	}
	b.Open(f.path)
	until(func() bool { return b.Document() != nil })
	b.OpenVersion("ben")
	for _, words := range []string{"Eidvåg", "Monday", "harbour on", "Ana Díaz", "Reuters"} {
		at := strings.Index(b.Document().Text, words)
		b.Select(at, at+len(words), workbench.ByKeys)
		b.Press("3", false)
	}
	n := 0
	for a := range b.Set().All() {
		if a.Type == "place" {
			n++
		}
	}
	until(func() bool {
		alone := 0
		for _, d := range b.Beside().Differences() {
			if d.What == review.OnlyInA && d.A.Type == "place" {
				alone++
			}
		}
		return alone == n
	})
	b.CloseProject()
}

// Edits are only noted; what is compared is the set all the same, after whatever was done and undone.
func TestTheComparisonFollowsEveryEdit(t *testing.T) {
	f := compared(t)
	same := func(when string) {
		t.Helper()
		var mine, theirs []*annotate.Annotation
		for a := range f.Set().All() {
			mine = append(mine, a)
		}
		for a := range f.Beside().Set().All() {
			theirs = append(theirs, a)
		}
		want := review.Compare(f.Schema(), mine, theirs).Differences
		got := f.Beside().Differences()
		if len(got) != len(want) {
			t.Fatalf("%s there are %d differences, compared anew %d", when, len(got), len(want))
		}
		for i := range want {
			if got[i].What != want[i].What || got[i].A != want[i].A || got[i].B != want[i].B {
				t.Errorf("%s difference %d is %+v, compared anew %+v", when, i, got[i], want[i])
			}
		}
	}
	same("at first")
	f.selectWords("Minister", 0).press("5")
	same("after a mention")
	f.press("Delete")
	same("without it")
	f.Do("edit.undo")
	f.Do("edit.undo")
	same("after undoing both")
	f.Do("edit.redo")
	same("after doing one again")
	f.at("Money", 0).press("Q", "Enter", "Escape")
	same("after a quote")
	f.selectWords("Tomáš Novák", 0)
	f.press("5", "2", "Delete")
	same("after more")
}
