// Package gold makes gold of what annotators agree on, without anybody looking: a [review.Rule] says how many must have
// made the same, and what is less clear is left to a person. Each article is one change in the set of
// [annotate.Gold]; all are made at one moment under one title, by which they are taken back together. Gold's set of an
// article in which nothing is left is done. A random sample of what was taken is for a person to look at.
package gold

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
)

// Options say what goes to gold.
type Options struct {
	Rule       review.Rule
	Annotators []annotate.AnnotatorID // whose sets count; all but gold's and those of the rules where empty
	States     []annotate.State       // and in which states; all but new where empty
	Documents  []annotate.DocumentID  // all where empty
	Sample     float64                // the part that is to be looked at, from 0 to 1
	Seed       uint64                 // of the sample
	Author     string                 // of the changes
	Now        func() time.Time
	Dry        bool // only says what would be done
}

// Report says what was done.
type Report struct {
	Articles int                                 // that were looked at
	Changed  int                                 // articles of which something went to gold
	Taken    int                                 // cases that the rule decided
	Marks    int                                 // annotations that came into gold by it, with what fills their roles
	Open     int                                 // cases that are left to a person
	Settled  int                                 // cases that were decided before
	Made     map[annotate.DocumentID]annotate.ID // the change in each article, nothing where it only says what would be done
	Sample   []Sample
	Refused  []Refused
}

// Sample is something that a person is to look at.
type Sample struct {
	Document *annotate.Document // its identity and title
	ID       annotate.ID        // of the annotation of gold
	Type     string
	Words    string
}

// Refused is an article of which something was left to a person because gold would break a rule of the schema.
type Refused struct {
	Document *annotate.Document // its identity and title
	Why      error
}

// title begins the title of the changes, by which they are known.
const title = "Gold by "

// IsAct reports whether a change may be one of those that a rule made at one moment.
func IsAct(c *annotate.Change) bool { return strings.HasPrefix(c.Title, title) }

// Make applies the rule to every article of the project. Tell, which may be nil, hears how many annotators' sets were
// looked at. A context that ends leaves the articles that were done as they are.
func Make(ctx context.Context, p *store.Project, o Options, tell func(sets int)) (*Report, error) {
	if err := o.Rule.Check(); err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	moment := o.Now().UTC().Truncate(time.Millisecond)
	o.Now = func() time.Time { return moment }
	entities, err := p.EntitiesByID(ctx)
	if err != nil {
		return nil, err
	}
	report := &Report{Made: map[annotate.DocumentID]annotate.ID{}}
	m := making{ctx: ctx, p: p, o: o, report: report, entities: known(entities)}
	if m.programs, err = p.Programs(ctx); err != nil {
		return report, err
	}
	var who []annotate.AnnotatorID
	if len(o.Annotators) > 0 {
		who = append(slices.Clone(o.Annotators), annotate.Gold)
	}
	n := 0
	for s, err := range p.Sets(ctx, store.Selection{Annotators: who, Documents: o.Documents}) {
		if err == nil && m.of != "" && m.of != s.Document.ID {
			err = m.article()
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return report, err
		}
		m.take(s)
		if n++; tell != nil {
			tell(n)
		}
	}
	return report, m.article()
}

type known map[annotate.ID]*annotate.Entity

func (k known) Entity(id annotate.ID) *annotate.Entity { return k[id] }

// making is the work, article by article.
type making struct {
	ctx      context.Context
	p        *store.Project
	o        Options
	report   *Report
	entities known
	programs map[annotate.AnnotatorID]bool // who does not count for a rule, unless they are named

	of   annotate.DocumentID
	sets []*annotate.Set
	gold *annotate.Set
}

func (m *making) take(s *annotate.Set) {
	if m.of != s.Document.ID {
		m.of, m.sets, m.gold = s.Document.ID, nil, nil
	}
	switch {
	case s.Annotator == annotate.Gold:
		m.gold = s
	case s.State() == annotate.StateNew, len(m.o.Annotators) == 0 && m.programs[s.Annotator], len(m.o.States) > 0 && !slices.Contains(m.o.States, s.State()):
	default:
		m.sets = append(m.sets, s)
	}
}

