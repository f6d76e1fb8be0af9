package workbench

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/store"
)

// chooseProposal makes a proposal the current one, and shows it.
func (b *Bench) chooseProposal(id annotate.ID, reveal bool) bool {
	p := b.Proposals()
	if p == nil {
		return false
	}
	o, ok := p.find(id)
	if !ok {
		return false
	}
	left := b.left
	if b.current != "" {
		left = b.current
	}
	b.pick("")
	b.left = left // what comes next may be to join it
	p.chosen = id
	p.part = p.step(id) < 0
	h := o.Hull()
	b.anchor, b.caret = h.Start, h.Start
	b.touch(ProposalsChanged | SelectionChanged | CurrentChanged | StatusChanged)
	if reveal {
		b.screen.Reveal(h, true)
	}
	return true
}

// stepProposal goes to the next or previous proposal, round the end; false where there is none.
func (b *Bench) stepProposal(d int) bool {
	p := b.Proposals()
	if p == nil || len(p.steps) == 0 {
		return false
	}
	n := len(p.steps)
	at := p.step(p.chosen)
	switch {
	case at >= 0:
		at += d
	case b.ProposalFilter().Unsure:
		at = min(d, 0) // the first, or backwards the last
	default:
		at = p.stepFrom(b.caret)
		if d < 0 {
			at--
		}
	}
	return b.chooseProposal(p.all[p.steps[(at+n)%n]].ID, true)
}

// nextPart chooses the frame's next part, and after the last one the frame again.
func (b *Bench) nextPart() {
	p := b.Proposals()
	o, ok := p.Current()
	if !ok {
		return
	}
	frame := o
	if p.part {
		for _, u := range o.From.Users(o.ID) {
			if f, ok := p.find(u.ID); ok {
				frame = f
				break
			}
		}
	}
	parts := []annotate.ID{frame.ID}
	for _, x := range frame.Args {
		if _, ok := p.find(x.Target); ok && !slices.Contains(parts, x.Target) {
			parts = append(parts, x.Target)
		}
	}
	at := slices.Index(parts, o.ID)
	if len(parts) == 1 || at < 0 {
		b.say("This proposal has no parts that are open.")
		return
	}
	b.chooseProposal(parts[(at+1)%len(parts)], true)
}

func (b *Bench) taking(title string) *propose.Taking {
	return propose.Take(b.Schema(), b.set, title, b.names, maps.Clone(b.proposals.fresh))
}

// acceptProposal takes the current proposal with what fills its roles, or the part alone that was chosen, and goes to the
// next one.
func (b *Bench) acceptProposal() {
	p := b.Proposals()
	if len(p.asking) > 0 {
		b.acceptAsked()
		return
	}
	next := p.goesOn()
	if id := b.takeProposal(); id != "" {
		next := next(b.set.Get(id).Hull().Start)
		if next == "" || !b.chooseProposal(next, true) {
			b.pick(id)
			b.say("That was the last proposal shown.")
		}
	}
}

// goesOn returns, before the current proposal is decided on, what says afterwards which one is next: by the place of what was
// decided or, where Tab goes by sureness, of those that followed it the first that is open still.
func (p *Proposals) goesOn() func(at int) annotate.ID {
	if !p.bench.ProposalFilter().Unsure {
		return p.after
	}
	follow := slices.Clone(p.steps)
	if i := p.step(p.chosen); i >= 0 {
		follow = slices.Concat(follow[i+1:], follow[:i])
	}
	return func(int) annotate.ID {
		for _, i := range follow {
			if p.visits[i] {
				return p.all[i].ID
			}
		}
		return p.after(0)
	}
}

// step returns the number of a proposal in the order of Tab, and -1 where Tab does not visit it.
func (p *Proposals) step(id annotate.ID) int {
	i, ok := p.at[id]
	if !ok || !p.visits[i] {
		return -1
	}
	k, _ := slices.BinarySearchFunc(p.steps, i, p.byTab)
	return k
}

// stepFrom returns the number of the first that begins at a place of the text or after it, where Tab goes in the order of the text.
func (p *Proposals) stepFrom(at int) int {
	k, _ := slices.BinarySearchFunc(p.steps, at, func(i, at int) int { return cmp.Compare(p.all[i].Hull().Start, at) })
	return k
}

