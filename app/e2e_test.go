//go:build e2e && linux

package app_test

import (
	"fmt"
	"maps"
	"os"
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

// finish compares what a run has left with what is expected, on disk and on the command line.
func finish(h *hands, run string, project string) {
	h.t.Helper()
	h.quits()
	exported := h.room.path("lomna.jsonl")
	again := h.room.path("again.jsonl")
	h.room.command("export", project, "-o", again)
	compareDatasets(h.t, exported, again)
	h.room.command("check", project)
	each := fmt.Sprintf("%.1f", float64(h.total())/float64(annotations(h.t, exported)))
	h.t.Logf("actions: %s %d, per annotation %s (%s)", run, h.total(), each, h)
	checkBudget(h.t, run, h.count, h.total())
	// The program counts too; only what the toolkit keeps to itself, menus and wheel, escapes it.
	if stats := h.room.command("stats", project); run == "keyboard" && !regexp.MustCompile(`actions each +`+each+`\n`).MatchString(stats) {
		h.t.Errorf("the program counted otherwise:\n%s", stats)
	}
}

// TestAnnotateByKeyboardAlone marks two quotes with speaker and cue, one of them broken by its
// attribution; names people, a pronoun and a place; marks a meeting with who took part and where; takes
// a step back and forth; and exports.
func TestAnnotateByKeyboardAlone(t *testing.T) {
	r := newRoom(t)
	project := r.project()
	h := r.start(project).hands()
	h.until("the article is open", func(s *seen) bool { return s.Focus == "article" && len(s.Words) > 0 })

	h.now("move")
	h.keys("ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down", "ctrl+Down") // over title, standfirst, byline, date, paragraph
	h.now("quote")
	h.keys("q", "Return", "Return")
	h.has("quotes", 1)
	h.has("cues", 1)
	h.now("name")
	h.keys("Tab", "Tab", "n")
	h.popup("naming")
	h.keys("Return") // nobody is known yet: he is made
	h.popup("")

	h.now("move")
	h.keys("ctrl+Down", "ctrl+Down", "alt+Right")
	h.now("name")
	h.keys("m")
	h.popup("naming")
	h.keys("Return")
	h.popup("")

	h.now("move")
	h.keys("ctrl+Down")
	h.now("quote")
	h.keys("q", "Return", "Return")
	h.has("quotes", 2)
	h.keys("Down", "j")
	h.until("the second part is joined", func(s *seen) bool { return strings.Contains(s.current(), "“and nobody has told us") })
	h.now("name")
	h.keys("Tab", "n")
	h.popup("naming")
	h.types("kral")
	h.until("Iveta Králová is the first", func(s *seen) bool { return s.Rows["naming.0"] == "Iveta Králová" })
	h.keys("Return")
	h.popup("")

	h.now("move")
	h.keys("ctrl+Down", "alt+Right", "ctrl+Right")
	h.now("event")
	h.keys("e", "2", "1")
	h.until("it is a meeting", func(s *seen) bool { return s.current() == "contact.meet met" })
	h.keys("p", "Return", "p", "Return", "r", "l", "Return")
	h.has("mentions", 6)

	h.now("undo")
	h.keys("ctrl+z", "ctrl+z")
	h.has("mentions", 4)
	h.keys("ctrl+shift+z", "ctrl+shift+z")
	h.has("mentions", 6)

	h.now("name")
	h.keys("shift+Tab", "n") // “Novák” is typed already, and finds Tomáš Novák
	h.until("the surname finds him", func(s *seen) bool { return s.Rows["naming.0"] == "Tomáš Novák" })
	h.keys("Return")
	h.popup("")
	h.keys("Tab", "Tab", "n")
	h.until("the surname finds her", func(s *seen) bool { return s.Rows["naming.0"] == "Iveta Králová" })
	h.keys("Return")
	h.popup("")
	h.keys("Tab", "n")
	h.popup("naming")
	h.keys("Return")
	h.popup("")

	h.now("export")
	h.keys("ctrl+e")
	h.popup("export")
	h.keys("Return")
	h.until("it is written", func(s *seen) bool { return s.Layer == "" && strings.Contains(s.Notice, "lomna.jsonl") })
	h.now("quit")
	h.keys("ctrl+q")
	finish(h, "keyboard", project)
}

// TestAnnotateByMouseAlone leaves what the keyboard leaves, by toolbar, menus, panel and popups.
func TestAnnotateByMouseAlone(t *testing.T) {
	r := newRoom(t)
	project := r.project()
	h := r.start(project).hands()
	h.until("the article is open", func(s *seen) bool { return s.Article != "" && len(s.Words) > 0 })

	h.now("quote")
	h.clickWord("waited", 0)
	h.click("toolbar.mark.quote")
	h.asks("Speaker")
	h.clickWord("Tomáš", 0)
	h.asks("Cue")
	h.clickWord("said", 0)
	h.has("cues", 1)
	h.now("name")
	h.clickWord("Tomáš", 0)
	h.until("his mention is selected", func(s *seen) bool { return s.current() == "person Tomáš Novák" })
	h.click("toolbar.entity.name")
	h.popup("naming")
	h.row("Tomáš Novák")
	h.popup("")

	h.drag("Iveta", 0, "Králová", 0)
	h.click("toolbar.mark.mention")
	h.popup("naming")
	h.row("Iveta Králová")
	h.popup("")

	h.now("quote")
	h.menuOf("Nobody", 0)
	h.click("popup.Quote")
	h.asks("Speaker")
	h.clickWord("she", 0)
	h.asks("Cue")
	h.clickWord("said", 1)
	h.has("cues", 2)
	h.clickWord("happens", 1) // in the second part
	h.menu("Annotate", "mark.join")
	h.until("the second part is joined", func(s *seen) bool { return strings.Contains(s.current(), "“and nobody has told us") })
	h.now("name")
	h.click("card.speaker")
	h.until("the pronoun is selected", func(s *seen) bool { return s.current() == "person she" })
	h.click("card.entity")
	h.popup("naming")
	h.row("Iveta Králová")
	h.popup("")

	h.now("event")
	h.doubleClickWord("met", 0)
	h.click("toolbar.mark.event")
	h.click("card.type")
	h.popup("types")
	h.rollUp("types")
	h.row("Meet · contact")
	h.until("it is a meeting", func(s *seen) bool { return s.current() == "contact.meet met" })
	h.click("card.participant.change")
	h.asks("Participant")
	h.clickWord("Novák", 1)
	h.has("mentions", 4)
	h.click("card.participant.change")
	h.asks("Participant")
	h.clickWord("Králová", 1)
	h.has("mentions", 5)
	h.click("card.place.change")
	h.asks("Place")
	h.clickWord("Brezno", 0)
	h.has("mentions", 6)

	h.now("undo")
	h.click("toolbar.edit.undo")
	h.has("mentions", 5)
	h.click("toolbar.edit.undo")
	h.has("mentions", 4)
	h.click("toolbar.edit.redo")
	h.has("mentions", 5)
	h.click("toolbar.edit.redo")
	h.has("mentions", 6)

	h.now("name")
	for _, m := range []struct {
		word   string
		nth    int
		mark   string
		entity string
	}{{"Novák", 1, "person Novák", "Tomáš Novák"}, {"Králová", 1, "person Králová", "Iveta Králová"}, {"Brezno", 0, "place Brezno", "Brezno"}} {
		h.clickWord(m.word, m.nth)
		h.until(m.word+" is selected", func(s *seen) bool { return s.current() == m.mark })
		h.click("toolbar.entity.name")
		h.popup("naming")
		h.row(m.entity)
		h.popup("")
	}

	h.now("export")
	h.menu("File", "dataset.export")
	h.popup("export")
	h.click("export.write")
	h.until("it is written", func(s *seen) bool { return s.Layer == "" && strings.Contains(s.Notice, "lomna.jsonl") })
	h.now("quit")
	h.menu("File", "app.quit")
	finish(h, "mouse", project)
}

// TestNothingThatWasOnScreenIsLostInAPowerCut kills the program in the middle of the work, in the
// moment in which the screen shows an act, and looks at what is there afterwards.
func TestNothingThatWasOnScreenIsLostInAPowerCut(t *testing.T) {
	r := newRoom(t)
	project := r.project()
	h := r.start(project).hands()
	h.until("the article is open", func(s *seen) bool { return s.Focus == "article" && len(s.Words) > 0 })
	h.clickWord("waited", 0)
	h.keys("q", "Return")
	h.asks("Cue")
	h.keys("Return")
	h.has("cues", 1)
	h.clickWord("met", 0)
	h.keys("e", "2", "1")
	h.until("the meeting is on the screen", func(s *seen) bool { return s.current() == "contact.meet met" })
	h.kill()

	again := r.start(project)
	s := again.until("the article is open again", func(s *seen) bool { return s.Focus == "article" && len(s.Words) > 0 })
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

	r.command("check", project)
	out := r.path("out.jsonl")
	r.command("export", project, "-o", out)
	events := readDataset(t, out)["events"].([]any)
	if len(events) != 1 || events[0].(map[string]any)["type"] != "contact.meet" {
		t.Errorf("the events after the power cut are %v", events)
	}
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
	r := newRoom(t)
	p := r.start(r.project())
	p.until("the article is open", func(s *seen) bool { return len(s.Words) > 0 })
	p.xdotool("windowsize", "--sync", p.window, "1024", "700")
	text, err := os.ReadFile("testdata/article.txt")
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
