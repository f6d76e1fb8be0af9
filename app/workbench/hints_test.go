package workbench_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

// crowd is an article with so many people around one quotation.
func crowd(people int) string {
	var b strings.Builder
	b.WriteString("Many came\n\n")
	for i := range people {
		fmt.Fprintf(&b, "Anna %s%c was there and went home. ", strings.Repeat("B", 1+i%7), 'a'+rune(i%26))
		if i%8 == 7 {
			b.WriteString("\n\n")
		}
		if i == people/2 {
			b.WriteString("\n\n“Yes 🎉,” said Eva Çelik.\n\n")
		}
	}
	return b.String()
}

// pressLabel types a label as keys.
func (f *fixture) pressLabel(label string) {
	f.t.Helper()
	for _, r := range label {
		k := workbench.Key(strings.ToUpper(string(r)))
		if r < 'a' {
			k = "Shift+" + k
		}
		f.press(k)
	}
}

func TestEveryCandidateOnScreenWearsALabelAndIsPickedByIt(t *testing.T) {
	for _, people := range []int{20, 45, 300} {
		f := start(t)
		f.AddText("names.txt", crowd(people))
		f.at("Yes", 0).press("Q")
		cs := slices.Clone(f.Hints().Candidates)
		if len(cs) <= people || cs[0].Text != "Eva Çelik" {
			t.Fatalf("%d candidates of %d people, the first %q", len(cs), people, cs[0].Text)
		}
		for _, i := range []int{0, 25, 26, 51, 52, len(cs) - 1} {
			if i >= len(cs) {
				continue
			}
			f.press("Escape", "Escape", "S")
			f.pressLabel(cs[i].Label)
			frame := f.Current()
			if speaker := f.Set().Get(frame.Arg("speaker")); speaker == nil || speaker.Spans[0] != cs[i].Span {
				t.Fatalf("of %d candidates %q picks %q, want %q", len(cs), cs[i].Label, f.words(speaker), cs[i].Text)
			}
			f.Do("edit.undo")
			f.Pick(frame.ID)
		}
	}
}

// In a script without capitals, the parts of a name that were marked one by one are offered as one speaker, too.
func TestAWholeNameIsOfferedWhereItsPartsAreMarked(t *testing.T) {
	f := start(t)
	f.AddText("names.txt", "«سنعود» قالت نادية حداد أمس.")
	f.selectWords("نادية", 0).press("1")
	f.selectWords("حداد", 0).press("1")
	f.at("سنعود", 0).press("Escape", "Q")
	h := f.Hints()
	if h == nil {
		t.Fatalf("nobody is asked for: %+v", f.Notice())
	}
	var offered []string
	for _, c := range h.Candidates {
		offered = append(offered, c.Text)
	}
	if len(offered) < 3 || offered[0] != "نادية حداد" || !slices.Contains(offered, "نادية") || !slices.Contains(offered, "حداد") {
		t.Errorf("it offers %q", offered)
	}
	f.press("Enter")
	if speaker := f.Set().Get(f.Set().Get(h.Frame).Arg("speaker")); speaker == nil || f.words(speaker) != "نادية حداد" {
		t.Errorf("the speaker is %+v", speaker)
	}
}

func TestWhatScrollsOntoTheScreenWearsALabelToo(t *testing.T) {
	f := start(t)
	f.AddText("names.txt", crowd(300))
	yes := f.find("Yes", 0)
	f.screen.visible = annotate.Span{Start: yes.Start - 200, End: yes.End + 200}
	f.at("Yes", 0).press("Q")
	few := len(f.Hints().Candidates)
	f.press("Tab")
	chosen := f.Hints().Candidates[f.Hints().Chosen].Text
	f.screen.visible = annotate.Span{Start: yes.Start - 200, End: yes.End + 2000}
	f.AskAgain()
	cs := f.Hints().Candidates
	if len(cs) < 3*few || cs[f.Hints().Chosen].Text != chosen {
		t.Fatalf("%d candidates after %d, and %q is chosen instead of %q", len(cs), few, cs[f.Hints().Chosen].Text, chosen)
	}
	last := cs[len(cs)-1]
	f.pressLabel(last.Label)
	quote := f.Set().At(yes.Start)[0]
	if speaker := f.Set().Get(quote.Arg("speaker")); speaker == nil || speaker.Spans[0] != last.Span {
		t.Errorf("%s picks %q", last.Label, f.words(speaker))
	}
}

func TestTheFirstKeyOfALongLabelNarrowsTheChoice(t *testing.T) {
	f := start(t)
	f.AddText("names.txt", crowd(300))
	f.at("Yes", 0).press("Q")
	h := f.Hints()
	last := h.Candidates[len(h.Candidates)-1].Label
	lit := func() int {
		n := 0
		for i := range h.Candidates {
			if h.Lit(i) {
				n++
			}
		}
		return n
	}
	if len(last) != 2 || lit() != len(h.Candidates) {
		t.Fatalf("the last label is %q, and %d of %d are lit", last, lit(), len(h.Candidates))
	}
	first := func() { f.pressLabel(last[:1]) }
	for _, back := range []workbench.Key{"Backspace", "Escape"} {
		first()
		if n := lit(); n == 0 || n > 26 || !h.Lit(h.Chosen) {
			t.Fatalf("after the first key %d are lit, the chosen one %v", n, h.Lit(h.Chosen))
		}
		f.press(back)
		if lit() != len(h.Candidates) || f.Mode() != workbench.Hinting {
			t.Fatalf("%s leaves %d lit", back, lit())
		}
	}
	first()
	f.press("Tab")
	if !h.Lit(h.Chosen) {
		t.Error("Tab chooses one that is not lit")
	}
	chosen := h.Candidates[h.Chosen].Span
	f.press("Enter")
	if speaker := f.Set().Get(f.Set().At(f.find("Yes", 0).Start)[0].Arg("speaker")); speaker == nil || speaker.Spans[0] != chosen {
		t.Errorf("Enter takes %q", f.words(speaker))
	}
}

func TestTheKeyOfSpeakersAsksForTheSpeakerOfAStatementToo(t *testing.T) {
	f := start(t)
	f.AddText("ministry.txt", ministry)
	f.at("know", 0).press("Q", "Enter", "Enter")
	f.at("said", 1).press("E", "1", "1", "S", "Enter")
	event := f.Current()
	if event.Type != "communicate.state" || f.words(f.Set().Get(event.Arg("speaker"))) != "the spokesman" {
		t.Errorf("S on a statement leaves %s, speaker %q", event.Type, f.words(f.Set().Get(event.Arg("speaker"))))
	}
}

// BenchmarkAskForTheSpeaker asks on a screen full of names, in articles of two lengths: what is not on
// screen may cost nothing.
func BenchmarkAskForTheSpeaker(b *testing.B) {
	for _, kb := range []int{60, 2000} {
		b.Run(fmt.Sprintf("%d kB", kb), func(b *testing.B) {
			f := start(b)
			filler := strings.Repeat("then it rained on the town and nobody came to the harbour again.\n\n", kb*1000/67)
			f.AddText("names.txt", crowd(1200)+filler)
			s := f.find("Yes", 0)
			f.screen.visible = annotate.Span{End: len(crowd(1200))}
			f.Select(s.Start, s.Start, workbench.ByKeys)
			f.Press("Q", false)
			q := f.Current()
			for b.Loop() {
				f.AskRole(q.ID, "speaker")
			}
			b.ReportMetric(float64(len(f.Hints().Candidates)), "candidates")
		})
	}
}
