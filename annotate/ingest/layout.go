package ingest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"quoth/annotate"
)

// piece is a part of a text that a reader sees as a unit. Its span has no white space at its ends.
type piece struct {
	span  annotate.Span
	kind  annotate.BlockKind // "" where the source does not say what it is
	level int                // of a heading or list item; 0 for others
}

// line is a line of a plain text that is not blank.
type line struct {
	span      annotate.Span // without the white space around it
	indent    int           // columns of white space before it
	columns   int           // its width
	firstWord int           // the width of its first word
	bullet    bool          // begins an item of a list
	quoted    bool          // begins with ">"
	lower     bool          // begins with a small letter
	final     bool          // ends as a sentence does
	attached  bool          // no blank line before it
}

// manyColumns stands for the width of all lines that are too long to have been wrapped by hand.
const manyColumns = 1000

// widestWrap is the most columns to which people and programs wrap text.
const widestWrap = 120

// layOut cuts a plain text into pieces: paragraphs between blank lines, or one a line, or lines that were
// wrapped at a column and belong together. The pieces ascend, are disjoint and hold every character
// that is not white space.
func layOut(text string, p pace) ([]piece, error) {
	lines, err := splitLines(text, p)
	if err != nil {
		return nil, err
	}
	column := wrapColumn(lines)
	var pieces []piece
	inBullet := false
	for i, l := range lines {
		if i > 0 && l.attached && belongs(lines[i-1], l, column, inBullet) {
			pieces[len(pieces)-1].span.End = l.span.End
			continue
		}
		inBullet = l.bullet
		p := piece{span: l.span}
		if l.quoted {
			p.kind = annotate.BlockQuote
		}
		pieces = append(pieces, p)
	}
	markLists(lines, pieces)
	return pieces, nil
}

func splitLines(text string, p pace) ([]line, error) {
	var lines []line
	attached := false
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		if s, ok := trimmed(text, start, end); ok {
			l := describeLine(text[s.Start:s.End])
			l.span, l.attached = s, attached
			l.indent = columns(text[start:s.Start])
			lines = append(lines, l)
			attached = true
			if len(lines)%stepEvery == 0 {
				if err := p.at(start, len(text)); err != nil {
					return nil, err
				}
			}
		} else {
			attached = false
		}
		start = end + 1
	}
	return lines, p.at(1, 1)
}

// trimmed returns the span of text[start:end] without the white space at its ends, false if it is blank.
func trimmed(text string, start, end int) (annotate.Span, bool) {
	s := text[start:end]
	left := strings.TrimLeftFunc(s, unicode.IsSpace)
	if left == "" {
		return annotate.Span{}, false
	}
	start += len(s) - len(left)
	return annotate.Span{Start: start, End: start + len(strings.TrimRightFunc(left, unicode.IsSpace))}, true
}

func describeLine(s string) line {
	r, _ := utf8.DecodeRuneInString(s)
	l := line{bullet: bulletLength(s) > 0, quoted: r == '>', lower: unicode.IsLower(r), final: endsSentence(s)}
	if len(s) > 4*widestWrap {
		l.columns = manyColumns
		return l
	}
	l.columns = columns(s)
	word := s
	if i := strings.IndexFunc(s, unicode.IsSpace); i > 0 {
		word = s[:i]
	}
	l.firstWord = columns(word)
	if isWide(r) {
		l.firstWord = 2 // such scripts break between any two characters
	}
	return l
}

// columns returns the width of a text on a terminal: wide East Asian characters have two columns,
// combining marks none, a tab four.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r == '\t':
			n += 4
		case r < 0x300:
			n++
		case isWide(r):
			n += 2
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		default:
			n++
		}
	}
	return n
}

