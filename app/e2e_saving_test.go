//go:build e2e && linux

package app_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestProposalsSaveTwoOfThreeActions has an article annotated in full, twice, by somebody who knows what is to stand in it:
// with what the rules propose, all of it accepted and then corrected, and with proposals off. Both leave the same. Attributes
// are not compared: some are proposed, and setting them by hand would take still more.
func TestProposalsSaveTwoOfThreeActions(t *testing.T) {
	text, err := os.ReadFile("../../shared/data/seed/article.txt")
	if err != nil {
		t.Skipf("the article is not beside the project: %v", err)
	}
	const due = "testdata/long.due"
	with := annotateInFull(t, string(text), due, true)
	without := annotateInFull(t, string(text), due, false)
	t.Logf("%d actions with proposals, %d without", with, without)
	if 3*with > without {
		t.Errorf("%d actions with proposals are more than a third of %d without", with, without)
	}
}

// annotateInFull annotates an article in a window of its own and returns how many actions that took.
func annotateInFull(t *testing.T, text, dues string, proposals bool) int {
	t.Helper()
	r := newRoom(t)
	if proposals {
		r.proposing()
	}
	if err := os.WriteFile(r.path("article.txt"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r.command("new", "article.quoth")
	r.command("add", "article.quoth", "article.txt")
	h := r.start("article.quoth").hands()
	h.until("the article is open, with the keyboard", func(s *seen) bool { return s.Focus == "article" && len(s.Words) > 0 })
	h.now("open")
	h.acted(1)
	a := &annotator{hands: h, text: text, dues: readDue(t, dues, text), tries: map[string]int{}}
	if proposals {
		h.until("something is proposed", func(s *seen) bool { _, on := s.Objects["proposal.all"]; return on })
		h.now("accept")
		h.keys("alt+shift+Return", "Return")
		h.until("all is accepted", func(s *seen) bool { return strings.HasPrefix(s.Notice, "Accepted ") && s.Counts["mentions"] > 0 })
	}
	a.works()
	h.now("quit")
	h.keys("ctrl+q")
	h.quits()
	r.command("export", "article.quoth", "-o", "left.jsonl")
	stands, due := a.left(readRecords(t, r.path("left.jsonl"))[0])
	if diff := cmp.Diff(due, stands); diff != "" {
		t.Errorf("something else stands in the article than is due (-due +stands):\n%s", diff)
	}
	// The program's own count knows nothing of the wheel and of opening.
	t.Logf("proposals %v: %d actions (%s), %.1f for each annotation without rolling; the program says\n%s", proposals, h.total(), h,
		float64(h.total()-h.count["roll"]-h.count["open"])/float64(len(due)), r.command("stats", "article.quoth"))
	return h.total()
}
