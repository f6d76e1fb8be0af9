package workbench_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/suggest"
	"quoth/app/annotators"
	"quoth/app/workbench"
)

const pier = `The pier

“The pier is safe 🎉,” said Mayor Ana Díaz. Ben Okoro denied that the pier was safe. Okoro left Zürich on Monday.

“It is not,” he said.
`

// proposing is a project with an article in which the rules propose.
func proposing(t testing.TB) *fixture {
	return withRules(t, annotators.Rules(), prefs{"settings.annotator": "ana"})
}

func withRules(t testing.TB, r propose.Proposer, p prefs) *fixture {
	t.Helper()
	f := &fixture{t: t, path: filepath.Join(t.TempDir(), "pier.quoth"), prefs: p, screen: &screen{visible: annotate.Span{End: 1 << 30}}}
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	f.Bench = workbench.New(workbench.Config{Prefs: f.prefs, Rules: r, Now: func() time.Time { now = now.Add(time.Second); return now }})
	f.SetScreen(f.screen)
	t.Cleanup(f.CloseProject)
	f.Create(f.path)
	f.AddText("pier.txt", pier)
	if f.Document() == nil {
		t.Fatalf("no article is open: %s", f.Notice().Text)
	}
	return f
}

// steps lists what Tab visits, as words.
func (f *fixture) steps() []string {
	var out []string
	if p := f.Proposals(); p != nil {
		for _, o := range p.Steps() {
			out = append(out, o.Type+" "+f.Document().Surface(o.Spans))
		}
	}
	return out
}

// marked lists what the person has, as words.
func (f *fixture) marked() []string {
	var out []string
	for a := range f.Set().All() {
		s := a.Type + " " + f.Document().Surface(a.Spans)
		for _, x := range a.Args {
			s += " " + x.Role + "=" + f.Document().Surface(f.Set().Get(x.Target).Spans)
		}
		if e := f.Entity(a.Entity); e != nil {
			s += " (" + e.Name + ")"
		}
		out = append(out, s)
	}
	return out
}

// choose presses Tab until the words are the chosen proposal's.
func (f *fixture) choose(step string) *fixture {
	f.t.Helper()
	for range 50 {
		f.press("Tab")
		if o, ok := f.Proposals().Current(); ok && o.Type+" "+f.Document().Surface(o.Spans) == step {
			return f
		}
	}
	f.t.Fatalf("Tab does not come to %q; there are %q", step, f.steps())
	return f
}

func TestNothingProposedIsInTheSetBeforeItIsAccepted(t *testing.T) {
	f := proposing(t)
	if f.Set().Len() != 0 || f.Set().State() != annotate.StateNew {
		t.Errorf("the set has %d annotations and is %s", f.Set().Len(), f.Set().State())
	}
	for _, want := range []string{"quote “The pier is safe 🎉,”", "quote the pier was safe", "quote “It is not,”", "movement.travel left", "place Zürich"} {
		if strings.HasPrefix(want, "movement") || strings.HasPrefix(want, "place") {
			continue
		}
		if !slices.Contains(f.steps(), want) {
			t.Errorf("%q is not proposed; there are %q", want, f.steps())
		}
	}
	if len(f.Entities()) != 0 {
		t.Errorf("the project has entities already: %v", f.Entities())
	}
}

func TestEnterAcceptsTheWholeFrameWithItsOriginAndGoesOn(t *testing.T) {
	f := proposing(t)
	f.choose("quote “The pier is safe 🎉,”").press("Enter")
	want := []string{"quote “The pier is safe 🎉,” cue=said speaker=Ana Díaz", "cue said", "person Ana Díaz (Ana Díaz)"}
	if diff := cmp.Diff(want, f.marked()); diff != "" {
		t.Errorf("marked (-want +got):\n%s", diff)
	}
	q := f.Set().Nth(0, "quote")
	if o := q.Origin; o.Annotator != "rules" || o.Rule == "" || o.Score < 0.5 || !strings.Contains(o.Evidence, "said") {
		t.Errorf("its origin is %+v", o)
	}
	d := f.Set().Decision("rules", f.Set().ResultOf(q.ID)[0].About)
	if d == nil || d.Verdict != annotate.VerdictAccepted || f.Set().DecisionCount() != 3 {
		t.Errorf("decided %+v, %d in all", d, f.Set().DecisionCount())
	}
	if _, ok := f.Proposals().Current(); !ok {
		t.Error("no next proposal is chosen")
	}
	if slices.Contains(f.steps(), "quote “The pier is safe 🎉,”") {
		t.Error("it is still proposed")
	}
	f.press("Ctrl+Z")
	if f.Set().Len() != 0 || f.Set().DecisionCount() != 0 || len(f.Entities()) != 0 {
		t.Errorf("after undo: %q", f.marked())
	}
	if !slices.Contains(f.steps(), "quote “The pier is safe 🎉,”") {
		t.Error("after undo it is not proposed again")
	}
}

