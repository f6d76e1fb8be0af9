package workbench

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/export"
)

// Notice is something said to the person where they are looking. The next act clears it.
type Notice struct {
	Text    string
	Problem bool
	Action  string // the label of what can be done about it, or ""
	Do      func()
}

// Notice returns what there is to say; its text is "" where there is nothing.
func (b *Bench) Notice() Notice { return b.notice }

func (b *Bench) clearNotice() {
	if b.notice.Text != "" {
		b.notice = Notice{}
		b.touch(StatusChanged)
	}
}

func (b *Bench) say(format string, args ...any) {
	b.notice = Notice{Text: fmt.Sprintf(format, args...)}
	b.touch(StatusChanged)
}

func (b *Bench) offerUndo(format string, args ...any) {
	b.say(format, args...)
	b.notice.Action, b.notice.Do = "Undo", func() { b.Do("edit.undo") }
}

func (b *Bench) fail(err error) {
	b.notice = Notice{Text: Sentence(problem(err)), Problem: true}
	b.touch(StatusChanged)
}

// Tell says what went wrong outside of the bench.
func (b *Bench) Tell(err error) { b.act(func() { b.fail(err) }) }

// Sentence begins an error's words with a capital, unless they begin with the name of a file.
func Sentence(s string) string {
	first, _, _ := strings.Cut(s, " ")
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || strings.ContainsAny(first, "./\\") {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Dismiss takes the notice away.
func (b *Bench) Dismiss() { b.act(b.clearNotice) }

// Status is the status line.
type Status struct {
	Saved   string // "Saved", or why not
	Unsaved bool
	Summary string // "5 quotes, 3 events, 12 names"
	Actions string // "1.4 actions, 6 s each"
	Asking  string // in hint and prefix mode: what is asked
	Keys    []KeyHint
}

// KeyHint is a key and what it does now.
type KeyHint struct {
	Key  Key
	Word string
}

// Status returns what the status line says now.
func (b *Bench) Status() Status {
	var s Status
	switch {
	case b.unsaid != nil:
		s.Saved, s.Unsaved = "Not saved: "+problem(b.unsaid), true
	case b.project != nil:
		s.Saved = "Saved"
	}
	if b.set != nil {
		c := b.Counts()
		s.Summary = strings.Join([]string{
			count(c.Quotes, "quote", "quotes"), count(c.Events, "event", "events"),
			count(c.Mentions, "mention", "mentions"), count(c.Cues, "cue", "cues"),
		}, ", ")
		s.Actions = b.meter.String()
	}
	s.Asking, s.Keys = b.keysNow()
	return s
}

// keysNow says what is asked, and which keys matter in this mode with this selection.
func (b *Bench) keysNow() (asking string, hints []KeyHint) {
	add := func(ids ...string) {
		for _, id := range ids {
			if ks := b.KeysOf(id); len(ks) > 0 && b.Can(id) {
				hints = append(hints, KeyHint{ks[0], b.Command(id).Hint})
			}
		}
	}
	switch {
	case b.naming != nil:
		words := clip(b.doc.Surface(b.naming.Mention.Spans), 24)
		return "Who or what is “" + words + "”?", []KeyHint{{"Enter", "take"}, {"Click", "another mention: the same as that; other words: type them"}}
	case b.mode == Hinting:
		if len(b.hints.Candidates) == 0 {
			return b.hints.Role.Label + "?", []KeyHint{{"Click", "its words"}, {"Escape", "none"}}
		}
		c := b.hints.Candidates[b.hints.Chosen]
		hints = []KeyHint{{"Enter", annotate.Quoted(clip(c.Text, 24))}, {"A–Z", "the one with that letter"}, {"Tab", "next"}}
		if b.hints.Typed != "" {
			return b.hints.Role.Label + "?", append(hints, KeyHint{"Backspace", "all again"})
		}
		return b.hints.Role.Label + "?", append(hints, KeyHint{"Escape", "none"})
	case b.mode == Prefixed:
		keys := b.PrefixKeys()
		if a := b.Current(); a != nil && b.pending.back != nil {
			hints = []KeyHint{{"Enter", "keep “" + strings.ToLower(b.Schema().Type(a.Type).Label) + "”"}, {"Escape", "mark nothing"}}
		} else if len(keys) > fewKeys {
			hints = []KeyHint{{"Escape", "leave it"}}
		}
		if len(keys) > fewKeys { // the list at the word says what they mean
			var chords []string
			for _, k := range keys {
				chords = append(chords, strings.ToUpper(k.Key))
			}
			if b.pending.known {
				return "Which?", append(hints, KeyHint{Key(ranges(chords)), "another type"}, KeyHint{Key(b.keyOf("mark.type")), "all types"})
			}
			return "Which?", append([]KeyHint{{Key(ranges(chords)), "as listed at the word"}}, hints...)
		}
		for _, k := range keys {
			hints = append(hints, KeyHint{Key(strings.ToUpper(k.Key)), k.Word})
		}
		return "Which?", hints
	case b.project == nil:
		add("help.shortcuts")
		return "", hints
	case b.doc == nil:
		return "", []KeyHint{{"Ctrl+V", "paste an article"}, {"F1", "keys"}}
	case b.Reviewing() && !b.AtBeside():
		return b.review.keysNow()
	case b.AtBeside():
		add(cmdTakeOver, cmdNextDifference, cmdOtherSide, "go.next", "help.shortcuts")
		return "", hints
	}
	if _, ok := b.Begun(); ok {
		return "Where does it end?", []KeyHint{{"Click", "on the last word"}, {Key(b.keyOf("select.begin")), "at the caret"}, {"Escape", "leave"}}
	}
	if p := b.Proposals(); p.Asking() != "" {
		return p.Asking(), []KeyHint{{"Enter", "accept"}, {"Escape", "leave"}}
	} else if o, ok := p.Current(); ok {
		add("proposal.accept", "proposal.reject", "proposal.correct", "proposal.part", "proposal.why", "go.next")
		return "Proposed " + strings.ToLower(b.Schema().Label(o.Type)) + "?", hints
	}
	if b.review != nil { // something is edited
		hints = append(hints, KeyHint{"Escape", "back to the review"})
	}
	_, selected := b.words()
	a := b.Current()
	switch {
	case selected:
		add("mark.quote", "mark.mention", "mark.event", "role.other")
		for _, t := range b.Schema().OfKind(annotate.KindMention) {
			if t.Shortcut != "" {
				hints = append(hints, KeyHint{Key(t.Shortcut), strings.ToLower(t.Label)})
			}
		}
		if len(hints) > 6 {
			hints = hints[:6]
		}
	case a == nil:
		add("mark.quote", "mark.mention", "mark.event", "go.next")
	default:
		switch b.Schema().Kind(a.Type) {
		case annotate.KindQuote:
			add(cmdSpeaker, cmdCue)
		case annotate.KindEvent:
			add("role.other", "mark.type")
		case annotate.KindMention:
			add("entity.name", "mark.all")
		}
		if cs := b.choices(a); len(cs) > 1 {
			var keys []string
			for _, c := range cs {
				if k := strings.ToUpper(c.key[:1]); !slices.Contains(keys, k) {
					keys = append(keys, k)
				}
			}
			hints = append(hints, KeyHint{Key(ranges(keys)), "type"})
		}
		add("mark.delete", "go.next")
	}
	add("help.shortcuts")
	return "", hints
}

// fewKeys is how many keys the status line has room to explain.
const fewKeys = 6

// ranges writes characters shortly, three or more that follow each other as a range: "1–9 J P".
func ranges(keys []string) string {
	slices.Sort(keys)
	var out []string
	for i := 0; i < len(keys); {
		j := i
		for j+1 < len(keys) && len(keys[j]) == 1 && len(keys[j+1]) == 1 && keys[j+1][0] == keys[j][0]+1 {
			j++
		}
		if j-i >= 2 {
			out = append(out, keys[i]+"–"+keys[j])
		} else {
			out = append(out, keys[i:j+1]...)
		}
		i = j + 1
	}
	return strings.Join(out, " ")
}

// PrefixKeys lists the keys that may come next in prefix mode. Keys that begin alike stand once, with
// the words of what they lead to.
func (b *Bench) PrefixKeys() []PrefixKey {
	if b.pending == nil {
		return nil
	}
	var out []PrefixKey
	at := map[string]int{}
	for _, c := range b.pending.next {
		rest := c.key[len(b.pending.typed):]
		k := rest[:1]
		if i, ok := at[k]; ok {
			out[i].Words = append(out[i].Words, c.word)
			if out[i].Group != c.group {
				out[i].Group = ""
			}
			if len(out[i].Word) < 24 {
				out[i].Word += "/" + c.word
			} else if !strings.HasSuffix(out[i].Word, "…") {
				out[i].Word += "…"
			}
			continue
		}
		at[k] = len(out)
		out = append(out, PrefixKey{k, c.word, c.group, []string{c.word}})
	}
	return out
}

// ListsKeys reports whether the keys that may come next are to be listed at the word: not where the type that the word was given
// last is taken already, for then the words around are of more use.
func (b *Bench) ListsKeys() bool { return b.pending != nil && !b.pending.known }

// Counts counts the annotations of the working set by kind.
func (b *Bench) Counts() store.Counts {
	switch {
	case b.set == nil:
		return store.Counts{}
	case b.rest != nil:
		return b.rest.counts
	}
	return store.Counts{
		Quotes: b.set.Count(b.typesOf(annotate.KindQuote)...), Cues: b.set.Count(b.typesOf(annotate.KindCue)...),
		Mentions: b.set.Count(b.typesOf(annotate.KindMention)...), Events: b.set.Count(b.typesOf(annotate.KindEvent)...),
	}
}

// count writes a number with its noun.
var count = export.Number

// clip shortens s to n runes.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
