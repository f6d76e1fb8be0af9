//go:build e2e && linux

package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/app/colleagues"
)

// threeColleagues makes the files of three people, merges them and opens the result for review, by the menu or by
// its key.
func threeColleagues(t *testing.T, r *room, begin func(h *hands)) (h *hands, project string) {
	t.Helper()
	files, err := colleagues.Make(context.Background(), r.home)
	if err != nil {
		t.Fatal(err)
	}
	project = r.path("all.quoth")
	r.command(append([]string{"merge", "-o", project}, files...)...)
	h = r.start(project).hands()
	h.until("the article is open, with the keyboard", func(s *seen) bool { return s.Focus == "article" && len(s.Words) > 0 })
	h.now("open")
	begin(h)
	h.until("all articles are compared, and the first difference is shown", func(s *seen) bool {
		return s.Review != nil && !s.Review.Busy && s.Review.At == 0 && len(s.Review.Versions) == 3
	})
	return h, project
}

// rightVersion returns the key of the version that somebody who knows the three would take: ana’s, who is careful,
// but where she has overlooked something that of the next who has not.
func rightVersion(s *seen) string {
	for i, says := range s.Review.Versions {
		if !strings.Contains(says, "nothing") && !strings.Contains(says, "nobody") && !strings.Contains(says, "not marked") {
			return fmt.Sprint(i + 1)
		}
	}
	return "1"
}

// moved waits until the verdict is on the screen, and returns what is asked now.
func (h *hands) moved(was *seen) *seen {
	h.t.Helper()
	return h.until("the difference is settled", func(s *seen) bool {
		return s.Review != nil && s.Review.Open < was.Review.Open && (s.Review.Open == 0 || len(s.Review.Versions) > 0 && s.Review.At >= 0)
	})
}

// goldIs compares the gold of a dataset with the truth about the articles.
func goldIs(t *testing.T, dataset string) {
	t.Helper()
	schema, err := colleagues.Schema()
	if err != nil {
		t.Fatal(err)
	}
	articles, err := colleagues.Truth(schema)
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[string][]string{}, map[string][]string{}
	for _, a := range articles {
		want[a.Document.Title] = truthOf(a)
	}
	for _, r := range readRecords(t, dataset) {
		if who := r["annotator"]; who != "gold" {
			t.Errorf("the dataset has a set of %v; want gold alone", who)
		}
		got[r["title"].(string)] = recordOf(r)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("gold is not what is right (-right +gold):\n%s", diff)
	}
}

// truthOf writes each annotation of an article on a line, with the words that fill its roles.
func truthOf(a *colleagues.Article) []string {
	set := a.Set("truth")
	var out []string
	for x := range set.All() {
		name := func(id annotate.ID) string { y := set.Get(id); return y.Type + " " + a.Document.Surface(y.Spans) }
		var args []string
		for _, arg := range x.Args {
			args = append(args, arg.Role+"="+name(arg.Target))
		}
		entity := ""
		if e := a.Entities[x.Entity]; e != nil {
			entity = e.Name
		}
		out = append(out, line(x.Type, a.Document.Surface(x.Spans), a.Document.Offsets().Runes(x.Spans[0].Start), entity, args, x.Attrs))
	}
	slices.Sort(out)
	return out
}

func line(typ, words string, start int, entity string, args []string, attrs map[string]string) string {
	slices.Sort(args)
	s := fmt.Sprintf("%s “%s” %d @%s (%s)", typ, words, start, entity, strings.Join(args, ", "))
	for _, k := range slices.Sorted(maps.Keys(attrs)) {
		s += " " + k + "=" + attrs[k]
	}
	return s
}

// recordOf writes the annotations of a record in the same way.
func recordOf(r map[string]any) []string {
	list := func(m map[string]any, key string) []map[string]any {
		var out []map[string]any
		l, _ := m[key].([]any)
		for _, x := range l {
			out = append(out, x.(map[string]any))
		}
		return out
	}
	entities, anns := map[any]string{}, map[any]map[string]any{}
	for _, e := range list(r, "entities") {
		entities[e["id"]] = e["name"].(string)
	}
	words := func(a map[string]any) string {
		var parts []string
		for _, s := range list(a, "spans") {
			parts = append(parts, s["text"].(string))
		}
		return strings.Join(parts, " … ")
	}
	for _, a := range list(r, "annotations") {
		anns[a["id"]] = a
	}
	var out []string
	for _, a := range list(r, "annotations") {
		var args []string
		for _, x := range list(a, "args") {
			target := anns[x["target"]]
			args = append(args, x["role"].(string)+"="+target["type"].(string)+" "+words(target))
		}
		attrs := map[string]string{}
		if m, ok := a["attrs"].(map[string]any); ok {
			for k, v := range m {
				attrs[k] = v.(string)
			}
		}
		out = append(out, line(a["type"].(string), words(a), int(list(a, "spans")[0]["start"].(float64)), entities[a["entity"]], args, attrs))
	}
	slices.Sort(out)
	return out
}

