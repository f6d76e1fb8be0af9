package offset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The abbreviations of news text, without their full stop, in small letters. Own compilation.
var (
	// titles stand before a name: no sentence ends after them. They count when written with a capital.
	titles = set(`mr mrs ms mx dr prof gen maj col lt cmdr cdr capt sgt cpl adm rev hon rep reps sen sens gov
		pres supt insp det amb msgr fr sra srta mme mmes mlle mm m hr frau dipl ing mag sig dott avv messrs`)
	// months stand before a day, and seldom last.
	months = set(`jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc mär okt dez`)
	// numbered stand before a number.
	numbered = set(`no nos nr art arts fig figs vol vols p pp abs sec ch chap par para bd kap tel ziff n nº rs`)
	// inner are never last, whatever follows.
	inner = set(`vs cf viz ca approx incl excl esp resp bzw sog vgl evtl ggf inkl zzgl insb mind st ste
		geb gest verh p.ej aprox tzv např tj tzn np tzw m.in`)
	// last may end a sentence; they do before a word that begins sentences.
	last = set(`inc corp co ltd llc plc bros jr sr bhd etc al ave blvd rd dept univ assn bldg est min hrs hr
		mio mrd tsd usw u.s.w u.a cie`)
	// ordinalNouns follow a German or Nordic ordinal number: "28. September".
	ordinalNouns = set(`januar jänner februar märz april mai juni juli august september oktober november dezember
		januari februari mars maj augusti februarie juin juillet mei jahrhundert jahrhunderts jahrestag geburtstag
		platz liga bundesliga runde spieltag fc division etage stock auflage wahlgang weltkrieg weltkriegs kongress`)
)

// starters begin sentences and are no names: the words that may tell that an abbreviation was the last
// word of its sentence.
var starters = set(`the a an this that these those it its he she they we you i his her their our my your there here
	in on at by for from with without of to into as if when while where after before since until because although
	though but and or so yet nor however meanwhile moreover still also then now once both each many most some
	several few no not only even just all any another other what who why how which whether instead despite under
	over during between among against about according last next
	der die das den dem des ein eine einen einem einer er sie es wir ihr ich ihre seine im am auf mit nach bei für
	von vom zu zum zur aus aber und doch auch wenn als dies diese dieser dieses nun so noch wie weil während
	il elle ils elles cette mais dans selon pour avec pero esta este según los las`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// abbreviates reports whether the full stop between left and next is that of an abbreviation, an
// initial or an ordinal number within a sentence. Left is the sentence so far, without the stop; next
// is what follows, without space and opening marks.
func abbreviates(left, next string) bool {
	token := left
	if i := strings.LastIndexFunc(left, endsToken); i >= 0 {
		_, size := utf8.DecodeRuneInString(left[i:])
		token = left[i+size:]
	}
	follower := firstWord(next)
	starts := starters[strings.ToLower(follower)]
	capital := unicode.IsUpper(firstRune(token))
	beforeNumber := follower != "" && unicode.IsNumber(firstRune(follower))
	low := strings.ToLower(token)
	switch {
	case token == "":
		return false
	case isNumber(token):
		// "1. The plan" at the head of a list, "28. September"
		return strings.TrimSpace(left) == token && len(token) <= 3 || len(token) <= 2 && ordinalNouns[strings.ToLower(follower)]
	case titles[low] && capital || inner[low]:
		return true
	case months[low] && capital, numbered[low]:
		return beforeNumber
	case last[low]:
		return !starts
	case isDotted(token):
		return !starts || !capital && low != "a.m" && low != "p.m"
	case utf8.RuneCountInString(token) != 1:
		return false
	case capital:
		return !starts
	}
	// "z. B.", "i. d. R.": small letters that go on with another
	return unicode.IsLower(firstRune(token)) && utf8.RuneCountInString(follower) == 1 && strings.HasPrefix(next[len(follower):], ".")
}

// endsToken reports whether an abbreviation begins after r.
func endsToken(r rune) bool {
	return unicode.IsSpace(r) || isOpening(r) || isClosing(r) || r == '/' || r == ','
}

// firstWord returns the letters or digits that s begins with.
func firstWord(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !isWordRune(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func isNumber(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
}
