//go:build !headless

package ui

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"quoth/annotate"
	"quoth/app/ui/article"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// fixture is a window of the test driver with a project of articles written for these tests.
type fixture struct {
	testing.TB
	w    *window
	b    *workbench.Bench
	path string
	left []func() // for when the toolkit is done with what it does now
}

const harbour = `Harbour to Open in May

The council met on Tuesday. “The bridge will open in May,” said Ana Duarte, who leads the works.

“We have waited long enough,” Duarte told reporters. Per Holm of Northline Ferries called the plan “brave”.

Holm said that the ferries would sail until June. 林美玲 wrote: “At last 👩‍👩‍👧!”
`

const storm = `Storm Closes the Pass

Snow fell on Eidvåg for three days. Police closed the road.
`

func newFixture(t testing.TB) *fixture { return fixtureWith(t, workbench.Config{}) }

func fixtureWith(t testing.TB, c workbench.Config) *fixture {
	t.Helper()
	a := tempApp(t)
	b := workbench.New(c)
	w, err := newWindow(a, b)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range w.views() {
		v.After = func(time.Duration, func()) {}
	}
	w.win.Resize(fyne.NewSize(1280, 800))
	t.Cleanup(func() { b.CloseProject() })
	f := &fixture{TB: t, w: w, b: b, path: filepath.Join(t.TempDir(), "test.quoth")}
	w.later = func(fn func()) { f.left = append(f.left, fn) }
	w.soon = func(fn func()) { fn() }
	return f
}

// settle does what was left for when the toolkit is done, as the driver does between two events.
func (f *fixture) settle() {
	for len(f.left) > 0 {
		fn := f.left[0]
		f.left = f.left[1:]
		fn()
	}
}

// pressOnNothing presses the mouse where nothing takes the keyboard, as the driver does.
func (f *fixture) pressOnNothing() {
	f.w.win.Canvas().Unfocus()
	f.settle()
}

// tempApp is the test driver's application for one test.
func tempApp(t testing.TB) fyne.App {
	a := test.NewApp()
	t.Cleanup(func() { test.NewApp() })
	return a
}

// withArticles opens a project with two articles; the first is shown.
func withArticles(t testing.TB) *fixture {
	t.Helper()
	f := newFixture(t)
	f.b.Create(f.path)
	f.b.AddText("harbour.txt", harbour)
	f.b.AddText("storm.txt", storm)
	if first, ok := f.b.Queue().At(0); ok {
		f.b.OpenDocument(first.ID)
	}
	if f.b.Document() == nil {
		t.Fatalf("no article is open: %s", f.b.Notice().Text)
	}
	return f
}

// withSample opens the sample project.
func withSample(t testing.TB) *fixture {
	t.Helper()
	f := newFixture(t)
	p, err := workbench.OpenSample(context.Background(), f.path, f.b.Annotator())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	f.b.Open(f.path)
	return f
}

// caretIn puts the caret into the first occurrence of words.
func (f *fixture) caretIn(words string) {
	f.Helper()
	i := strings.Index(f.b.Document().Text, words)
	if i < 0 {
		f.Fatalf("the article does not say %q", words)
	}
	f.b.Select(i+1, i+1, workbench.ByPointer)
}

// selectWords selects the first occurrence of words.
func (f *fixture) selectWords(words string) {
	f.Helper()
	f.caretIn(words)
	i := strings.Index(f.b.Document().Text, words)
	f.b.Select(i, i+len(words), workbench.ByPointer)
}

