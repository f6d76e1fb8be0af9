package workbench_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/assign"
	"quoth/app/workbench"
)

// packageFor makes a work package of the open project, which is closed, and returns its path.
func (f *fixture) packageFor(who annotate.AnnotatorID, blind bool) string {
	f.t.Helper()
	path := filepath.Join(f.t.TempDir(), string(who)+".quoth")
	f.Pack(workbench.PackageChoice{For: who, Blind: blind, Path: path})
	if f.Notice().Problem {
		f.t.Fatal(f.Notice().Text)
	}
	return path
}

func TestWhoOpensAPackageWorksAsTheOneItIsFor(t *testing.T) {
	f := start(t)
	path := f.packageFor("Ana Kovač", true)
	p := prefs{}
	there := restart(t, path, p)
	there.Open(path)
	there.says("You work here as Ana Kovač")
	if len(there.screen.shown) > 0 {
		t.Errorf("a machine without a name of its own is asked: %v", there.screen.shown)
	}
	there.selectWords("Reuters", 0).press("2")
	if got := there.Set().Annotator; got != "Ana Kovač" {
		t.Errorf("the mark is in the set of %q", got)
	}
	if p["settings.annotator"] != "" {
		t.Errorf("the settings of the machine say %q", p["settings.annotator"])
	}
	there.CloseProject()
	there.Open(path)
	if n := there.Notice(); n.Text != "" {
		t.Errorf("the second time it says %q", n.Text)
	}
	if w := there.Who(); w.By != workbench.SaidByProject || w.Why() != "this file was made for Ana Kovač" {
		t.Errorf("%+v", w)
	}
	// What comes back by merging is still theirs.
	there.CloseProject()
	f.MergeIn([]string{path})
	if all := f.Annotators(); !slices.Contains(all, "Ana Kovač") || f.Who().Name != "ana" {
		t.Errorf("merged: %v, and %+v works there", all, f.Who())
	}
	f.CloseProject()
	there.Open(path)
	there.MergeIn([]string{f.path})
	if w := there.Who(); w.Name != "Ana Kovač" || w.For != "Ana Kovač" {
		t.Errorf("after merging in the package %+v works", w)
	}
}

func TestWhoHasAnotherNameOnTheMachineIsAskedOnce(t *testing.T) {
	f := start(t)
	path := f.packageFor("ana", true)
	ben := restart(t, path, prefs{"settings.annotator": "ben"})
	ben.Open(path)
	if !slices.Equal(ben.screen.shown, []workbench.Page{workbench.PageWho}) {
		t.Fatalf("it asks %v", ben.screen.shown)
	}
	if w := ben.Who(); w.Name != "ana" {
		t.Errorf("until it is answered %+v works", w)
	}
	ben.WorkAs("ben", false)
	if ben.Set().Annotator != "ben" {
		t.Errorf("the set is that of %s", ben.Set().Annotator)
	}
	ben.CloseProject()
	ben.screen.shown = nil
	ben.Open(path)
	if len(ben.screen.shown) > 0 || ben.Who().Name != "ben" || ben.Settings().Annotator != "ben" {
		t.Errorf("it asks %v again; %+v works", ben.screen.shown, ben.Who())
	}
}

func TestWhatIsSaidAtTheStartGoesBeforeAll(t *testing.T) {
	f := start(t)
	path := f.packageFor("ana", true)
	b := workbench.New(workbench.Config{Prefs: prefs{"settings.annotator": "ben"}, Annotator: "cay"})
	b.Open(path)
	defer b.CloseProject()
	if w := b.Who(); w.Name != "cay" || w.By != workbench.SaidAtStart || b.Set().Annotator != "cay" {
		t.Errorf("%+v works", w)
	}
	b.WorkAs("dan", true)
	if w := b.Who(); w.Name != "cay" || !strings.Contains(b.Notice().Text, "QUOTH_ANNOTATOR") {
		t.Errorf("%+v works; it says %q", w, b.Notice().Text)
	}
}

func TestANameSaidInAProjectHoldsThereAndNowhereElse(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	f.WorkAs("  ben ", false)
	if f.Set().Annotator != "ben" || f.Settings().Annotator != "ana" || f.Set().Len() != 0 {
		t.Errorf("%s works, %s in the settings", f.Set().Annotator, f.Settings().Annotator)
	}
	f.CloseProject()
	f.Open(f.path)
	if w := f.Who(); w.Name != "ben" || w.Why() != "said in this project" {
		t.Errorf("after reopening %+v", w)
	}
	f.WorkAs("cay", true)
	if w := f.Who(); w.Name != "cay" || w.By != workbench.SaidInSettings || f.Settings().Annotator != "cay" {
		t.Errorf("everywhere: %+v", w)
	}
	for _, wrong := range []string{" ", "gold"} {
		if f.WorkAs(wrong, true); !f.Notice().Problem || f.Who().Name != "cay" {
			t.Errorf("%q: %q", wrong, f.Notice().Text)
		}
	}
	s := f.Settings()
	s.Annotator = " gold "
	if f.SetSettings(s); !f.Notice().Problem || f.Who().Name != "cay" || f.Set().Annotator != "cay" {
		t.Errorf("as gold by the settings %q: %q", f.Who().Name, f.Notice().Text)
	}
	if was := workbench.New(workbench.Config{Prefs: prefs{"settings.annotator": "gold"}}).Who().Name; was == annotate.Gold {
		t.Error("settings that were kept before let somebody work as gold")
	}
}

