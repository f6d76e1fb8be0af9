// Package colleagues makes project files of three people who annotated the articles of the sample and differ as
// people do: ana is careful, ben is sloppy about where things begin and end, and cay confuses who speaks. What
// they do is decided by seeds, so it is the same every time. Tests of the review, its pictures and anybody who
// wants to try it need such files; the program itself does not.
//
// Its words:
//
//   - the truth is what a careful person marks, and what a review should come to: the sample's own annotations,
//     and truth.txt for the articles that have none,
//   - a [Habit] is how somebody departs from it; each departure obeys the rules of the schema,
//   - a file has one change for each thing that was marked, some seconds after the one before, so that history,
//     speed and drift have something to show.
package colleagues

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/assets"
	"quoth/export/jsonl"
)

// Colleague is one of the three.
type Colleague struct {
	Name   annotate.AnnotatorID
	Habit  Habit
	Seed   uint64
	Begins time.Time // with the first article
}

// All are the three, in the order of their names.
var All = []Colleague{
	{"ana", Careful, 11, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)},
	{"ben", Sloppy, 23, time.Date(2026, 3, 2, 9, 20, 0, 0, time.UTC)},
	{"cay", Confused, 37, time.Date(2026, 3, 3, 14, 5, 0, 0, time.UTC)},
}

// Make writes the files of all three into a folder, in which they must not be yet, and returns their paths.
func Make(ctx context.Context, folder string) ([]string, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	var paths []string
	for _, c := range All {
		path := filepath.Join(folder, string(c.Name)+".quoth")
		if err := c.Write(ctx, path); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// Schema returns the schema of the files: the built-in one.
func Schema() (*annotate.Schema, error) { return annotate.ParseSchema("news.yaml", assets.Schema) }

// Write makes the file of one of them.
func (c Colleague) Write(ctx context.Context, path string) (err error) {
	schema, err := Schema()
	if err != nil {
		return err
	}
	articles, err := Truth(schema)
	if err != nil {
		return err
	}
	p, err := store.Create(ctx, path, schema)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, p.Close()) }()
	if _, err := p.AddDocuments(ctx, func(yield func(*annotate.Document) bool) {
		for _, a := range articles {
			if !yield(a.Document) {
				return
			}
		}
	}); err != nil {
		return err
	}
	w := writing{Colleague: c, at: c.Begins, random: rand.New(rand.NewPCG(c.Seed, 1)), known: map[annotate.ID]bool{}}
	for _, a := range articles {
		set := c.Marks(schema, a)
		changes := w.changes(a, set)
		if err := p.CommitAll(ctx, changes); err != nil {
			return fmt.Errorf("%s, %s: %w", c.Name, a.Document.Title, err)
		}
		if err := p.AddActivity(ctx, store.Activity{
			Document: a.Document.ID, Annotator: c.Name, Day: w.at.Format(time.DateOnly),
			Actions: 2 * set.Len(), Annotations: set.Len(), Seconds: w.at.Sub(changes[0].Time).Seconds(),
		}); err != nil {
			return err
		}
		w.at = w.at.Add(7 * time.Minute)
	}
	return nil
}

// Marks returns what the person made of an article. Identities are those of the truth behind the person's name.
func (c Colleague) Marks(schema *annotate.Schema, a *Article) *annotate.Set {
	own := func(id annotate.ID) annotate.ID { return annotate.ID(string(c.Name) + "-" + string(id)) }
	var anns []*annotate.Annotation
	for _, x := range a.Annotations {
		x = x.Clone()
		x.ID = own(x.ID)
		for i := range x.Args {
			x.Args[i].Target = own(x.Args[i].Target)
		}
		anns = append(anns, x)
	}
	p := &person{
		schema: schema, article: a, set: annotate.NewSet(a.Document, c.Name, annotate.StateInProgress, anns),
		random: rand.New(rand.NewPCG(c.Seed, uint64(len(a.Document.Text)))),
	}
	for _, x := range anns {
		c.Habit(p, x.ID)
	}
	return p.set
}

// writing turns sets into changes as they would have been made by hand.
type writing struct {
	Colleague
	at     time.Time
	random *rand.Rand
	known  map[annotate.ID]bool // entities that the file has
	n      int
}

// changes returns one change for each thing in the text with what fills its roles, and one that says that the
// article is done.
func (w *writing) changes(a *Article, set *annotate.Set) []*annotate.Change {
	made := map[annotate.ID]bool{}
	state := annotate.StateNew
	var out []*annotate.Change
	commit := func(title string, edits []annotate.Edit) {
		w.n++
		w.at = w.at.Add(time.Duration(3000+w.random.IntN(9000)) * time.Millisecond)
		out = append(out, &annotate.Change{
			ID: annotate.ID(fmt.Sprintf("%s-change-%04d", w.Name, w.n)), Document: a.Document.ID, Annotator: w.Name, Author: string(w.Name),
			Time: w.at, Title: title, Act: annotate.ActDo, Edits: edits,
		})
	}
	for x := range set.All() {
		var edits []annotate.Edit
		var mark func(x *annotate.Annotation)
		mark = func(x *annotate.Annotation) {
			if x == nil || made[x.ID] {
				return
			}
			made[x.ID] = true
			for _, arg := range x.Args {
				mark(set.Get(arg.Target))
			}
			if e := a.Entities[x.Entity]; e != nil && !w.known[e.ID] {
				w.known[e.ID] = true
				edits = append(edits, annotate.Edit{EntityAfter: e})
			}
			edits = append(edits, annotate.Edit{After: x})
		}
		if mark(x); len(edits) == 0 {
			continue
		}
		if state == annotate.StateNew {
			state = annotate.StateInProgress
			edits = append(edits, annotate.Edit{StateBefore: annotate.StateNew, StateAfter: state})
		}
		commit("Mark "+strings.ToLower(x.Type), edits)
	}
	commit("Done", []annotate.Edit{{StateBefore: state, StateAfter: annotate.StateDone}})
	return out
}

// Article is an article with the truth about it.
type Article struct {
	Document    *annotate.Document
	Annotations []*annotate.Annotation // targets of arguments are among them
	Entities    map[annotate.ID]*annotate.Entity
}

// Set returns the truth as somebody's set.
func (a *Article) Set(of annotate.AnnotatorID) *annotate.Set {
	return annotate.NewSet(a.Document, of, annotate.StateDone, slices.Clone(a.Annotations))
}

// Truth returns the articles of the sample with what there is to mark in them.
func Truth(schema *annotate.Schema) ([]*Article, error) {
	var out []*Article
	for r, err := range jsonl.Format.Read(context.Background(), "sample.jsonl", bytes.NewReader(assets.Sample)) {
		if err != nil {
			return nil, err
		}
		a := &Article{Document: r.Document, Annotations: r.Annotations, Entities: map[annotate.ID]*annotate.Entity{}}
		for _, e := range r.Entities {
			a.Entities[e.ID] = e
		}
		out = append(out, a)
	}
	for title, lines := range sections() {
		for _, a := range out {
			if strings.HasPrefix(a.Document.Title, title) {
				if err := a.read(schema, lines); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}

// trueTo checks that the truth obeys the rules.
func (a *Article) trueTo(schema *annotate.Schema) error {
	for _, p := range a.Set("truth").Problems(schema, source(a.Entities)) {
		return fmt.Errorf("%s: %w", a.Document.Title, p)
	}
	return nil
}

type source map[annotate.ID]*annotate.Entity

func (s source) Entity(id annotate.ID) *annotate.Entity { return s[id] }
