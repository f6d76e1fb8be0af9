package export

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"quoth/annotate"
)

// Certificate says whether a dataset, read again, is what was written.
type Certificate struct {
	Records int
	Lost    int    // items that the format cannot hold, and said so
	Wrong   []Item // items that are otherwise than the format said: a defect, or a file that somebody changed
	More    int    // of such items that are not listed
}

// Equal reports whether all is as it was.
func (c *Certificate) Equal() bool { return len(c.Wrong) == 0 && c.Lost == 0 }

// Sound reports whether what differs is what the format said that it cannot hold.
func (c *Certificate) Sound() bool { return len(c.Wrong) == 0 }

// mostWrong is how many items a certificate lists.
const mostWrong = 100

// Verify compares records with what was read of the dataset that they were written to, in any order where
// the format is one of many files. It holds a digest of what it has yet to find, not the records.
func (f *Format) Verify(ctx context.Context, written, read iter.Seq2[*Record, error], schema *annotate.Schema) (*Certificate, error) {
	c := &Certificate{}
	wrong := func(i Item) {
		if len(c.Wrong) < mostWrong {
			c.Wrong = append(c.Wrong, i)
		} else {
			c.More++
		}
	}
	if f.Many() {
		return c, f.verifyFolder(ctx, c, wrong, written, read, schema)
	}
	next, stop := iter.Pull2(read)
	defer stop()
	for r, err := range written {
		if err != nil {
			return c, err
		}
		c.Records++
		kept := f.Keep(r, schema)
		c.Lost += len(Differences(r, kept))
		back, err, more := next()
		switch {
		case !more:
			wrong(Item{Where: name(r), What: "the record"})
			continue
		case err != nil:
			return c, err
		}
		for _, i := range Differences(Canonical(compared(f, kept)), Canonical(compared(f, back))) {
			i.Where = name(r) + ", " + i.Where
			wrong(i)
		}
	}
	if r, _, more := next(); more && r != nil {
		wrong(Item{Where: name(r), What: "a record", Was: "nothing", Is: "one more"})
	}
	return c, nil
}

// compared is a record without what is never compared.
func compared(f *Format, r *Record) *Record {
	c := *r
	if !f.Holds.Blocks {
		c.Unblocked = true
	}
	return &c
}

func name(r *Record) string {
	if r.Document.Title != "" {
		return fmt.Sprintf("“%s”", Clip(OneLine(r.Document.Title)))
	}
	return "document " + Clip(string(r.Document.ID))
}

// verifyFolder compares records in any order: by what each says, whatever it is called.
func (f *Format) verifyFolder(ctx context.Context, c *Certificate, wrong func(Item), written, read iter.Seq2[*Record, error], schema *annotate.Schema) error {
	type seen struct {
		n    int
		name string
	}
	left := map[string]*seen{}
	for r, err := range written {
		if err != nil {
			return err
		}
		c.Records++
		kept := f.Keep(r, schema)
		c.Lost += len(Differences(r, kept))
		key := f.digest(kept)
		if left[key] == nil {
			left[key] = &seen{name: name(r)}
		}
		left[key].n++
	}
	for r, err := range read {
		if err != nil {
			return err
		}
		key := f.digest(r)
		if s := left[key]; s != nil && s.n > 0 {
			if s.n--; s.n == 0 {
				delete(left, key)
			}
			continue
		}
		wrong(Item{Where: name(r), What: "the record", Was: "as it was written", Is: "something else"})
	}
	for _, s := range left {
		wrong(Item{Where: s.name, What: "the record"})
	}
	return ctx.Err()
}

// digest returns a short word for all that a record says.
func (f *Format) digest(r *Record) string {
	c := Canonical(r)
	d := c.Document
	text := fmt.Sprintf("%q %q %q %q %q\n", d.Text, d.Title, d.Language, c.Annotator, c.State)
	for _, k := range slices.Sorted(maps.Keys(d.Meta)) {
		if !slices.Contains(ofTheFile, k) {
			text += fmt.Sprintf("%q=%q\n", k, d.Meta[k])
		}
	}
	if f.Holds.Blocks {
		text += fmt.Sprint(d.Blocks)
	}
	for _, e := range c.Entities {
		text += fmt.Sprintf("%q %q %q %q %q %v\n", e.ID, e.Type, e.Name, e.Aliases, e.Note, e.IDs)
	}
	for _, a := range c.Annotations {
		text += fmt.Sprintf("%q %v %q %v %v %q %+v\n", a.Type, a.Spans, a.Entity, a.Args, a.Attrs, a.Note, a.Origin)
	}
	for _, d := range c.Decisions {
		text += fmt.Sprintf("%q %q %q %v %q %q %q %q %+v\n", d.Annotator, d.About, d.Type, d.Spans, d.Verdict, d.Result, d.Reason, d.Within, d.Seen)
	}
	for _, c := range c.Comments {
		text += fmt.Sprintf("%q %q %q %v %q %q %v %q %q\n", c.ID, c.Annotator, c.About, c.Spans, c.ReplyTo, c.Author, c.Time, c.Text, c.Standing)
	}
	return string(annotate.DocumentIDOf(text))
}
