package export

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Target is a project that records are brought into.
type Target interface {
	Schema() *annotate.Schema
	AddDocuments(context.Context, iter.Seq[*annotate.Document]) (store.Added, error)
	Set(context.Context, *annotate.Document, annotate.AnnotatorID) (*annotate.Set, error)
	EntitiesByID(context.Context) (map[annotate.ID]*annotate.Entity, error)
	CommitAll(context.Context, []*annotate.Change) error
}

// ImportOptions are the choices of a person who brings a dataset in.
type ImportOptions struct {
	Title  string           // of the changes in the journal: "Import news.jsonl"
	Author string           // who brings it in
	Now    func() time.Time // time.Now where nil

	// As is the annotator whose sets the records become; "" keeps the records' own. An annotation
	// whose origin was the record's annotator then says so.
	As annotate.AnnotatorID

	// TakeEntities says that where the project has an entity under the same identity that says
	// something else, the record's replaces it. Otherwise the project's is kept.
	TakeEntities bool

	// Trouble is told what was not done as the records said, in their order: *[Refused] for a record
	// that stayed out, *[EntityDiffers] for an entity that was kept or replaced, and the errors of the
	// records themselves. It may be nil.
	Trouble func(error)

	// Progress is told after every handful of records how far it is. It may be nil.
	Progress func(Report)
}

// Report counts what an import did.
type Report struct {
	Records   int // read, good or not
	Sets      int // written
	Unchanged int // sets that the project already had, exactly so
	Documents int // new to the project
	Entities  int // new to the project
	Refused   int // records that stayed out
	Differing int // entities that the project has otherwise
}

// Refused is a record that stayed out, and why. Nothing of it was written.
type Refused struct {
	Where   string // "news.jsonl:12"
	Reasons []error
}

func (r *Refused) Error() string {
	lines := make([]string, len(r.Reasons))
	for i, err := range r.Reasons {
		lines[i] = fmt.Sprintf("%s: %v", r.Where, err)
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the reasons.
func (r *Refused) Unwrap() []error { return r.Reasons }

// EntityDiffers says that a record and the project describe an entity differently.
type EntityDiffers struct {
	Where           string
	Project, Record *annotate.Entity
	Kept            bool // the project's stays
}

func (e *EntityDiffers) Error() string {
	done := "the project's is replaced"
	if e.Kept {
		done = "the project's is kept. If they are two, give one of them another id in the file; to take the file's, import with --entities take"
	}
	return fmt.Sprintf("%s: entity %q is %s here and %s in the project; %s", e.Where, e.Record.ID, describe(e.Record), describe(e.Project), done)
}

func describe(e *annotate.Entity) string {
	s := fmt.Sprintf("%q (%s", e.Name, e.Type)
	for _, a := range e.Aliases {
		s += fmt.Sprintf(", also %q", a)
	}
	for _, k := range slices.Sorted(maps.Keys(e.IDs)) {
		s += fmt.Sprintf(", %s %s", k, e.IDs[k])
	}
	if e.Note != "" {
		s += fmt.Sprintf(", note %q", e.Note)
	}
	return s + ")"
}

// Import brings records into a project. Each becomes one change to one set, with the document and the
// entities that it needs. A record is refused, and the others go on, where it breaks a rule of the
// schema, or where the set is there already and says something else; a set that is there and says the
// same is left alone. An import that was stopped can be run again.
//
// The error says that the project could not be read or written, or that ctx was cancelled; the report
// is true also then.
func Import(ctx context.Context, p Target, records iter.Seq2[*Record, error], opts ImportOptions) (Report, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	im := &importer{project: p, schema: p.Schema(), opts: opts}
	if err := im.loadEntities(ctx); err != nil {
		return im.report, err
	}
	var batch []*Record
	size := 0
	for r, err := range records {
		if ctx.Err() != nil {
			return im.report, ctx.Err()
		}
		im.report.Records++
		if err != nil {
			im.report.Refused++
			im.trouble(err)
			continue
		}
		if size += len(r.Document.Text); len(batch) == batchRecords || size > batchBytes || im.holds(batch, r) {
			if err := im.write(ctx, batch); err != nil {
				return im.report, err
			}
			batch, size = batch[:0], len(r.Document.Text)
		}
		batch = append(batch, r)
	}
	err := im.write(ctx, batch)
	if err == nil {
		err = ctx.Err()
	}
	return im.report, err
}

// A batch is written in one transaction: waiting for the disk once for each record would take most of
// the time.
const (
	batchRecords = 200
	batchBytes   = 8 << 20
)

type importer struct {
	project Target
	schema  *annotate.Schema
	opts    ImportOptions
	report  Report

	// entities are those of the project as the batch will leave it.
	entities map[annotate.ID]*annotate.Entity
}

// Entity makes the importer an [annotate.EntitySource].
func (im *importer) Entity(id annotate.ID) *annotate.Entity { return im.entities[id] }

func (im *importer) loadEntities(ctx context.Context) (err error) {
	im.entities, err = im.project.EntitiesByID(ctx)
	return err
}

func (im *importer) trouble(err error) {
	if im.opts.Trouble != nil {
		im.opts.Trouble(err)
	}
}

func (im *importer) annotator(r *Record) annotate.AnnotatorID {
	if im.opts.As != "" {
		return im.opts.As
	}
	return r.Annotator
}

// holds reports whether the batch already has a record of the same set: the later one must see what
// the earlier one left.
func (im *importer) holds(batch []*Record, r *Record) bool {
	return slices.ContainsFunc(batch, func(b *Record) bool {
		return b.Document.ID == r.Document.ID && im.annotator(b) == im.annotator(r)
	})
}

// write writes a batch of records in one transaction. Where something else changed the project in
// between, it writes them one by one, so that only those that no longer fit are refused.
func (im *importer) write(ctx context.Context, batch []*Record) error {
	plans, err := im.plan(ctx, batch)
	if err != nil {
		return err
	}
	err = im.commit(ctx, plans)
	switch {
	case err == nil:
		im.settle(plans)
		return nil
	case !errors.Is(err, store.ErrConflict):
		return err
	case len(batch) == 1:
		plans[0].refuse(err)
		im.settle(plans)
		return im.loadEntities(ctx)
	}
	for _, r := range batch {
		if err := im.loadEntities(ctx); err != nil {
			return err
		}
		if err := im.write(ctx, []*Record{r}); err != nil {
			return err
		}
	}
	return nil
}

// commit writes the documents and changes of the plans that stand.
func (im *importer) commit(ctx context.Context, plans []*plan) error {
	var documents []*annotate.Document
	var changes []*annotate.Change
	for _, p := range plans {
		if p.refused != nil {
			continue
		}
		documents = append(documents, p.record.Document)
		if p.change != nil {
			changes = append(changes, p.change)
		}
	}
	if len(documents) > 0 {
		added, err := im.project.AddDocuments(ctx, slices.Values(documents))
		im.report.Documents += added.New
		if err != nil {
			return err
		}
	}
	if len(changes) > 0 {
		return im.project.CommitAll(ctx, changes)
	}
	return nil
}

// settle counts what became of the plans, and tells the troubles.
func (im *importer) settle(plans []*plan) {
	for _, p := range plans {
		if p.refused != nil {
			im.report.Refused++
			im.trouble(p.refused)
			continue
		}
		for _, d := range p.differing {
			im.report.Differing++
			im.trouble(d)
		}
		im.report.Entities += p.entities
		switch {
		case p.unchanged:
			im.report.Unchanged++
		case p.set:
			im.report.Sets++
		}
	}
	if im.opts.Progress != nil {
		im.opts.Progress(im.report)
	}
}
