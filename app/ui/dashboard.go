//go:build !headless

package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/chart"
	"quoth/app/figures"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// dashboardPage is a page over the whole window with the figures of everybody's work as charts.
type dashboardPage struct {
	w       *window
	layer   *control.Layer
	title   *control.Phrase
	said    *control.Phrase
	stop    *control.Button
	again   *control.Button
	away    *control.Button
	nothing *control.Paragraph
	tiles   []*tile
	flow    *tileFlow
	scroll  *control.Scroll
	hint    string
	seconds bool // speed is in seconds, not in actions
	shown   *figures.Figures
	asked   string // what was chosen when it was drawn last
}

// tile is one figure: its name, what can be chosen, the chart, and what there is to say.
type tile struct {
	widget.BaseWidget
	page    *dashboardPage
	name    string
	title   string
	ground  *canvas.Rectangle
	head    *control.Phrase
	choices *control.Wrap
	picture *picture
	words   *control.Paragraph
	save    *control.Button
	body    *control.Column
}

// showDashboard opens the page.
func (w *window) showDashboard() {
	d := w.dashboard
	d.build()
	w.sheetPlaces[d.layer.Name] = d.places
	w.open(d.layer)
	d.refresh()
}

func newDashboard(w *window) *dashboardPage { return &dashboardPage{w: w, seconds: true} }

func (d *dashboardPage) build() {
	w := d.w
	d.shown, d.asked, d.hint = nil, "", ""
	d.title = control.NewPhrase(16)
	d.title.Whole = true
	d.said = control.NewPhrase(0)
	button := func(name, icon, text string, fn func()) *control.Button {
		b := control.NewButton(w, control.Plain, icon, text, fn)
		b.Name = "dashboard." + name
		return b
	}
	d.stop = button("stop", "", "Cancel", w.bench.StopFigures)
	d.again = button("again", "", "Count again", w.bench.RefreshDashboard)
	d.away = button("close", "close", "Close", d.close)
	head := control.NewLine(12, 1, d.title, d.said, d.stop, d.again, d.away)
	d.nothing = control.NewParagraph("", look.Faint)
	d.nothing.Centred = true
	d.tiles = nil
	for _, t := range []struct{ name, title string }{
		{"progress", "Progress"}, {"agreement", "Agreement"}, {"confusion", "Confusion"}, {"labels", "Labels"}, {"speed", "Speed"}, {"drift", "Drift over time"},
	} {
		d.tiles = append(d.tiles, d.newTile(t.name, t.title))
	}
	d.flow = newTileFlow(d.tiles)
	d.scroll = control.NewScroll(control.NewPadded(control.NewColumn(8, d.nothing, d.flow), 16, 8))
	body := container.NewBorder(control.NewPadded(head, 20, 12), nil, nil, nil, d.scroll)
	d.layer = control.NewLayer(body, false, func(room fyne.Size) (fyne.Position, fyne.Size) { return fyne.NewPos(0, 0), room })
	d.layer.Apart = true
	d.layer.Name = "dashboard"
	d.layer.Leave = d.close
	d.layer.Key = scrollKeys(d.scroll)
}

func (d *dashboardPage) close() {
	d.w.bench.CloseDashboard()
	d.w.close(d.layer)
}

func (d *dashboardPage) open() bool { return d.layer != nil && d.w.layer("dashboard") == d.layer }

func (d *dashboardPage) newTile(name, title string) *tile {
	t := &tile{page: d, name: name, title: title, ground: canvas.NewRectangle(look.Of(look.Card)), choices: control.NewWrap(6)}
	t.ground.CornerRadius, t.ground.StrokeWidth = 8, 1
	t.head = control.NewPhrase(0, control.Run{Text: title, Bold: true})
	t.picture = newPicture(d.w, "dashboard."+name, 200)
	t.words = control.NewParagraph("", look.Faint)
	t.words.Letters = look.SmallSize + 1
	t.save = control.NewButton(d.w, control.Quiet, "export", "", t.askSave)
	t.save.Name, t.save.Compact = "dashboard."+name+".save", true
	t.save.About = func() string { return "Save this chart as PNG or SVG" }
	t.body = control.NewColumn(6, control.NewLine(8, 0, t.head, t.save), t.choices, t.picture, t.words)
	t.ExtendBaseWidget(t)
	return t
}

