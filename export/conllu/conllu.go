// Package conllu is CoNLL-U, the format of Universal Dependencies, with annotations in the attribute Entity= of its
// last column, as CorefUD 1.0 and GUM have them.
//
// Its words:
//
//   - a sentence is lines of ten columns, a token each, after comments that begin with #. "# newdoc id" begins a
//     document, "# newpar" a paragraph.
//   - Entity=(e1-person-1- begins a mention at its first token, and e1) ends it at its last. What the fields
//     between the hyphens mean, "# global.Entity = eid-etype-head-other" says at the beginning. A mention of
//     several parts counts them: (e1[1/2]-quote-1-.
//   - what other holds are pairs: here the identity and name of an entity, at its first mention.
//
// The text is kept to the letter: what follows a token is a blank, unless SpaceAfter=No or SpacesAfter= says
// otherwise. Other columns are left empty when written, for whoever parses the text to fill in, and are not
// read.
package conllu

import (
	"io"
	"net/url"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
	"quoth/export/token"
)

// Format is the entry for the list of formats.
var Format = format(map[string]string{token.Alignment.Key: token.Alignment.Default})

func format(choices map[string]string) *export.Format {
	align := choices[token.Alignment.Key]
	shape := func(r *export.Record, schema *annotate.Schema) *export.Record {
		out := token.Align(r, align)
		if used := export.Referred(out); len(used) < len(out.Entities) {
			c := *out
			c.Entities = used // there is no place for those that nothing mentions
			out = &c
		}
		return out
	}
	return &export.Format{
		Name:       "conllu",
		Title:      "CoNLL-U with entities",
		Who:        "For linguists: Universal Dependencies, CorefUD, GUM and the parsers and coreference tools that read them.",
		Extensions: []string{"conllu"},
		Unit:       "tokens",
		Holds: export.Holds{
			Title: true, Language: true, Meta: true, Annotator: true, State: true, Parts: true, Entities: export.EntitiesWhole,
		},
		Choices: []export.Choice{token.Alignment},
		Bind:    format,
		Fits:    fits,
		Shape:   shape,
		Shapes:  []export.Loss{{What: "annotations that cut a token", Becomes: "aligned to tokens as chosen"}},
		Write:   writing{shape}.Write,
		Read:    Read,
	}
}

// fits reports whether the first line that is no comment is a token of ten columns.
func fits(r io.Reader) bool {
	lines := bound.NewLines(io.LimitReader(r, 1<<20))
	for {
		_, line, err := lines.NextFull()
		if err != nil {
			return false
		}
		if line[0] == '#' {
			if line = line[1:]; len(line) > 0 && line[0] != ' ' && !strings.Contains(string(line), " = ") {
				return false
			}
			continue
		}
		columns := strings.Split(string(line), "\t")
		return len(columns) == 10 && strings.Trim(columns[0], "0123456789-.") == "" && columns[0] != ""
	}
}

// global is what the fields of a mention are, as this package writes them.
const global = "eid-etype-head-other"

// The names of what stands in other.
const (
	keyID     = "id"     // of the entity
	keyName   = "name"   // of the entity
	keyType   = "type"   // of the entity, where it is another than the mention's
	keyAlias  = "alias"  // may stand several times
	keyNote   = "note"   // on the entity
	keyOf     = "of"     // the entity of a mention whose eid had to be another
	keySingle = "single" // the mention is of no entity
	prefixID  = "x."     // and the name of an identity elsewhere
)

// escaped writes words so that they have none of the signs that mean something in the last column.
func escaped(s string) string {
	plain := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '~'
	}
	n := 0
	for n < len(s) && plain(s[n]) {
		n++
	}
	if n == len(s) {
		return s
	}
	out := append(make([]byte, 0, 3*len(s)), s[:n]...)
	for _, c := range []byte(s[n:]) {
		if plain(c) {
			out = append(out, c)
			continue
		}
		const hex = "0123456789ABCDEF"
		out = append(out, '%', hex[c>>4], hex[c&0xf])
	}
	return string(out)
}

func unescaped(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

// The spellings of white space after a token.
var (
	valueEscaper    = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`)
	spacesEscaper   = strings.NewReplacer(`\`, `\\`, " ", `\s`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "|", `\p`)
	spacesUnescaper = strings.NewReplacer(`\\`, `\`, `\s`, " ", `\t`, "\t", `\n`, "\n", `\r`, "\r", `\p`, "|")
)
