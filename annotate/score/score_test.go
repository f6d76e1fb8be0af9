package score_test

import (
	"math"
	"slices"
	"testing"

	"quoth/annotate"
	"quoth/annotate/score"
	"quoth/assets"
)

func mark(id, typ string, start, end int, args ...annotate.Arg) *annotate.Annotation {
	return &annotate.Annotation{ID: annotate.ID(id), Type: typ, Spans: []annotate.Span{{Start: start, End: end}}, Args: args}
}

func speaker(id string) annotate.Arg { return annotate.Arg{Role: "speaker", Target: annotate.ID(id)} }

func TestScoresCountWhatIsRight(t *testing.T) {
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	gold := score.Side{Annotations: []*annotate.Annotation{
		mark("p", "person", 0, 10), mark("q", "quote", 20, 40, speaker("p")), mark("r", "quote", 60, 80, speaker("p")), mark("e", "contact.meet", 90, 93, annotate.Arg{Role: "participant", Target: "p"}),
	}}
	predicted := score.Side{Annotations: []*annotate.Annotation{
		mark("a", "person", 5, 10), mark("b", "org", 50, 55),
		mark("x", "quote", 20, 40, speaker("a")), // the same words, a speaker who shares some
		mark("y", "quote", 60, 70, speaker("b")), // half of the words, another speaker
		mark("z", "quote", 100, 120),             // nothing in gold
		mark("e2", "contact.meet", 90, 93, annotate.Arg{Role: "participant", Target: "a"}, annotate.Arg{Role: "participant", Target: "b"}),
	}}
	got := score.Compare(schema, gold, predicted)
	for k, want := range map[score.Key]score.Count{
		{Of: "quote", Measure: score.Exact}:            {Gold: 2, Predicted: 3, Right: 1},
		{Of: "quote", Measure: score.Loose}:            {Gold: 2, Predicted: 3, Right: 2},
		{Of: "quote", Measure: score.Strict}:           {Gold: 2, Predicted: 3, Right: 1},
		{Of: "quote", Measure: score.Speaker}:          {Gold: 2, Predicted: 2, Right: 1},
		{Of: "person", Measure: score.Loose}:           {Gold: 1, Predicted: 1, Right: 1},
		{Of: "person", Measure: score.Exact}:           {Gold: 1, Predicted: 1, Right: 0},
		{Of: "contact.meet", Measure: score.Arguments}: {Gold: 1, Predicted: 2, Right: 1},
	} {
		if got[k] != want {
			t.Errorf("%s, %s: %+v; want %+v", k.Of, k.Measure, got[k], want)
		}
	}
	n := got[score.Key{Of: "quote", Measure: score.Loose}]
	if n.Precision() != 2.0/3 || n.Recall() != 1 || n.F1() != 0.8 {
		t.Errorf("precision %.3f, recall %.3f, F1 %.3f", n.Precision(), n.Recall(), n.F1())
	}
	if none := (score.Count{}); !math.IsNaN(none.F1()) || !math.IsNaN(none.Precision()) || !math.IsNaN(none.Recall()) {
		t.Error("figures of nothing are defined")
	}
	if missed := (score.Count{Gold: 2}); !math.IsNaN(missed.Precision()) || missed.F1() != 0 {
		t.Error("where nothing was predicted precision is undefined and F1 is 0")
	}
}

func event(id string, start int, attrs map[string]string) *annotate.Annotation {
	e := mark(id, "contact.meet", start, start+3)
	e.Attrs = attrs
	return e
}

func TestRealisAndPolarityOfMatchedEventsAreCounted(t *testing.T) {
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	other, negative, actual := map[string]string{"realis": "other"}, map[string]string{"polarity": "negative"}, map[string]string{"realis": "actual"}
	got := score.Compare(schema,
		score.Side{Annotations: []*annotate.Annotation{event("a", 0, other), event("b", 10, nil), event("c", 20, negative), event("d", 30, other)}},
		score.Side{Annotations: []*annotate.Annotation{event("x", 0, other), event("y", 10, actual), event("z", 20, nil)}})
	for k, want := range map[score.Key]score.Count{
		{Of: "event", Measure: "realis"}:                     {Gold: 3, Predicted: 3, Right: 3},
		{Of: "contact.meet", Measure: "polarity"}:            {Gold: 3, Predicted: 3, Right: 2},
		{Of: "event realis other", Measure: "realis"}:        {Gold: 1, Predicted: 1, Right: 1},
		{Of: "event polarity negative", Measure: "polarity"}: {Gold: 1},
	} {
		if got[k] != want {
			t.Errorf("%s, %s: %+v; want %+v", k.Of, k.Measure, got[k], want)
		}
	}
	var said []string
	for _, r := range score.Rows(schema, []score.Counts{got}, 10, 1, false) {
		said = append(said, r.Of+" "+string(r.Measure))
	}
	if !slices.Contains(said, "event realis other realis") || slices.Contains(said, "event realis generic realis") || slices.Contains(said, "quote exact") {
		t.Errorf("rows are of %q", said)
	}
}

func TestIntervalsHoldTheFigureAndRepeat(t *testing.T) {
	k := score.Key{Of: "quote", Measure: score.Exact}
	var all []score.Counts
	for i := range 20 {
		all = append(all, score.Counts{k: {Gold: 4, Predicted: 4, Right: 1 + i%4}})
	}
	low, high := score.Interval(all, k, 500, 1)
	f := score.Sum(all)[k].F1()
	if !(low < f && f < high) {
		t.Errorf("%.3f is not between %.3f and %.3f", f, low, high)
	}
	if l, h := score.Interval(all, k, 500, 1); l != low || h != high {
		t.Error("the same seed gives another interval")
	}
}
