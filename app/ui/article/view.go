//go:build !headless

package article

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
	"quoth/app/ui/article/paint"
	"quoth/app/ui/frame"
)

// Lengths in Fyne's units, which the canvas scales.
const (
	textSize   = 17 // of running text at zoom 1
	leftEdge   = 24 // least blank beside the column: bars stand here
	rightEdge  = 16 // and here the scroll bar
	notchEdge  = 6  // and before that, notches where there may be any
	topBlank   = 28
	endBlank   = 72
	caretWidth = 1.6
	// measure is the widest line in characters unless SetType says otherwise.
	measure = 68
)

var (
	_ fyne.Draggable     = (*View)(nil)
	_ fyne.Scrollable    = (*View)(nil)
	_ fyne.Focusable     = (*View)(nil)
	_ fyne.Shortcutable  = (*View)(nil)
	_ fyne.Tabbable      = (*View)(nil)
	_ desktop.Keyable    = (*View)(nil)
	_ desktop.Mouseable  = (*View)(nil)
	_ desktop.Hoverable  = (*View)(nil)
	_ desktop.Cursorable = (*View)(nil)
)

// View shows an article. Use it on the goroutine of the user interface.
type View struct {
	widget.BaseWidget

	// What the widget reports; all may be nil.
	OnSelect    func(anchor, caret int, by Gesture)
	OnClickMark func(offset int, ids []annotate.ID, pick int) // after OnSelect; smallest first, ids[pick] is chosen
	OnHover     func(offset int, ids []annotate.ID)           // -1 and nil when the pointer leaves the words
	OnTarget    func(id annotate.ID)                          // a role or a stub of the connectors was clicked
	OnMenu      func(offset int, at fyne.Position)            // right click; at is on the canvas
	// OnVote tells that the pointer is on a voter's lane beside a line, or that the lane was clicked there; -1
	// when the pointer leaves the lanes.
	OnVote func(voter int, line annotate.Span, clicked bool)
	// OnEdge is asked while an edge of the selected mark is dragged: what spans would it have with the edge
	// at off, or exactly there? OnEdged tells that it was let go; keep is false where it stays as it was.
	OnEdge  func(id annotate.ID, e Edge, off int, exact bool) []annotate.Span
	OnEdged func(id annotate.ID, e Edge, off int, exact, keep bool)

	OnKey      func(*fyne.KeyEvent) bool // before the widget's own keys; true where used up
	OnRune     func(rune)
	OnShortcut func(fyne.Shortcut) bool // likewise
	OnFocus    func(bool)
	OnZoom     func(float32) // the wheel was turned with Ctrl
	OnScroll   func()        // another place of the text is on the screen, however that came about
	OnRelaid   func()        // the text was laid out anew: the place is the same, but lines stand elsewhere
	OnFonts    func()        // the system's fonts were read: what was written before looks otherwise now

	// After runs a function on the goroutine of the user interface after a while. Tests set their own.
	After func(time.Duration, func())

	fonts      *layout.Fonts
	text       string
	blocks     []annotate.Block
	boundaries Boundaries

	zoom     float32
	typ      Type
	language string
	still    bool
	palette  Palette
	print    Print
	layout   *layout.Layout // nil until the size is known
	built    built
	room     func(start, end int, st *layout.Style) layout.Room
	plain    func(start, end int) bool
	scene    paint.Scene
	painter  *paint.Painter
	anchor   int // of the selection
	caret    int
	goal     float32 // column that the caret keeps when it moves between lines, px; below 0 for none
	focused  bool
	space    bool             // held down, so that the mouse moves the text
	held     fyne.KeyModifier // as KeyDown and KeyUp tell, where the driver does not
	pointer  pointer
	glider   glider
	zoomed   zoomed
	cover    cover
	flashes  int // counts, so that only the last one ends
	blinks   int
	working  bool
	stirred  time.Time       // when the person last moved something
	refits   []annotate.Span // where marks have changed and lines off the screen wait for their room
	fetching bool

	start      int  // where a selection was begun, or -1
	fingers    bool // the person points with a finger or a pen
	overview   paint.Overview
	strip      *canvas.Raster // the overview, beneath the thumb of the scroll bar
	stripImage *image.RGBA
	looks      int  // steps of work on the overview
	unseen     bool // it has changed since it was drawn
	layouts    int  // how many there have been

	tiles    []*tile // all that there have been at a time, in any order
	laidFor  laidFor
	eye      *frame.Eye
	frames   int // that were begun
	caretBar *canvas.Rectangle
	startBar *canvas.Rectangle // the marker at start
	thumb    *canvas.Rectangle
}