// typed types characters and keys where the keyboard is, as the driver would: "q", "Escape".
func (f *fixture) typed(keys ...string) {
	f.Helper()
	names := map[string]fyne.KeyName{
		"Enter": fyne.KeyReturn, "Escape": fyne.KeyEscape, "Tab": fyne.KeyTab, "Delete": fyne.KeyDelete, "Up": fyne.KeyUp, "Down": fyne.KeyDown, "End": fyne.KeyEnd,
		"Backspace": fyne.KeyBackspace, "F1": fyne.KeyF1, "F6": fyne.KeyF6, "F9": fyne.KeyF9, "F10": fyne.KeyF10,
	}
	c := f.w.win.Canvas()
	for _, k := range keys {
		name, special := names[k]
		switch focused := c.Focused(); {
		case special && focused != nil:
			focused.TypedKey(&fyne.KeyEvent{Name: name})
		case special:
			c.OnTypedKey()(&fyne.KeyEvent{Name: name})
		case focused != nil:
			for _, r := range k {
				c.Focused().TypedRune(r)
			}
		default:
			for _, r := range k {
				c.OnTypedRune()(r)
			}
		}
		f.settle()
	}
}

// chord presses a letter with Ctrl where the keyboard is.
func (f *fixture) chord(s fyne.Shortcut) {
	f.Helper()
	defer f.settle()
	if focused, ok := f.w.win.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(s)
		return
	}
	f.w.Shortcut(s, false)
}

func ctrl(k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl}
}

// object returns the control of a name that is on the screen.
func (f *fixture) object(name string) fyne.CanvasObject {
	f.Helper()
	var found fyne.CanvasObject
	f.w.places(func(n string, o fyne.CanvasObject) {
		if n == name {
			found = o
		}
	})
	if found == nil {
		f.Fatalf("there is no %q on the screen", name)
	}
	return found
}

func (f *fixture) shows(name string) bool {
	found := false
	f.w.places(func(n string, _ fyne.CanvasObject) { found = found || n == name })
	return found
}

// tap clicks a control.
func (f *fixture) tap(name string) {
	f.Helper()
	f.object(name).(fyne.Tappable).Tapped(&fyne.PointEvent{})
	f.settle()
}

func (f *fixture) field(name string) *control.Field {
	f.Helper()
	return f.object(name).(*control.Field)
}

func (f *fixture) wantCurrent(typ, words string) {
	f.Helper()
	a := f.b.Current()
	if a == nil {
		f.Fatalf("nothing is current, want %s %q; notice: %s", typ, words, f.b.Notice().Text)
	}
	if got := f.b.Document().Surface(a.Spans); a.Type != typ || got != words {
		f.Fatalf("current is %s %q, want %s %q", a.Type, got, typ, words)
	}
}

func (f *fixture) wantFocus(on any) {
	f.Helper()
	if got := f.w.win.Canvas().Focused(); any(got) != on {
		f.Errorf("the keyboard is with %T, want %T", got, on)
	}
}

// words returns what an object and all in it say, in no particular order.
func words(o fyne.CanvasObject) string {
	var all []string
	for _, x := range test.LaidOutObjects(o) {
		switch x := x.(type) {
		case *control.Phrase:
			all = append(all, x.Text())
		case *control.Paragraph:
			all = append(all, x.Text())
		case *control.Button:
			all = append(all, x.Text)
		case *control.Row:
			all = append(all, x.Text())
		case *control.Link:
			all = append(all, x.Text())
		}
	}
	return strings.Join(all, "\n")
}

func speakerOf(f *fixture, quote string) string {
	for _, c := range f.b.QuoteCards() {
		if strings.Contains(c.Text, quote) {
			return c.Speaker
		}
	}
	return "no such quote"
}

func TestTheWindowOpensWithItsWelcomePage(t *testing.T) {
	f := newFixture(t)
	for _, name := range []string{"welcome.sample", "welcome.new", "welcome.add", "welcome.open"} {
		if !f.shows(name) {
			t.Errorf("the first page has no %s", name)
		}
	}
	if f.w.showing != showWelcome {
		t.Errorf("it shows %d, want the welcome page", f.w.showing)
	}
}

func TestAnEmptyProjectSaysWhatToDo(t *testing.T) {
	f := newFixture(t)
	f.b.Create(f.path)
	if f.w.showing != showEmpty || !f.w.empty.object.Visible() {
		t.Fatal("a project without articles shows no way to add some")
	}
	if got := f.w.queue.nothing.Text(); !strings.Contains(got, "Drop files") {
		t.Errorf("the queue says %q", got)
	}
}

