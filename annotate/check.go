package annotate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// EntitySource answers for the entities of a project.
type EntitySource interface {
	// Entity returns the entity, or nil where there is none.
	Entity(ID) *Entity
}

// Broken is a rule that an annotation breaks, or would break.
type Broken struct {
	Annotation *Annotation
	Reason     string // a sentence for the person, without a full stop
	Missing    *Role  // the required role that is empty; nil where a constraint is broken
}

func (b *Broken) Error() string { return b.Reason }

// ErrStale says that a change does not fit the set: something else changed in between.
var ErrStale = errors.New("this changed in the meantime; look at it again before changing it")

// Check reports whether a change may be applied: that it fits the set as it is, and that the set
// obeys every constraint of the schema afterwards. The error is [ErrStale] or a *[Broken], and the
// set is as it was.
func (s *Set) Check(c *Change, schema *Schema, entities EntitySource) error {
	v, err := s.after(c, entities)
	if err != nil {
		return err
	}
	for _, id := range v.touched {
		if a := v.get(id); a != nil {
			if err := v.check(a, schema); err != nil {
				return err
			}
		}
	}
	return v.checkLoose(schema)
}

// Problems lists every broken rule of the set as it stands, in the order of the text: constraints
// first, then for each annotation the required roles that are empty.
func (s *Set) Problems(schema *Schema, entities EntitySource) []*Broken {
	v := &view{set: s, entities: entities, now: map[ID]*Annotation{}}
	var out []*Broken
	for a := range s.All() {
		if err := v.check(a, schema); err != nil {
			out = append(out, err.(*Broken))
			continue
		}
		for _, r := range Missing(a, schema) {
			reason := fmt.Sprintf("this %s has no %s", strings.ToLower(schema.Type(a.Type).Label), strings.ToLower(r.Label))
			out = append(out, &Broken{Annotation: a, Reason: reason, Missing: r})
		}
	}
	return out
}

// Missing returns the required roles that an annotation leaves empty without saying so on purpose.
func Missing(a *Annotation, schema *Schema) []*Role {
	t := schema.Type(a.Type)
	if t == nil {
		return nil
	}
	var out []*Role
	for i := range t.Roles {
		r := &t.Roles[i]
		if r.Required && a.Arg(r.Key) == "" && excluder(t, a, r.Key) == nil {
			out = append(out, r)
		}
	}
	return out
}

// excluder returns the attribute of a that says that role stays empty, or nil.
func excluder(t *Type, a *Annotation, role string) *Attribute {
	for i := range t.Attrs {
		if x := &t.Attrs[i]; x.Excludes == role && a.Attrs[x.Key] != "" {
			return x
		}
	}
	return nil
}

// view is a set as it would be after a change.
type view struct {
	set      *Set
	now      map[ID]*Annotation // what the change puts or (nil) removes
	fresh    spanIndex          // of what it puts
	touched  []ID
	entities EntitySource
	changed  map[ID]*Entity // entities that the change puts or (nil) removes
	decided  map[target]*Decision
	said     map[ID]*Comment
}

