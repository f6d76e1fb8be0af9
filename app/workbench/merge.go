package workbench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Merged is what the last merging did.
type Merged struct {
	store.Merged
	Files   []string     // that were merged with the project
	Kept    string       // the project as it was before; "" where a new one was made
	Path    string       // the project that holds all of it
	had     int          // articles, before
	keeps   store.Worker // who works in what comes of it
	More    int          // articles that came
	Earlier bool         // it was before the program began; only what was kept is known of it
}

// Merged returns what the last merging did, or nil.
func (b *Bench) Merged() *Merged {
	if b.project != nil && (b.merged == nil || b.merged.Path != b.project.Path()) && b.kept != "" {
		return &Merged{Path: b.project.Path(), Kept: b.kept, Earlier: true}
	}
	return b.merged
}

// keptBefore returns what the last merging into a project kept of it, "" where that is not there.
func keptBefore(path string) string {
	found, err := filepath.Glob(globbed(strings.TrimSuffix(path, Extension)) + ".before-merging-*" + Extension)
	if err != nil || len(found) == 0 {
		return ""
	}
	return slices.Max(found) // the name tells when
}

// globbed writes a path so that only that is found by it.
func globbed(path string) string {
	return strings.NewReplacer(`[`, `\[`, `*`, `\*`, `?`, `\?`).Replace(path)
}

// IsOwn reports whether a file is the open project, or what was kept of it when it was merged or brought up to date.
func (b *Bench) IsOwn(file string) bool {
	if b.project == nil {
		return false
	}
	mine := strings.TrimSuffix(b.project.Path(), Extension)
	abs, err := filepath.Abs(file)
	return err == nil && (abs == b.project.Path() || slices.ContainsFunc([]string{".before-merging-", ".before-renaming-", ".merged-", ".backup-"}, func(why string) bool {
		return strings.HasPrefix(abs, mine+why)
	}))
}

func (b *Bench) canShowMerged() error {
	switch {
	case b.project == nil:
		return errNoProject
	case b.Merged() == nil:
		return errors.New("nothing was merged into this project, or what was kept of it before is not there any more")
	}
	return nil
}

// Survey finds out in the background what files would bring to the project, and hands it to done on the window's
// goroutine. Where it is asked again before that, only the last answer is handed over.
func (b *Bench) Survey(files []string, done func([]store.Offer, error)) {
	if b.project == nil {
		done(nil, errNoProject)
		return
	}
	b.stopPreview()
	p := b.project
	ctx, cancel := context.WithCancel(context.Background())
	b.stopLook = cancel
	mine := b.previewing
	b.looks.Add(1)
	b.config.Go(func() {
		offers, err := p.Survey(ctx, files)
		b.looks.Done()
		b.config.Do(func() {
			if mine == b.previewing {
				done(offers, err)
			}
		})
	})
}

// StopSurvey ends a survey that nobody waits for any more.
func (b *Bench) StopSurvey() { b.stopPreview() }

// MergeIn unites files with the open project. It is kept beside as it was, and [Bench.UndoMerge] goes back to that.
func (b *Bench) MergeIn(files []string) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		path := b.project.Path()
		part := strings.TrimSuffix(path, Extension) + ".merging-" + string(annotate.NewID())[24:] + Extension
		b.screen.Keep()
		b.flushMeter()
		m := &Merged{Files: files, Path: path, had: b.queue.Total(), keeps: b.worker}
		b.mergeTo(part, append([]string{path}, files...), m, func() {
			b.swap(part, path, "before-merging", func(kept string) {
				m.Kept = kept
				b.tellMerged(m)
			})
		}).changing() // what is changed now would not be in it
	})
}

// MergeTo makes a new project of files and of the open project, if there is one, and opens it.
func (b *Bench) MergeTo(path string, files []string) {
	b.act(func() {
		if filepath.Ext(path) != Extension {
			path += Extension
		}
		all := files
		if b.project != nil {
			b.flushMeter()
			all = append([]string{b.project.Path()}, files...)
		}
		m := &Merged{Files: files, Path: path, keeps: store.Worker{Name: b.worker.Who()}}
		if b.project != nil {
			m.had = b.queue.Total()
		}
		b.mergeTo(path, all, m, func() {
			b.openWith("Opening "+filepath.Base(path), func(ctx context.Context, _ progress) (*store.Project, error) {
				return store.Open(ctx, path)
			}, func() { b.tellMerged(m) })
		})
	})
}

