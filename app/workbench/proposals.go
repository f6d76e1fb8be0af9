package workbench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/store"
)

// Proposals are what others propose for the open article and the person has not decided on. They come from the rules,
// from sets that programs made, and from nobody's working set but their own. Nothing of them is in the working set before
// the person accepts it.
type Proposals struct {
	bench *Bench
	all   []propose.Offer                  // of the article, by place
	fresh map[annotate.ID]*annotate.Entity // entities that accepting would add to the project
	who   []annotate.AnnotatorID           // who proposes here, in byte order

	shown  []propose.Offer // open, sure enough, and of the filter
	steps  []propose.Offer // of these what Tab visits: frames, and what fills no role of one
	index  *annotate.Set   // of shown, for painting
	open   int             // however sure
	chosen annotate.ID     // the current one, "" for none
	part   bool            // what fills no frame by itself was chosen: Enter takes it alone
	asking []propose.Offer // to be accepted all at once, if the person says so
	asks   string
	ready  bool // the proposers are done

	sure   map[annotate.ID]float64 // how sure each is in the light of what was decided
	model  *propose.Model
	before []annotate.Verdict // the last decisions in other articles

	waits    []bool                    // of all: nothing was decided about it, and nothing stands in its place
	of       *annotate.Set             // in which that holds
	learning bool                      // from what was decided
	again    bool                      // and there is more by now
	examples map[stood]propose.Example // that were learned from; of the mutex of proposers
}

// proposers is what proposing needs, kept from article to article. The mutex is held while somebody proposes.
type proposers struct {
	mu      sync.Mutex
	names   *propose.Gazetteer
	project *store.Project
	version string
	some    bool          // the names are those of some entities: of
	used    []annotate.ID // that something referred to
	lessons lessons
	stop    func()
	keys    map[string]string // by address, where the system keeps none

	left map[annotate.DocumentID]teaching // what articles teach that were left since; of the window's goroutine
}

// ProposalFilter says which proposals are shown.
type ProposalFilter struct {
	Off    bool
	Least  float64                // how sure they are at least, 0 to 1
	Kind   annotate.Kind          // "" for all
	Type   string                 // a type of that kind, "" for all
	Hidden []annotate.AnnotatorID // of whom none are shown
	Unsure bool                   // Tab goes to the least sure first, instead of in the order of the text
}

const (
	prefProposals = "proposals."
	usualLeast    = 0.5
)

// ProposalFilter returns the filter in force.
func (b *Bench) ProposalFilter() ProposalFilter {
	p := b.config.Prefs
	f := ProposalFilter{Off: p.String(prefProposals+"off") != "", Least: usualLeast, Kind: annotate.Kind(p.String(prefProposals + "kind")), Type: p.String(prefProposals + "type"), Unsure: p.String(prefProposals+"unsure") != ""}
	if v, err := strconv.ParseFloat(p.String(prefProposals+"least"), 64); err == nil && v >= 0 && v <= 1 {
		f.Least = v
	}
	for _, n := range strings.Split(p.String(prefProposals+"hidden"), "\n") {
		if n != "" {
			f.Hidden = append(f.Hidden, annotate.AnnotatorID(n))
		}
	}
	return f
}

// SetProposalFilter shows other proposals.
func (b *Bench) SetProposalFilter(f ProposalFilter) {
	b.act(func() {
		p := b.config.Prefs
		p.SetString(prefProposals+"off", map[bool]string{true: "yes"}[f.Off])
		p.SetString(prefProposals+"least", strconv.FormatFloat(min(max(f.Least, 0), 1), 'f', 2, 64))
		p.SetString(prefProposals+"kind", string(f.Kind))
		p.SetString(prefProposals+"type", f.Type)
		p.SetString(prefProposals+"unsure", map[bool]string{true: "yes"}[f.Unsure])
		var hidden []string
		for _, n := range f.Hidden {
			hidden = append(hidden, string(n))
		}
		p.SetString(prefProposals+"hidden", strings.Join(hidden, "\n"))
		if x := b.proposals; x != nil {
			x.asking, x.asks = nil, "" // others are shown than those that were asked about
		}
		b.refreshProposals()
		b.touch(ProposalsChanged | SettingsChanged | StatusChanged)
	})
}

