package cas

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/export"
	"quoth/export/values"
)

func writeJSON(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	var names export.Names
	head := typesJSON(types(opts.Schema))
	nodes := newBuilder(opts.Schema)
	var b []byte
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if b, err = appendCAS(append(b[:0], head...), r, nodes.build(r)); err != nil {
			return err
		}
		if err := export.WriteFile(to, names.For(r)+".json", b); err != nil {
			return err
		}
	}
	return nil
}

// typesJSON writes "{"%TYPES":{…}".
func typesJSON(list []typ) []byte {
	all := map[string]map[string]any{}
	for _, t := range list {
		x := map[string]any{"%NAME": t.name, "%SUPER_TYPE": t.super}
		for _, f := range t.features {
			of := f.of
			if f.element != "" {
				of = f.element + "[]"
			}
			x[f.name] = map[string]string{"%NAME": f.name, "%RANGE": of}
		}
		all[t.name] = x
	}
	data, err := json.Marshal(all, values.Style)
	if err != nil {
		panic(err) // they are words
	}
	return append([]byte(`{"%TYPES":`), data...)
}

// appendCAS writes the rest of a file: lists are feature structures of their own.
func appendCAS(b []byte, r *export.Record, nodes []made) ([]byte, error) {
	var wrong error
	quote := func(s string) {
		var err error
		if b, err = values.AppendWords(b, s); wrong == nil {
			wrong = err
		}
	}
	number := func(before string, n int) {
		b = append(b, before...)
		b = strconv.AppendInt(b, int64(n), 10)
	}
	b = append(b, `,"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaNum":1,"sofaID":"_InitialView","mimeType":"text","sofaString":`...)
	quote(r.Document.Text)
	b = append(b, '}')
	begin := func(id int, typ, after string) {
		number(`,{"%ID":`, id)
		b = append(b, `,"%TYPE":"`...)
		b = append(b, typ...) // letters, digits, full stops and underlines
		b = append(b, after...)
		b = append(b, '"')
	}
	next := sofaID + len(nodes)
	array := func(of numbers, element string) int {
		if of.n == 0 {
			return 0
		}
		next++
		begin(next, element, "[]")
		b = append(b, `,"%ELEMENTS":[`...)
		for i := range of.n {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(of.first+i), 10)
		}
		b = append(b, "]}"...)
		return next
	}
	ref := func(key string, id int) {
		if id == 0 {
			return
		}
		b = append(b, `,"@`...)
		b = append(b, key...)
		number(`":`, id)
	}
	for i := range nodes {
		n := &nodes[i]
		links, parts := array(n.links, typeLink), array(n.parts, typePart)
		texts := next + 1
		for _, t := range n.texts {
			next++
			begin(next, strings_, "")
			b = append(b, `,"%ELEMENTS":[`...)
			for i, s := range t.words {
				if i > 0 {
					b = append(b, ',')
				}
				quote(s)
			}
			b = append(b, "]}"...)
		}
		begin(n.id, n.typ, "")
		if n.place {
			number(`,"@sofa":1,"begin":`, n.begin)
			number(`,"end":`, n.end)
		}
		for _, w := range n.words {
			b = append(b, ',')
			quote(w.key)
			b = append(b, ':')
			if w.key == "level" && n.typ == typeBlock || w.key == "originScore" {
				b = append(b, w.value...)
			} else {
				quote(w.value)
			}
		}
		ref(n.ref, n.to)
		for i, t := range n.texts { // "attrs", "aliases" and "ids", "meta": before "links"
			ref(t.key, texts+i)
		}
		ref("links", links)
		ref("parts", parts)
		b = append(b, '}')
	}
	b = append(b, `],"%VIEWS":{"_InitialView":{"%SOFA":1,"%MEMBERS":[`...)
	for i := range nodes {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(nodes[i].id), 10)
	}
	return append(b, "]}}}\n"...), wrong
}

