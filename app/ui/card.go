//go:build !headless

package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// openCard is the card of the annotation that is current: everything it holds, each part to be
// changed where it stands.
type openCard struct {
	widget.BaseWidget
	w      *window
	body   *control.Column
	ground *control.Plate
	bar    *control.Plate
	of     annotate.ID // the annotation or entity that it shows
	shows  string      // all that it shows but what is in its fields
	marked bool        // the keyboard is at it in its list
	fields []*cardField
	named  []namedObject
	grown  func() // hears when the card has come to be higher or lower; may be nil
}

// cardField is a field of a card, with the text that the project has.
type cardField struct {
	*control.Field
	kept  string
	check func(string) error // says what is wrong with a text; nil for anything goes
	wrong *control.Paragraph // what is wrong
	below *control.Padded    // where that stands
}

// namedObject is something on the screen that the probe tells of.
type namedObject struct {
	name   string
	object fyne.CanvasObject
}

// newOpenCard begins the card of an annotation or entity. Shown is everything on it but what is in its
// fields; two cards of the same differ in nothing else.
func newOpenCard(w *window, of annotate.ID, shown ...any) *openCard {
	c := &openCard{w: w, of: of, shows: fmt.Sprintf("%s %+v%s", of, shown, w.talkOf(of)), body: control.NewColumn(6), ground: control.NewCard(look.Card, look.Line, 8), bar: control.NewCard(look.Accent, "", 1.5)}
	c.ExtendBaseWidget(c)
	return c
}

const (
	cardOutside float32 = 8
	cardInside  float32 = 12
	cardLabel   float32 = 62 // px, the column of labels
)

// HeightFor implements control.Flow.
func (c *openCard) HeightFor(w float32) float32 {
	return c.body.HeightFor(w-2*cardOutside-2*cardInside) + 2*cardInside + 8
}

// SetMarked shows that the keyboard is at the card, or not.
func (c *openCard) SetMarked(on bool) {
	if c.marked != on {
		c.marked = on
		c.Refresh()
	}
}

func (c *openCard) add(objects ...fyne.CanvasObject) {
	c.body.Add(objects...)
}

func (c *openCard) name(name string, o fyne.CanvasObject) {
	c.named = append(c.named, namedObject{"card." + name, o})
}

func (c *openCard) places(add func(name string, o fyne.CanvasObject)) {
	add("card", c)
	for _, n := range c.named {
		add(n.name, n.object)
	}
}

// heading shows the annotation's words on top of the card.
func (c *openCard) heading(words string, lines int) {
	p := control.NewParagraph(control.OneLine(words, 600), look.Ink)
	p.Lines = lines
	c.add(p)
}

// property is one row: a label, a value, and buttons at the right end.
func (c *openCard) property(label string, value fyne.CanvasObject, buttons ...fyne.CanvasObject) {
	l := control.NewPhrase(look.SmallSize, control.Run{Text: label, Ink: look.Faint})
	l.Least = cardLabel
	c.add(control.NewLine(4, 1, append([]fyne.CanvasObject{l, value}, buttons...)...))
}

// icon returns a small button for the right end of a row.
func (c *openCard) icon(name, icon string, fn func()) *control.Button {
	b := control.NewButton(c.w, control.Quiet, icon, "", fn)
	b.Compact = true
	b.Name = "card." + name
	c.name(name, b)
	return b
}

