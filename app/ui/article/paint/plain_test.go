package paint

import (
	"fmt"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// fresh is source's marks, which may be exchanged under a layout.
type fresh struct{ Marks }

func TestMarksThatMoveNoLineAreNotLaidOutAgain(t *testing.T) {
	text := strings.Repeat(strings.Repeat(sample+" ", 3)+"\n\n", 900) // more than a layout keeps
	over := func(n int) Marks {
		var marks []Mark
		for at, k := 0, 0; at+300 < len(text); at, k = at+400, k+1 {
			for i := range n {
				marks = append(marks, mark(fmt.Sprint(k, "-", i), Mention, annotate.Span{Start: at + i, End: at + 12 + 3*i}))
			}
		}
		return NewList(marks...)
	}
	f := testFonts(t)
	lay := func(source *fresh, leading float64) *layout.Layout {
		l := layout.New(text, nil, f, layout.Options{Size: 17, Measure: 420, Leading: leading, Room: Room(source, Type{Size: 17, Scale: 1, Leading: leading}), Plain: Plain(source)})
		l.Step(func() bool { return true })
		return l
	}
	for _, c := range []struct {
		name     string
		leading  float64
		was, now int
		again    bool
	}{
		{"none, then some", layout.Leading, 0, 1, false},
		{"none, then some on lines that are close", 1.2, 0, 1, false},
		{"none, then many on the same words", layout.Leading, 0, 4, true},
		{"many, then fewer", layout.Leading, 4, 1, true},
	} {
		source := &fresh{over(c.was)}
		l := lay(source, c.leading)
		source.Marks = over(c.now)
		l.Refit(0, len(text))
		if again := l.Laid() < 1; again != c.again {
			t.Errorf("%s: %.2f of the text is laid out", c.name, l.Laid())
		}
		l.Step(func() bool { return true })
		if is, due := l.Height(), lay(source, c.leading).Height(); is != due {
			t.Errorf("%s: %d px high, laid out anew %d", c.name, is, due)
		}
	}
}

func TestMoreSmallPrintMakesRoomEverywhere(t *testing.T) {
	text := strings.Repeat(strings.Repeat(sample+" ", 3)+"\n\n", 900) // more than a layout keeps
	f := testFonts(t)
	high := func(p Print) func(start, end int, st *layout.Style) layout.Room {
		return Room(None, Type{Size: 17, Scale: 1, Leading: layout.Leading, Print: p})
	}
	room := high(Print{})
	lay := func() *layout.Layout {
		l := layout.New(text, nil, f, layout.Options{Size: 17, Measure: 420, Plain: Plain(None),
			Room: func(start, end int, st *layout.Style) layout.Room { return room(start, end, st) }})
		l.Step(func() bool { return true })
		return l
	}
	l := lay()
	before := l.Height()
	room = high(Print{Letters: true, Types: true, Names: true})
	l.RoomChanged()
	l.Refit(0, len(text))
	l.Step(func() bool { return true })
	if is, due := l.Height(), lay().Height(); is != due || is == before {
		t.Errorf("%d px high after %d, laid out anew %d", is, before, due)
	}
}
