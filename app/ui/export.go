//go:build !headless

package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
	"quoth/export"
	"quoth/export/release"
)

// exportSheet asks what to write and where, and shows what that will be while it is asked.
type exportSheet struct {
	*sheet
	choice  workbench.ExportChoice
	formats []*export.Format

	who      *control.Paragraph // who uses the format
	choices  *control.Column    // what can be chosen about it
	lean     fyne.CanvasObject  // asks for what the project's own format alone repeats
	dividing *control.Column    // the parts, where there are to be any
	shares   *control.Field
	path     *control.Field
	kind     *control.Phrase // "File" or "Folder"
	count    *control.Phrase
	losses   *control.Paragraph
	lines    []string // of the first record
	record   *control.Roll
	items    []string // what would be left out, one by one
	left     *control.Roll
	leftSays *control.Phrase

	nobody, stateless bool // no annotator, or no state, is checked: nothing goes in
}

func (w *window) askExport() {
	e := &exportSheet{sheet: w.newSheet("export", "Export a dataset", 940), formats: w.bench.Formats()}
	if len(e.formats) == 0 {
		return
	}
	e.choice.Format = e.formats[0].Name
	var opts []control.Option
	for _, f := range e.formats {
		opts = append(opts, control.Option{Value: f.Name, Label: f.Title})
	}
	format := control.NewChoice(w, opts, e.choice.Format, func(v string) {
		e.choice.Format, e.choice.Choices = v, nil
		e.describe()
		e.rename()
		e.preview()
	})
	e.call("format", format)
	e.who = control.NewParagraph("", look.Faint)
	e.who.Letters = look.SmallSize
	e.choices = control.NewColumn(3)
	lean := control.NewCheck(w, "Without what only repeats the annotations", false, func(on bool) { e.choice.Lean = on; e.preview() })
	e.call("lean", lean)
	e.lean = control.NewLine(0, -1, lean)
	left := control.NewColumn(6,
		caption("Format"), control.NewLine(0, -1, format), e.who, e.choices, gap(4),
		caption("Annotators"), e.annotators(), gap(4),
		caption("Articles that are"), e.states(), gap(4),
		e.lean, e.parts())
	e.count = control.NewPhrase(0)
	e.losses = control.NewParagraph("", look.Problem)
	e.losses.Letters = look.SmallSize
	roll := func(lines *[]string) *control.Roll {
		return control.NewRoll(16, func() int { return len(*lines) }, func() fyne.CanvasObject { return control.NewPhrase(12) },
			func(i int, o fyne.CanvasObject) { o.(*control.Phrase).Set(control.Run{Text: (*lines)[i], Mono: true}) })
	}
	e.record, e.left = roll(&e.lines), roll(&e.items)
	e.leftSays = control.NewPhrase(0)
	right := control.NewColumn(6, e.count, control.NewFixed(e.record, 192), e.losses, e.leftSays, control.NewFixed(e.left, 90))
	e.add(control.NewBeside(24, left, right).Widths(0.42, 0.58))

	e.path = control.NewField(w, "where to write it")
	e.path.Name = "export.path"
	e.path.Fill(filepath.Join(w.projectFolder(), w.bench.ProjectName()+"."+e.formats[0].Extensions[0]))
	e.path.Entering = e.write
	browse := control.NewButton(w, control.Plain, "folder", "Choose…", e.browse)
	e.call("path", e.path)
	e.call("browse", browse)
	e.kind = control.NewPhrase(0)
	e.kind.Whole = true
	e.add(control.NewLine(8, 1, e.kind, e.path, browse))
	e.button("cancel", "Cancel", e.close)
	e.mainButton("write", "Export", e.write)
	e.describe()
	e.rename()
	e.open(nil)
	e.preview()
}

func (e *exportSheet) format() *export.Format {
	for _, f := range e.formats {
		if f.Name == e.choice.Format {
			return f
		}
	}
	return e.formats[0]
}

