package propose

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// class is what grammar knows about a word, as bits. Each is a class of the lexicon of words.
type class uint64

const (
	isThat    class = 1 << iota // begins what is said: that, whether
	isMayThat                   // begins it after some verbs: if, what
	isArticle
	isPossessive
	isHe
	isShe
	isThey
	isIt
	isMe
	isSubject // can only be a subject, or begins one
	isWho
	isAuxiliary
	isBe
	isModal
	isNegation
	isAdverb
	isPreposition
	isConjunction
	isSubordinator
	isInfinitive
	isAsIf
	isVerb // a finite verb
	isNotVerb
	isRole
	isRolePlural
	isBody // speaks for people: government, report
	isHonorific
	isTitle
	isOrgEnd
	isOrgStart
	isPlaceEnd
	isPlaceStart
	isPlaceBefore
	isMonth
	isWeekday
	isDateWord
	isDateUnit
	isDateBefore
	isOpening // begins sentences, so that its capital says nothing
	isDemonym
	isHedge
	isPartial
	isKin    // one person, by kinship or age
	isAct    // a verb, by its base form, whose object alone is what is said: criticise the plan
	isSurvey // tells what was found: poll, records

	isClause // a subject with its verb in one word: they’re; found by its form, not in the lexicon
)

var classNames = []string{"that", "maythat", "article", "possessive", "he", "she", "they", "it", "me", "subject", "who",
	"auxiliary", "be", "modal", "negation", "adverb", "preposition", "conjunction", "subordinator", "infinitive", "asif",
	"verb", "notverb", "role", "roleplural", "body", "honorific", "title", "orgend", "orgstart", "placeend", "placestart",
	"placebefore", "month", "weekday", "dateword", "dateunit", "datebefore", "opening", "demonym", "hedge", "partial", "kin", "act", "survey"}

// isPronoun are the classes of words that stand for a name.
const isPronoun = isHe | isShe | isThey | isIt | isMe

// Lexicon is what the rules know about languages.
type Lexicon struct {
	Marks     Conventions
	languages map[string]*language
	given     map[string]byte   // given names, as printed: m, f or x
	places    map[string]bool   // as printed
	short     map[string]string // abbreviations of countries and organisations, as printed, and their names in full
}

// language is the grammar of one language.
type language struct {
	code  string
	words map[string]*entry
	cues  Cues
	month map[string]int // 1 to 12
	day   map[string]int // 0 (Sunday) to 6
}

// entry is what is known about a word in small letters.
type entry struct {
	class   class
	cue     *cueEntry   // nil where the word alone is no cue
	phrases []cuePhrase // of which it is the first word
	trigger []trigger
}

// fallback is the language of texts of which the language has no grammar.
const fallback = "en"

