//go:build e2e && linux

package app_test

import (
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
