package workbench

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync/atomic"
	"time"

	"quoth/annotate"
	"quoth/annotate/find"
)

// Find is the search in the open article, or in what stands beside it, while it is open. What is found is on the screen at once,
// however long the text: the search begins at the caret, reads slice by slice in the background, and the
// next letter stops it.
type Find struct {
	Query   find.Query
	Hits    []annotate.Span // ascending and disjoint; never changed, only replaced
	At      int             // the hit that the person is at, or -1
	Running bool            // there may be more hits
	More    bool            // there are more than are listed
	Round   bool            // the last step led past the end of the text, or its beginning
	Beside  bool            // looks through what stands beside the working article

	bench *Bench
	side  *reader
	was   place // where one was when it was opened
	from  int   // the first hit at or after it is gone to
	away  bool  // the person has moved since: what is found now does not move them
	stop  *atomic.Bool
	ahead []annotate.Span // from the line of from on
	above []annotate.Span // before that line
}

const (
	mostHits    = 100_000 // listed at once
	findSlice   = 1 << 17 // bytes read before anything else gets its turn
	findAtOnce  = 6 * time.Millisecond
	findRhythm  = 60 * time.Millisecond // in which hits found in the background are told
	longestFill = 200                   // bytes of a selection that the query is filled with
)

// Find returns the search in the article where it is open, or nil.
func (b *Bench) Find() *Find { return b.find }

// openFind opens the search, or comes back to it. Selected words are what is looked for at first.
func (b *Bench) openFind() {
	if b.find != nil && b.find.Beside != b.AtBeside() {
		b.endFind()
	}
	fresh, side := b.find == nil, b.hand()
	if fresh {
		was := place{side.doc.ID, side.anchor, side.caret, side.current, b.screen.Scrolled()}
		b.find = &Find{bench: b, side: side, Beside: b.AtBeside(), At: -1, Query: b.sought, was: was, from: side.selected().Start, stop: new(atomic.Bool)}
	}
	if s := side.selected(); s.Len() > 0 && s.Len() <= longestFill && !strings.Contains(side.doc.Text[s.Start:s.End], "\n") {
		if words := side.doc.Text[s.Start:s.End]; fresh || b.find.At < 0 || b.find.Hits[b.find.At] != s {
			b.find.Query.Words, b.find.from = words, s.Start
			fresh = true
		}
	}
	if fresh {
		b.find.search()
	}
	b.touch(FindChanged | StatusChanged)
	b.screen.Show(PageFind)
}

// SetQuery looks for other words, from where the person is.
func (f *Find) SetQuery(words string) {
	if words == f.Query.Words {
		return
	}
	f.bench.act(func() {
		f.Query.Words = words
		f.search()
	})
}

// findStep goes to the next hit, or the one before, opening the search where it is not open on this side.
func (b *Bench) findStep(d int) {
	if b.find == nil || b.find.Beside != b.AtBeside() {
		b.openFind()
		if b.sought.Words == "" && b.find.Query.Words == "" {
			return
		}
		if b.find.At >= 0 && b.find.Hits[b.find.At] != b.find.side.selected() {
			return
		}
	}
	b.find.step(d)
}

// Step goes d hits on, round the end of the text.
func (f *Find) Step(d int) { f.bench.act(func() { f.step(d) }) }

func (f *Find) step(d int) {
	n := len(f.Hits)
	if n == 0 {
		return
	}
	at := f.At
	if at < 0 { // from the caret
		at = f.first(f.from)
		if d > 0 {
			at--
		}
	}
	f.Round = at+d < 0 || at+d >= n
	f.goTo((at + d%n + n) % n)
}

// first returns the index of the first hit that begins at or after a place; the number of hits where
// none does.
func (f *Find) first(off int) int {
	return sort.Search(len(f.Hits), func(i int) bool { return f.Hits[i].Start >= off })
}

// goTo selects hit i and shows it.
func (f *Find) goTo(i int) {
	b, h := f.bench, f.Hits[i]
	f.At, f.from = i, h.Start
	f.side.anchor, f.side.caret = h.Start, h.End
	b.touch(FindChanged | StatusChanged)
	if f.Beside {
		b.screen.RevealBeside(h, false)
		b.touch(BesideViewChanged)
		return
	}
	b.screen.Reveal(h, false)
	b.touch(SelectionChanged)
}

// moved notes that the person has put the caret elsewhere: the search goes on from there.
func (f *Find) moved(off int) {
	f.At, f.from, f.away = -1, off, true
	f.bench.touch(FindChanged)
}

// Count says where among the hits the person is: "3 of 41".
func (f *Find) Count() string {
	n := fmt.Sprint(len(f.Hits))
	if f.More {
		n = "more than " + n
	}
	switch {
	case f.Query.Words == "":
		return ""
	case f.Running:
		return n + " so far"
	case len(f.Hits) == 0:
		return "not in this article"
	case f.At < 0:
		return n + " found"
	}
	return fmt.Sprintf("%d of %s", f.At+1, n)
}

