// Package token cuts a text into tokens and sentences for the formats that are made of these. There is one way,
// and it is the same for every format:
//
//   - a token is a word as package offset finds it (Unicode Standard Annex 29, bent where news needs it: U.S. keeps
//     its full stop, the parts of a hyphenated compound are words of their own), or what stands between words,
//     character by character, with runs of one mark together ("…", "--"). A possessive ’s is a token, an
//     elided article goes with its apostrophe (l’ Europe). White space is in no token.
//   - a sentence is one as package offset finds it, but for breaks within an annotation, which are no breaks: an
//     annotation never stands in two sentences.
//   - a text that came as tokens is cut at its blanks and lines, as it came ([export.MetaTokens]).
//
// An annotation that cuts a token is aligned as asked: it takes in the whole token ([Expand]), leaves it
// out ([Contract]), or is left out itself ([Drop]).
package token

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
	"weak"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/export"
)

// Version names this way of cutting, for datasets that repeat it.
const Version = "quoth tokens 1"

// The ways to align an annotation that cuts a token.
const (
	Expand   = "expand"
	Contract = "contract"
	Drop     = "drop"
)

// Alignment is the choice of a format of tokens.
var Alignment = export.Choice{
	Key: "align", Label: "Annotations that cut a token", Values: []string{Expand, Contract, Drop}, Default: Expand,
	Help: "expand takes in the whole token, contract leaves it out, drop leaves out the annotation",
}

// Text is a document in tokens and sentences.
type Text struct {
	Doc    *annotate.Document
	Tokens []annotate.Span
	Begins []int // which tokens begin a sentence; the first is 0
}

// Of cuts the text of a record. Sentences do not break within a hull of an annotation.
func Of(r *export.Record) *Text {
	t := &Text{Doc: r.Document, Tokens: Cut(r.Document)}
	t.Begins = t.sentences(r)
	return t
}

// Cut returns the tokens of a document. The caller must not change them.
func Cut(d *annotate.Document) []annotate.Span {
	if c := last.Load(); c != nil && c.of.Value() == d {
		return c.tokens
	}
	c := &cutting{weak.Make(d), cut(d)}
	last.Store(c)
	return c.tokens
}

// cutting is a document in tokens. The last one is kept: a format asks for it several times while it writes
// a record.
type cutting struct {
	of     weak.Pointer[annotate.Document]
	tokens []annotate.Span
}

var last atomic.Pointer[cutting]

func cut(d *annotate.Document) []annotate.Span {
	if d.Meta[export.MetaTokens] == export.TokensAtBlanks {
		return blanks(d.Text)
	}
	out := make([]annotate.Span, 0, len(d.Text)/5)
	tab := d.Offsets()
	at := 0
	for start, end := range tab.Words(0, len(d.Text)) {
		if start < at {
			continue
		}
		out = between(d.Text, tab, out, at, start, true)
		out = append(out, annotate.Span{Start: start, End: end})
		at = end
	}
	return between(d.Text, tab, out, at, len(d.Text), false)
}

