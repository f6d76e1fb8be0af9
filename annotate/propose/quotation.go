package propose

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// Quotation is what stands between a pair of quotation marks.
type Quotation struct {
	Outer annotate.Span // with its marks
	Inner annotate.Span // without them, and without white space at the ends
	// Closed is false where the closing mark is missing; then the quotation ends with its paragraph.
	Closed bool
}

// Quotations returns the quotations of a text, ascending by start, an outer one before those within it.
// They nest and never cross.
//
// It pairs marks paragraph by paragraph, in whatever convention each pair is; where a mark means
// different things in different languages (”, “, », ’), the whole text decides. A quotation that runs
// over several paragraphs repeats its opening mark at each and is one; where the mark is not repeated it
// runs on only if the next mark closes it, and soon. One that is never closed ends with its paragraph.
// Apostrophes are told from marks by what stands around them; a single mark that
// finds no partner is taken for one.
func (c Conventions) Quotations(text string) []Quotation {
	p := pairing{text: text, paragraphs: paragraphs(text)}
	for _, s := range p.paragraphs {
		p.marks = append(p.marks, marksOf(text, s.Start, s.End))
	}
	p.partners = c.partners(p.marks)
	for i := range p.paragraphs {
		p.pair(i)
	}
	p.giveUp(0)
	slices.SortFunc(p.found, func(a, b Quotation) int {
		return cmp.Or(a.Outer.Start-b.Outer.Start, b.Outer.End-a.Outer.End)
	})
	return p.found
}

// At returns the innermost quotation around byte b of a text. A caret at either edge is inside. Of a long
// text it reads the paragraphs around b only, and what marks mean there is decided by these: a quotation
// that began further off than sight is not known.
func (c Conventions) At(text string, b int) (Quotation, bool) {
	var best Quotation
	found := false
	from, to := around(text, b)
	for _, q := range c.Quotations(text[from:to]) {
		for _, s := range []*annotate.Span{&q.Outer, &q.Inner} {
			s.Start, s.End = s.Start+from, s.End+from
		}
		if q.Outer.Start <= b && b <= q.Outer.End && (!found || q.Outer.Len() < best.Outer.Len()) {
			best, found = q, true
		}
	}
	return best, found
}

// sight is how far from a place, in bytes, marks are read to find the quotation there.
const sight = 1 << 13

// around returns the part of a text up to sight bytes on either side of b, cut between paragraphs; where
// there are none, between lines, or else at a space.
func around(text string, b int) (from, to int) {
	b = min(max(b, 0), len(text))
	to = len(text)
	if b > sight {
		before := text[b-sight : b]
		for _, cut := range []string{"\n\n", "\n", " "} {
			if i := strings.Index(before, cut); i >= 0 {
				from = b - sight + i + len(cut)
				break
			}
		}
		if from == 0 {
			from = offset.RuneStart(text, b-sight)
		}
	}
	if len(text)-b > sight {
		after := text[b : b+sight]
		to = offset.RuneStart(text, b+sight)
		for _, cut := range []string{"\n\n", "\n", " "} {
			if i := strings.LastIndex(after, cut); i >= 0 {
				to = b + i + len(cut)
				break
			}
		}
	}
	return from, to
}

// paragraphs returns the parts of a text over whose ends a quotation runs only by repeating its opening
// mark: what stands between empty lines or, in a text without any, the lines.
func paragraphs(text string) []annotate.Span {
	var lines, blocks []annotate.Span
	for start, end := range offset.Paragraphs(text) {
		lines = append(lines, annotate.Span{Start: start, End: end})
		if n := len(blocks); n > 0 && blocks[n-1].End == start {
			blocks[n-1].End = end
		} else {
			blocks = append(blocks, annotate.Span{Start: start, End: end})
		}
	}
	if len(blocks) > 1 {
		return blocks
	}
	return lines
}

// partners says which marks may close a quotation that a mark opens, in one text.
type partners map[rune][]rune

func (p partners) opens(r rune) bool { return len(p[r]) > 0 }

func (p partners) closes(open, r rune) bool { return slices.Contains(p[open], r) }

// partners returns the pairs of all conventions, without those that the text shows not to be in use.
func (c Conventions) partners(paragraphs [][]mark) partners {
	var seen evidence
	for _, ms := range paragraphs {
		seen.add(ms)
	}
	p := partners{}
	add := func(open, close rune) {
		if seen.allows(open, close) && !p.closes(open, close) {
			p[open] = append(p[open], close)
		}
	}
	for _, row := range c {
		add(row.Open, row.Close)
		add(row.InnerOpen, row.InnerClose)
	}
	return p
}

