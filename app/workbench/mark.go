package workbench

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/propose"
)

// fresh returns a new annotation of the person's own.
func fresh(typ string, spans ...annotate.Span) *annotate.Annotation {
	return &annotate.Annotation{ID: annotate.NewID(), Type: typ, Spans: spans}
}

// put marks one new annotation and makes it the current one. Where the same words already are one of
// that type, that one becomes current.
func (b *Bench) put(title string, a *annotate.Annotation) bool {
	if old := b.set.Find(a.Type, a.Spans); old != nil {
		b.pick(old.ID)
		return true
	}
	d := b.set.Draft(title)
	d.Put(a)
	if !b.commit(d) {
		return false
	}
	b.collapse(a)
	b.pick(a.ID)
	return true
}

// collapse takes the selection back to a caret at the annotation.
func (b *Bench) collapse(a *annotate.Annotation) {
	at := a.Hull().Start
	if covers(a, b.caret) {
		at = b.caret
	}
	b.anchor, b.caret = at, at
	b.touch(SelectionChanged)
}

func (b *Bench) markQuote() {
	span, ok := b.words()
	if !ok {
		q, found := b.marks.At(b.doc.Text, b.caret)
		if !found {
			b.fail(errors.New("no quotation marks around the caret; for an indirect quote, select its words and press the key again"))
			return
		}
		if old := b.quoteOf(q); old != nil {
			b.pick(old.ID)
			if b.settings.AskAfterQuote {
				b.askNext(true)
			}
			return
		}
		span = q.Outer
	}
	if ok {
		span = b.withoutLoosePunctuation(span)
	}
	typ := b.only(annotate.KindQuote)
	if typ == nil {
		return
	}
	a := fresh(typ.Key, span)
	b.describeQuote(typ, a)
	if old := b.set.Find(a.Type, a.Spans); old == nil && !b.put("Mark quote", a) {
		return
	} else if old != nil {
		b.pick(old.ID)
	}
	if b.settings.AskAfterQuote {
		b.askNext(true)
	}
}

// quoteOf returns the quote that a quotation is marked as, or is a part of: one of its spans is that
// quotation or lies in it, and in none of the quotations within it.
func (b *Bench) quoteOf(q propose.Quotation) *annotate.Annotation {
	for _, a := range b.set.Touching(q.Outer) {
		if b.Schema().Kind(a.Type) != annotate.KindQuote {
			continue
		}
		for _, s := range a.Spans {
			if !q.Outer.Contains(s) {
				continue
			}
			if at, ok := b.marks.At(b.doc.Text, s.Start); !ok || at.Outer == q.Outer || !at.Outer.Contains(s) {
				return a
			}
		}
	}
	return nil
}

// withoutLoosePunctuation takes off a selection the comma, colon or dash before it: what leads to a
// quote is no part of it.
func (b *Bench) withoutLoosePunctuation(s annotate.Span) annotate.Span {
	left := strings.TrimLeft(b.doc.Text[s.Start:s.End], " \u00a0,;:–—-")
	if left != "" {
		s.Start = s.End - len(left)
	}
	return s
}

// describeQuote sets the attribute that says how much of a quote stands in quotation marks, where the
// schema has it.
func (b *Bench) describeQuote(t *annotate.Type, a *annotate.Annotation) {
	attr := t.Attr("type")
	if attr == nil {
		return
	}
	value := "indirect"
	for _, s := range a.Spans {
		for _, q := range b.marks.Quotations(b.doc.Text[s.Start:s.End]) {
			switch {
			case q.Outer.Len() == s.Len() && value != "mixed":
				value = "direct"
			case value == "indirect":
				value = "mixed"
			}
		}
		if q, ok := b.marks.At(b.doc.Text, s.Start); ok && q.Inner.Contains(s) && value == "indirect" {
			value = "direct"
		}
	}
	if slices.Contains(attr.Values, value) {
		*a = *a.WithAttr("type", value)
	}
}

// only returns the first type of a kind, and says where the schema has none.
func (b *Bench) only(k annotate.Kind) *annotate.Type {
	ts := b.Schema().OfKind(k)
	if len(ts) == 0 {
		b.fail(fmt.Errorf("this project's schema has no type of %s", k))
		return nil
	}
	return ts[0]
}

