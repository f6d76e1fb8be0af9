package cas

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
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
	return export.EachFile(ctx, name, folder, &export.Format{Fits: fitsJSON, Read: readJSON})
}

func readJSON(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for v, err := range values.Each(ctx, name, r) {
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			rec, left, err := recordOf(v)
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

func recordOf(v values.Value) (*export.Record, []error, error) {
	var file struct {
		FS    structures `json:"%FEATURE_STRUCTURES"` // the types say nothing more of these
		Views map[string]struct {
			Sofa int `json:"%SOFA"`
		} `json:"%VIEWS"`
	}
	if err := v.Into(&file); err != nil {
		return nil, nil, err
	}
	g := newGraph()
	arrays := map[int][]jsontext.Value{}
	for i, x := range file.FS {
		if err := g.structure(x, arrays); err != nil {
			return nil, nil, values.At(values.In("%FEATURE_STRUCTURES", i), err)
		}
	}
	for _, n := range g.nodes {
		for k, id := range n.refs {
			elements, ok := arrays[id]
			if !ok {
				continue
			}
			delete(n.refs, k)
			for _, e := range elements {
				if values.Kind(e) == '0' && len(e) > 0 {
					if target, err := strconv.Atoi(string(e)); err == nil {
						if n.lists == nil {
							n.lists = map[string][]int{}
						}
						n.lists[k] = append(n.lists[k], target)
						continue
					}
				}
				if n.texts == nil {
					n.texts = map[string][]string{}
				}
				n.texts[k] = append(n.texts[k], values.Words(e))
			}
		}
	}
	if view, ok := file.Views["_InitialView"]; ok && view.Sofa != 0 {
		if _, ok := g.sofas[view.Sofa]; ok {
			g.first = view.Sofa
		}
	}
	r, left, err := g.record()
	if r != nil {
		r.Where = v.Where()
	}
	return r, left, err
}

// structures are feature structures as they stand in the file. They are read into one piece of memory, which is a third
// of the work that maps of them are.
type structures []structure

// structure is the names and values of one, in the order of the names.
type structure []member

type member struct {
	key string
	raw jsontext.Value
}

// UnmarshalJSONFrom reads the list.
func (all *structures) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() != '[' {
		var none []structure // null, or an error that says what is there
		return json.UnmarshalDecode(d, &none)
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	var members []member
	var room []byte
	keys := map[string]string{}
	keep := func(v []byte) []byte {
		if len(v) > cap(room)-len(room) {
			room = make([]byte, 0, max(1<<12, len(v)))
		}
		from := len(room)
		room = append(room, v...)
		return room[from:len(room):len(room)]
	}
	for d.PeekKind() != ']' {
		if d.PeekKind() != '{' {
			var none map[string]jsontext.Value
			if err := json.UnmarshalDecode(d, &none); err != nil {
				return err
			}
			*all = append(*all, nil)
			continue
		}
		if _, err := d.ReadToken(); err != nil {
			return err
		}
		from := len(members)
		for d.PeekKind() != '}' {
			name, err := d.ReadValue()
			if err != nil {
				return err
			}
			key, ok := keys[string(name)]
			if !ok {
				key = values.Words(name)
				keys[string(name)] = key
			}
			raw, err := d.ReadValue()
			if err != nil {
				return err
			}
			members = append(members, member{key, keep(raw)})
		}
		if _, err := d.ReadToken(); err != nil {
			return err
		}
		x := structure(members[from:len(members):len(members)])
		slices.SortFunc(x, func(a, b member) int { return strings.Compare(a.key, b.key) })
		*all = append(*all, x)
	}
	_, err := d.ReadToken()
	return err
}

// get returns the value of a name, and whether there is one.
func (x structure) get(key string) (jsontext.Value, bool) {
	for _, m := range x {
		if m.key == key {
			return m.raw, true
		}
	}
	return nil, false
}

// structure reads a feature structure.
func (g *graph) structure(x structure, arrays map[int][]jsontext.Value) error {
	number := func(key string) (int, bool, error) {
		raw, ok := x.get(key)
		if !ok {
			return 0, false, nil
		}
		n, err := strconv.Atoi(string(raw))
		if err != nil {
			return 0, true, fmt.Errorf("%s is %s, and no whole number", export.Clip(key), export.Clip(string(raw)))
		}
		return n, true, nil
	}
	n := &node{}
	var err error
	if n.id, _, err = number("%ID"); err != nil {
		return err
	}
	if name, ok := x.get("%TYPE"); ok {
		n.typ = values.Words(name)
	}
	if n.typ == "" {
		return fmt.Errorf("feature structure %d has no type", n.id)
	}
	if elements, ok := x.get("%ELEMENTS"); ok {
		var list []jsontext.Value
		if elements.Kind() == '[' {
			if err := json.Unmarshal(elements, &list); err != nil {
				return err
			}
		}
		arrays[n.id] = list
		return g.add(n)
	}
	if n.typ == sofaType {
		if s, _ := x.get("sofaString"); values.Kind(s) == '"' {
			g.sofas[n.id] = values.Words(s)
			if g.first == 0 {
				g.first = n.id
			}
		}
		return nil // its identity may also be that of another
	}
	for _, m := range x {
		k, raw := m.key, m.raw
		switch {
		case k == "begin" || k == "end":
			p, _, err := number(k)
			if err != nil {
				return err
			}
			n.place = true
			if k == "begin" {
				n.begin = p
			} else {
				n.end = p
			}
		case k == "@sofa":
			if g.at[n.id], _, err = number(k); err != nil {
				return err
			}
		case strings.HasPrefix(k, "%"):
		case strings.HasPrefix(k, "@"):
			target, _, err := number(k)
			if err != nil {
				return err
			}
			if n.refs == nil {
				n.refs = map[string]int{}
			}
			n.refs[k[1:]] = target
		case raw.Kind() == 'n':
		default:
			n.set(strings.TrimPrefix(k, "#"), values.Words(raw))
		}
	}
	return g.add(n)
}
