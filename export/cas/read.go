package cas

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/values"
)

// graph is what a file holds.
type graph struct {
	sofas map[int]string // identity → text
	first int            // the sofa that is read
	nodes []*node
	few   []*node       // by identity, of those with small ones
	byID  map[int]*node // the others
	// passed remembers types.
	passed map[string]bool

	rooms [][]node // for nodes, of which so many are in use
	used  int
	pairs []pair // for words to come
}

// The sizes of what is made at once, and how many nodes are kept for the next file.
const (
	nodesAtOnce = 64
	pairsAtOnce = 256
	mostKept    = 1 << 12
)

// reset makes a graph ready for a file. What it held until then must not be in use any more, but for words.
func (g *graph) reset() {
	if g.passed == nil || len(g.passed) > mostKept {
		g.passed = map[string]bool{}
	}
	for _, n := range g.nodes {
		if n.id >= 0 && n.id < len(g.few) {
			g.few[n.id] = nil
		}
	}
	if g.used > mostKept {
		g.rooms, g.few = nil, nil
	}
	g.sofas, g.byID, g.first, g.nodes, g.used = map[int]string{}, nil, 0, g.nodes[:0], 0
}

// mostFew bounds the identities that are found by a list.
const mostFew = 1 << 16

// node returns a new feature structure of a type, which is not among those of the file yet.
func (g *graph) node(typ string) *node {
	if g.used == len(g.rooms)*nodesAtOnce {
		g.rooms = append(g.rooms, make([]node, nodesAtOnce))
	}
	n := &g.rooms[g.used/nodesAtOnce][g.used%nodesAtOnce]
	g.used++
	*n = node{words: n.words[:0], refs: n.refs[:0], lists: n.lists[:0]}
	passed, known := g.passed[typ]
	if !known {
		passed = slices.ContainsFunc(passedTypes, func(p string) bool { return strings.Contains(typ, p) })
		g.passed[typ] = passed
	}
	n.typ, n.passed = typ, passed
	return n
}

// room makes room for so many words of a feature structure.
func (g *graph) room(of *node, n int) {
	if n <= cap(of.words) {
		return
	}
	if n > len(g.pairs) {
		g.pairs = make([]pair, max(n, pairsAtOnce))
	}
	of.words = g.pairs[:0:n]
	g.pairs = g.pairs[n:]
}

// of returns the feature structure with the identity, or nil.
func (g *graph) of(id int) *node {
	if id >= 0 && id < len(g.few) {
		return g.few[id]
	}
	return g.byID[id]
}

func (g *graph) add(n *node) error {
	if g.of(n.id) != nil {
		return fmt.Errorf("two feature structures have the id %d", n.id)
	}
	switch {
	case n.id >= 0 && n.id < len(g.few):
		g.few[n.id] = n
	case n.id >= 0 && n.id < min(mostFew, 4*len(g.nodes)+256):
		few := make([]*node, min(mostFew, 2*n.id+256))
		copy(few, g.few)
		for id, n := range g.byID {
			if id >= 0 && id < len(few) {
				few[id] = n
			}
		}
		g.few = few
		g.few[n.id] = n
	default:
		if g.byID == nil {
			g.byID = map[int]*node{}
		}
		g.byID[n.id] = n
	}
	g.nodes = append(g.nodes, n)
	return nil
}

// passedTypes are the types of what is found in every text and is no mark of anybody's.
var passedTypes = []string{".segmentation.type.", ".lexmorph.", ".metadata.type.", ".syntax.type.", "uima.tcas.DocumentAnnotation", "uima.cas.", ".tcas.DocumentAnnotation"}

func isMark(n *node) bool { return n.place && !n.passed && n.typ != typeBlock && n.typ != typePart }