// blanks cuts at white space.
func blanks(text string) []annotate.Span {
	var out []annotate.Span
	start := -1
	for i, r := range text {
		if unicode.IsSpace(r) {
			if start >= 0 {
				out = append(out, annotate.Span{Start: start, End: i})
			}
			start = -1
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		out = append(out, annotate.Span{Start: start, End: len(text)})
	}
	return out
}

// between adds the tokens between two words, or before the first or after the last.
func between(text string, tab *offset.Table, out []annotate.Span, at, to int, wordFollows bool) []annotate.Span {
	if at+1 == to && text[at] == ' ' {
		return out
	}
	if at < to && len(out) > 0 && out[len(out)-1].End == at {
		r, n := utf8.DecodeRuneInString(text[at:to])
		if apostrophe(r) {
			word := &out[len(out)-1]
			switch tail := text[at+n : to]; {
			case tail == "" && wordFollows && elided(text[word.Start:word.End]):
				word.End = to
				return out
			case strings.HasPrefix(tail, "s") || strings.HasPrefix(tail, "S"):
				out = append(out, annotate.Span{Start: at, End: at + n + 1})
				at += n + 1
			}
		}
	}
	for at < to {
		r, n := utf8.DecodeRuneInString(text[at:])
		end := at + n
		if text[at] >= utf8.RuneSelf || end < to && text[end] >= utf8.RuneSelf {
			end = min(tab.NextGrapheme(at), to)
		}
		if unicode.IsSpace(r) && end == at+n {
			at = end
			continue
		}
		for end < to && text[at:at+n] == text[end:min(to, end+n)] && end == at+n*((end-at)/n) {
			end += n
		}
		out = append(out, annotate.Span{Start: at, End: end})
		at = end
	}
	return out
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

func elided(word string) bool {
	switch word {
	case "l", "d", "j", "m", "n", "s", "t", "c", "qu":
		return true
	}
	return false
}

// sentences returns which tokens begin a sentence.
func (t *Text) sentences(r *export.Record) []int {
	begins := []int{0}
	if len(t.Tokens) == 0 {
		return begins
	}
	var whole []annotate.Span // merged hulls, ascending
	hulls := make([]annotate.Span, 0, len(r.Annotations))
	for _, a := range r.Annotations {
		hulls = append(hulls, a.Hull())
	}
	slices.SortFunc(hulls, func(a, b annotate.Span) int { return a.Start - b.Start })
	for _, h := range hulls {
		if n := len(whole); n > 0 && h.Start < whole[n-1].End {
			whole[n-1].End = max(whole[n-1].End, h.End)
			continue
		}
		whole = append(whole, h)
	}
	atLines := t.Doc.Meta[export.MetaTokens] == export.TokensAtBlanks
	tab := t.Doc.Offsets()
	next, w := 0, 0
	if !atLines {
		next = tab.NextSentence(t.Tokens[0].Start)
	}
	for i, tok := range t.Tokens[1:] {
		if atLines {
			if !strings.Contains(t.Doc.Text[t.Tokens[i].End:tok.Start], "\n") {
				continue
			}
		} else {
			if tok.Start < next || next >= len(t.Doc.Text) {
				continue
			}
			next = tab.NextSentence(tok.Start)
		}
		for w < len(whole) && whole[w].End <= tok.Start {
			w++
		}
		if w < len(whole) && whole[w].Start < tok.Start {
			continue
		}
		begins = append(begins, i+1)
	}
	return begins
}

// Sentences calls fn with the range of tokens of each sentence.
func (t *Text) Sentences(fn func(from, to int)) {
	if len(t.Tokens) == 0 {
		return
	}
	for i, from := range t.Begins {
		to := len(t.Tokens)
		if i+1 < len(t.Begins) {
			to = t.Begins[i+1]
		}
		fn(from, to)
	}
}

// Of returns the tokens [first, last) that a span touches.
func (t *Text) Of(s annotate.Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(t.Tokens, s.Start, func(tok annotate.Span, b int) int {
		if tok.End <= b {
			return -1
		}
		return 1
	})
	last = first
	for last < len(t.Tokens) && t.Tokens[last].Start < s.End {
		last++
	}
	return first, last
}

// Align returns the record with its annotations at the borders of tokens: r itself where all are there.
func Align(r *export.Record, how string) *export.Record {
	t := &Text{Doc: r.Document, Tokens: Cut(r.Document)}
	changed := false
	list := make([]*annotate.Annotation, 0, len(r.Annotations))
	gone := map[annotate.ID]bool{}
	for _, a := range r.Annotations {
		spans, cut := t.align(a.Spans, how)
		switch {
		case len(spans) == 0 || cut && how == Drop:
			gone[a.ID], changed = true, true
		case !slices.Equal(spans, a.Spans):
			c := *a
			c.Spans, changed = spans, true
			list = append(list, &c)
		default:
			list = append(list, a)
		}
	}
	if !changed {
		return r
	}
	out := *r
	out.Annotations = once(Without(list, gone))
	out.Entities = export.Referred(&out)
	export.SortAnnotations(out.Annotations)
	return &out
}

// once leaves out annotations that came to say the same of the same words as one before them, which then
// fills their roles.
func once(list []*annotate.Annotation) []*annotate.Annotation {
	first := map[string]annotate.ID{}
	same := map[annotate.ID]annotate.ID{}
	out := list[:0:0]
	for _, a := range list {
		key := fmt.Sprint(a.Type, a.Spans)
		if id, ok := first[key]; ok {
			same[a.ID] = id
			continue
		}
		first[key] = a.ID
		out = append(out, a)
	}
	if len(same) == 0 {
		return list
	}
	for i, a := range out {
		if !slices.ContainsFunc(a.Args, func(x annotate.Arg) bool { return same[x.Target] != "" }) {
			continue
		}
		c := a.Clone()
		c.Args = nil
		for _, x := range a.Args {
			if id := same[x.Target]; id != "" {
				if x.Target = id; reaches(out, id, a.ID) {
					continue // it would be an argument of itself
				}
			}
			if !slices.Contains(c.Args, x) {
				c.Args = append(c.Args, x)
			}
		}
		out[i] = c
	}
	return out
}

// reaches reports whether following arguments from one annotation leads to another.
func reaches(list []*annotate.Annotation, from, to annotate.ID) bool {
	byID := map[annotate.ID]*annotate.Annotation{}
	for _, a := range list {
		byID[a.ID] = a
	}
	seen := map[annotate.ID]bool{}
	open := []annotate.ID{from}
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		if id == to {
			return true
		}
		if a := byID[id]; a != nil && !seen[id] {
			seen[id] = true
			for _, x := range a.Args {
				open = append(open, x.Target)
			}
		}
	}
	return false
}

// Without takes what is gone out of the arguments of others.
func Without(list []*annotate.Annotation, gone map[annotate.ID]bool) []*annotate.Annotation {
	if len(gone) == 0 {
		return list
	}
	isGone := func(x annotate.Arg) bool { return gone[x.Target] }
	for i, a := range list {
		if slices.ContainsFunc(a.Args, isGone) {
			c := a.Clone()
			c.Args = slices.DeleteFunc(c.Args, isGone)
			list[i] = c
		}
	}
	return list
}

// at reports whether all spans are at the borders of tokens, and apart.
func (t *Text) at(spans []annotate.Span) bool {
	for i, s := range spans {
		first, last := t.Of(s)
		if first == last || t.Tokens[first].Start != s.Start || t.Tokens[last-1].End != s.End || i > 0 && s.Start <= spans[i-1].End {
			return false
		}
	}
	return true
}

// align returns spans at the borders of tokens; cut says that one was not at them.
func (t *Text) align(spans []annotate.Span, how string) (out []annotate.Span, cut bool) {
	if t.at(spans) {
		return spans, false
	}
	for _, s := range spans {
		first, last := t.Of(s)
		if how == Contract {
			if first < last && t.Tokens[first].Start < s.Start {
				first++
			}
			if first < last && t.Tokens[last-1].End > s.End {
				last--
			}
		}
		if first >= last {
			cut = true
			continue
		}
		x := annotate.Span{Start: t.Tokens[first].Start, End: t.Tokens[last-1].End}
		cut = cut || x != s
		if n := len(out); n > 0 && x.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, x.End)
			continue
		}
		out = append(out, x)
	}
	return out, cut
}

