//go:build !headless

package ui

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// exportSheet asks what to write and where, and shows what that will be while it is asked.
type exportSheet struct {
	*sheet
	choice workbench.ExportChoice
	path   *control.Field
	count  *control.Phrase
	losses *control.Paragraph
	lines  []string // of the first record
	record *control.Roll

	nobody, stateless bool // no annotator, or no state, is checked: nothing goes in
}

func (w *window) askExport() {
	e := &exportSheet{sheet: w.newSheet("export", "Export a dataset", 860)}
	formats := w.bench.Formats()
	if len(formats) == 0 {
		return
	}
	e.choice.Format = formats[0].Name
	var opts []control.Option
	for _, f := range formats {
		opts = append(opts, control.Option{Value: f.Name, Label: f.Title})
	}
	format := control.NewChoice(w, opts, e.choice.Format, func(v string) {
		e.choice.Format = v
		e.renameTo(v)
		e.preview()
	})
	e.call("format", format)
	lean := control.NewCheck(w, "Without what only repeats the annotations", false, func(on bool) { e.choice.Lean = on; e.preview() })
	e.call("lean", lean)
	left := control.NewColumn(6,
		caption("Format"), control.NewLine(0, -1, format), gap(4),
		caption("Annotators"), e.annotators(), gap(4),
		caption("Articles that are"), e.states(), gap(4),
		control.NewLine(0, -1, lean))
	e.count = control.NewPhrase(0)
	e.losses = control.NewParagraph("", look.Problem)
	e.losses.Letters = look.SmallSize
	e.record = control.NewRoll(16, func() int { return len(e.lines) }, func() fyne.CanvasObject { return control.NewPhrase(12) },
		func(i int, o fyne.CanvasObject) { o.(*control.Phrase).Set(control.Run{Text: e.lines[i], Mono: true}) })
	right := control.NewColumn(6, e.count, control.NewFixed(e.record, 270), e.losses)
	e.add(control.NewBeside(24, left, right).Widths(0.42, 0.58))

	e.path = control.NewField(w, "where to write it")
	e.path.Name = "export.path"
	e.path.Fill(filepath.Join(w.projectFolder(), w.bench.ProjectName()+"."+formats[0].Extensions[0]))
	e.path.Entering = e.write
	browse := control.NewButton(w, control.Plain, "folder", "Choose…", e.browse)
	e.call("path", e.path)
	e.call("browse", browse)
	e.add(control.NewLine(8, 1, caption("File"), e.path, browse))
	e.button("cancel", "Cancel", e.close)
	e.mainButton("write", "Export", e.write)
	e.open(nil)
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

// renameTo gives the file the ending of a format.
func (e *exportSheet) renameTo(name string) {
	for _, f := range e.w.bench.Formats() {
		if f.Name == name && len(f.Extensions) > 0 {
			e.path.Fill(strings.TrimSuffix(e.path.Text, filepath.Ext(e.path.Text)) + "." + f.Extensions[0])
		}
	}
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
		e.losses.SetText("This format cannot hold: " + strings.Join(p.Losses, "; ") + ".")
	}
	e.main.SetOff(p.Err != nil || p.Count == 0)
	e.record.Refresh()
	e.layer.Refresh()
	e.w.settle()
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
