package workbench_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/assign"
	"quoth/app/workbench"
)

// colleague makes a copy of the open project in which ben has marked something, and returns its path.
func (f *fixture) colleague(work func(*fixture)) string {
	f.t.Helper()
	path := filepath.Join(filepath.Dir(f.path), "ben.quoth")
	f.CloseProject()
	b, err := os.ReadFile(f.path)
	if err == nil {
		err = os.WriteFile(path, b, 0o644)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	ben := restart(f.t, path, prefs{"settings.annotator": "ben"})
	ben.Open(path)
	work(ben)
	ben.CloseProject()
	f.Open(f.path)
	return path
}

func (f *fixture) says(part string) {
	f.t.Helper()
	if !strings.Contains(strings.ToLower(f.Notice().Text), strings.ToLower(part)) {
		f.t.Errorf("it says %q, want %q", f.Notice().Text, part)
	}
}

func TestMergingBringsAColleaguesWorkAndCanBeUndone(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	file := f.colleague(func(ben *fixture) {
		ben.selectWords("Reuters", 0).press("2")
		ben.AddText("more.txt", "More\n\nשלום, the ferry 👩‍🚀 came.\n")
	})
	var offers []store.Offer
	f.Survey([]string{file}, func(o []store.Offer, err error) {
		if err != nil {
			t.Fatal(err)
		}
		offers = o
	})
	if len(offers) != 1 || offers[0].New != 1 || offers[0].Changes == 0 || offers[0].By[0].Annotator != "ben" {
		t.Fatalf("the survey says %+v", offers)
	}
	doc := f.Document().ID
	f.MergeIn([]string{file})
	f.says("Merged: 1 new article, ")
	if f.Project().Path() != f.path || f.Queue().Total() != 2 || f.Document().ID != doc {
		t.Fatalf("%s has %d articles; %q is open", f.Project().Path(), f.Queue().Total(), f.Document().Title)
	}
	if all := f.Annotators(); !slices.Equal(all, []annotate.AnnotatorID{"ana", "ben"}) {
		t.Errorf("annotators %v", all)
	}
	m := f.Merged()
	if m == nil || m.Kept == "" || !strings.Contains(filepath.Base(m.Kept), "before-merging") {
		t.Fatalf("%+v", m)
	}
	f.MergeIn([]string{file}) // again changes nothing
	f.says("0 new changes")
	first := m
	f.UndoMerge() // of the second
	f.says("as it was before merging")
	if f.Queue().Total() != 2 {
		t.Errorf("%d articles after undoing the second merging", f.Queue().Total())
	}
	if _, err := os.Stat(first.Kept); err != nil {
		t.Errorf("the project as it was before all: %v", err)
	}
}

func TestUndoneMergingLeavesTheProjectAsItWas(t *testing.T) {
	f := start(t)
	file := f.colleague(func(ben *fixture) { ben.selectWords("Reuters", 0).press("2") })
	f.MergeIn([]string{file})
	f.UndoMerge()
	if all := f.Annotators(); len(all) != 0 {
		t.Errorf("annotators %v", all)
	}
	if f.Can("project.merged") {
		t.Error("it still tells of the merging")
	}
	kept, err := filepath.Glob(filepath.Join(filepath.Dir(f.path), "news.merged-*.quoth"))
	if err != nil || len(kept) != 1 {
		t.Errorf("what was merged is kept as %v, %v", kept, err)
	}
}

func TestWhatTwoMachinesChangedIsListedWithAWayThere(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	id := f.Current().ID
	file := f.colleague(func(ben *fixture) {
		s := ben.Settings()
		s.Annotator = "ana" // she also worked there
		ben.SetSettings(s)
		ben.SetType(id, "place")
	})
	f.SetType(id, "person")
	f.MergeIn([]string{file})
	rows := f.MergedRows()
	if len(rows) != 2 || !strings.Contains(rows[0].Words, "ana worked in the same article in several of the files") ||
		!strings.Contains(rows[1].Words, "type was changed in two ways") || !strings.Contains(rows[1].Where, "Reuters") {
		t.Fatalf("%+v", rows)
	}
	rows[1].Go()
	if a := f.Current(); a == nil || a.ID != id {
		t.Errorf("it leads to %+v", a)
	}
	// Also whoever merges for others gets to both versions.
	s := f.Settings()
	s.Annotator = "eva"
	f.SetSettings(s)
	f.MergedRows()[1].Go()
	words, history := f.HistoryHere()
	said := ""
	for _, h := range history {
		said += h.What + "\n"
	}
	if !f.AtBeside() || words != "Reuters" || !strings.Contains(said, "place") || !strings.Contains(said, "person") {
		t.Errorf("the history of %q is %s", words, said)
	}
}

func TestMergingIntoANewFileLeavesTheProjectAlone(t *testing.T) {
	f := start(t)
	file := f.colleague(func(ben *fixture) { ben.selectWords("Reuters", 0).press("2") })
	before, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(filepath.Dir(f.path), "both")
	f.MergeTo(out, []string{file})
	if f.Project() == nil || f.Project().Path() != out+".quoth" || len(f.Annotators()) != 1 {
		t.Fatalf("%s", f.Notice().Text)
	}
	if after, _ := os.ReadFile(f.path); len(after) != len(before) {
		t.Error("the project was changed")
	}
	f.UndoMerge()
	f.says("no merging to go back from")
}

func TestFilesThatCannotBeMergedSayWhyAndChangeNothing(t *testing.T) {
	f := start(t)
	text := filepath.Join(t.TempDir(), "notes.quoth")
	if err := os.WriteFile(text, []byte("not a project"), 0o644); err != nil {
		t.Fatal(err)
	}
	f.MergeIn([]string{text})
	f.says("not a Quoth project")
	if f.Project() == nil || f.Document() == nil {
		t.Fatal("the project was closed")
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(f.path), "*merging*"))
	if len(left) != 0 {
		t.Errorf("it left %v", left)
	}
	f.selectWords("Reuters", 0).press("2") // and work goes on
	if f.Current() == nil {
		t.Error(f.Notice().Text)
	}
}

