//go:build !headless

package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// registerSheet lists the project's entities, with what there is to know of the one that is chosen beside the list.
type registerSheet struct {
	*sheet
	of       *workbench.Register
	search   *control.Field
	table    *control.Table
	doubles  bool // the table has the columns of pairs
	count    *control.Paragraph
	foot     *fyne.Container
	stop     *control.Button // what runs in the background
	back     *control.Button // takes back what was done last
	right    *control.Column
	scroll   *control.Scroll
	listed   listing                  // and chosen, when the rows were shown last
	at       int                      // where that stood
	shows    workbench.RegisterDetail // what stands at the right
	showsAll bool                     // and whether that is all of it
	card     *openCard
	mentions *control.Roll
	quotes   *control.Roll
	mark     *control.Button
	merge    *control.Button
	splits   *control.Button
	deletes  *control.Button
}

const (
	registerWidth     float32 = 1560
	registerRowHeight float32 = 30
	registerShare     float32 = 0.6 // of the width, for the table
	placesHeight      float32 = 150
)

// sideBySide gives the first of two objects a share of the width.
type sideBySide struct{}

func (sideBySide) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 200) }

func (sideBySide) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const gap = 16
	left := size.Width * registerShare
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(left, size.Height))
	o[1].Move(fyne.NewPos(left+gap, 0))
	o[1].Resize(fyne.NewSize(size.Width-left-gap, size.Height))
}

// The columns of the register, and of pairs that may be one.
var (
	registerColumns = []control.TableColumn{
		{Name: string(workbench.ColumnName), Title: "Name", Share: 4},
		{Name: string(workbench.ColumnType), Title: "Type", Width: 84, Drop: 520},
		{Name: string(workbench.ColumnAliases), Title: "Also", About: "Other names, those for a time among them; in order by how many", Share: 3, Drop: 620},
		{Name: string(workbench.ColumnMentions), Title: "Mentions", Width: 62, Right: true},
		{Name: string(workbench.ColumnQuotes), Title: "Quotes", Width: 52, Right: true},
		{Name: string(workbench.ColumnIDs), Title: "Ids", About: "Identities elsewhere; in order by how many", Share: 2.5, Drop: 720},
	}
	doubleColumns = []control.TableColumn{
		{Name: "name", Title: "Is kept", Share: 3}, {Name: "with", Title: "May be the same", Share: 3}, {Name: "why", Title: "Why", Share: 4, Drop: 480},
		{Name: "mentions", Title: "Mentions", Width: 62, Right: true, Drop: 560},
	}
)

// footLine stands words of two lines at most beside a button, and is as high whatever they say.
type footLine struct{}

func (footLine) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, 38) }

func (footLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	room := size.Width
	if m := o[1].MinSize(); o[1].Visible() {
		o[1].Move(fyne.NewPos(size.Width-m.Width, 6))
		o[1].Resize(m)
		room -= m.Width + 12
	}
	o[0].Move(fyne.NewPos(0, 4))
	o[0].Resize(fyne.NewSize(room, size.Height-4))
}

