// Package release makes a dataset for others: its parts for training and testing, a card that says what is in it, charts
// and a manifest. The same records and choices give the same bytes.
//
// Its words:
//
//   - a part is a share of the articles under a name: train, dev, test;
//   - a group is articles that must not be parted, because a model that has seen one knows the other: the same wire
//     story in five papers (near-duplicates, found by MinHash over the words), revisions of one page, and, if asked,
//     articles in which the same person speaks, or of the same outlet;
//   - stratified is a division in which each type of annotation has about the same share in every part.
package release

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	minhashlsh "github.com/ekzhu/minhash-lsh"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/export"
)

// Part is a share of the articles.
type Part struct {
	Name  string
	Share float64 // of 1
}

// usual are the names of parts that have none.
var usual = []string{"train", "dev", "test"}

// ParseParts reads parts as people write them: "80,10,10", or "train=80,test=20".
func ParseParts(s string) ([]Part, error) {
	var out []Part
	for i, word := range strings.Split(s, ",") {
		name, share, named := strings.Cut(strings.TrimSpace(word), "=")
		if !named {
			if i >= len(usual) {
				return nil, errors.New("give more than three parts names: a=60,b=20,c=10,d=10")
			}
			name, share = usual[i], name
		}
		n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(share), "%"), 64)
		if err != nil || !(n > 0) || math.IsInf(n, 0) || strings.ContainsAny(name, `/\\.`) || strings.TrimSpace(name) == "" {
			return nil, fmt.Errorf("%q is no part; parts are 80,10,10 or train=80,test=20", export.Clip(word))
		}
		out = append(out, Part{Name: strings.TrimSpace(name), Share: n})
	}
	return out, nil
}

// By is what keeps articles together besides being nearly the same.
type By string

// The ways to keep articles together.
const (
	BySpeaker By = "speaker" // somebody speaks in both
	ByOutlet  By = "outlet"  // they are of one publisher
)

// Reasons why articles are in one group.
const (
	sameWords = "nearly the same words"
	sameURL   = "the same address"
	oneSpeak  = "the same speaker"
	oneOutlet = "the same outlet"
)

// Likeness from which on two articles are nearly the same: the share of runs of five words that they have in common
// of those that either has. Found are nearly all that are alike to this degree.
const Likeness = 0.7

const (
	shingle   = 5   // words
	hashes    = 128 // of a signature
	mostWords = 20_000
)

// Division says which part each article is in, and why.
type Division struct {
	Parts  []Part
	Of     map[annotate.DocumentID]string
	Groups []Group // of more than one article, the largest first
	Counts map[string]*Count
}

// Group is articles that stay together.
type Group struct {
	Part    string
	Titles  []string
	Reasons []string
	size    int
	first   int
	counts  map[string]int
}

// Count is what is in a part.
type Count struct {
	Articles, Sets, Annotations int
	Types                       map[string]int
}

// story is what is known of an article when it is divided.
type story struct {
	id     annotate.DocumentID
	title  string
	counts map[string]int
	keys   map[string]string // what it shares with others → reason
}

