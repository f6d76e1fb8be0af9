package workbench

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
)

// Mode says what the next key means.
type Mode int

// Reading is the mode of rest. While hinting, letters choose a candidate. While prefixed, a second
// key is waited for: the rest of a type's digits, or a role's letter.
const (
	Reading Mode = iota
	Hinting
	Prefixed
)

// Mode returns the mode.
func (b *Bench) Mode() Mode { return b.mode }

// Hints are the candidates for one role of one annotation, each with a label.
type Hints struct {
	Frame      annotate.ID
	Role       *annotate.Role
	Candidates []Candidate // the likeliest first
	Chosen     int
	Typed      string // the beginning of a label of several letters
	chain      bool   // ask for the next role afterwards
}

// Lit reports whether a candidate's label begins with what is typed.
func (h *Hints) Lit(i int) bool { return strings.HasPrefix(h.Candidates[i].Label, h.Typed) }

// Hints returns the candidates shown, or nil.
func (b *Bench) Hints() *Hints { return b.hints }

func (b *Bench) leaveMode() {
	if b.mode != Reading {
		b.mode, b.hints, b.pending = Reading, nil, nil
		b.touch(ModeChanged | StatusChanged)
	}
}

// askQuoteRole asks who fills a role of the quote that the person is at, or of the current annotation
// where that is no quote but has such a role: a statement has a speaker, too.
func (b *Bench) askQuoteRole(role string) {
	if c := b.Current(); c != nil && b.Schema().Type(c.Type).Role(role) != nil {
		b.askOrTake(c, role)
		return
	}
	q := b.quote()
	if q == nil {
		b.fail(errors.New("no quote here; Q marks the one at the caret"))
		return
	}
	b.askOrTake(q, role)
}

// askOrTake fills the role with the selected words, or asks where none are selected.
func (b *Bench) askOrTake(frame *annotate.Annotation, role string) {
	r := b.Schema().Type(frame.Type).Role(role)
	if r == nil {
		b.fail(fmt.Errorf("a %s has no role %q in this project's schema", frame.Type, role))
		return
	}
	if s, ok := b.words(); ok && !(len(frame.Spans) == 1 && frame.Spans[0] == s) {
		b.fill(frame, r, b.candidateOf(r, s))
		return
	}
	b.ask(frame, r, true)
}

// AskRole shows the candidates for a role of an annotation.
func (b *Bench) AskRole(id annotate.ID, role string) {
	b.act(func() {
		if b.set == nil || !b.whole() {
			return
		}
		if a := b.set.Get(id); a != nil {
			b.leaveMode()
			b.clearNotice()
			b.pick(id)
			b.askOrTake(a, role)
		}
	})
}

// quote returns the quote that is meant: the current one, the one whose part is current, or the
// innermost one around the caret.
func (b *Bench) quote() *annotate.Annotation {
	isQuote := func(a *annotate.Annotation) bool { return b.Schema().Kind(a.Type) == annotate.KindQuote }
	if c := b.Current(); c != nil {
		if isQuote(c) {
			return c
		}
		if users := b.set.Users(c.ID); len(users) > 0 && isQuote(users[0]) {
			return users[0]
		}
	}
	for _, a := range b.set.At(b.caret) {
		if isQuote(a) {
			return a
		}
	}
	return nil
}

// ask enters hint mode and reports whether it did. Where there is no candidate on screen it does so only
// if the person is to point at the words, and says that.
func (b *Bench) ask(frame *annotate.Annotation, r *annotate.Role, point bool) bool {
	cs := b.labelled(frame, r)
	if len(cs) == 0 {
		if !point {
			return false
		}
		b.say("Nothing on screen looks like the %s. Click its words, or select them and press %s.", strings.ToLower(r.Label), b.keysOfRole(r))
	}
	b.mode = Hinting
	b.hints = &Hints{Frame: frame.ID, Role: r, Candidates: cs, chain: b.settings.AskAfterQuote && frame.Arg(r.Key) == ""}
	b.pick(frame.ID)
	b.touch(ModeChanged | StatusChanged)
	return true
}

// keysOfRole names the keys that fill a role with the selected words.
func (b *Bench) keysOfRole(r *annotate.Role) string {
	switch r.Key {
	case "speaker":
		return b.keyOf(cmdSpeaker)
	case "cue":
		return b.keyOf(cmdCue)
	}
	return strings.TrimSpace(b.keyOf("role.other") + " " + strings.ToUpper(r.Shortcut))
}

// labelled lists the candidates on screen, each with its label.
func (b *Bench) labelled(frame *annotate.Annotation, r *annotate.Role) []Candidate {
	cs := b.candidates(frame, r)
	for i, l := range labels(len(cs)) {
		cs[i].Label = l
	}
	return cs
}

// AskAgain labels the candidates that are on screen now, where a role is asked for and another part of
// the text is on screen than before. What was chosen stays chosen while it is to be seen.
func (b *Bench) AskAgain() {
	h := b.hints
	if h == nil || h.Typed != "" {
		return
	}
	frame := b.set.Get(h.Frame)
	if frame == nil {
		return
	}
	cs := b.labelled(frame, h.Role)
	if len(cs) == 0 {
		return
	}
	b.act(func() {
		var chosen annotate.Span
		if len(h.Candidates) > 0 {
			chosen = h.Candidates[h.Chosen].Span
		} else {
			b.clearNotice() // there are some now
		}
		h.Candidates = cs
		h.Chosen = max(0, slices.IndexFunc(cs, func(c Candidate) bool { return c.Span == chosen }))
		b.touch(ModeChanged | StatusChanged)
	})
}

