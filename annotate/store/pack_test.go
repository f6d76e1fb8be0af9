package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
)

// twoAnnotators makes a project in which ana and ben marked two articles, each with an entity of their own and one
// that both refer to.
func twoAnnotators(t *testing.T) (p *Project, one, two *annotate.Document) {
	t.Helper()
	p = newProject(t)
	one, two = article("One", "“Hello,” said Ana Díaz. שלום"), article("Two", "Ben met Ana Díaz.")
	add(t, p, one, two)
	commit(t, p, setOf(t, p, one, "ben"), "Ben marks", func(d *annotate.Draft) {
		d.PutEntity(nil, &annotate.Entity{ID: "both", Type: "person", Name: "Ana Díaz"})
		d.Put(&annotate.Annotation{ID: "b1", Type: "person", Spans: nameSpan, Entity: "both", Note: "ben’s secret"})
	})
	commit(t, p, setOf(t, p, one, "ben"), "Ben marks more", func(d *annotate.Draft) {
		d.PutEntity(nil, &annotate.Entity{ID: "bens", Type: "person", Name: "Somebody"})
		d.Put(&annotate.Annotation{ID: "b2", Type: "person", Spans: []annotate.Span{{Start: 3, End: 8}}, Entity: "bens"})
	})
	commit(t, p, setOf(t, p, one, "ana"), "Ana marks", func(d *annotate.Draft) {
		d.Put(&annotate.Annotation{ID: "a1", Type: "person", Spans: nameSpan, Entity: "both"})
	})
	commit(t, p, setOf(t, p, one, "ben"), "Ben says", func(d *annotate.Draft) {
		d.Decide(annotate.DecisionAbout("ana", &annotate.Annotation{ID: "a1", Type: "person", Spans: nameSpan}, annotate.VerdictCorrected, "b1"))
		d.Say(&annotate.Comment{ID: "bc", Annotator: "ana", About: "a1", Spans: nameSpan, Author: "Ben", Time: noon, Text: "whispered"})
	})
	commit(t, p, setOf(t, p, two, "ana"), "Ana marks", func(d *annotate.Draft) {
		d.Put(&annotate.Annotation{ID: "a2", Type: "person", Spans: []annotate.Span{{Start: 0, End: 3}}})
	})
	return p, one, two
}

func TestBlindPackageHoldsNothingOfOthers(t *testing.T) {
	p, one, two := twoAnnotators(t)
	path := filepath.Join(t.TempDir(), "ana.quoth")
	if _, err := p.Pack(t.Context(), path, Package{For: "ana", Documents: []annotate.DocumentID{one.ID}, Blind: true}, nil); err != nil {
		t.Fatal(err)
	}
	q, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, q)
	if x := setOf(t, q, one, "ana").Get("a1"); x == nil || x.Entity != "both" {
		t.Errorf("her own mark is %+v", x)
	}
	if _, err := q.Document(t.Context(), two.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("an article that was not chosen: %v", err)
	}
	entities, err := q.EntitiesByID(t.Context())
	if err != nil || !slices.Equal(slices.Sorted(maps.Keys(entities)), []annotate.ID{"both"}) {
		t.Errorf("entities %v, %v", entities, err)
	}
	q.Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"ben", "Ben marks", "secret", "whispered", "Ben says", "Somebody", "Ana Kovač marks"} {
		if strings.Contains(string(raw), word) {
			t.Errorf("the file holds %q", word)
		}
	}
}

