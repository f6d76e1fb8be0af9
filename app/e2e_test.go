//go:build e2e && linux

package app_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// has waits until the open article has so many annotations of a kind.
func (p *program) has(kind string, n int) {
	p.t.Helper()
	p.until(strings.TrimSpace(kind)+" are as many as expected", func(s *seen) bool { return s.Counts[kind] == n && s.Mode == "reading" })
}

// asks waits until the window asks for something, by letters on the candidates.
func (p *program) asks(role string) {
	p.t.Helper()
	p.until("it asks for the "+role, func(s *seen) bool { return s.Mode == "hinting" && s.Asking == role+"?" })
}

// popup waits until the popup of that name is open or, with "", none.
func (p *program) popup(name string) {
	p.t.Helper()
	p.until("the popup "+name+" is what is open", func(s *seen) bool { return s.Layer == name })
}

// openCourt starts the program with the sample, as "make run" does, and returns it and the dataset of the
// sample as it is before anybody worked on it.
func openCourt(t *testing.T, r *room) (h *hands, before string) {
	t.Helper()
	h = r.start("--sample").hands()
	h.until("the sample is open, with the keyboard", func(s *seen) bool { return s.Focus == "article" && s.Counts["quotes"] > 0 })
	before = r.path("before.jsonl")
	r.command("export", r.sample(), "-o", before)
	return h, before
}

// court waits until the sample's second article is open, which nobody has annotated.
func (h *hands) court() {
	h.t.Helper()
	h.until("the article of the court is open", func(s *seen) bool {
		return strings.HasPrefix(s.Article, "Court Clears") && s.Counts["quotes"] == 0 && len(s.Words) > 0
	})
}

// finish compares what a run has left with what is expected, on disk and on the command line.
func finish(h *hands, run string, before string) {
	h.t.Helper()
	h.quits()
	exported := h.room.path("sample.jsonl")
	again := h.room.path("again.jsonl")
	h.room.command("export", h.room.sample(), "-o", again)
	compareDatasets(h.t, before, exported, again)
	h.room.command("check", h.room.sample(), "--missing=false")
	each := fmt.Sprintf("%.1f", float64(h.total())/float64(annotations(h.t, exported)))
	h.t.Logf("actions: %s %d, per annotation %s (%s)", run, h.total(), each, h)
	checkBudget(h.t, run, h.count, h.total())
	// The program counts too, but for the Enter in the dialog of the export; only what the toolkit keeps to itself, menus and
	// wheel, escapes it.
	each = fmt.Sprintf("%.1f", float64(h.total()-1)/float64(annotations(h.t, exported)))
	if stats := h.room.command("stats", h.room.sample()); run == "keyboard" && !regexp.MustCompile(`actions each +`+each+`\n`).MatchString(stats) {
		h.t.Errorf("the program counted otherwise:\n%s", stats)
	}
}

