package workbench

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"

	"quoth/annotate"
	"quoth/annotate/propose"
)

// Mentions previews all other occurrences of the current mention's words, to mark them in one change.
type Mentions struct {
	Surface string
	Like    *annotate.Annotation // what the others will be like: type and entity
	Rows    []MentionRow
	Left    int // occurrences further away that are not listed
	bench   *Bench
}

// MentionRow is one occurrence.
type MentionRow struct {
	Span                 annotate.Span
	Before, Words, After string // the words around it
	On                   bool   // will be marked
	Marked               bool   // already marked as something; not touched
}

// Mentions returns the preview where it is open, or nil.
func (b *Bench) Mentions() *Mentions { return b.mentions }

const (
	// mostOccurrences are listed at once, those nearest to the mention; the others, the next time.
	mostOccurrences = 5000
	// soonSearched is how long a text may be, in bytes, to be searched before the next frame.
	soonSearched = 1 << 20
)

// otherOccurrences yields where else within a part of a document the words of an annotation are.
func otherOccurrences(doc *annotate.Document, within annotate.Span, a *annotate.Annotation) iter.Seq[annotate.Span] {
	return func(yield func(annotate.Span) bool) {
		for s := range propose.Occurrences(doc.Text, doc.Offsets(), within, doc.Surface(a.Spans)) {
			if !annotate.Overlap(a.Spans, []annotate.Span{s}) && !yield(s) {
				return
			}
		}
	}
}

func (b *Bench) askMentions() {
	a := b.Current()
	if b.Schema().Kind(a.Type) != annotate.KindMention || len(a.Spans) != 1 {
		b.fail(errors.New("select a mention first: this marks all others with the same words"))
		return
	}
	doc, everywhere := b.doc, annotate.Span{End: len(b.doc.Text)}
	if everywhere.End <= soonSearched {
		b.previewMentions(a, slices.Collect(otherOccurrences(doc, everywhere, a)))
		return
	}
	title := "Looking for “" + clip(doc.Surface(a.Spans), 40) + "”"
	var found []annotate.Span
	b.start(title, func(ctx context.Context, tell progress) error {
		for s := range otherOccurrences(doc, everywhere, a) {
			if found = append(found, s); len(found)%256 == 0 {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				tell(int64(s.Start), int64(everywhere.End), count(len(found), "place", "places"))
			}
		}
		return nil
	}, func(err error) {
		switch now := b.Current(); {
		case b.wentWrong(title, err):
		case b.doc != doc || now == nil || now.ID != a.ID || b.mode != Reading || b.naming != nil:
			b.say("Found %s of “%s”; select a mention of it and press %s again to see them.", count(len(found), "other occurrence", "other occurrences"), clip(doc.Surface(a.Spans), 40), b.keyOf("mark.all"))
		case b.whole():
			b.previewMentions(now, found)
		}
	})
}

// previewMentions lists other occurrences of a mention's words, or of very many those nearest to it that are
// not marked.
func (b *Bench) previewMentions(a *annotate.Annotation, found []annotate.Span) {
	m := &Mentions{Surface: b.doc.Surface(a.Spans), Like: a, bench: b}
	all := len(found) <= mostOccurrences
	row := func(s annotate.Span) {
		if marked := b.named(s); all || !marked {
			before, after := b.context40(s)
			m.Rows = append(m.Rows, MentionRow{Span: s, Before: before, Words: b.doc.Text[s.Start:s.End], After: after, On: !marked, Marked: marked})
		}
	}
	here := a.Hull().Start
	down := sort.Search(len(found), func(i int) bool { return found[i].Start > here })
	for up := down - 1; up >= 0 || down < len(found); {
		if len(m.Rows) == mostOccurrences {
			m.Left = up + 1 + len(found) - down
			break
		}
		if down == len(found) || up >= 0 && here-found[up].End < found[down].Start-here {
			row(found[up])
			up--
		} else {
			row(found[down])
			down++
		}
	}
	slices.SortFunc(m.Rows, func(x, y MentionRow) int { return x.Span.Start - y.Span.Start })
	if len(found) == 0 {
		b.say("“%s” occurs nowhere else in this article.", m.Surface)
		return
	}
	if m.On() == 0 {
		b.say("All other occurrences of “%s” are marked already.", m.Surface)
		return
	}
	b.mentions = m
	b.screen.Show(PageMentions)
}

// context40 returns some 40 bytes on either side of a span, cut at words and at lines.
func (b *Bench) context40(s annotate.Span) (before, after string) {
	const width = 40
	lo, hi := b.offsets().SnapOut(max(0, s.Start-width), min(len(b.doc.Text), s.End+width))
	before, after = b.doc.Text[lo:s.Start], b.doc.Text[s.End:hi]
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	} else if i := strings.IndexByte(before, ' '); i >= 0 && lo > 0 {
		before = "…" + before[i:]
	}
	if i := strings.IndexByte(after, '\n'); i >= 0 {
		after = after[:i]
	} else if i := strings.LastIndexByte(after, ' '); i >= 0 && hi < len(b.doc.Text) {
		after = after[:i] + " …"
	}
	return before, after
}

// Toggle takes row i in or out.
func (m *Mentions) Toggle(i int) {
	if i >= 0 && i < len(m.Rows) && !m.Rows[i].Marked {
		m.Rows[i].On = !m.Rows[i].On
	}
}

// All takes all rows in or out.
func (m *Mentions) All(on bool) {
	for i := range m.Rows {
		m.Rows[i].On = on && !m.Rows[i].Marked
	}
}

// On returns how many will be marked.
func (m *Mentions) On() int {
	n := 0
	for _, r := range m.Rows {
		if r.On {
			n++
		}
	}
	return n
}

// Accept marks the rows that are on, as one change.
func (m *Mentions) Accept() {
	b := m.bench
	b.act(func() {
		m.Cancel()
		if m.On() == 0 {
			return
		}
		d := b.set.Draft(fmt.Sprintf("Mark %s of “%s”", count(m.On(), "mention", "mentions"), m.Surface))
		for _, r := range m.Rows {
			if r.On {
				a := fresh(m.Like.Type, r.Span)
				a.Entity = m.Like.Entity
				d.Put(a)
			}
		}
		if b.commit(d) {
			b.offerUndo("Marked %s", count(m.On(), "more mention", "more mentions")+m.leftOver())
		}
	})
}

// leftOver says how many occurrences were too far away to be listed.
func (m *Mentions) leftOver() string {
	if m.Left == 0 {
		return ""
	}
	return fmt.Sprintf("; %d further away may not be (%s again)", m.Left, m.bench.keyOf("mark.all"))
}

// Cancel closes the preview.
func (m *Mentions) Cancel() {
	m.bench.act(func() {
		m.bench.mentions = nil
		m.bench.touch(StatusChanged)
	})
}