func TestRejectedIsNeverProposedAgain(t *testing.T) {
	f := proposing(t)
	f.choose("quote the pier was safe").press("X")
	if f.Set().Len() != 0 || slices.Contains(f.steps(), "quote the pier was safe") {
		t.Errorf("set %q, proposed %q", f.marked(), f.steps())
	}
	id := f.Document().ID
	f.CloseProject()
	f.Open(f.path)
	f.OpenDocument(id)
	if slices.Contains(f.steps(), "quote the pier was safe") || len(f.steps()) == 0 {
		t.Errorf("after a restart: %q", f.steps())
	}
	f.press("Ctrl+Z")
	if !slices.Contains(f.steps(), "quote the pier was safe") {
		t.Errorf("undo does not bring it back: %q", f.steps())
	}
}

func TestEditingAProposalAcceptsItCorrected(t *testing.T) {
	f := proposing(t)
	f.choose("quote “The pier is safe 🎉,”")
	// A digit chooses the quote's type.
	f.press("1")
	q := f.Current()
	if q == nil || q.Type != "quote" {
		t.Fatalf("current %+v", q)
	}
	f.SetAttr(q.ID, "type", "mixed")
	ds := f.Set().ResultOf(q.ID)
	if len(ds) != 1 || ds[0].Verdict != annotate.VerdictCorrected {
		t.Errorf("decided %+v", ds)
	}
	f.press("Ctrl+Z")
	if ds := f.Set().ResultOf(q.ID); len(ds) != 1 || ds[0].Verdict != annotate.VerdictAccepted {
		t.Errorf("after undo of the edit: %+v", ds)
	}
}

func TestPartOfAFrameCanBeAcceptedAlone(t *testing.T) {
	f := proposing(t)
	f.choose("quote “The pier is safe 🎉,”").press("V", "V")
	o, _ := f.Proposals().Current()
	if o.Type != "person" {
		t.Fatalf("V V chooses %s", o.Type)
	}
	f.press("Enter")
	if diff := cmp.Diff([]string{"person Ana Díaz (Ana Díaz)"}, f.marked()); diff != "" {
		t.Errorf("marked (-want +got):\n%s", diff)
	}
	// The frame takes what is there.
	f.choose("quote “The pier is safe 🎉,”").press("Enter")
	if n := f.Set().Count("person"); n != 1 || f.Set().Nth(0, "quote").Arg("speaker") == "" {
		t.Errorf("marked %q", f.marked())
	}
}

func TestWordsOfAFrameCanBeAcceptedAlone(t *testing.T) {
	f := proposing(t)
	f.choose("quote “The pier is safe 🎉,”").press("Shift+Enter")
	if diff := cmp.Diff([]string{"quote “The pier is safe 🎉,”"}, f.marked()); diff != "" {
		t.Errorf("marked (-want +got):\n%s", diff)
	}
	if f.Current() == nil {
		t.Error("the quote is not current")
	}
}

func TestAcceptAllSaysHowManyFirstAndIsOneUndo(t *testing.T) {
	f := proposing(t)
	shown, _ := f.Proposals().Count()
	f.press("Alt+Shift+Enter")
	if f.Set().Len() != 0 || !strings.Contains(f.Notice().Text, "Accept all") {
		t.Fatalf("it says %q and the set has %d", f.Notice().Text, f.Set().Len())
	}
	f.press("Escape")
	if f.Proposals().Asking() != "" || f.Set().Len() != 0 {
		t.Fatal("Escape does not leave the question")
	}
	f.press("Alt+Shift+Enter", "Enter")
	if n := f.Set().DecisionCount(); n != shown {
		t.Errorf("%d of %d decided; open: %q", n, shown, f.steps())
	}
	for _, p := range f.Set().Problems(f.Schema(), nil) {
		if p.Missing == nil && !strings.Contains(p.Reason, "entity") {
			t.Errorf("%s: %s", f.Document().Surface(p.Annotation.Spans), p.Reason)
		}
	}
	f.press("Ctrl+Z")
	if f.Set().Len() != 0 {
		t.Errorf("one undo leaves %q", f.marked())
	}
}

