package paint

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// framed is a stage with a frame: an event and what takes part in it.
func framed(t testing.TB, text, trigger string, args ...string) *stage {
	p := &pen{text: text}
	p.event("meet", trigger)
	var cs []Connector
	for i, words := range args {
		m := p.on("P", words)
		cs = append(cs, Connector{From: "E0", To: m.ID, Role: fmt.Sprint("role ", i), Color: m.Color, Anchor: trigger, Text: words})
	}
	c := &picture{text: text, width: stageW, height: stageH, measure: 420, scale: 1, marks: func(q *pen) { *q = *p }}
	s := c.stage(testFonts(t))
	s.Connectors = cs
	s.Version++
	s.img = s.p.Paint(stageW, stageH, s.Scene)
	return s
}

func (s *stage) target(id annotate.ID) (image.Rectangle, bool) {
	for _, t := range s.p.Targets() {
		if t.ID == id {
			return t.Box, true
		}
	}
	return image.Rectangle{}, false
}

func TestConnectorReachesFromAnchorToArgument(t *testing.T) {
	s := framed(t, sample+"\n"+strings.ReplaceAll(sample, "harbour", "seaside"), "wait", "seaside", "master")
	line := s.Palette.Line(hues["E"])
	for _, words := range []string{"wait", "seaside", "master"} {
		box := s.box(words)
		above := image.Rect(box.Min.X, box.Min.Y-8, box.Max.X, s.baseline(words)-10)
		if s.share(above, line) == 0 {
			t.Errorf("no line arrives at %q", words)
		}
	}
	trunk := image.Rect(s.Left-9, s.box("wait").Min.Y, s.Left-3, s.box("seaside").Min.Y)
	if n := s.share(trunk, line); n < 0.1 {
		t.Errorf("%.2f of the margin is the trunk", n)
	}
	for i, words := range []string{"seaside", "master"} {
		role, ok := s.target(annotate.ID(fmt.Sprint("P", i+1)))
		if !ok || role.Min.Y < s.baseline(words) || role.Min.X > s.box(words).Max.X {
			t.Errorf("the role of %q stands at %v", words, role)
		}
	}
}

func TestWhatIsOffTheScreenIsNamedAtTheEdge(t *testing.T) {
	text := "Far above stands a name.\n" + strings.Repeat("More text stands in between, paragraph after paragraph.\n", 40) +
		"Here they met the seaside folk.\n" + strings.Repeat("And more text follows that, line after line, to the end.\n", 40) + "The bottom."
	s := framed(t, text, "met", "Far", "seaside", "bottom")
	s.Anchor = s.Layout.Scroll(layout.Anchor{Off: s.span("met").Start, DY: -stageH / 2}, 0, stageH)
	s.img = s.p.Paint(stageW, stageH, s.Scene)
	above, ok := s.target("P1")
	if !ok || above.Min.Y > stageH/4 {
		t.Errorf("what is above is named at %v", above)
	}
	below, ok := s.target("P3")
	if !ok || below.Max.Y < stageH*3/4 {
		t.Errorf("what is below is named at %v", below)
	}
	s.Anchor = s.Layout.Scroll(layout.Anchor{Off: s.span("bottom").Start, DY: -stageH / 2}, 0, stageH)
	s.img = s.p.Paint(stageW, stageH, s.Scene)
	if anchor, ok := s.target("E0"); !ok || anchor.Min.Y > stageH/4 {
		t.Errorf("at the argument, the anchor above is named at %v", anchor)
	}
	s.Anchor = s.Layout.Scroll(layout.Anchor{Off: s.span("bottom").Start - 1200}, 0, stageH)
	s.img = s.p.Paint(stageW, stageH, s.Scene)
	if got := s.p.Targets(); len(got) > 0 {
		t.Errorf("where neither end is on the screen stands %v", got)
	}
}

// A target of which anything is seen has its connector; a stub stands on the side that it points to, beyond
// the anchor, at every place of the scroll and at any size of the letters.
func TestStubsStandWhereTheyPointTo(t *testing.T) {
	text := "Here they met on a Monday in spring, after a long winter, and talked.\n" + strings.Repeat("More text stands in between, line after line.\n", 8) + "The bottom."
	for _, size := range []int{17, 40} {
		s := framed(t, text, "met", "bottom")
		s.Layout = layout.New(text, nil, testFonts(t), layout.Options{Size: size, Measure: 420, Top: 30, Room: Room(s.Marks, Type{Size: size, Scale: 1, Leading: layout.Leading})})
		stubs, parts := 0, 0
		for a := s.Layout.Start(); ; {
			s.Anchor = a
			s.paint()
			box := s.box("bottom")
			top := s.baseline("bottom") - size/2
			target, named := s.target("P1")
			switch {
			case box.Min.Y >= stageH && named:
				stubs++
				if target.Min.Y < stageH/2 || target.Min.Y < s.baseline("met") {
					t.Fatalf("size %d: what is below is named at %v; the event's line is at %d", size, target, s.baseline("met"))
				}
			case top < stageH && box.Max.Y > 0:
				parts++
				if named && target.Min.Y < s.baseline("bottom") {
					t.Fatalf("size %d: what stands at %v is named at %v too", size, box, target)
				}
			}
			next := s.Layout.Scroll(a, 3, stageH)
			if next == a {
				break
			}
			a = next
		}
		if stubs == 0 || parts == 0 {
			t.Errorf("size %d: %d stubs, %d times it was seen", size, stubs, parts)
		}
	}
}

