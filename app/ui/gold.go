//go:build !headless

package ui

import (
	"fmt"
	"time"

	"quoth/annotate/review"
	"quoth/app/gold"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// goldSheet asks by which rule what annotators agree on goes to gold, and says how much that is.
type goldSheet struct {
	*sheet
	rule   review.Rule
	sample int // of a hundred
	count  *control.Paragraph
	least  *control.Choice
	stop   func() // ends the count under way
	send   *control.Button
}

// ruleWords say the rules.
var ruleWords = map[review.RuleKind]string{
	review.Unanimous: "all annotators made the same", review.Majority: "more than half made the same", review.Threshold: "at least so many made the same:",
}

func (w *window) askGold() {
	g := &goldSheet{sheet: w.newSheet("gold", "Send what is agreed on to gold", 520), rule: review.Rule{Kind: review.Unanimous, AtLeast: 2}, sample: 5, stop: func() {}}
	g.say("What annotators made alike needs nobody to look at it. It goes to gold, one change for each article, that can be undone. A tie is never decided.", look.Faint)
	var rules, least, samples []control.Option
	for _, k := range review.RuleKinds {
		rules = append(rules, control.Option{Value: string(k), Label: ruleWords[k]})
	}
	for n := 2; n <= 9; n++ {
		least = append(least, control.Option{Value: fmt.Sprint(n), Label: fmt.Sprint(n)})
	}
	for _, n := range []int{0, 2, 5, 10, 20} {
		label := fmt.Sprintf("%d %% of it", n)
		if n == 0 {
			label = "none"
		}
		samples = append(samples, control.Option{Value: fmt.Sprint(n), Label: label})
	}
	g.least = control.NewChoice(w, least, "2", func(v string) {
		_, _ = fmt.Sscan(v, &g.rule.AtLeast)
		g.preview()
	})
	rule := control.NewChoice(w, rules, string(g.rule.Kind), func(v string) {
		g.rule.Kind = review.RuleKind(v)
		show(g.least, g.rule.Kind == review.Threshold)
		g.body.Refresh()
		g.preview()
	})
	g.least.Hide()
	sample := control.NewChoice(w, samples, "5", func(v string) { _, _ = fmt.Sscan(v, &g.sample) })
	g.row("To gold goes what", control.NewLine(6, 0, rule, g.least))
	g.row("To look at afterwards", sample)
	for name, c := range map[string]*control.Choice{"rule": rule, "least": g.least, "sample": sample} {
		c.Name = "gold." + name
		g.call(name, c)
	}
	g.count = g.say("", look.Ink)
	g.button("cancel", "Cancel", g.leave)
	g.send = g.mainButton("send", "Send to gold", func() {
		rule, part := g.rule, float64(g.sample)/100
		g.leave()
		w.bench.MakeGold(rule, part, uint64(time.Now().UnixNano()))
	})
	g.layer.Leave = g.leave
	g.open(nil)
	g.preview()
}

func (g *goldSheet) leave() {
	g.stop()
	g.close()
}

// preview says how much the rule takes.
func (g *goldSheet) preview() {
	g.stop()
	g.send.SetOff(true)
	g.count.SetText("Counting…")
	g.stop = g.w.bench.PreviewGold(g.rule, func(r *gold.Report, err error) {
		switch {
		case err != nil:
			g.count.SetText("It cannot be counted: " + err.Error())
		case r.Taken == 0:
			g.count.SetText("Nothing more goes to gold by this rule. " + left(r))
		default:
			g.count.SetText(fmt.Sprintf("%s to gold, in %s. ", goes(r.Marks), plural(r.Changed, "article", "articles")) + left(r))
		}
		g.send.SetOff(err != nil || r.Taken == 0)
		g.layer.Refresh()
		g.w.settle()
	})
}

// left says what a rule finds decided, and what it leaves.
func left(r *gold.Report) string {
	return fmt.Sprintf("Decided already: %d. Left to you: %s.", r.Settled, plural(r.Open, "thing", "things"))
}

func goes(n int) string {
	if n == 1 {
		return "1 annotation goes"
	}
	return fmt.Sprintf("%d annotations go", n)
}