// mergeTo makes a project of several in the background, and calls then when it is there.
func (b *Bench) mergeTo(path string, files []string, m *Merged, then func()) *Task {
	title := "Merging " + count(len(files), "file", "files")
	return b.start(title, func(ctx context.Context, tell progress) error {
		merged, err := store.Merge(ctx, path, files, func(done, total int) { tell(int64(done), int64(total), "changes") })
		if err == nil {
			m.Merged = *merged
			err = m.keep(ctx, path)
		}
		return err
	}, func(err error) {
		if errors.Is(err, context.Canceled) && m.Changes > 0 { // cancelled when it was there already
			err = errors.Join(err, os.Remove(path))
		}
		if !b.wentWrong("nothing was merged", err) {
			then()
		}
	})
}

// keep writes into what was merged who works in it: what was merged is made for nobody.
func (m *Merged) keep(ctx context.Context, path string) error {
	if m.keeps == (store.Worker{}) {
		return nil
	}
	p, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(p.SetWorker(ctx, m.keeps), p.Close())
}

// swap puts what was made of the open project in its place, opens that, and tells hello what was kept of it, and as what: why
// is part of the name.
func (b *Bench) swap(part, path, why string, hello func(kept string)) {
	counting := b.meter // since the work began; it belongs to the project that comes
	b.meter.actions, b.meter.annotations, b.meter.seconds = 0, 0, 0
	was := annotate.DocumentID("")
	if b.doc != nil {
		was = b.doc.ID
	}
	b.closeProject()
	kept, err := store.Replace(path, part, why)
	if err != nil {
		err = errors.Join(err, os.Remove(part))
	}
	b.reopen(path, func() {
		if b.doc != nil && b.doc.ID == was {
			b.meter.actions += counting.actions
			b.meter.seconds += counting.seconds
		}
		if err != nil {
			b.fail(fmt.Errorf("the project is as it was: %w", err))
			return
		}
		hello(kept)
	})
}

func (b *Bench) reopen(path string, hello func()) {
	b.openWith("Opening "+filepath.Base(path), func(ctx context.Context, tell progress) (*store.Project, error) {
		return store.OpenTelling(ctx, path, func(what string) { tell(0, 0, what) })
	}, hello)
}

// tellMerged says what a merging brought, and offers to look at it.
func (b *Bench) tellMerged(m *Merged) {
	b.merged, m.More = m, max(0, m.Documents-m.had)
	b.say("%s", m.said())
	b.notice.Action, b.notice.Do = "Look", func() { b.Do("project.merged") }
	if len(b.Colleagues()) > 1 && m.clear() && b.Can("review.start") && b.BlindIn() == 0 {
		b.notice.Action, b.notice.Do = "Review the differences ("+b.keyOf("review.start")+")", func() {
			if b.review == nil {
				b.Do("review.start")
			}
		}
	}
	b.touch(StatusChanged)
}

// clear reports whether nothing of a merging is for a person to look at.
func (m *Merged) clear() bool { return len(m.Apart)+len(m.Strays)+len(m.Clashes) == 0 }

func (m *Merged) said() string { return "Merged: " + m.Words() }

// Words says in short what a merging brought.
func (m *Merged) Words() string {
	fresh := 0
	for i, n := range m.From {
		if i > 0 || m.Kept == "" && len(m.From) == len(m.Files) {
			fresh += n
		}
	}
	parts := []string{count(fresh, "new change", "new changes")}
	if m.More > 0 {
		parts = append([]string{count(m.More, "new article", "new articles")}, parts...)
	}
	if n := len(m.Joined); n > 0 {
		parts = append(parts, count(n, "entity joined", "entities joined"))
	}
	if n := len(m.Apart) + len(m.Strays) + len(m.Torn); n > 0 {
		parts = append(parts, "a doubt about whose work it is")
	}
	if n := len(m.Clashes); n > 0 {
		parts = append(parts, count(n, "thing was changed in two ways", "things were changed in two ways"))
	}
	return strings.Join(parts, ", ")
}

