package review

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review/agreement"
)

// AgreeingOptions say what is measured.
type AgreeingOptions struct {
	Groups []Group  // all where empty
	Types  []string // only things that somebody gave one of these types; all where empty
	Gamma  bool     // also gamma, which draws random sets and takes by far the longest
	Draws  int      // for the intervals; none where 0
	Seed   uint64
	// Confusion also counts what annotators said instead of one another: [Agreeing.Confusions].
	Confusion bool
}

// Agreeing measures the agreement of annotators over many documents, one after the other. It is not safe for
// use by several goroutines.
type Agreeing struct {
	schema     *annotate.Schema
	annotators []annotate.AnnotatorID
	options    AgreeingOptions
	roles      []quoteRole
	pairs      [][2]int

	documents []*annotate.Document    // with the sets of two or more
	document  []int                   // of each part
	starts    []int                   // the first part of each document
	there     [][]bool                // who had each document
	objects   []map[annotate.Kind]int // how many each part has
	rows      map[rowKey]*counts
	topics    []Topic
	labels    map[string]int
	next      int // label
	number    int // of the object that is measured, from 1

	typesSaid []int // by pair, then the first's type, then the second's; see confusion.go
	whoSaid   map[saidKey]int
}

// rowKey names a row by the numbers of its group, its topic, and its pair, type or document.
type rowKey struct {
	group, topic int16
	of           int32
}

// counts are what a row is worked out from, part by part.
type counts struct {
	parts        []partCounts // by part: a paragraph, or a document
	sections     []sectionCounts
	hasF1, rated bool
	found, last  int // objects of which something was found, and the number of the last one
}

type partCounts struct {
	part        int
	ratings     agreement.Ratings
	exact, near agreement.Found
}

type sectionCounts struct {
	document  int
	unitizing agreement.Unitizing
	disorder  agreement.Disorder
	units     bool // disorder counts
}

// at returns the counts of a part. Parts come in their order.
func (c *counts) at(part int) *partCounts {
	if n := len(c.parts); n == 0 || c.parts[n-1].part != part {
		c.parts = append(c.parts, partCounts{part: part})
	}
	return &c.parts[len(c.parts)-1]
}

func (c *counts) in(document int) *sectionCounts {
	if n := len(c.sections); n == 0 || c.sections[n-1].document != document {
		c.sections = append(c.sections, sectionCounts{document: document})
	}
	return &c.sections[len(c.sections)-1]
}

// NewAgreeing begins to measure. Sets are then given in the order of the annotators.
func NewAgreeing(schema *annotate.Schema, annotators []annotate.AnnotatorID, options AgreeingOptions) *Agreeing {
	g := &Agreeing{
		schema: schema, annotators: annotators, options: options, roles: quoteRoles(schema),
		rows: map[rowKey]*counts{}, topics: Topics(schema), labels: map[string]int{},
	}
	if len(g.options.Groups) == 0 {
		g.options.Groups = groups
	}
	g.whoSaid = map[saidKey]int{}
	for i := range annotators {
		for j := i + 1; j < len(annotators); j++ {
			g.pairs = append(g.pairs, [2]int{i, j})
		}
	}
	return g
}

// Documents returns how many documents two or more annotators had.
func (g *Agreeing) Documents() int { return len(g.documents) }

// Add measures one document: a set for each annotator, nil for those who did not have it. With fewer than two
// sets nothing can be compared, and nothing is added. The error is that of a context that ends; gamma alone can
// take long.
func (g *Agreeing) Add(ctx context.Context, sets []*annotate.Set) error {
	var doc *annotate.Document
	there := 0
	lists := make([][]*annotate.Annotation, len(sets))
	for i, s := range sets {
		if s != nil {
			there++
			doc = s.Document
			lists[i] = slices.Collect(s.All())
		}
	}
	if there < 2 {
		return nil
	}
	d := &measuring{
		Agreeing: g, doc: doc, document: len(g.documents), first: len(g.document),
		there: make([]bool, len(sets)), align: AlignLists(g.schema, lists...), lists: lists,
	}
	for i, s := range sets {
		d.there[i] = s != nil
	}
	named := &annotate.Document{ID: doc.ID, Title: doc.Title} // without its text, which may be large
	g.documents, g.starts = append(g.documents, named), append(g.starts, len(g.document))
	d.parts = 1
	if d.document < enough {
		d.parts = max(1, len(doc.Blocks))
	}
	for range d.parts {
		g.document, g.objects = append(g.document, d.document), append(g.objects, map[annotate.Kind]int{})
	}
	g.there = append(g.there, d.there)
	d.objectLabels = make([]int, len(d.align.Objects))
	for _, o := range d.align.Objects {
		d.object(o)
	}
	return d.sections(ctx)
}

