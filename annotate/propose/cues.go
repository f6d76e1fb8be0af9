package propose

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// Cues is a lexicon of the expressions that present words as somebody's: "said", "according to".
type Cues struct {
	words   map[string]cueEntry // single words in all their forms, lower case
	phrases map[string][]cuePhrase
}

type cueEntry struct {
	lemma    string // the base form
	kind     string
	class    string // as the lexicon has it: say, think, prep …
	strength int
	forms    forms
}

// forms are the forms of a verb that a word may be, as bits.
type forms uint8

const (
	baseForm forms = 1 << iota
	thirdForm
	pastForm
	participleForm
	gerundForm
)

type cuePhrase struct {
	words []string
	entry cueEntry
}

// Cue is an expression found in a text.
type Cue struct {
	Span     annotate.Span
	Kind     string // verb, noun, preposition or phrase
	Strength int    // 1: nearly always a cue beside a quote; 2: usually; 3: only beside quotation marks
}

// ReadCues reads a lexicon: tab-separated lemma, third person, past, past participle, gerund, class
// and strength, with lines that begin with # left out. Several forms of one tense are parted by "/". Errors
// name file and line.
func ReadCues(name string, r io.Reader) (Cues, error) {
	c := Cues{words: map[string]cueEntry{}, phrases: map[string][]cuePhrase{}}
	sc := bufio.NewScanner(r)
	for line := 1; sc.Scan(); line++ {
		text := sc.Text()
		if strings.HasPrefix(text, "#") || strings.TrimSpace(text) == "" || strings.HasPrefix(text, "lemma\t") {
			continue
		}
		f := strings.Split(text, "\t")
		if len(f) != 7 {
			return Cues{}, fmt.Errorf("%s:%d: %d columns; a cue has 7: five forms, class, strength", name, line, len(f))
		}
		if len(f[6]) != 1 || f[6] < "1" || f[6] > "3" {
			return Cues{}, fmt.Errorf("%s:%d: strength %q is not 1, 2 or 3", name, line, f[6])
		}
		for i, cell := range f[:5] {
			e := cueEntry{lemma: strings.ToLower(f[0]), kind: cueKind(f[5]), class: f[5], strength: int(f[6][0] - '0'), forms: 1 << i}
			for form := range strings.SplitSeq(cell, "/") {
				c.add(strings.ToLower(strings.TrimSpace(form)), e)
			}
		}
	}
	if err := sc.Err(); err != nil {
		return Cues{}, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

func (c *Cues) add(form string, e cueEntry) {
	words := strings.Fields(form)
	switch {
	case len(words) == 0 || !strings.ContainsFunc(form, func(r rune) bool { return r >= 'a' }):
		return
	case len(words) > 1:
		for i, p := range c.phrases[words[0]] {
			if slices.Equal(p.words, words) {
				c.phrases[words[0]][i].entry.forms |= e.forms
				return
			}
		}
		c.phrases[words[0]] = append(c.phrases[words[0]], cuePhrase{words, e})
	default:
		// A form that two verbs share ("read", "put") keeps the stronger reading.
		old, ok := c.words[form]
		switch {
		case !ok || e.strength < old.strength:
			c.words[form] = e
		case old.class == e.class:
			old.forms |= e.forms
			c.words[form] = old
		}
	}
}

// cueKind says in the schema's words what a class of the lexicon is.
func cueKind(class string) string {
	switch class {
	case "prep":
		return "preposition"
	case "noun":
		return "noun"
	case "phrase", "adjunct", "adverb":
		return "phrase"
	}
	return "verb"
}

// Kind says what kind of cue the words are; a verb where the lexicon does not know them.
func (c Cues) Kind(words string) string {
	f := strings.Fields(strings.ToLower(words))
	if len(f) == 0 {
		return "verb"
	}
	for _, p := range c.phrases[f[0]] {
		if strings.Join(p.words, " ") == strings.Join(f, " ") {
			return p.entry.kind
		}
	}
	if e, ok := c.words[f[len(f)-1]]; ok {
		return e.kind
	}
	if len(f) > 1 {
		return "phrase"
	}
	return "verb"
}

// In returns the cues within a part of a text, ascending and disjoint; of phrases the longest.
func (c Cues) In(text string, tab *offset.Table, within annotate.Span) []Cue {
	var words []annotate.Span
	for at := within.Start; at < within.End && at < len(text); {
		start, end, ok := tab.WordAt(at)
		if ok && start >= at && end > start && end <= within.End {
			words = append(words, annotate.Span{Start: start, End: end})
			at = end
			if next, _, ok := tab.WordAt(at); ok && next == at {
				continue
			}
		}
		next := tab.NextWord(at)
		if next <= at {
			break
		}
		at = next
	}
	low := make([]string, len(words))
	for i, w := range words {
		low[i] = strings.ToLower(text[w.Start:w.End])
	}
	var out []Cue
	for i := 0; i < len(words); {
		e, n, ok := c.match(low[i:])
		if first := text[words[i].Start:words[i].End]; ok && n == 1 && titles[first] {
			ok = false // "Judge Bo" is a title, not a verb
		}
		if !ok {
			i++
			continue
		}
		out = append(out, Cue{annotate.Span{Start: words[i].Start, End: words[i+n-1].End}, e.kind, e.strength})
		i += n
	}
	return out
}

// match returns the longest entry that the words begin with, and how many words it takes.
func (c Cues) match(words []string) (cueEntry, int, bool) {
	e, ok := c.words[words[0]]
	n := 1
	for _, p := range c.phrases[words[0]] {
		if len(p.words) > n && len(p.words) <= len(words) && equal(p.words, words) {
			e, n, ok = p.entry, len(p.words), true
		}
	}
	return e, n, ok
}

func equal(phrase, words []string) bool {
	for i, w := range phrase {
		if words[i] != w {
			return false
		}
	}
	return true
}
