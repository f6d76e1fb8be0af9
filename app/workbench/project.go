package workbench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/adrg/xdg"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/annotate/propose"
	"quoth/annotate/store"
	"quoth/assets"
	"quoth/export"
	"quoth/export/jsonl"
)

// Extension is the ending of project files.
const Extension = ".quoth"

// ProjectName returns the open project's file name without its ending, or "".
func (b *Bench) ProjectName() string {
	if b.project == nil {
		return ""
	}
	return strings.TrimSuffix(filepath.Base(b.project.Path()), Extension)
}

// Create makes an empty project with the built-in schema and opens it.
func (b *Bench) Create(path string) {
	if filepath.Ext(path) != Extension {
		path += Extension
	}
	b.openWith("Making the project", func(ctx context.Context, _ progress) (*store.Project, error) {
		return create(ctx, path)
	}, nil)
}

func create(ctx context.Context, path string) (*store.Project, error) {
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		return nil, err
	}
	return store.Create(ctx, path, schema)
}

// Open opens a project file.
func (b *Bench) Open(path string) {
	if b.isOpen(path) {
		return
	}
	b.openWith("Opening "+filepath.Base(path), func(ctx context.Context, tell progress) (*store.Project, error) {
		p, err := store.OpenTelling(ctx, path, func(what string) { tell(0, 0, what) })
		if errors.Is(err, fs.ErrNotExist) {
			b.config.Do(func() { b.ForgetRecent(path) })
			return nil, fmt.Errorf("%s is not there any more", path)
		}
		return p, err
	}, nil)
}

// OpenSample opens the sample project, which is made on first use in the person's data folder. It is
// theirs to change.
func (b *Bench) OpenSample() {
	path, me := SamplePath(), b.Annotator()
	if b.isOpen(path) {
		return
	}
	_, err := os.Stat(path)
	made := errors.Is(err, fs.ErrNotExist)
	b.openWith("Opening the sample", func(ctx context.Context, _ progress) (*store.Project, error) {
		return OpenSample(ctx, path, me)
	}, func() {
		if made {
			b.say("This is the sample, yours to play with. Its first article is annotated; try your hand at the next one (%s).", b.keyOf("article.next"))
			b.notice.Action, b.notice.Do = "How to annotate", func() { b.Do("help.guide") }
		}
	})
}

// SamplePath returns where the sample project is kept on this machine.
func SamplePath() string { return filepath.Join(xdg.DataHome, "quoth", "sample"+Extension) }

// OpenSample opens the sample project at path, and makes it first where it is not there. Its
// annotations are put in the set of the annotator.
func OpenSample(ctx context.Context, path string, annotator annotate.AnnotatorID) (*store.Project, error) {
	p, err := store.Open(ctx, path)
	if !errors.Is(err, fs.ErrNotExist) {
		return p, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of the sample: %w", err)
	}
	if p, err = create(ctx, path); err != nil {
		return nil, err
	}
	var trouble error
	records := jsonl.Format.Read(ctx, "sample.jsonl", bytes.NewReader(assets.Sample))
	if _, err = export.Import(ctx, p, records, export.ImportOptions{Title: "Open the sample", Author: string(annotator), As: annotator, Trouble: func(err error) { trouble = errors.Join(trouble, err) }}); err != nil || trouble != nil {
		return nil, errors.Join(err, trouble, p.Close(), os.Remove(path))
	}
	return p, nil
}

// isOpen reports whether the project at path is the open one, and says so.
func (b *Bench) isOpen(path string) bool {
	if b.project == nil {
		return false
	}
	here, err := os.Stat(b.project.Path())
	there, err2 := os.Stat(path)
	if err != nil || err2 != nil || !os.SameFile(here, there) {
		return false
	}
	b.act(func() { b.say("This project is open already.") })
	return true
}

