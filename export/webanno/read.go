package webanno

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/bound"
	"quoth/export/values"
)

// ReadFolder yields the articles of the files of a folder. See [export.Format].
func ReadFolder(ctx context.Context, name string, folder fs.FS) iter.Seq2[*export.Record, error] {
	return export.EachFile(ctx, name, folder, &export.Format{Extensions: []string{"tsv"}, Fits: fits, Read: Read})
}

// Read yields the one record of a file. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		f := &reader{name: name, marks: map[string]*found{}}
		lines := bound.NewLines(r)
		for {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			n, line, err := lines.Next()
			if err == io.EOF {
				break
			}
			if err == nil {
				err = f.line(n, string(line))
			}
			if err == nil && (f.text.Len() > bound.Line || len(f.order) > bound.Line/256) {
				err = fmt.Errorf("the document is longer than %s", bound.Size(bound.Line))
			}
			if err != nil {
				yield(nil, export.Locate(err, name, n))
				return
			}
		}
		rec, err := f.record()
		for _, err := range f.left {
			if !yield(nil, err) {
				return
			}
		}
		if err != nil {
			yield(nil, export.Locate(err, name, 0))
			return
		}
		rec.Where = name
		yield(rec, nil)
	}
}

// layerOf is a layer of the head of a file.
type layerOf struct {
	sort     string // SP, RL or CH
	name     string
	features []column
	at       int // of its first column
	width    int
}

type column struct {
	name  string
	slot  bool // takes two columns: roles and targets
	index int
}

// found is an annotation of the file.
type found struct {
	layer      *layerOf
	line       int
	begin, end int // UTF-16 units
	words      map[string]string
	slots      []slotOf
	chain      string
	mark       *annotate.Annotation
	token      string
}

type slotOf struct {
	role, target string
	line         int
}

type relation struct {
	layer    *layerOf
	line     int
	label    string
	from, to string // cells: token, and the number of the annotation
}

// tokenOf is a token, where relations may name it.
type tokenOf struct {
	name       string
	begin, end int
}

type reader struct {
	name    string
	text    strings.Builder
	units   int
	layers  []*layerOf
	marks   map[string]*found // by layer and number, or by layer, token and place in the cell
	order   []*found
	links   []relation
	begun   bool
	left    []error // why something is left out
	tokens  []tokenOf
	related bool     // relations are among the layers
	wait    []string // texts of the sentence to come
	waitAt  int

	// What stood behind the words of the last token, and the annotations that it says. Where the same stands there
	// again, these go on.
	rest   string
	going  []*found
	repeat bool // it means the same when it stands there again
}

func (f *reader) line(n int, line string) error {
	switch {
	case n == 1:
		if !strings.HasPrefix(line, head) {
			return errors.New("the first line is not " + head + ".3")
		}
	case strings.HasPrefix(line, "#T_"):
		return f.head(line)
	case strings.HasPrefix(line, "#Text="):
		f.wait = append(f.wait, unescape(line[len("#Text="):]))
		f.waitAt = n
	case line == "" || line[0] == '#':
	default:
		return f.token(n, line)
	}
	return nil
}

func (f *reader) head(line string) error {
	kind, rest, ok := strings.Cut(line[len("#T_"):], "=")
	if !ok || kind != "SP" && kind != "RL" && kind != "CH" {
		return fmt.Errorf("%q is no layer: #T_SP=, #T_RL= or #T_CH=", export.Clip(line))
	}
	names := strings.Split(rest, "|")
	l := &layerOf{sort: kind, name: names[0], at: 3}
	for _, x := range f.layers {
		l.at += x.width
	}
	for i := 1; i < len(names); i++ {
		c := column{name: names[i], index: l.width}
		if rest, ok := strings.CutPrefix(c.name, "ROLE_"); ok {
			c.slot = true
			c.name = rest
			l.width++
			i++ // the type of what fills the slot
		}
		l.width++
		l.features = append(l.features, c)
	}
	if l.width == 0 {
		l.width = 1
	}
	if len(f.layers) >= 1000 {
		return errors.New("the file has more than a thousand layers")
	}
	f.layers = append(f.layers, l)
	f.related = f.related || kind == "RL"
	return nil
}

// mostGap is how far apart sentences may stand.
const mostGap = 10_000

