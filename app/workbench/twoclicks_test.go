package workbench_test

import (
	"testing"

	"quoth/app/workbench"
)

func (f *fixture) clickOn(words string) {
	f.t.Helper()
	at := f.find(words, 0).Start + 1
	f.Select(at, at, workbench.ByPointer)
}

func TestTwoClicksSelectTheWordsBetween(t *testing.T) {
	f := start(t)
	f.clickOn("opened the")
	f.press("F")
	if _, ok := f.Begun(); !ok {
		t.Fatal("nothing is begun")
	}
	f.clickOn("harbour on")
	if got := f.selectedWords(); got != "opened the harbour" {
		t.Errorf("selected %q", got)
	}
	if _, ok := f.Begun(); ok {
		t.Error("a selection is still begun")
	}
	f.clickOn("harbour on")
	f.press("F")
	f.clickOn("Ana")
	if got := f.selectedWords(); got != "Ana Díaz opened the harbour" {
		t.Errorf("backwards: %q", got)
	}
}

func TestEscapeLeavesASelectionThatWasBegun(t *testing.T) {
	f := start(t)
	f.clickOn("opened")
	f.press("F", "Escape")
	f.clickOn("harbour on")
	if f.Selected().Len() > 0 {
		t.Errorf("selected %q", f.selectedWords())
	}
}

func TestEveryClickBeginsASelectionWhereThatIsWanted(t *testing.T) {
	f := start(t)
	s := f.Settings()
	s.TwoClicks = true
	f.SetSettings(s)
	f.clickOn("We will")
	f.clickOn("rebuild")
	if got := f.selectedWords(); got != "We will rebuild" {
		t.Errorf("selected %q", got)
	}
	f.clickOn("harbour on")
	if f.Selected().Len() > 0 {
		t.Error("the third click selects something")
	}
	span := f.find("Monday", 0)
	f.Select(span.Start, span.End, workbench.ByPointer)
	if _, ok := f.Begun(); ok || f.selectedWords() != "Monday" {
		t.Error("a double click does not end it")
	}
}

func TestTwoKeysSelectToo(t *testing.T) {
	f := start(t)
	f.at("Eidvåg", 0).press("F")
	f.at("Money", 0).press("F")
	if got := f.selectedWords(); got != "Eidvåg.\n\n“Money" {
		t.Errorf("selected %q", got)
	}
}
