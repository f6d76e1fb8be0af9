package workbench

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review"
)

// working is the working set as the comparison before has seen it, and what has been edited since: an edit is only
// noted, however many annotations there are. Whoever compares has the list meanwhile.
type working struct {
	set   *annotate.Set
	list  []*annotate.Annotation // in the order of the text
	edits []annotate.Edit
}

// after returns what a list of annotations in the order of the text is after some edits. The list is used up.
func after(list []*annotate.Annotation, edits []annotate.Edit) []*annotate.Annotation {
	now := map[annotate.ID]*annotate.Annotation{} // nil for what was removed
	for _, e := range edits {
		if e.Before != nil {
			now[e.Before.ID] = nil
		}
		if e.After != nil {
			now[e.After.ID] = e.After
		}
	}
	if len(now) == 0 {
		return list
	}
	list = slices.DeleteFunc(list, func(a *annotate.Annotation) bool { _, edited := now[a.ID]; return edited })
	for _, a := range now {
		if a != nil {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, (*annotate.Annotation).Compare)
	return list
}

// noteEdits keeps what has been edited for the next comparison.
func (b *Bench) noteEdits(edits []annotate.Edit) {
	if b.Comparing() {
		b.beside.mine.edits = append(b.beside.mine.edits, edits...)
	}
}

// compare brings the comparison with the version that stands beside up to date. It is worked out in the
// background, from the annotations as they are now, so that an edit never waits for it.
func (b *Bench) compare() {
	x := b.beside
	if !b.Comparing() || b.rest != nil { // the rest of a set is compared when it is there
		return
	}
	if x.comparing {
		x.stale = true
		return
	}
	x.comparing, x.stale = true, false
	if x.mine.set != b.set {
		x.mine = working{set: b.set, list: all(b.set)}
	}
	schema, mine, theirs := b.Schema(), x.mine, x.theirs
	x.mine.edits = nil
	b.config.Go(func() {
		mine := after(mine.list, mine.edits)
		c := review.Compare(schema, mine, theirs)
		b.config.Do(func() {
			x.comparing, x.mine.list = false, mine
			if b.beside != x {
				return // something else stands there now
			}
			b.act(func() {
				x.comparison = c
				if x.at >= len(c.Differences) {
					x.at = -1
				}
				b.touch(BesideViewChanged | StatusChanged)
				if x.stale {
					b.compare()
				}
			})
		})
	})
}

// Differences returns what the working set and the version that stands beside differ in, in the order of
// the text; nil where none stands there.
func (x *Beside) Differences() []review.Difference {
	if x.comparison == nil {
		return nil
	}
	return x.comparison.Differences
}

// Compared reports whether the differences are known.
func (x *Beside) Compared() bool { return x.comparison != nil }

// Alone reports whether an annotation of the set that stands beside has no counterpart in the working set.
func (x *Beside) Alone(theirs annotate.ID) bool {
	return x.comparison != nil && x.comparison.InA(theirs) == nil
}

// AloneHere reports whether an annotation of the working set has no counterpart in the version beside.
func (x *Beside) AloneHere(mine annotate.ID) bool {
	return x.comparison != nil && x.comparison.InB(mine) == nil
}

// At returns the index of the difference that the person is at, or -1.
func (x *Beside) At() int { return x.at }

// stepDifference goes to the next or previous difference in the order of the text, round the end.
func (b *Bench) stepDifference(d int) {
	x := b.beside
	ds := x.Differences()
	if len(ds) == 0 {
		if x.Compared() {
			b.say("You and %s marked the same.", x.set.Annotator)
		}
		return
	}
	caret := b.hand().caret
	i := x.at
	switch {
	case i >= 0 && i < len(ds) && caret == ds[i].Hull().Start:
		i += d
	case d > 0:
		if i = slices.IndexFunc(ds, func(f review.Difference) bool { return f.Hull().Start >= caret }); i < 0 {
			i = 0
		}
	default:
		for i = len(ds) - 1; i >= 0 && ds[i].Hull().Start >= caret; i-- {
		}
	}
	x.at = (i + len(ds)) % len(ds)
	f := ds[x.at]
	place := f.Hull()
	if b.far(place) {
		b.jump()
	}
	b.anchor, b.caret = place.Start, place.Start
	x.anchor, x.caret = place.Start, place.Start
	mine := annotate.ID("")
	if f.A != nil && b.set.Get(f.A.ID) != nil {
		mine = f.A.ID
	}
	b.pick(mine)
	if x.current = ""; f.B != nil {
		x.current = f.B.ID
	}
	b.touch(SelectionChanged | CurrentChanged | BesideViewChanged)
	b.screen.Reveal(place, true)
	b.screen.RevealBeside(place, true)
}

// DifferenceWords says in a few words what a difference is, as it is seen in the version that stands
// beside.
func (b *Bench) DifferenceWords(f review.Difference) string {
	switch f.What {
	case review.OnlyInA:
		return "missing here"
	case review.OnlyInB:
		return "only here"
	case review.SplitInA:
		return "one with other words here"
	case review.SplitInB:
		return "in several parts here"
	case review.Boundary:
		return "other words"
	case review.Type:
		return "as " + strings.ToLower(b.Schema().Label(f.B.Type))
	case review.Entity:
		if e := b.Entity(f.B.Entity); e != nil {
			return "is " + e.Name
		}
		return "not named"
	case review.Attribute:
		return attributeWords(b.Schema().Type(f.B.Type), f)
	}
	role := strings.ToLower(f.Of)
	if t := b.Schema().Type(f.B.Type); t != nil {
		if r := t.Role(f.Of); r != nil {
			role = strings.ToLower(r.Label)
		}
	}
	var fillers []string
	for _, x := range f.B.Args {
		if t := b.beside.set.Get(x.Target); t != nil && x.Role == f.Of {
			fillers = append(fillers, clip(b.doc.Surface(t.Spans), 30))
		}
	}
	if len(fillers) == 0 {
		return "no " + role
	}
	return role + " " + strings.Join(fillers, ", ")
}

// attributeWords says which value an attribute has in the version that stands beside.
func attributeWords(t *annotate.Type, f review.Difference) string {
	name, value := f.Of, f.B.Attrs[f.Of]
	if t != nil {
		if x := t.Attr(f.Of); x != nil {
			name, value = strings.ToLower(x.Label), cmp.Or(value, x.Default)
		}
	}
	if value == "" {
		return "no " + name
	}
	return name + " " + value
}

func (b *Bench) canTakeOver() error {
	switch {
	case !b.Comparing():
		return errNoComparison
	case b.beside.Current() == nil:
		return fmt.Errorf("select a mark of %s's first: click it there, or go to the next difference", b.beside.set.Annotator)
	case b.beside.comparison == nil:
		return errors.New("the versions are still being compared")
	}
	return nil
}

// takeOver copies the annotation that is selected in the other annotator's version into the working set, or
// makes its counterpart there what it is. What fills its roles comes along where the working set lacks it.
func (b *Bench) takeOver() {
	x := b.beside
	theirs := x.Current()
	from := string(x.set.Annotator)
	if x.past != nil && x.past.who == b.set.Annotator {
		from = "the history"
	}
	d := b.set.Draft("Take over from " + from)
	t := taking{b: b, draft: d, made: map[annotate.ID]annotate.ID{}}
	id := annotate.ID("")
	if old := x.comparison.InA(theirs.ID); old != nil && b.set.Get(old.ID) != nil {
		old = b.set.Get(old.ID)
		c := old.Clone()
		c.Type, c.Spans, c.Entity = theirs.Type, slices.Clone(theirs.Spans), theirs.Entity
		c.Attrs, c.Args = maps.Clone(theirs.Attrs), t.args(theirs)
		if c.Equal(old) {
			b.say("You have marked this in the same way.")
			return
		}
		c.Origin, id = t.origin(theirs), c.ID
		d.Put(c)
	} else {
		id = t.over(theirs)
	}
	if !b.commit(d) {
		return
	}
	b.pick(id)
	x.current = theirs.ID
	b.offerUndo("Taken over from %s", from)
}

// taking is a draft that takes annotations over.
type taking struct {
	b     *Bench
	draft *annotate.Draft
	made  map[annotate.ID]annotate.ID // theirs → ours, of those that the draft made
}

// over returns the identity, in the working set, of what another annotator marked: of its counterpart, or
// of a copy with all that fills its roles.
func (t *taking) over(theirs *annotate.Annotation) annotate.ID {
	set := t.b.set
	if id, ok := t.made[theirs.ID]; ok {
		return id
	}
	if old := t.b.beside.comparison.InA(theirs.ID); old != nil && set.Get(old.ID) != nil {
		return old.ID
	}
	if old := set.Find(theirs.Type, theirs.Spans); old != nil {
		return old.ID
	}
	c := theirs.Clone()
	c.Origin = t.origin(theirs)
	if t.b.beside.past == nil || set.Get(c.ID) != nil { // what comes back from the past is what it was
		c.ID = annotate.NewID()
	}
	t.made[theirs.ID] = c.ID
	c.Args = t.args(theirs)
	t.draft.Put(c)
	return c.ID
}

func (t *taking) args(theirs *annotate.Annotation) []annotate.Arg {
	var out []annotate.Arg
	for _, x := range theirs.Args {
		if target := t.b.beside.set.Get(x.Target); target != nil {
			out = append(out, annotate.Arg{Role: x.Role, Target: t.over(target)})
		}
	}
	return out
}

// origin says who made what is taken over: whoever the other set names, else its annotator.
func (t *taking) origin(theirs *annotate.Annotation) annotate.Origin {
	if past := t.b.beside.past; theirs.Origin.Annotator != "" || past != nil && past.who == t.b.set.Annotator {
		return theirs.Origin
	}
	o := theirs.Origin
	o.Annotator = t.b.beside.set.Annotator
	return o
}