func (w *window) showRegister() {
	r := w.bench.Register()
	if r == nil {
		return
	}
	s := &registerSheet{sheet: w.newSheet("register", "Entities of the project", registerWidth), of: r}
	w.registered = s
	s.search = control.NewField(w, "a name, or a few letters of it")
	s.search.Name = "register.search"
	s.search.Fill(r.Query)
	s.search.OnChanged = r.SetQuery
	s.search.Moving = func(d int) bool { r.Move(d); return true }
	s.search.Entering = s.openFirst
	s.search.Leaving = func() bool { s.leave(); return true }
	s.search.Undoing = s.goBack
	view := control.NewChoice(w, []control.Option{
		{Value: string(workbench.RegisterAll), Label: "All"}, {Value: string(workbench.RegisterUnused), Label: "Unused"}, {Value: string(workbench.RegisterDoubles), Label: "Suspected doubles"},
	}, string(r.View), func(v string) { r.SetView(workbench.RegisterView(v)) })
	types := []control.Option{{Label: "Every type"}}
	for _, t := range w.bench.EntityTypes() {
		types = append(types, control.Option{Value: t, Label: w.bench.Schema().Type(t).Label})
	}
	typ := control.NewChoice(w, types, "", r.SetType)
	s.call("search", s.search)
	s.call("view", view)
	s.call("type", typ)
	s.table = control.NewTable(w, registerRowHeight, r.Len, registerColumns, func(i int, row *control.Row) {
		row.Name = fmt.Sprintf("register.%d", i)
		row.Tapping = func() { r.Choose(i) }
		row.Set(s.item(i))
	})
	s.table.Sorting = func(column string) { r.Sort(workbench.RegisterColumn(column)) }
	s.count = control.NewParagraph("", look.Faint)
	s.count.Letters, s.count.Lines = look.SmallSize, 2
	s.stop = control.NewButton(w, control.Plain, "", "Stop", s.cancel)
	s.stop.Compact = true
	s.call("stop", s.stop)
	s.right = control.NewColumn(8)
	s.scroll = control.NewScroll(s.right)
	s.foot = container.New(footLine{}, s.count, s.stop)
	left := container.NewBorder(control.NewLine(8, 0, s.search, view, typ), s.foot, nil, nil, s.table)
	s.sheet.content = control.NewPadded(control.NewBoard(look.Card, control.NewPadded(container.New(sideBySide{}, left, s.scroll), 18, 8)), 2, 0) // clear of the edge
	s.layer.Place = func(room fyne.Size) (fyne.Position, fyne.Size) { return centred(registerWidth, room.Height-60)(room) }
	s.layer.Leave = s.leave
	s.layer.Chord = s.chord
	s.layer.Key = s.key
	s.button("lists", "Lists of entities…", func() { s.leave(); w.askLists() })
	s.back = s.button("undo", "Undo", r.Undo)
	s.back.Key = label("Ctrl+Z")
	s.mark = s.button("mark", "Mark", func() { r.Mark(r.Chosen) })
	s.mark.Key = label("Ctrl+Space")
	s.merge = s.button("merge", "Merge", r.Merge)
	s.merge.Key = label("Ctrl+M")
	s.splits = s.button("split", "Split…", s.split)
	s.deletes = s.button("delete", "Delete", r.Delete)
	s.mainButton("close", "Close", s.leave)
	s.layer.Enter = nil // Enter opens the first mention
	s.open(s.search)
	w.sheetPlaces[s.name] = s.probePlaces
	s.search.SelectAll()
	s.refresh()
}

func (s *registerSheet) leave() {
	s.w.registered = nil
	s.close()
	s.of.Close()
}

// refreshRegister draws again what changed in the register, and takes it away where the bench has left it.
func (w *window) refreshRegister() {
	s := w.registered
	if s == nil {
		return
	}
	if w.bench.Register() != s.of {
		w.registered = nil
		s.close()
		return
	}
	s.refresh()
}

// item shows an entity, or a pair that may be one.
func (s *registerSheet) item(i int) control.Item {
	row := s.of.Row(i)
	it := control.Item{Chosen: i == s.of.Chosen, Icon: "box"}
	e := row.Entity
	if e == nil {
		it.Cells = [][]control.Run{{{Text: "…", Ink: look.Faint}}}
		return it
	}
	typ := e.Type
	if t := s.w.bench.Schema().Type(e.Type); t != nil {
		it.Icon, it.Letter, it.Hue, typ = "", t.Letter, s.w.inks.of(t), t.Label
	}
	if s.of.Marked(e.ID) {
		it.Letter, it.Icon, it.IconInk = "", "boxed", look.Accent
	}
	cell := func(text string, ink fyne.ThemeColorName) []control.Run { return []control.Run{{Text: text, Ink: ink}} }
	figure := func(n int) []control.Run {
		if n == 0 {
			return cell("–", look.Faint)
		}
		return cell(fmt.Sprint(n), look.Ink)
	}
	if row.With != nil {
		it.Cells = [][]control.Run{cell(e.Name, look.Ink), cell(row.With.Name, look.Ink), cell(row.Why, look.Faint), figure(row.Totals.Mentions)}
		return it
	}
	others := strings.Join(e.Aliases, "; ")
	if dated := annotate.WriteDated(e.Dated); dated != "" {
		others = joined("; ", others, dated)
	}
	it.Cells = [][]control.Run{
		cell(e.Name, look.Ink), cell(typ, look.Faint), cell(control.OneLine(others, 200), look.Faint),
		figure(row.Totals.Mentions), figure(row.Totals.Quotes), cell(annotate.WriteOutsideIDs(e.IDs), look.Faint),
	}
	return it
}

