package propose

import (
	"slices"

	"quoth/annotate"
)

// Offer is an annotation of another annotator's set that the working set may take.
type Offer struct {
	From *annotate.Set // whose it is
	*annotate.Annotation
}

// Open reports whether a proposal waits for a decision: nothing was decided about it, and the working set has nothing in
// its place. A mention or cue is in the place of another where they share words, a quote where it is more or less the
// same words or crosses it, an event where it has the trigger.
func Open(schema *annotate.Schema, working *annotate.Set, o Offer) bool {
	kind := schema.Kind(o.Type)
	if kind == "" || working.Decision(o.From.Annotator, o.ID) != nil {
		return false
	}
	for _, a := range working.Touching(o.Hull()) {
		if schema.Kind(a.Type) == kind && annotate.Overlap(a.Spans, o.Spans) && (kind != annotate.KindQuote || inPlaceOf(a.Spans, o.Spans)) {
			return false
		}
	}
	return true
}

// inPlaceOf reports whether of two quotes only one can stand, or both are the same with other edges, or one is some parts of the
// other: who marks a broken quote part by part is not done yet.
func inPlaceOf(a, b []annotate.Span) bool {
	if partsOf(a, b) || partsOf(b, a) {
		return true
	}
	if !annotate.Covers(a, b) && !annotate.Covers(b, a) {
		return true // quotes do not cross
	}
	small, large := length(a), length(b)
	if small > large {
		small, large = large, small
	}
	return 5*small >= 4*large
}

func partsOf(some, all []annotate.Span) bool {
	return !slices.ContainsFunc(some, func(s annotate.Span) bool { return !slices.Contains(all, s) })
}