// Divide reads the records once and divides their articles. Only a signature of each article is kept.
func Divide(ctx context.Context, records iter.Seq2[*export.Record, error], schema *annotate.Schema, parts []Part, seed int64, by []By) (*Division, error) {
	total := 0.0
	seen := map[string]bool{}
	for _, p := range parts {
		if p.Share <= 0 || p.Name == "" || seen[p.Name] {
			return nil, fmt.Errorf("a part has a name of its own and a share above 0, and %q has %v", p.Name, p.Share)
		}
		seen[p.Name] = true
		total += p.Share
	}
	var stories []*story
	at := map[annotate.DocumentID]int{}
	lsh := minhashlsh.NewMinhashLSH64(hashes, Likeness)
	signatures := [][]uint64{}
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		i, known := at[r.Document.ID]
		if !known {
			i = len(stories)
			at[r.Document.ID] = i
			s := &story{id: r.Document.ID, title: strings.Clone(r.Document.Title), counts: map[string]int{}, keys: map[string]string{}}
			if u := r.Document.Meta[annotate.MetaURL]; u != "" {
				s.keys["url "+u] = sameURL
			}
			if slices.Contains(by, ByOutlet) && r.Document.Meta[annotate.MetaPublisher] != "" {
				s.keys["outlet "+strings.ToLower(r.Document.Meta[annotate.MetaPublisher])] = oneOutlet
			}
			stories = append(stories, s)
			sig := signature(r.Document.Text, seed)
			signatures = append(signatures, sig)
			lsh.Add(i, sig)
		}
		s := stories[i]
		v := export.NewViews(r, schema)
		for _, a := range r.Annotations {
			s.counts[a.Type]++
			if !slices.Contains(by, BySpeaker) || schema.Kind(a.Type) != annotate.KindQuote {
				continue
			}
			for _, x := range v.Fillers(a, "speaker") {
				if e := v.Entity(x); e != nil {
					s.keys["speaker "+string(e.ID)] = oneSpeak
				}
			}
		}
	}
	lsh.Index()
	u := newUnion(len(stories))
	for i := range stories {
		found := lsh.Query(signatures[i])
		near := make([]int, 0, len(found))
		for _, k := range found {
			near = append(near, k.(int))
		}
		slices.Sort(near)
		for _, j := range near {
			if j > i && alike(signatures[i], signatures[j]) >= Likeness {
				u.join(i, j, sameWords)
			}
		}
	}
	first := map[string]int{}
	for i, s := range stories {
		for _, k := range slices.Sorted(maps.Keys(s.keys)) {
			if j, ok := first[k]; ok {
				u.join(j, i, s.keys[k])
			} else {
				first[k] = i
			}
		}
	}
	return divide(stories, u, parts, total, seed), nil
}

// signature returns the MinHash of a text: of its runs of words, without case and marks.
func signature(text string, seed int64) []uint64 {
	m := minhashlsh.NewMinhash(seed, hashes)
	t := offset.New(text)
	var last [shingle][]byte
	n := 0
	for start, end := range t.Words(0, len(text)) {
		var plain []byte
		for _, r := range text[start:end] {
			plain = offset.AppendPlain(plain, r)
		}
		copy(last[:], last[1:])
		last[shingle-1] = plain
		if n++; n >= shingle {
			m.Push(slices.Concat(last[0], []byte{0}, last[1], []byte{0}, last[2], []byte{0}, last[3], []byte{0}, last[4]))
		}
		if n > mostWords {
			break
		}
	}
	if n < shingle { // a text of a few words is like its equals alone
		m.Push([]byte(text))
	}
	return m.Signature()
}