// record makes a record of what a file holds. Left are marks that hold no words.
func (g *graph) record() (r *export.Record, left []error, err error) {
	text, ok := g.sofas[g.first]
	if !ok {
		return nil, nil, errors.New("the file has no text: there is no sofa with a string")
	}
	a, err := assemble.New(text, assemble.UTF16)
	if err != nil {
		return nil, nil, err
	}
	ours := false
	for _, n := range g.nodes {
		switch n.typ {
		case typeDocument:
			ours = true
			a.Doc.Title, a.Doc.Language, a.Doc.Meta = n.word("title"), n.word("language"), values.Unpaired(n.texts["meta"])
			a.Annotator, a.State = annotate.AnnotatorID(n.word("annotator")), annotate.State(n.word("state"))
		case typeBlock:
			if err := g.block(a, n); err != nil {
				return nil, nil, g.fault(n, err)
			}
		case typeEntity:
			id := n.word("identity")
			if id == "" || a.Known(id) != nil {
				return nil, nil, g.fault(n, fmt.Errorf("the entity has no identity of its own: %q", export.Clip(id)))
			}
			e := a.Entity(id, n.word("etype"), n.word("name"))
			e.Note, e.Aliases, e.IDs = n.word("note"), n.texts["aliases"], values.Unpaired(n.texts["ids"])
		}
	}
	a.Blocked, a.Typed = ours, ours
	for _, n := range g.nodes {
		if !isMark(n) || n.sofa != 0 && n.sofa != g.first || n.relation() {
			continue
		}
		if n.begin == n.end && n.typ != typeMark {
			left = append(left, g.fault(n, errors.New("it marks no words, and is left out")))
			continue
		}
		if n.mark, err = g.mark(a, n); err != nil {
			return nil, nil, g.fault(n, err)
		}
	}
	for _, n := range g.nodes {
		if err := g.link(a, n); err != nil {
			return nil, nil, g.fault(n, err)
		}
	}
	r, err = a.Record()
	return r, left, err
}

func (g *graph) fault(n *node, err error) error {
	return &export.Fault{Line: n.line, Path: n.String(), Reason: err.Error()}
}

func (g *graph) block(a *assemble.Assembly, n *node) error {
	s, err := a.Span(n.begin, n.end)
	if err != nil {
		return err
	}
	b := annotate.Block{Kind: annotate.BlockKind(n.word("kind")), Span: s}
	b.Level, _ = strconv.Atoi(n.word("level"))
	if !slices.Contains(annotate.BlockKinds, b.Kind) || b.Level < 0 {
		return fmt.Errorf("%q is no kind of block", export.Clip(n.word("kind")))
	}
	if k := len(a.Doc.Blocks); k > 0 && a.Doc.Blocks[k-1].Span.End > s.Start {
		return errors.New("blocks overlap or are not in the order of the text")
	}
	a.Doc.Blocks = append(a.Doc.Blocks, b)
	return nil
}

// relation reports whether a node is a relation between two annotations, as INCEpTION has them.
func (n *node) relation() bool {
	_, from := n.ref("Governor")
	_, to := n.ref("Dependent")
	return from && to
}

