//go:build e2e && linux

package app_test

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// due is an annotation that is to stand in an article. Of its roles each says which other one fills it, by number.
type due struct {
	typ    string
	spans  [][2]int // bytes
	entity string   // the name of whom it means
	args   []filled
}

type filled struct {
	role string
	due  int
}

// readDue reads what is to stand in an article: a line for each annotation, with its type, its spans in bytes, the
// place of the name of whom it means, and by role the line, from 0, of what fills it. So it holds none of the article's words.
func readDue(t *testing.T, path, text string) []*due {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []*due
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		at := func(s string) [2]int {
			var a, b int
			if n, err := fmt.Sscanf(s, "%d-%d", &a, &b); n != 2 || a < 0 || a >= b || b > len(text) {
				t.Fatalf("%s:%d: %q is no part of the article (%v)", path, i+1, s, err)
			}
			return [2]int{a, b}
		}
		f := strings.Fields(line)
		d := &due{typ: f[0]}
		for _, s := range strings.Split(f[1], ",") {
			d.spans = append(d.spans, at(s))
		}
		for _, x := range f[2:] {
			key, value, _ := strings.Cut(x, "=")
			if key == "entity" {
				s := at(value)
				d.entity = text[s[0]:s[1]]
				continue
			}
			n, err := strconv.Atoi(value)
			if err != nil {
				t.Fatalf("%s:%d: %q: %v", path, i+1, x, err)
			}
			d.args = append(d.args, filled{key, n})
		}
		out = append(out, d)
	}
	return out
}

// annotator is a person who knows what is to stand in an article, looks at what stands there, and presses what brings it nearer.
type annotator struct {
	*hands
	text  string
	dues  []*due
	tries map[string]int
}

// stands returns the mark of what is due, or nil.
func (d *due) stands(s *seen) *seenMark {
	for i := range s.Marks {
		if m := &s.Marks[i]; m.Type == d.typ && slices.Equal(m.Spans, d.spans) {
			return m
		}
	}
	return nil
}

// of returns what a mark is there for, or nil.
func (a *annotator) of(m *seenMark) *due {
	for _, d := range a.dues {
		if m.Type == d.typ && slices.Equal(m.Spans, d.spans) {
			return d
		}
	}
	return nil
}

// kindOf returns the kind of a type of the built-in schema.
func kindOf(typ string) string {
	switch typ {
	case "cue", "quote":
		return typ
	case "person", "org", "place", "group", "role", "date":
		return "mention"
	}
	return "event"
}

// works reads the article paragraph by paragraph, and again until nothing is left to do.
func (a *annotator) works() {
	a.t.Helper()
	const most = 4
	for range most {
		did := false
		for at := 0; at < len(a.text); {
			end := len(a.text)
			if i := strings.Index(a.text[at:], "\n\n"); i >= 0 {
				end = at + i
			}
			for a.next([2]int{at, end}) {
				did = true
			}
			at = end + 2
		}
		if !did {
			return
		}
	}
	a.t.Fatal("it does not come to an end")
}

// next does what is next in a part of the text, and reports whether there was anything.
func (a *annotator) next(part [2]int) bool {
	a.t.Helper()
	s := a.look()
	in := func(spans [][2]int) bool { return spans[0][0] >= part[0] && spans[0][0] < part[1] }
	for _, kind := range []string{"quote", "event", "cue", "mention"} {
		for i := range s.Marks {
			if m := &s.Marks[i]; in(m.Spans) && kindOf(m.Type) == kind && a.of(m) == nil {
				a.try("delete", m.Type, m.Spans)
				a.remove(m)
				return true
			}
		}
	}
	// What fills a role is marked before what has the role.
	for _, kind := range []string{"mention", "cue", "quote", "event", "role"} {
		for _, d := range a.dues {
			if !in(d.spans) || kind != "role" && kindOf(d.typ) != kind {
				continue
			}
			m := d.stands(s)
			if kind == "role" && (m == nil || !a.lacks(s, d, m)) || kind != "role" && m != nil && m.Entity == d.entity {
				continue
			}
			if m == nil && kind == "cue" && a.presents(d) {
				continue // it is asked for with its quote
			}
			a.try("mark", d.typ, d.spans)
			a.put(d, m)
			return true
		}
	}
	return false
}

