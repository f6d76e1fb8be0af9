package workbench_test

import (
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

// worded lists the annotations of the working set, or of what stands beside, as "type words".
func (f *fixture) worded(beside bool) []string {
	set := f.Set()
	if beside {
		set = f.Beside().Set()
	}
	var out []string
	for a := range set.All() {
		out = append(out, a.Type+" "+set.Document.Surface(a.Spans))
	}
	return out
}

func TestHistoryShowsTheArticleAsItWasAfterEachChange(t *testing.T) {
	f := start(t)
	var states [][]string
	note := func() { states = append(states, f.worded(false)) }
	note()
	f.selectWords("Reuters", 0).press("2")
	note()
	f.selectWords("Ana Díaz", 0).press("1")
	note()
	f.press("Ctrl+Z")
	note()
	f.selectWords("Novák", 0).press("1")
	f.Delete(f.Current().ID)
	f.Do("past.open")
	at, of := f.Beside().Past().At()
	if at != of || of < 5 {
		t.Fatalf("at %d of %d", at, of)
	}
	for _, i := range []int{0, 3, 1, 2, 0, of, 3} {
		f.GoToPast(i)
		if i < len(states) && !slices.Equal(f.worded(true), states[i]) {
			t.Errorf("after %d changes it shows %v, want %v", i, f.worded(true), states[i])
		}
	}
	if !slices.Equal(f.worded(false), states[3]) {
		t.Errorf("looking back changed the article: %v", f.worded(false))
	}
	f.GoToPast(-5)
	if f.LastOfPast() != nil {
		t.Error("something was done before the beginning")
	}
	f.GoToPast(of + 9)
	if at, _ := f.Beside().Past().At(); at != of {
		t.Errorf("at %d of %d", at, of)
	}
}

func TestGoingBackIsAChangeThatIsUndone(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	was := f.worded(false)
	f.Do("past.open")
	_, then := f.Beside().Past().At()
	f.selectWords("Reuters", 0).press("2")
	f.Delete(f.QuoteCards()[0].Annotation.ID)
	now := f.worded(false)
	if _, of := f.Beside().Past().At(); of <= then {
		t.Error("the slider does not know of the new changes")
	}
	if at, _ := f.Beside().Past().At(); at != then {
		t.Errorf("new changes moved what is looked at to %d", at)
	}
	f.Do("past.return")
	if !slices.Equal(f.worded(false), was) {
		t.Errorf("it is %v, want %v: %s", f.worded(false), was, f.Notice().Text)
	}
	if q := f.QuoteCards(); len(q) != 1 || q[0].Speaker == "" {
		t.Errorf("the quote came back as %+v", q)
	}
	f.press("Ctrl+Z")
	if !slices.Equal(f.worded(false), now) {
		t.Errorf("undone it is %v, want %v", f.worded(false), now)
	}
	f.Do("past.return")
	f.Do("past.return")
	f.says("as it was then")
}

func TestTakingOneAnnotationBackFromTheHistory(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	q := f.QuoteCards()[0]
	f.Delete(q.Annotation.ID)
	f.Do("past.open")
	f.Do("past.earlier")
	f.GoToBeside(q.Annotation.ID)
	f.Do("beside.take")
	if now := f.QuoteCards(); len(now) != 1 || now[0].Annotation.ID != q.Annotation.ID || now[0].Speaker != q.Speaker {
		t.Errorf("%+v: %s", now, f.Notice().Text)
	}
}

func TestHistoryOfAnAnnotationSaysWhoChangedWhat(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	id := f.Current().ID
	f.SetType(id, "place")
	f.SetNote(id, "sure?")
	f.press("Ctrl+Z")
	rows := f.History(id)
	if len(rows) < 4 {
		t.Fatalf("%+v", rows)
	}
	if first := rows[len(rows)-1]; first.Author != "ana" || !strings.Contains(first.What, "marked “Reuters” as organisation") {
		t.Errorf("first %+v", first)
	}
	if last := rows[0]; !strings.HasPrefix(last.Title, "Undo: ") || last.What != "note" {
		t.Errorf("last %+v", last)
	}
	if !slices.ContainsFunc(rows, func(r workbench.HistoryRow) bool { return strings.Contains(r.What, "organisation → place") }) {
		t.Errorf("%+v", rows)
	}
	f.ShowInPast(rows[len(rows)-1])
	if a := f.Beside().Current(); a == nil || a.Type != "org" {
		t.Errorf("it leads to %+v", a)
	}
}

func TestHistoryNeedsSomethingDone(t *testing.T) {
	f := start(t)
	f.Do("past.open")
	f.says("nothing was changed in this article yet")
	if f.Can("past.return") || f.Can("past.earlier") {
		t.Error("one can go where there is nothing")
	}
}

// Of others' versions, too, it is known who changed what when, and so it is on what they differ.
func TestHistoryOfAnothersVersion(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	c := f.Review().Current()
	words, rows := f.HistoryHere()
	if words == "" || len(rows) < len(c.Main().Sides()) {
		t.Fatalf("of %q %d changes are known", words, len(rows))
	}
	row := rows[len(rows)-1]
	f.ShowInPast(row)
	p := f.Beside().Past()
	if p == nil || p.Annotator() != row.Of || f.Beside().Set().Annotator != row.Of {
		t.Fatalf("it shows no history of %s: %s", row.Of, f.Notice().Text)
	}
	if f.Can("past.return") {
		t.Error("gold can be made what another's version was")
	}
	seen := map[annotate.AnnotatorID]bool{}
	for range 5 {
		p := f.Beside().Past()
		seen[p.Annotator()] = true
		_, of := p.At()
		f.GoToPast(0)
		if f.Beside().Set().Len() != 0 {
			t.Errorf("before its %d changes %s’s version holds %d", of, p.Annotator(), f.Beside().Set().Len())
		}
		if f.GoToPast(of); f.LastOfPast() == nil {
			t.Error("nobody changed anything")
		}
		f.Do("past.whose")
	}
	if len(seen) < 3 {
		t.Errorf("only the histories of %v are shown", seen)
	}
}
