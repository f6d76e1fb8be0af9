//go:build !headless

package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"quoth/annotate/store"
	"quoth/app/ui/control"
	"quoth/app/workbench"
)

func TestTheToolbarShowsWhoWorksAndAClickChangesIt(t *testing.T) {
	f := withArticles(t)
	me := f.b.Settings().Annotator
	shown := func() string { return f.object("toolbar.app.who").(*control.Button).Text }
	if shown() != control.OneLine(me, 18) {
		t.Errorf("it shows %q, and %s works", shown(), me)
	}
	f.tap("toolbar.app.who")
	if said := words(f.w.layer("who")); !strings.Contains(said, "Marks made now are those of "+me) || !strings.Contains(said, "QUOTH_ANNOTATOR") {
		t.Errorf("the sheet says\n%s", said)
	}
	f.field("who.name").SetText("  ")
	if !f.object("who.ok").(*control.Button).Off {
		t.Error("nobody can work")
	}
	f.field("who.name").SetText("שרה כהן")
	if c := f.object("who.always").(*control.Check); c.On {
		c.Tapped(nil)
	}
	f.tap("who.ok")
	if shown() != "שרה כהן" || f.b.Settings().Annotator != me || f.b.Set().Annotator != "שרה כהן" {
		t.Errorf("it shows %q; %s in the settings, the set is of %s", shown(), f.b.Settings().Annotator, f.b.Set().Annotator)
	}
	f.b.Do("app.settings")
	if said := words(f.w.layer("settings")); !strings.Contains(said, "Now you work as שרה כהן: said in this project") {
		t.Errorf("the settings say\n%s", said)
	}
}

func TestANameTypedInTheSettingsIsKeptWhenEscapeLeavesThem(t *testing.T) {
	f := withArticles(t)
	f.b.Do("app.settings")
	f.field("settings.annotator").SetText("ana")
	f.typed("Escape")
	if f.w.layer("settings") != nil || f.b.Settings().Annotator != "ana" || f.b.Who().Name != "ana" {
		t.Errorf("%s is in the settings, and %s works", f.b.Settings().Annotator, f.b.Who().Name)
	}
}

func TestAPackageOfSomebodyElseAsksWhoseWorkItIs(t *testing.T) {
	f := withArticles(t)
	path := filepath.Join(t.TempDir(), "ana.quoth")
	f.b.Pack(workbench.PackageChoice{For: "ana", Path: path})
	s := f.b.Settings()
	s.Annotator = "ben"
	f.b.SetSettings(s)
	f.b.Open(path)
	if said := words(f.w.layer("who")); !strings.Contains(said, "This file was made for ana. On this machine you are ben.") {
		t.Fatalf("it says\n%s", said)
	}
	f.tap("who.name.ben")
	if b := f.object("who.ok").(*control.Button); b.Text != "Work as ben" {
		t.Errorf("the button says %q", b.Text)
	}
	f.tap("who.ok")
	if w := f.b.Who(); w.Name != "ben" || w.By != workbench.SaidByProject || f.w.layer("who") != nil {
		t.Errorf("%+v works", w)
	}
}

func TestDuringAReviewTheButtonsAboveTheArticleAreItsVerdicts(t *testing.T) {
	f := inReview(t)
	if f.shows("toolbar.mark.quote") || !f.shows("toolbar.review.likeliest") || !strings.HasSuffix(f.object("toolbar.app.who").(*control.Button).Text, "· review") {
		t.Error("the toolbar is not that of the review")
	}
	n := f.b.Review().Open()
	f.tap("toolbar.review.likeliest")
	if f.b.Review().Open() != n-1 {
		t.Errorf("%d of %d are open; notice %q", f.b.Review().Open(), n, f.b.Notice().Text)
	}
	f.tap("toolbar.review.start")
	if f.b.Review() != nil || !f.shows("toolbar.mark.quote") {
		t.Error("the review goes on")
	}
}

func TestBeforeMergingItWarnsWhereItIsNotSureWhoseWorkItIs(t *testing.T) {
	if said := doubts(store.Offer{For: "ana"}); len(said) != 1 || !strings.Contains(said[0], "nothing was done in it") {
		t.Errorf("of a package without work it says %q", said)
	}
	for _, c := range []struct {
		by   store.OfferedBy
		want string // "" for no warning
	}{
		{store.OfferedBy{Annotator: "ana", Changes: 3}, ""},
		{store.OfferedBy{Annotator: "root", Changes: 3}, ""},
		{store.OfferedBy{Annotator: "root", Changes: 3, Stray: true}, "It was made for ana, and root worked in it."},
		{store.OfferedBy{Annotator: "root", Changes: 3, Known: true, Apart: true}, "if they are two people"},
		{store.OfferedBy{Annotator: "gold", Changes: 3}, ""},
	} {
		said := strings.Join(doubts(store.Offer{For: "ana", Changes: 3, By: []store.OfferedBy{c.by}}), " ")
		if (c.want == "") != (said == "") || !strings.Contains(said, c.want) {
			t.Errorf("of %+v it says %q, want %q", c.by, said, c.want)
		}
	}
}

func TestAnAnnotatorIsRenamedInADialog(t *testing.T) {
	f := withArticles(t)
	me := string(f.b.Who().Name)
	i := strings.Index(f.b.Document().Text, "Per Holm")
	f.b.Select(i, i+len("Per Holm"), workbench.ByKeys)
	f.b.Press("1", false)
	f.b.Do("team.rename")
	if f.field("rename.was").Text != me || !f.object("rename.ok").(*control.Button).Off {
		t.Errorf("it offers %q", f.field("rename.was").Text)
	}
	f.field("rename.now").SetText("Ana")
	f.tap("rename.ok")
	if who := f.b.Who(); who.Name != "Ana" || f.b.Set().Annotator != "Ana" || f.b.Set().Len() != 1 {
		t.Fatalf("%+v works; %s", who, f.b.Notice().Text)
	}
	f.b.Do("team.rename")
	f.tap("rename.undo")
	if who := f.b.Who(); string(who.Name) != me || f.b.Set().Len() != 1 {
		t.Errorf("%+v works; %s", who, f.b.Notice().Text)
	}
}