// try fails the test where the same is tried again and again.
func (a *annotator) try(what, typ string, spans [][2]int) {
	a.t.Helper()
	a.now(what + " " + kindOf(typ))
	key := fmt.Sprint(what, typ, spans)
	if a.tries[key]++; a.tries[key] > 8 {
		a.t.Fatalf("%s %s %v does not succeed; the window shows %s", what, typ, spans, a.summary())
	}
}

// presents reports whether a cue that is due fills a role of a quote.
func (a *annotator) presents(cue *due) bool {
	return slices.ContainsFunc(a.dues, func(d *due) bool {
		return d.typ == "quote" && slices.ContainsFunc(d.args, func(x filled) bool { return a.dues[x.due] == cue })
	})
}

// fills returns the mark that fills a role of another as is due, or nil.
func (a *annotator) fills(s *seen, m *seenMark, x filled) *seenMark {
	t := a.dues[x.due].stands(s)
	if t == nil || !slices.Contains(m.Args, seenFilling{x.role, t.ID}) {
		return nil
	}
	return t
}

// extra returns the roles of a mark that are filled otherwise than is due.
func (a *annotator) extra(s *seen, d *due, m *seenMark) []string {
	var out []string
	for _, x := range m.Args {
		if !slices.ContainsFunc(d.args, func(y filled) bool {
			t := a.dues[y.due].stands(s)
			return y.role == x.Role && t != nil && t.ID == x.Target
		}) {
			out = append(out, x.Role)
		}
	}
	return out
}

// lacks reports whether a mark is otherwise than is due.
func (a *annotator) lacks(s *seen, d *due, m *seenMark) bool {
	return m.Entity != d.entity || len(a.extra(s, d, m)) > 0 ||
		slices.ContainsFunc(d.args, func(x filled) bool { return a.fills(s, m, x) == nil })
}

// uncovers leaves the list of keys that may come next where it lies over words that are to be pointed at.
func (a *annotator) uncovers(part [2]int) {
	a.t.Helper()
	const around = 24
	s := a.look()
	for name, b := range s.Objects {
		if !strings.HasPrefix(name, "next.") {
			continue
		}
		for _, w := range s.Words {
			if x, y := w.Box.middle(); w.End > part[0] && w.Start < part[1] && x > b[0]-around && x < b[0]+b[2]+around && y > b[1]-around && y < b[1]+b[3]+around {
				a.keys("Return")
				a.until("the list of keys is gone", func(s *seen) bool { return s.Mode == "reading" })
				return
			}
		}
	}
}

// shows rolls the article until a part of it is to be seen with some room around. It is one action.
func (a *annotator) shows(part [2]int) {
	a.t.Helper()
	defer a.uncovers(part)
	rolled := false
	var top seenWord // before the wheel was turned last; the end does not roll any further
	a.until("the place is on the screen", func(s *seen) bool {
		if len(s.Words) == 0 {
			return false
		}
		pane := s.Objects["article"]
		low, high := pane[1]+pane[3]*0.8, pane[1]+8
		first, last := -1, -1
		for i, w := range s.Words {
			if first < 0 && w.End > part[0] {
				first = i
			}
			if w.Start < part[1] {
				last = i
			}
		}
		wheel := ""
		switch {
		case first < 0 || last >= 0 && s.Words[last].Box[1]+s.Words[last].Box[3] > low && s.Words[max(first, 0)].Box[1] > high+60:
			wheel = wheelDown
		case s.Words[first].Start > part[0] && first == 0 || s.Words[first].Box[1] < high:
			wheel = wheelUp
		case last < 0:
			wheel = wheelUp
		case s.Words[last].End < part[1] && last == len(s.Words)-1 && strings.TrimFunc(a.text[s.Words[last].End:part[1]], func(r rune) bool { return !unicode.IsLetter(r) }) != "":
			wheel = wheelDown
		}
		if wheel == "" || rolled && (wheel == wheelUp && s.Words[0].Start == 0 || wheel == wheelDown && s.Words[0] == top && last >= 0) {
			return true
		}
		top = s.Words[0]
		if !rolled {
			rolled = true
			a.count["roll"]++
			x, y := pane.middle()
			a.xdotool("mousemove", "--window", a.window, fmt.Sprintf("%.0f", x), fmt.Sprintf("%.0f", y))
			a.notices()
		}
		// A place that is far off takes several turns at once.
		turns := 1
		if shown := s.Words[len(s.Words)-1].End - s.Words[0].Start; wheel == wheelDown {
			turns = 1 + 4*(part[0]-s.Words[len(s.Words)-1].End)/max(shown, 1)
		} else {
			turns = 1 + 4*(s.Words[0].Start-part[0])/max(shown, 1)
		}
		a.xdotool("click", "--repeat", strconv.Itoa(min(max(turns, 1), 20)), "--delay", keyPause, wheel)
		a.notices()
		return false
	})
}