// slowlyOrdered is from how many entities on putting them in order takes long enough to be spoken of.
const slowlyOrdered = 50_000

// said is what stands below the table: what runs, what was said, or what can be done.
func (s *registerSheet) said() (text string, ink fyne.ThemeColorName) {
	r, b := s.of, s.w.bench
	done, total, looking := r.Looking()
	n := r.Len()
	switch notice := b.Notice(); {
	case b.Task() != nil:
		return taskWords(b.Task()), look.Ink
	case notice.Text != "" && notice.Problem:
		return notice.Text, look.Problem
	case looking:
		return fmt.Sprintf("%s so far. Looking for entities that may be one: %d of %d…", plural(n, "pair", "pairs"), done, total), look.Ink
	case notice.Text != "":
		return notice.Text, look.Ink
	case r.Busy() && n >= slowlyOrdered:
		return fmt.Sprintf("Putting %s in order…", plural(n, "entity", "entities")), look.Ink
	case r.MarkedCount() > 0:
		keep := "the one that is kept"
		if e := r.Row(r.Chosen).Entity; e != nil {
			keep = fmt.Sprintf("the one that is kept, now %s", annotate.Quoted(control.OneLine(e.Name, 40)))
		}
		return fmt.Sprintf("%d marked. Choose %s; %s merges the marked ones into it.", r.MarkedCount(), keep, label("Ctrl+M")), look.Accent
	case r.View == workbench.RegisterDoubles && r.Stopped():
		return fmt.Sprintf("%s. Stopped after %d of %d entities; choose “Suspected doubles” again to look through all.", plural(n, "pair", "pairs"), done, total), look.Faint
	case n == 0 && r.View == workbench.RegisterDoubles:
		return "No two entities look like one.", look.Faint
	case n == 0 && r.View == workbench.RegisterUnused && r.Query == "":
		return "Something refers to every entity.", look.Faint
	case n == 0 && r.Query != "":
		return "No entity is called so.", look.Faint
	case n == 0:
		return "No entities yet. They come from mentions (" + keyOf(b, "entity.name") + " on one says who it is), or from lists of others.", look.Faint
	case r.View == workbench.RegisterDoubles:
		said := plural(n, "pair", "pairs") + ", the surest first · " + label("Ctrl+M") + " makes one of the two"
		if row := r.Row(r.Chosen); row.Why != "" {
			said = workbench.Sentence(row.Why) + ". " + said
		}
		return said, look.Faint
	}
	return fmt.Sprintf("%s · Up, Down choose · Enter first mention · F2 name · %s to %s order by a column", plural(n, "row", "rows"), label("Ctrl+1"), label("Ctrl+6")), look.Faint
}

func (s *registerSheet) refresh() {
	r, b := s.of, s.w.bench
	if doubles := r.View == workbench.RegisterDoubles; doubles != s.doubles {
		s.doubles = doubles
		s.table.SetColumns(registerColumns)
		if doubles {
			s.table.SetColumns(doubleColumns)
		}
	}
	if by, down := r.Sorted(); !s.doubles {
		s.table.SetSorted(string(by), down)
	}
	text, ink := s.said()
	s.count.Ink = ink
	s.count.SetText(text)
	s.count.Refresh()
	_, _, looking := r.Looking()
	show(s.stop, looking || b.Task() != nil)
	s.foot.Refresh()
	row := r.Row(r.Chosen)
	merge, others := "Merge", r.MarkedCount()
	if row.Entity != nil && r.Marked(row.Entity.ID) {
		others-- // it is kept
	}
	if row.With != nil {
		merge = "Merge the two"
	} else if others > 0 {
		merge = fmt.Sprintf("Merge %d", others+1)
	}
	s.merge.SetText(merge)
	s.merge.SetOff(row.With == nil && others == 0)
	s.deletes.SetText("Delete")
	if n := r.MarkedCount(); n > 0 {
		s.deletes.SetText(fmt.Sprintf("Delete %d", n))
	}
	s.mark.SetOff(row.Entity == nil)
	s.deletes.SetOff(row.Entity == nil && r.MarkedCount() == 0)
	d := s.of.Detail()
	s.splits.SetOff(!d.Known || len(d.Words) == 0)
	undo := r.CanUndo()
	s.back.SetOff(undo == "")
	s.back.About = nil
	if undo != "" {
		s.back.About = func() string { return "Undo: " + undo }
	}
	s.scrollToChosen()
	s.showDetail()
	s.layer.Refresh()
	s.w.settle()
}

