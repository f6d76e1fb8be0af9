package workbench

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/suggest"
)

// Naming is the choice of the entity that a mention refers to.
type Naming struct {
	Mention *annotate.Annotation
	Query   string
	Rows    []NamingRow
	Chosen  int
	Explain bool // the rows say why they stand where they do

	bench   *Bench
	unnamed []*annotate.Entity // what the article names around the mention and no entity is called; nil until it is looked for
}

// NamingRow is one entity to choose, or a new one to make.
type NamingRow struct {
	Entity  *annotate.Entity // nil: a new one
	Type    string           // of the entity
	Name    string           // the name or alias that matched, or the new entity's name
	Matched []int            // bytes of Name that the query matched
	Detail  string           // the entity's name where an alias matched, and how often it is here
	Why     string           // why it ranks where it does
	Because []string         // all that speaks for it, in plain words
	Shared  bool             // it is in a gazetteer, and becomes an entity of the project when it is taken
}

// Naming returns the choice that is open, or nil.
func (b *Bench) Naming() *Naming { return b.naming }

// nameEntity opens the choice for the current mention, with its words already typed.
func (b *Bench) nameEntity() {
	a := b.Current()
	t := b.Schema().Type(a.Type)
	if len(t.Entities) == 0 {
		b.fail(fmt.Errorf("a %s does not refer to an entity; select a mention of a person, organisation or place", strings.ToLower(t.Label)))
		return
	}
	n := &Naming{Mention: a, bench: b}
	b.naming = n
	n.SetQuery(b.doc.Surface(a.Spans))
	b.screen.Show(PageNaming)
}

// SetQuery ranks the entities for what is typed.
func (n *Naming) SetQuery(q string) {
	n.bench.act(func() {
		n.Query, n.Chosen = q, 0
		n.Rows = n.rows(q)
		n.bench.touch(StatusChanged)
	})
}

const mostSuggestions = 8

// ownBonus is what it counts, in terms of [suggest.Suggestion.Score], that an entity is of a type that the mention's own type
// allows: enough to go before any namesake, not before the whole name of another where only some letters fit.
const ownBonus = 0.3

func (n *Naming) rows(query string) []NamingRow {
	b, mention := n.bench, n.Mention
	here := b.mentionsOfEntities()
	q := suggest.Query{
		Text: query, Types: b.EntityTypes(), Prefer: b.entitiesOfRole(mention), Recent: b.lately, Here: keys(here), Near: b.entitiesNear(mention),
		Date: b.doc.Meta[annotate.MetaPublished], Places: b.placesHere(here), Limit: mostSuggestions,
	}
	found := b.names.Find(q)
	if words := b.doc.Surface(mention.Spans); query == words && (isPronoun(words) || len(found) == 0 && !startsUpper(words)) {
		q.Text = "" // “she” is no name: offer those whom the article speaks of
		found = b.names.Find(q)
	}
	own := b.Schema().Type(mention.Type).Entities
	worth := func(s suggest.Suggestion) float64 {
		if slices.Contains(own, s.Entity.Type) {
			return s.Score + ownBonus
		}
		return s.Score
	}
	slices.SortStableFunc(found, func(x, y suggest.Suggestion) int { return cmp.Compare(worth(y), worth(x)) })
	var rows []NamingRow
	for _, s := range found {
		row := NamingRow{Entity: s.Entity, Type: s.Entity.Type, Name: s.Name, Matched: s.Matched, Why: s.Why, Because: s.Because, Shared: s.Book != nil}
		if s.Name != s.Entity.Name {
			row.Detail = s.Entity.Name
		}
		if times := here[s.Entity.ID]; times > 0 {
			row.Detail = strings.TrimPrefix(row.Detail+" · "+count(times, "mention here", "mentions here"), " · ")
		}
		if row.Shared {
			row.Detail = strings.TrimPrefix(row.Detail+" · "+s.Book.About().Title, " · ")
		}
		rows = append(rows, row)
	}
	if e := b.Entity(mention.Entity); e != nil && query == b.doc.Surface(mention.Spans) {
		rows = topped(rows, e, here[e.ID])
	}
	name := strings.Join(strings.Fields(query), " ")
	if name == "" {
		return rows
	}
	rows = append(rows, n.namesHere(name)...)
	fresh := slices.Clone(own)
	for _, t := range b.EntityTypes() {
		if !slices.Contains(fresh, t) {
			fresh = append(fresh, t)
		}
	}
	anew := make([]NamingRow, len(fresh))
	for i, t := range fresh {
		anew[i] = NamingRow{Type: t, Name: name, Detail: "new " + strings.ToLower(b.Schema().Label(t))}
	}
	// Where all that were found lack a word that was typed, and have another, or were called so at another time, somebody new
	// is likelier.
	if len(found) > 0 && b.Entity(mention.Entity) == nil && !slices.ContainsFunc(found, func(s suggest.Suggestion) bool { return !s.Clash && !s.Past }) {
		rows = slices.Insert(rows, 0, anew[0])
		anew = anew[1:]
	}
	return append(rows, anew...)
}