// wordsIn returns the words on the screen that lie in a span.
func wordsIn(s *seen, span [2]int) []seenWord {
	var out []seenWord
	for _, w := range s.Words {
		if w.Start >= span[0] && w.End <= span[1] {
			out = append(out, w)
		}
	}
	return out
}

// wordAt is where a word that begins at a byte is.
func wordAt(start int, shift float32) func(*seen) (x, y float32, ok bool) {
	return func(s *seen) (x, y float32, ok bool) {
		for _, w := range s.Words {
			if w.Start == start {
				x, y = w.Box.middle()
				return x + shift, y, true
			}
		}
		return 0, 0, false
	}
}

// pick makes a mark the current one by clicking its words: there where fewest smaller ones lie over it.
func (a *annotator) pick(m *seenMark) {
	a.t.Helper()
	if s := a.look(); s.Current != nil && s.Current.ID == m.ID {
		return
	}
	a.shows([2]int{m.Spans[0][0], m.Spans[0][1]})
	s := a.look()
	best, least := -1, 0
	for _, span := range m.Spans {
		for _, w := range wordsIn(s, span) {
			over := 0
			for _, o := range s.Marks {
				if o.ID != m.ID && length(o.Spans) <= length(m.Spans) && slices.ContainsFunc(o.Spans, func(x [2]int) bool { return x[0] < w.End && w.Start < x[1] }) {
					over++
				}
			}
			if best < 0 || over < least {
				best, least = w.Start, over
			}
		}
	}
	if best < 0 {
		a.t.Fatalf("no word of %s %v is on the screen; the window shows %s", m.Type, m.Spans, a.summary())
	}
	for i := range 6 {
		was := ""
		if s := a.look(); s.Current != nil {
			was = s.Current.ID
		}
		a.pointAt("a word of the mark", wordAt(best, float32(i%2*6)-3)) // elsewhere each time, so that it is no double click
		a.press("1")
		now := ""
		a.until("the click is noticed", func(s *seen) bool {
			if now = ""; s.Current != nil {
				now = s.Current.ID
			}
			return now != was || now == m.ID
		})
		if now == m.ID {
			return
		}
	}
	a.t.Fatalf("clicks do not reach %s %v; the window shows %s", m.Type, m.Spans, a.summary())
}

// length is how many bytes spans have together.
func length(spans [][2]int) int {
	n := 0
	for _, s := range spans {
		n += s[1] - s[0]
	}
	return n
}

// selects drags over words.
func (a *annotator) selects(span [2]int) {
	a.t.Helper()
	a.dragOver(span)
	a.until("the words are selected", func(s *seen) bool {
		from, to := min(s.Selection[0], s.Selection[1]), max(s.Selection[0], s.Selection[1])
		return from != to && from <= span[0] && to >= span[1] && strings.TrimSpace(a.text[from:to]) == a.text[span[0]:span[1]]
	})
}

// dragOver drags from where words begin to where they end.
func (a *annotator) dragOver(span [2]int) {
	a.t.Helper()
	a.shows(span)
	a.pointAt("where the words begin", a.edge(span[0], true))
	a.xdotool("mousedown", "1")
	a.notices()
	x, y, _ := a.edge(span[1], false)(a.look())
	a.xdotool("mousemove", "--window", a.window, fmt.Sprintf("%.0f", x-4), fmt.Sprintf("%.0f", y))
	a.pointAt("where the words end", a.edge(span[1], false))
	a.xdotool("mouseup", "1")
	a.acted(1)
}