// label returns the number of what a rater said; equal words are equal numbers.
func (g *Agreeing) label(s string) int {
	n, known := g.labels[s]
	if !known {
		n = g.next
		g.next++
		g.labels[s] = n
	}
	return n
}

// measuring is the measuring of one document.
type measuring struct {
	*Agreeing
	doc          *annotate.Document
	document     int
	first, parts int // the first of its parts, and how many
	there        []bool
	align        *Alignment
	lists        [][]*annotate.Annotation
	objectLabels []int // of each object as a filler, from 1; 0 where it has none yet
}

func (g *Agreeing) wants(group Group) bool { return slices.Contains(g.options.Groups, group) }

func (g *Agreeing) of(types ...string) bool {
	if len(g.options.Types) == 0 {
		return true
	}
	return slices.ContainsFunc(types, func(t string) bool { return slices.Contains(g.options.Types, t) })
}

// groups are the groups in the order of rows.
var groups = []Group{GroupAll, GroupPair, GroupType, GroupDocument}

func (g *Agreeing) key(group Group, topic Topic, of int) rowKey {
	return rowKey{int16(slices.Index(groups, group)), int16(slices.Index(g.topics, topic)), int32(of)}
}

func (g *Agreeing) counts(group Group, topic Topic, of int) *counts {
	k := g.key(group, topic, of)
	c := g.rows[k]
	if c == nil {
		c = &counts{}
		g.rows[k] = c
	}
	return c
}

// typ is the number of a type.
func (g *Agreeing) typ(key string) int {
	return slices.IndexFunc(g.schema.Types, func(t annotate.Type) bool { return t.Key == key })
}

// rate adds an item with one label of each annotator to all rows of a topic. Types are those that have rows
// of their own: there the label is whether it is this type. That the other objects of the kind are not is added
// when rows are worked out.
func (d *measuring) rate(part int, topic Topic, labels []int, types map[string]int) {
	add := func(c *counts, labels ...int) {
		c.rated = true
		c.at(part).ratings.Add(labels...)
	}
	if d.wants(GroupAll) {
		add(d.counts(GroupAll, topic, 0), labels...)
	}
	if d.wants(GroupDocument) {
		add(d.counts(GroupDocument, topic, d.document), labels...)
	}
	// The pairs are also what the mean of Cohen's kappa is of.
	for n, p := range d.pairs {
		if d.there[p[0]] && d.there[p[1]] && (d.wants(GroupPair) || d.wants(GroupAll)) {
			add(d.counts(GroupPair, topic, n), labels[p[0]], labels[p[1]])
		}
	}
	if !d.wants(GroupType) {
		return
	}
	binary := make([]int, len(labels))
	for t, l := range types {
		for i, x := range labels {
			if binary[i] = x; x != agreement.Missing {
				binary[i] = 0
				if x == l {
					binary[i] = 1
				}
			}
		}
		add(d.counts(GroupType, topic, d.typ(t)), binary...)
	}
}

// find adds what each pair of annotators found to all rows of a topic.
func (d *measuring) find(part int, topic Topic, typ string, pair int, exact, near agreement.Found) {
	add := func(c *counts) {
		if c.hasF1 = true; c.last != d.number {
			c.found, c.last = c.found+1, d.number
		}
		p := c.at(part)
		p.exact.Add(exact, 1)
		p.near.Add(near, 1)
	}
	if d.wants(GroupAll) {
		add(d.counts(GroupAll, topic, 0))
	}
	if d.wants(GroupDocument) {
		add(d.counts(GroupDocument, topic, d.document))
	}
	if d.wants(GroupPair) {
		add(d.counts(GroupPair, topic, pair))
	}
	if d.wants(GroupType) && typ != "" {
		add(d.counts(GroupType, topic, d.typ(typ)))
	}
}

// nothing is the label of who did not mark, or did not fill.
const nothing = "\x00"

