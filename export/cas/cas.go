// Package cas is the common analysis structure of Apache UIMA in its two written forms: XMI, an XML file for each
// document and a type system beside them, and JSON CAS 0.4, which has the types in the file. INCEpTION and
// DKPro read and write both. Places are UTF-16 units, as Java counts.
//
// Its words:
//
//   - a feature structure is a thing of a type with features: words, numbers, or other feature structures;
//   - an annotation is a feature structure with a place in the text, which is called the sofa;
//   - a type system says which types there are, what each is a kind of, and which features it has.
//
// What this program writes has types of its own: quoth.mark.X for the annotations of type X, with links (a role and
// a target, as INCEpTION's slots have them), attributes as features, and the entity; and quoth.Document,
// quoth.Block and quoth.Entity for the rest. So nothing is lost.
//
// Of what others wrote, every annotation comes in that is no token, sentence or the like: named for the last part
// of its type, or for its value where it is a named entity. Words among its features are attributes,
// annotations among them fill roles; links fill the roles that they name, and a relation, with its
// governor and dependent, is a role of the governor.
package cas

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
	"quoth/export/values"
)

// XMI and JSON are the entries for the list of formats.
var (
	XMI = &export.Format{
		Name:        "xmi",
		Title:       "UIMA CAS XMI",
		Who:         "For INCEpTION, WebAnno and Java pipelines on Apache UIMA (DKPro, cTAKES).",
		Extensions:  []string{"xmi"},
		Unit:        "UTF-16 units",
		Holds:       export.HoldsNearly,
		Fits:        fitsXMI,
		FitsFolder:  func(folder fs.FS) bool { return bound.FirstFits(folder, ".xmi", fitsXMI) },
		Shape:       func(r *export.Record, _ *annotate.Schema) *export.Record { return clean(r) },
		Shapes:      []export.Loss{{What: "control characters, which XML cannot hold", Becomes: "replacement characters"}},
		WriteFolder: writeXMI,
		Read:        readXMI,
		ReadFolder:  readFolderXMI,
	}
	JSON = &export.Format{
		Name:        "casjson",
		Title:       "UIMA CAS JSON 0.4",
		Who:         "For INCEpTION and for Python programs that use dkpro-cassis.",
		Extensions:  []string{"json"},
		Unit:        "UTF-16 units",
		Holds:       export.HoldsNearly,
		Fits:        fitsJSON,
		FitsFolder:  func(folder fs.FS) bool { return bound.FirstFits(folder, ".json", fitsJSON) },
		WriteFolder: writeJSON,
		Read:        readJSON,
		ReadFolder:  readFolderJSON,
	}
)

func fitsJSON(r io.Reader) bool {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(64); begins.Match(head) {
		return true
	}
	first, list := values.First(in)
	return !list && (values.Kind(first["%TYPES"]) == '{' || values.Kind(first["%FEATURE_STRUCTURES"]) == '[')
}

// begins is how most CASes in JSON begin.
var begins = regexp.MustCompile(`^\s*\{\s*"%(TYPES|FEATURE_STRUCTURES)"\s*:`)

func fitsXMI(r io.Reader) bool {
	head := make([]byte, 4096)
	n, _ := io.ReadFull(r, head)
	return strings.Contains(string(head[:n]), "xmi:XMI") || strings.Contains(string(head[:n]), "http://www.omg.org/XMI")
}

// The types that this program writes.
const (
	typeDocument = "quoth.Document"
	typeBlock    = "quoth.Block"
	typeEntity   = "quoth.Entity"
	typeLink     = "quoth.Link"
	typePart     = "quoth.Part"
	typeMark     = "quoth.Mark"
	prefixMark   = "quoth.mark."
)

// What types are kinds of, and what features are.
const (
	top        = "uima.cas.TOP"
	annotation = "uima.tcas.Annotation"
	sofaType   = "uima.cas.Sofa"
	str        = "uima.cas.String"
	integer    = "uima.cas.Integer"
	double     = "uima.cas.Double"
	array      = "uima.cas.FSArray"
	strings_   = "uima.cas.StringArray"
)

// typ is a type of a type system.
type typ struct {
	name, super, about string
	features           []feature
}

type feature struct {
	name, of string // of: its range
	element  string // of the array
}

