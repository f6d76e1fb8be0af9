//go:build !headless

package ui

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/zalando/go-keyring"

	"quoth/annotate"
	"quoth/app/annotators"
	"quoth/app/ui/control"
	"quoth/app/workbench"
)

// withRules opens a project with the harbour's article, in which the rules propose.
func withRules(t testing.TB) *fixture {
	t.Helper()
	f := fixtureWith(t, workbench.Config{Rules: annotators.Rules(), Prefs: prefsOf(map[string]string{"settings.annotator": "ana"})})
	b := f.b
	b.Create(f.path)
	b.AddText("harbour.txt", harbour)
	if b.Document() == nil {
		t.Fatalf("no article is open: %s", b.Notice().Text)
	}
	return f
}

type prefsOf map[string]string

func (p prefsOf) String(k string) string { return p[k] }
func (p prefsOf) SetString(k, v string)  { p[k] = v }

// onSheet returns what an open dialog calls by a name.
func onSheet[T fyne.CanvasObject](f *fixture, sheet, name string) (found T) {
	f.Helper()
	places := f.w.sheetPlaces[sheet]
	if places == nil {
		f.Fatalf("the dialog %s is not open", sheet)
	}
	there := false
	places(func(n string, o fyne.CanvasObject) {
		if x, ok := o.(T); ok && n == sheet+"."+name {
			found, there = x, true
		}
	})
	if !there {
		f.Fatalf("the dialog %s has no %s", sheet, name)
	}
	return found
}

func TestModelIsGivenInTheWindowAndProposes(t *testing.T) {
	keyring.MockInit()
	var asked string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked = string(body)
		json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"role": "assistant",
			"content": `{"names": [{"words": "Eidvåg", "type": "place"}, {"words": "council", "type": "org", "name": "The council"}]}`}}}})
	}))
	defer s.Close()
	f := withRules(t)
	f.b.Do("proposal.outside")
	f.settle()
	here := onSheet[*control.Button](f, "outside", "here")
	here.Tapped(nil)
	if len(f.b.Outside()) != 0 || asked != "" {
		t.Fatal("without a command or an address something was kept or asked")
	}
	kind := onSheet[*control.Choice](f, "outside", "kind")
	kind.SetValue(outsideModel)
	kind.Choosing(outsideModel)
	onSheet[*control.Field](f, "outside", "address").SetText(s.URL + "/v1")
	onSheet[*control.Field](f, "outside", "model").SetText("small")
	prompt := onSheet[*control.Field](f, "outside", "prompt")
	if prompt.Text != annotators.DefaultPrompt {
		t.Errorf("the prompt shown is %q", prompt.Text)
	}
	prompt.SetText("Mark what I say.")
	here.Tapped(nil)
	if !strings.Contains(asked, "Mark what I say.") {
		t.Errorf("the model was asked %s", asked)
	}
	if got := f.b.Proposals().Annotators(); len(got) != 2 || got[1] != annotate.AnnotatorID("small") {
		t.Errorf("proposals are by %v: %s", got, f.b.Notice().Text)
	}
	if list := f.b.Outside(); len(list) != 1 || list[0].Prompt != "Mark what I say." {
		t.Errorf("kept is %+v", list)
	}
	// The dialog shows it the next time.
	f.b.Do("proposal.outside")
	if got := onSheet[*control.Field](f, "outside", "model").Text; got != "small" {
		t.Errorf("the model shown is %q", got)
	}
	onSheet[*control.Button](f, "outside", "forget").Tapped(nil)
	if len(f.b.Outside()) != 0 {
		t.Error("it is not forgotten")
	}
	onSheet[*control.Button](f, "outside", "cancel").Tapped(nil)
}

func TestProposalBarSaysHowManyAndWhy(t *testing.T) {
	f := withRules(t)
	p := f.w.panel.proposals
	words := func() string { return p.words.Text() }
	shown, open := f.b.Proposals().Count()
	if shown == 0 || !p.object.Visible() || !strings.Contains(words(), "proposed") {
		t.Fatalf("%d of %d proposals, the bar says %q", shown, open, words())
	}
	if p.one.Visible() {
		t.Error("what can be done with a proposal is shown before one is chosen")
	}
	f.b.Do("proposal.next")
	if !p.one.Visible() || !strings.Contains(p.why.Text(), "rules") {
		t.Errorf("of the chosen proposal it says %q", p.why.Text())
	}
	f.b.Do("proposal.reject")
	f.b.Do("proposal.next")
	f.b.Do("proposal.accept")
	if right, of := f.b.Precision(); of < 2 || right != of-1 {
		t.Errorf("%d of %d decisions were right", right, of)
	}
	p.slider.Sliding(leastSteps)
	if now, _ := f.b.Proposals().Count(); now >= shown {
		t.Errorf("with the slider at its end %d are shown, before %d", now, shown)
	}
	f.b.Do("proposal.show")
	if words() != "Proposals are off" || p.all.Visible() {
		t.Errorf("turned off, the bar says %q", words())
	}
}