func TestAQuoteTakesOneKeyAndTwoEnters(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q")
	f.wantCurrent("quote", "“The bridge will open in May,”")
	if f.b.Mode() != workbench.Hinting {
		t.Fatal("it does not ask for the speaker")
	}
	f.typed("Enter", "Enter")
	if got := speakerOf(f, "bridge"); got != "Ana Duarte" {
		t.Errorf("the speaker is %q, want Ana Duarte", got)
	}
	if c := f.b.QuoteCards()[0]; c.Cue != "said" {
		t.Errorf("the cue is %q, want said", c.Cue)
	}
	f.wantFocus(f.w.article)
}

func TestAHintLetterTakesThatCandidate(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q")
	second := f.b.Hints().Candidates[1]
	f.typed(second.Label)
	if got := speakerOf(f, "bridge"); got != second.Text {
		t.Errorf("the speaker is %q, want %q", got, second.Text)
	}
}

func TestLettersWorkWhenNothingHasTheKeyboard(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.w.win.Canvas().Unfocus()
	f.typed("q")
	f.wantCurrent("quote", "“The bridge will open in May,”")
}

func TestTabGoesThroughTheAnnotations(t *testing.T) {
	f := withSample(t)
	f.typed("Tab")
	first := f.b.Current()
	f.typed("Tab")
	if first == nil || f.b.Current() == nil || f.b.Current().ID == first.ID {
		t.Errorf("Tab went from %v to %v", first, f.b.Current())
	}
	f.wantFocus(f.w.article)
}

func TestFoldingHidesThePanes(t *testing.T) {
	f := withArticles(t)
	wide := f.w.article.Size().Width
	f.typed("F9", "F10")
	if f.w.article.Size().Width <= wide {
		t.Errorf("with both panes folded the article is %v px wide, before %v", f.w.article.Size().Width, wide)
	}
	f.typed("F9", "F10")
	if f.w.article.Size().Width != wide {
		t.Errorf("after folding back it is %v px wide, want %v", f.w.article.Size().Width, wide)
	}
}

func TestToolbarDoesWhatKeysDo(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.tap("toolbar.mark.quote")
	f.wantCurrent("quote", "“The bridge will open in May,”")
	f.wantFocus(f.w.article)
	f.typed("Escape", "Escape")
	f.tap("toolbar.edit.undo")
	if n := len(f.b.QuoteCards()); n != 0 {
		t.Errorf("after undo there are %d quotes", n)
	}
	f.tap("toolbar.edit.redo")
	if n := len(f.b.QuoteCards()); n != 1 {
		t.Errorf("after redo there are %d quotes", n)
	}
}

func TestToolbarHasNoButtonThatTheMouseMisses(t *testing.T) {
	f := withArticles(t)
	for _, id := range []string{"mark.quote", "mark.mention", "mark.event", "role.speaker", "role.cue", "entity.name", "mark.all", "mark.type", "mark.delete", "edit.undo", "edit.redo", "state.done"} {
		if !f.shows("toolbar." + id) {
			t.Errorf("the toolbar has no %s", id)
		}
	}
}

func TestTheThemeChangesEverything(t *testing.T) {
	f := withSample(t)
	s := f.b.Settings()
	s.Theme = "dark"
	f.b.SetSettings(s)
	if !f.w.inks.dark {
		t.Error("the marks keep the colours of the light theme")
	}
	s.Theme = "light"
	f.b.SetSettings(s)
	if f.w.inks.dark {
		t.Error("the marks keep the colours of the dark theme")
	}
}

