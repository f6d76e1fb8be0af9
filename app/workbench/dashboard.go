package workbench

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/figures"
)

// Dashboard is the figures of the team's work, as a page of the window shows them.
type Dashboard struct {
	Figures     *figures.Figures // nil until they are worked out for the first time
	Err         error
	Done, Total int // sets looked at, while they are worked out
	Blind       int // articles in which the person is blind: nothing of others is shown then

	Topic   review.Topic // of the matrix
	Measure review.Measure
	Of      review.Topic            // of the confusion
	Pair    [2]annotate.AnnotatorID // of the confusion; empty for all

	working bool
	cancel  func()
}

// Working reports whether figures are being worked out.
func (d *Dashboard) Working() bool { return d.working }

// Dashboard returns the dashboard where it is open, or nil.
func (b *Bench) Dashboard() *Dashboard { return b.dashboard }

// openDashboard opens the dashboard and works its figures out.
func (b *Bench) openDashboard() {
	if b.dashboard == nil {
		b.dashboard = &Dashboard{Topic: review.TopicMarks, Measure: review.F1Near, Of: review.TopicMarks}
	}
	b.flushMeter()
	b.workOut()
	b.screen.Show(PageDashboard)
}

// workOut works the figures out in the background.
func (b *Bench) workOut() {
	d, p := b.dashboard, b.project
	blind := b.blindIn()
	o := figures.Options{Without: map[annotate.DocumentID]bool{}}
	d.Blind = len(blind)
	if len(blind) > 0 {
		o.Annotators = []annotate.AnnotatorID{b.Annotator()}
	}
	for _, id := range blind {
		o.Without[id] = true
	}
	b.stopFigures()
	ctx, cancel := context.WithCancel(context.Background())
	d.cancel, d.working, d.Err, d.Done, d.Total = cancel, true, nil, 0, 0
	b.looks.Add(1)
	b.touch(DashboardChanged)
	var told time.Time
	tell := func(done, total int) {
		now := time.Now()
		if now.Sub(told) < 50*time.Millisecond {
			return
		}
		told = now
		b.config.Do(func() {
			b.act(func() {
				if ctx.Err() != nil {
					return // it was asked for again
				}
				d.Done, d.Total = done, total
				b.touch(DashboardChanged)
			})
		})
	}
	b.config.Go(func() {
		f, err := figures.Read(ctx, p, o, tell)
		stopped := ctx.Err() != nil
		cancel()
		b.looks.Done()
		b.config.Do(func() {
			b.act(func() {
				if b.dashboard != d || stopped {
					return
				}
				if d.working, d.Err = false, err; err == nil {
					d.Figures = f
				}
				b.touch(DashboardChanged)
			})
		})
	})
}

// stopFigures ends the working out of figures.
func (b *Bench) stopFigures() {
	if d := b.dashboard; d != nil && d.cancel != nil {
		d.cancel()
		d.cancel, d.working = nil, false
		b.touch(DashboardChanged)
	}
}

// StopFigures ends the working out of the dashboard's figures; those that it has stay.
func (b *Bench) StopFigures() { b.act(b.stopFigures) }

// RefreshDashboard works the figures out again.
func (b *Bench) RefreshDashboard() {
	b.act(func() {
		if b.dashboard != nil && b.project != nil {
			b.flushMeter()
			b.workOut()
		}
	})
}

// ShowMatrix chooses what the matrix measures. A measure that the topic does not have gives way to one that it has.
func (b *Bench) ShowMatrix(t review.Topic, m review.Measure) {
	b.act(func() {
		if d := b.dashboard; d != nil {
			d.Topic, d.Measure = t, m
			if d.Figures != nil {
				_, measures := d.Figures.Measured()
				d.Measure = fitting(measures[t], m)
			}
			b.touch(DashboardChanged)
		}
	})
}

func fitting(have []review.Measure, m review.Measure) review.Measure {
	for _, x := range have {
		if x == m {
			return m
		}
	}
	if len(have) > 0 {
		return have[0]
	}
	return m
}

// ShowConfusion chooses what the confusion is of; an empty pair stands for all.
func (b *Bench) ShowConfusion(t review.Topic, pair [2]annotate.AnnotatorID) {
	b.act(func() {
		if d := b.dashboard; d != nil {
			d.Of, d.Pair = t, pair
			b.touch(DashboardChanged)
		}
	})
}

// CloseDashboard closes the dashboard. Its figures are kept until another project is open.
func (b *Bench) CloseDashboard() {
	b.act(func() {
		b.stopFigures()
		b.touch(DashboardChanged)
	})
}

// ShowDifferences shows on what two annotators differ in a topic: in a review of these two alone, or, where one is gold,
// beside gold.
func (b *Bench) ShowDifferences(topic review.Topic, one, other annotate.AnnotatorID) {
	b.act(func() {
		b.CloseDashboard()
		if b.review == nil {
			b.startReview()
		}
		switch r := b.review; {
		case r == nil: // it says why
		case one == annotate.Gold || other == annotate.Gold:
			b.compareTwo(topic, one, other)
		default:
			f := r.Filter()
			f.Show, f.Type, f.Annotator, f.Between = ShowOpen, "", "", review.Confusion{}
			f.Class, f.Kind = topic.Where(b.Schema())
			r.SetFilter(f)
			r.Only(one, other)
			b.say("The review shows where %s differ%s.", andWords(names([]annotate.AnnotatorID{one, other})), inTopic(topic))
		}
	})
}

