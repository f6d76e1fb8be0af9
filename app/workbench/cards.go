package workbench

import (
	"cmp"
	"slices"
	"strings"

	"quoth/annotate"
)

// QuoteCard is a quote as the panel shows it.
type QuoteCard struct {
	Annotation    *annotate.Annotation
	Type          *annotate.Type
	Text          string
	Speaker       string // the speaker's words, "" where there is none
	SpeakerEntity string // the name of the entity behind them
	SpeakerID     annotate.ID
	Cue           string
	CueID         annotate.ID
	Args          []ArgRow  // all roles in the schema's order, empty ones with no target
	Missing       []Missing // what is missing
}

// Missing says what an annotation still needs, and which keys give it.
type Missing struct {
	Role *annotate.Role
	Text string // "No speaker"
	Keys []Key  // one after the other
}

// EventCard is an event as the panel shows it.
type EventCard struct {
	Annotation *annotate.Annotation
	Type       *annotate.Type
	Trigger    string
	Args       []ArgRow // filled roles first, in the schema's order; empty ones with no target
	Missing    []Missing
}

// ArgRow is a role and what fills it.
type ArgRow struct {
	Role   *annotate.Role
	Target annotate.ID // "" where the role is empty
	Text   string
	Entity string
}

// MentionCard is a mention or a cue as the panel shows it.
type MentionCard struct {
	Annotation *annotate.Annotation
	Type       *annotate.Type
	Text       string
	Entity     *annotate.Entity
}

// EntityCard is an entity as the panel shows it.
type EntityCard struct {
	Entity *annotate.Entity
	Here   int // mentions in the open article
}

// The kinds of annotations whose cards stand together.
var (
	KindsOfQuotes   = []annotate.Kind{annotate.KindQuote}
	KindsOfEvents   = []annotate.Kind{annotate.KindEvent}
	KindsOfMentions = []annotate.Kind{annotate.KindMention, annotate.KindCue}
)

// Cards returns how many annotations of the kinds the article has. Cards are read one by one, by their
// place among these in the order of the text, because a long article has more than anybody looks at.
func (b *Bench) Cards(kinds []annotate.Kind) int {
	if b.set == nil {
		return 0
	}
	return b.set.Count(b.typesOf(kinds...)...)
}

// Card returns the annotation of the kinds at place i, or nil.
func (b *Bench) Card(i int, kinds []annotate.Kind) *annotate.Annotation {
	if b.set == nil {
		return nil
	}
	return b.set.Nth(i, b.typesOf(kinds...)...)
}

// PlaceOf returns the place of an annotation among those of the kinds, or -1.
func (b *Bench) PlaceOf(id annotate.ID, kinds []annotate.Kind) int {
	if b.set == nil {
		return -1
	}
	a := b.set.Get(id)
	if a == nil || !slices.Contains(kinds, b.Schema().Kind(a.Type)) {
		return -1
	}
	return b.set.Rank(a, b.typesOf(kinds...)...)
}

// QuoteCard returns the card of a quote.
func (b *Bench) QuoteCard(a *annotate.Annotation) QuoteCard {
	t := b.Schema().Type(a.Type)
	c := QuoteCard{Annotation: a, Type: t, Text: b.doc.Surface(a.Spans), Args: b.args(a, t), Missing: b.missing(a)}
	for _, r := range c.Args {
		switch r.Role.Key {
		case "speaker":
			c.Speaker, c.SpeakerEntity, c.SpeakerID = r.Text, r.Entity, r.Target
		case "cue":
			c.Cue, c.CueID = r.Text, r.Target
		}
	}
	return c
}

// EventCard returns the card of an event.
func (b *Bench) EventCard(a *annotate.Annotation) EventCard {
	t := b.Schema().Type(a.Type)
	return EventCard{Annotation: a, Type: t, Trigger: b.doc.Surface(a.Spans), Args: b.args(a, t), Missing: b.missing(a)}
}

// MentionCard returns the card of a mention or a cue.
func (b *Bench) MentionCard(a *annotate.Annotation) MentionCard {
	return MentionCard{Annotation: a, Type: b.Schema().Type(a.Type), Text: b.doc.Surface(a.Spans), Entity: b.Entity(a.Entity)}
}