// node is a feature structure of a file. Its words are features that are written as words, whatever they are; of
// features that are given twice the last counts.
type node struct {
	id    int
	typ   string
	place bool // it is an annotation
	// passed says that it is of a type that is no mark of anybody's.
	passed bool
	begin  int
	end    int
	sofa   int // the text it is of, 0 where it does not say
	words  []pair
	refs   []ref
	lists  []references
	texts  map[string][]string
	mark   *annotate.Annotation // what became of it
	// array says that it is a list, as JSON has them, of these elements.
	array    bool
	elements jsontext.Value
	line     int
}

// ref is a feature that is another feature structure.
type ref struct {
	key string
	to  int
}

// references is a feature that is a list of others.
type references struct {
	key string
	to  []int
}

func (n *node) set(key, value string) {
	if value != "" {
		n.words = append(n.words, pair{key, value})
	}
}

// word returns a feature, or "".
func (n *node) word(key string) string {
	for i := len(n.words) - 1; i >= 0; i-- {
		if n.words[i].key == key {
			return n.words[i].value
		}
	}
	return ""
}

// ref returns the feature structure that a feature is.
func (n *node) ref(key string) (to int, ok bool) {
	for i := len(n.refs) - 1; i >= 0; i-- {
		if n.refs[i].key == key {
			return n.refs[i].to, true
		}
	}
	return 0, false
}

// list returns the feature structures that a feature is, or nil.
func (n *node) list(key string) []int {
	for i := len(n.lists) - 1; i >= 0; i-- {
		if n.lists[i].key == key {
			return n.lists[i].to
		}
	}
	return nil
}

// say adds words to a feature that is a list of them.
func (n *node) say(key, words string) {
	if n.texts == nil {
		n.texts = map[string][]string{}
	}
	n.texts[key] = append(n.texts[key], words)
}

// own are the features of marks that are no attributes.
var own = []string{"identity", "label", "note", "originAnnotator", "originRule", "originScore", "originEvidence", "begin", "end", "sofa", "entity", "links", "parts", "attrs"}

// isFeature reports whether a key of an attribute can be the name of a feature.
func isFeature(key string) bool {
	if key == "" || slices.Contains(own, key) || !utf8.ValidString(key) {
		return false
	}
	for i, r := range key {
		if r > unicode.MaxASCII || !(unicode.IsLetter(r) || i > 0 && (unicode.IsDigit(r) || r == '_')) {
			return false
		}
	}
	return true
}

// className returns the name of the type of annotations with a label.
func className(label string) string {
	var b strings.Builder
	for i, r := range label {
		if r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) && i > 0) {
			b.WriteRune(r)
		} else {
			b.WriteByte('_')
		}
	}
	return prefixMark + "T_" + b.String()
}

// types returns the type system for the types of a schema.
func types(schema *annotate.Schema) []typ {
	out := []typ{
		{typeDocument, top, "What is known of the article and of the set of annotations.", []feature{{"title", str, ""}, {"language", str, ""}, {"annotator", str, ""}, {"state", str, ""}, {"meta", strings_, ""}}},
		{typeBlock, annotation, "A part of the article.", []feature{{"kind", str, ""}, {"level", integer, ""}}},
		{typeEntity, top, "Whom or what mentions refer to.", []feature{{"identity", str, ""}, {"etype", str, ""}, {"name", str, ""}, {"aliases", strings_, ""}, {"ids", strings_, ""}, {"note", str, ""}}},
		{typeLink, top, "A role and what fills it.", []feature{{"role", str, ""}, {"target", annotation, ""}}},
		{typePart, annotation, "A part of an annotation of several parts.", nil},
		{typeMark, annotation, "What an annotator marked.", []feature{
			{"identity", str, ""}, {"label", str, ""}, {"note", str, ""}, {"entity", typeEntity, ""}, {"links", array, typeLink}, {"parts", array, typePart}, {"attrs", strings_, ""},
			{"originAnnotator", str, ""}, {"originRule", str, ""}, {"originScore", double, ""}, {"originEvidence", str, ""}}},
	}
	seen := map[string]bool{}
	for _, t := range schema.Types {
		name := className(t.Key)
		if seen[name] {
			continue
		}
		seen[name] = true
		x := typ{name, typeMark, t.Description, nil}
		for _, a := range t.Attrs {
			if isFeature(a.Key) {
				x.features = append(x.features, feature{a.Key, str, ""})
			}
		}
		out = append(out, x)
	}
	return out
}

// class is the type of the annotations with a label, and which of their attributes it has as features.
type class struct {
	name  string
	attrs map[string]bool
}

// known are the classes of the labels of a schema.
func known(schema *annotate.Schema) map[string]class {
	out := map[string]class{}
	for _, t := range schema.Types {
		c := class{className(t.Key), map[string]bool{}}
		for _, a := range t.Attrs {
			c.attrs[a.Key] = isFeature(a.Key)
		}
		out[t.Key] = c
	}
	return out
}

