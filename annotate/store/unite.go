package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"quoth/annotate"
)

// Uniting is what makes one project of several. It goes by their journals alone: the changes of all, each once,
// are carried out again in one order. What they give depends on which changes there are, and not on how they
// came together; so it does not matter which project is named first, whether one holds another already, or
// which were united before.
//
// Where two machines went on from the same state, a change may find something else than it was made for. What
// it does to a thing then is done to the thing as it is by now, field by field. The change stands in the
// journal as it was carried out, and beside that as it was made.

// journalled is a change with what uniting needs.
type journalled struct {
	*annotate.Change // its edits are those that were made
	clock            int64
	made             string               // the edits, encoded
	carried          []annotate.Edit      // those that were carried out
	in               uint64               // bits of the first files that have it
	under            annotate.AnnotatorID // whose set it was made in, by the name of then
	wrote            string               // who made it, by the name of then
	renamed, rewrote annotate.ID          // the renames that were made of these names in a file that had the change
	settled          bool                 // one of the projects has it as carried out otherwise: what came of it was told
}

// withheld reports whether only what the change did to entities is known: a work package keeps back who marked
// what. Where the whole change is known, too, that one counts.
func (j *journalled) withheld() bool { return withheld(j.Change) }

func withheld(c *annotate.Change) bool {
	return c.Document == "" && c.Annotator == "" && c.Author == "" && c.Title == ""
}

// inOrder puts changes into the one order.
func inOrder(all []*journalled) {
	slices.SortFunc(all, func(x, y *journalled) int {
		return cmp.Or(cmp.Compare(x.clock, y.clock), cmp.Compare(x.ID, y.ID))
	})
}

// Clash is something that was changed in two ways under one annotator, or in an entity. The later change
// stands; the journal has both.
type Clash struct {
	Document  annotate.DocumentID // "" for an entity
	Annotator annotate.AnnotatorID
	// Annotation is the one as it stands, nil where it is about the state or an entity.
	Annotation *annotate.Annotation
	Entity     *annotate.Entity   // as it stands, nil where it is not about an entity
	Decision   *annotate.Decision // as it stands, nil where it is not about a decision
	What       string             // "its type", "the state": what was changed in two ways
}

// JoinedEntities are entities of several projects that are one.
type JoinedEntities struct {
	Kept *annotate.Entity   // as it stands
	Gone []*annotate.Entity // as they were made
	Why  string             // "the same name"
}

// united is the state that changes give.
type united struct {
	schema   *annotate.Schema
	sets     map[setKey]*unitedSet
	entities map[annotate.ID]*annotate.Entity
	uses     map[annotate.ID]int              // annotations that refer to an entity
	known    map[annotate.ID]*annotate.Entity // as each was last known
	join     map[annotate.ID]annotate.ID      // an entity → the one that it is
	clashes  map[clashKey]bool
	order    []clashKey // of the clashes
	names    called
	home     map[madeKey]annotate.AnnotatorID                    // of what was made under a name that is another one by now: whose it is
	aliased  map[annotate.DocumentID]map[annotate.ID]annotate.ID // of all sets of a document: marked twice → the one that it is
}

type clashKey struct {
	set  setKey
	id   annotate.ID          // of an annotation or an entity
	of   annotate.AnnotatorID // whose annotation that is, where it is about a decision
	what string
}

type unitedSet struct {
	annotations map[annotate.ID]*annotate.Annotation
	users       map[annotate.ID]map[annotate.ID]bool // target → those that have it as an argument
	at          map[string]annotate.ID               // type and words → annotation
	alias       map[annotate.ID]annotate.ID          // marked twice → the one that it is
	marks       map[annotate.ID]map[annotate.ID]bool // of that one: the marks that it stands for, itself among them
	decisions   map[decisionKey]*annotate.Decision
	comments    map[annotate.ID]*annotate.Comment
	state       annotate.State
	assigned    annotate.Assignment
}

// unite carries the changes out, which are in order. The error is that of a context that ends.
func unite(ctx context.Context, schema *annotate.Schema, names called, changes []*journalled) (*united, []JoinedEntities, error) {
	join, joined := sameEntities(changes)
	u := &united{
		schema: schema, sets: map[setKey]*unitedSet{}, entities: map[annotate.ID]*annotate.Entity{}, uses: map[annotate.ID]int{},
		known: map[annotate.ID]*annotate.Entity{}, join: join, clashes: map[clashKey]bool{}, aliased: map[annotate.DocumentID]map[annotate.ID]annotate.ID{},
		names: names, home: map[madeKey]annotate.AnnotatorID{},
	}
	for i, c := range changes {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		u.change(c)
	}
	for i := range joined {
		if e := u.known[joined[i].Kept.ID]; e != nil {
			joined[i].Kept = e
		}
	}
	return u, joined, nil
}

