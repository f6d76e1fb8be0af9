package workbench_test

import (
	"fmt"
	"testing"

	"quoth/app/workbench"
)

// BenchmarkHistory opens the history of an article and goes ten changes back and forth: in a long journal it takes as
// long as in a short one, but for the numbers of its changes.
func BenchmarkHistory(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("changes=%d", n), func(b *testing.B) {
			f := start(b)
			f.selectWords("Reuters", 0).press("2")
			id := f.Current().ID
			for i := range n {
				f.SetNote(id, fmt.Sprint(i))
			}
			b.Run("open", func(b *testing.B) {
				for range b.N {
					f.Do("past.open")
				}
			})
			f.Do("past.open")
			_, of := f.Beside().Past().At()
			b.Run("ten steps", func(b *testing.B) {
				for range b.N {
					for i := range 10 {
						f.GoToPast(of - i - 1)
					}
					f.GoToPast(of)
				}
			})
			var rows []workbench.HistoryRow
			b.Run("of an annotation", func(b *testing.B) {
				for range b.N {
					rows = f.History(id)
				}
			})
			if len(rows) == 0 {
				b.Fatal("nothing is known of it")
			}
		})
	}
}
