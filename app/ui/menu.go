//go:build !headless

package ui

import (
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// menuOrder is the order of the menus; the registry says what stands in each.
var menuOrder = []string{"File", "Edit", "Annotate", "Propose", "Go", "Beside", "Review", "Team", "View", "Help"}

// mainMenu is the menu bar, drawn from the registry.
type mainMenu struct {
	w      *window
	main   *fyne.MainMenu
	items  map[string]*fyne.MenuItem
	recent *fyne.MenuItem
	states string // which items are off and which are ticked, as they are shown
	shows  string // keys and recent projects, as they are shown
}

func newMainMenu(w *window) *mainMenu {
	m := &mainMenu{w: w}
	m.build()
	return m
}

func (m *mainMenu) build() {
	m.shows = m.changing()
	m.items = map[string]*fyne.MenuItem{}
	menus := make([]*fyne.Menu, 0, len(menuOrder))
	for _, title := range menuOrder {
		menu := fyne.NewMenu(title)
		for _, c := range m.w.bench.Commands() {
			if c.Menu != title {
				continue
			}
			if c.Separated && len(menu.Items) > 0 {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			it := m.item(c)
			if c.Under != "" {
				under := submenu(menu, c.Under)
				under.Items = append(under.Items, it)
				continue
			}
			menu.Items = append(menu.Items, it)
			if c.ID == "project.sample" {
				m.recent = fyne.NewMenuItem("Open recent", nil)
				m.recent.ChildMenu = fyne.NewMenu("", m.recentItems()...)
				menu.Items = append(menu.Items, m.recent)
			}
		}
		m.w.writeKeys(menu.Items, m.items)
		for _, it := range menu.Items {
			if it.ChildMenu != nil && it != m.recent {
				m.w.writeKeys(it.ChildMenu.Items, m.items)
			}
		}
		menus = append(menus, menu)
	}
	m.main = fyne.NewMainMenu(menus...)
	m.showStates()
	m.w.win.SetMainMenu(m.main)
}

// submenu returns the submenu of a menu with a title, which it makes where there is none.
func submenu(menu *fyne.Menu, title string) *fyne.Menu {
	for _, it := range menu.Items {
		if it.ChildMenu != nil && it.Label == title {
			return it.ChildMenu
		}
	}
	it := fyne.NewMenuItem(title, nil)
	it.ChildMenu = fyne.NewMenu("")
	menu.Items = append(menu.Items, it)
	return it.ChildMenu
}

func (m *mainMenu) item(c *workbench.Command) *fyne.MenuItem {
	it := fyne.NewMenuItem(c.Title, func() { m.w.command(c.ID) })
	it.IsQuit = c.ID == "app.quit"
	m.items[c.ID] = it
	return it
}

func (m *mainMenu) recentItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, path := range m.w.bench.Recent() {
		items = append(items, fyne.NewMenuItem(path, func() {
			m.w.Clicking()
			m.w.bench.Open(path)
			m.w.Clicked()
		}))
	}
	if len(items) == 0 {
		none := fyne.NewMenuItem("No projects yet", nil)
		none.Disabled = true
		items = append(items, none)
	}
	return items
}

// showStates greys out what is not possible now, ticks what is on, and reports whether that changed anything.
func (m *mainMenu) showStates() bool {
	var states strings.Builder
	for _, c := range m.w.bench.Commands() {
		if it := m.items[c.ID]; it != nil {
			it.Disabled, it.Checked = !m.w.bench.Can(c.ID), m.w.bench.On(c.ID)
			if it.Disabled {
				states.WriteString("-" + c.ID)
			}
			if it.Checked {
				states.WriteString("+" + c.ID)
			}
		}
	}
	changed := states.String() != m.states
	m.states = states.String()
	return changed
}

// changing returns what a menu is built of that can change: keys and recent projects.
func (m *mainMenu) changing() string {
	var s strings.Builder
	for _, c := range m.w.bench.Commands() {
		s.WriteString(keyOf(m.w.bench, c.ID) + " ")
	}
	return s.String() + strings.Join(m.w.bench.Recent(), "\n")
}

// refresh draws the menu again where what it shows has changed; settings says that keys or recent
// projects may have.
func (m *mainMenu) refresh(settings bool) {
	if settings && m.changing() != m.shows {
		m.build()
		return
	}
	if m.showStates() {
		m.main.Refresh()
	}
}

// openMenu opens the menu whose title begins with the letter of a chord such as Alt+F, which no command has. The toolkit
// itself opens the first one, for Alt alone; arrows, Enter and Escape are its own, too.
func (w *window) openMenu(k workbench.Key) bool {
	letter, alt := strings.CutPrefix(string(k), "Alt+")
	at := slices.IndexFunc(menuOrder, func(title string) bool { return alt && title[:1] == letter })
	bar, has := w.win.Canvas().(interface {
		ToggleMenu()
		DismissMenu() bool
	})
	if at < 0 || !has || runtime.GOOS == "darwin" { // there the system has the menu bar
		return false
	}
	bar.DismissMenu() // another one that is open
	bar.ToggleMenu()
	for range at {
		w.win.Canvas().FocusNext()
	}
	return true
}

// command runs a command that was clicked, and gives the keyboard back.
func (w *window) command(id string) {
	w.Clicking()
	w.bench.Do(id)
	w.Clicked()
}

// keyGap stands between an item's title and the spaces before its key.
const keyGap = "\u2003"

// writeKeys writes the commands' keys behind their titles, at the right edge of the menu. The toolkit
// could show them as shortcuts, but at a fifth of the ink, and would then act on them itself: keys
// travel one way only, and a text field must get its Ctrl+Z. The menu bar of macOS is the system's
// and draws keys as it should.
func (w *window) writeKeys(items []*fyne.MenuItem, byID map[string]*fyne.MenuItem) {
	keys := map[*fyne.MenuItem]string{}
	for id, it := range byID {
		if ks := w.bench.KeysOf(id); len(ks) > 0 {
			keys[it] = label(ks[0])
			if runtime.GOOS == "darwin" {
				it.Shortcut = shownKey(ks[0])
			}
		}
	}
	if runtime.GOOS == "darwin" {
		return
	}
	measure := func(s string) float32 { return fyne.MeasureText(s, look.TextSize, fyne.TextStyle{}).Width }
	widest := float32(0)
	for _, it := range items {
		widest = max(widest, measure(it.Label+keyGap+keys[it]))
	}
	space := measure("a a") - measure("aa")
	for _, it := range items {
		if k := keys[it]; k != "" {
			room := widest - measure(it.Label+keyGap+k)
			it.Label += keyGap + strings.Repeat(" ", int(room/space+0.5)) + k
		}
	}
}

// titleOf returns an item's title without its key.
func titleOf(it *fyne.MenuItem) string {
	title, _, _ := strings.Cut(it.Label, keyGap)
	return title
}

// shownKey is a chord that a menu shows but does not act on.
type shownKey workbench.Key

// ShortcutName implements fyne.Shortcut with a name that no chord has.
func (k shownKey) ShortcutName() string { return "quoth:" + string(k) }

// Key implements fyne.KeyboardShortcut.
func (k shownKey) Key() fyne.KeyName {
	s := string(k)
	if i := strings.LastIndexByte(strings.TrimSuffix(s, "+"), '+'); i >= 0 {
		s = s[i+1:]
	}
	return fyne.KeyName(s)
}

// Mod implements fyne.KeyboardShortcut.
func (k shownKey) Mod() fyne.KeyModifier {
	var m fyne.KeyModifier
	s := string(k)
	if strings.Contains(s, "Ctrl+") {
		m |= fyne.KeyModifierShortcutDefault
	}
	if strings.Contains(s, "Alt+") {
		m |= fyne.KeyModifierAlt
	}
	if strings.Contains(s, "Shift+") {
		m |= fyne.KeyModifierShift
	}
	return m
}

var _ fyne.KeyboardShortcut = shownKey("")