// nearReach is how far from a mention others count as near, in bytes.
const nearReach = 1500

// entitiesNear lists whom mentions around an annotation refer to, the nearest first.
func (b *Bench) entitiesNear(a *annotate.Annotation) []annotate.ID {
	hull := a.Hull()
	distance := map[annotate.ID]int{}
	for _, x := range b.set.Touching(b.around(a, nearReach)) {
		if x.Entity == "" || x.ID == a.ID {
			continue
		}
		d := max(x.Hull().Start-hull.End, hull.Start-x.Hull().End, 0)
		if known, again := distance[x.Entity]; !again || d < known {
			distance[x.Entity] = d
		}
	}
	ids := keys(distance)
	slices.SortStableFunc(ids, func(x, y annotate.ID) int { return distance[x] - distance[y] })
	return ids
}

// entitiesOfRole lists the types of entities that fit the roles that a mention fills.
func (b *Bench) entitiesOfRole(a *annotate.Annotation) []string {
	var out []string
	for _, user := range b.set.Users(a.ID) {
		for _, x := range user.Args {
			r := b.Schema().Type(user.Type).Role(x.Role)
			if x.Target != a.ID || r == nil {
				continue
			}
			for _, target := range r.Targets {
				if t := b.Schema().Type(target); t != nil {
					out = append(out, t.Entities...)
				}
			}
		}
	}
	return out
}

// placesHere lists the names of the places that the article names, for names that mean somebody in one place.
func (b *Bench) placesHere(here map[annotate.ID]int) []string {
	const most = 50
	var out []string
	for _, id := range keys(here) {
		if e := b.Entity(id); e != nil && e.Type == "place" && len(out) < most {
			out = append(append(out, e.Name), e.Aliases...)
		}
	}
	return out
}

// Explaining shows or hides why the rows stand where they do.
func (n *Naming) Explaining() {
	n.bench.act(func() {
		n.Explain = !n.Explain
		n.bench.touch(StatusChanged)
	})
}

// First says in plain words why the first row is first.
func (n *Naming) First() string {
	if len(n.Rows) == 0 || n.Rows[0].Entity == nil {
		return ""
	}
	first := n.Rows[0]
	if len(first.Because) == 0 {
		return "“" + first.Entity.Name + "” is first: the mention has it now"
	}
	s := "“" + first.Entity.Name + "” is first: " + strings.Join(first.Because, ", ")
	if len(n.Rows) > 1 && n.Rows[1].Entity != nil && slices.Equal(n.Rows[1].Because, first.Because) {
		s += "; “" + n.Rows[1].Entity.Name + "” fits as well, or nearly"
	}
	return s
}

// topped puts the entity that a mention has before all others, so that Enter keeps it.
func topped(rows []NamingRow, e *annotate.Entity, here int) []NamingRow {
	row := NamingRow{Entity: e, Type: e.Type, Name: e.Name, Detail: count(here, "mention here", "mentions here")}
	if i := slices.IndexFunc(rows, func(r NamingRow) bool { return r.Entity != nil && r.Entity.ID == e.ID }); i >= 0 {
		row = rows[i]
		rows = slices.Delete(rows, i, i+1)
	}
	return slices.Insert(rows, 0, row)
}

