package review

import (
	"cmp"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review/agreement"
)

// Saying is what an annotator said of a thing: which type it has, or who fills a role of it.
type Saying struct {
	Type   string      // of TopicMarks; "" where it was not marked
	Entity annotate.ID // who or what fills the role
	Words  string      // of what fills the role and is not named; "" with no Entity where nothing fills it
}

// Confusion is how often one annotator of a pair said one thing and the other another, or the same, of the same
// object.
type Confusion struct {
	Topic         Topic // TopicMarks, or that of the entities in a role of quotes
	Pair          [2]annotate.AnnotatorID
	First, Second Saying
	Times         int
}

// saidKey is a confusion about who fills a role.
type saidKey struct {
	role, pair    int
	first, second Saying
}

// confuse counts what each pair said of an object.
func (d *measuring) confuse(o *Object, kind annotate.Kind) {
	n := len(d.schema.Types) + 1 // the last one is "not marked"
	if d.typesSaid == nil {
		d.typesSaid = make([]int, len(d.pairs)*n*n)
	}
	said := make([]int, len(o.Versions))
	for i, v := range o.Versions {
		if said[i] = n - 1; v != nil {
			if t := d.typ(v.Type); t >= 0 {
				said[i] = t
			}
		}
	}
	for k, p := range d.pairs {
		x, y := o.Versions[p[0]], o.Versions[p[1]]
		if !d.there[p[0]] || !d.there[p[1]] || x == nil && y == nil {
			continue
		}
		d.typesSaid[(k*n+said[p[0]])*n+said[p[1]]]++
	}
	if kind != annotate.KindQuote {
		return
	}
	for r, role := range d.roles {
		if !role.entity {
			continue
		}
		for k, p := range d.pairs {
			x, y := o.Versions[p[0]], o.Versions[p[1]]
			if x == nil || y == nil {
				continue
			}
			a, b := d.align.saying(d.doc, p[0], x, role.key), d.align.saying(d.doc, p[1], y, role.key)
			if a != (Saying{}) || b != (Saying{}) {
				d.whoSaid[saidKey{r, k, a, b}]++
			}
		}
	}
}

const mostWords = 60 // runes of a filler that is not named

// saying says who or what fills a role of an annotator's version; of several the first.
func (a *Alignment) saying(doc *annotate.Document, side int, v *annotate.Annotation, role string) Saying {
	id := v.Arg(role)
	if id == "" {
		return Saying{}
	}
	o := a.Of(side, id)
	if o == nil {
		return Saying{}
	}
	if entity := o.meant(side); entity != "" {
		return Saying{Entity: entity}
	}
	words := []rune(strings.Join(strings.Fields(doc.Surface(o.Versions[side].Spans)), " "))
	if len(words) > mostWords {
		words = append(words[:mostWords-1], '…')
	}
	return Saying{Words: string(words)}
}

// Said is what annotators said of one thing, in a topic of confusions, where they did not all say the same.
type Said struct {
	Topic Topic
	By    []Saying // of TopicMarks one of each who worked on the document, otherwise of each who marked it
}

// Said lists what was said of a case in ways that can be confused, of the frame and of what fills its roles.
func (cs *Cases) Said(doc *annotate.Document, c *Case) (out []Said) {
	add := func(t Topic, by []Saying) {
		if slices.ContainsFunc(by, func(s Saying) bool { return s != by[0] }) {
			out = append(out, Said{t, by})
		}
	}
	for i, o := range append(slices.Clone(c.Objects), c.Fillers...) {
		by := make([]Saying, len(o.Versions))
		for side, v := range o.Versions {
			if v != nil {
				by[side].Type = v.Type
			}
		}
		add(TopicMarks, by)
		if i >= len(c.Objects) || cs.kindOf(o.present()[0]) != annotate.KindQuote {
			continue
		}
		for _, role := range cs.quoteRoles {
			if !role.entity {
				continue
			}
			var by []Saying
			for side, v := range o.Versions {
				if v != nil {
					by = append(by, cs.saying(doc, side, v, role.key))
				}
			}
			add(topicEntity(role.key), by)
		}
	}
	return out
}

// Confusions lists what was counted, by topic and pair, the most frequent first.
func (g *Agreeing) Confusions() []Confusion {
	var out []Confusion
	n := len(g.schema.Types) + 1
	typ := func(i int) Saying {
		if i == n-1 {
			return Saying{}
		}
		return Saying{Type: g.schema.Types[i].Key}
	}
	pair := func(k int) [2]annotate.AnnotatorID {
		return [2]annotate.AnnotatorID{g.annotators[g.pairs[k][0]], g.annotators[g.pairs[k][1]]}
	}
	for i, times := range g.typesSaid {
		if times > 0 {
			out = append(out, Confusion{TopicMarks, pair(i / (n * n)), typ(i / n % n), typ(i % n), times})
		}
	}
	for k, times := range g.whoSaid {
		out = append(out, Confusion{topicEntity(g.roles[k.role].key), pair(k.pair), k.first, k.second, times})
	}
	at := func(t Topic) int { return slices.Index(g.topics, t) }
	who := func(p [2]annotate.AnnotatorID) int { return g.pairOf(p) }
	slices.SortFunc(out, func(x, y Confusion) int {
		return cmp.Or(at(x.Topic)-at(y.Topic), who(x.Pair)-who(y.Pair), y.Times-x.Times,
			compareSayings(x.First, y.First), compareSayings(x.Second, y.Second))
	})
	return out
}

func (g *Agreeing) pairOf(p [2]annotate.AnnotatorID) int {
	return slices.IndexFunc(g.pairs, func(x [2]int) bool { return g.annotators[x[0]] == p[0] && g.annotators[x[1]] == p[1] })
}

func compareSayings(x, y Saying) int {
	return cmp.Or(cmp.Compare(x.Type, y.Type), cmp.Compare(x.Entity, y.Entity), cmp.Compare(x.Words, y.Words))
}

// PairFound is what the annotators of a pair found of a topic in one document.
type PairFound struct {
	Pair        [2]annotate.AnnotatorID
	Document    *annotate.Document // its identity and title
	Exact, Near agreement.Found
}

// Found lists what pairs found of a topic, document by document. Pairs must be among the groups that are measured.
func (g *Agreeing) Found(topic Topic) []PairFound {
	var out []PairFound
	for n, p := range g.pairs {
		c := g.rows[g.key(GroupPair, topic, n)]
		if c == nil || !c.hasF1 {
			continue
		}
		last := -1
		for _, part := range c.parts { // in the order of documents
			if doc := g.document[part.part]; doc != last {
				last = doc
				out = append(out, PairFound{Pair: [2]annotate.AnnotatorID{g.annotators[p[0]], g.annotators[p[1]]}, Document: g.documents[doc]})
			}
			x := &out[len(out)-1]
			x.Exact.Add(part.exact, 1)
			x.Near.Add(part.near, 1)
		}
	}
	return out
}
