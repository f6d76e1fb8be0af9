//go:build measure && linux && !headless

package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/sys/unix"

	"quoth/annotate"
	"quoth/annotate/sizes"
	"quoth/annotate/store"
	"quoth/app/identity"
	"quoth/app/workbench"
	"quoth/assets"
)

// With the tag measure the tests of this package are a program that measures the real window from
// inside; ".ci/bench window" runs it on a virtual screen. Each scene is a process of its own, so that
// its memory is its own. A figure is of one frame: from the act to the end of the painting of what it
// changed. It is CPU time of the thread that the user interface runs on, the software renderer's part on
// that thread included; "wall" is what a clock says, in which the toolkit waits for its tick of 16 ms and
// the renderer paints on other threads. Rows that begin with "seen" are what outside_test.go says.

// measured is one row of the table.
type measured struct {
	What string  // "open 1 MB / 10,000"
	Is   float64 // median
	P95  float64 // 0 where there is one figure only
	Max  float64
	Wall float64 // median, ms; 0 where it says nothing
	Unit string
	Goal float64 // 0 for none

	Beside string  // the figure of the empty window that stands beside it; "" for none
	Above  bool    // the goal is for what it is above that
	Than   string  // another row that it is compared with, "" for none
	Times  float64 // how many times that it may be
}

// figuresOf are the rows of this run by their names, to be compared with others.
var figuresOf = map[string]float64{}

// print writes the row, and the comparison that it asks for.
func (m measured) print() {
	number := func(x float64, unit string) string {
		if x == 0 {
			return ""
		}
		return fmt.Sprintf("%.1f %s", x, unit)
	}
	figuresOf[m.What] = m.Is
	empty := 0.0
	if m.Beside != m.What {
		empty = figuresOf[m.Beside]
	}
	ratio := ""
	switch {
	case m.Goal > 0 && m.Above && empty == 0: // nothing to be above of
	case m.Goal > 0 && m.Above:
		ratio = fmt.Sprintf("%.2f", (m.Is-empty)/m.Goal)
	case m.Goal > 0:
		ratio = fmt.Sprintf("%.2f", m.Is/m.Goal)
	}
	goal := number(m.Goal, m.Unit)
	if m.Above {
		goal = "+" + goal
	}
	fmt.Printf("%-44s %10s %10s %10s %10s %10s %7s %7s\n", m.What, number(m.Is, m.Unit), number(m.P95, m.Unit), number(m.Max, m.Unit),
		number(empty, m.Unit), goal, ratio, number(m.Wall, ""))
	if others := besides(m.What); others != "" {
		fmt.Println("  … others:", others)
	}
	if than := figuresOf[m.Than]; than > 0 && m.Than != m.What {
		measured{What: "  … as against " + m.Than, Is: m.Is / than, Unit: "x", Goal: m.Times}.print()
	}
}

// extent is how large an article is.
type extent struct {
	name         string
	bytes, marks int
}

var extents = []extent{
	{"6 kB / 40", 6 << 10, 40},
	{"60 kB / 500", 60 << 10, 500},
	{"300 kB / 2,500", 300 << 10, 2500},
	{"1 MB / 10,000", 1 << 20, 10_000},
	{"1 MB / 100,000", 1 << 20, 100_000},
	{"10 MB / 100,000", 10 << 20, 100_000},
	{"100 MB / 1,000,000", 100 << 20, 1_000_000},
}

// scene is what one process measures.
type scene struct {
	name  string
	scale string // FYNE_SCALE
	at    int    // index in extents of the article that it works in
	run   func(*stage)
}