// built is what a layout was made for; another one is needed when it changes.
type built struct {
	fonts    *layout.Fonts
	list     int // Fonts.Generation
	size     int // px of type
	family   layout.Family
	leading  float64
	language string
}

// NewView returns an empty view. Views of one window may share their fonts.
func NewView(fonts *layout.Fonts) *View {
	v := &View{
		fonts: fonts, zoom: 1, typ: Type{Measure: measure, Leading: layout.Leading}, palette: Light(), print: Print{Letters: true}, goal: -1, start: -1,
		painter: paint.NewPainter(fonts),
		After: func(d time.Duration, f func()) {
			time.AfterFunc(d, func() { fyne.Do(f) })
		},
	}
	v.scene = paint.Scene{Marks: paint.None, Palette: &v.palette, Hit: -1, Letters: true, Scale: 1}
	v.eye = frame.NewEye(v.look)
	v.strip = canvas.NewRaster(v.stripPicture)
	v.strip.ScaleMode = canvas.ImageScalePixels
	v.caretBar = canvas.NewRectangle(v.palette.Accent)
	v.startBar = canvas.NewRectangle(v.palette.Accent)
	v.startBar.CornerRadius = 2
	v.startBar.Hide()
	v.thumb = canvas.NewRectangle(color.Transparent)
	v.thumb.CornerRadius, v.thumb.StrokeWidth = 3, 1
	v.tintThumb()
	v.ExtendBaseWidget(v)
	return v
}

// SetDocument shows a text from its beginning, without marks or selection. Blocks are ascending and
// disjoint; boundaries must be those of the text.
func (v *View) SetDocument(text string, blocks []annotate.Block, boundaries Boundaries) {
	v.text, v.blocks, v.boundaries = text, blocks, boundaries
	v.anchor, v.caret, v.goal = 0, 0, -1
	v.pointer, v.glider, v.zoomed = pointer{}, glider{}, zoomed{left: layout.Anchor{Off: -1}}
	v.scene.Marks = paint.None
	v.overview.Reset(paint.None, len(text))
	v.refits = nil
	v.scene.Selected, v.scene.Connectors, v.scene.Hints, v.scene.Flash = "", nil, nil, annotate.Span{}
	v.scene.Hits, v.scene.Hit = nil, -1
	v.scene.Notches, v.scene.Voters, v.scene.Voted = nil, nil, annotate.Span{}
	v.layout = nil
	v.scene.Anchor = layout.Anchor{}
	v.build()
	if v.layout != nil {
		v.scene.Anchor = v.layout.Scroll(v.layout.Start(), -v.over(), v.height())
	}
	v.cover.before, v.cover.now = v.scene.Anchor, v.scene.Anchor
	v.repaint()
}

// SetMarks shows the marks of a source, which is asked whenever some are painted: it must be the same
// until the next call, but for what [View.MarksChanged] is told. The text at the top of the screen
// stays where it is.
func (v *View) SetMarks(ms Marks) {
	if v.pointer.doing == adjusting {
		v.dropEdge(false)
	}
	v.useMarks(ms)
	v.overview.Reset(ms, len(v.text))
	v.MarksChanged(annotate.Span{End: len(v.text)})
}

func (v *View) useMarks(ms Marks) {
	v.scene.Marks = ms
	v.overview.Use(ms)
	v.room, v.plain = paint.Room(ms, v.running()), paint.Plain(ms)
}

