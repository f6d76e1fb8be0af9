// Package brat is the standoff format of the brat annotation tool: a folder in which each article is a text,
// news.txt, and what is marked in it, news.ann, with annotation.conf for the types.
//
// Its words:
//
//   - a T line is words of a type: "T1<tab>Person 21 29<tab>Ana Díaz". Places are code points; parts are
//     separated by semicolons.
//   - an E line is an event: its trigger, a T line, and the roles that others fill. A role that is filled
//     several times is numbered from the second on: Org, Org2.
//   - an R line joins two: "R1<tab>speaker Arg1:T3 Arg2:T1". Arg1 is what has the role.
//   - an A (or M) line is an attribute, an N line an identity elsewhere, a # line a note, and a * line
//     says which mentions mean the same.
//
// An annotation of the kind event is an E line with its trigger, all others are T lines, and what fills their
// roles stands on R lines. brat names types with letters, digits, hyphens and underlines, so
// contact.meet is contact-meet there; comments in annotation.conf tell how it was.
//
// An entity has an N line at each of its mentions: its identity, or with a colon in it one elsewhere. Further N lines
// there are its identities elsewhere ("Reference T1 viaf:2"); one that brat's form does not fit is written whole as
// "quoth-id:own=12%20B".
//
// Nothing of a folder of brat's own making is lost: a note on a relation is a line of the note of what has the role
// ("Family → Wilbur Wright: …"), a second identity of the same kind or under another name one too ("Reference
// Wikidata:Q1 …"), and both are written back as they were.
package brat

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
)

// Format is the entry for the list of formats.
var Format = &export.Format{
	Name:        "brat",
	Title:       "brat standoff",
	Who:         "For people who work with the brat annotation tool, and for many corpora and scripts of natural language processing.",
	Extensions:  []string{"ann"},
	Unit:        "code points",
	Holds:       export.Holds{Parts: true, Args: true, Attrs: true, Notes: true, Entities: export.EntitiesIdentified},
	FitsFolder:  fitsFolder,
	Shape:       shape,
	Shapes:      []export.Loss{{What: "parts between which stands nothing but a line end", Becomes: "one part"}},
	WriteFolder: WriteFolder,
	ReadFolder:  ReadFolder,
}

// The endings of the files of an article. The .a1 and .a2 of older shared tasks hold the same lines as an .ann.
const textEnding = ".txt"

var markEndings = []string{".ann", ".a1", ".a2"}

// fitsFolder reports whether a folder has a text with marks beside it whose first line is one of brat's.
func fitsFolder(folder fs.FS) bool {
	found := false
	_ = bound.Walk(folder, func(name string) error {
		if path.Base(name) == configName {
			found = true
			return fs.SkipAll
		}
		if path.Ext(name) != markEndings[0] {
			return nil
		}
		if _, err := fs.Stat(folder, strings.TrimSuffix(name, markEndings[0])+textEnding); err != nil {
			return nil
		}
		if f, err := folder.Open(name); err == nil {
			defer f.Close()
			if _, line, err := bound.NewLines(f).NextFull(); err == nil && firstLine.Match(line) {
				found = true
				return fs.SkipAll
			}
		}
		return nil
	})
	return found
}

var firstLine = regexp.MustCompile(`^([TREAMN#][0-9]*|\*)\t[^\t ]+ `)

// notesType is what brat calls a note of an annotator; others stand in brackets before the words.
const notesType = "AnnotatorNotes"

// reference is what brat calls an identity elsewhere.
const reference = "Reference"

// equiv is what brat calls the relation of those that mean the same.
const equiv = "Equiv"

// The names, among identities elsewhere, for entities of a project of Quoth, and for those elsewhere that brat's form does
// not fit.
const (
	ours   = "quoth"
	oursID = "quoth-id"
)

