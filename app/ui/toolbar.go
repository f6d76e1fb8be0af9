//go:build !headless

package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// toolbar is everything that annotating needs for those who work with the mouse: the commands of the
// registry that have an icon. Where it is narrow it drops first the keys, then the words. During a review, while keys
// are verdicts, so are its buttons.
type toolbar struct {
	w       *window
	object  *toolbarStrip
	board   *control.Board // on which it stands
	usual   buttonRow
	verdict buttonRow
	who     string // as it is shown
}

// buttonRow is the buttons of the toolbar in one mode.
type buttonRow struct {
	buttons []*control.Button
	ids     []string
	slots   []fyne.CanvasObject // a nil is a gap
	right   int                 // index of the first slot at the right end
}

// toolbarGroups is the order of the buttons; "" is a gap, and what follows "→" stands at the right end.
var toolbarGroups = []string{
	"mark.quote", "role.speaker", "role.cue", "",
	"mark.mention", "entity.name", "mark.all", "",
	"mark.event", "role.other", "",
	"mark.type", "mark.delete", "→",
	"edit.undo", "edit.redo", "", "state.done", "", "view.theme", "app.who",
}

// reviewGroups is the same during a review.
var reviewGroups = []string{
	"review.previous", cmdNextCase, "",
	"review.likeliest", "review.none", "review.edit", "review.mix", "",
	"comment.say", "review.guide", "", "review.gold", "→",
	"edit.undo", "edit.redo", "", "state.done", "review.start", "", "view.theme", "app.who",
}

// shortWords are the words on buttons where the command's title is a sentence.
var shortWords = map[string]string{
	"role.speaker": "Speaker", "role.cue": "Cue", "role.other": "Role", "entity.name": "Name", "mark.all": "All",
	"review.previous": "", cmdNextCase: "Next", "review.likeliest": "Likeliest", "review.none": "None", "review.edit": "Edit", "review.mix": "Mix",
	"comment.say": "Comment", "review.gold": "Gold", "review.start": "Leave",
	"mark.type": "Type", "state.done": "Done", "edit.undo": "", "edit.redo": "", "view.theme": "", "mark.delete": "",
}

func newToolbar(w *window) *toolbar {
	t := &toolbar{w: w, object: &toolbarStrip{}}
	t.usual, t.verdict = newButtonRow(w, toolbarGroups), newButtonRow(w, reviewGroups)
	t.object.row = &t.usual
	t.object.density = t.setDensity
	t.object.line = control.NewPlate(look.Line)
	t.object.ExtendBaseWidget(t.object)
	t.board = control.NewBoard(look.Side, t.object)
	return t
}

func newButtonRow(w *window, groups []string) (r buttonRow) {
	for _, id := range groups {
		switch id {
		case "":
			r.slots = append(r.slots, nil)
			continue
		case "→":
			r.right = len(r.slots)
			continue
		}
		c := w.bench.Command(id)
		b := control.NewButton(w, control.Quiet, c.Icon, "", func() { w.bench.Do(id) })
		b.Name = "toolbar." + id
		b.About = func() string { return w.about(c) }
		r.buttons, r.ids = append(r.buttons, b), append(r.ids, id)
		r.slots = append(r.slots, b)
	}
	return r
}

// about says what a command does, with its key, or why it cannot be done now.
func (w *window) about(c *workbench.Command) string {
	s := strings.TrimSuffix(c.Title, "…")
	if c.ID == "app.who" {
		who := w.bench.Who()
		return "Marks made now are those of " + string(who.Name) + ": " + who.Why()
	}
	if k := keyOf(w.bench, c.ID); k != "" {
		s += " (" + k + ")"
	}
	switch why := w.bench.Why(c.ID); {
	case why != "":
		s += ": " + why
	case c.About != "":
		s += ": " + lowerFirst(c.About)
	}
	return s
}

// word returns what stands on a command's button.
func (t *toolbar) word(c *workbench.Command) string {
	if c.ID == "app.who" {
		return t.w.whoWord()
	}
	if s, ok := shortWords[c.ID]; ok {
		return s
	}
	return c.Title
}

// setDensity shows words and keys (2), words (1), or icons alone (0).
func (t *toolbar) setDensity(d int) {
	for i, b := range t.object.row.buttons {
		c := t.w.bench.Command(t.object.row.ids[i])
		b.Text, b.Key = "", ""
		if d >= 1 || !look.HasIcon(c.Icon) || c.ID == "app.who" {
			b.Text = t.word(c)
		}
		if ks := t.w.bench.KeysOf(c.ID); d >= 2 && len(ks) > 0 && b.Text != "" && len(ks[0]) < 3 {
			b.Key = label(ks[0])
		}
	}
}

func (t *toolbar) refresh() {
	row := &t.usual
	if t.w.bench.Reviewing() {
		row = &t.verdict
	}
	for i, b := range row.buttons {
		b.SetOff(!t.w.bench.Can(row.ids[i]))
	}
	if word := t.w.whoWord(); word != t.who || row != t.object.row {
		t.who, t.object.row = word, row
		t.object.Refresh()
	}
}

// whoWord says shortly in whose name the person works, and during a review that they do.
func (w *window) whoWord() string {
	name := control.OneLine(string(w.bench.Who().Name), 18)
	if w.bench.Review() != nil {
		return name + " · review"
	}
	return name
}

// toolbarStrip lays the buttons out.
type toolbarStrip struct {
	widget.BaseWidget
	row     *buttonRow // that is shown
	density func(int)
	line    *control.Plate
}

func (s *toolbarStrip) width() float32 {
	w := float32(16)
	for _, o := range s.row.slots {
		if o == nil {
			w += 12
		} else {
			w += o.MinSize().Width + 2
		}
	}
	return w
}

// Objects returns what stands on the toolbar.
func (s *toolbarStrip) Objects() []fyne.CanvasObject {
	objs := []fyne.CanvasObject{s.line}
	for _, o := range s.row.slots {
		if o != nil {
			objs = append(objs, o)
		}
	}
	return objs
}

// CreateRenderer implements fyne.Widget.
func (s *toolbarStrip) CreateRenderer() fyne.WidgetRenderer { return &toolbarRenderer{s} }

type toolbarRenderer struct{ s *toolbarStrip }

func (r *toolbarRenderer) Layout(size fyne.Size) {
	s := r.s
	s.line.Move(fyne.NewPos(0, size.Height-1))
	s.line.Resize(fyne.NewSize(size.Width, 1))
	for d := 2; d >= 0; d-- {
		s.density(d)
		if s.width() <= size.Width {
			break
		}
	}
	x := float32(8)
	place := func(o fyne.CanvasObject) {
		if o == nil {
			x += 12
			return
		}
		m := o.MinSize()
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		o.Resize(m)
		o.Refresh()
		x += m.Width + 2
	}
	for _, o := range s.row.slots[:s.row.right] {
		place(o)
	}
	rest := float32(8)
	for _, o := range s.row.slots[s.row.right:] {
		if o == nil {
			rest += 12
		} else {
			rest += o.MinSize().Width + 2
		}
	}
	x = max(x, size.Width-rest)
	for _, o := range s.row.slots[s.row.right:] {
		place(o)
	}
}

func (r *toolbarRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 36) }

func (r *toolbarRenderer) Refresh() {
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

func (r *toolbarRenderer) Objects() []fyne.CanvasObject { return r.s.Objects() }
func (r *toolbarRenderer) Destroy()                     {}
