//go:build !headless

package article

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// pair is two views of one window beside one another, that follow each other.
type pair struct {
	left, right *desk
	w           fyne.Window
	lead        *desk // was scrolled last
	scrolls     int   // reported by either
}

// newPair shows a text on both sides, or another one on the right, in columns of px.
func newPair(t testing.TB, left, right string, leftWidth, rightWidth float32, marks ...Mark) *pair {
	p := &pair{left: newDesk(t, left), right: newDesk(t, right, marks...)}
	p.w = test.NewTempWindow(t, container.NewWithoutLayout(p.left.View, p.right.View))
	p.w.SetPadded(false)
	p.w.Resize(fyne.NewSize(leftWidth+rightWidth, 400))
	p.left.View.Resize(fyne.NewSize(leftWidth, 400))
	p.right.View.Move(fyne.NewPos(leftWidth, 0))
	p.right.View.Resize(fyne.NewSize(rightWidth, 400))
	p.lead = p.left
	together := func() {
		if p.scrolls++; p.scrolls > 10_000 {
			t.Fatal("the two follow each other without end")
		}
		if p.lead == p.left {
			p.right.Follow(p.left.View)
		} else {
			p.left.Follow(p.right.View)
		}
	}
	for _, d := range []*desk{p.left, p.right} {
		d.OnScroll = func() { p.lead = d; together() }
		d.OnRelaid = together
	}
	for _, d := range []*desk{p.left, p.right} {
		for d.settle(); d.fetching; d.settle() { // the system's fonts make other lines
			time.Sleep(time.Millisecond)
		}
	}
	return p
}

// manyParagraphs is an article of many paragraphs in several scripts.
func manyParagraphs() string {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "Paragraph %d tells of the harbour and of the ferries that left it in the morning, one after the other. 👩‍👩‍👧 José\u0301 met 王毅; דובר אמר «שלום» to all who stood there.\n\n", i)
	}
	return b.String()
}

// heights are marks on every third paragraph that lie so deep in each other that their lines need more room.
func heights(text string) []Mark {
	var out []Mark
	for i := 0; ; i += 3 {
		at := strings.Index(text, fmt.Sprintf("Paragraph %d tells", i))
		if at < 0 {
			return out
		}
		for k, word := range []string{"Paragraph", "harbour", "ferries"} {
			start := at + strings.Index(text[at:], word)
			s := annotate.Span{Start: start, End: start + len(word)}
			out = append(out, Mark{ID: annotate.ID(fmt.Sprint("e", i, k)), Style: Event, Label: "event", Letter: "E", Spans: []annotate.Span{s}})
			for deep := range 4 {
				out = append(out, Mark{ID: annotate.ID(fmt.Sprint("m", i, k, deep)), Style: Mention, Letter: "P", Spans: []annotate.Span{{Start: start, End: start + 40 + deep}}})
			}
		}
	}
}

// eye returns the height at which both sides are to agree.
func (d *desk) eye() int {
	above := max(0, d.layout.Y(d.scene.Anchor))
	return eye(above, max(0, d.layout.Height()-above-d.height()), d.height())
}

// level returns how far below the same words the line that is read stands on the right, in px of Fyne.
func (p *pair) level(t *testing.T) float32 {
	t.Helper()
	ln, _ := p.left.layout.LineAt(p.left.scene.Anchor, p.left.eye())
	l, _, ok := p.left.Where(ln.Start)
	r, _, seen := p.right.Where(ln.Start)
	if !ok || !seen {
		return 0 // at the very edge
	}
	return r.Y - l.Y
}