// Words returns the tokens with a blank between two, and a line for each sentence.
func (t *Text) Words() string {
	var b strings.Builder
	b.Grow(len(t.Doc.Text) + len(t.Tokens)/4)
	t.Sentences(func(from, to int) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		for i := from; i < to; i++ {
			if i > from {
				b.WriteByte(' ')
			}
			b.WriteString(t.Doc.Text[t.Tokens[i].Start:t.Tokens[i].End])
		}
	})
	return b.String()
}

// Joined returns the [Text.Words], and where each token stands there.
func (t *Text) Joined() (text string, starts, ends []int) {
	starts, ends = make([]int, len(t.Tokens)), make([]int, len(t.Tokens))
	at := 0
	for i, tok := range t.Tokens {
		starts[i], ends[i] = at, at+tok.End-tok.Start
		at = ends[i] + 1 // a blank or a line end
	}
	return t.Words(), starts, ends
}

// Rejoined returns a record whose text is its tokens as [Text.Joined] has them: what is left of a text in a format
// that keeps tokens alone. Annotations must be at the borders of tokens.
func Rejoined(r *export.Record) *export.Record {
	t := Of(r)
	text, starts, ends := t.Joined()
	out := *r
	d := r.Document
	out.Document = &annotate.Document{
		ID: annotate.DocumentIDOf(text), Title: d.Title, Language: d.Language, Text: text,
		Meta: map[string]string{export.MetaTokens: export.TokensAtBlanks},
	}
	for k, v := range d.Meta {
		out.Document.Meta[k] = v
	}
	out.Document.Meta[export.MetaTokens] = export.TokensAtBlanks
	out.Unblocked = true
	out.Annotations = nil
	for _, a := range r.Annotations {
		c := *a
		c.Spans = nil
		for _, s := range a.Spans {
			first, last := t.Of(s)
			c.Spans = append(c.Spans, annotate.Span{Start: starts[first], End: ends[last-1]})
		}
		out.Annotations = append(out.Annotations, &c)
	}
	export.SortAnnotations(out.Annotations)
	return &out
}