func TestAcceptAllInTheSentenceLeavesTheOthers(t *testing.T) {
	f := proposing(t)
	f.at("Okoro left", 0).press("Alt+Enter", "Enter")
	for _, m := range f.marked() {
		if strings.Contains(m, "quote") {
			t.Errorf("it took %q", m)
		}
	}
	if f.Set().Len() == 0 {
		t.Errorf("it took nothing; it says %q", f.Notice().Text)
	}
}

func TestSurenessAndKindChooseWhatIsShown(t *testing.T) {
	f := proposing(t)
	all, open := f.Proposals().Count()
	f.SetProposalFilter(workbench.ProposalFilter{Least: 0.93})
	few, still := f.Proposals().Count()
	if few >= all || few == 0 || still != open {
		t.Errorf("%d of %d shown at .93, %d at .5, %d open", few, still, all, open)
	}
	f.SetProposalFilter(workbench.ProposalFilter{Kind: annotate.KindQuote})
	for _, s := range f.steps() {
		if !strings.HasPrefix(s, "quote") {
			t.Errorf("%q among quotes", s)
		}
	}
	f.SetProposalFilter(workbench.ProposalFilter{Hidden: []annotate.AnnotatorID{"rules"}})
	if n, _ := f.Proposals().Count(); n != 0 {
		t.Errorf("%d shown of those who are hidden", n)
	}
	f.press("Ctrl+P")
	if f.Proposals() != nil {
		t.Error("Ctrl+P does not turn them off")
	}
	f.press("Tab") // goes to annotations then, of which there are none
	if !strings.Contains(f.Notice().Text, "No annotations yet") {
		t.Errorf("Tab says %q", f.Notice().Text)
	}
}

func TestWhatThePersonMarksIsNotProposedAnyMore(t *testing.T) {
	f := proposing(t)
	f.at("The pier is safe", 0).press("Q", "Escape", "Escape")
	if slices.Contains(f.steps(), "quote “The pier is safe 🎉,”") {
		t.Errorf("still proposed: %q", f.steps())
	}
	f.selectWords("Okoro", 1).press("2")
	for _, s := range f.steps() {
		if s == "person Okoro" {
			t.Error("words that the person marked otherwise are proposed")
		}
	}
}

func TestFirstPassHidesProposalsAndSaysWhatTheyChanged(t *testing.T) {
	f := withRules(t, annotators.Rules(), prefs{"settings.annotator": "ana", "settings.blindfirst": "true"})
	if !f.FirstPass() || f.Proposals() != nil {
		t.Fatal("proposals are not hidden at first")
	}
	f.at("The pier is safe", 0).press("Q", "Escape", "Escape")
	f.press("Ctrl+Shift+P")
	if f.FirstPass() || len(f.steps()) == 0 {
		t.Fatalf("after the first pass: %q", f.steps())
	}
	f.choose("quote the pier was safe").press("X")
	f.choose("quote “It is not,”").press("Enter")
	if got := f.WhatProposalsChanged(); !strings.Contains(got, "1 annotation before proposals") || !strings.Contains(got, "2 rejected") || strings.Contains(got, " 0 proposals accepted") {
		t.Errorf("it says %q", got)
	}
}

func TestPredictionsOfProgramsAreProposalsAndColleaguesAreNot(t *testing.T) {
	f := proposing(t)
	doc := f.Document()
	span := []annotate.Span{f.find("on Monday", 0)}
	put := func(who annotate.AnnotatorID, a *annotate.Annotation) {
		s, err := f.Project().Set(context.Background(), doc, who)
		if err != nil {
			t.Fatal(err)
		}
		d := s.Draft("Import")
		d.Put(a)
		if err := f.Project().Commit(context.Background(), d.Change("x", time.Now())); err != nil {
			t.Fatal(err)
		}
	}
	put("model-3", &annotate.Annotation{ID: "m", Type: "date", Spans: span, Origin: annotate.Origin{Annotator: "model-3", Score: 0.8}})
	put("ben", &annotate.Annotation{ID: "b", Type: "group", Spans: []annotate.Span{f.find("pier", 1)}})
	f.OpenDocument(doc.ID)
	if got := f.Proposals().Annotators(); !slices.Equal(got, []annotate.AnnotatorID{"model-3", "rules"}) {
		t.Errorf("from %v", got)
	}
	f.choose("date on Monday").press("Enter")
	if o := f.Set().Nth(0, "date").Origin; o.Annotator != "model-3" {
		t.Errorf("it comes from %+v", o)
	}
}

