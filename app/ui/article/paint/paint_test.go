package paint

import (
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// fontFile reads one of the program's own fonts.
func fontFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "assets", "fonts", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func testFonts(t testing.TB) *layout.Fonts {
	t.Helper()
	read := func(name string) []byte { return fontFile(t, name) }
	f, err := layout.NewFonts(layout.Faces{
		Serif: layout.Type{Regular: read("SourceSerif4_400Regular.ttf"), Bold: read("SourceSerif4_600SemiBold.ttf"), Italic: read("SourceSerif4_400Regular_Italic.ttf")},
		Sans:  layout.Type{Regular: read("SourceSans3_400Regular.ttf"), Bold: read("SourceSans3_600SemiBold.ttf"), Italic: read("SourceSans3_400Regular_Italic.ttf")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// stage is a scene being painted in a test.
type stage struct {
	*Scene
	text string
	p    *Painter
	img  *image.RGBA
}

const stageW, stageH = 500, 300

func newStage(t testing.TB, text string, marks ...Mark) *stage {
	f := testFonts(t)
	x := NewList(marks...)
	pal := Light()
	l := layout.New(text, nil, f, layout.Options{Size: 17, Measure: 420, Top: 30, Room: Room(x, Type{Size: 17, Scale: 1, Leading: layout.Leading})})
	s := &stage{text: text, p: NewPainter(f), Scene: &Scene{Layout: l, Marks: x, Palette: &pal, Anchor: l.Start(), Left: 40, Scale: 1}}
	s.paint()
	return s
}

func (s *stage) paint() {
	s.Version++
	s.img = s.p.Paint(stageW, stageH, s.Scene)
	s.arrange(stageW, stageH)
}

// arrange makes the painter know the small print of the whole view, not only of its last tile.
func (s *stage) arrange(w, h int) {
	b := s.p.brush(s.Scene)
	b.clip = image.Rect(0, 0, w, h)
	b.arrange()
}

func (s *stage) span(words string) annotate.Span {
	i := strings.Index(s.text, words)
	return annotate.Span{Start: i, End: i + len(words)}
}

// box is where words stand, from the top of the line to its bottom.
func (s *stage) box(words string) image.Rectangle {
	sp := s.span(words)
	ln := s.Layout.LineOf(sp.Start)
	y := s.Layout.LineY(s.Anchor, ln)
	e := layout.Extents(ln, s.Layout.Visual(ln, nil), sp.Start, sp.End, nil)[0]
	return image.Rect(round(e.X0)+s.Left, y, round(e.X1)+s.Left, y+ln.Height)
}

func (s *stage) baseline(words string) int {
	ln := s.Layout.LineOf(s.span(words).Start)
	return s.Layout.LineY(s.Anchor, ln) + ln.Baseline
}

func (s *stage) at(x, y int) color.NRGBA {
	i := s.img.PixOffset(x, y)
	return color.NRGBA{s.img.Pix[i], s.img.Pix[i+1], s.img.Pix[i+2], 255}
}

// share returns how much of a rectangle has a colour, from 0 to 1.
func (s *stage) share(r image.Rectangle, c color.NRGBA) float64 {
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if s.at(x, y) == c {
				n++
			}
		}
	}
	return float64(n) / float64(max(1, r.Dx()*r.Dy()))
}

const sample = "The harbour master said “we will wait for the ministry” and then he left the room."

func mark(id string, st Style, spans ...annotate.Span) Mark {
	c := color.NRGBA{0x00, 0x72, 0xB2, 255}
	if st == Quote {
		c = quoteYellow
	}
	return Mark{ID: annotate.ID(id), Style: st, Spans: spans, Color: c}
}

func spanOf(words string) annotate.Span {
	i := strings.Index(sample, words)
	return annotate.Span{Start: i, End: i + len(words)}
}

func TestQuoteIsTintedAndBarredAndNothingElseIs(t *testing.T) {
	s := newStage(t, sample, mark("q", Quote, spanOf("“we will wait for the ministry”")))
	tint := quoteYellow
	tint.A = s.Palette.QuoteAlpha
	want := over(tint, s.Palette.Page)
	if n := s.share(s.box("we will wait"), want); n < 0.5 {
		t.Errorf("%.2f of the quoted words' ground is tinted", n)
	}
	if n := s.share(s.box("harbour master"), want); n > 0 {
		t.Errorf("%.2f of other words' ground is tinted", n)
	}
	margin := image.Rect(0, s.box("we will").Min.Y, s.Left-4, s.box("we will").Max.Y)
	if n := s.share(margin, s.Palette.Line(quoteYellow)); n == 0 {
		t.Error("no bar in the margin")
	}
}

func TestNestedQuotesAreTintedOnceAndHaveBarsSideBySide(t *testing.T) {
	s := newStage(t, sample, mark("a", Quote, spanOf("said “we will wait for the ministry”")), mark("b", Quote, spanOf("wait for")))
	tint := quoteYellow
	tint.A = s.Palette.QuoteAlpha
	if n := s.share(s.box("wait"), over(tint, s.Palette.Page)); n < 0.5 {
		t.Errorf("%.2f of the inner quote has the plain tint", n)
	}
	y := s.baseline("wait") - 4
	bars, in := 0, false
	for x := range s.Left - 2 {
		on := s.at(x, y) == s.Palette.Line(quoteYellow)
		if on && !in {
			bars++
		}
		in = on
	}
	if bars != 2 {
		t.Errorf("%d bars, want 2", bars)
	}
}

// underlines returns the tops of the underlines below the middle of some words.
func (s *stage) underlines(words string, c color.NRGBA) []int {
	box := s.box(words)
	x := (box.Min.X + box.Max.X) / 2
	var tops []int
	for y := s.baseline(words); y < box.Max.Y+20; y++ {
		if s.at(x, y) == c && s.at(x, y-1) != c {
			tops = append(tops, y)
		}
	}
	return tops
}

func TestOverlappingMentionsAreUnderlinedInRowsTheShorterNearer(t *testing.T) {
	outer, inner := mark("a", Mention, spanOf("harbour master")), mark("b", Mention, spanOf("master"))
	inner.Color = color.NRGBA{0x00, 0x9E, 0x73, 255}
	s := newStage(t, sample, outer, inner)
	a, b := s.underlines("master", s.Palette.Line(outer.Color)), s.underlines("master", s.Palette.Line(inner.Color))
	if len(a) != 1 || len(b) != 1 || b[0] >= a[0] {
		t.Fatalf("outer underlined at %v, inner at %v", a, b)
	}
	if next := s.box("ministry").Max.Y; a[0] > next {
		t.Errorf("the outer underline at %d is not below its own line, whose next ends at %d", a[0], next)
	}
	if n := len(s.underlines("said", s.Palette.Line(outer.Color))); n != 0 {
		t.Errorf("words without a mark have %d underlines", n)
	}
}

func TestCueIsDottedAndProposalIsDashed(t *testing.T) {
	solid, dotted, dashed := mark("a", Mention, spanOf("harbour")), mark("b", Cue, spanOf("said")), mark("c", Mention, spanOf("ministry"))
	dashed.Proposal = true
	s := newStage(t, sample, solid, dotted, dashed)
	line := s.Palette.Line(solid.Color)
	part := func(words string) float64 {
		box := s.box(words)
		y := s.baseline(words) + underlineTop(17)
		return s.share(image.Rect(box.Min.X, y, box.Max.X, y+underlineThick), line)
	}
	if a, b, c := part("harbour"), part("said"), part("ministry"); a < 0.99 || b < 0.3 || b > 0.7 || c < 0.4 || c > 0.85 {
		t.Errorf("mention is %.2f drawn, cue %.2f, proposal %.2f", a, b, c)
	}
}

func TestAllPiecesOfABrokenMarkAreShown(t *testing.T) {
	s := newStage(t, sample, mark("q", Quote, spanOf("we will"), spanOf("he left")))
	tint := quoteYellow
	tint.A = s.Palette.QuoteAlpha
	want := over(tint, s.Palette.Page)
	for words, on := range map[string]bool{"we will": true, "he left": true, "ministry": false} {
		if n := s.share(s.box(words), want); on != (n > 0.4) {
			t.Errorf("%q is %.2f tinted", words, n)
		}
	}
}

// The parts lie thousands of bytes and many screens apart.
func TestAThreadJoinsTheFurthestPartsOfAnyMark(t *testing.T) {
	text := "Ana left. " + strings.Repeat(sample+"\n", 200) + "She came back."
	parts := []annotate.Span{{End: 3}, {Start: len(text) - 5, End: len(text) - 1}}
	for _, style := range []Style{Mention, Cue, Event, Quote} {
		m := mark("m", style, parts...)
		s := newStage(t, text, m)
		b := s.p.brush(s.Scene)
		c := b.tone(&m).line
		for place, joined := range map[int]bool{len(text) / 2: true, len(text): false} {
			s.Anchor = s.Layout.Scroll(layout.Anchor{Off: place}, -stageH/2, stageH)
			s.paint()
			margin := image.Rect(0, 0, s.Left-2, 40)
			if place == len(text) {
				margin = image.Rect(0, stageH-8, s.Left-2, stageH)
			}
			joined = joined || style == Quote // whose bar stands beside its parts, too
			if got := s.share(margin, c) > 0; got != joined {
				t.Errorf("style %d: a thread beside the line at %d: %v", style, place, got)
			}
		}
	}
}

func TestEventHasAChipAndItsTypeBelow(t *testing.T) {
	m := mark("e", Event, spanOf("wait"))
	m.Label = "hold"
	s := newStage(t, sample, m)
	chip := m.Color
	chip.A = s.Palette.ChipAlpha
	if n := s.share(s.box("wait"), over(chip, s.Palette.Page)); n < 0.2 {
		t.Errorf("%.2f of the trigger's ground is the chip", n)
	}
	if len(s.p.gloss) != 1 || s.p.gloss[0].text != "HOLD" {
		t.Fatalf("the small print is %+v", s.p.gloss)
	}
	label := s.p.gloss[0].box
	if box := s.box("wait"); label.Min.Y < s.baseline("wait") || label.Min.X > box.Max.X || label.Max.X < box.Min.X {
		t.Errorf("the label at %v is not below the trigger at %v", label, box)
	}
	if n := s.share(label, s.Palette.Page); n > 0.9 {
		t.Error("nothing is written below the chip")
	}
	plain := newStage(t, sample)
	if n := plain.share(label, s.Palette.Page); n < 1 {
		t.Errorf("without the mark %.2f of that place is blank", n)
	}
}

func TestAMarkThatIsFixedHasNoHandles(t *testing.T) {
	s := newStage(t, sample, mark("m", Mention, spanOf("harbour")))
	s.Selected = "m"
	s.paint()
	box := s.box("harbour")
	knob := image.Rect(box.Min.X-8, box.Min.Y, box.Min.X-1, box.Max.Y)
	with := s.share(knob, s.Palette.Accent)
	s.Fixed = true
	s.paint()
	if without := s.share(knob, s.Palette.Accent); with < 0.05 || without > with/2 {
		t.Errorf("the accent covers %.3f of where a handle is, and %.3f without one", with, without)
	}
}

func TestALineWithANotchHasAWedgeInItsMargin(t *testing.T) {
	s := newStage(t, sample)
	box := s.box("harbour")
	margin := image.Rect(s.Left+s.Layout.Measure(), box.Min.Y, s.Left+s.Layout.Measure()+12, box.Max.Y)
	s.Notches = []int{s.span("harbour").Start}
	s.paint()
	if share := s.share(margin, s.Palette.Accent); share < 0.03 {
		t.Errorf("the wedge covers %.3f of the margin", share)
	}
	s.Notches = []int{s.span("the room").Start}
	s.paint()
	if share := s.share(margin, s.Palette.Accent); share > 0 {
		t.Errorf("a wedge covers %.3f of the margin of a line without a notch", share)
	}
}

func TestSelectedMarkIsOutlined(t *testing.T) {
	s := newStage(t, sample, mark("a", Mention, spanOf("ministry")))
	box := s.box("ministry").Inset(-6)
	if n := s.share(box, s.Palette.Accent); n > 0 {
		t.Error("outlined before it is selected")
	}
	s.Selected = "a"
	s.paint()
	if n := s.share(box, s.Palette.Accent); n < 0.05 {
		t.Errorf("%.3f of its surroundings are the outline", n)
	}
}

// An apostrophe, a comma or a quotation mark behind a mark can be read while the mark is selected.
func TestTheFrameOfTheSelectedMarkHidesNoLetterBesideIt(t *testing.T) {
	text := "Ask Peskov’s aide, “Okafor”, they’d say; Vlad.ii said (Lu)."
	for _, words := range []string{"Peskov", "aide", "Okafor", "they", "say", "ad.i", "Lu"} {
		i := strings.Index(text, words)
		s := newStage(t, text, mark("m", Mention, annotate.Span{Start: i, End: i + len(words)}))
		plain := slices.Clone(s.img.Pix)
		s.Selected = "m"
		s.paint()
		if n := s.share(s.box(words).Inset(-6), s.Palette.Accent); n < 0.03 {
			t.Errorf("the frame of %q is not seen", words)
		}
		ink, own := s.Palette.Text, s.box(words)
		for y := range stageH {
			for x := range stageW {
				if image.Pt(x, y).In(own) {
					continue
				}
				k := s.img.PixOffset(x, y)
				if was := plain[k]; was < ink.R+60 && plain[k+2] < ink.B+60 && (s.img.Pix[k] != was || s.img.Pix[k+2] != plain[k+2]) {
					t.Fatalf("while %q is selected, a letter cannot be seen at %d, %d", words, x, y)
				}
			}
		}
	}
}

func TestHintStandsAtItsWordAndNowhereElse(t *testing.T) {
	s := newStage(t, sample)
	s.Hints = []Hint{{Offset: s.span("ministry").Start, Letter: "A"}}
	s.paint()
	if n := s.share(s.box("ministry").Inset(-8), s.Palette.Hint); n < 0.03 {
		t.Errorf("%.3f of the word's place is a badge", n)
	}
}

func TestHintsOfNeighboursHideNoneAndLittleOfTheWords(t *testing.T) {
	text := strings.Repeat("to us he is an old man, so we go by. ", 8)
	s := newStage(t, text)
	for i := range text {
		if i == 0 || text[i-1] == ' ' {
			s.Hints = append(s.Hints, Hint{Offset: i, End: i + 1, Letter: string(rune('A' + len(s.Hints)%26))})
		}
	}
	s.paint()
	if len(s.p.hints) < len(s.Hints) {
		t.Fatalf("%d of %d hints are shown", len(s.p.hints), len(s.Hints))
	}
	for i, a := range s.p.hints {
		for _, b := range s.p.hints[:i] {
			if hid := a.Intersect(b); hid.Dx()*hid.Dy() > a.Dx()*a.Dy()/8 {
				t.Errorf("the badge at %v hides that at %v", a, b)
			}
		}
	}
}

// Each word of an ordinary text alone: the badge is at the word, and touches a letter only where there is no way round.
func TestAHintTouchesNoLetterWhereItCanStandClear(t *testing.T) {
	s := newStage(t, sample+" "+harbour)
	clear, touching := 0, 0
	for _, at := range strings.Fields(s.text) {
		sp := s.span(at)
		s.Hints = []Hint{{Offset: sp.Start, End: sp.End, Letter: "A"}}
		s.paint()
		badge, word := s.p.hints[0], s.box(at)
		if near := badge.Inset(-badge.Dx()); !near.Overlaps(word) {
			t.Errorf("the badge of %q at %v is not at the word at %v", at, badge, word)
		}
		hidden := 0
		for _, g := range s.letters() {
			in := g.Intersect(badge)
			hidden += in.Dx() * in.Dy()
		}
		if hidden == 0 {
			clear++
		} else if touching++; hidden > 12 {
			t.Errorf("the badge of %q hides %d px of letters", at, hidden)
		}
	}
	if clear < 4*touching {
		t.Errorf("%d badges stand clear, %d touch letters", clear, touching)
	}
}

// Each px above the letters has the tint where a selected character stands below it, and only there.
func TestSelectedTextIsTintedExactly(t *testing.T) {
	f, pal := testFonts(t), Light()
	want := over(pal.Selection, pal.Page)
	words := []string{"master ", "e\u0301a\u0308 ", "שלום עולם ", "(אב) ", "1,234.5% ", "“No”, ", "office ", "👨‍👩‍👧 ", "abc", "ש״ל"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 25).Draw(t, "text"), "")
		l := layout.New(text, nil, f, layout.Options{Size: 17, Measure: rapid.IntRange(60, 420).Draw(t, "measure"), Top: 30})
		s := &stage{text: text, p: NewPainter(f), Scene: &Scene{Layout: l, Marks: NewList(), Palette: &pal, Anchor: l.Start(), Left: 40, Scale: 1, Hit: -1}}
		ends := []int{0}
		for it := graphemes.FromString(text); it.Next(); {
			ends = append(ends, it.End())
		}
		from := rapid.IntRange(0, len(ends)-2).Draw(t, "from")
		to := rapid.IntRange(from+1, len(ends)-1).Draw(t, "to")
		s.SelStart, s.SelEnd = ends[from], ends[to]
		s.paint()
		l.Visit(s.Anchor, stageH, func(y int, ln *layout.Line) {
			if y >= stageH {
				return
			}
			tinted := make([]bool, stageW)
			vis := l.Visual(ln, nil)
			for k := from; k < to; k++ {
				for _, e := range layout.Extents(ln, vis, ends[k], ends[k+1], nil) {
					for x := round(e.X0); x < round(e.X1); x++ {
						tinted[s.Left+x] = true
					}
				}
			}
			for x := range stageW {
				if got := s.at(x, y) == want; got != tinted[x] {
					t.Fatalf("in the line %q of %q with [%d, %d) selected px %d is tinted: %v", text[ln.Start:ln.End], text, s.SelStart, s.SelEnd, x, got)
				}
			}
		})
	})
}

