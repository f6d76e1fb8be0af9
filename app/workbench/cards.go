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

// Missing says what an annotation still needs, and which key gives it.
type Missing struct {
	Role *annotate.Role
	Text string // "No speaker"
	Key  Key
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
	Here   int         // mentions in the open article
	First  annotate.ID // the first of them
}

// QuoteCards returns the quotes in the order of the text.
func (b *Bench) QuoteCards() []QuoteCard {
	var out []QuoteCard
	for a, t := range b.ofKind(annotate.KindQuote) {
		c := QuoteCard{Annotation: a, Type: t, Text: b.doc.Surface(a.Spans), Args: b.args(a, t), Missing: b.missing(a)}
		for _, r := range c.Args {
			switch r.Role.Key {
			case "speaker":
				c.Speaker, c.SpeakerEntity, c.SpeakerID = r.Text, r.Entity, r.Target
			case "cue":
				c.Cue, c.CueID = r.Text, r.Target
			}
		}
		out = append(out, c)
	}
	return out
}

// EventCards returns the events in the order of the text.
func (b *Bench) EventCards() []EventCard {
	var out []EventCard
	for a, t := range b.ofKind(annotate.KindEvent) {
		out = append(out, EventCard{Annotation: a, Type: t, Trigger: b.doc.Surface(a.Spans), Args: b.args(a, t), Missing: b.missing(a)})
	}
	return out
}

// MentionCards returns the mentions and cues in the order of the text.
func (b *Bench) MentionCards() []MentionCard {
	var out []MentionCard
	for a, t := range b.ofKind(annotate.KindMention, annotate.KindCue) {
		out = append(out, MentionCard{Annotation: a, Type: t, Text: b.doc.Surface(a.Spans), Entity: b.entities[a.Entity]})
	}
	return out
}

// EntityCards returns the project's entities: those of the open article first, the most mentioned on
// top, then the others by name.
func (b *Bench) EntityCards() []EntityCard {
	here, first := map[annotate.ID]int{}, map[annotate.ID]annotate.ID{}
	if b.set != nil {
		for a := range b.set.All() {
			if a.Entity != "" {
				if here[a.Entity]++; here[a.Entity] == 1 {
					first[a.Entity] = a.ID
				}
			}
		}
	}
	var out []EntityCard
	for _, e := range b.Entities() {
		out = append(out, EntityCard{Entity: e, Here: here[e.ID], First: first[e.ID]})
	}
	slices.SortStableFunc(out, func(x, y EntityCard) int { return cmp.Compare(y.Here, x.Here) })
	return out
}

// ofKind runs over the annotations of some kinds, with their types, in the order of the text.
func (b *Bench) ofKind(kinds ...annotate.Kind) func(func(*annotate.Annotation, *annotate.Type) bool) {
	return func(yield func(*annotate.Annotation, *annotate.Type) bool) {
		if b.set == nil {
			return
		}
		for a := range b.set.All() {
			if t := b.Schema().Type(a.Type); t != nil && slices.Contains(kinds, t.Kind) && !yield(a, t) {
				return
			}
		}
	}
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
				if e := b.entities[target.Entity]; e != nil {
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
		m := Missing{Role: r, Text: "No " + strings.ToLower(r.Label), Key: Key(strings.ToUpper(r.Shortcut))}
		if ks := b.KeysOf("role." + r.Key); len(ks) > 0 {
			m.Key = ks[0]
		}
		out = append(out, m)
	}
	return out
}
