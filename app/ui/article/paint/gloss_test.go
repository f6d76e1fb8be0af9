package paint

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// paragraphs for random scenes: of several scripts and directions, with tall and deep letters.
var paragraphs = []string{
	"The harbour master said that Åsa Ängström’s ferry would wait for the ministry’s paper, jumping quays.",
	"“Nobody (at sea) should have to choose,” she said; “jolly good fjord pilots quickly said so too.”",
	"שלום עולם, אמרה ראש העיר 2026 abc ואז הלכה הביתה עם כל הילדים",
	"قال المتحدث إن السفينة ستبحر يوم الاثنين 123 إلى الميناء الشمالي",
	"Mayor Zoë Lindqvist welcomed שלום (עולם) the result on the steps.",
	"ความสำเร็จของท่าเรือ 港の組合は月曜日に合意した。",
	"A e\u0301clair and a 👨‍👩‍👧 at the end.",
}

// boundaries of the words and graphemes do not matter here: marks may begin and end at any character.
func randomMarks(t *rapid.T, text string) []Mark {
	var at []int
	for i := range text {
		at = append(at, i)
	}
	at = append(at, len(text))
	var ms []Mark
	for i := range rapid.IntRange(0, 14).Draw(t, "marks") {
		a := rapid.IntRange(0, len(at)-2).Draw(t, "start")
		b := min(len(at)-1, a+rapid.IntRange(1, 40).Draw(t, "length"))
		m := mark(fmt.Sprint(i), Style(rapid.IntRange(0, 3).Draw(t, "style")), annotate.Span{Start: at[a], End: at[b]})
		if c := b + rapid.IntRange(2, 30).Draw(t, "gap"); c+3 < len(at) && rapid.IntRange(0, 3).Draw(t, "parts") == 0 {
			m.Spans = append(m.Spans, annotate.Span{Start: at[c], End: at[c+3]})
		}
		m.Letter = []string{"P", "O", ""}[i%3]
		m.Label = []string{"", "meet", "Lindqvist", "שלום"}[i%4]
		m.Proposal = rapid.Bool().Draw(t, "proposal")
		ms = append(ms, m)
	}
	return ms
}

func randomStage(t *rapid.T, fonts *layout.Fonts) *stage {
	text := strings.Join([]string{
		rapid.SampledFrom(paragraphs).Draw(t, "first"), rapid.SampledFrom(paragraphs).Draw(t, "second"), rapid.SampledFrom(paragraphs).Draw(t, "third"),
	}, rapid.SampledFrom([]string{" ", "\n", "\n\n"}).Draw(t, "between"))
	scale := rapid.SampledFrom([]float32{1, 2}).Draw(t, "scale")
	size := int(float32(rapid.IntRange(9, 40).Draw(t, "size")) * scale)
	ms := NewList(randomMarks(t, text)...)
	pal := Light()
	l := layout.New(text, nil, fonts, layout.Options{Size: size, Measure: rapid.IntRange(80, 900).Draw(t, "measure"), Top: 30, Bottom: 30, Room: Room(ms, Type{size, scale, layout.Leading, Print{Letters: true, Types: true, Names: true}})})
	s := &stage{text: text, p: NewPainter(fonts), Scene: &Scene{Layout: l, Marks: ms, Palette: &pal, Anchor: l.Start(), Left: 40, Scale: scale, Letters: true, Hit: -1}}
	s.Anchor = l.Scroll(s.Anchor, rapid.IntRange(0, 300).Draw(t, "scroll"), 600)
	s.Version++
	s.img = s.p.Paint(1000, 600, s.Scene)
	s.arrange(1000, 600)
	return s
}

// letters returns where the letters of all rows leave a trace.
func (s *stage) letters() []image.Rectangle {
	b := &brush{Scene: s.Scene, p: s.p}
	var all []image.Rectangle
	for i := range s.p.rows {
		r := &s.p.rows[i]
		for k := r.from; k < r.to; k++ {
			if w := s.p.vis[k].Word(); w != nil {
				for g := range w.Glyphs {
					if box, _ := b.glyphBox(&w.Glyphs[g], float32(s.Left)+s.p.vis[k].X, r.base, r.ln.Style.Size); !box.Empty() {
						all = append(all, box)
					}
				}
			}
		}
	}
	return all
}

