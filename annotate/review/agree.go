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

// Topic says in what annotators may agree. A role of a quote and of an event has its own topics, which [Topics]
// lists beside those.
type Topic string

const (
	// TopicMarks is what is marked and as which type. As a label, leaving a thing unmarked counts like a type.
	TopicMarks Topic = "marks"
	// TopicType is the type of what two or more marked.
	TopicType Topic = "type"
	// TopicQuote is the content of quotes: what is one, and where it begins and ends.
	TopicQuote Topic = "quote content"
	// TopicTrigger is which words are events, TopicEventType the type of what two or more have for one, and
	// TopicArguments who or what fills their roles.
	TopicTrigger   Topic = "event trigger"
	TopicEventType Topic = "event type"
	TopicArguments Topic = "event arguments"
)

// The topics of a role of quotes: which words fill it, and which entity that is. “He” and “Ana Díaz” are the
// same entity where both are said to be her. A mention without an entity is whom those who named one for the
// same words all named; where they named several or none, it is itself.
func topicRole(role string) Topic   { return Topic("quote " + role) }
func topicEntity(role string) Topic { return Topic("quote " + role + " entity") }

// Topics lists all topics that a schema has, in the order in which they are shown.
func Topics(schema *annotate.Schema) []Topic {
	out := []Topic{TopicMarks, TopicType, TopicQuote}
	for _, r := range quoteRoles(schema) {
		out = append(out, topicRole(r.key))
		if r.entity {
			out = append(out, topicEntity(r.key))
		}
	}
	return append(out, TopicTrigger, TopicEventType, TopicArguments)
}

type quoteRole struct {
	key    string
	entity bool // what fills it refers to entities
}

func quoteRoles(schema *annotate.Schema) (out []quoteRole) {
	for _, t := range schema.OfKind(annotate.KindQuote) {
		for _, r := range t.Roles {
			if slices.ContainsFunc(out, func(q quoteRole) bool { return q.key == r.Key }) {
				continue
			}
			entity := slices.ContainsFunc(r.Targets, func(key string) bool {
				target := schema.Type(key)
				return target != nil && len(target.Entities) > 0
			})
			out = append(out, quoteRole{r.Key, entity})
		}
	}
	return out
}

// Group says of what part of the work a row is.
type Group string

// All is everything, by all annotators; the others are one pair, one type, one document.
const (
	GroupAll      Group = "all"
	GroupPair     Group = "pair"
	GroupType     Group = "type"
	GroupDocument Group = "document"
)

// Measure is a measure of agreement, by the name that files use.
type Measure string

// The measures; package agreement says what they are. F1 is of all pairs of annotators together. For more than
// two annotators Cohen's kappa is the mean over the pairs.
const (
	F1Exact  Measure = "f1_exact"   // the same words, the same type
	F1Near   Measure = "f1_overlap" // words in common, the same type
	Observed Measure = "observed"   // how often two gave the same label, in all cases
	Cohen    Measure = "cohen"
	Fleiss   Measure = "fleiss"
	AC1      Measure = "ac1"
	Alpha    Measure = "alpha"
	AlphaU   Measure = "alpha_u"
	Gamma    Measure = "gamma"
)

// Measures lists the measures in the order in which they are shown.
var Measures = []Measure{F1Exact, F1Near, Observed, Cohen, Fleiss, AC1, Alpha, AlphaU, Gamma}

// Figure is a measure with the interval in which 95 of 100 draws of the data lie.
type Figure struct {
	Measure Measure
	agreement.Value
	Low, High agreement.Value
}

// Row is what was measured of one topic in one group.
type Row struct {
	Group    Group
	Topic    Topic
	Pair     [2]annotate.AnnotatorID // of GroupPair
	Type     string                  // of GroupType
	Document *annotate.Document      // of GroupDocument
	Items    int                     // things that two or more could have agreed on
	Figures  []Figure                // those that the topic has
}

// AgreeingOptions say what is measured.
type AgreeingOptions struct {
	Groups []Group  // all where empty
	Types  []string // only things that somebody gave one of these types; all where empty
	Gamma  bool     // also gamma, which draws random sets and takes by far the longest
	Draws  int      // for the intervals; none where 0
	Seed   uint64
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
// sets nothing can be compared, and nothing is added.
func (g *Agreeing) Add(sets []*annotate.Set) {
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
		return
	}
	d := &measuring{
		Agreeing: g, doc: doc, document: len(g.documents), first: len(g.document),
		there: make([]bool, len(sets)), align: AlignLists(g.schema, lists...), lists: lists,
	}
	for i, s := range sets {
		d.there[i] = s != nil
	}
	g.documents, g.starts = append(g.documents, doc), append(g.starts, len(g.document))
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
	d.sections()
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
		c.hasF1 = true
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
	entity := o.Versions[side].Entity
	if entity == "" {
		for _, v := range o.Versions {
			switch {
			case v == nil || v.Entity == "" || v.Entity == entity:
			case entity == "":
				entity = v.Entity
			default:
				return d.fillerLabel(side, id)
			}
		}
	}
	if entity == "" {
		return d.fillerLabel(side, id)
	}
	return d.label("\x02" + string(entity))
}