// evidence counts how the marks of a text lean.
type evidence struct {
	opening, closing, any [len(evidenceMarks)]int
}

const evidenceMarks = "“”„‘’‚«»‹›" // indexed by byte

func (v *evidence) add(ms []mark) {
	for _, m := range ms {
		i := strings.IndexRune(evidenceMarks, m.r)
		if i < 0 || m.apostrophe {
			continue
		}
		v.any[i]++
		switch m.lean {
		case opening:
			v.opening[i]++
		case closing:
			v.closing[i]++
		}
	}
}

func (v *evidence) opens(r rune) int  { return v.opening[strings.IndexRune(evidenceMarks, r)] }
func (v *evidence) closed(r rune) int { return v.closing[strings.IndexRune(evidenceMarks, r)] }
func (v *evidence) count(r rune) int  { return v.any[strings.IndexRune(evidenceMarks, r)] }

// allows reports whether a pair may be in use. Most pairs always may; those of which a mark has the
// opposite sense elsewhere need the text to speak for them.
func (v *evidence) allows(open, close rune) bool {
	switch string([]rune{open, close}) {
	case "””":
		return v.opens('”') > v.opens('“')+v.opens('„')
	case "““":
		return v.closed('“') > 0 && v.count('”') == 0 && v.count('„') == 0
	case "’’":
		return v.opens('’') > 0 && v.count('‘') == 0 && v.count('‚') == 0
	case "»»":
		return v.opens('»') > 0 && v.closed('»') > 0 && v.count('«') == 0
	case "«»":
		return v.outward('«', '»') >= 0
	case "»«":
		return v.outward('«', '»') < 0
	case "‹›":
		return v.outward('‹', '›') >= 0
	case "›‹":
		return v.outward('‹', '›') < 0
	}
	return true
}

// outward is positive where a text's guillemets point away from the words, negative where towards them.
func (v *evidence) outward(left, right rune) int {
	return v.opens(left) + v.closed(right) - v.opens(right) - v.closed(left)
}

// deepest is how many quotations may be within one another.
const deepest = 8

// pairing reads the marks of a text from left to right.
type pairing struct {
	text       string
	paragraphs []annotate.Span
	marks      [][]mark // of each paragraph
	partners   partners
	open       []opened // outer first
	found      []Quotation
}

// opened is a quotation that waits for its closing mark.
type opened struct {
	mark mark
	last int // the end of the last paragraph that it runs through, without white space
}

// pair reads paragraph i.
func (p *pairing) pair(i int) {
	ms := p.marks[i]
	body := p.text[p.paragraphs[i].Start:p.paragraphs[i].End]
	last := p.paragraphs[i].Start + len(strings.TrimRightFunc(body, unicode.IsSpace))
	begin := p.paragraphs[i].Start + len(body) - len(strings.TrimLeftFunc(body, unicode.IsSpace))

	goesOn := p.repeated(ms, begin)
	if goesOn > 0 || !p.closesBelow(i) {
		p.giveUp(goesOn)
	}
	for k := range p.open {
		p.open[k].last = last
	}
	ahead := lookAhead(ms)
	for k := goesOn; k < len(ms); k++ {
		m := ms[k]
		if m.apostrophe {
			continue
		}
		at := p.closable(m)
		if at >= 0 && p.isPossessive(m, ahead[k]) {
			continue
		}
		switch {
		case m.lean == opening && p.partners.opens(m.r):
			p.begin(m, last)
		case at >= 0:
			p.close(at, m)
		case m.lean != closing && p.partners.opens(m.r) && !inWord(m):
			p.begin(m, last)
		}
	}
}

// repeated returns how many of the open quotations, from the outermost on, the paragraph that begins at
// byte begin goes on with by repeating their marks.
func (p *pairing) repeated(ms []mark, begin int) int {
	n := 0
	for n < len(p.open) && n < len(ms) && ms[n].r == p.open[n].mark.r && ms[n].at == begin && ms[n].lean == opening {
		begin = ms[n].end
		n++
	}
	return n
}

// How far a quotation that does not repeat its opening mark may go on: over so many lines without a
// mark, and over so many empty lines.
const (
	linesBelow = 8
	emptyBelow = 2
)