func (b *Bench) markMention() {
	span, ok := b.target(true)
	if !ok {
		return
	}
	if a := b.mentionAt(span); a != nil {
		b.pick(a.ID)
		b.nameEntity()
		return
	}
	typ := b.guessType(span)
	if typ == nil {
		return
	}
	if b.put("Mark mention", fresh(typ.Key, span)) && len(typ.Entities) > 0 {
		b.nameEntity()
	}
}

func (b *Bench) markCue() {
	span, ok := b.target(false)
	if typ := b.only(annotate.KindCue); ok && typ != nil {
		b.put("Mark cue", b.newCue(typ, span))
	}
}

func (b *Bench) markEvent() {
	span, ok := b.target(false)
	if !ok {
		return
	}
	typ := b.eventType(b.doc.Text[span.Start:span.End])
	if typ == nil {
		return
	}
	there := b.set.Find(typ.Key, []annotate.Span{span}) != nil
	if !b.put("Mark event", fresh(typ.Key, span)) {
		return
	}
	b.expectType()
	if b.mode != Prefixed {
		return
	}
	b.pending.known = typ != b.otherEvent()
	if !there {
		b.pending.back = b.unmark
	}
}

// unmark takes back the mark that was made just now.
func (b *Bench) unmark() {
	if b.undo(); !b.notice.Problem {
		b.say("Nothing is marked.")
	}
}

// eventType returns the type that the trigger word was last given, or the schema's last event type,
// which is the one for everything else.
func (b *Bench) eventType(trigger string) *annotate.Type {
	if t := b.Schema().Type(b.latest[strings.ToLower(trigger)]); t != nil {
		return t
	}
	t := b.otherEvent()
	if t == nil {
		b.fail(errors.New("this project's schema has no events"))
	}
	return t
}

// otherEvent returns the schema's last event type, nil where it has none.
func (b *Bench) otherEvent() *annotate.Type {
	ts := b.Schema().OfKind(annotate.KindEvent)
	if len(ts) == 0 {
		return nil
	}
	return ts[len(ts)-1]
}

func trigger(doc *annotate.Document, a *annotate.Annotation) string {
	return strings.Clone(strings.ToLower(doc.Surface(a.Spans))) // which outlives the article
}

// target returns what a mark is to go on: the selection, the whole name at the caret where names are
// asked for, or the word at the caret.
func (b *Bench) target(names bool) (annotate.Span, bool) {
	if s, ok := b.words(); ok {
		return s, true
	}
	if names {
		for _, n := range b.namesIn(b.near(b.caret)) {
			if n.Start <= b.caret && b.caret <= n.End {
				return n, true
			}
		}
	}
	start, end, ok := b.offsets().WordAt(b.caret)
	if !ok {
		b.fail(errors.New("no word at the caret; put it on a word or select some"))
	}
	return annotate.Span{Start: start, End: end}, ok
}

// block returns the block around an offset, or the whole text where blocks are not known.
func (b *Bench) block(off int) annotate.Span {
	if i := b.doc.BlockAt(off); i >= 0 && b.doc.Blocks[i].Span.End >= off {
		return b.doc.Blocks[i].Span
	}
	return annotate.Span{End: len(b.doc.Text)}
}

// reachOfNames is how far from the caret, in bytes, the name at it may begin or end.
const reachOfNames = 1 << 10

// near returns what may hold the name at an offset: the block around it, or of a long one the sentences
// that are near.
func (b *Bench) near(off int) annotate.Span {
	s := b.block(off)
	if off-s.Start > reachOfNames {
		if s.Start, _ = b.offsets().SentenceAt(off - reachOfNames); off-s.Start > 2*reachOfNames {
			s.Start = b.offsets().PrevWord(off - reachOfNames)
		}
	}
	if s.End-off > reachOfNames {
		s.End = b.offsets().NextWord(off + reachOfNames)
	}
	return s
}

func (b *Bench) mentionAt(s annotate.Span) *annotate.Annotation {
	for _, a := range b.set.Touching(s) {
		if b.Schema().Kind(a.Type) == annotate.KindMention && len(a.Spans) == 1 && a.Spans[0] == s {
			return a
		}
	}
	return nil
}

// guessType returns the mention type that the words had before in this article, or that a known
// entity of that name has, else the schema's first.
func (b *Bench) guessType(s annotate.Span) *annotate.Type {
	words := b.doc.Text[s.Start:s.End]
	if t := b.Schema().Type(b.called().typeOf(words, b.Schema())); t != nil {
		return t
	}
	if t := b.Schema().Type(b.typeCalled(words)); t != nil {
		return t
	}
	if t := b.Schema().Type(dateType); t != nil && t.Kind == annotate.KindMention && b.isDate(words) {
		return t
	}
	return b.only(annotate.KindMention)
}

