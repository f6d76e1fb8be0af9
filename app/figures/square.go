package figures

import (
	"cmp"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/review/agreement"
)

// Matrix is a measure of agreement of all pairs of those annotators who have an article in common with another one. Of
// nobody with themselves there is none.
type Matrix struct {
	Topic      review.Topic
	Measure    review.Measure
	Annotators []annotate.AnnotatorID
	Cells      [][]agreement.Value // both ways round
	Items      [][]int             // what each was measured on
}

// Matrix puts a measure of a topic into a square.
func (f *Figures) Matrix(topic review.Topic, measure review.Measure) Matrix {
	who := f.paired()
	n := len(who)
	m := Matrix{Topic: topic, Measure: measure, Annotators: who, Cells: make([][]agreement.Value, n), Items: make([][]int, n)}
	for i := range n {
		m.Cells[i], m.Items[i] = make([]agreement.Value, n), make([]int, n)
		for j := range n {
			m.Cells[i][j].Undefined = "no article was worked on by both"
			if i == j {
				m.Cells[i][j].Undefined = "the same annotator"
			}
		}
	}
	for _, r := range f.Agreement {
		if r.Group != review.GroupPair || r.Topic != topic {
			continue
		}
		i, j := slices.Index(who, r.Pair[0]), slices.Index(who, r.Pair[1])
		for _, x := range r.Figures {
			if x.Measure == measure {
				m.Cells[i][j], m.Cells[j][i] = x.Value, x.Value
				m.Items[i][j], m.Items[j][i] = r.Items, r.Items
			}
		}
	}
	return m
}

// paired lists the annotators who have an article in common with another one.
func (f *Figures) paired() []annotate.AnnotatorID {
	in := map[annotate.AnnotatorID]bool{}
	for _, r := range f.Agreement {
		if r.Group == review.GroupPair {
			in[r.Pair[0]], in[r.Pair[1]] = true, true
		}
	}
	return slices.DeleteFunc(slices.Clone(f.Annotators), func(a annotate.AnnotatorID) bool { return !in[a] })
}

// Titles are the measures as people call them.
var Titles = map[review.Measure]string{
	review.F1Exact: "F1 exact", review.F1Near: "F1 overlap", review.Observed: "observed", review.Cohen: "κ",
	review.Fleiss: "Fleiss’ κ", review.AC1: "AC1", review.Alpha: "α", review.AlphaU: "α_u", review.Gamma: "γ",
}

// Measured lists the topics of which pairs were measured, and the measures of each.
func (f *Figures) Measured() (topics []review.Topic, measures map[review.Topic][]review.Measure) {
	measures = map[review.Topic][]review.Measure{}
	for _, r := range f.Agreement {
		if r.Group != review.GroupPair {
			continue
		}
		for _, x := range r.Figures {
			if !slices.Contains(measures[r.Topic], x.Measure) {
				measures[r.Topic] = append(measures[r.Topic], x.Measure)
			}
		}
	}
	for _, t := range review.Topics(f.Schema) {
		if len(measures[t]) > 0 {
			topics = append(topics, t)
		}
	}
	return topics, measures
}

// Confusion is how often what one annotator called this was called that by another.
type Confusion struct {
	Topic  review.Topic
	Labels []string // of rows and columns
	Says   []review.Saying
	Times  [][]int // by row, then column
	Left   int     // labels that are not among them, because they are rarer
}

// Confused lists the topics of which there is something to confuse: the types of marks, and who fills each role of
// quotes.
func (f *Figures) Confused() []review.Topic {
	var out []review.Topic
	for _, c := range f.confusions {
		if !slices.Contains(out, c.Topic) {
			out = append(out, c.Topic)
		}
	}
	return out
}

// NotMarked and Nobody are the labels of what one annotator did not mark, and of a role that nothing fills.
const (
	NotMarked = "not marked"
	Nobody    = "nobody"
)

