package workbench

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"quoth/annotate"
)

// Palette finds a command by a few letters of its title.
type Palette struct {
	Query  string
	Rows   []PaletteRow
	Chosen int
	bench  *Bench
}

// PaletteRow is a command that matches.
type PaletteRow struct {
	Command *Command
	Matched []int // bytes of the title
	Key     Key
	Why     string // why it is not possible now; "" where it is
}

// Palette returns the palette where it is open, or nil.
func (b *Bench) Palette() *Palette { return b.palette }

func (b *Bench) openPalette() {
	b.palette = &Palette{bench: b}
	b.palette.SetQuery("")
	b.screen.Show(PagePalette)
}

// mostTyped bounds what is handed to the fuzzy matcher, whose score overflows at 40 characters.
const mostTyped = 32

func clipTyped(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), mostTyped)])
}

// SetQuery ranks the commands for what is typed: possible ones first.
func (p *Palette) SetQuery(q string) {
	p.bench.act(func() {
		p.Query, p.Chosen, p.Rows = q, 0, nil
		row := func(c *Command, matched []int) {
			r := PaletteRow{Command: c, Matched: matched, Why: p.bench.Why(c.ID)}
			if ks := p.bench.KeysOf(c.ID); len(ks) > 0 {
				r.Key = ks[0]
			}
			p.Rows = append(p.Rows, r)
		}
		var all []*Command
		for _, c := range p.bench.registry.all {
			if c.Menu != "" && c.ID != "help.palette" {
				all = append(all, c)
			}
		}
		if q = clipTyped(strings.TrimSpace(q)); q == "" {
			for _, c := range all {
				row(c, nil)
			}
		} else {
			for _, m := range fuzzy.FindFrom(q, titles(all)) {
				row(all[m.Index], m.MatchedIndexes)
			}
		}
		slices.SortStableFunc(p.Rows, func(x, y PaletteRow) int { return order(x.Why != "", y.Why != "") })
		p.bench.touch(StatusChanged)
	})
}

type titles []*Command

func (t titles) String(i int) string { return t[i].Title }
func (t titles) Len() int            { return len(t) }

// Move moves the choice by d rows, round the end.
func (p *Palette) Move(d int) {
	if n := len(p.Rows); n > 0 {
		p.Chosen = (p.Chosen + d + n) % n
	}
}

// Accept closes the palette and runs the command of row i.
func (p *Palette) Accept(i int) {
	p.bench.act(func() {
		p.Cancel()
		if i >= 0 && i < len(p.Rows) {
			p.bench.Do(p.Rows[i].Command.ID)
		}
	})
}

// Cancel closes the palette.
func (p *Palette) Cancel() {
	p.bench.act(func() {
		p.bench.palette = nil
		p.bench.touch(StatusChanged)
	})
}

// Types finds a type for the current annotation by a few letters of it.
type Types struct {
	Query  string
	Rows   []TypeRow
	Chosen int

	bench *Bench
	of    annotate.ID
}

// TypeRow is a type of the annotation's kind, or a value of its attribute where the kind has only
// one type.
type TypeRow struct {
	Type    *annotate.Type
	Attr    string // "" for a type
	Value   string
	Name    string // what is shown: "meet · contact", "direct"
	Matched []int  // bytes of Name
	Key     string // the keys that choose it at once
}

// Types returns the choice of types where it is open, or nil.
func (b *Bench) Types() *Types { return b.types }

func (b *Bench) askType() {
	b.types = &Types{bench: b, of: b.current}
	b.types.SetQuery("")
	b.screen.Show(PageTypes)
}

func (t *Types) all() []TypeRow {
	b := t.bench
	a := b.set.Get(t.of)
	if a == nil {
		return nil
	}
	own := b.Schema().Type(a.Type)
	var rows []TypeRow
	if ts := b.Schema().OfKind(own.Kind); len(ts) > 1 {
		for _, x := range ts {
			name := x.Label
			if x.Group != "" && x.Group != x.Key {
				name += " · " + x.Group
			}
			rows = append(rows, TypeRow{Type: x, Name: name, Key: x.Shortcut})
		}
		return rows
	}
	for _, x := range own.Attrs {
		for i, v := range x.Values {
			row := TypeRow{Type: own, Attr: x.Key, Value: v, Name: v + " · " + strings.ToLower(x.Label)}
			if len(rows) == i {
				row.Key = string(rune('1' + i))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// SetQuery ranks the types for what is typed.
func (t *Types) SetQuery(q string) {
	t.bench.act(func() {
		t.Query, t.Chosen, t.Rows = q, 0, nil
		all := t.all()
		t.bench.touch(StatusChanged)
		if q = clipTyped(strings.TrimSpace(q)); q == "" {
			t.Rows = all
			return
		}
		names := make([]string, len(all))
		for i, r := range all {
			names[i] = r.Name
		}
		found := fuzzy.Find(q, names)
		slices.SortStableFunc(found, func(x, y fuzzy.Match) int {
			return cmp.Compare(prefixRank(names[x.Index], q), prefixRank(names[y.Index], q))
		})
		for _, m := range found {
			r := all[m.Index]
			r.Matched = m.MatchedIndexes
			t.Rows = append(t.Rows, r)
		}
	})
}

// prefixRank puts names that begin with what was typed before all others.
func prefixRank(name, q string) int {
	if strings.HasPrefix(strings.ToLower(name), strings.ToLower(q)) {
		return 0
	}
	return 1
}

// Move moves the choice by d rows, round the end.
func (t *Types) Move(d int) {
	if n := len(t.Rows); n > 0 {
		t.Chosen = (t.Chosen + d + n) % n
	}
}

// Accept gives the annotation the type or value of row i.
func (t *Types) Accept(i int) {
	t.bench.act(func() {
		t.Cancel()
		if i < 0 || i >= len(t.Rows) {
			return
		}
		if r := t.Rows[i]; r.Attr != "" {
			t.bench.SetAttr(t.of, r.Attr, r.Value)
		} else {
			t.bench.SetType(t.of, r.Type.Key)
		}
	})
}

// Cancel closes the choice.
func (t *Types) Cancel() {
	t.bench.act(func() {
		t.bench.types = nil
		t.bench.touch(StatusChanged)
	})
}