// MarksChanged shows the marks of the source as they are now. The spans hold all that was marked and
// is no more, and all that is marked newly or otherwise; none where only colours have changed. Only
// lines whose marks need more or less room are placed anew, those off the screen behind it.
func (v *View) MarksChanged(spans ...annotate.Span) {
	for _, s := range spans {
		v.overview.Change(s)
		if v.layout != nil {
			v.makeRoom(s)
		}
	}
	v.work()
	if len(spans) == 0 {
		v.overview.Change(annotate.Span{End: len(v.text)})
		v.repaint()
	} else {
		v.touch(spans...)
	}
}

// mostAtOnce is how many bytes are given room for their marks while the user interface waits.
const mostAtOnce = 4096

// makeRoom refits a range, short ones at once, of long ones what is on the screen.
func (v *View) makeRoom(s annotate.Span) {
	if s.Len() <= mostAtOnce {
		v.refit(s.Start, s.End)
		return
	}
	first, last := v.layout.Ends(v.scene.Anchor, v.height())
	v.refit(max(s.Start, first), min(s.End, last))
	v.refits = append(v.refits, s)
	v.work()
}

// refit makes room for marks on a range, and keeps the words of the topmost line where they are.
func (v *View) refit(start, end int) {
	if start > end {
		return
	}
	top := v.layout.LineOf(v.scene.Anchor.Off)
	before := top.Baseline
	if v.layout.Refit(start, end) {
		v.scene.Anchor.DY += top.Baseline - before
	}
}

// SetSelected outlines a mark; "" for none.
func (v *View) SetSelected(id annotate.ID) {
	if v.scene.Selected == id {
		return
	}
	var spans []annotate.Span
	for _, one := range []annotate.ID{v.scene.Selected, id} {
		if m := v.scene.Marks.Mark(one); m != nil {
			spans = append(spans, m.Spans...)
		}
	}
	v.scene.Selected, v.scene.Fixed = id, v.OnEdge == nil
	v.drawStrip()
	v.touch(spans...)
}

// SetConnectors shows the arguments of a frame; nil for none.
func (v *View) SetConnectors(cs []Connector) {
	if !slices.Equal(v.scene.Connectors, cs) {
		v.scene.Connectors = slices.Clone(cs)
		v.moved()
	}
}

// SetHints stands letters at words; nil ends it.
func (v *View) SetHints(hs []Hint) {
	if slices.Equal(v.scene.Hints, hs) {
		return
	}
	var others []annotate.Span // where one comes, goes or looks otherwise
	for _, list := range [2][2][]Hint{{v.scene.Hints, hs}, {hs, v.scene.Hints}} {
		for _, h := range list[0] {
			if !slices.Contains(list[1], h) {
				others = append(others, annotate.Span{Start: h.Offset, End: h.End})
			}
		}
	}
	v.scene.Hints = slices.Clone(hs)
	if len(others) == 0 { // they have another order
		v.repaint()
		return
	}
	v.touch(others...)
}

// SetHits shows what a search has found, ascending and disjoint, and which of it the person is at (-1
// for none). The slice must not change afterwards.
func (v *View) SetHits(hits []annotate.Span, at int) {
	if len(hits) == 0 {
		at = -1
	}
	same := len(hits) == len(v.scene.Hits) && (len(hits) == 0 || &hits[0] == &v.scene.Hits[0])
	if same && v.scene.Hit == at {
		return
	}
	v.scene.Hits, v.scene.Hit = hits, at
	v.placeStrip()
	v.repaint()
}

// SetNotches stands a notch beside the line of each of these offsets, ascending; nil ends it, and takes the
// room for them back. The slice must not change afterwards.
func (v *View) SetNotches(at []int) {
	if at == nil && v.scene.Notches == nil {
		return
	}
	room := (at == nil) != (v.scene.Notches == nil)
	v.scene.Notches = at
	if room {
		v.build()
	}
	v.repaint()
}

