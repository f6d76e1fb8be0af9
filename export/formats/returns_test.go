package formats_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/assets"
	"quoth/export"
	"quoth/export/formats"
	"quoth/export/formattest"
)

// What a project exports, in whichever format, an empty project of the same schema takes in again: equal, or with the
// losses that were told.
func TestWhatIsExportedComesInAgain(t *testing.T) {
	news, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	sample, err := formats.All.Named("jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		schema  *annotate.Schema
		records []*export.Record
	}{
		{"the sample", news, formattest.Read(t, sample, assets.Sample)},
		{"quotes and events of all sorts", formattest.Schema(), drawn(40)},
	} {
		t.Run(c.name, func(t *testing.T) {
			first := emptyProject(t, c.schema)
			importInto(t, first, formattest.Sequence(c.records), "")
			records := formattest.Collect(t, export.Records(t.Context(), first, export.Selection{}))
			if len(records) == 0 {
				t.Fatal("the project has nothing to export")
			}
			types := map[annotate.ID]string{}
			for _, r := range records {
				for _, e := range r.Entities {
					types[e.ID] = e.Type
				}
			}
			for _, f := range formats.All {
				if f.Reads() {
					t.Run(f.Name, func(t *testing.T) { returns(t, f, c.schema, records, types) })
				}
			}
		})
	}
}

// returns checks that records come back by way of a file and a project, entities with the types that they had.
func returns(t *testing.T, f *export.Format, schema *annotate.Schema, records []*export.Record, types map[annotate.ID]string) {
	texts := map[annotate.DocumentID]bool{} // as the format has them: of tokens, two may be the same
	records = slices.DeleteFunc(slices.Clone(records), func(r *export.Record) bool {
		id := f.Keep(r, schema).Document.ID
		again := texts[id]
		texts[id] = true
		return again
	})
	path := filepath.Join(t.TempDir(), "out."+f.Extensions[0])
	if err := f.WriteTo(t.Context(), path, formattest.Sequence(records), export.Options{Schema: schema}); err != nil {
		t.Fatal(err)
	}
	in, err := formats.All.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if in.Format != f {
		t.Fatalf("it is taken for %s", in.Format.Title)
	}
	read := in.Records(t.Context())
	var foreign export.Types // to the schema
	for r, err := range read {
		if err == nil {
			foreign.Add(r)
		}
	}
	mapping := &export.Map{}
	if f.Name == "citron" { // which says that types of speakers are to be mapped
		if mapping, err = export.ParseMap("map.yaml", foreign.Propose(schema)); err != nil {
			t.Fatal(err)
		}
	}
	var as annotate.AnnotatorID
	if !f.Holds.Annotator {
		as = "ana"
	}
	second := emptyProject(t, schema)
	importInto(t, second, mapping.Records(read), as)

	names := map[annotate.ID]string{} // where they are the words of the first mention, the first record says them
	held := *f
	held.Shape = func(r *export.Record, schema *annotate.Schema) *export.Record {
		if f.Shape != nil {
			r = f.Shape(r, schema)
		}
		c := *mapping.Record(r)
		if c.Annotator == "" && len(c.Annotations) > 0 {
			c.Annotator = as
		}
		for i, e := range c.Entities {
			if names[e.ID] == "" {
				names[e.ID] = e.Name
			}
			c.Entities[i] = e.Clone()
			c.Entities[i].Type, c.Entities[i].Name = types[e.ID], names[e.ID]
		}
		return &c
	}
	cert, err := held.Verify(t.Context(), formattest.Sequence(records), export.Records(t.Context(), second, export.Selection{Unmarked: true}), schema)
	if err != nil {
		t.Fatal(err)
	}
	if !cert.Sound() {
		t.Errorf("of %d records, otherwise than told: %v", cert.Records, cert.Wrong[:min(5, len(cert.Wrong))])
	}
}

// drawn returns records of many sorts, each of another text.
func drawn(n int) []*export.Record {
	var out []*export.Record
	met := map[annotate.DocumentID]bool{}
	for seed := range n {
		r := formattest.Records().Example(seed)
		if !met[r.Document.ID] {
			met[r.Document.ID] = true
			out = append(out, r)
		}
	}
	return out
}

func emptyProject(t *testing.T, schema *annotate.Schema) *store.Project {
	t.Helper()
	p, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "p.quoth"), schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// importInto brings records into a project, without any trouble.
func importInto(t *testing.T, p *store.Project, records func(func(*export.Record, error) bool), as annotate.AnnotatorID) {
	t.Helper()
	var told []error
	report, err := export.Import(context.Background(), p, records, export.ImportOptions{
		Title: "Import", Author: "test", As: as, Trouble: func(err error) {
			var other *export.EntityDiffers
			if !errors.As(err, &other) {
				told = append(told, err)
			}
		},
	})
	if err != nil || len(told) > 0 {
		t.Fatalf("%+v, %v, %d told: %v", report, err, len(told), told[:min(5, len(told))])
	}
}
