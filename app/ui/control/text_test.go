//go:build !headless

package control

import (
	"bytes"
	"image"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/app/ui/look"
)

// anyText mixes scripts, emoji sequences, combining marks and white space.
func anyText() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{"word", "Zoë", "e\u0301", "林美玲", "שלום", "مرحبا", "👩‍👩‍👧", " ", "  ", "\n", "\r\n", "\t", "…", "“", "a"})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "pieces"), "")
	})
}

func TestOneLineHasNoLineEndsAndIsNotTooLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, limit := anyText().Draw(t, "text"), rapid.IntRange(1, 40).Draw(t, "limit")
		got := OneLine(s, limit)
		if strings.ContainsAny(got, "\n\r\t") || !utf8.ValidString(got) {
			t.Fatalf("%q", got)
		}
		if n := utf8.RuneCountInString(got); n > limit+1 {
			t.Fatalf("%d characters, want at most %d and “…”: %q", n, limit, got)
		}
	})
}

func TestHighlightingChangesNoLetters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "text")
		hits := rapid.SliceOfDistinct(rapid.IntRange(0, 200), rapid.ID[int]).Draw(t, "offsets")
		got := ""
		for _, r := range Matched(s, hits, look.Ink) {
			got += r.Text
		}
		if got != s {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

func TestMatchedLettersAreBold(t *testing.T) {
	runs := Matched("Dmitry Peskov", []int{7, 8, 9}, look.Faint)
	if len(runs) != 3 || runs[1].Text != "Pes" || !runs[1].Bold || runs[0].Bold || runs[2].Bold {
		t.Errorf("%+v", runs)
	}
	runs = Highlighted("a 林 b", []annotate.Span{{Start: 2, End: 5}}, look.Faint)
	if len(runs) != 3 || runs[1].Text != "林" || !runs[1].Bold {
		t.Errorf("%+v", runs)
	}
}

func TestWhatDoesNotFitIsCutWithDots(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		runs := []Run{{Text: OneLine(anyText().Draw(t, "first"), 40)}, {Text: OneLine(anyText().Draw(t, "second"), 40), Bold: true}}
		width := float32(rapid.IntRange(0, 400).Draw(t, "width"))
		used := float32(0)
		text := ""
		for _, r := range fit(runs, 13, width) {
			used += textWidth(r.Text, 13, r.style())
			text += r.Text
		}
		if used > width+1 {
			t.Fatalf("%q is %v px wide, more than %v", text, used, width)
		}
		if whole := runs[0].Text + runs[1].Text; text != whole && text != "" && !strings.HasSuffix(text, "…") && used > 0 && !strings.HasPrefix(whole, text) {
			t.Fatalf("%q was cut to %q without dots", whole, text)
		}
	})
}

func TestAParagraphWrapsWithinItsWidth(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		p := NewParagraph(anyText().Draw(t, "text"), look.Ink)
		width := float32(rapid.IntRange(30, 400).Draw(t, "width"))
		kept := strings.Builder{}
		for _, line := range p.wrap(width) {
			if w := textWidth(line, 13, p.Style); w > width+1 && utf8.RuneCountInString(line) > 1 && strings.Contains(line, " ") {
				t.Fatalf("line %q is %v px wide, more than %v", line, w, width)
			}
			kept.WriteString(line)
		}
		if squeeze(kept.String()) != squeeze(p.Text()) {
			t.Fatalf("%q became %q", p.Text(), kept.String())
		}
	})
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestALongParagraphStopsAfterItsLines(t *testing.T) {
	test.NewTempApp(t)
	p := NewParagraph(strings.Repeat("many words ", 50), look.Ink)
	p.Lines = 3
	lines := p.wrap(200)
	if len(lines) != 3 || !strings.HasSuffix(lines[2], "…") {
		t.Errorf("%q", lines)
	}
}

func TestPanesGiveWayBeforeTheArticle(t *testing.T) {
	test.NewTempApp(t)
	empty := func() fyne.CanvasObject { return NewColumn(0) }
	p := NewPanes(empty(), empty(), empty())
	p.LeftWidth, p.RightWidth = 256, 320
	if l, r := p.widths(1280); l != 256 || r != 320 {
		t.Errorf("at 1280 px the panes are %v and %v wide", l, r)
	}
	if l, r := p.widths(1024); 1024-l-r < 559 || l < p.LeftLeast || r < p.RightLeast {
		t.Errorf("at 1024 px the panes are %v and %v wide, which leaves %v", l, r, 1024-l-r)
	}
	if l, r := p.widths(600); l != p.LeftLeast || r != p.RightLeast {
		t.Errorf("at 600 px the panes are %v and %v wide, want their least", l, r)
	}
	p.LeftFolded = true
	if l, _ := p.widths(1280); l != 0 {
		t.Errorf("a folded pane is %v px wide", l)
	}
}