// search begins anew.
func (f *Find) search() {
	b := f.bench
	f.stop.Store(true)
	stop := new(atomic.Bool)
	f.stop = stop
	f.Hits, f.ahead, f.above = nil, nil, nil
	f.At, f.Running, f.More, f.Round, f.away = -1, f.Query.Words != "", false, false, false
	b.sought = f.Query
	b.touch(FindChanged | StatusChanged)
	text := f.side.doc.Text
	line := strings.LastIndexByte(text[:min(f.from, len(text))], '\n') + 1
	scans := []*find.Scan{
		find.New(text, f.side.doc.Offsets(), f.Query, line, len(text)),
		find.New(text, f.side.doc.Offsets(), f.Query, 0, line),
	}
	if f.Running {
		f.read(scans, stop, time.Now().Add(findAtOnce), f.take)
	}
	if !f.Running {
		f.shown()
		return
	}
	f.shown()
	b.config.Go(func() {
		for on := true; on && !stop.Load(); {
			var got []found
			more := f.readOn(scans, stop, time.Now().Add(findRhythm), func(x found) { got = append(got, x) })
			on = more
			b.config.Do(func() {
				if stop.Load() {
					return
				}
				b.act(func() {
					for _, x := range got {
						f.take(x)
					}
					f.Running = more && !f.More
					if f.More {
						stop.Store(true)
					}
					f.shown()
				})
			})
		}
	})
}

// found is what a slice of the text holds.
type found struct {
	hits  []annotate.Span
	above bool
}

// read looks through the text until a time, and notes whether that was all of it.
func (f *Find) read(scans []*find.Scan, stop *atomic.Bool, until time.Time, take func(found)) {
	f.Running = f.readOn(scans, stop, until, take) && !f.More
}

// readOn looks through the text until a time and reports whether there is more of it. It touches
// nothing but the scans.
func (f *Find) readOn(scans []*find.Scan, stop *atomic.Bool, until time.Time, take func(found)) bool {
	for i, s := range scans {
		for more := true; more; {
			if stop.Load() || time.Now().After(until) {
				return true
			}
			var hits []annotate.Span
			if hits, more = s.Next(findSlice); len(hits) > 0 {
				take(found{hits, i == 1})
			}
		}
	}
	return false
}

// take notes hits of the next slice.
func (f *Find) take(x found) {
	list := &f.ahead
	if x.above {
		list = &f.above
	}
	room := mostHits - len(f.ahead) - len(f.above)
	if len(x.hits) > room {
		x.hits, f.More = x.hits[:room], true
	}
	*list = append(*list, x.hits...)
}

// shown makes one list of what was found, and goes to the first hit from the caret on, as soon as it is
// known which that is.
func (f *Find) shown() {
	b := f.bench
	at := annotate.Span{Start: -1}
	if f.At >= 0 {
		at = f.Hits[f.At]
	}
	above := f.above
	if n := len(above); n > 0 && len(f.ahead) > 0 && above[n-1].End > f.ahead[0].Start {
		above = above[:n-1]
	}
	f.Hits = slices.Concat(above, f.ahead)
	b.touch(FindChanged | StatusChanged)
	if at.Start >= 0 {
		f.At = f.first(at.Start)
	}
	if at.Start >= 0 || f.away {
		return
	}
	if i := f.first(f.from); i < len(f.Hits) {
		f.goTo(i)
	} else if !f.Running && len(f.Hits) > 0 {
		f.goTo(0)
		f.Round = true
	} else if !f.Running {
		f.comeBack()
	}
}

// comeBack goes back to where one was when the search was opened.
func (f *Find) comeBack() {
	b := f.bench
	if !f.Beside {
		b.comeBack(f.was)
		return
	}
	f.side.anchor, f.side.caret = f.was.anchor, f.was.caret
	b.touch(BesideViewChanged | StatusChanged)
	b.screen.RevealBeside(f.side.selected(), false)
}

// findToggle changes how is searched, opening the search where it is not open.
func (b *Bench) findToggle(flip func(*find.Query)) {
	if b.find == nil {
		flip(&b.sought)
		b.openFind()
		return
	}
	flip(&b.find.Query)
	b.find.search()
}

// Close ends the search. The hit that one is at stays selected; where there is none, all is as it was.
func (f *Find) Close() {
	f.bench.act(func() {
		if f.bench.find != f {
			return
		}
		f.bench.endFind()
		if f.At >= 0 && !f.Beside && !f.was.near(f.bench.here()) {
			f.bench.visited(f.was)
		}
	})
}

// endFind takes the search away.
func (b *Bench) endFind() {
	if b.find == nil {
		return
	}
	b.find.stop.Store(true)
	b.find = nil
	b.touch(FindChanged | StatusChanged)
}

// endFindBeside takes the search away where it looks through what stands beside.
func (b *Bench) endFindBeside() {
	if b.find != nil && b.find.Beside {
		b.endFind()
	}
}