// sofaID is the identity of the text.
const sofaID = 1

// made is a feature structure that is written.
type made struct {
	id         int
	typ        string
	place      bool // it is an annotation
	begin, end int
	words      []pair  // by key
	ref        string  // the feature that holds another one, or ""
	to         int     // which
	links      numbers // of quoth.Link
	parts      numbers // of quoth.Part
	texts      []list  // by key, none of them empty
}

type pair struct{ key, value string }

type list struct {
	key   string
	words []string
}

// numbers are the identities of feature structures that follow one another.
type numbers struct{ first, n int }

// builder turns records into feature structures, one after the other in the same memory.
type builder struct {
	known    map[string]class
	nodes    []made
	pairs    []pair
	entities map[annotate.ID]int
	marks    map[annotate.ID]int
}

func newBuilder(schema *annotate.Schema) *builder {
	return &builder{known: known(schema), entities: map[annotate.ID]int{}, marks: map[annotate.ID]int{}}
}

// add returns a new feature structure, until it is asked again.
func (b *builder) add(typ string) *made {
	b.nodes = append(b.nodes, made{id: sofaID + 1 + len(b.nodes), typ: typ})
	return &b.nodes[len(b.nodes)-1]
}

// set notes a word of the structure that was added last.
func (b *builder) set(key, value string) {
	if value == "" {
		return
	}
	n := &b.nodes[len(b.nodes)-1]
	from := len(b.pairs) - len(n.words)
	b.pairs = append(b.pairs, pair{key, value})
	n.words = b.pairs[from:len(b.pairs):len(b.pairs)]
	for i := len(n.words) - 1; i > 0 && n.words[i].key < n.words[i-1].key; i-- {
		n.words[i], n.words[i-1] = n.words[i-1], n.words[i]
	}
}

func (n *made) set(key string, words []string) {
	if len(words) > 0 {
		n.texts = append(n.texts, list{key, words})
	}
}

// build returns the feature structures of a record, until it is asked for the next. A label that the schema does not
// have is a plain quoth.Mark.
func (b *builder) build(r *export.Record) []made {
	b.nodes, b.pairs = b.nodes[:0], b.pairs[:0]
	clear(b.entities)
	clear(b.marks)
	d := r.Document
	t := d.Offsets()
	at := func(n *made, s annotate.Span) { n.place, n.begin, n.end = true, t.UTF16(s.Start), t.UTF16(s.End) }
	b.add(typeDocument).set("meta", values.Pairs(d.Meta))
	b.set("title", d.Title)
	b.set("language", d.Language)
	b.set("annotator", string(r.Annotator))
	b.set("state", string(r.State))
	for _, x := range d.Blocks {
		at(b.add(typeBlock), x.Span)
		b.set("kind", string(x.Kind))
		if x.Level != 0 {
			b.set("level", strconv.Itoa(x.Level))
		}
	}
	for _, e := range r.Entities {
		n := b.add(typeEntity)
		n.set("aliases", e.Aliases)
		n.set("ids", values.Pairs(e.IDs))
		b.entities[e.ID] = n.id
		b.set("identity", string(e.ID))
		b.set("etype", e.Type)
		b.set("name", e.Name)
		b.set("note", e.Note)
	}
	first := len(b.nodes)
	for _, a := range r.Annotations {
		c, ok := b.known[a.Type]
		if !ok {
			c.name = typeMark
		}
		n := b.add(c.name)
		at(n, a.Hull())
		if a.Entity != "" {
			n.ref, n.to = "entity", b.entities[a.Entity]
		}
		b.marks[a.ID] = n.id
		b.set("identity", string(a.ID))
		b.set("label", a.Type)
		b.set("note", a.Note)
		b.set("originAnnotator", string(a.Origin.Annotator))
		b.set("originRule", a.Origin.Rule)
		b.set("originEvidence", a.Origin.Evidence)
		if a.Origin.Score != 0 {
			b.set("originScore", strconv.FormatFloat(a.Origin.Score, 'g', -1, 64))
		}
		var rest map[string]string
		for k, v := range a.Attrs {
			if c.attrs[k] && v != "" {
				b.set(k, v)
				continue
			}
			if rest == nil {
				rest = map[string]string{}
			}
			rest[k] = v
		}
		if rest != nil {
			n.set("attrs", values.Pairs(rest))
		}
	}
	for i, a := range r.Annotations {
		links := numbers{sofaID + 1 + len(b.nodes), len(a.Args)}
		for _, x := range a.Args {
			n := b.add(typeLink)
			n.ref, n.to = "target", b.marks[x.Target]
			b.set("role", x.Role)
		}
		parts := numbers{sofaID + 1 + len(b.nodes), 0}
		if len(a.Spans) > 1 {
			parts.n = len(a.Spans)
			for _, s := range a.Spans {
				at(b.add(typePart), s)
			}
		}
		b.nodes[first+i].links, b.nodes[first+i].parts = links, parts
	}
	return b.nodes
}