// listing is what is listed, and what is chosen of it.
type listing struct {
	query, typ   string
	view         workbench.RegisterView
	by           workbench.RegisterColumn
	down         bool
	entity, with annotate.ID
}

// scrollToChosen shows the rows anew, and the one that is chosen where that is another one than before. Where rows came
// before it or went, it stays on screen, unless the person has gone elsewhere.
func (s *registerSheet) scrollToChosen() {
	r := s.of
	now := listing{query: r.Query, typ: r.Type, view: r.View}
	now.by, now.down = r.Sorted()
	row := r.Row(r.Chosen)
	if row.Entity != nil {
		now.entity = row.Entity.ID
	}
	if row.With != nil {
		now.with = row.With.ID
	}
	first, end := s.table.Rows.OnScreen()
	seen := s.at >= first && s.at < end
	s.table.Rows.Refresh()
	if now != s.listed || s.at != r.Chosen && seen {
		s.table.Rows.ScrollTo(r.Chosen)
	}
	s.listed, s.at = now, r.Chosen
}

// cancel ends what runs in the background.
func (s *registerSheet) cancel() {
	if t := s.w.bench.Task(); t != nil {
		t.Cancel()
		return
	}
	s.of.StopLooking()
}

func (s *registerSheet) goBack(again bool) {
	if again {
		s.of.Redo()
	} else {
		s.of.Undo()
	}
}

func (s *registerSheet) markChosen() {
	s.of.Mark(s.of.Chosen)
	s.of.Move(1)
}

// showDetail shows what there is to know of the entity that is chosen.
func (s *registerSheet) showDetail() {
	d := s.of.Detail()
	if d.Entity.Equal(s.shows.Entity) && d.Known == s.showsAll && s.card != nil {
		return
	}
	s.shows, s.showsAll = d, d.Known
	if d.Entity == nil {
		s.card = nil
		s.right.Set(caption("Choose an entity to see where it is spoken of."))
		return
	}
	s.card = newOpenCard(s.w, d.Entity.ID, d.Entity.Type)
	s.card.entity(d.Entity, s.of.Retype)
	s.card.grown = s.scroll.Refresh
	objects := []fyne.CanvasObject{s.card}
	if !d.Known {
		objects = append(objects, caption("Looking where it is spoken of…"))
		s.right.Set(objects...)
		return
	}
	said := plural(d.Totals.Quotes, "quote", "quotes")
	if len(d.Quotes) < d.Totals.Quotes {
		said += fmt.Sprintf(", the first %d", len(d.Quotes))
	}
	s.quotes = s.places("quote", d.Quotes)
	if len(d.Quotes) > 0 {
		objects = append(objects, caption(said), control.NewFixed(s.quotes, min(placesHeight, registerRowHeight*float32(len(d.Quotes)))))
	}
	spoken := fmt.Sprintf("%s in %s", plural(d.Totals.Mentions, "mention", "mentions"), plural(d.Totals.Articles, "article", "articles"))
	if d.Totals.Mentions == 0 {
		spoken = "Nothing refers to it."
	}
	s.mentions = s.places("mention", d.Mentions)
	objects = append(objects, caption(spoken))
	if len(d.Mentions) > 0 {
		objects = append(objects, control.NewFixed(s.mentions, min(placesHeight, registerRowHeight*float32(len(d.Mentions)))))
	}
	s.right.Set(objects...)
	s.scroll.Refresh()
}

