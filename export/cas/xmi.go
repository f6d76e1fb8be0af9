package cas

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"

	"quoth/export"
	"quoth/export/bound"
	"quoth/export/elements"
)

// typeSystemName is the file that describes the types of the files beside it.
const typeSystemName = "TypeSystem.xml"

func writeXMI(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	var names export.Names
	nodes := newBuilder(opts.Schema)
	var b []byte
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		r = clean(r)
		b = appendXMI(b[:0], r, nodes.build(r))
		if err := export.WriteFile(to, names.For(r)+".xmi", b); err != nil {
			return err
		}
	}
	return export.WriteFile(to, typeSystemName, typeSystem(types(opts.Schema)))
}

// signs are the bytes that have another name in an attribute, and in text.
var signs = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\n': "&#10;", '\t': "&#9;", '\r': "&#13;"}

// escape appends words as the value of an attribute or as text.
func escape(b []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if s[i] > '>' || signs[s[i]] == "" {
			continue
		}
		b = append(b, s[from:i]...)
		b = append(b, signs[s[i]]...)
		from = i + 1
	}
	return append(b, s[from:]...)
}

func appendXMI(b []byte, r *export.Record, nodes []made) []byte {
	b = append(b, `<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:quoth="http:///quoth.ecore" xmlns:mark="http:///quoth/mark.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
`...)
	attr := func(k, v string) {
		b = append(b, ' ')
		b = append(b, k...)
		b = append(b, `="`...)
		b = escape(b, v)
		b = append(b, '"')
	}
	number := func(k string, n int) {
		b = append(b, ' ')
		b = append(b, k...)
		b = append(b, `="`...)
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, '"')
	}
	ids := func(k string, of numbers) {
		if of.n == 0 {
			return
		}
		b = append(b, ' ')
		b = append(b, k...)
		b = append(b, `="`...)
		for i := range of.n {
			if i > 0 {
				b = append(b, ' ')
			}
			b = strconv.AppendInt(b, int64(of.first+i), 10)
		}
		b = append(b, '"')
	}
	tag := func(typ string) {
		if rest, ok := strings.CutPrefix(typ, prefixMark); ok {
			b = append(b, "mark:"...)
			b = append(b, rest...)
			return
		}
		b = append(b, "quoth:"...)
		b = append(b, strings.TrimPrefix(typ, "quoth.")...)
	}
	for i := range nodes {
		n := &nodes[i]
		b = append(b, '<')
		tag(n.typ)
		number("xmi:id", n.id)
		if n.place {
			number("sofa", sofaID)
			number("begin", n.begin)
			number("end", n.end)
		}
		for _, w := range n.words {
			attr(w.key, w.value)
		}
		if n.ref != "" {
			number(n.ref, n.to)
		}
		ids("links", n.links)
		ids("parts", n.parts)
		if len(n.texts) == 0 {
			b = append(b, "/>\n"...)
			continue
		}
		b = append(b, '>')
		for _, t := range n.texts {
			for _, s := range t.words {
				b = append(b, '<')
				b = append(b, t.key...)
				b = append(b, '>')
				b = escape(b, s)
				b = append(b, "</"...)
				b = append(b, t.key...)
				b = append(b, '>')
			}
		}
		b = append(b, "</"...)
		tag(n.typ)
		b = append(b, ">\n"...)
	}
	b = append(b, `<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text"`...)
	attr("sofaString", r.Document.Text)
	b = append(b, "/>\n<cas:View sofa=\"1\" members=\""...)
	for i := range nodes {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(nodes[i].id), 10)
	}
	return append(b, "\"/>\n</xmi:XMI>\n"...)
}

// typeSystem writes the description of types.
func typeSystem(list []typ) []byte {
	b := []byte(`<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">
<name>quoth</name>
<types>
`)
	element := func(name, s string) {
		b = append(b, "<"+name+">"...)
		b = escape(b, s)
		b = append(b, "</"+name+">"...)
	}
	for _, t := range list {
		b = append(b, "<typeDescription>"...)
		element("name", t.name)
		element("description", strings.Join(strings.Fields(t.about), " "))
		element("supertypeName", t.super)
		b = append(b, "<features>"...)
		for _, f := range t.features {
			b = append(b, "<featureDescription>"...)
			element("name", f.name)
			b = append(b, "<description/>"...)
			element("rangeTypeName", f.of)
			if f.element != "" {
				element("elementType", f.element)
			}
			b = append(b, "</featureDescription>"...)
		}
		b = append(b, "</features></typeDescription>\n"...)
	}
	return append(b, "</types>\n</typeSystemDescription>\n"...)
}