type broken struct{}

func (broken) Annotator() annotate.AnnotatorID { return "broken" }
func (broken) Propose(context.Context, *annotate.Document, propose.Known) (propose.Proposals, error) {
	return propose.Proposals{}, errors.New("it does not work")
}

func TestBrokenProposerHindersNobody(t *testing.T) {
	f := withRules(t, broken{}, prefs{"settings.annotator": "ana"})
	f.OpenDocument(f.Document().ID)
	if !strings.Contains(f.Notice().Text, "does not work") {
		t.Errorf("it says %q", f.Notice().Text)
	}
	f.at("The pier is safe", 0).press("Q")
	if f.Set().Len() != 1 {
		t.Errorf("marked %q", f.marked())
	}
}

func TestWhyIsSaidOnDemand(t *testing.T) {
	f := proposing(t)
	f.choose("quote the pier was safe").press("?")
	if got := f.Notice().Text; !strings.Contains(got, "rules · ") || !strings.Contains(got, "sure: ") || !strings.Contains(got, "denied") {
		t.Errorf("it says %q", got)
	}
}

const strikes = `A walkout

The walkout began. Ben Okoro met Ana Lund in Oslo. Okoro met Lund again, and the walkout ended.
`

func TestRejectionsMakeLikeProposalsLessSureInTheNextArticle(t *testing.T) {
	f := proposing(t)
	f.AddText("strikes.txt", strikes)
	sureness := func() (s float64) {
		for _, o := range f.Proposals().Steps() {
			if o.Type == "contact.meet" {
				s = f.Proposals().Sure(o)
			}
		}
		return s
	}
	before := sureness()
	f.choose("contact.meet met").press("X")
	after := sureness()
	if after >= before || after == 0 {
		t.Errorf("%.2f sure before and %.2f after one of two was rejected", before, after)
	}
	if right, of := f.Precision(); right != 0 || of != 1 {
		t.Errorf("precision %d of %d", right, of)
	}
	f.AddText("more.txt", "More\n\nBo Carr met Una Lund in Oslo.\n")
	next := sureness()
	if next == 0 || next >= before {
		t.Errorf("%.2f sure in the next article, %.2f before anything was rejected", next, before)
	}
	f.Do("proposal.learn")
	if off := sureness(); off < next || f.Learns() {
		t.Errorf("%.2f sure without learning", off)
	}
}

func TestWordsMarkedByHandAreProposedElsewhere(t *testing.T) {
	f := proposing(t)
	f.AddText("strikes.txt", strikes)
	for i := 1; i < 3; i++ {
		f.selectWords("walkout", i).press("E", "7", "2")
	}
	if n := f.Set().Count("conflict.protest"); n != 2 {
		t.Fatalf("%d are marked: %s", n, f.Notice().Text)
	}
	f.AddText("more.txt", "More\n\nNobody saw the walkout of the crew.\n")
	// An article teaches when it is left.
	if !slices.Contains(f.steps(), "conflict.protest walkout") {
		t.Errorf("proposed: %q", f.steps())
	}
}

// A quote that was begun part by part is not proposed beside that, and J joins the other part, whatever is proposed in it.
func TestAPartOfABrokenQuoteTakesTheProposalsPlace(t *testing.T) {
	f := proposing(t)
	f.AddText("broken.txt", "Broken\n\n“The pier 🎉 is safe,” said Ana Díaz. “Nobody doubts Ben Okoro.”\n")
	whole := "quote “The pier 🎉 is safe,” … “Nobody doubts Ben Okoro.”"
	if !slices.Contains(f.steps(), whole) {
		t.Fatalf("proposed: %q", f.steps())
	}
	f.at("The pier 🎉", 0).press("Q", "Enter", "Enter")
	if slices.ContainsFunc(f.steps(), func(s string) bool { return strings.HasPrefix(s, "quote") }) {
		t.Errorf("proposed beside the first part: %q", f.steps())
	}
	f.choose("person Ben Okoro").press("J")
	if got := f.marked(); !slices.Contains(got, whole+" speaker=Ana Díaz cue=said") || f.Set().Count("quote") != 1 {
		t.Errorf("marked: %q", got)
	}
	f.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	if !slices.Contains(f.steps(), whole) {
		t.Errorf("proposed after undo: %q", f.steps())
	}
}

