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
	"strings"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/annotate/store"
	"quoth/app/figures"
	"quoth/export"
	"quoth/export/formats"
	"quoth/export/release"
)

// ExportChoice is what the person asks of an export.
type ExportChoice struct {
	Format     string                 // name of a format
	Annotators []annotate.AnnotatorID // empty: all
	States     []annotate.State       // empty: all
	Lean       bool                   // without what only repeats the annotations
	Choices    map[string]string      // about the format; what is not chosen is as usual
	Parts      []release.Part         // to divide the articles into; none: one dataset
	Together   []release.By           // what keeps articles in one part
	Card       bool                   // with a card, charts and a manifest, in a folder
	Licence    string                 // for the card
	Source     string                 // for the card: where the articles come from
	Path       string
}

// release reports whether a folder with a card is asked for, not a dataset alone.
func (c ExportChoice) release() bool { return c.Card || len(c.Parts) > 0 }

// Folder reports whether the choice makes a folder, not a file.
func (c ExportChoice) Folder() bool {
	f, err := formats.All.Named(c.Format)
	return c.release() || err == nil && f.Many()
}

// format returns the format under the choices.
func (c ExportChoice) format() (*export.Format, error) {
	f, err := formats.All.Named(c.Format)
	if err != nil {
		return nil, err
	}
	return f.With(c.Choices)
}

func (c ExportChoice) selection() export.Selection {
	return export.Selection{Annotators: c.Annotators, States: c.States}
}

// ExportPreview is what an export would give.
type ExportPreview struct {
	Count  int      // records
	First  string   // the first record, laid out for reading
	Losses []string // what the format cannot hold
	Items  []string // what of the first records would be left out, one by one
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
	format, err := c.format()
	if err != nil {
		return ExportPreview{Err: err}
	}
	for _, l := range format.Loses(p.Schema()) {
		v.Losses = append(v.Losses, l.String())
	}
	if v.Count, v.Err = export.Count(ctx, p, c.selection()); v.Err != nil || v.Count == 0 {
		return v
	}
	opts := export.Options{Schema: p.Schema(), Lean: c.Lean}
	records := first(export.Records(ctx, p, c.selection()))
	if format.Many() {
		v.First, v.Err = firstFile(ctx, format, records, opts)
	} else {
		var out bytes.Buffer
		v.Err = format.Write(ctx, &out, records, opts)
		v.First = out.String()
		var pretty bytes.Buffer
		if json.Indent(&pretty, out.Bytes(), "", "  ") == nil {
			v.First = pretty.String()
		}
	}
	v.Items = lost(ctx, p, format, c)
	return v
}

// What a preview looks at and shows of what is lost, at most.
const (
	previewRecords = 50
	previewItems   = 200
)

// lost lists what the format would leave out of the first records.
func lost(ctx context.Context, p *store.Project, format *export.Format, c ExportChoice) []string {
	var out []string
	n := 0
	for r, err := range export.Records(ctx, p, c.selection()) {
		if n++; err != nil || n > previewRecords || len(out) >= previewItems {
			return out
		}
		for _, i := range format.Lost(r, p.Schema()) {
			out = append(out, i.String()+" · "+export.Clip(export.OneLine(r.Document.Title)))
		}
	}
	return out
}

// firstFile returns the first file that a format of many files writes of records, as text.
func firstFile(ctx context.Context, format *export.Format, records iter.Seq2[*export.Record, error], opts export.Options) (string, error) {
	m := &shownFiles{}
	if err := format.WriteFolder(ctx, m, records, opts); err != nil {
		return "", err
	}
	text := ""
	for _, f := range m.files {
		text += f.name + "\n"
		if utf8.Valid(f.Bytes()) {
			text += strings.TrimRight(f.String(), "\n") + "\n\n"
		} else {
			text += fmt.Sprintf("(%d bytes for programs)\n\n", f.Len())
		}
	}
	return text, nil
}

// shownFiles is a folder in memory, for one record.
type shownFiles struct{ files []*shownFile }

type shownFile struct {
	bytes.Buffer
	name string
}

func (f *shownFile) Close() error { return nil }

