package workbench_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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

// current says what the current difference is about.
func (f *fixture) currentCase() string {
	r := f.Review()
	c := r.Current()
	if c == nil {
		return "none"
	}
	for side := range r.Sets() {
		if v := c.Version(side); v != nil {
			return v.Type + " " + f.words(v)
		}
	}
	return "nothing"
}

func TestAVerdictIsOneKeyAndUndoTakesItBackAlsoFromTheNextArticle(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	for range 200 {
		before, was, article, open := f.currentCase(), f.Set().Len(), f.Document().ID, r.Open()
		decisions := f.Set().DecisionCount()
		f.press("1")
		if r.Open() >= open {
			t.Fatalf("%s: %d are open, %d were", before, r.Open(), open)
		}
		if f.Document().ID == article {
			continue
		}
		f.press("Ctrl+Z")
		if f.Document().ID != article || f.currentCase() != before || r.Open() != open || f.Set().Len() != was || f.Set().DecisionCount() != decisions {
			t.Errorf("undone from the next article: at %q in %s, %d open; want %q, %d: %s", f.currentCase(), f.Document().Title, r.Open(), before, open, f.Notice().Text)
		}
		return
	}
	t.Fatal("all differences are in one article")
}

// A verdict on a quote may settle an event, too, in which the same person speaks; undo leads back to the quote.
func TestUndoShowsWhatTheVerdictWasAbout(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	for i := range r.Len() {
		if raced && i > 3 {
			break
		}
		r.GoToRow(i)
		was, n := f.currentCase(), r.Open()
		f.press("1")
		if r.Open() < n {
			if f.press("Ctrl+Z"); f.currentCase() != was {
				t.Errorf("after a verdict on %s and undo it shows %s", was, f.currentCase())
			}
		}
	}
}

func TestDuringAReviewKeysDoNotAnnotate(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	n := f.Set().Len()
	for _, k := range []workbench.Key{"Q", "C", "R", "U", "L", "Delete", "X"} {
		f.Press(k, false)
	}
	if f.Set().Len() != n {
		t.Error("a key has changed gold")
	}
	if why := f.Why("mark.quote"); !strings.Contains(why, "E takes the likeliest") {
		t.Errorf("why not: %q", why)
	}
	if why := f.Why("entity.register"); why != "" {
		t.Errorf("the entities cannot be looked up: %s", why)
	}
	f.press("E")
	if !f.Review().Editing() || f.Why("mark.delete") != "" || f.Current() == nil {
		t.Fatalf("not editing: %s", f.Notice().Text)
	}
}

func TestWhatIsEditedIsCorrectedForAllWhoMarkedIt(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	for range 100 { // to a quote with words of its own
		if v := r.Current().Version(0); v != nil && v.Type == "quote" && r.Current().Version(1) != nil && v.Attrs["type"] != "indirect" {
			break
		}
		f.press("N")
	}
	c := r.Current()
	f.press("E")
	a := f.Current()
	f.press(",") // its end one word back
	if f.Current().Equal(a) {
		t.Fatalf("nothing was edited: %s", f.Notice().Text)
	}
	f.press("Escape")
	if r.Editing() || r.Current() == c {
		t.Error("Escape does not lead on")
	}
	for side, s := range r.Cases().Annotators() {
		v := c.Version(side)
		if v == nil {
			continue
		}
		if d := f.Set().Decision(s, v.ID); d == nil || d.Verdict != annotate.VerdictCorrected {
			t.Errorf("about %s’s it is decided: %v", s, d)
		}
	}
}