// edge is where a selection begins or ends: at the edge of a word or, where marks stand there, of the blank beside them.
func (a *annotator) edge(off int, start bool) func(*seen) (x, y float32, ok bool) {
	return func(s *seen) (x, y float32, ok bool) {
		for i, w := range s.Words {
			_, y = w.Box.middle()
			switch {
			case start && w.Start == off:
				return w.Box[0], y, true
			case !start && w.End == off:
				return w.Box[0] + w.Box[2], y, true
			case start && w.Start > off: // a mark before the word: from the end of the word before, or of the line
				if i > 0 && s.Words[i-1].Box[1] == w.Box[1] {
					return s.Words[i-1].Box[0] + s.Words[i-1].Box[2] + 1, y, strings.TrimSpace(a.text[s.Words[i-1].End:off]) == ""
				}
				return s.Objects["article"][0] + 4, y, true
			case !start && w.End < off && (i+1 == len(s.Words) || s.Words[i+1].Start >= off):
				if i+1 < len(s.Words) && s.Words[i+1].Box[1] == w.Box[1] {
					return s.Words[i+1].Box[0] - 1, y, strings.TrimSpace(a.text[off:s.Words[i+1].Start]) == ""
				}
				if r, _ := utf8.DecodeRuneInString(a.text[off:]); !unicode.IsSpace(r) { // only a mark of those that end the line
					const mark = 7 // px
					return w.Box[0] + w.Box[2] + mark*float32(utf8.RuneCountInString(a.text[w.End:off])), y, true
				}
				return w.Box[0] + w.Box[2] + 60, y, true
			}
		}
		return 0, 0, false
	}
}

// atWord clicks a word.
func (a *annotator) atWord(start int) {
	a.t.Helper()
	a.shows([2]int{start, start + 1})
	a.pointAt("the word", wordAt(start, 0))
	a.press("1")
	a.until("the caret is in the word", func(s *seen) bool {
		return s.Selection[0] == s.Selection[1] && s.Selection[0] >= start && s.Selection[0] <= start+40
	})
}

// oneWord reports whether a span is a word, as the screen has them.
func oneWord(s *seen, span [2]int) bool {
	w := wordsIn(s, span)
	return len(w) == 1 && w[0].Start == span[0] && w[0].End == span[1]
}

// remove deletes a mark.
func (a *annotator) remove(m *seenMark) {
	a.t.Helper()
	a.pick(m)
	a.keys("Delete")
	a.until("it is gone", func(s *seen) bool {
		return !slices.ContainsFunc(s.Marks, func(o seenMark) bool { return o.ID == m.ID })
	})
}

// put marks what is due, or makes a mark of it what it is to be.
func (a *annotator) put(d *due, m *seenMark) {
	a.t.Helper()
	switch kindOf(d.typ) {
	case "mention":
		a.putMention(d, m)
	case "cue":
		a.selects(d.spans[0])
		a.keys("u")
		a.until("the cue is marked", func(s *seen) bool { return d.stands(s) != nil })
	case "quote":
		a.putQuote(d, m)
	case "event":
		a.putEvent(d, m)
	}
}

// digits choose the types of mentions.
var digits = map[string]string{"person": "1", "org": "2", "place": "3", "group": "4", "role": "5", "date": "6"}

func (a *annotator) surface(d *due) string { return a.text[d.spans[0][0]:d.spans[0][1]] }

