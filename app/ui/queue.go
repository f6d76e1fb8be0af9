//go:build !headless

package ui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// queuePane is the list of articles on the left: a search field, how many articles are in each state,
// and the articles that pass both filters. Only those on screen are read from the project.
type queuePane struct {
	w       *window
	object  *control.Board
	field   *control.Field
	filters *control.Column
	states  []*control.Row
	mine    *control.Row   // those that were given to the person
	ready   *control.Row   // in a review, those with which all annotators are done
	reviews []*control.Row // the states of the review
	unsure  *control.Row   // the least sure first
	list    *control.List
	nothing *control.Paragraph
	at      int // row of the open article when last drawn
}

// stateFilters are the rows above the list; "" stands for all articles.
var stateFilters = append([]annotate.State{""}, annotate.StateInProgress, annotate.StateNew, annotate.StateFlagged, annotate.StateDone)

// stateIcon is the shape of a state, and stateInk its colour.
var stateIcon = map[annotate.State]string{
	"": "queue", annotate.StateNew: "new", annotate.StateInProgress: "progress", annotate.StateFlagged: "flag", annotate.StateDone: "done",
}

var stateInk = map[annotate.State]fyne.ThemeColorName{
	annotate.StateNew: look.Faint, annotate.StateInProgress: look.Accent, annotate.StateFlagged: look.Problem, annotate.StateDone: look.Good,
}

// reviewWords are the states of the review, which has a star.
var reviewWords = map[annotate.State]string{annotate.StateNew: "To review", annotate.StateInProgress: "In review", annotate.StateFlagged: "Review flagged", annotate.StateDone: "Reviewed"}

func newQueuePane(w *window) *queuePane {
	q := &queuePane{w: w, at: -1}
	q.field = control.NewField(w, "Search the articles")
	q.field.Name = "queue.search"
	q.field.OnChanged = func(s string) { w.bench.Queue().SetSearch(s) }
	q.field.Entering = func() {
		if s, ok := w.bench.Queue().At(0); ok {
			w.bench.OpenDocument(s.ID)
		}
		w.giveBack()
	}
	q.field.Moving = func(d int) bool {
		if d > 0 {
			w.bench.NextDocument()
		} else {
			w.bench.PreviousDocument()
		}
		return true
	}
	q.field.Leaving = func() bool {
		if q.field.Text != "" {
			q.field.SetText("")
		}
		w.giveBack()
		return true
	}
	q.filters = control.NewColumn(0)
	for _, s := range stateFilters {
		r := control.NewRow(w)
		r.Name = "queue.state." + string(s)
		r.Tapping = func() {
			w.bench.Queue().SetState(s)
			if s == "" { // all of them
				w.bench.Queue().SetMine(false)
				w.bench.Queue().SetReview("")
				w.bench.Queue().SetReady(false)
			}
		}
		q.states = append(q.states, r)
	}
	q.mine = control.NewRow(w)
	q.mine.Name = "queue.mine"
	q.mine.Tapping = func() { w.bench.Queue().SetMine(!w.bench.Queue().Mine()) }
	q.ready = control.NewRow(w)
	q.ready.Name = "queue.ready"
	q.ready.Tapping = func() { w.bench.Queue().SetReady(!w.bench.Queue().Ready()) }
	for _, s := range annotate.States {
		r := control.NewRow(w)
		r.Name = "queue.review." + string(s)
		r.Tapping = func() {
			if w.bench.Queue().Review() == s {
				w.bench.Queue().SetReview("")
			} else {
				w.bench.Queue().SetReview(s)
			}
		}
		q.reviews = append(q.reviews, r)
	}
	q.unsure = control.NewRow(w)
	q.unsure.Name = "queue.unsure"
	q.unsure.Tapping = func() { w.bench.Do("queue.unsure") }
	q.list = control.NewList(w, 46, func() int { return w.bench.Queue().Len() },
		func() fyne.CanvasObject { return control.NewRow(w) }, q.fill)
	q.list.Name = "queue.list"
	q.list.Begin = func() int { return w.bench.Queue().Index() }
	q.list.Taking = func(i int) {
		if s, ok := w.bench.Queue().At(i); ok {
			w.bench.OpenDocument(s.ID)
			w.giveBack()
		}
	}
	q.nothing = control.NewParagraph("", look.Faint)
	q.nothing.Centred = true
	head := control.NewColumn(6, control.NewPadded(q.field, 8, 0), q.filters)
	top := control.NewPadded(head, 0, 8)
	q.object = control.NewBoard(look.Side, headed(top, container.NewStack(control.NewPadded(q.nothing, 16, 24), q.list)))
	return q
}

// headed stands an object above another, which takes the rest of the height. Tab goes through them in
// this order.
func headed(top, rest fyne.CanvasObject) *fyne.Container {
	return container.New(aboveRest{}, top, rest)
}

