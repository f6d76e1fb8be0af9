//go:build !headless

package ui

import (
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/article"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// OpenFolder shows a folder in the program that the system has for it.
func (w *window) OpenFolder(path string) error {
	full, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(full)})
}

// Show implements workbench.Screen.
func (w *window) Show(p workbench.Page) {
	w.catchUp()
	switch p {
	case workbench.PageNewProject:
		w.askNewProject()
	case workbench.PageOpenProject:
		w.askOpenProject()
	case workbench.PageAddFiles:
		w.askAddFiles()
	case workbench.PageImport:
		w.askImport()
	case workbench.PageExport:
		w.askExport()
	case workbench.PageSettings:
		w.showSettings("general")
	case workbench.PageShortcuts:
		w.showShortcuts()
	case workbench.PageHelp:
		w.showGuide()
	case workbench.PageAbout:
		w.showAbout()
	case workbench.PagePalette:
		w.showPalette()
	case workbench.PageNaming:
		w.showNaming()
	case workbench.PageTypes:
		w.showTypes()
	case workbench.PageMentions:
		w.showMentions()
	case workbench.PageSearch:
		w.queue.search()
	case workbench.PageNote:
		w.panel.editNote()
	case workbench.PageCard:
		w.hover.toggle()
	case workbench.PageFind:
		w.find.open()
	case workbench.PageGoing:
		w.showGoing()
	case workbench.PageEntity:
		w.panel.editEntity()
	case workbench.PageRegister:
		w.showRegister()
	case workbench.PageLists:
		w.askLists()
	case workbench.PageListReport:
		w.showListReport()
	case workbench.PageOutside:
		w.askOutside()
	case workbench.PageBeside:
		w.showBesideChoice()
	case workbench.PageMerge:
		w.askMerge()
	case workbench.PageMerged:
		w.showMerged()
	case workbench.PagePack:
		w.askPack()
	case workbench.PageAssign:
		w.askAssign()
	case workbench.PageDashboard:
		w.showDashboard()
	case workbench.PageWho:
		w.showWho()
	case workbench.PageRename:
		w.askRename()
	case workbench.PageHistory:
		w.showHistory()
	case workbench.PageComment:
		w.showComment()
	case workbench.PageGuideline:
		w.showGuideline()
	case workbench.PageGold:
		w.askGold()
	case workbench.PageFeedback:
		w.showFeedback()
	}
}

// VisibleRange implements workbench.Screen.
func (w *window) VisibleRange() annotate.Span {
	start, end := w.article.VisibleRange()
	return annotate.Span{Start: start, End: end}
}

// Reveal implements workbench.Screen.
func (w *window) Reveal(s annotate.Span, flash bool) {
	w.whenShown(func() {
		w.article.ScrollToOffset(s.Start)
		if flash && w.moves() {
			w.article.Flash(s)
		}
	})
}

// Scrolled implements workbench.Screen.
func (w *window) Scrolled() workbench.Scroll {
	off, dy := w.article.Top()
	return workbench.Scroll{Off: off, DY: dy}
}

// ScrollTo implements workbench.Screen.
func (w *window) ScrollTo(s workbench.Scroll) {
	w.whenShown(func() { w.article.ScrollTo(s.Off, s.DY) })
}

// whenShown scrolls the article now or, where the bench has just opened another than the view shows, as soon
// as that is shown. Of several such wishes the last one counts.
func (w *window) whenShown(scroll func()) {
	if w.bench.Document() == w.shown {
		scroll()
		return
	}
	w.arriving = scroll
}

// Clipboard implements workbench.Screen.
func (w *window) Clipboard() string { return w.app.Clipboard().Content() }

// Keep implements workbench.Screen. What is typed on a card is kept also where a menu or a dialog has
// the keyboard just now.
func (w *window) Keep() {
	w.keepTyped()
	w.panel.keep()
}

// SetClipboard implements workbench.Screen.
func (w *window) SetClipboard(s string) { w.app.Clipboard().SetContent(s) }

// Quit implements workbench.Screen.
func (w *window) Quit() {
	w.keepLayout()
	w.app.Quit()
	// The project is closed and all of it is on disk. Very rarely the toolkit goes on after its window is
	// gone; nobody would know that the program still ran.
	if w.exit != nil {
		time.AfterFunc(5*time.Second, func() { w.exit(0) })
	}
}

