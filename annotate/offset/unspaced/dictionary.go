package unspaced

import (
	"bufio"
	"compress/gzip"
	"embed"
	"fmt"
	"sync"
)

//go:embed *.txt.gz
var files embed.FS

// License is the licence of the dictionaries, which must go wherever they go.
//
//go:embed LICENSE-ICU.txt
var License string

// dictionary holds words as a tree of their characters, in arrays. It is made when it is first asked.
type dictionary struct {
	once  sync.Once
	nodes []node
}

// node is a beginning of words. Its children stand side by side, by their characters.
type node struct {
	first uint32 // its first child
	count uint8  // how many it has
	code  uint8  // the character that it adds
	word  bool   // it is one
}

// load reads a list of words: sorted, one a line.
func (d *dictionary) load(file string, base rune) {
	d.once.Do(func() {
		words, err := read(file, base)
		if err != nil {
			panic(fmt.Sprintf("%s is part of the program: %v", file, err))
		}
		d.build(words)
	})
}

func read(file string, base rune) (words []string, err error) {
	f, err := files.Open(file)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(z)
	var codes []byte
	for lines.Scan() {
		codes = codes[:0]
		for _, r := range lines.Text() {
			if r < base || r > base+0xFF {
				return nil, fmt.Errorf("%q is of another script", lines.Text())
			}
			codes = append(codes, byte(r-base))
		}
		words = append(words, string(codes))
	}
	return words, lines.Err()
}

// build makes the tree of words that are sorted, level by level.
func (d *dictionary) build(words []string) {
	type part struct{ from, to, depth int } // the words that begin with a node
	d.nodes = []node{{}}
	parts := []part{{0, len(words), 0}}
	for n := 0; n < len(parts); n++ {
		p := parts[n]
		if p.from < p.to && len(words[p.from]) == p.depth {
			d.nodes[n].word = true
			p.from++
		}
		d.nodes[n].first = uint32(len(d.nodes))
		for p.from < p.to {
			code, end := words[p.from][p.depth], p.from+1
			for end < p.to && words[end][p.depth] == code {
				end++
			}
			d.nodes = append(d.nodes, node{code: code})
			parts = append(parts, part{p.from, end, p.depth + 1})
			d.nodes[n].count++
			p.from = end
		}
	}
	d.nodes = append(make([]node, 0, len(d.nodes)), d.nodes...)
}

// child returns the node that adds a character to one, and whether it is a word.
func (d *dictionary) child(n uint32, code uint8) (child uint32, word, ok bool) {
	at := d.nodes[n].first
	lo, hi := at, at+uint32(d.nodes[n].count)
	for lo < hi {
		if mid := (lo + hi) / 2; d.nodes[mid].code < code {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == at+uint32(d.nodes[n].count) || d.nodes[lo].code != code {
		return 0, false, false
	}
	return lo, d.nodes[lo].word, true
}