// after returns the first thing to decide on from a place on, or else the first of all.
func (p *Proposals) after(at int) annotate.ID {
	if len(p.steps) == 0 {
		return ""
	}
	k := 0
	if !p.filter.Unsure {
		k = p.stepFrom(at) % len(p.steps)
	}
	return p.all[p.steps[k]].ID
}

// takeProposal accepts the current proposal and returns what came of it, "" where that was not possible.
func (b *Bench) takeProposal() annotate.ID {
	p := b.Proposals()
	o, ok := p.Current()
	if !ok {
		return ""
	}
	t := b.taking("Accept " + strings.ToLower(b.Schema().Label(o.Type)))
	id := t.Accept(o)
	if !b.commit(t.Draft) {
		return ""
	}
	return id
}

// acceptWords takes the words of the current frame without what would fill its roles.
func (b *Bench) acceptWords() {
	p := b.Proposals()
	o, ok := p.Current()
	if !ok {
		return
	}
	t := b.taking("Accept " + strings.ToLower(b.Schema().Label(o.Type)))
	id := t.AcceptAlone(o)
	if b.commit(t.Draft) {
		b.pick(id)
		b.collapse(b.set.Get(id))
	}
}

// rejectProposal remembers that the current proposal is wrong, and goes to the next.
func (b *Bench) rejectProposal() {
	p := b.Proposals()
	o, ok := p.Current()
	if !ok {
		return
	}
	at, next := o.Hull().Start, p.goesOn()
	t := b.taking("Reject " + strings.ToLower(b.Schema().Label(o.Type)))
	t.Reject(o)
	if b.commit(t.Draft) {
		if next := next(at); next != "" {
			b.chooseProposal(next, true)
		}
	}
}

// correctProposal accepts the current proposal so that it can be edited; the change that follows says that it was
// corrected. It reports whether there is now an annotation to edit.
func (b *Bench) correctProposal() bool {
	id := b.takeProposal()
	if id == "" {
		return false
	}
	b.pick(id)
	b.collapse(b.set.Get(id))
	b.touch(CurrentChanged)
	return true
}

// askAll asks whether to accept all proposals that are shown in a range of the text.
func (b *Bench) askAll(within annotate.Span, where string) {
	p := b.Proposals()
	var some []propose.Offer
	for i, o := range p.all {
		if p.shows[i] && within.Contains(o.Hull()) {
			some = append(some, o)
		}
	}
	if len(some) == 0 {
		b.say("No proposal is shown in %s.", where)
		return
	}
	p.chosen = ""
	p.asking = some
	p.asks = fmt.Sprintf("Accept all %d proposals in %s", len(some), where)
	if f := b.ProposalFilter(); f.Least > 0 {
		p.asks += fmt.Sprintf(" that are %.2f sure or more", f.Least)
	}
	p.asks += "?"
	b.say("%s", p.asks)
	b.notice.Action, b.notice.Do = "Accept "+count(len(some), "proposal", "proposals"), func() { b.act(b.acceptAsked) }
	b.touch(ProposalsChanged | StatusChanged)
}

// acceptAsked accepts what was asked about, in one step that one undo takes back. What would break a rule beside the others
// is left open.
func (b *Bench) acceptAsked() {
	p := b.Proposals()
	if p == nil || len(p.asking) == 0 {
		return
	}
	some := p.asking
	left := 0
	for len(some) > 0 {
		t := b.taking(fmt.Sprintf("Accept %s", count(len(some), "proposal", "proposals")))
		for _, o := range some {
			t.Accept(o)
		}
		c := t.Draft.Change(b.author(), b.config.Now())
		err := b.set.Check(c, b.Schema(), b.names)
		var broken *annotate.Broken
		if err != nil && errors.As(err, &broken) {
			// Of two that cannot both be, the first stays.
			k := slices.IndexFunc(some, func(o propose.Offer) bool {
				return o.Type == broken.Annotation.Type && slices.Equal(o.Spans, broken.Annotation.Spans)
			})
			if k >= 0 {
				some = slices.Delete(slices.Clone(some), k, k+1)
				left++
				continue
			}
		}
		n := len(some)
		done := func() {
			b.offerUndo("Accepted %s", count(n, "proposal", "proposals"))
			if left > 0 {
				b.offerUndo("Accepted %s; %d are open still, for they do not go together with others", count(n, "proposal", "proposals"), left)
			}
		}
		p.asking, p.asks = nil, ""
		if len(c.Edits) >= manyEdits {
			b.carryOutBehind("Accepting proposals", c, done)
		} else if b.carryOut(c) {
			done()
		}
		return
	}
}

