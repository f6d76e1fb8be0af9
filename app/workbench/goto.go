package workbench

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// Going asks where in the article to go: a number is a line of the text, p12 a paragraph, s34 a sentence,
// a5 the fifth annotation; letters find annotations by their words and types. What is chosen is shown
// while one types.
type Going struct {
	Query  string
	Rows   []GoingRow
	Chosen int

	bench *Bench
	was   place
	stop  *atomic.Bool // ends the counting of sentences; nil where none are counted
}

// GoingRow is a place to go to.
type GoingRow struct {
	Span    annotate.Span
	Name    string
	Matched []int          // bytes of Name
	Detail  string         // "line 3 of 120"
	ID      annotate.ID    // of an annotation, or ""
	Type    *annotate.Type // its type, or nil
}

const (
	mostGoingRows = 50
	// mostSought is among how many annotations letters are looked for: those nearest to the caret.
	mostSought = 20_000
)

// Going returns the question where to go while it is asked, or nil.
func (b *Bench) Going() *Going { return b.going }

func (b *Bench) askGoing() {
	b.GoToSide(false)
	b.going = &Going{bench: b, was: b.here()}
	b.touch(StatusChanged)
	b.screen.Show(PageGoing)
}

// SetQuery lists the places that are meant, and shows the first.
func (g *Going) SetQuery(q string) {
	g.bench.act(func() {
		g.Query, g.Chosen, g.Rows = q, 0, nil
		g.leaveCounting()
		q = strings.TrimSpace(q)
		kind, n, isNumber := numbered(q)
		switch {
		case q == "":
		case isNumber && kind == 0:
			g.line(n)
		case isNumber && kind == 'p':
			g.paragraph(n)
		case isNumber && kind == 's':
			g.sentence(n)
		case isNumber && kind == 'a':
			g.annotation(n)
		}
		if q != "" && kind != 0 || !isNumber && q != "" {
			g.named(q)
		}
		g.look()
	})
}

// numbered reads "12", "p12", "s 34" or "a5"; kind is 0 for a bare number.
func numbered(q string) (kind byte, n int, ok bool) {
	if len(q) > 1 && strings.IndexByte("psaPSA", q[0]) >= 0 {
		kind, q = q[0]|0x20, strings.TrimSpace(q[1:])
	}
	n, err := strconv.Atoi(q)
	return kind, n, err == nil && n > 0
}

// look shows the chosen place, or where one was while there is none.
func (g *Going) look() {
	b := g.bench
	b.touch(FindChanged | StatusChanged)
	if g.Chosen < len(g.Rows) {
		b.screen.Reveal(g.Rows[g.Chosen].Span, false)
	} else {
		b.screen.ScrollTo(g.was.scroll)
	}
}

func (g *Going) add(s annotate.Span, detail string) {
	g.Rows = append(g.Rows, GoingRow{Span: s, Name: clip(head(g.bench.doc.Text[s.Start:s.End]), 60), Detail: detail})
}

// head returns the first few hundred bytes of a text.
func head(s string) string {
	if len(s) > 400 {
		s = strings.ToValidUTF8(s[:400], "")
	}
	return s
}

// line adds line n of the text, or its last one.
func (g *Going) line(n int) {
	text := g.bench.doc.Text
	total := strings.Count(text, "\n") + 1
	if strings.HasSuffix(text, "\n") && total > 1 {
		total--
	}
	n = min(n, total)
	start := 0
	for range n - 1 {
		start += strings.IndexByte(text[start:], '\n') + 1
	}
	end := len(text)
	if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
		end = start + i
	}
	detail := fmt.Sprintf("line %d of %d", n, total)
	if strings.TrimSpace(text[start:end]) == "" {
		detail += ", empty" // the row shows nothing else
	}
	g.add(annotate.Span{Start: start, End: end}, detail)
}

// paragraph adds block n of the article, or its last one.
func (g *Going) paragraph(n int) {
	blocks := g.bench.doc.Blocks
	if len(blocks) == 0 {
		return
	}
	n = min(n, len(blocks))
	g.add(blocks[n-1].Span, fmt.Sprintf("paragraph %d of %d", n, len(blocks)))
}

// sentence adds sentence n of the text, or its last one. Sentences have to be counted from the start: those
// that take longer than a moment are counted in the background, until the next letter.
func (g *Going) sentence(n int) {
	b := g.bench
	c := counting{table: b.offsets(), length: len(b.doc.Text), at: 1}
	c.start, _ = c.table.SentenceAt(0)
	if c.to(n, time.Now().Add(findAtOnce)) {
		g.addSentence(c)
		return
	}
	stop := new(atomic.Bool)
	g.stop = stop
	b.say("Counting sentences…")
	b.config.Go(func() {
		for !stop.Load() && !c.to(n, time.Now().Add(findRhythm)) {
		}
		b.config.Do(func() {
			if stop.Load() || b.going != g {
				return
			}
			b.act(func() {
				b.clearNotice()
				g.addSentence(c)
				g.look()
			})
		})
	})
}

// leaveCounting gives up the sentence that was asked for.
func (g *Going) leaveCounting() {
	if g.stop != nil {
		g.stop.Store(true)
		g.stop = nil
		g.bench.clearNotice()
	}
}