func TestAReasonIsOneMoreKey(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	reason := func() (n int) {
		all, err := f.Project().Decisions(t.Context(), store.Asked{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range all {
			if d.Reason == annotate.ReasonPerson {
				n++
			}
		}
		return n
	}
	for range 100 { // also of a verdict in the article before
		before := f.Document().ID
		f.press("1")
		n := reason()
		f.press("W")
		if reason() <= n {
			t.Fatalf("no reason was kept: %s", f.Notice().Text)
		}
		if f.Document().ID != before {
			f.press("Ctrl+Z")
			if f.Document().ID != before || reason() != n {
				t.Errorf("undo leaves the reason: %s", f.Notice().Text)
			}
			break
		}
	}
	// It is a part of the verdict: one undo takes back both, and doing it again does both.
	open, n := r.Open(), reason()
	f.press("1")
	article := f.Document().ID
	f.press("W")
	if f.Document().ID == article {
		with := reason()
		f.press("Ctrl+Z")
		if r.Open() != open || reason() != n {
			t.Errorf("undone once, %d are open and %d have the reason; want %d and %d", r.Open(), reason(), open, n)
		}
		f.press("Ctrl+Shift+Z")
		if reason() != with {
			t.Errorf("done again, %d have the reason, want %d", reason(), with)
		}
	}
}

// What a letter means is on the screen: the verdict just given, until the person moves on or the next is refused.
func TestAReasonIsOfTheVerdictThatIsNamedBesideIt(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	why := func() string {
		for _, h := range f.Status().Keys {
			if strings.HasPrefix(h.Word, "why ") {
				return h.Word
			}
		}
		return ""
	}
	refused := func(k workbench.Key) {
		t.Helper()
		f.Press(k, false)
		if !f.Notice().Problem {
			t.Errorf("%s is not refused: %s", k, f.Notice().Text)
		}
	}
	words := strings.TrimPrefix(f.currentCase(), "quote ")
	f.press("1")
	if got := why(); !strings.Contains(got, "taken from "+string(r.Sets()[0].Annotator)) || !strings.Contains(got, words[:8]) {
		t.Errorf("beside the letters stands %q, after taking %q", got, words)
	}
	if f.press("N"); why() != "" || r.Given() != "" {
		t.Error("moving on leaves the letters")
	}
	refused("W")
	f.press("1", "Escape")
	if refused("W"); why() != "" {
		t.Error("Escape leaves the letters")
	}
	// Where as many say one thing as another, there is no likeliest version.
	tie := false
	for range r.Len() {
		if _, sure := r.Cases().Likeliest(r.Current()); !sure {
			tie = true
			break
		}
		f.press("N")
	}
	if !tie {
		t.Fatal("there is no tie")
	}
	if i := slices.IndexFunc(f.Status().Keys, func(h workbench.KeyHint) bool { return h.Word == "likeliest" }); i >= 0 {
		t.Error("the likeliest version is offered where there is none")
	}
	at := r.Current()
	r.GoToRow(0)
	f.press("1")
	for r.Current() != at { // by verdicts alone, to the tie
		if _, sure := r.Cases().Likeliest(r.Current()); !sure {
			break
		}
		f.press("1")
	}
	refused("Enter")
	refused("W")
}

// What an annotator changes after the verdict opens the case again, and the review says what that was.
func TestAReviewSaysWhatWasChangedSince(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	for v := r.Current().Version(0); v == nil || v.Type != "quote" || v.Arg("speaker") == ""; v = r.Current().Version(0) {
		f.press("N")
	}
	c, article, who := r.Current(), f.Document(), r.Sets()[0].Annotator
	v := c.Version(0)
	f.press("1")
	f.OpenDocument(article.ID)
	if row := slices.IndexFunc(r.Cases().All, func(x *review.Case) bool { return x.Version(0) != nil && x.Version(0).ID == v.ID }); r.Status(r.Cases().All[row]) != review.Settled {
		t.Fatal("it is not settled")
	}
	// Their file comes back with another speaker.
	set, err := f.Project().Set(t.Context(), article, who)
	if err != nil {
		t.Fatal(err)
	}
	d := set.Draft("Nobody speaks")
	d.Put(v.WithArg("speaker", "", true))
	if err := f.Project().Commit(t.Context(), d.Change(string(who), noonThen)); err != nil {
		t.Fatal(err)
	}
	r.Refresh()
	for _, x := range r.Cases().All {
		if w := x.Version(0); w != nil && w.ID == v.ID {
			r.GoTo(x)
			if r.Status(x) != review.Open {
				t.Error("it is not open again")
			}
		}
	}
	if got := r.ChangedSince(); !strings.Contains(got, string(who)+" changed speaker") {
		t.Errorf("it says %q", got)
	}
	f.press("2")
	if got := r.ChangedSince(); strings.Contains(got, "speaker") {
		t.Errorf("decided again it says %q", got)
	}
}

// Where all come to agree on what gold does not have, nobody differs, and still the queue leads there.
func TestTheQueueHasWhatAllAgreeOnAndGoldDoesNot(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	for v := r.Current().Version(0); v == nil || v.Type != "quote" || v.Arg("speaker") == ""; v = r.Current().Version(0) {
		f.press("N")
	}
	c, article := r.Current(), f.Document()
	first := c.Version(0).ID
	f.press("1")
	// All of them take the speaker out and mark the same words.
	for side, v := range c.Main().Versions {
		if v == nil {
			continue
		}
		who := r.Cases().Annotators()[side]
		set, err := f.Project().Set(t.Context(), article, who)
		if err != nil {
			t.Fatal(err)
		}
		a := v.Clone()
		a.Spans, a.Attrs, a.Args = c.Version(0).Spans, c.Version(0).Attrs, nil
		d := set.Draft("Nobody speaks")
		d.Put(a)
		if err := f.Project().Commit(t.Context(), d.Change(string(who), noonThen)); err != nil {
			t.Fatal(err)
		}
	}
	f.OpenDocument(article.ID)
	r.Refresh()
	for i := range r.Len() {
		r.GoToRow(i)
		if v := r.Current().Version(0); v == nil || v.ID != first {
			continue
		}
		if n := len(r.Current().Disputes); n > 0 {
			t.Fatalf("they still differ in %d things", n)
		}
		open := r.Open()
		f.press("1")
		if r.Open() != open-1 {
			t.Errorf("decided again, %d of %d are open", r.Open(), open)
		}
		return
	}
	t.Error("the queue does not lead to it")
}

var noonThen = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)

// A comment right after a verdict is on what that was about, as a reason is, also where that is in the article before.
func TestACommentIsOnWhatIsShown(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	f.press("1", "/")
	r := f.Review()
	c := f.Commenting()
	if c == nil || len(c.To) == 0 || r.Given() == "" {
		t.Fatalf("%+v after %q", c, r.Given())
	}
	for _, on := range c.To {
		side := slices.IndexFunc(r.Sets(), func(s *annotate.Set) bool { return s.Annotator == on.Annotator })
		if v := r.Current().Version(side); v == nil || v.ID != on.Annotation {
			t.Errorf("a comment is on %q, and %s is shown", on.Words, f.currentCase())
		}
	}
}

func TestACommentOnTheLastVerdictHasAKey(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	for range 100 {
		article := f.Document().ID
		var about []annotate.ID
		for side := range r.Sets() {
			if v := r.Current().Version(side); v != nil {
				about = append(about, v.ID)
			}
		}
		f.press("1")
		last := f.Document().ID != article
		f.press("C")
		c := f.Commenting()
		if c == nil || len(c.To) != len(about) {
			t.Fatalf("a comment goes to %+v", c)
		}
		for i, on := range c.To {
			if on.Annotation != about[i] {
				t.Errorf("a comment is on %q, the verdict was on %q", on.Words, about[i])
			}
		}
		if !c.Say("Why is this so?") {
			t.Fatal(f.Notice().Text)
		}
		all, err := f.Project().Comments(t.Context(), store.Asked{Documents: []annotate.DocumentID{article}})
		if err != nil || len(all) < len(about) {
			t.Fatalf("%d comments are kept in the article of the verdict: %v", len(all), err)
		}
		if last {
			f.press("Ctrl+Z")
			left, err := f.Project().Comments(t.Context(), store.Asked{Documents: []annotate.DocumentID{article}})
			if err != nil || len(left) != len(all)-len(about) || f.Document().ID != article {
				t.Errorf("undone, %d of %d comments are left: %v", len(left), len(all), err)
			}
			return
		}
	}
	t.Fatal("all differences are in one article")
}

// What was decided already is decided already: undo then takes back nothing else.
func TestAVerdictThatChangesNothingIsNotUndone(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	c := r.Current()
	f.press("1")
	if f.Document().ID == "" || r.Current() == c {
		t.Fatal("it does not go on")
	}
	n := f.Set().DecisionCount()
	r.GoTo(c)
	f.press("1")
	if !strings.HasPrefix(f.Notice().Text, "That is decided already") || f.Notice().Action != "" {
		t.Errorf("it says %q and offers %q", f.Notice().Text, f.Notice().Action)
	}
	if f.Set().DecisionCount() != n {
		t.Error("it decides something")
	}
}

// What of the sample was looked at, or decided otherwise, is to be looked at again once that is undone.
func TestUndoPutsBackIntoTheSample(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	f.MakeGold(review.Rule{Kind: review.Unanimous}, 0.5, 7)
	r := f.Review()
	f.Do("review.audit")
	n := r.Len()
	if n < 3 {
		t.Fatalf("%d are in the sample", n)
	}
	for _, k := range []workbench.Key{"Enter", "0"} {
		held := f.Set().Len()
		f.press(k)
		if r.Len() != n-1 {
			t.Errorf("%s: %d of %d are left to look at", k, r.Len(), n)
		}
		f.press("Ctrl+Z")
		if r.Len() != n {
			t.Errorf("%s: undone, %d of %d are to be looked at: %s", k, r.Len(), n, f.Notice().Text)
		}
		if k == "Enter" && f.Set().Len() != held {
			t.Error("undo takes back what a rule sent to gold")
		}
	}
	var kept []int // for undo: it does not grow with every try
	for _, k := range []workbench.Key{"0", "1", "0"} {
		r.GoToRow(0)
		f.press(k, "Ctrl+Z")
		s, err := f.Project().Setting(t.Context(), "review.judged")
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, strings.Count(s, ":"))
	}
	if kept[0] == 0 || kept[2] != kept[0] {
		t.Errorf("after each try this much is kept: %v", kept)
	}
	r.GoToRow(0)
	// Also another day.
	f.press("0")
	path := f.Project().Path()
	f.CloseProject()
	f = restart(t, path, f.prefs)
	f.Open(path)
	f.press("F4")
	f.Do("review.audit")
	if got := f.Review().Len(); got != n-1 {
		t.Errorf("after a restart %d of %d are to be looked at", got, n)
	}
	f.press("Ctrl+Z")
	if got := f.Review().Len(); got != n {
		t.Errorf("after a restart and undo %d of %d are to be looked at: %s", got, n, f.Notice().Text)
	}
}

