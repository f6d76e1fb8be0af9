package propose

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Convention is how a language prints quotations.
type Convention struct {
	Language              string // BCP 47, with a suffix where a language has several: "de-alt"
	Open, Close           rune
	InnerOpen, InnerClose rune // of a quotation within one
	InnerSpace            bool // marks are set off from their words by a (narrow) no-break space
	Note                  string
}

// Conventions are the conventions of many languages. Finding quotations uses all of them at once.
type Conventions []Convention

// conventionColumns are the columns of the lexicon, in order.
var conventionColumns = []string{"lang", "open", "close", "inner_open", "inner_close", "inner_space", "note"}

// ReadMarks reads a lexicon of conventions: tab-separated columns under a line that names them (lang,
// open, close, inner_open, inner_close, inner_space, note); lines that begin with # are left out. The
// name is for errors, which say file and line.
func ReadMarks(name string, r io.Reader) (Conventions, error) {
	var c Conventions
	headed := false
	sc := bufio.NewScanner(r)
	for line := 1; sc.Scan(); line++ {
		text := strings.TrimSuffix(sc.Text(), "\r")
		if strings.HasPrefix(text, "#") || strings.TrimSpace(text) == "" {
			continue
		}
		cells := strings.Split(text, "\t")
		if !headed {
			if !slices.Equal(cells, conventionColumns) {
				return nil, fmt.Errorf("%s:%d: columns are %q; they must be %q, parted by tabs", name, line, cells, conventionColumns)
			}
			headed = true
			continue
		}
		row, err := parseConvention(cells)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		}
		if slices.ContainsFunc(c, func(o Convention) bool { return o.Language == row.Language }) {
			return nil, fmt.Errorf("%s:%d: language %q has a line already; give this one a suffix, such as %[3]q", name, line, row.Language, row.Language+"-alt")
		}
		c = append(c, row)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(c) == 0 {
		return nil, fmt.Errorf("%s: no convention in it; it needs a line of column names and one line a language", name)
	}
	return c, nil
}

func parseConvention(cells []string) (Convention, error) {
	if len(cells) == len(conventionColumns)-1 {
		cells = append(cells, "") // an editor took the tab before an empty note
	}
	if len(cells) != len(conventionColumns) {
		return Convention{}, fmt.Errorf("%d columns; a convention has %d: %s", len(cells), len(conventionColumns), strings.Join(conventionColumns, ", "))
	}
	c := Convention{Language: cells[0], Note: cells[6]}
	if c.Language == "" {
		return Convention{}, fmt.Errorf("the first column, the language, is empty")
	}
	for i, mark := range []*rune{&c.Open, &c.Close, &c.InnerOpen, &c.InnerClose} {
		r, size := utf8.DecodeRuneInString(cells[i+1])
		if r == utf8.RuneError || size != len(cells[i+1]) {
			return Convention{}, fmt.Errorf("%s is %q; it must be one character", conventionColumns[i+1], cells[i+1])
		}
		if !isMark(r) {
			return Convention{}, fmt.Errorf("%s is %q, which is no quotation mark that Quoth knows; it knows %s", conventionColumns[i+1], r, knownMarks)
		}
		*mark = r
	}
	switch cells[5] {
	case "yes":
		c.InnerSpace = true
	case "no":
	default:
		return Convention{}, fmt.Errorf("inner_space is %q; it must be yes or no", cells[5])
	}
	return c, nil
}