// sameEntities finds the entities that are one: those of one type that ever had the same outside identity; and
// of those that were made with the same type and name, the first one by each author, for somebody who makes
// a second one of a name means another. Two that ever had different identities of one kind are never one.
func sameEntities(changes []*journalled) (map[annotate.ID]annotate.ID, []JoinedEntities) {
	made := map[annotate.ID]*annotate.Entity{}
	told := map[annotate.ID]bool{}
	outside := map[annotate.ID]map[string]string{}
	join := map[annotate.ID]annotate.ID{}
	why := map[annotate.ID]string{}
	byOutside := map[string]annotate.ID{}
	type authored struct{ author, key string } // by the name of then: who is renamed has made no more by that
	byAuthor := map[authored]bool{}
	byName := map[string]annotate.ID{}
	root := func(id annotate.ID) annotate.ID {
		for join[id] != "" {
			id = join[id]
		}
		return id
	}
	unite := func(a, b annotate.ID, reason string) {
		a, b = root(a), root(b)
		if a == b {
			return
		}
		for k, v := range outside[b] {
			if have := outside[a][k]; have != "" && have != v {
				return
			}
		}
		if b < a {
			a, b = b, a
		}
		join[b], why[b] = a, reason
		if outside[a] == nil {
			outside[a] = map[string]string{}
		}
		maps.Copy(outside[a], outside[b])
	}
	for _, c := range changes {
		for _, e := range c.Edits {
			x := e.EntityAfter
			if x == nil {
				continue
			}
			fresh := made[x.ID] == nil
			if fresh {
				made[x.ID], told[x.ID] = x, c.settled
			}
			for _, k := range slices.Sorted(maps.Keys(x.IDs)) {
				v := x.IDs[k]
				r := root(x.ID)
				if outside[r] == nil {
					outside[r] = map[string]string{}
				}
				if outside[r][k] == "" {
					outside[r][k] = v
				}
				key := x.Type + "\x00" + k + "\x00" + v
				if other, known := byOutside[key]; known {
					unite(other, x.ID, "the same "+k)
				} else {
					byOutside[key] = x.ID
				}
			}
			if !fresh || x.Name == "" {
				continue
			}
			key := sameName(x)
			if mine := (authored{c.wrote, key}); !byAuthor[mine] {
				byAuthor[mine] = true
				if other, known := byName[key]; known {
					unite(other, x.ID, "the same name")
				} else {
					byName[key] = x.ID
				}
			}
		}
	}
	groups := map[annotate.ID]*JoinedEntities{}
	flat := map[annotate.ID]annotate.ID{}
	for _, id := range slices.Sorted(maps.Keys(join)) {
		r := root(id)
		flat[id] = r
		if told[id] { // under its new identity, in one of the projects
			continue
		}
		if groups[r] == nil {
			groups[r] = &JoinedEntities{Kept: made[r], Why: why[id]}
		}
		groups[r].Gone = append(groups[r].Gone, made[id])
	}
	var joined []JoinedEntities
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		joined = append(joined, *groups[id])
	}
	return flat, joined
}

// sameName is the same for entities of one type whose names differ in nothing but capitals and spaces.
func sameName(e *annotate.Entity) string {
	return e.Type + "\x00" + strings.ToLower(norm.NFKC.String(strings.Join(strings.Fields(e.Name), " ")))
}

func (u *united) set(k setKey) *unitedSet {
	s := u.sets[k]
	if s == nil {
		s = &unitedSet{
			annotations: map[annotate.ID]*annotate.Annotation{}, users: map[annotate.ID]map[annotate.ID]bool{},
			at: map[string]annotate.ID{}, alias: map[annotate.ID]annotate.ID{},
			marks: map[annotate.ID]map[annotate.ID]bool{}, decisions: map[decisionKey]*annotate.Decision{},
			comments: map[annotate.ID]*annotate.Comment{}, state: annotate.StateNew,
		}
		u.sets[k] = s
	}
	return s
}