func TestARuleThatNobodyCountsForIsRefused(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	for _, who := range f.Review().Annotators() {
		f.Review().Leave(who, true)
	}
	f.MakeGold(review.Rule{Kind: review.Unanimous}, 0, 1)
	if !f.Notice().Problem || f.Set() != nil && f.Set().Len() > 0 {
		t.Errorf("gold is made of nobody's work: %s", f.Notice().Text)
	}
}

func TestNoneIsRightTakesNothing(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	c := r.Current()
	f.press("0")
	for side, s := range r.Cases().Annotators() {
		if v := c.Version(side); v != nil {
			if d := f.Set().Decision(s, v.ID); d == nil || d.Verdict != annotate.VerdictRejected {
				t.Errorf("%s’s: %+v", s, d)
			}
		}
	}
}

func TestTheQueueIsFilteredAndOrdered(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	all := r.Len()
	if all == 0 || all != r.Open() {
		t.Fatalf("%d rows, %d open", all, r.Open())
	}
	last := review.Class(-1)
	for i := range all {
		row, _ := r.At(i)
		if row.Class() < last {
			t.Errorf("row %d is of %s after %s", i, row.Class(), last)
		}
		last = row.Class()
	}
	n := 0
	for _, who := range r.Annotators() {
		r.SetFilter(workbench.ReviewFilter{Class: -1, Annotator: who})
		n += r.Len()
		if who == "ana" && r.Len() > all/2 {
			t.Errorf("ana, who is careful, is apart in %d of %d", r.Len(), all)
		}
	}
	if n < all {
		t.Errorf("%d of %d have nobody who is apart", n, all)
	}
	r.SetFilter(workbench.ReviewFilter{Class: review.ClassBoundary, Type: "quote"})
	for i := range r.Len() {
		if row, _ := r.At(i); row.Type != "quote" || !slices.Contains(row.Classes, review.ClassBoundary) {
			t.Errorf("%+v is let through", row)
		}
	}
	r.SetFilter(workbench.ReviewFilter{Class: -1, Kind: annotate.KindEvent}) // also after a type was chosen
	for i := range r.Len() {
		if row, _ := r.At(i); f.Schema().Kind(row.Type) != annotate.KindEvent {
			t.Errorf("%+v is let through", row)
		}
	}
	if r.Len() == 0 || r.Filter().Kind == "" {
		t.Errorf("of events %d are left", r.Len())
	}
	r.SetFilter(workbench.ReviewFilter{Class: -1, ByArticle: true})
	seen := map[annotate.DocumentID]bool{}
	at := annotate.DocumentID("")
	for i := range r.Len() {
		row, _ := r.At(i)
		if row.Document != at && seen[row.Document] {
			t.Error("an article comes twice")
		}
		at = row.Document
		seen[at] = true
	}
	r.SetFilter(workbench.ReviewFilter{Class: -1})
	r.Leave("cay", true)
	if len(r.Sets()) != 2 || r.Len() >= all {
		t.Errorf("without cay there are %d sets and %d rows", len(r.Sets()), r.Len())
	}
	r.Leave("cay", false)
	if len(r.Sets()) != 3 || r.Len() != all {
		t.Errorf("with cay again there are %d sets and %d rows, %d were", len(r.Sets()), r.Len(), all)
	}
	r.GoToRow(all - 1)
	if row, _ := r.At(all - 1); f.Document().ID != row.Document || r.Index() != all-1 {
		t.Errorf("at %d in %s", r.Index(), f.Document().Title)
	}
}

// Who has settled all differences is told that what all agree on is not in gold yet, and only then.
func TestWhatIsAgreedOnIsNotForgotten(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	for r.Open() > 0 {
		f.press("1")
	}
	if r.Agreed() == 0 || !strings.Contains(f.Notice().Text, "not in gold yet") {
		t.Errorf("%d are agreed on: %s", r.Agreed(), f.Notice().Text)
	}
	f.MakeGold(review.Rule{Kind: review.Unanimous}, 0, 1)
	f.Do("review.next")
	if r.Agreed() != 0 || !strings.HasSuffix(f.Notice().Text, "exports gold.") {
		t.Errorf("%d are agreed on: %s", r.Agreed(), f.Notice().Text)
	}
	f.press("Ctrl+Z") // the rule, in this article
	if r.Agreed() == 0 {
		t.Error("nothing is agreed on after undo")
	}
}