// openWith closes the open project and opens another, in the background. Hello, which may be nil, is
// called when it is open.
func (b *Bench) openWith(title string, open func(context.Context, progress) (*store.Project, error), hello func()) {
	b.act(func() {
		var p *store.Project
		var names openedNames
		b.start(title, func(ctx context.Context, tell progress) error {
			var err error
			if p, err = open(ctx, tell); err != nil {
				return err
			}
			names, err = openNames(ctx, p, tell)
			return err
		}, func(err error) {
			if err != nil && p != nil { // cancelled when it was open already
				err = errors.Join(err, names.close(), p.Close())
			}
			if b.wentWrong(title, err) {
				return
			}
			b.closeProject()
			b.project, b.inOrder = p, nil
			b.meet()
			b.kept = keptBefore(p.Path())
			b.takeNames(names)
			b.queue = Queue{bench: b}
			b.feedback = Feedback{bench: b, at: -1}
			b.remember(p.Path())
			b.touch(ProjectChanged | QueueChanged | EntitiesChanged)
			b.openLast()
			if hello != nil {
				hello()
			}
			b.greet()
			if names.trouble != nil {
				b.fail(names.trouble)
			}
			if backup := p.Backup(); backup != "" {
				b.say("This project was brought up to date. The file as it was is %s.", filepath.Base(backup))
			}
		})
	})
}

// openLast opens the article that was open last, or the first one.
func (b *Bench) openLast() {
	id, err := b.project.Setting(b.context(), settingPlace+string(b.Annotator()))
	if err == nil && id != "" {
		if b.OpenDocument(annotate.DocumentID(id)); b.doc != nil {
			return
		}
	}
	if s, ok := b.queue.At(0); ok {
		b.OpenDocument(s.ID)
	}
}

// CloseProject closes the project.
func (b *Bench) CloseProject() { b.act(b.closeProject) }

func (b *Bench) closeProject() {
	b.stopTask()
	b.leaveRegister()
	if b.project == nil {
		return
	}
	b.stopPreview()
	b.stopFigures()
	b.dashboard = nil
	b.closeBeside()
	if b.review != nil {
		b.review.queue.halt()
		b.touch(ReviewChanged | ModeChanged)
	}
	if b.doc != nil {
		b.keepSpot(true)
	}
	b.closeDocument()
	b.proposers.left.take() // nobody learns from it any more
	b.review = nil
	if b.stopLooks != nil {
		b.stopLooks()
		b.looking, b.stopLooks = nil, nil
	}
	b.looks.Wait()
	err := errors.Join(b.leaveNames(), b.project.Close())
	b.project, b.inOrder, b.lately = nil, nil, nil
	b.worker, b.akas = store.Worker{}, nil
	b.marking = marking{}
	b.latest = map[string]string{}
	b.queue = Queue{bench: b}
	b.queue.stale()
	b.feedback = Feedback{bench: b, at: -1}
	b.places = places{}
	clear(b.spots.kept)
	b.touch(ProjectChanged | QueueChanged | EntitiesChanged | StatusChanged)
	if err != nil {
		b.fail(err)
	}
}

// quit asks once more where work on the project would be given up.
func (b *Bench) quit() {
	if t := b.task; t != nil && b.project != nil && b.leaving != t {
		b.leaving = t
		b.fail(fmt.Errorf("“%s” is not done; quit once more to give it up", t.Title))
		b.notice.Action, b.notice.Do = "Give it up and quit", func() { b.act(b.quit) }
		return
	}
	b.closeProject()
	b.screen.Quit()
}

const (
	prefRecent = "recent"
	mostRecent = 10
)

// Recent returns the projects opened lately, the latest first.
func (b *Bench) Recent() []string {
	return strings.FieldsFunc(b.config.Prefs.String(prefRecent), func(r rune) bool { return r == '\n' })
}

func (b *Bench) remember(path string) {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	rest := slices.DeleteFunc(b.Recent(), func(s string) bool { return s == path })
	all := append([]string{path}, rest...)
	b.config.Prefs.SetString(prefRecent, strings.Join(all[:min(len(all), mostRecent)], "\n"))
	b.touch(SettingsChanged)
}

