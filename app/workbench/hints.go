package workbench

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/propose"
)

// Mode says what the next key means.
type Mode int

// Reading is the mode of rest. While hinting, letters choose a candidate. While prefixed, a second
// key is waited for: the rest of a type's digits, or a role's letter.
const (
	Reading Mode = iota
	Hinting
	Prefixed
)

// Mode returns the mode.
func (b *Bench) Mode() Mode { return b.mode }

// Hints are the candidates for one role of one annotation, each with a letter.
type Hints struct {
	Frame      annotate.ID
	Role       *annotate.Role
	Candidates []Candidate // the likeliest first
	Chosen     int
	chain      bool // ask for the next role afterwards
}

// Candidate is what may fill a role: an annotation that is there, or words that would become one.
type Candidate struct {
	Span   annotate.Span
	ID     annotate.ID // "" where the words are not marked yet
	Type   string
	Letter string
	Text   string

	doubt int // how far its words alone speak against it, in the unit of distance
}

// Hints returns the candidates shown, or nil.
func (b *Bench) Hints() *Hints { return b.hints }

func (b *Bench) leaveMode() {
	if b.mode != Reading {
		b.mode, b.hints, b.pending = Reading, nil, nil
		b.touch(ModeChanged | StatusChanged)
	}
}

// askQuoteRole asks who fills a role of the quote that the person is at.
func (b *Bench) askQuoteRole(role string) {
	q := b.quote()
	if q == nil {
		b.fail(errors.New("no quote here; Q marks the one at the caret"))
		return
	}
	b.askOrTake(q, role)
}

// askOrTake fills the role with the selected words, or asks where none are selected.
func (b *Bench) askOrTake(frame *annotate.Annotation, role string) {
	r := b.Schema().Type(frame.Type).Role(role)
	if r == nil {
		b.fail(fmt.Errorf("a %s has no role %q in this project's schema", frame.Type, role))
		return
	}
	if s, ok := b.words(); ok && !(len(frame.Spans) == 1 && frame.Spans[0] == s) {
		b.fill(frame, r, b.candidateOf(r, s))
		return
	}
	if !b.ask(frame, r) {
		b.fail(fmt.Errorf("nothing on screen that could be the %s; select its words, then press the key again", strings.ToLower(r.Label)))
	}
}

// AskRole shows the candidates for a role of an annotation.
func (b *Bench) AskRole(id annotate.ID, role string) {
	b.act(func() {
		if a := b.set.Get(id); a != nil {
			b.leaveMode()
			b.clearNotice()
			b.pick(id)
			b.askOrTake(a, role)
		}
	})
}

// quote returns the quote that is meant: the current one, the one whose part is current, or the
// innermost one around the caret.
func (b *Bench) quote() *annotate.Annotation {
	isQuote := func(a *annotate.Annotation) bool { return b.Schema().Kind(a.Type) == annotate.KindQuote }
	if c := b.Current(); c != nil {
		if isQuote(c) {
			return c
		}
		if users := b.set.Users(c.ID); len(users) > 0 && isQuote(users[0]) {
			return users[0]
		}
	}
	for _, a := range b.set.At(b.caret) {
		if isQuote(a) {
			return a
		}
	}
	return nil
}

// ask enters hint mode and reports whether there is any candidate on screen.
func (b *Bench) ask(frame *annotate.Annotation, r *annotate.Role) bool {
	cs := b.candidates(frame, r)
	if len(cs) == 0 {
		return false
	}
	letters(cs)
	b.mode = Hinting
	b.hints = &Hints{Frame: frame.ID, Role: r, Candidates: cs, chain: b.settings.AskAfterQuote && frame.Arg(r.Key) == ""}
	b.pick(frame.ID)
	b.touch(ModeChanged | StatusChanged)
	return true
}

// hintLetters come in the order of reach on the keyboard.
const hintLetters = "asdfghjklwertyuiopzxcvbnmq"

// letters gives each candidate a letter, the likeliest those that are easiest to reach.
func letters(cs []Candidate) {
	for i := range cs {
		cs[i].Letter = hintLetters[i : i+1]
	}
}