// said yields all words of a record that are written and may be anything.
func said(r *export.Record) iter.Seq[string] {
	return func(yield func(string) bool) {
		each := func(list ...string) bool {
			for _, s := range list {
				if s != "" && !yield(s) {
					return false
				}
			}
			return true
		}
		pairs := func(m map[string]string) bool {
			for k, v := range m {
				if !each(k, v) {
					return false
				}
			}
			return true
		}
		d := r.Document
		if !each(d.Text, d.Title, d.Language) || !pairs(d.Meta) {
			return
		}
		for _, e := range r.Entities {
			if !each(e.Name, e.Note) || !pairs(e.IDs) || !each(e.Aliases...) {
				return
			}
		}
		for _, a := range r.Annotations {
			if !each(a.Type, a.Note, a.Origin.Rule, a.Origin.Evidence) || !pairs(a.Attrs) {
				return
			}
		}
	}
}

// bad reports whether XML cannot hold a character.
func bad(c rune) bool {
	return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xfffe || c == 0xffff
}

// mayBeBad reports whether words may hold a bad character: one below the blank, or one of three bytes of which the first
// is 0xEF.
func mayBeBad(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xef {
			return strings.ContainsFunc(s[i:], bad)
		}
	}
	return false
}

// clean returns the record without the characters that XML cannot hold.
func clean(r *export.Record) *export.Record {
	dirty := false
	for s := range said(r) {
		if dirty = mayBeBad(s); dirty {
			break
		}
	}
	if !dirty {
		return r
	}
	fix := func(s string) string {
		return strings.Map(func(c rune) rune {
			if bad(c) {
				return unicode.ReplacementChar
			}
			return c
		}, s)
	}
	fixMap := func(m map[string]string) map[string]string {
		out := make(map[string]string, len(m))
		for k, v := range m {
			out[fix(k)] = fix(v)
		}
		return out
	}
	out := *r
	d := r.Document
	doc := &annotate.Document{Title: fix(d.Title), Language: fix(d.Language), Meta: fixMap(d.Meta), Text: fix(d.Text)}
	moved := func(b int) int { return b }
	if doc.Text != d.Text {
		var places []int // of what became longer
		for i, c := range d.Text {
			if bad(c) {
				places = append(places, i)
			}
		}
		moved = func(b int) int {
			n, _ := slices.BinarySearch(places, b)
			for _, p := range places[:n] {
				b += utf8.RuneLen(unicode.ReplacementChar)
				if d.Text[p] < utf8.RuneSelf {
					b--
				} else {
					b -= 3
				}
			}
			return b
		}
	}
	doc.ID = annotate.DocumentIDOf(doc.Text)
	for _, b := range d.Blocks {
		doc.Blocks = append(doc.Blocks, annotate.Block{Kind: b.Kind, Level: b.Level, Span: annotate.Span{Start: moved(b.Span.Start), End: moved(b.Span.End)}})
	}
	out.Document, out.Entities, out.Annotations = doc, nil, nil
	for _, e := range r.Entities {
		c := e.Clone()
		c.Name, c.Note, c.IDs = fix(e.Name), fix(e.Note), fixMap(e.IDs)
		for i, a := range c.Aliases {
			c.Aliases[i] = fix(a)
		}
		out.Entities = append(out.Entities, c)
	}
	for _, a := range r.Annotations {
		c := a.Clone()
		c.Type, c.Note, c.Attrs = fix(a.Type), fix(a.Note), fixMap(a.Attrs)
		c.Origin.Rule, c.Origin.Evidence = fix(a.Origin.Rule), fix(a.Origin.Evidence)
		for i, s := range c.Spans {
			c.Spans[i] = annotate.Span{Start: moved(s.Start), End: moved(s.End)}
		}
		out.Annotations = append(out.Annotations, c)
	}
	return &out
}

// whole is the name of a feature structure in messages.
func (n *node) String() string { return fmt.Sprintf("%s %d", export.Clip(n.typ), n.id) }
