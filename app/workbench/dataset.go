package workbench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/annotate/store"
	"quoth/export"
	"quoth/export/formats"
)

// ExportChoice is what the person asks of an export.
type ExportChoice struct {
	Format     string                 // name of a format
	Annotators []annotate.AnnotatorID // empty: all
	States     []annotate.State       // empty: all
	Lean       bool                   // without what only repeats the annotations
	Path       string
}

func (c ExportChoice) selection() export.Selection {
	return export.Selection{Annotators: c.Annotators, States: c.States}
}

// ExportPreview is what an export would give.
type ExportPreview struct {
	Count  int      // records
	First  string   // the first record, laid out for reading
	Losses []string // what the format cannot hold
	Err    error
}

// Formats lists the formats of datasets, the native one first.
func (b *Bench) Formats() []*export.Format { return formats.All }

// Annotators lists whose sets the project has, as far as the person may know.
func (b *Bench) Annotators() []annotate.AnnotatorID {
	if b.project == nil {
		return nil
	}
	all, err := b.project.Annotators(b.context())
	if err != nil {
		b.act(func() { b.fail(err) })
	}
	blind := b.BlindIn() > 0
	var out []annotate.AnnotatorID
	for _, a := range all {
		if !blind || a.ID == b.Annotator() {
			out = append(out, a.ID)
		}
	}
	return out
}

// allowed leaves of a choice what the person may see: who is blind in some article, only their own sets.
func (b *Bench) allowed(c ExportChoice) ExportChoice {
	if b.project != nil && b.BlindIn() > 0 {
		c.Annotators = []annotate.AnnotatorID{b.Annotator()}
	}
	return c
}

// ExportPreview finds out in the background what an export would give, and hands it to done on the
// window's goroutine. Where it is asked again before that, only the last answer is handed over.
func (b *Bench) ExportPreview(c ExportChoice, done func(ExportPreview)) {
	if b.project == nil {
		done(ExportPreview{Err: errNoProject})
		return
	}
	b.stopPreview()
	p, c := b.project, b.allowed(c)
	ctx, cancel := context.WithCancel(context.Background())
	b.stopLook = cancel
	mine := b.previewing
	b.looks.Add(1)
	b.config.Go(func() {
		preview := previewOf(ctx, p, c)
		b.looks.Done()
		b.config.Do(func() {
			if mine == b.previewing {
				done(preview)
			}
		})
	})
}

// stopPreview ends the preview under way; its answer is not handed over any more.
func (b *Bench) stopPreview() {
	b.previewing++
	if b.stopLook != nil {
		b.stopLook()
		b.stopLook = nil
	}
}

func previewOf(ctx context.Context, p *store.Project, c ExportChoice) ExportPreview {
	var v ExportPreview
	format, err := formats.All.Named(c.Format)
	if err != nil {
		return ExportPreview{Err: err}
	}
	for _, l := range format.Loses(p.Schema()) {
		v.Losses = append(v.Losses, l.String())
	}
	if v.Count, v.Err = export.Count(ctx, p, c.selection()); v.Err != nil || v.Count == 0 {
		return v
	}
	var out bytes.Buffer
	v.Err = format.Write(ctx, &out, first(export.Records(ctx, p, c.selection())), export.Options{Schema: p.Schema(), Lean: c.Lean})
	var pretty bytes.Buffer
	if json.Indent(&pretty, out.Bytes(), "", "  ") == nil {
		v.First = pretty.String()
	} else {
		v.First = out.String()
	}
	return v
}

func first(records iter.Seq2[*export.Record, error]) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for r, err := range records {
			yield(r, err)
			return
		}
	}
}

// Export writes a dataset in the background. The file appears when it is complete.
func (b *Bench) Export(c ExportChoice) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		p, c := b.project, b.allowed(c)
		var n int
		b.start("Exporting "+filepath.Base(c.Path), func(ctx context.Context, tell progress) error {
			var err error
			n, err = exportTo(ctx, p, c, tell)
			return err
		}, func(err error) {
			if !b.wentWrong("no dataset was written", err) {
				b.say("%s in %s", count(n, "record", "records"), c.Path)
			}
		})
	})
}