func TestTheLayoutIsRemembered(t *testing.T) {
	f := withArticles(t)
	f.w.panes.LeftWidth, f.w.panes.RightWidth = 200, 300
	f.w.keepLayout()
	f.w.panes.LeftWidth, f.w.panes.RightWidth = 1, 1
	f.w.restoreLayout()
	if f.w.panes.LeftWidth != 200 || f.w.panes.RightWidth != 300 {
		t.Errorf("the panes come back %v and %v px wide", f.w.panes.LeftWidth, f.w.panes.RightWidth)
	}
}

func TestMarksAreThoseOfTheSet(t *testing.T) {
	f := withSample(t)
	var want, got []string
	for a := range f.b.Set().All() {
		letter := f.b.Schema().Type(a.Type).Letter
		if f.b.Schema().Kind(a.Type) == annotate.KindQuote { // of one type: nothing to tell apart
			letter = ""
		}
		want = append(want, string(a.ID)+letter)
	}
	f.w.marks.In(0, len(f.b.Document().Text), func(m *article.Mark) { got = append(got, string(m.ID)+m.Letter) })
	if !slices.Equal(got, want) {
		t.Fatalf("the marks are %v, want %v", got, want)
	}
}

func TestConnectorsLeadToWhatFillsTheRoles(t *testing.T) {
	f := withSample(t)
	var frame *annotate.Annotation
	for a := range f.b.Set().All() {
		if len(a.Args) > 1 {
			frame = a
			break
		}
	}
	cs := f.w.inks.connectors(f.b.Set(), frame)
	if len(cs) != len(frame.Args) {
		t.Fatalf("%d connectors for %d arguments", len(cs), len(frame.Args))
	}
	for i, c := range cs {
		if c.From != frame.ID || c.To != frame.Args[i].Target || c.Role == "" {
			t.Errorf("connector %+v for argument %+v", c, frame.Args[i])
		}
	}
}

func TestWhatGoesWrongIsSaidOnTheFirstPage(t *testing.T) {
	f := newFixture(t)
	f.b.Open(filepath.Join(t.TempDir(), "gone.quoth"))
	if !f.w.welcome.notice.card.Visible() || !strings.Contains(f.w.welcome.notice.card.text.Text(), "gone.quoth") {
		t.Errorf("the first page says %q", f.w.welcome.notice.card.text.Text())
	}
}

func TestTheStatusLineSaysWhatThePointerIsOver(t *testing.T) {
	f := withSample(t)
	quote := f.b.QuoteCards()[2]
	f.w.article.OnHover(quote.Annotation.Spans[0].Start, []annotate.ID{quote.Annotation.ID})
	if got := f.w.status.object.left.Text(); !strings.Contains(got, "Quote · speaker "+quote.Speaker) {
		t.Errorf("over a quote it says %q", got)
	}
	f.w.article.OnHover(-1, nil)
	f.object("toolbar.edit.undo").(*control.Button).MouseIn(nil)
	if got := f.w.status.object.left.Text(); !strings.Contains(got, "Undo (Ctrl+Z)") {
		t.Errorf("over a button it says %q", got)
	}
	if got := f.w.status.object.saved; got.Text() != "Saved" || !got.Visible() {
		t.Errorf("over a button it says %q of what is saved", got.Text())
	}
	f.object("toolbar.edit.undo").(*control.Button).MouseOut()
	if got := f.w.status.object.left.Text(); !strings.Contains(got, "quotes") {
		t.Errorf("over nothing it says %q", got)
	}
}