// dateType is the type of dates, in schemas that have one.
const dateType = "date"

// isDate reports whether words of the article are a date and nothing else, as far as the rules know.
func (b *Bench) isDate(words string) bool {
	r, ok := b.config.Rules.(interface {
		IsDate(language, words string) bool
	})
	return ok && r.IsDate(b.doc.Language, words)
}

// surface is what mentions have in common that mean the same as far as their words tell.
type surface struct {
	typ, words string
	named      bool // refers to an entity
}

// surfaces are an article's mentions by their words.
type surfaces map[surface]*annotate.Sequence

func surfaceOf(doc *annotate.Document, a *annotate.Annotation) surface {
	return surface{a.Type, doc.Surface(a.Spans), a.Entity != ""}
}

func (m surfaces) put(doc *annotate.Document, a *annotate.Annotation) {
	k := surfaceOf(doc, a)
	q := m[k]
	if q == nil {
		q = &annotate.Sequence{}
		m[k] = q
	}
	q.Put(a)
}

func (m surfaces) remove(doc *annotate.Document, a *annotate.Annotation) {
	k := surfaceOf(doc, a)
	if q := m[k]; q != nil {
		if q.Remove(a); q.Len() == 0 {
			delete(m, k)
		}
	}
}

// typeOf returns the type of the first mention of these words, or "".
func (m surfaces) typeOf(words string, schema *annotate.Schema) string {
	var first *annotate.Annotation
	for _, t := range schema.OfKind(annotate.KindMention) {
		for _, named := range []bool{false, true} {
			if a := m[surface{t.Key, words, named}].First(); a != nil && (first == nil || a.Hull().Start < first.Hull().Start) {
				first = a
			}
		}
	}
	if first == nil {
		return ""
	}
	return first.Type
}

// called returns what the article's mentions are called. It is read off the set once, and kept by
// [Bench.noteMentions].
func (b *Bench) called() surfaces {
	if b.surfaces == nil {
		b.surfaces = mentionsIn(b.set, b.Schema())
	}
	return b.surfaces
}

func mentionsIn(set *annotate.Set, schema *annotate.Schema) surfaces {
	m := surfaces{}
	for a := range set.All() {
		if schema.Kind(a.Type) == annotate.KindMention {
			m.put(set.Document, a)
		}
	}
	return m
}

// noteMentions keeps what mentions are called after a change that the set has carried out.
func (b *Bench) noteMentions(c *annotate.Change) {
	if b.surfaces == nil {
		return
	}
	mention := func(a *annotate.Annotation) bool { return a != nil && b.Schema().Kind(a.Type) == annotate.KindMention }
	for _, e := range c.Edits {
		if mention(e.Before) {
			b.surfaces.remove(b.doc, e.Before)
		}
		if mention(e.After) {
			b.surfaces.put(b.doc, e.After)
		}
	}
}

// typeCalled returns the type of the entity of that name, or "": of several the first by name and identity.
func (b *Bench) typeCalled(name string) string {
	all := b.names.Called(name)
	if len(all) == 0 {
		return ""
	}
	return slices.MinFunc(all, byName).Type
}

// edit changes one annotation by fn, and reports whether that was done.
func (b *Bench) edit(id annotate.ID, title string, fn func(*annotate.Annotation) *annotate.Annotation) (done bool) {
	b.act(func() {
		if b.set == nil || !b.whole() || b.set.Get(id) == nil {
			return
		}
		d := b.set.Draft(title)
		d.Put(fn(b.set.Get(id)))
		done = b.commit(d)
	})
	return done
}

// SetType gives an annotation another type. What the new type cannot hold goes: its roles,
// attributes or entity; undo brings it back.
func (b *Bench) SetType(id annotate.ID, typ string) {
	b.edit(id, "Change type", func(a *annotate.Annotation) *annotate.Annotation { return b.retype(a, typ) })
}

