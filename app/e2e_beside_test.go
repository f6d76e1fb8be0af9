//go:build e2e && linux

package app_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	_ "image/png"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// ferry is an article for two annotators.
var ferry = "Ferry Leaves Again\n\nThe ferry left Havnesund on Monday. “We sail in any weather,” said Ana Duarte, who owns it.\n\n" +
	strings.Repeat("On the quay people waited for the boat, and the boat waited for the people on the quay.\n\n", 12) +
	"In the end Per Holm went home."

// two makes a project in which ana and ben have annotated the article: both the harbour, ben alone the last
// name.
func (r *room) two() string {
	r.t.Helper()
	path := r.path("two.quoth")
	r.command("new", path)
	for who, names := range map[string][]string{"ana": {"Havnesund", "Ana Duarte"}, "ben": {"Havnesund", "Ana Duarte", "Per Holm"}} {
		var anns []any
		for i, name := range names {
			typ := "person"
			if i == 0 {
				typ = "place"
			}
			start := utf8.RuneCountInString(ferry[:strings.Index(ferry, name)])
			span := map[string]any{"start": start, "end": start + utf8.RuneCountInString(name), "text": name}
			anns = append(anns, map[string]any{"id": fmt.Sprint(who, i), "type": typ, "spans": []any{span}})
		}
		line, err := json.Marshal(map[string]any{"quoth": 1, "title": "Ferry Leaves Again", "language": "en", "text": ferry,
			"annotator": who, "state": "in progress", "annotations": anns})
		if err != nil {
			r.t.Fatal(err)
		}
		file := r.path(who + ".jsonl")
		if err := os.WriteFile(file, line, 0o600); err != nil {
			r.t.Fatal(err)
		}
		r.command("import", path, file)
	}
	return path
}

// beside opens ben's version beside ana's.
func (h *hands) beside() {
	h.t.Helper()
	h.until("the article is open, with the keyboard", func(s *seen) bool { return s.Focus == "article" && s.Counts["mentions"] == 2 })
	h.keys("ctrl+shift+b")
	h.popup("beside")
	h.keys("Return")
	h.until("ben's version stands beside", func(s *seen) bool { _, ok := s.Objects["beside.view"]; return ok && s.Layer == "" })
}

// TestTakeOverFromAnotherAnnotator compares with another annotator's version, goes to what only that has, and
// takes it over.
func TestTakeOverFromAnotherAnnotator(t *testing.T) {
	r := newRoom(t)
	path := r.two()
	h := r.start(path).hands()
	h.beside()
	h.keys("F6")
	h.until("the other side has the keyboard", func(s *seen) bool { return s.Focus == "beside" })
	h.keys("m")
	h.until("it is said to be for reading", func(s *seen) bool { return strings.Contains(s.Notice, "for reading") })
	h.keys("F7")
	at := strings.Index(ferry, "Per Holm")
	h.until("the difference is shown", func(s *seen) bool { return s.Selection[1] == at })
	h.keys("k")
	h.until("it is taken over", func(s *seen) bool { return s.Counts["mentions"] == 3 && s.current() == "person Per Holm" })
	h.keys("ctrl+w")
	h.until("the article stands alone, with the keyboard", func(s *seen) bool {
		_, ok := s.Objects["beside.view"]
		return !ok && s.Focus == "article"
	})
	h.keys("ctrl+q")
	h.quits()
	out := r.path("out.jsonl")
	r.command("export", path, "--annotator", "ana", "-o", out)
	if data, err := os.ReadFile(out); err != nil || !strings.Contains(string(data), `"Per Holm"`) || !strings.Contains(string(data), `"origin":{"annotator":"ben"`) {
		t.Errorf("%v: the dataset does not say that ben marked Per Holm: %s", err, data)
	}
}

