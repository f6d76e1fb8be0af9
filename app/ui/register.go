//go:build !headless

package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	list     *control.Roll
	count    *control.Phrase
	right    *control.Column
	scroll   *control.Scroll
	shows    workbench.RegisterDetail // what stands at the right
	showsAll bool                     // and whether that is all of it
	card     *openCard
	mentions *control.Roll
	quotes   *control.Roll
	merge    *control.Button
}

const (
	registerRowHeight float32 = 30
	registerShare     float32 = 0.56 // of the width, for the list
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

func (w *window) showRegister() {
	r := w.bench.Register()
	if r == nil {
		return
	}
	s := &registerSheet{sheet: w.newSheet("register", "Entities of the project", 1100), of: r}
	w.registered = s
	s.search = control.NewField(w, "a name, or a few letters of it")
	s.search.Name = "register.search"
	s.search.Fill(r.Query)
	s.search.OnChanged = r.SetQuery
	s.search.Moving = func(d int) bool { r.Move(d); return true }
	s.search.Entering = s.openFirst
	s.search.Leaving = func() bool { s.leave(); return true }
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
	s.list = control.NewRoll(registerRowHeight, r.Len, func() fyne.CanvasObject { return control.NewRow(w) }, func(i int, o fyne.CanvasObject) {
		row := o.(*control.Row)
		row.Name = fmt.Sprintf("register.%d", i)
		row.Tapping = func() { r.Choose(i) }
		row.Set(s.item(i))
	})
	s.count = control.NewPhrase(look.SmallSize)
	s.right = control.NewColumn(8)
	s.scroll = control.NewScroll(s.right)
	left := container.NewBorder(control.NewLine(8, 0, s.search, view, typ), s.count, nil, nil, s.list)
	s.sheet.content = control.NewPadded(container.New(sideBySide{}, left, s.scroll), 20, 8)
	s.layer.Place = func(room fyne.Size) (fyne.Position, fyne.Size) { return centred(1100, room.Height-60)(room) }
	s.layer.Leave = s.leave
	s.layer.Chord = s.chord
	s.layer.Key = s.key
	s.button("lists", "Lists of entities…", func() { s.leave(); w.askLists() })
	s.merge = s.button("merge", "Merge", r.Merge)
	s.merge.Key = "Ctrl+M"
	s.button("split", "Split…", s.split)
	s.button("delete", "Delete", s.remove)
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
		it.Title = []control.Run{{Text: "…", Ink: look.Faint}}
		return it
	}
	if t := s.w.bench.Schema().Type(e.Type); t != nil {
		it.Icon, it.Letter, it.Hue = "", t.Letter, s.w.inks.of(t)
	}
	if s.of.Marked(e.ID) {
		it.Letter, it.Icon, it.IconInk = "", "boxed", look.Accent
	}
	it.Title = []control.Run{{Text: e.Name, Ink: look.Ink}}
	if row.With != nil {
		it.Title = append(it.Title, control.Run{Text: "  =  ", Ink: look.Accent}, control.Run{Text: row.With.Name, Ink: look.Ink})
		it.Trail = []control.Run{{Text: row.Why, Ink: look.Faint}}
		return it
	}
	if len(e.Aliases) > 0 {
		it.Title = append(it.Title, control.Run{Text: "   " + strings.Join(e.Aliases, ", "), Ink: look.Faint})
	}
	trail := ""
	if ids := writeIDs(e.IDs); ids != "" {
		trail = control.OneLine(ids, 24) + "    "
	}
	it.Trail = []control.Run{{Text: trail, Ink: look.Faint}, {Text: totals(row.Totals), Ink: look.Ink}}
	if row.Totals.Mentions == 0 {
		it.Trail[1].Ink = look.Faint
	}
	return it
}

// totals says how often an entity is spoken of.
func totals(t store.Totals) string {
	s := plural(t.Mentions, "mention", "mentions")
	if t.Mentions == 0 {
		return "unused"
	}
	if t.Quotes > 0 {
		s += ", " + plural(t.Quotes, "quote", "quotes")
	}
	return s
}

func (s *registerSheet) refresh() {
	r := s.of
	switch n := r.Len(); {
	case r.View == workbench.RegisterDoubles && r.Looking():
		s.count.SetText("Looking for entities that may be one…", look.Faint)
	case n == 0 && r.View == workbench.RegisterDoubles:
		s.count.SetText("No two entities look like one.", look.Faint)
	case n == 0 && r.View == workbench.RegisterUnused:
		s.count.SetText("Something refers to every entity.", look.Faint)
	case n == 0 && r.Query != "":
		s.count.SetText("No entity is called so.", look.Faint)
	case n == 0:
		s.count.SetText("No entities yet. They come from mentions ("+keyOf(s.w.bench, "entity.name")+" on one says who it is), or from lists of others.", look.Faint)
	case r.MarkedCount() > 0:
		s.count.SetText(fmt.Sprintf("%d marked. Choose the one that is kept, then Ctrl+M merges the marked ones into it.", r.MarkedCount()), look.Accent)
	default:
		s.count.SetText(plural(n, "row", "rows")+"    Up, Down choose    Enter first mention    Ctrl+Space mark    F2 name", look.Faint)
	}
	row := r.Row(r.Chosen)
	s.merge.SetText("Merge")
	if row.With != nil {
		s.merge.SetText("Merge the two")
	} else if n := r.MarkedCount(); n > 0 {
		s.merge.SetText(fmt.Sprintf("Merge %d", n))
	}
	s.merge.SetOff(row.With == nil && r.MarkedCount() == 0)
	s.list.Refresh()
	s.list.ScrollTo(r.Chosen)
	s.showDetail()
	s.layer.Refresh()
	s.w.settle()
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
	}
	return false
}

func (s *registerSheet) chord(sc fyne.Shortcut) bool {
	switch chordOfShortcut(sc) {
	case "Ctrl+Space":
		s.of.Mark(s.of.Chosen)
		s.of.Move(1)
	case "Ctrl+M":
		s.of.Merge()
	default:
		return false
	}
	return true
}

func (s *registerSheet) remove() {
	if e := s.of.Detail().Entity; e != nil {
		s.w.bench.DeleteEntity(e.ID)
	}
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
	for _, l := range []*control.Roll{s.list, s.quotes, s.mentions} {
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
