//go:build !headless

package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// reviewPane stands in the place of the panel during a review: the queue of differences, one line each, and the
// one that the person is at as a card with what each annotator made of it.
type reviewPane struct {
	w       *window
	object  *control.Board
	head    *control.Phrase
	filters map[string]*control.Choice
	roll    *control.List
	nothing *control.Paragraph
	ways    *control.Wrap // out of where there is nothing
	offered []fyne.CanvasObject
	stack   *fyne.Container
	buttons []*control.Button
}

func newReviewPane(w *window) *reviewPane {
	p := &reviewPane{w: w, head: control.NewPhrase(0), filters: map[string]*control.Choice{}}
	p.nothing = control.NewParagraph("", look.Faint)
	p.nothing.Centred = true
	p.roll = control.NewList(w, 32, p.len, func() fyne.CanvasObject { return control.NewRow(w) }, func(i int, o fyne.CanvasObject) {
		row := o.(*control.Row)
		row.Name = fmt.Sprintf("review.row.%d", i)
		row.Tapping = func() { p.goTo(i) }
		row.Set(p.item(i))
	})
	p.roll.Name, p.roll.Taking = "review.list", p.goTo
	var filters []fyne.CanvasObject
	for _, name := range []string{"show", "class", "type", "annotator"} {
		c := control.NewChoice(w, nil, "", func(v string) { p.choose(name, v) })
		c.Compact, c.Name = true, "review."+name
		p.filters[name] = c
		filters = append(filters, c)
	}
	line := []fyne.CanvasObject{p.head}
	for _, b := range []struct{ id, icon string }{{"review.order", "all"}, {"review.start", "close"}} {
		c := w.bench.Command(b.id)
		if c == nil {
			continue
		}
		k := control.NewButton(w, control.Quiet, b.icon, "", func() { w.bench.Do(b.id) })
		k.Compact, k.Name = true, b.id
		k.About = func() string { return w.about(c) }
		p.buttons = append(p.buttons, k)
		line = append(line, k)
	}
	top := control.NewPadded(control.NewColumn(6, control.NewLine(2, 0, line...), control.NewWrap(4, filters...)), 12, 6)
	p.ways = control.NewWrap(4)
	way := func(name, text string, do func()) {
		b := control.NewButton(w, control.Plain, "", text, do)
		b.Compact, b.Name = true, "review."+name
		p.offered = append(p.offered, b)
	}
	way("show.settled", "Show what is settled", func() { p.choose("show", "1") })
	way("show.all", "Show all differences", func() { w.bench.Review().ShowAll() })
	way("sample", "Look at the sample", func() { w.bench.Do("review.audit") })
	way("send", "Send what is agreed on to gold…", func() { w.bench.Do("review.gold") })
	p.stack = container.NewStack(control.NewPadded(control.NewColumn(12, p.nothing, p.ways), 24, 32), p.roll)
	p.object = control.NewBoard(look.Side, headed(top, p.stack))
	p.object.Hide()
	return p
}

const cmdNextCase = "review.next"

// refresh draws the queue and the card again.
func (p *reviewPane) refresh() {
	r := p.w.bench.Review()
	if r == nil {
		return
	}
	p.heading(r)
	p.offer(r)
	nothing := ""
	if r.Len() == 0 && r.Current() == nil {
		nothing = p.empty(r)
	}
	p.wayOut(r, nothing != "")
	if p.nothing.Text() != nothing {
		p.nothing.SetText(nothing)
		p.stack.Objects[0].Refresh()
	}
	for _, b := range p.buttons {
		b.SetOff(!p.w.bench.Can(b.Name))
		if lit := b.Name == "review.order" && r.Filter().ByArticle; b.Lit != lit {
			b.Lit = lit
			b.Refresh()
		}
	}
	was, _ := p.roll.Card.(*openCard)
	p.roll.Card = nil
	at := p.at(r)
	var card *openCard
	if at >= 0 {
		card = p.card(r)
		if was != nil && was.shows == card.shows { // who presses something on it must not miss
			was.Refresh()
			card = was
		}
		p.roll.Card = card
	}
	p.w.panel.rescueFocus(was, card)
	moved := p.roll.Open() != at
	p.roll.SetOpen(at)
	if moved || was != card {
		p.roll.ScrollTo(at)
	}
}

