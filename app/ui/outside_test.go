//go:build measure && linux && !headless

package ui

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"

	"fyne.io/fyne/v2"

	"quoth/app/workbench"
)

// The same acts seen from outside: a client of the X server of its own presses keys and turns the
// wheel, and looks at the pixels of the window until they are others. What that takes is what a person
// waits, software renderer, server and all; an empty window of the toolkit, which only changes its colour,
// is measured beside it.

// eye is a connection to the server that looks at a window and moves its hands.
type eye struct {
	c      *xgb.Conn
	root   xproto.Window
	window xproto.Drawable
	keys   map[xproto.Keysym]byte
	size   [2]uint16
}

// newEye finds this process's window.
func newEye() (*eye, error) {
	c, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	if err := xtest.Init(c); err != nil {
		return nil, err
	}
	setup := xproto.Setup(c)
	e := &eye{c: c, root: setup.DefaultScreen(c).Root, keys: map[xproto.Keysym]byte{}}
	out, err := exec.Command("xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(pid())).Output()
	f := strings.Fields(string(out))
	if err != nil || len(f) == 0 {
		return nil, errors.New("xdotool finds no window of this process")
	}
	id, _ := strconv.ParseUint(f[len(f)-1], 10, 32)
	e.window = xproto.Drawable(id)
	if err := exec.Command("xdotool", "windowactivate", "--sync", f[len(f)-1]).Run(); err != nil {
		return nil, err
	}
	g, err := xproto.GetGeometry(c, e.window).Reply()
	if err != nil {
		return nil, err
	}
	e.size = [2]uint16{g.Width, g.Height}
	first, last := setup.MinKeycode, setup.MaxKeycode
	m, err := xproto.GetKeyboardMapping(c, first, byte(last-first+1)).Reply()
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(m.Keysyms); i += int(m.KeysymsPerKeycode) {
		if sym := m.Keysyms[i]; sym != 0 {
			e.keys[sym] = byte(first) + byte(i/int(m.KeysymsPerKeycode))
		}
	}
	return e, nil
}

// strip is a column of pixels of the window, x px from the left: enough to see that a page has moved.
func (e *eye) strip(x int16) []byte {
	r, err := xproto.GetImage(e.c, xproto.ImageFormatZPixmap, e.window, x, 60, 24, e.size[1]-100, 0xffffffff).Reply()
	if err != nil {
		panic(err)
	}
	return r.Data
}

func (e *eye) tap(press, release, detail byte) {
	xtest.FakeInput(e.c, press, detail, 0, e.root, 0, 0, 0)
	xtest.FakeInput(e.c, release, detail, 0, e.root, 0, 0, 0)
	e.c.Sync()
}

func (e *eye) key(sym xproto.Keysym) { e.tap(xproto.KeyPress, xproto.KeyRelease, e.keys[sym]) }
func (e *eye) button(n byte)         { e.tap(xproto.ButtonPress, xproto.ButtonRelease, n) }

func (e *eye) point(x, y int) {
	p, err := xproto.TranslateCoordinates(e.c, xproto.Window(e.window), e.root, int16(x), int16(y)).Reply()
	if err != nil {
		panic(err)
	}
	xtest.FakeInput(e.c, xproto.MotionNotify, 0, 0, e.root, p.DstX, p.DstY, 0)
	e.c.Sync()
}

// wait does something and returns how many ms pass until a column of the window is another one.
func (e *eye) wait(x int16, act func()) (ms float64, ok bool) {
	before := e.strip(x)
	began := time.Now()
	act()
	for time.Since(began) < 3*time.Second {
		if !bytes.Equal(before, e.strip(x)) {
			return float64(time.Since(began).Microseconds()) / 1e3, true
		}
	}
	return 0, false
}

const (
	keyPageDown xproto.Keysym = 0xff56
	keyOne      xproto.Keysym = '1'
	wheelDown   byte          = 5
)

// waited sums up what was waited.
func waited(what string, waits []float64) measured {
	slices.Sort(waits)
	n := len(waits)
	if n == 0 {
		return measured{What: what + " (no px has changed)"}
	}
	m := measured{What: what, Is: waits[n/2], P95: waits[min(n-1, n*95/100)], Max: waits[n-1]}
	if what != emptySeen {
		m.Beside = emptySeen
	}
	return m
}

func (s *stage) look() *eye {
	time.Sleep(500 * time.Millisecond) // the window manager takes its time
	e, err := newEye()
	if err != nil {
		panic(err)
	}
	return e
}

// outsideEmpty: a click on nothing changes the colour of the ground.
func outsideEmpty(s *stage) {
	s.frame(func() {})
	e := s.look()
	e.point(200, 200)
	time.Sleep(100 * time.Millisecond)
	var waits []float64
	for range 40 {
		if ms, ok := e.wait(100, func() { e.button(wheelDown) }); ok {
			waits = append(waits, ms)
		}
		time.Sleep(60 * time.Millisecond)
	}
	s.row(waited(emptySeen, waits))
}

func outsideArticle(s *stage) {
	id, first := s.small()
	e := s.look()
	var left float32
	s.ui(func() {
		left = fyne.CurrentApp().Driver().AbsolutePositionForObject(s.w.article).X + s.w.article.Size().Width/2
	})
	middle := int16(left)
	// Opening: by the bench, since how many keys lead to an article is not the window's speed.
	var opens []float64
	for range 7 {
		// The articles begin alike: from its end the other one is seen to come.
		s.frame(func() { s.w.article.ScrollToOffset(len(s.w.bench.Document().Text)) })
		s.rest()
		if ms, ok := e.wait(middle, func() { fyne.Do(func() { s.w.bench.OpenDocument(id) }) }); ok {
			opens = append(opens, ms)
		}
		s.rest()
		s.frame(func() { s.w.bench.OpenDocument(first) })
		s.rest()
	}
	s.row(waited(s.named("seen: open"), opens))
	s.frame(func() { s.w.bench.OpenDocument(id) })
	s.rest()
	s.frame(func() { s.w.article.ScrollToOffset(0) }) // where a run before has left it nothing may be below
	s.rest()
	e.point(int(middle), 300)
	time.Sleep(150 * time.Millisecond)
	var wheel, page []float64
	for range 40 {
		if ms, ok := e.wait(middle, func() { e.button(wheelDown) }); ok {
			wheel = append(wheel, ms)
		}
		time.Sleep(80 * time.Millisecond)
	}
	s.row(waited(s.named("seen: wheel"), wheel))
	s.ui(func() { s.w.win.Canvas().Focus(s.w.article) })
	time.Sleep(100 * time.Millisecond)
	for range 30 {
		if ms, ok := e.wait(middle, func() { e.key(keyPageDown) }); ok {
			page = append(page, ms)
		}
		time.Sleep(120 * time.Millisecond)
	}
	s.row(waited(s.named("seen: page"), page))
	var marks []float64
	for range 15 {
		s.frame(func() {
			start, end := s.w.article.VisibleRange()
			at := (start + end) / 2
			for {
				at = s.w.bench.Document().Offsets().NextWord(at)
				a, b, ok := s.w.bench.Document().Offsets().WordAt(at)
				if ok && len(s.w.bench.Set().Touching(span(a, b))) == 0 {
					s.w.bench.Select(a, b, workbench.ByPointer)
					at, _, _ := s.w.article.Where(a)
					middle = int16(at.X)
					return
				}
			}
		})
		s.rest()
		if ms, ok := e.wait(middle, func() { e.key(keyOne) }); ok {
			marks = append(marks, ms)
		}
		s.rest()
	}
	s.row(waited(s.named("seen: mark a word"), marks))
}