// Small print never covers a letter of the text, of its own line or another, nor other small print.
func TestSmallPrintCoversNoText(t *testing.T) {
	fonts := testFonts(t)
	placed := 0
	rapid.Check(t, func(t *rapid.T) {
		s := randomStage(t, fonts)
		letters := s.letters()
		for i, g := range s.p.gloss {
			placed++
			for _, l := range letters {
				if g.box.Overlaps(l) {
					t.Fatalf("%q at %v covers a letter at %v", g.text, g.box, l)
				}
			}
			for _, o := range s.p.gloss[:i] {
				if g.box.Overlaps(o.box) {
					t.Fatalf("%q at %v covers %q at %v", g.text, g.box, o.text, o.box)
				}
			}
		}
	})
	if placed == 0 {
		t.Error("there is no small print at all")
	}
}

// Underlines stay below their words and above those of the next line, and never meet.
func TestUnderlinesNeverCollide(t *testing.T) {
	fonts := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		s := randomStage(t, fonts)
		b := &brush{Scene: s.Scene, p: s.p, unit: max(1, round(s.Scale))}
		for i := range s.p.rows {
			r := &s.p.rows[i]
			all := s.p.stretches[r.stretches:r.stretchesEnd]
			for k, l := range all {
				if bottom, letters := b.laneTop(r, l.lane)+underlineThick*b.unit, r.y+r.ln.Height+r.ln.Style.Baseline-round(ascender*float32(r.ln.Style.Size)); bottom >= letters {
					t.Fatalf("the underline in row %d ends at %d, and the letters of the next line begin at %d", l.lane, bottom, letters)
				}
				for _, o := range all[:k] {
					if o.lane == l.lane && l.lane < mostLanes-1 && max(o.x0, l.x0) < min(o.x1, l.x1)-1 {
						t.Fatalf("two underlines share row %d from %d to %d", l.lane, max(o.x0, l.x0), min(o.x1, l.x1))
					}
				}
			}
		}
	})
}

// Marking moves nothing: neither a mark of whichever kind with its small print, nor one in another, at any size of type, scale of the screen and
// line height, in running text as in titles; in lines that are set closer than usual, a second row of underlines may.
func TestMarkingMovesNoLine(t *testing.T) {
	fonts := testFonts(t)
	on := func(id string, st Style, letter, label string, start, end int) Mark {
		return Mark{ID: annotate.ID(id), Style: st, Letter: letter, Label: label, Spans: []annotate.Span{{Start: start, End: end}}}
	}
	cases := map[string][]Mark{
		"a mention": {on("m", Mention, "P", "Ana", 4, 11)}, "a cue": {on("c", Cue, "C", "", 4, 11)}, "an event": {on("e", Event, "", "meet", 4, 11)}, "a quote": {on("q", Quote, "", "", 4, 11)},
		"two": {on("a", Mention, "P", "Ana", 4, 11), on("b", Mention, "O", "Harbour Council", 0, 18)},
	}
	blocks := []annotate.Block{{Kind: annotate.BlockTitle, Span: annotate.Span{End: 18}}}
	for _, print := range []Print{{}, {Letters: true}, {Letters: true, Types: true}, {true, true, true}} {
		for _, scale := range []float32{1, 1.5, 2, 3} {
			for _, zoom := range []float32{0.5, 0.8, 1, 1.3, 2, 4} {
				for _, leading := range []float64{1.2, 1.4, layout.Leading, 2.2} {
					size := round(17 * scale * zoom)
					for _, bs := range [][]annotate.Block{nil, blocks} {
						st := layout.New(sample[:18], bs, fonts, layout.Options{Size: size, Measure: 4000, Leading: leading}).LineOf(0).Style
						room := func(ms ...Mark) layout.Room {
							return Room(NewList(ms...), Type{size, scale, leading, print})(0, 18, st)
						}
						for name, ms := range cases {
							if was, is := room(), room(ms...); was != is && (name != "two" || leading >= layout.Leading || is.Below > was.Below+rowStep(round(scale))) {
								t.Errorf("print %v, scale %v, zoom %v, leading %v, %d blocks: %s takes %d px more", print, scale, zoom, leading, len(bs), name, is.Below-was.Below)
							}
						}
					}
				}
			}
		}
	}
}
