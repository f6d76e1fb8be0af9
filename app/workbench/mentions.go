package workbench

import (
	"errors"
	"fmt"
	"strings"

	"quoth/annotate"
	"quoth/annotate/propose"
)

// Mentions previews all other occurrences of the current mention's words, to mark them in one change.
type Mentions struct {
	Surface string
	Like    *annotate.Annotation // what the others will be like: type and entity
	Rows    []MentionRow
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

func (b *Bench) occurrences(a *annotate.Annotation) []annotate.Span {
	var out []annotate.Span
	for _, s := range propose.Occurrences(b.doc.Text, b.offsets(), b.doc.Surface(a.Spans)) {
		if !annotate.Overlap(a.Spans, []annotate.Span{s}) {
			out = append(out, s)
		}
	}
	return out
}

func (b *Bench) askMentions() {
	a := b.Current()
	if b.Schema().Kind(a.Type) != annotate.KindMention || len(a.Spans) != 1 {
		b.fail(errors.New("select a mention first: this marks all others with the same words"))
		return
	}
	m := &Mentions{Surface: b.doc.Surface(a.Spans), Like: a, bench: b}
	for _, s := range b.occurrences(a) {
		marked := false
		for _, o := range b.set.Touching(s) {
			marked = marked || b.Schema().Kind(o.Type) == annotate.KindMention
		}
		before, after := b.context40(s)
		m.Rows = append(m.Rows, MentionRow{Span: s, Before: before, Words: b.doc.Text[s.Start:s.End], After: after, On: !marked, Marked: marked})
	}
	if len(m.Rows) == 0 {
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
			b.offerUndo("Marked %s", count(m.On(), "more mention", "more mentions"))
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