func TestWorkPackageHoldsWhatWasChosen(t *testing.T) {
	f := start(t)
	f.AddText("more.txt", "More\n\nThe ferry came.\n")
	f.Assign(workbench.AssignChoice{Choice: assign.Choice{To: []annotate.AnnotatorID{"ben"}, Overlap: 1, Seed: 1}, Which: workbench.FilteredArticles})
	f.Queue().SetSearch("ferry")
	out := filepath.Join(t.TempDir(), "ben.quoth")
	f.Pack(workbench.PackageChoice{For: "ben", Which: workbench.FilteredArticles, Blind: true, Path: out})
	f.says("1 article for ben")
	p, err := store.OpenReadOnly(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	list, err := p.Documents(t.Context(), store.Filter{Annotator: "ben"})
	if err != nil || len(list) != 1 || list[0].Title != "More" || list[0].Assigned != annotate.AssignedOpen {
		t.Errorf("%+v, %v", list, err)
	}
	f.Pack(workbench.PackageChoice{For: "cay", Which: workbench.GivenArticles, Path: out + "2"})
	f.says("no article is chosen")
}

// plan waits for what giving out would do.
func (f *fixture) plan(c workbench.AssignChoice) (plan assign.Plan, err error) {
	f.PlanAssigning(c, func(p assign.Plan, e error) { plan, err = p, e })
	return plan, err
}

func TestGivingOutIsOneActThatIsUndone(t *testing.T) {
	f := start(t)
	f.AddText("more.txt", "More\n\nThe ferry came.\n")
	c := workbench.AssignChoice{Choice: assign.Choice{To: []annotate.AnnotatorID{"ana", "ben"}, Overlap: 2, Seed: 1}}
	plan, err := f.plan(c)
	if err != nil || plan.Articles != 2 || len(plan.Work) != 4 || plan.Loads[0].New != 2 {
		t.Fatalf("%+v, %v", plan, err)
	}
	if f.Can("team.unassign") {
		t.Error("what was not given out yet can be taken back")
	}
	f.Assign(c)
	if f.says("Gave 2 articles out to ana and ben"); !f.Can("team.unassign") {
		t.Error("it cannot be taken back")
	}
	if f.Queue().Given() != 2 {
		t.Errorf("%d were given to ana", f.Queue().Given())
	}
	f.Queue().SetMine(true)
	if f.Queue().Len() != 2 {
		t.Errorf("the queue shows %d", f.Queue().Len())
	}
	if f.Can("edit.undo") {
		t.Error("Undo in the article takes the assignment back")
	}
	f.Notice().Do()
	f.says("Took 2 articles back from ana and ben")
	if f.Queue().Given() != 0 || f.Queue().Len() != 0 {
		t.Errorf("%d are still given", f.Queue().Given())
	}
	if why := f.Why("team.unassign"); !strings.Contains(why, "nothing was given out") {
		t.Errorf("with nothing given out it can be taken back: %q", why)
	}
	f.Do("team.unassign")
	f.says("Nothing was given out")
	if _, err := f.plan(workbench.AssignChoice{Choice: assign.Choice{To: []annotate.AnnotatorID{"ana"}, Overlap: 2}}); err == nil {
		t.Error("two of one annotator is a plan")
	}
}

func TestWhoWorksBlindSeesNothingOfOthersUntilDone(t *testing.T) {
	f := start(t)
	f.as("ben", func() { f.selectWords("Reuters", 0).press("2") })
	f.OpenVersion("ben")
	if !f.Comparing() {
		t.Fatal(f.Notice().Text)
	}
	f.Assign(workbench.AssignChoice{Choice: assign.Choice{To: []annotate.AnnotatorID{"ana"}, Overlap: 1, Blind: true, Seed: 1}})
	if f.Comparing() {
		t.Error("ben's version still stands beside")
	}
	if !f.Blind() || f.BlindIn() != 1 {
		t.Fatal("she is not blind")
	}
	f.OpenVersion("ben")
	f.says("you annotate this article blind")
	f.Do("beside.version")
	if f.Comparing() || f.screen.last() == workbench.PageBeside {
		t.Error("ben's name is shown")
	}
	if strings.Contains(f.Notice().Text, "ben") {
		t.Errorf("it says %q", f.Notice().Text)
	}
	if names := f.Annotators(); slices.Contains(names, "ben") {
		t.Errorf("an export would name %v", names)
	}
	f.Do("team.dashboard")
	d := f.Dashboard()
	if d.Blind != 1 || d.Figures == nil || slices.Contains(d.Figures.Annotators, "ben") || len(d.Figures.Agreement) > 0 {
		t.Errorf("the dashboard has %+v", d.Figures)
	}
	f.Do("review.start")
	if f.Review() != nil {
		t.Error("a review shows her what others did")
	}
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	f.SetState(annotate.StateDone)
	f.OpenVersion("ben")
	if !f.Comparing() {
		t.Errorf("done, and still: %s", f.Notice().Text)
	}
	f.press("Ctrl+Z") // done is taken back
	if f.Comparing() {
		t.Error("ben's version stands beside although she is blind again")
	}
}

func TestNothingComesBackToWhoWorksBlindUntilDone(t *testing.T) {
	f := start(t)
	f.Assign(workbench.AssignChoice{Choice: assign.Choice{To: []annotate.AnnotatorID{"ana"}, Overlap: 1, Blind: true, Seed: 1}})
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	q := f.Current()
	ben, err := f.Project().Set(t.Context(), f.Document(), "ben")
	if err != nil {
		t.Fatal(err)
	}
	d := ben.Draft("Comment")
	d.Say(&annotate.Comment{ID: "c1", Annotator: "ana", About: q.ID, Spans: q.Spans, Author: "Ben", Text: "Only half of it 👩‍🚀."})
	if err := f.Project().Commit(t.Context(), d.Change("Ben", time.Now())); err != nil {
		t.Fatal(err)
	}
	f.press("Ctrl+Z", "Ctrl+Shift+Z") // it looks again what came back
	if n := f.Feedback().Len(); n > 0 {
		t.Errorf("%d things came back to her", n)
	}
	if n := len(f.Threads()); n > 0 {
		t.Errorf("%d threads are shown to her", n)
	}
	f.SetState(annotate.StateDone)
	if n := f.Feedback().Len(); n != 1 {
		t.Errorf("once she is done %d things came back", n)
	}
	if n := len(f.Threads()); n != 1 {
		t.Errorf("once she is done there are %d threads", n)
	}
}

func TestDashboardFollowsWhatIsChosen(t *testing.T) {
	f := compared(t)
	f.CloseBeside()
	f.Do("team.dashboard")
	d := f.Dashboard()
	if f.screen.last() != workbench.PageDashboard || d == nil || d.Working() || d.Figures == nil || d.Figures.Compared != 1 {
		t.Fatalf("%+v", d)
	}
	f.ShowMatrix(review.TopicQuote, review.Alpha)
	if d.Topic != review.TopicQuote || d.Measure == review.Alpha {
		t.Errorf("%s has no %s, and yet it is shown", d.Topic, d.Measure)
	}
	f.ShowMatrix(review.TopicMarks, review.Alpha)
	if m := d.Figures.Matrix(d.Topic, d.Measure); !m.Cells[0][1].Defined() {
		t.Errorf("%+v", m)
	}
	f.ShowDifferences(review.TopicMarks, "ana", "ben")
	if d.Working() {
		t.Error("it goes on")
	}
	if r := f.Review(); r == nil || r.Left("ana") || r.Left("ben") || r.Len() == 0 {
		t.Errorf("no review shows where they differ: %s", f.Notice().Text)
	}
	f.CloseProject()
	if f.Dashboard() != nil {
		t.Error("the dashboard of a closed project is shown")
	}
}

func TestReviewStatesAreFiltersOfTheirOwn(t *testing.T) {
	f := start(t)
	f.AddText("more.txt", "More\n\nThe ferry came.\n")
	if f.Queue().Reviews() != nil {
		t.Error("there are states of a review that nobody began")
	}
	gold, err := f.Project().Set(t.Context(), f.Document(), annotate.Gold)
	if err != nil {
		t.Fatal(err)
	}
	d := gold.Draft("Done")
	d.SetState(annotate.StateDone)
	if err := f.Project().Commit(t.Context(), d.Change("eva", noonThen)); err != nil {
		t.Fatal(err)
	}
	f.WorkAs("ben", false) // who sees the queue anew
	if n := f.Queue().Reviews(); n[annotate.StateDone] != 1 || n[annotate.StateNew] != 1 {
		t.Errorf("reviews %v", n)
	}
	f.Queue().SetReview(annotate.StateDone)
	if s, ok := f.Queue().At(0); f.Queue().Len() != 1 || !ok || s.Review != annotate.StateDone || s.State != annotate.StateNew {
		t.Errorf("%+v", s)
	}
}
