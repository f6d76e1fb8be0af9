package propose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// Gazetteer finds many names in a text in one pass over its words, however many names there are: names are
// the paths of a tree whose steps are words. Case and accents are folded, but where a name has a capital the
// text must have one too.
//
// Adding names and finding them may not happen at the same time; several may look at once.
type Gazetteer struct {
	words map[string]uint32 // folded word → its number
	steps map[uint64]uint32 // node<<32 | word → next node; node 0 is the root
	ends  map[uint32]uint32 // node → 1 + the index of the last name that ends there
	names []named
	small map[uint32]bool // words that begin names without a capital
	nodes uint32
}

// named is a name that ends at a node.
type named struct {
	entity *annotate.Entity
	before uint32 // 1 + the index of the name before it that ends at the same node, 0 for none
	upper  bool   // the name begins with a capital
	main   bool   // it is the entity's own name, not an alias
}

// NewGazetteer returns a gazetteer of the names and aliases of entities.
func NewGazetteer(entities []*annotate.Entity) *Gazetteer {
	g := &Gazetteer{
		words: make(map[string]uint32, len(entities)), steps: make(map[uint64]uint32, 2*len(entities)),
		ends: make(map[uint32]uint32, len(entities)), names: make([]named, 0, len(entities)), small: map[uint32]bool{},
	}
	for _, e := range entities {
		g.Add(e)
	}
	return g
}

// Add makes an entity known by its name and aliases.
func (g *Gazetteer) Add(e *annotate.Entity) {
	g.add(e.Name, e, true)
	for _, a := range e.Aliases {
		g.add(a, e, false)
	}
}

// Len returns how many words begin or continue names.
func (g *Gazetteer) Len() int { return len(g.words) }

func (g *Gazetteer) add(name string, e *annotate.Entity, main bool) {
	node, first, upper, some := uint32(0), uint32(0), false, false
	for start, end := range offset.New(name).Words(0, len(name)) {
		word := name[start:end]
		id, ok := g.words[foldWord(word)]
		if !ok {
			id = uint32(len(g.words))
			g.words[foldWord(word)] = id
		}
		if !some {
			first, upper, some = id, upperFirst(word), true
		}
		step := uint64(node)<<32 | uint64(id)
		next, ok := g.steps[step]
		if !ok {
			g.nodes++
			next = g.nodes
			g.steps[step] = next
		}
		node = next
	}
	if some {
		if !upper {
			g.small[first] = true
		}
		g.names = append(g.names, named{e, g.ends[node], upper, main})
		g.ends[node] = uint32(len(g.names))
	}
}

// foldWord returns a word without case and accents.
func foldWord(w string) string {
	ascii := true
	for i := 0; i < len(w) && ascii; i++ {
		ascii = w[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(w)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(w) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// match returns the longest name that the words from index i on begin with: how many words it takes, and whom
// it may mean.
func (g *Gazetteer) match(text string, words []token, i int) (n int, found []named) {
	if !words[i].upper && len(g.small) == 0 {
		return 0, nil
	}
	node := uint32(0)
	for k := i; k < len(words); k++ {
		if k > i && words[k].gap&(gapLine|gapStrong) != 0 {
			break
		}
		id, ok := g.words[words[k].folded(text)]
		if !ok || k == i && !words[i].upper && !g.small[id] {
			break
		}
		next, ok := g.steps[uint64(node)<<32|uint64(id)]
		if !ok {
			break
		}
		node = next
		for at := g.ends[node]; at > 0; at = g.names[at-1].before {
			e := g.names[at-1]
			if e.upper && !words[i].upper {
				continue
			}
			if n != k-i+1 {
				found = nil
			}
			n, found = k-i+1, append(found, e)
		}
		if n == k-i+1 {
			slices.Reverse(found) // as they were added
		}
	}
	return n, found
}