// describe says who uses the format, and shows what can be chosen about it.
func (e *exportSheet) describe() {
	f := e.format()
	e.who.SetText(f.Who)
	var rows []fyne.CanvasObject
	for _, c := range f.Choices {
		set := func(v string) {
			if e.choice.Choices == nil {
				e.choice.Choices = map[string]string{}
			}
			e.choice.Choices[c.Key] = v
			e.preview()
		}
		if len(c.Values) == 0 {
			field := control.NewField(e.w, c.Help)
			field.Name = "export.choice." + c.Key
			field.Fill(c.Default)
			field.OnChanged = set
			e.call("choice."+c.Key, field)
			rows = append(rows, caption(c.Label), field)
			continue
		}
		var opts []control.Option
		for _, v := range c.Values {
			opts = append(opts, control.Option{Value: v, Label: v})
		}
		choice := control.NewChoice(e.w, opts, c.Default, set)
		e.call("choice."+c.Key, choice)
		help := control.NewParagraph(c.Help, look.Faint)
		help.Letters = look.SmallSize
		rows = append(rows, control.NewLine(8, -1, caption(c.Label), choice), help)
	}
	e.choices.Set(rows...)
	show(e.lean, f == e.formats[0])
	if e.layer.In != nil { // it is open
		e.layer.Refresh()
	}
}

// parts asks whether the articles are to be divided, and for the card.
func (e *exportSheet) parts() fyne.CanvasObject {
	e.shares = control.NewField(e.w, "train=80,dev=10,test=10")
	e.shares.Name = "export.shares"
	e.shares.Fill("train=80,dev=10,test=10")
	e.shares.OnChanged = func(string) { e.divide() }
	outlets := control.NewCheck(e.w, "Articles of one outlet stay together", false, func(on bool) { e.together(release.ByOutlet, on) })
	speakers := control.NewCheck(e.w, "Articles with one speaker stay together", false, func(on bool) { e.together(release.BySpeaker, on) })
	licence := control.NewField(e.w, "licence, for the card")
	licence.Name = "export.licence"
	licence.OnChanged = func(v string) { e.choice.Licence = v }
	source := control.NewField(e.w, "where the articles come from, for the card")
	source.Name = "export.source"
	source.OnChanged = func(v string) { e.choice.Source = v }
	e.call("shares", e.shares)
	e.call("outlets", outlets)
	e.call("speakers", speakers)
	e.call("licence", licence)
	e.call("source", source)
	e.dividing = control.NewColumn(6, e.shares, control.NewLine(0, -1, outlets), control.NewLine(0, -1, speakers), licence, source)
	check := control.NewCheck(e.w, "In parts for training and testing, with a card", false, func(on bool) {
		e.choice.Card = on
		show(e.dividing, on)
		e.divide()
		e.rename()
		e.layer.Refresh()
	})
	e.call("parts", check)
	show(e.dividing, false)
	return control.NewColumn(6, control.NewLine(0, -1, check), e.dividing)
}

func (e *exportSheet) together(by release.By, on bool) {
	e.choice.Together = slices.DeleteFunc(e.choice.Together, func(b release.By) bool { return b == by })
	if on {
		e.choice.Together = append(e.choice.Together, by)
	}
}

// divide reads the shares of the parts. What is no share is said where the count stands.
func (e *exportSheet) divide() {
	e.choice.Parts = nil
	if e.choice.Card {
		parts, err := release.ParseParts(e.shares.Text)
		if err != nil {
			e.showPreview(workbench.ExportPreview{Err: err})
			return
		}
		e.choice.Parts = parts
	}
	e.preview()
}

func caption(text string) fyne.CanvasObject {
	p := control.NewPhrase(0, control.Run{Text: text, Ink: look.Faint})
	p.Whole = true
	return p
}

// annotators are checks for whose sets go in: all, but during a review gold alone, where there is any.
func (e *exportSheet) annotators() fyne.CanvasObject {
	all := e.w.bench.Annotators()
	var checks []fyne.CanvasObject
	on := map[annotate.AnnotatorID]bool{}
	gold := e.w.bench.Review() != nil && slices.Contains(all, annotate.Gold)
	if gold && len(all) > 1 {
		e.choice.Annotators = []annotate.AnnotatorID{annotate.Gold}
	}
	for _, a := range all {
		on[a] = !gold || a == annotate.Gold
		c := control.NewCheck(e.w, string(a), on[a], func(yes bool) {
			on[a] = yes
			e.choice.Annotators = nil
			for _, x := range all {
				if on[x] {
					e.choice.Annotators = append(e.choice.Annotators, x)
				}
			}
			if len(e.choice.Annotators) == len(all) {
				e.choice.Annotators = nil
			}
			e.nobody = len(e.choice.Annotators) == 0 && !on[all[0]]
			e.preview()
		})
		e.call("annotator."+string(a), c)
		checks = append(checks, c)
	}
	if len(checks) == 0 {
		return control.NewPhrase(0, control.Run{Text: "nobody has marked anything yet", Ink: look.Faint})
	}
	return control.NewWrap(4, checks...)
}

