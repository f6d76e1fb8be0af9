package workbench_test

import (
	"slices"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

func TestWhoIsRenamedTakesTheirPastAlongAndBack(t *testing.T) {
	f := start(t)
	before := f.colleague(func(ana *fixture) {
		ana.WorkAs("ana", true)
		ana.selectWords("Reuters", 0).press("3")
	})
	f.selectWords("Novák", 0).press("1")
	f.Rename("ana", " Ana Kovač ")
	f.says("ana is Ana Kovač now, and so is what was done before")
	if w := f.Who(); w.Name != "Ana Kovač" || w.Why() != "ana is Ana Kovač in this project" || !slices.Equal(f.Annotators(), []annotate.AnnotatorID{"Ana Kovač"}) {
		t.Errorf("%+v works, there are %v", w, f.Annotators())
	}
	if f.Set() == nil || f.Set().Annotator != "Ana Kovač" || f.Set().Len() != 1 || !f.Can("edit.undo") {
		t.Fatal("her mark is not there, or she cannot undo it")
	}
	f.MergeIn([]string{before})
	if all := f.Annotators(); !slices.Equal(all, []annotate.AnnotatorID{"Ana Kovač"}) || f.Set().Len() != 2 {
		t.Errorf("after a file of before came back there are %v, with %d marks", all, f.Set().Len())
	}
	f.UndoRename()
	f.says("What was done as ana is that name’s again")
	if w := f.Who(); w.Name != "ana" || w.By == workbench.SaidByLogin || f.Set().Len() != 2 {
		t.Errorf("%+v works, with %d marks", w, f.Set().Len())
	}
	f.UndoRename()
	f.says("nobody was renamed")
	f.Rename("ana", "gold")
	f.says("nobody works under that name")
	f.Rename("nobody", "eva")
	f.says("nobody has worked here as nobody")
}
