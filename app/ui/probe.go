//go:build !headless

package ui

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/workbench"
)

// probe writes to a file where things are in the window, for tests that drive it from outside with a
// real mouse and keyboard. It exists only where the environment variable QUOTH_PROBE names the file.
type probe struct {
	w     *window
	path  string
	last  string
	dirty bool
	menus menuPlaces
}

// probeEvery is how often the probe looks whether something moved: scrolling tells nobody.
const probeEvery = 50 * time.Millisecond

func newProbe(w *window) *probe {
	path := os.Getenv("QUOTH_PROBE")
	if path == "" {
		return nil
	}
	p := &probe{w: w, path: path}
	go func() {
		for range time.Tick(probeEvery) {
			fyne.DoAndWait(p.write)
		}
	}()
	return p
}

// changed notes that the file is out of date; it is written at the next tick, when all has settled.
func (p *probe) changed() { p.dirty = true }

// box is a rectangle on the canvas in px: x, y, width, height.
type box [4]float32

// seen is the content of the file.
type seen struct {
	Window    [2]float32        `json:"window"`
	Title     string            `json:"title"`
	Article   string            `json:"article"`   // title of the open article
	Who       string            `json:"who"`       // in whose name the person works
	Layer     string            `json:"layer"`     // what is open over the window, "" for nothing
	Focus     string            `json:"focus"`     // "article", the name of a field, or ""
	Mode      string            `json:"mode"`      // reading, hinting, prefixed
	Asking    string            `json:"asking"`    // what is asked in the status line
	Notice    string            `json:"notice"`    // what is said over the article
	Task      string            `json:"task"`      // what runs in the background
	Selection [2]int            `json:"selection"` // anchor and caret, bytes
	Current   *seenAnnotation   `json:"current"`
	Counts    map[string]int    `json:"counts"`
	Hints     []seenHint        `json:"hints"`
	Marks     []seenMark        `json:"marks"`   // what the working set holds, where that is not very much
	Words     []seenWord        `json:"words"`   // of the article, those on screen
	Objects   map[string]box    `json:"objects"` // buttons, fields, rows and tabs by name
	Rows      map[string]string `json:"rows"`    // what stands on the rows of the popup that is open
	Review    *seenReview       `json:"review"`
}

// seenReview is the difference that the person is at in a review.
type seenReview struct {
	At       int      `json:"at"`   // from 0, or -1
	Len      int      `json:"len"`  // as the filters let through
	Open     int      `json:"open"` // in all articles
	Busy     bool     `json:"busy"` // articles are still being compared
	Span     [2]int   `json:"span"`
	Kinds    string   `json:"kinds"`
	Versions []string `json:"versions"` // what stands on the rows
	Mixing   bool     `json:"mixing"`
}

type seenAnnotation struct {
	ID   annotate.ID `json:"id"`
	Type string      `json:"type"`
	Text string      `json:"text"`
}

type seenHint struct {
	Label string `json:"label"`
	Text  string `json:"text"`
	Start int    `json:"start"` // bytes
	End   int    `json:"end"`
}

// seenMark is an annotation, with the name of whom it means.
type seenMark struct {
	ID     annotate.ID   `json:"id"`
	Type   string        `json:"type"`
	Spans  [][2]int      `json:"spans"` // bytes
	Entity string        `json:"entity,omitempty"`
	Args   []seenFilling `json:"args,omitempty"`
}

type seenFilling struct {
	Role   string      `json:"role"`
	Target annotate.ID `json:"target"`
}

// mostMarks is how many annotations a set may have to be told whole: the probe costs time while somebody works.
const mostMarks = 1000

type seenWord struct {
	Text  string `json:"text"`
	Start int    `json:"start"` // bytes
	End   int    `json:"end"`
	Box   box    `json:"box"`
}

func (p *probe) write() {
	p.dirty = false
	p.w.catchUp() // what it tells is all of one moment
	out, err := json.Marshal(p.look())
	if err != nil {
		return
	}
	if string(out) == p.last {
		now := time.Now()
		_ = os.Chtimes(p.path, now, now) // tests see that the window goes on
		return
	}
	p.last = string(out)
	temp := p.path + ".new"
	if os.WriteFile(temp, out, 0o600) == nil {
		_ = os.Rename(temp, p.path) // a reader that comes in between sees the old file
	}
}

func (p *probe) look() seen {
	w, b := p.w, p.w.bench
	size := w.win.Canvas().Size()
	anchor, caret := b.Selection()
	s := seen{
		Window: [2]float32{size.Width, size.Height}, Title: w.win.Title(), Who: string(b.Who().Name), Notice: b.Notice().Text,
		Asking: b.Status().Asking, Selection: [2]int{anchor, caret}, Objects: map[string]box{}, Rows: map[string]string{}, Counts: map[string]int{},
		Mode: map[workbench.Mode]string{workbench.Reading: "reading", workbench.Hinting: "hinting", workbench.Prefixed: "prefixed"}[b.Mode()],
	}
	if l := w.top(); l != nil {
		s.Layer = l.Name
	}
	if t := b.Task(); t != nil {
		s.Task = t.Title
	}
	if f := w.win.Canvas().Focused(); f == fyne.Focusable(w.article) {
		s.Focus = "article"
	} else if f == fyne.Focusable(w.beside.view) {
		s.Focus = "beside"
	} else if f, ok := f.(interface{ ProbeName() string }); ok {
		s.Focus = f.ProbeName()
	}
	if doc := b.Document(); doc != nil {
		s.Article = doc.Title
		s.Words = p.words(doc)
		s.Marks = p.marks()
		c := b.Counts()
		s.Counts["quotes"], s.Counts["events"], s.Counts["mentions"], s.Counts["cues"] = c.Quotes, c.Events, c.Mentions, c.Cues
		if a := b.Current(); a != nil {
			s.Current = &seenAnnotation{a.ID, a.Type, doc.Surface(a.Spans)}
		}
	}
	if h := b.Hints(); h != nil {
		for _, c := range h.Candidates {
			s.Hints = append(s.Hints, seenHint{c.Label, c.Text, c.Span.Start, c.Span.End})
		}
	}
	p.objects(s.Objects)
	p.rows(s.Rows)
	s.Review = p.review(s.Objects)
	return s
}

