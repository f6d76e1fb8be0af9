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
			r, err = b.acts(tell).Import(ctx, importTitle(name), entries, trouble)
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
			b.propose() // names may be those of somebody who came in
		})
	})
}

// ListReport is what came of bringing in a list of which rows were left out, or parts of them.
type ListReport struct {
	Name    string   // the list's
	Came    string   // what came in, in words
	Reasons []string // each with the row's line; of very many only the first
	More    int      // of which the reasons are not kept

	own bool // its entities became the project's own
}

// Text gives a reason a line.
func (r *ListReport) Text() string {
	s := strings.Join(r.Reasons, "\n")
	if r.More > 0 {
		s += fmt.Sprintf("\n… and %d more", r.More)
	}
	return s
}

// ListReport returns what was wrong with the list that was brought in last; nil where nothing was.
func (b *Bench) ListReport() *ListReport { return b.listed }

func (b *Bench) reportList(name string, own bool, r register.Report, troubles complaints) {
	text := fmt.Sprintf("%s: %s", name, count(r.New, "entity", "entities"))
	if r.Known > 0 {
		text += fmt.Sprintf(", %d there already", r.Known)
	}
	switch n := r.Namesakes; {
	case n == 1:
		text += ". 1 has a name that is here already" + b.lookForDoubles()
	case n > 1:
		text += fmt.Sprintf(". %d have names that are here already", n) + b.lookForDoubles()
	}
	b.listed = nil
	if troubles.count == 0 {
		b.say("%s.", text)
		if own && r.New > 0 {
			b.offerEntityUndo()
		}
		return
	}
	b.listed = &ListReport{Name: name, Came: text, Reasons: troubles.first, More: troubles.count - len(troubles.first), own: own && r.New > 0}
	b.fail(fmt.Errorf("%s. %s left out, in part left out, or kept as the project has it", text, count(troubles.count, "row is", "rows are")))
	b.notice.Action, b.notice.Do = "Show why", func() { b.screen.Show(PageListReport) }
}

// lookForDoubles says where entities of one name are made one.
func (b *Bench) lookForDoubles() string {
	return fmt.Sprintf(": see Suspected doubles in the entities of the project (%s)", b.keyOf("entity.register"))
}

// CanUndoList reports whether the list that was brought in last is what was done last to the entities.
func (b *Bench) CanUndoList() bool {
	if b.listed == nil || !b.listed.own || b.project == nil {
		return false
	}
	id := b.entityHistory().Undo()
	if id == "" {
		return false
	}
	title, err := b.project.TitleOf(b.context(), id)
	return err == nil && title == importTitle(b.listed.Name)
}

// UndoList takes the list that was brought in last back out.
func (b *Bench) UndoList() {
	if b.CanUndoList() {
		b.undoEntities()
	}
}

// importTitle is what bringing a list in is called in the history of the entities.
func importTitle(list string) string { return "Import " + list }

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