func TestHitsAreTintedAndTheOneThatOneIsAtIsFramed(t *testing.T) {
	s := newStage(t, sample)
	s.Hits, s.Hit = []annotate.Span{s.span("master"), s.span("ministry")}, 1
	s.paint()
	want := over(s.Palette.Hit, s.Palette.Page)
	for _, words := range []string{"master", "ministry"} {
		if n := s.share(s.box(words), want); n < 0.5 {
			t.Errorf("%.2f of the ground of %q is tinted", n, words)
		}
	}
	frame := s.Palette.Line(s.Palette.Hit)
	if s.share(s.box("ministry").Inset(-3), frame) == 0 || s.share(s.box("master").Inset(-3), frame) > 0 {
		t.Error("the frame is not around the hit that one is at, and only that")
	}
}

// Scrolling moves the rows that stay: the picture must be the one that painting
// all of it gives.
func TestScrolledPictureEqualsAFreshOne(t *testing.T) {
	text := strings.Repeat(sample+"\n", 60)
	var marks []Mark
	for i := range 60 {
		at := i * (len(sample) + 1)
		shift := func(s annotate.Span) annotate.Span { return annotate.Span{Start: s.Start + at, End: s.End + at} }
		id := string(rune('a'+i/10)) + string(rune('a'+i%10))
		e := mark("e"+id, Event, shift(spanOf("wait")))
		e.Label, e.Proposal = "hold", i%3 == 0
		m := mark("m"+id, Mention, shift(spanOf("harbour master")))
		m.Letter = "P"
		q := mark("q"+id, Quote, shift(spanOf("“we will wait for the ministry”")))
		q.Proposal = i%4 == 0
		marks = append(marks, m, mark("n"+id, Mention, shift(spanOf("master"))), q, e)
	}
	s := newStage(t, text, marks...)
	s.Letters, s.Selected = true, "mac"
	for _, to := range []annotate.ID{"mac", "nac", "mad", "maf", "mba"} {
		s.Connectors = append(s.Connectors, Connector{From: "qac", To: to, Role: "role " + string(to), Anchor: "quote", Text: "somebody"})
	}
	s.Hints = []Hint{{Offset: 4, End: 11, Letter: "A"}, {Offset: 504, End: 511, Letter: "S", Chosen: true}}
	s.paint()
	other := NewPainter(s.Layout.Fonts())
	rapid.Check(t, func(t *rapid.T) {
		s.Anchor = s.Layout.Scroll(s.Anchor, rapid.IntRange(-400, 400).Draw(t, "dy"), stageH)
		if rapid.IntRange(0, 5).Draw(t, "turn") == 0 {
			s.Anchor = s.Layout.Start()
		}
		got := s.p.Paint(stageW, stageH, s.Scene)
		other.Forget()
		want := other.Paint(stageW, stageH, s.Scene)
		for i := range got.Pix {
			if d := int(got.Pix[i]) - int(want.Pix[i]); d > 3 || d < -3 { // soft edges may be rounded otherwise
				t.Fatalf("the pixel at %d, %d differs by %d", i%got.Stride/4, i/got.Stride, d)
			}
		}
	})
}

