package workbench

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/propose"
)

// Candidate is what may fill a role: an annotation that is there, or words that would become one.
type Candidate struct {
	Span  annotate.Span
	ID    annotate.ID // "" where the words are not marked yet
	Type  string
	Label string // the letters that pick it: see labels
	Text  string

	doubt int // how far its words alone speak against it, in the unit of distance
}

// candidates lists what on screen may fill a role, the likeliest first. It looks at nothing that is
// not on screen, however long the article is.
func (b *Bench) candidates(frame *annotate.Annotation, r *annotate.Role) []Candidate {
	seen := b.screen.VisibleRange()
	seen.End = min(seen.End, len(b.doc.Text))
	var cs []Candidate
	var taken cover
	for _, a := range b.set.Touching(seen) {
		if a.ID != frame.ID && slices.Contains(r.Targets, a.Type) && !slices.Contains(frame.Args, annotate.Arg{Role: r.Key, Target: a.ID}) {
			at := a.Spans[slices.IndexFunc(a.Spans, seen.Overlaps)]
			cs = append(cs, Candidate{Span: at, ID: a.ID, Type: a.Type, Text: b.doc.Surface(a.Spans)})
			taken.add(at)
		}
	}
	for _, s := range frame.Spans {
		taken.add(s)
	}
	for _, x := range frame.Args {
		if a := b.set.Get(x.Target); x.Role == r.Key && a != nil {
			for _, s := range a.Spans {
				taken.add(s)
			}
		}
	}
	unmarked := b.unmarked(r, seen)
	if b.Schema().Kind(frame.Type) == annotate.KindQuote {
		unmarked = append(unmarked, b.uncased(frame, r, seen)...)
	}
	for _, c := range unmarked {
		if !taken.overlaps(c.Span) && !b.named(c.Span) {
			cs = append(cs, c)
			taken.add(c.Span)
		}
	}
	cs = append(cs, b.wholeNames(r, cs)...)
	if b.Schema().Kind(frame.Type) == annotate.KindQuote {
		cs = slices.DeleteFunc(cs, func(c Candidate) bool { return annotate.Overlap(frame.Spans, []annotate.Span{c.Span}) })
	}
	stops := b.stopsIn(seen)
	cost := make(map[annotate.Span]int, len(cs))
	const last = 1 << 40 // more than any distance
	for _, c := range cs {
		cost[c.Span] = b.distance(frame, r, c, stops)
		if b.takesPart(frame, c.ID) {
			cost[c.Span] += last
		}
	}
	slices.SortStableFunc(cs, func(x, y Candidate) int {
		return cmp.Or(cost[x.Span]-cost[y.Span], x.Span.Start-y.Span.Start)
	})
	return cs
}

// takesPart reports whether an annotation, or another of the same entity, fills a role of the frame
// already: the speaker is hardly the addressee.
func (b *Bench) takesPart(frame *annotate.Annotation, id annotate.ID) bool {
	a := b.set.Get(id)
	return a != nil && slices.ContainsFunc(frame.Args, func(x annotate.Arg) bool {
		other := b.set.Get(x.Target)
		return x.Target == id || other != nil && other.Entity != "" && other.Entity == a.Entity
	})
}

// cover is the part of a text that some spans cover: ascending spans of which no two overlap.
type cover []annotate.Span

// overlapped returns which of its spans overlap one, as a range of indices; it is empty, and where the
// span would stand, if none does.
func (c cover) overlapped(s annotate.Span) (from, to int) {
	from = sort.Search(len(c), func(i int) bool { return c[i].End > s.Start })
	to = from
	for to < len(c) && c[to].Start < s.End {
		to++
	}
	return from, to
}

func (c cover) overlaps(s annotate.Span) bool {
	from, to := c.overlapped(s)
	return from < to
}

func (c *cover) add(s annotate.Span) {
	from, to := c.overlapped(s)
	if from < to {
		s = annotate.Span{Start: min(s.Start, (*c)[from].Start), End: max(s.End, (*c)[to-1].End)}
	}
	*c = slices.Replace(*c, from, to, s)
}

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
			if c.ID == "" && !slices.Contains(r.Targets, dateType) && b.isDate(c.Text) {
				continue // “Monday” says nothing
			}
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