func TestADividerIsDragged(t *testing.T) {
	test.NewTempApp(t)
	empty := func() fyne.CanvasObject { return NewColumn(0) }
	p := NewPanes(empty(), empty(), empty())
	p.LeftWidth, p.RightWidth = 256, 320
	p.Resize(fyne.NewSize(1280, 800))
	moved := false
	p.Moved = func() { moved = true }
	p.left.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(20, 0)})
	p.right.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(20, 0)})
	p.right.DragEnd()
	if p.LeftWidth != 276 || p.RightWidth != 300 || !moved {
		t.Errorf("the panes are %v and %v wide, moved %v", p.LeftWidth, p.RightWidth, moved)
	}
	p.left.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-900, 0)})
	if p.LeftWidth != p.LeftLeast {
		t.Errorf("dragged to the edge the pane is %v wide, want its least", p.LeftWidth)
	}
}

func TestObjectsWrapIntoLines(t *testing.T) {
	test.NewTempApp(t)
	h := &deafHost{}
	w := NewWrap(4, NewButton(h, Quiet, "", "one", nil), NewButton(h, Quiet, "", "two", nil), NewButton(h, Quiet, "", "three", nil))
	one := w.HeightFor(1000)
	if three := w.HeightFor(50); three < 3*one {
		t.Errorf("one line is %v px high, three are %v", one, three)
	}
}

func TestAButtonThatIsOffDoesNothing(t *testing.T) {
	test.NewTempApp(t)
	h := &deafHost{}
	n := 0
	b := NewButton(h, Plain, "", "Do it", func() { n++ })
	b.SetOff(true)
	b.Tapped(nil)
	b.SetOff(false)
	b.Tapped(nil)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if n != 2 {
		t.Errorf("it was pressed %d times, want 2", n)
	}
}

func TestAButtonIsAsWideAsItsWordsNow(t *testing.T) {
	test.NewTempApp(t)
	b := NewButton(&deafHost{}, Quiet, "", "Long words", nil)
	wide := b.MinSize().Width
	b.Text = ""
	if got := b.MinSize().Width; got >= wide {
		t.Errorf("without its words it is %v px wide, with them %v", got, wide)
	}
}

// In a narrow panel the words of a choice are cut; they do not run through the arrow that opens it.
func TestAChoiceKeepsItsArrowFreeOfWords(t *testing.T) {
	test.NewTempApp(t)
	arrow := func(label string) []byte {
		c := NewChoice(&deafHost{}, []Option{{"v", label}}, "v", nil)
		c.Resize(fyne.NewSize(120, c.MinSize().Height))
		img := newDrawnRenderer(c).(*drawnRenderer).paint(120, int(c.Size().Height)).(*image.RGBA)
		sides, _ := c.pad()
		var px []byte
		for y := range img.Rect.Dy() {
			px = append(px, img.Pix[img.PixOffset(120-int(sides+buttonIcon), y):img.PixOffset(120, y)]...)
		}
		return px
	}
	if !bytes.Equal(arrow("Say"), arrow("Announce · communicate")) {
		t.Error("words run through the arrow")
	}
}

func TestALineFromTheRightIsCutAtItsLogicalEnd(t *testing.T) {
	test.NewTempApp(t)
	line := "«سلام» قالت الوزيرة أمس في المدينة الكبيرة"
	cutLine := fit([]Run{{Text: line}}, 13, 120)
	if got := textOf(cutLine); !strings.HasPrefix(got, "«سلام»") || !strings.HasSuffix(got, "…") {
		t.Errorf("it is cut to %q", got)
	}
	p := NewPhrase(0, Run{Text: line})
	p.Resize(fyne.NewSize(120, 20))
	first, last := inked(p)
	if first > 12 || last < 118 || last > 120 {
		t.Errorf("it stands from %d to %d of 120, want it at the right", first, last)
	}
}

// inked returns the columns of px that a control draws on: the first, and the one behind the last.
func inked(d drawer) (first, end int) {
	r := newDrawnRenderer(d).(*drawnRenderer)
	img := r.paint(int(d.Size().Width), int(d.Size().Height)).(*image.RGBA)
	first = img.Rect.Dx()
	for x := range img.Rect.Dx() {
		for y := range img.Rect.Dy() {
			if img.RGBAAt(x, y).A > 0 {
				first, end = min(first, x), x+1
			}
		}
	}
	return first, end
}
