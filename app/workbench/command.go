package workbench

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Command is one thing that can be done.
type Command struct {
	ID    string // "mark.quote"
	Title string // "Mark quote"
	Menu  string // File, Edit, Annotate, Go, Beside, Review, View, Help; "" where it stands in no menu
	Under string // the submenu of Menu that it stands in, "" for none
	Keys  []Key  // as shipped; [Bench.KeysOf] gives those in force
	Icon  string // its picture in the toolbar, "" where it has none
	Hint  string // one or two words for the status line: "speaker"
	About string // a sentence for the sheet of shortcuts

	Separated bool // a line stands above it in its menu
	Review    bool // its keys mean it during a review only, whatever they mean otherwise
	Deciding  bool // its keys mean it while a proposal is chosen only, whatever they mean otherwise

	on  func() bool  // nil where it is not something that is on or off
	can func() error // nil: always possible; the error says why not
	do  func()
}

type registry struct {
	all   []*Command
	byID  map[string]*Command
	keys  map[string][]Key // id → keys in force
	byKey map[Key]*Command
	// What keys mean during a review, before what they mean otherwise.
	reviewing map[Key]*Command
	// And while a proposal is chosen.
	deciding map[Key]*Command
}

// group returns the commands among which a key means one thing.
func (r *registry) group(c *Command) map[Key]*Command {
	switch {
	case c.Review:
		return r.reviewing
	case c.Deciding:
		return r.deciding
	}
	return r.byKey
}

func newRegistry(b *Bench) registry {
	r := registry{all: commands(b), byID: map[string]*Command{}, keys: map[string][]Key{}}
	for _, c := range r.all {
		r.byID[c.ID] = c
		r.keys[c.ID] = c.Keys
		if saved := b.config.Prefs.String(prefKeys + c.ID); saved != "" {
			r.keys[c.ID] = splitKeys(saved)
		}
	}
	r.index()
	return r
}

const prefKeys = "keys."

// noKeys is how "no key at all" is kept, since "" means the keys as shipped.
const noKeys = "none"

func splitKeys(s string) []Key {
	if s == noKeys {
		return nil
	}
	var ks []Key
	for _, k := range strings.Fields(s) {
		ks = append(ks, Key(k))
	}
	return ks
}

func joinKeys(ks []Key) string {
	if len(ks) == 0 {
		return noKeys
	}
	s := make([]string, len(ks))
	for i, k := range ks {
		s[i] = string(k)
	}
	return strings.Join(s, " ")
}

func (r *registry) index() {
	r.byKey, r.reviewing, r.deciding = map[Key]*Command{}, map[Key]*Command{}, map[Key]*Command{}
	for _, c := range r.all {
		m := r.group(c)
		for _, k := range r.keys[c.ID] {
			if m[k] == nil {
				m[k] = c
			}
		}
	}
}

// Commands returns all commands in the order of menus and sheets. The caller must not change them.
func (b *Bench) Commands() []*Command { return b.registry.all }

// Command returns the command with the id, or nil.
func (b *Bench) Command(id string) *Command { return b.registry.byID[id] }

// keyOf names the first key of a command for a sentence; its title where it has none.
func (b *Bench) keyOf(id string) string {
	if ks := b.registry.keys[id]; len(ks) > 0 {
		return string(ks[0])
	}
	return "“" + b.registry.byID[id].Title + "”"
}

// KeysOf returns the keys in force for a command.
func (b *Bench) KeysOf(id string) []Key { return b.registry.keys[id] }

// SetKeys gives a command other keys. It fails where another command has one of them.
func (b *Bench) SetKeys(id string, keys []Key) error {
	for _, k := range keys {
		if c := b.registry.group(b.registry.byID[id])[k]; c != nil && c.ID != id {
			return fmt.Errorf("%s is the key of “%s”; give that another key first", k, c.Title)
		}
		if k.digit() != "" && !b.registry.byID[id].Review && !b.registry.byID[id].Deciding {
			return fmt.Errorf("%s chooses types; digits cannot be given to commands", k)
		}
	}
	b.act(func() {
		b.registry.keys[id] = slices.Clone(keys)
		b.registry.index()
		b.config.Prefs.SetString(prefKeys+id, joinKeys(keys))
		b.touch(SettingsChanged | StatusChanged)
	})
	return nil
}

