package paint

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// reading is a scene of many lines with marks of all kinds, at a scale.
func reading(f *layout.Fonts, scale int) *Scene {
	text := strings.Repeat(sample+" ", 120)
	var marks []Mark
	for at := 0; at+300 < len(text); at += 105 {
		start := at + strings.IndexByte(text[at:], ' ') + 1
		m := mark(fmt.Sprint(at), Style(at/105%4), annotate.Span{Start: start, End: start + strings.IndexByte(text[start:], ' ')})
		switch m.Letter = "P"; m.Style {
		case Quote:
			m.Spans[0].End = start + 150
		case Event:
			m.Label = "meet"
		}
		m.Proposal = at%9 == 0
		marks = append(marks, m)
	}
	ms, pal := NewList(marks...), Light()
	l := layout.New(text, nil, f, layout.Options{Size: 17 * scale, Measure: 420 * scale, Top: 30, Room: Room(ms, Type{Size: 17 * scale, Scale: float32(scale), Leading: layout.Leading})})
	return &Scene{Layout: l, Marks: ms, Palette: &pal, Anchor: l.Start(), Left: 40 * scale, Scale: float32(scale), Letters: true}
}

func TestSeveralHandsPaintWhatOneDoes(t *testing.T) {
	f := testFonts(t)
	s := reading(f, 1)
	one, several := NewPainter(f), NewPainter(f)
	one.hands.most, several.hands.most = 0, mostHands
	const w, h = 500, 600
	for i := range 24 {
		switch i % 4 {
		case 1:
			s.Version++ // what was begun for another scene is of no use
			several.Begin(several.Tiles(w, h, s)...)
			s.SelStart, s.SelEnd = 40*i, 90*i
			s.Version++
		case 2: // nor what was begun of a place that is left
			s.Anchor = s.Layout.Scroll(s.Anchor, h/2, h)
			several.Begin(several.Tiles(w, h, s)...)
			fallthrough
		default:
			s.Anchor = s.Layout.Scroll(s.Anchor, h*9/10, h)
		}
		if !bytes.Equal(one.Paint(w, h, s).Pix, several.Paint(w, h, s).Pix) {
			t.Fatalf("picture %d is another one", i)
		}
	}
	s.Version++
	several.Paint(w, h, s)
	if k := several.hands; len(k.waiting) > 0 || k.ahead != 0 {
		t.Errorf("%d pictures wait and %d are ahead when all have been taken", len(k.waiting), k.ahead)
	}
}

// A page further down, as a screen asks for it.
func BenchmarkPage(b *testing.B) {
	f := testFonts(b)
	for _, scale := range []int{1, 2} {
		b.Run(fmt.Sprint("scale", scale), func(b *testing.B) {
			s, p := reading(f, scale), NewPainter(f)
			w, h := 500*scale, 740*scale
			for b.Loop() {
				before := s.Anchor
				if s.Anchor = s.Layout.Scroll(s.Anchor, h*9/10, h); s.Anchor == before {
					s.Anchor = s.Layout.Start()
				}
				tiles := p.Tiles(w, h, s)
				p.Begin(tiles...)
				for _, t := range tiles {
					t.Picture()
				}
			}
		})
	}
}