// sayWhy says why the current proposal is made.
func (b *Bench) sayWhy() {
	if o, ok := b.Proposals().Current(); ok {
		b.say("%s", b.Proposals().Why(o))
	}
}

// Why says who proposes something, by which rule, how surely, and why.
func (p *Proposals) Why(o propose.Offer) string {
	s := string(o.From.Annotator)
	if o.Origin.Rule != "" {
		s += " · " + o.Origin.Rule
	}
	if sure := sureWords(o, p.Sure(o)); sure != "" {
		s += " · " + sure
	}
	if o.Origin.Evidence != "" {
		s += ": " + o.Origin.Evidence
	}
	return s
}

// correctedBy puts into a draft that what it edits was proposed otherwise: decisions by which something was accepted as
// it was say from now on that it was corrected.
func (b *Bench) correctedBy(c *annotate.Change) {
	for _, e := range c.Edits {
		if e.Before == nil || e.After == nil || e.Before.Equal(e.After) {
			continue
		}
		for _, d := range b.set.ResultOf(e.After.ID) {
			if d.Verdict != annotate.VerdictAccepted || c.Act != annotate.ActDo || slices.ContainsFunc(c.Edits, func(x annotate.Edit) bool {
				return x.DecisionAfter != nil && x.DecisionAfter.Annotator == d.Annotator && x.DecisionAfter.About == d.About
			}) {
				continue
			}
			now := d.Clone()
			now.Verdict = annotate.VerdictCorrected
			c.Edits = append(c.Edits, annotate.Edit{DecisionBefore: d, DecisionAfter: now})
		}
	}
}

// FirstPass reports whether proposals are hidden in this article, because the person wants to read it alone first.
func (b *Bench) FirstPass() bool {
	return b.settings.BlindFirst && b.doc != nil && b.passed[b.doc.ID] == nil && b.set != nil && b.set.State() != annotate.StateDone && b.set.DecisionCount() == 0
}

// passage is what the person had marked when proposals came.
type passage struct{ before store.Counts }

// endFirstPass shows the proposals of the article.
func (b *Bench) endFirstPass() {
	if b.passed == nil {
		b.passed = map[annotate.DocumentID]*passage{}
	}
	b.passed[b.doc.ID] = &passage{b.Counts()}
	b.refreshProposals()
	b.say("Your first pass: %s. What is proposed beyond it is hollow.", count(b.Counts().Total(), "annotation", "annotations"))
	b.touch(ProposalsChanged | StatusChanged)
}

// WhatProposalsChanged says in words what came of the proposals in this article; "" before anything was decided.
func (b *Bench) WhatProposalsChanged() string {
	if b.set == nil || b.set.DecisionCount() == 0 {
		return ""
	}
	n := map[annotate.Verdict]int{}
	for d := range b.set.Decisions() {
		n[b.set.Stands(d)]++
	}
	s := fmt.Sprintf("%d proposals accepted, %d corrected, %d rejected", n[annotate.VerdictAccepted], n[annotate.VerdictCorrected], n[annotate.VerdictRejected])
	if p := b.passed[b.doc.ID]; p != nil {
		s = fmt.Sprintf("%s before proposals; %s", count(p.before.Total(), "annotation", "annotations"), s)
	}
	return s
}

var (
	errNoProposals = errors.New("nothing is proposed here")
	errNoProposal  = errors.New("go to a proposal first: press Tab, or click a hollow mark")
)

func (b *Bench) canDecide() error {
	if _, ok := b.Proposals().Current(); !ok {
		return errNoProposal
	}
	return nil
}

func (b *Bench) canPropose() error {
	switch p := b.Proposals(); {
	case b.doc == nil:
		return errNoArticle
	case b.FirstPass():
		return fmt.Errorf("proposals are hidden until your first pass is done; %s shows them", b.keyOf("proposal.pass"))
	case p == nil || p.shown == 0:
		return errNoProposals
	}
	return nil
}