// mostPerDifference is how many actions a difference may take, all that leads to gold counted: the way into the review,
// the verdicts, and the rule for what they agree on.
const mostPerDifference = 1.3

// TestReviewToGoldByKeyboardAlone reviews three colleagues' annotations of the sample: a key for each difference,
// a rule for what they agree on, and the gold exported is what is right.
func TestReviewToGoldByKeyboardAlone(t *testing.T) {
	r := newRoom(t)
	h, project := threeColleagues(t, r, func(h *hands) { h.keys("F4") })
	s := h.look()
	differences := s.Review.Open
	h.now("settle")
	for s.Review.Open > 0 {
		h.keys(rightVersion(s))
		s = h.moved(s)
	}
	h.now("agreed")
	h.keys("ctrl+k")
	h.popup("palette")
	h.types("gold")
	h.keys("Return")
	h.popup("gold")
	h.until("it says how much goes to gold", func(s *seen) bool { _, ok := s.Objects["gold.send"]; return ok })
	h.keys("Return")
	h.until("what they agree on is gold", func(s *seen) bool { return s.Layer == "" && s.Task == "" && s.Counts["mentions"] > 20 })
	each := float64(h.total()) / float64(differences)
	t.Logf("%d differences came to gold by %d actions: %.2f each (%s)", differences, h.total(), each, h)
	if each > mostPerDifference {
		t.Errorf("a difference took %.2f actions; at most %.1f are allowed", each, mostPerDifference)
	}

	h.now("export")
	h.keys("ctrl+e")
	h.popup("export")
	h.keys("Return")
	h.until("it is written", func(s *seen) bool { return s.Layer == "" && strings.Contains(s.Notice, "all.jsonl") })
	h.now("quit")
	h.keys("ctrl+q")
	h.quits()

	goldIs(t, r.path("all.jsonl"))
	r.command("check", project)
	var figures map[string]any
	if err := json.Unmarshal([]byte(r.command("agree", project, "--json")), &figures); err != nil {
		t.Errorf("the agreement figures: %v", err)
	}
	t.Logf("actions: review by keyboard %d (%s)", h.total(), h)
	checkBudget(t, "review by keyboard", h.count, h.total())
}

// TestReviewByMouseAlone settles some differences by clicks: on a version, on a lane and what it leads to, on parts
// of two versions, with a comment; and takes a step back.
func TestReviewByMouseAlone(t *testing.T) {
	r := newRoom(t)
	h, project := threeColleagues(t, r, func(h *hands) { h.menu("Review", "review.start") })
	s := h.look()
	differences := s.Review.Open

	h.now("settle")
	h.click("card.version." + rightVersion(s))
	h.moved(s)
	h.now("lane") // past the next one
	h.pointAt("cay’s lane beside what the mayor promised", func(s *seen) (x, y float32, ok bool) {
		lane, there := s.Objects["lane.2"]
		_, y, ok = word("She promised", 0, 0.5)(s)
		x, _ = lane.middle()
		return x, y, ok && there
	})
	h.press("1")
	article, err := os.ReadFile("../assets/sample/ferry.txt")
	if err != nil {
		t.Fatal(err)
	}
	promised := strings.Index(string(article), "four extra departures")
	h.until("it leads to the difference", func(s *seen) bool { return s.Review.Span[0] == promised && len(s.Review.Versions) == 3 })
	h.now("mix")
	h.rowOf("I have asked them")
	h.click("card.review.mix")
	h.until("parts are chosen", func(s *seen) bool { return s.Review.Mixing })
	h.click("card.mix.0.0")
	h.click("card.mix.1.0")
	h.until("it is mixed", func(s *seen) bool { return !s.Review.Mixing && s.Review.Open == differences-2 })
	h.now("undo")
	h.click("toolbar.edit.undo")
	s = h.until("it is open again", func(s *seen) bool { return s.Review.Open == differences-1 })
	h.now("settle")
	h.click("card.version." + rightVersion(s))
	h.moved(s)
	h.now("quit")
	h.menu("File", "app.quit")
	h.quits()

	out := r.path("gold.jsonl")
	r.command("export", project, "--annotator", "gold", "-o", out)
	quotes := 0
	for _, rec := range readRecords(t, out) {
		l, _ := rec["quotes"].([]any)
		quotes += len(l)
	}
	if quotes != 2 {
		t.Errorf("gold has %d quotes; want the two that were settled", quotes)
	}
	t.Logf("actions: review by mouse %d (%s)", h.total(), h)
	checkBudget(t, "review by mouse", h.count, h.total())
}

// rowOf clicks the row of the queue of differences whose words begin so.
func (h *hands) rowOf(begin string) {
	h.t.Helper()
	h.pointAt("the difference "+begin, func(s *seen) (x, y float32, ok bool) {
		for name, words := range s.Rows {
			if b, there := s.Objects[name]; there && strings.Contains(words, begin) {
				x, y = b.middle()
				return x, y, true
			}
		}
		return 0, 0, false
	})
	h.press("1")
}