// Proposals returns those of the open article; nil where there are none to show: they are turned off, or hidden until the
// person has made a first pass, or nobody proposes.
func (b *Bench) Proposals() *Proposals {
	if b.proposals == nil || b.doc == nil || b.ProposalFilter().Off || b.FirstPass() {
		return nil
	}
	return b.proposals
}

// Proposes reports whether anybody proposes in this program and article at all.
func (b *Bench) Proposes() bool { return b.config.Rules != nil && b.proposals != nil && !b.Reviewing() }

// Count returns how many are shown, and how many are open at all.
func (p *Proposals) Count() (shown, open int) { return len(p.shown), p.open }

// Ready reports whether all who propose have done so.
func (p *Proposals) Ready() bool { return p.ready }

// Annotators returns who proposes for this article.
func (p *Proposals) Annotators() []annotate.AnnotatorID { return p.who }

// Index returns the proposals that are shown, by their place. Nobody may change it.
func (p *Proposals) Index() *annotate.Set { return p.index }

// Steps returns what there is to decide one by one, in the order in which Tab visits it: frames, and what fills no role of one.
func (p *Proposals) Steps() []propose.Offer { return p.steps }

// Current returns the chosen proposal; false where there is none.
func (p *Proposals) Current() (propose.Offer, bool) {
	if p == nil || p.chosen == "" {
		return propose.Offer{}, false
	}
	return p.find(p.chosen)
}

// Asking says what is about to be accepted all at once; "" where nothing is.
func (p *Proposals) Asking() string {
	if p == nil {
		return ""
	}
	return p.asks
}

func (p *Proposals) find(id annotate.ID) (propose.Offer, bool) {
	i := slices.IndexFunc(p.shown, func(o propose.Offer) bool { return o.ID == id })
	if i < 0 {
		return propose.Offer{}, false
	}
	return p.shown[i], true
}