func (s *Set) after(c *Change, entities EntitySource) (*view, error) {
	v := &view{set: s, now: map[ID]*Annotation{}, entities: entities, changed: map[ID]*Entity{}, decided: map[target]*Decision{}, said: map[ID]*Comment{}}
	if c.Document != "" && c.Document != s.Document.ID || c.Annotator != "" && c.Annotator != s.Annotator {
		return nil, fmt.Errorf("this change is of %s in another article", c.Annotator)
	}
	state := s.state
	for _, e := range c.Edits {
		switch {
		case e.Of() == OfNothing:
			return nil, errors.New("an edit must be of one thing: an annotation, an entity, the state, a decision or a comment")
		case e.EntityBefore != nil || e.EntityAfter != nil:
			id := entityOf(e).ID
			if !v.entity(id).Equal(e.EntityBefore) || e.EntityBefore != nil && e.EntityAfter != nil && e.EntityBefore.ID != e.EntityAfter.ID {
				return nil, ErrStale
			}
			v.changed[id] = e.EntityAfter
		case e.StateAfter != "":
			if e.StateBefore != state {
				return nil, ErrStale
			}
			if !slices.Contains(States, e.StateAfter) {
				return nil, fmt.Errorf("there is no state %q", e.StateAfter)
			}
			state = e.StateAfter
		case e.DecisionBefore != nil || e.DecisionAfter != nil:
			if err := v.decision(e.DecisionBefore, e.DecisionAfter); err != nil {
				return nil, err
			}
		case e.CommentBefore != nil || e.CommentAfter != nil:
			if err := v.comment(e.CommentBefore, e.CommentAfter); err != nil {
				return nil, err
			}
		default:
			id := annotationOf(e).ID
			if !v.get(id).Equal(e.Before) || e.Before != nil && e.After != nil && e.Before.ID != e.After.ID {
				return nil, ErrStale
			}
			if _, seen := v.now[id]; !seen {
				v.touched = append(v.touched, id)
			}
			v.now[id] = e.After
		}
	}
	var put []*Annotation
	for _, a := range v.now {
		if a != nil && len(a.Spans) > 0 {
			put = append(put, a)
		}
	}
	v.fresh.build(put)
	return v, nil
}

// decision takes in an edit of a decision.
func (v *view) decision(before, after *Decision) error {
	x := cmp.Or(after, before)
	have, drafted := v.decided[x.target()]
	if !drafted {
		have = v.set.decided[x.target()]
	}
	if !have.Equal(before) || before != nil && after != nil && before.target() != after.target() {
		return ErrStale
	}
	v.decided[x.target()] = after
	if after == nil {
		return nil
	}
	switch {
	case after.About == "" || after.Annotator == "":
		return errors.New("a decision must be about an annotation of somebody's")
	case after.Annotator == v.set.Annotator:
		return errors.New("a decision is about another annotator's annotation; one's own are changed or removed")
	case !slices.Contains(Verdicts, after.Verdict):
		return fmt.Errorf("there is no verdict %q", after.Verdict)
	case after.Reason != "" && !slices.Contains(Reasons, after.Reason):
		return fmt.Errorf("there is no reason %q", after.Reason)
	case (after.Result == "") != (after.Verdict == VerdictRejected):
		return errors.New("what is accepted or corrected leads to an annotation, and what is rejected to none")
	}
	return v.place(after.Spans)
}

// comment takes in an edit of a comment.
func (v *view) comment(before, after *Comment) error {
	x := cmp.Or(after, before)
	have, drafted := v.said[x.ID]
	if !drafted {
		have = v.set.said[x.ID]
	}
	if !have.Equal(before) || before != nil && after != nil && before.ID != after.ID {
		return ErrStale
	}
	v.said[x.ID] = after
	if after == nil {
		return nil
	}
	switch {
	case after.ID == "" || after.About == "" || after.Annotator == "":
		return errors.New("a comment must be about an annotation of somebody's")
	case after.Text == "" && after.Standing == "":
		return errors.New("the comment is empty; write something")
	case !utf8.ValidString(after.Text):
		return errors.New("the comment has characters that are none")
	case after.Standing != "" && after.Standing != StandingOpen && after.Standing != StandingResolved:
		return fmt.Errorf("a thread cannot be %q", after.Standing)
	}
	return v.place(after.Spans)
}

// place reports where a remembered place is none in the text.
func (v *view) place(spans []Span) error {
	end := 0
	for _, s := range spans {
		if s.Start < end || s.End <= s.Start || s.End > len(v.set.Document.Text) {
			return fmt.Errorf("bytes %d to %d are no place in a text of %d bytes", s.Start, s.End, len(v.set.Document.Text))
		}
		end = s.End
	}
	return nil
}