// UndoMerge goes back to the project as it was before the last merging. What came of that, and what was done since, is
// kept beside it.
func (b *Bench) UndoMerge() {
	b.act(func() {
		m := b.Merged()
		if m == nil || m.Kept == "" || b.project == nil || b.project.Path() != m.Path {
			b.fail(errors.New("there is no merging to go back from"))
			return
		}
		b.screen.Keep()
		b.closeProject()
		kept, err := store.Replace(m.Path, m.Kept, "merged")
		b.reopen(m.Path, func() {
			if err != nil {
				b.fail(fmt.Errorf("the project stays as it is: %w", err))
				return
			}
			b.merged = nil
			b.say("The project is as it was before merging. What was merged is %s.", filepath.Base(kept))
		})
	})
}

// MergedRow is something that merging decided, as a list shows it.
type MergedRow struct {
	Icon  string
	Words string
	Where string // in which article, under which annotator
	Go    func() // shows it; nil where it is gone
}

// MergedRows lists what the last merging joined and what was changed in two ways.
func (b *Bench) MergedRows() []MergedRow {
	m := b.merged
	if m == nil || b.project == nil || m.Path != b.project.Path() {
		return nil
	}
	entity := func(e *annotate.Entity) func() {
		if e == nil || b.Entity(e.ID) == nil {
			return nil
		}
		return func() { b.EditEntity(e.ID) }
	}
	var rows []MergedRow
	for _, s := range m.Strays {
		rows = append(rows, MergedRow{Icon: "warn",
			Words: fmt.Sprintf("%s was made for %s, and %s worked in it (%s)", filepath.Base(s.File), s.For, s.Annotator, count(s.Changes, "change", "changes")),
			Where: fmt.Sprintf("If that is %s, go back, and let them say who they are in the file (Who is working…)", s.For)})
	}
	for _, who := range m.Torn {
		rows = append(rows, MergedRow{Icon: "warn", Words: fmt.Sprintf("%s was given different names in different files; what is left under it may be any of theirs", who),
			Where: "Who it was has to say so in the file they did it in (Rename an annotator…), and send that again"})
	}
	for _, u := range m.Untouched {
		if b.calledNow(u.For) == b.me() {
			continue // it came to the person
		}
		rows = append(rows, MergedRow{Icon: "warn", Words: fmt.Sprintf("Nothing was done in %s, which was made for %s", filepath.Base(u.File), u.For),
			Where: "It is as it was sent; perhaps they saved their work in another file"})
	}
	for _, who := range m.Apart {
		rows = append(rows, MergedRow{Icon: "warn",
			Words: fmt.Sprintf("%s worked in the same article in several of the files, apart; it is one set now", who),
			Where: "If they are two people, go back, and give each a work package of their own"})
	}
	for _, c := range m.Clashes {
		r := MergedRow{Icon: "warn", Words: Sentence(c.What) + " was changed in two ways; the later change stands"}
		if strings.HasPrefix(c.What, "removed") {
			r.Words = Sentence(c.What) + "; it stays"
		}
		switch {
		case c.Entity != nil:
			r.Where, r.Go = c.Entity.Name, entity(c.Entity)
		case c.Document != "":
			r.Where, r.Go = b.clashAt(c)
		}
		rows = append(rows, r)
	}
	for _, j := range m.Joined {
		var gone []string
		for _, e := range j.Gone {
			gone = append(gone, "“"+clip(e.Name, 40)+"”")
		}
		rows = append(rows, MergedRow{Icon: "join", Words: fmt.Sprintf("“%s” and %s are one: %s", clip(j.Kept.Name, 40), strings.Join(gone, ", "), j.Why), Where: j.Kept.Type, Go: entity(j.Kept)})
	}
	for _, n := range m.Namesakes {
		rows = append(rows, MergedRow{Icon: "entity", Words: fmt.Sprintf("%d are called “%s” and stay apart", len(n), clip(n[0].Name, 40)), Where: n[0].Type, Go: entity(n[0])})
	}
	return rows
}

// clashAt says where something was changed in two ways, and how to get there.
func (b *Bench) clashAt(c store.Clash) (where string, goThere func()) {
	doc, err := b.project.Document(b.context(), c.Document)
	if err != nil {
		return string(c.Annotator), nil
	}
	where = clip(doc.Title, 50) + " · " + string(c.Annotator)
	if c.Annotation != nil {
		where = annotate.Quoted(clip(doc.Surface(c.Annotation.Spans), 40)) + " · " + where
	}
	return where, func() {
		if b.doc == nil || b.doc.ID != c.Document {
			b.OpenDocument(c.Document)
		}
		if b.doc == nil || b.doc.ID != c.Document {
			return
		}
		mine := c.Annotator == b.Annotator()
		if !mine {
			b.OpenVersion(c.Annotator)
		}
		switch {
		case c.Annotation == nil:
		case mine && b.whole() && b.set.Get(c.Annotation.ID) != nil:
			b.PickAndReveal(c.Annotation.ID)
		case !mine && b.beside != nil:
			b.GoToBeside(c.Annotation.ID)
			b.GoToSide(true) // where its history is asked for
		}
	}
}