func (b *Bench) retype(a *annotate.Annotation, typ string) *annotate.Annotation {
	t := b.Schema().Type(typ)
	c := a.Clone()
	c.Type = typ
	if t == nil {
		return c
	}
	c.Args = slices.DeleteFunc(c.Args, func(x annotate.Arg) bool {
		r, target := t.Role(x.Role), b.set.Get(x.Target)
		return r == nil || target == nil || !slices.Contains(r.Targets, target.Type)
	})
	for k, v := range a.Attrs {
		if x := t.Attr(k); x == nil || len(x.Values) > 0 && !slices.Contains(x.Values, v) {
			delete(c.Attrs, k)
		}
	}
	if e := b.Entity(c.Entity); e != nil && !slices.Contains(t.Entities, e.Type) {
		c.Entity = ""
	}
	return c
}

// SetAttr sets an attribute; "" removes it. A value that excludes a role empties that role. It reports
// whether that was done.
func (b *Bench) SetAttr(id annotate.ID, key, value string) bool {
	return b.edit(id, "Change "+key, func(a *annotate.Annotation) *annotate.Annotation {
		c := a.WithAttr(key, value)
		if t := b.Schema().Type(a.Type); t != nil && value != "" {
			if x := t.Attr(key); x != nil && x.Excludes != "" {
				c = c.WithArg(x.Excludes, "", true)
			}
		}
		return c
	})
}

// SetArg makes target fill the role; "" empties it. A role that an attribute excludes takes that
// attribute away.
func (b *Bench) SetArg(id annotate.ID, role string, target annotate.ID) {
	b.edit(id, "Set "+role, func(a *annotate.Annotation) *annotate.Annotation {
		return b.withArg(a, role, target)
	})
}

func (b *Bench) withArg(a *annotate.Annotation, role string, target annotate.ID) *annotate.Annotation {
	t := b.Schema().Type(a.Type)
	r := t.Role(role)
	c := a.WithArg(role, target, r != nil && r.Single)
	for _, x := range t.Attrs {
		if x.Excludes == role && target != "" {
			c = c.WithAttr(x.Key, "")
		}
	}
	return c
}

// RemoveArg removes one argument.
func (b *Bench) RemoveArg(id annotate.ID, x annotate.Arg) {
	b.edit(id, "Remove "+x.Role, func(a *annotate.Annotation) *annotate.Annotation { return a.WithoutArg(x) })
}

// SetNote sets the person's note on an annotation, and reports whether it was kept.
func (b *Bench) SetNote(id annotate.ID, note string) bool {
	return b.edit(id, "Change note", func(a *annotate.Annotation) *annotate.Annotation {
		c := a.Clone()
		c.Note = strings.TrimSpace(note)
		return c
	})
}

// Delete removes an annotation, and takes it out of the roles that it fills. A cue that presented nothing else goes with its quote.
func (b *Bench) Delete(id annotate.ID) {
	b.act(func() {
		if b.set == nil || !b.whole() || b.set.Get(id) == nil {
			return
		}
		a := b.set.Get(id)
		used := len(b.set.Users(id))
		d := b.set.Draft("Delete " + strings.ToLower(b.Schema().Type(a.Type).Label))
		d.Remove(id)
		with := ""
		for _, x := range a.Args {
			if cue := d.Get(x.Target); cue != nil && b.Schema().Kind(cue.Type) == annotate.KindCue && len(d.Users(cue.ID)) == 0 {
				d.Remove(cue.ID)
				with = " with its cue"
			}
		}
		if !b.commit(d) {
			return
		}
		b.caret = a.Hull().Start
		b.anchor = b.caret
		b.touch(SelectionChanged)
		if used > 0 {
			b.offerUndo("Deleted%s, and taken out of %s", with, count(used, "annotation", "annotations"))
			return
		}
		b.offerUndo("Deleted%s", with)
	})
}

// joined returns the annotation that another part is joined to: the current one, or the one that the
// caret was in before it went to that part.
func (b *Bench) joined() *annotate.Annotation {
	if a := b.Current(); a != nil || b.set == nil {
		return a
	}
	return b.set.Get(b.left)
}

// SetExtent gives an annotation another beginning and end, in bytes, moved to whole characters and off
// white space. Parts of a broken annotation that lie outside go.
func (b *Bench) SetExtent(id annotate.ID, start, end int) {
	b.edit(id, "Change its words", func(a *annotate.Annotation) *annotate.Annotation {
		start, end = b.offsets().SnapOut(start, end)
		start, end = b.offsets().Trim(start, end)
		c := a.Clone()
		c.Spans = slices.DeleteFunc(c.Spans, func(s annotate.Span) bool { return s.End <= start || s.Start >= end })
		if len(c.Spans) == 0 {
			c.Spans = []annotate.Span{{}}
		}
		c.Spans[0].Start, c.Spans[len(c.Spans)-1].End = start, end
		if t := b.Schema().Type(c.Type); t != nil && t.Kind == annotate.KindQuote {
			b.describeQuote(t, c)
		}
		return c
	})
}

