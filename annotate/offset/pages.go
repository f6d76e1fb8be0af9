package offset

import (
	"sync"
)

// pageSize is about how many bytes of a text are learned at once. Tests make it small.
var pageSize = 1 << 16

// pages cut a text into parts of about pageSize bytes that can be learned one by one, each when something
// in it is first asked for. A page begins at a border that can be seen without knowing what stands before
// it; where a page's worth of text has none, the page before goes on.
type pages[T any] struct {
	length int
	border func(from, to int) int        // the first border in [from, to), or -1
	learn  func(start, end int, into *T) // what is to be known of [start, end)
	all    []page[T]
}

type page[T any] struct {
	found sync.Once
	start int // its border, or -1

	learned sync.Once
	end     int
	known   T
}

func newPages[T any](length int, border func(from, to int) int, learn func(start, end int, into *T)) pages[T] {
	return pages[T]{length: length, border: border, learn: learn, all: make([]page[T], length/pageSize+1)}
}

// start returns where page i begins, or -1 where the one before goes on.
func (x *pages[T]) start(i int) int {
	p := &x.all[i]
	p.found.Do(func() {
		if i > 0 {
			p.start = x.border(i*pageSize, min((i+1)*pageSize, x.length))
		}
	})
	return p.start
}

// at returns the index of the page that holds byte b.
func (x *pages[T]) at(b int) int {
	i := min(b/pageSize, len(x.all)-1)
	for i > 0 {
		if s := x.start(i); s >= 0 && s <= b {
			break
		}
		i--
	}
	return i
}

// get returns page i, learned. It must begin somewhere.
func (x *pages[T]) get(i int) *page[T] {
	p := &x.all[i]
	start := x.start(i)
	p.learned.Do(func() {
		p.end = x.length
		if next := x.after(i); next >= 0 {
			p.end = x.start(next)
		}
		x.learn(start, p.end, &p.known)
	})
	return p
}

// after returns the index of the page after page i, or -1.
func (x *pages[T]) after(i int) int {
	for i++; i < len(x.all); i++ {
		if x.start(i) >= 0 {
			return i
		}
	}
	return -1
}

// before returns the index of the page before page i, or -1.
func (x *pages[T]) before(i int) int {
	for i--; i >= 0; i-- {
		if x.start(i) >= 0 {
			return i
		}
	}
	return -1
}
