package propose

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"quoth/annotate"
)

// Rules is the proposer that is built in: it goes by a lexicon and by how newspapers write. It is a pure
// function of the text and of what is known.
type Rules struct{ lexicon *Lexicon }

// RulesAnnotator is whose set the rules fill.
const RulesAnnotator annotate.AnnotatorID = "rules"

// NewRules returns the rules with the lexicon, which nothing changes any more.
func NewRules(l *Lexicon) *Rules { return &Rules{l} }

// Annotator implements [Proposer].
func (*Rules) Annotator() annotate.AnnotatorID { return RulesAnnotator }

// Propose implements [Proposer].
func (p *Rules) Propose(ctx context.Context, doc *annotate.Document, known Known) (Proposals, error) {
	r := read(p.lexicon, RulesAnnotator, doc, known)
	r.findNames()
	r.attribute()
	if err := ctx.Err(); err != nil {
		return Proposals{}, err
	}
	r.findDates()
	r.resolve()
	r.emit()
	r.events()
	return r.out, ctx.Err()
}

// resolve says whom pronouns and offices stand for.
func (r *reading) resolve() {
	order := make([]int, len(r.names))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(r.names[a].from, r.names[b].from) })
	speaks := map[int]bool{}
	for _, q := range r.quotes {
		if q.speaker.name >= 0 {
			speaks[q.speaker.name] = true
		}
	}
	r.voices = make(map[int32]int, len(r.quotes))
	for i := range r.quotes {
		q := &r.quotes[i]
		for _, part := range q.parts {
			if _, known := r.voices[int32(part)]; !known && q.speaker.name >= 0 {
				r.voices[int32(part)] = q.speaker.name
			}
		}
	}
	var before []int // proper names of persons, in the order of the text
	for _, i := range order {
		n := &r.names[i]
		switch n.sort {
		case properName:
			if n.typ == "person" && n.figure != nil {
				before = append(before, i)
				r.persons = append(r.persons, i)
			}
		case pronounName:
			r.resolvePronoun(i, before, speaks)
			if n.figure != nil {
				before = append(before, i)
			}
		case roleName:
			r.resolveRole(i, before)
		}
	}
}

// resolvePronoun finds the person that a pronoun stands for.
func (r *reading) resolvePronoun(i int, before []int, speaks map[int]bool) {
	n := &r.names[i]
	t := &r.tokens[n.from]
	if t.is(isMe) && t.class&(isHe|isShe) == 0 {
		if who := r.whoseVoice(n.from); who != nil && (t.low == "i" || t.low == "me" || t.low == "ich" || t.low == "je" || t.low == "yo") {
			n.figure, n.why = who, "it is said by "+who.name
		}
		return
	}
	he, she := t.is(isHe), t.is(isShe)
	if t.low == "her" || t.low == "his" {
		he, she = t.low == "his", t.low == "her"
	}
	if !he && !she {
		n.typ = "group"
		return
	}
	at := r.paragraph(n.from)
	var best *figure
	most := 0.0
	for k := len(before) - 1; k >= 0 && k > len(before)-12; k-- {
		o := &r.names[before[k]]
		f := o.figure
		if f.gender == 'f' && he && !she || f.gender == 'm' && she && !he {
			continue
		}
		gone := at - r.paragraph(o.from)
		if gone > 2 {
			break
		}
		score := 10 - 3*float64(gone) - 0.8*float64(len(before)-1-k)
		if speaks[before[k]] {
			score += 3
		}
		if r.beginsSentence(o) {
			score += 1.5
		}
		if f.gender != 0 {
			score++
		}
		if o.from > 0 && r.tokens[o.from-1].class&isPreposition != 0 || o.to < len(r.tokens) && r.tokens[o.to].gap&gapPossessive != 0 {
			score -= 2
		}
		if r.tokens[o.from].quotation != t.quotation && r.tokens[o.from].quotation >= 0 {
			score -= 4
		}
		if score > most {
			best, most = f, score
		}
	}
	if best != nil {
		n.figure, n.why = best, "the last person named whom “"+t.low+"” fits is "+best.name
		if best.gender == 0 && he != she {
			if he {
				best.gender = 'm'
			} else {
				best.gender = 'f'
			}
		}
	}
}