var scenes = []scene{
	{emptyScene, "1", 0, measureEmpty},
	{"start", "1", 0, measureStart},
	{"memory", "1", 3, measureMemory},
	{"open small", "1", 0, measureOpen},
	{"open 60 kB", "1", 1, measureOpen},
	{"open 300 kB", "1", 2, measureOpen},
	{"open 1 MB", "1", 3, measureOpen},
	{"open dense", "1", 4, measureOpen},
	{"open 10 MB", "1", 5, measureOpen},
	{"open huge", "1", 6, measureOpen},
	{"edit small", "1", 0, measureEdit},
	{"edit 300 kB", "1", 2, measureEdit},
	{"edit 1 MB", "1", 3, measureEdit},
	{"edit dense", "1", 4, measureEdit},
	{"edit 10 MB", "1", 5, measureEdit},
	{"edit huge", "1", 6, measureEdit},
	{"objects small", "1", 0, measureObjects},
	{"objects 1 MB", "1", 3, measureObjects},
	{"objects 10 MB", "1", 5, measureObjects},
	{"objects huge", "1", 6, measureObjects},
	{"scroll small", "1", 0, measureScroll},
	{"scroll 1 MB", "1", 3, measureScroll},
	{"scroll dense", "1", 4, measureScroll},
	{"scroll 10 MB", "1", 5, measureScroll},
	{"scroll huge", "1", 6, measureScroll},
	{"scroll double", "2", 3, measureScroll},
	{seenEmptyScene, "1", 0, outsideEmpty},
	{"seen small", "1", 0, outsideArticle},
	{"seen 1 MB", "1", 3, outsideArticle},
	{"fit 1 MB", "1", 3, measureFit},
	{"fit 10 MB", "1", 5, measureFit},
	{namesNone, "1", 0, measureNames},
	{namesShelf, "1", 0, measureNames},
	{namesFirst, "1", 0, measureNames},
	{namesOwn, "1", 0, measureNames},
}

// The scenes of an empty window.
const (
	emptyScene     = "empty"
	seenEmptyScene = "seen empty"
)

// What an empty window is measured for.
const (
	emptyStart  = "empty window: start"
	emptyFrame  = "empty window: a frame"
	emptyMemory = "empty window: memory after collection"
	emptySeen   = "seen: empty window, wheel to another colour"
)

// left out unless asked for by name: making its project takes minutes.
const rare = "huge"

func TestMain(m *testing.M) {
	if name := os.Getenv("QUOTH_SCENE"); name != "" {
		i := slices.IndexFunc(scenes, func(s scene) bool { return s.name == name })
		perform(scenes[i])
		return
	}
	pattern := regexp.MustCompile(strings.Join(os.Args[1:], " "))
	if err := measureAll(pattern); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// measureAll makes the projects that are needed, runs the scenes and prints the table.
func measureAll(pattern *regexp.Regexp) error {
	dir := os.Getenv("QUOTH_MEASURE_DIR") // keeps the projects between runs
	if dir == "" {
		made, err := os.MkdirTemp("", "quoth-measure")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		dir = made
	}
	fmt.Printf("%-44s %10s %10s %10s %10s %10s %7s %7s\n", "", "median", "p95", "most", "empty", "goal", "ratio", "wall")
	wanted := func(s scene) bool {
		return pattern.MatchString(s.name) && (!strings.Contains(s.name, rare) || strings.Contains(pattern.String(), rare))
	}
	for _, s := range scenes {
		// The empty window of the same run stands beside all others.
		empty := s.name == emptyScene || s.name == seenEmptyScene && slices.ContainsFunc(scenes, func(o scene) bool {
			return strings.HasPrefix(o.name, "seen") && wanted(o)
		})
		if !empty && !wanted(s) {
			continue
		}
		path, err := projectOf(dir, extents[s.at])
		if strings.HasPrefix(s.name, "names ") {
			path, err = projectOfNames(dir, s.name)
		}
		if err != nil {
			return err
		}
		if err := play(s, path); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	fmt.Println("What others took was measured in November 2026 on two cores without a GPU; ms, MB of memory.")
	return nil
}

// play runs a scene in a process of its own and prints its rows.
func play(s scene, project string) error {
	cmd := exec.Command(os.Args[0])
	home, err := os.MkdirTemp("", "quoth-scene")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	cmd.Env = append(os.Environ(), "QUOTH_SCENE="+s.name, "QUOTH_PROJECT="+project, "FYNE_SCALE="+s.scale,
		"HOME="+home, "XDG_CONFIG_HOME="+home+"/.config", "XDG_CACHE_HOME="+home+"/.cache", "XDG_DATA_HOME="+home+"/.local/share",
		"QUOTH_BEGAN="+strconv.FormatInt(time.Now().UnixNano(), 10))
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, complaint.String())
	}
	for line := range strings.Lines(string(out)) {
		var m measured
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			return fmt.Errorf("%w in %q", err, line)
		}
		m.print()
	}
	return nil
}