func TestTheSameLineStaysAtTheSameHeightWhateverTheMarks(t *testing.T) {
	text := manyParagraphs()
	p := newPair(t, text, text, 420, 420, heights(text)...)
	if p.left.layout.Height() == p.right.layout.Height() {
		t.Fatal("the marks take no room")
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		side := p.left
		if i%2 == 1 {
			side = p.right
		}
		switch rnd.IntN(5) {
		case 0:
			side.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, float32(rnd.IntN(400)-200))})
		case 1:
			side.MoveBy(Page, 1-2*rnd.IntN(2), false)
		case 2:
			side.ScrollToOffset(rnd.IntN(len(text)))
		case 3:
			side.dragThumb(float32(rnd.IntN(400)))
		default:
			side.scroll(rnd.IntN(60) - 30)
		}
		side.settle() // it glides
		// Where the right leads, its line is the common one.
		if d := p.level(t); p.lead == p.left && (d > 0.5 || d < -0.5) {
			t.Fatalf("step %d: the line stands %.1f px lower on the right", i, d)
		}
	}
	p.left.scroll(-1 << 20)
	if start, _ := p.right.VisibleRange(); start != 0 || p.level(t) != 0 {
		t.Errorf("at the beginning the right side shows its text from %d on, %.1f px lower", start, p.level(t))
	}
	p.left.scroll(1 << 20)
	h := p.right.height()
	if rest := p.right.layout.Height() - p.right.layout.Y(p.right.scene.Anchor) - h; rest > 1 {
		t.Errorf("at the end %d px of the right side are still below", rest)
	}
}

// A face that is only now found makes lines higher on one side, then on the other.
func TestTheSameLineStaysAtTheSameHeightWhenTheTypeChanges(t *testing.T) {
	text := manyParagraphs()
	p := newPair(t, text, text, 420, 420, heights(text)...)
	p.left.SetStill(true)
	p.left.ScrollToOffset(len(text) / 2)
	for i, d := range []*desk{p.left, p.right, p.right, p.left} {
		d.SetType(Type{Leading: 1.4 + 0.2*float64(i), Measure: 60})
		d.settle()
		if off := p.level(t); off > 0.5 || off < -0.5 {
			t.Errorf("after change %d the line stands %.1f px lower on the right", i, off)
		}
	}
}

func TestColumnsOfTwoWidthsShowTheSameWords(t *testing.T) {
	text := manyParagraphs()
	p := newPair(t, text, text, 600, 300)
	before := -1
	for range 400 {
		p.left.scroll(7)
		y := p.left.eye()
		ln, _ := p.left.layout.LineAt(p.left.scene.Anchor, y)
		mine, top := p.right.layout.LineAt(p.right.scene.Anchor, y)
		if mine.Next <= ln.Start-len("ferries that left") || mine.Start >= ln.Next+len("ferries that left") {
			t.Fatalf("left reads %q, right %q", text[ln.Start:ln.End], text[mine.Start:mine.End])
		}
		if y := p.right.layout.Y(p.right.scene.Anchor); y < before {
			t.Fatalf("the right side runs backwards, from %d to %d; line at %d", before, y, top)
		} else {
			before = y
		}
	}
}

func TestDifferentArticlesScrollInProportion(t *testing.T) {
	text := manyParagraphs()
	p := newPair(t, text, text[:len(text)/3]+"The end.", 420, 420)
	share := func(d *desk) float64 {
		return float64(d.layout.Y(d.scene.Anchor)) / float64(d.layout.Height()-d.height())
	}
	for range 8 {
		p.left.MoveBy(Page, 1, false)
		if l, r := share(p.left), share(p.right); l-r > 0.02 || r-l > 0.02 {
			t.Errorf("left is at %.3f, right at %.3f", l, r)
		}
	}
	p.right.scroll(1 << 20)
	if share(p.left) < 0.99 {
		t.Errorf("with the right side at its end the left is at %.3f", share(p.left))
	}
	short := newPair(t, text, "A line.", 420, 420)
	short.left.scroll(1 << 20)
	short.right.Follow(short.left.View)
	short.right.MoveBy(Page, 1, false) // has nowhere to go, and must not take the other along
	if share(short.left) < 0.99 {
		t.Error("an article that fits the screen has scrolled the other")
	}
}

// Following costs what the screen costs: nothing is laid out but what is seen.
func BenchmarkFollow(b *testing.B) {
	for _, s := range sizes {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			p := newPair(b, "", "", 450, 450)
			for _, d := range []*desk{p.left, p.right} {
				d.SetDocument(text, nil, offset.New(text))
			}
			p.right.SetMarks(NewMarks(marks...))
			p.left.settle()
			p.right.settle()
			p.left.ScrollToOffset(len(text) / 2)
			for i := 0; b.Loop(); i++ {
				p.left.scroll(40 - 80*(i/50%2))
				p.left.picture(450, 400)
				p.right.picture(450, 400)
			}
		})
	}
}