// candidates lists what on screen may fill a role, the likeliest first.
func (b *Bench) candidates(frame *annotate.Annotation, r *annotate.Role) []Candidate {
	seen := b.screen.VisibleRange()
	seen.End = min(seen.End, len(b.doc.Text))
	var cs []Candidate
	taken := func(s annotate.Span) bool {
		return slices.ContainsFunc(cs, func(c Candidate) bool { return c.Span.Overlaps(s) })
	}
	for _, a := range b.set.Touching(seen) {
		if a.ID != frame.ID && slices.Contains(r.Targets, a.Type) && !slices.Contains(frame.Args, annotate.Arg{Role: r.Key, Target: a.ID}) {
			cs = append(cs, Candidate{Span: a.Spans[0], ID: a.ID, Type: a.Type, Text: b.doc.Surface(a.Spans)})
		}
	}
	filled := func(s annotate.Span) bool {
		return slices.ContainsFunc(frame.Args, func(x annotate.Arg) bool {
			a := b.set.Get(x.Target)
			return x.Role == r.Key && a != nil && annotate.Overlap(a.Spans, []annotate.Span{s})
		})
	}
	for _, c := range b.unmarked(r, seen) {
		if s := c.Span; !taken(s) && !filled(s) && !b.named(s) && !annotate.Overlap(frame.Spans, []annotate.Span{s}) {
			cs = append(cs, c)
		}
	}
	if b.Schema().Kind(frame.Type) == annotate.KindQuote {
		cs = slices.DeleteFunc(cs, func(c Candidate) bool { return annotate.Overlap(frame.Spans, []annotate.Span{c.Span}) })
	}
	cost := make(map[annotate.Span]int, len(cs))
	for _, c := range cs {
		cost[c.Span] = b.distance(frame, r, c)
	}
	slices.SortStableFunc(cs, func(x, y Candidate) int {
		return cmp.Or(cost[x.Span]-cost[y.Span], x.Span.Start-y.Span.Start)
	})
	return cs[:min(len(cs), mostHints)]
}

// mostHints is how many candidates wear a letter: as many as one letter tells apart. What is further
// off is pointed at, or selected before the role is asked for.
const mostHints = len(hintLetters)

// named reports whether words are part of a mention already. Where its type fits the role it is a
// candidate itself; where not, the person has said that the words mean something else.
func (b *Bench) named(s annotate.Span) bool {
	return slices.ContainsFunc(b.set.Touching(s), func(a *annotate.Annotation) bool {
		return b.Schema().Kind(a.Type) == annotate.KindMention
	})
}

// unmarked lists words that could fill the role but are not marked: cues by the lexicon, names by
// their capitals.
func (b *Bench) unmarked(r *annotate.Role, within annotate.Span) []Candidate {
	kinds := map[annotate.Kind]bool{}
	for _, t := range r.Targets {
		kinds[b.Schema().Kind(t)] = true
	}
	var out []Candidate
	if kinds[annotate.KindCue] {
		for _, cue := range b.cues.In(b.doc.Text, b.offsets(), within) {
			c := b.candidateOf(r, cue.Span)
			c.doubt = 100 * (cue.Strength - 1)
			out = append(out, c)
		}
	}
	if kinds[annotate.KindMention] {
		for _, s := range b.namesIn(within) {
			c := b.candidateOf(r, s)
			if isPronoun(c.Text) {
				if !slices.Contains(r.Targets, "person") {
					continue // “she” is no place
				}
				c.doubt = 60
			}
			if b.afterPlacePreposition(s) && r.Targets[0] != "place" {
				c.doubt = 400
			}
			out = append(out, c)
		}
	}
	return out
}

// namesIn returns what looks like names in the article proper: who wrote it and what section it stood
// in took no part in it.
func (b *Bench) namesIn(within annotate.Span) []annotate.Span {
	return slices.DeleteFunc(propose.Names(b.doc.Text, b.offsets(), within), func(s annotate.Span) bool {
		i := b.doc.BlockAt(s.Start)
		if i < 0 {
			return false
		}
		switch b.doc.Blocks[i].Kind {
		case annotate.BlockByline, annotate.BlockKicker, annotate.BlockFurniture:
			return true
		}
		return false
	})
}