// ShowConfused shows where one annotator said one thing and another the other, of a topic of [figures.Figures.Confusion]: in
// a review of a pair alone, or of all where that is empty. Where one is gold it is shown beside gold.
func (b *Bench) ShowConfused(topic review.Topic, pair [2]annotate.AnnotatorID, one, other review.Saying) {
	b.act(func() {
		if pair[0] == annotate.Gold || pair[1] == annotate.Gold {
			b.ShowDifferences(topic, pair[0], pair[1])
			return
		}
		b.CloseDashboard()
		if b.review == nil {
			b.startReview()
		}
		r := b.review
		if r == nil {
			return // it says why
		}
		f := r.Filter()
		f.Show, f.Class, f.Type, f.Kind, f.Annotator = ShowOpen, -1, "", "", ""
		f.Between = review.Confusion{Topic: topic, First: one, Second: other}
		r.SetFilter(f)
		r.orSettled = true
		if pair[0] != "" {
			r.Only(pair[0], pair[1])
		} else if r.showSettled(); !r.waiting {
			r.GoToRow(0)
		}
		r.sayConfused()
	})
}

// showSettled shows what is settled of what a cell of the confusion led to, where that is to be and nothing of it is open.
// While articles are compared that is not known. It reports whether it does now.
func (r *Review) showSettled() bool {
	if !r.orSettled || r.queue.scanning {
		return false
	}
	r.orSettled = false
	if r.Len() > 0 {
		return false
	}
	f := r.Filter()
	if r.Settled() > 0 {
		f.Show = ShowSettled
		r.SetFilter(f)
	}
	r.sayConfused()
	return f.Show == ShowSettled
}

// sayConfused says what the queue shows of what a cell of the confusion led to.
func (r *Review) sayConfused() {
	b, x := r.bench, r.queue.filter.Between
	one, other := b.saying(x.Topic, x.First), b.saying(x.Topic, x.Second)
	switch {
	case r.queue.filter.Show == ShowSettled:
		b.say("Where one says %s and another %s all is settled; the review shows what was decided.", one, other)
	case r.Len() == 0 && !r.queue.scanning:
		b.say("Of those who are compared in the review, nobody says %s where another says %s.", one, other)
	default:
		b.say("The review shows where one says %s and another %s.", one, other)
	}
}

// Between says in words what the queue is narrowed to by a cell of the confusion; "" where it is not.
func (r *Review) Between() string {
	x := r.queue.filter.Between
	if x.Topic == "" {
		return ""
	}
	return r.bench.saying(x.Topic, x.First) + " or " + r.bench.saying(x.Topic, x.Second)
}

// saying is what an annotator said, in words.
func (b *Bench) saying(topic review.Topic, s review.Saying) string {
	switch {
	case s.Type != "":
		return strings.ToLower(b.Schema().Label(s.Type))
	case s.Entity != "":
		return b.entityName(s.Entity)
	case s.Words != "":
		return annotate.Quoted(s.Words)
	case topic == review.TopicMarks:
		return "nothing"
	}
	return "nobody"
}

// inTopic is a topic to follow "differ".
func inTopic(topic review.Topic) string {
	if topic == review.TopicMarks || topic == "" {
		return ""
	}
	return " in the " + string(topic)
}

// Only leaves all but some annotators out of the review.
func (r *Review) Only(who ...annotate.AnnotatorID) {
	r.bench.act(func() {
		r.queue.filter.left = map[annotate.AnnotatorID]bool{}
		for _, a := range r.queue.who {
			if !slices.Contains(who, a) {
				r.queue.filter.left[a] = true
			}
		}
		r.waiting, r.starting = true, true // to begin with what is worth most of theirs
		r.Refresh()
		r.starting = false
		r.bench.say("The review shows where %s differ.", andWords(names(who)))
	})
}

// compareTwo puts the version of one annotator beside that of the other, in the first article in which they differ. It is
// looked for in the background.
func (b *Bench) compareTwo(topic review.Topic, one, other annotate.AnnotatorID) {
	if other == annotate.Gold {
		one, other = other, one
	}
	p, r, schema := b.project, b.review, b.Schema()
	ctx, stop := context.WithCancel(b.whileOpen())
	r.stopLooking()
	r.looking = stop
	class, kind := topic.Where(schema)
	both := 0
	found := annotate.DocumentID("")
	b.looks.Add(1)
	b.say("Looking for where %s differ…", andWords(names([]annotate.AnnotatorID{one, other})))
	b.config.Go(func() {
		err := eachArticle(ctx, p, []annotate.AnnotatorID{one, other}, func(sets []*annotate.Set, gold *annotate.Set) error {
			if len(sets) == 0 || gold == nil || found != "" {
				return nil
			}
			both++
			cs := review.CasesOf(schema, sets[0], gold)
			none := annotate.NewSet(gold.Document, "", annotate.StateNew, nil)
			for _, c := range cs.All {
				v := c.Main().Sides()[0]
				if len(c.Disputes) > 0 && (kind == "" || schema.Kind(c.Version(v).Type) == kind) && (class < 0 || slices.Contains(cs.Classes(c, none), class)) {
					found = gold.Document.ID
					return errFound
				}
			}
			return nil
		})
		b.looks.Done()
		stopped := ctx.Err() != nil
		stop()
		b.config.Do(func() {
			b.act(func() {
				switch {
				case b.project != p || b.review != r || stopped: // left since
				case err != nil && !errors.Is(err, errFound):
					b.fail(err)
				case both == 0:
					b.say("No article was worked on by both %s and %s.", one, other)
				case found == "":
					b.say("%s do not differ%s.", andWords(names([]annotate.AnnotatorID{one, other})), inTopic(topic))
				default:
					b.clearNotice()
					if b.doc == nil || b.doc.ID != found {
						b.OpenDocument(found)
					}
					b.OpenVersion(other)
				}
			})
		})
	})
}

// errFound ends a search.
var errFound = errors.New("found")
