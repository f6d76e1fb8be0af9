package figures

import (
	"context"
	"slices"
	"time"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
)

// Options say what is worked out, and of what.
type Options struct {
	Annotators []annotate.AnnotatorID // all where empty
	States     []annotate.State       // sets in one of these; all where empty
	Documents  []annotate.DocumentID  // all where empty
	// Without are articles that are left out of whatever compares annotators, for somebody who must not know yet.
	Without map[annotate.DocumentID]bool
	// Agreement says how agreement is measured. Pairs are always measured; by type and document only where Groups
	// says so.
	Agreement review.AgreeingOptions
}

// Figures are what was worked out.
type Figures struct {
	Schema       *annotate.Schema
	Articles     int                    // in the project
	Annotators   []annotate.AnnotatorID // whose sets were looked at
	Compared     int                    // articles that two or more of them worked on
	Progress     []Progress
	Agreement    []review.Row
	Distribution []Share
	Pace         []Pace
	Drift        []Drift
	Period       string // of Pace and Drift: "day", "week" or "month"

	together   []annotate.AnnotatorID // whose agreement is of all together; the others are in pairs alone
	confusions []review.Confusion
	entities   map[annotate.ID]*annotate.Entity
}

// Colleagues returns those of annotators whose agreement means something together: gold comes of what the others
// marked, and programs are no colleagues. Where fewer than two are left, it returns all.
func Colleagues(all []annotate.AnnotatorID, programs map[annotate.AnnotatorID]bool) []annotate.AnnotatorID {
	out := slices.DeleteFunc(slices.Clone(all), func(a annotate.AnnotatorID) bool {
		return a == annotate.Gold || programs[a]
	})
	if len(out) < 2 {
		return all
	}
	return out
}

// Read works the figures out. Tell, which may be nil, is told how many of how many sets are done.
func Read(ctx context.Context, p *store.Project, o Options, tell func(done, total int)) (*Figures, error) {
	f := &Figures{Schema: p.Schema()}
	everybody, err := p.Annotators(ctx)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, a := range everybody {
		if len(o.Annotators) == 0 || slices.Contains(o.Annotators, a.ID) {
			f.Annotators = append(f.Annotators, a.ID)
			total += a.Sets
		}
	}
	if f.Articles, err = p.CountDocuments(ctx, store.Filter{}); err != nil {
		return nil, err
	}
	if f.entities, err = p.EntitiesByID(ctx); err != nil {
		return nil, err
	}
	r := &reading{Figures: f, options: o, used: map[shareKey]int{}, sets: map[annotate.AnnotatorID]int{}}
	r.progress(everybody)
	if err := r.compare(ctx, p, total, tell); err != nil {
		return nil, err
	}
	touched, err := p.Touched(ctx)
	if err != nil {
		return nil, err
	}
	activity, err := p.Activity(ctx)
	if err != nil {
		return nil, err
	}
	r.overTime(touched, activity)
	return f, ctx.Err()
}

// reading is the working out.
type reading struct {
	*Figures
	options Options
	found   []review.PairFound
	used    map[shareKey]int
	sets    map[annotate.AnnotatorID]int // that the used types are of
}