// ResetKeys gives a command the keys it was shipped with, taking them from whoever has them now.
func (b *Bench) ResetKeys(id string) {
	b.act(func() {
		c := b.registry.byID[id]
		for _, k := range c.Keys {
			if o := b.registry.group(c)[k]; o != nil && o != c {
				left := slices.DeleteFunc(slices.Clone(b.registry.keys[o.ID]), func(x Key) bool { return x == k })
				b.registry.keys[o.ID] = left
				b.config.Prefs.SetString(prefKeys+o.ID, joinKeys(left))
			}
		}
		b.registry.keys[id] = c.Keys
		b.registry.index()
		b.config.Prefs.SetString(prefKeys+id, "")
		b.touch(SettingsChanged | StatusChanged)
	})
}

// Can reports whether the command is possible now.
func (b *Bench) Can(id string) bool { return b.Why(id) == "" }

// Why says why the command is not possible now; "" where it is.
func (b *Bench) Why(id string) string {
	c := b.registry.byID[id]
	if c == nil {
		return fmt.Sprintf("there is no command %q", id)
	}
	if b.AtBeside() && (c.works() || c.Review) {
		return errOnlyForReading.Error()
	}
	if b.Reviewing() && c.works() {
		return errNotEdited.Error()
	}
	if c.can == nil {
		return ""
	}
	if err := c.can(); err != nil {
		return err.Error()
	}
	return ""
}

// On reports whether what the command turns on and off is on now.
func (b *Bench) On(id string) bool {
	c := b.registry.byID[id]
	return c != nil && c.on != nil && c.on()
}

// works reports whether a command works on the words at the caret of the working article, so that it means
// nothing while the person reads what stands beside.
func (c *Command) works() bool {
	return c.Menu == "Annotate" && !strings.HasPrefix(c.ID, "state.") && c.ID != "entity.register"
}

// verdict reports whether a command decides about a difference.
func (c *Command) verdict() bool {
	return strings.HasPrefix(c.ID, "review.take.") || slices.Contains([]string{"review.likeliest", "review.none", "review.edit", "review.mix"}, c.ID)
}

// surveys reports whether a command may look at annotations anywhere in the working article.
func (c *Command) surveys() bool {
	return c.Menu == "Annotate" || c.Menu == "" || c.Menu == "Propose" || c.Review || c.ID == "view.card" ||
		slices.ContainsFunc([]string{"beside.", "past.", "go.", "edit.copy"}, func(p string) bool { return strings.HasPrefix(c.ID, p) })
}

// Do runs the command, or says in the notice why it is not possible.
func (b *Bench) Do(id string) {
	b.act(func() {
		if c := b.registry.byID[id]; c != nil && c.edits() && !b.editsProposal() {
			return
		}
		if why := b.Why(id); why != "" {
			if c := b.registry.byID[id]; c != nil && c.verdict() {
				b.forgetGiven() // a reason now would be meant for what was refused
			}
			b.fail(errors.New(why))
			return
		}
		if b.registry.byID[id].surveys() && !b.whole() {
			return
		}
		b.clearNotice()
		if id != cmdAccept && id != cmdCancel {
			b.leaveMode()
		}
		b.registry.byID[id].do()
		b.touch(StatusChanged)
	})
}

// Press hands the bench a key chord and reports whether it meant something. Typing says that a text
// field has the keyboard: then only chords that type nothing are commands.
func (b *Bench) Press(k Key, typing bool) bool {
	b.Acted(1)
	if typing && k.plain() {
		return false
	}
	used := false
	b.act(func() { used = b.press(k) })
	return used
}

func (b *Bench) press(k Key) bool {
	if b.mode != Reading && b.pressInMode(k) {
		return true
	}
	if b.Reviewing() && !b.AtBeside() {
		if b.review.mix != nil && b.review.pressMixing(k) {
			return true
		}
		if c := b.registry.reviewing[k]; c != nil {
			b.Do(c.ID)
			return true
		}
	}
	if used := b.pressDeciding(k); used {
		return true
	}
	if c := b.registry.byKey[k]; c != nil {
		b.Do(c.ID)
		return true
	}
	if b.AtBeside() || b.Reviewing() {
		return false
	}
	d := k.digit()
	if d == "" && k.letter() == "" {
		return false
	}
	if !b.whole() {
		return true
	}
	if d != "" || b.proposalHasRole(k) {
		if !b.editsProposal() {
			return true
		}
	}
	if d != "" {
		b.pressDigit(d)
		return true
	}
	return b.pressRole(k)
}
