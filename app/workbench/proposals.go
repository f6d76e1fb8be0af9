package workbench

import (
	"cmp"
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
	"quoth/annotate/suggest"
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
	sets   []*annotate.Set                  // of the rules and of programs
	words  []*annotate.Annotation           // learned from the person
	places propose.Places                   // of words that were looked for; of the mutex of proposers
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

	left leftArticles
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
	meant := meantBy(b.names)
	b.looks.Add(1)
	b.config.Go(func() {
		g, err := b.gatherProposals(ctx, project, schema, doc, me, learns, meant)
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
				b.touch(StatusChanged)
			})
		})
	})
}

// mostProposed is the length of the longest text, in bytes, for which is proposed while it is shown.
const mostProposed = 8 << 20

// take shows what has been gathered.
func (p *Proposals) take(g gathered) {
	was, waited := p.at, p.waits
	p.gathered, p.ready = g, true
	p.waits, p.shows, p.visits = make([]bool, len(p.all)), make([]bool, len(p.all)), make([]bool, len(p.all))
	p.who = nil
	for i, o := range p.all {
		if !slices.Contains(p.who, o.From.Annotator) {
			p.who = append(p.who, o.From.Annotator)
		}
		if k, ok := was[o.ID]; ok {
			p.waits[i] = waited[k]
		} else if p.of != nil {
			p.waits[i] = propose.Open(p.bench.Schema(), p.of, o)
		}
	}
	slices.Sort(p.who)
	p.bench.refreshProposals()
}

// gatherProposals runs the rules and reads what programs have proposed. It touches nothing of the bench but what the
// mutex of proposers guards.
func (b *Bench) gatherProposals(ctx context.Context, project *store.Project, schema *annotate.Schema, doc *annotate.Document, me annotate.AnnotatorID, learns bool, meant propose.Meant) (g gathered, err error) {
	x := &b.proposers
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.know(ctx, project); err != nil {
		return g, err
	}
	if learns {
		if err := x.lessons.learnAll(ctx, project, schema, me, &x.left); err != nil {
			return g, err
		}
	}
	if g, err = b.offers(ctx, project, schema, doc, me, meant); err != nil || !learns {
		return g, err
	}
	model, words := x.lessons.model()
	g.teach(doc, schema, model, words)
	for _, id := range slices.Sorted(maps.Keys(x.lessons.docs)) {
		if id != doc.ID {
			g.before = append(g.before, x.lessons.docs[id].verdicts...)
		}
	}
	g.before = g.before[max(0, len(g.before)-lastDecisions):]
	return g, nil
}

// offers returns what is proposed in an article by the rules and by programs that have sets of it. The mutex of proposers is held.
func (b *Bench) offers(ctx context.Context, project *store.Project, schema *annotate.Schema, doc *annotate.Document, me annotate.AnnotatorID, meant propose.Meant) (gathered, error) {
	g := gathered{fresh: map[annotate.ID]*annotate.Entity{}, places: propose.Places{}}
	made, err := b.config.Rules.Propose(ctx, doc, propose.Known{Schema: schema, Names: b.proposers.names, Meant: meant})
	if err != nil {
		return g, err
	}
	for _, e := range made.Entities {
		g.fresh[e.ID] = e
	}
	g.sets = []*annotate.Set{annotate.NewSet(doc, b.config.Rules.Annotator(), annotate.StateInProgress, made.Annotations)}
	versions, err := project.Versions(ctx, doc.ID)
	if err != nil {
		return g, err
	}
	for _, v := range versions {
		if v.Annotator == me || v.Annotator == b.config.Rules.Annotator() || v.Annotator == annotate.Gold {
			continue
		}
		s, err := project.Set(ctx, doc, v.Annotator)
		if err != nil {
			return g, err
		}
		if s.ByProgram() {
			g.sets = append(g.sets, s)
		}
	}
	g.list(doc, schema)
	return g, nil
}

// meantBy says whom names mean by an index. It may be called in the background as long as the project is open.
func meantBy(names *suggest.Index) propose.Meant {
	return func(name, typ string) (*annotate.Entity, string) {
		e, book := names.Meant(name, typ)
		if book == nil {
			return e, ""
		}
		return e, "“" + book.About().Title + "”"
	}
}

// list puts all that is proposed into the order of the text.
func (g *gathered) list(doc *annotate.Document, schema *annotate.Schema) {
	g.all, g.at, g.users, g.long = nil, map[annotate.ID]int{}, map[annotate.ID][]int{}, 0
	for _, s := range append(slices.Clip(g.sets), annotate.NewSet(doc, propose.LearnedAnnotator, annotate.StateInProgress, g.words)) {
		for a := range s.All() {
			if _, ok := g.at[a.ID]; !ok && schema.Type(a.Type) != nil {
				g.at[a.ID] = 0
				g.all = append(g.all, propose.Offer{From: s, Annotation: a})
			}
		}
	}
	slices.SortStableFunc(g.all, func(x, y propose.Offer) int {
		h, k := x.Hull(), y.Hull()
		return cmp.Or(cmp.Compare(h.Start, k.Start), cmp.Compare(k.End, h.End))
	})
	for i, o := range g.all {
		g.at[o.ID] = i
		g.long = max(g.long, o.Hull().Len())
		for _, x := range o.Args {
			g.users[x.Target] = append(g.users[x.Target], i)
		}
	}
}

// teach makes all as sure as a model finds it, and proposes words that were marked before. It reports whether those are others than
// they were.
func (g *gathered) teach(doc *annotate.Document, schema *annotate.Schema, model *propose.Model, words *propose.Vocabulary) (others bool) {
	found := g.learnedWords(words, doc, schema)
	// How often they were marked may have changed; that is not worth another list.
	if !slices.EqualFunc(found, g.words, func(x, y *annotate.Annotation) bool { return x.ID == y.ID && x.Entity == y.Entity }) {
		g.words, others = found, true
		g.list(doc, schema)
	}
	g.model, g.sure = model, make([]float64, len(g.all))
	for i, o := range g.all {
		g.sure[i] = model.Sure(propose.Features(doc, o.From.Annotator, o.Type, o.Spans), o.Origin.Score)
	}
	return others
}

// sureness returns how sure the i-th is, by its proposer and by what the person decided about such ones.
func (g *gathered) sureness(i int) float64 {
	if g.sure == nil {
		return g.all[i].Origin.Score
	}
	return g.sure[i]
}

// learnedWords proposes words that the person has marked before and nobody proposes here.
func (g *gathered) learnedWords(v *propose.Vocabulary, doc *annotate.Document, schema *annotate.Schema) []*annotate.Annotation {
	return v.Find(doc, g.places, func(typ string, s annotate.Span) bool {
		kind := schema.Kind(typ)
		for _, set := range g.sets {
			for _, a := range set.Touching(s) {
				if schema.Kind(a.Type) == kind {
					return true
				}
			}
		}
		return kind == ""
	})
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