// SetVoters gives each of several annotators a lane beside the column; nil takes the lanes away. The source is
// asked whenever lines are painted: it must be the same until the next call, but for what
// [View.VotesChanged] is told.
func (v *View) SetVoters(vs Voters) {
	if vs == nil && v.scene.Voters == nil {
		return
	}
	v.scene.Voters, v.scene.Voted = vs, annotate.Span{}
	v.build()
	v.repaint()
}

// VotesChanged shows the votes of the source as they are now on these parts of the text; everywhere where
// none is given.
func (v *View) VotesChanged(spans ...annotate.Span) {
	if len(spans) == 0 {
		v.repaint()
		return
	}
	v.touch(spans...)
}

// SetVoted stands a bar at the lanes beside the lines of a part of the text that is looked at; an empty one
// takes it away.
func (v *View) SetVoted(s annotate.Span) {
	if v.scene.Voted != s {
		was := v.scene.Voted
		v.scene.Voted = s
		v.touch(was, s)
	}
}

// SetPrint says which small print marks may have below their words: the letters, which are shown and hidden by
// this, and the labels that the source of the marks gives them. All lines have room for it, so that marking moves none.
func (v *View) SetPrint(p Print) {
	if v.print == p {
		return
	}
	v.print = p
	v.scene.Letters = p.Letters
	v.room = paint.Room(v.scene.Marks, v.running())
	if v.layout != nil {
		v.layout.RoomChanged()
	}
	v.MarksChanged(annotate.Span{End: len(v.text)})
}

// running is how running text is set.
func (v *View) running() paint.Type {
	return paint.Type{Size: v.size(), Scale: v.scale(), Leading: v.typ.Leading, Print: v.print}
}

// SetSelection selects text, without a report. Offsets beyond the text are brought back to its ends.
func (v *View) SetSelection(anchor, caret int) {
	anchor, caret = min(max(0, anchor), len(v.text)), min(max(0, caret), len(v.text))
	if v.anchor == anchor && v.caret == caret {
		return
	}
	v.selectText(anchor, caret)
	v.goal = -1
}

// Selection returns the ends of the selection in bytes; the caret may come before the anchor.
func (v *View) Selection() (anchor, caret int) { return v.anchor, v.caret }

// selectText shows another selection. Moving an empty one does not paint the page again.
func (v *View) selectText(anchor, caret int) {
	wasEmpty := v.anchor == v.caret
	v.stirred = time.Now()
	was := annotate.Span{Start: v.scene.SelStart, End: v.scene.SelEnd}
	v.anchor, v.caret = anchor, caret
	v.scene.SelStart, v.scene.SelEnd = min(anchor, caret), max(anchor, caret)
	v.blink()
	if wasEmpty && anchor == caret {
		v.placeCaret()
		return
	}
	v.touch(was, annotate.Span{Start: v.scene.SelStart, End: v.scene.SelEnd})
}

// flashTime is how long a flash lasts.
const flashTime = 500 * time.Millisecond

// Flash colours a range for half a second, to show where a jump has led.
func (v *View) Flash(s annotate.Span) {
	v.flashes++
	n := v.flashes
	v.touch(v.scene.Flash, s)
	v.scene.Flash = s
	v.After(flashTime, func() {
		if v.flashes == n {
			v.scene.Flash = annotate.Span{}
			v.touch(s)
		}
	})
}

// The zooms that SetZoom keeps within.
const (
	LeastZoom = 0.5
	MostZoom  = 4
)

// SetZoom sets the size of the text, from 0.5 to 4. The line of the caret stays where it is on the
// screen; where the caret is not on it, the topmost line does.
func (v *View) SetZoom(z float32) {
	if v.layout == nil {
		v.setZoom(z, 0, zoomed{})
		return
	}
	start, end := v.layout.Ends(v.Aim(), v.height())
	off := v.caret
	if off < start || off > end {
		off, _ = v.VisibleRange()
	}
	v.setZoom(z, off, zoomed{caret: v.caret, at: fyne.NewPos(-1, -1)})
}

