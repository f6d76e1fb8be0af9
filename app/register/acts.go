package register

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Acts are carried out in a project by somebody.
type Acts struct {
	Project   *store.Project
	Annotator annotate.AnnotatorID // who is at work
	Author    string
	Now       func() time.Time
	Tell      func(done, total int) // how many sets are done; may be nil
}

// merging and splitting begin the titles of the acts, by which they are known.
const (
	merging   = "Merge “"
	splitting = "Split “"
	retyping  = "Change the type of “"
)

// IsAct reports whether a change may be part of an act that reaches over several sets.
func IsAct(c *annotate.Change) bool {
	return strings.HasPrefix(c.Title, merging) || strings.HasPrefix(c.Title, splitting) || strings.HasPrefix(c.Title, retyping)
}

// Merge makes one entity of several: what refers to the others refers to the one that is kept, which gets their names
// and identities.
func (a Acts) Merge(ctx context.Context, keep *annotate.Entity, others []*annotate.Entity) error {
	if len(others) == 0 {
		return errors.New("mark another entity that is the same as this one")
	}
	schema, c := a.Project.Schema(), keep.Clone()
	for _, o := range others {
		if o.ID == keep.ID {
			return errors.New("an entity cannot be merged with itself")
		}
		if o.Type != keep.Type {
			return fmt.Errorf("“%s” (%s) and “%s” (%s) are of two types: give them one first", keep.Name, schema.Label(keep.Type), o.Name, schema.Label(o.Type))
		}
		take(c, o)
	}
	title := fmt.Sprintf("%s%s” into “%s”", merging, others[0].Name, keep.Name)
	if len(others) > 1 {
		title = fmt.Sprintf("%s%s” and %d more into “%s”", merging, others[0].Name, len(others)-1, keep.Name)
	}
	w := a.writing(title)
	w.entities(annotate.Edit{EntityBefore: keep, EntityAfter: c})
	gone := map[annotate.ID]bool{}
	for _, o := range others {
		gone[o.ID] = true
	}
	if err := w.mentions(ctx, others, func(m *annotate.Annotation) (*annotate.Annotation, error) {
		if !gone[m.Entity] {
			return m, nil
		}
		m = m.Clone()
		m.Entity = keep.ID
		return m, nil
	}); err != nil {
		return err
	}
	var removed []annotate.Edit
	for _, o := range others {
		removed = append(removed, annotate.Edit{EntityBefore: o})
	}
	w.entities(removed...)
	return w.commit(ctx)
}

// take adds what an entity is called and known as elsewhere to another.
func take(c, o *annotate.Entity) {
	for _, n := range append([]string{o.Name}, o.Aliases...) {
		if n != c.Name && !slices.Contains(c.Aliases, n) {
			c.Aliases = append(c.Aliases, n)
		}
	}
	for _, d := range o.Dated {
		if !slices.Contains(c.Dated, d) {
			c.Dated = append(c.Dated, d)
		}
	}
	for kind, id := range o.IDs {
		if c.IDs == nil {
			c.IDs = map[string]string{}
		}
		if c.IDs[kind] == "" {
			c.IDs[kind] = id
		}
	}
	if c.Note == "" {
		c.Note = o.Note
	}
}

