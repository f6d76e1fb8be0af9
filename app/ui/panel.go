//go:build !headless

package ui

import (
	"cmp"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// The panel's tabs, as the bench counts them.
const (
	tabQuotes = iota
	tabEvents
	tabMentions
	tabEntities
)

var (
	tabTitles   = []string{"Quotes", "Events", "Mentions", "Entities"}
	tabCommands = []string{"view.quotes", "view.events", "view.mentions", "view.entities"}
)

// panel is the annotations on the right, as cards in the order of the text: the current one open,
// the others one line each. Only the cards on screen exist.
type panel struct {
	w      *window
	object *control.Board
	tabs   *tabStrip
	lists  []cardList
	rolls  []*control.List
	stack  *fyne.Container

	proposals *proposalBar

	nothing *control.Paragraph
	stale   [4]bool // whose cards must be read again when next shown
	tab     int
	entity  annotate.ID        // whose card is open among the entities
	known   int                // entities of the project
	typed   map[typedIn]string // what could not be kept
}

// cardList is what one tab lists.
type cardList interface {
	reload()                 // reads from the bench what is not read card by card
	len() int                // how many there are
	item(i int) control.Item // a card as one line
	find(id annotate.ID) int // the card of an annotation or entity, -1 where there is none
	open(i int) *openCard    // the open card
	pick(i int)              // a click on the line
	empty() string           // what to do where there are none
}

func newPanel(w *window) *panel {
	p := &panel{w: w, tab: -1, stale: [4]bool{true, true, true, true}, typed: map[typedIn]string{}}
	p.lists = []cardList{
		&quoteCards{cards{w, workbench.KindsOfQuotes}}, &eventCards{cards{w, workbench.KindsOfEvents}},
		&mentionCards{cards{w, workbench.KindsOfMentions}}, &entityCards{p: p},
	}
	p.tabs = newTabStrip(w)
	p.nothing = control.NewParagraph("", look.Faint)
	p.nothing.Centred = true
	p.stack = container.NewStack(control.NewPadded(p.nothing, 24, 32))
	for i, l := range p.lists {
		roll := control.NewList(w, 32, l.len, func() fyne.CanvasObject { return control.NewRow(w) }, func(k int, o fyne.CanvasObject) {
			row := o.(*control.Row)
			row.Name = fmt.Sprintf("panel.%s.%d", tabTitles[i], k)
			row.Tapping = func() { l.pick(k) }
			row.Set(l.item(k))
		})
		roll.Name = "panel." + tabTitles[i]
		roll.Taking = l.pick
		roll.Hide()
		p.rolls = append(p.rolls, roll)
		p.stack.Objects = append(p.stack.Objects, roll)
	}
	p.proposals = newProposalBar(w)
	rest := container.NewBorder(nil, p.proposals.object, nil, nil, p.stack)
	rest.Objects = []fyne.CanvasObject{p.stack, p.proposals.object}
	p.object = control.NewBoard(look.Side, headed(p.tabs, rest))
	return p
}

// refresh draws again what changed.
func (p *panel) refresh(c workbench.Changed) {
	if c&^(workbench.CurrentChanged|workbench.SelectionChanged|workbench.StatusChanged|workbench.ModeChanged|workbench.TaskChanged) != 0 {
		p.stale = [4]bool{true, true, true, true}
	}
	if c&workbench.DocumentChanged != 0 {
		p.entity = ""
	}
	if c&(workbench.EntitiesChanged|workbench.ProjectChanged) != 0 {
		p.known = p.w.bench.EntityCount()
	}
	p.follow(c)
	if t := p.w.bench.Tab(); t != p.tab {
		p.show(t)
	}
	p.refreshTabs()
	p.refreshList()
	p.proposals.refresh()
}

// follow goes to the tab of an annotation that has just become current.
func (p *panel) follow(c workbench.Changed) {
	a := p.w.bench.Current()
	if c&workbench.CurrentChanged == 0 || a == nil {
		return
	}
	tab := tabMentions
	switch p.w.bench.Schema().Kind(a.Type) {
	case annotate.KindQuote:
		tab = tabQuotes
	case annotate.KindEvent:
		tab = tabEvents
	}
	if p.w.bench.Tab() != tab {
		p.w.bench.SaveLayout("tab", fmt.Sprint(tab))
	}
}

// show shows the list of a tab. If the keyboard was at the list before, it goes on to this one.
func (p *panel) show(tab int) {
	c := p.w.win.Canvas()
	held := p.tab >= 0 && c.Focused() == fyne.Focusable(p.rolls[p.tab])
	p.tab = tab
	for i, r := range p.rolls {
		show(r, i == tab)
	}
	switch {
	case held && p.lists[tab].len() > 0:
		c.Focus(p.rolls[tab])
	case held:
		p.w.giveBack()
	}
}

func (p *panel) refreshTabs() {
	c := p.w.bench.Counts()
	p.tabs.set(p.tab, [4]string{shortCount(c.Quotes), shortCount(c.Events), mentionCount(c.Mentions, c.Cues), shortCount(p.known)})
}

// refreshList reads the cards of the tab that is shown, where they changed, and opens the current one.
func (p *panel) refreshList() {
	l, roll := p.lists[p.tab], p.rolls[p.tab]
	if p.stale[p.tab] {
		l.reload()
		p.stale[p.tab] = false
	}
	nothing := ""
	if l.len() == 0 {
		nothing = l.empty() + p.others()
	}
	if p.nothing.Text() != nothing {
		p.nothing.SetText(nothing)
		p.stack.Objects[0].Refresh()
	}
	id := p.entity
	if p.tab != tabEntities {
		id = ""
		if a := p.w.bench.Current(); a != nil {
			id = a.ID
		}
	}
	i := -1
	if id != "" {
		i = l.find(id)
	}
	was, _ := roll.Card.(*openCard)
	roll.Card = nil
	var card *openCard
	if i >= 0 {
		card = l.open(i)
		if was != nil && was.shows == card.shows { // who presses something on it must not miss
			was.update(card)
			card = was
		}
		card.grown = roll.Refresh
		roll.Card = card
	}
	p.rescueFocus(was, card)
	moved := roll.Open() != i
	roll.SetOpen(i)
	if moved {
		roll.ScrollTo(i)
	}
}

// rescueFocus gives the keyboard back where it was in a card that is no longer shown.
func (p *panel) rescueFocus(was, is *openCard) {
	if was == is || was == nil || p.w.top() != nil {
		return
	}
	c := p.w.win.Canvas()
	held := c.Focused()
	if slices.ContainsFunc(was.named, func(n namedObject) bool { return any(held) == any(n.object) }) {
		p.w.later(func() {
			if c.Focused() == held {
				p.w.giveBack()
			}
		})
	}
}

// keep makes the fields of the open card keep what was typed in them.
func (p *panel) keep() {
	if c, ok := p.rolls[p.tab].Card.(*openCard); ok {
		for _, f := range c.fields {
			f.Blurred()
		}
	}
}

// others says whose marks the article has where the person has none, and how to get to them.
func (p *panel) others() string {
	b := p.w.bench
	if b.Document() == nil || p.tab == tabEntities || b.Counts().Total() > 0 || b.Review() != nil {
		return ""
	}
	who := b.MarkedBy(b.Document().ID)
	if len(who) == 0 {
		return ""
	}
	verb := " have"
	if len(who) == 1 {
		verb = " has"
	}
	return "\n\n" + workbench.Listed(who) + verb + " marked this article. " + keyOf(b, "review.start") + " reviews what they differ in; " +
		keyOf(b, "beside.version") + " shows what one of them did."
}

// editNote gives the keyboard to the note of the current annotation.
func (p *panel) editNote() {
	if p.w.bench.Folded("panel") {
		p.w.bench.Do("view.panel")
	}
	if a := p.w.bench.Current(); a != nil {
		p.refresh(workbench.CurrentChanged)
		p.focus("note")
	}
}

// editEntity opens the card of the entity that the bench wants edited.
func (p *panel) editEntity() {
	e := p.w.bench.Editing()
	if e == nil {
		return
	}
	p.entity = e.ID
	p.w.bench.Do("view.entities")
	p.refreshList()
	p.rolls[tabEntities].ScrollTo(p.lists[tabEntities].find(e.ID))
	p.focus("name")
}

// focus gives the keyboard to a field of the open card.
func (p *panel) focus(name string) {
	if c, ok := p.rolls[p.tab].Card.(*openCard); ok {
		for _, f := range c.fields {
			if f.Name == "card."+name {
				p.w.focusField(f.Field)
				return
			}
		}
	}
}

// places lists what the probe tells about the panel.
func (p *panel) places(add func(name string, o fyne.CanvasObject)) {
	p.proposals.places(add)
	for i, t := range p.tabs.tabs {
		add(fmt.Sprintf("tab.%s", tabTitles[i]), t)
	}
	roll := p.rolls[p.tab]
	first, end := roll.OnScreen()
	for i := first; i < end; i++ {
		if r, ok := roll.Row(i).(*control.Row); ok {
			add(r.Name, r)
		}
	}
	if c, ok := roll.Card.(*openCard); ok {
		c.places(add)
	}
}

// tabStrip is the panel's tabs with their counts.
type tabStrip struct {
	widget.BaseWidget
	tabs   []*control.Button
	counts [4]string // "" for none
	line   *control.Plate
	mark   *control.Plate
	at     int
}

func newTabStrip(w *window) *tabStrip {
	s := &tabStrip{at: -1, line: control.NewPlate(look.Line), mark: control.NewPlate(look.Accent)}
	for i, title := range tabTitles {
		b := control.NewButton(w, control.Quiet, "", title, func() { w.bench.Do(tabCommands[i]) })
		b.Name = "tab." + title
		b.Compact = true
		if i == tabMentions {
			b.About = func() string {
				c := w.bench.Counts()
				return plural(c.Mentions, "mention", "mentions") + " and " + plural(c.Cues, "cue", "cues")
			}
		}
		s.tabs = append(s.tabs, b)
	}
	s.ExtendBaseWidget(s)
	return s
}

func (s *tabStrip) set(at int, counts [4]string) {
	if s.at == at && s.counts == counts {
		return
	}
	s.at, s.counts = at, counts
	s.Refresh()
}

// What counts stand on the tabs, where it is narrow only that of the shown one, or none.
const (
	noCount = iota
	shownCount
	allCounts
)

// dress gives the tabs their words and counts, and returns the width in px that they need.
func (s *tabStrip) dress(counts int) float32 {
	width := float32(0)
	for i, b := range s.tabs {
		b.Ink, b.Key = look.Faint, ""
		if i == s.at {
			b.Ink = look.Ink
		}
		if s.counts[i] != "" && (counts == allCounts || counts == shownCount && i == s.at) {
			b.Key = s.counts[i]
		}
		width += b.MinSize().Width
	}
	return width
}

// mentionCount counts the mentions and, apart, the cues that are listed with them.
func mentionCount(mentions, cues int) string {
	if cues == 0 {
		return shortCount(mentions)
	}
	return fmt.Sprintf("%s+%s", cmp.Or(shortCount(mentions), "0"), shortCount(cues))
}

// shortCount writes a count in four characters at most; none for 0.
func shortCount(n int) string {
	switch {
	case n == 0:
		return ""
	case n < 10000:
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%dk", n/1000)
}

// Objects returns the tabs and the lines below them.
func (s *tabStrip) Objects() []fyne.CanvasObject {
	objs := []fyne.CanvasObject{s.line, s.mark}
	for _, b := range s.tabs {
		objs = append(objs, b)
	}
	return objs
}

// CreateRenderer implements fyne.Widget.
func (s *tabStrip) CreateRenderer() fyne.WidgetRenderer { return &tabRenderer{s} }

type tabRenderer struct{ s *tabStrip }

func (r *tabRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 36) }

func (r *tabRenderer) Layout(size fyne.Size) {
	room := size.Width - 16
	natural := r.s.dress(allCounts)
	if natural > room {
		natural = r.s.dress(shownCount)
	}
	if natural > room {
		natural = r.s.dress(noCount)
	}
	gap := max(0, min(16, (room-natural)/float32(len(r.s.tabs)-1)))
	squeeze := min(1, room/natural)
	x := float32(8)
	for i, b := range r.s.tabs {
		m := b.MinSize()
		m.Width *= squeeze
		b.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		b.Resize(m)
		b.Refresh()
		if i == r.s.at {
			r.s.mark.Move(fyne.NewPos(x+4, size.Height-2))
			r.s.mark.Resize(fyne.NewSize(m.Width-8, 2))
		}
		x += m.Width + gap
	}
	r.s.line.Move(fyne.NewPos(0, size.Height-1))
	r.s.line.Resize(fyne.NewSize(size.Width, 1))
}

func (r *tabRenderer) Refresh() {
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

func (r *tabRenderer) Objects() []fyne.CanvasObject { return r.s.Objects() }
func (r *tabRenderer) Destroy()                     {}