func TestThePartsOfTheStatusLineStandApart(t *testing.T) {
	f := withSample(t)
	quote := f.b.QuoteCards()[2]
	f.w.article.OnHover(quote.Annotation.Spans[0].Start, []annotate.ID{quote.Annotation.ID})
	s := f.w.status.object
	for _, width := range []float32{1600, 1280, 1024, 800} {
		f.w.win.Resize(fyne.NewSize(width, 700))
		for _, task := range []bool{false, true} {
			s.task = task
			s.Refresh()
			parts := []fyne.CanvasObject{s.saved, s.cancel, s.left, s.keys}
			if !task {
				parts = []fyne.CanvasObject{s.saved, s.left, s.keys}
			}
			end := float32(0)
			for i, o := range parts {
				if o.Position().X < end || o.Size().Width < 0 {
					t.Errorf("at %v px, with a task %v, part %d begins at %v, before the one before it ends at %v", width, task, i, o.Position().X, end)
				}
				end = o.Position().X + o.Size().Width
			}
			if end > width {
				t.Errorf("at %v px the line is %v px wide", width, end)
			}
			if s.saved.Size().Width < s.saved.Natural() {
				t.Errorf("at %v px “%s” is cut", width, s.saved.Text())
			}
		}
	}
}

func TestTheStatusLineSaysWhatTheKeysDoNow(t *testing.T) {
	f := withArticles(t)
	if got := f.w.status.object.keys.Text(); !strings.Contains(got, "Q quote") {
		t.Errorf("with nothing selected it says %q", got)
	}
	f.caretIn("bridge will")
	f.typed("q")
	if got := f.w.status.object.keys.Text(); !strings.Contains(got, "Speaker?") || !strings.Contains(got, "Ana Duarte") {
		t.Errorf("while it asks it says %q", got)
	}
}

func TestTheToolbarKeepsItsButtonsApart(t *testing.T) {
	f := withArticles(t)
	for _, width := range []float32{1920, 1280, 1024, 800, 640} {
		f.w.win.Resize(fyne.NewSize(width, 700))
		end := float32(0)
		for _, b := range f.w.toolbar.object.row.buttons {
			if b.Position().X < end {
				t.Errorf("at %v px the button %s begins at %v, before the one before it ends", width, b.Name, b.Position().X)
			}
			end = b.Position().X + b.Size().Width
		}
		if end > width && width >= 640 {
			t.Errorf("at %v px the toolbar is %v px wide", width, end)
		}
	}
}

func TestAboutSaysTheVersionsAndTheTermsOfTheFonts(t *testing.T) {
	f := newFixture(t)
	f.w.version = "1.2.3"
	f.b.Do("help.about")
	got := words(f.w.layer("about"))
	for _, want := range []string{"1.2.3", "Dataset format", "Built with", "Apache License 2.0"} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
	f.tap("about.licence")
	if got := words(f.w.layer("licence")); !strings.Contains(got, "SIL OPEN FONT LICENSE Version 1.1") || !strings.Contains(got, "Source Serif 4 Project Authors") ||
		!strings.Contains(got, "2010-2020 Adobe") || !strings.Contains(got, "LeRoy Benjamin Sharon") {
		t.Errorf("the licence says\n%s", got)
	}
}

func BenchmarkAChangeOfTheme(b *testing.B) {
	f := withSample(b)
	s := f.b.Settings()
	for i := 0; b.Loop(); i++ {
		s.Theme = []string{"dark", "light"}[i%2]
		f.b.SetSettings(s)
	}
}

func TestWhatThePointerWasOverIsNotSaidOfAnotherArticle(t *testing.T) {
	f := withArticles(t)
	f.w.Hint("Person: Ana Duarte")
	f.b.Do("article.next")
	if got := f.w.status.object.left.Text(); strings.Contains(got, "Duarte") {
		t.Errorf("the status line still says %q", got)
	}
}

func TestAConfirmationLeavesByItselfAndHidesNoCaret(t *testing.T) {
	f := withArticles(t)
	var later []func()
	f.w.article.After = func(d time.Duration, fn func()) {
		if d == confirmTime {
			later = append(later, fn)
		}
	}
	f.b.Do("view.zoomin")
	f.b.Do("view.zoomreset") // another one, which is not taken away with the first
	if len(later) != 2 {
		t.Fatalf("%d wait to leave", len(later))
	}
	later[0]()
	if f.b.Notice().Text == "" {
		t.Error("the first one's time took the second away")
	}
	later[1]()
	if got := f.b.Notice().Text; got != "" || f.w.notice.card.Visible() {
		t.Errorf("%q is still said", got)
	}
	for _, end := range []int{0, len(f.b.Document().Text)} {
		f.b.Select(end, end, workbench.ByKeys)
		f.w.win.Resize(fyne.NewSize(1280, 300))
		f.b.Do("view.zoomin")
		top, bottom, ok := clearOfCaret{f.w}.caretLine()
		c := f.w.notice.card
		if ok && c.Position().Y < bottom && c.Position().Y+c.Size().Height > top {
			t.Errorf("the notice at %v lies on the caret's line, %v to %v", c.Position(), top, bottom)
		}
	}
}