// carrying is one change while it is carried out.
type carrying struct {
	*united
	of      *journalled
	key     setKey
	set     *unitedSet
	touched map[annotate.ID]bool // annotations that the change is about
	left    map[annotate.ID]bool // annotations to look after at its end
	gone    map[annotate.ID]bool // entities that it removed
	out     []annotate.Edit
}

func (u *united) change(c *journalled) {
	x := &carrying{united: u, of: c, key: setKey{c.Document, c.Annotator}, touched: map[annotate.ID]bool{}, left: map[annotate.ID]bool{}, gone: map[annotate.ID]bool{}}
	if c.Document != "" {
		x.set = u.set(x.key)
	}
	for _, e := range c.Edits {
		for _, a := range []*annotate.Annotation{e.Before, e.After} {
			if a != nil {
				x.touched[a.ID] = true
			}
		}
	}
	for _, e := range c.Edits {
		switch {
		case x.set != nil && (e.Before != nil || e.After != nil):
			x.annotation(e.Before, e.After)
		case e.EntityBefore != nil || e.EntityAfter != nil:
			x.entity(e.EntityBefore, e.EntityAfter)
		case x.set != nil && e.StateAfter != "":
			x.state(e.StateBefore, e.StateAfter)
		case x.set != nil && e.AssignedBefore != e.AssignedAfter:
			x.assign(e.AssignedBefore, e.AssignedAfter)
		case x.set != nil && (e.DecisionBefore != nil || e.DecisionAfter != nil):
			x.decision(e.DecisionBefore, e.DecisionAfter)
		case x.set != nil && (e.CommentBefore != nil || e.CommentAfter != nil):
			x.comment(e.CommentBefore, e.CommentAfter)
		}
	}
	x.settle()
	c.carried = x.out
}

func (x *carrying) clash(id annotate.ID, what string) {
	if x.of.settled {
		return
	}
	k := clashKey{set: x.key, id: id, what: what}
	if x.set == nil || x.entities[id] != nil {
		k.set = setKey{}
	}
	x.clashing(k)
}

func (x *carrying) clashing(k clashKey) {
	if !x.clashes[k] {
		x.clashes[k] = true
		x.order = append(x.order, k)
	}
}

func (x *carrying) state(before, after annotate.State) {
	have := x.set.state
	switch {
	case have == after, before == annotate.StateNew && after == annotate.StateInProgress && have != annotate.StateNew:
		return
	case have != before:
		x.clash("", "the state")
	}
	x.out = append(x.out, annotate.Edit{StateBefore: have, StateAfter: after})
	x.set.state = after
}

func (x *carrying) assign(before, after annotate.Assignment) {
	have := x.set.assigned
	switch {
	case have == after:
		return
	case have != before:
		x.clash("", "the assignment")
	}
	x.out = append(x.out, annotate.Edit{AssignedBefore: have, AssignedAfter: after})
	x.set.assigned = after
}

// decision does what an edit of a decision did. Of two that were made about one annotation the later stands.
func (x *carrying) decision(before, after *annotate.Decision) {
	canon := func(d *annotate.Decision) *annotate.Decision {
		if d == nil {
			return nil
		}
		c := d.Clone()
		c.Annotator = x.whose(d.Annotator, d.About)
		d = c
		c.About, c.Result = x.standing(d.Annotator, d.About), cmp.Or(x.set.alias[d.Result], d.Result)
		c.Within = cmp.Or(x.aliased[x.key.document][d.Within], d.Within)
		if c.Seen != nil {
			c.Seen.Entity = cmp.Or(x.join[c.Seen.Entity], c.Seen.Entity)
			for i, arg := range c.Seen.Args {
				c.Seen.Args[i].Target = x.standing(d.Annotator, arg.Target)
			}
		}
		return c
	}
	before, after = canon(before), canon(after)
	if cmp.Or(after, before).Annotator == x.key.annotator && x.key.annotator != x.of.under {
		return // about what is their own by now
	}
	k := keyOf(cmp.Or(after, before))
	have := x.set.decisions[k]
	switch {
	case have.Equal(after):
		return
	case have.Equal(before):
	case after == nil:
		return // somebody else decided otherwise
	case have != nil:
		if !x.of.settled {
			x.clashing(clashKey{set: x.key, id: k.about, of: k.annotator, what: "the verdict"})
		}
	}
	x.out = append(x.out, annotate.Edit{DecisionBefore: have, DecisionAfter: after})
	if after == nil {
		delete(x.set.decisions, k)
		return
	}
	x.set.decisions[k] = after
}