// wayOut offers what can be done where there is nothing to show.
func (p *reviewPane) wayOut(r *workbench.Review, nothing bool) {
	show(p.roll, !nothing)
	_, _, busy := r.Comparing()
	var ways []fyne.CanvasObject
	if f := r.Filter(); nothing && !busy {
		if f.Show != workbench.ShowSettled && r.Settled() > 0 {
			ways = append(ways, p.offered[0])
		}
		if f.Show != workbench.ShowAudit && r.Sampled() > 0 {
			ways = append(ways, p.offered[2])
		}
		if f.Show != workbench.ShowOpen || r.Narrow() || r.Open() > 0 {
			ways = append(ways, p.offered[1])
		} else if len(r.Annotators()) > 1 && r.Agreed() > 0 {
			ways = append(ways, p.offered[3])
		}
	}
	if !slices.Equal(p.ways.Objects(), ways) {
		p.ways.Set(ways...)
		p.stack.Objects[0].Refresh()
	}
}

// The current difference stands in the queue, or, where the filter does not let it through, before it.

func (p *reviewPane) at(r *workbench.Review) int {
	switch {
	case r.Current() == nil || r.Cases() == nil:
		return -1
	case r.Index() >= 0:
		return r.Index()
	}
	return 0
}

// extra is 1 where the current difference is not in the queue and stands before it.
func (p *reviewPane) extra(r *workbench.Review) int {
	if r.Current() != nil && r.Cases() != nil && r.Index() < 0 {
		return 1
	}
	return 0
}

func (p *reviewPane) len() int {
	r := p.w.bench.Review()
	if r == nil {
		return 0
	}
	return r.Len() + p.extra(r)
}

func (p *reviewPane) goTo(i int) {
	if r := p.w.bench.Review(); r != nil {
		r.GoToRow(i - p.extra(r))
	}
}

func (p *reviewPane) item(i int) control.Item {
	r := p.w.bench.Review()
	if r == nil {
		return control.Item{}
	}
	row, ok := r.At(i - p.extra(r))
	if !ok {
		return control.Item{}
	}
	t := p.w.bench.Schema().Type(row.Type)
	it := control.Item{
		Hue: p.w.inks.of(t), Title: []control.Run{{Text: row.Words, Ink: look.Ink}}, Trail: []control.Run{{Text: row.About(), Ink: look.Faint}},
	}
	if t != nil {
		it.Letter = t.Letter
	}
	switch row.Status {
	case review.Settled:
		it.Trail[0].Text, it.Trail[0].Ink = "✓ "+it.Trail[0].Text, look.Good
	case review.Open:
	default:
		it.Trail[0].Text = "agreed"
	}
	return it
}

// heading says where in the queue the person is, and how far the comparison of the articles is.
func (p *reviewPane) heading(r *workbench.Review) {
	name := map[workbench.ReviewShow]string{workbench.ShowOpen: "Differences", workbench.ShowSettled: "Settled", workbench.ShowAudit: "To look at"}[r.Filter().Show]
	runs := []control.Run{{Text: name, Bold: true}}
	switch i := r.Index(); {
	case r.Len() == 0:
		runs = append(runs, control.Run{Text: "  none", Ink: look.Faint})
	case i >= 0:
		runs = append(runs, control.Run{Text: fmt.Sprintf("  %d of %d", i+1, r.Len()), Ink: look.Accent})
	default:
		runs = append(runs, control.Run{Text: fmt.Sprintf("  %d", r.Len()), Ink: look.Accent})
	}
	if done, total, busy := r.Comparing(); busy {
		runs = append(runs, control.Run{Text: fmt.Sprintf("   comparing %d of %d", done, total), Ink: look.Faint})
	}
	p.head.Set(runs...)
}

// ofCell is the kind of differences that a cell of the confusion has led to.
const ofCell = "cell"