func (f *reader) token(n int, line string) error {
	tok, rest, ok1 := strings.Cut(line, "\t")
	place, rest, ok2 := strings.Cut(rest, "\t")
	if !ok1 || !ok2 {
		return errors.New("the line has no number, place and words, with tabs between them")
	}
	_, rest, _ = strings.Cut(rest, "\t")
	from, to, ok := strings.Cut(place, "-")
	begin, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	if !ok || err1 != nil || err2 != nil {
		return fmt.Errorf("%q is no place", export.Clip(place))
	}
	if len(f.wait) > 0 {
		gap := begin - f.units
		if gap < 0 || gap > mostGap {
			return fmt.Errorf("the sentence begins at %d, and what stands before it ends at %d", begin, f.units)
		}
		fill := " "
		if f.begun {
			fill = "\n"
		}
		f.text.WriteString(strings.Repeat(fill, gap))
		whole := strings.Join(f.wait, "\n")
		f.text.WriteString(whole)
		f.units = begin + len(utf16.Encode([]rune(whole)))
		f.wait, f.begun = nil, true
	}
	if !f.begun {
		return errors.New("there is no #Text= before the first token")
	}
	if f.related {
		f.tokens = append(f.tokens, tokenOf{tok, begin, end})
	}
	if f.repeat && rest == f.rest {
		for _, m := range f.going {
			if err := m.goOn(begin, end); err != nil {
				return err
			}
		}
		return nil
	}
	f.rest, f.going, f.repeat = rest, f.going[:0], true
	columns := strings.Split(line, "\t")
	for _, l := range f.layers {
		if l.at+l.width > len(columns) {
			if l.at >= len(columns) || columns[l.at] == "" {
				continue // as some programs leave out empty columns at the end
			}
			return fmt.Errorf("the line has %d columns, and layer %s needs %d", len(columns), export.Clip(l.name), l.at+l.width)
		}
		cells := columns[l.at : l.at+l.width]
		f.repeat = f.repeat && l.sort == "SP"
		var err error
		switch l.sort {
		case "SP":
			err = f.span(n, l, columns[0], begin, end, cells)
		case "RL":
			err = f.relation(n, l, columns[0], cells)
		case "CH":
			err = f.chain(n, l, columns[0], begin, end, cells)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// number takes the [n] off a cell.
func number(cell string) (string, string) {
	open := strings.LastIndexByte(cell, '[')
	if open < 0 || cell[len(cell)-1] != ']' || open > 0 && cell[open-1] == '\\' {
		return cell, ""
	}
	digits := cell[open+1 : len(cell)-1]
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return cell, ""
	}
	return cell[:open], digits
}

// at returns the annotation that a cell is of, new or begun before.
func (f *reader) at(n int, l *layerOf, tok, num string, place, begin, end int) (*found, error) {
	key := l.name + "\t" + tok + "\t" + strconv.Itoa(place)
	if num != "" && num != "0" {
		key = l.name + "\t[" + num
	} else {
		f.repeat = false // the next token is another annotation
	}
	m := f.marks[key]
	if m == nil {
		m = &found{layer: l, line: n, begin: begin, end: end, words: map[string]string{}, token: tok}
		f.marks[key] = m
		f.order = append(f.order, m)
	}
	f.going = append(f.going, m)
	return m, m.goOn(begin, end)
}

// goOn takes in another token.
func (m *found) goOn(begin, end int) error {
	if begin < m.begin {
		return errors.New("tokens are not in the order of the text")
	}
	m.end = max(m.end, end)
	return nil
}

func (f *reader) span(n int, l *layerOf, tok string, begin, end int, cells []string) error {
	if !slices.ContainsFunc(cells, func(c string) bool { return c != "_" && c != "" }) {
		return nil // most tokens have nothing of most layers
	}
	stacked := make([][]string, len(cells))
	for i, c := range cells {
		stacked[i] = split(c, '|')
	}
	for place := range stacked[0] {
		if len(stacked[0]) == 1 && stacked[0][0] == "_" && !anyValue(stacked) {
			return nil
		}
		num := ""
		for _, s := range stacked {
			if place < len(s) {
				if _, x := number(s[place]); x != "" && num == "" {
					num = x
				}
			}
		}
		m, err := f.at(n, l, tok, num, place, begin, end)
		if err != nil {
			return err
		}
		begun := m.line != n || m.token != tok
		for _, c := range l.features {
			if place >= len(stacked[c.index]) {
				continue
			}
			cell, _ := number(stacked[c.index][place])
			if !c.slot {
				if cell != "_" && cell != "*" && cell != "" {
					m.words[c.name] = unescape(cell)
				}
				continue
			}
			if begun || place >= len(stacked[c.index+1]) || cell == "_" {
				continue
			}
			targets, _ := number(stacked[c.index+1][place])
			roles, to := split(cell, ';'), split(targets, ';')
			if targets == "_" {
				continue
			}
			if len(to) == 1 && len(roles) == 1 { // the number of the target, not of this annotation, may be its last
				to = []string{targetOf(stacked[c.index+1][place], num)}
			}
			for i := range min(len(roles), len(to)) {
				role := unescape(roles[i])
				if roles[i] == "*" {
					role = shortSlot(c.name)
				}
				m.slots = append(m.slots, slotOf{role, to[i], n})
			}
		}
	}
	return nil
}

// targetOf takes the number of the annotation itself off the end of a cell of targets, where it is there.
func targetOf(cell, own string) string {
	rest, num := number(cell)
	if _, inner := number(rest); num == own && (inner != "" || own != "") {
		return rest
	}
	return cell
}

func anyValue(stacked [][]string) bool {
	for _, s := range stacked {
		for _, c := range s {
			if c != "_" && c != "" {
				return true
			}
		}
	}
	return false
}

// shortSlot is the name of a slot without its layer: "links" of "x.Host:links_x.LinkType".
func shortSlot(name string) string {
	if _, rest, ok := strings.Cut(name, ":"); ok {
		name = rest
	}
	name, _, _ = strings.Cut(name, "_")
	return name
}

func (f *reader) relation(n int, l *layerOf, tok string, cells []string) error {
	ends := len(cells) - 1
	for i, cell := range split(cells[ends], '|') {
		if cell == "_" || cell == "" {
			continue
		}
		label := ""
		for _, c := range l.features[:max(0, len(l.features)-1)] { // the last says which end it leads to
			if s := split(cells[c.index], '|'); i < len(s) && label == "" {
				if v, _ := number(s[i]); v != "_" && v != "*" {
					label = unescape(v)
				}
			}
		}
		if label == "" {
			label = l.name[strings.LastIndexByte(l.name, '.')+1:]
		}
		from, nums, _ := strings.Cut(strings.TrimSuffix(cell, "]"), "[")
		source, target, _ := strings.Cut(nums, "_")
		f.links = append(f.links, relation{layer: l, line: n, label: label, from: ref(from, source), to: ref(tok, target)})
	}
	return nil
}

// ref writes what a slot would hold of a token and a number.
func ref(tok, num string) string {
	if num == "" || num == "0" {
		return tok
	}
	return tok + "[" + num + "]"
}

func (f *reader) chain(n int, l *layerOf, tok string, begin, end int, cells []string) error {
	if len(cells) < 2 {
		return nil
	}
	refs := split(cells[1], '|')
	for i, cell := range split(cells[0], '|') {
		value, num := number(cell)
		if value == "_" || i >= len(refs) {
			continue
		}
		// The number is that of the chain; which link of it this is stands behind the arrow.
		_, link, linked := strings.Cut(refs[i], "->")
		if linked {
			num = link
		}
		m, err := f.at(n, l, tok, num, i, begin, end)
		if err != nil {
			return err
		}
		if value != "*" {
			m.words["referenceType"] = unescape(value)
		}
		if linked {
			m.chain, _, _ = strings.Cut(link, "-")
		}
	}
	return nil
}

// target finds the annotation that "2-3[4]" or "2-3" means, in a layer or in any.
func (f *reader) target(cell string, of *layerOf) *found {
	tok, num := number(cell)
	if num != "" && num != "0" {
		if of != nil {
			if m := f.marks[of.name+"\t["+num]; m != nil {
				return m
			}
		}
		for _, l := range f.layers {
			if m := f.marks[l.name+"\t["+num]; m != nil && l.sort == "SP" {
				return m
			}
		}
		return nil
	}
	for _, m := range f.order {
		if m.token == tok && m.layer.sort == "SP" {
			return m
		}
	}
	return nil
}

func (f *reader) record() (*export.Record, error) {
	a, err := assemble.New(f.text.String(), assemble.UTF16)
	if err != nil {
		return nil, err
	}
	f.withTokens()
	for _, m := range f.order {
		if m.begin == m.end {
			f.left = append(f.left, export.Faultf(f.name, m.line, "", "an annotation of %s is left out: it is at %d and holds no words", export.Clip(m.layer.name), m.begin))
			continue
		}
		if err := f.mark(a, m); err != nil {
			return nil, export.Locate(err, f.name, m.line)
		}
	}
	for _, parts := range []bool{true, false} {
		for _, m := range f.order {
			for _, s := range m.slots {
				if (s.role == assemble.Continues) != parts {
					continue
				}
				to := f.target(s.target, m.layer)
				if m.mark == nil || to != nil && to.begin == to.end {
					continue // it was left out, and told
				}
				if to == nil || to.mark == nil {
					return nil, export.Faultf(f.name, s.line, "", "the slot %q is filled by %q, which is not there", export.Clip(s.role), export.Clip(s.target))
				}
				if ok, err := a.IsPart(s.role, m.mark, to.mark); err != nil {
					return nil, export.Locate(err, f.name, s.line)
				} else if !ok {
					a.Link(m.mark, s.role, string(to.mark.ID), "")
				}
			}
		}
	}
	for _, r := range f.links {
		if strings.Contains(r.layer.name, ".syntax.") {
			continue // between tokens
		}
		from, to := f.target(r.from, nil), f.target(r.to, nil)
		if from != nil && from.begin == from.end || to != nil && to.begin == to.end {
			continue // it was left out, and told
		}
		if from == nil || to == nil || from.mark == nil || to.mark == nil {
			return nil, export.Faultf(f.name, r.line, "", "the relation %q is between %q and %q, of which one is not there", export.Clip(r.label), r.from, r.to)
		}
		a.Link(from.mark, r.label, string(to.mark.ID), "")
	}
	return a.Record()
}

// tokens is the layer of tokens that relations are between.
var tokens = &layerOf{sort: "SP", name: "Token"}

// withTokens makes annotations of the tokens that relations between tokens name.
func (f *reader) withTokens() {
	places := map[string][2]int{}
	for _, t := range f.tokens {
		places[t.name] = [2]int{t.begin, t.end}
	}
	for _, r := range f.links {
		if !strings.HasSuffix(r.layer.features[len(r.layer.features)-1].name, ".Token") || strings.Contains(r.layer.name, ".syntax.") {
			continue
		}
		for _, cell := range []string{r.from, r.to} {
			place, ok := places[cell]
			key := tokens.name + "\t" + cell
			if !ok || f.marks[key] != nil {
				continue
			}
			m := &found{layer: tokens, line: r.line, begin: place[0], end: place[1], words: map[string]string{}, token: cell}
			f.marks[key] = m
			f.order = append(f.order, m)
		}
	}
}

func (f *reader) mark(a *assemble.Assembly, m *found) error {
	name := m.layer.name
	if strings.Contains(name, ".lexmorph.") || strings.Contains(name, ".segmentation.") {
		return nil
	}
	s, err := a.Span(m.begin, m.end)
	if err != nil {
		return err
	}
	ours := name == layer
	label := name[strings.LastIndexByte(name, '.')+1:]
	if v := m.words["value"]; label == "NamedEntity" && v != "" {
		label = v
		delete(m.words, "value")
	}
	if v := m.words[fLabel]; ours && v != "" {
		label = v
		delete(m.words, fLabel)
	}
	if m.mark, err = a.Put("", label, s); err != nil {
		return err
	}
	if m.chain != "" {
		a.Refer(m.mark, "chain "+m.chain+"@"+string(a.Doc.ID))
	}
	if ours {
		m.mark.Note = m.words[fNote]
		if id := m.words[fEntity]; id != "" {
			name := m.words[fName]
			if name == "" {
				name = a.Doc.Surface(m.mark.Spans)
			}
			e := a.Entity(id, label, name)
			if ids := m.words[fIDs]; ids != "" {
				assemble.Identify(e, values.Unpaired(strings.Split(ids, "\n")))
			}
			m.mark.Entity = annotate.ID(id)
		}
		for _, k := range []string{fNote, fEntity, fName, fIDs} {
			delete(m.words, k)
		}
	} else if id := m.words["identity"]; id != "" {
		a.Refer(m.mark, id)
		delete(m.words, "identity")
	}
	for _, k := range sortedKeys(m.words) {
		if m.mark.Attrs == nil {
			m.mark.Attrs = map[string]string{}
		}
		key := k
		if ours {
			key = strings.TrimPrefix(k, attrPrefix)
		}
		m.mark.Attrs[key] = m.words[k]
	}
	return nil
}
