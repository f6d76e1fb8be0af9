package review

import (
	"cmp"
	"maps"
	"slices"

	"quoth/annotate"
)

// Settling drafts verdicts on cases into a set that decides: what is taken is copied with its origin and with
// all that fills its roles, and about every version of it there is a decision.
type Settling struct {
	Draft *annotate.Draft

	cases *Cases
	into  *annotate.Set
	made  map[*Object]annotate.ID // what the draft made of objects, "" for nothing
}

// Settle begins a draft in a set that decides about the cases.
func (cs *Cases) Settle(into *annotate.Set, title string) *Settling {
	return &Settling{Draft: into.Draft(title), cases: cs, into: into, made: map[*Object]annotate.ID{}}
}

// Take takes an annotator's version of a case: what they marked, and nothing of what they did not. It returns
// the identity of what came of it, "" where they marked nothing.
func (s *Settling) Take(c *Case, side int) annotate.ID {
	result := annotate.ID("")
	for _, o := range c.Objects {
		v := o.Versions[side]
		if v == nil {
			s.decide(o, "", nil)
			continue
		}
		id := s.copy(o, side)
		s.decide(o, id, s.Draft.Get(id))
		if result == "" || o == c.Main() {
			result = id
		}
	}
	s.fillers(c, side)
	return result
}

// Reject takes nothing of a case. Of what fills its roles it leaves alone what all marked, and what other open
// cases may need.
func (s *Settling) Reject(c *Case) {
	for _, o := range c.Objects {
		s.remove(o)
		s.decide(o, "", nil)
	}
	s.fillers(c, -1)
}

// Part is a part of a case that can be taken from an annotator of its own: the words, the type, the entity or an
// attribute of the frame, or who or what fills a role, with the words and the entity of that.
type Part struct {
	What What // Boundary, Type, Entity, Attribute or Fillers
	Of   string
}

// PartChoice is a part on which the annotators who marked a case differ, and how they are parted by it, those of
// whom there are most first.
type PartChoice struct {
	Part
	Camps [][]int
}

// Parts returns the parts of a case on which the annotators differ, the words first.
func (cs *Cases) Parts(c *Case) []PartChoice {
	o := c.Main()
	var out []PartChoice
	add := func(p Part, opinion func(side int) string) {
		var camps [][]int
		at := map[string]int{}
		for _, side := range o.Sides() {
			s := opinion(side)
			k, known := at[s]
			if !known {
				k = len(camps)
				at[s] = k
				camps = append(camps, nil)
			}
			camps[k] = append(camps[k], side)
		}
		if mostFirst(camps); len(camps) > 1 {
			out = append(out, PartChoice{p, camps})
		}
	}
	for what, of := range cs.aspects(o.present()...) {
		if what != Fillers {
			add(Part{what, of}, func(side int) string { return cs.opinion(what, of, side, o.Versions[side]) })
		}
	}
	for _, role := range cs.roles(o) {
		add(Part{Fillers, role}, func(side int) string {
			s := cs.opinion(Fillers, role, side, o.Versions[side])
			for _, arg := range o.Versions[side].Args {
				if f := cs.Of(side, arg.Target); arg.Role == role && f != nil && !cs.isFrame(f) {
					s += "\x03" + cs.whole(f, side)
				}
			}
			return s
		})
	}
	return out
}