// Painting only what was touched gives the picture that painting all of it gives.
func TestTouchedPictureEqualsAFreshOne(t *testing.T) {
	text := strings.Repeat(sample+" ", 12)
	fonts := testFonts(t)
	other := NewPainter(fonts)
	rapid.Check(t, func(t *rapid.T) {
		ms := randomMarks(t, text)
		pal := Light()
		room := Room(NewList(ms...), Type{17, 1, layout.Leading, Print{Letters: true}})
		l := layout.New(text, nil, fonts, layout.Options{Size: 17, Measure: 420, Top: 30, Room: func(a, b int, st *layout.Style) layout.Room { return room(a, b, st) }})
		s := &Scene{Layout: l, Marks: NewList(ms...), Palette: &pal, Anchor: l.Start(), Left: 40, Scale: 1, Letters: true, Hit: -1}
		s.Hints = []Hint{{Offset: 4, End: 11, Letter: "A"}}
		p := NewPainter(fonts)
		p.Paint(stageW, stageH, s)
		for i := range rapid.IntRange(1, 6).Draw(t, "edits") {
			var span annotate.Span
			switch rapid.IntRange(0, 4).Draw(t, "act") {
			case 0:
				a := rapid.IntRange(0, 900).Draw(t, "start")
				m := mark(fmt.Sprint("new", i), Style(rapid.IntRange(0, 3).Draw(t, "style")), annotate.Span{Start: a, End: a + rapid.IntRange(1, 90).Draw(t, "length")})
				m.Letter = "N"
				ms, span = append(ms, m), m.Spans[0]
			case 1:
				if len(ms) == 0 {
					continue
				}
				k := rapid.IntRange(0, len(ms)-1).Draw(t, "which")
				span = annotate.Hull(ms[k].Spans)
				ms = slices.Delete(slices.Clone(ms), k, k+1)
			case 2:
				span = annotate.Span{Start: s.SelStart, End: s.SelEnd}
				s.SelStart = rapid.IntRange(0, 400).Draw(t, "selected")
				s.SelEnd = s.SelStart + rapid.IntRange(0, 200).Draw(t, "length")
				p.Touch(annotate.Span{Start: s.SelStart, End: s.SelEnd})
			case 3:
				if m := s.Marks.Mark(s.Selected); m != nil {
					span = annotate.Hull(m.Spans)
				}
				if s.Selected = ""; len(ms) > 0 {
					m := &ms[rapid.IntRange(0, len(ms)-1).Draw(t, "which")]
					s.Selected = m.ID
					p.Touch(m.Spans...)
				}
			case 4: // nothing is touched
				if s.Connectors = nil; len(ms) == 0 {
					break
				}
				from := ms[rapid.IntRange(0, len(ms)-1).Draw(t, "from")].ID
				for range rapid.IntRange(0, 3).Draw(t, "connectors") {
					to := &ms[rapid.IntRange(0, len(ms)-1).Draw(t, "to")]
					s.Connectors = append(s.Connectors, Connector{From: from, To: to.ID, Color: to.Color, Role: rapid.SampledFrom([]string{"cue", "speaker"}).Draw(t, "role")})
				}
			}
			s.Marks = NewList(ms...)
			room = Room(s.Marks, Type{17, 1, layout.Leading, Print{Letters: true}})
			l.Refit(span.Start, span.End)
			p.Touch(span)
			if rapid.Bool().Draw(t, "scroll") {
				s.Anchor = l.Scroll(s.Anchor, rapid.IntRange(-60, 60).Draw(t, "dy"), stageH)
			}
			got := p.Paint(stageW, stageH, s)
			other.Forget()
			want := other.Paint(stageW, stageH, s)
			for i := range got.Pix {
				if d := int(got.Pix[i]) - int(want.Pix[i]); d > 3 || d < -3 { // soft edges reach beyond what was touched
					t.Fatalf("the pixel at %d, %d differs by %d", i%got.Stride/4, i/got.Stride, d)
				}
			}
		}
	})
}