func TestWhatARuleTakesIsSampledForALook(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	open := r.Open()
	f.MakeGold(review.Rule{Kind: review.Unanimous}, 0.2, 7)
	if f.Notice().Problem || f.Set().Len() == 0 {
		t.Fatalf("%s", f.Notice().Text)
	}
	if r.Open() != open {
		t.Errorf("%d are open, %d were: a rule has decided a difference", r.Open(), open)
	}
	if f.Notice().Action != "Look at the sample" {
		t.Errorf("it offers %q", f.Notice().Action)
	}
	f.Notice().Do()
	n := r.Len()
	if n == 0 || r.Sampled() != n {
		t.Fatalf("%d of %d are to be looked at", n, r.Sampled())
	}
	f.press("Enter")
	if r.Len() != n-1 {
		t.Errorf("%d of %d are left to look at", r.Len(), n)
	}
	// It is kept for another day.
	path := f.Project().Path()
	f.CloseProject()
	f = restart(t, path, f.prefs)
	f.Open(path)
	f.press("F4")
	f.Do("review.audit")
	if got := f.Review().Len(); got != n-1 {
		t.Errorf("after a restart %d are left, want %d", got, n-1)
	}
	// One article's is undone with one key, and what is no longer in gold is not to be looked at.
	had := f.Set().Len()
	f.press("Ctrl+Z")
	if f.Set().Len() >= had {
		t.Error("undo takes nothing back")
	}
	if r := f.Review(); r.Sampled() != r.Len() {
		t.Errorf("after undo %d are said to be looked at, and %d can be", r.Sampled(), r.Len())
	}
	// And another sample, drawn while no review is open, comes to what is left.
	f.press("F4")
	f.MakeGold(review.Rule{Kind: review.Unanimous}, 1, 7)
	f.press("F4")
	f.Do("review.audit")
	if got := f.Review().Len(); got < n-1 {
		t.Errorf("after another sample %d are left, want at least %d", got, n-1)
	}
}

func TestWhatARuleSentToGoldIsTakenBackAsAWhole(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	inGold := func() (n int) {
		for s, err := range f.Project().Sets(t.Context(), store.Selection{Annotators: []annotate.AnnotatorID{annotate.Gold}}) {
			if err != nil {
				t.Fatal(err)
			}
			n += s.Len()
		}
		return n
	}
	f.MakeGold(review.Rule{Kind: review.Unanimous}, 0, 7)
	all, open := inGold(), f.Review().Open()
	f.press("Ctrl+Z")
	if n := inGold(); n != 0 || f.Set().Len() != 0 || !strings.Contains(f.Notice().Text, "in all articles") {
		t.Errorf("undone once, gold has %d of %d: %s", n, all, f.Notice().Text)
	}
	f.press("Ctrl+Shift+Z")
	if n := inGold(); n != all || f.Review().Open() != open {
		t.Errorf("done again, gold has %d of %d, and %d of %d are open: %s", n, all, f.Review().Open(), open, f.Notice().Text)
	}
	// What was changed again since in another article stays there.
	first := f.Document().ID
	second, _ := f.Queue().At((f.Queue().Index() + 1) % f.Queue().Len())
	f.OpenDocument(second.ID)
	r := f.Review()
	i := slices.IndexFunc(r.Cases().All, func(c *review.Case) bool { return r.Status(c) == review.Settled && !c.Frame() })
	r.GoTo(r.Cases().All[i])
	f.press("0")
	f.OpenDocument(second.ID)
	f.OpenDocument(first)
	here := f.Set().Len()
	f.press("Ctrl+Z")
	if n := inGold(); f.Set().Len() != 0 || n == 0 || n >= all || !strings.Contains(f.Notice().Text, "this article alone") {
		t.Errorf("of %d here %d are left, in all %d of %d: %s", here, f.Set().Len(), n, all, f.Notice().Text)
	}
}

func TestWhatIsDecidedComesBackToWhoMarkedIt(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	var about annotate.ID
	for range 100 { // to where cay differs from ana
		if c := r.Current(); c.Version(0) != nil && c.Version(2) != nil && slices.Contains(r.Cases().Classes(c, f.Set()), review.ClassSpeaker) {
			about = c.Version(2).ID
			break
		}
		f.press("N")
	}
	f.press("/")
	if f.screen.last() != workbench.PageComment || len(f.Commenting().To) != 3 {
		t.Fatalf("to %+v", f.Commenting())
	}
	f.Commenting().Only("cay")
	if !f.Commenting().Say("She speaks, not he 👩‍🚀. שלום") {
		t.Fatal(f.Notice().Text)
	}
	f.press("1", "W")
	f.CloseProject()

	cay := restart(t, f.path, prefs{"settings.annotator": "cay"})
	cay.Open(f.path)
	fb := cay.Feedback()
	i := -1
	for k := range fb.Len() {
		if fb.At(k).About == about {
			i = k
		}
	}
	if i < 0 {
		t.Fatalf("nothing came back: %d", fb.Len())
	}
	row := fb.At(i)
	if row.By != annotate.Gold || row.Decision == nil || row.Decision.Verdict != annotate.VerdictCorrected || row.Decision.Reason != annotate.ReasonPerson ||
		len(row.Threads) != 1 || row.Mine != annotate.StandingOpen {
		t.Errorf("%+v", row)
	}
	fb.GoTo(i)
	if cay.Current() == nil || cay.Current().ID != about || !strings.Contains(cay.Notice().Text, "She speaks, not he") ||
		!strings.Contains(cay.Notice().Text, "“"+clipped(cay.words(cay.Current()))) || !strings.Contains(cay.Notice().Text, "the review corrected it: speaker ") {
		t.Errorf("at %v: %s", cay.Current(), cay.Notice().Text)
	}
	cay.Answer(cay.ThreadsHere()[0])
	if !cay.Commenting().Say("Right.") {
		t.Fatal(cay.Notice().Text)
	}
	cay.press("Ctrl+F2")
	if row := cay.Feedback().At(i); row.Mine != annotate.StandingResolved || row.Theirs != annotate.StandingOpen {
		t.Errorf("mine %s, theirs %s", row.Mine, row.Theirs)
	}
	cay.CloseProject()

	eva := restart(t, f.path, prefs{"settings.annotator": "eva"})
	eva.Open(f.path)
	eva.press("F4")
	for eva.Document().ID != row.Document {
		eva.Review().SetFilter(workbench.ReviewFilter{Class: -1, Show: workbench.ShowSettled})
		eva.Review().GoToRow(0)
	}
	threads := eva.ThreadsAbout("cay", about)
	if len(threads) != 1 || len(threads[0].Comments) != 3 || threads[0].Comments[1].Text != "Right." || threads[0].StandingOf("cay") != annotate.StandingResolved {
		t.Fatalf("the thread is %+v", threads)
	}
	eva.Resolve(false, threads[0])
	if got := eva.ThreadsAbout("cay", about)[0].Standing(); got != annotate.StandingOpen {
		t.Errorf("reopened, it is %s", got)
	}
}