// projectOf makes a project with an article of an extent, and a small one that is opened first.
func projectOf(dir string, e extent) (string, error) {
	path := filepath.Join(dir, fmt.Sprintf("%d-%d.quoth", e.bytes, e.marks))
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	p, err := store.Create(ctx, path+".part", schema)
	if err != nil {
		return "", err
	}
	doc, first := sizes.Article(e.bytes), sizes.Article(3<<10)
	if _, err := p.AddDocuments(ctx, slices.Values([]*annotate.Document{first, doc})); err != nil {
		return "", err
	}
	set := annotate.NewSet(doc, "ana", "", nil)
	for _, c := range sizes.Changes(set, sizes.Annotations(doc, e.marks), 10_000) {
		if err := p.Commit(ctx, c); err != nil {
			return "", err
		}
	}
	return path, errors.Join(p.Close(), os.Rename(path+".part", path))
}

// stage is the window while a scene is played. Scenes run on a goroutine of their own.
type stage struct {
	scene  scene
	w      *window
	ground *fyne.Container // of an empty window
	seal   *canvas.Raster  // tiny, and painted last: it tells when a frame has been painted
	drawn  chan struct{}
	acted  float64 // ms that the last act took, before the frame
}

// perform shows the window and plays a scene in it.
func perform(s scene) {
	prefs := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "fyne", identity.Program, "preferences.json")
	_ = os.MkdirAll(filepath.Dir(prefs), 0o700)
	_ = os.WriteFile(prefs, []byte(`{"settings.annotator":"ana","settings.motion":"false","settings.theme":"light"}`), 0o600)
	st := &stage{scene: s, drawn: make(chan struct{}, 64)}
	st.seal = canvas.NewRaster(func(w, h int) image.Image {
		select {
		case st.drawn <- struct{}{}:
		default:
		}
		return image.NewUniform(color.NRGBA{})
	})
	st.seal.Resize(fyne.NewSize(1, 1))
	a := app.NewWithID(identity.Program)
	var win fyne.Window
	if strings.HasSuffix(s.name, "empty") {
		win = a.NewWindow("Empty")
		st.ground = container.NewStack(newBlank(), container.NewWithoutLayout(st.seal))
		win.SetContent(st.ground)
	} else {
		bench := workbench.New(workbench.Config{
			Prefs: preferences{a.Preferences()}, Do: fyne.Do, Go: func(fn func()) { go fn() },
		})
		w, err := newWindow(a, bench)
		if err != nil {
			panic(err)
		}
		st.w, win = w, w.win
		win.SetContent(container.NewStack(w.body, container.NewWithoutLayout(st.seal)))
	}
	win.Resize(fyne.NewSize(1400, 900))
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			if path := os.Getenv("QUOTH_PROFILE"); path != "" {
				f, err := os.Create(path)
				if err != nil {
					panic(err)
				}
				_ = pprof.StartCPUProfile(f)
				defer pprof.StopCPUProfile()
			}
			s.run(st)
			pprof.StopCPUProfile()
			if path := os.Getenv("QUOTH_PROFILE"); path != "" {
				f, err := os.Create(path + ".heap")
				if err != nil {
					panic(err)
				}
				_ = pprof.WriteHeapProfile(f)
				f.Close()
			}
			if st.w != nil {
				st.ui(st.w.bench.CloseProject) // else the next start checks the file first, as after a crash
			}
			os.Exit(0)
		}()
	})
	win.ShowAndRun()
}

// row prints one figure.
func (*stage) row(m measured) {
	if m.Unit == "" {
		m.Unit = "ms"
	}
	out, _ := json.Marshal(m)
	fmt.Println(string(out))
}

// ui runs something on the toolkit's goroutine and waits for it.
func (*stage) ui(fn func()) { fyne.DoAndWait(fn) }

// threadTime is the CPU time of the calling thread in ms. The toolkit's goroutine keeps its thread.
func threadTime() float64 {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		panic(err)
	}
	return float64(t.Nano()) / 1e6
}

// frame does something and waits until what it changed is painted, and returns what that took in ms.
func (s *stage) frame(act func()) (own, wall float64) {
	for len(s.drawn) > 0 {
		<-s.drawn
	}
	var from float64
	began := time.Now()
	s.ui(func() {
		from = threadTime()
		act()
		s.acted = threadTime() - from
		canvas.Refresh(s.seal)
	})
	<-s.drawn
	s.ui(func() { own = threadTime() - from })
	return own, float64(time.Since(began).Microseconds()) / 1e3
}

