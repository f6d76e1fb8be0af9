//go:build !headless

// Package ui is Quoth's window: it shows a [workbench.Bench] and hands it keys and clicks. No rule of
// annotating lives here.
//
// One file is one visible part: the [window] with its three panes, the toolbar, the queue on the
// left, the panel of cards on the right, the status line; and what opens over them: the popup that
// names an entity, the command palette, dialogs. Everything is drawn from the bench and drawn again
// when it tells what changed ([window.changed]); parts keep no state of their own that the bench has.
//
// Everything here runs on the toolkit's goroutine. Background work is the bench's; it comes back by
// fyne.Do.
package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"quoth/annotate"
	"quoth/app/annotators"
	"quoth/app/identity"
	"quoth/app/ui/article"
	"quoth/app/ui/control"
	_ "quoth/app/ui/locale" // before the toolkit looks for a language
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// Options say what to open when the window appears, and what the program is.
type Options struct {
	Project   string // path of a project, "" for none
	Sample    bool   // open the sample project
	Annotator string // in whose name the person works, whatever settings and projects say; "" where nobody said it
	Version   string // "" for a program that was built by hand
}

// Run shows the window until it is closed or the context ends.
func Run(ctx context.Context, o Options) error {
	a := app.NewWithID(identity.Program)
	a.SetIcon(look.AppIcon())
	bench := workbench.New(workbench.Config{
		Prefs: preferences{a.Preferences()},
		Do:    fyne.Do,
		Go:    func(fn func()) { go fn() },
		Rules: annotators.Rules(), Annotator: o.Annotator,
	})
	w, err := newWindow(a, bench)
	if err != nil {
		return err
	}
	w.exit, w.version = os.Exit, o.Version
	w.followDesktop()
	stop := context.AfterFunc(ctx, func() { fyne.Do(w.quit) })
	defer stop()
	a.Lifecycle().SetOnStarted(func() {
		switch {
		case o.Project != "":
			bench.Open(o.Project)
		case o.Sample:
			bench.OpenSample()
		}
	})
	save := takeStopHook(a)
	w.win.ShowAndRun()
	save()
	return nil
}

// takeStopHook takes from the toolkit what it does when its loop has ended, which is to save preferences, and returns it for whoever
// ran the loop. Fyne 2.8 sends it to the loop from another goroutine, and now and then only after the loop has closed its queue: then
// the program ends in a panic instead.
func takeStopHook(a fyne.App) func() {
	l, ok := a.Lifecycle().(interface {
		OnStopped() func()
		SetOnStoppedHookExecuted(func())
	})
	if !ok || l.OnStopped() == nil {
		return func() {}
	}
	hook := l.OnStopped()
	l.SetOnStoppedHookExecuted(nil)
	return hook
}

// preferences are the toolkit's, as the bench wants them.
type preferences struct{ fyne.Preferences }

func (p preferences) String(key string) string { return p.Preferences.String(key) }

// showing says what the middle pane shows.
type showing int

const (
	showNothing showing = iota
	showWelcome
	showEmpty // a project with no article open
	showArticle
)

type window struct {
	app     fyne.App
	win     fyne.Window
	bench   *workbench.Bench
	version string         // "" where it is not known
	exit    func(code int) // ends the program; nil where it is not the program's only window, in tests

	article *article.View
	panes   *control.Panes
	beside  *besidePane
	middle  *fyne.Container
	body    *fyne.Container
	toolbar *toolbar
	queue   *queuePane
	panel   *panel
	review  *reviewPane
	status  *statusBar
	notice  *noticeBar
	next    *nextKeys
	welcome *welcome
	empty   *emptyPage
	find    *findBar
	hover   *hoverCard
	menu    *mainMenu

	dashboard  *dashboardPage
	registered *registerSheet // while it is open
	merging    *mergeSheet    // the last one that was open

	ground *canvas.Rectangle
	probe  *probe

	layers      []*control.Layer
	finders     map[string]*finder
	sheetPlaces map[string]placer
	kept        *control.Field
	apart       bool               // the click under way began in a layer apart
	later       func(func())       // runs something when the toolkit is done with what it does now
	soon        func(func())       // and something behind the frame that shows it
	around      workbench.Changed  // what the panes around the article do not show yet
	pending     func()             // waits for a project to be open
	shown       *annotate.Document // in the article view
	arriving    func()             // scrolls the article that is to be shown next, or nil
	showing     showing
	inks        *inks
	marks       setMarks
	talk        *talk   // in the article that is shown; nil for none
	lanes       *voters // of the article that is shown, nil outside of a review
	others      *voters // whose marks are shown hollow
	theme       look.Theme
	asked       wishes // by the desktop
	resting     bool   // waits for the article to stand still
	place       int    // of the key that went down last, as the platform numbers keys; -1 where it has typed already
}