// aboveRest gives the first object the height that it needs at the width there is, and the second the rest.
type aboveRest struct{}

func (aboveRest) MinSize(objects []fyne.CanvasObject) fyne.Size {
	top, rest := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(top.Width, rest.Width), top.Height+rest.Height)
}

func (aboveRest) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := control.HeightFor(objects[0], size.Width)
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(size.Width, h))
	objects[1].Move(fyne.NewPos(0, h))
	objects[1].Resize(fyne.NewSize(size.Width, max(0, size.Height-h)))
}

// search gives the keyboard to the search field.
func (q *queuePane) search() {
	if q.w.bench.Folded("queue") {
		q.w.bench.Do("view.queue")
	}
	q.w.focusField(q.field)
	q.field.SelectAll()
}

func (q *queuePane) refresh() {
	queue := q.w.bench.Queue()
	q.field.Fill(queue.Search())
	q.refreshStates()
	q.list.Refresh()
	if i := queue.Index(); i != q.at {
		q.at = i
		q.list.ScrollTo(i)
	}
	q.nothing.SetText(q.emptyWords())
}

// refreshStates shows the states that some article is in, and the one filtered by.
func (q *queuePane) refreshStates() {
	queue := q.w.bench.Queue()
	counts := queue.Counts()
	var shown []fyne.CanvasObject
	for i, s := range stateFilters {
		n, title := counts[s], workbench.Sentence(string(s))
		if s == "" {
			n, title = queue.Total(), "All articles"
		} else if n == 0 && queue.State() != s {
			continue
		}
		ink := look.Faint
		if queue.State() == s {
			ink = look.Ink
		}
		q.states[i].Set(control.Item{
			Tight: true, Icon: stateIcon[s], IconInk: stateInk[s], Chosen: s != "" && queue.State() == s,
			Title: []control.Run{{Text: title, Ink: ink}}, Trail: []control.Run{{Text: fmt.Sprint(n), Ink: look.Faint}},
		})
		shown = append(shown, q.states[i])
		if n := queue.Given(); s == "" && (n > 0 || queue.Mine()) {
			q.mine.Set(control.Item{
				Tight: true, Icon: "import", IconInk: look.Accent, Chosen: queue.Mine(),
				Title: []control.Run{{Text: "Given to you", Ink: map[bool]fyne.ThemeColorName{true: look.Ink, false: look.Faint}[queue.Mine()]}},
				Trail: []control.Run{{Text: fmt.Sprint(n), Ink: look.Faint}},
			})
			shown = append(shown, q.mine)
		}
	}
	judged := queue.Reviews()
	if q.w.bench.Review() != nil {
		judged = nil // the states above are those of the review
		q.ready.Set(control.Item{
			Tight: true, Icon: "star", IconInk: look.Good, Chosen: queue.Ready(),
			Title: []control.Run{{Text: "All annotators done", Ink: map[bool]fyne.ThemeColorName{true: look.Ink, false: look.Faint}[queue.Ready()]}},
			Trail: []control.Run{{Text: fmt.Sprint(queue.Finished()), Ink: look.Faint}},
		})
		shown = append(shown, q.ready)
	}
	for i, s := range annotate.States {
		if judged[s] == 0 && queue.Review() != s {
			continue
		}
		ink := look.Faint
		if queue.Review() == s {
			ink = look.Ink
		}
		q.reviews[i].Set(control.Item{
			Tight: true, Icon: "star", IconInk: stateInk[s], Chosen: queue.Review() == s,
			Title: []control.Run{{Text: reviewWords[s], Ink: ink}}, Trail: []control.Run{{Text: fmt.Sprint(judged[s]), Ink: look.Faint}},
		})
		shown = append(shown, q.reviews[i])
	}
	if queue.Unsure() || q.w.bench.Can("queue.unsure") && queue.Total() > 1 {
		q.unsure.Set(control.Item{
			Tight: true, Icon: "help", IconInk: look.Accent, Chosen: queue.Unsure(),
			Title: []control.Run{{Text: "Least sure first", Ink: map[bool]fyne.ThemeColorName{true: look.Ink, false: look.Faint}[queue.Unsure()]}},
		})
		shown = append(shown, q.unsure)
	}
	if !slices.Equal(q.filters.Objects(), shown) {
		q.filters.Set(shown...)
		q.object.Refresh()
	}
}

func (q *queuePane) emptyWords() string {
	queue := q.w.bench.Queue()
	switch {
	case queue.Len() > 0:
		return ""
	case queue.Total() == 0:
		return "No articles yet. Drop files here, or press " + keyOf(q.w.bench, "articles.paste") + " to paste one."
	case queue.Search() != "":
		return "No article has all these words. Escape clears the search."
	}
	if queue.Mine() && queue.State() == "" && queue.Review() == "" {
		return "No articles are given to you any more."
	}
	return "No article is in this state."
}