func TestAPlaceIsRevealedInTheArticleThatIsAboutToBeShown(t *testing.T) {
	f := withArticles(t)
	f.b.AddText("long.txt", "A Long Article\n\n"+strings.Repeat("The ferry left the quay on Monday morning, and nobody was on it.\n\n", 200))
	long := f.b.Document()
	if first, ok := f.b.Queue().At(0); ok {
		f.b.OpenDocument(first.ID)
	}
	end := len(long.Text) - 40
	f.w.shown = nil // as between the opening of an article and its showing
	f.w.Reveal(annotate.Span{Start: end, End: end + 1}, false)
	f.b.OpenDocument(long.ID)
	f.settle()
	if start, stop := f.w.article.VisibleRange(); end < start || end >= stop {
		t.Errorf("%d to %d are on the screen, not %d", start, stop, end)
	}
}

func TestTheOverviewShowsWhatIsTalkedAbout(t *testing.T) {
	f := withSample(t)
	for a := range f.b.Set().All() {
		f.b.Pick(a.ID)
		break
	}
	id := f.b.Current().ID
	noted := func() bool {
		f.w.catchUp()
		return f.w.marks.Mark(id).Note
	}
	if noted() {
		t.Fatal("nobody has said anything")
	}
	f.b.Press("/", false)
	if c := f.b.Commenting(); c == nil || !c.Say("Is it this?") {
		t.Fatalf("nothing can be said: %s", f.b.Notice().Text)
	}
	if !noted() {
		t.Error("what was said is not in the overview")
	}
	f.b.Resolve(true, f.b.ThreadsHere()[0])
	if noted() {
		t.Error("what is resolved is still in the overview")
	}
}

// The settings of the machine hold beside those of the program.
func TestTheDesktopMayAskForContrastAndForLessMotion(t *testing.T) {
	f := withSample(t)
	if look.IsContrast() || !f.w.moves() {
		t.Fatal("that is so without being asked")
	}
	f.w.follow(wishes{contrast: true, still: true})
	if !look.IsContrast() || f.w.moves() {
		t.Error("what the desktop asks for is not done")
	}
	if s := f.b.Settings(); s.Contrast || !s.Motion {
		t.Error("it is kept as if the person had said so")
	}
	f.w.follow(wishes{})
	if look.IsContrast() || !f.w.moves() {
		t.Error("it is not taken back")
	}
}

// What a program says while it starts, in a container, is read by people who look for what went wrong.
func TestNothingIsSaidOfALocaleWithoutLanguage(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "LANGUAGE=")
	if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), "locale") {
		t.Errorf("%v: %s", err, out)
	}
}

// What the toolkit saves at the end is saved by us, when its loop has ended: nothing is left for it to send there.
func TestNothingIsSentToALoopThatHasEnded(t *testing.T) {
	was := fyne.CurrentApp()
	t.Cleanup(func() { fyne.SetCurrentApp(was) })
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	a := app.NewWithID("quoth.test")
	l, ok := a.Lifecycle().(interface{ OnStopped() func() })
	if !ok || l.OnStopped() == nil {
		t.Fatal("the toolkit does nothing at the end any more; this is no longer needed")
	}
	save := takeStopHook(a)
	if l.OnStopped() != nil {
		t.Error("the toolkit has something to send still")
	}
	save()
}
