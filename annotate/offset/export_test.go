package offset

import "github.com/clipperhouse/uax29/v2/sentences"

// SetPageSize makes the parts in which texts are learned so large, and returns what makes them as large as
// they were.
func SetPageSize(n int) (restore func()) {
	was := pageSize
	pageSize = n
	return func() { pageSize = was }
}

// NewValid is New of a text that is known to be UTF-8.
func NewValid(text string) *Table { return &Table{text: text} }

// Ends returns where a segment at s ends by a look at it, 0 where that does not do, and by the rules.
func (t *Table) Ends(s int) (plain, ruled int) {
	plain, _ = t.plainEnd(s)
	return plain, t.ruledEnd(s)
}

// SentenceEnds returns where the sentences of a paragraph end, as they are found and by the rules alone.
func SentenceEnds(text string) (found, ruled []int) {
	for _, s := range annexSentences(text, nil) {
		found = append(found, s.end)
	}
	for _, s := range cutRuns(text) {
		for it := sentences.FromString(text[s.start:s.end]); it.Next(); {
			ruled = append(ruled, s.start+it.End())
		}
	}
	return found, ruled
}
