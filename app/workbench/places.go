package workbench

import (
	"errors"

	"quoth/annotate"
)

// Scroll is how far the article is scrolled: the top of the view is DY px below the top of the line that
// holds byte Off.
type Scroll struct{ Off, DY int }

// place is where the person is, or was: an article, a selection in it, and what of it was on screen.
type place struct {
	doc           annotate.DocumentID
	anchor, caret int
	current       annotate.ID
	scroll        Scroll
}

// places are those that jumps have led away from, the latest last.
type places struct {
	back, forward []place
}

// mostPlaces bounds how far back one can go.
const mostPlaces = 200

// here returns where the person is.
func (b *Bench) here() place {
	return place{b.doc.ID, b.anchor, b.caret, b.current, b.screen.Scrolled()}
}

// jump notes that the person is about to be taken elsewhere by more than moving the caret.
func (b *Bench) jump() {
	if b.doc != nil {
		b.visited(b.here())
	}
}

// visited notes a place that the person was at. Going forward from there again means something else now.
func (b *Bench) visited(p place) {
	if n := len(b.places.back); n > 0 && b.places.back[n-1].near(p) {
		b.places.back = b.places.back[:n-1]
	}
	b.places.back = append(b.places.back, p)
	if n := len(b.places.back); n > mostPlaces {
		b.places.back = b.places.back[n-mostPlaces:]
	}
	b.places.forward = nil
	b.touch(StatusChanged)
}

// near reports whether two places are the same to a reader.
func (p place) near(q place) bool { return p.doc == q.doc && p.caret == q.caret }

// far reports whether a span is not on the screen.
func (b *Bench) far(s annotate.Span) bool {
	seen := b.screen.VisibleRange()
	return s.End <= seen.Start || s.Start >= seen.End
}

func (b *Bench) canGoBack() error {
	if len(b.places.back) == 0 {
		return errors.New("there is no earlier place to go back to")
	}
	return nil
}

func (b *Bench) canGoForward() error {
	if len(b.places.forward) == 0 {
		return errors.New("there is no later place: go back first")
	}
	return nil
}

func (b *Bench) goPlaceBack()    { b.travel(&b.places.back, &b.places.forward) }
func (b *Bench) goPlaceForward() { b.travel(&b.places.forward, &b.places.back) }

// travel goes to the last place of a list and notes the one it comes from in the other. Places in
// articles that are gone are passed over.
func (b *Bench) travel(from, onto *[]place) {
	was := place{}
	if b.doc != nil {
		was = b.here()
	}
	for len(*from) > 0 {
		to := (*from)[len(*from)-1]
		*from = (*from)[:len(*from)-1]
		if was.doc != "" && to.near(was) && to.scroll == was.scroll {
			continue
		}
		if b.doc == nil || b.doc.ID != to.doc {
			kept := b.places
			b.OpenDocument(to.doc)
			b.places = kept // opening it was no jump
			if b.doc == nil || b.doc.ID != to.doc {
				b.clearNotice()
				continue
			}
		}
		if was.doc != "" {
			*onto = append(*onto, was)
		}
		b.comeBack(to)
		return
	}
	b.say("There is no other place to go to.")
}

// comeBack shows the open article as it was at a place in it.
func (b *Bench) comeBack(p place) {
	if b.doc == nil || b.doc.ID != p.doc {
		return
	}
	b.anchor, b.caret = min(p.anchor, len(b.doc.Text)), min(p.caret, len(b.doc.Text))
	if p.current == "" || b.set.Get(p.current) != nil {
		b.pick(p.current)
	}
	b.touch(SelectionChanged | StatusChanged)
	b.screen.ScrollTo(p.scroll)
}