const (
	wordsBeside = 4   // of the words on either side of a quote are candidates in scripts without capitals
	besideReach = 200 // how far these are looked for, in bytes
)

// uncased lists the words next to the parts of a quote, in its sentence, that are in a script without
// capitals: there nothing tells names, but attributions stand beside quotes in all languages.
func (b *Bench) uncased(frame *annotate.Annotation, r *annotate.Role, within annotate.Span) (out []Candidate) {
	text := b.doc.Text
	person := slices.ContainsFunc(r.Targets, func(t string) bool { return b.Schema().Kind(t) == annotate.KindMention })
	if !person && !slices.ContainsFunc(r.Targets, func(t string) bool { return b.Schema().Kind(t) == annotate.KindCue }) {
		return nil
	}
	// offer takes words one after the other, going away from an end of the quote, until the sentence ends.
	offer := func(words []annotate.Span, from int, after bool) {
		for i, w := range words[:min(len(words), wordsBeside)] {
			gap, next := annotate.Span{Start: w.End, End: from}, w.Start
			if after {
				gap, next = annotate.Span{Start: from, End: w.Start}, w.End
			}
			if gap.Start > gap.End || strings.ContainsAny(text[gap.Start:gap.End], ".!?؟。！？।\n") {
				return
			}
			from = next
			if first, _ := utf8.DecodeRuneInString(text[w.Start:]); !unicode.IsLetter(first) || unicode.In(first, unicode.Lu, unicode.Ll, unicode.Lt) || !within.Contains(w) {
				continue
			}
			c := b.candidateOf(r, w)
			if person && i == 0 {
				c.doubt = 80 // what stands next to the marks is rather the cue
			}
			for _, pair := range [][2]string{{"speaker", "cue"}, {"cue", "speaker"}} {
				if known := b.set.Get(frame.Arg(pair[1])); known != nil && r.Key == pair[0] {
					gap, _ := gapBetween(known.Spans, w)
					c.doubt += 4 * min(gap, besideReach)
				}
			}
			out = append(out, c)
		}
	}
	for _, s := range frame.Spans {
		block := b.block(s.Start)
		var before, after []annotate.Span
		for start, end := range b.offsets().Words(max(block.Start, s.Start-besideReach), s.Start) {
			before = append(before, annotate.Span{Start: start, End: end})
		}
		for start, end := range b.offsets().Words(s.End, min(block.End, s.End+besideReach)) {
			after = append(after, annotate.Span{Start: start, End: end})
		}
		slices.Reverse(before)
		offer(after, s.End, true)
		offer(before, s.Start, false)
	}
	return out
}