// TestBothSidesAreSharp compares what is on the screen on both sides: the same words in columns of the same
// width are the same pixels, wherever the columns begin. A picture that the toolkit had to stretch, be it by
// one pixel, would be another one.
func TestBothSidesAreSharp(t *testing.T) {
	for _, c := range []struct {
		scale         string
		width, height int // of the window, in pixels
	}{
		{"1", 800, 600}, {"1", 1280, 800}, {"1", 3840, 2160}, {"1.3", 1280, 800}, {"2", 1280, 800}, {"3", 3840, 2160}, {"3", 1620, 1080},
	} {
		t.Run(fmt.Sprintf("%s at %dx%d", c.scale, c.width, c.height), func(t *testing.T) {
			r := newRoom(t)
			r.scale = c.scale
			largeScreen(t, c.width, c.height)
			h := r.start(r.two()).hands()
			// The program sets its own size when it starts, perhaps after the first asking.
			h.wait("the window has its size", func() bool {
				if h.own().Bounds().Size() == image.Pt(c.width, c.height) {
					return true
				}
				h.xdotool("windowsize", h.window, strconv.Itoa(c.width), strconv.Itoa(c.height))
				return false
			})
			h.beside()
			h.pointAside()
			h.keys("ctrl+End") // the caret is out of the way
			h.stands()
			h.wait("both sides show the same pixels", func() bool {
				s, window := h.look(), h.own()
				px := float32(window.Bounds().Dx()) / s.Window[0]
				return alike(window, s.Objects["article"].on(px), s.Objects["beside.view"].on(px))
			})
			h.keys("ctrl+q")
			h.quits()
		})
	}
}

// largeScreen gives the test a screen of its own on which a window of that size fits, with its frame. Of a
// window that reaches beyond its screen there is no whole picture.
func largeScreen(t *testing.T, width, height int) {
	t.Helper()
	if width < 1280 && height < 750 {
		return
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width+40, height+80), "-nolisten", "tcp", "-noreset")
	server.ExtraFiles = []*os.File{write}
	err = server.Start()
	write.Close()
	if err != nil {
		t.Fatalf("a screen of its own: %v", err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("the screen does not start: %v", err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
	manager := exec.Command("openbox")
	if err := manager.Start(); err != nil {
		t.Fatalf("its window manager: %v", err)
	}
	t.Cleanup(func() {
		_ = manager.Process.Kill()
		_ = manager.Wait()
	})
}

// on returns the pixels of a place on the canvas.
func (b place) on(px float32) image.Rectangle {
	r := func(v float32) int { return int(v*px + 0.5) }
	return image.Rect(r(b[0]), r(b[1]), r(b[0]+b[2]), r(b[1]+b[3]))
}

// own returns the picture of the window alone.
func (h *hands) own() image.Image {
	h.t.Helper()
	file := h.room.path("window.png")
	if out, err := exec.Command("import", "-window", h.window, file).CombinedOutput(); err != nil {
		h.t.Fatalf("no picture of the window: %v %s", err, out)
	}
	f, err := os.Open(file)
	if err != nil {
		h.t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		h.t.Fatal(err)
	}
	return img
}

// alike reports whether the upper middle parts of two boxes hold the same picture of words, one perhaps a few
// pixels further to the side: columns are centred, and an odd pixel goes to one side.
func alike(img image.Image, a, b image.Rectangle) bool {
	area := image.Rect(a.Min.X+a.Dx()/8, a.Min.Y+a.Dy()/8, a.Max.X-a.Dx()/8, a.Min.Y+a.Dy()*3/8)
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(img.At(x, y)).(color.RGBA) }
	for off := -3; off <= 3; off++ {
		d := image.Pt(b.Min.X-a.Min.X+off, b.Min.Y-a.Min.Y)
		same, ink := true, 0
		for y := area.Min.Y; y < area.Max.Y && same; y++ {
			for x := area.Min.X; x < area.Max.X; x++ {
				p := at(x, y)
				if p != at(x+d.X, y+d.Y) {
					same = false
					break
				}
				if p.R < 0x60 {
					ink++
				}
			}
		}
		if same && ink > 500 {
			return true
		}
	}
	return false
}