// TestAnnotateByKeyboardAlone annotates the sample's second article: two quotes with speaker and cue, both
// broken by their attribution; whom they name, a pronoun found by fuzzy typing; a statement with who made
// it and what it was. It takes a step back and forth, and exports.
func TestAnnotateByKeyboardAlone(t *testing.T) {
	h, before := openCourt(t, newRoom(t))
	h.now("open")
	h.keys("ctrl+Next")
	h.court()

	h.now("move")
	h.keys("ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down") // over title, standfirst, byline, date, paragraph
	h.now("name")
	h.keys("m")
	h.popup("naming")
	h.keys("Return") // nobody is known yet: she is made
	h.popup("")

	h.now("move")
	h.keys("ctrl+Down")
	h.now("quote")
	h.keys("q", "Return", "Return")
	h.has("quotes", 1)
	h.has("cues", 1)
	h.keys("Down", "Down", "j")
	h.until("the second part is joined", func(s *seen) bool { return strings.Contains(s.current(), "“and a city") })
	h.now("name")
	h.keys("Tab", "n")
	h.popup("naming")
	h.keys("Return")
	h.popup("")

	h.now("move")
	h.keys("ctrl+Down", "ctrl+Down", "ctrl+Down", "alt+Right")
	h.now("quote")
	h.keys("q", "Return", "Return")
	h.has("quotes", 2)
	h.keys("alt+Right", "j")
	h.until("the second part is joined", func(s *seen) bool { return strings.Contains(s.current(), "“I said yes.") })
	h.now("name")
	h.keys("Tab", "n")
	h.popup("naming")
	h.types("leila")
	h.until("Leïla Benyoussef is the first", func(s *seen) bool { return s.Rows["naming.0"] == "Leïla Benyoussef" })
	h.keys("Return")
	h.popup("")

	h.now("move")
	h.keys("ctrl+Up", "ctrl+Right")
	h.now("event")
	h.keys("e", "1", "1")
	h.until("it is a statement", func(s *seen) bool { return s.current() == "communicate.state told" })
	h.keys("s", "Return", "r", "n", "Return")
	h.has("mentions", 4)

	h.now("undo")
	h.keys("ctrl+z", "ctrl+z")
	h.has("mentions", 3)
	h.keys("ctrl+shift+z", "ctrl+shift+z")
	h.has("mentions", 4)

	h.now("name")
	h.keys("shift+Tab", "n") // “Benyoussef” is typed already, and finds Leïla Benyoussef
	h.until("the surname finds her", func(s *seen) bool { return s.Rows["naming.0"] == "Leïla Benyoussef" })
	h.keys("Return")
	h.popup("")

	h.now("export")
	h.keys("ctrl+e")
	h.popup("export")
	h.keys("Return")
	h.until("it is written", func(s *seen) bool { return s.Layer == "" && strings.Contains(s.Notice, "sample.jsonl") })
	h.now("quit")
	h.keys("ctrl+q")
	finish(h, "keyboard", before)
}

