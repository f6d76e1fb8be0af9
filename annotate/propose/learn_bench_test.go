package propose_test

import (
	"testing"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/score"
)

// judged is a proposal and whether gold has it.
type judged struct {
	doc   *annotate.Document
	a     *annotate.Annotation
	right bool
}

// judgedQuotes lists what the rules propose as quotes in examples, article by article, as a careful person would decide about it.
func judgedQuotes(b *testing.B, examples []example) (all [][]judged) {
	by := byRules(b)
	for _, x := range examples {
		var list []judged
		for _, a := range by(x.doc) {
			if a.Type != "quote" {
				continue
			}
			right := false
			for _, g := range x.gold {
				right = right || g.Type == "quote" && score.Overlap(g.Spans, a.Spans) >= 0.3
			}
			list = append(list, judged{x.doc, a, right})
		}
		all = append(all, list)
	}
	return all
}

// BenchmarkLearning prints what thirty decisions about quotes are worth in the articles that follow: how many of a hundred proposals
// that are shown are right, before and after, and how many right ones are shown still. Each article is the first once.
func BenchmarkLearning(b *testing.B) {
	const decisions, least = 30, 0.5
	for _, corpus := range []struct {
		name     string
		examples []example
	}{{"gum-news-en", attributions(b)}, {"wikinews-de", newspaperGerman(b)}, {"novels-fr", novelsFrench(b)}, {"standoff-en", standoffNews(b)}} {
		b.Run(corpus.name, func(b *testing.B) {
			if len(corpus.examples) == 0 {
				b.Skip("no corpora beside the project")
			}
			articles := judgedQuotes(b, corpus.examples)
			var before, after score.Count // predicted: shown; gold: right ones that are proposed
			for b.Loop() {
				before, after = score.Count{}, score.Count{}
				for first := range articles {
					var learned []propose.Example
					var model *propose.Model
					for i := range articles {
						list := articles[(first+i)%len(articles)]
						if model == nil {
							for _, j := range list {
								v := map[bool]annotate.Verdict{true: annotate.VerdictAccepted, false: annotate.VerdictRejected}[j.right]
								learned = append(learned, propose.ExampleOf(j.doc, annotate.DecisionAbout(propose.RulesAnnotator, j.a, v, ""), v))
							}
							if len(learned) >= decisions {
								model = propose.Learn(learned)
							}
							continue
						}
						for _, j := range list {
							count(&before, j.a.Origin.Score >= least, j.right)
							count(&after, model.Sure(propose.Features(j.doc, propose.RulesAnnotator, j.a.Type, j.a.Spans), j.a.Origin.Score) >= least, j.right)
						}
					}
				}
			}
			report := func(name string, v float64) { b.ReportMetric(float64(int(1000*v+0.5))/1000, name) }
			report("P-before", before.Precision())
			report("P-after", after.Precision())
			report("right-shown-before", before.Recall())
			report("right-shown-after", after.Recall())
		})
	}
}

func count(n *score.Count, shown, right bool) {
	if right {
		n.Gold++
	}
	if shown {
		n.Predicted++
		if right {
			n.Right++
		}
	}
}
