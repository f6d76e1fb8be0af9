//go:build !headless

package article

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/app/ui/article/paint"
)

// generated is news-like text of about n bytes with count marks of all kinds.
func generated(n, count int) (string, []Mark) {
	words := strings.Fields("the of and to in a said that for on with was his it at by from government minister president told reporters Monday talks agreement border officials economy “We will” not according country people after would has been which who more than year per cent million decision announced policy leaders meeting summit")
	var b strings.Builder
	seed := uint32(7)
	next := func(n int) int { seed = seed*1664525 + 1013904223; return int(seed>>8) % n }
	for b.Len() < n {
		for range 3 + next(4) {
			for range 8 + next(14) {
				b.WriteString(words[next(len(words))])
				b.WriteByte(' ')
				if next(9) == 0 {
					fmt.Fprintf(&b, "%c%c%c%c ", 'A'+next(26), 'a'+next(26), 'a'+next(26), 'a'+next(26))
				}
			}
			b.WriteString("end. ")
		}
		b.WriteString("\n\n")
	}
	text := strings.TrimSpace(b.String())
	var marks []Mark
	for i := range count {
		at := i * (len(text) - 300) / count
		for at < len(text) && text[at] != ' ' {
			at++
		}
		m := Mark{ID: annotate.ID(fmt.Sprint(i)), Letter: "P", Label: "meet", Style: MarkStyle(i % 4), Color: paint.Light().Accent}
		size := 8
		if m.Style == Quote {
			size = 120
		}
		if m.Style == Mention {
			m.Label = ""
		}
		m.Spans = []annotate.Span{{Start: at + 1, End: min(len(text), at+1+size)}}
		marks = append(marks, m)
	}
	return text, marks
}

var sizes = []struct {
	name         string
	bytes, marks int
}{{"6kB", 6 << 10, 40}, {"60kB", 60 << 10, 500}, {"300kB", 300 << 10, 2500}, {"1MB", 1 << 20, 10000}, {"10MB-1M-marks", 10 << 20, 1_000_000}}

// benchView is a view of 900 by 800 without a window's own painting.
func benchView(b *testing.B, text string, marks []Mark) *desk {
	d := newDesk(b, "")
	d.w.Resize(fyne.NewSize(900, 800))
	d.SetDocument(text, nil, offset.New(text))
	d.SetMarks(NewMarks(marks...))
	d.picture(900, 800)
	return d
}

// Open and first paint, fonts being there.
func BenchmarkOpen(b *testing.B) {
	for _, s := range sizes {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := newDesk(b, "")
			d.w.Resize(fyne.NewSize(900, 800))
			source := NewMarks(marks...)
			for b.Loop() {
				d.painter.Forget()
				d.later = nil
				d.SetDocument(text, nil, offset.New(text))
				d.SetMarks(source)
				d.picture(900, 800)
			}
		})
	}
}

// growing are marks with one more that comes and goes.
type growing struct {
	Marks
	more Mark
	on   bool
}

func (g *growing) In(start, end int, fn func(*Mark)) {
	g.Marks.In(start, end, fn)
	if s := g.more.Spans[0]; g.on && s.Start < end && s.End > start {
		fn(&g.more)
	}
}

// One annotation added, shown.
func BenchmarkEdit(b *testing.B) {
	for _, s := range sizes {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := benchView(b, text, marks)
			d.settle()
			d.ScrollToOffset(len(text) / 2)
			start, _ := d.VisibleRange()
			made := annotate.Span{Start: start + 40, End: start + 50}
			source := &growing{Marks: d.scene.Marks, more: Mark{ID: "new", Style: Mention, Spans: []annotate.Span{made}}}
			d.SetMarks(source)
			d.settle()
			for i := 0; b.Loop(); i++ {
				source.on = i%2 == 0
				d.MarksChanged(made)
				d.picture(900, 800)
			}
		})
	}
}

// One step of the wheel with a frame selected, whose arguments are on the screen and off it.
func BenchmarkScrollWithConnectors(b *testing.B) {
	for _, s := range sizes {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := benchView(b, text, marks)
			d.settle()
			mid := len(marks) / 2
			var cs []Connector
			for i := 1; i <= 6; i++ {
				cs = append(cs, Connector{From: marks[mid].ID, To: marks[(mid+i*i)%len(marks)].ID, Role: "role", Anchor: "meet", Text: "somebody"})
			}
			d.SetSelected(marks[mid].ID)
			d.SetConnectors(cs)
			d.ScrollToOffset(marks[mid].Spans[0].Start)
			for i := 0; b.Loop(); i++ {
				d.scroll(40 - 80*(i/4%2))
				d.picture(900, 800)
			}
		})
	}
}

// One step of the wheel, shown.
func BenchmarkScroll(b *testing.B) {
	for _, s := range sizes {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := benchView(b, text, marks)
			d.settle()
			dir := 40
			for b.Loop() {
				before := d.scene.Anchor
				d.scroll(dir)
				if d.scene.Anchor == before {
					dir = -dir
				}
				d.picture(900, 800)
			}
		})
	}
}

// larger also has a text of 10 MB.
var larger = append(slices.Clone(sizes), struct {
	name         string
	bytes, marks int
}{"10MB", 10 << 20, 100000})

// The first frame after the text has got larger or smaller, in the middle of the article.
func BenchmarkZoom(b *testing.B) {
	for _, s := range larger {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := benchView(b, text, marks)
			d.ScrollToOffset(len(text) / 2)
			for i := 0; b.Loop(); i++ {
				d.later = nil
				d.SetZoom(1 + 0.1*float32(i%5))
				d.picture(900, 800)
			}
		})
	}
}

// The first frame at another width of the window.
func BenchmarkResize(b *testing.B) {
	for _, s := range larger {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := benchView(b, text, marks)
			d.ScrollToOffset(len(text) / 2)
			for i := 0; b.Loop(); i++ {
				d.later = nil
				d.w.Resize(fyne.NewSize(float32(500+20*(i%5)), 800))
				d.picture(500+20*(i%5), 800)
			}
		})
	}
}