// ReadLexicon reads the folder of lexicons: marks.tsv, words.tsv, given.tsv, places.tsv, short.tsv, events.tsv, and
// cues.tsv for English with cues-xx.tsv for other languages. Errors name file and line.
func ReadLexicon(folder fs.FS) (*Lexicon, error) {
	l := &Lexicon{languages: map[string]*language{}, given: map[string]byte{}, places: map[string]bool{}, short: map[string]string{}}
	for _, f := range []struct {
		name string
		read func(name string, data []byte) error
	}{
		{"marks.tsv", l.readMarks}, {"words.tsv", l.readWords}, {"cues.tsv", l.readCues(fallback)},
		{"given.tsv", l.readGiven}, {"places.tsv", l.readPlaces}, {"short.tsv", l.readShort}, {"events.tsv", l.readEvents},
	} {
		data, err := fs.ReadFile(folder, f.name)
		if err != nil {
			return nil, err
		}
		if err := f.read(f.name, data); err != nil {
			return nil, err
		}
	}
	others, err := fs.Glob(folder, "cues-??.tsv")
	if err != nil {
		return nil, err
	}
	for _, name := range others {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		if err := l.readCues(name[len("cues-"):len("cues-xx")])(name, data); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Cues returns the cues of a language, or of English where there are none for it.
func (l *Lexicon) Cues(code string) Cues { return l.language(code).cues }

func (l *Lexicon) language(code string) *language {
	code, _, _ = strings.Cut(strings.ToLower(code), "-")
	if g := l.languages[code]; g != nil {
		return g
	}
	return l.languages[fallback]
}

// of returns the grammar of a language, made on first use.
func (l *Lexicon) of(code string) *language {
	g := l.languages[code]
	if g == nil {
		g = &language{code: code, words: map[string]*entry{}, month: map[string]int{}, day: map[string]int{}}
		l.languages[code] = g
	}
	return g
}

// speaks reports whether a word is a noun of saying, in either number: comments, claim.
func (g *language) speaks(word string) bool {
	for _, w := range []string{word, strings.TrimSuffix(word, "s")} {
		if e := g.words[w]; e != nil && e.cue != nil && e.cue.class == "noun" {
			return true
		}
	}
	return nounVerbs[word] && word != "report" && word != "reports"
}

func (g *language) entry(word string) *entry {
	e := g.words[word]
	if e == nil {
		e = &entry{}
		g.words[word] = e
	}
	return e
}

// eachRow calls fn for the rows of a table of tab-separated columns, under the line that names them.
func eachRow(name string, data []byte, columns []string, fn func(cells []string) error) error {
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	headed := false
	for line := 1; sc.Scan(); line++ {
		text := strings.TrimSuffix(sc.Text(), "\r")
		if strings.HasPrefix(text, "#") || strings.TrimSpace(text) == "" {
			continue
		}
		cells := strings.Split(text, "\t")
		if !headed {
			if headed = true; !slices.Equal(cells, columns) {
				return fmt.Errorf("%s:%d: columns are %q; they must be %q, parted by tabs", name, line, cells, columns)
			}
			continue
		}
		if len(cells) != len(columns) {
			return fmt.Errorf("%s:%d: %d columns; there must be %d: %s", name, line, len(cells), len(columns), strings.Join(columns, ", "))
		}
		if err := fn(cells); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (l *Lexicon) readMarks(name string, data []byte) (err error) {
	l.Marks, err = ReadMarks(name, bytes.NewReader(data))
	return err
}

func (l *Lexicon) readWords(name string, data []byte) error {
	return eachRow(name, data, []string{"class", "lang", "words"}, func(c []string) error {
		i := slices.Index(classNames, c[0])
		if i < 0 {
			return fmt.Errorf("there is no class %q; there are: %s", c[0], strings.Join(classNames, ", "))
		}
		g := l.of(c[1])
		for n, w := range strings.Fields(c[2]) {
			w = strings.ReplaceAll(w, "_", " ")
			g.entry(w).class |= 1 << i
			if 1<<i == isRole && c[1] == fallback {
				g.entry(w + "s").class |= isRolePlural
			}
			switch {
			case 1<<i == isMonth:
				if n >= 12 { // the short names begin again
					n = monthOfShort(g, w)
				} else {
					n++
				}
				g.month[w] = n
			case 1<<i == isWeekday:
				g.day[w] = (n + 1) % 7
			}
		}
		return nil
	})
}

// monthOfShort returns the month whose name begins as a short one does.
func monthOfShort(g *language, short string) int {
	for long, n := range g.month {
		if len(long) > len(short) && strings.HasPrefix(long, short[:3]) {
			return n
		}
	}
	return 0
}

func (l *Lexicon) readCues(code string) func(string, []byte) error {
	return func(name string, data []byte) error {
		c, err := ReadCues(name, bytes.NewReader(data))
		if err != nil {
			return err
		}
		g := l.of(code)
		g.cues = c
		for w, e := range c.words {
			first, rest, parted := strings.Cut(w, "~")
			if parted {
				// “teilte … mit”: a phrase whose other words stand further on.
				words := append([]string{first, "~"}, strings.Fields(rest)...)
				g.entry(first).phrases = append(g.entry(first).phrases, cuePhrase{words, e})
				continue
			}
			g.entry(w).cue = &e
		}
		for w, ps := range c.phrases {
			if first, rest, parted := strings.Cut(w, "~"); parted {
				for _, p := range ps {
					words := append([]string{first, "~", rest}, p.words[1:]...)
					g.entry(first).phrases = append(g.entry(first).phrases, cuePhrase{words, p.entry})
				}
				continue
			}
			g.entry(w).phrases = append(g.entry(w).phrases, ps...)
		}
		for _, e := range g.words {
			slices.SortFunc(e.phrases, func(a, b cuePhrase) int {
				return cmp.Or(len(b.words)-len(a.words), slices.Compare(a.words, b.words))
			})
		}
		return nil
	}
}

func (l *Lexicon) readGiven(name string, data []byte) error {
	return eachRow(name, data, []string{"name", "gender"}, func(c []string) error {
		if c[1] != "m" && c[1] != "f" && c[1] != "x" {
			return fmt.Errorf("gender is %q; it must be m, f or x", c[1])
		}
		l.given[c[0]] = c[1][0]
		return nil
	})
}

func (l *Lexicon) readShort(name string, data []byte) error {
	return eachRow(name, data, []string{"short", "name"}, func(c []string) error {
		l.short[c[0]] = c[1]
		return nil
	})
}

func (l *Lexicon) readPlaces(name string, data []byte) error {
	return eachRow(name, data, []string{"place"}, func(c []string) error {
		l.places[c[0]] = true
		return nil
	})
}