// proposalCommands are the commands about proposals, in the order of menu and sheet. The keys of those with Deciding mean it
// while a proposal is chosen, whatever they mean otherwise.
func proposalCommands(b *Bench) []*Command {
	inArticle := func() error {
		if b.doc == nil {
			return errNoArticle
		}
		return nil
	}
	deciding := func(id, title string, key Key, hint, about string, do func()) *Command {
		return &Command{ID: id, Title: title, Menu: "Propose", Keys: []Key{key}, Hint: hint, About: about, Deciding: true, can: b.canDecide, do: do}
	}
	return []*Command{
		{ID: "proposal.next", Title: "Next proposal", Menu: "Propose", Keys: []Key{"Ctrl+J"}, Hint: "next proposal",
			About: "Tab does the same as long as there are proposals.", can: b.canPropose, do: func() { b.stepProposal(1) }},
		{ID: "proposal.previous", Title: "Previous proposal", Menu: "Propose", Keys: []Key{"Ctrl+Shift+J"}, can: b.canPropose, do: func() { b.stepProposal(-1) }},
		deciding("proposal.accept", "Accept the proposal", "Enter", "accept",
			"A quote with its speaker and cue, an event with those who take part; of a part that was chosen, that alone. Then the next one is chosen.", b.acceptProposal),
		deciding("proposal.reject", "Reject the proposal", "X", "reject", "For good: it is never proposed again.", b.rejectProposal),
		deciding("proposal.correct", "Accept and correct", "K", "correct",
			"Takes it over and leaves it selected; whatever you change then is remembered as a correction. Any key that edits an annotation does the same.", func() { b.correctProposal() }),
		deciding("proposal.words", "Accept its words alone", "Shift+Enter", "words alone", "Without what would fill its roles.", b.acceptWords),
		deciding("proposal.part", "Choose a part of it", "V", "part", "The speaker, the cue, each who takes part; then the whole again.", b.nextPart),
		deciding("proposal.why", "Why is it proposed?", "?", "why", "", b.sayWhy),
		{ID: "proposal.sentence", Title: "Accept all in this sentence…", Menu: "Propose", Keys: []Key{"Alt+Enter"}, Separated: true,
			About: "Says how many they are first; one undo takes them all back.", can: b.canPropose, do: func() {
				start, end := b.offsets().SentenceAt(b.caret)
				b.askAll(annotate.Span{Start: start, End: end}, "this sentence")
			}},
		{ID: "proposal.all", Title: "Accept all in this article…", Menu: "Propose", Keys: []Key{"Alt+Shift+Enter"},
			About: "All that are shown: the filter and the least sureness choose them. Says how many first; one undo takes them all back.", can: b.canPropose,
			do: func() { b.askAll(annotate.Span{End: len(b.doc.Text)}, "this article") }},
		{ID: "proposal.surer", Title: "Show surer proposals only", Menu: "Propose", Keys: []Key{"Alt+Up"}, Separated: true, can: inArticle, do: func() { b.moveLeast(0.05) }},
		{ID: "proposal.more", Title: "Show less sure ones, too", Menu: "Propose", Keys: []Key{"Alt+Down"}, can: inArticle, do: func() { b.moveLeast(-0.05) }},
		{ID: "proposal.kind", Title: "Next kind of proposals", Menu: "Propose", Keys: []Key{"Shift+F8"}, About: "All, then quotes, events, mentions.", can: inArticle, do: b.nextProposalKind},
		{ID: "proposal.order", Title: "Least sure first", Menu: "Propose", Keys: []Key{"Alt+U"},
			About: "Tab goes to what the program is least sure of, from whose decision it learns most, instead of in the order of the text.",
			can:   inArticle, on: func() bool { return b.ProposalFilter().Unsure }, do: b.toggleProposalOrder},
		{ID: "proposal.show", Title: "Show proposals", Menu: "Propose", Keys: []Key{"Ctrl+P"}, Icon: "proposal", Separated: true,
			About: "Or work without them.", on: func() bool { return !b.ProposalFilter().Off }, do: b.toggleProposals},
		{ID: "proposal.blind", Title: "Hide proposals before a first pass", Menu: "Propose",
			About: "So that what you mark first is your own.", on: func() bool { return b.settings.BlindFirst }, do: func() {
				b.toggle(func(s *Settings) *bool { return &s.BlindFirst })()
				b.refreshProposals()
				b.touch(ProposalsChanged)
			}},
		{ID: "proposal.pass", Title: "First pass done: show proposals", Menu: "Propose", Keys: []Key{"Ctrl+Shift+P"}, can: func() error {
			if !b.FirstPass() {
				return errors.New("proposals are not hidden here")
			}
			return nil
		}, do: b.endFirstPass},
		{ID: "proposal.outside", Title: "Programs and models from outside…", Menu: "Propose", Separated: true, can: b.inProject,
			About: "Has a command of yours, or a language model behind an address, propose in this article or in all. None is asked before you give one.",
			do:    func() { b.screen.Show(PageOutside) }},
		{ID: "proposal.report", Title: "What proposals changed here", Menu: "Propose", can: inArticle, do: func() {
			s := b.WhatProposalsChanged()
			if s == "" {
				s = "nothing was decided about proposals in this article"
			}
			b.say("%s.", Sentence(s))
		}},
	}
}

