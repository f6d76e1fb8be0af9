//go:build e2e && linux

package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// dragged are files that a file manager drags over the screen: a window of ours that speaks the
// protocol of dragging, XDND version 5, see https://freedesktop.org/wiki/Specifications/XDND.
type dragged struct {
	t      *testing.T
	x      *xgb.Conn
	root   xproto.Window
	source xproto.Window
	uris   []byte
}

func drag(t *testing.T, paths ...string) *dragged {
	t.Helper()
	xgb.Logger.SetOutput(io.Discard) // it misses a file of passwords that a virtual screen does not need
	x, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	screen := xproto.Setup(x).DefaultScreen(x)
	d := &dragged{t: t, x: x, root: screen.Root}
	for _, p := range paths {
		d.uris = append(d.uris, (&url.URL{Scheme: "file", Path: p}).String()+"\r\n"...)
	}
	if d.source, err = xproto.NewWindowId(x); err != nil {
		t.Fatal(err)
	}
	d.must(xproto.CreateWindowChecked(x, screen.RootDepth, d.source, d.root, 0, 0, 1, 1, 0,
		xproto.WindowClassInputOutput, screen.RootVisual, 0, nil).Check())
	d.must(xproto.SetSelectionOwnerChecked(x, d.source, d.atom("XdndSelection"), xproto.TimeCurrentTime).Check())
	return d
}

func (d *dragged) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *dragged) atom(name string) xproto.Atom {
	d.t.Helper()
	r, err := xproto.InternAtom(d.x, false, uint16(len(name)), name).Reply()
	d.must(err)
	return r.Atom
}

// tell sends the target a message of the protocol, whose first word is always who sends it.
func (d *dragged) tell(target xproto.Window, message string, data ...uint32) {
	d.t.Helper()
	words := make([]uint32, 5)
	words[0] = uint32(d.source)
	copy(words[1:], data)
	e := xproto.ClientMessageEvent{Format: 32, Window: target, Type: d.atom(message), Data: xproto.ClientMessageDataUnionData32New(words)}
	d.must(xproto.SendEventChecked(d.x, false, target, xproto.EventMaskNoEvent, string(e.Bytes())).Check())
}

// hears waits for an answer of the target, gives it the files where it asks for them, and returns
// whether it accepts.
func (d *dragged) hears(message string) (accepts bool) {
	d.t.Helper()
	want := d.atom(message)
	for end := time.Now().Add(patience); time.Now().Before(end); {
		event, err := d.x.PollForEvent()
		if err != nil {
			d.t.Fatal(err)
		}
		switch e := event.(type) {
		case nil:
			time.Sleep(10 * time.Millisecond)
		case xproto.SelectionRequestEvent:
			d.must(xproto.ChangePropertyChecked(d.x, xproto.PropModeReplace, e.Requestor, e.Property, e.Target, 8, uint32(len(d.uris)), d.uris).Check())
			given := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property}
			d.must(xproto.SendEventChecked(d.x, false, e.Requestor, xproto.EventMaskNoEvent, string(given.Bytes())).Check())
		case xproto.ClientMessageEvent:
			if e.Type == want {
				return e.Data.Data32[1] != 0 // the protocol says bit 0; the toolkit's library answers with a length
			}
		}
	}
	d.t.Fatalf("%v is over, and the window has not answered with %s", patience, message)
	return false
}

// drops drags files into the middle of the window and lets go of them there.
func (h *hands) drops(paths ...string) {
	h.t.Helper()
	d := drag(h.t, paths...)
	id, err := strconv.ParseUint(h.window, 10, 32)
	d.must(err)
	target := xproto.Window(id)
	size := h.look().Window
	at, err := xproto.TranslateCoordinates(d.x, target, d.root, int16(size[0]/2), int16(size[1]/2)).Reply()
	d.must(err)
	d.tell(target, "XdndEnter", 5<<24, uint32(d.atom("text/uri-list")))
	d.tell(target, "XdndPosition", 0, uint32(at.DstX)<<16|uint32(at.DstY), xproto.TimeCurrentTime, uint32(d.atom("XdndActionCopy")))
	if !d.hears("XdndStatus") {
		h.t.Fatal("the window does not take the files")
	}
	d.tell(target, "XdndDrop", 0, xproto.TimeCurrentTime)
	if !d.hears("XdndFinished") {
		h.t.Fatal("the window has not taken the files")
	}
	h.acted(1)
}

// TestFilesAndFoldersDroppedOnTheWindowComeIn drops articles of several names and a folder with more of
// them, and then a dataset together with an article.
func TestFilesAndFoldersDroppedOnTheWindowComeIn(t *testing.T) {
	r := newRoom(t)
	project := r.path("news.quoth")
	r.command("new", project)
	write := func(name, text string) string {
		path := r.path(name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	dropped := []string{
		write("Die Brücke von Łódź.txt", "Bridge Opens\n\n“At last 🎉,” said the mayor of Łódź.\n"),
		write("100% нове #1.md", "# Market Closes\n\nThe market closed on Friday.\n"),
	}
	write("ältere Artikel/one.txt", "Storm Passes\n\nThe storm has passed.\n")
	write("ältere Artikel/mehr/two & three.html", "<html><head><title>Ferry Sails</title></head><body><article><h1>Ferry Sails</h1><p>The ferry sailed at noon, and nobody was late for it, said the crew.</p></article></body></html>")
	dropped = append(dropped, r.path("ältere Artikel"))

	h := r.start(project).hands()
	h.until("the empty project is open", func(s *seen) bool { return strings.Contains(s.Title, "news") })
	h.drops(dropped...)
	h.until("four articles are in", func(s *seen) bool {
		return s.Task == "" && strings.HasPrefix(s.Notice, "Added 4 articles") && s.Article != ""
	})

	dataset := r.path("labelled data.jsonl")
	sample, err := os.ReadFile("../assets/sample/sample.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dataset, sample, 0o644); err != nil {
		t.Fatal(err)
	}
	h.drops(dataset, write("last.txt", "Harbour Freezes\n\nThe harbour froze in the night.\n"))
	h.until("the dataset and the article are in", func(s *seen) bool {
		return s.Task == "" && strings.HasPrefix(s.Notice, "Added 1 article; ") && len(s.Words) > 0
	})
	h.keys("ctrl+q")
	h.quits()

	var titles []string
	out := r.path("out.jsonl")
	r.command("export", project, "-o", out, "--unmarked")
	for _, record := range readRecords(t, out) {
		titles = append(titles, fmt.Sprint(record["title"]))
	}
	slices.Sort(titles)
	var want []string
	for line := range strings.Lines(string(sample)) {
		var record struct{ Title string }
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		want = append(want, record.Title)
	}
	want = append(want, "Bridge Opens", "Market Closes", "Storm Passes", "Ferry Sails", "Harbour Freezes")
	slices.Sort(want)
	if !slices.Equal(titles, want) {
		t.Errorf("in the project are %q, want %q", titles, want)
	}
}