// roles shows what fills the roles: filled ones and those that must be filled in rows of their own,
// the others as buttons that ask for them.
func (c *openCard) roles(a *annotate.Annotation, rows []workbench.ArgRow, missing []workbench.Missing) {
	need := map[string]workbench.Missing{}
	for _, m := range missing {
		need[m.Role.Key] = m
	}
	var more []fyne.CanvasObject
	for i, row := range rows {
		role := row.Role
		ask := func() { c.w.bench.AskRole(a.ID, role.Key) }
		if row.Target == "" {
			if m, must := need[role.Key]; must {
				link := control.NewLink(c.w, ask, control.Run{Text: m.Text, Ink: look.Problem}, control.Run{Text: keyWords(m.Keys), Ink: look.Faint})
				c.name(role.Key, link)
				c.property(role.Label, link, c.icon(role.Key+".change", "add", ask))
				continue
			}
			b := control.NewButton(c.w, control.Quiet, "add", strings.ToLower(role.Label), ask)
			b.Compact, b.Ink = true, look.Faint
			b.Key = strings.Join(labels(c.w.bench.RoleKeys(role)), " ")
			b.Name = "card." + role.Key + ".change"
			c.name(role.Key+".change", b)
			more = append(more, b)
			continue
		}
		link := control.NewLink(c.w, func() { c.w.bench.PickAndReveal(row.Target) }, control.Run{Text: control.OneLine(row.Text, 80), Ink: look.Ink})
		if row.Entity != "" && row.Entity != row.Text {
			link.Below(control.Run{Text: row.Entity, Ink: look.Faint})
		}
		change := "edit"
		if !role.Single {
			change = "add"
		}
		label := role.Label
		if i > 0 && rows[i-1].Role == role && rows[i-1].Target != "" {
			label = ""
		}
		c.name(role.Key, link)
		c.property(label, link,
			c.icon(role.Key+".change", change, ask),
			c.icon(role.Key+".remove", "close", func() { c.w.bench.RemoveArg(a.ID, annotate.Arg{Role: role.Key, Target: row.Target}) }))
	}
	if len(more) > 0 {
		c.add(control.NewWrap(2, more...))
	}
}

// keyWords says which keys do something, behind words that say what is missing.
func keyWords(ks []workbench.Key) string {
	if len(ks) == 0 {
		return ""
	}
	return " — press " + strings.Join(labels(ks), " ")
}

// attributes shows the attributes of an annotation: two or more values as a choice, one value as a
// check, any words as a field.
func (c *openCard) attributes(a *annotate.Annotation, t *annotate.Type) {
	var checks []fyne.CanvasObject
	for i := range t.Attrs {
		x := &t.Attrs[i]
		set := func(v string) bool { return c.w.bench.SetAttr(a.ID, x.Key, v) }
		switch {
		case len(x.Values) == 1:
			var k *control.Check
			k = control.NewCheck(c.w, x.Label, a.Attrs[x.Key] != "", func(on bool) {
				v := ""
				if on {
					v = x.Values[0]
				}
				if !set(v) {
					k.SetOn(!on)
				}
			})
			k.Name = "card." + x.Key
			c.name(x.Key, k)
			checks = append(checks, k)
		case len(x.Values) > 1:
			c.choice(x.Key, x.Label, attrOptions(x), func() string { return c.now(a.ID).Attrs[x.Key] }, func(v string) { set(v) })
		default:
			c.field(x.Key, x.Label, "", a.Attrs[x.Key], set)
		}
	}
	if len(checks) > 0 {
		c.add(control.NewWrap(8, checks...))
	}
}

// attrOptions lists an attribute's values, and none, which says what that is taken to mean.
func attrOptions(x *annotate.Attribute) []control.Option {
	none := control.Option{Label: "–"}
	if x.Default != "" {
		none.Label = x.Default + " (not said)"
	}
	opts := []control.Option{none}
	for _, v := range x.Values {
		opts = append(opts, control.Option{Value: v, Label: v})
	}
	return opts
}

// typedIn is a field of the card of an annotation or entity.
type typedIn struct {
	of    annotate.ID
	field string
}

// field is a row with something to type in. Enter, or leaving the field, keeps what was typed;
// Escape takes it back. What could not be kept stays in the field, also when its card is shown again
// later, to be tried once more; nothing at all gives way to what was there.
func (c *openCard) field(name, label, placeholder, value string, keep func(string) bool) {
	f := &cardField{Field: control.NewField(c.w, placeholder), kept: value}
	typed := c.w.panel.typed
	key := typedIn{c.of, name}
	f.Fill(value)
	if text, ok := typed[key]; ok {
		f.Fill(text)
	}
	f.Name = "card." + name
	save := func() bool {
		delete(typed, key)
		was, text := f.kept, f.Text
		if text == was {
			return true
		}
		if c.complain(f) {
			typed[key] = text
			return false
		}
		f.kept = text
		if keep(text) {
			return true
		}
		f.kept = was
		if strings.TrimSpace(text) == "" {
			f.Fill(was)
		} else {
			typed[key] = text
		}
		return false
	}
	f.Entering = func() {
		if save() {
			c.w.giveBack()
		}
	}
	f.Leaving = func() bool {
		delete(typed, key)
		f.Fill(f.kept)
		c.complain(f)
		c.w.giveBack()
		return true
	}
	f.Blurred = func() { save() }
	c.fields = append(c.fields, f)
	c.name(name, f.Field)
	c.property(label, f.Field)
}