// zoomAt sets the size of the text and keeps the line of the word at a place in the view there.
func (v *View) zoomAt(z float32, at fyne.Position) {
	off, _, ok := v.under(at)
	if !ok {
		off = v.OffsetAt(at)
	}
	v.setZoom(z, off, zoomed{caret: v.caret, at: at})
}

// zoomed is how the last zoom kept the place. Where the next one finds the text as that left it, it keeps
// the same line at the same height: the way back then leads back, though lines break differently, and
// though the ends of the text allowed less in between.
type zoomed struct {
	caret int
	at    fyne.Position // of the pointer; negative where keys zoomed
	off   int           // whose line is kept
	y     int           // where its baseline is to be, px below the top
	left  layout.Anchor
}

// setZoom sets the size of the text and keeps the baseline of an offset's line at its height on the screen,
// as far as the ends of the text allow. by says what asked for it.
func (v *View) setZoom(z float32, off int, by zoomed) {
	z = min(max(z, LeastZoom), MostZoom)
	if z == v.zoom {
		return
	}
	v.zoom = z
	if v.layout == nil {
		v.build()
		return
	}
	v.stopGlide()
	if by.at.X < 0 {
		v.leave() // with the wheel, the same words stay under the pointer
	}
	if was := v.zoomed; was.left == v.scene.Anchor && was.caret == by.caret && was.at == by.at {
		by.off, by.y = was.off, was.y
	} else {
		ln := v.layout.LineOf(off)
		by.off, by.y = off, v.layout.LineY(v.scene.Anchor, ln)+ln.Baseline
	}
	v.build()
	ln := v.layout.LineOf(by.off)
	v.scene.Anchor = v.layout.Scroll(layout.Anchor{Off: ln.Start, DY: ln.Baseline - by.y}, 0, v.height())
	by.left = v.scene.Anchor
	v.zoomed = by
	v.repaint()
	v.relaid()
}

// Zoom returns the size of the text; 1 is normal.
func (v *View) Zoom() float32 { return v.zoom }

// SetType sets how articles look: the family, the line height and the measure. The text at the top
// stays there.
func (v *View) SetType(t Type) {
	t.Measure = min(max(t.Measure, 40), 120)
	t.Leading = min(max(t.Leading, LeastLeading), MostLeading)
	if t == v.typ {
		return
	}
	v.typ = t
	v.build()
	v.repaint()
	v.relaid()
}

// SetLanguage says in which language the next document is written, as BCP 47 does; "" where that is not
// known. Chinese, Japanese and Korean write the same characters in different ways.
func (v *View) SetLanguage(tag string) { v.language = tag }

// SetPalette sets the colours.
func (v *View) SetPalette(p Palette) {
	if v.palette == p {
		return
	}
	v.palette = p
	v.caretBar.FillColor, v.startBar.FillColor = p.Accent, p.Accent
	v.tintThumb()
	v.placeStrip()
	v.repaint()
}

// SetStart stands a marker where a selection was begun that a click will end; -1 takes it away.
func (v *View) SetStart(off int) {
	if v.start != off {
		v.start = off
		v.placeCaret()
	}
}

// SetFingers makes a long press open the menu, and a press beside a grip, a role, a stub or the scroll bar mean it
// from as far as on a tablet, for people who point with a finger or a pen.
func (v *View) SetFingers(on bool) { v.fingers = on }

// SetStill stops the caret from blinking, for people whose system asks for less motion.
func (v *View) SetStill(on bool) {
	v.still = on
	v.blink()
}

// scale returns the px of one of Fyne's units.
func (v *View) scale() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.Scale() > 0 {
		return c.Scale()
	}
	return 1
}

// size returns the size of running text in px.
func (v *View) size() int { return max(6, round(textSize*v.zoom*v.scale())) }

// height returns the height of the view in px.
func (v *View) height() int { return int(v.Size().Height * v.scene.Scale) }

