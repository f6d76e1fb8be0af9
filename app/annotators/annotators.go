// Package annotators runs what proposes: the rules that are built in, and programs and services from outside. What
// they make of an article is checked and becomes their own set in a project.
//
// Its words:
//
//   - an outside annotator is a command that reads a dataset in Quoth JSON Lines and writes one ([Command]), or a
//     service that speaks the OpenAI chat protocol ([Endpoint]);
//   - filling is making a set what its annotator proposes now ([Fill]): what is proposed again stays what it is, so
//     that decisions about it keep their meaning;
//   - what is unsound breaks a rule of sets or does not fit the text. It is left out and told; all else comes in. So a
//     broken, slow or lying annotator costs its own proposals and nothing else.
package annotators

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/store"
	"quoth/assets"
)

// Rules returns the rules that are built in.
func Rules() *propose.Rules {
	l, err := propose.ReadLexicon(assets.Lexicon())
	if err != nil {
		panic(err) // shipped with the program and read by its tests
	}
	return propose.NewRules(l)
}

// Names returns a gazetteer of a project's entities.
func Names(ctx context.Context, project *store.Project) (*propose.Gazetteer, error) {
	g := propose.NewGazetteer(nil)
	for e, err := range project.EachEntity(ctx) {
		if err != nil {
			return nil, err
		}
		g.Add(e)
	}
	return g, nil
}

// Sound returns the proposals without those that are unsound, and says what was wrong with these. Arguments that lead
// to what is left out are taken away.
func Sound(schema *annotate.Schema, doc *annotate.Document, in propose.Proposals, known annotate.EntitySource) (propose.Proposals, []error) {
	var wrong []error
	source := entities{known: known, fresh: map[annotate.ID]*annotate.Entity{}}
	for _, e := range in.Entities {
		source.fresh[e.ID] = e
	}
	var anns []*annotate.Annotation
	seen := map[annotate.ID]bool{}
	for _, a := range in.Annotations {
		switch {
		case a.ID == "" || seen[a.ID]:
			wrong = append(wrong, fmt.Errorf("%s: there is another annotation of this identity", describe(doc, a)))
		case !within(doc, a):
			wrong = append(wrong, fmt.Errorf("%s: its words are not in the text", describe(doc, a)))
		default:
			seen[a.ID] = true
			c := a.Clone()
			if c.Entity != "" && source.Entity(c.Entity) == nil {
				c.Entity = ""
			}
			anns = append(anns, c)
		}
	}
	for {
		for _, a := range anns {
			a.Args = slices.DeleteFunc(a.Args, func(x annotate.Arg) bool { return !seen[x.Target] })
		}
		gone := 0
		for _, p := range annotate.NewSet(doc, "", annotate.StateInProgress, anns).Problems(schema, source) {
			if p.Missing != nil || !seen[p.Annotation.ID] {
				continue
			}
			// Of two that cannot both be, the surer one stays.
			delete(seen, p.Annotation.ID)
			gone++
			wrong = append(wrong, fmt.Errorf("%s: %w", describe(doc, p.Annotation), p))
			break
		}
		if gone == 0 {
			return propose.Proposals{Annotations: anns, Entities: in.Entities}, wrong
		}
		anns = slices.DeleteFunc(anns, func(a *annotate.Annotation) bool { return !seen[a.ID] })
	}
}

func within(doc *annotate.Document, a *annotate.Annotation) bool {
	end := 0
	for _, s := range a.Spans {
		if s.Start < end || s.End <= s.Start || s.End > len(doc.Text) {
			return false
		}
		end = s.End
	}
	return len(a.Spans) > 0
}

func describe(doc *annotate.Document, a *annotate.Annotation) string {
	if !within(doc, a) {
		return a.Type
	}
	words := []rune(doc.Surface(a.Spans))
	if len(words) > 40 {
		words = append(words[:39], '…')
	}
	return fmt.Sprintf("%s “%s”", a.Type, string(words))
}

type entities struct {
	known annotate.EntitySource
	fresh map[annotate.ID]*annotate.Entity
}

func (e entities) Entity(id annotate.ID) *annotate.Entity {
	if x := e.fresh[id]; x != nil {
		return x
	}
	if e.known == nil {
		return nil
	}
	return e.known.Entity(id)
}

// Filled says what came of filling a set.
type Filled struct {
	New, Same, Gone int     // annotations
	Wrong           []error // what was unsound
}

// Fill makes the set of an annotator in a document what it proposes now. The author is who had it done.
func Fill(ctx context.Context, project *store.Project, doc *annotate.Document, who annotate.AnnotatorID, in propose.Proposals, author string, now time.Time) (f Filled, err error) {
	known := inProject{ctx, project}
	in, f.Wrong = Sound(project.Schema(), doc, in, known)
	set, err := project.Set(ctx, doc, who)
	if err != nil {
		return f, err
	}
	d := set.Draft("Propose")
	for _, e := range in.Entities {
		if _, err := project.Entity(ctx, e.ID); errors.Is(err, store.ErrNotFound) {
			if slices.ContainsFunc(in.Annotations, func(a *annotate.Annotation) bool { return a.Entity == e.ID }) {
				d.PutEntity(nil, e)
			}
		} else if err != nil {
			return f, err
		}
	}
	kept := map[annotate.ID]bool{}
	for _, a := range in.Annotations {
		kept[a.ID] = true
	}
	var gone []annotate.ID
	for a := range set.All() {
		if !kept[a.ID] {
			gone = append(gone, a.ID)
		}
	}
	for _, id := range gone {
		d.Remove(id)
	}
	f.Gone = len(gone)
	for _, a := range in.Annotations {
		if old := set.Get(a.ID); old.Equal(a) {
			f.Same++
			continue
		}
		f.New++
		d.Put(a)
	}
	if d.Empty() {
		return f, nil
	}
	c := d.Change(author, now)
	if err := set.Check(c, project.Schema(), known); err != nil {
		return f, err
	}
	return f, project.Commit(ctx, c)
}

type inProject struct {
	ctx     context.Context
	project *store.Project
}

func (p inProject) Entity(id annotate.ID) *annotate.Entity {
	e, err := p.project.Entity(p.ctx, id)
	if err != nil {
		return nil
	}
	return e
}