// offer fills the choices of what the queue shows.
func (p *reviewPane) offer(r *workbench.Review) {
	f := r.Filter()
	set := func(name, value string, options ...control.Option) {
		c := p.filters[name]
		if c.Value != value || !slices.Equal(c.Options, options) {
			c.Options = options
			c.SetValue(value)
			c.Lit = value != options[0].Value
			c.Refresh()
		}
	}
	set("show", fmt.Sprint(int(f.Show)), control.Option{Value: "0", Label: "open"}, control.Option{Value: "1", Label: "settled"}, control.Option{Value: "2", Label: "sample"})
	kinds := []control.Option{{Value: "-1", Label: "all kinds"}}
	for _, k := range review.Classes {
		kinds = append(kinds, control.Option{Value: fmt.Sprint(int(k)), Label: k.String()})
	}
	class := fmt.Sprint(int(f.Class))
	if between := r.Between(); between != "" {
		class = ofCell
		kinds = append(kinds, control.Option{Value: ofCell, Label: between})
	}
	set("class", class, kinds...)
	set("type", f.Type, p.types(r, f.Type)...)
	who := []control.Option{{Label: "everybody"}}
	in := 0
	for _, a := range r.Annotators() {
		if !r.Left(a) {
			in++
			who = append(who, control.Option{Value: string(a), Label: string(a)})
		}
	}
	for _, a := range r.Annotators() { // who is compared at all
		switch {
		case r.Left(a):
			who = append(who, control.Option{Value: takeIn + string(a), Label: "take " + string(a) + " in"})
		case in > 2:
			who = append(who, control.Option{Value: leaveOut + string(a), Label: "leave " + string(a) + " out"})
		}
	}
	set("annotator", string(f.Annotator), who...)
}

// types are those of what is to be decided about in the open article, and the chosen one.
func (p *reviewPane) types(r *workbench.Review, chosen string) []control.Option {
	there := map[string]bool{chosen: true}
	if cs := r.Cases(); cs != nil && p.w.bench.Set() != nil {
		for _, c := range cs.All {
			if len(c.Disputes) > 0 || r.Status(c) == review.Open {
				for _, v := range c.Main().Versions {
					if v != nil {
						there[v.Type] = true
					}
				}
			}
		}
	}
	out := []control.Option{{Label: "all types"}}
	for _, t := range p.w.bench.Schema().Types {
		if there[t.Key] {
			out = append(out, control.Option{Value: t.Key, Label: strings.ToLower(t.Label)})
		}
	}
	return out
}

func (p *reviewPane) choose(name, value string) {
	r := p.w.bench.Review()
	if r == nil {
		return
	}
	f := r.Filter()
	switch name {
	case "show":
		n, _ := strconv.Atoi(value)
		f.Show = workbench.ReviewShow(n)
	case "class":
		if value == ofCell {
			return // it is so
		}
		n, _ := strconv.Atoi(value)
		f.Class, f.Kind, f.Between = review.Class(n), "", review.Confusion{} // what is chosen by hand is chosen
	case "type":
		f.Type, f.Kind, f.Between = value, "", review.Confusion{}
	case "annotator":
		if who, out := strings.CutPrefix(value, leaveOut); out {
			p.leave(r, annotate.AnnotatorID(who), true)
			return
		} else if who, in := strings.CutPrefix(value, takeIn); in {
			p.leave(r, annotate.AnnotatorID(who), false)
			return
		}
		f.Annotator = annotate.AnnotatorID(value)
	}
	r.SetFilter(f)
}

// What the choice of annotators has besides them, in front of a name.
const (
	leaveOut = "\x00-"
	takeIn   = "\x00+"
)

// leave leaves somebody's work out of what is compared, or takes it in. The filter does not stay with one who is
// left out.
func (p *reviewPane) leave(r *workbench.Review, who annotate.AnnotatorID, out bool) {
	if f := r.Filter(); f.Annotator == who {
		f.Annotator = ""
		r.SetFilter(f)
	}
	r.Leave(who, out)
}

// empty says what to do where no difference is left, or none was ever there.
func (p *reviewPane) empty(r *workbench.Review) string {
	b := p.w.bench
	f := r.Filter()
	_, _, busy := r.Comparing()
	switch {
	case busy:
		return "The articles are being compared."
	case r.Narrow() && f.Show == workbench.ShowOpen && r.Settled() > 0:
		return "All of these differences are settled."
	case r.Narrow():
		return "Nothing that the filters let through."
	case f.Show == workbench.ShowAudit:
		return "Nothing to look at. What a rule sends to gold of what annotators agree on puts a sample of it here."
	case f.Show == workbench.ShowSettled:
		return "Nothing is settled yet."
	case len(r.Annotators()) < 2:
		return "Only one person has annotated here, so there is nothing to compare. Drop another annotator’s file on the window, or merge the files with “quoth merge”."
	}
	if r.Agreed() > 0 {
		return "All differences are settled. What all agree on is not in gold yet; a rule of your choice sends it there, and then " + keyOf(b, "dataset.export") + " exports gold."
	}
	return "All differences are settled, and what all agree on is in gold. " + keyOf(b, "dataset.export") + " exports it."
}