// build brings the layout up to date with size, zoom, measure and fonts, keeping the place on the screen.
func (v *View) build() {
	size := v.Size()
	if size.Width < 1 || size.Height < 1 {
		return
	}
	s := v.scale()
	px := v.size()
	want := built{v.fonts, v.fonts.Generation(), px, v.typ.Family, v.typ.Leading, v.language}
	right := float32(rightEdge)
	if v.scene.Notches != nil {
		right += notchEdge
	}
	v.scene.Lanes = v.painter.LanesOf(v.scene.Voters, s)
	whole := int((size.Width-leftEdge-right)*s) - v.scene.Lanes.Width
	column := min(int(float32(v.typ.Measure)*v.fonts.CharWidth(v.typ.Family, px)), whole)
	column = max(column, px) // whatever is longer than a line breaks, so nothing lies beyond the view
	fresh := v.layout == nil || v.built != want
	if fresh {
		if v.built.size > 0 {
			v.scene.Anchor.DY = v.scene.Anchor.DY * px / v.built.size
		}
		if v.built.fonts != want.fonts || v.built.list != want.list {
			v.painter.Forget()
		}
		v.scene.Scale, v.scene.Margin = s, round(paint.StripWidth*s)
		v.room, v.plain = paint.Room(v.scene.Marks, v.running()), paint.Plain(v.scene.Marks)
		first := v.layout == nil
		v.refits = nil
		v.layouts++
		v.layout = layout.New(v.text, v.blocks, v.fonts, layout.Options{
			Family: v.typ.Family, Size: px, Leading: v.typ.Leading, Language: v.language, Measure: column, Top: round(topBlank * s), Bottom: round(endBlank * s),
			Room:  func(start, end int, st *layout.Style) layout.Room { return v.room(start, end, st) },
			Plain: func(start, end int) bool { return v.plain(start, end) },
		})
		v.layout.SetOver(v.over())
		v.scene.Layout, v.built = v.layout, want
		if first && v.scene.Anchor == (layout.Anchor{}) {
			v.scene.Anchor = v.layout.Start()
		}
	} else {
		v.layout.SetMeasure(column)
	}
	v.goal = -1
	v.scene.Anchor = v.Aim()
	v.stopGlide()
	left := (int(size.Width*s) - column) / 2
	if most := round(leftEdge*s) + whole - column; v.scene.Lanes.Width > 0 { // the lanes stand close, so the column gives way
		left = min(left, most)
	}
	v.scene.Left = max(left, round(leftEdge*s))
	v.scene.Anchor = v.layout.Scroll(v.scene.Anchor, 0, v.height())
	v.work()
}

// The rest of the text is laid out in steps, between which the user interface gets its turn: in long
// ones as long as nobody stirs, so that a long article is soon done, and in short ones while somebody
// scrolls, selects or marks, so that every frame keeps its time. The first step waits until what is on
// the screen has been painted.
const (
	longStep, shortPause = 11 * time.Millisecond, 3 * time.Millisecond
	shortStep, longPause = 3 * time.Millisecond, 13 * time.Millisecond
	calm                 = 300 * time.Millisecond // without a stir
)

// mostWaits is how often Behind looks whether there was a frame: a view that is not on the screen has none.
const mostWaits = 20

// Behind runs a function on the goroutine of the user interface when the next frame has been painted, and what came
// in meanwhile has had its turn.
func (v *View) Behind(fn func()) {
	frames, waits := v.frames, 0
	v.eye.Wake()
	var wait func()
	wait = func() {
		if v.frames == frames && waits < mostWaits {
			waits++
			v.After(longPause, wait)
			return
		}
		v.After(shortPause, fn)
	}
	v.After(longPause, wait)
}

// pace returns how long to work now, and how long to pause then.
func (v *View) pace() (step, pause time.Duration) {
	if time.Since(v.stirred) < calm {
		return shortStep, longPause
	}
	return longStep, shortPause
}

// work lays out in small steps what is not on the screen.
func (v *View) work() {
	if v.working || v.layout == nil {
		return
	}
	v.working = true
	var next func()
	next = func() {
		v.working = false
		if v.layout == nil {
			return
		}
		step, pause := v.pace()
		end := time.Now().Add(step)
		more := func() bool { return time.Now().Before(end) }
		laid := v.refitSome(more) && v.layout.Step(more)
		done := v.lookOver(more, laid) && laid
		if done || v.looks%looksBetween == 0 { // each place of it costs a frame
			v.placeThumb()
		}
		v.FetchFonts()
		if !done {
			v.working = true
			v.After(pause, next)
			return
		}
		v.relaid() // the height is no longer a guess
	}
	v.Behind(next)
}

