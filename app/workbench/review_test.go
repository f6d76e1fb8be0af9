package workbench_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/colleagues"
	"quoth/app/workbench"
)

// reviewing opens the merged files of three colleagues as eva, who reviews them.
func reviewing(t testing.TB) *fixture {
	t.Helper()
	folder := t.TempDir()
	files, err := colleagues.Make(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "all.quoth")
	if _, err := store.Merge(t.Context(), path, files, nil); err != nil {
		t.Fatal(err)
	}
	f := restart(t, path, prefs{"settings.annotator": "eva"})
	f.Open(path)
	if f.Project() == nil {
		t.Fatalf("not open: %s", f.Notice().Text)
	}
	return f
}

// truths are what is true of the articles.
func truths(t testing.TB) map[annotate.DocumentID]*annotate.Set {
	t.Helper()
	schema, err := colleagues.Schema()
	if err != nil {
		t.Fatal(err)
	}
	articles, err := colleagues.Truth(schema)
	if err != nil {
		t.Fatal(err)
	}
	out := map[annotate.DocumentID]*annotate.Set{}
	for _, a := range articles {
		out[a.Document.ID] = a.Set("truth")
	}
	return out
}

// says is what an annotation says, without identities: words, type, entity, attributes, and what fills its roles.
func says(s *annotate.Set, a *annotate.Annotation) string {
	if a == nil {
		return "nothing"
	}
	out := fmt.Sprint(a.Type, a.Spans, a.Entity, a.Attrs)
	var args []string
	for _, x := range a.Args {
		if t := s.Get(x.Target); t != nil {
			args = append(args, fmt.Sprint(x.Role, t.Type, t.Spans, t.Entity))
		}
	}
	slices.Sort(args)
	return out + strings.Join(args, ";")
}

// trueOf returns the annotation that is the truth behind the versions of a case, nil where that is nothing.
func trueOf(truth *annotate.Set, c *review.Case) *annotate.Annotation {
	for _, v := range c.Main().Versions {
		if v == nil {
			continue
		}
		_, id, _ := strings.Cut(string(v.ID), "-")
		return truth.Get(annotate.ID(id))
	}
	return nil
}

// settle answers the current difference as somebody would who knows the truth, by the fewest keys, and returns
// how many.
func (f *fixture) settle(truth *annotate.Set) int {
	f.t.Helper()
	r := f.Review()
	c := r.Current()
	want := says(truth, trueOf(truth, c))
	if side, sure := r.Cases().Likeliest(c); sure && says(r.Sets()[side], c.Version(side)) == want {
		f.press("Enter")
		return 1
	}
	for side, s := range r.Sets() {
		if says(s, c.Version(side)) == want {
			f.press(workbench.Key(fmt.Sprint(side + 1)))
			return 1
		}
	}
	if want == "nothing" {
		f.press("0")
		return 1
	}
	f.Press("M", false)
	if r.Mix() == nil {
		f.t.Fatalf("%s: nobody has %s, and it cannot be mixed: %s", f.Document().Title, want, f.Notice().Text)
	}
	n := 1
	t := trueOf(truth, c)
	for r.Mix() != nil {
		p := r.Mix().Parts[r.Mix().At]
		right := p.Camps[0].Sides[0]
		for _, camp := range p.Camps {
			v := c.Main().Versions[camp.Sides[0]]
			s := r.Sets()[camp.Sides[0]]
			if p.Label == "Words" && slices.Equal(v.Spans, t.Spans) || p.Label == "Speaker" && fmt.Sprint(said(s, v, "speaker")) == fmt.Sprint(said(truth, t, "speaker")) ||
				p.Label == "Cue" && fmt.Sprint(said(s, v, "cue")) == fmt.Sprint(said(truth, t, "cue")) {
				right = camp.Sides[0]
			}
		}
		f.press(workbench.Key(fmt.Sprint(right + 1)))
		n++
	}
	return n
}

func said(s *annotate.Set, a *annotate.Annotation, role string) (out []string) {
	if t := s.Get(a.Arg(role)); t != nil {
		out = append(out, fmt.Sprint(t.Spans, t.Entity))
	}
	return out
}

func TestThreeFilesAreReviewedToGoldByKeyboard(t *testing.T) {
	f := reviewing(t)
	truth := truths(t)
	f.press("F4")
	r := f.Review()
	if r == nil || f.Set().Annotator != annotate.Gold || r.Open() == 0 || r.Current() == nil {
		t.Fatalf("no review: %s", f.Notice().Text)
	}
	if row, _ := r.At(0); row.Class() != review.ClassSpeaker {
		t.Errorf("the first difference is of %s", row.Class())
	}
	differences, keys := 0, 0
	for r.Current() != nil && differences < 1000 {
		differences++
		keys += f.settle(truth[f.Document().ID])
	}
	t.Logf("%d differences, %d keys: %.2f each", differences, keys, float64(keys)/float64(differences))
	if r.Open() != 0 || float64(keys) > 1.3*float64(differences) {
		t.Errorf("%d are open; %d keys for %d differences", r.Open(), keys, differences)
	}
	f.MakeGold(review.Rule{Kind: review.Unanimous}, 0, 1)
	if f.Notice().Problem {
		t.Fatal(f.Notice().Text)
	}
	for s, err := range f.Project().Sets(t.Context(), store.Selection{Annotators: []annotate.AnnotatorID{annotate.Gold}}) {
		if err != nil {
			t.Fatal(err)
		}
		if p := s.Problems(f.Schema(), entitiesOf(t, f)); len(p) > 0 {
			t.Errorf("%s: %v", s.Document.Title, p[0])
		}
		want := truth[s.Document.ID]
		got, wanted := quotesOf(s), quotesOf(want)
		if d := cmp.Diff(wanted, got); d != "" {
			t.Errorf("%s: quotes that are not as they should be (-want +got):\n%s", s.Document.Title, d)
		}
	}
	f.press("F4")
	if f.Review() != nil || f.Set().Annotator != "eva" {
		t.Error("the review does not end")
	}
}

func quotesOf(s *annotate.Set) (out []string) {
	for a := range s.All() {
		if a.Type == "quote" {
			out = append(out, says(s, a))
		}
	}
	return out
}

type entitySource map[annotate.ID]*annotate.Entity

func (m entitySource) Entity(id annotate.ID) *annotate.Entity { return m[id] }

func entitiesOf(t testing.TB, f *fixture) entitySource {
	t.Helper()
	m, err := f.Project().EntitiesByID(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m
}
