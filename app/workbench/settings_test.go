package workbench_test

import (
	"testing"

	"quoth/app/workbench"
)

func TestHowTextLooksIsKeptAndStaysReadable(t *testing.T) {
	p := prefs{}
	b := workbench.New(workbench.Config{Prefs: p})
	if s := b.Settings(); s.Face != "serif" || s.Leading != 1.55 {
		t.Errorf("as shipped: %+v", s)
	}
	s := b.Settings()
	s.Face, s.Leading, s.Measure = "sans", 1.8, 80
	b.SetSettings(s)
	if got := workbench.New(workbench.Config{Prefs: p}).Settings(); got.Face != "sans" || got.Leading != 1.8 || got.Measure != 80 {
		t.Errorf("after a restart: %+v", got)
	}
	s.Face, s.Leading = "blackletter", 9
	b.SetSettings(s)
	if got := b.Settings(); got.Face != "serif" || got.Leading != 2.2 {
		t.Errorf("beyond what there is: %+v", got)
	}
	b.Do("view.face")
	if got := b.Settings().Face; got != "sans" {
		t.Errorf("the command for the face leaves %q", got)
	}
	p["settings.leading"], p["settings.face"] = "a lot", "blackletter"
	if got := workbench.New(workbench.Config{Prefs: p}).Settings(); got.Leading != 1.55 || got.Face != "serif" {
		t.Errorf("from a broken file: %+v", got)
	}
}