// Split makes a new entity of some mentions of another: those with the words. The words leave the aliases of the one
// and become names of the other. It returns the new entity.
func (a Acts) Split(ctx context.Context, e *annotate.Entity, name string, words []string) (*annotate.Entity, error) {
	if name = strings.Join(strings.Fields(name), " "); name == "" {
		return nil, errors.New("the new entity needs a name")
	}
	if len(words) == 0 {
		return nil, errors.New("choose the mentions that are somebody else")
	}
	fresh := &annotate.Entity{ID: annotate.NewID(), Type: e.Type, Name: name}
	rest := e.Clone()
	rest.Aliases = slices.DeleteFunc(rest.Aliases, func(s string) bool { return slices.Contains(words, s) || s == name })
	if len(rest.Aliases) == 0 {
		rest.Aliases = nil
	}
	for _, s := range words {
		if s != name && slices.Contains(e.Aliases, s) {
			fresh.Aliases = append(fresh.Aliases, s)
		}
	}
	w := a.writing(fmt.Sprintf("%s%s” off “%s”", splitting, name, e.Name))
	edits := []annotate.Edit{{EntityAfter: fresh}}
	if !rest.Equal(e) {
		edits = append(edits, annotate.Edit{EntityBefore: e, EntityAfter: rest})
	}
	w.entities(edits...)
	if err := w.mentions(ctx, []*annotate.Entity{e}, func(m *annotate.Annotation) (*annotate.Annotation, error) {
		if m.Entity != e.ID || !slices.Contains(words, Words(w.document, m)) {
			return m, nil
		}
		m = m.Clone()
		m.Entity = fresh.ID
		return m, nil
	}); err != nil {
		return nil, err
	}
	if len(w.changes) == 1 {
		return nil, errors.New("no mention has these words any more")
	}
	return fresh, w.commit(ctx)
}

// Words returns what a mention is called, with single spaces.
func Words(d *annotate.Document, m *annotate.Annotation) string {
	return strings.Join(strings.Fields(d.Surface(m.Spans)), " ")
}

// Retype gives an entity another type. Mentions whose type does not allow it take one that does. Where a rule of the
// schema would be broken by that, nothing is changed, and the error says where.
func (a Acts) Retype(ctx context.Context, e *annotate.Entity, typ string) error {
	schema := a.Project.Schema()
	var mention *annotate.Type
	for _, t := range schema.OfKind(annotate.KindMention) {
		if slices.Contains(t.Entities, typ) && (mention == nil || t.Key == typ) {
			mention = t
		}
	}
	if mention == nil {
		return fmt.Errorf("no mention can refer to a %s", typ)
	}
	c := e.Clone()
	c.Type = typ
	w := a.writing(fmt.Sprintf("%s%s”", retyping, e.Name))
	w.entities(annotate.Edit{EntityBefore: e, EntityAfter: c})
	w.check = c
	if err := w.mentions(ctx, []*annotate.Entity{e}, func(m *annotate.Annotation) (*annotate.Annotation, error) {
		t := schema.Type(m.Type)
		if m.Entity != e.ID || t != nil && slices.Contains(t.Entities, typ) {
			return m, nil
		}
		m = m.Clone()
		m.Type = mention.Key
		for key := range m.Attrs {
			if mention.Attr(key) == nil {
				delete(m.Attrs, key)
			}
		}
		return m, nil
	}); err != nil {
		return err
	}
	return w.commit(ctx)
}

// Undo takes an act back of which a change is part, or does it again where again is set. All that belong to it go
// together. Where something else has been changed since that stands in the way, nothing is changed.
func (a Acts) Undo(ctx context.Context, part *annotate.Change, again bool) error {
	all, err := a.Project.ChangesTogether(ctx, part)
	if err != nil {
		return err
	}
	if err := a.Project.CommitAll(ctx, a.steps(all, again, func(c *annotate.Change) []annotate.Edit {
		if again {
			return c.Edits
		}
		return c.Inverse()
	})); err != nil {
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrInUse) {
			return &BlockedError{Act: part, Again: again, Since: a.changedSince(ctx, all, again), cause: err}
		}
		return err
	}
	return nil
}

// steps are the steps that take changes back, the last first, or do them again.
func (a Acts) steps(all []*annotate.Change, again bool, edits func(*annotate.Change) []annotate.Edit) []*annotate.Change {
	now := a.Now().UTC().Truncate(time.Millisecond)
	out := make([]*annotate.Change, len(all))
	for i, c := range all {
		u := &annotate.Change{ID: annotate.NewID(), Document: c.Document, Annotator: c.Annotator, Author: a.Author, Time: now, Title: c.Title, Act: annotate.ActRedo, Of: c.ID, Edits: edits(c)}
		if !again {
			u.Act = annotate.ActUndo
			i = len(all) - 1 - i
		}
		out[i] = u
	}
	return out
}

