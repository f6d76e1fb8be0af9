package workbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"quoth/annotate/gazetteer"
	"quoth/app/register"
)

// ListChoice is a list of entities to bring in.
type ListChoice struct {
	Path      string
	Gazetteer string   // the file that it becomes, for several projects; "" for the project's own entities
	Type      string   // of entries of which the list does not say it
	Only      []string // types to take; all where empty
	Languages []string // of names of Wikidata; all where empty
}

// ImportList brings a list of entities in, in the background.
func (b *Bench) ImportList(c ListChoice) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		var r register.Report
		var troubles complaints
		name := filepath.Base(c.Path)
		var names *openedNames
		project, version := b.project, b.books.version
		b.start("Bringing in "+name, func(ctx context.Context, tell progress) error {
			f, err := os.Open(c.Path)
			if err != nil {
				return err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return err
			}
			if !info.Mode().IsRegular() {
				return fmt.Errorf("%s is not a file", c.Path)
			}
			in := &listMeter{in: f, total: info.Size(), tell: tell}
			trouble := troubles.add
			o := gazetteer.Options{Types: b.EntityTypes(), Type: c.Type, Only: c.Only, Languages: c.Languages, Trouble: trouble}
			var entries iter.Seq2[gazetteer.Entry, error] = gazetteer.Read(ctx, c.Path, in, o)
			if c.Gazetteer != "" {
				r, err = register.Shelve(ctx, c.Gazetteer, strings.TrimSuffix(filepath.Base(c.Gazetteer), filepath.Ext(c.Gazetteer)), entries, trouble)
				return err
			}
			r, err = b.acts(tell).Import(ctx, "Import "+name, entries, trouble)
			var left error
			names, left = renewNames(b.context(), project, version, tell)
			return errors.Join(err, left)
		}, func(err error) {
			if left := b.catchUp(names); left != nil {
				err = errors.Join(err, left)
			}
			b.inOrder = nil
			b.touch(EntitiesChanged)
			b.refreshRegister()
			if b.wentWrong("bringing in "+name, err) {
				if came := r.New; c.Gazetteer == "" && came > 0 && errors.Is(err, context.Canceled) {
					b.say("Cancelled: bringing in %s. %s came in before.", name, count(came, "entity", "entities"))
					b.offerEntityUndo()
				}
				return
			}
			if c.Gazetteer != "" {
				b.UseGazetteer(c.Gazetteer)
			}
			b.reportList(name, c.Gazetteer == "", r, troubles)
		})
	})
}

func (b *Bench) reportList(name string, own bool, r register.Report, troubles complaints) {
	text := fmt.Sprintf("%s: %s", name, count(r.New, "entity", "entities"))
	if r.Known > 0 {
		text += fmt.Sprintf(", %d there already", r.Known)
	}
	if troubles.count == 0 {
		b.say("%s.", text)
		if own && r.New > 0 {
			b.offerEntityUndo()
		}
		return
	}
	b.fail(fmt.Errorf("%s. %s left out or kept as the project has it: %s", text, count(troubles.count, "row", "rows"), troubles.first[0]))
	b.notice.Action, b.notice.Do = "Copy all reasons", func() { b.screen.SetClipboard(troubles.String()) }
}

// complaints are what was wrong with rows of a list. Of a list of which nearly all is, only the first are kept.
type complaints struct {
	first []string
	count int
}

const mostComplaints = 10_000

func (c *complaints) add(err error) {
	if c.count++; len(c.first) < mostComplaints {
		c.first = append(c.first, err.Error())
	}
}

// String gives a reason a line.
func (c complaints) String() string {
	s := strings.Join(c.first, "\n")
	if more := c.count - len(c.first); more > 0 {
		s += fmt.Sprintf("\n… and %d more", more)
	}
	return s
}

// listMeter tells how much of a file has been read.
type listMeter struct {
	in          io.Reader
	done, total int64
	tell        progress
}

func (m *listMeter) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	m.done += int64(n)
	m.tell(m.done, m.total, "")
	return n, err
}