// putMention marks a mention with whom it means, and all others of the same words where that pays.
func (a *annotator) putMention(d *due, m *seenMark) {
	a.t.Helper()
	a.shows(d.spans[0])
	s := a.look()
	if m == nil && d.entity != "" {
		// Another of the same words is there: all of them at once, where that is shorter.
		if like := a.like(s, d); like != nil && a.allPays(s, d) {
			a.pick(like)
			a.all(d)
			return
		}
	}
	if m == nil {
		known := slices.ContainsFunc(s.Marks, func(o seenMark) bool {
			return o.Type == d.typ && o.Entity == d.entity && strings.EqualFold(a.text[o.Spans[0][0]:o.Spans[0][1]], a.surface(d))
		})
		if (known || d.typ == "person") && d.entity != "" && oneWord(s, d.spans[0]) && a.aloneName(d.spans[0]) {
			a.atWord(d.spans[0][0])
			a.keys("m")
			a.names(d)
		} else {
			a.selects(d.spans[0])
			a.keys(digits[d.typ])
			a.until("the mention is marked", func(s *seen) bool { return d.stands(s) != nil })
			if d.entity != "" {
				a.keys("n")
				a.names(d)
			}
		}
		if s = a.look(); d.entity != "" && d.stands(s) != nil && a.allPays(s, d) {
			a.all(d)
		}
		return
	}
	a.pick(m)
	a.keys("n")
	a.names(d)
}

// aloneName reports whether no word with a capital stands beside a word, which the program may take for a part of the name.
func (a *annotator) aloneName(span [2]int) bool {
	before, after := strings.TrimRight(a.text[:span[0]], " "), strings.TrimLeft(a.text[span[1]:], " ")
	r, _ := utf8.DecodeRuneInString(after)
	if unicode.IsUpper(r) || strings.HasPrefix(a.text[span[1]:], "-") || strings.HasSuffix(before, "-") {
		return false
	}
	r, _ = utf8.DecodeRuneInString(before[strings.LastIndexAny(before, " \n“")+1:])
	return !unicode.IsUpper(r) || strings.HasSuffix(before, ",") || strings.HasSuffix(before, ".")
}

// like returns a mark on the screen with the same words, type and entity as what is due.
func (a *annotator) like(s *seen, d *due) *seenMark {
	for i := range s.Marks {
		m := &s.Marks[i]
		if m.Type == d.typ && m.Entity == d.entity && len(m.Spans) == 1 && a.text[m.Spans[0][0]:m.Spans[0][1]] == a.surface(d) && len(wordsIn(s, m.Spans[0])) > 0 {
			return m
		}
	}
	return nil
}

// allPays reports whether marking all places of the same words at once takes fewer actions than one by one.
func (a *annotator) allPays(s *seen, d *due) bool {
	right, wrong := 0, 0
	for _, at := range regexp.MustCompile(`\b`+regexp.QuoteMeta(a.surface(d))).FindAllStringIndex(a.text, -1) {
		span := [2]int{at[0], at[1]}
		if r, _ := utf8.DecodeRuneInString(a.text[span[1]:]); unicode.IsLetter(r) {
			continue
		}
		if slices.ContainsFunc(s.Marks, func(m seenMark) bool {
			return kindOf(m.Type) == "mention" && slices.ContainsFunc(m.Spans, func(x [2]int) bool { return x[0] < span[1] && span[0] < x[1] })
		}) {
			continue
		}
		if slices.ContainsFunc(a.dues, func(o *due) bool { return o.typ == d.typ && o.entity == d.entity && o.spans[0] == span }) {
			right++
		} else {
			wrong++
		}
	}
	return right > 0 && 3*right > 2+2*wrong
}

// all marks all other places of the words of the current mark.
func (a *annotator) all(d *due) {
	a.t.Helper()
	a.keys("l")
	a.popup("mentions")
	n := a.look().Counts["mentions"]
	a.keys("Return")
	a.until("they are marked", func(s *seen) bool { return s.Layer == "" && s.Counts["mentions"] > n })
}

// names answers whom a mention means, in the popup of names.
func (a *annotator) names(d *due) {
	a.t.Helper()
	a.popup("naming")
	row := func(s *seen) int {
		for i := range len(s.Rows) {
			if s.Rows[fmt.Sprintf("naming.%d", i)] == d.entity {
				return i
			}
		}
		return -1
	}
	at := row(a.look())
	if at < 0 || at > 4 {
		a.types(strings.ToLower(d.entity[:min(len(d.entity), 4)]))
		a.until("the name is found", func(s *seen) bool { at = row(s); return at >= 0 && at <= 4 })
		a.notices() // the last letter
		a.until("the name is found", func(s *seen) bool { at = row(s); return at >= 0 && at <= 4 })
	}
	for range at {
		a.keys("Down")
	}
	a.keys("Return")
	a.popup("")
}