// BlockedError is the error for an act over all sets that cannot be taken back, or done again, as a whole.
type BlockedError struct {
	Act   *annotate.Change // a part of it
	Again bool
	Since []string // what was changed since, in words: the first few

	cause error
}

// Error implements error.
func (e *BlockedError) Error() string {
	since := "what it changed has been changed again since"
	if len(e.Since) > 0 {
		since += ": " + strings.Join(e.Since, ", ")
	} else if errors.Is(e.cause, store.ErrInUse) {
		since = "something else refers to what it made by now"
	}
	return fmt.Sprintf("“%s” cannot be %s as a whole: %s", strings.TrimSpace(e.Act.Title), becomes(e.Again), since)
}

// Unwrap returns why, such as [store.ErrConflict].
func (e *BlockedError) Unwrap() error { return e.cause }

// PassOver leaves an act as it is that cannot go back or be done again, and lets the histories of all that it changed go on
// to what was done before it, or undone after it.
func (a Acts) PassOver(ctx context.Context, part *annotate.Change, again bool) error {
	all, err := a.Project.ChangesTogether(ctx, part)
	if err != nil {
		return err
	}
	return a.Project.CommitAll(ctx, a.steps(all, again, func(*annotate.Change) []annotate.Edit { return nil }))
}

// changedSince says which of the things that an act changed are not any more as it left them. What cannot be read is left out:
// it only says more of an error.
func (a Acts) changedSince(ctx context.Context, all []*annotate.Change, again bool) (since []string) {
	const most = 3
	add := func(words string) {
		if !slices.Contains(since, words) {
			since = append(since, words)
		}
	}
	for _, c := range all {
		var set *annotate.Set
		for _, e := range c.Edits {
			if len(since) == most {
				return append(since, "…")
			}
			left, mark := e.EntityAfter, e.After
			if again {
				left, mark = e.EntityBefore, e.Before
			}
			if x := cmp.Or(e.EntityAfter, e.EntityBefore); x != nil {
				if now, err := a.Project.Entity(ctx, x.ID); (err == nil || errors.Is(err, store.ErrNotFound)) && !now.Equal(left) {
					add("“" + cmp.Or(left, x).Name + "” in the register")
				}
			}
			if mark == nil {
				continue
			}
			if set == nil {
				doc, err := a.Project.Document(ctx, c.Document)
				if err != nil {
					break
				}
				if set, err = a.Project.Set(ctx, doc, c.Annotator); err != nil {
					break
				}
			}
			if now := set.Get(mark.ID); !now.Equal(mark) {
				add(fmt.Sprintf("“%s” in “%s”", Words(set.Document, mark), set.Document.Title))
			}
		}
	}
	return since
}

// becomes says what happens to an act that is undone, or done again.
func becomes(again bool) string {
	if again {
		return "done again"
	}
	return "taken back"
}

// GoBack takes back what was done to the entities by a change without a document, or does it again where again is set: an
// act over all sets whole or not at all, all else as far as that can be. It returns how many entities stay as they are,
// since something refers to them or they were changed by now. Of what cannot go back at all is written down too that it
// was to, and the history goes on to what was done before it. What was done before an error, or before the context
// ended, stays done.
func (a Acts) GoBack(ctx context.Context, id annotate.ID, again bool) (stay int, err error) {
	c, err := a.Project.Change(ctx, id)
	if err != nil {
		return 0, err
	}
	if IsAct(c) {
		return 0, a.Undo(ctx, c, again)
	}
	all, err := a.Project.TogetherWith(ctx, c)
	if err != nil {
		return 0, err
	}
	if !again {
		slices.Reverse(all)
	}
	done := 0
	for i, id := range all {
		if err := ctx.Err(); err != nil {
			return stay, err
		}
		if a.Tell != nil {
			a.Tell(i, len(all))
		}
		part, err := a.Project.Change(ctx, id)
		if err != nil {
			return stay, err
		}
		u, left, err := a.backOf(ctx, part, again)
		if err != nil {
			return stay, err
		}
		stay += left
		if err := a.Project.Commit(ctx, u); err != nil {
			return stay, err
		}
		done += len(u.Edits)
	}
	if done == 0 {
		why := "something refers to all of it, or it was changed since"
		if again {
			why = "what it changed was changed since"
		}
		return stay, fmt.Errorf("nothing of “%s” can be %s: %s", c.Title, becomes(again), why)
	}
	return stay, nil
}