// TestAnnotateByMouseAlone leaves what the keyboard leaves, by toolbar, menus, panel and popups. Where
// the keyboard types into the popup of names, the mouse points at the words.
func TestAnnotateByMouseAlone(t *testing.T) {
	h, before := openCourt(t, newRoom(t))
	h.now("open")
	h.click("queue.article.1")
	h.court()

	h.now("name")
	h.drag("Leïla", 0, "Benyoussef", 0)
	h.click("toolbar.mark.mention")
	h.popup("naming")
	h.row("Leïla Benyoussef")
	h.popup("")

	h.now("quote")
	h.clickWord("protected", 0)
	h.click("toolbar.mark.quote")
	h.asks("Speaker")
	h.clickWord("Nadège", 0)
	h.asks("Cue")
	h.clickWord("read", 0)
	h.has("cues", 1)
	h.clickWord("governed", 0) // in the second part
	h.menu("Annotate", "mark.join")
	h.until("the second part is joined", func(s *seen) bool { return strings.Contains(s.current(), "“and a city") })
	h.now("name")
	h.click("card.speaker")
	h.until("the judge is selected", func(s *seen) bool { return s.current() == "person Nadège Okonjo-Brandt" })
	h.click("card.entity")
	h.popup("naming")
	h.row("Nadège Okonjo-Brandt")
	h.popup("")

	h.now("move")
	h.rollTo(wheelDown, "Nadège", "He is nine")
	h.now("quote")
	h.menuOf("son asked", 0)
	h.click("popup.Quote")
	h.asks("Speaker")
	h.clickWord("home she", 0)
	h.asks("Cue")
	h.clickWord("home she said", 0)
	h.has("cues", 2)
	h.clickWord("I said yes", 0)
	h.menu("Annotate", "mark.join")
	h.until("the second part is joined", func(s *seen) bool { return strings.Contains(s.current(), "“I said yes.") })
	h.now("name")
	h.click("card.speaker")
	h.until("the pronoun is selected", func(s *seen) bool { return s.current() == "person she" })
	h.click("card.entity")
	h.popup("naming")
	h.clickWord("virtue Benyoussef", 0)
	h.until("the surname finds her", func(s *seen) bool { return s.Rows["naming.0"] == "Leïla Benyoussef" })
	h.row("Leïla Benyoussef")
	h.popup("")

	h.now("event")
	h.doubleClickWord("Benyoussef told", 0)
	h.click("toolbar.mark.event")
	h.click("next.1") // communicate
	h.click("next.1") // state
	h.until("it is a statement", func(s *seen) bool { return s.current() == "communicate.state told" })
	h.click("card.speaker.change")
	h.asks("Speaker")
	h.clickWord("virtue Benyoussef", 0)
	h.has("mentions", 4)
	h.click("card.content.change")
	h.asks("Content")
	h.clickWord("My son", 0)
	h.until("all is asked", func(s *seen) bool { return s.Mode == "reading" })

	h.now("undo")
	h.click("toolbar.edit.undo")
	h.click("toolbar.edit.undo")
	h.has("mentions", 3)
	h.click("toolbar.edit.redo")
	h.has("mentions", 4)
	h.click("toolbar.edit.redo")
	h.until("the content is back", func(s *seen) bool { return s.Notice == "Done again: Set content" })

	h.now("name")
	h.clickWord("virtue Benyoussef", 0)
	h.until("the surname is selected", func(s *seen) bool { return s.current() == "person Benyoussef" })
	h.click("toolbar.entity.name")
	h.popup("naming")
	h.rollTo(wheelUp, "courthouse", "Leïla")
	h.clickWord("Leïla", 0) // is the same
	h.popup("")

	h.now("export")
	h.menu("File", "dataset.export")
	h.popup("export")
	h.click("export.write")
	h.until("it is written", func(s *seen) bool { return s.Layer == "" && strings.Contains(s.Notice, "sample.jsonl") })
	h.now("quit")
	h.menu("File", "app.quit")
	finish(h, "mouse", before)
}

// TestNothingThatWasOnScreenIsLostInAPowerCut kills the program in the middle of the work, in the
// moment in which the screen shows an act, and looks at what is there afterwards.
func TestNothingThatWasOnScreenIsLostInAPowerCut(t *testing.T) {
	r := newRoom(t)
	h, _ := openCourt(t, r)
	h.keys("ctrl+Next")
	h.court()
	h.clickWord("protected", 0)
	h.keys("q", "Return")
	h.asks("Cue")
	h.keys("Return")
	h.has("cues", 1)
	h.clickWord("fined", 0)
	h.keys("e", "9", "1")
	h.until("the event is on the screen", func(s *seen) bool { return s.current() == "justice.arrest fined" })
	h.kill()

	again := r.start("--sample")
	s := again.until("the article is open again", func(s *seen) bool {
		return s.Focus == "article" && strings.HasPrefix(s.Article, "Court Clears") && len(s.Words) > 0
	})
	if s.Notice != "" {
		t.Errorf("the window complains: %s", s.Notice)
	}
	if s.Counts["quotes"] != 1 || s.Counts["cues"] != 1 || s.Counts["mentions"] != 1 || s.Counts["events"] != 1 {
		t.Errorf("the window shows %v after the power cut; want one quote, cue, mention and event", s.Counts)
	}
	hands := again.hands()
	hands.keys("ctrl+z") // the type of the event
	hands.keys("ctrl+z")
	hands.has("events", 0)
	hands.keys("ctrl+shift+z", "ctrl+shift+z", "ctrl+q")
	again.quits()

	r.command("check", r.sample(), "--missing=false")
	out := r.path("out.jsonl")
	r.command("export", r.sample(), "-o", out)
	court, _ := annotated(t, out)
	events, _ := court["events"].([]any)
	if len(events) != 1 || events[0].(map[string]any)["type"] != "justice.arrest" {
		t.Errorf("the events after the power cut are %v", events)
	}
}

