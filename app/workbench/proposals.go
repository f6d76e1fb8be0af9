package workbench

import (
	"context"
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
	gathered
	who   []annotate.AnnotatorID // who proposes here, in byte order
	ready bool                   // the proposers are done

	showing
	chosen annotate.ID     // the current one, "" for none
	part   bool            // what fills no frame by itself was chosen: Enter takes it alone
	asking []propose.Offer // to be accepted all at once, if the person says so
	asks   string

	learning bool                      // from what was decided
	again    bool                      // and there is more by now
	examples map[stood]propose.Example // that were learned from; of the mutex of proposers
}

// gathered is what came of asking all who propose.
type gathered struct {
	all    []propose.Offer                  // of the article, by place
	at     map[annotate.ID]int              // where each is in all
	users  map[annotate.ID][]int            // where those are in all that have it as an argument
	long   int                              // the bytes that the longest spans
	fresh  map[annotate.ID]*annotate.Entity // entities that accepting would add to the project
	sure   []float64                        // of all, how sure each is in the light of what was decided; nil where nothing is learned
	model  *propose.Model
	before []annotate.Verdict // the last decisions in other articles
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

// Ready reports whether all who propose have done so.
func (p *Proposals) Ready() bool { return p.ready }

// Annotators returns who proposes for this article.
func (p *Proposals) Annotators() []annotate.AnnotatorID { return p.who }

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
	p := &Proposals{bench: b, showing: showing{index: annotate.NewSet(b.doc, "", "", nil)}, examples: map[stood]propose.Example{}}
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

func (p *Proposals) take(g gathered) {
	p.gathered, p.ready, p.of = g, true, nil
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
	g.order()
	if learns {
		g.sure = surenesses(g.model, doc, g.all)
	}
	return g, nil
}

// order notes where everything is.
func (g *gathered) order() {
	g.at, g.users = make(map[annotate.ID]int, len(g.all)), map[annotate.ID][]int{}
	for i, o := range g.all {
		g.at[o.ID] = i
		g.long = max(g.long, o.Hull().Len())
		for _, x := range o.Args {
			g.users[x.Target] = append(g.users[x.Target], i)
		}
	}
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