// refitSome makes room for marks off the screen while more says so, and reports whether all have it.
func (v *View) refitSome(more func() bool) (done bool) {
	for len(v.refits) > 0 {
		if !more() {
			return false
		}
		s := &v.refits[0]
		end := min(s.End, s.Start+mostAtOnce)
		v.refit(s.Start, end)
		if s.Start = end; s.Start >= s.End {
			v.refits = v.refits[1:]
		}
	}
	return true
}

// FetchFonts reads the list of the system's fonts, once, when a character asks for it: one of the article, or
// one that was written elsewhere with the same fonts.
func (v *View) FetchFonts() {
	if v.fetching || !v.fonts.WantsSystem() {
		return
	}
	v.fetching = true
	done := make(chan struct{})
	go func() {
		defer close(done)
		dir, err := os.UserCacheDir()
		if err == nil {
			dir = filepath.Join(dir, "quoth")
			err = os.MkdirAll(dir, 0o700)
		}
		if err != nil {
			dir = os.TempDir()
		}
		_ = v.fonts.LoadSystem(dir) // without them boxes show what is missing
	}()
	var look func()
	look = func() {
		select {
		case <-done:
			v.fetching = false
			v.fonts.TakeSystem()
			v.build()
			v.repaint()
			v.relaid()
			if v.OnFonts != nil {
				v.OnFonts()
			}
		default:
			v.After(50*time.Millisecond, look)
		}
	}
	v.After(50*time.Millisecond, look)
}

// relaid tells that lines stand elsewhere.
func (v *View) relaid() {
	if v.OnRelaid != nil {
		v.OnRelaid()
	}
}

// repaint shows a scene that has changed.
func (v *View) repaint() {
	v.scene.Version++
	v.moved()
}

// touch shows a scene of which only what is painted on some bytes has changed.
func (v *View) touch(spans ...annotate.Span) {
	v.painter.Touch(spans...)
	v.moved()
}

// moved shows a scene of which only the place on the screen may have changed.
func (v *View) moved() {
	v.placeCaret()
	v.placeThumb()
	v.eye.Wake()
}

// CreateRenderer is part of Fyne's widget interface.
func (v *View) CreateRenderer() fyne.WidgetRenderer { return &renderer{v: v} }

type renderer struct {
	v       *View
	objects []fyne.CanvasObject
}

func (r *renderer) Objects() []fyne.CanvasObject {
	r.objects = r.objects[:0]
	for _, t := range r.v.tiles { // always in the same order, which the toolkit takes for the same things
		r.objects = append(r.objects, t.raster)
	}
	r.objects = append(r.objects, r.v.strip, r.v.startBar, r.v.caretBar, r.v.thumb, r.v.eye)
	return r.objects
}
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(220, 120) }
func (r *renderer) Destroy()           {}

// laidFor is what the view was arranged for.
type laidFor struct {
	size  fyne.Size
	scale float32
}

// Layout is called with every new size, when the canvas changes its scale, and when something on the view does.
func (r *renderer) Layout(size fyne.Size) {
	now := laidFor{size, r.v.scale()}
	if r.v.layout != nil && r.v.laidFor == now {
		return
	}
	r.v.laidFor = now
	r.v.build()
	r.v.placeStrip()
	r.v.repaint()
	r.v.relaid()
}

func (r *renderer) Refresh() {
	r.v.build()
	r.v.repaint()
}

func round(x float32) int {
	if x < 0 {
		return -int(0.5 - x)
	}
	return int(x + 0.5)
}

// Laid reports whether all of the text is laid out, so that the scroll bar no longer guesses.
func (v *View) Laid() bool { return v.layout == nil || !v.working }
