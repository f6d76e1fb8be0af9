package annotate_test

import (
	"strings"
	"testing"
	"time"

	"quoth/annotate"
)

// text of the tests: a direct quote, a nested one, a name with a combining mark, an emoji family.
const speech = "“We will win,” Mayor Ana Díaz told Reuters 👨‍👩‍👧 on Monday. “He said ‘never’ to me,” she added.\n\n" +
	"דובר: «שלום» — José\u0301 met 王毅 in Zürich."

var at = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

type entities map[annotate.ID]*annotate.Entity

func (m entities) Entity(id annotate.ID) *annotate.Entity { return m[id] }

func document(text string) *annotate.Document {
	return &annotate.Document{ID: annotate.DocumentIDOf(text), Title: "A speech", Text: text}
}

// mark returns an annotation of the first occurrence of each of the words.
func mark(t testing.TB, id, typ string, words ...string) *annotate.Annotation {
	t.Helper()
	a := &annotate.Annotation{ID: annotate.ID(id), Type: typ}
	from := 0
	for _, w := range words {
		i := strings.Index(speech[from:], w)
		if i < 0 {
			t.Fatalf("%q is not in the text", w)
		}
		a.Spans = append(a.Spans, annotate.Span{Start: from + i, End: from + i + len(w)})
		from += i + len(w)
	}
	return a
}

func args(a *annotate.Annotation, pairs ...string) *annotate.Annotation {
	for i := 0; i < len(pairs); i += 2 {
		a.Args = append(a.Args, annotate.Arg{Role: pairs[i], Target: annotate.ID(pairs[i+1])})
	}
	return a
}

func put(s *annotate.Set, as ...*annotate.Annotation) *annotate.Change {
	d := s.Draft("Mark")
	for _, a := range as {
		d.Put(a)
	}
	return d.Change("ana", at)
}

func TestConstraintsSayWhatIsWrong(t *testing.T) {
	schema := smallSchema(t)
	known := entities{
		"ana":    {ID: "ana", Type: "person", Name: "Ana Díaz"},
		"zurich": {ID: "zurich", Type: "place", Name: "Zürich"},
	}
	cue := func() *annotate.Annotation { return mark(t, "cue", "cue", "told") }
	ana := func() *annotate.Annotation { return mark(t, "ana1", "person", "Ana Díaz") }
	quote := func() *annotate.Annotation { return mark(t, "q", "quote", "“We will win,”") }
	withEntity := func(a *annotate.Annotation, e annotate.ID) *annotate.Annotation { a.Entity = e; return a }
	tests := []struct {
		name string
		put  []*annotate.Annotation
		want string // part of the reason; "" where it is allowed
	}{
		{"a quote with speaker and cue", []*annotate.Annotation{ana(), cue(), args(quote(), "speaker", "ana1", "cue", "cue")}, ""},
		{"a quote broken by its attribution", []*annotate.Annotation{mark(t, "q", "quote", "“We will win,”", "“He said ‘never’ to me,”")}, ""},
		{"a quote within a quote", []*annotate.Annotation{mark(t, "q", "quote", "“He said ‘never’ to me,”"), mark(t, "n", "quote", "‘never’")}, ""},
		{"quotes that cross", []*annotate.Annotation{mark(t, "q", "quote", "“He said ‘never’"), mark(t, "n", "quote", "‘never’ to me,”")}, "nest but not cross"},
		{"a type that is not in the schema", []*annotate.Annotation{mark(t, "x", "persn", "Ana")}, `did you mean "person"`},
		{"no spans", []*annotate.Annotation{{ID: "x", Type: "person"}}, "marks no words"},
		{"an empty span", []*annotate.Annotation{{ID: "x", Type: "person", Spans: []annotate.Span{{3, 3}}}}, "marks no words"},
		{"a span beyond the text", []*annotate.Annotation{{ID: "x", Type: "person", Spans: []annotate.Span{{0, 9999}}}}, "of a text of"},
		{"spans out of order", []*annotate.Annotation{{ID: "x", Type: "quote", Spans: []annotate.Span{{20, 22}, {0, 3}}}}, "order of the text"},
		{"half of an emoji family", []*annotate.Annotation{mark(t, "x", "person", "👨")}, "middle of a character"},
		{"a letter without its combining mark", []*annotate.Annotation{mark(t, "x", "person", "José")}, "middle of a character"},
		{"a letter with its combining mark", []*annotate.Annotation{mark(t, "x", "person", "José\u0301")}, ""},
		{"Hebrew and Chinese names", []*annotate.Annotation{mark(t, "x", "person", "דובר"), mark(t, "y", "person", "王毅")}, ""},
		{"white space at an end", []*annotate.Annotation{mark(t, "x", "person", "Ana ")}, "white space"},
		{"the same words twice", []*annotate.Annotation{ana(), mark(t, "again", "person", "Ana Díaz")}, "already marked as person"},
		{"the same words as two types", []*annotate.Annotation{ana(), mark(t, "again", "role", "Ana Díaz")}, ""},
		{"an attribute that the type lacks", []*annotate.Annotation{ana().WithAttr("type", "direct")}, `no attribute "type"`},
		{"a value that the attribute lacks", []*annotate.Annotation{quote().WithAttr("type", "loud")}, "one of direct, mixed, indirect"},
		{"a role that the type lacks", []*annotate.Annotation{ana(), args(quote(), "place", "ana1")}, `no role "place"`},
		{"a filler of a wrong type", []*annotate.Annotation{mark(t, "p", "place", "Zürich"), args(quote(), "speaker", "p")}, "a place cannot be the speaker of a quote"},
		{"two speakers", []*annotate.Annotation{ana(), mark(t, "r", "org", "Reuters"), args(quote(), "speaker", "ana1", "speaker", "r")}, "only one speaker"},
		{"a filler that is not there", []*annotate.Annotation{args(quote(), "speaker", "gone")}, "not marked any more"},
		{"a cue inside its quote", []*annotate.Annotation{mark(t, "c", "cue", "will"), args(quote(), "cue", "c")}, "inside the quote"},
		{"a cue between the parts of its quote", []*annotate.Annotation{cue(), args(mark(t, "q", "quote", "“We will win,”", "“He said ‘never’ to me,”"), "cue", "cue")}, ""},
		{"an event about itself", []*annotate.Annotation{args(mark(t, "e", "contact.meet", "met"), "topic", "e")}, "argument of itself"},
		{"a speaker although there is none on purpose", []*annotate.Annotation{ana(), args(quote().WithAttr("no_source", "yes"), "speaker", "ana1")}, "remove one of the two"},
		{"an entity", []*annotate.Annotation{withEntity(ana(), "ana")}, ""},
		{"an entity that is not there", []*annotate.Annotation{withEntity(ana(), "nobody")}, "does not have"},
		{"an entity of another type", []*annotate.Annotation{withEntity(ana(), "zurich")}, "cannot refer to"},
		{"an entity of a date", []*annotate.Annotation{withEntity(mark(t, "d", "date", "Monday"), "ana")}, "does not refer to an entity"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := annotate.NewSet(document(speech), "ana", "", nil)
			err := set.Check(put(set, tt.put...), schema, known)
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && err == nil:
				t.Errorf("accepted; want a reason with %q", tt.want)
			case tt.want != "" && !strings.Contains(err.Error(), tt.want):
				t.Errorf("reason %q does not say %q", err, tt.want)
			}
			if set.Len() != 0 {
				t.Error("checking a change changed the set")
			}
		})
	}
}

