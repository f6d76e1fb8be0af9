//go:build !headless

package control

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

// deafHost is a window that hears nothing.
type deafHost struct{ clicks int }

func (*deafHost) Key(*fyne.KeyEvent, bool) bool     { return false }
func (*deafHost) Rune(rune) bool                    { return false }
func (*deafHost) Shortcut(fyne.Shortcut, bool) bool { return false }
func (*deafHost) Typed()                            {}
func (*deafHost) Clicking()                         {}
func (*deafHost) Blurred()                          {}
func (*deafHost) Hint(string)                       {}
func (h *deafHost) Clicked()                        { h.clicks++ }
func (*deafHost) Canvas() fyne.Canvas               { return test.Canvas() }

func newTestRoll(n int) *Roll {
	h := &deafHost{}
	r := NewRoll(20, func() int { return n }, func() fyne.CanvasObject { return NewRow(h) }, func(i int, o fyne.CanvasObject) {
		o.(*Row).Set(Item{Title: []Run{{Text: string(rune('a' + i%26))}}})
	})
	r.Resize(fyne.NewSize(200, 100))
	return r
}

func TestARollHasRowsForItsViewportOnly(t *testing.T) {
	test.NewTempApp(t)
	r := newTestRoll(100000)
	if first, end := r.OnScreen(); first != 0 || end != 6 {
		t.Errorf("rows %d to %d exist, want 0 to 6", first, end)
	}
	r.ScrollTo(50000)
	if first, end := r.OnScreen(); first > 50000 || end <= 50000 || end-first > 7 {
		t.Errorf("after scrolling rows %d to %d exist", first, end)
	}
}

func TestScrollingToARowMovesNoMoreThanNeeded(t *testing.T) {
	test.NewTempApp(t)
	r := newTestRoll(100)
	r.ScrollTo(2)
	if first, _ := r.OnScreen(); first != 0 {
		t.Error("a row on screen was scrolled to")
	}
	r.ScrollTo(10)
	if r.Row(10) == nil || r.Row(10).Position().Y+20-r.scroll.Offset.Y != 100 {
		t.Errorf("row 10 does not stand at the lower edge: offset %v", r.scroll.Offset.Y)
	}
}

func TestTheOpenRowIsACardAndOthersMoveAside(t *testing.T) {
	test.NewTempApp(t)
	r := newTestRoll(10)
	r.Resize(fyne.NewSize(200, 300))
	r.Card = NewPadded(NewColumn(0), 0, 30) // 60 px high
	r.SetOpen(2)
	if r.Row(2) != nil {
		t.Error("the open row is shown twice")
	}
	if y := r.Row(3).Position().Y; y != 2*20+60 {
		t.Errorf("the row below the card stands at %v, want 100", y)
	}
	if got := r.height(); got != 9*20+60 {
		t.Errorf("the list is %v px high, want 240", got)
	}
}

func TestEveryHeightHasItsRow(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 50).Draw(t, "rows")
		r := newTestRoll(n)
		if rapid.Bool().Draw(t, "open") {
			r.Card = NewPadded(NewColumn(0), 0, float32(rapid.IntRange(1, 80).Draw(t, "half height")))
			r.open = rapid.IntRange(0, n-1).Draw(t, "which")
		}
		i := rapid.IntRange(0, n-1).Draw(t, "row")
		h := r.RowHeight
		if r.opened() && i == r.open {
			h = r.cardHeight()
		}
		for _, y := range []float32{r.top(i), r.top(i) + h/2, r.top(i) + h - 0.5} {
			if got := r.at(y); got != i {
				t.Fatalf("at %v px is row %d, want %d", y, got, i)
			}
		}
	})
}

func TestAShorterListLosesItsRows(t *testing.T) {
	test.NewTempApp(t)
	n := 50
	h := &deafHost{}
	r := NewRoll(20, func() int { return n }, func() fyne.CanvasObject { return NewRow(h) }, func(int, fyne.CanvasObject) {})
	r.Resize(fyne.NewSize(200, 100))
	r.ScrollTo(49)
	n = 3
	r.Refresh()
	if first, end := r.OnScreen(); first != 0 || end != 3 {
		t.Errorf("rows %d to %d exist, want 0 to 3", first, end)
	}
}

func TestAListShowsWhereTheKeyboardIs(t *testing.T) {
	test.NewTempApp(t)
	h := &deafHost{}
	taken := -1
	l := NewList(h, 20, func() int { return 50 }, func() fyne.CanvasObject { return NewRow(h) }, func(int, fyne.CanvasObject) {})
	l.Taking = func(i int) { taken = i }
	l.Begin = func() int { return 3 }
	l.Resize(fyne.NewSize(200, 100))
	marked := func() []int {
		var at []int
		for i := range 50 {
			if r, ok := l.Row(i).(*Row); ok && r.marked {
				at = append(at, i)
			}
		}
		return at
	}
	press := func(keys ...fyne.KeyName) {
		for _, k := range keys {
			l.TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
	l.FocusGained()
	press(fyne.KeyDown, fyne.KeyPageDown, fyne.KeyUp)
	if got := marked(); len(got) != 1 || got[0] != 7 {
		t.Errorf("marked are %v, want row 7", got)
	}
	press(fyne.KeyEnd, fyne.KeyDown, fyne.KeyReturn)
	if got := marked(); taken != 49 || len(got) != 1 || got[0] != 49 {
		t.Errorf("taken is %d and marked %v, want the last row", taken, got)
	}
	l.FocusLost()
	if got := marked(); len(got) != 0 {
		t.Errorf("without the keyboard rows %v are marked", got)
	}
}