// review says what difference the person is at, and where the lanes are beside one line.
func (p *probe) review(into map[string]box) *seenReview {
	r := p.w.bench.Review()
	if r == nil {
		return nil
	}
	s := &seenReview{At: r.Index(), Len: r.Len(), Open: r.Open(), Mixing: r.Mix() != nil}
	_, _, s.Busy = r.Comparing()
	if r.Current() == nil || r.Cases() == nil || !p.w.review.object.Visible() {
		return s
	}
	k := p.w.review.words(r)
	h := r.Current().Hull()
	s.Span, s.Kinds = [2]int{h.Start, h.End}, k.kinds()
	first, end := p.w.article.VisibleRange()
	for i := range r.Sets() {
		it := p.w.review.versionRow(r, k, i)
		s.Versions = append(s.Versions, joined(" | ", text(it.Title), text(it.Second)))
		for _, off := range []int{h.Start, first, (first + end) / 2} { // one of them is a line that is seen
			if pos, size, ok := p.w.article.LaneBox(i, off); ok {
				into[fmt.Sprintf("lane.%d", i)] = box{pos.X, pos.Y, size.Width, size.Height}
				break
			}
		}
	}
	return s
}

// rows lists what stands on the rows of the popup that is open, or of the queue of differences.
func (p *probe) rows(into map[string]string) {
	l := p.w.top()
	if l == nil && p.w.review.object.Visible() {
		p.w.review.rows(into)
	}
	if l == nil || p.w.finders[l.Name] == nil {
		return
	}
	f := p.w.finders[l.Name]
	for i := range f.of.len() {
		var words strings.Builder
		for _, r := range f.of.item(i).Title {
			words.WriteString(r.Text)
		}
		into[fmt.Sprintf("%s.%d", f.of.name, i)] = words.String()
	}
}

// marks lists what the working set holds.
func (p *probe) marks() []seenMark {
	set := p.w.bench.Set()
	if set == nil || set.Len() > mostMarks {
		return nil
	}
	out := make([]seenMark, 0, set.Len())
	for a := range set.All() {
		m := seenMark{ID: a.ID, Type: a.Type}
		for _, s := range a.Spans {
			m.Spans = append(m.Spans, [2]int{s.Start, s.End})
		}
		if e := p.w.bench.Entity(a.Entity); e != nil {
			m.Entity = e.Name
		}
		for _, x := range a.Args {
			m.Args = append(m.Args, seenFilling{x.Role, x.Target})
		}
		out = append(out, m)
	}
	return out
}

// words lists the words of the article that are on screen.
func (p *probe) words(doc *annotate.Document) []seenWord {
	var out []seenWord
	t := doc.Offsets()
	start, end := p.w.article.VisibleRange()
	for at := start; at < end; {
		from, to, ok := t.WordAt(at)
		if ok && from >= start {
			first, size, seen := p.w.article.Where(from)
			last, _, seenEnd := p.w.article.Where(to)
			if seen && seenEnd && last.Y == first.Y {
				out = append(out, seenWord{doc.Text[from:to], from, to, box{first.X, first.Y, last.X - first.X, size.Height}})
			}
		}
		next := t.NextWord(at)
		if next <= at {
			break
		}
		at = next
	}
	return out
}

// objects says where the named controls are. What is not on screen, or cannot be pressed now, has no place.
func (p *probe) objects(into map[string]box) {
	d := fyne.CurrentApp().Driver()
	add := func(name string, o fyne.CanvasObject) {
		if b, ok := o.(*control.Button); ok && b.Off {
			return
		}
		if pos := d.AbsolutePositionForObject(o); !pos.IsZero() && o.Visible() {
			into[name] = box{pos.X, pos.Y, o.Size().Width, o.Size().Height}
		}
	}
	maps.Copy(into, p.menus.in(p.w.menu))
	p.w.places(add)
	popupItems(p.w.win.Canvas(), add)
}

// places calls add for the controls of the window that have a name.
func (w *window) places(add func(name string, o fyne.CanvasObject)) {
	for _, b := range w.toolbar.object.row.buttons {
		add(b.Name, b)
	}
	add("article", w.article)
	w.find.places(add)
	w.hover.places(add)
	if w.bench.Beside() != nil {
		add("beside.view", w.beside.view)
		for _, b := range w.beside.theirs.buttons {
			add(b.Name, b)
		}
		w.beside.past.places(add)
	}
	add(w.queue.field.Name, w.queue.field)
	for _, s := range w.queue.states {
		add(s.Name, s)
	}
	w.queue.places(add)
	if w.review.object.Visible() {
		w.review.places(add)
	} else {
		w.panel.places(add)
	}
	for _, list := range [][]namedObject{w.welcome.named, w.empty.named} {
		for _, n := range list {
			add(n.name, n.object)
		}
	}
	w.next.places(add)
	add("notice.action", w.notice.card.action)
	add("notice.close", w.notice.card.away)
	add("task.cancel", w.status.object.cancel)
	for _, l := range w.layers {
		if f := w.finders[l.Name]; f != nil {
			f.places(add)
		} else if places := w.sheetPlaces[l.Name]; places != nil {
			places(add)
		}
	}
}