// comment does what an edit of a comment did.
func (x *carrying) comment(before, after *annotate.Comment) {
	canon := func(c *annotate.Comment) *annotate.Comment {
		if c == nil {
			return nil
		}
		d := c.Clone()
		d.Annotator, d.Author = x.whose(c.Annotator, c.About), x.sayer(c.Author)
		d.About = x.standing(d.Annotator, c.About)
		return d
	}
	before, after = canon(before), canon(after)
	id := cmp.Or(after, before).ID
	have := x.set.comments[id]
	switch {
	case have.Equal(after):
		return
	case have.Equal(before):
	case after == nil:
		return // somebody else wrote more
	}
	x.out = append(x.out, annotate.Edit{CommentBefore: have, CommentAfter: after})
	if after == nil {
		delete(x.set.comments, id)
		return
	}
	x.set.comments[id] = after
}

// standing returns the identity under which an annotation of an annotator's stands in this document.
func (x *carrying) standing(annotator annotate.AnnotatorID, id annotate.ID) annotate.ID {
	if s := x.sets[setKey{x.key.document, annotator}]; s != nil {
		return cmp.Or(s.alias[id], id)
	}
	return id
}

// canon returns an annotation under the identities that stand.
func (x *carrying) canon(a *annotate.Annotation) *annotate.Annotation {
	if a == nil {
		return nil
	}
	id, entity := cmp.Or(x.set.alias[a.ID], a.ID), cmp.Or(x.join[a.Entity], a.Entity)
	origin := x.origin(a.Origin)
	same := id == a.ID && entity == a.Entity && origin == a.Origin
	for _, arg := range a.Args {
		same = same && x.set.alias[arg.Target] == ""
	}
	if same {
		return a
	}
	c := a.Clone()
	c.ID, c.Entity, c.Origin = id, entity, origin
	c.Args = nil
	for _, arg := range a.Args {
		arg.Target = cmp.Or(x.set.alias[arg.Target], arg.Target)
		if !slices.Contains(c.Args, arg) {
			c.Args = append(c.Args, arg)
		}
	}
	return c
}

func place(a *annotate.Annotation) string { return a.Type + fmt.Sprint(a.Spans) }

func (x *carrying) annotation(before, after *annotate.Annotation) {
	if x.of.under != x.key.annotator && after != nil {
		x.home[madeKey{setKey{x.key.document, x.of.under}, after.ID}] = x.key.annotator
	}
	if before == nil && x.set.annotations[cmp.Or(x.set.alias[after.ID], after.ID)] == nil {
		// The same words as the same type, marked on another machine, are the same mark.
		if twin := x.set.at[place(after)]; twin != "" && twin != after.ID && !x.touched[twin] {
			x.set.alias[after.ID] = twin
			if x.aliased[x.key.document] == nil {
				x.aliased[x.key.document] = map[annotate.ID]annotate.ID{}
			}
			x.aliased[x.key.document][after.ID] = twin
			x.set.marks[twin] = map[annotate.ID]bool{twin: true}
		}
	}
	as := cmp.Or(after, before).ID
	before, after = x.canon(before), x.canon(after)
	id := cmp.Or(after, before).ID
	if marks := x.set.marks[id]; marks != nil {
		if after != nil {
			marks[as] = true
		} else if delete(marks, as); len(marks) > 0 {
			return // another machine still marks it
		}
	}
	have := x.set.annotations[id]
	target := after
	switch {
	case have.Equal(before), have.Equal(after):
	case before == nil:
		target = x.filled(have, after)
	case after == nil:
		if have != nil {
			x.clash(id, "removed by one, changed by another")
		}
		target = have
	case have == nil:
		x.clash(id, "removed by one, changed by another")
	default:
		target = x.threeWays(have, before, after)
	}
	x.put(have, target)
}

// put makes an annotation what target says.
func (x *carrying) put(have, target *annotate.Annotation) {
	if have.Equal(target) {
		return
	}
	x.out = append(x.out, annotate.Edit{Before: have, After: target})
	s := x.set
	if have != nil {
		delete(s.annotations, have.ID)
		if s.at[place(have)] == have.ID {
			delete(s.at, place(have))
		}
		for _, arg := range have.Args {
			delete(s.users[arg.Target], have.ID)
		}
		if have.Entity != "" {
			x.uses[have.Entity]--
		}
		if target == nil {
			for user := range s.users[have.ID] {
				x.left[user] = true
			}
		}
	}
	if target == nil {
		return
	}
	s.annotations[target.ID] = target
	s.at[place(target)] = target.ID
	for _, arg := range target.Args {
		if s.users[arg.Target] == nil {
			s.users[arg.Target] = map[annotate.ID]bool{}
		}
		s.users[arg.Target][target.ID] = true
	}
	if target.Entity != "" {
		x.uses[target.Entity]++
	}
	x.left[target.ID] = true
}