// places lists where an entity is spoken of; a click goes there.
func (s *registerSheet) places(name string, all []store.Mentioned) *control.Roll {
	return control.NewRoll(registerRowHeight, func() int { return len(all) }, func() fyne.CanvasObject { return control.NewRow(s.w) }, func(i int, o fyne.CanvasObject) {
		m := all[i]
		row := o.(*control.Row)
		row.Name = fmt.Sprintf("register.%s.%d", name, i)
		row.Tapping = func() { s.of.Open(m) }
		who := ""
		if m.Annotator != s.w.bench.Annotator() {
			who = " · " + string(m.Annotator)
		}
		row.Set(control.Item{Icon: "right", Title: []control.Run{{Text: control.OneLine(m.Text, 200), Ink: look.Ink}}, Trail: []control.Run{{Text: control.OneLine(m.Title, 28) + who, Ink: look.Faint}}})
	})
}

func (s *registerSheet) openFirst() {
	if d := s.of.Detail(); len(d.Mentions) > 0 {
		s.of.Open(d.Mentions[0])
	}
}

func (s *registerSheet) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyF2:
		if s.card != nil && len(s.card.fields) > 0 {
			s.w.focusField(s.card.fields[0].Field)
			s.card.fields[0].SelectAll()
		}
		return true
	case fyne.KeyUp:
		s.of.Move(-1)
		return true
	case fyne.KeyDown:
		s.of.Move(1)
		return true
	case fyne.KeyPageUp:
		s.of.Move(-10)
		return true
	case fyne.KeyPageDown:
		s.of.Move(10)
		return true
	}
	return false
}

func (s *registerSheet) chord(sc fyne.Shortcut) bool {
	k := chordOfShortcut(sc)
	if n := strings.TrimPrefix(string(k), "Ctrl+"); len(n) == 1 && n[0] >= '1' && int(n[0]-'1') < len(workbench.RegisterColumns) {
		s.of.Sort(workbench.RegisterColumns[n[0]-'1'])
		return true
	}
	switch k {
	case "Ctrl+Space":
		s.markChosen()
	case "Ctrl+M":
		s.of.Merge()
	case "Ctrl+Z":
		s.goBack(false)
	case "Ctrl+Y", "Ctrl+Shift+Z":
		s.goBack(true)
	case "Ctrl+Home":
		s.of.Choose(0)
	case "Ctrl+End":
		s.of.Choose(s.of.Len() - 1)
	default:
		return false
	}
	return true
}

// split asks which mentions of an entity are somebody else, and who.
func (s *registerSheet) split() {
	d := s.of.Detail()
	if !d.Known || len(d.Words) == 0 {
		return
	}
	w := s.w
	ask := w.newSheet("split", "Split “"+control.OneLine(d.Entity.Name, 40)+"”", 460)
	ask.say("What is this entity called where it is somebody else? All mentions with these words become those of a new entity.", look.Faint)
	on := map[string]bool{}
	name := control.NewField(w, "name of the new entity")
	name.Name = "split.name"
	for i, x := range d.Words[:min(len(d.Words), 40)] {
		c := control.NewCheck(w, fmt.Sprintf("%s  (%d)", control.OneLine(x.Words, 50), x.Count), false, func(yes bool) {
			on[x.Words] = yes
			if yes && strings.TrimSpace(name.Text) == "" {
				name.Fill(x.Words)
				name.SelectAll() // what is typed takes its place
			}
		})
		ask.call(fmt.Sprint(i), c)
		ask.add(c)
	}
	ask.call("name", name)
	ask.row("New entity", name)
	ask.button("cancel", "Cancel", ask.close)
	do := func() {
		var words []string
		for _, x := range d.Words {
			if on[x.Words] {
				words = append(words, x.Words)
			}
		}
		ask.close()
		s.of.Split(name.Text, words)
	}
	name.Entering = do
	ask.mainButton("split", "Split", do)
	ask.open(name)
}

// probePlaces lists what the probe tells of the register.
func (s *registerSheet) probePlaces(add func(name string, o fyne.CanvasObject)) {
	s.sheet.places(add)
	for name, head := range s.table.Heads() {
		add("register.column."+name, head)
	}
	for _, l := range []*control.Roll{s.table.Rows, s.quotes, s.mentions} {
		if l == nil {
			continue
		}
		first, end := l.OnScreen()
		for i := first; i < end; i++ {
			if r, ok := l.Row(i).(*control.Row); ok {
				add(r.Name, r)
			}
		}
	}
	if s.card != nil {
		s.card.places(add)
	}
}