// set shows a chart, or words where there is none.
func (t *tile) set(c chart.Chart, high float32, note, nothing string) {
	on := c != nil
	show(t.picture, on)
	show(t.save, on)
	t.words.SetText(note)
	if !on {
		t.words.SetText(nothing)
	}
	show(t.words, t.words.Text() != "")
	if on {
		t.picture.set(c, high)
	}
}

// tell says what the pointer is over.
func (d *dashboardPage) tell(s string) {
	if d.hint != s {
		d.hint = s
		d.say()
	}
}

// say says what is going on, over what is pointed at, or of what the figures are.
func (d *dashboardPage) say() {
	x := d.w.bench.Dashboard()
	if x == nil || d.said == nil {
		return
	}
	switch {
	case x.Working() && x.Total > 0:
		d.said.SetText(fmt.Sprintf("Working it out: %d of %d sets", x.Done, x.Total), look.Accent)
	case x.Working():
		d.said.SetText("Working it out…", look.Accent)
	case x.Err != nil:
		d.said.SetText(workbench.Sentence(x.Err.Error()), look.Problem)
	case d.hint != "":
		d.said.SetText(d.hint, look.Ink)
	case x.Figures != nil:
		f := x.Figures
		d.said.SetText(fmt.Sprintf("%s; two or more worked on %d", plural(f.Articles, "article", "articles"), f.Compared), look.Faint)
	default:
		d.said.SetText("Cancelled", look.Faint)
	}
}

// refresh draws what has changed.
func (d *dashboardPage) refresh() {
	x := d.w.bench.Dashboard()
	switch {
	case !d.open():
		return
	case x == nil: // its project was closed
		d.w.close(d.layer)
		return
	}
	d.title.Set(control.Run{Text: "Dashboard", Bold: true}, control.Run{Text: "   " + d.w.bench.ProjectName(), Ink: look.Faint})
	show(d.stop, x.Working())
	show(d.again, !x.Working())
	d.say()
	asked := fmt.Sprint(x.Topic, x.Measure, x.Of, x.Pair, d.seconds, look.IsDark(), look.IsContrast())
	if f := x.Figures; f != nil && (f != d.shown || asked != d.asked) {
		d.shown, d.asked = f, asked
		d.fill(x)
	}
	show(d.flow, x.Figures != nil && len(x.Figures.Progress) > 0)
	d.nothing.SetText("")
	if f := x.Figures; f != nil && len(f.Progress) == 0 {
		d.nothing.SetText("Nobody has marked anything yet. Mark something in an article, give articles to annotators (" + fileMenu(d.w, "team.assign") +
			"), or merge the files of colleagues (" + fileMenu(d.w, "project.merge") + ").")
	}
	show(d.nothing, d.nothing.Text() != "")
	d.layer.Refresh()
	d.w.settle()
}

// fileMenu says where a command is.
func fileMenu(w *window, id string) string {
	if k := keyOf(w.bench, id); k != "" {
		return k
	}
	c := w.bench.Command(id)
	return c.Menu + " › " + strings.TrimSuffix(c.Title, "…")
}

// fill draws all figures.
func (d *dashboardPage) fill(x *workbench.Dashboard) {
	f := x.Figures
	alone := "Agreement is measured in articles that two annotators worked on. Give articles to two (" + fileMenu(d.w, "team.assign") +
		"), or merge the files of colleagues (" + fileMenu(d.w, "project.merge") + ")."
	if x.Blind > 0 {
		alone = "You annotate " + plural(x.Blind, "article", "articles") + " blind. What others did is shown when you are done with " +
			map[bool]string{true: "it", false: "them"}[x.Blind == 1] + "."
	}
	for _, t := range d.tiles {
		switch t.name {
		case "progress":
			c, note := progressChart(f)
			t.set(c, tall(len(c.Labels), 34, 84), note, "")
		case "agreement":
			d.fillAgreement(t, x, alone)
		case "confusion":
			d.fillConfusion(t, x, alone)
		case "labels":
			c, note := distributionChart(f)
			if len(c.Labels) == 0 {
				t.set(nil, 0, "", "Nothing is marked yet.")
				break
			}
			t.set(c, tall(len(c.Labels), float32(10+13*len(c.Series)), 84), note, "")
		case "speed":
			d.fillSpeed(t, f)
		case "drift":
			c, note := driftChart(f)
			if c == nil {
				t.set(nil, 0, "", alone)
				break
			}
			high := float32(260)
			if b, ok := c.(chart.Bars); ok {
				high = tall(len(b.Labels), 34, 50)
			}
			t.set(c, high, joined(". ", "F1 overlap with all others, by the "+f.Period+" in which an article was changed last", note), "")
		}
	}
}