// Confusion counts what was said instead of one another, with at most so many labels, those that are confused most.
// Of a pair a row is what the first one said and a column what the second one did; an empty pair stands for all pairs:
// then the square is the same both ways round, and each time that two said this and that is counted once in either.
func (f *Figures) Confusion(topic review.Topic, pair [2]annotate.AnnotatorID, most int) Confusion {
	type way struct{ from, to string }
	times := map[way]int{}
	weight := map[string]int{} // how often a label was said where the other said something else, then how often at all
	order := map[string]int{}
	says := map[string]review.Saying{}
	const elsewhere = 1 << 20
	note := func(a, b string, n int) {
		times[way{a, b}] += n
		w := n
		if a != b {
			w += n * elsewhere
		}
		weight[a] += w
		weight[b] += w
	}
	for _, c := range f.confusions {
		if c.Topic != topic {
			continue
		}
		a, b := f.label(topic, c.First), f.label(topic, c.Second)
		says[a], says[b] = c.First, c.Second
		order[a], order[b] = f.place(topic, c.First), f.place(topic, c.Second)
		switch {
		case pair == [2]annotate.AnnotatorID{}:
			if f.among(c.Pair) {
				if note(a, b, c.Times); a != b {
					note(b, a, c.Times)
				}
			}
		case c.Pair == pair:
			note(a, b, c.Times)
		case c.Pair == [2]annotate.AnnotatorID{pair[1], pair[0]}:
			note(b, a, c.Times)
		}
	}
	out := Confusion{Topic: topic}
	for l := range weight {
		out.Labels = append(out.Labels, l)
	}
	slices.SortFunc(out.Labels, func(x, y string) int { return cmp.Or(weight[y]-weight[x], cmp.Compare(x, y)) })
	if most > 0 && len(out.Labels) > most {
		out.Left = len(out.Labels) - most
		out.Labels = out.Labels[:most]
	}
	slices.SortStableFunc(out.Labels, func(x, y string) int { return order[x] - order[y] })
	out.Times = make([][]int, len(out.Labels))
	for i, a := range out.Labels {
		out.Says = append(out.Says, says[a])
		out.Times[i] = make([]int, len(out.Labels))
		for j, b := range out.Labels {
			out.Times[i][j] = times[way{a, b}]
		}
	}
	return out
}

// label is what people call what was said.
func (f *Figures) label(topic review.Topic, s review.Saying) string {
	if topic == review.TopicMarks {
		if s.Type == "" {
			return NotMarked
		}
		return f.TypeName(s.Type)
	}
	if e := f.entities[s.Entity]; e != nil {
		return e.Name
	}
	if s.Words != "" {
		return "“" + s.Words + "”"
	}
	return Nobody
}

// place puts types into the order of the schema, and what was not said last.
func (f *Figures) place(topic review.Topic, s review.Saying) int {
	const last = 1 << 20
	if topic != review.TopicMarks {
		if s == (review.Saying{}) {
			return last
		}
		return 0
	}
	if i := slices.IndexFunc(f.Schema.Types, func(t annotate.Type) bool { return t.Key == s.Type }); i >= 0 {
		return i
	}
	return last
}

// TypeName returns what a type is called in figures: "person", "meet"; its key where another type has the same label.
func (f *Figures) TypeName(key string) string {
	t := f.Schema.Type(key)
	if t == nil {
		return key
	}
	for i := range f.Schema.Types {
		if o := &f.Schema.Types[i]; o.Key != key && strings.EqualFold(o.Label, t.Label) {
			return key
		}
	}
	return strings.ToLower(t.Label)
}

// Said is a confusion by the names of what was said.
type Said struct {
	Topic         review.Topic
	Pair          [2]annotate.AnnotatorID
	First, Second string
	Times         int
}

// Said lists what was said of the same by each pair, also where both said the same: by topic and pair, the most
// frequent first.
func (f *Figures) Said() []Said {
	out := make([]Said, len(f.confusions))
	for i, c := range f.confusions {
		out[i] = Said{c.Topic, c.Pair, f.label(c.Topic, c.First), f.label(c.Topic, c.Second), c.Times}
	}
	return out
}
