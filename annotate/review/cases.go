package review

import (
	"slices"
	"strconv"

	"quoth/annotate"
)

// Case is one thing to decide about: a frame (a quote or an event) with what fills its roles and the parts that
// some split it into, or a mention or cue alone.
type Case struct {
	// Objects are the frame and its parts, or the mention or cue, in the order of the text.
	Objects []*Object
	// Fillers are the mentions and cues that fill roles of any version, in the order of the text. Another frame
	// that fills a role is a case of its own.
	Fillers []*Object
	// Disputes are on what the annotators do not agree, the frame's before its fillers'.
	Disputes []Dispute

	frame bool
}

// Main returns the object that the case is about: the one that most annotators marked, of several the first.
func (c *Case) Main() *Object {
	best := c.Objects[0]
	for _, o := range c.Objects[1:] {
		if o.marked() > best.marked() {
			best = o
		}
	}
	return best
}

// Sides returns who marked the object.
func (o *Object) Sides() (out []int) {
	for i, v := range o.Versions {
		if v != nil {
			out = append(out, i)
		}
	}
	return out
}

func (o *Object) marked() int {
	n := 0
	for _, v := range o.Versions {
		if v != nil {
			n++
		}
	}
	return n
}

// Has reports whether the case is about what an annotator marked under an identity: not as what fills a role.
func (c *Case) Has(id annotate.ID) bool {
	return slices.ContainsFunc(c.Objects, func(o *Object) bool {
		return slices.ContainsFunc(o.Versions, func(v *annotate.Annotation) bool { return v != nil && v.ID == id })
	})
}

// Hull returns the smallest span around the frame as anybody marked it, its fillers left out.
func (c *Case) Hull() annotate.Span {
	h := c.Objects[0].hull
	for _, o := range c.Objects[1:] {
		h = annotate.Span{Start: min(h.Start, o.hull.Start), End: max(h.End, o.hull.End)}
	}
	return h
}

// Version returns what an annotator made of it, nil where they marked nothing there. Where they made several of
// it, that is the first.
func (c *Case) Version(side int) *annotate.Annotation {
	if v := c.Main().Versions[side]; v != nil {
		return v
	}
	for _, o := range c.Objects {
		if v := o.Versions[side]; v != nil {
			return v
		}
	}
	return nil
}

// Frame reports whether the case is about a frame.
func (c *Case) Frame() bool { return c.frame }

// Cases are all cases of one document.
type Cases struct {
	*Alignment
	All []*Case // in the order of the text

	of    map[*Object][]*Case // the frame that it is of or fills, and the case of a mention or cue alone
	alone map[*Object]*Case   // the case of a mention or cue alone
	users map[*Object][]*Case // the frames that a mention or cue fills a role of
	side  map[annotate.AnnotatorID]int
	who   []annotate.AnnotatorID

	quoteRoles []quoteRole
}

// CasesOf puts the sets of one document side by side and says what there is to decide about.
func CasesOf(schema *annotate.Schema, sets ...*annotate.Set) *Cases {
	cs := &Cases{Alignment: Align(schema, sets...), alone: map[*Object]*Case{}, users: map[*Object][]*Case{}, side: map[annotate.AnnotatorID]int{}}
	if schema != nil {
		cs.quoteRoles = quoteRoles(schema)
	}
	for i, s := range sets {
		cs.side[s.Annotator] = i
		cs.who = append(cs.who, s.Annotator)
	}
	cs.of = make(map[*Object][]*Case, len(cs.Objects))
	disputes := map[*Object][]Dispute{}
	for _, d := range cs.Disputes() {
		disputes[d.Object] = append(disputes[d.Object], d)
	}
	for _, o := range cs.Objects {
		if o.Within != nil {
			continue // with what holds it
		}
		c := &Case{Objects: append([]*Object{o}, o.parts...), frame: cs.isFrame(o)}
		slices.SortFunc(c.Objects, func(x, y *Object) int { return x.number - y.number })
		seen := map[*Object]bool{}
		for _, x := range c.Objects {
			seen[x] = true
		}
		for _, x := range c.Objects {
			c.Disputes = append(c.Disputes, disputes[x]...)
			cs.of[x] = append(cs.of[x], c)
			if !c.frame {
				cs.alone[x] = c
			}
			for side, v := range x.Versions {
				if v == nil {
					continue
				}
				for _, arg := range v.Args {
					if f := cs.Of(side, arg.Target); f != nil && !seen[f] && !cs.isFrame(f) {
						seen[f] = true
						c.Fillers = append(c.Fillers, f)
					}
				}
			}
		}
		slices.SortFunc(c.Fillers, func(x, y *Object) int { return x.number - y.number })
		for _, f := range c.Fillers {
			cs.of[f] = append(cs.of[f], c)
			cs.users[f] = append(cs.users[f], c)
			c.Disputes = append(c.Disputes, disputes[f]...)
		}
		cs.All = append(cs.All, c)
	}
	return cs
}