// goldNote says what gold stands for among annotators, "" where it is not among them.
func goldNote(who []annotate.AnnotatorID) string {
	if !slices.Contains(who, annotate.Gold) {
		return ""
	}
	return "Gold counts in articles of which the review is done"
}

// tall is the height in px of a chart of rows.
func tall(rows int, each, around float32) float32 {
	return min(max(120, around+each*float32(rows)), 620)
}

// upright is the height in px that labels need which are too wide to stand above their columns.
func upright(labels []string) float32 {
	longest := 0
	for _, l := range labels {
		longest = max(longest, len([]rune(l)))
	}
	if longest*len(labels) < 60 { // of a tile that is as narrow as they get
		return 0
	}
	return min(float32(6*longest), 100)
}

func (d *dashboardPage) fillAgreement(t *tile, x *workbench.Dashboard, alone string) {
	f := x.Figures
	topics, measures := f.Measured()
	if len(topics) == 0 {
		t.choices.Set()
		t.set(nil, 0, "", alone)
		return
	}
	var ofTopic, ofMeasure []control.Option
	for _, topic := range topics {
		ofTopic = append(ofTopic, control.Option{Value: string(topic), Label: workbench.Sentence(string(topic))})
	}
	for _, m := range measures[x.Topic] {
		ofMeasure = append(ofMeasure, control.Option{Value: string(m), Label: figures.Titles[m]})
	}
	topic := control.NewChoice(d.w, ofTopic, string(x.Topic), func(v string) { d.w.bench.ShowMatrix(review.Topic(v), x.Measure) })
	measure := control.NewChoice(d.w, ofMeasure, string(x.Measure), func(v string) { d.w.bench.ShowMatrix(x.Topic, review.Measure(v)) })
	topic.Compact, measure.Compact = true, true
	topic.Name, measure.Name = "dashboard.topic", "dashboard.measure"
	t.choices.Set(topic, measure)
	q, note := matrixChart(f, x.Topic, x.Measure)
	m := f.Matrix(x.Topic, x.Measure)
	t.set(q, tall(len(q.Labels), 44, 36+upright(q.Labels)), joined(". ", "A cell leads to what the two differ in", goldNote(m.Annotators), note), "")
	t.picture.cell = func(i, j int) {
		if i != j {
			d.close()
			d.w.bench.ShowDifferences(x.Topic, m.Annotators[i], m.Annotators[j])
		}
	}
	t.picture.hint = func(i, j int) string {
		if i == j {
			return ""
		}
		s := fmt.Sprintf("%s and %s", m.Annotators[i], m.Annotators[j])
		if v := m.Cells[i][j]; !v.Defined() {
			return s + ": " + v.Undefined
		}
		return fmt.Sprintf("%s: %s %.3f in %s", s, figures.Titles[x.Measure], m.Cells[i][j].V, plural(m.Items[i][j], "thing", "things"))
	}
}

