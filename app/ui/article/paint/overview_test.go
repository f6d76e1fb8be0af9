package paint

import (
	"fmt"
	"image"
	"image/color"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"quoth/annotate"
)

func always() bool { return true }

// strip paints an overview of a text of 1000 bytes, one px each.
func strip(o *Overview, s Strip) *image.RGBA {
	pal := Light()
	s.Palette, s.Y = &pal, func(off int) int { return off }
	img := image.NewRGBA(image.Rect(0, 0, StripWidth, 1000))
	o.Paint(img, 1, s)
	return img
}

func TestOverviewHasAllItsColumnsAtEveryScale(t *testing.T) {
	at := annotate.Span{Start: 100, End: 300}
	q, m, e := mark("q", Quote, at), mark("m", Mention, at), mark("e", Event, at)
	e.Note = true
	var o Overview
	o.Reset(NewList(q, m, e), 1000)
	o.Step(always)
	pal := Light()
	for _, width := range []int{14, 18, 21, 25, 28, 42} { // at scales from 1 to 3
		img := image.NewRGBA(image.Rect(0, 0, width, 1000))
		o.Paint(img, max(1, (width+7)/StripWidth), Strip{Palette: &pal, Y: func(off int) int { return off }, Hit: -1})
		runs, was := 0, pal.Page
		for x := range width {
			i := img.PixOffset(x, 200)
			is := color.NRGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 255}
			if is != was && is != pal.Page {
				runs++
			}
			was = is
		}
		if runs != 4 {
			t.Errorf("a strip of %d px shows %d columns", width, runs)
		}
	}
}

func TestOverviewShowsEveryKindInItsColumn(t *testing.T) {
	at := func(a, b int) annotate.Span { return annotate.Span{Start: a, End: b} }
	q, m, e, p := mark("q", Quote, at(100, 300)), mark("m", Mention, at(400, 410)), mark("e", Event, at(500, 504)), mark("p", Mention, at(600, 640))
	e.Note, p.Proposal = true, true
	var o Overview
	o.Reset(NewList(q, m, e, p), 1000)
	o.Step(always)
	img := strip(&o, Strip{Hits: []annotate.Span{at(700, 705)}, Hit: -1})
	pal := Light()
	line := func(c color.NRGBA) color.NRGBA { return pal.Line(c) }
	note := notesFirst + 1
	for _, c := range []struct {
		what string
		x, y int
		want color.NRGBA
	}{
		{"the quote", columnFirst, 200, line(q.Color)}, {"beside the quote", columnFirst + columnStep, 200, pal.Page}, {"above the quote", columnFirst, 90, pal.Page},
		{"the mention", columnFirst + columnStep, 404, line(m.Color)}, {"the event", columnFirst + 2*columnStep, 502, line(e.Color)},
		{"the note", note, 502, pal.Accent}, {"a mention without a note", note, 404, pal.Page},
		{"the hit", note, 701, line(faint(pal.Hit, 255))}, {"where nothing is", columnFirst, 900, pal.Page},
	} {
		i := img.PixOffset(c.x, c.y)
		if got := (color.NRGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 255}); got != c.want {
			t.Errorf("%s is %v, want %v", c.what, got, c.want)
		}
	}
	filled := 0
	for y := 600; y < 640; y++ {
		if i := img.PixOffset(columnFirst+columnStep, y); img.Pix[i] != pal.Page.R {
			filled++
		}
	}
	if filled != 20 {
		t.Errorf("%d of 40 rows of the proposal are filled", filled)
	}
}

// What is looked at again after a change is what looking at all of it gives, in however many steps.
func TestOverviewFollowsChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.IntRange(0, 40_000).Draw(t, "text")
		var ms []Mark
		var o Overview
		o.Reset(NewList(), text)
		for n := range rapid.IntRange(0, 8).Draw(t, "edits") {
			if len(ms) > 0 && rapid.Bool().Draw(t, "delete") {
				i := rapid.IntRange(0, len(ms)-1).Draw(t, "which")
				gone := ms[i]
				ms = append(ms[:i:i], ms[i+1:]...)
				o.Use(NewList(ms...))
				o.Change(annotate.Hull(gone.Spans))
			} else if text > 10 {
				a := rapid.IntRange(0, text-2).Draw(t, "start")
				m := mark(fmt.Sprint(n), Style(rapid.IntRange(0, 3).Draw(t, "style")), annotate.Span{Start: a, End: min(text, a+rapid.IntRange(1, 9000).Draw(t, "length"))})
				m.Proposal, m.Note = rapid.Bool().Draw(t, "proposal"), rapid.Bool().Draw(t, "note")
				ms = append(ms, m)
				o.Use(NewList(ms...))
				o.Change(m.Spans[0])
			}
			left := rapid.IntRange(0, 50).Draw(t, "cells")
			o.Step(func() bool { left--; return left >= 0 })
		}
		if _, done := o.Step(always); !done {
			t.Fatal("it does not come to an end")
		}
		var fresh Overview
		fresh.Reset(NewList(ms...), text)
		fresh.Step(always)
		if !reflect.DeepEqual(o.cells, fresh.cells) {
			t.Fatal("it shows something else than a fresh one")
		}
	})
}

// The strip of a text with a million marks costs what that of a thousand does.
func BenchmarkOverviewPaint(b *testing.B) {
	for _, n := range []int{1000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			ms := make([]Mark, n)
			for i := range ms {
				ms[i] = mark(fmt.Sprint(i), Style(i%4), annotate.Span{Start: i * 10, End: i*10 + 7})
			}
			var o Overview
			o.Reset(NewList(ms...), n*10)
			o.Step(always)
			pal := Light()
			img := image.NewRGBA(image.Rect(0, 0, StripWidth, 800))
			for b.Loop() {
				o.Paint(img, 1, Strip{Palette: &pal, Y: func(off int) int { return off * 800 / (n * 10) }, Hit: -1})
			}
		})
	}
}