// answers chooses what fills the role that is asked for.
func (a *annotator) answers(d *due) {
	a.t.Helper()
	s := a.until("it is asked", func(s *seen) bool { return s.Mode == "hinting" })
	for i, h := range s.Hints {
		if h.Start != d.spans[0][0] || h.End != d.spans[0][1] {
			continue
		}
		if i == 0 {
			a.keys("Return")
			return
		}
		for _, r := range h.Label {
			if unicode.IsUpper(r) {
				a.keys("shift+" + strings.ToLower(string(r)))
			} else {
				a.keys(string(r))
			}
		}
		return
	}
	a.shows(d.spans[0])
	if s := a.look(); oneWord(s, d.spans[0]) {
		a.pointAt("the word", wordAt(d.spans[0][0], 0))
		a.press("1")
		return
	}
	a.dragOver(d.spans[0])
}

// fill has a role asked for and answers.
func (a *annotator) fill(d *due, x filled) {
	a.t.Helper()
	m := d.stands(a.look())
	a.pick(m)
	key := map[string]string{
		"speaker": "s", "cue": "c", "addressee": "a", "content": "n", "agent": "a", "participant": "p", "time": "t", "place": "l", "occasion": "o",
		"person": "p", "destination": "d", "origin": "o", "target": "g", "defendant": "d", "adjudicator": "j",
	}[x.role]
	if key == "" {
		a.t.Fatalf("no key for the role %s", x.role)
	}
	s := a.look()
	if x.role != "speaker" && x.role != "cue" && (s.Mode == "prefixed" || !strings.Contains("adpg", key) || key == "g") {
		a.keys("r")
		a.until("the role's letter is waited for", func(s *seen) bool { return s.Mode == "prefixed" })
	}
	a.keys(key)
	a.until("it is asked", func(s *seen) bool { return s.Mode == "hinting" })
	a.answers(a.dues[x.due])
	a.until("the role "+x.role+" is filled", func(s *seen) bool { m := d.stands(s); return m != nil && a.fills(s, m, x) != nil })
}

func (a *annotator) role(d *due, role string) (filled, bool) {
	for _, x := range d.args {
		if x.role == role {
			return x, true
		}
	}
	return filled{}, false
}

// putQuote marks a quote, answering the questions that follow, or mends the one that stands there.
func (a *annotator) putQuote(d *due, m *seenMark) {
	a.t.Helper()
	if m == nil {
		a.shows(d.spans[0])
		if strings.HasPrefix(a.surface(d), "“") && strings.HasSuffix(a.surface(d), "”") {
			a.atWord(wordsIn(a.look(), d.spans[0])[0].Start)
		} else {
			a.selects(d.spans[0])
		}
		a.keys("q")
		for _, role := range []string{"speaker", "cue"} {
			word := strings.ToUpper(role[:1]) + role[1:] + "?"
			x, ok := a.role(d, role)
			s := a.until("it asks for the "+role, func(s *seen) bool {
				i := slices.IndexFunc(s.Marks, func(m seenMark) bool { return m.Type == "quote" && m.Spans[0] == d.spans[0] })
				return i >= 0 && s.Current != nil && s.Current.ID == s.Marks[i].ID && (s.Mode == "hinting" && s.Asking == word || s.Mode == "reading")
			})
			if s.Mode == "reading" {
				continue
			}
			if ok {
				a.answers(a.dues[x.due])
				a.until("the "+role+" is there", func(s *seen) bool {
					return slices.ContainsFunc(s.Marks, func(m seenMark) bool {
						return m.Type == "quote" && m.Spans[0] == d.spans[0] && slices.ContainsFunc(m.Args, func(y seenFilling) bool { return y.Role == role })
					})
				})
			} else {
				a.keys("Escape")
				a.until("it goes on", func(s *seen) bool { return s.Asking != word })
			}
		}
		a.until("the quote is marked", func(s *seen) bool { return s.Mode == "reading" })
		for _, span := range d.spans[1:] {
			if strings.HasPrefix(a.text[span[0]:], "“") {
				a.shows(span)
				a.atWord(wordsIn(a.look(), span)[0].Start)
			} else {
				a.selects(span)
			}
			a.keys("j")
			a.until("the part is joined", func(s *seen) bool {
				return slices.ContainsFunc(s.Marks, func(m seenMark) bool { return m.Type == "quote" && slices.Contains(m.Spans, span) })
			})
		}
		return
	}
	a.mend(d, m)
}