func (d *measuring) object(o *Object) {
	d.number++
	var types []string
	for _, v := range o.Versions {
		if v != nil && !slices.Contains(types, v.Type) {
			types = append(types, v.Type)
		}
	}
	if !d.of(types...) {
		return
	}
	part := d.first + min(d.parts-1, max(0, d.doc.BlockAt(o.hull.Start)))
	kind := d.schema.Kind(types[0])
	d.objects[part][kind]++
	labels, both := make([]int, len(o.Versions)), make([]int, len(o.Versions))
	byType := map[string]int{}
	marked := 0
	for i, v := range o.Versions {
		labels[i], both[i] = agreement.Missing, agreement.Missing
		switch {
		case v != nil:
			labels[i] = d.label(v.Type)
			both[i] = labels[i]
			byType[v.Type] = labels[i]
			marked++
		case d.there[i]:
			labels[i] = d.label(nothing)
		}
	}
	d.rate(part, TopicMarks, labels, byType)
	if marked >= 2 {
		d.rate(part, TopicType, both, nil)
	}
	d.words(part, TopicMarks, o, true)
	if d.options.Confusion {
		d.confuse(o, kind)
	}
	switch kind {
	case annotate.KindQuote:
		d.words(part, TopicQuote, o, false)
		if marked >= 2 {
			d.fillers(part, o)
		}
	case annotate.KindEvent:
		d.words(part, TopicTrigger, o, false)
		if marked >= 2 {
			d.rate(part, TopicEventType, both, nil)
			d.arguments(part, o)
		}
	}
}

// words counts who marked an object, and whether with the same words. Where the type counts, another one is
// as if it were another object.
func (d *measuring) words(part int, topic Topic, o *Object, typed bool) {
	for n, p := range d.pairs {
		x, y := o.Versions[p[0]], o.Versions[p[1]]
		if !d.there[p[0]] || !d.there[p[1]] || x == nil && y == nil {
			continue
		}
		if x != nil && y != nil && (x.Type == y.Type || !typed) {
			near := agreement.Found{Both: 1, First: 1, Second: 1}
			exact := near
			if !slices.Equal(x.Spans, y.Spans) {
				exact.Both = 0
			}
			d.find(part, topic, typeOf(x, typed), n, exact, near)
			continue
		}
		if x != nil {
			f := agreement.Found{First: 1}
			d.find(part, topic, typeOf(x, typed), n, f, f)
		}
		if y != nil {
			f := agreement.Found{Second: 1}
			d.find(part, topic, typeOf(y, typed), n, f, f)
		}
	}
}

func typeOf(a *annotate.Annotation, typed bool) string {
	if typed {
		return a.Type
	}
	return ""
}

// fillers compares who or what fills the roles of a quote that several marked.
func (d *measuring) fillers(part int, o *Object) {
	for _, r := range d.roles {
		mentions, entities := make([]int, len(o.Versions)), make([]int, len(o.Versions))
		any := false
		for i, v := range o.Versions {
			mentions[i], entities[i] = agreement.Missing, agreement.Missing
			if v == nil {
				continue
			}
			var m, e []string
			for _, arg := range v.Args {
				if arg.Role == r.key {
					any = true
					m = append(m, strconv.Itoa(d.fillerLabel(i, arg.Target)))
					e = append(e, strconv.Itoa(d.entityLabel(i, arg.Target)))
				}
			}
			mentions[i], entities[i] = d.joint(m), d.joint(e)
		}
		if !any {
			continue
		}
		d.rate(part, topicRole(r.key), mentions, nil)
		if r.entity {
			d.rate(part, topicEntity(r.key), entities, nil)
		}
		for n, p := range d.pairs {
			if x, y := o.Versions[p[0]], o.Versions[p[1]]; x != nil && y != nil {
				exact, near := d.filled(x, p[0], y, p[1], r.key)
				d.find(part, topicRole(r.key), "", n, exact, near)
			}
		}
	}
}

func (d *measuring) arguments(part int, o *Object) {
	for n, p := range d.pairs {
		if x, y := o.Versions[p[0]], o.Versions[p[1]]; x != nil && y != nil {
			exact, near := d.filled(x, p[0], y, p[1], "")
			d.find(part, TopicArguments, x.Type, n, exact, near)
		}
	}
}

// filled counts the fillers of a role, of all roles where it is "", that two versions of an object have in
// common: the same words, and the same object.
func (d *measuring) filled(x *annotate.Annotation, i int, y *annotate.Annotation, j int, role string) (exact, near agreement.Found) {
	for _, a := range x.Args {
		if role != "" && a.Role != role {
			continue
		}
		near.First++
		o := d.align.Of(i, a.Target)
		for _, b := range y.Args {
			if a.Role == b.Role && o != nil && d.align.Of(j, b.Target) == o {
				near.Both++
				if slices.Equal(o.Versions[i].Spans, o.Versions[j].Spans) {
					exact.Both++
				}
				break
			}
		}
	}
	for _, b := range y.Args {
		if role == "" || b.Role == role {
			near.Second++
		}
	}
	exact.First, exact.Second = near.First, near.Second
	return exact, near
}

