package annotate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Entity is the person, organisation or place that mentions refer to. Entities belong to the
// project; all its documents share them.
type Entity struct {
	ID      ID
	Type    string // a mention type of the schema that can be an entity: "person", "org"
	Name    string
	Aliases []string          // other names, without Name
	Dated   []DatedName       // names that mean it for a time only: "the president"
	IDs     map[string]string // identities elsewhere: "wikidata" → "Q…"
	Note    string
}

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

// Clone returns a deep copy.
func (e *Entity) Clone() *Entity {
	c := *e
	c.Aliases = slices.Clone(e.Aliases)
	c.Dated = slices.Clone(e.Dated)
	c.IDs = maps.Clone(e.IDs)
	return &c
}

// Equal reports whether both are the same entity, described in the same way.
func (e *Entity) Equal(f *Entity) bool {
	if e == nil || f == nil {
		return e == f
	}
	return e.ID == f.ID && e.Type == f.Type && e.Name == f.Name && e.Note == f.Note &&
		slices.Equal(e.Aliases, f.Aliases) && slices.Equal(e.Dated, f.Dated) && maps.Equal(e.IDs, f.IDs)
}