// mend makes the roles of a mark those that are due.
func (a *annotator) mend(d *due, m *seenMark) {
	a.t.Helper()
	s := a.look()
	for _, x := range d.args {
		if a.fills(s, m, x) == nil {
			a.fill(d, x)
			return
		}
	}
	a.pick(m)
	role := a.extra(s, d, m)[0]
	a.click("card." + role + ".remove")
	a.until("the role is empty", func(s *seen) bool { n := d.stands(s); return n != nil && len(n.Args) < len(m.Args) })
}

// putEvent marks the trigger and chooses its type, or mends the event that stands there.
func (a *annotator) putEvent(d *due, m *seenMark) {
	a.t.Helper()
	if m != nil {
		a.mend(d, m)
		return
	}
	a.shows(d.spans[0])
	if oneWord(a.look(), d.spans[0]) {
		a.atWord(d.spans[0][0])
	} else {
		a.selects(d.spans[0])
	}
	a.keys("e")
	s := a.until("an event is marked", func(s *seen) bool {
		return s.Current != nil && kindOf(s.Current.Type) == "event" && s.Current.Text == a.surface(d)
	})
	if s.Current.Type != d.typ {
		for _, r := range eventKeys[d.typ] {
			a.keys(string(r))
		}
	}
	a.until("the event has its type", func(s *seen) bool { return d.stands(s) != nil })
}

// eventKeys choose the types of events.
var eventKeys = map[string]string{
	"communicate.state": "11", "communicate.announce": "12", "communicate.deny": "13", "communicate.accuse": "14", "communicate.threaten": "15", "communicate.request": "16",
	"contact.meet": "21", "contact.invite": "22", "contact.negotiate": "23", "respond.accept": "31", "respond.reject": "32",
	"movement.travel": "61", "justice.sentence": "94", "personnel.leave": "p3",
}

// left tells what stands in an exported dataset, and what is due, in the same words: one line for each annotation.
func (a *annotator) left(record map[string]any) (stands, due []string) {
	byteAt := func(points any) int {
		n := int(points.(float64))
		for i := range a.text {
			if n == 0 {
				return i
			}
			n--
		}
		return len(a.text)
	}
	list := func(of map[string]any, key string) []any { l, _ := of[key].([]any); return l }
	names, words := map[string]string{}, map[string]string{}
	for _, e := range list(record, "entities") {
		names[e.(map[string]any)["id"].(string)] = e.(map[string]any)["name"].(string)
	}
	for _, x := range list(record, "annotations") {
		m := x.(map[string]any)
		var spans [][2]int
		for _, s := range list(m, "spans") {
			spans = append(spans, [2]int{byteAt(s.(map[string]any)["start"]), byteAt(s.(map[string]any)["end"])})
		}
		words[m["id"].(string)] = fmt.Sprint(m["type"], spans)
	}
	line := func(words, entity string, args []string) string {
		slices.Sort(args)
		return strings.Join(append([]string{words, entity}, args...), " ")
	}
	for _, x := range list(record, "annotations") {
		m := x.(map[string]any)
		var args []string
		for _, y := range list(m, "args") {
			args = append(args, fmt.Sprintf("%s=%s", y.(map[string]any)["role"], words[y.(map[string]any)["target"].(string)]))
		}
		entity, _ := m["entity"].(string)
		stands = append(stands, line(words[m["id"].(string)], names[entity], args))
	}
	for _, d := range a.dues {
		var args []string
		for _, x := range d.args {
			args = append(args, fmt.Sprintf("%s=%s", x.role, fmt.Sprint(a.dues[x.due].typ, a.dues[x.due].spans)))
		}
		due = append(due, line(fmt.Sprint(d.typ, d.spans), d.entity, args))
	}
	slices.SortFunc(stands, cmp.Compare[string])
	slices.SortFunc(due, cmp.Compare[string])
	return stands, due
}
