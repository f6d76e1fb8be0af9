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
	byID  map[int]*node
	at    map[int]int // annotation → sofa
	types map[string]*typ
}

func newGraph() *graph {
	return &graph{sofas: map[int]string{}, byID: map[int]*node{}, at: map[int]int{}, types: map[string]*typ{}}
}

func (g *graph) add(n *node) error {
	if g.byID[n.id] != nil {
		return fmt.Errorf("two feature structures have the id %d", n.id)
	}
	g.byID[n.id] = n
	g.nodes = append(g.nodes, n)
	return nil
}

// passed are the types of what is found in every text and is no mark of anybody's.
var passed = []string{".segmentation.type.", ".lexmorph.", ".metadata.type.", ".syntax.type.", "uima.tcas.DocumentAnnotation", "uima.cas.", ".tcas.DocumentAnnotation"}

func isMark(n *node) bool {
	return n.place && n.typ != typeBlock && n.typ != typePart && !slices.ContainsFunc(passed, func(p string) bool { return strings.Contains(n.typ, p) })
}

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
			a.Doc.Title, a.Doc.Language, a.Doc.Meta = n.words["title"], n.words["language"], values.Unpaired(n.texts["meta"])
			a.Annotator, a.State = annotate.AnnotatorID(n.words["annotator"]), annotate.State(n.words["state"])
		case typeBlock:
			if err := g.block(a, n); err != nil {
				return nil, nil, g.fault(n, err)
			}
		case typeEntity:
			id := n.words["identity"]
			if id == "" || a.Known(id) != nil {
				return nil, nil, g.fault(n, fmt.Errorf("the entity has no identity of its own: %q", export.Clip(id)))
			}
			e := a.Entity(id, n.words["etype"], n.words["name"])
			e.Note, e.Aliases, e.IDs = n.words["note"], n.texts["aliases"], values.Unpaired(n.texts["ids"])
		}
	}
	a.Blocked = ours
	marks := map[int]*annotate.Annotation{}
	for _, n := range g.nodes {
		if !isMark(n) || g.at[n.id] != 0 && g.at[n.id] != g.first || g.relation(n) {
			continue
		}
		if n.begin == n.end && n.typ != typeMark {
			left = append(left, g.fault(n, errors.New("it marks no words, and is left out")))
			continue
		}
		m, err := g.mark(a, n)
		if err != nil {
			return nil, nil, g.fault(n, err)
		}
		marks[n.id] = m
	}
	for _, n := range g.nodes {
		if err := g.link(a, n, marks); err != nil {
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
	b := annotate.Block{Kind: annotate.BlockKind(n.words["kind"]), Span: s}
	b.Level, _ = strconv.Atoi(n.words["level"])
	if !slices.Contains(annotate.BlockKinds, b.Kind) || b.Level < 0 {
		return fmt.Errorf("%q is no kind of block", export.Clip(n.words["kind"]))
	}
	if k := len(a.Doc.Blocks); k > 0 && a.Doc.Blocks[k-1].Span.End > s.Start {
		return errors.New("blocks overlap or are not in the order of the text")
	}
	a.Doc.Blocks = append(a.Doc.Blocks, b)
	return nil
}

// relation reports whether a node is a relation between two annotations, as INCEpTION has them.
func (g *graph) relation(n *node) bool {
	_, from := n.refs["Governor"]
	_, to := n.refs["Dependent"]
	return from && to
}

func short(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func (g *graph) mark(a *assemble.Assembly, n *node) (*annotate.Annotation, error) {
	if label := n.words["label"]; label != "" && (n.typ == typeMark || strings.HasPrefix(n.typ, prefixMark)) {
		return g.ourMark(a, n, label)
	}
	s, err := a.Span(n.begin, n.end)
	if err != nil {
		return nil, err
	}
	label, named := short(n.typ), short(n.typ) == "NamedEntity" && n.words["value"] != ""
	if named {
		label = n.words["value"]
	}
	m, err := a.Put("", label, s)
	if err != nil {
		return nil, err
	}
	for k, v := range n.words {
		switch {
		case named && k == "value":
		case named && k == "identity":
			a.Refer(m, v)
		default:
			if m.Attrs == nil {
				m.Attrs = map[string]string{}
			}
			m.Attrs[k] = v
		}
	}
	return m, nil
}

func (g *graph) ourMark(a *assemble.Assembly, n *node, label string) (*annotate.Annotation, error) {
	var spans []annotate.Span
	for _, id := range n.lists["parts"] {
		p := g.byID[id]
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
	m, err := a.Put(n.words["identity"], label, spans...)
	if err != nil {
		return nil, err
	}
	m.Note = n.words["note"]
	m.Origin = annotate.Origin{Annotator: annotate.AnnotatorID(n.words["originAnnotator"]), Rule: n.words["originRule"], Evidence: n.words["originEvidence"]}
	if s := n.words["originScore"]; s != "" {
		if m.Origin.Score, err = strconv.ParseFloat(s, 64); err != nil || !(m.Origin.Score >= 0 && m.Origin.Score <= 1) {
			return nil, fmt.Errorf("the score %q is not from 0 to 1", export.Clip(s))
		}
	}
	m.Attrs = values.Unpaired(n.texts["attrs"])
	for k, v := range n.words {
		if slices.Contains(own, k) {
			continue
		}
		if m.Attrs == nil {
			m.Attrs = map[string]string{}
		}
		m.Attrs[k] = v
	}
	if id, ok := n.refs["entity"]; ok {
		e := g.byID[id]
		if e == nil || e.typ != typeEntity {
			return nil, fmt.Errorf("its entity %d is not there", id)
		}
		m.Entity = annotate.ID(e.words["identity"])
	}
	return m, nil
}

// link says what fills the roles of a node, or of the governor of a relation.
func (g *graph) link(a *assemble.Assembly, n *node, marks map[int]*annotate.Annotation) error {
	if g.relation(n) {
		from, to := marks[n.refs["Governor"]], marks[n.refs["Dependent"]]
		if from == nil || to == nil {
			if slices.ContainsFunc(passed, func(p string) bool { return strings.Contains(n.typ, p) }) {
				return nil // between tokens
			}
			return errors.New("it is between two annotations of which one is not there")
		}
		role := n.words["value"]
		if role == "" {
			role = n.words["label"]
		}
		if role == "" {
			role = short(n.typ)
		}
		a.Link(from, role, string(to.ID), n.String())
		return nil
	}
	m := marks[n.id]
	if m == nil {
		return nil
	}
	keys := make([]string, 0, len(n.refs)+len(n.lists))
	for k := range n.refs {
		keys = append(keys, k)
	}
	for k := range n.lists {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if id, ok := n.refs[k]; ok {
			if to := marks[id]; to != nil {
				a.Link(m, k, string(to.ID), n.String())
			} else if g.byID[id] == nil {
				return fmt.Errorf("its %s is %d, which is not there", export.Clip(k), id)
			}
		}
		for _, id := range n.lists[k] {
			x := g.byID[id]
			if x == nil {
				return fmt.Errorf("its %s has %d, which is not there", export.Clip(k), id)
			}
			role := k
			to, linked := x.refs["target"]
			if r := x.words["role"]; linked && r != "" {
				role = r
			}
			if !linked {
				to = id
			}
			if t := marks[to]; t != nil {
				a.Link(m, role, string(t.ID), n.String())
			} else if g.byID[to] == nil {
				return fmt.Errorf("its %s is %d, which is not there", export.Clip(role), to)
			}
		}
	}
	return nil
}
