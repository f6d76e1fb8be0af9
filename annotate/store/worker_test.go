package store

import (
	"path/filepath"
	"slices"
	"testing"

	"quoth/annotate"
)

// workHere lets somebody mark something in an article of a project.
func workHere(t *testing.T, p *Project, doc *annotate.Document, who annotate.AnnotatorID, id annotate.ID) {
	t.Helper()
	d := setOf(t, p, doc, who).Draft("Mark")
	d.Put(&annotate.Annotation{ID: id, Type: "person", Spans: []annotate.Span{{Start: 0, End: 3}}})
	if err := p.Commit(t.Context(), d.Change(string(who), noon)); err != nil {
		t.Fatal(err)
	}
}

func TestAPackageKnowsForWhomItIs(t *testing.T) {
	p, one, _ := twoAnnotators(t)
	path := filepath.Join(t.TempDir(), "ana.quoth")
	if _, err := p.Pack(t.Context(), path, Package{For: "Ana Kovač", Documents: []annotate.DocumentID{one.ID}}, nil); err != nil {
		t.Fatal(err)
	}
	q, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := q.Worker(t.Context())
	if err != nil || w != (Worker{For: "Ana Kovač"}) || w.Who() != "Ana Kovač" {
		t.Errorf("it is for %+v, %v", w, err)
	}
	w.Name = "أنا"
	if err := q.SetWorker(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	q.Close()
	if q, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if got, err := q.Worker(t.Context()); err != nil || got != w || got.Who() != "أنا" {
		t.Errorf("after reopening %+v, %v", got, err)
	}
	q.Close()
	if w, err := p.Worker(t.Context()); err != nil || w != (Worker{}) {
		t.Errorf("the project it was made of: %+v, %v", w, err)
	}
	out := filepath.Join(t.TempDir(), "all.quoth")
	p.Close()
	if _, err := Merge(t.Context(), out, []string{path, p.Path()}, nil); err != nil {
		t.Fatal(err)
	}
	all, err := Open(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	if w, err := all.Worker(t.Context()); err != nil || w != (Worker{}) {
		t.Errorf("what was merged is for %+v, %v", w, err)
	}
}

func TestMergingSaysWhereItIsNotSureWhoseWorkItIs(t *testing.T) {
	p := newProject(t)
	one := article("One", "Ana came.")
	add(t, p, one)
	give(t, p, "root", annotate.AssignedOpen, noon, one)
	dir := t.TempDir()
	pack := func(who annotate.AnnotatorID) string {
		path := filepath.Join(dir, string(who)+".quoth")
		if _, err := p.Pack(t.Context(), path, Package{For: who, Blind: true}, nil); err != nil {
			t.Fatal(err)
		}
		return path
	}
	in := func(path string, who annotate.AnnotatorID, id annotate.ID) {
		q, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer q.Close()
		workHere(t, q, one, who, id)
	}
	ana, ben, cay := pack("ana"), pack("ben"), pack("cay")
	give(t, p, "ana", annotate.AssignedOpen, noon, one) // what is given out later is nobody's work
	in(ana, "root", "a1")
	in(ben, "root", "b1")
	in(cay, "cay", "c1")
	merge := func(files ...string) *Merged {
		m, err := Merge(t.Context(), filepath.Join(t.TempDir(), "all.quoth"), files, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	want := []Stray{{ana, "ana", "root", 1}, {ben, "ben", "root", 1}}
	for _, files := range [][]string{{p.Path(), ana, ben, cay}, {cay, ben, ana, p.Path()}} {
		if m := merge(files...); !slices.Equal(m.Apart, []annotate.AnnotatorID{"root"}) || !slices.Equal(m.Strays, want) {
			t.Errorf("merging %v: apart %v, strays %+v", files, m.Apart, m.Strays)
		}
	}
	if m := merge(p.Path(), cay); len(m.Apart)+len(m.Strays) > 0 {
		t.Errorf("of what is in order it says %v, %+v", m.Apart, m.Strays)
	}
	// What came with a package that is not blind was not made in it.
	all := filepath.Join(t.TempDir(), "back.quoth")
	if _, err := Merge(t.Context(), all, []string{p.Path(), cay}, nil); err != nil {
		t.Fatal(err)
	}
	whole, err := Open(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	back := filepath.Join(dir, "back-to-ben.quoth")
	if _, err := whole.Pack(t.Context(), back, Package{For: "dan"}, nil); err != nil {
		t.Fatal(err)
	}
	if m := merge(p.Path(), back); len(m.Strays) > 0 {
		t.Errorf("of others' work that came with the package it says %+v", m.Strays)
	}
	in(back, "eva", "e1")
	if m := merge(p.Path(), back); !slices.Equal(m.Strays, []Stray{{back, "dan", "eva", 1}}) {
		t.Errorf("of what was made in the package it says %+v", m.Strays)
	}
	offers, err := p.Survey(t.Context(), []string{ana, ben, cay})
	if err != nil {
		t.Fatal(err)
	}
	for i, apart := range []bool{false, true, false} {
		o := offers[i]
		if o.For != []annotate.AnnotatorID{"ana", "ben", "cay"}[i] || len(o.By) != 1 || o.By[0].Apart != apart {
			t.Errorf("it offers %+v", o)
		}
	}
}