func exportTo(ctx context.Context, p *store.Project, c ExportChoice, tell progress) (int, error) {
	format, err := formats.All.Named(c.Format)
	if err != nil {
		return 0, err
	}
	total, err := export.Count(ctx, p, c.selection())
	if err != nil {
		return 0, err
	}
	if total == 0 {
		return 0, errors.New("nothing is chosen, so nothing was written; take more annotators or states")
	}
	n := 0
	counted := func(yield func(*export.Record, error) bool) {
		for r, err := range export.Records(ctx, p, c.selection()) {
			if n++; err == nil {
				tell(int64(n), int64(total), r.Document.Title)
			}
			if !yield(r, err) {
				return
			}
		}
	}
	err = export.ToFile(c.Path, func(w io.Writer) error {
		return format.Write(ctx, w, counted, export.Options{Schema: p.Schema(), Lean: c.Lean})
	})
	return n, err
}

// ImportDataset reads labelled data into the project, in the background. What does not fit is left
// out and said; the rest comes in.
func (b *Bench) ImportDataset(paths []string) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		p := b.project
		var report export.Report
		var trouble []error
		author := b.author()
		b.start("Importing", func(ctx context.Context, tell progress) error {
			in := newIntake(tell, paths, "record", "records")
			for _, path := range paths {
				in.begin(path)
				r, err := importFile(ctx, p, in, path, author, func(err error) { trouble = append(trouble, err) })
				addReport(&report, r)
				if err != nil {
					return err
				}
			}
			return nil
		}, func(err error) { b.reportImported(report, trouble, err) })
	})
}

// addReport sums what came in.
func addReport(sum *export.Report, r export.Report) {
	sum.Records += r.Records
	sum.Sets += r.Sets
	sum.Unchanged += r.Unchanged
	sum.Documents += r.Documents
	sum.Refused += r.Refused
	sum.Entities += r.Entities
	sum.Differing += r.Differing
	sum.Described += r.Described
}

// imported says what came in.
func imported(r export.Report) string {
	text := count(r.Sets, "set", "sets") + " imported, " + count(r.Documents, "new article", "new articles")
	if r.Unchanged > 0 {
		text += fmt.Sprintf(", %d already here", r.Unchanged)
	}
	return text
}

// isDataset reports whether a file is labelled data rather than articles.
func isDataset(path string) bool {
	if k := ingest.KindOf(path); k != ingest.JSON && k != ingest.JSONLines {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false // reading it as an article says why
	}
	defer f.Close()
	_, _, err = formats.All.Detect(path, f)
	return err == nil
}

func importFile(ctx context.Context, p *store.Project, from *intake, path, author string, trouble func(error)) (export.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return export.Report{}, err
	}
	defer f.Close()
	name := filepath.Base(path)
	format, in, err := formats.All.Detect(name, from.Reader(f))
	if err != nil {
		return export.Report{}, err
	}
	records := format.Read(ctx, name, in)
	return export.Import(ctx, p, records, export.ImportOptions{
		Title: "Import " + name, Author: author, Trouble: trouble, Progress: func(r export.Report) { from.came(r.Records) },
	})
}

// reportImported shows what came in, also where an error or the person ended it half way.
func (b *Bench) reportImported(r export.Report, trouble []error, err error) {
	b.showImported()
	text := imported(r)
	switch {
	case errors.Is(err, context.Canceled):
		b.say("Cancelled. %s", text)
	case err != nil:
		b.fail(fmt.Errorf("%w. %s", err, text))
	case len(trouble) > 0:
		b.fail(fmt.Errorf("%s. %s: %w", text, count(len(trouble), "problem", "problems"), trouble[0]))
	default:
		b.say("%s", text)
	}
}

// showImported brings entities, queue and the open article in step with the project.
func (b *Bench) showImported() {
	if err := b.catchUp(); err != nil {
		b.fail(err)
		return
	}
	b.queue.stale()
	b.touch(QueueChanged | EntitiesChanged)
	if b.doc != nil {
		b.refreshSet()
		b.refreshBeside()
	} else if s, ok := b.queue.At(0); ok {
		b.OpenDocument(s.ID)
	}
}

// refreshSet reads the open article's set again where something else changed it. The place on screen
// stays.
func (b *Bench) refreshSet() {
	history := b.readHistory(b.doc.ID, b.set.Annotator)
	if history.Newest() == b.history.Newest() {
		return
	}
	b.stopReading()
	set, err := b.project.Set(b.context(), b.doc, b.set.Annotator)
	if err == nil {
		err = known(set, b.Schema())
	}
	if err != nil {
		b.closeDocument() // what is in memory is no longer what is on disk
		b.fail(err)
		return
	}
	b.leaveMode()
	b.set, b.history, b.surfaces = set, history, nil
	if b.Current() == nil {
		b.pick("")
	}
	b.heard()
	if b.review != nil {
		b.review.look()
	}
	b.touch(SetChanged | StatusChanged)
}
