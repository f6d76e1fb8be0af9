//go:build !headless

package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/annotators"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// outsideSheet asks which command or model is to propose, and in which articles.
type outsideSheet struct {
	*sheet
	kept    *control.Choice
	kind    *control.Choice
	name    *control.Field
	command *control.Field
	address *control.Field
	model   *control.Field
	key     *control.Field
	prompt  *control.Field
	ofModel []fyne.CanvasObject
	ofLine  []fyne.CanvasObject
	trouble *control.Paragraph
	forget  *control.Button
}

const (
	outsideCommand = "command"
	outsideModel   = "model"
	newOutside     = "\x00"
)

func (w *window) askOutside() {
	b := w.bench
	s := &outsideSheet{sheet: w.newSheet("outside", "Programs and models that propose", 640)}
	s.say("What they propose is hollow until you accept it, like all proposals. An article is shown to a program or model only when you ask for it here; what an answer says is looked for in the text, and what is not there is left out.", look.Faint)
	s.kept = control.NewChoice(w, s.options(), newOutside, s.fill)
	s.call("kept", s.kept)
	s.row("Annotator", s.kept)
	s.kind = control.NewChoice(w, []control.Option{{Value: outsideCommand, Label: "a command on this machine"}, {Value: outsideModel, Label: "a model behind an address (OpenAI chat protocol)"}}, outsideCommand, func(string) { s.refresh() })
	s.call("kind", s.kind)
	s.row("It is", s.kind)
	field := func(name, label, hint string, group *[]fyne.CanvasObject) *control.Field {
		f := control.NewField(w, hint)
		f.Name = "outside." + name
		s.call(name, f)
		s.row(label, f)
		if group != nil {
			*group = append(*group, s.body.Objects()[len(s.body.Objects())-1])
		}
		return f
	}
	s.command = field("command", "Command", "python my_model.py", &s.ofLine)
	s.address = field("address", "Address", "http://localhost:11434/v1", &s.ofModel)
	s.model = field("model", "Model", "llama3.2", &s.ofModel)
	s.key = field("key", "Key", "none, or the one in the system’s keyring", &s.ofModel)
	s.key.Password = true
	s.prompt = field("prompt", "Prompt", "", &s.ofModel)
	s.prompt.MultiLine, s.prompt.Wrapping = true, fyne.TextWrapWord
	s.prompt.SetMinRowsVisible(6)
	s.name = field("name", "Called", "what the command or model is called", nil)
	note := s.say("A command is run once for each article: it reads the article as a line of Quoth JSON Lines and writes that line back with its annotations.", look.Faint)
	s.ofLine = append(s.ofLine, note)
	s.trouble = s.say("", look.Problem)
	s.forget = s.button("forget", "Forget", func() {
		b.ForgetOutside(annotate.AnnotatorID(s.kept.Value))
		s.fill(newOutside)
	})
	s.button("cancel", "Cancel", s.close)
	s.button("all", "All articles", func() { s.run(true) })
	s.mainButton("here", "This article", func() { s.run(false) })
	first := newOutside
	if list := b.Outside(); len(list) > 0 {
		first = string(list[0].Annotator())
	}
	s.fill(first)
	s.open(s.command)
}

func (s *outsideSheet) options() []control.Option {
	out := []control.Option{{Value: newOutside, Label: "a new one"}}
	for _, o := range s.w.bench.Outside() {
		out = append(out, control.Option{Value: string(o.Annotator()), Label: string(o.Annotator())})
	}
	return out
}

// fill shows how the annotator of a name is reached.
func (s *outsideSheet) fill(name string) {
	o := annotators.Outside{}
	for _, x := range s.w.bench.Outside() {
		if string(x.Annotator()) == name {
			o = x
		}
	}
	s.kept.Options = s.options()
	s.kept.SetValue(name)
	if o.Address != "" {
		s.kind.SetValue(outsideModel)
	} else if o.Command != "" || name == newOutside {
		s.kind.SetValue(outsideCommand)
	}
	prompt := o.Prompt
	if prompt == "" {
		prompt = annotators.DefaultPrompt
	}
	for f, v := range map[*control.Field]string{s.command: o.Command, s.address: o.Address, s.model: o.Model, s.prompt: prompt, s.name: string(o.Name), s.key: ""} {
		f.Fill(v)
	}
	s.trouble.SetText("")
	s.refresh()
}

func (s *outsideSheet) refresh() {
	model := s.kind.Value == outsideModel
	for _, o := range s.ofModel {
		show(o, model)
	}
	for _, o := range s.ofLine {
		show(o, !model)
	}
	show(s.trouble, s.trouble.Text() != "")
	show(s.forget, s.kept.Value != newOutside)
	s.body.Refresh()
	s.redraw()
}

// outside is what is typed.
func (s *outsideSheet) outside() annotators.Outside {
	o := annotators.Outside{Name: annotate.AnnotatorID(strings.TrimSpace(s.name.Text))}
	if s.kind.Value == outsideCommand {
		o.Command = strings.TrimSpace(s.command.Text)
		return o
	}
	o.Address, o.Model, o.Prompt = strings.TrimSpace(s.address.Text), strings.TrimSpace(s.model.Text), s.prompt.Text
	if strings.TrimSpace(o.Prompt) == annotators.DefaultPrompt {
		o.Prompt = ""
	}
	return o
}

// run keeps what is typed and has it propose.
func (s *outsideSheet) run(all bool) {
	o := s.outside()
	if err := s.w.bench.KeepOutside(o); err != nil {
		s.trouble.SetText(workbench.Sentence(err.Error()) + ".")
		s.refresh()
		return
	}
	key := s.key.Text
	s.close()
	s.w.bench.RunOutside(o, key, all)
}
