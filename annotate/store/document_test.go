package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"quoth/annotate"
)

var sameDocument = cmpopts.IgnoreUnexported(annotate.Document{})

func TestDocumentComesBackAsItWas(t *testing.T) {
	p := newProject(t)
	text := "Überschrift 👩‍👩‍👧\n\n“שלום,” said 习近平.\r\nCafe\u0301 and café.\x00 End"
	d := &annotate.Document{
		ID: annotate.DocumentIDOf(text), Title: "Title with\ttab", Language: "de-AT", Text: text,
		Meta: map[string]string{annotate.MetaURL: "https://example.org/?a=1&b=2", "": "empty key", "x": ""},
		Blocks: []annotate.Block{
			{Kind: annotate.BlockHeading, Span: annotate.Span{Start: 0, End: strings.Index(text, "\n")}, Level: 2},
			{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: strings.Index(text, "“"), End: len(text)}},
		},
	}
	bare := article("", "No blocks, no metadata.")
	bare.Blocks = nil
	add(t, p, d, bare)
	p = reopen(t, p)
	for _, want := range []*annotate.Document{d, bare} {
		got, err := p.Document(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, sameDocument, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := p.Document(t.Context(), "0123"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown document: %v", err)
	}
	sound(t, p)
}

func TestSameArticleTwiceIsOneDocument(t *testing.T) {
	p := newProject(t)
	first := article("", "The quay was closed.")
	first.Meta = map[string]string{"url": "https://a.example", "byline": ""}
	again := article("Quay closed", first.Text)
	again.Language = "en"
	again.Meta = map[string]string{"url": "https://b.example", "byline": "Ana", "section": "News"}
	other := article("B", "Another text.")
	added := add(t, p, first, other, again, first)
	both := []annotate.DocumentID{first.ID, other.ID}
	if diff := cmp.Diff(Added{New: 2, Known: 2, IDs: both, Fresh: both}, added); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Added{Known: 1, IDs: both[:1]}, add(t, p, first)); diff != "" {
		t.Error(diff)
	}
	got, err := p.Document(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	full := article("Quay closed", first.Text)
	full.Language = "en"
	full.Meta = map[string]string{"url": "https://a.example", "byline": "Ana", "section": "News"}
	if diff := cmp.Diff(full, got, sameDocument); diff != "" {
		t.Error(diff)
	}
	// The title that came later is searched too.
	if list, err := p.Documents(t.Context(), Filter{Search: "quay closed"}); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	sound(t, p)
}

func TestDocumentThatIsNotItselfIsRefused(t *testing.T) {
	p := newProject(t)
	good := article("good", "Fine.")
	broken := map[string]*annotate.Document{
		"other identity":    {ID: "00", Title: "x", Text: "text"},
		"not UTF-8":         article("x", "caf\xe9"),
		"block past end":    {ID: annotate.DocumentIDOf("text"), Text: "text", Blocks: []annotate.Block{{Span: annotate.Span{Start: 0, End: 5}}}},
		"block before it":   {ID: annotate.DocumentIDOf("text"), Text: "text", Blocks: []annotate.Block{{Span: annotate.Span{Start: -1, End: 2}}}},
		"block cuts a rune": {ID: annotate.DocumentIDOf("é"), Text: "é", Blocks: []annotate.Block{{Span: annotate.Span{Start: 0, End: 1}}}},
	}
	for why, d := range broken {
		added, err := p.AddDocuments(t.Context(), slices.Values([]*annotate.Document{good, d}))
		if err == nil {
			t.Errorf("%s was taken", why)
		}
		if added.New+added.Known != 1 {
			t.Errorf("%s: what came before it was lost: %+v", why, added)
		}
	}
	if n, _ := p.CountDocuments(t.Context(), Filter{}); n != 1 {
		t.Errorf("%d documents", n)
	}
}

func TestManyDocumentsKeepTheirOrder(t *testing.T) {
	p := newProject(t)
	var docs []*annotate.Document
	for i := range 3*batchDocuments + 7 {
		docs = append(docs, article(fmt.Sprintf("Title %d", i), fmt.Sprintf("Text number %d.", i)))
	}
	docs = append(docs, article("Long", strings.Repeat("long ", batchBytes/4)))
	added := add(t, p, docs...)
	if added.New != len(docs) {
		t.Errorf("%d new", added.New)
	}
	list, err := p.Documents(t.Context(), Filter{})
	if err != nil || len(list) != len(docs) {
		t.Fatalf("%d, %v", len(list), err)
	}
	for i, s := range list {
		if s.ID != docs[i].ID || added.IDs[i] != s.ID || s.Size != len(docs[i].Text) {
			t.Fatalf("place %d holds %q", i, s.Title)
		}
	}
}

func TestDocumentIsRemovedOnlyWithoutAnnotations(t *testing.T) {
	p := newProject(t)
	ctx := t.Context()
	d := article("Quay", "Peskov said hello.")
	add(t, p, article("A", "before"), d)
	s := setOf(t, p, d, "ana")
	person := &annotate.Entity{ID: annotate.NewID(), Type: "person", Name: "Dmitry Peskov"}
	done := commit(t, p, s, "Mark", func(dr *annotate.Draft) {
		dr.PutEntity(nil, person)
		a := mark("person", 0, 6)
		a.Entity = person.ID
		dr.Put(a)
		dr.SetState(annotate.StateDone)
	})
	if err := p.RemoveDocument(ctx, d.ID); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "ana") {
		t.Errorf("with annotations: %v", err)
	}
	if _, err := p.Document(ctx, d.ID); err != nil {
		t.Error(err)
	}
	commit(t, p, s, "Remove", func(dr *annotate.Draft) { dr.Remove(done.Edits[1].After.ID) })
	if err := p.RemoveDocument(ctx, d.ID); err != nil {
		t.Fatal(err)
	}
	if err := p.RemoveDocument(ctx, d.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("again: %v", err)
	}
	if list, _ := p.Documents(ctx, Filter{Search: "Peskov"}); len(list) != 0 {
		t.Error("it is still found")
	}
	sound(t, p)
	if added := add(t, p, d); added.New != 1 {
		t.Errorf("back again: %+v", added)
	}
	if got := setOf(t, p, d, "ana").State(); got != annotate.StateDone {
		t.Errorf("back again it is %q", got)
	}
	sound(t, p)
}

