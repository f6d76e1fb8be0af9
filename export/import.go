package export

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Target is a project that records are brought into.
type Target interface {
	Schema() *annotate.Schema
	AddDocuments(context.Context, iter.Seq[*annotate.Document]) (store.Added, error)
	Document(context.Context, annotate.DocumentID) (*annotate.Document, error)
	Set(context.Context, *annotate.Document, annotate.AnnotatorID) (*annotate.Set, error)
	EntitiesOf(context.Context, []annotate.ID) (map[annotate.ID]*annotate.Entity, error)
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

	// Dry says that nothing is written: Trouble is told all that would be.
	Dry bool

	// Trouble is told what was not done as the records said, in their order: *[Refused] for a record
	// that stayed out, *[EntityDiffers] for an entity that was kept or replaced, *[DocumentDiffers] for
	// what is said of a text that the project describes otherwise, and the errors of the records
	// themselves. It may be nil.
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
	Described int // documents that the project describes otherwise
}

// Import brings records into a project. Each becomes one change to one set, with the document and the
// entities that it needs. A record is refused, and the others go on, where it breaks a rule of the
// schema, or where the set is there already and says something else; a set that is there and says the
// same is left alone. An import that was stopped can be run again. A text that the project has keeps
// the title, the blocks and the metadata that it has there, and gets those that it lacks.
//
// The error says that the project could not be read or written, or that ctx was cancelled; the report
// is true also then.
func Import(ctx context.Context, p Target, records iter.Seq2[*Record, error], opts ImportOptions) (Report, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	im := &importer{project: p, schema: p.Schema(), opts: opts, entities: map[annotate.ID]*annotate.Entity{}, able: map[annotate.ID][]string{}, described: map[annotate.DocumentID]bool{}, planned: map[setKey]planned{}}
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

	// entities are those of the project as the batch will leave it, as far as they were asked for; nil where it has none.
	entities map[annotate.ID]*annotate.Entity
	// able holds, of entities that were made here and whose files say no type, the types that their mentions so far
	// allow, where these are several.
	able map[annotate.ID][]string
	// described holds the documents of which it was told that the project describes them otherwise.
	described map[annotate.DocumentID]bool
	// planned holds what a dry import would have written by now, as later records of the same sets would find it.
	planned map[setKey]planned
}

// setKey names a set.
type setKey struct {
	document  annotate.DocumentID
	annotator annotate.AnnotatorID
}

// planned is a set that would be written. It is known by its digest, for there may be any number.
type planned struct {
	digest string
	where  string
}

// mostEntities is how many entities of the project are held in memory from batch to batch.
const mostEntities = 1 << 14

// readEntities reads the entities that records name, as far as they are not known. What a dry import would have made is
// not forgotten.
func (im *importer) readEntities(ctx context.Context, batch []*Record) error {
	if len(im.entities) > mostEntities && !im.opts.Dry {
		clear(im.entities)
	}
	var ids []annotate.ID
	need := func(id annotate.ID) {
		if _, known := im.entities[id]; !known && id != "" {
			im.entities[id] = nil
			ids = append(ids, id)
		}
	}
	for _, r := range batch {
		for _, e := range r.Entities {
			need(e.ID)
		}
		for _, a := range r.Annotations {
			need(a.Entity)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	read, err := im.project.EntitiesOf(ctx, ids)
	maps.Copy(im.entities, read)
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
	if err := im.readEntities(ctx, batch); err != nil {
		return err
	}
	plans, err := im.plan(ctx, batch)
	if err != nil {
		return err
	}
	if im.opts.Dry {
		im.settle(plans)
		return nil
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
		clear(im.entities)
		return nil
	}
	for _, r := range batch {
		clear(im.entities)
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
		if d := p.described; d != nil && !im.described[d.Project.ID] {
			im.described[d.Project.ID] = true
			im.report.Described++
			im.trouble(d)
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
