//go:build !headless

package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/assign"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// named is the annotator that somebody typed.
func named(text string) annotate.AnnotatorID { return annotate.AnnotatorID(strings.TrimSpace(text)) }

// nameButtons are the people of the project, for who does not want to type a name.
func nameButtons(w *window, s *sheet, take func(name string)) fyne.CanvasObject {
	var names []string
	for _, a := range w.bench.Colleagues() {
		names = append(names, string(a))
	}
	return namesToPress(w, s, names, take)
}

// namesToPress are buttons with names, each of them once.
func namesToPress(w *window, s *sheet, names []string, take func(name string)) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	for i, n := range names {
		if n == "" || slices.Contains(names[:i], n) {
			continue
		}
		b := control.NewButton(w, control.Quiet, "speaker", control.OneLine(n, 30), func() { take(n) })
		b.Compact, b.Ink = true, look.Accent
		s.call("name."+n, b)
		buttons = append(buttons, b)
	}
	return control.NewPadded(control.NewWrap(4, buttons...), 142, 0)
}

// articlesChoice is a choice of which articles something is about, with how many they are.
func articlesChoice(w *window, who func() string, fn func(workbench.Articles)) *control.Choice {
	b := w.bench
	var opts []control.Option
	for _, o := range []struct {
		which workbench.Articles
		words string
	}{{workbench.AllArticles, "All"}, {workbench.FilteredArticles, "As the queue shows them"}, {workbench.GivenArticles, "Given to them"}} {
		if o.which == workbench.GivenArticles && who == nil {
			continue
		}
		label := o.words
		if o.which != workbench.GivenArticles {
			label = fmt.Sprintf("%s (%d)", o.words, b.CountArticles(o.which, ""))
		}
		opts = append(opts, control.Option{Value: fmt.Sprint(int(o.which)), Label: label})
	}
	return control.NewChoice(w, opts, "0", func(v string) { fn(workbench.Articles(v[0] - '0')) })
}

// assignSheet asks to whom articles are given, and shows what each would get.
type assignSheet struct {
	*sheet
	choice workbench.AssignChoice
	to     *control.Field
	plan   *control.Column
	stop   func() // ends the planning under way
}

func (w *window) askAssign() {
	a := &assignSheet{sheet: w.newSheet("assign", "Give articles to annotators", 620)}
	a.choice = workbench.AssignChoice{Choice: assign.Choice{Overlap: 1, Seed: rand.Uint64()}}
	a.stop = func() {}
	a.say("Everybody gets as many as everybody else, and every two share about as many. Who has an article already keeps it.", look.Faint)
	a.to = control.NewField(w, "names, parted by commas")
	a.to.Name = "assign.to"
	a.to.OnChanged = func(string) { a.show() }
	a.call("to", a.to)
	a.row("To", a.to)
	a.add(nameButtons(w, a.sheet, func(name string) {
		text := strings.TrimRight(strings.TrimSpace(a.to.Text), ",")
		if text != "" {
			text += ", "
		}
		a.to.SetText(text + name)
	}))
	which := articlesChoice(w, nil, func(v workbench.Articles) { a.choice.Which = v; a.show() })
	a.call("which", which)
	a.row("Articles", control.NewLine(0, -1, which))
	a.row("Each to", stepper(w, a.sheet, "overlap", func() string {
		if a.choice.Overlap == 1 {
			return "1 annotator"
		}
		return fmt.Sprintf("%d annotators", a.choice.Overlap)
	}, func(d int) {
		a.choice.Overlap = max(1, a.choice.Overlap+d)
		a.show()
	}))
	blind := control.NewCheck(w, "Blind: they see nothing of others in an article before it is done", false, func(on bool) { a.choice.Blind = on })
	a.call("blind", blind)
	a.add(control.NewLine(0, -1, blind), gap(2))
	a.plan = control.NewColumn(2)
	a.add(control.NewFixed(control.NewScroll(a.plan), planHigh))
	a.button("again", "Deal anew", func() { a.choice.Seed = rand.Uint64(); a.show() })
	a.button("cancel", "Cancel", a.close)
	a.mainButton("give", "Give them out", func() { a.close(); w.bench.Assign(a.choice) })
	a.show()
	a.open(a.to)
}

// planHigh is the room in px for the plan, which is there before the plan is: the buttons below stay where they are.
const planHigh float32 = 116

// show has the plan worked out, and shows it when it is there. What was asked before is not waited for.
func (a *assignSheet) show() {
	a.choice.To = nil
	for _, n := range strings.Split(a.to.Text, ",") {
		if n = strings.TrimSpace(n); n != "" {
			a.choice.To = append(a.choice.To, annotate.AnnotatorID(n))
		}
	}
	a.stop()
	a.main.SetOff(true)
	if len(a.choice.To) == 0 {
		a.stop = func() {}
		a.plan.Set(control.NewParagraph("Type a name, or press one.", look.Faint))
		a.redraw()
		return
	}
	a.stop = a.w.bench.PlanAssigning(a.choice, a.planned)
}

// planned shows what giving out would do.
func (a *assignSheet) planned(plan assign.Plan, err error) {
	line := func(text string, ink fyne.ThemeColorName) { a.plan.Set(control.NewParagraph(text, ink)) }
	switch {
	case err != nil:
		line(workbench.Sentence(err.Error())+".", look.Problem)
	case plan.Articles == 0:
		line("No articles are chosen.", look.Problem)
	default:
		rows := []fyne.CanvasObject{planRow("", "new", "has", "shares with others", look.Faint)}
		for _, l := range plan.Loads {
			rows = append(rows, planRow(control.OneLine(string(l.Annotator), 40), fmt.Sprint(l.New), fmt.Sprint(l.Had), shares(l.Shared), look.Ink))
		}
		if len(plan.Work) == 0 {
			rows = append(rows, control.NewParagraph("Everybody has enough of these articles already.", look.Faint))
		}
		a.plan.Set(rows...)
		a.main.SetOff(len(plan.Work) == 0)
	}
	a.redraw()
}

// shares says how many articles somebody has in common with each of the others.
func shares(with map[annotate.AnnotatorID]int) string {
	least, most := -1, 0
	for _, n := range with {
		if least < 0 || n < least {
			least = n
		}
		most = max(most, n)
	}
	switch {
	case least < 0:
		return "–"
	case least == most:
		return fmt.Sprintf("%d with each", most)
	}
	return fmt.Sprintf("%d to %d with each", least, most)
}

func planRow(who, fresh, had, shared string, ink fyne.ThemeColorName) fyne.CanvasObject {
	cell := func(text string, least float32) *control.Phrase {
		p := control.NewPhrase(0, control.Run{Text: text, Ink: ink})
		p.Least = least
		return p
	}
	return control.NewLine(12, 3, cell(who, 200), cell(fresh, 50), cell(had, 50), cell(shared, 140))
}