// article carries the rule out in the article of which all sets are there.
func (m *making) article() error {
	if len(m.sets) == 0 {
		return nil
	}
	doc := m.sets[0].Document
	gold := m.gold
	if gold == nil {
		gold = annotate.NewSet(doc, annotate.Gold, annotate.StateNew, nil)
	}
	schema := m.p.Schema()
	cases := review.CasesOf(schema, m.sets...)
	settled := map[*review.Case]bool{}
	for _, c := range cases.All {
		settled[c] = cases.Status(c, gold) == review.Settled
	}
	named := &annotate.Document{ID: doc.ID, Title: doc.Title} // without its text, which may be large
	change, taken, err := m.change(cases, gold)
	if err != nil {
		m.report.Refused = append(m.report.Refused, Refused{named, err})
	}
	if change != nil {
		for _, e := range change.Edits {
			switch {
			case e.Before == nil && e.After != nil:
				m.report.Marks++
			case e.Before != nil && e.After == nil:
				m.report.Marks--
			}
		}
		if !m.o.Dry {
			if err := m.p.Commit(m.ctx, change); err != nil {
				return err
			}
			m.report.Made[doc.ID] = change.ID
		}
		gold.Apply(change)
	}
	m.report.Articles++
	if len(taken) > 0 {
		m.report.Changed++
	}
	m.report.Taken += len(taken)
	for _, c := range cases.All {
		switch cases.Status(c, gold) {
		case review.Open, review.Agreed:
			m.report.Open++
		case review.Settled:
			if settled[c] {
				m.report.Settled++
			}
		}
	}
	for _, c := range taken {
		a := cases.Result(c, gold)
		key := cases.Key(c) // of what an annotator marked, which is the same whenever the rule is applied
		if a != nil && review.Sampled(m.o.Seed, doc.ID, key.About, m.o.Sample) {
			m.report.Sample = append(m.report.Sample, Sample{named, a.ID, a.Type, clip(doc, a)})
		}
	}
	return nil
}

// change returns what the rule makes of an article, nil for nothing. What would break a rule of the schema, such as a
// quote that crosses another one, is left to a person; the first of those is the error.
func (m *making) change(cases *review.Cases, gold *annotate.Set) (*annotate.Change, []*review.Case, error) {
	var first error
	but := map[*review.Case]bool{}
	for {
		draft, taken := m.o.Rule.Apply(cases, gold, title+m.o.Rule.String(), but)
		if draft.Complete() && gold.State() != annotate.StateFlagged && (len(m.sets) > 1 || m.o.Rule.AtLeast == 1) {
			draft.Draft.SetState(annotate.StateDone)
		}
		if draft.Draft.Empty() {
			return nil, nil, first
		}
		change := draft.Draft.Change(m.o.Author, m.o.Now())
		err := gold.Check(change, m.p.Schema(), m.entities)
		if err == nil {
			return change, taken, first
		}
		if first == nil {
			first = err
		}
		var broken *annotate.Broken
		at := -1
		if errors.As(err, &broken) {
			at = slices.IndexFunc(taken, func(c *review.Case) bool {
				return slices.ContainsFunc(append(slices.Clone(c.Objects), c.Fillers...), func(o *review.Object) bool { return draft.Result(o) == broken.Annotation.ID })
			})
		}
		if at < 0 {
			return nil, nil, first
		}
		but[taken[at]] = true
	}
}

// clip returns the first words of an annotation, for one line.
func clip(doc *annotate.Document, a *annotate.Annotation) string {
	const most = 60
	h := a.Hull()
	long := h.Len() > 8*most
	words := strings.Join(strings.Fields(strings.ToValidUTF8(doc.Text[h.Start:min(h.End, h.Start+8*most)], "")), " ")
	if r := []rune(words); len(r) > most || long {
		return string(r[:min(len(r), most-1)]) + "…"
	}
	return words
}