// compare goes through all sets, article by article.
func (r *reading) compare(ctx context.Context, p *store.Project, total int, tell func(done, total int)) error {
	o := r.options.Agreement
	o.Confusion = true
	if len(o.Groups) > 0 && !slices.Contains(o.Groups, review.GroupPair) {
		o.Groups = append(slices.Clone(o.Groups), review.GroupPair)
	}
	// All together are those who annotate; with gold and programs, where nobody asked for those, each is a pair.
	together := r.Annotators
	if len(r.options.Annotators) == 0 {
		programs, err := p.Programs(ctx)
		if err != nil {
			return err
		}
		together = Colleagues(r.Annotators, programs)
	}
	r.together = together
	g := review.NewAgreeing(r.Schema, together, o)
	var aside *review.Agreeing
	if len(together) < len(r.Annotators) {
		o.Groups = []review.Group{review.GroupPair}
		aside = review.NewAgreeing(r.Schema, r.Annotators, o)
	}
	sets, some := make([]*annotate.Set, len(r.Annotators)), make([]*annotate.Set, len(together))
	var doc annotate.DocumentID
	flush := func() error {
		defer clear(sets)
		if r.options.Without[doc] {
			return nil
		}
		for i, who := range together {
			some[i] = sets[slices.Index(r.Annotators, who)]
		}
		if err := g.Add(ctx, some); err != nil || aside == nil {
			return err
		}
		return aside.Add(ctx, sets)
	}
	done := 0
	for set, err := range p.Sets(ctx, store.Selection{Annotators: r.Annotators, States: r.options.States, Documents: r.options.Documents}) {
		if err != nil {
			return err
		}
		if set.Document.ID != doc {
			if err := flush(); err != nil {
				return err
			}
			doc = set.Document.ID
		}
		if done++; tell != nil {
			tell(done, total)
		}
		if set.Len() == 0 && set.State() == annotate.StateNew {
			continue // nobody has worked on it yet
		}
		if set.Annotator == annotate.Gold && set.State() != annotate.StateDone && !r.asked(annotate.Gold) {
			continue // what is not decided yet is no difference from gold
		}
		sets[slices.Index(r.Annotators, set.Annotator)] = set
		if !r.options.Without[doc] {
			r.count(set)
		}
	}
	if err := flush(); err != nil {
		return err
	}
	r.Compared = g.Documents()
	r.shares()
	if r.Compared > 0 {
		var err error
		if r.Agreement, err = g.Rows(ctx); err != nil {
			return err
		}
		r.confusions = g.Confusions()
		r.found = g.Found(review.TopicMarks)
	}
	if aside == nil || aside.Documents() == 0 {
		return nil
	}
	rows, err := aside.Rows(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !r.among(row.Pair) {
			r.Agreement = append(r.Agreement, row)
		}
	}
	for _, x := range aside.Confusions() {
		if !r.among(x.Pair) {
			r.confusions = append(r.confusions, x)
		}
	}
	return nil
}

// asked reports whether somebody wants an annotator by name.
func (r *reading) asked(who annotate.AnnotatorID) bool {
	return slices.Contains(r.options.Annotators, who)
}

// among reports whether a pair is of those who are measured together.
func (f *Figures) among(pair [2]annotate.AnnotatorID) bool {
	return slices.Contains(f.together, pair[0]) && slices.Contains(f.together, pair[1])
}

// Progress is how far an annotator is.
type Progress struct {
	Annotator annotate.AnnotatorID
	States    map[annotate.State]int // articles; those that nobody began or assigned are in none
	Counts    store.Counts
}

func (r *reading) progress(everybody []store.Annotator) {
	for _, a := range everybody {
		if slices.Contains(r.Annotators, a.ID) {
			r.Progress = append(r.Progress, Progress{a.ID, a.States, a.Counts})
		}
	}
}

// Total returns how many articles an annotator has.
func (p Progress) Total() int {
	n := 0
	for _, k := range p.States {
		n += k
	}
	return n
}

// Share is how often an annotator used a type.
type Share struct {
	Annotator annotate.AnnotatorID
	Type      string
	Times     int
	Part      float64 // of all that the annotator marked, from 0 to 1
}

type shareKey struct {
	annotator annotate.AnnotatorID
	typ       string
}

func (r *reading) count(set *annotate.Set) {
	r.sets[set.Annotator]++
	for _, t := range set.Types() {
		if n := set.Count(t); n > 0 {
			r.used[shareKey{set.Annotator, t}] += n
		}
	}
}

// shares lists them by annotator, then type in the order of the schema.
func (r *reading) shares() {
	for _, who := range r.Annotators {
		all := 0
		for k, n := range r.used {
			if k.annotator == who {
				all += n
			}
		}
		for _, t := range r.Schema.Types {
			if n := r.used[shareKey{who, t.Key}]; n > 0 {
				r.Distribution = append(r.Distribution, Share{who, t.Key, n, float64(n) / float64(all)})
			}
		}
	}
}

// Pace is what annotating cost.
type Pace struct {
	Annotator   annotate.AnnotatorID
	From        time.Time // the first day of the period; zero for all of the time
	Actions     int
	Annotations int
	Seconds     float64
}

// ActionsEach returns the actions an annotation took; false where none was made.
func (p Pace) ActionsEach() (float64, bool) { return each(float64(p.Actions), p.Annotations) }

// SecondsEach returns the seconds that an annotation took; false where none was made.
func (p Pace) SecondsEach() (float64, bool) { return each(p.Seconds, p.Annotations) }

func each(sum float64, n int) (float64, bool) {
	if n <= 0 {
		return 0, false
	}
	return sum / float64(n), true
}

// Drift is how much an annotator agreed with all others in the articles that were changed last in one period.
type Drift struct {
	Annotator annotate.AnnotatorID
	From      time.Time // the first day of the period
	Articles  int
	F1        float64 // of marks with words in common and the same type
}