func readFolderXMI(ctx context.Context, name string, folder fs.FS) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		known := map[string]*typ{}
		err := bound.Walk(folder, func(file string) error {
			if !strings.HasSuffix(file, ".xml") {
				return nil
			}
			f, err := folder.Open(file)
			if err != nil {
				return err
			}
			defer f.Close()
			return readTypes(name+"/"+file, f, known)
		})
		if err != nil {
			yield(nil, err)
			return
		}
		one := &export.Format{Extensions: []string{"xmi"}, Fits: fitsXMI, Read: (&readingXMI{known: known}).read}
		export.EachFile(ctx, name, folder, one)(yield)
	}
}

func readXMI(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return new(readingXMI).read(ctx, name, r)
}

// readingXMI is what the reading of one file leaves for the next.
type readingXMI struct {
	known map[string]*typ
	xml   *bound.XML
	names map[elements.Name]string // of types
	graph graph
}

// read yields the one record of a file.
func (rd *readingXMI) read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(nil, err)
			return
		}
		if rd.xml == nil {
			rd.xml = bound.NewXML(r)
		} else {
			rd.xml.Reset(r)
		}
		if err := rd.parse(ctx); err != nil {
			yield(nil, export.Locate(err, name, rd.xml.Line()))
			return
		}
		rec, left, err := rd.graph.record()
		for _, err := range left {
			if !yield(nil, export.Locate(err, name, 0)) {
				return
			}
		}
		if err != nil {
			yield(nil, export.Locate(err, name, 0))
			return
		}
		rec.Where = name
		yield(rec, nil)
	}
}

// wordsOf puts what is wrong with the XML at its line.
func wordsOf(err error) error {
	if wrong, ok := errors.AsType[*elements.Malformed](err); ok {
		return &export.Fault{Line: wrong.Line, Reason: "not valid XML: " + wrong.Reason}
	}
	return err
}

// typeName turns the namespace and name of an element into the name of a type.
func typeName(n elements.Name) string {
	space := strings.TrimSuffix(strings.TrimPrefix(n.Space, "http:///"), ".ecore")
	if space == "" || space == "uima/noNamespace" {
		return n.Local
	}
	return strings.ReplaceAll(space, "/", ".") + "." + n.Local
}

// parse reads the elements of a file. What its attributes are, the known types say, or their names.
func (rd *readingXMI) parse(ctx context.Context) error {
	x, g := rd.xml, &rd.graph
	g.reset()
	if rd.names == nil || len(rd.names) > mostKept {
		rd.names = map[elements.Name]string{}
	}
	depth, seen := 0, false
	var n *node
	var list string // of words within n
	var words []byte
	for {
		kind, err := x.Next()
		if err == io.EOF && seen {
			return nil
		}
		if err == io.EOF {
			return errors.New("the file has no element")
		}
		if err != nil {
			return wordsOf(err)
		}
		switch kind {
		case elements.Start:
			depth++
			seen = true
			switch depth {
			case 1:
				if x.Name.Local != "XMI" {
					return fmt.Errorf("the first element is %q, not xmi:XMI", export.Clip(x.Name.Local))
				}
			case 2:
				if err := ctx.Err(); err != nil {
					return err
				}
				name, ok := rd.names[x.Name]
				if !ok {
					name = typeName(x.Name)
					rd.names[x.Name] = name
				}
				line := x.Line()
				if n, err = g.element(name, x.Attrs, rd.known); err != nil {
					return err
				}
				if n != nil {
					n.line = line
				}
			case 3:
				list, words = x.Name.Local, words[:0]
			}
		case elements.Text:
			if depth == 3 {
				words = append(words, x.Words...)
			}
		case elements.End:
			if depth == 3 && n != nil {
				n.say(list, string(words))
			}
			depth--
		}
	}
}