func TestMarksUnderAPlaceComeSmallestFirst(t *testing.T) {
	x := NewList(
		mark("quote", Quote, annotate.Span{Start: 0, End: 50}), mark("name", Mention, annotate.Span{Start: 10, End: 20}),
		mark("word", Mention, annotate.Span{Start: 15, End: 20}), mark("other", Mention, annotate.Span{Start: 30, End: 40}),
	)
	got := At(x, 16, 17)
	if want := []annotate.ID{"word", "name", "quote"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := At(x, 60, 61); len(got) != 0 {
		t.Errorf("beyond all marks: %v", got)
	}
}

// A list finds what a plain search finds, and no two underlines that overlap on a line share a row.
func TestAListFindsAllAndRowsAreDisjoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 30).Draw(t, "n")
		var ms []Mark
		for i := range n {
			var spans []annotate.Span
			a := rapid.IntRange(0, 100).Draw(t, "start")
			for range rapid.IntRange(1, 3).Draw(t, "parts") {
				b := a + rapid.IntRange(1, 12).Draw(t, "length")
				spans = append(spans, annotate.Span{Start: a, End: b})
				a = b + rapid.IntRange(1, 9).Draw(t, "gap")
			}
			ms = append(ms, mark(string(rune('A'+i)), Mention, spans...))
		}
		x := NewList(ms...)
		a := rapid.IntRange(0, 110).Draw(t, "from")
		b := a + rapid.IntRange(1, 20).Draw(t, "width")
		found := map[annotate.ID]int{}
		x.In(a, b, func(m *Mark) { found[m.ID]++ })
		for _, m := range ms {
			want := 0
			if annotate.Overlap(m.Spans, []annotate.Span{{Start: a, End: b}}) {
				want = 1
			}
			if found[m.ID] != want {
				t.Fatalf("mark %s on %v was found %d times in [%d, %d)", m.ID, m.Spans, found[m.ID], a, b)
			}
		}
		var s strokes
		s.line(x, a, b)
		for i := range s.frags {
			for j := range i {
				f, g := &s.frags[i], &s.frags[j]
				if max(f.start, g.start, a) < min(f.end, g.end, b) && f.lane == g.lane && f.lane < mostLanes-1 {
					t.Fatalf("[%d, %d) and [%d, %d) share row %d", f.start, f.end, g.start, g.end, f.lane)
				}
			}
		}
	})
}

