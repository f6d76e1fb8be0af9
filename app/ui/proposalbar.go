//go:build !headless

package ui

import (
	"cmp"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// proposalBar stands below the cards of the panel: how much is proposed, how sure it must be and of what kind and by whom,
// and of the chosen proposal why it is made and what can be done with it.
type proposalBar struct {
	w       *window
	object  *fyne.Container
	line    *canvas.Rectangle
	words   *control.Phrase
	slider  *control.Slider
	kind    *control.Choice // of a kind, or of a type
	who     *control.Choice
	order   *control.Choice
	why     *control.Paragraph
	one     *control.Wrap // about the chosen proposal
	many    *control.Wrap // about all
	all     fyne.CanvasObject
	buttons []*control.Button
	ids     []string
}

// leastSteps is in how many steps the slider goes from not sure at all to quite sure.
const leastSteps = 20

const everybody = "\x00"

// The orders in which Tab goes to proposals.
const (
	inText    = "text"
	leastSure = "unsure"
)

// kinds are the kinds that the bar offers before the types.
var kinds = []control.Option{
	{Value: "", Label: "All kinds"}, {Value: string(annotate.KindQuote), Label: "Quotes"},
	{Value: string(annotate.KindEvent), Label: "Events"}, {Value: string(annotate.KindMention), Label: "Mentions"},
}

func newProposalBar(w *window) *proposalBar {
	p := &proposalBar{w: w, line: canvas.NewRectangle(look.Of(look.Line)), words: control.NewPhrase(look.SmallSize + 1)}
	p.line.SetMinSize(fyne.NewSize(1, 1))
	p.slider = control.NewSlider(w, func(at int) {
		f := w.bench.ProposalFilter()
		f.Least = float64(at) / leastSteps
		w.bench.SetProposalFilter(f)
	})
	p.slider.Name = "proposals.least"
	p.kind = control.NewChoice(w, nil, "", func(v string) {
		f := w.bench.ProposalFilter()
		f.Kind, f.Type = annotate.Kind(v), ""
		if !isKind(v) {
			f.Kind, f.Type = w.bench.Schema().Kind(v), v
		}
		w.bench.SetProposalFilter(f)
	})
	p.who = control.NewChoice(w, nil, everybody, p.by)
	p.order = control.NewChoice(w, []control.Option{{Value: inText, Label: "In the text’s order"}, {Value: leastSure, Label: "Least sure first"}}, inText, func(v string) {
		if (v == leastSure) != w.bench.ProposalFilter().Unsure {
			w.bench.Do("proposal.order")
		}
	})
	p.kind.Compact, p.who.Compact, p.order.Compact = true, true, true
	p.kind.Name, p.who.Name, p.order.Name = "proposals.kind", "proposals.who", "proposals.order"
	p.order.About = func() string { return w.about(w.bench.Command("proposal.order")) }
	p.why = control.NewParagraph("", look.Faint)
	p.why.Letters, p.why.Lines = look.SmallSize+1, 5
	button := func(id, icon, text string) *control.Button {
		c := w.bench.Command(id)
		b := control.NewButton(w, control.Quiet, icon, text, func() { w.bench.Do(id) })
		b.Name, b.Compact = id, true
		b.About = func() string { return w.about(c) }
		if ks := w.bench.KeysOf(id); len(ks) > 0 {
			b.Key = string(ks[0])
		}
		p.buttons, p.ids = append(p.buttons, b), append(p.ids, id)
		return b
	}
	p.one = control.NewWrap(4, button("proposal.accept", "done", "Accept"), button("proposal.reject", "close", "Reject"), button("proposal.correct", "edit", "Correct"))
	p.many = control.NewWrap(4, button("proposal.next", "down", "Next"), button("proposal.all", "all", "Accept all…"),
		button("proposal.pass", "", "Show proposals"), button("proposal.show", "", "Off"))
	p.all = control.NewColumn(4, p.slider, control.NewWrap(6, p.kind, p.who, p.order))
	p.object = container.NewBorder(p.line, nil, nil, nil, control.NewPadded(control.NewColumn(4, p.words, p.all, p.why, p.one, p.many), 12, 8))
	p.object.Hide()
	return p
}

// by shows the proposals of one annotator, or of all.
func (p *proposalBar) by(who string) {
	f := p.w.bench.ProposalFilter()
	f.Hidden = nil
	if x := p.w.bench.Proposals(); x != nil && who != everybody {
		for _, a := range x.Annotators() {
			if string(a) != who {
				f.Hidden = append(f.Hidden, a)
			}
		}
	}
	p.w.bench.SetProposalFilter(f)
}

func (p *proposalBar) refresh() {
	b := p.w.bench
	x, f := b.Proposals(), b.ProposalFilter()
	hidden := b.FirstPass() && !f.Off
	on := b.Document() != nil && b.Proposes()
	show(p.object, on)
	if !on {
		return
	}
	show(p.all, x != nil)
	p.why.SetText("")
	o, chosen := x.Current()
	switch {
	case f.Off:
		p.words.Set(control.Run{Text: "Proposals are off", Ink: look.Faint})
	case hidden:
		p.words.Set(control.Run{Text: "Proposals wait for your first pass", Bold: true})
		p.why.SetText("Mark what you see; then have them shown beside it.")
	case x == nil || !x.Ready():
		p.words.Set(control.Run{Text: "Looking for what to propose…", Ink: look.Faint})
	default:
		shown, open := x.Count()
		p.words.Set(control.Run{Text: fmt.Sprintf("%d proposed", shown), Bold: true},
			control.Run{Text: fmt.Sprintf("  of %d · %.2f sure or more", open, f.Least), Ink: look.Faint})
		if right, of := b.Precision(); of > 0 && !chosen {
			p.why.SetText(fmt.Sprintf("Of your last %d decisions %d took the proposal as it was: %d %%.", of, right, 100*right/of))
		}
		p.slider.Set(int(f.Least*leastSteps+0.5), leastSteps)
		p.refreshKinds(x, f)
		p.order.SetValue(map[bool]string{true: leastSure, false: inText}[f.Unsure])
		p.refreshWho(x, f)
		if chosen {
			p.why.SetText(x.Why(o))
		}
	}
	show(p.why, p.why.Text() != "")
	show(p.one, chosen)
	for i, id := range p.ids {
		btn := p.buttons[i]
		switch id {
		case "proposal.pass":
			show(btn, hidden)
		case "proposal.show":
			btn.SetText(map[bool]string{true: "Show proposals", false: "Off"}[f.Off])
		case "proposal.next", "proposal.all":
			show(btn, x != nil)
		}
		btn.SetOff(!b.Can(id))
	}
	p.object.Refresh()
}

// refreshKinds offers the kinds, and the types of which something is proposed.
func (p *proposalBar) refreshKinds(x *workbench.Proposals, f workbench.ProposalFilter) {
	opts := slices.Clone(kinds)
	there := x.Types()
	if t := p.w.bench.Schema().Type(f.Type); t != nil && !slices.Contains(there, t) {
		there = append(there, t)
	}
	for _, t := range there {
		if !isKind(t.Key) {
			opts = append(opts, control.Option{Value: t.Key, Label: control.OneLine(typeWords(t), 30)})
		}
	}
	p.kind.Options = opts
	p.kind.SetValue(cmp.Or(f.Type, string(f.Kind)))
}

func isKind(v string) bool {
	return slices.ContainsFunc(kinds, func(o control.Option) bool { return o.Value == v })
}

// typeWords is what a type is called where its group does not stand above it.
func typeWords(t *annotate.Type) string {
	if t.Group == "" || t.Group == t.Key {
		return t.Label
	}
	return workbench.Sentence(t.Group) + ": " + lowerFirst(t.Label)
}

func (p *proposalBar) refreshWho(x *workbench.Proposals, f workbench.ProposalFilter) {
	opts := []control.Option{{Value: everybody, Label: "By all"}}
	value := everybody
	for _, a := range x.Annotators() {
		opts = append(opts, control.Option{Value: string(a), Label: "By " + control.OneLine(string(a), 16)})
		if len(f.Hidden) > 0 && !slices.Contains(f.Hidden, a) {
			value = string(a)
		}
	}
	p.who.Options = opts
	p.who.SetValue(value)
	show(p.who, len(opts) > 2)
}

func (p *proposalBar) recolour() {
	p.line.FillColor = look.Of(look.Line)
	p.line.Refresh()
}

// places lists what of the bar is on screen, for the probe.
func (p *proposalBar) places(add func(name string, o fyne.CanvasObject)) {
	if !p.object.Visible() {
		return
	}
	if p.all.Visible() {
		add(p.slider.Name, p.slider)
		add(p.kind.Name, p.kind)
		add(p.order.Name, p.order)
		if p.who.Visible() {
			add(p.who.Name, p.who)
		}
	}
	for i, b := range p.buttons {
		if b.Visible() && (i > 2 || p.one.Visible()) {
			add(b.Name, b)
		}
	}
}
