package ingest

import "context"

// pace is how the making of one article tells how far it is and asks whether to go on. The zero pace
// tells nobody and always goes on.
type pace struct {
	ctx      context.Context
	tell     func(done float64)
	from, to float64 // the part of the whole that at counts
}

// paceOf returns the pace of an article.
func paceOf(ctx context.Context, opts Options) pace { return pace{ctx, opts.Progress, 0, 1} }

// part returns the pace of a part of the work.
func (p pace) part(from, to float64) pace {
	p.from, p.to = p.from+(p.to-p.from)*from, p.from+(p.to-p.from)*to
	return p
}

// at tells that so much of the part is done. The error is that of the context.
func (p pace) at(done, of int) error {
	if p.tell != nil {
		p.tell(p.from + (p.to-p.from)*float64(done)/float64(max(of, 1)))
	}
	if p.ctx == nil {
		return nil
	}
	return p.ctx.Err()
}

// stepEvery is how many lines or pieces pass between two steps of a pace.
const stepEvery = 4096

// aside runs what cannot be stopped, and comes back as soon as the context ends; what is made then is of no
// use to anybody. A short text is not worth it.
func (p pace) aside(size int, run func() draft) (draft, error) {
	const short = 1 << 20
	if p.ctx == nil || size < short {
		return run(), nil
	}
	made := make(chan draft, 1)
	go func() { made <- run() }()
	select {
	case d := <-made:
		return d, nil
	case <-p.ctx.Done():
		return draft{}, p.ctx.Err()
	}
}
