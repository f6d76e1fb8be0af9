package workbench

import (
	"cmp"
	"context"
	"slices"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/store"
)

// doubt is how unsure something is of which one is so sure: 0 where nothing is open, 0.25 where it is as likely as not.
func doubt(sure float64) float64 { return sure * (1 - sure) }

// unsure is how much there is to learn from an article: the mean doubt about its proposals that wait for a decision (the
// variance of each; Lewis and Gale 1994 take the most doubtful, too). The set is nil where the person has none.
func (g *gathered) unsure(schema *annotate.Schema, set *annotate.Set) float64 {
	sum, n := 0.0, 0
	for i, o := range g.all {
		if set == nil || propose.Open(schema, set, o) {
			sum += doubt(g.sureness(i))
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// workOutUnsure works out in the background how unsure each article is that is not done, by its Seq, and then goes on with that
// and with how many there are.
func (b *Bench) workOutUnsure(title string, then func(doubts map[int64]float64)) {
	if b.task != nil {
		b.refuseBeside(b.task)
		return
	}
	project, schema, me, learns := b.project, b.Schema(), b.Annotator(), b.Learns()
	b.keepLesson()
	doubts := map[int64]float64{}
	b.start(title, func(ctx context.Context, tell progress) error {
		x := &b.proposers
		f := store.Filter{Annotator: me, States: []annotate.State{annotate.StateNew, annotate.StateInProgress, annotate.StateFlagged}}
		list, err := project.Seqs(ctx, f)
		if err != nil {
			return err
		}
		var model *propose.Model
		var words *propose.Vocabulary
		if learns {
			x.mu.Lock()
			if err = x.lessons.learnAll(ctx, project, schema, me, &x.left); err == nil {
				model, words = x.lessons.model()
			}
			x.mu.Unlock()
			if err != nil {
				return err
			}
		}
		f.Limit = queuePage
		for len(list) > 0 {
			page, err := project.Documents(ctx, f)
			if err != nil || len(page) == 0 {
				return err
			}
			for _, d := range page {
				f.After = d.Seq
				doc, err := project.Document(ctx, d.ID)
				if err != nil {
					return err
				}
				var set *annotate.Set
				if d.State != annotate.StateNew {
					if set, err = project.Set(ctx, doc, me); err != nil {
						return err
					}
				}
				// Others who propose meanwhile have their turn between two articles.
				err = func() error {
					x.mu.Lock()
					defer x.mu.Unlock()
					if err := x.know(ctx, project); err != nil {
						return err
					}
					g, err := b.offers(ctx, project, schema, doc, me, nil) // whom names mean says nothing of how sure they are
					if err != nil {
						return err
					}
					if learns {
						g.teach(doc, schema, model, words)
					}
					doubts[d.Seq] = g.unsure(schema, set)
					return nil
				}()
				if err != nil {
					return err
				}
				tell(int64(len(doubts)), int64(len(list)), count(len(doubts), "article", "articles"))
			}
		}
		return nil
	}, func(err error) {
		if !b.wentWrong(title, err) {
			then(doubts)
		}
	})
}

// openUnsure opens the article about whose proposals the program is the least sure, of those that are not done.
func (b *Bench) openUnsure() {
	b.workOutUnsure("Looking for the article that is least sure", func(doubts map[int64]float64) {
		if b.queue.doubts != nil {
			b.queue.orderBy(doubts)
		}
		looked := len(doubts)
		if b.doc != nil {
			if here, err := b.project.Place(b.context(), b.doc.ID); err == nil {
				delete(doubts, here)
			}
		}
		seqs := make([]int64, 0, len(doubts))
		for seq := range doubts {
			seqs = append(seqs, seq)
		}
		if len(seqs) == 0 {
			b.say("There is no other article that is not done.")
			return
		}
		sortByDoubt(seqs, doubts)
		found, err := b.project.Documents(b.context(), store.Filter{Only: seqs[:1]})
		if err != nil || len(found) == 0 {
			b.fail(cmp.Or(err, error(store.ErrNotFound)))
			return
		}
		b.OpenDocument(found[0].ID)
		b.say("Of %s this is the one about which proposals are least sure.", count(looked, "article", "articles"))
	})
}

// sortByDoubt puts the articles of which the program is least sure first, and those of which it does not know last.
func sortByDoubt(seqs []int64, doubts map[int64]float64) {
	slices.SortFunc(seqs, func(x, y int64) int { return byDoubt(doubts, x, y) })
}

func byDoubt(doubts map[int64]float64, x, y int64) int {
	dx, knownX := doubts[x]
	dy, knownY := doubts[y]
	switch {
	case knownX && !knownY:
		return -1
	case !knownX && knownY:
		return 1
	case dx != dy:
		return cmp.Compare(dy, dx)
	}
	return cmp.Compare(x, y)
}

// orderQueue puts the articles first about which the program is least sure, or all in the order of adding again.
func (b *Bench) orderQueue() {
	if b.queue.doubts != nil {
		b.queue.orderBy(nil)
		return
	}
	b.workOutUnsure("Ordering the articles by how unsure they are", func(doubts map[int64]float64) {
		b.queue.orderBy(doubts)
		b.say("The least sure of %s come first, as of now.", count(len(doubts), "article", "articles"))
	})
}

func (b *Bench) canOrder() error {
	switch {
	case b.project == nil:
		return errNoProject
	case b.config.Rules == nil || b.review != nil:
		return errNoProposals
	}
	return nil
}

func unsureCommands(b *Bench) []*Command {
	return []*Command{
		{ID: "proposal.unsure", Title: "Open the article that is least sure", Menu: "Propose", can: b.canOrder,
			About: "Of those that are not done, the one from whose decisions the program learns most.", do: b.openUnsure},
		{ID: "queue.unsure", Title: "Least sure articles first", Menu: "Propose", Keys: []Key{"Alt+Shift+U"}, can: b.canOrder,
			About: "Orders the list of articles, and so what comes next, by how much there is to learn from each. It stays as it is until you ask again.",
			on:    func() bool { return b.queue.doubts != nil }, do: b.orderQueue},
	}
}