// candidateOf makes a candidate of words: the annotation that is there, or a new one of a type that
// the role takes.
func (b *Bench) candidateOf(r *annotate.Role, s annotate.Span) Candidate {
	for _, a := range b.set.Touching(s) {
		if slices.Contains(r.Targets, a.Type) && len(a.Spans) == 1 && a.Spans[0] == s {
			return Candidate{Span: s, ID: a.ID, Type: a.Type, Text: b.doc.Text[s.Start:s.End]}
		}
	}
	typ := r.Targets[0]
	switch t := b.guessType(s); {
	case t != nil && t.Key != typ && slices.Contains(r.Targets, t.Key):
		typ = t.Key
	case isDescription(b.doc.Text[s.Start:s.End]) && slices.Contains(r.Targets, "role"):
		typ = "role"
	}
	return Candidate{Span: s, Type: typ, Text: b.doc.Text[s.Start:s.End]}
}

// distance says how unlikely a candidate is: bytes between it and the frame, more for every sentence
// and paragraph in between, less for what is already marked and for what follows the quote at once,
// where "said Peskov" and "Peskov said" stand.
func (b *Bench) distance(frame *annotate.Annotation, r *annotate.Role, c Candidate) int {
	gap, after := gapBetween(frame.Spans, c.Span)
	lo, hi := min(frame.Hull().Start, c.Span.Start), max(frame.Hull().End, c.Span.End)
	if after {
		lo = frame.Hull().End
	} else {
		hi = frame.Hull().Start
	}
	d := 4 * gap
	if lo < hi {
		between := b.doc.Text[lo:hi]
		d += 2000 * strings.Count(between, "\n")
		d += 400 * sentenceEnds(between)
	}
	// Speaker and cue stand beside each other: where one is known, the other is near it.
	for _, pair := range [][2]string{{"speaker", "cue"}, {"cue", "speaker"}} {
		if known := b.set.Get(frame.Arg(pair[1])); known != nil && r.Key == pair[0] {
			g, _ := gapBetween(known.Spans, c.Span)
			d = min(d, 4*g+1)
		}
	}
	if c.ID != "" {
		d -= 20
		// Who speaks goes on speaking: the speaker of another quote of the paragraph.
		if r.Key == "speaker" && b.fills(c.ID, r.Key) && !strings.Contains(b.between(frame, c), "\n") {
			d /= 3
		}
	}
	return d + c.doubt
}

// fills reports whether an annotation fills the role anywhere.
func (b *Bench) fills(id annotate.ID, role string) bool {
	return slices.ContainsFunc(b.set.Users(id), func(u *annotate.Annotation) bool {
		return slices.Contains(u.Args, annotate.Arg{Role: role, Target: id})
	})
}

// between returns the text between a frame and a candidate.
func (b *Bench) between(frame *annotate.Annotation, c Candidate) string {
	h := frame.Hull()
	switch {
	case c.Span.Start >= h.End:
		return b.doc.Text[h.End:c.Span.Start]
	case c.Span.End <= h.Start:
		return b.doc.Text[c.Span.End:h.Start]
	}
	return ""
}

// afterPlacePreposition reports whether words stand where places do: "in Jeseník", "mayor of Jeseník".
func (b *Bench) afterPlacePreposition(s annotate.Span) bool {
	before := strings.TrimRight(b.doc.Text[:s.Start], " \u00a0")
	word := strings.ToLower(before[strings.LastIndexAny(before, " \u00a0\n(“\"")+1:])
	switch word {
	case "in", "of", "at", "near", "from", "to", "into", "outside", "around":
		return true
	}
	return false
}

// gapBetween returns how many bytes lie between a span and the nearest of others, and whether the
// span comes after it.
func gapBetween(spans []annotate.Span, s annotate.Span) (gap int, after bool) {
	gap = 1 << 30
	for _, f := range spans {
		if g := s.Start - f.End; g >= 0 && g < gap {
			gap, after = g, true
		}
		if g := f.Start - s.End; g >= 0 && g < gap {
			gap, after = g, false
		}
	}
	return gap, after
}

// sentenceEnds counts marks that look like ends of sentences.
func sentenceEnds(s string) int {
	n := 0
	for _, end := range []string{". ", "? ", "! ", ".” ", "。"} {
		n += strings.Count(s, end)
	}
	return n
}