// collectAt is how much memory may grow, in percent, before what is unused is collected: half of what is usual. A
// window makes little that is soon unused, and people see it among others all day.
const collectAt = 50

func newWindow(a fyne.App, bench *workbench.Bench) (*window, error) {
	fonts, err := articleFonts()
	if err != nil {
		return nil, err
	}
	control.UseFonts(fonts)
	control.SpareEmoji()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	w := &window{app: a, bench: bench, later: fyne.Do, inks: newInks(nil, wanted{}, bench.Entity),
		finders: map[string]*finder{}, sheetPlaces: map[string]placer{}}
	w.theme = w.themeNow()
	a.Settings().SetTheme(w.theme)
	w.win = a.NewWindow("Quoth")
	w.article = article.NewView(fonts)
	w.soon = w.article.Behind
	w.listenToArticle()

	w.toolbar = newToolbar(w)
	w.queue = newQueuePane(w)
	w.panel = newPanel(w)
	w.review = newReviewPane(w)
	w.status = newStatusBar(w)
	w.notice = newNoticeBar(w)
	w.next = newNextKeys(w)
	w.welcome = newWelcome(w)
	w.empty = newEmptyPage(w)
	w.ground = canvas.NewRectangle(look.Of(look.Page))
	w.find = newFindBar(w)
	w.hover = newHoverCard(w)
	w.dashboard = newDashboard(w)
	w.beside = newBesidePane(w, article.NewView(fonts))
	for _, v := range w.views() {
		v.OnFonts = func() {
			control.FontsChanged()
			w.redraw()
		}
	}
	w.middle = container.NewStack(w.ground, w.beside.object, w.empty.object, w.find.object, w.next.object, w.notice.object)
	w.panes = control.NewPanes(w.queue.object, w.middle, container.NewStack(w.panel.object, w.review.object))
	w.panes.Moved = w.keepLayout
	w.body = container.NewStack()
	w.menu = newMainMenu(w)
	w.win.SetPadded(false)
	w.win.SetContent(w.body)
	w.restoreLayout()
	w.listenToCanvas()
	w.win.SetOnDropped(w.dropped)
	w.win.SetMaster()
	w.win.SetCloseIntercept(w.quit)
	a.Settings().AddListener(func(fyne.Settings) { w.recolour() })

	w.probe = newProbe(w)
	bench.SetScreen(w)
	bench.Listen(w.changed)
	w.changed(^workbench.Changed(0))
	return w, nil
}

