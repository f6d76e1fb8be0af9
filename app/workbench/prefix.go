package workbench

import (
	"errors"
	"fmt"
	"strings"

	"quoth/annotate"
)

// prefix is a first key that waits for a second: the digit of a group of types, or the key that asks
// for a role.
type prefix struct {
	typed string
	next  []continuation
	back  func() // what Escape does besides leaving, or nil
	known bool   // what is most likely is chosen already, so nothing need be listed
}

type continuation struct {
	key   string // what must have been typed altogether, lower case
	group string // of what word is one, "" for none
	word  string
	do    func()
}

// PrefixKey is one of the keys that may follow, and what it leads to: in a few words, and all of them.
type PrefixKey struct {
	Key, Word string
	Group     string // that all of them belong to, "" for none
	Words     []string
}

// GoOn presses one of the keys that may follow, for the person who pointed at it.
func (b *Bench) GoOn(k Key) {
	if b.mode == Prefixed {
		b.act(func() { b.pressPrefixed(k) })
	}
}

// expect waits for one of the continuations.
func (b *Bench) expect(typed string, next []continuation) {
	b.mode, b.pending = Prefixed, &prefix{typed: typed, next: next}
	b.touch(ModeChanged | StatusChanged)
}

func (b *Bench) pressPrefixed(k Key) bool {
	l := k.letter()
	p := b.pending
	if l == "" { // Enter and Escape leave it at what is; other keys are the commands that they are
		b.leaveMode()
		if k == "Escape" && p.back != nil {
			p.back()
		}
		return k == "Escape" || k == "Enter"
	}
	typed := p.typed + l
	var left []continuation
	for _, c := range p.next {
		if c.key == typed {
			b.leaveMode()
			c.do()
			return true
		}
		if strings.HasPrefix(c.key, typed) {
			left = append(left, c)
		}
	}
	if len(left) == 0 {
		// Waiting for a type's digits hinders nobody: any other key is the command that it is.
		b.leaveMode()
		return false
	}
	b.expect(typed, left)
	b.pending.back = p.back
	return true
}

// pressDigit chooses by digit. With words selected it marks them as the mention of that number; with
// an annotation current it chooses among the types of its kind or, where that kind has one type
// only, among the values of its first attribute.
func (b *Bench) pressDigit(d string) {
	if b.doc == nil {
		return
	}
	b.clearNotice()
	if s, ok := b.words(); ok {
		b.markAs(d, s)
		return
	}
	a := b.Current()
	if a == nil {
		if s, ok := b.target(true); ok {
			b.markAs(d, s)
		}
		return
	}
	b.chooseByKeys(a, d)
}

func (b *Bench) markAs(digit string, s annotate.Span) {
	for _, t := range b.Schema().OfKind(annotate.KindMention) {
		if t.Shortcut == digit {
			if old := b.mentionAt(s); old != nil {
				b.SetType(old.ID, t.Key)
				b.pick(old.ID)
				return
			}
			b.put("Mark "+strings.ToLower(t.Label), fresh(t.Key, s))
			return
		}
	}
	b.fail(errors.New("no type of mention has the number " + digit))
}

// expectType waits for the keys of a type of the current annotation, without hindering others.
func (b *Bench) expectType() {
	if a := b.Current(); a != nil {
		if next := b.choices(a); len(next) > 0 {
			b.expect("", next)
		}
	}
}

func (b *Bench) chooseByKeys(a *annotate.Annotation, typed string) {
	b.expect("", b.choices(a))
	if !b.pressPrefixed(Key(strings.ToUpper(typed))) {
		b.fail(errors.New("nothing has the number " + typed + " here"))
	}
}

// choices lists what keys choose for an annotation.
func (b *Bench) choices(a *annotate.Annotation) []continuation {
	t := b.Schema().Type(a.Type)
	var out []continuation
	if ts := b.Schema().OfKind(t.Kind); len(ts) > 1 {
		for _, t := range ts {
			if t.Shortcut != "" {
				group := t.Group
				if group == t.Key {
					group = ""
				}
				out = append(out, continuation{strings.ToLower(t.Shortcut), group, strings.ToLower(t.Label), func() { b.SetType(a.ID, t.Key) }})
			}
		}
		return out
	}
	for _, x := range t.Attrs {
		if len(x.Values) < 2 {
			continue
		}
		for i, v := range x.Values {
			if i < 9 {
				out = append(out, continuation{string(rune('1' + i)), "", v, func() { b.SetAttr(a.ID, x.Key, v) }})
			}
		}
		break
	}
	return out
}

// pressRole takes a letter as the key of a role of the current annotation.
func (b *Bench) pressRole(k Key) bool {
	a := b.Current()
	if a == nil || k.letter() == "" {
		return false
	}
	for i := range b.Schema().Type(a.Type).Roles {
		r := &b.Schema().Type(a.Type).Roles[i]
		if strings.EqualFold(r.Shortcut, string(k)) {
			b.AskRole(a.ID, r.Key)
			return true
		}
	}
	return false
}

// frame returns the annotation whose roles are meant: the current one, the one that it is part of, the one
// that the caret was in before it went to the words, or the nearest event of the sentence; nil for none.
func (b *Bench) frame() *annotate.Annotation {
	if b.set == nil {
		return nil
	}
	has := func(a *annotate.Annotation) bool { return a != nil && len(b.Schema().Type(a.Type).Roles) > 0 }
	if a := b.Current(); has(a) {
		return a
	} else if a != nil {
		if users := b.set.Users(a.ID); len(users) > 0 {
			return users[0]
		}
	}
	if a := b.set.Get(b.left); has(a) {
		return a
	}
	var nearest *annotate.Annotation
	least, here := 0, b.Selected()
	start, end := b.offsets().SentenceAt(here.Start)
	for _, a := range b.set.Touching(annotate.Span{Start: start, End: end}) {
		if b.Schema().Kind(a.Type) != annotate.KindEvent || !has(a) {
			continue
		}
		gap, _ := gapBetween(a.Spans, here)
		if annotate.Overlap(a.Spans, []annotate.Span{here}) {
			gap = 0
		}
		if nearest == nil || gap < least {
			nearest, least = a, gap
		}
	}
	return nearest
}

func (b *Bench) canFillRole() error {
	switch {
	case b.doc == nil:
		return errNoArticle
	case b.frame() == nil && b.Current() == nil:
		return fmt.Errorf("no event in this sentence, and no annotation selected, whose role it could be; %s marks an event, %s a quote", b.keyOf("mark.event"), b.keyOf("mark.quote"))
	}
	return nil
}

// askWhichRole waits for the letter of a role of the frame that is meant.
func (b *Bench) askWhichRole() {
	a := b.frame()
	if a == nil {
		a = b.Current()
	}
	var next []continuation
	for _, r := range b.Schema().Type(a.Type).Roles {
		if r.Shortcut != "" {
			next = append(next, continuation{strings.ToLower(r.Shortcut), "", strings.ToLower(r.Label), func() { b.AskRole(a.ID, r.Key) }})
		}
	}
	if len(next) == 0 {
		b.fail(errors.New("a " + strings.ToLower(b.Schema().Type(a.Type).Label) + " has no roles; select a quote or an event"))
		return
	}
	b.pick(a.ID)
	b.expect("", next)
}