// Create makes a file.
func (m *shownFiles) Create(name string) (io.WriteCloser, error) {
	f := &shownFile{name: name}
	m.files = append(m.files, f)
	return f, nil
}

// Rename gives a file another name.
func (m *shownFiles) Rename(from, to string) error {
	for _, f := range m.files {
		if f.name == from {
			f.name = to
		}
	}
	return nil
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
				b.offerFolder(c)
			}
		})
	})
}

func exportTo(ctx context.Context, p *store.Project, c ExportChoice, tell progress) (int, error) {
	format, err := c.format()
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
	readings, sel := int64(1), c.selection().For(format)
	if c.release() {
		readings, sel = int64(max(1, len(c.Parts))+1), c.selection()
	}
	records := func() iter.Seq2[*export.Record, error] {
		return func(yield func(*export.Record, error) bool) {
			for r, err := range export.Records(ctx, p, sel) {
				if n++; err == nil {
					tell(int64(n), int64(total)*readings, r.Document.Title)
				}
				if !yield(r, err) {
					return
				}
			}
		}
	}
	if c.release() {
		agreement, err := figures.CardAgreement(ctx, p, c.Annotators, c.States)
		if err != nil {
			return 0, err
		}
		_, err = release.Write(ctx, c.Path, records, p.Schema(), release.Choices{
			Title: strings.TrimSuffix(filepath.Base(c.Path), filepath.Ext(c.Path)), Parts: c.Parts, Seed: 1, By: c.Together, Licence: c.Licence, Source: c.Source, Format: format, Lean: c.Lean,
			Agreement: agreement, Draw: figures.DrawCounts,
		})
		return total, err
	}
	return total, format.WriteTo(ctx, c.Path, records(), export.Options{Schema: p.Schema(), Lean: c.Lean})
}

// offerFolder offers to look at what was written, where the screen can show folders.
func (b *Bench) offerFolder(c ExportChoice) {
	opener, ok := b.screen.(interface{ OpenFolder(path string) error })
	if !ok {
		return
	}
	folder := filepath.Dir(c.Path)
	if c.Folder() {
		folder = c.Path
	}
	b.notice.Action = "Open folder"
	b.notice.Do = func() {
		if err := opener.OpenFolder(folder); err != nil {
			b.Tell(err)
		}
	}
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
	return err == nil || export.Labelled(err) // importing that says what to do
}

func importFile(ctx context.Context, p *store.Project, from *intake, path, author string, trouble func(error)) (export.Report, error) {
	name := filepath.Base(path)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		in, err := formats.All.Open(path, nil)
		if err != nil {
			return export.Report{}, err
		}
		return export.Import(ctx, p, ofTheFile(name, in.Format, in.Records(ctx)), export.ImportOptions{
			Title: "Import " + name, Author: author, Trouble: trouble, Progress: func(r export.Report) { from.came(r.Records) },
		})
	}
	f, err := os.Open(path)
	if err != nil {
		return export.Report{}, err
	}
	defer f.Close()
	format, in, err := formats.All.Detect(name, from.Reader(f))
	if err != nil {
		return export.Report{}, err
	}
	records := ofTheFile(name, format, format.Read(ctx, name, in))
	return export.Import(ctx, p, records, export.ImportOptions{
		Title: "Import " + name, Author: author, Trouble: trouble, Progress: func(r export.Report) { from.came(r.Records) },
	})
}

// ofTheFile makes the file the annotator of what another program's format says nobody marked: predictions and
// corpora are somebody's, and the name of the file says best whose.
func ofTheFile(name string, format *export.Format, records iter.Seq2[*export.Record, error]) iter.Seq2[*export.Record, error] {
	if format.Holds.Annotator {
		return records
	}
	who := annotate.AnnotatorID(export.Clip(export.OneLine(strings.TrimSuffix(name, filepath.Ext(name)))))
	return func(yield func(*export.Record, error) bool) {
		for r, err := range records {
			if err == nil && r.Annotator == "" && len(r.Annotations) > 0 {
				r.Annotator = who
			}
			if !yield(r, err) {
				return
			}
		}
	}
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
	if err := b.catchUp(nil); err != nil {
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
