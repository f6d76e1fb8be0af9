package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"quoth/annotate"
)

// FuzzOpenDamaged overwrites a part of a project file, cuts it, and uses what is left. Whatever
// happens must be an error or a result, and a file that does not open must stay as it was.
func FuzzOpenDamaged(f *testing.F) {
	path, _ := annotated(f)
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte{0}, uint32(0))
	f.Add(uint32(18), []byte{1, 1}, uint32(0))              // not in WAL mode
	f.Add(uint32(16), []byte{0x02, 0x00}, uint32(0))        // other page size
	f.Add(uint32(28), []byte{0xff, 0xff}, uint32(0))        // pages that are not there
	f.Add(uint32(60), []byte{0, 0, 0, 9}, uint32(0))        // user version
	f.Add(uint32(100), []byte{0xff, 0xff, 0xff}, uint32(0)) // the table of tables
	f.Add(uint32(4096), []byte("\x00\x00\x00"), uint32(0))  // the second page
	f.Add(uint32(0), []byte{}, uint32(100))                 // only the header
	f.Add(uint32(0), []byte{}, uint32(len(whole)/2))        // half of it
	f.Add(uint32(0), []byte{}, uint32(len(whole)-1))        // all but a byte
	for at := 512; at < len(whole); at += 1499 {
		f.Add(uint32(at), []byte{0xa5, 0x00, 0xff, 0x7f}, uint32(0))
	}
	f.Fuzz(func(t *testing.T, at uint32, bytes []byte, cut uint32) {
		damaged := slices.Clone(whole)
		copy(damaged[int(at)%len(damaged):], bytes)
		if cut > 0 {
			damaged = damaged[:int(cut)%len(damaged)]
		}
		path := filepath.Join(t.TempDir(), "damaged.quoth")
		if err := os.WriteFile(path, damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		if r, err := OpenReadOnly(t.Context(), path); err == nil {
			useAll(t, r)
			r.Close()
		}
		p, err := Open(t.Context(), path)
		if err != nil {
			if after, _ := os.ReadFile(path); !slices.Equal(after, damaged) {
				t.Errorf("the file was changed although it did not open: %v", err)
			}
			return
		}
		useAll(t, p)
		p.Close()
	})
}

// FuzzDecode reads the columns that are written as JSON. What can be read is what is written again.
func FuzzDecode(f *testing.F) {
	edits, err := encodeEdits([]annotate.Edit{{After: mark("cue", 7, 11)},
		{DecisionAfter: annotate.DecisionAbout("rules", mark("cue", 7, 11), annotate.VerdictRejected, "")},
		{CommentBefore: &annotate.Comment{ID: "c", Annotator: "ana", About: "a", Author: "Ben", Time: noon, Text: "שלום", Standing: annotate.StandingOpen}},
		{StateBefore: annotate.StateNew, StateAfter: annotate.StateDone}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(edits)
	f.Add(`[{"after":{"id":"1","spans":[[5,2],[-1,9223372036854775807]],"args":[{"role":"r","target":"1"}],"origin":{"score":1e308}}}]`)
	f.Add(`[{"kind":"title","start":0,"end":3,"level":-1}]`)
	f.Fuzz(func(t *testing.T, text string) {
		if edits, err := decodeEdits("edits", text); err == nil {
			once, err := encodeEdits(edits)
			if err != nil {
				t.Fatalf("what was read cannot be written: %v", err)
			}
			again, err := decodeEdits("edits", once)
			if err != nil {
				t.Fatalf("what was written cannot be read: %v", err)
			}
			if twice, _ := encodeEdits(again); twice != once {
				t.Fatalf("%s became %s", once, twice)
			}
		}
		if blocks, err := decodeBlocks(text); err == nil {
			if _, err := encodeBlocks(blocks); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// useAll calls everything that reads, and a little that writes. Errors are fine.
func useAll(t *testing.T, p *Project) {
	ctx := t.Context()
	p.Check(ctx, nil)
	p.Entities(ctx)
	p.Annotators(ctx)
	p.Decisions(ctx, Asked{})
	p.Comments(ctx, Asked{})
	p.Activity(ctx)
	p.CountStates(ctx, "ana")
	p.Documents(ctx, Filter{Annotator: "ana", Search: "peskov"})
	for set, err := range p.Sets(ctx, Selection{}) {
		if err != nil {
			break
		}
		for a := range set.All() {
			set.Document.Surface(a.Spans)
		}
		set.Document.Offsets()
		p.Changes(ctx, set.Document.ID, set.Annotator)
		d := set.Draft("Mark")
		d.Put(mark("cue", 7, 11))
		p.Commit(ctx, d.Change("Ana", noon))
	}
	docs := []*annotate.Document{article("new", "A new text.")}
	p.AddDocuments(ctx, slices.Values(docs))
}

func TestDamageFoundAfterAnUncleanEndIsSaid(t *testing.T) {
	p := newProject(t)
	var docs []*annotate.Document
	for i := range 200 {
		docs = append(docs, article(fmt.Sprint(i), fmt.Sprintf("Text number %d.", i)))
	}
	add(t, p, docs...)
	p.Close()
	whole, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	for page := 4096; page+4096 <= len(whole); page += 4096 {
		copy(whole[page:], "damage damage damage")
	}
	os.WriteFile(p.Path(), whole, 0o644)
	os.WriteFile(p.Path()+"-wal", []byte("the program did not end well"), 0o644)
	_, err = Open(t.Context(), p.Path())
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if after, _ := os.ReadFile(p.Path()); !slices.Equal(after, whole) {
		t.Error("the damaged file was changed")
	}
}