// changed draws again what an act changed.
func (w *window) changed(c workbench.Changed) {
	has := func(x workbench.Changed) bool { return c&x != 0 }
	const (
		project, document, set = workbench.ProjectChanged, workbench.DocumentChanged, workbench.SetChanged
		current, entities      = workbench.CurrentChanged, workbench.EntitiesChanged
		settings               = workbench.SettingsChanged
	)
	if has(settings) {
		w.applySettings()
	}
	if has(workbench.RegisterChanged | entities | project | workbench.TaskChanged | workbench.StatusChanged) {
		w.refreshRegister()
	}
	if has(project | document) {
		w.showMiddle()
		w.setTitle()
	}
	if has(project) {
		w.inks = newInks(w.bench.Schema(), w.wanted(), w.bench.Entity)
	}
	if has(document) {
		w.showDocument()
	}
	if has(project | document | set | workbench.BesideChanged | workbench.ProposalsChanged) {
		w.drawMarks()
	}
	if has(entities) && w.inks.names && w.bench.Document() != nil {
		w.article.MarksChanged(annotate.Span{End: len(w.bench.Document().Text)})
	}
	if has(document | set | current | workbench.ProposalsChanged) {
		w.drawCurrent()
	}
	if has(workbench.ModeChanged | document) {
		w.article.SetHints(hints(w.bench.Hints()))
	}
	if has(workbench.SelectionChanged | document) {
		w.drawSelection()
	}
	if do := w.arriving; do != nil {
		w.arriving = nil
		do()
	}
	if has(document | set | current | settings | workbench.SelectionChanged | workbench.ModeChanged) {
		w.hover.acted()
	}
	if has(workbench.FindChanged | document | settings) {
		w.find.refresh()
		if f := w.finders["going"]; f != nil { // a place far down comes later
			f.refresh()
		}
	}
	if has(workbench.DashboardChanged | settings) {
		w.dashboard.refresh()
	}
	if has(project | document | set | entities | settings | workbench.ReviewChanged) {
		w.showReview()
	}
	if has(workbench.ReviewChanged | workbench.BesideChanged | document) {
		w.foldPanes()
	}
	w.beside.changed(c)
	w.showGround()
	w.notice.refresh()
	w.next.refresh()
	w.welcome.notice.refresh()
	if has(settings | project) {
		w.welcome.refresh()
	}
	if has(document|set|current|workbench.SelectionChanged) && !has(project|settings) && w.bench.Document() != nil {
		w.showAroundLater(c)
	} else {
		w.showAround(c)
	}
	w.closeAnswered()
	w.article.FetchFonts()
	w.settle()
	if do := w.pending; do != nil && w.bench.Task() == nil {
		w.pending = nil
		if w.bench.Project() != nil {
			w.later(do)
		}
	}
}

// showAroundLater shows what changed around the article behind the frame that has it in the article: so an act is
// answered sooner, however much is around.
func (w *window) showAroundLater(c workbench.Changed) {
	waiting := w.around != 0
	w.around |= c
	if !waiting {
		w.soon(w.catchUp)
	}
}

// catchUp shows around the article what changed and is not shown there yet.
func (w *window) catchUp() {
	if w.around != 0 {
		w.showAround(0)
	}
}

// showAround draws again what an act changed in the panes, the toolbar, the status line and the menu.
func (w *window) showAround(c workbench.Changed) {
	c |= w.around
	w.around = 0
	has := func(x workbench.Changed) bool { return c&x != 0 }
	const (
		project, document, set = workbench.ProjectChanged, workbench.DocumentChanged, workbench.SetChanged
		current, entities      = workbench.CurrentChanged, workbench.EntitiesChanged
		settings               = workbench.SettingsChanged
	)
	if has(project | document | workbench.QueueChanged) {
		w.queue.refresh()
	}
	if has(project | document | set | workbench.ReviewChanged) {
		w.drawTalk()
	}
	if has(project | document | set | current | entities | settings | workbench.ProposalsChanged) {
		w.panel.refresh(c)
	}
	w.toolbar.refresh()
	if has(project | document) { // what the pointer was over is gone
		w.status.hint = ""
	}
	w.status.refresh()
	w.menu.refresh(has(settings))
	w.settle()
}

// closeAnswered closes the popups whose question the bench no longer asks, and draws the others.
func (w *window) closeAnswered() {
	for _, p := range []struct {
		name  string
		asked bool
	}{
		{"naming", w.bench.Naming() != nil}, {"palette", w.bench.Palette() != nil},
		{"types", w.bench.Types() != nil}, {"mentions", w.bench.Mentions() != nil},
		{"going", w.bench.Going() != nil}, {"beside", w.bench.BesideChoice() != nil},
		{"comment", w.bench.Commenting() != nil},
	} {
		l := w.layer(p.name)
		if l != nil && !p.asked {
			w.close(l)
			delete(w.finders, p.name)
		}
	}
}

// showReview stands the queue of differences in the place of the panel during a review, and the annotators' lanes
// beside the article. While something is edited the panel is back.
func (w *window) showReview() {
	on := w.bench.Reviewing()
	if w.review.object.Visible() != on {
		show(w.panel.object, !on)
		show(w.review.object, on)
		w.panes.Refresh()
	}
	w.drawLanes()
	w.drawCurrent()
	if on {
		w.review.refresh()
	}
}

// placer lists the objects of a part for the probe.
type placer func(add func(name string, o fyne.CanvasObject))

// settle tells the probe, if there is one, that something may have moved.
func (w *window) settle() {
	if w.probe != nil {
		w.probe.changed()
	}
}