func annotationOf(e Edit) *Annotation {
	if e.After != nil {
		return e.After
	}
	if e.Before != nil {
		return e.Before
	}
	return &Annotation{}
}

func entityOf(e Edit) *Entity {
	if e.EntityAfter != nil {
		return e.EntityAfter
	}
	return e.EntityBefore
}

func (v *view) get(id ID) *Annotation {
	if a, ok := v.now[id]; ok {
		return a
	}
	return v.set.byID[id]
}

func (v *view) entity(id ID) *Entity {
	if e, ok := v.changed[id]; ok {
		return e
	}
	if v.entities == nil {
		return nil
	}
	return v.entities.Entity(id)
}

// others returns the annotations other than a that overlap it, after the change.
func (v *view) others(a *Annotation) []*Annotation {
	var out []*Annotation
	for _, b := range v.set.Touching(a.Hull()) {
		if _, gone := v.now[b.ID]; !gone && b.ID != a.ID {
			out = append(out, b)
		}
	}
	v.fresh.touching(a.Hull(), func(b *Annotation) {
		if b.ID != a.ID {
			out = append(out, b)
		}
	})
	return out
}

// checkLoose checks the annotations that the change did not touch but that rest on what it touched.
func (v *view) checkLoose(schema *Schema) error {
	for _, id := range v.touched {
		for _, u := range v.set.users[id] {
			a := v.get(u)
			if _, seen := v.now[u]; seen || a == nil {
				continue
			}
			if err := v.check(a, schema); err != nil {
				return err
			}
		}
	}
	for entity := range v.changed {
		for a := range v.set.named[entity].All {
			if _, seen := v.now[a.ID]; seen {
				continue
			}
			if err := v.checkEntity(a, schema.Type(a.Type)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *view) check(a *Annotation, schema *Schema) error {
	t := schema.Type(a.Type)
	if t == nil {
		keys := make([]string, 0, len(schema.Types))
		for _, t := range schema.Types {
			keys = append(keys, t.Key)
		}
		return broken(a, "type %q is not in the schema%s", clip(a.Type), DidYouMean(a.Type, keys))
	}
	if a.ID == "" {
		return broken(a, "this %s has no identity", t.Label)
	}
	for _, rule := range []func(*Annotation, *Type) error{
		v.checkSpans, v.checkAttrs, v.checkEntity, v.checkPlace,
	} {
		if err := rule(a, t); err != nil {
			return err
		}
	}
	return v.checkArgs(a, t, schema)
}

func broken(a *Annotation, format string, args ...any) error {
	return &Broken{Annotation: a, Reason: fmt.Sprintf(format, args...)}
}

func (v *view) checkSpans(a *Annotation, _ *Type) error {
	text, tab := v.set.Document.Text, v.set.Document.Offsets()
	if len(a.Spans) == 0 {
		return broken(a, "it marks no words")
	}
	end := 0
	for i, s := range a.Spans {
		switch {
		case s.Start < 0 || s.End > len(text):
			return broken(a, "it marks bytes %d to %d of a text of %d bytes", s.Start, s.End, len(text))
		case s.Start >= s.End:
			return broken(a, "it marks no words")
		case i > 0 && s.Start <= end:
			return broken(a, "its parts overlap, touch or are not in the order of the text")
		case !tab.IsGrapheme(s.Start) || !tab.IsGrapheme(s.End):
			return broken(a, "it begins or ends in the middle of a character")
		}
		if x, y := tab.Trim(s.Start, s.End); x != s.Start || y != s.End {
			return broken(a, "it begins or ends in white space")
		}
		end = s.End
	}
	return nil
}

func (v *view) checkAttrs(a *Annotation, t *Type) error {
	for k, val := range a.Attrs {
		x := t.Attr(k)
		if x == nil {
			return broken(a, "a %s has no attribute %q", strings.ToLower(t.Label), k)
		}
		if len(x.Values) > 0 && !slices.Contains(x.Values, val) {
			return broken(a, "%s cannot be %q; it is one of %s", strings.ToLower(x.Label), val, strings.Join(x.Values, ", "))
		}
		if x.Excludes != "" && val != "" && a.Arg(x.Excludes) != "" {
			return broken(a, "it has a %s and also says %q; remove one of the two", x.Excludes, strings.ToLower(x.Label))
		}
	}
	return nil
}

func (v *view) checkEntity(a *Annotation, t *Type) error {
	if a.Entity == "" || t == nil {
		return nil
	}
	if len(t.Entities) == 0 {
		return broken(a, "a %s does not refer to an entity", strings.ToLower(t.Label))
	}
	e := v.entity(a.Entity)
	if e == nil {
		return broken(a, "it refers to an entity that the project does not have")
	}
	if !slices.Contains(t.Entities, e.Type) {
		return broken(a, "a %s cannot refer to %q, which is a %s", strings.ToLower(t.Label), e.Name, e.Type)
	}
	return nil
}

// checkPlace checks an annotation against the others at its place.
func (v *view) checkPlace(a *Annotation, t *Type) error {
	for _, b := range v.others(a) {
		if b.Type == a.Type && slices.Equal(a.Spans, b.Spans) {
			return broken(a, "these words are already marked as %s", strings.ToLower(t.Label))
		}
		if t.Kind == KindQuote && b.Type == a.Type && crosses(a, b) {
			return broken(a, "quotes may nest but not cross; this one crosses %q", clip(v.set.Document.Surface(b.Spans)))
		}
	}
	return nil
}

// crosses reports whether two annotations share words while neither lies within the other.
func crosses(a, b *Annotation) bool {
	return Overlap(a.Spans, b.Spans) && !Covers(a.Spans, b.Spans) && !Covers(b.Spans, a.Spans)
}

func (v *view) checkArgs(a *Annotation, t *Type, schema *Schema) error {
	for i, x := range a.Args {
		r := t.Role(x.Role)
		if r == nil {
			return broken(a, "a %s has no role %q", strings.ToLower(t.Label), x.Role)
		}
		if slices.Contains(a.Args[:i], x) {
			return broken(a, "the same words are its %s twice", strings.ToLower(r.Label))
		}
		if r.Single && slices.ContainsFunc(a.Args[:i], func(y Arg) bool { return y.Role == x.Role }) {
			return broken(a, "it can have only one %s", strings.ToLower(r.Label))
		}
		b := v.get(x.Target)
		if b == nil {
			return broken(a, "its %s is not marked any more", strings.ToLower(r.Label))
		}
		if !slices.Contains(r.Targets, b.Type) {
			return broken(a, "a %s cannot be the %s of a %s", strings.ToLower(label(schema, b.Type)), strings.ToLower(r.Label), strings.ToLower(t.Label))
		}
		if t.Kind == KindQuote && schema.Kind(b.Type) == KindCue && Overlap(a.Spans, b.Spans) {
			return broken(a, "the cue %q lies inside the quote that it presents", clip(v.set.Document.Surface(b.Spans)))
		}
		if v.reaches(b, a.ID, map[ID]bool{}) {
			return broken(a, "it would be an argument of itself")
		}
	}
	return nil
}

// reaches reports whether following arguments from a leads to the annotation id.
func (v *view) reaches(a *Annotation, id ID, seen map[ID]bool) bool {
	if a == nil || seen[a.ID] {
		return false
	}
	if a.ID == id {
		return true
	}
	seen[a.ID] = true
	for _, x := range a.Args {
		if v.reaches(v.get(x.Target), id, seen) {
			return true
		}
	}
	return false
}

func label(s *Schema, key string) string {
	if t := s.Type(key); t != nil {
		return t.Label
	}
	return key
}

// clip shortens words for a sentence.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
