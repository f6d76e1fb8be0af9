package propose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// Names returns the words within a part of a text that look like names of people and organisations,
// or stand for them: runs of capitalised words, pronouns, and "the" with a word for who speaks. They
// are ascending and disjoint.
//
// Capitals say nothing at the start of a sentence, so a single word there counts only where it is no
// common opening word. Scripts without capitals have no names by this rule.
func Names(text string, tab *offset.Table, within annotate.Span) []annotate.Span {
	var out []annotate.Span
	var run annotate.Span // of capitalised words, possibly empty
	close := func() {
		if run.Len() > 0 {
			if s := trimOpening(text, run); s.Len() > 0 {
				out = append(out, s)
			}
		}
		run = annotate.Span{}
	}
	the := -1
	for start, end := range tab.Words(within.Start, within.End) {
		word := text[start:end]
		switch {
		case run.Len() > 0 && upperFirst(word) && joins(text[run.Start:run.End], text[run.End:start], text[end:]):
			run.End = end
		case run.Len() > 0 && particles[word] && text[run.End:start] == " " && followedByName(text, tab, end):
			run.End = end
		case upperFirst(word) && !pronouns[strings.ToLower(word)]:
			close()
			run = annotate.Span{Start: start, End: end}
		default:
			close()
			low := strings.ToLower(word)
			switch {
			case pronouns[low]:
				out = append(out, annotate.Span{Start: start, End: end})
			case the >= 0 && speakers[low]:
				out = append(out, annotate.Span{Start: the, End: end})
			}
		}
		the = -1
		if word == "the" || word == "The" {
			the = start
			if run.Start == start {
				run = annotate.Span{}
			}
		}
	}
	close()
	return out
}

// joins reports whether what stands between a run of capitalised words and the next one keeps them
// one name: "Ana Díaz", "J. Smith", "Dr. Smith"; but not "Alaska. That". A hyphen does within a longer
// name ("Ana Díaz-Novák", "Jean-Luc Moreau"), and else parts two: "the Díaz-Novák talks".
func joins(run, between, rest string) bool {
	switch between {
	case " ", "\u00a0", "’", "'":
		return true
	case "-":
		return strings.ContainsAny(run, " \u00a0") || strings.HasPrefix(rest, " ") && upperFirst(rest[1:])
	case ". ", ".\u00a0", ".":
		word := run[strings.LastIndexAny(run, " \u00a0.")+1:]
		return utf8.RuneCountInString(word) == 1 || titles[word]
	}
	return false
}

func upperFirst(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// followedByName reports whether the word after off begins with a capital.
func followedByName(text string, tab *offset.Table, off int) bool {
	next := tab.NextWord(off)
	return next < len(text) && text[off:next] == " " && upperFirst(text[next:])
}

// longestName is how many words a name has at most; longer runs are headlines.
const longestName = 5

// trimOpening drops from the start of a run common opening words, and all up to a title: "But Russian
// President Putin" is Putin. What is left may be nothing.
func trimOpening(text string, run annotate.Span) annotate.Span {
	left := 0
	for at := run.Start; at < run.End; {
		n := strings.IndexAny(text[at:run.End], " \u00a0")
		next := run.End
		if n >= 0 {
			next = at + n + 1
			if text[at+n] != ' ' {
				next = at + n + len("\u00a0")
			}
		} else {
			n = run.End - at
		}
		word := strings.TrimSuffix(text[at:at+n], ".")
		if left++; titles[word] || left == 1 && openings[word] {
			run.Start, left = next, 0
		}
		at = next
	}
	if left == 0 || left > longestName || left == 1 && articles[text[run.Start:run.End]] {
		return annotate.Span{}
	}
	return run
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	pronouns  = set("he she they we i you")
	particles = set("de da do dos del della der den di du van von la le al bin ibn of the")
	openings  = set(`A About According After All Also Although Among An And Another Any As At Because Before Both But By
		Critics Despite During Each Earlier Even Every Experts Few Finally First For From Here How However If In Indeed Instead It Its
		Last Later Like Many Meanwhile More Most Much Nearly New No Nobody Nor Not Now Observers Of Officials On Once One Only Or Other Others Our
		Over People Perhaps Residents Several She Since So Some Still Such Than That The Their Then There These They This Those Though
		Through Thus To Today Tomorrow Two Under Until Was We What When Where Whether Which While Who Why With Without Yesterday Yet You Your
		Everything Nothing Everyone Something Speaking Asked Following Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
		September October November December He His Her`)
	// articles begin sentences and are no names alone; with what follows they may be: "La Paz".
	articles = set(`Le La Les Un Une Des Du Der Die Das Den Dem Ein Eine El Los Las Una Il Lo Gli O Os As Um Uma Het Een De En Ett`)
	titles   = set(`Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady President Vice Prime Minister Premier Chancellor Mayor Governor Gov
		Senator Sen Rep Representative Congressman Congresswoman Secretary Ambassador Judge Justice King Queen Prince Princess Pope
		Cardinal Bishop Archbishop Father Sister Brother Rabbi Imam General Gen Colonel Col Captain Capt Major Lieutenant Lt Sergeant Sgt
		Officer Detective Inspector Commissioner Chief Director Chairman Chairwoman Spokesman Spokeswoman Spokesperson Coach Foreign Deputy Former`)
	speakers = set(`spokesman spokeswoman spokesperson president minister chancellor mayor governor senator official officials
		ministry government police court judge lawyer company agency union party chief director chairman chairwoman chief leader leaders
		king queen pope general commander ambassador secretary prosecutor prosecutors author authors researcher researchers scientist scientists
		teacher doctor analyst analysts economist economists report statement study activist activists committee council mother father`)
)
