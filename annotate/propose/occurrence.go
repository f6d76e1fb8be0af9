package propose

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// Occurrences yields where a text has the surface, of those that begin within a part of it, ascending and
// disjoint; tab is the text's table.
//
// An occurrence is whole words, as [offset.Table.WordAt] has them: "Trump" is in "Trump’s" and in
// "Trump-Putin", which is two words, and not in "Trumpet"; "Europe" is in "l’Europe". Capitals matter,
// unless the surface has none: then those of the text do not either. White space matters by place, not
// by kind: a line end between two words of a name is as good as a space, an empty line is not.
func Occurrences(text string, tab *offset.Table, within annotate.Span, surface string) iter.Seq[annotate.Span] {
	want := strings.Fields(surface)
	blind := !strings.ContainsFunc(surface, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) })
	return func(yield func(annotate.Span) bool) {
		if len(want) == 0 {
			return
		}
		words := wordBorders{tab: tab}
		from := within.Start
		for at := range starts(text, within, want[0], blind) {
			if at < from {
				continue
			}
			end, ok := matchFields(text, at, want, blind)
			if ok && words.whole(text, at, end) {
				if !yield(annotate.Span{Start: at, End: end}) {
					return
				}
				from = end
			}
		}
	}
}

// starts yields where the word, or in what is blind to capitals its first letter, begins within a part of a
// text, overlapping ones too.
func starts(text string, within annotate.Span, word string, blind bool) iter.Seq[int] {
	first, _ := utf8.DecodeRuneInString(word)
	return func(yield func(int) bool) {
		if !blind {
			last := min(len(text), within.End+len(word)-1) // of the last one that begins within
			for at := within.Start; at < last; at++ {
				i := strings.Index(text[at:last], word)
				if i < 0 || !yield(at+i) {
					return
				}
				at += i
			}
			return
		}
		for i, r := range text[within.Start:within.End] {
			if foldRune(r) == foldRune(first) && !yield(within.Start+i) {
				return
			}
		}
	}
}

// matchFields reports whether the words stand at byte at of a text with white space between them, and
// where they end.
func matchFields(text string, at int, want []string, blind bool) (end int, ok bool) {
	for i, w := range want {
		if i > 0 {
			rest := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
			space := text[at : len(text)-len(rest)]
			if space == "" || strings.Count(space, "\n") > 1 {
				return 0, false
			}
			at += len(space)
		}
		n, ok := hasPrefix(text[at:], w, blind)
		if !ok {
			return 0, false
		}
		at += n
	}
	return at, true
}

// hasPrefix reports whether s begins with prefix, and how many bytes of s that takes.
func hasPrefix(s, prefix string, blind bool) (n int, ok bool) {
	if !blind {
		return len(prefix), strings.HasPrefix(s, prefix)
	}
	for _, want := range prefix {
		r, size := utf8.DecodeRuneInString(s[n:])
		if size == 0 || foldRune(r) != foldRune(want) {
			return 0, false
		}
		n += size
	}
	return n, true
}

func foldRune(r rune) rune { return unicode.ToLower(r) }

// wordBorders asks a table about ascending places, each word once.
type wordBorders struct {
	tab  *offset.Table
	word annotate.Span
}

// whole reports whether [start, end) neither begins nor ends inside a word or a grapheme cluster.
func (w *wordBorders) whole(text string, start, end int) bool {
	if !w.tab.IsGrapheme(start) || !w.tab.IsGrapheme(end) {
		return false
	}
	if s, _, ok := w.at(start); ok && s < start {
		return false
	}
	last := end - 1
	for last > start && !utf8.RuneStart(text[last]) {
		last--
	}
	_, e, ok := w.at(last)
	return !ok || e <= end
}

// at returns the word that byte b is in.
func (w *wordBorders) at(b int) (start, end int, ok bool) {
	if w.word.Start <= b && b < w.word.End {
		return w.word.Start, w.word.End, true
	}
	start, end, ok = w.tab.WordAt(b)
	if !ok || b < start || b >= end {
		return 0, 0, false
	}
	w.word = annotate.Span{Start: start, End: end}
	return start, end, true
}
