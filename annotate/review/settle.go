package review

import (
	"cmp"
	"maps"
	"slices"

	"quoth/annotate"
)

// Settling drafts verdicts on cases into a set that decides: what is taken is copied with its origin and with
// all that fills its roles, and about every version of it there is a decision.
//
// A verdict stands in place of the one before on the same case: the set is as if only the last had been given,
// after all that was decided of other cases. What fills a role belongs to the verdict that decided about it first, and
// other frames use it as it stands; once that verdict changes, it belongs to the next that uses it.
type Settling struct {
	Draft *annotate.Draft

	cases *Cases
	into  *annotate.Set
	made  map[*Object]annotate.ID // what the draft made of objects, "" for nothing
	by    map[annotate.ID]*Object // of which object that is

	// Of the verdict under way:
	c      *Case
	within annotate.ID                  // names the case for what fills its roles
	back   map[about]bool               // decisions that are taken back, unless they are made again
	undone []about                      // those, in order
	free   map[*Object]annotate.ID      // what stood for the objects that they were about
	freed  []*Object                    // those, in order
	gone   map[*Object]bool             // of the case: decided to be nothing before
	before map[about]*annotate.Decision // of the case, so that a reason goes with what it was given for
	more   bool                         // it decides about something that nothing was decided about
}

// about names an annotation of an annotator's.
type about struct {
	annotator annotate.AnnotatorID
	id        annotate.ID
}

// Settle begins a draft in a set that decides about the cases.
func (cs *Cases) Settle(into *annotate.Set, title string) *Settling {
	return &Settling{Draft: into.Draft(title), cases: cs, into: into, made: map[*Object]annotate.ID{}, by: map[annotate.ID]*Object{}}
}

// Take takes an annotator's version of a case: what they marked, and nothing of what they did not. It returns
// the identity of what came of it, "" where they marked nothing.
func (s *Settling) Take(c *Case, side int) annotate.ID {
	s.begin(c)
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
	s.end()
	return result
}

// Reject takes nothing of a case. Of what fills its roles, cues go with it, but what other open cases may need; mentions
// are left alone.
func (s *Settling) Reject(c *Case) {
	s.begin(c)
	for _, o := range c.Objects {
		s.decide(o, "", nil)
	}
	s.fillers(c, -1)
	s.end()
}

// begin takes back what an earlier verdict on a case decided about what fills its roles, as far as nothing else rests on
// it.
func (s *Settling) begin(c *Case) {
	s.c, s.within = c, s.cases.Key(c).About
	s.back, s.undone, s.free, s.freed = map[about]bool{}, nil, map[*Object]annotate.ID{}, nil
	s.before, s.more, s.gone = map[about]*annotate.Decision{}, false, map[*Object]bool{}
	own := map[annotate.ID]bool{}
	for _, o := range c.Objects {
		for side, v := range o.Versions {
			if v != nil {
				own[v.ID] = true
				if d := s.decision(side, v); d != nil {
					s.before[about{d.Annotator, d.About}] = d
					s.gone[o] = s.Result(o) == ""
				}
			}
		}
	}
	for _, o := range c.Objects {
		s.alone(o)
	}
	seen := map[*Object]bool{}
	var walk func(objects []*Object)
	walk = func(objects []*Object) {
		for _, o := range objects {
			for side, v := range o.Versions {
				if v == nil {
					continue
				}
				for _, arg := range v.Args {
					f := s.cases.Of(side, arg.Target)
					if f == nil || seen[f] || slices.Contains(c.Objects, f) {
						continue
					}
					seen[f] = true
					owner := s.owner(f)
					// Another frame that fills a role is a case of its own; of it only what came along is taken back.
					if owner == "" || s.cases.isFrame(f) && !own[owner] {
						continue
					}
					if s.release(c, f, owner, own) {
						walk([]*Object{f})
					}
				}
			}
		}
	}
	walk(c.Objects)
}

// owner returns with which annotation it was decided about an object, "" where it was by itself or is not yet.
func (s *Settling) owner(o *Object) annotate.ID {
	for side, v := range o.Versions {
		if v != nil {
			if d := s.decision(side, v); d != nil && d.Within != "" {
				return d.Within
			}
		}
	}
	return ""
}