func (g *Going) addSentence(c counting) {
	if start, end := c.table.SentenceAt(c.start); start < end {
		g.add(annotate.Span{Start: start, End: end}, fmt.Sprintf("sentence %d", c.at))
	}
}

// counting is a walk over the sentences of a text.
type counting struct {
	table  *offset.Table
	length int
	start  int // of sentence at
	at     int
}

// to goes on to sentence n or the last one, and reports whether it came there before a time.
func (c *counting) to(n int, until time.Time) bool {
	for ; c.at < n; c.at++ {
		next := c.table.NextSentence(c.start)
		if next >= c.length || next <= c.start {
			return true
		}
		c.start = next
		if c.at%256 == 0 && time.Now().After(until) {
			c.at++
			return false
		}
	}
	return true
}

// annotation adds the nth annotation in the order of the text, or the last one.
func (g *Going) annotation(n int) {
	set := g.bench.set
	at := min(max(1, n), set.Len())
	if a := set.Nth(at - 1); a != nil {
		g.addAnnotation(a, nil, fmt.Sprintf("annotation %d of %d", at, set.Len()))
	}
}

func (g *Going) addAnnotation(a *annotate.Annotation, matched []int, detail string) {
	t := g.bench.Schema().Type(a.Type)
	g.Rows = append(g.Rows, GoingRow{Span: a.Hull(), Name: g.nameOf(a), Matched: matched, Detail: detail, ID: a.ID, Type: t})
}

func (g *Going) nameOf(a *annotate.Annotation) string {
	b := g.bench
	s := clip(head(b.doc.Surface(a.Spans[:1])), 60)
	if t := b.Schema().Type(a.Type); t != nil {
		s += " · " + strings.ToLower(t.Label)
	}
	return s
}

// named adds the annotations that have the letters of q in their words or the name of their type, the
// best first.
func (g *Going) named(q string) {
	near := annotationNames{g: g, all: g.nearest()}
	q, _ = plainly(clipTyped(q))
	found := fuzzy.FindFrom(q, near)
	slices.SortStableFunc(found, func(x, y fuzzy.Match) int {
		return prefixRank(x.Str, q) - prefixRank(y.Str, q)
	})
	for _, m := range found[:min(len(found), mostGoingRows)] {
		a := near.all[m.Index]
		_, from := plainly(g.nameOf(a))
		for i, at := range m.MatchedIndexes {
			m.MatchedIndexes[i] = from[at]
		}
		g.addAnnotation(a, m.MatchedIndexes, "")
	}
}

// nearest returns the annotations of the set, or of a very large one those around the caret.
func (g *Going) nearest() []*annotate.Annotation {
	set := g.bench.set
	all := make([]*annotate.Annotation, 0, min(set.Len(), 2*mostSought))
	before := 0
	for a := range set.All() {
		if a.Hull().Start < g.was.caret {
			before++
		}
		if set.Len() > mostSought && before > 0 && len(all) > mostSought/2 && a.Hull().Start < g.was.caret {
			all = all[:copy(all, all[len(all)-mostSought/2:])]
		}
		if all = append(all, a); len(all) >= mostSought && a.Hull().Start >= g.was.caret {
			break
		}
	}
	return all
}

type annotationNames struct {
	g   *Going
	all []*annotate.Annotation
}

func (n annotationNames) String(i int) string {
	s, _ := plainly(n.g.nameOf(n.all[i]))
	return s
}
func (n annotationNames) Len() int { return len(n.all) }

// plainly writes each character of a text as the plain letter that people type for it, and says for each
// byte of that where its character begins in the text.
func plainly(s string) (plain string, from []int) {
	var out []byte
	var buf [16]byte
	for i, r := range s {
		first, _ := utf8.DecodeRune(offset.AppendPlain(buf[:0], r))
		out = utf8.AppendRune(out, first)
		for len(from) < len(out) {
			from = append(from, i)
		}
	}
	return string(out), from
}

// Move moves the choice by d rows, round the end, and shows it.
func (g *Going) Move(d int) {
	if n := len(g.Rows); n > 0 {
		g.bench.act(func() {
			g.Chosen = ((g.Chosen+d)%n + n) % n
			g.look()
		})
	}
}

// Accept goes to the place of row i.
func (g *Going) Accept(i int) {
	b := g.bench
	b.act(func() {
		b.going = nil
		g.leaveCounting()
		b.touch(FindChanged | StatusChanged)
		if i < 0 || i >= len(g.Rows) || b.doc == nil {
			return
		}
		b.visited(g.was)
		r := g.Rows[i]
		if a := b.set.Get(r.ID); r.ID != "" && a != nil {
			b.goTo(a)
			return
		}
		b.pick("")
		b.anchor, b.caret = r.Span.Start, r.Span.Start
		b.touch(SelectionChanged)
		b.screen.Reveal(r.Span, true)
	})
}

// Cancel goes nowhere: all is on the screen as it was.
func (g *Going) Cancel() {
	b := g.bench
	b.act(func() {
		b.going = nil
		g.leaveCounting()
		b.touch(FindChanged | StatusChanged)
		b.comeBack(g.was)
	})
}