// shorterAndLonger is eva's project of articles in which ana marked “Díaz” and ben “Mayor Díaz”.
func shorterAndLonger(t *testing.T, texts ...string) *fixture {
	t.Helper()
	f := restart(t, filepath.Join(t.TempDir(), "p.quoth"), prefs{"settings.annotator": "eva"})
	f.Create(f.path)
	for i, text := range texts {
		f.AddText(fmt.Sprint(i, ".txt"), text)
		for _, who := range []string{"ana", "ben"} {
			words := "Díaz"
			if who == "ben" {
				words = "Mayor Díaz"
			}
			at := strings.Index(f.Document().Text, words)
			s, err := f.Project().Set(t.Context(), f.Document(), annotate.AnnotatorID(who))
			if err != nil {
				t.Fatal(err)
			}
			d := s.Draft("Mark")
			d.Put(&annotate.Annotation{ID: annotate.NewID(), Type: "person", Spans: []annotate.Span{{Start: at, End: at + len(words)}}})
			if err := f.Project().Commit(t.Context(), d.Change(who, f.clock)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return f
}

func TestOneAnswerIsForAllToWhomTheSameWasSaid(t *testing.T) {
	f := shorterAndLonger(t, "Mayor Díaz spoke in Eidvåg.")
	f.press("F4", "/")
	if !f.Commenting().Say("Why so?") {
		t.Fatal(f.Notice().Text)
	}
	alike := func() [][]*annotate.Thread { return workbench.Alike(f.ThreadsHere()) }
	if len(alike()) != 1 || len(alike()[0]) != 2 {
		t.Fatalf("to two the same was said in %d ways", len(alike()))
	}
	f.Answer(alike()[0]...)
	if !f.Commenting().Say("She is the mayor.") {
		t.Fatal(f.Notice().Text)
	}
	if len(alike()) != 1 || len(alike()[0][1].Comments) != 2 {
		t.Errorf("answered, it is said in %d ways", len(alike()))
	}
	f.Resolve(true, alike()[0]...)
	if len(alike()) != 1 || alike()[0][0].Standing() != annotate.StandingResolved {
		t.Errorf("resolved, it is said in %d ways", len(alike()))
	}
	f.press("Ctrl+Z")
	if len(alike()) != 1 || alike()[0][0].Standing() != annotate.StandingOpen || len(alike()[0][0].Comments) != 2 {
		t.Error("one undo does not take one step back")
	}
	f.Answer(alike()[0]...)
	f.Commenting().Only("ben")
	if !f.Commenting().Say("The whole office, please.") {
		t.Fatal(f.Notice().Text)
	}
	if len(alike()) != 2 {
		t.Errorf("an answer to one alone is in %d", len(alike()))
	}
}

func TestTheOppositeInPlacesAlikeIsTold(t *testing.T) {
	f := shorterAndLonger(t, "Mayor Díaz spoke in Eidvåg.", "In the harbour Mayor Díaz laughed.", "Nobody saw Mayor Díaz.")
	f.press("F4")
	r := f.Review()
	f.press("1", "1")
	if len(r.Against()) > 0 {
		t.Fatalf("the same is taken for the opposite: %+v", r.Against())
	}
	if c := r.Clashes(); len(c) != 1 || !slices.Equal(c[0].Sides, []int{1}) || len(c[0].Others) != 2 || !strings.Contains(r.ClashWords(), "2 similar places") {
		t.Errorf("before the verdict is told: %+v", c)
	}
	third := f.Document().ID
	f.press("O")
	if f.Document().ID == third || !strings.Contains(f.Notice().Text, "1 of 2") || len(r.Clashes()) > 0 {
		t.Errorf("one key leads from the card to %s: %s", f.Document().Title, f.Notice().Text)
	}
	f.press("N")
	if f.Document().ID != third {
		t.Fatalf("at %s", f.Document().Title)
	}
	f.press("2")
	if len(r.Against()) != 1 || len(r.Against()[0].Others) != 2 || !strings.Contains(f.Notice().Text, "the other way in 2 similar places (O): “Mayor Díaz” or “Díaz”: the longer, elsewhere the shorter") {
		t.Fatalf("%+v: %s", r.Against(), f.Notice().Text)
	}
	if strings.Contains(f.Notice().Text, "..") {
		t.Errorf("it says %q", f.Notice().Text)
	}
	f.press("O")
	if f.Document().ID == third || f.currentCase() != "person Díaz" || !strings.Contains(f.Notice().Text, "1 of 2") {
		t.Errorf("at %s in %q: %s", f.currentCase(), f.Document().Text, f.Notice().Text)
	}
	first := f.Document().ID
	f.press("O")
	if f.Document().ID == first {
		t.Error("the same key does not go to the next")
	}
	// What is decided again there is no opposite any more, also after a restart.
	f.press("2")
	f.CloseProject()
	f = restart(t, f.path, f.prefs)
	f.Open(f.path)
	f.press("F4")
	r = f.Review()
	r.SetFilter(workbench.ReviewFilter{Class: -1, Show: workbench.ShowSettled})
	r.GoToRow(0)
	if len(r.Clashes()) == 0 {
		t.Error("after a restart nothing is remembered")
	}
}

func TestAReviewOfNothingSaysWhatToDo(t *testing.T) {
	f := restart(t, filepath.Join(t.TempDir(), "p.quoth"), prefs{"settings.annotator": "eva"})
	f.Press("F4", false)
	if n := f.Notice(); !n.Problem || f.Review() != nil {
		t.Errorf("without a project: %+v", n)
	}
	f.Create(f.path)
	f.Press("F4", false)
	if n := f.Notice(); !strings.Contains(n.Text, "merge the files") || f.Review() != nil {
		t.Errorf("with nobody's sets: %+v", n)
	}
	f.AddText("a.txt", article)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	f.press("F4")
	if f.Review() == nil || f.Review().Len() != 0 || f.Review().Current() != nil {
		t.Errorf("with one annotator: %s", f.Notice().Text)
	}
	for _, k := range []workbench.Key{"1", "0", "E", "M", "Enter", "O", "T"} {
		f.Press(k, false)
		if f.Notice().Text == "" {
			t.Errorf("%s says nothing", k)
		}
	}
	if f.Set().Len() != 0 {
		t.Error("gold has something")
	}
	f.press("F4")
	if f.Set().Len() != 3 {
		t.Errorf("back in one’s own set there are %d", f.Set().Len())
	}
}

// marks lets somebody mark words of the open article as a person, and be done with it.
func (f *fixture) marks(who annotate.AnnotatorID, words ...string) {
	f.t.Helper()
	s, err := f.Project().Set(f.t.Context(), f.Document(), who)
	if err != nil {
		f.t.Fatal(err)
	}
	d := s.Draft("Mark")
	for _, w := range words {
		d.Put(&annotate.Annotation{ID: annotate.NewID(), Type: "person", Spans: []annotate.Span{f.find(w, 0)}})
	}
	d.SetState(annotate.StateDone)
	if err := f.Project().Commit(f.t.Context(), d.Change(string(who), f.clock)); err != nil {
		f.t.Fatal(err)
	}
}

// The quote that an event is about comes into gold with it, in the version that was taken; who marked it otherwise has not
// missed it. A thread that was opened again says what it is about.
func TestWhatCameAlongWasNotMissed(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	for i := range r.Len() {
		if row, _ := r.At(i); row.Words == "promised" {
			r.GoToRow(i)
		}
	}
	if f.currentCase() != "communicate.announce promised" {
		t.Fatalf("at %s", f.currentCase())
	}
	f.press("/")
	f.Commenting().Say("Whose promise?")
	f.press("Alt+/", "Alt+/", "1")
	quotes := 0
	for a := range f.Set().All() {
		if a.Type == "quote" {
			quotes++
		}
	}
	if quotes != 1 {
		t.Fatalf("%d quotes came along with the event: %s", quotes, f.Notice().Text)
	}
	f.CloseProject()
	cay := restart(t, f.path, prefs{"settings.annotator": "cay"})
	cay.Open(f.path)
	said := ""
	for i := range cay.Feedback().Len() {
		row := cay.Feedback().At(i)
		said += cay.FeedbackWords(row) + "\n"
		if row.Missed {
			t.Errorf("missed is %q", row.Words)
		}
	}
	if !strings.Contains(said, "eva: Whose promise?") {
		t.Errorf("what came back says %s", said)
	}
}

func TestWhatSomebodyMissedComesBackToThem(t *testing.T) {
	f := restart(t, filepath.Join(t.TempDir(), "p.quoth"), prefs{"settings.annotator": "eva"})
	f.Create(f.path)
	f.AddText("a.txt", "Díaz met Novák 👩‍🚀 in Eidvåg.")
	f.marks("ana", "Díaz")
	f.marks("ben", "Díaz", "Novák")
	mine := filepath.Join(t.TempDir(), "ana.quoth") // as it was before
	if _, err := f.Project().Pack(t.Context(), mine, store.Package{For: "ana"}, nil); err != nil {
		t.Fatal(err)
	}
	f.press("F4", "2")
	f.CloseProject()
	merging := restart(t, mine, prefs{"settings.annotator": "ana"})
	merging.Open(mine)
	merging.MergeIn([]string{f.path})
	merging.Feedback()
	if n := merging.Notice().Text; !strings.HasPrefix(n, "Merged: ") || !strings.HasSuffix(n, ". 1 annotation of yours came back from a review. F2 goes to it.") {
		t.Errorf("after merging it says %q", n)
	}
	ana := restart(t, f.path, prefs{"settings.annotator": "ana"})
	ana.Open(f.path)
	if n := ana.Feedback().Len(); n != 1 {
		t.Fatalf("%d things came back", n)
	}
	row := ana.Feedback().At(0)
	if !row.Missed || row.By != annotate.Gold || ana.Document().Surface(row.Spans) != "Novák" {
		t.Errorf("%+v", row)
	}
	ana.press("F2")
	if ana.screen.revealed != ana.find("Novák", 0) || !strings.Contains(ana.Notice().Text, "you did not mark it") {
		t.Errorf("at %v: %s", ana.screen.revealed, ana.Notice().Text)
	}
	ana.press("Ctrl+F2")
	if ana.Feedback().Open() != 0 {
		t.Errorf("it is still open: %s", ana.Notice().Text)
	}
	ana.press("Ctrl+Z")
	if ana.Feedback().Open() != 1 {
		t.Error("undo does not open it again")
	}
}

// A large article is compared behind, and the review goes on when it is there.
func TestALargeArticleIsComparedBehind(t *testing.T) {
	f := restart(t, filepath.Join(t.TempDir(), "p.quoth"), prefs{"settings.annotator": "eva"})
	f.Create(f.path)
	const n = 4000
	f.AddText("a.txt", strings.Repeat("Díaz spoke. ", n))
	for i, who := range []annotate.AnnotatorID{"ana", "ben"} {
		s, err := f.Project().Set(t.Context(), f.Document(), who)
		if err != nil {
			t.Fatal(err)
		}
		d := s.Draft("Mark")
		for k := range n {
			if i == 1 && k%100 == 7 {
				continue
			}
			at := k * len("Díaz spoke. ")
			d.Put(&annotate.Annotation{ID: annotate.NewID(), Type: "person", Spans: []annotate.Span{{Start: at, End: at + len("Díaz")}}})
		}
		if err := f.Project().Commit(t.Context(), d.Change(string(who), f.clock)); err != nil {
			t.Fatal(err)
		}
	}
	f.press("F4")
	r := f.Review()
	if r.Open() != n/100 || r.Current() == nil {
		t.Fatalf("%d are open, at %v: %s", r.Open(), r.Current(), f.Notice().Text)
	}
	f.MakeGold(review.Rule{Kind: review.Unanimous}, 0, 1)
	if f.Set().Len() != n-n/100 || r.Open() != n/100 {
		t.Errorf("%d went to gold, %d are open: %s", f.Set().Len(), r.Open(), f.Notice().Text)
	}
	for range n / 100 {
		if f.Set().State() == annotate.StateDone {
			t.Error("it is done before the last verdict")
		}
		f.press("1")
	}
	if f.Set().Len() != n || r.Open() != 0 || f.Set().State() != annotate.StateDone {
		t.Errorf("gold has %d of %d and is %s, %d are open", f.Set().Len(), n, f.Set().State(), r.Open())
	}
	f.press("Ctrl+Z")
	if f.Set().State() == annotate.StateDone {
		t.Error("undone, it is still done")
	}
	if r.Open() != 1 || f.Set().Len() != n-1 {
		t.Errorf("undone, %d are open", r.Open())
	}
}

// alongside is a bench whose background runs beside the window, as it does in the program.
type alongside struct {
	*workbench.Bench
	window chan func()
}

// until does what comes to the window until something is so.
func (a *alongside) until(t testing.TB, what string, so func() bool) {
	t.Helper()
	late := time.After(60 * time.Second)
	for !so() {
		select {
		case fn := <-a.window:
			fn()
		case <-late:
			t.Fatalf("not within a minute: %s: %s", what, a.Notice().Text)
		}
	}
}

func TestAReviewGoesOnWhileArticlesAreCompared(t *testing.T) {
	f := reviewing(t)
	path := f.Project().Path()
	// Many more articles that two marked and differ in.
	var docs []*annotate.Document
	for i := range 200 {
		text := fmt.Sprintf("Mayor Díaz spoke for the %d. time 👩‍🚀.", i)
		docs = append(docs, &annotate.Document{ID: annotate.DocumentIDOf(text), Title: fmt.Sprint("Speech ", i), Text: text})
	}
	if _, err := f.Project().AddDocuments(t.Context(), slices.Values(docs)); err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		for i, who := range []annotate.AnnotatorID{"ana", "ben"} {
			s := annotate.NewSet(d, who, "", nil)
			dr := s.Draft("Mark")
			dr.Put(&annotate.Annotation{ID: annotate.NewID(), Type: "person", Spans: []annotate.Span{{Start: 6 * i, End: 11}}})
			if err := f.Project().Commit(t.Context(), dr.Change(string(who), f.clock)); err != nil {
				t.Fatal(err)
			}
		}
	}
	f.CloseProject()

	a := &alongside{window: make(chan func(), 1<<16)}
	a.Bench = workbench.New(workbench.Config{Prefs: f.prefs, Go: func(fn func()) { go fn() }, Do: func(fn func()) { a.window <- fn }})
	a.Open(path)
	a.until(t, "it is open", func() bool { return a.Document() != nil })
	a.Press("F4", false)
	r := a.Review()
	if r == nil || r.Current() != nil || !strings.Contains(a.Notice().Text, "N begins") {
		t.Fatalf("it does not wait for what is worth most: %s", a.Notice().Text)
	}
	if a.Press("N", false); r.Current() == nil {
		t.Fatalf("a key does not begin at once: %s", a.Notice().Text)
	}
	for range 5 { // while the others are still being compared
		a.Press("1", false)
		a.Press("W", false)
	}
	a.Press("Ctrl+Z", false)
	a.Press("Ctrl+Z", false)
	if a.Feedback().Len() > 0 {
		t.Error("something came back to eva, who marked nothing")
	}
	a.until(t, "all are compared", func() bool { _, _, busy := r.Comparing(); return !busy })
	open := r.Open()
	if open < 200 {
		t.Errorf("%d are open", open)
	}
	a.MakeGold(review.Rule{Kind: review.Threshold, AtLeast: 2}, 0.5, 3)
	a.until(t, "the rule is done", func() bool { return a.Task() == nil })
	a.until(t, "all are compared again", func() bool { _, _, busy := r.Comparing(); return !busy })
	if a.Notice().Problem {
		t.Error(a.Notice().Text)
	}
	for r.Len() > 190 {
		a.Press("1", false)
		if a.Notice().Problem {
			t.Fatal(a.Notice().Text)
		}
	}
	a.Press("F4", false)
	a.Press("F4", false) // and in the middle of comparing it is closed
	a.CloseProject()
	if a.Project() != nil || a.Review() != nil {
		t.Error("it does not close")
	}
}

// clipped is the beginning of words, which a notice may shorten.
func clipped(s string) string {
	r := []rune(s)
	return string(r[:min(20, len(r))])
}

func TestACellOfTheConfusionLeadsToWhereItWasSaid(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	all := [2]annotate.AnnotatorID{}
	// Whatever cell: only where one said this and another that, and somewhere.
	f.Do("team.dashboard")
	figures := f.Dashboard().Figures
	for _, topic := range figures.Confused() {
		cells := figures.Confusion(topic, all, 0)
		for i, one := range cells.Says {
			for j, other := range cells.Says {
				if i == j || cells.Times[i][j] == 0 {
					continue
				}
				f.ShowConfused(topic, all, one, other)
				if r.Len() == 0 || r.Len() > cells.Times[i][j] {
					t.Errorf("%s: %d are shown where %v and %v were said %d times", topic, r.Len(), one, other, cells.Times[i][j])
				}
				for n := range r.Len() {
					r.GoToRow(n)
					said := r.Cases().Said(f.Document(), r.Current())
					if !slices.ContainsFunc(said, func(x review.Said) bool {
						return x.Topic == topic && slices.Contains(x.By, one) && slices.Contains(x.By, other)
					}) {
						t.Errorf("%s: %s is shown for %v and %v; there %v was said", topic, f.currentCase(), one, other, said)
					}
				}
			}
		}
	}
	f.ShowConfused(review.TopicMarks, all, review.Saying{Type: "person"}, review.Saying{})
	if r.Len() == 0 || !strings.Contains(f.Notice().Text, "one says person and another nothing") || r.Between() != "person or nothing" {
		t.Fatalf("%d are shown, at %s: %s", r.Len(), f.currentCase(), f.Notice().Text)
	}
	for range r.Len() {
		f.press("0")
	}
	if r.Len() != 0 || r.Settled() == 0 || r.Open() == 0 {
		t.Errorf("%d are left, %d are settled, %d open", r.Len(), r.Settled(), r.Open())
	}
	// What is settled by now is shown all the same, in a review that begins with it, too.
	settled := r.Settled()
	shown := func(when string) {
		t.Helper()
		r = f.Review()
		if r.Filter().Show != workbench.ShowSettled || r.Len() != settled || r.Index() != 0 || !strings.Contains(f.Notice().Text, "all is settled; the review shows what was decided") {
			t.Errorf("%s %d of %d are shown, at %d: %s", when, r.Len(), settled, r.Index(), f.Notice().Text)
		}
	}
	f.ShowConfused(review.TopicMarks, all, review.Saying{Type: "person"}, review.Saying{})
	shown("again")
	if r.ShowAll(); r.Len() != r.Open() || r.Narrow() || r.Between() != "" {
		t.Errorf("%d of %d are shown, of %q", r.Len(), r.Open(), r.Between())
	}
	f.press("F4")
	f.ShowConfused(review.TopicMarks, all, review.Saying{Type: "person"}, review.Saying{})
	shown("as it begins")
	pairs := 0
	for i, a := range r.Annotators() {
		for _, b := range r.Annotators()[i+1:] {
			f.ShowConfused(review.TopicMarks, [2]annotate.AnnotatorID{a, b}, review.Saying{Type: "person"}, review.Saying{})
			if settled = r.Settled(); settled > 0 {
				pairs++
				shown(fmt.Sprintf("of %s and %s", a, b))
			}
		}
	}
	if pairs == 0 {
		t.Error("no two of them said so")
	}
	f.ShowConfused(review.TopicMarks, all, review.Saying{Type: "person"}, review.Saying{Type: "no such type"})
	if r.Len() != 0 || !strings.Contains(f.Notice().Text, "nobody says person where another says no such type") {
		t.Errorf("of what nobody says %d are shown: %s", r.Len(), f.Notice().Text)
	}
}

// The queue leads from article to article; undo goes back the same way, however often.
func TestUndoGoesBackThroughTheArticlesOfAReview(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	var went []annotate.DocumentID
	for range 12 {
		went = append(went, f.Document().ID)
		f.press("0")
	}
	if len(slices.Compact(slices.Sorted(slices.Values(went)))) < 2 {
		t.Fatalf("all verdicts are in one article: %v", went)
	}
	settled := r.Settled()
	for i := len(went) - 1; i >= 0; i-- {
		if f.Document().ID != went[i] {
			if f.press("Ctrl+Z"); f.Document().ID != went[i] || !strings.Contains(f.Notice().Text, "Ctrl+Z takes it back") {
				t.Fatalf("undo leads to %q, want that of verdict %d: %s", f.Document().Title, i, f.Notice().Text)
			}
		}
		f.press("Ctrl+Z")
	}
	if r.Settled() != 0 || settled == 0 || f.Can("edit.undo") {
		t.Errorf("%d of %d are settled still", r.Settled(), settled)
	}
	f.press("Ctrl+Y", "0")
	if r.Settled() == 0 {
		t.Error("nothing is settled after it was done again")
	}
}

// goldNow is all of gold, with what is left to do: how far each article is, what stands, and what is decided.
func (f *fixture) goldNow() []string {
	f.t.Helper()
	r := f.Review()
	out := []string{fmt.Sprint(r.Open(), " open, ", r.Agreed(), " agreed, ", r.Sampled(), " to look at")}
	for s, err := range f.Project().Sets(f.t.Context(), store.Selection{Annotators: []annotate.AnnotatorID{annotate.Gold}}) {
		if err != nil {
			f.t.Fatal(err)
		}
		if s.Len()+s.DecisionCount() > 0 || s.State() != annotate.StateNew {
			out = append(out, fmt.Sprint(s.Document.Title, " ", s.State()))
		}
		for a := range s.All() {
			out = append(out, fmt.Sprint(a.ID, " ", says(s, a)))
		}
		for d := range s.Decisions() {
			out = append(out, fmt.Sprintf("%s %s %s %s %s %s", d.Annotator, d.About, d.Verdict, d.Result, d.Reason, d.Within))
		}
	}
	return out
}

// undoAll takes back all that undo leads to.
func (f *fixture) undoAll() {
	f.t.Helper()
	for n := 0; f.Can("edit.undo"); n++ {
		if f.press("Ctrl+Z"); n > 500 {
			f.t.Fatalf("undo comes to no end: %s", f.Notice().Text)
		}
	}
}

// Whatever is decided, in whichever articles, undo alone leads back to where the review began; after a restart it does so
// in each article.
func TestAllVerdictsOfAReviewAreTakenBackByUndo(t *testing.T) {
	f := reviewing(t)
	path := f.Project().Path()
	f.press("F4")
	start := f.goldNow()
	var documents []annotate.DocumentID
	for i := range f.Queue().Len() {
		s, _ := f.Queue().At(i)
		documents = append(documents, s.ID)
	}
	seeds, acts := 2, 20
	if raced {
		acts = 8
	}
	for seed := range seeds {
		random := rand.New(rand.NewPCG(uint64(seed), 4))
		var did []string
		for range acts {
			k := []string{"1", "2", "3", "0", "0", "Enter", "N", "P", "S", "B", "Ctrl+Z", "Ctrl+Y", "O", "row", "open", "rule", "edit"}[random.IntN(17)]
			did = append(did, k)
			switch r := f.Review(); k {
			case "row":
				if n := r.Len(); n > 0 {
					r.GoToRow(random.IntN(n))
				}
			case "open":
				f.OpenDocument(documents[random.IntN(len(documents))])
			case "rule":
				f.MakeGold(review.Rule{Kind: review.RuleKinds[random.IntN(2)]}, 0.3, uint64(seed))
			case "edit":
				f.Press("E", false)
				f.Press("Escape", false)
			default:
				f.Press(workbench.Key(k), false)
			}
		}
		if seed%2 == 1 { // what was done then is known by the journal alone
			f.CloseProject()
			f = restart(t, path, f.prefs)
			f.Open(path)
			f.press("F4")
			for _, id := range documents {
				f.OpenDocument(id)
				f.undoAll()
			}
		}
		f.undoAll()
		if d := cmp.Diff(start, f.goldNow()); d != "" {
			t.Fatalf("seed %d: after %s and undo of all of it (-start +now):\n%s", seed, strings.Join(did, " "), d)
		}
	}
}

// A verdict may leave as many differences as there were: what filled roles is asked about by itself then, and that is said.
func TestWhatAVerdictPutsIntoTheListIsSaid(t *testing.T) {
	f := reviewing(t)
	f.press("F4")
	r := f.Review()
	more := 0
	for n := r.Open(); r.Current() != nil && n > 0; n = r.Open() {
		f.press("0")
		said := strings.Contains(f.Notice().Text, " in the list now")
		if (r.Open() >= n) != said {
			t.Errorf("%d were open, %d are, and it says %q", n, r.Open(), f.Notice().Text)
		}
		if said {
			if more++; raced {
				break
			}
		}
	}
	if more == 0 {
		t.Error("no verdict has left as many as there were")
	}
}