// shape returns what brat makes of a record: names without blanks and colons, and one part of those between
// which nothing but a line end stands.
func shape(r *export.Record, schema *annotate.Schema) *export.Record {
	out := *r
	out.Annotations = make([]*annotate.Annotation, len(r.Annotations))
	names := make(map[annotate.ID]string, len(r.Entities))
	room := make([]annotate.Annotation, len(r.Annotations))
	for i, a := range r.Annotations {
		c := &room[i]
		*c = *a
		c.Type = word(a.Type)
		c.Spans = joinLines(r.Document.Text, c.Spans)
		c.Note = oneBreak(a.Note)
		c.Args = shapedArgs(a, schema)
		if len(c.Attrs) > 0 {
			c.Attrs = map[string]string{}
			for k, v := range a.Attrs {
				c.Attrs[word(k)] = blanks(v)
				if blanks(v) == "" {
					c.Attrs[word(k)] = yes
				}
			}
		}
		if a.Entity != "" && names[a.Entity] == "" {
			names[a.Entity] = c.Type
		}
		out.Annotations[i] = c
	}
	out.Entities = make([]*annotate.Entity, 0, len(r.Entities))
	for _, e := range r.Entities {
		c := *e
		c.Name = blanks(e.Name)
		if t := names[e.ID]; t != "" {
			c.Type = t
		}
		if in := elsewhereOf(string(e.ID)); in != nil {
			c.IDs = maps.Clone(e.IDs)
			for kind, id := range in {
				if c.IDs == nil {
					c.IDs = map[string]string{}
				}
				c.IDs[kind] = id
			}
		}
		out.Entities = append(out.Entities, &c)
	}
	export.SortAnnotations(out.Annotations)
	return &out
}

// shapedArgs are the arguments of an annotation, with roles as brat can name them.
func shapedArgs(a *annotate.Annotation, schema *annotate.Schema) []annotate.Arg {
	args := a.Args
	for i, x := range args {
		role := word(x.Role)
		if stem := strings.TrimRight(role, "0123456789"); stem != role && schema.Kind(a.Type) == annotate.KindEvent &&
			slices.ContainsFunc(args[:i], func(y annotate.Arg) bool { return y.Role == stem }) {
			role = stem
		}
		if role == x.Role {
			continue
		}
		if &args[0] == &a.Args[0] {
			args = slices.Clone(args)
		}
		args[i].Role = role
	}
	return args
}

// yes is the value of an attribute that only is there or not.
const yes = "yes"

// word returns a name as it can stand in a line.
func word(s string) string {
	if plain(s, ":; ") && s != "" {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == ':' || r == ';' {
			return '_'
		}
		return r
	}, s)
	if s == "" {
		return "_"
	}
	return s
}

// blanks returns words as they can stand in the last column of a line.
func blanks(s string) string {
	if plain(s, "") && (s == "" || s[0] != ' ' && s[len(s)-1] != ' ') {
		return s
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s))
}

// plain reports whether words surely have no white space but blanks, and none of some signs. Of rare characters it does
// not know.
func plain(s, without string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c == 0xc2, c == 0xe1, c == 0xe3: // what lies behind these may be white space
			return false
		case c == 0xe2 && (i+2 >= len(s) || s[i+1] == 0x80 && (s[i+2] < 0x90 || s[i+2] > 0xa7) || s[i+1] == 0x81):
			return false
		case strings.IndexByte(without, c) >= 0:
			return false
		}
	}
	return true
}

// oneBreak returns a note with line feeds as its only line ends, and none at its end.
func oneBreak(s string) string {
	if s == "" {
		return ""
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.TrimRight(s, "\n")
}

// joinLines makes one span of those between which white space with a line end stands, and splitLines takes
// it apart again: brat's parts do not go over the end of a line.
func joinLines(text string, spans []annotate.Span) []annotate.Span {
	if len(spans) < 2 {
		return spans
	}
	out := slices.Clone(spans[:1])
	for _, s := range spans[1:] {
		last := &out[len(out)-1]
		if gap := text[last.End:s.Start]; strings.Contains(gap, "\n") && strings.TrimSpace(gap) == "" {
			last.End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}

func splitLines(text string, spans []annotate.Span) []annotate.Span {
	if !slices.ContainsFunc(spans, func(s annotate.Span) bool { return strings.Contains(text[s.Start:s.End], "\n") }) {
		return spans
	}
	var out []annotate.Span
	for _, s := range spans {
		words := text[s.Start:s.End]
		if !strings.Contains(words, "\n") {
			out = append(out, s)
			continue
		}
		at := s.Start
		for line := range strings.SplitSeq(words, "\n") {
			start := at + len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
			if trimmed := strings.TrimSpace(line); trimmed != "" {
				out = append(out, annotate.Span{Start: start, End: start + len(trimmed)})
			}
			at += len(line) + 1
		}
	}
	return out
}