// What was marked twice is proposed where it stands, too, once something was decided.
func TestWordsMarkedByHandAreProposedFurtherDown(t *testing.T) {
	f := proposing(t)
	f.AddText("strikes.txt", strikes+"Ben Okoro met Una Lund. No walkout 🎉 lasts.\n")
	for i := 1; i < 3; i++ {
		f.selectWords("walkout", i).press("E", "7", "2")
	}
	f.choose("contact.meet met").press("X")
	if n := len(slices.DeleteFunc(f.steps(), func(s string) bool { return s != "conflict.protest walkout" })); n != 2 {
		t.Errorf("%d proposed, want that of the title and the last: %q", n, f.steps())
	}
	f.choose("conflict.protest walkout").press("Enter")
	if n := f.Set().Count("conflict.protest"); n != 3 {
		t.Errorf("%d are marked: %s", n, f.Notice().Text)
	}
	f.press("Ctrl+Z", "Ctrl+Z")
	if !slices.Contains(f.steps(), "conflict.protest walkout") {
		t.Errorf("after undo: %q", f.steps())
	}
}

// Who goes through articles faster than the program proposes loses nothing of what it could have learned from them.
func TestAnArticleThatWasLeftInAHurryTeaches(t *testing.T) {
	var behind []func()
	f := &fixture{t: t, path: filepath.Join(t.TempDir(), "pier.quoth"), prefs: prefs{"settings.annotator": "ana"}, screen: &screen{visible: annotate.Span{End: 1 << 30}}}
	f.Bench = workbench.New(workbench.Config{Prefs: f.prefs, Rules: annotators.Rules(), Go: func(do func()) { behind = append(behind, do) }})
	f.SetScreen(f.screen)
	t.Cleanup(f.CloseProject)
	settle := func() {
		for ; len(behind) > 0; behind = behind[1:] {
			behind[0]()
		}
	}
	f.Create(f.path)
	settle()
	for _, text := range []string{"Three\n\nNobody saw the walkout.\n", "Two\n\nNobody was there.\n", strikes} {
		f.AddText("", text)
		settle()
	}
	for i := 1; i < 3; i++ {
		f.selectWords("walkout", i).press("E", "7", "2")
		settle()
	}
	f.Do("article.previous")
	f.Do("article.previous")
	settle()
	if f.Document().Title != "Three" {
		t.Fatalf("%q is open", f.Document().Title)
	}
	if !slices.Contains(f.steps(), "conflict.protest walkout") {
		t.Errorf("proposed: %q", f.steps())
	}
}