// release takes back what was decided about a filler of a case, and reports whether it did: where what stands for it
// fills a role of another frame that is decided about, it belongs to that one.
func (s *Settling) release(c *Case, f *Object, owner annotate.ID, own map[annotate.ID]bool) bool {
	id := s.Result(f)
	if id != "" {
		held := s.holders(c, id)
		for _, h := range held {
			if slices.Contains(h.ids, owner) {
				return false
			}
		}
		if len(held) > 0 {
			s.pass(f, held[0])
			return false
		}
	}
	for side, v := range f.Versions {
		if v == nil {
			continue
		}
		if d := s.decision(side, v); d != nil && d.Within != "" {
			k := about{d.Annotator, d.About}
			s.before[k] = d
			s.back[k] = true
			s.undone = append(s.undone, k)
		}
	}
	if id != "" {
		s.alone(f)
		s.free[f] = id
		s.freed = append(s.freed, f)
	}
	return true
}

// holder is a frame of another case that uses what stands for a filler.
type holder struct {
	object *Object
	result *annotate.Annotation
	ids    []annotate.ID // of its versions
}

// holders returns the frames of other cases that use an annotation of the deciding set, the oldest first.
func (s *Settling) holders(c *Case, id annotate.ID) []holder {
	var out []holder
	for _, user := range s.Draft.Users(id) {
		if o := s.object(user.ID); o != nil && !slices.Contains(c.Objects, o) {
			h := holder{object: o, result: user}
			for _, v := range o.present() {
				h.ids = append(h.ids, v.ID)
			}
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(x, y holder) int { return cmp.Compare(x.result.ID, y.result.ID) })
	return out
}

// object returns the object that an annotation of the deciding set stands for, or nil.
func (s *Settling) object(id annotate.ID) *Object {
	if o := s.by[id]; o != nil {
		return o
	}
	for _, d := range s.into.ResultOf(id) {
		if o := s.cases.object(d.Annotator, d.About); o != nil && s.Result(o) == id {
			return o
		}
	}
	return nil
}

// pass makes what stands for a filler what it would be had the verdict on another frame been the first to decide about
// it.
func (s *Settling) pass(f *Object, h holder) {
	side, _ := s.taken(h.object, h.result, f)
	within := s.within
	s.within = h.ids[0]
	id := s.Result(f)
	if side >= 0 {
		id = s.copy(f, side)
	}
	s.decide(f, id, s.Draft.Get(id))
	s.within = within
}

// taken returns the annotator whose version of a frame, with something that fills a role of it, a verdict seems to have
// taken for what stands; -1 for nobody's. It is sure where what stands names that annotator, or came to the same as their version.
func (s *Settling) taken(frame *Object, stands *annotate.Annotation, filler *Object) (side int, sure bool) {
	side, best := -1, 0
	for i, v := range frame.Versions {
		if v == nil || !slices.ContainsFunc(v.Args, func(x annotate.Arg) bool { return s.cases.Of(i, x.Target) == filler }) {
			continue
		}
		like := 1
		if d := s.decision(i, v); d != nil && d.Verdict == annotate.VerdictAccepted {
			like = 2
		}
		if s.cases.who[i] == stands.Origin.Annotator {
			like = 3
		}
		if like > best {
			side, best = i, like
		}
	}
	return side, best > 1
}

// giveBack puts what stands for an object again, after it stood for nothing, into the frames whose roles it fills.
func (s *Settling) giveBack(o *Object) {
	id := s.made[o]
	for _, frame := range s.cases.Objects {
		a := s.Draft.Get(s.Result(frame))
		if a == nil || slices.ContainsFunc(a.Args, func(x annotate.Arg) bool { return x.Target == id }) {
			continue
		}
		side, sure := s.taken(frame, a, o)
		if !sure { // it was left out, or came by a mix, of which nothing tells from whom each part is
			continue
		}
		c := a.Clone()
		c.Args = nil
		for _, arg := range frame.Versions[side].Args {
			f := s.cases.Of(side, arg.Target)
			if f == nil {
				continue
			}
			x := annotate.Arg{Role: arg.Role, Target: s.Result(f)}
			if f == o || slices.Contains(a.Args, x) {
				c.Args = append(c.Args, x)
			}
		}
		for _, x := range a.Args {
			if !slices.Contains(c.Args, x) {
				c.Args = append(c.Args, x)
			}
		}
		s.Draft.Put(c)
	}
}

// end takes away what the earlier verdict brought and this one does not.
func (s *Settling) end() {
	for _, k := range s.undone {
		if s.back[k] {
			s.Draft.Undecide(k.annotator, k.id)
			delete(s.back, k)
		}
	}
	for _, f := range s.freed {
		if id := s.free[f]; s.by[id] == nil && !s.leads(id, f) {
			s.Draft.Remove(id)
		}
	}
	for _, o := range s.c.Objects {
		if s.gone[o] && s.made[o] != "" {
			s.giveBack(o)
		}
	}
	s.keepReason()
	s.c, s.within, s.free, s.freed, s.gone = nil, "", nil, nil, nil
}

// keepReason lets a reason go with the verdict that it was given for.
func (s *Settling) keepReason() {
	changed := s.more
	for k, d := range s.before {
		now := s.Draft.Decision(k.annotator, k.id)
		changed = changed || !d.Equal(now) || d.Result != "" && !s.into.Get(d.Result).Equal(s.Draft.Get(d.Result))
	}
	if !changed {
		return
	}
	for _, k := range slices.SortedFunc(maps.Keys(s.before), func(x, y about) int {
		return cmp.Or(cmp.Compare(x.annotator, y.annotator), cmp.Compare(x.id, y.id))
	}) {
		if d := s.Draft.Decision(k.annotator, k.id); d != nil && d.Reason != "" {
			x := d.Clone()
			x.Reason = ""
			s.Draft.Decide(x)
		}
	}
}

// decision returns what is decided about a version by now, or nil.
func (s *Settling) decision(side int, v *annotate.Annotation) *annotate.Decision {
	if s.back[about{s.cases.who[side], v.ID}] {
		return nil
	}
	return s.Draft.Decision(s.cases.who[side], v.ID)
}

// decided reports whether all versions of an object are decided about by now, as they are.
func (s *Settling) decided(o *Object) bool {
	for side, v := range o.Versions {
		if v == nil {
			continue
		}
		if d := s.decision(side, v); d == nil || !d.Covers(v) && !s.comesTo(o, side, d) {
			return false
		}
	}
	return true
}

// comesTo reports whether a version that was changed since it was decided about says now what stands.
func (s *Settling) comesTo(o *Object, side int, d *annotate.Decision) bool {
	return s.agrees(o, side, s.Draft.Get(d.Result))
}

// agrees reports whether a version says what stands for its object. Who named no entity does not contradict the one that
// stands.
func (s *Settling) agrees(o *Object, side int, stands *annotate.Annotation) bool {
	v := o.Versions[side]
	if stands == nil {
		return false
	}
	if v.Entity == "" && stands.Entity != "" {
		v = v.Clone()
		v.Entity = stands.Entity
	}
	return s.same(v, side, stands)
}

// leads reports whether a decision about anything but one object led to an annotation.
func (s *Settling) leads(id annotate.ID, but *Object) bool {
	if o := s.by[id]; o != nil && o != but {
		return true
	}
	for _, d := range s.into.ResultOf(id) {
		o := s.cases.object(d.Annotator, d.About)
		if o == nil || o == but || s.back[about{d.Annotator, d.About}] {
			continue
		}
		if now := s.Draft.Decision(d.Annotator, d.About); now != nil && now.Result == id {
			return true
		}
	}
	return false
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
	s.begin(c)
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
	a.ID = s.identity(o, o.Versions[from(Part{What: Type})].Type, o.Versions[from(Part{What: Boundary})].Spans)
	a.Origin = s.originAs(a.ID, o, a, side)
	a.Spans = slices.Clone(o.Versions[from(Part{What: Boundary})].Spans)
	a.Type, a.Entity = o.Versions[from(Part{What: Type})].Type, o.linked(from(Part{What: Entity}), o.Versions[from(Part{What: Type})].Type)
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
			s.decide(x, "", nil)
		}
	}
	s.fillers(c, side)
	s.end()
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
	own := map[annotate.ID]bool{}
	for _, o := range c.Objects {
		for _, v := range o.present() {
			own[v.ID] = true
		}
	}
	for _, o := range append(slices.Clone(c.Objects), c.Fillers...) {
		if slices.Contains(c.Fillers, o) && !own[s.owner(o)] {
			continue // that was decided otherwise
		}
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
		if d := s.decision(side, v); d != nil && d.Result != "" && s.Draft.Get(d.Result) != nil {
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
	s.put(o, side, id)
	return id
}

// put makes an annotation of the deciding set an annotator's version of an object.
func (s *Settling) put(o *Object, side int, id annotate.ID) {
	v := o.Versions[side]
	c := v.Clone()
	c.ID, c.Origin, c.Args, c.Entity = id, s.originAs(id, o, v, side), nil, o.linked(side, v.Type)
	for _, arg := range v.Args {
		if target := s.filler(side, arg.Target); target != "" {
			x := annotate.Arg{Role: arg.Role, Target: target}
			if !slices.Contains(c.Args, x) {
				c.Args = append(c.Args, x)
			}
		}
	}
	s.Draft.Put(c)
}

// originAs says who made what stands for an object: what stands for another one, too, stays of whom it was.
func (s *Settling) originAs(id annotate.ID, o *Object, v *annotate.Annotation, side int) annotate.Origin {
	if a := s.Draft.Get(id); a != nil && s.leads(id, o) {
		return a.Origin
	}
	return s.origin(v, side)
}

// alone makes what stands for an object and for another one what it is for the other alone, as far as the decision about
// that tells.
func (s *Settling) alone(o *Object) {
	id := s.Result(o)
	if id == "" {
		return
	}
	for _, d := range s.into.ResultOf(id) {
		other, side := s.cases.object(d.Annotator, d.About), s.cases.side[d.Annotator]
		if other == nil || other == o || d.Verdict != annotate.VerdictAccepted || s.Result(other) != id {
			continue
		}
		a := s.Draft.Get(id)
		best := side
		for i, v := range other.Versions {
			if v != nil && s.cases.who[i] == a.Origin.Annotator {
				if d := s.decision(i, v); d != nil && d.Verdict == annotate.VerdictAccepted {
					best = i
				}
			}
		}
		s.put(other, best, id)
		return
	}
}

// identity returns the identity under which an object stands as these words: that which stands for it, or what
// the words are marked as already, or a new one.
func (s *Settling) identity(o *Object, typ string, spans []annotate.Span) annotate.ID {
	id := s.Result(o)
	if id == "" && s.free[o] != "" && s.by[s.free[o]] == nil {
		id = s.free[o]
	}
	if id != "" && s.leads(id, o) { // another object stands as the same words
		id = ""
	}
	if old := s.stands(typ, spans); old != nil && old.ID != id {
		if id != "" { // the same words cannot be marked twice
			s.refill(id, old.ID)
			s.Draft.Remove(id)
		}
		id = old.ID
	}
	if id == "" {
		id = annotate.NewID()
	}
	s.stand(o, id)
	return id
}

// stands returns what stood as some words before the draft, where the draft leaves it as these words, or nil.
func (s *Settling) stands(typ string, spans []annotate.Span) *annotate.Annotation {
	was := s.into.Find(typ, spans)
	if was == nil {
		return nil
	}
	now := s.Draft.Get(was.ID)
	if now == nil || now.Type != typ || !slices.Equal(now.Spans, spans) {
		return nil
	}
	return now
}

// refill lets one annotation of the deciding set fill the roles that another fills.
func (s *Settling) refill(was, now annotate.ID) {
	for _, user := range s.Draft.Users(was) {
		c := user.Clone()
		c.Args = nil
		for _, x := range user.Args {
			if x.Target == was {
				x.Target = now
			}
			if !slices.Contains(c.Args, x) {
				c.Args = append(c.Args, x)
			}
		}
		s.Draft.Put(c)
	}
}

// stand notes what the draft made of an object.
func (s *Settling) stand(o *Object, id annotate.ID) {
	if was := s.made[o]; s.by[was] == o {
		delete(s.by, was)
	}
	if s.made[o] = id; id != "" {
		s.by[id] = o
	}
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
	v := o.Versions[side]
	if d := s.decision(side, v); d != nil && d.Covers(v) { // that it is nothing was decided by itself
		return ""
	}
	r := s.copy(o, side)
	// Of what fills the roles of this case the other versions are decided about when it is taken as a whole.
	s.decideOne(o, side, r, s.Draft.Get(r))
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

// remove takes away what stands for an object, unless another object stands as the same.
func (s *Settling) remove(o *Object) {
	if id := s.Result(o); id != "" && !s.leads(id, o) {
		s.Draft.Remove(id)
	}
	s.stand(o, "")
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
	d.Seen = v.Content()
	old := s.Draft.Decision(d.Annotator, d.About)
	if old == nil {
		s.more = true
	} else {
		d.Reason = old.Reason
	}
	switch {
	case s.c == nil && old != nil: // no verdict, but what came of one
		d.Within = old.Within
	case s.c == nil:
		d.Within = s.owner(o)
	case !slices.Contains(s.c.Objects, o):
		d.Within = s.within
	}
	delete(s.back, about{d.Annotator, d.About})
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
// is below 0. A cue is nothing without its quote; a mention is something without it, and who rejects what it fills was
// not asked about it: it stays open, or for the rule.
func (s *Settling) fillers(c *Case, side int) {
	for _, o := range c.Fillers {
		if s.decided(o) {
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
		case s.cases.isCue(o) && (side < 0 || o.marked() < s.cases.sides):
			s.decide(o, "", nil)
		}
	}
}