func TestTheLoginNameIsNoNameThatWasChosen(t *testing.T) {
	p := prefs{}
	b := workbench.New(workbench.Config{Prefs: p})
	s := b.Settings()
	s.Zoom = 2
	b.SetSettings(s)
	if p["settings.annotator"] != "" || b.Who().By != workbench.SaidByLogin {
		t.Errorf("the settings keep %q", p["settings.annotator"])
	}
	s.Annotator = "שרה"
	b.SetSettings(s)
	if p["settings.annotator"] != "שרה" || b.Who().By != workbench.SaidInSettings {
		t.Errorf("the settings keep %q", p["settings.annotator"])
	}
}

func TestWhoOpensTheFileOfOthersHearsInWhoseNameTheyWork(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	f.CloseProject()
	guest := restart(t, f.path, prefs{})
	guest.Open(f.path)
	guest.says("so far ana has worked")
	if guest.Notice().Action == "" || !slices.Equal(guest.screen.shown, []workbench.Page{workbench.PageWho}) {
		t.Errorf("nothing is offered, and it shows %v", guest.screen.shown)
	}
	guest.WorkAs(string(guest.Who().Name), true) // the login is a name, too
	guest.CloseProject()
	guest.screen.shown = nil
	guest.Open(f.path)
	if len(guest.screen.shown) > 0 || guest.Who().By != workbench.SaidInSettings {
		t.Errorf("it asks again: %v, %+v", guest.screen.shown, guest.Who())
	}
}

func TestWhoWasOnlyGivenArticlesIsNotSaidToHaveWorked(t *testing.T) {
	f := start(t)
	f.Assign(workbench.AssignChoice{Choice: assign.Choice{To: []annotate.AnnotatorID{"ben", "cay"}, Overlap: 2}})
	f.CloseProject()
	guest := restart(t, f.path, prefs{})
	guest.Open(f.path)
	guest.says("articles were given to ben and cay, and nobody has begun")
	guest.CloseProject()
	f.Open(f.path)
	f.selectWords("Reuters", 0).press("2")
	f.CloseProject()
	guest = restart(t, f.path, prefs{})
	guest.Open(f.path)
	guest.says("so far ana has worked, and articles were given to ben and cay.")
}

// A package that goes back is not called like the file that its annotator works in, and is blind only where they were given
// articles blind.
func TestPackageIsNamedAfterWhoseWorkItIsAndToWhomItGoes(t *testing.T) {
	f := start(t)
	if name := f.PackageName("Ben Å."); name != f.ProjectName()+"-for-Ben-Å-" || f.GivenBlind("Ben Å.") {
		t.Errorf("the first is %s", name)
	}
	f.Assign(workbench.AssignChoice{Choice: assign.Choice{To: []annotate.AnnotatorID{"ben"}, Overlap: 1, Blind: true}})
	if !f.GivenBlind("ben") || f.GivenBlind("eva") || f.PackageName("ben") != f.ProjectName()+"-for-ben" {
		t.Errorf("ben blind: %v, eva: %v, %s", f.GivenBlind("ben"), f.GivenBlind("eva"), f.PackageName("ben"))
	}
	f.as("ben", func() {
		f.selectWords("Reuters", 0).press("3")
		f.Do("state.done")
	})
	if name := f.PackageName("ben"); !strings.HasPrefix(name, f.ProjectName()+"-from-ana-for-ben-20") || f.GivenBlind("ben") {
		t.Errorf("what goes back is %s, blind %v", name, f.GivenBlind("ben"))
	}
}

// Who has marked an article is known anew after a program has marked it, and after the person works under another name.
func TestWhoMarkedAnArticleIsNeverStale(t *testing.T) {
	f := start(t)
	doc := f.Document().ID
	if who := f.MarkedBy(doc); len(who) > 0 {
		t.Fatalf("before, %v have marked it", who)
	}
	f.selectWords("Reuters", 0).press("2")
	f.WorkAs("ben", false)
	if who := f.MarkedBy(doc); !slices.Equal(who, []annotate.AnnotatorID{"ana"}) {
		t.Errorf("ben sees %v", who)
	}
	f.selectWords("Reuters", 0).press("2")
	f.WorkAs("ana", false)
	if who := f.MarkedBy(doc); !slices.Equal(who, []annotate.AnnotatorID{"ben"}) {
		t.Errorf("ana sees %v", who)
	}
}

func TestAfterMergingItIsKnownWhoMarkedWhichArticleAndTheReviewIsOffered(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	file := f.colleague(func(ben *fixture) { ben.selectWords("Reuters", 0).press("3") })
	doc := f.Document().ID
	if who := f.MarkedBy(doc); len(who) > 0 {
		t.Errorf("before, %v have marked it", who)
	}
	f.MergeIn([]string{file})
	if who := f.MarkedBy(doc); !slices.Equal(who, []annotate.AnnotatorID{"ben"}) {
		t.Errorf("%v have marked it", who)
	}
	n := f.Notice()
	if !strings.HasPrefix(n.Action, "Review the differences") {
		t.Fatalf("it offers %q", n.Action)
	}
	n.Do()
	if r := f.Review(); r == nil || r.Current() == nil || r.Index() != 0 {
		t.Errorf("the review begins at %+v", r)
	}
	f.CloseProject()
	f.Open(f.path)
	if m := f.Merged(); m == nil || m.Kept == "" || !f.Can("project.merged") {
		t.Errorf("after reopening, going back is %+v", m)
	}
}