// TestCommandsWorkOnACyrillicKeyboard presses the keys that are Q, A and N on a Latin one.
func TestCommandsWorkOnACyrillicKeyboard(t *testing.T) {
	layout := func(name string) {
		if out, err := exec.Command("setxkbmap", name).CombinedOutput(); err != nil {
			t.Fatalf("setxkbmap %s: %v %s", name, err, out)
		}
	}
	h, _ := openCourt(t, newRoom(t))
	h.keys("ctrl+Next")
	h.court()
	h.clickWord("protected", 0)
	layout("ru")
	defer layout("us")
	const q, a, n, z = "24", "38", "57", "52" // keycodes
	h.keys(q)
	h.asks("Speaker")
	h.keys(a)
	h.asks("Cue")
	h.keys(a)
	h.has("cues", 1)
	h.keys("Tab", n)
	h.popup("naming")
	h.keys("Escape")
	h.popup("")
	h.keys("ctrl+" + z)
	h.has("cues", 0)
	layout("us")
	h.keys("ctrl+q")
	h.quits()
}

// TestFirstRunOpensTheSample is a person who has never run the program.
func TestFirstRunOpensTheSample(t *testing.T) {
	h := newRoom(t).start().hands()
	s := h.until("the first page is there", func(s *seen) bool { _, ok := s.Objects["welcome.sample"]; return ok })
	if s.Article != "" || s.Title != "Quoth" {
		t.Errorf("without a project the window shows %q, %q", s.Title, s.Article)
	}
	h.click("welcome.sample")
	s = h.until("the sample is open", func(s *seen) bool { return s.Article != "" && len(s.Words) > 0 })
	if s.Counts["quotes"] == 0 || s.Counts["events"] == 0 || s.Counts["mentions"] == 0 {
		t.Errorf("the sample's first article is not annotated: %v", s.Counts)
	}
	h.keys("ctrl+q")
	h.quits()
}

// TestTheArticleKeepsSixtyCharactersALineInASmallWindow measures lines from the places of their words.
func TestTheArticleKeepsSixtyCharactersALineInASmallWindow(t *testing.T) {
	p := newRoom(t).start("--sample")
	p.until("the article is open", func(s *seen) bool { return len(s.Words) > 0 })
	p.xdotool("windowsize", "--sync", p.window, "1024", "700")
	text, err := os.ReadFile("../assets/sample/ferry.txt")
	if err != nil {
		t.Fatal(err)
	}
	p.until("the window is small, the lines have sixty characters, and they end in the article's pane", func(s *seen) bool {
		pane := s.Objects["article"]
		return s.Window == [2]float32{1024, 700} && longestLine(s, string(text)) >= 60 && rightEnd(s) <= pane[0]+pane[2]
	})
	p.hands().keys("ctrl+q")
	p.quits()
}

// longestLine returns the most characters that a line on screen has, from the first letter of its
// first word to the last of its last, with the marks that stand there.
func longestLine(s *seen, text string) int {
	type line struct{ start, end int }
	lines := map[float32]line{}
	for _, w := range s.Words {
		l, ok := lines[w.Box[1]]
		if !ok {
			l = line{w.Start, w.End}
		}
		lines[w.Box[1]] = line{min(l.start, w.Start), max(l.end, w.End)}
	}
	most := 0
	for l := range maps.Values(lines) {
		start := strings.LastIndexAny(text[:l.start], " \n") + 1
		end := l.end + strings.IndexAny(text[l.end:], " \n")
		most = max(most, utf8.RuneCountInString(text[start:end]))
	}
	return most
}

// rightEnd returns where the words reach to, in px.
func rightEnd(s *seen) float32 {
	var x float32
	for _, w := range s.Words {
		x = max(x, w.Box[0]+w.Box[2])
	}
	return x
}