// propose asks all who propose for the open article, in the background. What was proposed for another article is
// forgotten.
func (b *Bench) propose() {
	if b.proposers.stop != nil {
		b.proposers.stop()
		b.proposers.stop = nil
	}
	b.proposals = nil
	b.touch(ProposalsChanged)
	if b.config.Rules == nil || b.doc == nil || b.Reviewing() || len(b.doc.Text) > mostProposed {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	b.proposers.stop = stop
	learns := b.Learns()
	p := &Proposals{bench: b, fresh: map[annotate.ID]*annotate.Entity{}, index: annotate.NewSet(b.doc, "", "", nil), examples: map[stood]propose.Example{}}
	b.proposals = p
	doc, project, schema, me := b.doc, b.project, b.Schema(), b.Annotator()
	left := b.proposers.left
	b.proposers.left = nil
	b.looks.Add(1)
	b.config.Go(func() {
		g, err := b.gatherProposals(ctx, project, schema, doc, me, left, learns)
		b.looks.Done()
		b.config.Do(func() {
			if b.proposals != p || ctx.Err() != nil {
				return
			}
			b.act(func() {
				if err != nil {
					b.fail(fmt.Errorf("nothing is proposed: %w", err))
				}
				p.take(g)
				b.refreshProposals()
				b.touch(ProposalsChanged | StatusChanged)
			})
		})
	})
}

// mostProposed is the length of the longest text, in bytes, for which is proposed while it is shown.
const mostProposed = 8 << 20

// gathered is what came of asking all who propose.
type gathered struct {
	all    []propose.Offer
	fresh  map[annotate.ID]*annotate.Entity
	sure   map[annotate.ID]float64
	model  *propose.Model
	before []annotate.Verdict
}

func (p *Proposals) take(g gathered) {
	p.all, p.fresh, p.ready, p.of = g.all, g.fresh, true, nil
	p.sure, p.model, p.before = g.sure, g.model, g.before
	if p.fresh == nil {
		p.fresh = map[annotate.ID]*annotate.Entity{}
	}
	p.who = nil
	for _, o := range p.all {
		if !slices.Contains(p.who, o.From.Annotator) {
			p.who = append(p.who, o.From.Annotator)
		}
	}
	slices.Sort(p.who)
}

// gatherProposals runs the rules and reads what programs have proposed. It touches nothing of the bench but what the
// mutex of proposers guards.
func (b *Bench) gatherProposals(ctx context.Context, project *store.Project, schema *annotate.Schema, doc *annotate.Document, me annotate.AnnotatorID, left map[annotate.DocumentID]teaching, learns bool) (g gathered, err error) {
	x := &b.proposers
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.know(ctx, project); err != nil {
		return g, err
	}
	var vocabulary *propose.Vocabulary
	if learns {
		if err := x.lessons.learnAll(ctx, project, schema, me, left); err != nil {
			return g, err
		}
		g.model, vocabulary = x.lessons.model()
		for _, id := range slices.Sorted(maps.Keys(x.lessons.docs)) {
			if id != doc.ID {
				g.before = append(g.before, x.lessons.docs[id].verdicts...)
			}
		}
		g.before = g.before[max(0, len(g.before)-lastDecisions):]
	}
	if g.all, g.fresh, err = b.offers(ctx, project, schema, doc, me, vocabulary); err != nil {
		return g, err
	}
	if learns {
		g.sure = surenesses(g.model, doc, g.all)
	}
	return g, nil
}

// offers returns all that is proposed in an article, by place: by the rules, by programs that have sets of it, and by what was
// learned (nil for nothing); and the entities that accepting would add. The mutex of proposers is held.
func (b *Bench) offers(ctx context.Context, project *store.Project, schema *annotate.Schema, doc *annotate.Document, me annotate.AnnotatorID, learned *propose.Vocabulary) (all []propose.Offer, fresh map[annotate.ID]*annotate.Entity, err error) {
	fresh = map[annotate.ID]*annotate.Entity{}
	made, err := b.config.Rules.Propose(ctx, doc, propose.Known{Schema: schema, Names: b.proposers.names})
	if err != nil {
		return nil, nil, err
	}
	for _, e := range made.Entities {
		fresh[e.ID] = e
	}
	sets := []*annotate.Set{annotate.NewSet(doc, b.config.Rules.Annotator(), annotate.StateInProgress, made.Annotations)}
	versions, err := project.Versions(ctx, doc.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range versions {
		if v.Annotator == me || v.Annotator == b.config.Rules.Annotator() || v.Annotator == annotate.Gold {
			continue
		}
		s, err := project.Set(ctx, doc, v.Annotator)
		if err != nil {
			return nil, nil, err
		}
		if s.ByProgram() {
			sets = append(sets, s)
		}
	}
	if learned != nil {
		sets = append(sets, learnedWords(learned, doc, sets, schema))
	}
	seen := map[annotate.ID]bool{}
	for _, s := range sets {
		for a := range s.All() {
			if !seen[a.ID] && schema.Type(a.Type) != nil {
				seen[a.ID] = true
				all = append(all, propose.Offer{From: s, Annotation: a})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y propose.Offer) int {
		h, k := x.Hull(), y.Hull()
		if h.Start != k.Start {
			return h.Start - k.Start
		}
		return k.End - h.End
	})
	return all, fresh, nil
}

// know brings the names that the rules know in step with the project's entities.
func (x *proposers) know(ctx context.Context, project *store.Project) error {
	version, err := project.EntityVersion(ctx)
	if err != nil {
		return err
	}
	same := x.names != nil && x.project == project && x.version == version
	if same && !x.some {
		return nil
	}
	// Of a project with very many entities, most of which came from lists, the rules know those that somebody has
	// named: else each article would wait until all are read, and half its words would be somebody's name.
	some := same
	if !same {
		beyond, err := project.EntitiesByName(ctx, store.EntityFilter{}, heldInMemory, 1)
		if err != nil {
			return err
		}
		some = len(beyond) > 0
	}
	all := project.EachEntity(ctx)
	var used []annotate.ID
	if some {
		if used, err = project.UsedEntities(ctx); err != nil {
			return err
		}
		if same && slices.Equal(used, x.used) {
			return nil
		}
		all = project.EachUsedEntity(ctx)
	}
	names := propose.NewGazetteer(nil)
	for e, err := range all {
		if err != nil {
			return err
		}
		names.Add(e)
	}
	x.names, x.project, x.version, x.used, x.some = names, project, version, used, some
	return nil
}

// refreshProposals works out anew what is open and shown.
func (b *Bench) refreshProposals() {
	p := b.proposals
	if p == nil || b.set == nil {
		return
	}
	f := b.ProposalFilter()
	schema := b.Schema()
	if p.of != b.set {
		p.of, p.waits = b.set, make([]bool, len(p.all))
		for i, o := range p.all {
			p.waits[i] = propose.Open(schema, b.set, o)
		}
	}
	was := p.shown
	p.shown, p.steps, p.open = make([]propose.Offer, 0, len(was)), nil, 0
	for i, o := range p.all {
		if !p.waits[i] {
			continue
		}
		p.open++
		if s := p.Sure(o); s > 0 && s < f.Least || slices.Contains(f.Hidden, o.From.Annotator) || !p.wanted(o, f) {
			continue
		}
		p.shown = append(p.shown, o)
	}
	fills := map[annotate.ID]bool{}
	for _, o := range p.shown {
		if k := schema.Kind(o.Type); k == annotate.KindQuote || k == annotate.KindEvent {
			for _, x := range o.Args {
				fills[x.Target] = true
			}
		}
	}
	for _, o := range p.shown {
		if k := schema.Kind(o.Type); k == annotate.KindQuote || k == annotate.KindEvent || !fills[o.ID] {
			p.steps = append(p.steps, o)
		}
	}
	if f.Unsure {
		slices.SortStableFunc(p.steps, func(x, y propose.Offer) int { return cmp.Compare(doubt(p.Sure(y)), doubt(p.Sure(x))) })
	}
	// Learning often shows what was shown, only surer or less sure.
	if !slices.Equal(was, p.shown) {
		anns := make([]*annotate.Annotation, len(p.shown))
		for i, o := range p.shown {
			anns[i] = o.Annotation
		}
		p.index = annotate.NewSet(b.doc, "", "", anns)
	}
	if _, ok := p.find(p.chosen); !ok {
		p.chosen = ""
	}
	// What is learned meanwhile takes no question away from under the person's finger: they are asked about those that they saw.
	if slices.ContainsFunc(p.asking, func(o propose.Offer) bool { return !propose.Open(schema, b.set, o) }) {
		p.asking, p.asks = nil, ""
	}
	b.touch(ProposalsChanged)
}

// edited works out anew what is open where a change of the working set has touched it.
func (p *Proposals) edited(edits []annotate.Edit) {
	if p == nil || p.of != p.bench.set {
		return
	}
	if len(edits) > manyEdits/10 {
		p.of = nil // all of it is looked at
		return
	}
	var around []annotate.Span
	for _, e := range edits {
		for _, a := range []*annotate.Annotation{e.Before, e.After} {
			if a != nil {
				around = append(around, a.Hull())
			}
		}
		for _, d := range []*annotate.Decision{e.DecisionBefore, e.DecisionAfter} {
			if d != nil {
				around = append(around, annotate.Hull(d.Spans))
			}
		}
	}
	for i, o := range p.all {
		if h := o.Hull(); slices.ContainsFunc(around, func(s annotate.Span) bool { return s.Start < h.End && h.Start < s.End }) {
			p.waits[i] = propose.Open(p.bench.Schema(), p.of, o)
		}
	}
}

// wanted reports whether a proposal is of the kind and type that are asked for, or a part of a frame that is.
func (p *Proposals) wanted(o propose.Offer, f ProposalFilter) bool {
	schema := p.bench.Schema()
	is := func(a *annotate.Annotation) bool {
		return (f.Kind == "" || schema.Kind(a.Type) == f.Kind) && (f.Type == "" || a.Type == f.Type)
	}
	return f.Kind == "" && f.Type == "" || is(o.Annotation) || slices.ContainsFunc(o.From.Users(o.ID), is)
}

// Types returns the types of which something is proposed here, in the order of the schema.
func (p *Proposals) Types() (out []*annotate.Type) {
	schema := p.bench.Schema()
	there := map[string]bool{}
	for _, o := range p.all {
		there[o.Type] = true
	}
	for i := range schema.Types {
		if there[schema.Types[i].Key] {
			out = append(out, &schema.Types[i])
		}
	}
	return out
}

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
	b.pick("")
	p.chosen = id
	p.part = !slices.ContainsFunc(p.steps, func(s propose.Offer) bool { return s.ID == id })
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
	at := slices.IndexFunc(p.steps, func(o propose.Offer) bool { return o.ID == p.chosen })
	switch {
	case at >= 0:
		at += d
	case b.ProposalFilter().Unsure:
		at = min(d, 0) // the first, or backwards the last
	default:
		at = slices.IndexFunc(p.steps, func(o propose.Offer) bool { return o.Hull().Start >= b.caret })
		if at < 0 {
			at = n
		}
		if d < 0 {
			at--
		}
	}
	return b.chooseProposal(p.steps[(at+n)%n].ID, true)
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
	ids := make([]annotate.ID, 0, len(p.steps))
	for _, o := range p.steps {
		ids = append(ids, o.ID)
	}
	if i := slices.Index(ids, p.chosen); i >= 0 {
		ids = slices.Concat(ids[i+1:], ids[:i])
	}
	return func(int) annotate.ID {
		for _, id := range ids {
			if slices.ContainsFunc(p.steps, func(o propose.Offer) bool { return o.ID == id }) {
				return id
			}
		}
		return p.after(0)
	}
}

// after returns the first thing to decide on from a place on, or else the first of all.
func (p *Proposals) after(at int) annotate.ID {
	for _, o := range p.steps {
		if o.Hull().Start >= at {
			return o.ID
		}
	}
	if len(p.steps) > 0 {
		return p.steps[0].ID
	}
	return ""
}

// takeProposal accepts the current proposal and returns what came of it, "" where that was not possible.
func (b *Bench) takeProposal() annotate.ID {
	p := b.Proposals()
	o, ok := p.Current()
	if !ok {
		return ""
	}
	t := b.taking("Accept " + strings.ToLower(b.typeLabel(o.Type)))
	id := t.Accept(o)
	if !b.commit(t.Draft) {
		return ""
	}
	return id
}

func (b *Bench) typeLabel(key string) string {
	if t := b.Schema().Type(key); t != nil {
		return t.Label
	}
	return key
}

// acceptWords takes the words of the current frame without what would fill its roles.
func (b *Bench) acceptWords() {
	p := b.Proposals()
	o, ok := p.Current()
	if !ok {
		return
	}
	t := b.taking("Accept " + strings.ToLower(b.typeLabel(o.Type)))
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
	t := b.taking("Reject " + strings.ToLower(b.typeLabel(o.Type)))
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
	for _, o := range p.shown {
		if within.Contains(o.Hull()) {
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
	case p == nil || len(p.shown) == 0:
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
	case cmdSpeaker, cmdCue, "role.other", "entity.name", "entity.edit", "mark.join", "mark.extent", "mark.type", "mark.note":
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