// nameReach is how far from the mention names of the article are looked for, in bytes.
const nameReach = 10_000

// around returns the part of the text up to so many bytes before and after an annotation.
func (b *Bench) around(a *annotate.Annotation, reach int) annotate.Span {
	h := a.Hull()
	start, end := b.offsets().SnapOut(max(0, h.Start-reach), min(len(b.doc.Text), h.End+reach))
	return annotate.Span{Start: start, End: end}
}

// namesHere offers longer names of the article that the typed words may be short for, as new entities:
// "Dvořák" may be the Jiří Dvořák of a line before, whom nobody has named yet.
func (n *Naming) namesHere(typed string) []NamingRow {
	b := n.bench
	own := b.Schema().Type(n.Mention.Type).Entities
	if n.unnamed == nil {
		n.unnamed = b.unnamedAround(n.Mention, own[0])
	}
	words := len(strings.Fields(typed))
	var names []*annotate.Entity
	for _, e := range n.unnamed {
		if len(strings.Fields(e.Name)) > words {
			names = append(names, e)
		}
	}
	var rows []NamingRow
	for _, s := range suggest.New(names).Find(suggest.Query{Text: typed, Limit: 2}) {
		typ := own[0]
		if t := b.Schema().Type(b.called().typeOf(s.Name, b.Schema())); t != nil && len(t.Entities) > 0 {
			typ = t.Entities[0]
		}
		rows = append(rows, NamingRow{Type: typ, Name: s.Name, Matched: s.Matched, Detail: "new " + strings.ToLower(b.Schema().Label(typ)) + ", in this article"})
	}
	return rows
}

// unnamedAround lists the names around a mention that no entity is called, each once.
func (b *Bench) unnamedAround(mention *annotate.Annotation, typ string) []*annotate.Entity {
	seen := map[string]bool{}
	names := []*annotate.Entity{}
	for _, s := range b.namesNear(b.around(mention, nameReach)) {
		name := strings.Join(strings.Fields(b.doc.Text[s.Start:s.End]), " ")
		if seen[name] || isDescription(name) || strings.IndexByte(name, ' ') < 0 {
			continue
		}
		seen[name] = true
		if b.typeCalled(name) == "" {
			names = append(names, &annotate.Entity{ID: annotate.ID(name), Type: typ, Name: name})
		}
	}
	return names
}

// order compares two truths, false before true.
func order(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return 1
	}
	return -1
}