func (b *Bench) moveLeast(d float64) {
	f := b.ProposalFilter()
	f.Least = min(max(f.Least+d, 0), 1)
	b.SetProposalFilter(f)
	if p := b.Proposals(); p != nil {
		shown, open := p.Count()
		b.say("%.2f sure or more: %d of %s", f.Least, shown, count(open, "proposal", "proposals"))
	}
}

func (b *Bench) nextProposalKind() {
	kinds := []annotate.Kind{"", annotate.KindQuote, annotate.KindEvent, annotate.KindMention}
	f := b.ProposalFilter()
	f.Kind, f.Type = kinds[(slices.Index(kinds, f.Kind)+1)%len(kinds)], ""
	b.SetProposalFilter(f)
	word := map[annotate.Kind]string{"": "All proposals", annotate.KindQuote: "Quotes only", annotate.KindEvent: "Events only", annotate.KindMention: "Mentions only"}[f.Kind]
	if p := b.Proposals(); p != nil {
		shown, _ := p.Count()
		b.say("%s: %d", word, shown)
	}
}

func (b *Bench) toggleProposalOrder() {
	f := b.ProposalFilter()
	f.Unsure = !f.Unsure
	b.SetProposalFilter(f)
	b.say("%s", map[bool]string{true: "Tab goes to the least sure proposal first.", false: "Tab goes to proposals in the order of the text."}[f.Unsure])
}

func (b *Bench) toggleProposals() {
	f := b.ProposalFilter()
	f.Off = !f.Off
	if b.proposals != nil {
		b.proposals.chosen = ""
	}
	b.SetProposalFilter(f)
}

// stepOn goes to the next or previous proposal or, where there is none, annotation.
func (b *Bench) stepOn(d int) {
	if !b.AtBeside() && b.stepProposal(d) {
		return
	}
	b.step(d)
}

// leaveProposal makes no proposal the current one, and asks about none.
func (b *Bench) leaveProposal() {
	if p := b.proposals; p != nil && (p.chosen != "" || p.asks != "") {
		p.chosen, p.part, p.asking, p.asks = "", false, nil, ""
		b.touch(ProposalsChanged | StatusChanged)
	}
}

// pressDeciding carries out what a key means while a proposal is chosen, or a question about many is open.
func (b *Bench) pressDeciding(k Key) bool {
	p := b.Proposals()
	if p == nil || b.AtBeside() {
		return false
	}
	if p.asks != "" {
		switch k {
		case "Enter":
			b.clearNotice()
			b.acceptAsked()
			return true
		case "Escape":
			b.clearNotice()
			b.leaveProposal()
			return true
		}
		b.leaveProposal()
	}
	if _, ok := p.Current(); !ok {
		return false
	}
	if k == "Delete" || k == "Backspace" {
		b.Do("proposal.reject")
		return true
	}
	if c := b.registry.deciding[k]; c != nil {
		b.Do(c.ID)
		return true
	}
	return false
}

// edits reports whether a command edits the current annotation, so that with a proposal chosen it is that which is meant.
func (c *Command) edits() bool {
	switch c.ID {
	case cmdSpeaker, cmdCue, "role.other", "entity.name", "entity.edit", "mark.extent", "mark.type", "mark.note":
		return true
	}
	return strings.HasPrefix(c.ID, "edge.")
}

// editsProposal accepts the chosen proposal, if there is one, so that it can be edited. It reports whether what was to be
// done may go on.
func (b *Bench) editsProposal() bool {
	if _, ok := b.Proposals().Current(); !ok {
		return true
	}
	return b.correctProposal()
}

// proposalHasRole reports whether a key asks for a role of the chosen proposal.
func (b *Bench) proposalHasRole(k Key) bool {
	o, ok := b.Proposals().Current()
	if !ok {
		return false
	}
	t := b.Schema().Type(o.Type)
	return t != nil && slices.ContainsFunc(t.Roles, func(r annotate.Role) bool { return strings.EqualFold(r.Shortcut, k.letter()) })
}
