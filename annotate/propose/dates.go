package propose

import (
	"fmt"
	"strconv"
	"time"

	"quoth/annotate"
)

// findDates finds dates and periods, and says which day is meant where the text or the article's own date tells.
func (r *reading) findDates() {
	published, known := r.published()
	for i := 0; i < len(r.tokens); {
		// Dates begin with few words: most tokens are passed over.
		if t := &r.tokens[i]; t.class&(isMonth|isWeekday|isDateWord|isDateBefore) == 0 && (t.low[0] < '0' || t.low[0] > '9') {
			i++
			continue
		}
		d := r.dateAt(i)
		if d.to == 0 || r.skipsNames(i) || r.overlapsName(d.from, d.to) {
			i++
			continue
		}
		n := name{from: d.from, to: d.to, typ: "date", sort: dateName, score: 0.85, why: d.why}
		if v := d.value(published, known, r); v != "" {
			n.value = v
			n.why += ", which is " + v
		}
		r.names = append(r.names, n)
		for k := d.from; k < d.to; k++ {
			r.tokens[k].name = int32(len(r.names) - 1)
		}
		i = d.to
	}
}

// IsDate reports whether words of a language are a date, a weekday, a month or a period, and nothing else.
func (p *Rules) IsDate(language, words string) bool {
	if len(words) > longestDate {
		return false
	}
	r := read(p.lexicon, RulesAnnotator, &annotate.Document{Language: language, Text: words}, Known{})
	return len(r.tokens) > 0 && r.dateAt(0).to == len(r.tokens)
}

// longestDate is how many bytes a date has at most.
const longestDate = 64

func (r *reading) overlapsName(from, to int) bool {
	for k := from; k < to; k++ {
		if r.tokens[k].name >= 0 {
			return true
		}
	}
	return false
}

// published returns the article's own date.
func (r *reading) published() (time.Time, bool) {
	s := r.doc.Meta[annotate.MetaPublished]
	if len(s) >= len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)]); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// date is a date as the text has it; fields that it leaves open are 0, weekday is -1.
type date struct {
	from, to         int
	year, month, day int
	weekday          int
	days             int // from the article's date
	relative         bool
	later            bool // "next"
	why              string
}

// dateAt returns the date that begins at token i; its to is 0 where there is none.
func (r *reading) dateAt(i int) date {
	d := date{from: i, weekday: -1}
	t := &r.tokens[i]
	at := i
	if t.is(isWeekday) && (t.upper || r.grammar.code != "en") {
		d.weekday = r.grammar.day[t.low]
		at++
		d.to, d.why = at, "a day of the week"
		if x := r.calendar(at); x.to > 0 && r.tokens[at].gap&^gapComma == 0 {
			x.from, x.weekday = i, d.weekday
			return x
		}
		if at < len(r.tokens) && r.tokens[at].is(isDateUnit) && r.tokens[at].gap == 0 && partsOfDay[r.tokens[at].low] {
			d.to++
		}
		return d
	}
	if x := r.calendar(i); x.to > 0 {
		return x
	}
	if t.is(isDateWord) {
		d.to, d.relative, d.why = i+1, true, "a day counted from the article’s own"
		switch t.low {
		case "yesterday", "gestern", "hier", "ayer":
			d.days = -1
		case "tomorrow", "demain", "mañana":
			d.days = 1
		}
		return d
	}
	if t.is(isDateBefore) && i+1 < len(r.tokens) && r.tokens[i+1].gap == 0 && t.low != "early" && t.low != "late" && t.low != "mid" {
		u := &r.tokens[i+1]
		switch {
		case u.is(isWeekday):
			d.weekday, d.to, d.later, d.why = r.grammar.day[u.low], i+2, t.low == "next", "a day of the week"
			return d
		case u.is(isMonth) && u.upper:
			d.month, d.to, d.later, d.why = r.grammar.month[u.low], i+2, t.low == "next", "a month"
			return d
		case u.is(isDateUnit) && !partsOfDay[u.low]:
			d.to, d.why = i+2, "a period counted from the article’s date"
			return d
		}
	}
	if isYear(t.low) && i > 0 && t.gap == 0 {
		switch r.tokens[i-1].low {
		case "in", "since", "until", "by", "of", "from", "en", "desde", "depuis", "seit":
			d.year, _ = strconv.Atoi(t.low)
			d.to, d.why = i+1, "a year"
			return d
		}
	}
	return d
}

var partsOfDay = set("morning afternoon evening night")

