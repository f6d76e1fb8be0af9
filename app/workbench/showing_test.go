package workbench_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

// What is shown follows each decision, undo and lesson piece by piece; looked at anew as a whole it must be the same.
func TestWhatIsShownIsWhatALookAtAllOfItShows(t *testing.T) {
	type view struct {
		shown, open int
		steps       []string
		index       []annotate.ID
		current     annotate.ID
	}
	all := []workbench.Key{"Tab", "Tab", "Shift+Tab", "X", "Enter", "K", "V", "Shift+Enter", "Ctrl+Z", "Ctrl+Y",
		"Alt+U", "Alt+Up", "Alt+Down", "Alt+Enter", "Shift+F8", "Delete", "Escape", "P"}
	rounds := 6
	if raced {
		rounds = 2
	}
	for seed := range rounds {
		f := proposing(t)
		look := func() (v view) {
			p := f.Proposals()
			v.shown, v.open = p.Count()
			for _, o := range p.Steps() {
				v.steps = append(v.steps, string(o.ID))
			}
			for a := range p.Index().All() {
				v.index = append(v.index, a.ID)
			}
			if o, ok := p.Current(); ok {
				v.current = o.ID
			}
			return v
		}
		random := rand.New(rand.NewPCG(uint64(seed), 0))
		var keys []workbench.Key
		for range 40 {
			keys = append(keys, all[random.IntN(len(all))])
			f.Press(keys[len(keys)-1], false)
			was := look()
			f.SetProposalFilter(f.ProposalFilter())
			if now := look(); was.shown != now.shown || was.open != now.open || was.current != now.current ||
				!slices.Equal(was.steps, now.steps) || !slices.Equal(was.index, now.index) {
				t.Fatalf("after %q:\n%+v\nlooked at as a whole:\n%+v", keys, was, now)
			}
		}
		f.CloseProject()
	}
}
