// Package sizes makes articles of any size with as many annotations as wanted, alike in all but their
// length, for benchmarks: what takes longer in the longer one grows with the text.
//
// The same arguments always give the same article. Its words are made up.
package sizes

import (
	"fmt"
	"strings"
	"sync"

	"quoth/annotate"
)

const common = `the of and to in a said that for on with was his it at by from government minister president told
reporters Monday talks agreement border officials economy not according country people after would has been which
who more than year per cent million decision announced policy leaders meeting summit harbour council bridge ferry`

// random is a generator of the same numbers on every machine.
type random uint64

func (r *random) below(n int) int {
	*r = *r*6364136223846793005 + 1442695040888963407
	return int(uint64(*r)>>33) % n
}

// names returns n names of two or three syllables.
func names(n int) []string {
	syllables := strings.Fields("ka ro mi ta len dor vik sund hav ar el is on ur ba ne sto gra lin mer")
	r := random(3)
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for range 2 + r.below(2) {
			b.WriteString(syllables[r.below(len(syllables))])
		}
		s := b.String()
		out[i] = strings.ToUpper(s[:1]) + s[1:]
	}
	return out
}

// Article returns an article of about the given number of bytes: a title and paragraphs of a few
// sentences, with quotation marks that take three bytes each.
func Article(bytes int) *annotate.Document {
	return article(fmt.Sprintf("An Article of %d Bytes", bytes), bytes, 7)
}

// Nth returns article n of a corpus: about as long as the others, with other words.
func Nth(n, bytes int) *annotate.Document {
	return article(fmt.Sprintf("Article %d of %d Bytes", n, bytes), bytes, random(7+n))
}

var (
	commonWords = sync.OnceValue(func() []string { return strings.Fields(common) })
	peopleNames = sync.OnceValue(func() []string { return names(20_000) })
)

func article(title string, bytes int, r random) *annotate.Document {
	words, people := commonWords(), peopleNames()
	var b strings.Builder
	b.Grow(bytes + 1024)
	b.WriteString(title + "\n\n")
	blocks := []annotate.Block{{Kind: annotate.BlockTitle, Span: annotate.Span{End: b.Len() - 2}}}
	for b.Len() < bytes {
		start := b.Len()
		for i := range 3 + r.below(4) {
			if i > 0 {
				b.WriteByte(' ')
			}
			said := r.below(4) == 0
			if said {
				b.WriteString("“We ")
			} else {
				b.WriteString("The ")
			}
			for range 8 + r.below(14) {
				b.WriteString(words[r.below(len(words))])
				b.WriteByte(' ')
				if r.below(9) == 0 { // few names often, many seldom
					b.WriteString(people[r.below(r.below(len(people))+1)])
					b.WriteByte(' ')
				}
			}
			if said {
				b.WriteString("soon,” she said.")
			} else {
				b.WriteString("then.")
			}
		}
		blocks = append(blocks, annotate.Block{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: start, End: b.Len()}})
		b.WriteString("\n\n")
	}
	text := strings.TrimSuffix(b.String(), "\n\n")
	return &annotate.Document{
		ID: annotate.DocumentIDOf(text), Title: title, Language: "en", Text: text, Blocks: blocks,
	}
}

// Annotations returns n annotations (a multiple of 4) spread evenly over an article, in the order of the
// text: again and again a person, a quote of that person, its cue, and a meeting in which the
// person takes part. Their types are those of the built-in schema.
func Annotations(doc *annotate.Document, n int) []*annotate.Annotation {
	out := make([]*annotate.Annotation, 0, n)
	cells := n / 4
	for i := range cells {
		start := i * len(doc.Text) / cells
		size := (i+1)*len(doc.Text)/cells - start
		id := func(k int) annotate.ID { return annotate.ID(fmt.Sprintf("%012d", 4*i+k)) }
		speaker := wordFrom(doc.Text, start+size/20)
		words := wordFrom(doc.Text, speaker.End+1)
		words.End = max(words.End, wordFrom(doc.Text, start+size*9/20).End)
		if cut := strings.IndexByte(doc.Text[words.Start:words.End], '\n'); cut > 0 {
			words.End = words.Start + cut
		}
		cue := wordFrom(doc.Text, words.End+1)
		met := wordFrom(doc.Text, max(cue.End+1, start+size*3/4))
		out = append(out,
			&annotate.Annotation{ID: id(0), Type: "person", Spans: []annotate.Span{speaker}},
			&annotate.Annotation{ID: id(1), Type: "quote", Spans: []annotate.Span{words}, Args: []annotate.Arg{{Role: "speaker", Target: id(0)}, {Role: "cue", Target: id(2)}}},
			&annotate.Annotation{ID: id(2), Type: "cue", Spans: []annotate.Span{cue}},
			&annotate.Annotation{ID: id(3), Type: "contact.meet", Spans: []annotate.Span{met}, Args: []annotate.Arg{{Role: "participant", Target: id(0)}}},
		)
	}
	return out
}

// wordFrom returns the first run of ASCII letters that begins after byte at; the last one of the text
// where there is none.
func wordFrom(text string, at int) annotate.Span {
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	at = min(at, len(text)-1)
	for at > 0 && at < len(text) && letter(text[at-1]) {
		at++
	}
	for at < len(text) && !letter(text[at]) {
		at++
	}
	end := at
	for end < len(text) && letter(text[end]) {
		end++
	}
	if end == at {
		for end > 0 && !letter(text[end-1]) {
			end--
		}
		for at = end; at > 0 && letter(text[at-1]); {
			at--
		}
	}
	return annotate.Span{Start: at, End: end}
}

// Changes returns the changes that put the annotations in an empty set, so many in each.
func Changes(set *annotate.Set, anns []*annotate.Annotation, each int) []*annotate.Change {
	var out []*annotate.Change
	for from := 0; from < len(anns); from += each {
		c := &annotate.Change{ID: annotate.ID(fmt.Sprintf("change-%09d", from)), Document: set.Document.ID, Annotator: set.Annotator,
			Author: string(set.Annotator), Title: "Mark", Act: annotate.ActDo}
		for _, a := range anns[from:min(len(anns), from+each)] {
			c.Edits = append(c.Edits, annotate.Edit{After: a})
		}
		if from == 0 {
			c.Edits = append(c.Edits, annotate.Edit{StateBefore: annotate.StateNew, StateAfter: annotate.StateInProgress})
		}
		out = append(out, c)
	}
	return out
}