// closesBelow reports whether paragraph i goes on with an open quotation without repeating its mark:
// the next double mark is one that closes, and without this would close nothing.
func (p *pairing) closesBelow(i int) bool {
	empty := 0
	for j := i; len(p.open) > 0 && j < min(i+linesBelow, len(p.paragraphs)); j++ {
		if p.paragraphs[j].Start != p.paragraphs[j-1].End {
			empty++
		}
		if empty > emptyBelow {
			return false
		}
		for _, m := range p.marks[j] {
			if !apostrophic(m.r) && !m.apostrophe {
				inches := m.r == '"' && unicode.IsDigit(m.before)
				return m.lean != opening && !inches && p.closable(m) >= 0
			}
		}
	}
	return false
}

// inWord reports whether a straight mark, or one that opens and closes alike, follows a letter directly,
// where nothing opens.
func inWord(m mark) bool {
	return (m.r == '"' || apostrophic(m.r)) && isAlnum(m.before) && !isIdeographic(m.before)
}

func (p *pairing) begin(m mark, last int) {
	if len(p.open) < deepest {
		p.open = append(p.open, opened{m, last})
	}
}

// closable returns the index of the innermost open quotation that m may close, or -1.
func (p *pairing) closable(m mark) int {
	for k := len(p.open) - 1; k >= 0; k-- {
		if p.partners.closes(p.open[k].mark.r, m.r) {
			return k
		}
	}
	// A mark of another sort that can only close, where nothing of its own sort is open: “…" and “…“.
	if n := len(p.open); n == 1 && m.lean == closing && english(m.r) && english(p.open[0].mark.r) {
		return 0
	}
	return -1
}

// english reports whether a mark is one of English double marks, which typists mix.
func english(r rune) bool { return r == '"' || r == '“' || r == '”' }

// close ends open quotation k with mark m. What is still open within it was none.
func (p *pairing) close(k int, m mark) {
	p.add(p.open[k].mark, m.at, m.end, true)
	p.open = p.open[:k]
}

// giveUp ends the open quotations from index n on with the last paragraph that they run through; those
// whose mark may be an apostrophe, or stands alone between spaces, are forgotten.
func (p *pairing) giveUp(n int) {
	for _, o := range p.open[n:] {
		if alone := o.mark.left == gap && o.mark.right == gap; !alone && !apostrophic(o.mark.r) {
			p.add(o.mark, o.last, o.last, false)
		}
	}
	p.open = p.open[:n]
}

// add keeps the quotation whose words are in [m.end, innerEnd), if it has any.
func (p *pairing) add(m mark, innerEnd, outerEnd int, closed bool) {
	words := p.text[m.end:innerEnd]
	start := m.end + len(words) - len(strings.TrimLeftFunc(words, unicode.IsSpace))
	words = strings.TrimSpace(words)
	if words == "" {
		return
	}
	p.found = append(p.found, Quotation{
		Outer:  annotate.Span{Start: m.at, End: outerEnd},
		Inner:  annotate.Span{Start: start, End: start + len(words)},
		Closed: closed,
	})
}

// prospect is what comes after a mark in its paragraph, as indices of marks.
type prospect struct {
	sureClose int // the next mark of the same kind that closes and is no possessive
	nextOpen  int // the next single mark that opens
	doubleEnd int // the next double mark that closes
}

// lookAhead returns the prospect of every mark; the length of ms stands for none.
func lookAhead(ms []mark) []prospect {
	out := make([]prospect, len(ms))
	none := len(ms)
	sure := map[rune]int{'’': none, '\'': none}
	nextOpen, doubleEnd := none, none
	for k := none - 1; k >= 0; k-- {
		m := ms[k]
		out[k] = prospect{sureClose: none, nextOpen: nextOpen, doubleEnd: doubleEnd}
		if next, ok := sure[m.r]; ok {
			out[k].sureClose = next
		}
		switch {
		case m.apostrophe:
		case !apostrophic(m.r):
			if m.lean == closing {
				doubleEnd = k
			}
		case m.lean == opening:
			nextOpen = k
		case m.lean == closing && !afterS(m):
			sure[m.r] = k
		}
	}
	return out
}

// afterS reports whether m may be the apostrophe of a possessive: "the leaders’ visit".
func afterS(m mark) bool {
	return strings.ContainsRune("sSxXzZ", m.before) && unicode.IsSpace(m.after)
}

// isPossessive reports whether a mark that could close a quotation is rather the apostrophe of a
// possessive: it looks like one, and the quotation has a surer end.
func (p *pairing) isPossessive(m mark, next prospect) bool {
	if (m.r != '’' && m.r != '\'') || !afterS(m) || next.sureClose >= next.nextOpen {
		return false
	}
	inDouble := slices.ContainsFunc(p.open, func(o opened) bool { return !apostrophic(o.mark.r) })
	return !inDouble || next.sureClose < next.doubleEnd
}
