//go:build !headless

package ui

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// showShortcuts opens the sheet of all keys, drawn from the registry.
func (w *window) showShortcuts() {
	s := w.newSheet("shortcuts", "Keys", 984)
	s.say("Letters work while the article has the keyboard. In text fields letters type, and chords with Ctrl still work.", look.Faint)
	columns := 3
	if w.win.Canvas().Size().Width < 960 {
		columns = 2
	}
	s.add(deal(w.keyBlocks(), columns))
	s.button("change", "Change keys…", func() { s.close(); w.showSettings("keys") })
	s.mainButton("close", "Close", s.close)
	s.layer.Key = scrollKeys(s.scroll)
	s.open(nil)
}

// caretKeys are the keys of the article itself, which are no commands.
var caretKeys = [][2]string{
	{"Arrows", "Move the caret"}, {"Ctrl+Left, Right", "By words"}, {"Ctrl+Up, Down", "By paragraphs"}, {"Alt+Left, Right", "By sentences"},
	{"Home, End", "To the ends of the line"}, {"Ctrl+Home, End", "To the ends of the article"}, {"Shift+…", "Select while moving"},
	{"1 … 9", "Type, by its number"}, {"Alt+F …", "Open a menu, by its first letter"}, {"Ctrl+wheel", "Text size"},
}

// keyBlocks returns the blocks of the sheet: a title and its rows.
func (w *window) keyBlocks() []fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	add := func(title string, rows []fyne.CanvasObject) {
		head := control.NewPhrase(0, control.Run{Text: title, Ink: look.Accent, Bold: true})
		blocks = append(blocks, control.NewColumn(2, append([]fyne.CanvasObject{head}, rows...)...))
	}
	for _, menu := range append([]string{"Annotate", "Propose", "Go", "Beside", "Review"}, "", "Edit", "View", "File", "Team", "Help") {
		var rows []fyne.CanvasObject
		if menu == "" {
			for _, k := range caretKeys {
				rows = append(rows, keyRow(k[1], k[0]))
			}
			add("In the article", rows)
			if rows := w.roleRows(); len(rows) > 0 {
				add("Roles of the selected quote or event", rows)
			}
			continue
		}
		for _, c := range w.bench.Commands() {
			if c.Menu == menu || menu == "Go" && c.Menu == "" {
				if ks := w.bench.KeysOf(c.ID); len(ks) > 0 {
					rows = append(rows, keyRow(strings.TrimSuffix(c.Title, "…"), labels(ks)...))
				}
			}
		}
		add(menu, rows)
	}
	return blocks
}

// roleRows lists the keys of the schema's roles; keys that ask for several in different types stand once.
func (w *window) roleRows() (rows []fyne.CanvasObject) {
	s := w.bench.Schema()
	if s == nil {
		return nil
	}
	roles := map[string][]string{} // keys → labels
	var order []string
	for _, t := range s.Types {
		for i := range t.Roles {
			r := &t.Roles[i]
			ks := strings.Join(labels(w.bench.RoleKeys(r)), " ")
			if ks == "" || slices.Contains(roles[ks], r.Label) {
				continue
			}
			if roles[ks] == nil {
				order = append(order, ks)
			}
			roles[ks] = append(roles[ks], r.Label)
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	for _, ks := range order {
		rows = append(rows, keyRow(strings.Join(roles[ks], ", "), ks))
	}
	return rows
}

func labels(ks []workbench.Key) []string {
	parts := make([]string, len(ks))
	for i, k := range ks {
		parts[i] = label(k)
	}
	return parts
}

// keyRow is what keys do, after the keys; both go on in the next line where they do not fit.
func keyRow(title string, keys ...string) fyne.CanvasObject {
	var ks []fyne.CanvasObject
	for i, k := range keys {
		if i < len(keys)-1 {
			k += ","
		}
		p := control.NewPhrase(0, control.Run{Text: k, Ink: look.Ink, Bold: true})
		p.Whole = true
		ks = append(ks, p)
	}
	return control.NewBeside(8, control.NewWrap(4, ks...), control.NewParagraph(title, look.Ink)).Widths(0.4, 0.6)
}

// deal puts blocks, in their order, into columns of about the same height.
func deal(blocks []fyne.CanvasObject, columns int) *control.Beside {
	const gap, width = 18, 300 // px
	all := float32(0)
	for _, b := range blocks {
		all += b.(control.Flow).HeightFor(width) + gap
	}
	dealt := make([][]fyne.CanvasObject, columns)
	used, at := float32(0), 0
	for _, b := range blocks {
		h := b.(control.Flow).HeightFor(width) + gap
		if used+h/2 > all*float32(at+1)/float32(columns) && at < columns-1 {
			at++
		}
		dealt[at] = append(dealt[at], b)
		used += h
	}
	flows := make([]control.Flow, columns)
	for i, d := range dealt {
		flows[i] = control.NewColumn(gap, d...)
	}
	return control.NewBeside(24, flows...)
}

// keySettings are the rows of the settings in which keys are changed.
func (w *window) keySettings(s *sheet) {
	s.say("Press Change, then the new chord. Delete takes a command’s key away.", look.Faint)
	said := s.say("", look.Problem)
	said.Hide()
	tell := func(text string) {
		said.SetText(text)
		show(said, text != "")
		s.body.Refresh()
		s.layer.Refresh()
	}
	for _, c := range w.bench.Commands() {
		keys := control.NewPhrase(0)
		keys.Least = 150
		draw := func() {
			ks := w.bench.KeysOf(c.ID)
			keys.Set(control.Run{Text: strings.Join(labels(ks), ", "), Bold: true})
			if len(ks) == 0 {
				keys.Set(control.Run{Text: "no key", Ink: look.Faint})
			}
		}
		draw()
		change := control.NewButton(w, control.Quiet, "edit", "Change", nil)
		change.Tapping = func() {
			tell("")
			w.askChord(c, func(k workbench.Key) {
				var ks []workbench.Key
				if k != "" {
					ks = []workbench.Key{k}
				}
				if err := w.bench.SetKeys(c.ID, ks); err != nil {
					tell(workbench.Sentence(err.Error()) + ".")
				}
				draw()
			})
		}
		reset := control.NewButton(w, control.Quiet, "undo", "", func() {
			w.bench.ResetKeys(c.ID)
			tell("")
			draw()
		})
		change.Compact, reset.Compact = true, true
		s.call("key."+c.ID, change)
		s.add(control.NewLine(8, 0, control.NewPhrase(0, control.Run{Text: strings.TrimSuffix(c.Title, "…")}), keys, change, reset))
	}
}

// askChord waits for a chord; Escape leaves it, Delete means none.
func (w *window) askChord(c *workbench.Command, then func(workbench.Key)) {
	s := w.newSheet("chord", "New key for “"+strings.TrimSuffix(c.Title, "…")+"”", 420)
	s.say("Press it now. Escape leaves it as it is; Delete takes the key away.", look.Ink)
	s.button("cancel", "Cancel", s.close)
	take := func(k workbench.Key) bool {
		if k == "" {
			return false
		}
		s.close()
		then(k)
		return true
	}
	s.layer.Key = func(ev *fyne.KeyEvent) bool {
		switch ev.Name {
		case fyne.KeyEscape:
			return false
		case fyne.KeyDelete:
			s.close()
			then("")
			return true
		}
		return take(chordOfKey(ev.Name, modifiers()))
	}
	s.layer.Rune = func(r rune) bool { return take(chordOfRune(r, modifiers())) }
	s.layer.Chord = func(c fyne.Shortcut) bool { return take(chordOfShortcut(c)) }
	s.open(nil)
}
