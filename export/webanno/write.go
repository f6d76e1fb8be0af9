package webanno

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/token"
	"quoth/export/values"
)

// WriteFolder writes a file for each record. See [export.Format].
func (x shaping) WriteFolder(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	var names export.Names
	var b []byte
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		b = file(b[:0], x.shape(r, opts.Schema))
		if err := export.WriteFile(to, names.For(r)+".tsv", b); err != nil {
			return err
		}
	}
	return nil
}

// part is one part of an annotation, which is an annotation of its own in the file.
type part struct {
	number      int
	a           *annotate.Annotation
	whole       bool // the first part, which says everything else
	first, last int  // tokens [first, last)
	roles       []string
	targets     []int  // numbers
	cells       []byte // as they stand at each of the tokens
	ends        []int  // of the cells
}

// file appends the file of a record.
func file(b []byte, r *export.Record) []byte {
	t := token.Of(r)
	var attrs []string
	for _, a := range r.Annotations {
		for k := range a.Attrs {
			if !slices.Contains(attrs, k) {
				attrs = append(attrs, k)
			}
		}
	}
	slices.Sort(attrs)
	entities := make(map[annotate.ID]*annotate.Entity, len(r.Entities))
	for _, e := range r.Entities {
		entities[e.ID] = e
	}
	// Number the parts, and say who fills which slot.
	room := make([]part, 0, len(r.Annotations)+len(r.Annotations)/8)
	byID := make(map[annotate.ID]int, len(r.Annotations)) // of the first part
	for _, a := range r.Annotations {
		for i, s := range a.Spans {
			p := part{number: len(room) + 1, a: a, whole: i == 0}
			p.first, p.last = t.Of(s)
			room = append(room, p)
			if i == 0 {
				byID[a.ID] = p.number - 1
			} else {
				w := &room[byID[a.ID]]
				w.roles, w.targets = append(w.roles, assemble.Continues), append(w.targets, p.number)
			}
		}
	}
	for _, a := range r.Annotations {
		for _, x := range a.Args {
			p := &room[byID[a.ID]]
			p.roles, p.targets = append(p.roles, x.Role), append(p.targets, room[byID[x.Target]].number)
		}
	}
	at := marks(room, len(t.Tokens))
	numbers := make([][2]int, len(t.Tokens)) // of the sentence, and in it
	sentence := 0
	t.Sentences(func(from, to int) {
		sentence++
		for i := from; i < to; i++ {
			numbers[i] = [2]int{sentence, i - from + 1}
		}
	})
	columns := []string{fLabel, fEntity, fName, fIDs, fNote}
	for _, k := range attrs {
		columns = append(columns, attrName(k))
	}
	for i := range room {
		room[i].cells, room[i].ends = cells(&room[i], attrs, entities[room[i].a.Entity], room, numbers)
	}
	none := strings.Repeat("\t_", len(columns)+2) + "\t\n"
	b = append(b, "#FORMAT=WebAnno TSV 3.3\n#T_SP="+layer+"|"+strings.Join(columns, "|")+"|ROLE_"+layer+":"+slot+"_"+linkType+"|"+layer+"\n\n"...)
	text := r.Document.Text
	utf16 := r.Document.Offsets().UTF16
	b = slices.Grow(b, len(text)+len(t.Tokens)*(len(none)+24))
	t.Sentences(func(from, to int) {
		end := len(text)
		if to < len(t.Tokens) {
			end = t.Tokens[to].Start
		}
		b = append(b, "\n#Text="...)
		b = appendEscaped(b, text[t.Tokens[from].Start:end], inText)
		b = append(b, '\n')
		for i := from; i < to; i++ {
			s := t.Tokens[i]
			b = appendNumber(b, numbers[i])
			b = append(b, '\t')
			start := utf16(s.Start)
			b = strconv.AppendInt(b, int64(start), 10)
			b = append(b, '-')
			b = strconv.AppendInt(b, int64(start+units(text[s.Start:s.End])), 10)
			b = append(b, '\t')
			b = appendEscaped(b, text[s.Start:s.End], inText)
			switch here := at[i]; len(here) {
			case 0:
				b = append(b, none...)
				continue
			case 1:
				b = append(b, room[here[0]].cells...)
			default:
				for column := range len(columns) + 2 {
					for j, p := range here {
						cell := room[p].column(column)
						if j > 0 {
							b = append(b, '|')
							cell = cell[1:] // its tab
						}
						b = append(b, cell...)
					}
				}
			}
			b = append(b, "\t\n"...)
		}
	})
	return b
}