// sections compares where in the text sections lie, type by type.
func (d *measuring) sections() {
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
	for topic, all := range units {
		each([]Topic{topic}, "", func(c *counts, who []int) {
			var of [][]agreement.Unit
			for _, i := range who {
				of = append(of, all[place[i]])
			}
			s := c.in(d.document)
			s.units = true
			s.disorder.Add(agreement.Combined.Disordered(length, of, agreement.Samples{Seed: d.options.Seed}), 1)
		})
	}
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

// enough is how many documents there must be for the intervals to be drawn from them. With fewer, paragraphs
// are drawn.
const enough = 20

// Rows works out all rows: first of all, then of the pairs, the types and the documents.
func (g *Agreeing) Rows(ctx context.Context) ([]Row, error) {
	byDocument := len(g.documents) >= enough
	var rows []Row
	var drawn []*drawing
	for _, k := range g.keys() {
		c := g.rows[k]
		row := Row{Group: groups[k.group], Topic: g.topics[k.topic]}
		d := g.drawing(c, byDocument, row.Group, int(k.of))
		row.Items = d.items
		n := int(k.of)
		switch row.Group {
		case GroupPair:
			row.Pair = [2]annotate.AnnotatorID{g.annotators[g.pairs[n][0]], g.annotators[g.pairs[n][1]]}
		case GroupType:
			row.Type = g.schema.Types[n].Key
		case GroupDocument:
			row.Document = g.documents[n]
		}
		rows, drawn = append(rows, row), append(drawn, d)
	}
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if k := rows[i]; k.Group == GroupAll && len(g.annotators) > 2 {
			for n := range g.pairs {
				if c := g.rows[g.key(GroupPair, k.Topic, n)]; c != nil {
					drawn[i].pairs = append(drawn[i].pairs, g.drawing(c, byDocument, GroupPair, n).ratings)
				}
			}
		}
		rows[i].Figures = drawn[i].figures(g.options.Draws, g.options.Seed)
	}
	return rows, nil
}

// keys returns the rows that are wanted, in order.
func (g *Agreeing) keys() []rowKey {
	var out []rowKey
	add := func(group Group, of int) {
		for _, topic := range g.topics {
			if k := g.key(group, topic, of); g.rows[k] != nil {
				out = append(out, k)
			}
		}
	}
	for _, group := range groups {
		if !g.wants(group) {
			continue
		}
		switch group {
		case GroupAll:
			add(group, 0)
		case GroupPair:
			for n := range g.pairs {
				add(group, n)
			}
		case GroupType:
			for n, t := range g.schema.Types {
				if g.of(t.Key) {
					add(group, n)
				}
			}
		case GroupDocument:
			for n := range g.documents {
				add(group, n)
			}
		}
	}
	return out
}

// drawing is one row, ready to be worked out from parts in any number.
type drawing struct {
	items       int
	rated       bool
	hasF1       bool
	two         bool // annotators
	ratings     *agreement.Sum
	pairs       []*agreement.Sum // of the same parts
	exact, near []agreement.Found
	unitizing   []agreement.Unitizing // by document
	disorder    []agreement.Disorder
}

// drawing gets a row ready, one of its group by number.
func (g *Agreeing) drawing(c *counts, byDocument bool, group Group, of int) *drawing {
	d := &drawing{rated: c.rated, hasF1: c.hasF1, two: group == GroupPair || len(g.annotators) == 2}
	n := len(g.document)
	part := func(p int) int { return p }
	documents, document := len(g.documents), func(n int) int { return n }
	switch {
	case group == GroupDocument:
		first, end := g.starts[of], n
		if of+1 < len(g.starts) {
			end = g.starts[of+1]
		}
		n, part = end-first, func(p int) int { return p - first }
		documents, document = 1, func(int) int { return 0 }
	case byDocument:
		n, part = len(g.documents), func(p int) int { return g.document[p] }
	}
	ratings := make([]*agreement.Ratings, n)
	d.exact, d.near = make([]agreement.Found, n), make([]agreement.Found, n)
	found := 0.0
	for i := range c.parts {
		p := &c.parts[i]
		at := part(p.part)
		d.items += p.ratings.Items()
		if ratings[at] == nil {
			ratings[at] = &p.ratings
		} else { // several paragraphs of one document: a copy, for other rows need them apart
			both := &agreement.Ratings{}
			both.Merge(ratings[at])
			both.Merge(&p.ratings)
			ratings[at] = both
		}
		d.exact[at].Add(p.exact, 1)
		d.near[at].Add(p.near, 1)
		found += p.near.First + p.near.Second - p.near.Both
	}
	if group == GroupType && c.rated {
		d.items += g.addOthers(ratings, g.schema.Types[of].Kind, part)
	}
	d.ratings = agreement.NewSum(ratings)
	if !c.rated {
		d.items = int(found)
	}
	for _, s := range c.sections {
		if d.unitizing == nil {
			d.unitizing = make([]agreement.Unitizing, documents)
		}
		d.unitizing[document(s.document)] = s.unitizing
		if !s.units {
			continue
		}
		if d.disorder == nil {
			d.disorder = make([]agreement.Disorder, documents)
		}
		d.disorder[document(s.document)] = s.disorder
	}
	return d
}