// card shows the difference that the person is at.
func (p *reviewPane) card(r *workbench.Review) *openCard {
	b, c, cs := p.w.bench, r.Current(), r.Cases()
	k := p.words(r)
	rows := make([]control.Item, len(r.Sets()))
	for i := range rows {
		rows[i] = p.versionRow(r, k, i)
	}
	threads := b.ThreadsHere()
	var seen strings.Builder
	for _, it := range rows {
		fmt.Fprint(&seen, it)
	}
	if m := r.Mix(); m != nil {
		fmt.Fprint(&seen, m.At, m.Parts)
	}
	changed := r.ChangedSince()
	fmt.Fprint(&seen, r.Status(c), r.Given(), r.Clashes(), changed, shownThreads(threads))
	card := newOpenCard(p.w, cs.Key(c).About, seen.String())
	v := c.Version(max(0, likeliest(cs, c)))
	head := []control.Run{{Text: k.kinds(), Ink: look.Accent, Bold: true}}
	if v != nil {
		head = append(head, control.Run{Text: "   " + k.typeLabel(v.Type), Ink: look.Faint})
	}
	card.add(control.NewPhrase(0, head...))
	if v != nil && c.Frame() {
		card.heading(b.Document().Surface(v.Spans), 3)
	}
	if changed != "" {
		card.add(control.NewParagraph(changed, look.Problem))
	}
	if m := r.Mix(); m != nil {
		p.mixing(card, r, m)
		return card
	}
	for i, it := range rows {
		row := control.NewRow(p.w)
		row.Name = fmt.Sprintf("review.version.%d", i+1)
		row.Tapping = func() { r.TakeVersion(i) }
		row.Set(it)
		card.name(fmt.Sprintf("version.%d", i+1), row)
		card.add(row)
	}
	var acts []fyne.CanvasObject
	for _, a := range []struct{ id, text string }{
		{"review.none", "none"}, {"review.likeliest", "likeliest"}, {"review.edit", "edit"}, {"review.mix", "mix"}, {cmdComment, "comment"}, {"review.guide", "guide"},
	} {
		if a.id == "review.likeliest" && !b.Can(a.id) {
			continue // there is none
		}
		acts = append(acts, card.act(a.id, a.text))
	}
	card.add(control.NewWrap(2, acts...))
	p.clashes(card, r)
	p.after(card, r)
	card.thread(threads)
	return card
}

// act is a button of a card that does what a command does, with its key.
func (c *openCard) act(id, text string) *control.Button {
	b := control.NewButton(c.w, control.Quiet, "", text, func() { c.w.bench.Do(id) })
	b.Compact, b.Ink, b.Key = true, look.Faint, keyOf(c.w.bench, id)
	b.Name = "card." + id
	if x := c.w.bench.Command(id); x != nil {
		b.About = func() string { return c.w.about(x) }
	}
	c.name(id, b)
	return b
}

func likeliest(cs *review.Cases, c *review.Case) int {
	side, _ := cs.Likeliest(c)
	return side
}

// words returns what there is to say about the current difference.
func (p *reviewPane) words(r *workbench.Review) *caseWords {
	b := p.w.bench
	return &caseWords{cases: r.Cases(), of: r.Current(), doc: b.Document(), schema: b.Schema(), entity: b.Entity}
}

// versionRow is one annotator's version, with the key that takes it. What stands in gold already has a tick, and
// what would contradict other verdicts says so.
func (p *reviewPane) versionRow(r *workbench.Review, k *caseWords, side int) control.Item {
	who := r.Sets()[side].Annotator
	first, second := k.version(side)
	it := control.Item{Title: append([]control.Run{{Text: control.OneLine(string(who), 24) + "   ", Bold: true}}, first...), Second: second}
	if side < 9 {
		it.Key = fmt.Sprint(side + 1)
	}
	if r.Stands(side) {
		it.Trail = []control.Run{{Text: "✓", Ink: look.Good, Bold: true}}
	}
	return it
}

