package cli

import (
	"errors"
	"strings"

	"quoth/export"
	"quoth/export/formats"
)

// complaints are what is said of the parts of a job that could not be done. On a terminal, where only
// the last lines stay in sight, a few are said and the others counted; a file gets them all.
type complaints struct {
	*program
	most int // lines to say; 0 means all
	said int // lines
	left int // lines
	n    int // complaints
}

// linesOnTerminal is how many lines of complaints a terminal gets.
const linesOnTerminal = 20

func (p *program) complaints() *complaints {
	c := &complaints{program: p}
	if onTerminal(p.Err) {
		c.most = linesOnTerminal
	}
	return c
}

// add says a complaint, and what flags can do about it.
func (c *complaints) add(err error) {
	c.n++
	for line := range strings.SplitSeq(err.Error()+advice(err), "\n") {
		if c.most > 0 && c.said >= c.most {
			c.left++
			continue
		}
		c.said++
		c.note("%s", line)
	}
}

// end counts what was not said, and reports whether there was anything to complain of.
func (c *complaints) end() error {
	if c.left > 0 {
		c.note("and %d more; to see them all, write them to a file: 2> FILE", c.left)
	}
	if c.n > 0 {
		return errPartly
	}
	return nil
}

// advice says which flag lets a person do otherwise. The reasons themselves are also shown where
// there are no flags.
func advice(err error) string {
	var other *export.OtherWork
	var entity *export.EntityDiffers
	switch {
	case errors.Is(err, export.ErrNoAnnotator):
		return ": --as NAME"
	case errors.As(err, &other):
		return "; to bring this in beside it, name another annotator: --as NAME"
	case errors.As(err, &entity) && entity.Kept && !entity.OtherType():
		return "; to take the file's: --entities " + entitiesTake
	case errors.Is(err, export.ErrNoDataset):
		return "; to have it read as one all the same, say which format it is: --format " + formats.All[0].Name
	}
	return ""
}