// whoseVoice returns who says the quotation around token i.
func (r *reading) whoseVoice(i int) *figure {
	q := r.tokens[i].quotation
	for ; q >= 0; q = r.around[q] {
		if n, ok := r.voices[q]; ok {
			return r.names[n].figure
		}
	}
	return nil
}

// beginsSentence reports whether a name is among the first words of its sentence.
func (r *reading) beginsSentence(n *name) bool {
	for i := n.from; i >= 0 && i > n.from-4; i-- {
		if r.tokens[i].first {
			return true
		}
	}
	return false
}

// paragraph returns the number of the block that token i is in.
func (r *reading) paragraph(i int) int { return r.doc.BlockAt(r.tokens[i].start) }

// farBack is how many names of persons back an office may have stood beside one.
const farBack = 200

// resolveRole finds the person whose office a word names: the last one beside whose name it stood.
func (r *reading) resolveRole(i int, before []int) {
	n := &r.names[i]
	role := r.tokens[n.to-1].low
	for k := len(before) - 1; k >= max(0, len(before)-farBack); k-- {
		if f := r.names[before[k]].figure; slices.Contains(f.roles, role) {
			n.figure, n.why = f, f.name+" is called “"+role+"” before"
			return
		}
	}
}

// emit makes annotations of names and quotes.
func (r *reading) emit() {
	quotes := r.settle()
	some := len(r.names) + 2*len(r.quotes)
	r.produced = make([]int32, 1<<bits.Len(uint(some)))
	r.prior = make([]int32, 0, some)
	r.out.Annotations = make([]*annotate.Annotation, 0, some)
	for i := range r.names {
		if n := &r.names[i]; n.sort == properName || n.sort == dateName {
			r.mention(i)
			for _, s := range r.rolesOf(n) {
				r.role(s, n.figure)
			}
		}
	}
	for _, k := range quotes {
		r.emitQuote(&r.quotes[k])
	}
}

func (r *reading) rolesOf(n *name) [][2]int {
	if n.typ != "person" || n.sort != properName {
		return nil
	}
	return r.rolesBeside(n)
}

// role proposes the office beside a name.
func (r *reading) role(s [2]int, f *figure) {
	span := annotate.Span{Start: r.tokens[s[0]].start, End: r.tokens[s[1]-1].end}
	a := r.make("role", []annotate.Span{span}, "office", 0.8, "an office beside the name of "+f.name)
	if a != nil {
		a.Entity = r.entity(f, "role")
	}
}

// mention proposes a name, and returns its annotation; nil where the schema has no such type.
func (r *reading) mention(i int) *annotate.Annotation {
	n := &r.names[i]
	a := n.made
	if a == nil {
		span := annotate.Span{Start: r.tokens[n.from].start, End: r.tokens[n.to-1].end}
		a = r.make(n.typ, []annotate.Span{span}, nameRules[n.sort], n.score, n.why)
		n.made = a
	}
	if a != nil && n.value != "" && r.known.Schema.Type(n.typ).Attr("value") != nil {
		a.Attrs = map[string]string{"value": n.value}
	}
	if a != nil && n.figure != nil && a.Entity == "" {
		a.Entity = r.entity(n.figure, n.typ)
		if a.Entity != "" && n.figure.meant != "" {
			a.Origin.Evidence += "; " + n.figure.meant
		}
	}
	return a
}

var nameRules = [...]string{properName: "name", pronounName: "pronoun", roleName: "office", groupName: "group", bodyName: "body", dateName: "date"}