func length(spans []annotate.Span) int {
	n := 0
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// Taking drafts decisions about proposals into a working set.
type Taking struct {
	Draft *annotate.Draft

	schema  *annotate.Schema
	working *annotate.Set
	known   annotate.EntitySource
	fresh   map[annotate.ID]*annotate.Entity // those that proposers would add to the project
	made    map[annotate.ID]annotate.ID      // proposal → what stands for it
	marks   map[placeOf]annotate.ID          // what the draft marks
}

type placeOf struct {
	typ   string
	first annotate.Span
}

// Take begins a draft in a working set. Fresh are entities that proposals refer to and the project does not have yet.
func Take(schema *annotate.Schema, working *annotate.Set, title string, known annotate.EntitySource, fresh map[annotate.ID]*annotate.Entity) *Taking {
	return &Taking{
		Draft: working.Draft(title), schema: schema, working: working, known: known, fresh: fresh,
		made: map[annotate.ID]annotate.ID{}, marks: map[placeOf]annotate.ID{},
	}
}

// Accept copies a proposal with its origin, and what fills its roles with it, and remembers that. It returns what stands
// for the proposal in the working set.
func (t *Taking) Accept(o Offer) annotate.ID { return t.accept(o, true) }

// AcceptAlone copies a proposal without what fills its roles, except for what is there already.
func (t *Taking) AcceptAlone(o Offer) annotate.ID { return t.accept(o, false) }

func (t *Taking) accept(o Offer, fillers bool) annotate.ID {
	if id, made := t.made[o.ID]; made {
		return id
	}
	if d := t.Draft.Decision(o.From.Annotator, o.ID); d != nil && d.Result != "" && t.Draft.Get(d.Result) != nil {
		return d.Result
	}
	t.made[o.ID] = "" // on its way round a ring of arguments
	at := placeOf{o.Type, o.Spans[0]}
	old := t.working.Find(o.Type, o.Spans)
	if old == nil {
		old = t.Draft.Get(t.marks[at])
	}
	if old != nil && (t.Draft.Get(old.ID) == nil || !slices.Equal(old.Spans, o.Spans)) {
		old = nil
	}
	verdict := annotate.VerdictAccepted
	c := o.Annotation.Clone()
	c.Args = nil
	if old != nil {
		c = t.Draft.Get(old.ID).Clone()
	} else {
		c.ID = annotate.NewID()
		if c.Origin.Annotator == "" {
			c.Origin.Annotator = o.From.Annotator
		}
	}
	if o.Entity != "" && c.Entity == "" || c.Entity == o.Entity {
		c.Entity = t.entity(o.Entity)
	}
	typ := t.schema.Type(o.Type)
	for _, x := range o.Args {
		target := o.From.Get(x.Target)
		if target == nil || typ == nil || typ.Role(x.Role) == nil || typ.Role(x.Role).Single && c.Arg(x.Role) != "" {
			continue
		}
		id := annotate.ID("")
		switch f := (Offer{o.From, target}); {
		case t.rejected(f):
			verdict = annotate.VerdictCorrected
		case fillers:
			id = t.filler(f, typ.Role(x.Role))
		default:
			id = t.standing(f)
		}
		if id != "" {
			c = c.WithArg(x.Role, id, false)
		} else if !fillers {
			verdict = annotate.VerdictCorrected
		}
	}
	t.Draft.Put(c)
	t.made[o.ID], t.marks[at] = c.ID, c.ID
	t.Draft.Decide(annotate.DecisionAbout(o.From.Annotator, o.Annotation, verdict, c.ID))
	return c.ID
}

// filler returns what fills a role: a mention or cue that is there in the place of the proposal, or a copy of it. What is an
// event or quote of its own is not taken along.
func (t *Taking) filler(f Offer, role *annotate.Role) annotate.ID {
	if id := t.standing(f); id != "" {
		return id
	}
	switch t.schema.Kind(f.Type) {
	case annotate.KindMention, annotate.KindCue:
	default:
		return ""
	}
	for _, a := range t.working.Touching(f.Hull()) {
		// The person has marked these words otherwise: that stands.
		if t.schema.Kind(a.Type) == t.schema.Kind(f.Type) && t.Draft.Get(a.ID) != nil && annotate.Overlap(a.Spans, f.Spans) {
			if slices.Contains(role.Targets, a.Type) {
				return a.ID
			}
			return ""
		}
	}
	return t.accept(f, true)
}

// standing returns what stands for a proposal already, or "".
func (t *Taking) standing(f Offer) annotate.ID {
	if id := t.made[f.ID]; id != "" {
		return id
	}
	if d := t.Draft.Decision(f.From.Annotator, f.ID); d != nil && d.Result != "" && t.Draft.Get(d.Result) != nil {
		return d.Result
	}
	if a := t.working.Find(f.Type, f.Spans); a != nil && t.Draft.Get(a.ID) != nil {
		return a.ID
	}
	return ""
}

func (t *Taking) rejected(f Offer) bool {
	d := t.Draft.Decision(f.From.Annotator, f.ID)
	return d != nil && d.Verdict == annotate.VerdictRejected
}

// entity returns the identity of an entity, which it has the project take where it is new.
func (t *Taking) entity(id annotate.ID) annotate.ID {
	if id == "" || t.known.Entity(id) != nil {
		return id
	}
	e := t.fresh[id]
	if e == nil {
		return ""
	}
	delete(t.fresh, id)
	t.Draft.PutEntity(nil, e)
	t.known = withEntity{t.known, e}
	return id
}

type withEntity struct {
	annotate.EntitySource
	more *annotate.Entity
}

func (w withEntity) Entity(id annotate.ID) *annotate.Entity {
	if id == w.more.ID {
		return w.more
	}
	return w.EntitySource.Entity(id)
}

// Reject remembers that a proposal is wrong. Of what fills its roles the cue goes with it, where no other frame has it:
// names may still be names.
func (t *Taking) Reject(o Offer) {
	t.Draft.Decide(annotate.DecisionAbout(o.From.Annotator, o.Annotation, annotate.VerdictRejected, ""))
	for _, x := range o.Args {
		c := o.From.Get(x.Target)
		if c == nil || t.schema.Kind(c.Type) != annotate.KindCue || t.Draft.Decision(o.From.Annotator, c.ID) != nil {
			continue
		}
		shared := slices.ContainsFunc(o.From.Users(c.ID), func(u *annotate.Annotation) bool {
			d := t.Draft.Decision(o.From.Annotator, u.ID)
			return u.ID != o.ID && (d == nil || d.Verdict != annotate.VerdictRejected)
		})
		if !shared {
			t.Draft.Decide(annotate.DecisionAbout(o.From.Annotator, c, annotate.VerdictRejected, ""))
		}
	}
}