func short(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func (g *graph) mark(a *assemble.Assembly, n *node) (*annotate.Annotation, error) {
	if label := n.word("label"); label != "" && (n.typ == typeMark || strings.HasPrefix(n.typ, prefixMark)) {
		return g.ourMark(a, n, label)
	}
	s, err := a.Span(n.begin, n.end)
	if err != nil {
		return nil, err
	}
	label, named := short(n.typ), short(n.typ) == "NamedEntity" && n.word("value") != ""
	if named {
		label = n.word("value")
	}
	m, err := a.Put("", label, s)
	if err != nil {
		return nil, err
	}
	for _, w := range n.words {
		switch {
		case named && w.key == "value":
		case named && w.key == "identity":
			a.Refer(m, n.word(w.key))
		default:
			if m.Attrs == nil {
				m.Attrs = map[string]string{}
			}
			m.Attrs[w.key] = w.value
		}
	}
	return m, nil
}

func (g *graph) ourMark(a *assemble.Assembly, n *node, label string) (*annotate.Annotation, error) {
	var spans []annotate.Span
	for _, id := range n.list("parts") {
		p := g.of(id)
		if p == nil || !p.place {
			return nil, fmt.Errorf("its part %d is not there", id)
		}
		s, err := a.Span(p.begin, p.end)
		if err != nil {
			return nil, err
		}
		spans = append(spans, s)
	}
	if len(spans) == 0 {
		s, err := a.Span(n.begin, n.end)
		if err != nil {
			return nil, err
		}
		spans = append(spans, s)
	}
	m, err := a.Put(n.word("identity"), label, spans...)
	if err != nil {
		return nil, err
	}
	m.Note = n.word("note")
	m.Origin = annotate.Origin{Annotator: annotate.AnnotatorID(n.word("originAnnotator")), Rule: n.word("originRule"), Evidence: n.word("originEvidence")}
	if s := n.word("originScore"); s != "" {
		if m.Origin.Score, err = strconv.ParseFloat(s, 64); err != nil || !(m.Origin.Score >= 0 && m.Origin.Score <= 1) {
			return nil, fmt.Errorf("the score %q is not from 0 to 1", export.Clip(s))
		}
	}
	m.Attrs = values.Unpaired(n.texts["attrs"])
	for _, w := range n.words {
		if slices.Contains(own, w.key) {
			continue
		}
		if m.Attrs == nil {
			m.Attrs = map[string]string{}
		}
		m.Attrs[w.key] = w.value
	}
	if id, ok := n.ref("entity"); ok {
		e := g.of(id)
		if e == nil || e.typ != typeEntity {
			return nil, fmt.Errorf("its entity %d is not there", id)
		}
		m.Entity = annotate.ID(e.word("identity"))
	}
	return m, nil
}

// markOf returns what became of the feature structure with the identity, and whether there is one.
func (g *graph) markOf(id int) (m *annotate.Annotation, there bool) {
	n := g.of(id)
	if n == nil {
		return nil, false
	}
	return n.mark, true
}

// link says what fills the roles of a node, or of the governor of a relation.
func (g *graph) link(a *assemble.Assembly, n *node) error {
	if len(n.refs)+len(n.lists) == 0 {
		return nil
	}
	if n.relation() {
		governor, _ := n.ref("Governor")
		dependent, _ := n.ref("Dependent")
		from, _ := g.markOf(governor)
		to, _ := g.markOf(dependent)
		if from == nil || to == nil {
			if n.passed {
				return nil // between tokens
			}
			return errors.New("it is between two annotations of which one is not there")
		}
		role := n.word("value")
		if role == "" {
			role = n.word("label")
		}
		if role == "" {
			role = short(n.typ)
		}
		a.Link(from, role, string(to.ID), "")
		return nil
	}
	if n.mark == nil {
		return nil
	}
	if len(n.refs) > 1 {
		slices.SortStableFunc(n.refs, func(a, b ref) int { return strings.Compare(a.key, b.key) })
	}
	if len(n.lists) > 1 {
		slices.SortStableFunc(n.lists, func(a, b references) int { return strings.Compare(a.key, b.key) })
	}
	refs, lists := n.refs, n.lists
	for len(refs)+len(lists) > 0 {
		if len(lists) == 0 || len(refs) > 0 && refs[0].key <= lists[0].key {
			r := refs[0]
			refs = refs[1:]
			if len(refs) > 0 && refs[0].key == r.key {
				continue // the last counts
			}
			to, there := g.markOf(r.to)
			if to != nil {
				a.Link(n.mark, r.key, string(to.ID), "")
			} else if !there {
				return fmt.Errorf("its %s is %d, which is not there", export.Clip(r.key), r.to)
			}
			continue
		}
		l := lists[0]
		lists = lists[1:]
		if len(lists) > 0 && lists[0].key == l.key {
			continue
		}
		if err := g.fill(a, n, l); err != nil {
			return err
		}
	}
	return nil
}

// fill says what fills roles by a list.
func (g *graph) fill(a *assemble.Assembly, n *node, l references) error {
	for _, id := range l.to {
		x := g.of(id)
		if x == nil {
			return fmt.Errorf("its %s has %d, which is not there", export.Clip(l.key), id)
		}
		role := l.key
		to, linked := x.ref("target")
		if linked {
			if r := x.word("role"); r != "" {
				role = r
			}
		} else {
			to = id
		}
		m, there := g.markOf(to)
		if m != nil {
			a.Link(n.mark, role, string(m.ID), "")
		} else if !there {
			return fmt.Errorf("its %s is %d, which is not there", export.Clip(role), to)
		}
	}
	return nil
}
