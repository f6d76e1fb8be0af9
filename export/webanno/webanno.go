// Package webanno is WebAnno TSV 3.3, the format of WebAnno and INCEpTION that a person can read: a file for each
// article, a token on each line, with a column for each feature of each layer.
//
// Its words:
//
//   - a layer is a sort of annotation with features. This program writes one, webanno.custom.Mark, with the type
//     in label; the attributes are features beside it.
//   - a cell is _ where there is nothing, * where there is something without a value; several annotations at a token
//     are separated by |, and [n] says which of the cells of several tokens are one annotation.
//   - a slot is a feature that holds other annotations by role: the roles in one column, and where they are in
//     the next. Parts of one annotation are joined by a slot, too.
//
// Places are UTF-16 units. The text of a sentence stands before its tokens, with all white space after it, so that
// only white space before the first word is lost.
//
// Of what others wrote, span layers, slots, relations and chains are read. An annotation is named for its value where
// its layer is of named entities, and for the layer otherwise. Tokens that relations name become annotations. What an
// analysis says of every token (parts of speech, lemmas, syntax) is passed over.
package webanno

import (
	"io"
	"io/fs"
	"strings"
	"unicode/utf16"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
	"quoth/export/token"
)

// Format is the entry for the list of formats.
var Format = format(map[string]string{token.Alignment.Key: token.Alignment.Default})

func format(choices map[string]string) *export.Format {
	shape := shaping{choices[token.Alignment.Key]}
	return &export.Format{
		Name:       "webanno",
		Title:      "WebAnno TSV 3.3",
		Who:        "For INCEpTION and WebAnno, and for reading annotations line by line.",
		Extensions: []string{"tsv"},
		Unit:       "UTF-16 units",
		Holds:      export.Holds{Parts: true, Args: true, Attrs: true, Notes: true, Entities: export.EntitiesIdentified},
		Choices:    []export.Choice{token.Alignment},
		Bind:       format,
		Fits:       fits,
		FitsFolder: fitsFolder,
		Shape:      shape.shape,
		Shapes: []export.Loss{
			{What: "annotations that cut a token", Becomes: "aligned to tokens as chosen"},
			{What: "white space before the first word", Becomes: "as many blanks"},
		},
		WriteFolder: shape.WriteFolder,
		Read:        Read,
		ReadFolder:  ReadFolder,
	}
}

const head = "#FORMAT=WebAnno TSV 3"

func fits(r io.Reader) bool {
	b := make([]byte, len(head)+3)
	n, _ := io.ReadFull(r, b)
	return strings.HasPrefix(strings.TrimPrefix(string(b[:n]), "\ufeff"), head)
}

func fitsFolder(folder fs.FS) bool { return bound.FirstFits(folder, ".tsv", fits) }

// The layer that this program writes, and its features that are no attributes.
const (
	layer      = "webanno.custom.Mark"
	linkType   = "webanno.custom.MarkLink"
	fLabel     = "label"
	fNote      = "note"
	fEntity    = "entity"
	fName      = "entity_name"
	fIDs       = "entity_ids" // its outside identities, as viaf=2, one a line
	slot       = "links"
	attrPrefix = "attr_" // of features that would be called like one of those
)

func attrName(key string) string {
	switch key {
	case fLabel, fNote, fEntity, fName, fIDs, slot:
		return attrPrefix + key
	}
	if strings.HasPrefix(key, attrPrefix) {
		return attrPrefix + key
	}
	return nameEsc.Replace(key)
}

type shaping struct{ align string }

// shape returns the record with annotations at tokens, and blanks before the first word.
func (x shaping) shape(r *export.Record, _ *annotate.Schema) *export.Record {
	out := token.Align(r, x.align)
	text := out.Document.Text
	at := len(text) - len(strings.TrimLeftFunc(text, isSpace))
	if tokens := token.Cut(out.Document); len(tokens) > 0 {
		at = tokens[0].Start
	}
	if strings.Trim(text[:at], " ") != "" {
		out = shifted(out, at)
	}
	c := *out
	c.Annotations = make([]*annotate.Annotation, 0, len(out.Annotations))
	for _, a := range out.Annotations {
		b := a
		for k, v := range a.Attrs {
			if strings.TrimPrefix(attrName(k), attrPrefix) != k && attrName(k) != attrPrefix+k {
				if b == a {
					b = a.Clone()
				}
				delete(b.Attrs, k)
				b.Attrs[attrName(k)] = v
			}
		}
		c.Annotations = append(c.Annotations, b)
	}
	return &c
}

func isSpace(r rune) bool { return strings.ContainsRune(" \t\n\r\v\f", r) }

// shifted returns the record with blanks in the place of the first so many bytes, as many as they are
// UTF-16 units.
func shifted(r *export.Record, at int) *export.Record {
	text := r.Document.Text
	blank := strings.Repeat(" ", len(utf16.Encode([]rune(text[:at]))))
	by := len(blank) - at
	d := &annotate.Document{Title: r.Document.Title, Language: r.Document.Language, Meta: r.Document.Meta, Text: blank + text[at:]}
	d.ID = annotate.DocumentIDOf(d.Text)
	out := *r
	out.Document = d
	out.Unblocked = true
	out.Annotations = nil
	for _, a := range r.Annotations {
		c := a.Clone()
		for i := range c.Spans {
			c.Spans[i].Start += by
			c.Spans[i].End += by
		}
		out.Annotations = append(out.Annotations, c)
	}
	return &out
}

// The sorts of places in which signs have a backslash before them.
const (
	inCell = 1 << iota
	inText
)

// escapes says of each byte where it has a backslash before it, and letters what stands behind that.
var (
	escapes = func() (out [256]byte) {
		for _, c := range []byte("[]|_;*") {
			out[c] = inCell
		}
		for _, c := range []byte("\\\t\n\r") {
			out[c] = inCell | inText
		}
		out['\f'], out['\b'] = inText, inText
		return out
	}()
	letters = map[byte]byte{'\t': 't', '\n': 'n', '\r': 'r', '\f': 'f', '\b': 'b'}
)

// appendEscaped appends words with backslashes before the signs that mean something in a place.
func appendEscaped(b []byte, s string, place byte) []byte {
	from := 0
	for i := range len(s) {
		c := s[i]
		if escapes[c]&place == 0 && (c != '-' || place != inCell || !strings.HasPrefix(s[i:], "->")) {
			continue
		}
		b = append(b, s[from:i]...)
		b = append(b, '\\')
		if letter := letters[c]; letter != 0 {
			c = letter
		}
		b = append(b, c)
		from = i + 1
	}
	return append(b, s[from:]...)
}

var (
	nameEsc   = strings.NewReplacer("|", "_", "\t", "_", "\n", "_", "\r", "_")
	unescapes = map[byte]byte{'t': '\t', 'n': '\n', 'r': '\r', 'f': '\f', 'b': '\b'}
)

func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b = append(b, s[i])
			continue
		}
		i++
		if c, ok := unescapes[s[i]]; ok {
			b = append(b, c)
			continue
		}
		b = append(b, s[i])
	}
	return string(b)
}

// split cuts at a sign where no backslash stands before it.
func split(s string, sep byte) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case sep:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}