// roles returns the roles that somebody filled, in the order of the schema.
func (cs *Cases) roles(o *Object) []string {
	var out []string
	for _, v := range o.present() {
		for _, arg := range v.Args {
			if !slices.Contains(out, arg.Role) {
				out = append(out, arg.Role)
			}
		}
	}
	rank := map[string]int{}
	if cs.schema != nil {
		for _, v := range o.present() {
			if t := cs.schema.Type(v.Type); t != nil {
				for i, r := range t.Roles {
					rank[r.Key] = i
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Or(rank[x]-rank[y], cmp.Compare(x, y)) })
	return out
}

// Mix takes a case from several annotators: each part from the one that parts names, all else from side, who
// marked it.
func (s *Settling) Mix(c *Case, side int, parts map[Part]int) annotate.ID {
	o := c.Main()
	if o.Versions[side] == nil {
		side = slices.IndexFunc(o.Versions, func(v *annotate.Annotation) bool { return v != nil })
	}
	from := func(p Part) int {
		if i, named := parts[p]; named && o.Versions[i] != nil {
			return i
		}
		return side
	}
	a := o.Versions[side].Clone()
	a.ID, a.Origin = s.identity(o, o.Versions[from(Part{What: Type})].Type, o.Versions[from(Part{What: Boundary})].Spans), s.origin(a, side)
	a.Spans = slices.Clone(o.Versions[from(Part{What: Boundary})].Spans)
	a.Type, a.Entity = o.Versions[from(Part{What: Type})].Type, o.Versions[from(Part{What: Entity})].Entity
	for p := range parts {
		if p.What == Attribute {
			a = a.WithAttr(p.Of, o.Versions[from(p)].Attrs[p.Of])
		}
	}
	a.Args = nil
	for _, role := range s.cases.roles(o) {
		i := from(Part{Fillers, role})
		for _, arg := range o.Versions[i].Args {
			if arg.Role != role {
				continue
			}
			if f := s.cases.Of(i, arg.Target); f != nil && !s.cases.isFrame(f) && !s.cases.decided(f, s.into) && s.made[f] == "" {
				s.copy(f, i)
			}
			if target := s.filler(i, arg.Target); target != "" {
				a = a.WithArg(role, target, false)
			}
		}
	}
	id := a.ID
	s.Draft.Put(a)
	for _, x := range c.Objects {
		if x == o {
			s.decide(x, id, a)
		} else {
			s.remove(x)
			s.decide(x, "", nil)
		}
	}
	s.fillers(c, side)
	return id
}

// Review says of every version of a case that is decided about what it came to by now, after what stands for it was
// edited: it was accepted, corrected, or, where that is gone, rejected.
func (s *Settling) Review(c *Case) {
	for _, o := range append(slices.Clone(c.Fillers), c.Objects...) {
		a := s.Draft.Get(s.Result(o))
		for side, v := range o.Versions {
			if v == nil || s.Draft.Decision(s.cases.who[side], v.ID) == nil {
				continue
			}
			if a == nil {
				s.decideOne(o, side, "", nil)
			} else {
				s.decideOne(o, side, a.ID, a)
			}
		}
	}
}

// Reason says why, for all that is decided about a case.
func (s *Settling) Reason(c *Case, why annotate.Reason) {
	for _, o := range append(slices.Clone(c.Objects), c.Fillers...) {
		for side, v := range o.Versions {
			if v == nil {
				continue
			}
			if d := s.Draft.Decision(s.cases.who[side], v.ID); d != nil && (slices.Contains(c.Objects, o) || d.Verdict != annotate.VerdictAccepted) {
				x := d.Clone()
				x.Reason = why
				s.Draft.Decide(x)
			}
		}
	}
}

// Result returns the annotation of the deciding set that stands for an object by now, "" for none.
func (s *Settling) Result(o *Object) annotate.ID {
	if id, made := s.made[o]; made {
		return id
	}
	for side, v := range o.Versions {
		if v == nil {
			continue
		}
		if d := s.Draft.Decision(s.cases.who[side], v.ID); d != nil && d.Result != "" && s.Draft.Get(d.Result) != nil {
			return d.Result
		}
	}
	return ""
}

// Result returns the annotation of a set that decides that stands for a case, or nil.
func (cs *Cases) Result(c *Case, into *annotate.Set) *annotate.Annotation {
	s := cs.Settle(into, "")
	for _, o := range append([]*Object{c.Main()}, c.Objects...) {
		if a := into.Get(s.Result(o)); a != nil {
			return a
		}
	}
	return nil
}

// copy makes what stands for an object an annotator's version of it, and returns its identity.
func (s *Settling) copy(o *Object, side int) annotate.ID {
	v := o.Versions[side]
	id := s.identity(o, v.Type, v.Spans)
	c := v.Clone()
	c.ID, c.Origin, c.Args = id, s.origin(v, side), nil
	for _, arg := range v.Args {
		if target := s.filler(side, arg.Target); target != "" {
			x := annotate.Arg{Role: arg.Role, Target: target}
			if !slices.Contains(c.Args, x) {
				c.Args = append(c.Args, x)
			}
		}
	}
	s.Draft.Put(c)
	return id
}

// identity returns the identity under which an object stands as these words: that which stands for it, or what
// the words are marked as already, or a new one.
func (s *Settling) identity(o *Object, typ string, spans []annotate.Span) annotate.ID {
	id := s.Result(o)
	if old := s.into.Find(typ, spans); old != nil && old.ID != id && s.Draft.Get(old.ID).Equal(old) {
		if id != "" { // the same words cannot be marked twice
			s.Draft.Remove(id)
		}
		id = old.ID
	}
	if id == "" {
		id = annotate.NewID()
	}
	s.made[o] = id
	return id
}

// filler returns what stands for a filler of an annotator's: what was decided about it, else a copy.
func (s *Settling) filler(side int, id annotate.ID) annotate.ID {
	o := s.cases.Of(side, id)
	if o == nil {
		return ""
	}
	if r := s.Result(o); r != "" {
		return r
	}
	if _, made := s.made[o]; made { // on its way round a ring of arguments
		return ""
	}
	r := s.copy(o, side)
	if s.cases.isFrame(o) {
		// A frame that fills a role is a case of its own. That it is here already is decided about this version alone.
		s.decideOne(o, side, r, s.Draft.Get(r))
	}
	return r
}

// origin says who made what is taken over: whoever the version names, else its annotator.
func (s *Settling) origin(v *annotate.Annotation, side int) annotate.Origin {
	from := v.Origin
	if from.Annotator == "" {
		from.Annotator = s.cases.who[side]
	}
	return from
}

// remove takes away what stands for an object, but what several objects led to.
func (s *Settling) remove(o *Object) {
	if id := s.Result(o); id != "" {
		s.Draft.Remove(id)
	}
	s.made[o] = ""
}

// decide records what became of every version of an object: result, as the draft has it, or nothing.
func (s *Settling) decide(o *Object, id annotate.ID, result *annotate.Annotation) {
	if id == "" {
		s.remove(o)
	}
	for side, v := range o.Versions {
		if v != nil {
			s.decideOne(o, side, id, result)
		}
	}
}

func (s *Settling) decideOne(o *Object, side int, id annotate.ID, result *annotate.Annotation) {
	v := o.Versions[side]
	verdict := annotate.VerdictRejected
	if result != nil {
		verdict = annotate.VerdictCorrected
		if s.same(v, side, result) {
			verdict = annotate.VerdictAccepted
		}
	}
	d := annotate.DecisionAbout(s.cases.who[side], v, verdict, id)
	if old := s.Draft.Decision(d.Annotator, d.About); old != nil {
		d.Reason = old.Reason
	}
	s.Draft.Decide(d)
}

// same reports whether a version says what an annotation of the deciding set says.
func (s *Settling) same(v *annotate.Annotation, side int, result *annotate.Annotation) bool {
	if v.Type != result.Type || v.Entity != result.Entity || !slices.Equal(v.Spans, result.Spans) || len(v.Args) != len(result.Args) ||
		!maps.Equal(s.withDefaults(v), s.withDefaults(result)) {
		return false
	}
	for _, arg := range v.Args {
		o := s.cases.Of(side, arg.Target)
		if o == nil {
			return false
		}
		if !slices.Contains(result.Args, annotate.Arg{Role: arg.Role, Target: s.Result(o)}) {
			return false
		}
	}
	return true
}

// withDefaults returns what the attributes of an annotation come to.
func (s *Settling) withDefaults(a *annotate.Annotation) map[string]string {
	out := map[string]string{}
	if s.cases.schema != nil {
		if t := s.cases.schema.Type(a.Type); t != nil {
			for _, x := range t.Attrs {
				if x.Default != "" {
					out[x.Key] = x.Default
				}
			}
		}
	}
	maps.Copy(out, a.Attrs)
	return out
}

// fillers decides about what fills roles of a case of which side's version was taken, that of nobody where side
// is below 0.
func (s *Settling) fillers(c *Case, side int) {
	for _, o := range c.Fillers {
		if s.cases.decided(o, s.into) {
			continue
		}
		if id := s.made[o]; id != "" { // it came along
			s.decide(o, id, s.Draft.Get(id))
			continue
		}
		shared := false
		for _, user := range s.cases.users[o] {
			shared = shared || user != c && s.cases.Status(user, s.into) != Settled
		}
		switch {
		case shared: // the other frame may want it
		case side >= 0 && o.Versions[side] != nil:
			id := s.copy(o, side)
			s.decide(o, id, s.Draft.Get(id))
		case o.marked() < s.cases.sides:
			s.decide(o, "", nil)
		}
	}
}