// check says of the field that was added last what is wrong with what is typed in it: below it, from when it was to
// be kept until it is right.
func (c *openCard) check(check func(string) error) {
	f := c.fields[len(c.fields)-1]
	f.check, f.wrong = check, control.NewParagraph("", look.Problem)
	f.wrong.Letters = look.SmallSize
	f.below = control.NewPadded(f.wrong, 0, 0)
	f.below.Left = cardLabel + 4
	f.below.Hide()
	c.add(f.below)
	c.name(strings.TrimPrefix(f.Name, "card.")+".wrong", f.wrong)
	f.OnChanged = func(string) {
		if f.below.Visible() {
			c.complain(f)
		}
	}
	if f.Text != f.kept { // it was wrong before, too
		c.complain(f)
	}
}

// complain says at a field what is wrong with it, and reports whether something is.
func (c *openCard) complain(f *cardField) bool {
	if f.check == nil {
		return false
	}
	text := ""
	if err := f.check(f.Text); err != nil {
		text = workbench.Sentence(err.Error())
	}
	if text != f.wrong.Text() {
		f.wrong.SetText(text)
		show(f.below, text != "")
		if c.grown != nil {
			c.grown()
		}
	}
	return text != ""
}

// update takes what is in the fields of a card that shows the same. What is being typed stays.
func (c *openCard) update(from *openCard) {
	for i, f := range c.fields {
		now := from.fields[i].kept
		if f.Text == f.kept {
			f.Fill(now)
		}
		f.kept = now
	}
}

// kindChoice shows the type where the kind has several: a short list to choose from, or a button that
// opens the fuzzy one where there are too many for a menu.
func (c *openCard) kindChoice(a *annotate.Annotation, t *annotate.Type) {
	types := c.w.bench.Schema().OfKind(t.Kind)
	if len(types) < 2 {
		return
	}
	const most = 12
	if len(types) > most {
		name := t.Label
		if t.Group != "" && t.Group != t.Key {
			name += " · " + t.Group
		}
		b := control.NewButton(c.w, control.Plain, "down", name, func() { c.w.bench.Do("mark.type") })
		b.Compact, b.Start, b.Behind = true, true, true
		b.Name = "card.type"
		c.name("type", b)
		c.property("Type", b)
		return
	}
	opts := make([]control.Option, len(types))
	for i, x := range types {
		opts[i] = control.Option{Value: x.Key, Label: x.Label}
	}
	c.choice("type", "Type", opts, func() string { return c.now(a.ID).Type }, func(v string) { c.w.bench.SetType(a.ID, v) })
}

// choice is a row with values to choose from. It shows the value that holds, also where another one
// was chosen and refused.
func (c *openCard) choice(name, label string, opts []control.Option, value func() string, choose func(string)) {
	var k *control.Choice
	k = control.NewChoice(c.w, opts, value(), func(v string) {
		choose(v)
		k.SetValue(value())
	})
	k.Compact = true
	k.Name = "card." + name
	c.name(name, k)
	c.property(label, k)
}

// now returns an annotation as it is now; an empty one where it is gone.
func (c *openCard) now(id annotate.ID) *annotate.Annotation {
	if set := c.w.bench.Set(); set != nil && set.Get(id) != nil {
		return set.Get(id)
	}
	return &annotate.Annotation{}
}

// besideFields is an annotation without what the fields of its card hold: the note, and attributes that
// take any words.
func besideFields(a *annotate.Annotation, t *annotate.Type) annotate.Annotation {
	c := a.Clone()
	c.Note = ""
	for _, x := range t.Attrs {
		if len(x.Values) == 0 {
			delete(c.Attrs, x.Key)
		}
	}
	return *c
}