// Wherever one looks from, a quote has one lane, and quotes that overlap have different ones.
func TestLanesAreThoseOfTheQuotesAround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ms []Mark
		for i := range rapid.IntRange(0, 14).Draw(t, "n") {
			a := rapid.IntRange(0, 100).Draw(t, "start")
			ms = append(ms, mark(string(rune('A'+i)), Quote, annotate.Span{Start: a, End: a + rapid.IntRange(1, 60).Draw(t, "length")}))
		}
		x := NewList(ms...)
		all := lanes{marks: x}
		for i := range ms {
			n := all.lane(&ms[i])
			if alone := (&lanes{marks: x}); alone.lane(&ms[i]) != n {
				t.Fatalf("the lane of %v is %d or %d", ms[i].Spans, n, alone.lane(&ms[i]))
			}
			for j := range i {
				if annotate.Overlap(ms[i].Spans, ms[j].Spans) && all.lane(&ms[j]) == n && n < mostLanes-1 {
					t.Fatalf("%v and %v share lane %d", ms[i].Spans, ms[j].Spans, n)
				}
			}
		}
	})
}

func TestNothingIsPaintedForAnEmptyText(t *testing.T) {
	s := newStage(t, "")
	if n := s.share(s.img.Rect, s.Palette.Page); n != 1 {
		t.Errorf("%.3f of the picture is the page", n)
	}
}

func TestOtherConnectorsPaintWhatTheyTouch(t *testing.T) {
	text := strings.Repeat(sample+" ", 24)
	word := func(id string, style Style, at int) Mark {
		return mark(id, style, annotate.Span{Start: at, End: at + 6})
	}
	s := newStage(t, text, word("said", Event, 300), word("who", Mention, 320), word("whom", Mention, 340))
	s.Connectors = []Connector{{From: "said", To: "who", Role: "speaker"}}
	looks := func() (n int) {
		for _, tile := range s.p.Tiles(stageW, stageH, s.Scene) {
			n += tile.Looks
		}
		return n
	}
	before, tiles := looks(), len(s.p.Tiles(stageW, stageH, s.Scene))
	s.Connectors = []Connector{{From: "said", To: "whom", Role: "speaker"}}
	if n := looks() - before; n < 1 || n > tiles/2 {
		t.Errorf("%d of %d tiles are painted", n, tiles)
	}
}