func keys(m map[annotate.ID]int) []annotate.ID {
	ids := make([]annotate.ID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// EntityTypes lists the types that entities can have, in the schema's order.
func (b *Bench) EntityTypes() []string {
	var out []string
	for _, t := range b.Schema().OfKind(annotate.KindMention) {
		for _, e := range t.Entities {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// mentionsOfEntities counts the mentions of each entity in the open article.
func (b *Bench) mentionsOfEntities() map[annotate.ID]int {
	m := map[annotate.ID]int{}
	b.set.Entities(func(id annotate.ID, n int) { m[id] = n })
	return m
}

// Move moves the choice by d rows, round the end.
func (n *Naming) Move(d int) {
	if len(n.Rows) > 0 {
		n.bench.act(func() {
			n.Chosen = (n.Chosen + d + len(n.Rows)) % len(n.Rows)
			n.bench.touch(StatusChanged)
		})
	}
}

// Point answers by a byte of the article that the person pointed at, and reports whether there was
// anything: a mention that refers to an entity gives that entity, which ends the choice; any other
// mention, a name or a word becomes the query.
func (n *Naming) Point(off int) (any bool) {
	b := n.bench
	b.act(func() {
		if e := b.entityAt(off, n.Mention.ID); e != nil {
			any = true
			n.take(NamingRow{Entity: e, Type: e.Type, Name: e.Name})
			return
		}
		var s annotate.Span
		if s, any = b.nameAt(off); any {
			n.SetQuery(strings.Join(strings.Fields(b.doc.Text[s.Start:s.End]), " "))
		}
	})
	return any
}

// entityAt returns the entity of the smallest mention at an offset that has one, but for one mention.
func (b *Bench) entityAt(off int, but annotate.ID) *annotate.Entity {
	for _, a := range b.set.At(off) {
		if e := b.Entity(a.Entity); e != nil && a.ID != but {
			return e
		}
	}
	return nil
}

// nameAt returns the smallest mention at an offset, or else the whole name or the word there.
func (b *Bench) nameAt(off int) (annotate.Span, bool) {
	for _, a := range b.set.At(off) {
		if b.Schema().Kind(a.Type) == annotate.KindMention {
			return a.Hull(), true
		}
	}
	for _, s := range b.namesIn(b.block(off)) {
		if s.Start <= off && off < s.End {
			return s, true
		}
	}
	start, end, ok := b.offsets().WordAt(off)
	return annotate.Span{Start: start, End: end}, ok && start <= off && off < end
}

// Accept takes row i.
func (n *Naming) Accept(i int) {
	if i < 0 || i >= len(n.Rows) {
		n.Cancel()
		return
	}
	n.take(n.Rows[i])
}

// take makes the mention refer to the entity of a row, which is made where it is new. A mention whose
// type does not fit the entity takes the entity's type, and another entity that it was named as before
// loses the alias that it got by that. It is one change.
func (n *Naming) take(row NamingRow) {
	b := n.bench
	b.act(func() {
		b.naming = nil
		b.touch(StatusChanged)
		a := b.set.Get(n.Mention.ID)
		if a == nil || row.Entity != nil && a.Entity == row.Entity.ID {
			return
		}
		d := b.set.Draft("Name “" + row.Name + "”")
		e := row.Entity
		if e == nil {
			e = &annotate.Entity{ID: annotate.NewID(), Type: row.Type, Name: row.Name}
			if alias := b.newAlias(a, e); alias != "" {
				e.Aliases = []string{alias}
			}
			d.PutEntity(nil, e)
			b.nameOthers(d, a, e)
		} else {
			known := b.Entity(e.ID) // nil where a gazetteer has it
			if alias := b.newAlias(a, e); alias != "" {
				e = e.Clone()
				e.Aliases = append(e.Aliases, alias)
			}
			d.PutEntity(known, e)
		}
		c := a.Clone()
		if !slices.Contains(b.Schema().Type(c.Type).Entities, e.Type) {
			c = b.retype(c, e.Type)
		}
		c.Entity = e.ID
		d.Put(c)
		b.dropAliases(d, a)
		if b.commit(d) {
			b.useEntity(e.ID)
			b.suggestMore(c, e)
		}
	})
}

// nameOthers lets the mentions that are called just what a new entity is called refer to it as well.
func (b *Bench) nameOthers(d *annotate.Draft, but *annotate.Annotation, e *annotate.Entity) {
	for _, t := range b.Schema().OfKind(annotate.KindMention) {
		if !slices.Contains(t.Entities, e.Type) {
			continue
		}
		for x := range b.called()[surface{t.Key, e.Name, false}].All {
			if x.ID != but.ID {
				c := x.Clone()
				c.Entity = e.ID
				d.Put(c)
			}
		}
	}
}

// dropAliases takes from the entity that a mention is renamed away from the aliases that it got when the
// mention was named as it, unless another of its mentions is called so.
func (b *Bench) dropAliases(d *annotate.Draft, a *annotate.Annotation) {
	was := b.Entity(a.Entity)
	if was == nil || len(was.Aliases) == 0 {
		return
	}
	naming, err := b.project.Naming(b.context(), b.doc.ID, b.set.Annotator, a.ID, was.ID)
	if err != nil || naming == nil {
		return // the alias stays: nothing says that it came from here
	}
	c := was.Clone()
	for _, e := range naming.Edits {
		if e.EntityAfter == nil || e.EntityAfter.ID != was.ID {
			continue
		}
		for _, alias := range e.EntityAfter.Aliases {
			if known := e.EntityBefore != nil && slices.Contains(e.EntityBefore.Aliases, alias); !known && slices.Contains(c.Aliases, alias) && !b.calledElsewhere(was.ID, alias, a.ID) {
				c.Aliases = slices.DeleteFunc(c.Aliases, func(x string) bool { return x == alias })
			}
		}
	}
	if len(c.Aliases) == 0 {
		c.Aliases = nil
	}
	d.PutEntity(was, c)
}

// mostUses is in how many other sets mentions of an entity are looked through; of one that more refer to,
// all aliases are taken to be in use.
const mostUses = 10

// calledElsewhere reports whether a mention of an entity other than one is called by a name, here or in
// another set. Where that cannot be found out it says yes.
func (b *Bench) calledElsewhere(entity annotate.ID, name string, but annotate.ID) bool {
	called := func(set *annotate.Set) bool {
		if q := set.Referring(entity); q != nil {
			for x := range q.All {
				if x.ID != but && strings.EqualFold(strings.Join(strings.Fields(set.Document.Surface(x.Spans)), " "), name) {
					return true
				}
			}
		}
		return false
	}
	if called(b.set) {
		return true
	}
	uses, err := b.project.EntityUses(b.context(), entity)
	if err != nil || len(uses) > mostUses {
		return true
	}
	for _, u := range uses {
		if u.Document == b.doc.ID && u.Annotator == b.set.Annotator {
			continue
		}
		doc, err := b.project.Document(b.context(), u.Document)
		if err != nil {
			return true
		}
		if set, err := b.project.Set(b.context(), doc, u.Annotator); err != nil || called(set) {
			return true
		}
	}
	return false
}

// newAlias returns the mention's words where they are a name that the entity is not yet known by.
// Roles and pronouns are no names.
func (b *Bench) newAlias(a *annotate.Annotation, e *annotate.Entity) string {
	words := strings.Join(strings.Fields(b.doc.Surface(a.Spans)), " ")
	if a.Type != e.Type || len(a.Spans) > 1 || !startsUpper(words) || isPronoun(words) {
		return ""
	}
	if isDescription(words) && !startsUpper(words[len("the "):]) { // "The president", but not "The Hague"
		return ""
	}
	same := func(s string) bool { return strings.EqualFold(s, words) }
	if same(e.Name) || slices.ContainsFunc(e.Aliases, same) || slices.ContainsFunc(e.Dated, func(d annotate.DatedName) bool { return same(d.Name) }) {
		return ""
	}
	return words
}

// useEntity remembers that the person picked an entity just now.
func (b *Bench) useEntity(id annotate.ID) {
	const most = 50
	b.lately = slices.DeleteFunc(b.lately, func(x annotate.ID) bool { return x == id })
	b.lately = slices.Insert(b.lately, 0, id)
	b.lately = b.lately[:min(len(b.lately), most)]
}

// moreReach is how far from a mention other occurrences of its words are counted, in bytes.
const moreReach = 64 << 10

// suggestMore offers to mark the other occurrences of the name. “She” and “the minister” may mean somebody
// else elsewhere.
func (b *Bench) suggestMore(a *annotate.Annotation, e *annotate.Entity) {
	if words := b.doc.Surface(a.Spans); a.Type != e.Type || !startsUpper(words) || isPronoun(words) || isDescription(words) {
		return
	}
	n, near, where := 0, b.around(a, moreReach), ""
	for s := range otherOccurrences(b.doc, near, a) {
		if len(b.set.Touching(s)) == 0 {
			n++
		}
	}
	if near.Len() < len(b.doc.Text) {
		where = " nearby"
	}
	if n > 0 {
		are := "are"
		if n == 1 {
			are = "is"
		}
		b.notice = Notice{Text: fmt.Sprintf("%s. %s of these words%s %s not marked.", e.Name, count(n, "other occurrence", "other occurrences"), where, are),
			Action: "Mark all", Do: func() { b.Do("mark.all") }}
		b.touch(StatusChanged)
	}
}

// Cancel closes the choice; the mention stays as it was.
func (n *Naming) Cancel() {
	n.bench.act(func() {
		n.bench.naming = nil
		n.bench.touch(StatusChanged)
	})
}
