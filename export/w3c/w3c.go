// Package w3c is the Web Annotation Data Model of the W3C as JSON-LD. Each line is a page of annotations, those of
// one annotator on one article, and has the text of the article beside them, without which places mean nothing.
//
// Its words:
//
//   - a target is a place in the article, told twice: by the words with those around them (a quote selector), and
//     by code points (a position selector). An annotation of several parts has several targets.
//   - a body says something of the target: its purpose is tagging for the type, identifying for the entity and for its outside identities, classifying for an
//     attribute, commenting for a note.
//   - an annotation that links has another annotation as its body and its target: who fills a role. Its tag is the role.
package w3c

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/values"
)

// Format is the entry for the list of formats.
var Format = &export.Format{
	Name:       "webannotation",
	Title:      "W3C Web Annotation",
	Who:        "For libraries, archives and annotation services (Hypothesis, Recogito, Apache Annotator) that speak the W3C's model.",
	Extensions: []string{"jsonld"},
	Unit:       "code points",
	Holds: export.Holds{
		Title: true, Language: true, Meta: true, Annotator: true, State: true, IDs: true, Parts: true, Args: true,
		Attrs: true, Notes: true, Entities: export.EntitiesIdentified,
	},
	Fits:  fits,
	Write: Write,
	Read:  Read,
}

const contextURL = "http://www.w3.org/ns/anno.jsonld"

func fits(r io.Reader) bool {
	first, _ := values.First(r)
	v, ok := first["@context"]
	return ok && strings.Contains(string(v), "/ns/anno") && (first["items"] != nil || first["target"] != nil)
}

type page struct {
	Context string `json:"@context"`
	ID      string `json:"id"`
	Type    string `json:"type"`
	Source  source `json:"source"`
	Items   []anno `json:"items"`
}

// source is the article. It is no part of the model, which takes it to be on the web.
type source struct {
	ID    string            `json:"id"`
	Type  string            `json:"type"`
	Value string            `json:"value"`
	Meta  map[string]string `json:"meta"`
}

type anno struct {
	ID         string  `json:"id"`
	Type       string  `json:"type"`
	Motivation string  `json:"motivation"`
	Creator    *person `json:"creator,omitempty"`
	Body       []any   `json:"body"`
	Target     any     `json:"target"`
}

type person struct {
	Type string `json:"type"`
	Name string `json:"name"`
}

type textBody struct {
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
	Value   string `json:"value"`
}

type resource struct {
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
	Source  string `json:"source"`
	Label   string `json:"label,omitempty"`
}

type target struct {
	Source   string     `json:"source"`
	Selector []selector `json:"selector"`
}

