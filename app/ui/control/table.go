//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/look"
)

// TableColumn is a column of a [Table].
type TableColumn struct {
	Name  string // for the probe, and for Sorting
	Title string
	About string  // said while the pointer is over the title
	Width float32 // px; 0 for a share of what the others leave
	Share float32
	Right bool    // figures stand at the right end
	Drop  float32 // left out where the table is narrower than so many px
}

// Table is a list in columns, each with a title, of which only the rows on screen exist. A click on a title puts it in
// order by that column.
type Table struct {
	widget.BaseWidget
	Rows    *Roll
	Sorting func(column string)
	host    Host
	columns []TableColumn
	heads   []*Button
	line    *Plate
	places  []columnPlace // of each column, as wide as the table is now
}

// columnPlace is where a column stands in a row; of no width where it is left out.
type columnPlace struct {
	x, width float32
	right    bool
}

const (
	headHeight float32 = 30
	columnGap  float32 = 12
)

// NewTable returns a table whose rows are [Row]s, which fill gives their [Item.Cells].
func NewTable(h Host, rowHeight float32, length func() int, columns []TableColumn, fill func(i int, row *Row)) *Table {
	t := &Table{host: h, line: NewPlate(look.Line)}
	t.Rows = NewRoll(rowHeight, length, func() fyne.CanvasObject {
		r := NewRow(h)
		r.table = t
		return r
	}, func(i int, o fyne.CanvasObject) { fill(i, o.(*Row)) })
	t.SetColumns(columns)
	t.ExtendBaseWidget(t)
	return t
}

// SetColumns gives the table other columns.
func (t *Table) SetColumns(columns []TableColumn) {
	t.columns, t.heads = columns, nil
	for _, c := range columns {
		b := NewButton(t.host, Quiet, "", c.Title, func() {
			if t.Sorting != nil {
				t.Sorting(c.Name)
			}
		})
		b.Compact, b.Start, b.End, b.Small, b.Ink = true, !c.Right, c.Right, true, look.Faint
		b.Name = "column." + c.Name
		if c.About != "" {
			b.About = func() string { return c.About }
		}
		t.heads = append(t.heads, b)
	}
	t.place(t.Size())
	t.Refresh()
}

// SetSorted shows by which column the rows are in order; "" for none.
func (t *Table) SetSorted(column string, down bool) {
	for i, b := range t.heads {
		text, ink := t.columns[i].Title, look.Faint
		if t.columns[i].Name == column {
			text, ink = text+" ↑", look.Ink
			if down {
				text = t.columns[i].Title + " ↓"
			}
		}
		if b.Text != text || b.Ink != ink {
			b.Text, b.Ink = text, ink
			b.Refresh()
		}
	}
}

// place finds out where the columns stand.
func (t *Table) place(size fyne.Size) {
	left, right := rowSides+4+rowSign+rowGap, size.Width-rowSides-4
	room, shares, n := right-left, float32(0), 0
	for _, c := range t.columns {
		if size.Width < c.Drop {
			continue
		}
		room -= c.Width
		shares += c.Share
		n++
	}
	room = max(0, room-columnGap*float32(max(0, n-1)))
	t.places = make([]columnPlace, len(t.columns))
	for i, c := range t.columns {
		if size.Width < c.Drop {
			continue
		}
		w := c.Width
		if w == 0 && shares > 0 {
			w = room * c.Share / shares
		}
		t.places[i] = columnPlace{left, w, c.Right}
		left += w + columnGap
	}
}

// Heads returns the titles that are shown, by the names of their columns.
func (t *Table) Heads() map[string]*Button {
	out := map[string]*Button{}
	for i, b := range t.heads {
		if t.places[i].width > 0 {
			out[t.columns[i].Name] = b
		}
	}
	return out
}

// Objects returns the titles and the rows.
func (t *Table) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{t.line}
	for i, b := range t.heads {
		if t.places[i].width > 0 {
			out = append(out, b)
		}
	}
	return append(out, t.Rows)
}

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer { return &tableRenderer{t} }

type tableRenderer struct{ t *Table }

func (r *tableRenderer) Layout(size fyne.Size) {
	t := r.t
	t.place(size)
	const inside = 4 // px that a title stands inside its button
	for i, b := range t.heads {
		p := t.places[i]
		m := b.MinSize()
		w := max(p.width+inside, min(m.Width, p.width+columnGap))
		x := p.x - inside
		if p.right {
			x = p.x + p.width + inside - w
		}
		b.Move(fyne.NewPos(x, (headHeight-m.Height)/2))
		b.Resize(fyne.NewSize(w, m.Height))
	}
	t.line.Move(fyne.NewPos(0, headHeight-1))
	t.line.Resize(fyne.NewSize(size.Width, 1))
	t.Rows.Move(fyne.NewPos(0, headHeight))
	t.Rows.Resize(fyne.NewSize(size.Width, max(0, size.Height-headHeight)))
	t.Rows.Refresh()
}

func (r *tableRenderer) MinSize() fyne.Size { return fyne.NewSize(200, headHeight+60) }

func (r *tableRenderer) Refresh() { r.Layout(r.t.Size()) }

func (r *tableRenderer) Objects() []fyne.CanvasObject { return r.t.Objects() }
func (r *tableRenderer) Destroy()                     {}
