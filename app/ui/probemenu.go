//go:build !headless

package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// menuPlaces are where the menu bar's titles are, by "menu.File", and where the items of each are
// while it is open, by "menu." and the command.
type menuPlaces struct {
	of     *fyne.MainMenu
	places map[string]box
}

// in returns the places in a menu bar. The toolkit keeps its menu bar to itself, so they are worked
// out the way it lays it out: titles in a row, with padding around their words, and items from the
// left edge of their title.
func (m *menuPlaces) in(menu *mainMenu) map[string]box {
	if m.of == menu.main {
		return m.places
	}
	m.of, m.places = menu.main, map[string]box{}
	ids := map[*fyne.MenuItem]string{}
	for id, it := range menu.items {
		ids[it] = id
	}
	pad, x := theme.InnerPadding(), theme.InnerPadding()
	for _, top := range menu.main.Items {
		words := fyne.MeasureText(top.Label, theme.TextSize(), fyne.TextStyle{})
		title := box{x, 0, words.Width + 2*pad, words.Height + pad}
		m.places["menu."+top.Label] = title
		x += title[2] + theme.Padding()
		open := widget.NewMenu(top)
		open.Resize(open.MinSize())
		for i, o := range open.Items {
			if id := ids[top.Items[i]]; id != "" {
				at, size := o.Position(), o.Size()
				m.places["menu."+id] = box{title[0] + at.X, title[3] + at.Y, size.Width, size.Height}
			}
		}
	}
	return m.places
}

// popupItems lists the items of the menu that has popped up over the window, by "popup." and what
// stands on them. The toolkit's types for both are its own; their fields are not.
func popupItems(c fyne.Canvas, add func(name string, o fyne.CanvasObject)) {
	top := reflect.ValueOf(c.Overlays().Top())
	if top.Kind() != reflect.Pointer || top.Elem().Kind() != reflect.Struct {
		return
	}
	content := top.Elem().FieldByName("Content")
	if !content.IsValid() {
		return
	}
	menu, ok := content.Interface().(*widget.PopUpMenu)
	if !ok {
		return
	}
	for _, o := range menu.Items {
		if f := reflect.ValueOf(o).Elem().FieldByName("Item"); f.IsValid() {
			if item, ok := f.Interface().(*fyne.MenuItem); ok {
				add("popup."+titleOf(item), o)
			}
		}
	}
}
