package paint

import (
	"image"
	"runtime"
	"slices"
	"sync"
)

// sketch is a picture of a tile, noted and then painted by whoever has the time first: one of the hands, or who
// asks for it.
type sketch struct {
	acts  *[]act
	box   image.Rectangle // of the tile in the view, px
	begun bool            // guarded by hands.mu
	done  chan struct{}   // closed when a hand has painted it
	on    *easel
}

// paint does what was noted.
func (k *sketch) paint() {
	k.on = easels.Get().(*easel)
	k.on.stand(k.box)
	k.on.do(*k.acts)
}

// picture is the image that was painted, from its own corner on.
func (k *sketch) picture() *image.RGBA {
	return &image.RGBA{Pix: k.on.dst.Pix, Stride: k.on.dst.Stride, Rect: image.Rectangle{Max: k.box.Size()}}
}

// easel is a sheet that stands where a tile is, with the memory of its px.
type easel struct {
	sheet
	px []uint8
}

// easels are those that nobody paints on. They are given up while nothing is painted for long.
var easels = sync.Pool{New: func() any { return new(easel) }}

// lists are those of acts that nobody needs, given up likewise.
var lists = sync.Pool{New: func() any { return new([]act) }}

// stand makes room for the px of a tile. What was there before shows through: all of it must be painted over.
func (e *easel) stand(box image.Rectangle) {
	n := 4 * box.Dx() * box.Dy()
	if cap(e.px) < n {
		e.px = make([]uint8, n)
	}
	e.dst = &image.RGBA{Pix: e.px[:n], Stride: 4 * box.Dx(), Rect: box}
}

// hands paint sketches beside the goroutine of the user interface, in the order in which they were given.
type hands struct {
	most int // at a time

	mu      sync.Mutex
	waiting []*sketch
	busy    int // hands that paint
	ahead   int // sketches that have been begun and not taken
}

// mostHands bounds how many processors paint: beyond that nothing is gained, for who asks has the pictures to
// hand on.
const mostHands = 3

func newHands() *hands { return &hands{most: min(runtime.GOMAXPROCS(0)-1, mostHands)} }

// give lets a sketch be painted.
func (h *hands) give(k *sketch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting = append(h.waiting, k)
	h.call()
}

// room reports whether one more sketch may be begun: few pictures wait, for each takes memory.
func (h *hands) room() bool { return len(h.waiting) > 0 && h.ahead <= h.most }

// call sends for a hand where there is work for one.
func (h *hands) call() {
	if h.busy < h.most && h.room() {
		h.busy++
		go h.work()
	}
}

func (h *hands) work() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for h.room() {
		k := h.waiting[0]
		h.waiting = slices.Delete(h.waiting, 0, 1)
		k.begun = true
		h.ahead++
		h.mu.Unlock()
		k.paint()
		close(k.done)
		h.mu.Lock()
	}
	h.busy--
}

// take returns when a sketch has been painted, by the caller where no hand has begun.
func (h *hands) take(k *sketch) {
	if h.leave(k) {
		<-k.done
		return
	}
	k.paint()
}

// leave makes the hands forget a sketch, and reports whether one has begun with it.
func (h *hands) leave(k *sketch) (begun bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if k.begun {
		h.ahead--
		h.call()
	} else if i := slices.Index(h.waiting, k); i >= 0 {
		h.waiting = slices.Delete(h.waiting, i, i+1)
	}
	return k.begun
}