func (w *window) setTitle() {
	title := "Quoth"
	if n := w.bench.ProjectName(); n != "" {
		title += " — " + n
	}
	w.win.SetTitle(title)
}

// showMiddle chooses what fills the window: the welcome page, an empty project, or an article.
func (w *window) showMiddle() {
	now := showWelcome
	switch {
	case w.bench.Document() != nil:
		now = showArticle
	case w.bench.Project() != nil:
		now = showEmpty
	}
	if now == w.showing {
		return
	}
	was := w.showing
	w.showing = now
	if now == showWelcome {
		w.body.Objects = []fyne.CanvasObject{container.NewBorder(nil, w.status.board, nil, nil,
			container.NewStack(w.welcome.object, w.welcome.notice.object))}
	} else if was == showWelcome || was == showNothing {
		w.body.Objects = []fyne.CanvasObject{container.NewBorder(w.toolbar.board, w.status.board, nil, nil, container.NewStack(w.panes, w.hover.object))}
	}
	show(w.beside.object, now == showArticle)
	show(w.empty.object, now == showEmpty)
	w.body.Refresh()
	if w.top() == nil {
		w.giveBack()
	}
}

// showGround shows the ground of the middle where something of it can be seen: one article covers all of it, and the
// toolkit would paint it in each frame.
func (w *window) showGround() {
	if on := w.showing != showArticle || w.bench.Beside() != nil; w.ground.Visible() != on {
		show(w.ground, on)
	}
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func (w *window) showDocument() {
	doc := w.bench.Document()
	w.shown = doc
	if doc == nil {
		w.arriving = nil
		w.article.SetDocument("", nil, nil)
		return
	}
	w.article.SetLanguage(doc.Language)
	w.article.SetDocument(doc.Text, doc.Blocks, doc.Offsets())
	w.marks, w.lanes, w.others, w.talk = setMarks{}, nil, nil, nil
}

// drawMarks shows the marks of the working set: of another one all, of the same what has changed.
func (w *window) drawMarks() {
	now := setMarks{inks: w.inks, set: w.bench.Set(), talk: w.talk}
	if p := w.bench.Proposals(); p != nil {
		now.open = p.Index()
	}
	if w.bench.Comparing() {
		now.alone = w.bench.Beside()
	}
	of := w.lanes
	if r := w.bench.Review(); of != nil && (r == nil || of.cases != r.Cases() || now.set == nil) {
		of = nil // of what was shown before; there are others soon
	}
	if now == w.marks && of == w.others {
		w.article.MarksChanged(append(touched(w.bench.Edits()), w.bench.Offered()...)...)
		return
	}
	w.marks, w.others = now, of
	if of != nil {
		w.article.SetMarks(reviewMarks{now, of})
		return
	}
	w.article.SetMarks(now)
}

func (w *window) drawCurrent() {
	a, set := w.bench.Current(), w.bench.Set()
	if o, ok := w.bench.Proposals().Current(); ok {
		a, set = o.Annotation, o.From
	}
	id := annotate.ID("")
	if a != nil {
		id = a.ID
	}
	if r := w.bench.Review(); a == nil && r != nil && w.lanes != nil && r.Current() != nil { // nothing of it is gold's yet
		if side := likeliest(r.Cases(), r.Current()); side >= 0 {
			a, set = r.Current().Version(side), r.Sets()[side]
			id = a.ID
		}
	}
	w.article.SetSelected(id)
	w.article.SetConnectors(w.inks.connectors(set, a))
}

func (w *window) drawSelection() {
	start, begun := w.bench.Begun()
	if !begun {
		start = -1
	}
	w.article.SetStart(start)
	anchor, caret := w.bench.Selection()
	if a, c := w.article.Selection(); a != anchor || c != caret {
		w.article.SetSelection(anchor, caret)
	}
}

// views returns the two sides on which articles stand.
func (w *window) views() []*article.View { return []*article.View{w.article, w.beside.view} }

// applySettings shows the settings in force.
func (w *window) applySettings() {
	s := w.bench.Settings()
	for _, v := range w.views() {
		if v.Zoom() != s.Zoom {
			v.SetZoom(s.Zoom)
		}
		v.SetType(textType(s))
		v.SetPrint(article.Print{Letters: s.Letters, Types: s.Labels, Names: s.Names})
		v.SetStill(!w.moves())
		v.SetFingers(s.TwoClicks)
	}
	w.foldPanes()
	if now := w.themeNow(); now != w.theme {
		w.theme = now
		w.app.Settings().SetTheme(now)
	}
	w.recolour()
}

// textType is how the settings want articles to look.
func textType(s workbench.Settings) article.Type {
	t := article.Type{Family: article.Serif, Leading: float64(s.Leading), Measure: s.Measure}
	if s.Face == "sans" {
		t.Family = article.Sans
	}
	return t
}

// foldPanes hides what the person folded away, and the queue of articles, too, while during a review something stands
// beside: four columns are more than there is room for.
func (w *window) foldPanes() {
	crowded := w.bench.Review() != nil && w.bench.Beside() != nil && w.win.Canvas().Size().Width < 1600
	w.fold(w.bench.Folded("queue") || crowded, w.bench.Folded("panel"))
}

// fold hides the queue and the panel, or shows them. A pane that goes may not take the keyboard along.
func (w *window) fold(queue, panel bool) {
	gone := queue && !w.panes.LeftFolded || panel && !w.panes.RightFolded
	w.panes.LeftFolded, w.panes.RightFolded = queue, panel
	w.panes.Refresh()
	if gone && w.top() == nil {
		w.giveBack()
	}
}

// wanted returns how marks are to look now.
func (w *window) wanted() wanted {
	s := w.bench.Settings()
	return wanted{look.IsDark(), look.IsContrast(), s.Labels, s.Names}
}

// palette returns the colours of the page.
func (k wanted) palette() article.Palette {
	switch {
	case k.dark && k.contrast:
		return article.DarkContrast()
	case k.dark:
		return article.Dark()
	case k.contrast:
		return article.LightContrast()
	}
	return article.Light()
}

// recolour takes the colours of the theme that is shown now.
func (w *window) recolour() {
	now := w.wanted()
	for _, v := range w.views() {
		v.SetPalette(now.palette())
	}
	w.ground.FillColor = look.Of(look.Page)
	w.ground.Refresh()
	w.beside.recolour()
	w.panel.proposals.recolour()
	if w.inks.wanted != now || w.inks.schema != w.bench.Schema() {
		w.inks = newInks(w.bench.Schema(), now, w.bench.Entity)
		w.drawMarks()
		w.drawCurrent()
		w.beside.drawMarks()
		w.beside.changed(workbench.BesideViewChanged)
		w.panel.refresh(^workbench.Changed(0))
		w.showReview()
		w.redraw()
	}
}

// redraw draws all controls again.
func (w *window) redraw() {
	w.body.Refresh()
	for _, l := range w.layers {
		l.Refresh()
	}
}

// keepLayout remembers the window's size and the panes' widths.
func (w *window) keepLayout() {
	s := w.win.Canvas().Size()
	w.bench.SaveLayout("window", fmt.Sprintf("%.0f %.0f", s.Width, s.Height))
	w.bench.SaveLayout("panes", fmt.Sprintf("%.0f %.0f", w.panes.LeftWidth, w.panes.RightWidth))
}

func (w *window) restoreLayout() {
	w.panes.LeftWidth, w.panes.RightWidth = 256, 320
	if left, right, ok := twoNumbers(w.bench.Layout("panes")); ok {
		w.panes.LeftWidth, w.panes.RightWidth = left, right
	}
	width, height, ok := twoNumbers(w.bench.Layout("window"))
	if !ok || width < 480 || height < 320 {
		width, height = 1280, 800
	}
	w.win.Resize(fyne.NewSize(width, height))
}

func twoNumbers(s string) (a, b float32, ok bool) {
	f := strings.Fields(s)
	if len(f) != 2 {
		return 0, 0, false
	}
	x, err1 := strconv.ParseFloat(f[0], 32)
	y, err2 := strconv.ParseFloat(f[1], 32)
	return float32(x), float32(y), err1 == nil && err2 == nil
}

// projectFolder is the folder of the open project; that of the person for the sample, which lies where
// nobody looks.
func (w *window) projectFolder() string {
	if p := w.bench.Project(); p != nil && p.Path() != workbench.SamplePath() {
		return filepath.Dir(p.Path())
	}
	home, _ := homeFolder()
	return home
}