func (a *Alignment) isFrame(o *Object) bool {
	for _, v := range o.Versions {
		if v != nil {
			k := a.kindOf(v)
			return k == annotate.KindQuote || k == annotate.KindEvent
		}
	}
	return false
}

func (a *Alignment) isCue(o *Object) bool { return a.kindOf(o.present()[0]) == annotate.KindCue }

func (a *Alignment) kindOf(v *annotate.Annotation) annotate.Kind {
	if a.schema == nil {
		return ""
	}
	return a.schema.Kind(v.Type)
}

// About returns the cases that an annotation of an annotator's has a part in.
func (cs *Cases) About(annotator annotate.AnnotatorID, id annotate.ID) []*Case {
	return cs.of[cs.object(annotator, id)]
}

// Annotators returns whose sets are compared.
func (cs *Cases) Annotators() []annotate.AnnotatorID { return cs.who }

// Status says how far a case is.
type Status int

// The statuses. Whether a mention or cue that fills roles is right is decided with the frames that it fills; it
// is covered while one of them is open.
const (
	Open    Status = iota // the annotators differ, and something of it is not decided; or changed what was decided about
	Settled               // all of it that anybody marked is decided
	Agreed                // nobody differs, and it is not decided
	Covered
)

// Status says how far a case is in a set that decides.
func (cs *Cases) Status(c *Case, into *annotate.Set) Status {
	if !c.frame {
		for _, o := range c.Objects {
			for _, user := range cs.users[o] {
				if s := cs.Status(user, into); s == Open {
					return Covered
				}
			}
		}
	}
	if cs.decidedAll(c.Objects, into) {
		for _, d := range c.Disputes {
			if !cs.decided(d.Object, into) && !cs.ownCase(d.Object, c) {
				return Open
			}
		}
		return Settled
	}
	for _, d := range c.Disputes {
		if !cs.decided(d.Object, into) {
			return Open
		}
	}
	if len(cs.since(c.Objects, into)) > 0 {
		return Open
	}
	return Agreed
}

// Waits reports whether nobody differs in a case, and a set that decides has nothing of it yet.
func (cs *Cases) Waits(c *Case, into *annotate.Set) bool {
	if cs.Status(c, into) != Agreed {
		return false
	}
	for _, o := range c.Objects {
		for side, v := range o.Versions {
			if v == nil {
				continue
			}
			if d := into.Decision(cs.who[side], v.ID); d != nil && into.Get(d.Result) != nil {
				return false
			}
		}
	}
	return true
}

// ownCase reports whether an object is decided about in a case of its own once its frame c is settled.
func (cs *Cases) ownCase(o *Object, c *Case) bool { return cs.alone[o] != nil && cs.alone[o] != c }

func (cs *Cases) decidedAll(objects []*Object, into *annotate.Set) bool {
	for _, o := range objects {
		if !cs.decided(o, into) {
			return false
		}
	}
	return true
}

// decided reports whether a set decided about all versions of an object, as they are now. A version that was changed
// since to what stands is decided about, too, and so is one that came later and says that.
func (cs *Cases) decided(o *Object, into *annotate.Set) bool {
	var late []int
	known := false
	for side, v := range o.Versions {
		if v == nil {
			continue
		}
		switch d := into.Decision(cs.who[side], v.ID); {
		case d == nil:
			late = append(late, side)
			continue
		case !d.Covers(v) && !cs.Settle(into, "").comesTo(o, side, d):
			return false
		}
		known = true
	}
	if !known || len(late) == 0 {
		return known
	}
	s := cs.Settle(into, "")
	stands := into.Get(s.Result(o))
	return !slices.ContainsFunc(late, func(side int) bool { return !s.agrees(o, side, stands) })
}

// Since is something that an annotator changed in a version after it was decided about.
type Since struct {
	Object    *Object
	Annotator annotate.AnnotatorID
	What      What   // Boundary, Type, Entity, Attribute or Fillers; Missing where they have marked it only since
	Of        string // a key of the type's roles or attributes
}

// Since lists what annotators changed in a case after it was decided about, but what they made of it is not what stands:
// the frame's before its fillers'.
func (cs *Cases) Since(c *Case, into *annotate.Set) []Since {
	return append(cs.since(c.Objects, into), cs.since(c.Fillers, into)...)
}

func (cs *Cases) since(objects []*Object, into *annotate.Set) (out []Since) {
	for _, o := range objects {
		known, alone := false, false
		for side, v := range o.Versions {
			if v == nil {
				continue
			}
			if d := into.Decision(cs.who[side], v.ID); d != nil {
				// A quote that came along with an event waits for a verdict of its own.
				known, alone = true, alone || d.Within == "" || !cs.isFrame(o)
			}
		}
		if !known {
			continue
		}
		s := cs.Settle(into, "")
		for side, v := range o.Versions {
			if v == nil {
				continue
			}
			d := into.Decision(cs.who[side], v.ID)
			add := func(w What, of string) { out = append(out, Since{o, cs.who[side], w, of}) }
			switch {
			case d == nil:
				if alone && !s.agrees(o, side, into.Get(s.Result(o))) {
					add(Missing, "")
				}
				continue
			case d.Covers(v) || s.comesTo(o, side, d):
				continue
			}
			if !slices.Equal(d.Spans, v.Spans) {
				add(Boundary, "")
			}
			if d.Type != v.Type {
				add(Type, "")
			}
			if d.Seen == nil {
				continue
			}
			if d.Seen.Entity != v.Entity {
				add(Entity, "")
			}
			for what, of := range cs.aspects(&annotate.Annotation{Args: d.Seen.Args, Attrs: d.Seen.Attrs}, v) {
				switch {
				case what == Attribute && d.Seen.Attrs[of] != v.Attrs[of]:
					add(what, of)
				case what == Fillers && !slices.Equal(inRole(d.Seen.Args, of), inRole(v.Args, of)):
					add(what, of)
				}
			}
		}
	}
	return out
}