// rest waits until nothing is read or laid out any more, nor painted.
func (s *stage) rest() {
	for {
		done := true
		s.ui(func() {
			if s.w == nil {
				return
			}
			set := s.w.bench.Set()
			done = s.w.article.Laid() && (set == nil || set.Len() == s.w.bench.Counts().Total())
		})
		if done {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(60 * time.Millisecond)
	s.frame(func() {})
}

// summed sums up repeated measurements.
func summed(what string, goal float64, own, wall []float64) measured {
	slices.Sort(own)
	slices.Sort(wall)
	n := len(own)
	m := measured{Beside: emptyFrame, What: what, Is: own[n/2], P95: own[min(n-1, n*95/100)], Max: own[n-1], Goal: goal}
	if len(wall) > 0 {
		m.Wall = wall[len(wall)/2]
	}
	return m
}

// many measures an act n times after a few that warm up.
func (s *stage) many(n int, act func(i int)) (own, wall []float64) {
	for i := -3; i < n; i++ {
		o, w := s.frame(func() { act(i + 3) })
		if i >= 0 {
			own, wall = append(own, o), append(wall, w)
		}
	}
	return own, wall
}

func began() time.Time {
	n, _ := strconv.ParseInt(os.Getenv("QUOTH_BEGAN"), 10, 64)
	return time.Unix(0, n)
}

// resident is the memory of this process in MB: as it is, and after everything unused is given back.
func resident() (is, least float64) {
	read := func() float64 {
		data, _ := os.ReadFile("/proc/self/statm")
		pages, _ := strconv.ParseFloat(strings.Fields(string(data))[1], 64)
		return pages * float64(os.Getpagesize()) / (1 << 20)
	}
	is = read()
	runtime.GC()
	debug.FreeOSMemory()
	return is, read()
}

// blank is an empty window's content: the wheel changes its colour.
type blank struct {
	widget.BaseWidget
	ground *canvas.Rectangle
}

func newBlank() *blank {
	b := &blank{ground: canvas.NewRectangle(color.White)}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *blank) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.ground) }

// Scrolled implements fyne.Scrollable.
func (b *blank) Scrolled(*fyne.ScrollEvent) {
	if b.ground.FillColor == color.White {
		b.ground.FillColor = color.Black
	} else {
		b.ground.FillColor = color.White
	}
	b.ground.Refresh()
}

func span(start, end int) annotate.Span { return annotate.Span{Start: start, End: end} }

func pid() int { return os.Getpid() }

func measureEmpty(s *stage) {
	s.frame(func() {})
	s.row(measured{What: emptyStart, Is: float64(time.Since(began()).Milliseconds())})
	own, wall := s.many(60, func(int) {})
	s.row(summed(emptyFrame, 0, own, wall))
	is, least := resident()
	s.row(measured{What: "empty window: memory", Is: is, Unit: "MB"})
	s.row(measured{What: emptyMemory, Is: least, Unit: "MB"})
	s.ui(func() { s.ground.Add(widget.NewLabel("word")) })
	s.frame(func() {})
	_, least = resident()
	s.row(measured{What: "a window with one word: the same", Is: least, Unit: "MB", Beside: emptyMemory})
}

// project opens the scene's project with the article that was open last, at first the small one, and returns the other.
func (s *stage) project() annotate.DocumentID {
	s.ui(func() { s.w.bench.Open(os.Getenv("QUOTH_PROJECT")) })
	var id annotate.DocumentID
	for id == "" {
		time.Sleep(time.Millisecond)
		s.ui(func() {
			if s.w.bench.Document() != nil {
				other, _ := s.w.bench.Queue().At(1)
				id = other.ID
			}
		})
	}
	return id
}

// small opens the scene's project with its small article shown, also where the other one was open last, and returns
// both.
func (s *stage) small() (id, first annotate.DocumentID) {
	id = s.project()
	s.ui(func() {
		one, _ := s.w.bench.Queue().At(0)
		if first = one.ID; s.w.bench.Document().ID != first {
			s.w.bench.OpenDocument(first)
		}
	})
	s.rest()
	return id, first
}

// article opens the scene's project and its article.
func (s *stage) article() {
	id, _ := s.small()
	s.ui(func() { s.w.bench.OpenDocument(id) })
	s.rest()
}

func measureStart(s *stage) {
	s.project()
	s.frame(func() {})
	s.row(measured{What: "start, with a project and an article", Is: float64(time.Since(began()).Milliseconds()), Beside: emptyStart, Above: true, Goal: 400})
}

func measureMemory(s *stage) {
	s.article()
	is, least := resident()
	s.row(measured{What: s.named("memory"), Is: is, Unit: "MB"})
	s.row(measured{What: s.named("memory after collection"), Is: least, Unit: "MB", Beside: emptyMemory, Above: true, Goal: 40})
}