// foot ends a card: the note, where it came from, and deleting it.
func (c *openCard) foot(a *annotate.Annotation, extra ...fyne.CanvasObject) {
	c.field("note", "Note", "Add a note", a.Note, func(s string) bool { return c.w.bench.SetNote(a.ID, s) })
	c.talk(a)
	if from := originWords(a.Origin); from != "" {
		c.add(control.NewPhrase(look.SmallSize, control.Run{Text: from, Ink: look.Faint}))
	}
	del := control.NewButton(c.w, control.Quiet, "delete", "Delete", func() { c.w.bench.Delete(a.ID) })
	del.Compact, del.Ink = true, look.Faint
	del.Name = "card.delete"
	c.name("delete", del)
	words := control.NewButton(c.w, control.Quiet, "edit", "Words", func() { c.w.command("mark.extent") })
	words.Compact, words.Ink = true, look.Faint
	words.Name = "card.words"
	words.About = func() string { return "Take the words selected in the article instead of these" }
	c.name("words", words)
	history := control.NewButton(c.w, control.Quiet, "undo", "History", func() { c.w.command("view.history") })
	history.Compact, history.Ink = true, look.Faint
	history.Name = "card.history"
	history.About = func() string { return "Who changed what of it when" }
	c.name("history", history)
	buttons := control.NewWrap(4, append(extra, words, history, del)...)
	buttons.Right = true
	c.add(buttons)
}

// originWords says what made an annotation, where it was not the person.
func originWords(o annotate.Origin) string {
	if o.Annotator == "" && o.Rule == "" {
		return ""
	}
	s := "from " + string(o.Annotator)
	if o.Rule != "" {
		s += " · " + o.Rule
	}
	return s
}

// Objects returns the ground of the card and what stands on it.
func (c *openCard) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{c.ground, c.bar, c.body} }

// CreateRenderer implements fyne.Widget.
func (c *openCard) CreateRenderer() fyne.WidgetRenderer { return &openCardRenderer{c} }

type openCardRenderer struct{ c *openCard }

func (r *openCardRenderer) Layout(size fyne.Size) {
	w, h := size.Width-2*cardOutside, size.Height-8
	r.c.ground.Move(fyne.NewPos(cardOutside, 4))
	r.c.ground.Resize(fyne.NewSize(w, h))
	r.c.bar.Move(fyne.NewPos(cardOutside+3, 4+cardInside))
	r.c.bar.Resize(fyne.NewSize(3, h-2*cardInside))
	r.c.body.Move(fyne.NewPos(cardOutside+cardInside, 4+cardInside))
	r.c.body.Resize(fyne.NewSize(w-2*cardInside, h-2*cardInside))
}

func (r *openCardRenderer) MinSize() fyne.Size { return fyne.NewSize(160, 60) }

func (r *openCardRenderer) Refresh() {
	edge := look.Line
	if r.c.marked {
		edge = look.Accent
	}
	r.c.ground.Set(look.Card, edge)
	r.c.body.Refresh()
	r.Layout(r.c.Size())
}

func (r *openCardRenderer) Objects() []fyne.CanvasObject { return r.c.Objects() }
func (r *openCardRenderer) Destroy()                     {}

// cards are what the lists of annotations share.
type cards struct {
	w     *window
	kinds []annotate.Kind
}

func (c *cards) reload()                       {}
func (c *cards) len() int                      { return c.w.bench.Cards(c.kinds) }
func (c *cards) at(i int) *annotate.Annotation { return c.w.bench.Card(i, c.kinds) }
func (c *cards) find(id annotate.ID) int       { return c.w.bench.PlaceOf(id, c.kinds) }

func (c *cards) pick(i int) {
	if a := c.at(i); a != nil {
		c.pickCard(a.ID)
	}
}

// pickCard makes an annotation current and shows it in the article.
func (c *cards) pickCard(id annotate.ID) { c.w.bench.PickAndReveal(id) }

// calls returns how the entity behind a mention is called in passing: people by their surname, all
// others by their whole name.
func (c *cards) calls(mention annotate.ID, name string) string {
	if a := c.w.bench.Set().Get(mention); a != nil {
		if e := c.w.bench.Entity(a.Entity); e != nil && e.Type == "person" {
			return shortName(name)
		}
	}
	return name
}

// line is what the one-line cards share.
func (c *cards) line(t *annotate.Type, words string, trail ...control.Run) control.Item {
	return control.Item{
		Letter: t.Letter, Hue: c.w.inks.of(t),
		Title: []control.Run{{Text: control.OneLine(words, 120), Ink: look.Ink}}, Trail: trail,
	}
}
