//go:build !headless

package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// Of a version's words much is the same in all versions, and only where they begin and end is of interest. So
// what is the same is shown as a few words at the ends of it, and what not all have is marked.
const (
	sameKept  = 12 // runes kept at each end of what is the same
	wholeKept = 8  // and of a part of a broken quote that is the same as a whole
	otherKept = 40 // and of what differs
)

// versionWords writes the words of one version of a thing in the text beside those of the others: what is not
// in all of them is bold and underlined, and long stretches that are the same are left out.
func versionWords(text string, mine []annotate.Span, others [][]annotate.Span) []control.Run {
	var runs []control.Run
	add := func(r control.Run) {
		if n := len(runs); n > 0 && runs[n-1].Under == r.Under && runs[n-1].Ink == r.Ink {
			runs[n-1].Text += r.Text
		} else if r.Text != "" {
			runs = append(runs, r)
		}
	}
	for i, s := range mine {
		if i > 0 {
			add(control.Run{Text: " … ", Ink: look.Faint})
		}
		parts := split(s, others)
		for _, p := range parts {
			words := strings.ReplaceAll(text[p.Start:p.End], "\n", " ")
			if p.same {
				keep := sameKept
				if len(mine) > 1 && len(parts) == 1 { // another part of it differs, if any does
					keep = wholeKept
				}
				add(control.Run{Text: shortened(words, keep), Ink: look.Ink})
			} else {
				add(control.Run{Text: shortened(words, otherKept), Ink: look.Accent, Bold: true, Under: true})
			}
		}
	}
	return runs
}

// part is a piece of a span that all versions hold, or that at least one does not.
type part struct {
	annotate.Span
	same bool
}

// split cuts a span where others begin and end.
func split(s annotate.Span, others [][]annotate.Span) []part {
	cuts := []int{s.Start, s.End}
	for _, o := range others {
		for _, x := range o {
			for _, at := range []int{x.Start, x.End} {
				if s.Start < at && at < s.End {
					cuts = append(cuts, at)
				}
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []part
	for i := 1; i < len(cuts); i++ {
		p := part{Span: annotate.Span{Start: cuts[i-1], End: cuts[i]}, same: true}
		for _, o := range others {
			p.same = p.same && annotate.Covers(o, []annotate.Span{p.Span})
		}
		if n := len(out); n > 0 && out[n-1].same == p.same {
			out[n-1].End = p.End
		} else {
			out = append(out, p)
		}
	}
	return out
}

// shortened keeps of what is the same in all versions its beginning and its end, where it is long.
func shortened(words string, keep int) string {
	if utf8.RuneCountInString(words) <= 2*keep+3 {
		return words
	}
	return cutAfter(words, keep) + " … " + cutBefore(words, keep)
}

// cutAfter returns the beginning of words, about so many runes: up to a blank if there is one, and never half a
// character.
func cutAfter(words string, runes int) string {
	at := byteOf(words, runes)
	if i := strings.LastIndexByte(words[:at], ' '); i > 0 {
		return words[:i]
	}
	return words[:offset.New(words).PrevGrapheme(at+1)]
}

// cutBefore returns the end of words, likewise.
func cutBefore(words string, runes int) string {
	at := byteOf(words, utf8.RuneCountInString(words)-runes)
	if i := strings.IndexByte(words[at:], ' '); i >= 0 && at+i+1 < len(words) {
		return words[at+i+1:]
	}
	if i := strings.LastIndexByte(words[:at], ' '); i >= 0 && utf8.RuneCountInString(words[i:at]) <= runes { // the word whole
		return words[i+1:]
	}
	return words[offset.New(words).NextGrapheme(at-1):]
}

// byteOf returns where the n-th rune begins.
func byteOf(words string, n int) int {
	for i := range words {
		if n == 0 {
			return i
		}
		n--
	}
	return len(words)
}