// ForgetRecent takes a project off the list of those opened lately. The file stays.
func (b *Bench) ForgetRecent(path string) {
	b.act(func() {
		rest := slices.DeleteFunc(b.Recent(), func(s string) bool { return s == path })
		b.config.Prefs.SetString(prefRecent, strings.Join(rest, "\n"))
		b.touch(SettingsChanged)
	})
}

// AddFiles reads article files and folders into the project, in the background. Datasets among them are
// imported with their labels. What could not be read is said; the rest comes in.
func (b *Bench) AddFiles(paths []string, opts ingest.Options) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		p, author := b.project, b.author()
		var report ingestReport
		b.start("Adding articles", func(ctx context.Context, tell progress) error {
			files, skipped, err := ingest.Files(paths)
			if err != nil {
				report.fail(err)
			}
			report.skipped = len(skipped)
			in := newIntake(tell, files, "article", "articles")
			docs := func(yield func(*annotate.Document) bool) {
				for _, f := range files {
					if isDataset(f) {
						report.datasets = append(report.datasets, f)
						continue
					}
					in.begin(f)
					for doc, err := range in.Read(ctx, ingest.File(f), opts) {
						if err != nil {
							report.fail(err)
							continue
						}
						in.came(in.got + 1)
						if !yield(doc) {
							return
						}
					}
					if ctx.Err() != nil {
						return
					}
				}
			}
			if report.added, err = p.AddDocumentsTelling(ctx, docs, in.Stored); err != nil {
				return err
			}
			for _, f := range report.datasets {
				in.begin(f)
				r, err := importFile(ctx, p, in, f, author, report.fail)
				addReport(&report.imported, r)
				if err != nil {
					report.fail(err)
				}
			}
			return nil
		}, func(err error) { b.reportAdded(report, err) })
	})
}

// ingestReport is what came of adding articles.
type ingestReport struct {
	added store.Added
	// Datasets among the files come in with their labels.
	datasets []string
	imported export.Report

	skipped int // files of folders that are no articles
	failed  int
	first   error
}

func (r *ingestReport) fail(err error) {
	if r.failed == 0 {
		r.first = err
	}
	r.failed++
}

// reportAdded shows what came in, also where an error or the person ended it half way.
func (b *Bench) reportAdded(r ingestReport, err error) {
	b.queue.stale()
	b.touch(QueueChanged)
	text := "Added " + count(r.added.New, "article", "articles")
	if r.added.Known > 0 {
		text += fmt.Sprintf("; %d already here", r.added.Known)
	}
	if len(r.datasets) > 0 {
		b.showImported()
		text += "; " + imported(r.imported)
	}
	if r.skipped > 0 {
		text += fmt.Sprintf("; left out %s that are no articles", count(r.skipped, "file", "files"))
	}
	if len(r.added.IDs) > 0 && (b.doc == nil || len(r.added.IDs) == 1) {
		b.OpenDocument(r.added.IDs[0])
	}
	switch {
	case errors.Is(err, context.Canceled):
		b.say("Cancelled. %s", text)
	case err != nil:
		b.fail(fmt.Errorf("%w. %s", err, text))
	case r.failed > 0:
		b.fail(fmt.Errorf("%s. %s could not be read: %w", text, count(r.failed, "one", "others"), r.first))
	default:
		b.say("%s", text)
	}
	if fresh := r.added.Fresh; len(fresh) > 0 {
		b.notice.Action, b.notice.Do = "Take out again", func() { b.takeOut(fresh) }
	}
}

