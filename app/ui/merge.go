//go:build !headless

package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// mergeSheet says what files would bring to the project, and asks where all of it is to be.
type mergeSheet struct {
	*sheet
	files  []string
	offers []store.Offer
	rows   *control.Column
	sum    *control.Paragraph
	where  string // "here", "new"
	about  *control.Paragraph

	instead *control.Button // opens the one file there is; nil where there were several
}

// askMerge asks for files to merge with the project.
func (w *window) askMerge() {
	w.askFiles(asked{title: "Merge files with this project", done: "Merge", folder: w.projectFolder(), many: true, takes: isProject, then: func(paths []string) {
		w.showMerge(w.projectsIn(paths))
	}})
}

// projectsIn lists the projects among paths, and those directly in folders among them, but for the open one there and
// what merging kept of it.
func (w *window) projectsIn(paths []string) []string {
	var out []string
	for _, p := range paths {
		if !isFolder(p) {
			out = append(out, p)
			continue
		}
		found, _ := filepath.Glob(filepath.Join(p, "*"))
		for _, f := range found {
			if isProject(f) && !isFolder(f) && !w.bench.IsOwn(f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// showMerge shows what files would bring. Files that come while that is open are added to those that it shows.
func (w *window) showMerge(files []string) {
	if len(files) == 0 {
		return
	}
	if m := w.merging; m != nil && w.layer(m.name) == m.layer {
		m.more(files)
		return
	}
	m := &mergeSheet{sheet: w.newSheet("merge", "Merge with “"+w.bench.ProjectName()+"”", 640), files: files, where: "here"}
	w.merging = m
	m.layer.Leave = func() { w.bench.StopSurvey(); m.close() }
	m.rows = control.NewColumn(2)
	m.add(m.rows)
	m.sum = m.say("Looking at what is in them…", look.Faint)
	where := control.NewChoice(w, []control.Option{{Value: "here", Label: "Into this project"}, {Value: "new", Label: "Into a new file"}}, m.where, func(v string) {
		m.where = v
		m.showWhere()
	})
	m.call("where", where)
	m.row("Where", control.NewLine(0, -1, where))
	m.about = m.say("", look.Faint)
	m.showWhere()
	m.button("more", "More files…", func() {
		w.askFiles(asked{title: "Merge more files", done: "Merge", folder: filepath.Dir(m.files[0]), many: true, takes: isProject, then: func(paths []string) { m.more(w.projectsIn(paths)) }})
	})
	if len(files) == 1 {
		m.instead = m.button("open", "Open it instead", func() { w.bench.StopSurvey(); m.close(); w.bench.Open(files[0]) })
	}
	m.button("cancel", "Cancel", m.layer.Leave)
	m.mainButton("merge", "Merge", m.merge)
	m.main.SetOff(true)
	m.open(nil)
	m.survey()
}

// more takes in further files.
func (m *mergeSheet) more(files []string) {
	for _, p := range files {
		if !slices.Contains(m.files, p) {
			m.files = append(m.files, p)
		}
	}
	if len(m.files) > 1 && m.instead != nil {
		m.instead.SetOff(true)
	}
	m.survey()
}

func (m *mergeSheet) showWhere() {
	if m.where == "here" {
		m.about.SetText("The project as it is now is kept beside it, and one click goes back to it.")
	} else {
		m.about.SetText("A new project holds all of it. This one and the files stay as they are.")
	}
	m.redraw()
}

// survey finds out what is in the files.
func (m *mergeSheet) survey() {
	m.main.SetOff(true)
	m.w.bench.Survey(m.files, func(offers []store.Offer, err error) {
		if m.w.layer(m.name) != m.layer {
			return // it was left
		}
		if err != nil {
			m.sum.Ink = look.Problem
			m.sum.SetText(workbench.Sentence(err.Error()))
			m.redraw()
			return
		}
		m.offers = offers
		m.show()
	})
}

// show lists what the files bring.
func (m *mergeSheet) show() {
	var rows []fyne.CanvasObject
	good, fresh, articles, wrong := 0, 0, 0, 0
	for i, o := range m.offers {
		r := control.NewRow(m.w)
		r.Name = fmt.Sprintf("merge.file.%d", i)
		it := control.Item{Icon: "file", IconInk: look.Accent, Title: []control.Run{{Text: filepath.Base(o.Path), Bold: true}}}
		if o.Err != nil {
			wrong++
			it.Icon, it.IconInk = "warn", look.Problem
			it.Second = []control.Run{{Text: workbench.Sentence(o.Err.Error()), Ink: look.Problem}}
		} else {
			good++
			fresh += o.Changes
			articles += o.New
			it.Trail = []control.Run{{Text: plural(o.Documents, "article", "articles") + ", " + fmt.Sprint(o.New) + " new", Ink: look.Faint}}
			it.Second = []control.Run{{Text: brings(o), Ink: look.Faint}}
		}
		r.Set(it)
		rows = append(rows, r)
		for _, doubt := range doubts(o) {
			rows = append(rows, control.NewPadded(control.NewParagraph(doubt, look.Problem), 28, 2))
		}
		m.call(fmt.Sprintf("file.%d", i), r)
	}
	m.rows.Set(rows...)
	m.sum.Ink = look.Ink
	switch {
	case good == 0:
		m.sum.Ink = look.Problem
		m.sum.SetText("None of these can be merged.")
	case fresh+articles == 0:
		m.sum.SetText("The project has all of this already.")
	default:
		text := "This brings " + plural(articles, "new article", "new articles") + " and " + plural(fresh, "new change", "new changes") + "."
		if wrong > 0 {
			text += " " + plural(wrong, "file is", "files are") + " left out."
		}
		m.sum.SetText(text)
	}
	m.main.SetOff(good == 0 || fresh+articles == 0)
	m.redraw()
}

// brings says whose work a file brings.
func brings(o store.Offer) string {
	if o.Changes == 0 {
		return "nothing new"
	}
	var parts []string
	for _, by := range o.By {
		s := plural(by.Changes, "change", "changes") + " by " + control.OneLine(string(by.Annotator), 40)
		if !by.Known {
			s += " (new here)"
		}
		parts = append(parts, s)
	}
	if len(parts) == 0 {
		return plural(o.Changes, "change of entities", "changes of entities")
	}
	return strings.Join(parts, ", ")
}

// doubts says where it is not sure whose work a file brings, and what to do about it.
func doubts(o store.Offer) (out []string) {
	if o.For != "" && o.Changes == 0 {
		out = append(out, "It was made for "+control.OneLine(string(o.For), 40)+", and nothing was done in it that is not here already.")
	}
	for _, by := range o.By {
		who, whose := control.OneLine(string(by.Annotator), 40), control.OneLine(string(o.For), 40)
		switch {
		case by.Apart:
			out = append(out, "In the same articles "+who+" also worked elsewhere. One person at two machines can go on; if they are two people, "+
				"their marks will be one set: let each work under a name of their own first (Who is working…, in their file).")
		case by.Stray && by.Annotator != annotate.Gold:
			out = append(out, "It was made for "+whose+", and "+who+" worked in it.")
		}
	}
	return out
}

func (m *mergeSheet) merge() {
	var files []string
	for _, o := range m.offers {
		if o.Err == nil {
			files = append(files, o.Path)
		}
	}
	w := m.w
	if m.where == "here" {
		m.close()
		w.bench.MergeIn(files)
		return
	}
	w.askFiles(asked{
		title: "A new project, to hold all of it", done: "Merge", saving: true, folder: w.projectFolder(),
		name: w.bench.ProjectName() + "-merged" + workbench.Extension, ending: workbench.Extension, takes: isProject,
		then: func(paths []string) {
			m.close()
			w.bench.MergeTo(paths[0], files)
		},
	})
}

// mergeDropped takes several projects that were dropped where none is open: all of them become a new one.
func (w *window) mergeDropped(files []string) {
	w.askFiles(asked{
		title: "A new project, to hold all " + fmt.Sprint(len(files)), done: "Merge", saving: true, folder: filepath.Dir(files[0]),
		name: "merged" + workbench.Extension, ending: workbench.Extension, takes: isProject,
		then: func(paths []string) { w.bench.MergeTo(paths[0], files) },
	})
}

// showMerged lists what the last merging joined, and what two machines had changed in two ways.
func (w *window) showMerged() {
	m := w.bench.Merged()
	if m == nil {
		return
	}
	s := w.newSheet("merged", "What merging did", 720)
	if m.Earlier {
		s.say("Since the program began nothing was merged.", look.Ink)
	} else {
		s.say(workbench.Sentence(m.Words())+".", look.Ink)
	}
	if m.Kept != "" {
		s.say("The project as it was before the last merging is "+shortPath(m.Kept)+". As long as that file is there you can go back to it; "+
			"what was merged, and done since, is then kept in its place.", look.Faint)
	}
	rows := w.bench.MergedRows()
	switch {
	case m.Earlier:
	case len(rows) == 0:
		s.say("Nothing had to be decided: no entities were joined, and nothing was changed in two ways.", look.Faint)
	default:
		s.say("Each row leads to what it is about. Of what was changed in two ways the history of the annotation ("+keyOf(w.bench, "view.history")+") has both versions.", look.Faint)
		roll := control.NewRoll(46, func() int { return len(rows) }, func() fyne.CanvasObject { return control.NewRow(w) }, func(i int, o fyne.CanvasObject) {
			row := o.(*control.Row)
			row.Name = fmt.Sprintf("merged.%d", i)
			ink := look.Faint
			if rows[i].Icon == "warn" {
				ink = look.Problem
			}
			row.Set(control.Item{Icon: rows[i].Icon, IconInk: ink, Title: []control.Run{{Text: rows[i].Words}}, Second: []control.Run{{Text: rows[i].Where, Ink: look.Faint}}})
			row.Tapping = nil
			if rows[i].Go != nil {
				row.Tapping = func() { s.close(); rows[i].Go() }
			}
		})
		s.add(control.NewFixed(roll, min(float32(len(rows))*46, 320)))
		s.rolls = append(s.rolls, roll)
	}
	if m.Kept != "" {
		s.button("undo", "Go back to before", func() { s.close(); w.bench.UndoMerge() })
	}
	s.mainButton("close", "Close", s.close)
	s.open(nil)
}

// packSheet asks what goes into a work package.
type packSheet struct {
	*sheet
	choice workbench.PackageChoice
	who    *control.Field
	path   *control.Field
	blind  *control.Check
	named  bool // the person chose the file
	asked  bool // the person said whether it is blind
}

func (w *window) askPack() {
	p := &packSheet{sheet: w.newSheet("pack", "Make a work package", 620)}
	p.say("A small project of some of the articles, to send to somebody. What they do in it comes back by merging their file.", look.Faint)
	p.who = control.NewField(w, "who is to work on it")
	p.who.Name = "pack.for"
	p.who.OnChanged = func(string) { p.follow() }
	p.call("for", p.who)
	p.row("For", p.who)
	p.add(nameButtons(w, p.sheet, func(name string) { p.who.SetText(name) }))
	which := articlesChoice(w, func() string { return p.who.Text }, func(v workbench.Articles) { p.choice.Which = v; p.follow() })
	p.call("which", which)
	p.row("Articles", control.NewLine(0, -1, which))
	p.blind = control.NewCheck(w, "Blind: without the sets and the names of others", false, func(on bool) { p.choice.Blind, p.asked = on, true })
	p.call("blind", p.blind)
	p.add(control.NewLine(0, -1, p.blind))
	p.path = control.NewField(w, "where to write it")
	p.path.Name = "pack.path"
	p.path.OnChanged = func(string) { p.named = true; p.follow() }
	p.call("path", p.path)
	browse := control.NewButton(w, control.Plain, "folder", "Choose…", func() {
		w.askFiles(asked{title: "Work package", done: "Choose", saving: true, folder: p.folder(), name: filepath.Base(p.path.Text), ending: workbench.Extension,
			then: func(paths []string) { p.path.Fill(paths[0]); p.named = true; p.follow() }})
	})
	p.row("File", control.NewLine(8, 0, p.path, browse))
	p.button("cancel", "Cancel", p.close)
	p.mainButton("make", "Make it", func() {
		p.choice.For, p.choice.Path = named(p.who.Text), p.path.Text
		p.close()
		w.bench.Pack(p.choice)
	})
	p.follow()
	p.sheet.open(p.who)
}

// folder is where the package is to be.
func (p *packSheet) folder() string {
	if p.path.Text == "" {
		return p.w.projectFolder()
	}
	return filepath.Dir(p.path.Text)
}

// newFile returns the name of a project that is not there yet.
func newFile(path string) string {
	name := path + workbench.Extension
	for i := 2; ; i++ {
		if _, err := os.Stat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s-%d%s", path, i, workbench.Extension)
	}
}

// follow names the file after who sends it and to whom it goes, and makes it blind where they were given articles so, unless
// the person said otherwise, and lets the button be pressed when all is said.
func (p *packSheet) follow() {
	name := strings.TrimSpace(p.who.Text)
	if !p.asked {
		p.choice.Blind = p.w.bench.GivenBlind(named(name))
		p.blind.SetOn(p.choice.Blind)
	}
	switch {
	case p.named:
	case name == "":
		p.path.Fill("")
	default:
		p.path.Fill(newFile(filepath.Join(p.w.projectFolder(), p.w.bench.PackageName(named(name)))))
	}
	p.main.SetOff(name == "" || strings.TrimSpace(p.path.Text) == "" || p.w.bench.CountArticles(p.choice.Which, named(name)) == 0)
	p.w.settle()
}