// calendar returns a date with a month that begins at token i.
func (r *reading) calendar(i int) date {
	d := date{from: i, weekday: -1, why: "a date"}
	if i >= len(r.tokens) {
		return d
	}
	number := func(k int) (int, bool) {
		if k >= len(r.tokens) {
			return 0, false
		}
		w := r.tokens[k].low
		if w[0] < '0' || w[0] > '9' {
			return 0, false
		}
		for _, suffix := range []string{"st", "nd", "rd", "th", "er"} {
			if len(w) > len(suffix) && w[len(w)-len(suffix):] == suffix {
				w = w[:len(w)-len(suffix)]
			}
		}
		n, err := strconv.Atoi(w)
		return n, err == nil && n >= 1 && n <= 31 && len(w) <= 2
	}
	month := func(k int) int {
		if k >= len(r.tokens) {
			return 0
		}
		t := &r.tokens[k]
		if !t.is(isMonth) || !t.upper && (r.grammar.code == "en" || r.grammar.code == "de") {
			return 0
		}
		return r.grammar.month[t.low]
	}
	year := func(k int) {
		// "September 28, 2025", "28 de septiembre de 2025"
		if k < len(r.tokens) && r.tokens[k].gap == 0 && (r.tokens[k].low == "de" || r.tokens[k].low == "of") {
			k++
		}
		if k < len(r.tokens) && isYear(r.tokens[k].low) && r.tokens[k].gap&^gapComma == 0 {
			d.year, _ = strconv.Atoi(r.tokens[k].low)
			d.to = k + 1
		}
	}
	if m := month(i); m > 0 {
		if n, ok := number(i + 1); ok && (r.tokens[i+1].gap == 0 || r.tokens[i].low != "may" && r.tokens[i+1].gap == gapStop) {
			d.month, d.day, d.to = m, n, i+2
			year(i + 2)
			return d
		}
		d.month, d.to, d.why = m, i+1, "a month"
		year(i + 1)
		if d.year == 0 && (r.tokens[i].first || r.tokens[i].low == "may" || r.tokens[i].low == "march") &&
			(i == 0 || r.tokens[i-1].class&(isPreposition|isDateBefore) == 0) {
			d.to = 0 // May and March are other words, too
		}
		return d
	}
	if n, ok := number(i); ok {
		k := i + 1
		for k < len(r.tokens) && r.tokens[k].gap == 0 && (r.tokens[k].low == "de" || r.tokens[k].low == "of") {
			k++
		}
		if m := month(k); m > 0 && r.tokens[k].gap&^gapStop == 0 {
			d.month, d.day, d.to = m, n, k+1
			year(k + 1)
		}
	}
	return d
}

func isYear(w string) bool {
	return len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && w[2] >= '0' && w[2] <= '9' && w[3] >= '0' && w[3] <= '9'
}

// value returns the date in ISO 8601 as far as it is known; "" where it is not.
func (d *date) value(published time.Time, known bool, r *reading) string {
	switch {
	case d.year > 0 && d.month > 0 && d.day > 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	case d.year > 0 && d.month > 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	case d.year > 0:
		return fmt.Sprintf("%04d", d.year)
	case !known:
		return ""
	case d.relative:
		return published.AddDate(0, 0, d.days).Format(time.DateOnly)
	case d.month > 0:
		// The nearest such month or day: news is about what was lately, or will be soon.
		later := d.later || r.future(d.from)
		year := published.Year()
		day := max(d.day, 1)
		at := time.Date(year, time.Month(d.month), day, 0, 0, 0, 0, time.UTC)
		if at.After(published.AddDate(0, 0, 7)) && !later && at.Sub(published) > 45*24*time.Hour {
			year--
		}
		if later && at.Before(published.AddDate(0, -1, 0)) {
			year++
		}
		if d.day > 0 {
			return fmt.Sprintf("%04d-%02d-%02d", year, d.month, d.day)
		}
		return fmt.Sprintf("%04d-%02d", year, d.month)
	case d.weekday >= 0:
		gap := d.weekday - int(published.Weekday())
		if d.later || r.future(d.from) {
			if gap <= 0 {
				gap += 7
			}
		} else if gap > 0 {
			gap -= 7
		}
		return published.AddDate(0, 0, gap).Format(time.DateOnly)
	}
	return ""
}

// future reports whether the sentence of token i speaks of what is to come before it.
func (r *reading) future(i int) bool {
	for k := i; k >= 0; k-- {
		if r.tokens[k].low == "will" || r.tokens[k].low == "wird" || r.tokens[k].low == "sera" {
			return true
		}
		if r.tokens[k].first {
			return false
		}
	}
	return false
}