func isWide(r rune) bool {
	if r < 0x1100 || r >= 0x1160 && r < 0x231A { // most letters, and the punctuation of all scripts
		return false
	}
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// wrapColumn returns the column at which a text was wrapped, 0 if each of its lines is a paragraph. A
// wrapped line is one whose successor's first word would not have fitted any more.
func wrapColumn(lines []line) int {
	var broken []int // indices of the lines that another follows at once
	long, all := 0, 0
	for i, l := range lines {
		all += l.span.Len()
		if l.columns > widestWrap {
			long += l.span.Len()
		} else if i+1 < len(lines) && lines[i+1].attached && !lines[i+1].bullet && !lines[i+1].quoted {
			broken = append(broken, i)
		}
	}
	if len(broken) == 0 || 2*long > all {
		return 0
	}
	sizes := make([]int, len(broken))
	for n, i := range broken {
		sizes[n] = lines[i].columns
	}
	slices.Sort(sizes)
	column := sizes[len(sizes)-1-len(sizes)/50] // a few lines hold an address that could not be broken
	if column < 40 {
		return 0
	}
	full, running := 0, 0
	for _, i := range broken {
		if isFull(lines[i], lines[i+1], column) {
			full++
		}
		if !lines[i].final && lines[i+1].lower {
			running++
		}
	}
	// The widest line is full by definition, so it proves nothing.
	if (full-1)*10 >= 6*(len(broken)-1) && full > 1 || 2*running >= len(broken) {
		return column
	}
	return 0
}

func isFull(l, next line, column int) bool { return l.columns+1+next.firstWord > column-1 }

// belongs reports whether a line goes on with the piece that the line before it ends.
func belongs(l, next line, column int, inBullet bool) bool {
	switch {
	case next.bullet:
		return false
	case l.quoted || next.quoted:
		return l.quoted && next.quoted
	case column == 0:
		return false
	case inBullet && next.indent > 0:
		return true
	case next.indent > l.indent+1:
		return false
	case isFull(l, next, column):
		return true
	case !l.final && next.lower:
		return 10*l.columns >= 4*column
	}
	return 10*l.columns >= 6*column && !(l.final && !next.lower)
}

// bulletLength returns the length in bytes of the mark that begins an item of a list, with the
// white space after it: "- ", "• ", "3. ", "(3) ". 0 if there is none.
func bulletLength(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	rest := s[n:]
	switch {
	case strings.ContainsRune("-*•·‣◦▪●", r):
	case unicode.IsDigit(r) || r == '(':
		digits := 0
		if r != '(' {
			rest = s
		}
		for digits < len(rest) && digits < 4 && rest[digits] >= '0' && rest[digits] <= '9' {
			digits++
		}
		if digits == 0 || digits == 4 {
			return 0
		}
		rest = strings.TrimPrefix(rest[digits:], " ")
		if rest == "" || rest[0] != ')' && (rest[0] != '.' || r == '(') {
			return 0
		}
		rest = rest[1:]
	default:
		return 0
	}
	item := strings.TrimLeft(rest, " \t\u00A0")
	if len(item) == len(rest) || strings.IndexFunc(item, isWordRune) < 0 {
		return 0
	}
	return len(s) - len(item)
}

// markLists marks the pieces that begin with a bullet and stand beside another such piece. One
// alone is a heading with a number, a line of dialogue or a sentence. The level is by indent.
func markLists(lines []line, pieces []piece) {
	bullets := make([]bool, len(pieces))
	indents := make([]int, len(pieces))
	n := 0
	for i := range pieces {
		for lines[n].span.Start < pieces[i].span.Start {
			n++
		}
		bullets[i], indents[i] = lines[n].bullet, lines[n].indent
	}
	for i := 0; i < len(pieces); i++ {
		end := i
		for end < len(pieces) && bullets[end] {
			end++
		}
		if end-i < 2 {
			continue
		}
		var open []int // the indents of the items that hold the present one
		for j := i; j < end; j++ {
			for len(open) > 0 && open[len(open)-1] >= indents[j] {
				open = open[:len(open)-1]
			}
			open = append(open, indents[j])
			pieces[j].kind, pieces[j].level = annotate.BlockList, len(open)
		}
		i = end - 1
	}
}

const closers = `"'”’»›)]}」』）】*_`

// endsSentence reports whether a text ends with the punctuation of a sentence, closing quotation marks aside.
func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, closers+" \u00A0\u202F"))
	return strings.ContainsRune(".!?…。！？．؟۔।:", r)
}
