// Package scores writes how well predictions agree with gold. What is counted is [score]'s; here stand its words: a dash for what is undefined, and one score a line in CSV.
package scores

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"

	"quoth/annotate/score"
)

// Text writes a figure with three digits; a dash stands for one that is undefined (NaN).
func Text(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3f", v)
}

// CSV writes one score a line, with the names of the columns first. What is undefined is empty.
func CSV(out io.Writer, rows []score.Row) error {
	exact := func(v float64) string {
		if math.IsNaN(v) {
			return ""
		}
		return strconv.FormatFloat(v, 'f', 6, 64)
	}
	w := csv.NewWriter(out)
	w.Write([]string{"of", "measure", "gold", "predicted", "right", "precision", "recall", "f1", "low", "high"})
	for _, r := range rows {
		w.Write([]string{r.Of, string(r.Measure), strconv.Itoa(r.Gold), strconv.Itoa(r.Predicted), strconv.Itoa(r.Right),
			exact(r.Precision()), exact(r.Recall()), exact(r.F1()), exact(r.Low), exact(r.High)})
	}
	w.Flush()
	return w.Error()
}