// A head beside a higher letter stands above it, and a trunk never runs through a letter that is wider than the
// column.
func TestConnectorsGoRoundLettersBesideThem(t *testing.T) {
	for _, c := range []struct {
		text    string
		measure int
		sizes   []int
	}{
		{paragraphs[0] + " " + paragraphs[1], 100, []int{18, 23, 31, 40}},
		{"is at a 👨‍👩‍👧 at the end", 86, []int{64}},
		{"עולם 👨‍👩‍👧 שלום ראש", 86, []int{64}},
	} {
		for _, size := range c.sizes {
			var ms []Mark
			for i, r := range c.text {
				if len(ms) < 40 && unicode.IsLetter(r) {
					ms = append(ms, mark(fmt.Sprint(len(ms)), Mention, annotate.Span{Start: i, End: i + utf8.RuneLen(r)}))
				}
			}
			pal, list := Light(), NewList(ms...)
			l := layout.New(c.text, nil, testFonts(t), layout.Options{Size: size, Measure: c.measure, Top: 30, Bottom: 30, Room: Room(list, Type{Size: size, Scale: 2, Leading: layout.Leading})})
			s := &stage{text: c.text, p: NewPainter(testFonts(t)), Scene: &Scene{Layout: l, Marks: list, Palette: &pal, Anchor: l.Start(), Left: 40, Scale: 2, Hit: -1}}
			drawn := 0
			for i, m := range ms[1:] {
				s.Connectors = []Connector{{From: ms[i/4].ID, To: m.ID, Color: m.Color}}
				s.Version++
				s.p.Paint(400, 1600, s.Scene)
				s.p.collect(s.Scene, image.Rect(0, 0, 400, 1600))
				letters := s.letters()
				for _, k := range s.p.over {
					drawn++
					for _, letter := range letters {
						if k.box.Overlaps(letter) {
							t.Fatalf("size %d, to %v: a part at %v covers a letter at %v", size, m.Spans, k.box, letter)
						}
					}
				}
			}
			if drawn == 0 {
				t.Errorf("size %d: no connector is drawn at all", size)
			}
		}
	}
}

// Connectors, roles and stubs never cover a letter of the text, and roles and stubs never each other.
func TestConnectorsCrossNoWords(t *testing.T) {
	fonts := testFonts(t)
	drawn, stubs := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := randomStage(t, fonts)
		ms := s.Marks.(*List).marks
		if len(ms) < 2 {
			return
		}
		from := rapid.IntRange(0, len(ms)-1).Draw(t, "from")
		for i := range ms {
			if i != from && rapid.Bool().Draw(t, "argument") {
				s.Connectors = append(s.Connectors, Connector{From: ms[from].ID, To: ms[i].ID, Role: rapid.SampledFrom([]string{"speaker", "cue", "place"}).Draw(t, "role"), Color: ms[i].Color, Anchor: "met", Text: "Lindqvist"})
			}
		}
		height := rapid.IntRange(60, 600).Draw(t, "height")
		s.Version++
		s.p.Paint(1000, height, s.Scene)
		s.p.collect(s.Scene, image.Rect(0, 0, 1000, height))
		letters := s.letters()
		for _, k := range s.p.over {
			drawn++
			for _, l := range letters {
				if k.box.Overlaps(l) {
					t.Fatalf("a part at %v covers a letter at %v", k.box, l)
				}
			}
		}
		for i, k := range s.p.over {
			for _, o := range s.p.targets {
				above := func(k laid) bool { return k.box == o.Box }
				if !above(k) && k.box.Overlaps(o.Box) && !slices.ContainsFunc(s.p.over[i:], above) {
					t.Fatalf("a part at %v runs over the name of %s at %v", k.box, o.ID, o.Box)
				}
			}
		}
		for i, k := range s.p.targets {
			stubs++
			for _, o := range s.p.targets[:i] {
				if k.Box.Overlaps(o.Box) {
					t.Fatalf("%s at %v covers %s at %v", k.ID, k.Box, o.ID, o.Box)
				}
			}
		}
	})
	if drawn < 100 || stubs < 20 {
		t.Errorf("%d parts and %d targets were drawn in all", drawn, stubs)
	}
}