// isDescription reports whether words describe somebody instead of naming them: "the minister".
func isDescription(s string) bool { return strings.HasPrefix(strings.ToLower(s), "the ") }

func isPronoun(s string) bool {
	switch strings.ToLower(s) {
	case "he", "she", "they", "it", "i", "we":
		return true
	}
	return false
}

// pressInMode hands a key to the mode and reports whether it took it.
func (b *Bench) pressInMode(k Key) bool {
	if b.mode == Prefixed {
		return b.pressPrefixed(k)
	}
	h := b.hints
	switch k {
	case "Enter", "Space":
		b.Take(h.Chosen)
		return true
	case "Escape":
		b.skip()
		return true
	case "Tab", "Right", "Down":
		b.choose(h.Chosen + 1)
		return true
	case "Shift+Tab", "Left", "Up":
		b.choose(h.Chosen - 1)
		return true
	case "Delete", "Backspace":
		return true
	}
	l := k.letter()
	if l == "" {
		return false
	}
	for i, c := range h.Candidates {
		if c.Letter == l {
			b.Take(i)
			return true
		}
	}
	b.say("No candidate has that letter. Escape leaves the role empty.")
	return true
}

func (b *Bench) choose(i int) {
	n := len(b.hints.Candidates)
	b.hints.Chosen = (i + n) % n
	b.touch(ModeChanged | StatusChanged)
}

// skip leaves the role empty and, right after a quote was marked, goes on to the next role.
func (b *Bench) skip() {
	h := b.hints
	b.leaveMode()
	if frame := b.set.Get(h.Frame); h.chain && frame != nil && h.Role.Key == "speaker" {
		if r := b.Schema().Type(frame.Type).Role("cue"); r != nil && frame.Arg("cue") == "" {
			b.ask(frame, r)
		}
	}
}

// Take fills the role with the candidate.
func (b *Bench) Take(i int) {
	if b.hints == nil || i < 0 || i >= len(b.hints.Candidates) {
		return
	}
	b.act(func() {
		if frame := b.set.Get(b.hints.Frame); frame != nil {
			b.fill(frame, b.hints.Role, b.hints.Candidates[i])
		}
	})
}

// TakeSpan fills the role with words that the person pointed at.
func (b *Bench) TakeSpan(s annotate.Span) {
	if b.hints == nil {
		return
	}
	b.act(func() {
		for i, c := range b.hints.Candidates {
			if c.Span.Overlaps(s) {
				b.Take(i)
				return
			}
		}
		if frame := b.set.Get(b.hints.Frame); frame != nil {
			b.fill(frame, b.hints.Role, b.candidateOf(b.hints.Role, s))
		}
	})
}

// takeAnnotation fills the role with an annotation that the person pointed at, where it may.
func (b *Bench) takeAnnotation(id annotate.ID) bool {
	for i, c := range b.hints.Candidates {
		if c.ID == id {
			b.Take(i)
			return true
		}
	}
	return false
}

// fill makes the candidate fill the role, marking it first where it is not marked, as one change.
func (b *Bench) fill(frame *annotate.Annotation, r *annotate.Role, c Candidate) {
	chain := b.hints != nil && b.hints.chain
	d := b.set.Draft("Set " + strings.ToLower(r.Label))
	if c.ID == "" {
		t := b.Schema().Type(c.Type)
		a := fresh(c.Type, c.Span)
		if t.Kind == annotate.KindCue {
			a = b.newCue(t, c.Span)
		}
		d.Put(a)
		c.ID = a.ID
	}
	d.Put(b.withArg(frame, r.Key, c.ID))
	if !b.commit(d) {
		return
	}
	b.leaveMode()
	frame = b.set.Get(frame.ID)
	b.collapse(frame)
	b.pick(frame.ID)
	if chain {
		b.askNext()
	}
}

// newCue returns a cue with its kind from the lexicon, where the schema has such an attribute.
func (b *Bench) newCue(t *annotate.Type, s annotate.Span) *annotate.Annotation {
	a := fresh(t.Key, s)
	if x := t.Attr("kind"); x != nil {
		if k := b.cues.Kind(b.doc.Text[s.Start:s.End]); slices.Contains(x.Values, k) {
			a = a.WithAttr("kind", k)
		}
	}
	return a
}
