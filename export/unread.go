package export

import (
	"bytes"
	"errors"
	"io"
	"regexp"
)

// Unread says that a file is a dataset of a kind that Quoth knows and does not read.
type Unread struct {
	What string // "the columns of CoNLL-2012"
	Do   string // what to do instead
}

func (u *Unread) Error() string { return "this is " + u.What + ", which Quoth does not read; " + u.Do }

// Labelled reports whether an error of [Formats.Detect] is about a dataset rather than about anything else.
func Labelled(err error) bool {
	var u *Unread
	return errors.Is(err, ErrUTF16) || errors.As(err, &u)
}

// unreads are kinds of datasets that are known by how they begin.
var unreads = []struct {
	begins *regexp.Regexp
	Unread
}{
	{regexp.MustCompile(`^\s*#begin document `), Unread{"a file of CoNLL-2012 columns (OntoNotes coreference)",
		"bring in the same corpus as CoNLL-U with Entity= (CorefUD has many) or as brat, where it comes so"}},
	{regexp.MustCompile(`^\s*QUOTE\t[^\t\n]+(\t\d+){4}\t`), Unread{"LitBank's table of quotations, with places by sentence and token",
		"write its quotes and speakers as brat (a T line each, and an R line between) beside the same text, or as Quoth JSON Lines"}},
	{regexp.MustCompile(`^\s*\{"Annotations":\s*\[(\]|\{"Addr":)`), Unread{"JSON of German speaker attribution, with places by sentence and token",
		"write its texts and quotes as BBC Citron, brat or Quoth JSON Lines"}},
	{regexp.MustCompile(`^document[,\t]title[,\t]published[,\t]url[,\t]annotator[,\t]state[,\t]id[,\t]type[,\t]text[,\t]start[,\t]end[,\t]`), Unread{
		"a table of annotations (CSV or TSV) as Quoth writes them",
		"bring in the same export in a format that comes back, such as Quoth JSON Lines, which holds everything"}},
}

// unreadOf returns what a file is that begins so, or nil.
func unreadOf(file io.ReaderAt) *Unread {
	head := make([]byte, 1<<12)
	n, _ := file.ReadAt(head, 0) // fewer where it is shorter
	head = bytes.TrimPrefix(head[:n], []byte("\ufeff"))
	for i := range unreads {
		if unreads[i].begins.Match(head) {
			return &unreads[i].Unread
		}
	}
	return nil
}
