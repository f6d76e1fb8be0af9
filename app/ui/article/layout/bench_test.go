package layout

import (
	"fmt"
	"strings"
	"testing"
)

// article is generated news-like text of about n bytes with curly quotes here and there.
func article(n int) string {
	words := strings.Fields("the of and to in a said that for on with was his it at by from as be government minister president told reporters Monday talks agreement border officials economy “We will “not according country people after would has been which who more than year percent million decision announced policy leaders meeting summit")
	var b strings.Builder
	seed := uint32(1)
	next := func(n int) int { seed = seed*1664525 + 1013904223; return int(seed>>8) % n }
	for b.Len() < n {
		for range 3 + next(4) {
			for i := range 8 + next(14) {
				if i > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(words[next(len(words))])
				if next(9) == 0 {
					b.WriteString(string(rune('a'+next(26))) + string(rune('a'+next(26))) + string(rune('a'+next(26))))
				}
			}
			b.WriteString(". ")
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// all says that there is always time.
func all() bool { return true }

// texts are generated once for all benchmarks, and cut where they are shorter.
var texts = map[int]string{}

func ofSize(n int) string {
	if texts[n] == "" {
		texts[n] = article(min(n, 4<<20))
		if n > 4<<20 {
			texts[n] = strings.Repeat(texts[n], n>>22)
		}
	}
	return texts[n]
}

// sizes are those that the lines of a table should be flat over.
func sizes(b *testing.B, fn func(b *testing.B, text string)) {
	for _, s := range []struct {
		name string
		n    int
	}{{"6kB", 6 << 10}, {"60kB", 60 << 10}, {"300kB", 300 << 10}, {"1MB", 1 << 20}, {"10MB", 10 << 20}, {"100MB", 100 << 20}} {
		if testing.Short() && s.n > 1<<20 {
			continue
		}
		text := ofSize(s.n)
		b.Run(s.name, func(b *testing.B) { fn(b, text) })
	}
}

func firstScreen(text string, f *Fonts, size int) *Layout {
	l := New(text, nil, f, Options{Size: size, Measure: 560})
	l.Visit(l.Start(), 900, func(int, *Line) {})
	return l
}

// An article opens: no word has been shaped yet.
func BenchmarkLayoutFirstScreen(b *testing.B) {
	f, _ := NewFonts(testFaces(b))
	sizes(b, func(b *testing.B, text string) {
		for b.Loop() {
			clear(f.forms)
			firstScreen(text, f, 17)
		}
	})
}

// The text is zoomed: its words are known.
func BenchmarkLayoutZoom(b *testing.B) {
	f, _ := NewFonts(testFaces(b))
	sizes(b, func(b *testing.B, text string) {
		for i := 0; b.Loop(); i++ {
			firstScreen(text, f, 17+i%2)
		}
	})
}

// The window is resized, and the screen in the middle of the text is broken anew.
func BenchmarkLayoutResize(b *testing.B) {
	f, _ := NewFonts(testFaces(b))
	sizes(b, func(b *testing.B, text string) {
		l := firstScreen(text, f, 17)
		a := Anchor{Off: l.LineOf(len(text) / 2).Start}
		for i := 0; b.Loop(); i++ {
			l.SetMeasure(500 + i%2)
			l.Visit(a, 900, func(int, *Line) {})
		}
	})
}

// Somebody drags the scroll bar to a place that was never looked at.
func BenchmarkLayoutJump(b *testing.B) {
	f, _ := NewFonts(testFaces(b))
	sizes(b, func(b *testing.B, text string) {
		l := firstScreen(text, f, 17)
		for i := 0; b.Loop(); i++ {
			a := l.Jump(l.Height()/997*(i*31%997), 900)
			l.Visit(a, 900, func(int, *Line) {})
		}
	})
}

// All the rest is laid out behind, words and all.
func BenchmarkLayoutRest(b *testing.B) {
	f, _ := NewFonts(testFaces(b))
	for _, n := range []int{1 << 20, 10 << 20} {
		text := ofSize(n)
		b.Run(fmt.Sprint(n>>20, "MB"), func(b *testing.B) {
			for b.Loop() {
				clear(f.forms)
				firstScreen(text, f, 17).Step(all)
			}
		})
	}
}

// The hardest paragraph: a single word of 1 MB and of 10 MB, opened, and jumped to the end of.
func BenchmarkLayoutOneWord(b *testing.B) {
	f, _ := NewFonts(testFaces(b))
	for _, c := range []struct{ name, text string }{
		{"1MB", strings.Repeat("abcdefghij", 100_000)}, {"10MB", strings.Repeat("abcdefghij", 1_000_000)},
		{"sentences 10MB", strings.ReplaceAll(ofSize(10<<20), "\n", " ")},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				l := firstScreen(c.text, f, 17)
				l.Visit(l.Jump(l.Height(), 900), 900, func(int, *Line) {})
			}
		})
	}
}

func BenchmarkLayoutOffsetAt(b *testing.B) {
	f, _ := NewFonts(testFaces(b))
	l := New(article(4000), nil, f, Options{Size: 17, Measure: 560})
	ln := l.LineOf(2000)
	for b.Loop() {
		l.OffsetAt(ln, 300)
	}
}