// inRole returns those of arguments that fill a role.
func inRole(args []annotate.Arg, role string) (out []annotate.Arg) {
	for _, x := range args {
		if x.Role == role {
			out = append(out, x)
		}
	}
	return out
}

// object returns the object of what an annotator marked under an identity, or nil.
func (cs *Cases) object(annotator annotate.AnnotatorID, id annotate.ID) *Object {
	side, known := cs.side[annotator]
	if !known {
		return nil
	}
	return cs.Of(side, id)
}

// opinionOf is what an annotator says of a case altogether, such that equal opinions are equal strings; nothing
// where they marked none of it. Of a filler that is decided about, only that it fills a role counts.
func (cs *Cases) opinionOf(c *Case, side int, decided func(*Object) bool) string {
	s := ""
	for _, o := range c.Objects {
		v := o.Versions[side]
		if v == nil {
			continue
		}
		s += "\x01" + strconv.Itoa(o.number) + "\x02" + cs.whole(o, side)
		for _, arg := range v.Args {
			switch f := cs.Of(side, arg.Target); {
			case f == nil || cs.isFrame(f):
			case decided != nil && decided(f):
				s += "\x03" + arg.Role + "\x02" + strconv.Itoa(f.number)
			default:
				s += "\x03" + arg.Role + "\x02" + cs.whole(f, side)
			}
		}
	}
	return s
}

// whole is what an annotator's version of an object says in all ways.
func (cs *Cases) whole(o *Object, side int) string {
	v := o.Versions[side]
	s := ""
	for what, of := range cs.aspects(o.present()...) {
		s += of + "\x04" + cs.opinion(what, of, side, v) + "\x05"
	}
	return s
}

func (o *Object) present() (out []*annotate.Annotation) {
	for _, v := range o.Versions {
		if v != nil {
			out = append(out, v)
		}
	}
	return out
}

// Camps parts the annotators by what they say of a case altogether: the largest first, of equal ones that of
// the first annotator. Who marked nothing is in one, too.
func (cs *Cases) Camps(c *Case) [][]int { return cs.campsBut(c, nil) }

func (cs *Cases) campsBut(c *Case, decided func(*Object) bool) [][]int {
	var camps [][]int
	at := map[string]int{}
	for side := range cs.who {
		s := cs.opinionOf(c, side, decided)
		k, known := at[s]
		if !known {
			k = len(camps)
			at[s] = k
			camps = append(camps, nil)
		}
		camps[k] = append(camps[k], side)
	}
	mostFirst(camps)
	return camps
}

// Likeliest returns the annotator whose version of a case is the likeliest: that on which most agree among those
// who marked it. Sure is false where others are as many.
func (cs *Cases) Likeliest(c *Case) (side int, sure bool) {
	best, most, next := -1, 0, 0
	for _, camp := range cs.Camps(c) {
		switch n := len(camp); {
		case c.Version(camp[0]) == nil:
		case n > most:
			best, most, next = camp[0], n, most
		default:
			next = max(next, n)
		}
	}
	return best, most > next
}

// Near returns the cases whose status may change with that of one: it, those that its fillers have a part in, and
// those of its fillers alone.
func (cs *Cases) Near(c *Case) []*Case {
	out := []*Case{c}
	seen := map[*Case]bool{c: true, nil: true}
	add := func(x *Case) {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	for _, f := range c.Fillers {
		add(cs.alone[f])
		for _, user := range cs.users[f] {
			add(user)
		}
	}
	for _, o := range c.Objects {
		for _, user := range cs.users[o] {
			add(user)
		}
	}
	return out
}

// Key names a case for as long as nobody removes what the first annotator marked of it.
type Key struct {
	Annotator annotate.AnnotatorID
	About     annotate.ID
}

// Key returns the name of a case.
func (cs *Cases) Key(c *Case) Key {
	for _, o := range append([]*Object{c.Main()}, c.Objects...) {
		for side, v := range o.Versions {
			if v != nil {
				return Key{cs.who[side], v.ID}
			}
		}
	}
	return Key{}
}

// Find returns the case of a name, or nil.
func (cs *Cases) Find(k Key) *Case {
	for _, c := range cs.About(k.Annotator, k.About) {
		if cs.Key(c) == k {
			return c
		}
	}
	return nil
}