// alike estimates how much two texts have in common.
func alike(a, b []uint64) float64 {
	n := 0
	for i := range a {
		if a[i] == b[i] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// union is disjoint sets of articles with the reasons why they were joined.
type union struct {
	parent  []int
	reasons []map[string]bool
}

func newUnion(n int) *union {
	u := &union{parent: make([]int, n), reasons: make([]map[string]bool, n)}
	for i := range n {
		u.parent[i] = i
	}
	return u
}

func (u *union) root(i int) int {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

func (u *union) join(i, j int, why string) {
	a, b := u.root(i), u.root(j)
	if a > b {
		a, b = b, a
	}
	if u.reasons[a] == nil {
		u.reasons[a] = map[string]bool{}
	}
	u.reasons[a][why] = true
	if a != b {
		for r := range u.reasons[b] {
			u.reasons[a][r] = true
		}
		u.parent[b] = a
	}
}

// divide gives each group to the part that lacks most of what it has. The large ones go first, and those of a size in an
// order that the seed decides.
func divide(stories []*story, u *union, parts []Part, total float64, seed int64) *Division {
	groups := map[int]*Group{}
	members := map[int][]int{}
	all := map[string]int{}
	for i, s := range stories {
		root := u.root(i)
		g := groups[root]
		if g == nil {
			g = &Group{first: root, counts: map[string]int{}}
			groups[root] = g
		}
		g.size++
		g.Titles = append(g.Titles, cmp.Or(s.title, string(s.id)))
		members[root] = append(members[root], i)
		for t, n := range s.counts {
			g.counts[t] += n
			all[t] += n
		}
	}
	order := slices.Collect(maps.Values(groups))
	draw := func(g *Group) string {
		return string(annotate.DocumentIDOf(fmt.Sprintf("%d %s", seed, stories[g.first].id)))
	}
	slices.SortFunc(order, func(a, b *Group) int {
		return cmp.Or(b.size-a.size, cmp.Compare(draw(a), draw(b)))
	})
	d := &Division{Parts: parts, Of: map[annotate.DocumentID]string{}, Counts: map[string]*Count{}}
	have := make([]map[string]float64, len(parts))
	size := make([]float64, len(parts))
	for i, p := range parts {
		have[i] = map[string]float64{}
		d.Counts[p.Name] = &Count{Types: map[string]int{}}
	}
	const articles = "" // counted beside the types, and as much as all of them
	for _, g := range order {
		best, most := 0, 0.0
		for i, p := range parts {
			share := p.Share / total
			lack := func(t string, of float64) float64 { // of the group's, how much the part would still take, by what it is to have
				return (share*of - have[i][t]) / (share * of)
			}
			score := lack(articles, float64(len(stories))) * float64(len(all)+1)
			for _, t := range slices.Sorted(maps.Keys(g.counts)) { // in one order: sums of another one may differ in their last bit
				score += lack(t, float64(all[t]))
			}
			if i == 0 || score > most {
				best, most = i, score
			}
		}
		g.Part = parts[best].Name
		size[best] += float64(g.size)
		have[best][articles] += float64(g.size)
		c := d.Counts[g.Part]
		c.Articles += g.size
		for t, n := range g.counts {
			have[best][t] += float64(n)
			c.Types[t] += n
			c.Annotations += n
		}
		for _, i := range members[g.first] {
			d.Of[stories[i].id] = g.Part
		}
		if g.size > 1 {
			g.Reasons = slices.Sorted(maps.Keys(u.reasons[g.first]))
			d.Groups = append(d.Groups, *g)
		}
	}
	return d
}

// Records are those of a part.
func (d *Division) Records(part string, records iter.Seq2[*export.Record, error]) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for r, err := range records {
			if err == nil && d.Of[r.Document.ID] != part {
				continue
			}
			if err == nil {
				d.Counts[part].Sets++
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Report says in words what was kept together and why, and what is in each part.
func (d *Division) Report() string {
	var b strings.Builder
	together := 0
	for _, g := range d.Groups {
		together += len(g.Titles)
	}
	articles := func(n int) string { return export.Number(n, "article", "articles") }
	fmt.Fprintf(&b, "%s in %s.\n", articles(len(d.Of)), export.Number(len(d.Parts), "part", "parts"))
	for _, p := range d.Parts {
		c := d.Counts[p.Name]
		fmt.Fprintf(&b, "%s: %s, %s\n", p.Name, articles(c.Articles), export.Number(c.Annotations, "annotation", "annotations"))
	}
	if len(d.Groups) == 0 {
		b.WriteString("No two articles had to stay together.\n")
		return b.String()
	}
	fmt.Fprintf(&b, "%s stay together in %s:\n", articles(together), export.Number(len(d.Groups), "group", "groups"))
	const most = 20
	for i, g := range d.Groups {
		if i == most {
			fmt.Fprintf(&b, "- and %d more groups\n", len(d.Groups)-most)
			break
		}
		var titles []string
		for _, t := range g.Titles[:min(3, len(g.Titles))] {
			titles = append(titles, quoted(export.Clip(export.OneLine(t))))
		}
		more := ""
		if n := len(g.Titles) - len(titles); n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(&b, "- %s (%s): %s%s\n", g.Part, strings.Join(g.Reasons, ", "), strings.Join(titles, ", "), more)
	}
	return b.String()
}

// quoted puts a title in quotation marks that it does not have itself.
func quoted(title string) string {
	if strings.ContainsAny(title, "“”") {
		return "‘" + title + "’"
	}
	return "“" + title + "”"
}
