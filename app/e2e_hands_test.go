//go:build e2e && linux

package app_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

// hands press keys and buttons, and count what they do by what it is for: one for a key chord, a
// click or a drag, and as many as it has letters for a word.
type hands struct {
	*program
	doing string
	count map[string]int
}

func (p *program) hands() *hands { return &hands{program: p, count: map[string]int{}} }

// now says what the next actions are for.
func (h *hands) now(doing string) { h.doing = doing }

func (h *hands) acted(n int) { h.count[h.doing] += n }

// total is the number of all actions.
func (h *hands) total() int {
	n := 0
	for v := range maps.Values(h.count) {
		n += v
	}
	return n
}

// String says how many actions there were, and for what.
func (h *hands) String() string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(h.count)) {
		parts = append(parts, fmt.Sprintf("%s %d", k, h.count[k]))
	}
	return strings.Join(parts, ", ")
}

// keyPause is what a quick typist leaves between two keys.
const keyPause = "30"

// keys presses chords as xdotool writes them: "q", "ctrl+Down", "Return".
func (h *hands) keys(chords ...string) {
	h.t.Helper()
	h.xdotool(append([]string{"key", "--delay", keyPause}, chords...)...)
	h.acted(len(chords))
}

// types types a word.
func (h *hands) types(word string) {
	h.t.Helper()
	h.xdotool("type", "--delay", keyPause, word)
	h.acted(len(word))
}

// notices waits until the toolkit has noticed where the pointer is: a press counts at the place that it
// knew before. The probe looks about once between any two rounds of events, so after its second look
// there has been such a round.
func (h *hands) notices() {
	h.t.Helper()
	var last time.Time
	looks := -1
	h.wait("the window goes on", func() bool {
		if info, err := os.Stat(h.room.path("probe.json")); err == nil && info.ModTime() != last {
			last = info.ModTime()
			looks++
		}
		return looks >= 2
	})
}

// pointAt moves the pointer to something, once and again until it stays where it is: popups and panels
// take a moment to settle.
func (h *hands) pointAt(what string, where func(*seen) (x, y float32, ok bool)) {
	h.t.Helper()
	var atX, atY float32 = -1, -1
	h.until(what+" is there, and stays where it is", func(s *seen) bool {
		x, y, ok := where(s)
		if !ok {
			return false
		}
		if x == atX && y == atY {
			return true
		}
		atX, atY = x, y
		h.xdotool("mousemove", "--window", h.window, fmt.Sprintf("%.0f", x), fmt.Sprintf("%.0f", y))
		h.notices()
		return false
	})
}

// pointAside takes the pointer out of the way, so that nothing looks different for being under it.
func (h *hands) pointAside() {
	h.t.Helper()
	h.xdotool("mousemove", "--window", h.window, "2", "2", "sleep", "0.1")
	h.xdotool("mousemove", "4000", "4000")
}

// control is where the middle of a named control is.
func control(name string) func(*seen) (x, y float32, ok bool) {
	return func(s *seen) (x, y float32, ok bool) {
		b, ok := s.Objects[name]
		x, y = b.middle()
		return x, y, ok
	}
}

// word is where the nth occurrence on screen (from 0) of a word of the article is: its left end, its
// middle or its right end, at 0, 0.5 and 1. Of several words the last one is meant, where it follows
// the others.
func word(text string, nth int, across float32) func(*seen) (x, y float32, ok bool) {
	words := strings.Fields(text)
	return func(s *seen) (x, y float32, ok bool) {
		left := nth
		for i := range s.Words {
			w := s.Words[i]
			if w.Text != words[len(words)-1] || !slices.EqualFunc(s.Words[max(0, i+1-len(words)):i+1], words, func(w seenWord, text string) bool { return w.Text == text }) {
				continue
			}
			if left == 0 {
				_, y = w.Box.middle()
				return w.Box[0] + across*w.Box[2], y, true
			}
			left--
		}
		return 0, 0, false
	}
}

// click clicks a control: a button, a row, a tab, an item of a menu.
func (h *hands) click(name string) {
	h.t.Helper()
	h.pointAt(name, control(name))
	h.press("1")
}

// clickWord clicks the nth occurrence on screen of a word of the article.
func (h *hands) clickWord(text string, nth int) {
	h.t.Helper()
	h.pointAt("the word "+text, word(text, nth, 0.5))
	h.press("1")
}

// doubleClickWord clicks a word twice.
func (h *hands) doubleClickWord(text string, nth int) {
	h.t.Helper()
	h.pointAt("the word "+text, word(text, nth, 0.5))
	h.xdotool("click", "--repeat", "2", "--delay", "80", "1")
	h.acted(2)
}

// menuOf opens the menu of a word with the right button.
func (h *hands) menuOf(text string, nth int) {
	h.t.Helper()
	h.pointAt("the word "+text, word(text, nth, 0.5))
	h.press("3")
}

func (h *hands) press(button string) {
	h.t.Helper()
	h.xdotool("click", button)
	h.acted(1)
}

// drag presses the button at the start of one word and lets go at the end of another.
func (h *hands) drag(from string, nth int, to string, toNth int) {
	h.t.Helper()
	h.pointAt("the word "+from, word(from, nth, 0))
	h.xdotool("mousedown", "1")
	h.notices()
	h.pointAt("the word "+to, word(to, toNth, 0.5))
	h.pointAt("the end of the word "+to, word(to, toNth, 1))
	h.xdotool("mouseup", "1")
	h.acted(1)
}

// The buttons of the wheel.
const wheelUp, wheelDown = "4", "5"

// rollTo turns the wheel over a word of the article until others show. It is one action.
func (h *hands) rollTo(wheel, over, text string) {
	h.t.Helper()
	h.pointAt("the word "+over, word(over, 0, 0.5))
	h.until("“"+text+"” is on the screen", func(s *seen) bool {
		if _, _, ok := word(text, 0, 0)(s); ok {
			return true
		}
		h.xdotool("click", wheel)
		h.notices()
		return false
	})
	h.acted(1)
}

// menu chooses from the menu bar.
func (h *hands) menu(title, command string) {
	h.t.Helper()
	h.click("menu." + title)
	h.click("menu." + command)
}

// row clicks the row of the open popup that says something.
func (h *hands) row(says string) {
	h.t.Helper()
	h.pointAt("the row "+says, func(s *seen) (x, y float32, ok bool) {
		for name, words := range s.Rows {
			if b, there := s.Objects[name]; there && words == says && (!ok || b[1] < y) {
				ok = true
				x, y = b.middle()
			}
		}
		return x, y, ok
	})
	h.press("1")
}