func (d *dashboardPage) fillConfusion(t *tile, x *workbench.Dashboard, alone string) {
	f := x.Figures
	topics := f.Confused()
	if len(topics) == 0 {
		t.choices.Set()
		t.set(nil, 0, "", alone)
		return
	}
	var ofTopic []control.Option
	for _, topic := range topics {
		label := "Types"
		if role, ok := strings.CutSuffix(string(topic), " entity"); ok {
			label = workbench.Sentence(strings.TrimPrefix(role, "quote ")) + "s of quotes"
		}
		ofTopic = append(ofTopic, control.Option{Value: string(topic), Label: label})
	}
	pairs := [][2]annotate.AnnotatorID{{}}
	ofPair := []control.Option{{Value: "0", Label: "All pairs"}}
	who := f.Matrix(review.TopicMarks, review.F1Near).Annotators
	for i, a := range who {
		for _, b := range who[i+1:] {
			ofPair = append(ofPair, control.Option{Value: fmt.Sprint(len(pairs)), Label: control.OneLine(string(a), 20) + " – " + control.OneLine(string(b), 20)})
			pairs = append(pairs, [2]annotate.AnnotatorID{a, b})
		}
	}
	at := "0"
	for i, p := range pairs {
		if p == x.Pair {
			at = fmt.Sprint(i)
		}
	}
	topic := control.NewChoice(d.w, ofTopic, string(x.Of), func(v string) { d.w.bench.ShowConfusion(review.Topic(v), x.Pair) })
	pair := control.NewChoice(d.w, ofPair, at, func(v string) {
		var i int
		fmt.Sscan(v, &i)
		d.w.bench.ShowConfusion(x.Of, pairs[i])
	})
	topic.Compact, pair.Compact = true, true
	topic.Name, pair.Name = "dashboard.confused", "dashboard.pair"
	t.choices.Set(topic, pair)
	q, note := confusionChart(f, x.Of, x.Pair)
	if len(q.Labels) == 0 {
		t.set(nil, 0, "", "These two have nothing in common to be confused.")
		return
	}
	t.set(q, tall(len(q.Labels), 32, 44+upright(q.Labels)), joined(". ", "A cell leads to where it was said", note), "")
	c := f.Confusion(x.Of, x.Pair, mostLabels)
	t.picture.cell = func(i, j int) {
		if i != j && c.Times[i][j] > 0 {
			d.close()
			d.w.bench.ShowConfused(x.Of, x.Pair, c.Says[i], c.Says[j])
		}
	}
	t.picture.hint = func(i, j int) string {
		times := plural(c.Times[i][j], "time", "times")
		if i == j {
			return fmt.Sprintf("Both say %s %s", c.Labels[i], times)
		}
		switch {
		case c.Labels[j] == figures.NotMarked:
			return fmt.Sprintf("One says %s, the other did not mark it: %s", c.Labels[i], times)
		case c.Labels[i] == figures.NotMarked:
			return fmt.Sprintf("One did not mark it, the other says %s: %s", c.Labels[j], times)
		}
		return fmt.Sprintf("One says %s, the other %s: %s", c.Labels[i], c.Labels[j], times)
	}
}

func (d *dashboardPage) fillSpeed(t *tile, f *figures.Figures) {
	if !slices.ContainsFunc(f.Pace, func(p figures.Pace) bool { return p.Annotations > 0 }) {
		t.choices.Set()
		t.set(nil, 0, "", "Nothing was counted yet: actions and seconds are counted while somebody annotates in the window.")
		return
	}
	value := "actions"
	each := figures.Pace.ActionsEach
	if d.seconds {
		value, each = "seconds", figures.Pace.SecondsEach
	}
	what := control.NewChoice(d.w, []control.Option{{Value: "seconds", Label: "Seconds per annotation"}, {Value: "actions", Label: "Actions per annotation"}}, value, func(v string) {
		d.seconds = v == "seconds"
		d.refresh()
	})
	what.Compact, what.Name = true, "dashboard.speed.what"
	t.choices.Set(what)
	c, note := paceChart(f, each)
	high := float32(260)
	if b, ok := c.(chart.Bars); ok {
		high = tall(len(b.Labels), 34, 50)
	}
	t.set(c, high, joined(". ", note, "Counted on the article; not in dialogs, in the register or here"), "")
}

// askSave asks where to save the chart; the ending says as what.
func (t *tile) askSave() {
	w := t.page.w
	c, high := t.picture.chart, t.picture.high
	w.askFiles(asked{
		title: "Save the chart (.png or .svg)", done: "Save", saving: true, folder: w.projectFolder(),
		name: w.bench.ProjectName() + "-" + t.name + ".png", takes: isPicture,
		then: func(paths []string) {
			if err := savePicture(c, paths[0], high); err != nil {
				w.bench.Tell(err)
				t.page.tell(workbench.Sentence(err.Error()))
				return
			}
			t.page.tell("Saved as " + shortPath(paths[0]))
		},
	})
}

func isPicture(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png", ".svg":
		return true
	}
	return false
}

