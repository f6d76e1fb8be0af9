package paint

import (
	"image"
	"slices"
	"testing"

	"quoth/annotate"
)

// ballot is votes held in memory, for a few lines.
type ballot struct {
	who   []string
	lines []ballotLine
	asked []annotate.Span
}

type ballotLine struct {
	on    annotate.Span
	votes []Vote
}

func (l *ballot) Names() []string { return l.who }

func (l *ballot) Votes(start, end int) []Vote {
	l.asked = append(l.asked, annotate.Span{Start: start, End: end})
	votes := make([]Vote, len(l.who))
	for _, one := range l.lines {
		if one.on.Start < end && one.on.End > start {
			copy(votes, one.votes)
		}
	}
	return votes
}

var (
	same     = Vote{Marked: true}
	differs  = Vote{Marked: true, Differs: true, Open: true}
	settled  = Vote{Marked: true, Differs: true}
	lacks    = Vote{Lacks: true, Open: true}
	oldLacks = Vote{Lacks: true}
)

// threeVoters are votes on the first words of a text's lines.
func threeVoters(text string, on ...string) *ballot {
	b := &ballot{who: []string{"ana", "ben", "cay"}}
	for i, votes := range [][]Vote{{same, same, differs}, {lacks, differs, lacks}, {settled, same, same}, {same, oldLacks, same}} {
		if i < len(on) {
			b.lines = append(b.lines, ballotLine{(&stage{text: text}).span(on[i]), votes})
		}
	}
	return b
}

// vote puts lanes into a scene.
func (s *stage) vote(v Voters) {
	s.Layout.SetMeasure(300)
	s.Voters, s.Lanes = v, s.p.LanesOf(v, s.Scale)
	s.paint()
}

// lane is where a voter's lane stands beside the line of some words.
func (s *stage) lane(voter int, words string) image.Rectangle {
	box := s.box(words)
	left := s.Left + s.Layout.Measure() + laneBefore + voter*s.Lanes.Step + (s.Lanes.Step-laneWidth)/2
	return image.Rect(left, box.Min.Y, left+laneWidth, box.Max.Y)
}

func TestALaneIsFilledWhereItsAnnotatorMarkedAndNotchedWhereThatDiffers(t *testing.T) {
	text := "one\ntwo\nsix\nten\nend"
	s := newStage(t, text)
	s.vote(threeVoters(text, "one", "two", "six", "ten"))
	ink := func(voter int, words string) float64 { return 1 - s.share(s.lane(voter, words), s.Palette.Page) }
	// The wedge is at the left: there it is page, while a lane without one is not.
	wedge := func(voter int, words string) bool {
		box := s.lane(voter, words)
		y := s.baseline(words) + (s.Layout.Style().Descent-s.Layout.Style().Ascent)*7/16
		return s.at(box.Min.X, y) == s.Palette.Page && s.at(box.Max.X-1, y) != s.Palette.Page
	}
	if got := ink(0, "one"); got < 0.3 || wedge(0, "one") {
		t.Errorf("of ana's lane beside the first line %.2f is filled; want a bar, without a notch", got)
	}
	if !wedge(2, "one") || !wedge(1, "two") || !wedge(0, "six") {
		t.Error("a lane has no notch where its annotator differs")
	}
	if s.share(s.lane(2, "one"), s.Palette.Accent) < 0.3 || s.share(s.lane(0, "six"), s.Palette.Accent) > 0 {
		t.Error("an open difference does not stand out, or a settled one does")
	}
	if got := ink(0, "two"); got == 0 || got > 0.4 || wedge(0, "two") {
		t.Errorf("of ana's lane beside what she left unmarked %.2f is filled; want a hollow frame", got)
	}
	if got := ink(1, "ten"); got == 0 || got > 0.1 {
		t.Errorf("of ben's lane beside a settled gap %.2f is filled; want a dot", got)
	}
	if got := ink(0, "end"); got != 0 {
		t.Error("a lane is filled where nobody marked anything")
	}
}

// What is asked about are the lines on the screen, whatever comes after them.
func TestVotesAreAskedForTheLinesOnTheScreen(t *testing.T) {
	text := longText()
	s := newStage(t, text)
	v := threeVoters(text)
	s.vote(v)
	last := slices.MaxFunc(v.asked, func(a, b annotate.Span) int { return a.End - b.End })
	if n := len(v.asked); n < 5 || n > 30 || last.End > len(text)/10 {
		t.Errorf("%d lines were asked about, up to byte %d of %d", n, last.End, len(text))
	}
}

func longText() string {
	text := sample
	for range 8 {
		text += "\n" + text
	}
	return text
}

func TestAScrolledPictureWithLanesEqualsAFreshOne(t *testing.T) {
	text := longText()
	s := newStage(t, text)
	v := &ballot{who: []string{"ana", "ben"}}
	for at := 0; at < len(text); at += 97 {
		v.lines = append(v.lines, ballotLine{annotate.Span{Start: at, End: at + 30}, []Vote{{Marked: at%2 == 0, Differs: at%3 == 0, Open: at%5 == 0}, {Lacks: at%2 == 1, Open: true}}})
	}
	s.vote(v)
	other := NewPainter(s.Layout.Fonts())
	for _, dy := range []int{7, 40, -13, 300, -120, 55, 1} {
		s.Anchor = s.Layout.Scroll(s.Anchor, dy, stageH)
		got := s.p.Paint(stageW, stageH, s.Scene)
		other.Forget()
		want := other.Paint(stageW, stageH, s.Scene)
		for i := range got.Pix {
			if d := int(got.Pix[i]) - int(want.Pix[i]); d > 3 || d < -3 {
				t.Fatalf("after scrolling by %d the pixel at %d, %d differs by %d", dy, i%got.Stride/4, i/got.Stride, d)
			}
		}
	}
}

func TestWhoseLaneAPlaceIsOn(t *testing.T) {
	text := "one\ntwo"
	s := newStage(t, text)
	if got := s.VoterAt(s.Left + s.Layout.Measure() + 20); got != -1 {
		t.Errorf("without lanes, a place is on lane %d", got)
	}
	s.vote(threeVoters(text, "one"))
	for voter := range 3 {
		box := s.lane(voter, "one")
		if got := s.VoterAt((box.Min.X + box.Max.X) / 2); got != voter {
			t.Errorf("the middle of lane %d is said to be on %d", voter, got)
		}
	}
	if got := s.VoterAt(s.Left + s.Layout.Measure()); got != -1 {
		t.Errorf("the column's edge is said to be on lane %d", got)
	}
	if got := s.VoterAt(s.lane(2, "one").Max.X + 30); got != -1 {
		t.Errorf("a place beyond the lanes is said to be on lane %d", got)
	}
}
