package offset

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
func (t *Table) Ends(s int) (plain, ruled int) { return t.plainEnd(s), t.ruledEnd(s) }