// joint is the label of several fillers together.
func (d *measuring) joint(labels []string) int {
	switch len(labels) {
	case 0:
		return d.label(nothing)
	case 1:
		n, _ := strconv.Atoi(labels[0])
		return n
	}
	slices.Sort(labels)
	return d.label("\x01" + strings.Join(labels, ","))
}

// fillerLabel is the same for all versions of an object, and another for each object.
func (d *measuring) fillerLabel(side int, id annotate.ID) int {
	o := d.align.Of(side, id)
	if o == nil {
		return d.label(nothing)
	}
	if d.objectLabels[o.number] == 0 {
		d.next++ // so that it is never 0
		d.objectLabels[o.number] = d.next
		d.next++
	}
	return d.objectLabels[o.number]
}

func (d *measuring) entityLabel(side int, id annotate.ID) int {
	o := d.align.Of(side, id)
	if o == nil {
		return d.label(nothing)
	}
	entity := o.meant(side)
	if entity == "" {
		return d.fillerLabel(side, id)
	}
	return d.label("\x02" + string(entity))
}

// sections compares where in the text sections lie, type by type.
func (d *measuring) sections(ctx context.Context) error {
	table := d.doc.Offsets()
	length := table.RuneCount()
	byType := map[string][][]agreement.Section{}
	units := map[Topic][][]agreement.Unit{}
	var present []int
	for i, there := range d.there {
		if there {
			present = append(present, i)
		}
	}
	place := map[int]int{} // of an annotator among those present
	for k, i := range present {
		place[i] = k
		for _, a := range d.lists[i] {
			if len(a.Spans) == 0 || !d.of(a.Type) {
				continue
			}
			if byType[a.Type] == nil {
				byType[a.Type] = make([][]agreement.Section, len(present))
			}
			for _, s := range a.Spans {
				byType[a.Type][k] = append(byType[a.Type][k], agreement.Section{Start: table.Runes(s.Start), End: table.Runes(s.End)})
			}
			if !d.options.Gamma {
				continue
			}
			h := a.Hull()
			u := agreement.Unit{Section: agreement.Section{Start: table.Runes(h.Start), End: table.Runes(h.End)}, Category: d.label(a.Type)}
			for _, topic := range topicsOfKind(d.schema.Kind(a.Type)) {
				if units[topic] == nil {
					units[topic] = make([][]agreement.Unit, len(present))
				}
				units[topic][k] = append(units[topic][k], u)
			}
		}
	}
	each := func(topics []Topic, typ string, add func(*counts, []int)) {
		for _, topic := range topics {
			if d.wants(GroupAll) {
				add(d.counts(GroupAll, topic, 0), present)
			}
			if d.wants(GroupDocument) {
				add(d.counts(GroupDocument, topic, d.document), present)
			}
			if d.wants(GroupPair) {
				for n, p := range d.pairs {
					if d.there[p[0]] && d.there[p[1]] {
						add(d.counts(GroupPair, topic, n), p[:])
					}
				}
			}
			if d.wants(GroupType) && typ != "" && topic == TopicMarks {
				add(d.counts(GroupType, topic, d.typ(typ)), present)
			}
		}
	}
	for _, typ := range slices.Sorted(maps.Keys(byType)) {
		done := map[string]agreement.Unitizing{}
		each(topicsOfKind(d.schema.Kind(typ)), typ, func(c *counts, who []int) {
			key := ""
			var sections [][]agreement.Section
			for _, i := range who {
				key += strconv.Itoa(i) + ","
				sections = append(sections, byType[typ][place[i]])
			}
			u, known := done[key]
			if !known {
				u = agreement.Unitized(length, sections)
				done[key] = u
			}
			c.in(d.document).unitizing.Add(u, 1)
		})
	}
	for _, topic := range slices.Sorted(maps.Keys(units)) {
		all := units[topic]
		each([]Topic{topic}, "", func(c *counts, who []int) {
			if ctx.Err() != nil {
				return
			}
			var of [][]agreement.Unit
			for _, i := range who {
				of = append(of, all[place[i]])
			}
			s := c.in(d.document)
			s.units = true
			s.disorder.Add(agreement.Combined.Disordered(length, of, agreement.Samples{Seed: d.options.Seed}), 1)
		})
	}
	return ctx.Err()
}

// topicsOfKind are those that are about where annotations of a kind are.
func topicsOfKind(k annotate.Kind) []Topic {
	switch k {
	case annotate.KindQuote:
		return []Topic{TopicMarks, TopicQuote}
	case annotate.KindEvent:
		return []Topic{TopicMarks, TopicTrigger}
	}
	return []Topic{TopicMarks}
}
