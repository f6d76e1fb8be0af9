//go:build e2e && linux

package app_test

import (
	"encoding/json"
	"os"
	"testing"
)

// budgetFile says how many input actions each part of the work may take, by run. It is there so that
// no change makes people press more keys without anybody noticing.
const budgetFile = "testdata/actions.json"

// checkBudget compares what a run took with what it may take.
func checkBudget(t *testing.T, run string, count map[string]int, total int) {
	t.Helper()
	data, err := os.ReadFile(budgetFile)
	if err != nil {
		t.Fatal(err)
	}
	var budget map[string]map[string]int
	if err := json.Unmarshal(data, &budget); err != nil {
		t.Fatalf("%s: %v", budgetFile, err)
	}
	spent := map[string]int{"total": total}
	for k, n := range count {
		spent[k] = n
	}
	for k := range budget[run] {
		if _, ok := spent[k]; !ok {
			spent[k] = 0
		}
	}
	for k, n := range spent {
		switch may, known := budget[run][k]; {
		case !known:
			t.Errorf("%s has no figure for %q by %s; it took %d", budgetFile, k, run, n)
		case n > may:
			t.Errorf("%q by %s took %d actions; %s allows %d.\n"+
				"If the window asks more of people now, make it ask less. If the test does more than before, write the new figure "+
				"into the file and say why in the commit message.", k, run, n, budgetFile, may)
		case n < may:
			t.Logf("%q by %s took %d actions, %d fewer than %s allows: lower the figure there", k, run, n, may-n, budgetFile)
		}
	}
}