// marks returns which parts are at each token, in their order.
func marks(parts []part, tokens int) [][]int {
	total := 0
	begins := make([]int, tokens+1) // of the parts at each token, in one list
	for i := range parts {
		for j := parts[i].first; j < parts[i].last; j++ {
			begins[j+1]++
			total++
		}
	}
	for i := range tokens {
		begins[i+1] += begins[i]
	}
	list, at := make([]int, total), make([][]int, tokens)
	for i := range at {
		at[i] = list[begins[i]:begins[i]:begins[i+1]]
	}
	for i := range parts {
		for j := parts[i].first; j < parts[i].last; j++ {
			at[j] = append(at[j], i)
		}
	}
	return at
}

// units returns the UTF-16 units of words.
func units(s string) int {
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0xf0:
			n += 2
		case c&0xc0 != 0x80:
			n++
		}
	}
	return n
}

func appendNumber(b []byte, n [2]int) []byte {
	b = strconv.AppendInt(b, int64(n[0]), 10)
	b = append(b, '-')
	return strconv.AppendInt(b, int64(n[1]), 10)
}

// cells returns what stands of a part in the columns of every token that it is at, each cell after a tab, and where each
// ends.
func cells(p *part, attrs []string, e *annotate.Entity, parts []part, numbers [][2]int) (row []byte, ends []int) {
	b := make([]byte, 0, 96)
	ends = make([]int, 0, 7+len(attrs))
	end := func() {
		b = append(b, '[')
		b = strconv.AppendInt(b, int64(p.number), 10)
		b = append(b, ']')
		ends = append(ends, len(b))
	}
	value := func(s string, there bool) {
		b = append(b, '\t')
		if !there || s == "" {
			b = append(b, '*')
		} else {
			b = appendEscaped(b, s, inCell)
		}
		end()
	}
	if e == nil {
		e = &annotate.Entity{}
	}
	ids := ""
	if len(e.IDs) > 0 {
		ids = strings.Join(values.Pairs(e.IDs), "\n")
	}
	value(p.a.Type, true)
	value(string(p.a.Entity), p.whole)
	value(e.Name, p.whole)
	value(ids, p.whole)
	value(p.a.Note, p.whole)
	for _, k := range attrs {
		value(p.a.Attrs[k], p.whole)
	}
	b = append(b, '\t')
	if len(p.roles) == 0 {
		b = append(b, '_')
	}
	for i, r := range p.roles {
		if i > 0 {
			b = append(b, ';')
		}
		if r == "" {
			b = append(b, '*')
		} else {
			b = appendEscaped(b, r, inCell)
		}
	}
	end()
	b = append(b, '\t')
	if len(p.targets) == 0 {
		b = append(b, '_')
	}
	for i, n := range p.targets {
		if i > 0 {
			b = append(b, ';')
		}
		b = appendNumber(b, numbers[parts[n-1].first])
		b = append(b, '[')
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, ']')
	}
	end()
	return b, ends
}

// column returns the cell of a column, with the tab before it.
func (p *part) column(i int) []byte {
	if i == 0 {
		return p.cells[:p.ends[0]]
	}
	return p.cells[p.ends[i-1]:p.ends[i]]
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