// keyOf returns the first key of a command as this platform writes it.
func keyOf(b *workbench.Bench, id string) string {
	if ks := b.KeysOf(id); len(ks) > 0 {
		return label(ks[0])
	}
	return ""
}

func (q *queuePane) fill(i int, o fyne.CanvasObject) {
	row := o.(*control.Row)
	s, ok := q.w.bench.Queue().At(i)
	if !ok {
		row.Tapping = nil
		row.Set(control.Item{})
		return
	}
	row.Name = fmt.Sprintf("queue.article.%d", i)
	row.Tapping = func() { q.w.bench.OpenDocument(s.ID) }
	var others []annotate.AnnotatorID
	if s.Counts.Total() == 0 && s.Others == 0 {
		others = q.w.bench.MarkedBy(s.ID)
	}
	row.Set(articleItem(s, others, q.w.bench.Document() != nil && q.w.bench.Document().ID == s.ID))
}

// articleItem shows an article: its title, and under it what it holds or what the search found.
// Others are those who marked it where the person did not.
func articleItem(s store.Summary, others []annotate.AnnotatorID, chosen bool) control.Item {
	it := control.Item{
		Icon: stateIcon[s.State], IconInk: stateInk[s.State], Chosen: chosen,
		Title: []control.Run{{Text: control.OneLine(s.Title, 160), Ink: look.Ink, Bold: chosen}},
	}
	if s.Snippet.Text != "" {
		text, marks := fromFirstMark(s.Snippet.Text, s.Snippet.Marks)
		it.Second = control.Highlighted(strings.ReplaceAll(text, "\n", " "), marks, look.Faint)
	} else {
		it.Second = []control.Run{{Text: holds(s.Counts), Ink: look.Faint}}
	}
	also := func(text string, ink fyne.ThemeColorName) {
		if s.Snippet.Text == "" && s.Counts.Total() == 0 {
			it.Second = []control.Run{{Text: text, Ink: ink}} // rather than that nothing is marked
			return
		}
		it.Second = append(it.Second, control.Run{Text: " · " + text, Ink: ink})
	}
	if s.Assigned != annotate.NotAssigned && s.State == annotate.StateNew {
		also("given to you", look.Accent)
	}
	if len(others) > 0 {
		also("marked by "+control.OneLine(workbench.Listed(others), 60), look.Faint)
	}
	switch {
	case s.Others > 0: // a review
		ink := look.Faint
		if s.OthersDone == s.Others {
			ink = look.Good
		}
		also(fmt.Sprintf("%d of %d done", s.OthersDone, s.Others), ink)
	case s.Review != annotate.StateNew:
		also(lowerFirst(reviewWords[s.Review]), stateInk[s.Review])
	}
	return it
}

// fromFirstMark cuts the beginning of a snippet so far that its first mark shows in a narrow row. Marks
// are in bytes.
func fromFirstMark(text string, marks []annotate.Span) (string, []annotate.Span) {
	const most = 14 // characters before the mark
	if len(marks) == 0 {
		return text, marks
	}
	before := []rune(text[:marks[0].Start])
	if len(before) <= most {
		return text, marks
	}
	lead := string(before[len(before)-most:])
	if i := strings.IndexByte(lead, ' '); i >= 0 {
		lead = lead[i+1:]
	}
	const dots = "…"
	shift := len(dots) + len(lead) - marks[0].Start
	moved := make([]annotate.Span, len(marks))
	for i, m := range marks {
		moved[i] = annotate.Span{Start: m.Start + shift, End: m.End + shift}
	}
	return dots + lead + text[marks[0].Start:], moved
}

// holds says what an article holds, leaving out what it has none of.
func holds(c store.Counts) string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{c.Quotes, "quote", "quotes"}, {c.Events, "event", "events"}, {c.Mentions, "mention", "mentions"}} {
		if p.n > 0 {
			parts = append(parts, plural(p.n, p.one, p.many))
		}
	}
	if len(parts) == 0 {
		return "nothing marked yet"
	}
	return strings.Join(parts, " · ")
}

// places lists what the probe tells about the queue.
func (q *queuePane) places(add func(name string, o fyne.CanvasObject)) {
	if slices.Contains(q.filters.Objects(), fyne.CanvasObject(q.mine)) {
		add(q.mine.Name, q.mine)
	}
	if slices.Contains(q.filters.Objects(), fyne.CanvasObject(q.ready)) {
		add(q.ready.Name, q.ready)
	}
	if slices.Contains(q.filters.Objects(), fyne.CanvasObject(q.unsure)) {
		add(q.unsure.Name, q.unsure)
	}
	for _, r := range q.reviews {
		if slices.Contains(q.filters.Objects(), fyne.CanvasObject(r)) {
			add(r.Name, r)
		}
	}
	first, end := q.list.OnScreen()
	for i := first; i < end; i++ {
		if r, ok := q.list.Row(i).(*control.Row); ok {
			add(r.Name, r)
		}
	}
}