func TestWorkInAPackageComesBackByMerging(t *testing.T) {
	p, one, _ := twoAnnotators(t)
	path := filepath.Join(t.TempDir(), "ana.quoth")
	if _, err := p.Pack(t.Context(), path, Package{For: "ana", Documents: []annotate.DocumentID{one.ID}, Blind: true}, nil); err != nil {
		t.Fatal(err)
	}
	q, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, q, setOf(t, q, one, "ana"), "At home", func(d *annotate.Draft) {
		both, err := q.Entity(t.Context(), "both")
		if err != nil {
			t.Fatal(err)
		}
		renamed := both.Clone()
		renamed.Aliases = []string{"Mayor Díaz"}
		d.PutEntity(both, renamed)
		d.Put(&annotate.Annotation{ID: "a3", Type: "cue", Spans: []annotate.Span{{Start: 14, End: 18}}})
		d.SetState(annotate.StateDone)
	})
	q.Close()
	// Meanwhile ben goes on.
	commit(t, p, setOf(t, p, one, "ben"), "Ben goes on", func(d *annotate.Draft) { d.Remove("b2") })
	p.Close()
	m, ana, merged := mergedSet(t, one, path, p.Path())
	if ana.Len() != 2 || ana.State() != annotate.StateDone || ana.Get("a3") == nil || len(m.Clashes) != 0 || len(m.Joined) != 0 {
		t.Errorf("ana has %d marks, %s; %+v %+v", ana.Len(), ana.State(), m.Clashes, m.Joined)
	}
	ben := setOf(t, merged, one, "ben")
	if ben.Len() != 1 || ben.Get("b1").Note != "ben’s secret" {
		t.Errorf("ben has %d marks", ben.Len())
	}
	both, err := merged.Entity(t.Context(), "both")
	if err != nil || !slices.Equal(both.Aliases, []string{"Mayor Díaz"}) {
		t.Errorf("%+v, %v", both, err)
	}
}

func TestOpenPackageHoldsAllSetsOfItsArticles(t *testing.T) {
	p, one, two := twoAnnotators(t)
	path := filepath.Join(t.TempDir(), "two.quoth")
	if _, err := p.Pack(t.Context(), path, Package{For: "eva"}, nil); err != nil {
		t.Fatal(err)
	}
	q, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	sound(t, q)
	if setOf(t, q, one, "ben").Len() != 2 || setOf(t, q, two, "ana").Len() != 1 {
		t.Error("sets are missing")
	}
	if _, err := p.Pack(t.Context(), path+"2", Package{For: "eva", Documents: []annotate.DocumentID{"nothing"}}, nil); !errors.Is(err, ErrNotFound) || exists(path+"2") {
		t.Errorf("an article that is not there: %v", err)
	}
}

// Whatever was done before, merging a project with a package of it changes nothing, and what is in the package
// of one annotator's set is that set.
func TestPackageOfAProjectAddsNothingToIt(t *testing.T) {
	fewer(t, "20")
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		path := filepath.Join(folder, fmt.Sprintf("%d.quoth", n))
		p, err := Create(context.Background(), path, testSchema(t))
		if err != nil {
			rt.Fatal(err)
		}
		a, b := article("A", "“Hello,” she said. 👩‍👩‍👧 שלום"), article("B", "习近平 met José\u0301 in Zürich.")
		add(t, p, a, b)
		p.Close()
		m := &machine{name: "a", path: path}
		for range 3 {
			m.work(rt, t)
		}
		if p, err = OpenReadOnly(context.Background(), path); err != nil {
			rt.Fatal(err)
		}
		defer p.Close()
		o := Package{For: "ana", Blind: rapid.Bool().Draw(rt, "blind")}
		if rapid.Bool().Draw(rt, "one article") {
			o.Documents = []annotate.DocumentID{a.ID}
		}
		packed := path + ".packed"
		if _, err := p.Pack(context.Background(), packed, o, nil); err != nil {
			rt.Fatal(err)
		}
		q, err := OpenReadOnly(context.Background(), packed)
		if err != nil {
			rt.Fatal(err)
		}
		defer q.Close()
		if problems, err := q.Check(context.Background(), nil); err != nil || len(problems) > 0 {
			rt.Errorf("%v, %v", problems, err)
		}
		mine, theirs := setOf(t, p, a, "ana"), setOf(t, q, a, "ana")
		if d := cmp.Diff(all(mine), all(theirs), cmp.Comparer((*annotate.Annotation).Equal)); d != "" || mine.State() != theirs.State() {
			rt.Errorf("%s and %s %s", mine.State(), theirs.State(), d)
		}
		back := path + ".back"
		if _, err := Merge(context.Background(), back, []string{packed, path}, nil); err != nil {
			rt.Fatal(err)
		}
		if d := cmp.Diff(contents(t, path), contents(t, back)); d != "" {
			rt.Error(d)
		}
	})
}