// wholeNames makes one candidate of marked mentions that stand side by side in a script without capitals: there nothing
// tells that a name goes on, so its parts may have been marked one by one, and who speaks is called by all of it.
func (b *Bench) wholeNames(r *annotate.Role, cs []Candidate) (out []Candidate) {
	var parts []annotate.Span
	known := map[annotate.Span]bool{}
	for _, c := range cs {
		known[c.Span] = true
		first, _ := utf8.DecodeRuneInString(b.doc.Text[c.Span.Start:])
		if c.ID != "" && b.Schema().Kind(c.Type) == annotate.KindMention && unicode.Is(unicode.Lo, first) {
			parts = append(parts, c.Span)
		}
	}
	slices.SortFunc(parts, func(x, y annotate.Span) int { return cmp.Or(x.Start-y.Start, x.End-y.End) })
	for i := 0; i < len(parts); {
		whole, next := parts[i], i+1
		for next < len(parts) && parts[next].Start > whole.End && slices.Contains([]string{" ", "\u00a0", "-"}, b.doc.Text[whole.End:parts[next].Start]) {
			whole.End = parts[next].End
			next++
		}
		if next > i+1 && !known[whole] {
			c := b.candidateOf(r, whole)
			c.doubt = -30 // likelier than its parts, which gain by being marked
			out = append(out, c)
		}
		i = next
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

// namesPiece is how many bytes of the text are searched for names at once, and then remembered.
const namesPiece = 4 << 10

// namesNear returns the names in the pieces of the text that a range touches. Each piece is searched once,
// from the end of a line or word to that of another.
func (b *Bench) namesNear(within annotate.Span) (out []annotate.Span) {
	if b.reader.names == nil {
		b.reader.names = map[int][]annotate.Span{}
	}
	border := func(i int) int {
		at := min(i*namesPiece, len(b.doc.Text))
		if n := strings.LastIndexByte(b.doc.Text[max(0, at-namesPiece):at], '\n'); n >= 0 && at < len(b.doc.Text) {
			return max(0, at-namesPiece) + n + 1
		}
		at, _ = b.offsets().SnapOut(at, at)
		return at
	}
	for i := within.Start / namesPiece; i*namesPiece < within.End; i++ {
		found, known := b.reader.names[i]
		if !known {
			found = b.namesIn(annotate.Span{Start: border(i), End: border(i + 1)})
			b.reader.names[i] = found
		}
		out = append(out, found...)
	}
	return out
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
// where "said Peskov" and "Peskov said" stand. What is not on screen counts by its bytes only: it lies
// between the frame and all candidates alike.
func (b *Bench) distance(frame *annotate.Annotation, r *annotate.Role, c Candidate, stops stops) int {
	gap, after := gapBetween(frame.Spans, c.Span)
	lo, hi := c.Span.End, frame.Hull().Start
	if after {
		lo, hi = frame.Hull().End, c.Span.Start
	}
	lines, sentences := stops.between(lo, hi)
	d := 4*gap + 2000*lines + 400*sentences
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
		if r.Key == "speaker" && lines == 0 && b.fills(c.ID, r.Key) {
			d /= 3
		}
	}
	return d + c.doubt
}

// stops are where the lines and, as far as marks tell, the sentences of a part of the text end:
// ascending offsets.
type stops struct{ lines, sentences []int }

// between returns how many of each lie in a range.
func (s stops) between(start, end int) (lines, sentences int) {
	count := func(at []int) int {
		return max(0, sort.SearchInts(at, end)-sort.SearchInts(at, start))
	}
	return count(s.lines), count(s.sentences)
}

func (b *Bench) stopsIn(s annotate.Span) stops {
	var out stops
	text := b.doc.Text
	for i := s.Start; i < s.End; i++ {
		switch text[i] {
		case '\n':
			out.lines = append(out.lines, i)
		case '.', '?', '!':
			if rest := text[i+1:]; strings.HasPrefix(rest, " ") || text[i] == '.' && strings.HasPrefix(rest, "” ") {
				out.sentences = append(out.sentences, i)
			}
		default:
			if strings.HasPrefix(text[i:], "。") {
				out.sentences = append(out.sentences, i)
			}
		}
	}
	return out
}

// fills reports whether an annotation fills the role anywhere.
func (b *Bench) fills(id annotate.ID, role string) bool {
	return slices.ContainsFunc(b.set.Users(id), func(u *annotate.Annotation) bool {
		return slices.Contains(u.Args, annotate.Arg{Role: role, Target: id})
	})
}

// afterPlacePreposition reports whether words stand where places do: "in Jeseník", "mayor of Jeseník".
func (b *Bench) afterPlacePreposition(s annotate.Span) bool {
	before := strings.TrimRight(b.doc.Text[max(0, s.Start-64):s.Start], " \u00a0")
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

// isDescription reports whether words describe somebody instead of naming them: "the minister".
func isDescription(s string) bool { return strings.HasPrefix(strings.ToLower(s), "the ") }

func isPronoun(s string) bool {
	switch strings.ToLower(s) {
	case "he", "she", "they", "it", "i", "we", "you", "him", "her", "them", "me", "us":
		return true
	}
	return false
}