// named says what is measured in which article.
func (s *stage) named(what string) string {
	what += " " + extents[s.scene.at].name
	if s.scene.scale != "1" {
		what += ", scale " + s.scene.scale
	}
	return what
}

func measureOpen(s *stage) {
	id, first := s.small()
	n := 9
	if s.scene.at >= 5 {
		n = 3
	}
	var own, wall, after []float64
	for range n {
		from := time.Now()
		o, w := s.frame(func() { s.w.bench.OpenDocument(id) })
		own, wall = append(own, o), append(wall, w)
		for done := false; !done && time.Since(from) < 20*time.Second; {
			time.Sleep(2 * time.Millisecond)
			s.ui(func() { done = s.w.article.Laid() })
		}
		after = append(after, float64(time.Since(from).Milliseconds())-w)
		s.rest()
		s.frame(func() { s.w.bench.OpenDocument(first) })
		s.rest()
	}
	goal, goals := 60.0, map[int]float64{6: 1000}
	if g := goals[s.scene.at]; g > 0 {
		goal = g
	}
	m := summed(s.named("open"), goal, own, wall)
	if s.scene.at == 3 {
		m.Than, m.Times = "open "+extents[0].name, 2
	}
	s.row(m)
	slices.Sort(after)
	m = measured{What: s.named("open, all laid out after"), Is: after[n/2], Max: after[n-1]}
	if s.scene.at <= 4 {
		m.Goal = 300
	}
	s.row(m)
}

// words returns places in the middle of the article where a word can be marked.
func (s *stage) words(n int) []annotate.Span {
	var out []annotate.Span
	doc, set := s.w.bench.Document(), s.w.bench.Set()
	for at := len(doc.Text) / 2; len(out) < n; {
		at = doc.Offsets().NextWord(at)
		start, end, ok := doc.Offsets().WordAt(at)
		if word := (annotate.Span{Start: start, End: end}); ok && len(set.Touching(word)) == 0 {
			out = append(out, word)
		}
	}
	return out
}

func measureEdit(s *stage) {
	s.article()
	const n = 24
	var words []annotate.Span
	s.ui(func() {
		words = s.words(n + 3)
		s.w.article.ScrollToOffset(words[0].Start)
	})
	s.rest()
	var own, wall, undo, behind, acted []float64
	s.ui(func() { s.w.soon = func(func()) {} }) // what follows behind the frame is measured by itself
	follow := func() float64 { o, _ := s.frame(s.w.catchUp); return o }
	for i, word := range words {
		s.frame(func() { s.w.bench.Select(word.Start, word.End, workbench.ByPointer) })
		follow()
		o, w := s.frame(func() { s.w.Rune('1') })
		a := s.acted
		b := follow()
		u, _ := s.frame(func() { s.w.bench.Do("edit.undo") })
		follow()
		s.frame(func() { s.w.bench.Do("edit.redo") })
		follow()
		if i >= 3 {
			own, wall, undo, behind, acted = append(own, o), append(wall, w), append(undo, u), append(behind, b), append(acted, a)
		}
	}
	m := summed(s.named("mark a word"), 3, own, wall)
	m.Than, m.Times = "mark a word "+extents[0].name, 1.5
	s.row(m)
	s.row(summed(s.named("mark a word, before the frame"), 0, acted, nil))
	s.row(summed(s.named("mark a word, the panes behind it"), 0, behind, nil))
	s.row(summed(s.named("undo"), 3, undo, nil))
}

// quotations returns places inside quotations, one after the other from the middle of the article on.
func (s *stage) quotations(n int) (at []int) {
	text, mark := s.w.bench.Document().Text, "“"
	for from := len(text) / 2; len(at) < n; {
		i := strings.Index(text[from:], mark)
		if i < 0 {
			from = 0
			continue
		}
		from += i + len(mark)
		at = append(at, from)
	}
	return at
}