// listenToArticle hands what the person does in the article to the bench.
func (w *window) listenToArticle() {
	v, b := w.article, w.bench
	answered := false // this click chose a candidate, and means nothing else
	v.OnSelect = func(anchor, caret int, by article.Gesture) {
		how := workbench.ByPointer
		if by == article.ByKeys {
			how = workbench.ByKeys
		} else {
			b.Acted(1)
			w.hover.acted()
		}
		answered = how == workbench.ByPointer && b.Mode() == workbench.Hinting
		if answered && w.answer(anchor, caret) {
			return
		}
		b.Select(anchor, caret, how)
	}
	v.OnClickMark = func(_ int, ids []annotate.ID, pick int) {
		if !answered && pick < len(ids) && !w.goToCase(ids[pick]) {
			b.Pick(ids[pick])
		}
	}
	v.OnTarget = func(id annotate.ID) {
		b.Acted(1)
		b.PickAndReveal(id)
	}
	v.OnKey = func(ev *fyne.KeyEvent) bool { return w.Key(ev, false) }
	v.OnRune = func(r rune) { w.Rune(r) }
	v.OnShortcut = func(s fyne.Shortcut) bool { return w.Shortcut(s, false) }
	v.OnZoom = func(z float32) {
		s := b.Settings()
		s.Zoom = z
		b.SetSettings(s)
	}
	v.OnMenu = w.articleMenu
	v.OnVote = w.voted
	v.OnHover = func(off int, ids []annotate.ID) {
		w.Hint(w.describe(b.Set(), ids))
		w.hover.pointed(off, ids)
	}
	v.OnFocus = func(on bool) {
		if !on {
			w.Blurred()
		}
	}
	v.OnEdge = func(id annotate.ID, e article.Edge, off int, exact bool) []annotate.Span {
		w.hover.acted()
		spans, says := b.Extent(id, workbench.Edge(e), off, exact)
		w.Hint(says)
		return spans
	}
	v.OnEdged = func(id annotate.ID, e article.Edge, off int, exact, keep bool) {
		w.Hint("")
		if keep {
			b.Acted(1)
			b.MoveEdge(id, workbench.Edge(e), off, exact)
		}
	}
}

// Dark implements workbench.Screen.
func (w *window) Dark() bool { return look.IsDark() }

// restTime is how long the article stands still before what came on the screen gets labels.
const restTime = 120 * time.Millisecond

// scrolled gives labels to the candidates that have come on the screen, when it stands still.
func (w *window) scrolled() {
	if w.bench.Hints() == nil || w.resting {
		return
	}
	w.resting = true
	off, dy := w.article.Top()
	w.article.After(restTime, func() {
		w.resting = false
		if o, d := w.article.Top(); o != off || d != dy {
			w.scrolled()
			return
		}
		w.bench.AskAgain()
	})
}

// describe says what the marks of a set at a place are, the smallest first.
func (w *window) describe(set *annotate.Set, ids []annotate.ID) string {
	var parts []string
	for _, id := range ids {
		of := set
		if w.lanes != nil && set.Get(id) == nil {
			_, of = w.lanes.find(id)
		}
		if of == nil {
			continue
		}
		if a := of.Get(id); a != nil {
			parts = append(parts, w.describeOne(of, a))
		}
	}
	return strings.Join(parts, "   in   ")
}

// describeOne says what an annotation is: its type, whom it means, and what fills its roles.
func (w *window) describeOne(set *annotate.Set, a *annotate.Annotation) string {
	b := w.bench
	t := b.Schema().Type(a.Type)
	if t == nil {
		return a.Type
	}
	s := t.Label
	if e := b.Entity(a.Entity); e != nil {
		s += ": " + e.Name
	}
	for _, x := range a.Args {
		if target := set.Get(x.Target); target != nil {
			s += " · " + x.Role + " " + control.OneLine(set.Document.Surface(target.Spans), 24)
		}
	}
	return s
}

// answer takes the words that were pointed at for the role that is asked, and reports whether there
// were any: the selected ones, or the word under a click.
func (w *window) answer(anchor, caret int) bool {
	s := annotate.Span{Start: min(anchor, caret), End: max(anchor, caret)}
	if s.Len() == 0 {
		var ok bool
		if s.Start, s.End, ok = w.bench.Document().Offsets().WordAt(caret); !ok {
			return false
		}
	}
	w.bench.TakeSpan(s)
	return true
}

// Blurred implements control.Host.
func (w *window) Blurred() { w.later(w.catchFocus) }

// catchFocus gives the keyboard back to the article, or to the popup that is open, where a click on
// nothing in particular took it, so that Tab and letters always mean what the keys say.
func (w *window) catchFocus() {
	c := w.win.Canvas()
	if c.Focused() != nil {
		return
	}
	if l := w.top(); l != nil && c.Overlays().Top() == fyne.CanvasObject(l) || l == nil && c.Overlays().Top() == nil {
		w.focusTop()
	}
}