// A stranger can have written a journal that removes what was never made, or that ends otherwise than
// the journal of a document that was removed can.
func TestDocumentWithADamagedJournalDoesNotComeBack(t *testing.T) {
	for damage, says := range map[string]string{
		`DELETE FROM changes WHERE seq = 1`: "the journal before it does not",
		`DELETE FROM changes WHERE seq = 2`: "ends with 1 annotations",
		`UPDATE changes SET edits = '[{"state_after":"finished"}]' WHERE seq = 2; DELETE FROM changes WHERE seq = 1`: "not a state",
	} {
		p := newProject(t)
		d := article("A", "Peskov said hello.")
		add(t, p, d)
		s := setOf(t, p, d, "ana")
		a := mark("person", 0, 6)
		commit(t, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(a) })
		commit(t, p, s, "Remove", func(dr *annotate.Draft) { dr.Remove(a.ID) })
		if err := p.RemoveDocument(t.Context(), d.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := p.writer.Exec(damage); err != nil {
			t.Fatal(err)
		}
		_, err := p.AddDocuments(t.Context(), slices.Values([]*annotate.Document{d}))
		if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v, want ErrDamaged that says %q", damage, err, says)
		}
		if n, err := p.CountDocuments(t.Context(), Filter{}); n != 0 || err != nil {
			t.Errorf("%s: %d documents were added, %v", damage, n, err)
		}
	}
}

func TestAnAddingThatIsStoppedLeavesNothing(t *testing.T) {
	p := newProject(t)
	text := strings.Repeat("The ferry to Eidvåg was closed on Monday. ", 5*indexedPart/2/42)
	long := article("Long", text)
	list := func(search string) int {
		t.Helper()
		found, err := p.Documents(t.Context(), Filter{Search: search})
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	steps := 0
	for stop := 1; ; stop++ {
		ctx, cancel := context.WithCancel(t.Context())
		var told []float64
		added, err := p.AddDocumentsTelling(ctx, slices.Values([]*annotate.Document{long}), func(share float64) {
			if told = append(told, share); len(told) == stop {
				cancel()
			}
		})
		cancel()
		if !slices.IsSorted(told) {
			t.Fatalf("told %v", told)
		}
		if err == nil {
			steps = len(told)
			break
		}
		if !errors.Is(err, context.Canceled) || added.New != 0 || list("") != 0 || list("eidvag") != 0 {
			t.Fatalf("stopped at %v: %+v, %v, %d articles", told, added, err, list(""))
		}
	}
	if steps < 4 || list("") != 1 || list("eidvag monday") != 1 {
		t.Errorf("after %d steps there are %d articles, %d of them found", steps, list(""), list("eidvag monday"))
	}
	sound(t, reopen(t, p))
}