// states are checks for the states of the sets that go in.
func (e *exportSheet) states() fyne.CanvasObject {
	on := map[annotate.State]bool{}
	var checks []fyne.CanvasObject
	for _, s := range annotate.States {
		on[s] = true
		c := control.NewCheck(e.w, string(s), true, func(yes bool) {
			on[s] = yes
			e.choice.States = nil
			for _, x := range annotate.States {
				if on[x] {
					e.choice.States = append(e.choice.States, x)
				}
			}
			if len(e.choice.States) == len(annotate.States) {
				e.choice.States = nil
			}
			e.stateless = len(e.choice.States) == 0 && !on[annotate.StateNew]
			e.preview()
		})
		e.call("state."+string(s), c)
		checks = append(checks, c)
	}
	return control.NewWrap(4, checks...)
}

// rename gives the file the ending of the format; a folder has none.
func (e *exportSheet) rename() {
	stem := strings.TrimSuffix(e.path.Text, filepath.Ext(e.path.Text))
	if e.choice.Folder() {
		e.kind.Set(control.Run{Text: "Folder", Ink: look.Faint})
		e.path.Fill(stem + "." + e.choice.Format)
		return
	}
	e.kind.Set(control.Run{Text: "File", Ink: look.Faint})
	e.path.Fill(stem + "." + e.format().Extensions[0])
}

// preview asks the bench what the export would give, and shows it when it is known.
func (e *exportSheet) preview() {
	if e.nobody || e.stateless {
		e.showPreview(workbench.ExportPreview{})
		return
	}
	e.w.bench.ExportPreview(e.choice, e.showPreview)
}

func (e *exportSheet) showPreview(p workbench.ExportPreview) {
	switch {
	case p.Err != nil:
		e.count.SetText(workbench.Sentence(p.Err.Error()), look.Problem)
	case p.Count == 0:
		e.count.SetText("No article fits: nothing would be written.", look.Problem)
	default:
		e.count.Set(control.Run{Text: plural(p.Count, "record", "records"), Bold: true}, control.Run{Text: "   the first:", Ink: look.Faint})
	}
	e.lines = strings.Split(strings.ReplaceAll(p.First, "\t", "  "), "\n")
	show(e.losses, len(p.Losses) > 0)
	if len(p.Losses) > 0 {
		e.losses.SetText(lossesInWords(p.Losses))
	}
	e.items = folded(p.Items, lossColumns)
	show(e.leftSays, len(p.Items) > 0)
	show(e.left, len(p.Items) > 0)
	if len(p.Items) > 0 {
		e.leftSays.Set(control.Run{Text: "Of the first articles, one by one:", Ink: look.Faint})
	}
	e.left.Refresh()
	e.main.SetOff(p.Err != nil || p.Count == 0)
	e.record.Refresh()
	e.layer.Refresh()
	e.w.settle()
}

// lossColumns is how many letters of one width stand beside each other in the list of what is lost.
const lossColumns = 66

// folded cuts lines that are longer than most letters between words, and sets in what goes on.
func folded(lines []string, most int) []string {
	var out []string
	for _, line := range lines {
		now, n := "", 0
		for i, word := range strings.Fields(line) {
			size := utf8.RuneCountInString(word)
			switch {
			case i == 0:
				now, n = word, size
			case n+1+size > most:
				out = append(out, now)
				now, n = "   "+word, 3+size
			default:
				now, n = now+" "+word, n+1+size
			}
		}
		out = append(out, now)
	}
	return out
}

// lossesInWords tells what a format leaves out, then what becomes other than it was.
func lossesInWords(losses []string) string {
	var out, other []string
	for _, l := range losses {
		if what, ok := strings.CutSuffix(l, ": left out"); ok {
			out = append(out, what)
		} else {
			other = append(other, l)
		}
	}
	words := "This format cannot hold all. "
	if len(out) > 0 {
		words += "Left out: " + strings.Join(out, "; ") + ". "
	}
	if len(other) > 0 {
		words += "Other than it was: " + strings.Join(other, "; ") + ". "
	}
	return words + "To keep all of it, export Quoth JSON Lines as well."
}

func (e *exportSheet) browse() {
	e.w.askFiles(asked{
		title: "Export to", done: "Choose", saving: true,
		folder: filepath.Dir(e.path.Text), name: filepath.Base(e.path.Text),
		then: func(paths []string) { e.path.Fill(paths[0]) },
	})
}

func (e *exportSheet) write() {
	if e.main.Off {
		return
	}
	e.choice.Path = e.path.Text
	e.close()
	e.w.bench.Export(e.choice)
}
