//go:build e2e && linux

package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/app/colleagues"
)

// TestTwoPeopleWithNothingButFilesSeeWhereTheyDiffer drops the files of two colleagues on the window of a third, merges
// them, looks at the dashboard, goes from a cell of the matrix to the differences, and back in the history.
func TestTwoPeopleWithNothingButFilesSeeWhereTheyDiffer(t *testing.T) {
	r := newRoom(t)
	files, err := colleagues.Make(t.Context(), r.path(""))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(files, func(p string) bool { return filepath.Base(p) == "ana.quoth" })
	mine, others := files[i], slices.Delete(slices.Clone(files), i, i+1)
	h := r.start(mine).hands()
	h.until("ana’s file is open", func(s *seen) bool { return strings.Contains(s.Title, "ana") && len(s.Words) > 0 })
	h.drops(others...)
	h.until("it says what the files bring", func(s *seen) bool { return s.Layer == "merge" && s.Objects["merge.file.1"][2] > 0 })
	h.keys("Return")
	h.until("they are merged", func(s *seen) bool { return s.Layer == "" && s.Task == "" && strings.HasPrefix(s.Notice, "Merged: ") })
	h.keys("ctrl+d")
	h.until("the dashboard shows the matrix", func(s *seen) bool { return s.Layer == "dashboard" && s.Objects["dashboard.agreement"][2] > 0 })
	h.pointAt("the cell of ana and ben", func(s *seen) (x, y float32, ok bool) {
		m := s.Objects["dashboard.agreement"]
		return m[0] + m[2]*0.5, m[1] + m[3]*0.32, m[2] > 0 // the first row, the second of three columns
	})
	h.press("1")
	h.until("the review shows where two differ", func(s *seen) bool { return s.Layer == "" && strings.Contains(s.Notice, "where ana and ben differ") })
	h.keys("F4")
	h.until("the review is left", func(s *seen) bool { return !strings.Contains(s.Notice, "differ") })
	h.keys("ctrl+q")
	h.quits()

	for _, name := range []string{"ana", "ben", "cay"} {
		if out := r.command("stats", mine); !strings.Contains(out, "\n"+name+"\n") {
			t.Errorf("the merged project has nothing of %s:\n%s", name, out)
		}
	}
	kept, err := filepath.Glob(filepath.Join(filepath.Dir(mine), "ana.before-merging-*.quoth"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept as it was: %v, %v", kept, err)
	}
	if out := r.command("stats", kept[0]); strings.Contains(out, "\nben\n") {
		t.Errorf("what was kept has the work of others:\n%s", out)
	}
}

// TestWhoWorksIsWhoThePackageIsFor goes the whole way of a team by e-mail: two packages, each worked on where it is
// opened, at one machine by somebody who said no name, at another by somebody who is called otherwise; both dropped on
// the project, reviewed by keys with a comment, gold exported with figures, and sent back to the place.
func TestWhoWorksIsWhoThePackageIsFor(t *testing.T) {
	r := newRoom(t)
	news, article := r.path("news.quoth"), r.path("harbour.txt")
	const text = "Harbour opens again\n\n“We will rebuild the pier before winter,” said Amina Haddadi, the mayor of Eidvåg.\n\n" +
		"Police closed the road on Monday. שלום 👩‍🚀\n"
	if err := os.WriteFile(article, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r.command("new", news)
	r.command("add", news, article)
	r.command("assign", news, "--to", "ana,ben", "--overlap", "2", "--blind")
	for _, who := range []string{"ana", "ben"} {
		r.command("pack", news, "--for", who, "--assigned", "--blind", "-o", r.path(who))
	}
	done := func(h *hands) {
		h.t.Helper()
		h.keys("ctrl+Return")
		h.until("it says to send the file back", func(s *seen) bool { return strings.Contains(s.Notice, "Send the file back") })
		h.keys("ctrl+q")
		h.quits()
	}

	r.prefer(`{"settings.motion":"false","proposals.off":"yes"}`)
	h := r.start(r.path("ana.quoth")).hands()
	h.until("the package makes ana the one who works", func(s *seen) bool {
		return s.Who == "ana" && strings.Contains(s.Notice, "You work here as ana") && s.Objects["toolbar.app.who"][2] > 0 && len(s.Words) > 0
	})
	h.clickWord("rebuild", 0)
	h.keys("q")
	h.asks("Speaker")
	h.keys("Return")
	h.asks("Cue")
	h.keys("Return")
	h.has("quotes", 1)
	done(h)

	r.prefer(`{"settings.annotator":"kim","settings.motion":"false","proposals.off":"yes"}`)
	h = r.start(r.path("ben.quoth")).hands()
	h.until("who is called otherwise is asked", func(s *seen) bool { return s.Layer == "who" && s.Who == "ben" })
	h.keys("Return")
	h.popup("")
	h.clickWord("rebuild", 0)
	h.keys("q")
	h.asks("Speaker")
	h.keys("Escape")
	h.asks("Cue")
	h.keys("Escape") // ben leaves both open
	h.has("quotes", 1)
	done(h)
	for _, who := range []string{"ana", "ben"} {
		if out := r.command("list", r.path(who+".quoth")); !strings.Contains(out, "\tdone\t1\t") || strings.Contains(out, "has marked nothing") {
			t.Errorf("%s’s file, read by the name that it says: %s", who, out)
		}
	}

	h = r.start(news).hands()
	h.until("the project is kim’s", func(s *seen) bool { return s.Who == "kim" && len(s.Words) > 0 })
	h.drops(r.path("ana.quoth"), r.path("ben.quoth"))
	h.until("it says what the files bring", func(s *seen) bool { return s.Layer == "merge" && s.Objects["merge.file.1"][2] > 0 })
	h.keys("Return")
	h.until("they are merged, and the review is offered", func(s *seen) bool {
		return s.Layer == "" && s.Task == "" && strings.HasPrefix(s.Notice, "Merged: ") && s.Objects["notice.action"][2] > 0
	})
	h.click("notice.action")
	s := h.until("the first difference is shown", func(s *seen) bool {
		return s.Review != nil && !s.Review.Busy && s.Review.At == 0 && len(s.Review.Versions) == 2
	})
	if !strings.HasPrefix(s.Review.Versions[0], "ana") || !strings.HasPrefix(s.Review.Versions[1], "ben") {
		t.Fatalf("the versions are %q", s.Review.Versions)
	}
	h.keys("slash")
	h.popup("comment")
	h.types("The mayor says it.")
	h.keys("Return")
	h.popup("")
	for s.Review.Open > 0 {
		h.keys("1")
		s = h.moved(s)
	}
	h.keys("ctrl+q")
	h.quits()

	gold := r.path("gold.jsonl")
	r.command("export", news, "--annotator", "gold", "-o", gold)
	b, err := os.ReadFile(gold)
	if err != nil || !strings.Contains(string(b), `"speaker":"Amina Haddadi"`) {
		t.Errorf("gold is %s, %v", b, err)
	}
	if out := r.command("agree", news, "--json"); !strings.Contains(out, "ana") || !strings.Contains(out, "ben") {
		t.Errorf("the figures are %s", out)
	}

	back := r.path("back.quoth")
	r.command("pack", news, "--for", "ben", "-o", back)
	h = r.start(back).hands()
	h.until("what comes back asks again who is called otherwise", func(s *seen) bool { return s.Layer == "who" && s.Who == "ben" })
	h.keys("Return")
	h.popup("")
	h.keys("F2")
	h.until("it names the words, what became of them, and the comment, at the place", func(s *seen) bool {
		return strings.Contains(s.Notice, "rebuild the pier") && strings.Contains(s.Notice, "speaker none → Amina Haddadi") &&
			strings.Contains(s.Notice, "The mayor says it.") && s.Current != nil && s.Current.Type == "quote"
	})
	h.keys("ctrl+q")
	h.quits()
}
