package export

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
)

// plan is what bringing in one record comes to.
type plan struct {
	record    *Record
	change    *annotate.Change // nil where only the document is brought in
	set       bool             // the change is one of a set
	unchanged bool             // the project has the set already
	entities  int              // new ones
	differing []*EntityDiffers
	able      map[annotate.ID][]string // what becomes of the importer's, where the plan stands
	described *DocumentDiffers         // nil where the project says the same of the text, or nothing
	refused   *Refused
}

func (p *plan) refuse(reasons ...error) {
	p.refused = &Refused{Where: p.record.Where, Reasons: reasons}
}

// plan says what to do for each record of a batch. It writes nothing.
func (im *importer) plan(ctx context.Context, batch []*Record) ([]*plan, error) {
	var out []*plan
	documents := map[annotate.DocumentID]*annotate.Document{} // that the batch brings in
	for _, r := range batch {
		p := &plan{record: r}
		if err := im.planRecord(ctx, p); err != nil {
			return nil, err
		}
		if p.refused == nil {
			if err := im.planDocument(ctx, p, documents); err != nil {
				return nil, err
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// planDocument compares what the record says of its text with what the project says of it, or an
// earlier record of the batch.
func (im *importer) planDocument(ctx context.Context, p *plan, batch map[annotate.DocumentID]*annotate.Document) error {
	d := p.record.Document
	had := batch[d.ID]
	if had == nil {
		var err error
		had, err = im.project.Document(ctx, d.ID)
		if errors.Is(err, store.ErrNotFound) {
			batch[d.ID] = d
			return nil
		}
		if err != nil {
			return err
		}
		batch[d.ID] = had
	}
	p.described = differs(p.record, had)
	return nil
}

func (im *importer) planRecord(ctx context.Context, p *plan) error {
	r := p.record
	blank := len(r.Annotations) == 0 && (r.State == annotate.StateNew || r.State == "") && !r.Said()
	annotator := im.annotator(r)
	if annotator == "" && !blank {
		p.refuse(ErrNoAnnotator)
		return nil
	}
	edits := im.planEntities(p)
	if p.refused != nil {
		return nil
	}
	after := entities{under: im.entities, over: map[annotate.ID]*annotate.Entity{}}
	for _, e := range edits {
		after.over[e.EntityAfter.ID] = e.EntityAfter
	}
	if blank {
		if len(edits) > 0 {
			p.change = im.entityChange(edits)
		}
		im.foresee(p, after.over)
		return nil
	}
	next := annotate.NewSet(r.Document, annotator, r.State, im.attributed(r))
	if reasons := brokenRules(next, im.schema, after); len(reasons) > 0 {
		p.refuse(reasons...)
		return nil
	}
	had, err := im.project.Set(ctx, r.Document, annotator)
	if errors.Is(err, store.ErrNotFound) {
		had, err = annotate.NewSet(r.Document, annotator, annotate.StateNew, nil), nil
	}
	if err != nil {
		return err
	}
	marked := same(had, next)
	if !marked && !free(had) {
		p.refuse(&OtherWork{had})
		return nil
	}
	if im.opts.Dry {
		if p.refused = im.planSet(next, marked, r.Where); p.refused != nil {
			return nil
		}
	}
	draft := had.Draft(im.opts.Title)
	if !marked {
		for a := range next.All() {
			draft.Put(a)
		}
		draft.SetState(next.State())
	}
	addSaid(draft, had, r)
	p.set = !draft.Empty()
	p.unchanged = !p.set
	for _, e := range edits {
		draft.PutEntity(e.EntityBefore, e.EntityAfter)
	}
	if p.set {
		p.change = draft.Change(im.opts.Author, im.opts.Now())
	} else if len(edits) > 0 {
		p.change = im.entityChange(edits)
	}
	im.foresee(p, after.over)
	return nil
}

// foresee keeps in mind what a plan that stands makes of entities.
func (im *importer) foresee(p *plan, entities map[annotate.ID]*annotate.Entity) {
	maps.Copy(im.entities, entities)
	for id, able := range p.able {
		if len(able) > 1 {
			im.able[id] = able
		} else {
			delete(im.able, id)
		}
	}
}

// planSet keeps in mind what a set would be, and says why an earlier record of it leaves no room for that.
func (im *importer) planSet(next *annotate.Set, marked bool, where string) *Refused {
	key, digest := setKey{next.Document.ID, next.Annotator}, digestOf(next)
	switch had, ok := im.planned[key]; {
	case ok && had.digest != digest:
		return &Refused{Where: where, Reasons: []error{&OtherRecord{Where: had.where, Set: next}}}
	case !ok && !marked && !free(next):
		im.planned[key] = planned{digest, where}
	}
	return nil
}

// digestOf returns a short word for what [same] compares.
func digestOf(s *annotate.Set) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%q\n", s.State())
	for a := range s.All() {
		fmt.Fprintf(&text, "%q %q %v %q %q %q %q %+v\n", a.ID, a.Type, a.Spans, a.Entity, a.Args, a.Attrs, a.Note, a.Origin)
	}
	return string(annotate.DocumentIDOf(text.String()))
}

// addSaid puts in a set what it lacks of a record's decisions and comments. What the set has of them stays.
func addSaid(draft *annotate.Draft, had *annotate.Set, r *Record) {
	for _, d := range r.Decisions {
		if d.Annotator != had.Annotator && had.Decision(d.Annotator, d.About) == nil {
			draft.Decide(d)
		}
	}
	for _, c := range r.Comments {
		if had.Comment(c.ID) == nil {
			draft.Say(c)
		}
	}
}

// entityChange is a change of entities alone, of no set.
func (im *importer) entityChange(edits []annotate.Edit) *annotate.Change {
	return &annotate.Change{
		ID: annotate.NewID(), Author: im.opts.Author, Time: im.opts.Now().UTC(), Title: im.opts.Title,
		Act: annotate.ActDo, Edits: edits,
	}
}

// entities are those of a project with some of them changed.
type entities struct {
	under, over map[annotate.ID]*annotate.Entity
}

func (e entities) Entity(id annotate.ID) *annotate.Entity {
	if x := e.over[id]; x != nil {
		return x
	}
	return e.under[id]
}

// planEntities returns the edits that bring in the record's entities.
func (im *importer) planEntities(p *plan) []annotate.Edit {
	var edits []annotate.Edit
	var able map[annotate.ID][]string
	if p.record.Untyped {
		able = ableTypes(p.record, im.schema)
	}
	for _, e := range p.record.Entities {
		had := im.entities[e.ID]
		if p.record.Untyped {
			var other *annotate.Entity
			if e, other = im.typed(p, e, able[e.ID]); other != nil {
				edits = append(edits, annotate.Edit{EntityBefore: had, EntityAfter: other})
				had = other
			}
		}
		switch {
		case had.Equal(e):
		case had == nil:
			if types := entityTypes(im.schema); !slices.Contains(types, e.Type) {
				typ := Clip(e.Type)
				p.refuse(fmt.Errorf("entity %q (%q): the schema has no entities of type %q%s",
					Clip(string(e.ID)), Clip(e.Name), typ, annotate.DidYouMean(typ, types)))
				return nil
			}
			p.entities++
			edits = append(edits, annotate.Edit{EntityAfter: e})
		case im.opts.TakeEntities && had.Type == e.Type:
			p.differing = append(p.differing, &EntityDiffers{Where: p.record.Where, Project: had, Record: e})
			edits = append(edits, annotate.Edit{EntityBefore: had, EntityAfter: e})
		default:
			p.differing = append(p.differing, &EntityDiffers{Where: p.record.Where, Project: had, Record: e, Kept: true})
		}
	}
	return edits
}

// ableTypes returns, of the entities that a record's annotations mean, the types that all their mentions allow, in the
// order of the first mention's.
func ableTypes(r *Record, schema *annotate.Schema) map[annotate.ID][]string {
	able := map[annotate.ID][]string{}
	for _, a := range r.Annotations {
		t := schema.Type(a.Type)
		if a.Entity == "" || t == nil {
			continue // a type that the schema lacks is told by its rules
		}
		if had, met := able[a.Entity]; met {
			able[a.Entity] = both(had, t.Entities)
		} else {
			able[a.Entity] = t.Entities
		}
	}
	return able
}

// both returns what is in a and in b, in the order of a.
func both(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

// typed returns an entity of a record that says no types as the project would describe it: of the type that it has there, or
// one that all its mentions allow. Where an earlier record made it of one that the mentions of this one do not
// allow, and another fits all, other is what becomes of the project's.
func (im *importer) typed(p *plan, e *annotate.Entity, able []string) (typed, other *annotate.Entity) {
	had := im.entities[e.ID]
	earlier, ours := im.able[e.ID]
	if ours {
		able = both(earlier, able)
	}
	if len(able) == 0 {
		return e, nil
	}
	typ := able[0]
	if slices.Contains(able, e.Type) {
		typ = e.Type
	}
	switch {
	case had != nil && slices.Contains(able, had.Type):
		typ = had.Type
	case had != nil && ours:
		other = had.Clone()
		other.Type = typ
	}
	if had == nil || ours {
		if p.able == nil {
			p.able = map[annotate.ID][]string{}
		}
		p.able[e.ID] = able
	}
	if typ == e.Type {
		return e, other
	}
	typed = e.Clone()
	typed.Type = typ
	return typed, other
}

// entityTypes lists the types that entities can have under the schema.
func entityTypes(schema *annotate.Schema) []string {
	var out []string
	for i := range schema.Types {
		for _, t := range schema.Types[i].Entities {
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

// attributed returns the record's annotations as they stand in the set that they come into: where that
// is somebody else's, those that the record's annotator made name their maker.
func (im *importer) attributed(r *Record) []*annotate.Annotation {
	to := im.annotator(r)
	out := slices.Clone(r.Annotations)
	for i, a := range out {
		if a.Origin.Annotator == "" && r.Annotator != "" && r.Annotator != to {
			out[i] = a.Clone()
			out[i].Origin.Annotator = r.Annotator
		}
	}
	return out
}

// brokenRules returns what is wrong with a set, an error for each annotation that breaks a rule. Empty
// roles are no reason to refuse: they are work that is left to do.
func brokenRules(s *annotate.Set, schema *annotate.Schema, entities annotate.EntitySource) []error {
	var out []error
	for _, b := range s.Problems(schema, entities) {
		if b.Missing == nil {
			out = append(out, fmt.Errorf("annotation %q (%q): %w", Clip(string(b.Annotation.ID)), Clip(s.Document.Surface(b.Annotation.Spans)), b))
		}
	}
	return out
}

// same reports whether both sets say the same.
func same(a, b *annotate.Set) bool {
	if a.Len() != b.Len() || a.State() != b.State() {
		return false
	}
	for x := range a.All() {
		if !x.Equal(b.Get(x.ID)) {
			return false
		}
	}
	return true
}

// free reports whether a set holds no work: neither a mark nor the word that there is none to make.
func free(s *annotate.Set) bool {
	return s.Len() == 0 && (s.State() == annotate.StateNew || s.State() == annotate.StateInProgress)
}