// Most of many entities come from lists; one is known to the rules from when it is first named.
func TestWhoIsNamedOutOfAVeryLongListIsProposedElsewhere(t *testing.T) {
	f := proposing(t)
	rows := []byte("name,type\n")
	for i := range 5000 {
		rows = fmt.Appendf(rows, "Firm %d,org\n", i)
	}
	list := filepath.Join(t.TempDir(), "firms.csv")
	if err := os.WriteFile(list, append(rows, "Glimmerhaven,place\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ImportList(workbench.ListChoice{Path: list})
	f.AddText("one.txt", "One\n\nThe boat left. Glimmerhaven waited.\n")
	f.selectWords("Glimmerhaven", 0).press("M")
	n := f.Naming()
	n.SetQuery("Glimmerhaven")
	n.Accept(slices.IndexFunc(n.Rows, func(r workbench.NamingRow) bool { return r.Entity != nil && r.Name == "Glimmerhaven" }))
	f.AddText("two.txt", "Two\n\nNobody was in Glimmerhaven.\n")
	if !slices.Contains(f.steps(), "place Glimmerhaven") {
		t.Errorf("proposed: %q; %s", f.steps(), f.Notice().Text)
	}
}

func TestTheLeastSureArticleIsOpened(t *testing.T) {
	f := proposing(t)
	f.AddText("plain.txt", "Plain\n\nNothing is here.\n")
	here := f.Document().ID
	f.Do("proposal.unsure")
	if f.Document().ID == here || !strings.Contains(f.Notice().Text, "least sure") {
		t.Errorf("it says %q", f.Notice().Text)
	}
}

// What is decided while the program learns from the decision before is learned from next, all of it at once, and the window only
// takes what is to be learned from along.
func TestDecisionsThatComeWhileItLearnsAreLearnedFromTogether(t *testing.T) {
	var behind []func()
	rules := annotators.Rules()
	f := &fixture{t: t, path: filepath.Join(t.TempDir(), "pier.quoth"), prefs: prefs{"settings.annotator": "ana"}, screen: &screen{visible: annotate.Span{End: 1 << 30}}}
	f.Bench = workbench.New(workbench.Config{Prefs: f.prefs, Rules: rules, Go: func(do func()) { behind = append(behind, do) }})
	f.SetScreen(f.screen)
	t.Cleanup(f.CloseProject)
	settle := func() (ran int) {
		for ; len(behind) > 0; ran++ {
			do := behind[0]
			behind = behind[1:]
			do()
		}
		return ran
	}
	f.Create(f.path)
	settle()
	f.AddText("strikes.txt", strikes+"Ben Carr met Una Lund. Carr met Bo Lind.\n")
	settle()
	met := func() (sure float64, n int) {
		for _, o := range f.Proposals().Steps() {
			if o.Type == "contact.meet" {
				sure, n = f.Proposals().Sure(o), n+1
			}
		}
		return sure, n
	}
	before, n := met()
	if n < 4 {
		t.Fatalf("proposed: %q", f.steps())
	}
	for range 3 {
		f.choose("contact.meet met").press("X")
	}
	if sure, _ := met(); sure != before {
		t.Errorf("it has learned before the window went on: %.2f", sure)
	}
	if ran := settle(); ran != 2 {
		t.Errorf("it learned %d times from three decisions, want once from the first and once from the others", ran)
	}
	if sure, n := met(); n > 0 && sure >= before {
		t.Errorf("%.2f sure before and %.2f after three of four were rejected", before, sure)
	}
	f.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	settle()
	if sure, n := met(); n < 4 || sure != before {
		t.Errorf("after undo %d are proposed, %.2f sure; it was %.2f", n, sure, before)
	}
}

func TestProposalsMeanWhomTheRegisterAndGazetteersKnow(t *testing.T) {
	f := proposing(t)
	list := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(list, []byte("name,type,wikidata\nBenedict Ben Okoro,person,Q1\nAna Díaz,org,Q2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ImportList(workbench.ListChoice{Path: list})
	path := filepath.Join(filepath.Dir(f.path), "places"+suggest.BookExtension)
	gazetteer(t, path, &annotate.Entity{ID: "wikidata:Q72", Type: "place", Name: "Zürich", IDs: map[string]string{"wikidata": "Q72"}},
		&annotate.Entity{ID: "wikidata:Q3", Type: "person", Name: "Ana Diaz"})
	f.UseGazetteer(path)
	f.LeaveGazetteer(path)
	for a := range f.Proposals().Index().All() {
		if a.Entity == "wikidata:Q72" {
			t.Error("who is in a gazetteer is still proposed when it is not used any more")
		}
	}
	f.UseGazetteer(path)
	f.press("Alt+Shift+Enter")
	if f.Notice().Do == nil {
		t.Fatalf("it says %+v", f.Notice())
	}
	f.Notice().Do()
	got := map[string]bool{}
	for a := range f.Set().All() {
		if a.Entity != "" {
			got[f.Document().Surface(a.Spans)+" is "+string(a.Entity)+" "+f.Entity(a.Entity).Name] = true
		}
	}
	for _, want := range []string{"Zürich is wikidata:Q72 Zürich", "Ana Díaz is wikidata:Q3 Ana Diaz"} {
		if !got[want] {
			t.Errorf("%s is not among %v", want, got)
		}
	}
}

func TestADateIsNobody(t *testing.T) {
	f := proposing(t)
	f.selectWords("Monday", 0).press("M")
	if a := f.Current(); a == nil || a.Type != "date" || f.Naming() != nil {
		t.Errorf("M on a weekday marks %+v, and asks who that is: %v", a, f.Naming() != nil)
	}
	f.press("Delete")
	f.selectWords("Ben Okoro denied that the pier was safe", 0).press("Q")
	f.press("S")
	if h := f.Hints(); h == nil || slices.ContainsFunc(h.Candidates, func(c workbench.Candidate) bool { return c.Text == "Monday" }) {
		t.Errorf("a weekday may speak: %+v", h)
	}
}