// make returns the annotation of a type on spans, a new one where there is none. It keeps a copy of the spans.
func (r *reading) make(typ string, spans []annotate.Span, rule string, score float64, why string) *annotate.Annotation {
	if r.known.Schema.Type(typ) == nil {
		return nil
	}
	hull := annotate.Hull(spans)
	key := (uint64(hull.Start)<<32 | uint64(hull.End)) * 0x9e3779b97f4a7c15 >> 32 % uint64(len(r.produced))
	last := r.produced[key]
	for i := last; i > 0; i = r.prior[i-1] {
		if a := r.out.Annotations[i-1]; a.Type == typ && slices.Equal(a.Spans, spans) {
			return a
		}
	}
	const some = 32
	if len(r.stock) == 0 {
		r.stock = make([]annotate.Annotation, some)
	}
	if len(r.room) < len(spans) {
		r.room = make([]annotate.Span, max(some, len(spans)))
	}
	a := &r.stock[0]
	r.stock = r.stock[1:]
	*a = annotate.Annotation{
		ID: StableID(r.who, r.doc.ID, typ, spans), Type: typ, Spans: r.room[:len(spans):len(spans)],
		Origin: annotate.Origin{Annotator: r.who, Rule: rule, Score: score, Evidence: why},
	}
	copy(a.Spans, spans)
	r.room = r.room[len(spans):]
	r.out.Annotations = append(r.out.Annotations, a)
	r.prior = append(r.prior, last)
	r.produced[key] = int32(len(r.out.Annotations))
	return a
}

// entity returns the identity of the entity of a figure that a mention of a type may refer to, or "".
func (r *reading) entity(f *figure, mention string) annotate.ID {
	t := r.known.Schema.Type(mention)
	if f == nil || t == nil || !slices.Contains(t.Entities, f.typ) {
		return ""
	}
	if f.entity == nil {
		r.lookElsewhere(f)
	}
	if f.entity == nil {
		f.entity = &annotate.Entity{ID: EntityID(f.typ, f.name), Type: f.typ, Name: f.name}
		for _, o := range f.other {
			if o != f.name && !slices.Contains(f.entity.Aliases, o) {
				f.entity.Aliases = append(f.entity.Aliases, o)
			}
		}
		r.out.Entities = append(r.out.Entities, f.entity)
	}
	return f.entity.ID
}

// lookElsewhere finds the entity of a figure among those that are described elsewhere: by the longest name that the document has
// for it first. What has two figures there is one entity.
func (r *reading) lookElsewhere(f *figure) {
	if r.known.Meant == nil {
		return
	}
	for _, words := range append([]string{f.name}, f.other...) {
		e, source := r.known.Meant(words, f.typ)
		if e == nil {
			continue
		}
		f.entity, f.meant = e, e.Name+" is an entity of the project"
		if source != "" {
			f.meant = e.Name + " is in " + source
			if !slices.ContainsFunc(r.out.Entities, func(x *annotate.Entity) bool { return x.ID == e.ID }) {
				r.out.Entities = append(r.out.Entities, e)
			}
		}
		return
	}
}

// settle returns the quotes that are sure enough and keep the rules of a set, in the order of the text: none that crosses a
// better one, and the same words once.
func (r *reading) settle() []int {
	order := make([]int, len(r.quotes)) // the surest first
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(r.quotes[j].score, r.quotes[i].score), i-j) })
	var stay []int
	const page = 4 << 10
	pages := make([][]int, len(r.text)/page+1) // those that stay and share a page of the text
	for _, i := range order {
		q := &r.quotes[i]
		hull := annotate.Hull(q.spans)
		good := true
		for p := hull.Start / page; p <= hull.End/page && good; p++ {
			for _, k := range pages[p] {
				o := &r.quotes[k]
				if !annotate.Hull(o.spans).Overlaps(hull) {
					continue
				}
				if slices.Equal(o.spans, q.spans) || annotate.Overlap(o.spans, q.spans) && !annotate.Covers(o.spans, q.spans) && !annotate.Covers(q.spans, o.spans) {
					good = false
					break
				}
			}
		}
		if good {
			for p := hull.Start / page; p <= hull.End/page; p++ {
				pages[p] = append(pages[p], i)
			}
			stay = append(stay, i)
		}
	}
	stay = slices.DeleteFunc(stay, func(i int) bool { return r.quotes[i].score < leastScore })
	slices.SortFunc(stay, func(i, j int) int {
		return cmp.Or(r.quotes[i].spans[0].Start-r.quotes[j].spans[0].Start, cmp.Compare(r.quotes[j].score, r.quotes[i].score), i-j)
	})
	return r.ofOthers(stay)
}

