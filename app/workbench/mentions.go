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

// Mentions previews all other occurrences of the current mention's words, however many, to mark them in one change.
type Mentions struct {
	Surface string
	Like    *annotate.Annotation // what the others will be like: type and entity
	Next    int                  // the row of the first occurrence after it; that of the last where there is none
	places  []occurrence
	on      int // how many will be marked
	bench   *Bench
}

// occurrence is where the words occur.
type occurrence struct {
	span       annotate.Span
	on, marked bool
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

// soonSearched is how long a text may be, in bytes, to be searched before the next frame.
const soonSearched = 1 << 20

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

// previewMentions lists other occurrences of a mention's words in the order of the text.
func (b *Bench) previewMentions(a *annotate.Annotation, found []annotate.Span) {
	m := &Mentions{Surface: b.doc.Surface(a.Spans), Like: a, places: make([]occurrence, len(found)), bench: b}
	for i, s := range found {
		marked := b.named(s)
		m.places[i] = occurrence{s, !marked, marked}
		if !marked {
			m.on++
		}
	}
	here := a.Hull().Start
	m.Next = min(sort.Search(len(found), func(i int) bool { return found[i].Start > here }), max(0, len(found)-1))
	if len(found) == 0 {
		b.say("“%s” occurs nowhere else in this article.", m.Surface)
		return
	}
	if m.on == 0 {
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

// Len returns how many occurrences there are.
func (m *Mentions) Len() int { return len(m.places) }

// Row returns occurrence i with the words around it.
func (m *Mentions) Row(i int) MentionRow {
	p := m.places[i]
	before, after := m.bench.context40(p.span)
	return MentionRow{Span: p.span, Before: before, Words: m.bench.doc.Text[p.span.Start:p.span.End], After: after, On: p.on, Marked: p.marked}
}

// Toggle takes row i in or out.
func (m *Mentions) Toggle(i int) {
	if i >= 0 && i < len(m.places) {
		m.turn(i, !m.places[i].on)
	}
}

// All takes all rows in or out.
func (m *Mentions) All(on bool) {
	for i := range m.places {
		m.turn(i, on)
	}
}

func (m *Mentions) turn(i int, on bool) {
	switch p := &m.places[i]; {
	case p.marked || p.on == on:
	case on:
		p.on = true
		m.on++
	default:
		p.on = false
		m.on--
	}
}

// On returns how many will be marked.
func (m *Mentions) On() int { return m.on }

// Accept marks the rows that are on, as one change; very many in the background.
func (m *Mentions) Accept() {
	b := m.bench
	b.act(func() {
		m.Cancel()
		if m.on == 0 {
			return
		}
		d := b.set.Draft(fmt.Sprintf("Mark %s of “%s”", count(m.on, "mention", "mentions"), m.Surface))
		for _, p := range m.places {
			if p.on {
				a := fresh(m.Like.Type, p.span)
				a.Entity = m.Like.Entity
				d.Put(a)
			}
		}
		c := d.Change(b.author(), b.config.Now())
		said := func() { b.offerUndo("Marked %s", count(m.on, "more mention", "more mentions")) }
		if len(c.Edits) > manyEdits {
			b.carryOutBehind(fmt.Sprintf("Marking “%s”", clip(m.Surface, 40)), c, said)
		} else if b.carryOut(c) {
			said()
		}
	})
}

// Cancel closes the preview.
func (m *Mentions) Cancel() {
	m.bench.act(func() {
		m.bench.mentions = nil
		m.bench.touch(StatusChanged)
	})
}
