package workbench_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"quoth/annotate"
	"quoth/annotate/sizes"
	"quoth/app/annotators"
	"quoth/app/workbench"
)

// BenchmarkDecision rejects one proposal after the other, where all quotes were accepted before: what of that the window's
// goroutine does at the key and when what was learned is shown, and what learning does in the background.
func BenchmarkDecision(b *testing.B) {
	for _, size := range []int{10 << 10, 100 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("of %d kB", size>>10), func(b *testing.B) {
			var behind []func()
			var learning, after time.Duration
			w := workbench.New(workbench.Config{
				Prefs: prefs{"settings.annotator": "ana"}, Rules: annotators.Rules(),
				Go: func(f func()) { behind = append(behind, f) },
				Do: func(f func()) {
					began := time.Now()
					f()
					after += time.Since(began)
				},
			})
			b.Cleanup(w.CloseProject)
			settle := func() {
				for len(behind) > 0 {
					f := behind[0]
					behind = behind[1:]
					began := time.Now()
					f()
					learning += time.Since(began)
				}
			}
			w.Create(filepath.Join(b.TempDir(), "a.quoth"))
			settle()
			w.AddText("a", sizes.Article(size).Text)
			settle()
			for w.Document() == nil || w.Proposals() == nil || !w.Proposals().Ready() {
				settle()
			}
			w.SetProposalFilter(workbench.ProposalFilter{Kind: annotate.KindQuote})
			w.Press("Alt+Shift+Enter", false)
			w.Press("Enter", false)
			settle()
			w.SetProposalFilter(workbench.ProposalFilter{})
			decided := w.Set().DecisionCount()
			w.Press("Tab", false)
			learning, after = 0, 0
			b.ResetTimer()
			for b.Loop() {
				w.Press("X", false)
				b.StopTimer()
				settle()
				b.StartTimer()
			}
			b.StopTimer()
			_, open := w.Proposals().Count()
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(b.N) }
			b.ReportMetric(ms(after), "ms-shown/op")
			b.ReportMetric(ms(learning-after), "ms-behind/op")
			b.ReportMetric(float64(open), "proposals")
			b.ReportMetric(float64(decided), "decided")
		})
	}
}