func readFolderJSON(ctx context.Context, name string, folder fs.FS) iter.Seq2[*export.Record, error] {
	return export.EachFile(ctx, name, folder, &export.Format{Extensions: []string{"json"}, Fits: fitsJSON, Read: new(readingJSON).read})
}

func readJSON(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return new(readingJSON).read(ctx, name, r)
}

// readingJSON is what the reading of one file leaves for the next.
type readingJSON struct {
	scan    values.Scan
	members []member
	ends    []int             // of feature structures, among the members
	known   map[string]string // words that come again and again
	types   []byte            // of the last file
	graph   graph
}

func (rd *readingJSON) read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for v, err := range values.Each(ctx, name, r) {
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			rec, left, err := rd.record(v)
			for _, err := range left {
				if !yield(nil, v.Fault(err)) {
					return
				}
			}
			if err != nil {
				err, rec = v.Fault(err), nil
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

func (rd *readingJSON) record(v values.Value) (*export.Record, []error, error) {
	sofa, err := rd.structures(v)
	if err != nil {
		return nil, nil, err
	}
	g := &rd.graph
	g.reset()
	from := 0
	for i, to := range rd.ends {
		if err := rd.structure(g, rd.members[from:to]); err != nil {
			return nil, nil, values.At(values.In("%FEATURE_STRUCTURES", i), err)
		}
		from = to
	}
	for _, n := range g.nodes {
		if len(n.refs) == 0 {
			continue
		}
		kept := n.refs[:0]
		for _, r := range n.refs {
			if list := g.of(r.to); list != nil && list.array {
				if err := rd.fill(n, r.key, list.elements); err != nil {
					return nil, nil, err
				}
			} else {
				kept = append(kept, r)
			}
		}
		n.refs = kept
	}
	if _, ok := g.sofas[sofa]; ok && sofa != 0 {
		g.first = sofa
	}
	r, left, err := g.record()
	if r != nil {
		r.Where = v.Where()
	}
	return r, left, err
}

// member is a feature as it stands in the file.
type member struct {
	key string
	raw jsontext.Value
}

// structures finds the members of the feature structures of a file, and the text of its view. The types say nothing more
// of these.
func (rd *readingJSON) structures(v values.Value) (sofa int, err error) {
	if sofa, ok := rd.quickly(v.Raw); ok {
		return sofa, nil
	}
	rd.members, rd.ends = rd.members[:0], rd.ends[:0]
	var file struct {
		FS    []map[string]jsontext.Value `json:"%FEATURE_STRUCTURES"`
		Views map[string]struct {
			Sofa int `json:"%SOFA"`
		} `json:"%VIEWS"`
	}
	if err := v.Into(&file); err != nil {
		return 0, err
	}
	for _, x := range file.FS {
		for _, k := range slices.Sorted(maps.Keys(x)) {
			rd.members = append(rd.members, member{k, x[k]})
		}
		rd.ends = append(rd.ends, len(rd.members))
	}
	return file.Views[firstView].Sofa, nil
}

// firstView is the view that is read where there are several.
const firstView = "_InitialView"

// quickly is structures for what is written as programs write it; ok is false for the rest.
func (rd *readingJSON) quickly(raw jsontext.Value) (sofa int, ok bool) {
	rd.members, rd.ends = rd.members[:0], rd.ends[:0]
	s := &rd.scan
	s.Reset(raw)
	for s.Object(); s.More(); {
		switch string(s.Key()) {
		case "%FEATURE_STRUCTURES":
			for s.List(); s.More(); {
				for s.Object(); s.More(); {
					key := rd.word(s.Key())
					rd.members = append(rd.members, member{key, s.Raw()})
				}
				rd.ends = append(rd.ends, len(rd.members))
			}
		case "%VIEWS":
			for s.Object(); s.More(); {
				first := string(s.Key()) == firstView
				for s.Object(); s.More(); {
					if string(s.Key()) != "%SOFA" {
						s.Skip()
					} else if n := s.Int(); first {
						sofa = n
					}
				}
			}
		case "%TYPES":
			rd.types = s.SkipLike(rd.types)
		default:
			s.Skip()
		}
	}
	return sofa, s.Whole()
}

// mostKnown is how many words are remembered, and longestKnown how many bytes one has at most.
const (
	mostKnown    = 1 << 12
	longestKnown = 1 << 8
)

// word returns words that come again and again.
func (rd *readingJSON) word(raw []byte) string {
	if w, ok := rd.known[string(raw)]; ok {
		return w
	}
	w := string(raw)
	if rd.known == nil {
		rd.known = map[string]string{}
	}
	if len(rd.known) < mostKnown && len(w) <= longestKnown {
		rd.known[w] = w
	}
	return w
}

// fill puts what is in a list into a feature: others are numbers, and all else is words.
func (rd *readingJSON) fill(n *node, key string, elements jsontext.Value) error {
	if elements.Kind() != '[' {
		return nil
	}
	var ids []int
	one := func(raw jsontext.Value) {
		if values.Kind(raw) == '0' {
			if id, err := strconv.Atoi(string(raw)); err == nil {
				ids = append(ids, id)
				return
			}
		}
		n.say(key, values.Words(raw))
	}
	s := &rd.scan
	s.Reset(elements)
	for s.List(); s.More(); {
		if raw := s.Raw(); len(raw) > 0 {
			one(raw)
		}
	}
	if !s.Whole() {
		ids = nil
		delete(n.texts, key)
		var list []jsontext.Value
		if err := json.Unmarshal(elements, &list); err != nil {
			return err
		}
		for _, raw := range list {
			one(raw)
		}
	}
	if len(ids) > 0 {
		n.lists = append(n.lists, references{key, ids})
	}
	return nil
}

// structure takes in a feature structure.
func (rd *readingJSON) structure(g *graph, members []member) error {
	number := func(m member) (int, error) {
		n, err := strconv.Atoi(string(m.raw))
		if err != nil {
			return 0, fmt.Errorf("%s is %s, and no whole number", export.Clip(m.key), export.Clip(string(m.raw)))
		}
		return n, nil
	}
	var id int
	var typ string
	var elements *member
	for i, m := range members {
		var err error
		switch m.key {
		case "%ID":
			id, err = number(m)
		case "%TYPE":
			if typ = values.Words(m.raw); len(m.raw) > 2 && typ == string(m.raw[1:len(m.raw)-1]) {
				typ = rd.word(m.raw[1 : len(m.raw)-1])
			}
		case "%ELEMENTS":
			elements = &members[i]
		}
		if err != nil {
			return err
		}
	}
	if typ == "" {
		return fmt.Errorf("feature structure %d has no type", id)
	}
	if elements != nil {
		n := g.node(typ)
		n.id, n.array, n.elements = id, true, elements.raw
		return g.add(n)
	}
	if typ == sofaType {
		for _, m := range members {
			if m.key == "sofaString" && values.Kind(m.raw) == '"' {
				g.sofas[id] = values.Words(m.raw)
				if g.first == 0 {
					g.first = id
				}
			}
		}
		return nil // its identity may also be that of another
	}
	n := g.node(typ)
	n.id = id
	g.room(n, len(members))
	for _, m := range members {
		var err error
		switch k := m.key; {
		case k == "begin":
			n.place = true
			n.begin, err = number(m)
		case k == "end":
			n.place = true
			n.end, err = number(m)
		case k == "@sofa":
			n.sofa, err = number(m)
		case strings.HasPrefix(k, "%"):
		case strings.HasPrefix(k, "@"):
			var to int
			to, err = number(m)
			n.refs = append(n.refs, ref{k[1:], to})
		case m.raw.Kind() == 'n':
		default:
			n.set(strings.TrimPrefix(k, "#"), values.Words(m.raw))
		}
		if err != nil {
			return err
		}
	}
	return g.add(n)
}