// element reads the attributes of a feature structure; nil for what is none.
func (g *graph) element(name string, attrs []elements.Attr, known map[string]*typ) (*node, error) {
	if name == "uima.cas.View" || name == "uima.cas.NULL" {
		return nil, nil
	}
	n := g.node(name)
	g.room(n, len(attrs))
	number := func(a elements.Attr) (int, error) {
		i, err := strconv.Atoi(a.Value)
		if err != nil {
			return 0, fmt.Errorf("%s is %q, and no whole number", export.Clip(a.Name.Local), export.Clip(a.Value))
		}
		return i, nil
	}
	for _, a := range attrs {
		var err error
		key := a.Name.Local
		switch {
		case key == "id" && strings.Contains(a.Name.Space, "XMI"):
			n.id, err = number(a)
		case a.Name.Space != "":
		case key == "begin" && name != sofaType:
			n.place = true
			n.begin, err = number(a)
		case key == "end" && name != sofaType:
			n.place = true
			n.end, err = number(a)
		case key == "sofa":
			n.sofa, err = number(a)
		default:
			g.attribute(n, key, a.Value, known)
		}
		if err != nil {
			return nil, err
		}
	}
	if name == sofaType {
		if s := n.word("sofaString"); s != "" {
			g.sofas[n.id] = s
			if g.first == 0 || n.word("sofaID") == "_InitialView" {
				g.first = n.id
			}
		}
		return nil, nil // its identity may also be that of another
	}
	return n, g.add(n)
}

// referring are features that name other feature structures, where no type system says so.
var referring = []string{"entity", "target", "links", "parts", "Governor", "Dependent", "first", "next", "head", "tail"}

// attribute takes in a feature that is written as an attribute.
func (g *graph) attribute(n *node, key, value string, known map[string]*typ) {
	of, declared := rangeOf(n.typ, key, known)
	isRef := !declared && slices.Contains(referring, key) && (key == "Governor" || key == "Dependent" || key == "target" || strings.HasPrefix(n.typ, "quoth."))
	if declared {
		isRef = !strings.HasPrefix(of, "uima.cas.") || of == array || of == top || strings.HasSuffix(of, "List")
	}
	if !isRef {
		n.set(key, value)
		return
	}
	if len(value) > 0 && len(value) < 10 && of != array && key != "links" && key != "parts" {
		if id, err := strconv.Atoi(value); err == nil {
			n.refs = append(n.refs, ref{key, id})
			return
		}
	}
	var ids []int
	for f := range strings.FieldsSeq(value) {
		id, err := strconv.Atoi(f)
		if err != nil {
			n.set(key, value)
			return
		}
		ids = append(ids, id)
	}
	if len(ids) == 1 && of != array && key != "links" && key != "parts" {
		n.refs = append(n.refs, ref{key, ids[0]})
		return
	}
	n.lists = append(n.lists, references{key, ids})
}

// rangeOf returns what a feature is, by the type or what it is a kind of.
func rangeOf(name, feature string, known map[string]*typ) (string, bool) {
	for range 100 {
		t := known[name]
		if t == nil {
			return "", false
		}
		for _, f := range t.features {
			if f.name == feature {
				return f.of, true
			}
		}
		name = t.super
	}
	return "", false
}

// readTypes reads a type system description. Another XML file is left alone.
func readTypes(name string, r io.Reader, into map[string]*typ) error {
	x := bound.NewXML(r)
	var path []string
	var t *typ
	var f feature
	var words bytes.Buffer
	for {
		kind, err := x.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return export.Locate(wordsOf(err), name, x.Line())
		}
		switch kind {
		case elements.Start:
			path = append(path, x.Name.Local)
			if len(path) == 1 && path[0] != "typeSystemDescription" {
				return nil
			}
			words.Reset()
			switch x.Name.Local {
			case "typeDescription":
				t = &typ{}
			case "featureDescription":
				f = feature{}
			}
		case elements.Text:
			words.Write(x.Words)
		case elements.End:
			text := strings.TrimSpace(words.String())
			inFeature := slices.Contains(path, "featureDescription")
			switch x.Name.Local {
			case "name":
				if inFeature {
					f.name = text
				} else if t != nil {
					t.name = text
				}
			case "supertypeName":
				if t != nil {
					t.super = text
				}
			case "rangeTypeName":
				f.of = text
			case "featureDescription":
				if t != nil {
					t.features = append(t.features, f)
				}
			case "typeDescription":
				if len(into) < 100_000 {
					into[t.name] = t
				}
				t = nil
			}
			path = path[:len(path)-1]
			words.Reset()
		}
	}
}
