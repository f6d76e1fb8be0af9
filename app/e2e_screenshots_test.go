//go:build e2e && linux

package app_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quoth/app/colleagues"
)

// largestPicture is how many bytes a picture of the README may have.
const largestPicture = 300_000

// TestScreenshots takes the pictures of the README into the folder that QUOTH_SCREENSHOTS names.
// Nothing is compared: they are for people to look at.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("QUOTH_SCREENSHOTS")
	if folder == "" {
		t.Skip("QUOTH_SCREENSHOTS does not name a folder; \"make screenshots\" takes the pictures")
	}
	home := filepath.Join(os.TempDir(), "ana") // it is in a picture, and should be the same in each
	if err := os.Mkdir(home, 0o700); err != nil {
		home = t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	r := furnish(t, home)
	project := r.path("news.quoth")

	picture := func(h *hands, name string) {
		h.pointAside()
		h.until("no card hovers", func(s *seen) bool { _, ok := s.Objects["about"]; return !ok })
		h.stands()
		file := filepath.Join(folder, name+"-"+r.theme+".png")
		shot := r.path("shot.png")
		for _, c := range [][]string{
			{"import", "-window", h.window, shot},
			{"convert", shot, "-strip", "-dither", "None", "-colors", "255", "-define", "png:compression-level=9", file},
		} {
			if out, err := exec.Command(c[0], c[1:]...).CombinedOutput(); err != nil {
				t.Fatalf("%s: %v %s", c[0], err, out)
			}
		}
		if info, err := os.Stat(file); err != nil || info.Size() > largestPicture {
			t.Errorf("%s: want a picture of at most %d bytes; it is %v, %v", file, largestPicture, info.Size(), err)
		}
	}
	open := func(args ...string) *hands {
		h := r.start(args...).hands()
		h.xdotool("windowsize", "--sync", h.window, "1280", "800")
		h.until("the window has its size", func(s *seen) bool { return s.Window == [2]float32{1280, 800} })
		return h
	}
	quit := func(h *hands) {
		h.keys("ctrl+q")
		h.quits()
	}

	h := open()
	h.until("the first page is there", func(s *seen) bool { _, ok := s.Objects["welcome.sample"]; return ok })
	picture(h, "welcome")
	h.click("welcome.sample")
	h.until("the sample is open", func(s *seen) bool { return len(s.Words) > 0 })
	quit(h)
	if err := os.Rename(r.path(".local/share/quoth/sample.quoth"), project); err != nil {
		t.Fatal(err)
	}

	for _, theme := range []string{"light", "dark"} {
		r.theme = theme
		h = open(project)
		h.until("the sample is open", func(s *seen) bool { return len(s.Words) > 0 })
		h.clickWord("Nobody", 0)
		h.until("a quote is selected", func(s *seen) bool { _, ok := s.Objects["card.speaker"]; return ok })
		picture(h, "window")
		if theme == "light" {
			popups(h, picture)
		} else {
			h.click("queue.article.1")
			h.until("an article with no marks is open", func(s *seen) bool { return s.Counts["quotes"] == 0 && len(s.Words) > 0 })
			h.clickWord("protected", 0)
			h.keys("q")
			h.asks("Speaker")
			picture(h, "hints")
		}
		quit(h)
	}

	// A review of three colleagues' work.
	for _, theme := range []string{"light", "dark"} {
		r.theme = theme
		reviewing(r, open, theme, picture)
	}

	// Another article beside, and high contrast with the tree of an event.
	r.theme = "light"
	h = open(project)
	h.until("the sample is open", func(s *seen) bool { return len(s.Words) > 0 })
	h.click("queue.article.0")
	h.until("the article with marks is open", func(s *seen) bool { return s.Counts["quotes"] > 2 && len(s.Words) > 0 })
	beside := func(on bool) func(*seen) bool {
		return func(s *seen) bool { _, ok := s.Objects["beside.view"]; return ok == on && s.Layer == "" }
	}
	h.keys("ctrl+b")
	h.popup("beside")
	h.keys("Return")
	h.until("another article is beside", beside(true))
	picture(h, "beside")
	h.keys("ctrl+w")
	h.until("it is gone", beside(false))
	h.keys("ctrl+k")
	h.popup("palette")
	h.types("high contrast")
	h.keys("Return")
	h.popup("")
	h.clickWord("accepted", 0)
	h.until("an event is selected", func(s *seen) bool { return strings.HasSuffix(s.current(), " accepted") })
	picture(h, "contrast")
	quit(h)
}

// reviewing takes a picture of a review: in the light theme of a difference, in the dark one while parts are mixed.
func reviewing(r *room, open func(args ...string) *hands, theme string, picture func(h *hands, name string)) {
	files, err := colleagues.Make(context.Background(), r.t.TempDir())
	if err != nil {
		r.t.Fatal(err)
	}
	project := r.path("review-" + theme + ".quoth")
	r.command(append([]string{"merge", "-o", project}, files...)...)
	h := open(project)
	h.until("the article is open", func(s *seen) bool { return s.Focus == "article" && len(s.Words) > 0 })
	h.keys("F4")
	h.until("the first difference is shown", func(s *seen) bool { return s.Review != nil && !s.Review.Busy && len(s.Review.Versions) == 3 })
	s := h.look()
	for range map[string]int{"light": 2, "dark": 4}[theme] {
		h.keys(rightVersion(s))
		s = h.moved(s)
	}
	if theme == "dark" {
		h.keys("m")
		h.until("parts are chosen", func(s *seen) bool { return s.Review.Mixing })
	}
	h.until("nothing is said over the article", func(s *seen) bool { return s.Notice == "" })
	picture(h, "review")
	h.keys("ctrl+q")
	h.quits()
}

// popups takes pictures of what opens over the window.
func popups(h *hands, picture func(h *hands, name string)) {
	h.keys("Escape")
	h.clickWord("She", 0)
	h.until("a pronoun is selected", func(s *seen) bool { return s.current() == "person She" })
	h.keys("n")
	h.popup("naming")
	h.types("lind")
	h.until("she is found", func(s *seen) bool { return len(s.Rows) > 1 })
	picture(h, "naming")
	h.keys("Escape")
	h.popup("")

	h.keys("ctrl+k")
	h.popup("palette")
	h.types("sel")
	picture(h, "palette")
	h.keys("Escape")
	h.popup("")

	h.keys("ctrl+e")
	h.popup("export")
	picture(h, "export")
	h.keys("Escape")
	h.popup("")
}
