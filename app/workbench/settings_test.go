package workbench_test

import (
	"slices"
	"strings"
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

func TestTheThemeTogglesFromWhatIsShown(t *testing.T) {
	f := start(t)
	f.screen.dark = true // the system's choice; the settings say "system"
	f.Do("view.theme")
	if got := f.Settings().Theme; got != "light" {
		t.Errorf("from a dark screen to %q", got)
	}
	f.screen.dark = false
	f.Do("view.theme")
	if got := f.Settings().Theme; got != "dark" {
		t.Errorf("from a light screen to %q", got)
	}
}

func TestKeysOfRolesAreThoseThatFillThem(t *testing.T) {
	f := start(t)
	f.at("met", 0).press("E", "2", "1")
	e := f.Current()
	for _, r := range f.Schema().Type(e.Type).Roles {
		ks := f.RoleKeys(&r)
		if len(ks) == 0 {
			t.Errorf("no key for %s", r.Key)
			continue
		}
		f.Pick(e.ID)
		f.press(ks...)
		h := f.Hints()
		if h == nil || h.Role.Key != r.Key {
			t.Errorf("%v does not ask for the %s", ks, r.Key)
		}
		f.press("Escape")
	}
}

func TestTheLineSaysShortlyWhichTypesMayCome(t *testing.T) {
	f := start(t)
	f.at("met", 0).press("E")
	st := f.Status()
	if len(st.Keys) != 3 || !strings.HasPrefix(string(st.Keys[0].Key), "1–9") {
		t.Errorf("of all types it says %v", st.Keys)
	}
	for _, k := range f.PrefixKeys() {
		if k.Key == "2" && (k.Group != "contact" || !slices.Contains(k.Words, "meet")) {
			t.Errorf("2 leads to %+v", k)
		}
	}
	f.press("2")
	if st := f.Status(); len(st.Keys) < 3 || !slices.ContainsFunc(st.Keys, func(k workbench.KeyHint) bool { return k.Key == "1" && k.Word == "meet" }) {
		t.Errorf("of the three of contact it says %v", st.Keys)
	}
}