// addOthers adds to the ratings of a type the objects of its kind of which nobody said that they are of it,
// and returns how many.
func (g *Agreeing) addOthers(ratings []*agreement.Ratings, kind annotate.Kind, part func(int) int) int {
	have := make([]int, len(ratings))
	for i, r := range ratings {
		if r != nil {
			have[i] = r.Items()
		}
		all := &agreement.Ratings{}
		if r != nil {
			all.Merge(r)
		}
		ratings[i] = all
	}
	n := 0
	for p, objects := range g.objects {
		at := part(p)
		labels := make([]int, len(g.annotators))
		for i, there := range g.there[g.document[p]] {
			if !there {
				labels[i] = agreement.Missing
			}
		}
		// What a part of a document has beyond its own objects is of another part of it.
		others := objects[kind] - have[at]
		have[at] = max(0, -others)
		ratings[at].AddMany(float64(max(0, others)), labels...)
		n += max(0, others)
	}
	return n
}

// figures works out the measures of the row, and their intervals.
func (d *drawing) figures(draws int, seed uint64) []Figure {
	var names []Measure
	if d.hasF1 {
		names = append(names, F1Exact, F1Near)
	}
	if d.rated {
		names = append(names, Observed)
		if d.two || len(d.pairs) > 0 {
			names = append(names, Cohen)
		}
		names = append(names, Fleiss, AC1, Alpha)
	}
	out := bounded(names, draws, seed, d.ratings.Parts(), d.labelled)
	if len(d.unitizing) > 0 {
		out = append(out, bounded([]Measure{AlphaU}, draws, seed, len(d.unitizing), func(times []int) []agreement.Value {
			var sum agreement.Unitizing
			for i, u := range d.unitizing {
				sum.Add(u, weight(times, i))
			}
			return []agreement.Value{sum.Alpha()}
		})...)
	}
	if len(d.disorder) > 0 {
		out = append(out, bounded([]Measure{Gamma}, draws, seed, len(d.disorder), func(times []int) []agreement.Value {
			var sum agreement.Disorder
			for i, x := range d.disorder {
				sum.Add(x, weight(times, i))
			}
			return []agreement.Value{sum.Gamma()}
		})...)
	}
	return out
}

// labelled works out the measures that go by labels and by what was found.
func (d *drawing) labelled(times []int) []agreement.Value {
	var out []agreement.Value
	if d.hasF1 {
		var exact, near agreement.Found
		for i := range d.exact {
			w := weight(times, i)
			exact.Add(d.exact[i], w)
			near.Add(d.near[i], w)
		}
		out = append(out, exact.F1(), near.F1())
	}
	if d.rated {
		t := d.ratings.Totals(times)
		out = append(out, t.Observed())
		switch {
		case d.two:
			out = append(out, t.Cohen())
		case len(d.pairs) > 0:
			kappas := make([]agreement.Value, len(d.pairs))
			for i, p := range d.pairs {
				kappas[i] = p.Totals(times).Cohen()
			}
			out = append(out, agreement.Mean(kappas))
		}
		out = append(out, t.Fleiss(), t.AC1(), t.Alpha())
	}
	return out
}

func weight(times []int, i int) float64 {
	if times == nil {
		return 1
	}
	return float64(times[i])
}

// bounded returns measures as they are and the intervals in which they lie.
func bounded(names []Measure, draws int, seed uint64, parts int, measure func(times []int) []agreement.Value) []Figure {
	out := make([]Figure, len(names))
	for i, v := range measure(nil) {
		out[i] = Figure{Measure: names[i], Value: v}
	}
	low, high := agreement.Bootstrap(parts, len(names), draws, seed, measure)
	for i := range out {
		out[i].Low, out[i].High = low[i], high[i]
	}
	return out
}
