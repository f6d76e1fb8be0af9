package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
)

// titles returns the titles that the filter lists.
func titles(t testing.TB, p *Project, f Filter) []string {
	t.Helper()
	list, err := p.Documents(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, s := range list {
		out = append(out, s.Title)
	}
	return out
}

func same(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// newQueue makes a project of eight documents "0" … "7"; Ana is done with 1 and 4, has begun 2, and
// flagged 6.
func newQueue(t testing.TB) (*Project, []Summary) {
	p := newProject(t)
	var docs []*annotate.Document
	for i := range 8 {
		docs = append(docs, article(fmt.Sprint(i), fmt.Sprintf("Text number %d says hello.", i)))
	}
	add(t, p, docs...)
	for i, state := range map[int]annotate.State{
		1: annotate.StateDone, 4: annotate.StateDone, 2: annotate.StateInProgress, 6: annotate.StateFlagged,
	} {
		commit(t, p, setOf(t, p, docs[i], "ana"), "Mark", func(d *annotate.Draft) {
			d.Put(mark("person", 0, 4))
			d.SetState(state)
		})
	}
	list, err := p.Documents(t.Context(), Filter{Annotator: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	return p, list
}

func TestQueueIsFilteredByState(t *testing.T) {
	p, _ := newQueue(t)
	ana := func(states ...annotate.State) Filter { return Filter{Annotator: "ana", States: states} }
	for _, c := range []struct {
		f    Filter
		want []string
	}{
		{Filter{}, []string{"0", "1", "2", "3", "4", "5", "6", "7"}},
		{ana(), []string{"0", "1", "2", "3", "4", "5", "6", "7"}},
		{ana(annotate.StateDone), []string{"1", "4"}},
		{ana(annotate.StateNew), []string{"0", "3", "5", "7"}},
		{ana(annotate.StateFlagged, annotate.StateInProgress), []string{"2", "6"}},
		{ana(annotate.StateFlagged, annotate.StateNew), []string{"0", "3", "5", "6", "7"}},
		{Filter{Annotator: "ben", States: []annotate.State{annotate.StateDone}}, []string{}},
		{Filter{Annotator: "ana", States: []annotate.State{annotate.StateDone}, Search: "number 4"}, []string{"4"}},
		{ana(annotate.States...), []string{"0", "1", "2", "3", "4", "5", "6", "7"}},
		{Filter{Annotator: "ana", States: annotate.States, Search: "number"}, []string{"0", "1", "2", "3", "4", "5", "6", "7"}},
		{Filter{Annotator: "ana", States: []annotate.State{annotate.StateDone, annotate.StateFlagged}, Search: "text"}, []string{"1", "4", "6"}},
		{Filter{Annotator: "ana", States: []annotate.State{annotate.StateNew}, Search: "number"}, []string{"0", "3", "5", "7"}},
	} {
		same(t, fmt.Sprintf("%+v", c.f), titles(t, p, c.f), c.want...)
		if n, err := p.CountDocuments(t.Context(), c.f); n != len(c.want) || err != nil {
			t.Errorf("%+v: counted %d, %v", c.f, n, err)
		}
	}
	got, err := p.CountStates(t.Context(), "ana")
	want := map[annotate.State]int{annotate.StateNew: 4, annotate.StateInProgress: 1, annotate.StateDone: 2, annotate.StateFlagged: 1}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestQueueIsReadPageByPage(t *testing.T) {
	p, list := newQueue(t)
	for _, f := range []Filter{
		{}, {Search: "text"}, {Annotator: "ana", States: []annotate.State{annotate.StateDone}},
		{Annotator: "ana", States: []annotate.State{annotate.StateNew}},
	} {
		want := titles(t, p, f)
		var byOffset, forward, backward []string
		for f := f; ; f.Offset += 3 {
			f.Limit = 3
			page := titles(t, p, f)
			byOffset = append(byOffset, page...)
			if len(page) < 3 {
				break
			}
		}
		seqOf := func(title string) int64 {
			return list[slices.IndexFunc(list, func(s Summary) bool { return s.Title == title })].Seq
		}
		for f := f; ; {
			f.Limit = 3
			page := titles(t, p, f)
			forward = append(forward, page...)
			if len(page) < 3 {
				break
			}
			f.After = seqOf(page[2])
		}
		f.Before = list[len(list)-1].Seq + 1
		for f := f; ; {
			f.Limit = 3
			page := titles(t, p, f)
			backward = append(slices.Clone(page), backward...)
			if len(page) < 3 {
				break
			}
			f.Before = seqOf(page[0])
		}
		same(t, "by offset", byOffset, want...)
		same(t, "forward", forward, want...)
		same(t, "backward", backward, want...)
	}
}

func TestPlaceIsWhereTheQueueGoesOn(t *testing.T) {
	p, list := newQueue(t)
	seq, err := p.Place(t.Context(), list[3].ID)
	if err != nil || seq != list[3].Seq {
		t.Errorf("%d, %v", seq, err)
	}
	same(t, "next", titles(t, p, Filter{After: seq, Limit: 1}), "4")
	same(t, "previous", titles(t, p, Filter{Before: seq, Limit: 1}), "2")
	if _, err := p.Place(t.Context(), "00"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestQueueCountsByKind(t *testing.T) {
	p := newProject(t)
	d := article("A", "“Hello,” said Peskov to reporters.")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	quote, person := mark("quote", 0, 12), mark("person", 18, 24)
	commit(t, p, s, "Mark", func(dr *annotate.Draft) {
		dr.Put(person)
		dr.Put(mark("cue", 13, 17))
		dr.Put(quote.WithArg("speaker", person.ID, true))
		dr.Put(mark("contact.meet", 25, 27))
		dr.Put(mark("org", 28, 37))
	})
	counts := func() Counts {
		list, err := p.Documents(t.Context(), Filter{Annotator: "ana"})
		if err != nil {
			t.Fatal(err)
		}
		return list[0].Counts
	}
	if got, want := counts(), (Counts{Quotes: 1, Cues: 1, Mentions: 2, Events: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	changed := person.Clone()
	changed.Type = "cue"
	commit(t, p, s, "Change", func(dr *annotate.Draft) {
		dr.Put(changed)
		dr.Remove(quote.ID)
	})
	if got, want := counts(), (Counts{Cues: 2, Mentions: 1, Events: 1}); got != want || got.Total() != 4 {
		t.Errorf("got %+v, want %+v", got, want)
	}
	sound(t, p)
}

func TestQueueListsSomeDocumentsByTheirPlace(t *testing.T) {
	p, list := newQueue(t)
	seqs, err := p.Seqs(t.Context(), Filter{Annotator: "ana", States: []annotate.State{annotate.StateNew}})
	if want := []int64{list[0].Seq, list[3].Seq, list[5].Seq, list[7].Seq}; err != nil || !slices.Equal(seqs, want) {
		t.Errorf("what is new stands at %v (%v), want %v", seqs, err, want)
	}
	same(t, "of some", titles(t, p, Filter{Annotator: "ana", Only: []int64{seqs[2], seqs[0]}}), "0", "5")
	same(t, "of some, new ones", titles(t, p, Filter{Annotator: "ana", Only: []int64{list[1].Seq, list[3].Seq}, States: []annotate.State{annotate.StateNew}}), "3")
	same(t, "of none", titles(t, p, Filter{Annotator: "ana", Only: []int64{}}))
}