// filled returns what stands, with what only the other mark of the same words says.
func (x *carrying) filled(have, other *annotate.Annotation) *annotate.Annotation {
	c := have.Clone()
	if c.Entity == "" {
		c.Entity = other.Entity
	} else if other.Entity != "" && other.Entity != c.Entity {
		x.clash(have.ID, "its entity")
	}
	for _, arg := range other.Args {
		if c.Arg(arg.Role) == "" || !x.single(c.Type, arg.Role) {
			c = c.WithArg(arg.Role, arg.Target, false)
		} else if c.Arg(arg.Role) != arg.Target {
			x.clash(have.ID, "its "+arg.Role)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(other.Attrs)) { // clashes are told in one order
		v := other.Attrs[k]
		if c.Attrs[k] == "" {
			c = c.WithAttr(k, v)
		} else if c.Attrs[k] != v {
			x.clash(have.ID, "its "+k)
		}
	}
	c.Note = cmp.Or(c.Note, other.Note)
	return c
}

func (x *carrying) single(typ, role string) bool {
	if t := x.schema.Type(typ); t != nil {
		if r := t.Role(role); r != nil {
			return r.Single
		}
	}
	return false
}

// threeWays does to what stands what was done between before and after.
func (x *carrying) threeWays(have, before, after *annotate.Annotation) *annotate.Annotation {
	c := have.Clone()
	took := func(what string, changed, differs bool) bool {
		if changed && differs {
			x.clash(have.ID, what)
		}
		return changed
	}
	if took("its type", before.Type != after.Type, have.Type != before.Type && have.Type != after.Type) {
		c.Type = after.Type
	}
	if took("its words", !slices.Equal(before.Spans, after.Spans), !slices.Equal(have.Spans, before.Spans) && !slices.Equal(have.Spans, after.Spans)) {
		c.Spans = slices.Clone(after.Spans)
	}
	if took("its entity", before.Entity != after.Entity, have.Entity != before.Entity && have.Entity != after.Entity) {
		c.Entity = after.Entity
	}
	if took("its note", before.Note != after.Note, have.Note != before.Note && have.Note != after.Note) {
		c.Note = after.Note
	}
	if before.Origin != after.Origin {
		c.Origin = after.Origin
	}
	for _, arg := range before.Args {
		if !slices.Contains(after.Args, arg) {
			c = c.WithoutArg(arg)
		}
	}
	for _, arg := range after.Args {
		if slices.Contains(before.Args, arg) || slices.Contains(c.Args, arg) {
			continue
		}
		single := x.single(c.Type, arg.Role)
		if single && c.Arg(arg.Role) != "" {
			x.clash(have.ID, "its "+arg.Role)
		}
		c = c.WithArg(arg.Role, arg.Target, single)
	}
	for k := range before.Attrs {
		if after.Attrs[k] == "" {
			c = c.WithAttr(k, "")
		}
	}
	for _, k := range slices.Sorted(maps.Keys(after.Attrs)) {
		v := after.Attrs[k]
		if before.Attrs[k] == v {
			continue
		}
		if h := have.Attrs[k]; h != before.Attrs[k] && h != v {
			x.clash(have.ID, "its "+k)
		}
		c = c.WithAttr(k, v)
	}
	return c
}

// entity does to an entity what an edit did.
func (x *carrying) entity(before, after *annotate.Entity) {
	canon := func(e *annotate.Entity) *annotate.Entity {
		if e == nil || x.join[e.ID] == "" {
			return e
		}
		c := e.Clone()
		c.ID = x.join[e.ID]
		return c
	}
	before, after = canon(before), canon(after)
	id := cmp.Or(after, before).ID
	have := x.entities[id]
	target := after
	switch {
	case have.Equal(before), have.Equal(after):
	case before == nil:
		target = otherNames(have, after)
	case after == nil:
		target = have // somebody else says more of it
	case have == nil:
	default:
		target = x.entityThreeWays(have, before, after)
	}
	x.putEntity(have, target)
}

func (x *carrying) putEntity(have, target *annotate.Entity) {
	if have.Equal(target) {
		return
	}
	x.out = append(x.out, annotate.Edit{EntityBefore: have, EntityAfter: target})
	if target == nil {
		delete(x.entities, have.ID)
		x.gone[have.ID] = true
		return
	}
	x.entities[target.ID], x.known[target.ID] = target, target
}

// otherNames adds what another machine says of the same entity.
func otherNames(have, other *annotate.Entity) *annotate.Entity {
	c := have.Clone()
	for _, n := range append([]string{other.Name}, other.Aliases...) {
		if n != "" && n != c.Name && !slices.Contains(c.Aliases, n) {
			c.Aliases = append(c.Aliases, n)
		}
	}
	for _, d := range other.Dated {
		if !slices.Contains(c.Dated, d) {
			c.Dated = append(c.Dated, d)
		}
	}
	for k, v := range other.IDs {
		if c.IDs == nil {
			c.IDs = map[string]string{}
		}
		if c.IDs[k] == "" {
			c.IDs[k] = v
		}
	}
	c.Note = cmp.Or(c.Note, other.Note)
	return c
}

func (x *carrying) entityThreeWays(have, before, after *annotate.Entity) *annotate.Entity {
	c := have.Clone()
	field := func(what string, b, a string, h *string) {
		if a == b {
			return
		}
		if *h != b && *h != a {
			x.clash(have.ID, what)
		}
		*h = a
	}
	field("its type", before.Type, after.Type, &c.Type)
	field("its name", before.Name, after.Name, &c.Name)
	field("its note", before.Note, after.Note, &c.Note)
	c.Aliases = slices.DeleteFunc(c.Aliases, func(n string) bool {
		return slices.Contains(before.Aliases, n) && !slices.Contains(after.Aliases, n)
	})
	for _, n := range after.Aliases {
		if !slices.Contains(before.Aliases, n) && !slices.Contains(c.Aliases, n) {
			c.Aliases = append(c.Aliases, n)
		}
	}
	c.Dated = slices.DeleteFunc(c.Dated, func(d annotate.DatedName) bool {
		return slices.Contains(before.Dated, d) && !slices.Contains(after.Dated, d)
	})
	for _, d := range after.Dated {
		if !slices.Contains(before.Dated, d) && !slices.Contains(c.Dated, d) {
			c.Dated = append(c.Dated, d)
		}
	}
	for k := range before.IDs {
		if after.IDs[k] == "" {
			delete(c.IDs, k)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(after.IDs)) {
		v := after.IDs[k]
		if before.IDs[k] == v {
			continue
		}
		if h := have.IDs[k]; h != before.IDs[k] && h != v {
			x.clash(have.ID, "its "+k)
		}
		if c.IDs == nil {
			c.IDs = map[string]string{}
		}
		c.IDs[k] = v
	}
	return c
}

// settle sees that nothing refers to what is gone.
func (x *carrying) settle() {
	for _, id := range slices.Sorted(maps.Keys(x.left)) {
		a := x.set.annotations[id]
		if a == nil {
			continue
		}
		c := a
		for _, arg := range a.Args {
			if x.set.annotations[arg.Target] == nil {
				c = c.WithoutArg(arg)
			}
		}
		if a.Entity != "" && x.entities[a.Entity] == nil {
			if last := x.known[a.Entity]; last != nil {
				x.putEntity(nil, last)
			} else {
				c = c.Clone()
				c.Entity = ""
			}
		}
		x.put(a, c)
	}
	for _, id := range slices.Sorted(maps.Keys(x.gone)) {
		if x.uses[id] > 0 && x.entities[id] == nil {
			x.putEntity(nil, x.known[id])
		}
	}
}

// told returns the clashes as they stand.
func (u *united) told() []Clash {
	var out []Clash
	for _, k := range u.order {
		c := Clash{Document: k.set.document, Annotator: k.set.annotator, What: k.what}
		if k.of != "" {
			c.Decision = u.sets[k.set].decisions[decisionKey{k.of, k.id}]
		} else if k.set.document == "" {
			c.Entity = cmp.Or(u.entities[k.id], u.known[k.id])
		} else if k.id != "" {
			c.Annotation = u.sets[k.set].annotations[k.id]
		}
		out = append(out, c)
	}
	return out
}