// takeOut removes articles that nobody has annotated.
func (b *Bench) takeOut(ids []annotate.DocumentID) {
	b.act(func() {
		if b.project == nil {
			return
		}
		p := b.project
		var gone, kept int
		b.start("Taking articles out", func(ctx context.Context, tell progress) error {
			for i, id := range ids {
				tell(int64(i), int64(len(ids)), "")
				switch err := p.RemoveDocument(ctx, id); {
				case errors.Is(err, store.ErrInUse):
					kept++
				case err != nil && !errors.Is(err, store.ErrNotFound):
					return err
				default:
					gone++
				}
				if ctx.Err() != nil {
					return ctx.Err()
				}
			}
			return nil
		}, func(err error) {
			b.leaveRemoved()
			if b.wentWrong("taking articles out", err) {
				return
			}
			b.say("Took %s out", count(gone, "article", "articles"))
			if kept > 0 {
				b.say("Took %s out; %d stay, because they are annotated", count(gone, "article", "articles"), kept)
			}
		})
	})
}

// leaveRemoved goes on to another article where the open one is no longer in the project.
func (b *Bench) leaveRemoved() {
	b.queue.stale()
	b.touch(QueueChanged)
	if b.doc == nil {
		return
	}
	if _, err := b.project.Place(b.context(), b.doc.ID); err == nil {
		b.refreshBeside()
		return
	}
	b.closeDocument()
	if s, ok := b.queue.At(0); ok {
		b.OpenDocument(s.ID)
	}
	b.refreshBeside()
}

// removeArticle takes the open article out of the project. One with annotations stays: its work would
// be gone.
func (b *Bench) removeArticle() {
	doc := b.doc
	err := b.project.RemoveDocument(b.context(), doc.ID)
	switch {
	case errors.Is(err, store.ErrInUse):
		b.fail(fmt.Errorf("“%s” is annotated, and so it stays; delete its annotations first", clip(doc.Title, 50)))
	case err != nil:
		b.fail(err)
	default:
		b.leaveRemoved()
		b.say("Took “%s” out of the project", clip(doc.Title, 50))
		b.notice.Action, b.notice.Do = "Put it back", func() { b.putBack(doc) }
	}
}

// putBack adds an article that was taken out; it comes last in the queue.
func (b *Bench) putBack(doc *annotate.Document) {
	b.act(func() {
		if b.project == nil {
			return
		}
		if _, err := b.project.AddDocuments(b.context(), slices.Values([]*annotate.Document{doc})); err != nil {
			b.fail(err)
			return
		}
		b.queue.stale()
		b.touch(QueueChanged)
		b.OpenDocument(doc.ID)
	})
}

// AddText makes an article of pasted text.
func (b *Bench) AddText(name, text string) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		p := b.project
		var report ingestReport
		add := func(ctx context.Context, tell progress) error {
			in := newIntake(tell, nil, "article", "articles")
			in.name = name
			doc, err := in.Text(ctx, name, text, ingest.Options{})
			if err == nil {
				report.added, err = p.AddDocumentsTelling(ctx, slices.Values([]*annotate.Document{doc}), in.Stored)
			}
			return err
		}
		if len(text) > soonAdded {
			b.start("Adding an article", add, func(err error) { b.reportAdded(report, err) })
			return
		}
		if err := add(b.context(), func(int64, int64, string) {}); err != nil {
			b.fail(err)
			return
		}
		b.reportAdded(report, nil)
	})
}

// soonAdded is how long a text may be, in bytes, to become an article before the next frame.
const soonAdded = 256 << 10

func (b *Bench) paste() {
	text := b.screen.Clipboard()
	if strings.TrimSpace(text) == "" {
		b.fail(errors.New("there is no text on the clipboard; copy an article first"))
		return
	}
	b.AddText("pasted text", text)
}

// lexicons reads what is built in.
func lexicons() (propose.Conventions, propose.Cues) {
	marks, err := propose.ReadMarks("marks.tsv", bytes.NewReader(assets.Marks))
	if err != nil {
		panic(err) // shipped with the program and read by its tests
	}
	cues, err := propose.ReadCues("cues.tsv", bytes.NewReader(assets.Cues))
	if err != nil {
		panic(err)
	}
	return marks, cues
}