// mixing shows the parts of a version that is put together.
func (p *reviewPane) mixing(card *openCard, r *workbench.Review, m *workbench.Mix) {
	for i, part := range m.Parts {
		ink := look.Faint
		if i == m.At {
			ink = look.Accent
		}
		card.add(control.NewPhrase(look.SmallSize, control.Run{Text: part.Label, Ink: ink, Bold: i == m.At}))
		for j, camp := range part.Camps {
			row := control.NewRow(p.w)
			row.Name = fmt.Sprintf("review.mix.%d.%d", i, j)
			card.name(fmt.Sprintf("mix.%d.%d", i, j), row)
			var keys, names []string
			for _, s := range camp.Sides {
				keys, names = append(keys, fmt.Sprint(s+1)), append(names, string(r.Sets()[s].Annotator))
			}
			it := control.Item{Title: p.campWords(r, m, i, j), Chosen: j == part.Chosen, Tight: true,
				Trail: []control.Run{{Text: strings.Join(names, ", "), Ink: look.Faint}}}
			if part.What == review.Boundary { // needs the whole width
				it.Title, it.Second, it.Trail = []control.Run{{Text: strings.Join(names, ", "), Ink: look.Faint}}, it.Title, nil
			}
			if i == m.At {
				it.Key = keys[0]
			} else {
				it.Icon = "dot"
			}
			row.Set(it)
			row.Tapping = func() { p.takePart(r, i, camp.Sides[0]) }
			card.add(row)
		}
	}
	card.add(control.NewSmall("Digits say whose, "+label("Enter")+" takes them as they are chosen, "+label("Escape")+" leaves it.", look.Faint))
}

// campWords says what those of a camp made of a part. Of words it shows what is not in all of them.
func (p *reviewPane) campWords(r *workbench.Review, m *workbench.Mix, part, camp int) []control.Run {
	of := m.Parts[part]
	if of.What != review.Boundary {
		return []control.Run{{Text: control.OneLine(of.Camps[camp].Words, 80)}}
	}
	var mine []annotate.Span
	var others [][]annotate.Span
	for j, c := range of.Camps {
		v := r.Current().Main().Versions[c.Sides[0]]
		switch {
		case v == nil:
		case j == camp:
			mine = v.Spans
		default:
			others = append(others, v.Spans)
		}
	}
	return versionWords(p.w.bench.Document().Text, mine, others)
}

// takePart chooses a part by a click, which need not be the one that is asked for.
func (p *reviewPane) takePart(r *workbench.Review, part, side int) {
	if m := r.Mix(); m != nil && part < len(m.Parts) {
		m.At = part
		r.ChoosePart(side)
	}
}

// clashes says what of the difference was decided otherwise in places alike, with a key to look.
func (p *reviewPane) clashes(card *openCard, r *workbench.Review) {
	words := r.ClashWords()
	if words == "" {
		return
	}
	card.add(control.NewParagraph(words+":", look.Problem))
	for _, c := range r.Clashes() {
		keys := make([]string, len(c.Sides))
		for i, side := range c.Sides {
			keys[i] = fmt.Sprint(side + 1)
		}
		card.add(control.NewSmall(strings.Join(keys, ", ")+"  "+workbench.OppositeWords(c.Opposite), look.Faint))
	}
	card.add(control.NewWrap(2, card.act(cmdOpposites, "look at them")))
}

// after says what can be added to the last verdict: why, and a comment.
func (p *reviewPane) after(card *openCard, r *workbench.Review) {
	if r.Given() == "" {
		return
	}
	card.add(control.NewSmall("Before: "+lowerFirst(r.Given())+". Why?", look.Faint))
	var why []fyne.CanvasObject
	for _, x := range p.w.bench.Commands() {
		if strings.HasPrefix(x.ID, "review.reason.") {
			why = append(why, card.act(x.ID, strings.TrimPrefix(x.Title, "Reason: ")))
		}
	}
	card.add(control.NewWrap(2, append(why, card.act(cmdCommentVerdict, "comment on it"))...))
}

const (
	cmdOpposites      = "review.opposites"
	cmdComment        = "comment.say"
	cmdCommentVerdict = "comment.verdict"
)

// rows lists what stands on the rows that are on the screen.
func (p *reviewPane) rows(into map[string]string) {
	first, end := p.roll.OnScreen()
	for i := first; i < end; i++ {
		if r, ok := p.roll.Row(i).(*control.Row); ok {
			into[r.Name] = text(r.Item.Title)
		}
	}
}

// places lists what the probe tells about the pane.
func (p *reviewPane) places(add func(name string, o fyne.CanvasObject)) {
	if !p.object.Visible() {
		return
	}
	for _, c := range p.filters {
		add(c.Name, c)
	}
	for _, b := range p.buttons {
		add(b.Name, b)
	}
	for _, o := range p.ways.Objects() {
		add(o.(*control.Button).Name, o)
	}
	first, end := p.roll.OnScreen()
	for i := first; i < end; i++ {
		if r, ok := p.roll.Row(i).(*control.Row); ok {
			add(r.Name, r)
		}
	}
	if c, ok := p.roll.Card.(*openCard); ok {
		c.places(add)
	}
}