// takeSelection makes the selected words those of the current annotation.
func (b *Bench) takeSelection() {
	s, ok := b.words()
	if !ok {
		b.fail(errors.New("select the words that it should have, then press the key again"))
		return
	}
	a := b.Current()
	b.SetExtent(a.ID, s.Start, s.End)
	b.collapse(b.set.Get(a.ID))
}

// join adds the selected words, or the quotation at the caret, to the annotation.
func (b *Bench) join() {
	a := b.joined()
	s, ok := b.words()
	if !ok {
		if q, found := b.marks.At(b.doc.Text, b.caret); found && !covers(a, b.caret) {
			s, ok = q.Outer, true
		}
	}
	if !ok {
		b.fail(errors.New("select the other part with Shift and the arrows or the mouse first"))
		return
	}
	b.joinSpan(a, s)
}

func (b *Bench) joinSpan(a *annotate.Annotation, s annotate.Span) {
	c := a.Clone()
	c.Spans = unite(b.doc.Text, append(c.Spans, s))
	if t := b.Schema().Type(c.Type); t.Kind == annotate.KindQuote {
		b.describeQuote(t, c)
	}
	d := b.set.Draft("Join")
	d.Put(c)
	if b.commit(d) {
		b.collapse(c)
		b.pick(c.ID)
	}
}

// unite sorts spans and makes one of those that overlap, touch or have only white space between them.
func unite(text string, spans []annotate.Span) []annotate.Span {
	slices.SortFunc(spans, func(x, y annotate.Span) int { return x.Start - y.Start })
	out := spans[:1:1]
	for _, s := range spans[1:] {
		if l := &out[len(out)-1]; s.Start <= l.End || strings.TrimSpace(text[l.End:s.Start]) == "" {
			l.End = max(l.End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// accept does what Enter means where no candidates are shown: the next step that the current
// annotation needs, or else the next annotation.
func (b *Bench) accept() {
	if b.AtBeside() {
		if b.canTakeOver() == nil {
			b.takeOver()
		} else {
			b.step(1)
		}
		return
	}
	if b.doc == nil || b.Current() == nil || !b.askNext(false) {
		if b.doc != nil {
			b.step(1)
		}
	}
}

// askNext asks for what the current annotation still lacks, and reports whether it did. For a role of
// which there is no candidate on screen it asks only where the person is to point at the words.
func (b *Bench) askNext(point bool) bool {
	a := b.Current()
	t := b.Schema().Type(a.Type)
	switch t.Kind {
	case annotate.KindQuote:
		for _, role := range []string{"speaker", "cue"} {
			if r := t.Role(role); r != nil && a.Arg(role) == "" && !excluded(t, a, role) {
				if b.ask(a, r, point) {
					return true
				}
			}
		}
	case annotate.KindMention:
		if a.Entity == "" && len(t.Entities) > 0 {
			b.nameEntity()
			return true
		}
	}
	return false
}

func excluded(t *annotate.Type, a *annotate.Annotation, role string) bool {
	return slices.ContainsFunc(t.Attrs, func(x annotate.Attribute) bool {
		return x.Excludes == role && a.Attrs[x.Key] != ""
	})
}

func (b *Bench) cancel() {
	switch {
	case b.mode != Reading:
		b.leaveMode()
	case b.review != nil && b.review.editing && b.begun == 0 && b.find == nil && b.anchor == b.caret:
		b.resume()
	case b.AtBeside() && b.find != nil && b.find.Beside:
		b.find.Close()
	case b.AtBeside() && b.beside.anchor != b.beside.caret:
		b.beside.anchor = b.beside.caret
		b.touch(BesideViewChanged)
	case b.AtBeside():
		b.GoToSide(false)
	case b.begun > 0:
		b.forgetBegun()
	case b.find != nil:
		b.find.Close()
	case b.anchor != b.caret:
		b.anchor = b.caret
		b.touch(SelectionChanged)
	case b.Reviewing() && b.review.given != nil:
		b.forgetGiven()
	default:
		b.leaveProposal()
		b.pick("")
	}
}
