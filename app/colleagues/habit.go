package colleagues

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
)

// Habit departs, or does not, from the truth about one annotation of a person's set.
type Habit func(p *person, id annotate.ID)

// person is somebody at work on an article.
type person struct {
	schema  *annotate.Schema
	article *Article
	set     *annotate.Set
	random  *rand.Rand
}

// one reports, once in so many times, true.
func (p *person) one(in int) bool { return p.random.IntN(in) == 0 }

// try makes an annotation something else, or removes it where after is nil, unless that breaks a rule.
func (p *person) try(id annotate.ID, after *annotate.Annotation) bool {
	d := p.set.Draft("")
	if after == nil {
		d.Remove(id)
	} else {
		d.Put(after)
	}
	c := d.Change("", time.Time{})
	if d.Empty() || p.set.Check(c, p.schema, source(p.article.Entities)) != nil {
		return false
	}
	p.set.Apply(c)
	return true
}

// Careful overlooks something now and then that nothing else needs.
func Careful(p *person, id annotate.ID) {
	a := p.set.Get(id)
	if a != nil && len(p.set.Users(id)) == 0 && p.schema.Kind(a.Type) == annotate.KindMention && p.one(12) {
		p.try(id, nil)
	}
}

// Sloppy lets quotes begin or end at the wrong word or without their marks, and names without their article or
// with a word too many.
func Sloppy(p *person, id annotate.ID) {
	a := p.set.Get(id)
	if a == nil {
		return
	}
	text := p.article.Document.Text
	c := a.Clone()
	first, last := &c.Spans[0], &c.Spans[len(c.Spans)-1]
	switch p.schema.Kind(a.Type) {
	case annotate.KindQuote:
		if !p.one(4) {
			return
		}
		switch words := text[last.Start:last.End]; {
		case strings.HasSuffix(words, "”") || strings.HasSuffix(words, "’"):
			_, n := utf8.DecodeLastRuneInString(words)
			last.End -= n
		default:
			if i := strings.LastIndexByte(words, ' '); i > 0 {
				last.End = last.Start + i
			}
		}
	case annotate.KindMention:
		if !p.one(16) {
			return
		}
		words := text[first.Start:first.End]
		if i := strings.IndexByte(words, ' '); i > 0 && len(c.Spans) == 1 {
			first.Start += i + 1
		} else if before, blank := strings.CutSuffix(text[:first.Start], " "); blank {
			i := strings.LastIndexAny(before, " \n") + 1
			if strings.ContainsFunc(before[i:], func(r rune) bool { return !unicode.IsLetter(r) }) {
				return // of another sentence, or said by another
			}
			first.Start = i
		}
	default:
		return
	}
	p.try(id, c)
}

// Confused takes who was named shortly before for the speaker of a quote, and for whom a pronoun means.
func Confused(p *person, id annotate.ID) {
	a := p.set.Get(id)
	if a == nil {
		return
	}
	t := p.schema.Type(a.Type)
	switch t.Kind {
	case annotate.KindQuote:
		role := t.Role("speaker")
		if role == nil || a.Arg("speaker") == "" || !p.one(5) {
			return
		}
		for _, x := range p.before(a.Hull().Start) {
			if x.ID != a.Arg("speaker") && slices.Contains(role.Targets, x.Type) && p.meant(x.ID) != p.meant(a.Arg("speaker")) &&
				p.try(id, a.WithArg("speaker", x.ID, true)) {
				return
			}
		}
	case annotate.KindMention:
		words := strings.ToLower(p.article.Document.Surface(a.Spans))
		if !slices.Contains([]string{"he", "she", "they", "i"}, words) || !p.one(3) {
			return
		}
		for _, x := range p.before(a.Hull().Start) {
			if x.Entity != "" && x.Entity != a.Entity && x.Type == a.Type {
				c := a.Clone()
				c.Entity = x.Entity
				p.try(id, c)
				return
			}
		}
	}
}

// meant returns whom a mention means.
func (p *person) meant(id annotate.ID) annotate.ID {
	if a := p.set.Get(id); a != nil && a.Entity != "" {
		return a.Entity
	}
	return id
}

// before returns the mentions that begin before an offset, the nearest first.
func (p *person) before(off int) []*annotate.Annotation {
	var out []*annotate.Annotation
	for x := range p.set.All() {
		if x.Hull().Start >= off {
			break
		}
		if p.schema.Kind(x.Type) == annotate.KindMention {
			out = append(out, x)
		}
	}
	slices.Reverse(out)
	return out
}