// savePicture writes a chart to a file, at twice its size on the screen where it is of dots.
func savePicture(c chart.Chart, path string, high float32) error {
	format, size := chart.PNG, chart.Size{Width: 720, Height: int(high), Scale: 2}
	switch {
	case strings.EqualFold(filepath.Ext(path), ".svg"):
		format, size.Scale = chart.SVG, 1
	case !isPicture(path):
		path += ".png"
	}
	b, err := chart.Draw(c, format, size, chartPalette())
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

func (d *dashboardPage) places(add func(name string, o fyne.CanvasObject)) {
	for _, b := range []*control.Button{d.stop, d.again, d.away} {
		add(b.Name, b)
	}
	for _, t := range d.tiles {
		add(t.picture.name, t.picture)
		add(t.save.Name, t.save)
		for _, o := range t.choices.Objects() {
			if c, ok := o.(*control.Choice); ok {
				add(c.Name, c)
			}
		}
	}
}

// HeightFor implements control.Flow.
func (t *tile) HeightFor(width float32) float32 { return t.body.HeightFor(width-2*tileIn) + 2*tileIn }

const tileIn float32 = 14 // px of space in a tile

// CreateRenderer implements fyne.Widget.
func (t *tile) CreateRenderer() fyne.WidgetRenderer { return &tileRenderer{t} }

type tileRenderer struct{ t *tile }

func (r *tileRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 80) }

func (r *tileRenderer) Layout(size fyne.Size) {
	r.t.ground.Resize(size)
	r.t.body.Move(fyne.NewPos(tileIn, tileIn))
	r.t.body.Resize(fyne.NewSize(size.Width-2*tileIn, size.Height-2*tileIn))
}

func (r *tileRenderer) Refresh() {
	r.t.ground.FillColor, r.t.ground.StrokeColor = look.Of(look.Card), look.Of(look.Line)
	r.t.ground.Refresh()
	r.t.body.Refresh()
	r.Layout(r.t.Size())
}

func (r *tileRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.ground, r.t.body}
}
func (r *tileRenderer) Destroy() {}

// tileFlow stands tiles in two columns where there is room, each in the shorter one, else in one.
type tileFlow struct {
	widget.BaseWidget
	tiles []*tile
}

const (
	tileGap  float32 = 12
	twoTiles float32 = 860 // px from which on there are two columns
)

func newTileFlow(tiles []*tile) *tileFlow {
	f := &tileFlow{tiles: tiles}
	f.ExtendBaseWidget(f)
	return f
}

// arrange calls at for each tile and returns the height of all. Tiles that stand beside one another are alike high.
func (f *tileFlow) arrange(width float32, at func(t *tile, pos fyne.Position, size fyne.Size)) float32 {
	columns := 1
	if width >= twoTiles {
		columns = 2
	}
	each := (width - tileGap*float32(columns-1)) / float32(columns)
	y := float32(0)
	for i := 0; i < len(f.tiles); i += columns {
		row := f.tiles[i:min(i+columns, len(f.tiles))]
		high := float32(0)
		for _, t := range row {
			high = max(high, t.HeightFor(each))
		}
		for k, t := range row {
			at(t, fyne.NewPos(float32(k)*(each+tileGap), y), fyne.NewSize(each, high))
		}
		y += high + tileGap
	}
	return max(0, y-tileGap)
}

// HeightFor implements control.Flow.
func (f *tileFlow) HeightFor(width float32) float32 {
	return f.arrange(width, func(*tile, fyne.Position, fyne.Size) {})
}

// CreateRenderer implements fyne.Widget.
func (f *tileFlow) CreateRenderer() fyne.WidgetRenderer { return &tileFlowRenderer{f} }

type tileFlowRenderer struct{ f *tileFlow }

func (r *tileFlowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(240, r.f.HeightFor(max(240, r.f.Size().Width)))
}

func (r *tileFlowRenderer) Layout(size fyne.Size) {
	r.f.arrange(size.Width, func(t *tile, pos fyne.Position, s fyne.Size) {
		t.Move(pos)
		t.Resize(s)
	})
}

func (r *tileFlowRenderer) Refresh() {
	for _, t := range r.f.tiles {
		t.Refresh()
	}
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}

func (r *tileFlowRenderer) Objects() []fyne.CanvasObject {
	objs := make([]fyne.CanvasObject, len(r.f.tiles))
	for i, t := range r.f.tiles {
		objs[i] = t
	}
	return objs
}
func (r *tileFlowRenderer) Destroy() {}