type selector struct {
	Type   string `json:"type"`
	Exact  string `json:"exact,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
	Start  *int   `json:"start,omitempty"`
	End    *int   `json:"end,omitempty"`
}

// The names of things.
const (
	prefixMark = "urn:quoth:annotation:"
	prefixLink = "urn:quoth:link:"
	prefixDoc  = "urn:quoth:document:"
	prefixWho  = "urn:quoth:entity:"
	prefixID   = "urn:quoth:id:" // then whose, and the identity there
)

// around is how many characters of the text stand before and after the words of a quote selector.
const around = 32

// Write writes a page for each record. See [export.Format].
func Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], _ export.Options) error {
	return values.Write(ctx, w, records, func(r *export.Record) (any, error) {
		d := r.Document
		t := d.Offsets()
		doc := prefixDoc + string(d.ID)
		p := page{Context: contextURL, ID: doc + "/annotations/" + escape(string(r.Annotator)), Type: "AnnotationPage",
			Source: source{ID: doc, Type: "Text", Value: d.Text, Meta: values.Meta(r)}, Items: []anno{}}
		known := map[annotate.ID]*annotate.Entity{}
		for _, e := range r.Entities {
			known[e.ID] = e
		}
		var creator *person
		if r.Annotator != "" {
			creator = &person{"Person", string(r.Annotator)}
		}
		for _, a := range r.Annotations {
			x := anno{ID: prefixMark + escape(string(a.ID)), Type: "Annotation", Motivation: "tagging", Creator: creator}
			x.Body = append(x.Body, textBody{"TextualBody", "tagging", a.Type})
			if a.Entity != "" {
				x.Motivation = "identifying"
				who := resource{"SpecificResource", "identifying", prefixWho + escape(string(a.Entity)), ""}
				e := known[a.Entity]
				if e == nil {
					e = &annotate.Entity{}
				}
				who.Label = e.Name
				x.Body = append(x.Body, who)
				for _, whose := range slices.Sorted(maps.Keys(e.IDs)) {
					x.Body = append(x.Body, resource{"SpecificResource", "identifying", prefixID + escape(whose) + ":" + escape(e.IDs[whose]), ""})
				}
			}
			for _, k := range slices.Sorted(maps.Keys(a.Attrs)) {
				x.Body = append(x.Body, textBody{"TextualBody", "classifying", k + "=" + a.Attrs[k]})
			}
			if a.Note != "" {
				x.Body = append(x.Body, textBody{"TextualBody", "commenting", a.Note})
			}
			var targets []target
			for _, s := range a.Spans {
				start, end := t.Runes(s.Start), t.Runes(s.End)
				from, _ := t.FromRunes(max(0, start-around))
				to, _ := t.FromRunes(min(t.RuneCount(), end+around))
				targets = append(targets, target{doc, []selector{
					{Type: "TextQuoteSelector", Exact: d.Text[s.Start:s.End], Prefix: d.Text[from:s.Start], Suffix: d.Text[s.End:to]},
					{Type: "TextPositionSelector", Start: &start, End: &end},
				}})
			}
			x.Target = targets
			p.Items = append(p.Items, x)
		}
		n := 0
		for _, a := range r.Annotations {
			for _, arg := range a.Args {
				n++
				p.Items = append(p.Items, anno{
					ID: fmt.Sprintf("%s%s:%d", prefixLink, d.ID, n), Type: "Annotation", Motivation: "linking", Creator: creator,
					Body:   []any{textBody{"TextualBody", "tagging", arg.Role}, prefixMark + escape(string(a.ID))},
					Target: prefixMark + escape(string(arg.Target)),
				})
			}
		}
		return p, nil
	})
}

var escaper = strings.NewReplacer("%", "%25", " ", "%20", "/", "%2F", "<", "%3C", ">", "%3E", "\"", "%22")

func escape(s string) string { return escaper.Replace(s) }

var unescaper = strings.NewReplacer("%25", "%", "%20", " ", "%2F", "/", "%3C", "<", "%3E", ">", "%22", "\"")

func unescape(s string) string { return unescaper.Replace(s) }

type readPage struct {
	Source jsontext.Value `json:"source"`
	Items  []readAnno     `json:"items"`
}

type readAnno struct {
	ID         string         `json:"id"`
	Motivation jsontext.Value `json:"motivation"`
	Creator    jsontext.Value `json:"creator"`
	Body       jsontext.Value `json:"body"`
	Target     jsontext.Value `json:"target"`
}

type readBody struct {
	Type    string         `json:"type"`
	Purpose string         `json:"purpose"`
	Value   string         `json:"value"`
	Source  jsontext.Value `json:"source"`
	Label   string         `json:"label"`
}

// Read yields a record for each page. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return values.Records(ctx, name, r, record)
}

// list returns the elements of a value that may be one thing or a list of them.
func list(v jsontext.Value) []jsontext.Value {
	switch values.Kind(v) {
	case 0, 'n':
		return nil
	case '[':
		var out []jsontext.Value
		_ = json.Unmarshal(v, &out) // it is a list
		return out
	}
	return []jsontext.Value{v}
}

// nameOf returns the address of a thing, or its name: it may be words alone or an object.
func nameOf(v jsontext.Value) string {
	if values.Kind(v) == '"' {
		return values.Words(v)
	}
	var x struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	if values.Kind(v) == '{' && json.Unmarshal(v, &x) == nil {
		if x.Name != "" {
			return x.Name
		}
		return x.ID
	}
	return ""
}

func record(v values.Value) (*export.Record, error) {
	var p readPage
	if err := v.Into(&p); err != nil {
		return nil, err
	}
	var src source
	if values.Kind(p.Source) == '{' {
		if err := json.Unmarshal(p.Source, &src); err != nil {
			return nil, values.At("source", values.Explain(err))
		}
	}
	if src.Value == "" {
		return nil, &export.Fault{Path: "source", Reason: "the text of the article is not in the file, and places mean nothing without it; it belongs under source.value"}
	}
	a, err := assemble.New(src.Value, assemble.Runes)
	if err != nil {
		return nil, err
	}
	values.Describe(src.Meta).Into(a.Doc, &a.Annotator, &a.State)
	for i, x := range p.Items {
		if a.Annotator == "" {
			a.Annotator = annotate.AnnotatorID(nameOf(x.Creator))
		}
		if !isLink(x) {
			if err := mark(a, x); err != nil {
				return nil, values.At(values.In("items", i), err)
			}
		}
	}
	for i, x := range p.Items {
		if isLink(x) {
			if err := link(a, x); err != nil {
				return nil, values.At(values.In("items", i), err)
			}
		}
	}
	rec, err := a.Record()
	if err != nil {
		return nil, err
	}
	rec.Where = v.Where()
	return rec, nil
}

func isLink(x readAnno) bool { return strings.Contains(string(x.Motivation), `"linking"`) }

func idOf(s string) string { return unescape(strings.TrimPrefix(s, prefixMark)) }

func mark(a *assemble.Assembly, x readAnno) error {
	var spans []annotate.Span
	for _, t := range list(x.Target) {
		var tg struct {
			Selector jsontext.Value `json:"selector"`
		}
		if values.Kind(t) == '{' {
			if err := json.Unmarshal(t, &tg); err != nil {
				return values.At("target", values.Explain(err))
			}
		}
		s, err := place(a, tg.Selector)
		if err != nil {
			return values.At("target", err)
		}
		spans = append(spans, s)
	}
	var bodies []readBody
	typ := ""
	for _, b := range list(x.Body) {
		var body readBody
		if values.Kind(b) == '"' {
			body = readBody{Type: "SpecificResource", Purpose: "identifying", Source: b}
		} else if err := json.Unmarshal(b, &body); err != nil {
			return values.At("body", values.Explain(err))
		}
		if body.Type == "TextualBody" && body.Purpose == "" {
			body.Purpose = map[bool]string{true: "commenting", false: "tagging"}[strings.Contains(string(x.Motivation), "comment")]
		}
		if body.Purpose == "tagging" && typ == "" {
			typ = body.Value
			continue
		}
		bodies = append(bodies, body)
	}
	if typ == "" {
		typ = "mark"
	}
	m, err := a.Put(idOf(x.ID), typ, spans...)
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, b := range bodies {
		switch b.Purpose {
		case "identifying", "linking":
			if rest, ok := strings.CutPrefix(nameOf(b.Source), prefixID); ok {
				if whose, id, ok := strings.Cut(rest, ":"); ok {
					ids[unescape(whose)] = unescape(id)
				}
				continue
			}
			id := unescape(strings.TrimPrefix(nameOf(b.Source), prefixWho))
			if id == "" {
				continue
			}
			name := b.Label
			if name == "" {
				name = a.Doc.Surface(m.Spans)
			}
			a.Entity(id, typ, name)
			m.Entity = annotate.ID(id)
		case "classifying", "tagging":
			k, val, ok := strings.Cut(b.Value, "=")
			if !ok {
				k, val = "tag", b.Value
			}
			if m.Attrs == nil {
				m.Attrs = map[string]string{}
			}
			m.Attrs[k] = val
		default:
			if m.Note != "" {
				m.Note += "\n"
			}
			m.Note += b.Value
		}
	}
	if e := a.Known(string(m.Entity)); e != nil {
		assemble.Identify(e, ids)
	}
	return nil
}

// place returns where selectors point: by position, or by words that stand once between those around them.
func place(a *assemble.Assembly, v jsontext.Value) (annotate.Span, error) {
	var quote *selector
	var at *selector
	for _, s := range list(v) {
		var sel selector
		if err := json.Unmarshal(s, &sel); err != nil {
			return annotate.Span{}, values.Explain(err)
		}
		switch sel.Type {
		case "TextQuoteSelector":
			quote = &sel
		case "TextPositionSelector":
			at = &sel
		}
	}
	if at != nil && at.Start != nil && at.End != nil {
		words := ""
		if quote != nil {
			words = quote.Exact
		}
		return a.SpanOf(*at.Start, *at.End, words)
	}
	if quote == nil || quote.Exact == "" {
		return annotate.Span{}, errors.New("it has neither a position nor a quote selector")
	}
	text := a.Doc.Text
	whole := quote.Prefix + quote.Exact + quote.Suffix
	i := strings.Index(text, whole)
	if i < 0 {
		return annotate.Span{}, fmt.Errorf("the words %q do not stand in the text", export.Clip(quote.Exact))
	}
	if strings.Contains(text[i+1:], whole) {
		return annotate.Span{}, fmt.Errorf("the words %q stand in the text more than once", export.Clip(quote.Exact))
	}
	start := i + len(quote.Prefix)
	return annotate.Span{Start: start, End: start + len(quote.Exact)}, nil
}

func link(a *assemble.Assembly, x readAnno) error {
	role, from := "related", ""
	for _, b := range list(x.Body) {
		if values.Kind(b) == '"' {
			from = idOf(values.Words(b))
			continue
		}
		var body readBody
		if err := json.Unmarshal(b, &body); err != nil {
			return values.At("body", values.Explain(err))
		}
		if body.Value != "" {
			role = body.Value
		}
		if s := nameOf(body.Source); s != "" {
			from = idOf(s)
		}
	}
	to := ""
	if t := list(x.Target); len(t) > 0 {
		to = idOf(nameOf(t[0]))
	}
	m := a.Mark(from)
	if m == nil || a.Mark(to) == nil {
		return fmt.Errorf("it links %q and %q, of which one is not there", export.Clip(from), export.Clip(to))
	}
	a.Link(m, role, to, "")
	return nil
}