// measureObjects selects text objects by key, and asks for the speaker of quotes: the letters come up at the
// words on the screen, and one of them is typed.
func measureObjects(s *stage) {
	s.article()
	const n, warm = 12, 2
	var places []int
	var quotes []*annotate.Annotation
	s.ui(func() {
		s.w.soon = func(func()) {}
		places = s.quotations(n + warm)
		set := s.w.bench.Set()
		for at := len(s.w.bench.Document().Text) / 2; len(quotes) < n+warm; at += 100 {
			for _, a := range set.Touching(span(at, at+100)) {
				if s.w.bench.Schema().Kind(a.Type) == annotate.KindQuote && a.Spans[0].Start >= at {
					quotes = append(quotes, a)
					break
				}
			}
			if at > len(s.w.bench.Document().Text) { // a small article has few: again from its beginning
				at = 0
			}
		}
	})
	took := map[string][]float64{}
	do := func(i int, what string, act func()) {
		own, _ := s.frame(act)
		s.frame(s.w.catchUp)
		if i >= warm && what != "" {
			took[what] = append(took[what], own)
		}
	}
	const sentence, paragraph, quotation, letters, picked = "select the sentence", "select the paragraph", "select the quotation", "hint letters", "pick by letter"
	for i := range n + warm {
		for _, o := range []struct {
			what string
			key  rune
		}{{sentence, 'y'}, {paragraph, 'b'}, {quotation, 'g'}} {
			do(i, "", func() { s.w.bench.Select(places[i], places[i], workbench.ByKeys) })
			do(i, "", func() { s.w.article.ScrollToOffset(places[i]) })
			do(i, o.what, func() { s.w.Rune(o.key) })
		}
		at := quotes[i].Spans[0].Start + 1
		do(i, "", func() { s.w.bench.Select(at, at, workbench.ByKeys) })
		do(i, "", func() { s.w.article.ScrollToOffset(at) })
		do(i, letters, func() { s.w.bench.AskRole(quotes[i].ID, "speaker") })
		label := ""
		s.ui(func() {
			if h := s.w.bench.Hints(); h != nil && len(h.Candidates) > 0 {
				label = h.Candidates[len(h.Candidates)-1].Label
			}
		})
		if label == "" {
			continue
		}
		last := len(label) - 1
		for _, r := range label[:last] {
			do(i, "", func() { s.w.Rune(r) })
		}
		do(i, picked, func() { s.w.Rune(rune(label[last])) })
		do(i, "", func() { s.w.bench.Do("edit.undo") })
	}
	for _, what := range []string{sentence, paragraph, quotation, letters, picked} {
		if len(took[what]) == 0 {
			continue
		}
		m := summed(s.named(what), 0, took[what], nil)
		m.Than, m.Times = what+" "+extents[0].name, 1.5
		s.row(m)
	}
}

func measureScroll(s *stage) {
	s.article()
	wheelGoal, pageGoal := 4.0, 6.0
	switch {
	case s.scene.at == 4:
		wheelGoal, pageGoal = 6, 9
	case s.scene.scale == "2":
		wheelGoal, pageGoal = 8, 12
	}
	s.ui(func() { s.w.article.ScrollToOffset(len(s.w.bench.Document().Text) / 3) })
	s.rest()
	own, wall := s.many(60, func(int) {})
	s.row(summed(s.named("nothing changed"), 0, own, wall))
	own, wall = s.many(200, func(int) {
		s.w.article.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -20)})
	})
	s.row(s.asPlain(summed(s.named("wheel"), wheelGoal, own, wall), "wheel"))
	own, wall = s.many(100, func(int) { s.w.article.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) })
	s.row(s.asPlain(summed(s.named("page"), pageGoal, own, wall), "page"))
}

// asPlain compares a figure of dense marks, or of a scale of two, with that of the plain article.
func (s *stage) asPlain(m measured, what string) measured {
	switch {
	case s.scene.at == 4:
		m.Times = 1.5
	case s.scene.scale == "2":
		m.Times = 2
	default:
		return m
	}
	m.Than = what + " " + extents[3].name
	return m
}

func measureFit(s *stage) {
	s.article()
	goal := 20.0
	if s.scene.at >= 5 {
		goal = 50
	}
	s.ui(func() { s.w.article.ScrollToOffset(len(s.w.bench.Document().Text) / 2) })
	s.rest()
	var own, wall []float64
	for i := range 10 {
		o, w := s.frame(func() { s.w.article.SetZoom([]float32{1.1, 1}[i%2]) })
		own, wall = append(own, o), append(wall, w)
		s.rest()
	}
	s.row(summed(s.named("zoom"), goal, own, wall))
	own, wall = nil, nil
	for i := range 10 {
		o, w := s.frame(func() { // what the toolkit does with a window's new size
			s.w.win.Canvas().Content().Resize(fyne.NewSize(1400-float32(60+60*(i%2)), 870))
		})
		own, wall = append(own, o), append(wall, w)
		s.rest()
	}
	s.row(summed(s.named("resize"), goal, own, wall))
}
