package annotate

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// DatedName is a name that means an entity for a span of time, and perhaps only in one place: an office, a
// title, a married name. It is resolved by the date of the article.
type DatedName struct {
	Name        string
	From, Until string // dates as ISO 8601 writes them, to the day, month or year; both included; "" for open
	Place       string // "" for everywhere
}

// ValidOn reports whether the name meant its entity on a date as ISO 8601 writes it, or may have: a year says
// nothing against any of its days. Without a date it may have.
func (d DatedName) ValidOn(date string) bool {
	date = day(date)
	return !(date != "" && (d.From != "" && before(date, day(d.From)) || d.Until != "" && before(day(d.Until), date)))
}

// Check says what is wrong with the name or its dates.
func (d DatedName) Check() error {
	if strings.TrimSpace(d.Name) == "" {
		return errors.New("a dated name is empty")
	}
	for _, date := range []string{d.From, d.Until} {
		if date != "" && !isDate(date) {
			return fmt.Errorf("%q is not a date; write a year, month or day: 2019, 2019-03, 2019-03-31", date)
		}
	}
	if d.From != "" && d.Until != "" && before(d.Until, d.From) {
		return fmt.Errorf("%s ends (%s) before it begins (%s)", d.Name, d.Until, d.From)
	}
	return nil
}

func isDate(s string) bool {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// day cuts the time off a date.
func day(date string) string {
	date, _, _ = strings.Cut(date, "T")
	date, _, _ = strings.Cut(date, " ")
	return date
}

// before reports whether a date lies before another for certain: "2019" is not before "2019-03".
func before(x, y string) bool {
	n := min(len(x), len(y))
	return x[:n] < y[:n]
}

// String writes a dated name as people do: "the mayor (2019 to 2024-05, Bergen)".
func (d DatedName) String() string {
	s := d.Name + " (" + cmp.Or(d.From, "…") + " to " + cmp.Or(d.Until, "…")
	if d.Place != "" {
		s += ", " + d.Place
	}
	return s + ")"
}

// WriteDated writes dated names with semicolons between them.
func WriteDated(names []DatedName) string {
	out := make([]string, len(names))
	for i, d := range names {
		out[i] = d.String()
	}
	return strings.Join(out, "; ")
}

// ParseDated is the opposite of [WriteDated]. What stands in the brackets may be left out, and so may an end:
// "the mayor (since 2019)", "the mayor (until 2024, Bergen)", "the mayor (2019)" for that year alone. Commas may stand for
// the brackets: "the mayor, 2019 to 2024, Bergen".
func ParseDated(s string) ([]DatedName, error) {
	var out []DatedName
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.Join(strings.Fields(part), " "); part == "" {
			continue
		}
		d, err := parseDated(part)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func parseDated(s string) (d DatedName, err error) {
	if name, span, ok := strings.Cut(s, ", "); ok && !strings.ContainsAny(s, "()") && isSpan(span) {
		s = name + " (" + span + ")"
	}
	d.Name = s
	if open := strings.LastIndex(s, "("); open >= 0 && strings.HasSuffix(s, ")") {
		d.Name = strings.TrimSpace(s[:open])
		span, place, _ := strings.Cut(strings.TrimSuffix(s[open+1:], ")"), ",")
		d.Place, span = strings.TrimSpace(place), strings.TrimSpace(span)
		from, until, both := strings.Cut(span, " to ")
		if !both {
			from, until, both = strings.Cut(span, "–")
		}
		since, isSince := strings.CutPrefix(span, "since ")
		before, isUntil := strings.CutPrefix(span, "until ")
		switch {
		case both:
			d.From, d.Until = strings.Trim(from, " …"), strings.Trim(until, " …")
		case isSince:
			d.From = strings.TrimSpace(since)
		case isUntil:
			d.Until = strings.TrimSpace(before)
		case d.Place == "" && !isDate(span):
			d.Place = span
		default:
			d.From, d.Until = span, span
		}
	}
	if strings.Count(d.Name, "(") != strings.Count(d.Name, ")") {
		return d, fmt.Errorf("a bracket is missing in %q; write it such as: the mayor (2019 to 2024-05, Bergen)", s)
	}
	return d, d.Check()
}

// isSpan reports whether words begin with a time: "2019 to 2024", "since 2019".
func isSpan(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "since "), "until ")
	if i := strings.IndexAny(s, " ,–"); i >= 0 {
		s = s[:i]
	}
	return isDate(s)
}
