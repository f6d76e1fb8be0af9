//go:build e2e && linux

package app_test

import (
	"strings"
	"testing"
)

// TestProposalsAreDecidedByOneKey annotates the sample's second article with what the rules propose: the first proposal
// alone, one rejected, and then all that is left at once. What comes of it is sound, and undo takes it back in one step.
func TestProposalsAreDecidedByOneKey(t *testing.T) {
	h, _ := openCourt(t, newRoom(t).proposing())
	h.now("open")
	h.keys("ctrl+Next")
	h.court()
	h.until("something is proposed", func(s *seen) bool { _, on := s.Objects["proposal.all"]; return on })

	h.now("accept")
	h.keys("Tab", "Return")
	h.until("something is accepted", func(s *seen) bool { return s.Counts["quotes"]+s.Counts["events"]+s.Counts["mentions"] > 0 })
	one := h.look().Counts
	h.now("reject")
	h.keys("Tab", "x")
	h.now("accept")
	h.keys("alt+shift+Return", "Return")
	h.until("all that was shown is accepted", func(s *seen) bool { return strings.HasPrefix(s.Notice, "Accepted ") && s.Counts["quotes"] >= 15 })
	h.now("undo")
	h.keys("ctrl+z")
	h.until("one undo takes all back", func(s *seen) bool {
		return s.Counts["quotes"] == one["quotes"] && s.Counts["mentions"] == one["mentions"] && s.Counts["events"] == one["events"]
	})
	h.now("quit")
	h.keys("ctrl+q")
	h.quits()
	h.room.command("check", h.room.sample(), "--missing=false")
	t.Logf("actions: %d (%s)", h.total(), h)
	checkBudget(t, "proposals", h.count, h.total())
}