func TestRemovingAFillerTakesItOutOfItsFrame(t *testing.T) {
	schema := smallSchema(t)
	set := annotate.NewSet(document(speech), "ana", "", nil)
	set.Apply(put(set, mark(t, "ana1", "person", "Ana Díaz"), args(mark(t, "q", "quote", "“We will win,”"), "speaker", "ana1")))

	d := set.Draft("Delete person")
	d.Remove("ana1")
	c := d.Change("ana", at)
	if err := set.Check(c, schema, nil); err != nil {
		t.Fatal(err)
	}
	set.Apply(c)
	if got := set.Get("q").Arg("speaker"); got != "" {
		t.Errorf("the quote still has speaker %q", got)
	}
	problems := set.Problems(schema, nil)
	if len(problems) != 1 || problems[0].Reason != "this quote has no speaker" {
		t.Errorf("problems are %v; want the missing speaker", problems)
	}
}

func TestRemovingAFillerAloneIsRefused(t *testing.T) {
	set := annotate.NewSet(document(speech), "ana", "", nil)
	ana := mark(t, "ana1", "person", "Ana Díaz")
	set.Apply(put(set, ana, args(mark(t, "q", "quote", "“We will win,”"), "speaker", "ana1")))
	c := &annotate.Change{Edits: []annotate.Edit{{Before: ana}}}
	if err := set.Check(c, smallSchema(t), nil); err == nil {
		t.Error("a quote may keep a speaker that is gone")
	}
}

func TestAChangeOfWhatChangedInTheMeantimeIsStale(t *testing.T) {
	set := annotate.NewSet(document(speech), "ana", "", nil)
	set.Apply(put(set, mark(t, "ana1", "person", "Ana Díaz")))
	d := set.Draft("Retype")
	b := set.Get("ana1").Clone()
	b.Type = "role"
	d.Put(b)
	late := d.Change("ana", at)
	other := set.Get("ana1").Clone()
	other.Note = "sure?"
	set.Apply(put(set, other))
	if err := set.Check(late, smallSchema(t), nil); err != annotate.ErrStale {
		t.Errorf("error %v, want ErrStale", err)
	}
}

func TestAnEntityInUseCannotBeRemoved(t *testing.T) {
	schema := smallSchema(t)
	known := entities{"ana": {ID: "ana", Type: "person", Name: "Ana Díaz"}}
	set := annotate.NewSet(document(speech), "ana", "", nil)
	a := mark(t, "ana1", "person", "Ana Díaz")
	a.Entity = "ana"
	set.Apply(put(set, a))
	d := set.Draft("Delete entity")
	d.RemoveEntity(known["ana"])
	if err := set.Check(d.Change("ana", at), schema, known); err == nil {
		t.Error("the mention would refer to nothing")
	}
	d = set.Draft("Retype entity")
	e := known["ana"].Clone()
	e.Type = "place"
	d.PutEntity(known["ana"], e)
	if err := set.Check(d.Change("ana", at), schema, known); err == nil {
		t.Error("a person mention would refer to a place")
	}
}
