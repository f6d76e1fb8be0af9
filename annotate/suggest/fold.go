package suggest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate/offset"
)

// fold returns a text in small plain letters: compatibility forms decomposed, marks dropped, every run
// of other characters one space, none at the ends. Apostrophes vanish (O’Brien is obrien) and each
// ideograph is a word.
func fold(s string) string { return string(appendFolded(make([]byte, 0, len(s)+4), s)) }

// appendFolded appends what fold returns.
func appendFolded(dst []byte, s string) []byte {
	f := folder{out: dst, begin: len(dst)}
	f.text(s)
	return f.out
}

// foldMap is fold with, for every byte of the folded text, the byte of s at which its letter begins.
func foldMap(s string) (folded string, from []int) {
	f := folder{mapped: true}
	f.text(s)
	return string(f.out), f.from
}

// folder collects a folded text.
type folder struct {
	out    []byte
	begin  int // where in out the text begins
	from   []int
	mapped bool
	space  bool // one is due before the next letter
}

// ascii says what becomes of plain characters: the small letter or the digit, 0 for a space, 1 for nothing.
var ascii = func() (to [utf8.RuneSelf]byte) {
	for c := range to {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			to[c] = byte(c)
		case c >= 'A' && c <= 'Z':
			to[c] = byte(c) + 'a' - 'A'
		case c == '\'':
			to[c] = 1
		}
	}
	return to
}()

func (f *folder) text(s string) {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			switch to := ascii[c]; to {
			case 0:
				f.space = true
			case 1:
			default:
				if f.space && len(f.out) > f.begin {
					f.put(" ", i)
				}
				f.space = false
				f.out = append(f.out, to)
				if f.mapped {
					f.from = append(f.from, i)
				}
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		f.runes(r, i)
		i += n
	}
}

// runes adds one character from byte at, in its decomposed form.
func (f *folder) runes(char rune, at int) {
	var buf [32]byte
	plain := offset.AppendPlain(buf[:0], char)
	for len(plain) > 0 {
		r, n := utf8.DecodeRune(plain)
		f.letter(r, at)
		plain = plain[n:]
	}
}

// letter adds r from byte at, or what stands for it.
func (f *folder) letter(r rune, at int) {
	switch {
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mc, r):
		ideograph := unicode.Is(unicode.Han, r)
		if (f.space || ideograph) && len(f.out) > f.begin {
			f.put(" ", at)
		}
		from := len(f.out)
		f.out = utf8.AppendRune(f.out, r)
		for n := len(f.out); f.mapped && from < n; from++ {
			f.from = append(f.from, at)
		}
		f.space = ideograph
	case unicode.Is(unicode.Mn, r), isApostrophe(r), unicode.Is(unicode.Cf, r):
	default:
		f.space = true
	}
}

func (f *folder) put(s string, at int) {
	f.out = append(f.out, s...)
	if f.mapped {
		for range len(s) {
			f.from = append(f.from, at)
		}
	}
}

func isApostrophe(r rune) bool { return strings.ContainsRune(`'’‘ʼʻʿʾ׳`, r) }

// titles are words that stand before a name and are seldom part of it, folded. Own compilation.
var titles = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`mr mrs ms mx miss dr prof professor doctor sir dame lord lady baron baroness
		president vice prime minister premier chancellor secretary foreign deputy acting former ex late senator sen
		representative rep congressman congresswoman governor gov mayor ambassador amb king queen prince princess pope
		cardinal bishop archbishop father sister rabbi imam sheikh ayatollah general gen colonel col major captain capt
		lieutenant lt sergeant sgt admiral commander judge justice attorney chief ceo chairman chairwoman chair director
		spokesman spokeswoman spokesperson coach leader founder the herr frau monsieur madame m mme mlle senor senora sr
		sra signor signora don dona bundeskanzler bundeskanzlerin kanzler prasident prasidentin minister ministerin
		presidente ministre ministro`) {
		m[w] = true
	}
	return m
}()

// typed returns the folded words of a query, without possessives: all of them, and those that are no
// titles. Where there are only titles, these are the name.
func typed(query string) (all, named []string) {
	all = strings.Fields(fold(withoutPossessives(query)))
	for _, w := range all {
		if !titles[w] {
			named = append(named, w)
		}
	}
	if len(named) == 0 {
		named = all
	}
	return all, named
}

// withoutPossessives drops ’s at the end of words.
func withoutPossessives(s string) string {
	if !strings.ContainsFunc(s, isApostrophe) {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		w = strings.TrimRightFunc(w, unicode.IsPunct)
		stem, found := strings.CutSuffix(strings.TrimSuffix(w, "S"), "s")
		if !found {
			stem = strings.TrimSuffix(w, "S")
		}
		if r, n := utf8.DecodeLastRuneInString(stem); len(stem) < len(w) && isApostrophe(r) && n < len(stem) {
			words[i] = stem[:len(stem)-n]
		}
	}
	return strings.Join(words, " ")
}