// QuoteCards returns the cards of all quotes in the order of the text.
func (b *Bench) QuoteCards() []QuoteCard { return allCards(b, KindsOfQuotes, b.QuoteCard) }

// EventCards returns the cards of all events in the order of the text.
func (b *Bench) EventCards() []EventCard { return allCards(b, KindsOfEvents, b.EventCard) }

// MentionCards returns the cards of all mentions and cues in the order of the text.
func (b *Bench) MentionCards() []MentionCard { return allCards(b, KindsOfMentions, b.MentionCard) }

func allCards[C any](b *Bench, kinds []annotate.Kind, card func(*annotate.Annotation) C) (out []C) {
	for i := range b.Cards(kinds) {
		out = append(out, card(b.Card(i, kinds)))
	}
	return out
}

// EntityCards returns the project's entities: those of the open article first, the most mentioned on
// top, then the others by name, of very many only the first.
func (b *Bench) EntityCards() []EntityCard {
	var here []EntityCard
	count := map[annotate.ID]int{}
	if b.set != nil {
		count = b.mentionsOfEntities()
	}
	for id, n := range count {
		if e := b.Entity(id); e != nil && n > 0 {
			here = append(here, EntityCard{Entity: e, Here: n})
		}
	}
	slices.SortFunc(here, func(x, y EntityCard) int {
		return cmp.Or(cmp.Compare(y.Here, x.Here), byName(x.Entity, y.Entity))
	})
	for _, e := range b.Entities() {
		if count[e.ID] == 0 {
			here = append(here, EntityCard{Entity: e})
		}
	}
	return here
}

// FirstMention returns the first annotation of the open article that refers to an entity, or nil.
func (b *Bench) FirstMention(entity annotate.ID) *annotate.Annotation {
	if b.set == nil {
		return nil
	}
	return b.set.Referring(entity).First()
}

// typesOf returns the keys of the schema's types of some kinds, and one that no type has: none at all
// would mean every type.
func (b *Bench) typesOf(kinds ...annotate.Kind) []string {
	types := make([]string, 1, len(b.Schema().Types)+1)
	for i := range b.Schema().Types {
		if t := &b.Schema().Types[i]; slices.Contains(kinds, t.Kind) {
			types = append(types, t.Key)
		}
	}
	return types
}

func (b *Bench) args(a *annotate.Annotation, t *annotate.Type) []ArgRow {
	var filled, empty []ArgRow
	for i := range t.Roles {
		r := &t.Roles[i]
		n := len(filled)
		for _, x := range a.Args {
			if x.Role != r.Key {
				continue
			}
			row := ArgRow{Role: r, Target: x.Target}
			if target := b.set.Get(x.Target); target != nil {
				row.Text = b.doc.Surface(target.Spans)
				if e := b.Entity(target.Entity); e != nil {
					row.Entity = e.Name
				}
			}
			filled = append(filled, row)
		}
		if len(filled) == n {
			empty = append(empty, ArgRow{Role: r})
		}
	}
	return append(filled, empty...)
}

func (b *Bench) missing(a *annotate.Annotation) []Missing {
	var out []Missing
	for _, r := range annotate.Missing(a, b.Schema()) {
		out = append(out, Missing{Role: r, Text: "No " + strings.ToLower(r.Label), Keys: b.RoleKeys(r)})
	}
	return out
}

// RoleKeys returns the keys, one after the other, that ask for the filler of a role while its annotation is
// current: the role's letter alone, or behind the key that waits for it where a command has that letter.
func (b *Bench) RoleKeys(r *annotate.Role) []Key {
	if ks := b.KeysOf("role." + r.Key); len(ks) > 0 {
		return ks[:1]
	}
	k := Key(strings.ToUpper(r.Shortcut))
	if k == "" {
		return nil
	}
	if b.registry.byKey[k] == nil {
		return []Key{k}
	}
	if ks := b.KeysOf("role.other"); len(ks) > 0 {
		return []Key{ks[0], k}
	}
	return nil
}