// backOf returns the change that takes another back, or does it again, without what cannot be done now.
func (a Acts) backOf(ctx context.Context, c *annotate.Change, again bool) (u *annotate.Change, left int, err error) {
	u = &annotate.Change{ID: annotate.NewID(), Annotator: c.Annotator, Author: a.Author, Time: a.Now().UTC().Truncate(time.Millisecond), Title: c.Title, Of: c.ID, Act: annotate.ActRedo}
	edits := c.Edits
	if !again {
		u.Act, edits = annotate.ActUndo, c.Inverse()
	}
	ids := make([]annotate.ID, 0, len(edits))
	id := func(e annotate.Edit) annotate.ID {
		if e.EntityAfter != nil {
			return e.EntityAfter.ID
		}
		return e.EntityBefore.ID
	}
	for _, e := range edits {
		if e.Of() != annotate.OfEntity {
			return nil, 0, fmt.Errorf("“%s” is not of entities alone", c.Title)
		}
		ids = append(ids, id(e))
	}
	now, used, err := a.Project.EntitiesNow(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range edits {
		if !now[id(e)].Equal(e.EntityBefore) || e.EntityAfter == nil && used[id(e)] {
			left++
			continue
		}
		u.Edits = append(u.Edits, e)
	}
	return u, left, nil
}

// Delete removes entities that nothing refers to; where something refers to one, none is removed.
func (a Acts) Delete(ctx context.Context, all []*annotate.Entity) error {
	var edits []annotate.Edit
	for _, e := range all {
		uses, err := a.Project.EntityUses(ctx, e.ID)
		if err != nil {
			return err
		}
		if n := len(uses); n > 0 {
			in := "an article"
			if n > 1 {
				in = fmt.Sprintf("%d articles", n)
			}
			return fmt.Errorf("mentions in %s refer to “%s”; name those otherwise first, or merge it into another", in, e.Name)
		}
		edits = append(edits, annotate.Edit{EntityBefore: e})
	}
	title := fmt.Sprintf("Delete “%s”", all[0].Name)
	if len(all) > 1 {
		title = fmt.Sprintf("Delete “%s” and %d more", all[0].Name, len(all)-1)
	}
	w := a.writing(title)
	w.entities(edits...)
	return w.commit(ctx)
}

// writing collects the changes of one act.
type writing struct {
	Acts
	title    string
	now      time.Time
	changes  []*annotate.Change
	document *annotate.Document // of the set that is being changed
	check    *annotate.Entity   // as it will be, where each change has to be checked against the schema
}

func (a Acts) writing(title string) *writing {
	return &writing{Acts: a, title: title, now: a.Now().UTC().Truncate(time.Millisecond)}
}

func (w *writing) change(doc annotate.DocumentID, annotator annotate.AnnotatorID, edits []annotate.Edit) *annotate.Change {
	return &annotate.Change{ID: annotate.NewID(), Document: doc, Annotator: annotator, Author: w.Author, Time: w.now, Title: w.title, Act: annotate.ActDo, Edits: edits}
}

func (w *writing) entities(edits ...annotate.Edit) {
	w.changes = append(w.changes, w.change("", w.Annotator, edits))
}

// mentions adds a change for every set in which something refers to one of the entities.
func (w *writing) mentions(ctx context.Context, of []*annotate.Entity, edit func(*annotate.Annotation) (*annotate.Annotation, error)) error {
	type key struct {
		doc       annotate.DocumentID
		annotator annotate.AnnotatorID
	}
	var keys []key
	for _, e := range of {
		uses, err := w.Project.EntityUses(ctx, e.ID)
		if err != nil {
			return err
		}
		for _, u := range uses {
			if k := (key{u.Document, u.Annotator}); !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	for i, k := range keys {
		if w.Tell != nil {
			w.Tell(i, len(keys))
		}
		doc := w.document
		if doc == nil || doc.ID != k.doc {
			var err error
			if doc, err = w.Project.Document(ctx, k.doc); err != nil {
				return err
			}
			w.document = doc
		}
		set, err := w.Project.Set(ctx, doc, k.annotator)
		if err != nil {
			return err
		}
		var edits []annotate.Edit
		for _, e := range of {
			for m := range set.Referring(e.ID).All {
				c, err := edit(m)
				if err != nil {
					return err
				}
				if !c.Equal(m) {
					edits = append(edits, annotate.Edit{Before: m, After: c})
				}
			}
		}
		if len(edits) == 0 {
			continue
		}
		c := w.change(k.doc, k.annotator, edits)
		if w.check != nil {
			if err := set.Check(c, w.Project.Schema(), w); err != nil {
				return fmt.Errorf("in “%s” of %s: %w", doc.Title, k.annotator, err)
			}
		}
		w.changes = append(w.changes, c)
	}
	if err := w.decisions(ctx); err != nil {
		return err
	}
	return ctx.Err()
}

// decisions keeps what was decided about annotations that the act changes: whoever decided about them knows them as they
// are now, for nobody has thought again.
func (w *writing) decisions(ctx context.Context) error {
	type key struct {
		doc       annotate.DocumentID
		annotator annotate.AnnotatorID
		id        annotate.ID
	}
	moved := map[key]annotate.Edit{}
	asked := store.Asked{}
	of := map[key]*annotate.Change{} // the change in each set
	for _, c := range w.changes {
		of[key{c.Document, c.Annotator, ""}] = c
		for _, e := range c.Edits {
			if e.Before == nil || e.After == nil {
				continue
			}
			moved[key{c.Document, c.Annotator, e.Before.ID}] = e
			if !slices.Contains(asked.About, c.Annotator) {
				asked.About = append(asked.About, c.Annotator)
			}
			if n := len(asked.Documents); n == 0 || asked.Documents[n-1] != c.Document {
				asked.Documents = append(asked.Documents, c.Document)
			}
		}
	}
	if len(moved) == 0 {
		return nil
	}
	all, err := w.Project.Decisions(ctx, asked)
	if err != nil {
		return err
	}
	for _, d := range all {
		e, there := moved[key{d.Document, d.Annotator, d.About}]
		if !there || !d.Covers(e.Before) {
			continue
		}
		after := d.Decision.Clone()
		after.Type, after.Spans = e.After.Type, slices.Clone(e.After.Spans)
		if after.Seen != nil {
			after.Seen = e.After.Content()
		}
		if after.Equal(d.Decision) {
			continue
		}
		edit := annotate.Edit{DecisionBefore: d.Decision, DecisionAfter: after}
		c := of[key{d.Document, d.By, ""}]
		if c == nil {
			c = w.change(d.Document, d.By, nil)
			of[key{d.Document, d.By, ""}] = c
			w.changes = append(w.changes, c)
		}
		c.Edits = append(c.Edits, edit)
	}
	return nil
}

// Entity implements [annotate.EntitySource] for entities as the act leaves them.
func (w *writing) Entity(id annotate.ID) *annotate.Entity {
	if id == w.check.ID {
		return w.check
	}
	e, err := w.Project.Entity(context.Background(), id)
	if err != nil {
		return nil
	}
	return e
}

func (w *writing) commit(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.changes = slices.DeleteFunc(w.changes, func(c *annotate.Change) bool { return len(c.Edits) == 0 })
	return w.Project.CommitAll(ctx, w.changes)
}