// ofOthers leaves out of quotes, in the order of the text, those within another one that are not somebody else’s: what Ana says that
// Ivo said is an attribution of its own, and so are the words of another that she quotes; what she says she thinks, and what people
// say, is part of hers.
func (r *reading) ofOthers(quotes []int) []int {
	var around []int // those that may go on over what comes
	return slices.DeleteFunc(quotes, func(i int) bool {
		q := &r.quotes[i]
		start := q.spans[0].Start
		around = slices.DeleteFunc(around, func(k int) bool { return annotate.Hull(r.quotes[k].spans).End <= start })
		within := false
		for _, k := range around {
			if o := &r.quotes[k]; annotate.Covers(o.spans, q.spans) && !r.another(o, q) {
				within = true
			}
		}
		around = append(around, i)
		return within
	})
}

// another reports whether a quote within another one names who says it, and it is not who says the outer one.
func (r *reading) another(outer, inner *quote) bool {
	if inner.speaker.name < 0 {
		return false
	}
	n := &r.names[inner.speaker.name]
	t := &r.tokens[n.from]
	if inner.level < 0 && inner.weak && inner.direct != "indirect" && outer.direct != "indirect" {
		return false // "Ana Díaz said Ivo Falk wants to “sink the ferry”": the marks are hers
	}
	if inner.level >= 0 && (inner.imagined || n.sort > roleName || t.low == "you" || t.is(isMe|isThey) && t.class&(isHe|isShe) == 0) {
		return false
	}
	if said := inner.level >= 0 && inner.direct == "direct"; n.sort != properName && !said {
		return false
	}
	return outer.speaker.name < 0 || n.figure == nil || r.names[outer.speaker.name].figure != n.figure
}

// emitQuote makes the annotations of a quote: cue, speaker, addressee and the quote itself.
func (r *reading) emitQuote(q *quote) {
	if r.known.Schema.Type("quote") == nil {
		return
	}
	why := strings.Join(slices.DeleteFunc(q.why, func(s string) bool { return s == "" }), "; ")
	a := r.make("quote", q.spans, q.rule, q.score, why)
	if a == nil {
		return
	}
	args := make([]annotate.Arg, 0, 3) // cue, speaker, addressee
	a.Attrs = map[string]string{"type": q.direct}
	if q.cue[1] > q.cue[0] {
		spans := append(make([]annotate.Span, 0, 2), annotate.Span{Start: r.tokens[q.cue[0]].start, End: r.tokens[q.cue[1]-1].end})
		if q.cueGap[1] > q.cueGap[0] {
			spans = append(spans, annotate.Span{Start: r.tokens[q.cueGap[0]].start, End: r.tokens[q.cueGap[1]-1].end})
		}
		if !annotate.Overlap(spans, q.spans) {
			if c := r.make("cue", spans, "lexicon", q.score, "it presents what is said"); c != nil {
				if q.cueKind != "verb" {
					c.Attrs = map[string]string{"kind": q.cueKind}
				}
				args = append(args, annotate.Arg{Role: "cue", Target: c.ID})
			}
		}
	}
	if q.speaker.name >= 0 {
		if m := r.mention(q.speaker.name); m != nil && r.fits("speaker", m) {
			m.Origin.Score = max(m.Origin.Score, min(q.score, 0.9))
			args = append(args, annotate.Arg{Role: "speaker", Target: m.ID})
		}
	} else if q.noSource {
		a.Attrs["no_source"] = "yes"
	}
	if q.addressee >= 0 && q.addressee != q.speaker.name {
		if m := r.mention(q.addressee); m != nil && r.fits("addressee", m) {
			args = append(args, annotate.Arg{Role: "addressee", Target: m.ID})
		}
	}
	if len(args) > 0 {
		a.Args = append(a.Args, args...)
	}
}

// leastScore is how sure a rule is at least of what it proposes.
const leastScore = 0.5

func (r *reading) fits(role string, m *annotate.Annotation) bool {
	x := r.known.Schema.Type("quote").Role(role)
	return x != nil && slices.Contains(x.Targets, m.Type)
}