// PackageChoice is what the person asks of a work package.
type PackageChoice struct {
	For   annotate.AnnotatorID
	Which Articles
	Blind bool
	Path  string
}

// Articles says which articles something is about.
type Articles int

// Which articles.
const (
	AllArticles      Articles = iota
	FilteredArticles          // those that the queue shows
	GivenArticles             // those that were given to the annotator
)

// articles is the filter of a choice.
func (b *Bench) articles(which Articles, who annotate.AnnotatorID) store.Filter {
	switch which {
	case FilteredArticles:
		return b.queue.filter()
	case GivenArticles:
		return store.Filter{Annotator: who, Assigned: true}
	}
	return store.Filter{}
}

// CountArticles returns how many articles a choice is of.
func (b *Bench) CountArticles(which Articles, who annotate.AnnotatorID) int {
	if b.project == nil {
		return 0
	}
	n, err := b.project.CountDocuments(b.context(), b.articles(which, who))
	if err != nil {
		b.act(func() { b.fail(err) })
	}
	return n
}

// GivenBlind reports whether an annotator was given articles blind that are not done yet.
func (b *Bench) GivenBlind(who annotate.AnnotatorID) bool {
	return b.workOf(who).Blind > 0
}

// workOf returns what an annotator has in the project.
func (b *Bench) workOf(who annotate.AnnotatorID) store.Annotator {
	if b.project == nil {
		return store.Annotator{}
	}
	list, err := b.project.Annotators(b.context())
	if err != nil {
		b.act(func() { b.fail(err) })
	}
	if i := slices.IndexFunc(list, func(a store.Annotator) bool { return a.ID == who }); i >= 0 {
		return list[i]
	}
	return store.Annotator{}
}

// PackageName suggests what a work package for an annotator is called, without an ending: "news-for-ana" the first
// time, and what goes back to somebody who has worked already "news-from-lead-for-ana-2026-03-01", so that in no folder it
// takes the place of the file that they work in.
func (b *Bench) PackageName(who annotate.AnnotatorID) string {
	if b.workOf(who).Counts.Total() > 0 {
		return fmt.Sprintf("%s-from-%s-for-%s-%s", b.ProjectName(), inFileName(b.me()), inFileName(who), b.config.Now().Format(time.DateOnly))
	}
	return b.ProjectName() + "-for-" + inFileName(who)
}

// inFileName is a name with only what files can be called everywhere.
func inFileName(who annotate.AnnotatorID) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, string(who))
}

// Pack makes a work package in the background.
func (b *Bench) Pack(c PackageChoice) {
	b.act(func() {
		switch {
		case b.project == nil:
			b.fail(errNoProject)
			return
		case c.For == "":
			b.fail(errors.New("say who is to work on it"))
			return
		}
		if filepath.Ext(c.Path) != Extension {
			c.Path += Extension
		}
		p, filter := b.project, b.articles(c.Which, c.For)
		var packed *store.Merged
		b.start("Making a work package", func(ctx context.Context, tell progress) error {
			o := store.Package{For: c.For, Blind: c.Blind}
			if c.Which != AllArticles {
				found, err := p.Documents(ctx, filter)
				if err != nil {
					return err
				}
				for _, d := range found {
					o.Documents = append(o.Documents, d.ID)
				}
				if len(found) == 0 {
					return errors.New("no article is chosen, so no package was made")
				}
			}
			var err error
			packed, err = p.Pack(ctx, c.Path, o, func(done, total int) { tell(int64(done), int64(total), "changes") })
			return err
		}, func(err error) {
			if !b.wentWrong("no package was made", err) {
				b.say("%s for %s in %s. What is done in it comes back by merging.", count(packed.Documents, "article", "articles"), c.For, c.Path)
				b.notice.Action, b.notice.Do = "Another package…", func() { b.Do("project.pack") }
			}
		})
	})
}

// stamp is who does something now, and when.
func (b *Bench) stamp() (author string, at time.Time) {
	return b.author(), b.config.Now().UTC().Truncate(time.Millisecond)
}