// pressInMode hands a key to the mode and reports whether it took it.
func (b *Bench) pressInMode(k Key) bool {
	if b.mode == Prefixed {
		return b.pressPrefixed(k)
	}
	h := b.hints
	if len(h.Candidates) == 0 && k != "Escape" {
		if k == "Enter" || k == "Space" {
			b.skip()
			return true
		}
		return false // nothing wears a letter: the keys move, select and command
	}
	switch k {
	case "Enter", "Space":
		b.Take(h.Chosen)
		return true
	case "Escape":
		if h.Typed != "" {
			b.typeHint("")
			return true
		}
		b.skip()
		return true
	case "Tab", "Right", "Down":
		b.choose(1)
		return true
	case "Shift+Tab", "Left", "Up":
		b.choose(-1)
		return true
	case "Delete", "Backspace":
		if n := len(h.Typed); n > 0 {
			b.typeHint(h.Typed[:n-1])
		}
		return true
	}
	l := labelLetter(k)
	if l == "" {
		return false
	}
	b.typeHint(h.Typed + l)
	return true
}

// labelLetter returns the letter of a label that a chord types, a capital with Shift, or "".
func labelLetter(k Key) string {
	if capital, ok := strings.CutPrefix(string(k), "Shift+"); ok && Key(capital).letter() != "" {
		return capital
	}
	return k.letter()
}

// typeHint takes the candidate of that label, or leaves those lit whose labels begin with it.
func (b *Bench) typeHint(typed string) {
	h := b.hints
	first := -1
	for i, c := range h.Candidates {
		switch {
		case c.Label == typed:
			b.Take(i)
			return
		case first < 0 && strings.HasPrefix(c.Label, typed):
			first = i
		}
	}
	if first < 0 {
		b.say("No candidate has that letter. Escape leaves the role empty.")
		return
	}
	h.Typed, h.Chosen = typed, first
	b.touch(ModeChanged | StatusChanged)
}

// choose moves the choice by d among the candidates that are lit, round the end.
func (b *Bench) choose(d int) {
	h := b.hints
	n := len(h.Candidates)
	for {
		h.Chosen = (h.Chosen + d + n) % n
		if h.Lit(h.Chosen) {
			break
		}
	}
	b.touch(ModeChanged | StatusChanged)
}

// skip leaves the role empty and, right after a quote was marked, goes on to the next role.
func (b *Bench) skip() {
	h := b.hints
	b.clearNotice()
	b.leaveMode()
	if frame := b.set.Get(h.Frame); h.chain && frame != nil && h.Role.Key == "speaker" {
		if r := b.Schema().Type(frame.Type).Role("cue"); r != nil && frame.Arg("cue") == "" {
			b.ask(frame, r, false)
		}
	}
}

// Take fills the role with the candidate.
func (b *Bench) Take(i int) {
	if b.hints == nil || i < 0 || i >= len(b.hints.Candidates) {
		return
	}
	b.act(func() {
		if frame := b.set.Get(b.hints.Frame); frame != nil {
			b.fill(frame, b.hints.Role, b.hints.Candidates[i])
		}
	})
}

// TakeSpan fills the role with words that the person pointed at.
func (b *Bench) TakeSpan(s annotate.Span) {
	if b.hints == nil {
		return
	}
	b.act(func() {
		for i, c := range b.hints.Candidates {
			if c.Span.Overlaps(s) {
				b.Take(i)
				return
			}
		}
		if frame := b.set.Get(b.hints.Frame); frame != nil {
			b.fill(frame, b.hints.Role, b.candidateOf(b.hints.Role, s))
		}
	})
}

// takeAnnotation fills the role with an annotation that the person pointed at, where it may.
func (b *Bench) takeAnnotation(id annotate.ID) bool {
	for i, c := range b.hints.Candidates {
		if c.ID == id {
			b.Take(i)
			return true
		}
	}
	return false
}

// fill makes the candidate fill the role, marking it first where it is not marked, as one change.
func (b *Bench) fill(frame *annotate.Annotation, r *annotate.Role, c Candidate) {
	chain := b.hints != nil && b.hints.chain
	d := b.set.Draft("Set " + strings.ToLower(r.Label))
	if c.ID == "" {
		t := b.Schema().Type(c.Type)
		a := fresh(c.Type, c.Span)
		if t.Kind == annotate.KindCue {
			a = b.newCue(t, c.Span)
		}
		d.Put(a)
		c.ID = a.ID
	}
	d.Put(b.withArg(frame, r.Key, c.ID))
	if !b.commit(d) {
		return
	}
	b.leaveMode()
	frame = b.set.Get(frame.ID)
	b.collapse(frame)
	b.pick(frame.ID)
	if chain {
		b.askNext(true)
	}
}

// newCue returns a cue with its kind from the lexicon, where the schema has such an attribute.
func (b *Bench) newCue(t *annotate.Type, s annotate.Span) *annotate.Annotation {
	a := fresh(t.Key, s)
	if x := t.Attr("kind"); x != nil {
		if k := b.cues.Kind(b.doc.Text[s.Start:s.End]); slices.Contains(x.Values, k) {
			a = a.WithAttr("kind", k)
		}
	}
	return a
}
