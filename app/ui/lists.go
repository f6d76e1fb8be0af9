//go:build !headless

package ui

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"quoth/annotate/suggest"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// listsSheet asks for a list of entities to bring in, and shows the gazetteers that the project uses.
type listsSheet struct {
	*sheet
	choice workbench.ListChoice
	path   *control.Field
	langs  *control.Field
	shared bool
	only   map[string]bool
}

func (w *window) askLists() {
	b := w.bench
	if b.Project() == nil {
		return
	}
	s := &listsSheet{sheet: w.newSheet("lists", "Lists of entities", 640), only: map[string]bool{}}
	s.say("A table with headings (name, type, aliases, wikidata …), JSON Lines, a list for brat, or a dump of Wikidata; packed or not.", look.Faint)
	s.path = control.NewField(w, "people.csv")
	s.path.Name = "lists.path"
	browse := control.NewButton(w, control.Plain, "folder", "Choose…", func() {
		w.askFiles(asked{title: "A list of entities", done: "Choose", then: func(paths []string) { s.path.Fill(paths[0]) }})
	})
	s.call("path", s.path)
	s.call("browse", browse)
	s.add(control.NewLine(8, 1, caption("List"), s.path, browse))
	as := control.NewChoice(w, []control.Option{{Value: "own", Label: "the project’s own entities"}, {Value: "shared", Label: "a gazetteer, for several projects"}}, "own", func(v string) { s.shared = v == "shared" })
	s.call("as", as)
	s.row("It becomes", as)
	types := []control.Option{{Label: "as the list says"}}
	var checks []fyne.CanvasObject
	for _, t := range b.EntityTypes() {
		label := b.Schema().Type(t).Label
		types = append(types, control.Option{Value: t, Label: strings.ToLower(label) + ", where it says none"})
		s.only[t] = true
		c := control.NewCheck(w, label, true, func(on bool) { s.only[t] = on })
		s.call("only."+t, c)
		checks = append(checks, c)
	}
	typ := control.NewChoice(w, types, "", func(v string) { s.choice.Type = v })
	s.call("type", typ)
	s.row("Type", typ)
	s.row("Take", control.NewWrap(4, checks...))
	s.langs = control.NewField(w, "all; or such as en, de")
	s.langs.Name = "lists.languages"
	s.call("languages", s.langs)
	s.row("Languages", s.langs)
	s.add(gap(4), caption("Gazetteers of this project"))
	all := b.Gazetteers()
	for i, g := range all {
		text := fmt.Sprintf("%s   %s", g.Title, plural(g.Entities, "entity", "entities"))
		ink := look.Ink
		if g.Missing != nil {
			text, ink = g.Title+"   is not there: "+g.Path, look.Problem
		}
		leave := control.NewButton(w, control.Quiet, "delete", "Leave", func() { s.close(); b.LeaveGazetteer(g.Path) })
		leave.Compact = true
		s.call(fmt.Sprintf("leave.%d", i), leave)
		s.add(control.NewLine(8, 0, control.NewPhrase(0, control.Run{Text: text, Ink: ink}), leave))
	}
	if len(all) == 0 {
		s.say("None yet. Whoever is picked from a gazetteer becomes an entity of the project; the gazetteer itself never changes.", look.Faint)
	}
	if r := b.ListReport(); r != nil {
		s.add(control.NewLine(8, 0, control.NewPhrase(0, control.Run{Text: control.OneLine(r.Name, 40) + ": not all of it came in", Ink: look.Ink}), s.showsWhy()))
	}
	s.button("use", "Use a gazetteer…", func() {
		s.close()
		w.askFiles(asked{
			title: "Use a gazetteer", done: "Use",
			takes: func(name string) bool { return strings.EqualFold(filepath.Ext(name), suggest.BookExtension) },
			then:  func(paths []string) { b.UseGazetteer(paths[0]) },
		})
	})
	s.button("cancel", "Cancel", s.close)
	s.mainButton("take", "Bring in", s.take)
	s.path.Entering = s.take
	s.open(s.path)
}

func (s *listsSheet) take() {
	c := s.choice
	if c.Path = strings.TrimSpace(s.path.Text); c.Path == "" {
		return
	}
	for _, t := range s.w.bench.EntityTypes() {
		if s.only[t] {
			c.Only = append(c.Only, t)
		}
	}
	if len(c.Only) == len(s.only) {
		c.Only = nil
	}
	for l := range strings.FieldsFuncSeq(s.langs.Text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		if !slices.Contains(c.Languages, l) {
			c.Languages = append(c.Languages, l)
		}
	}
	s.close()
	if s.shared {
		stem, _, _ := strings.Cut(filepath.Base(c.Path), ".")
		s.w.askFiles(asked{
			title: "Write the gazetteer to", done: "Write", saving: true, ending: suggest.BookExtension,
			folder: filepath.Dir(s.w.bench.Project().Path()), name: stem + suggest.BookExtension,
			then: func(paths []string) {
				c.Gazetteer = paths[0]
				s.w.bench.ImportList(c)
			},
		})
		return
	}
	s.w.bench.ImportList(c)
}

func (s *listsSheet) showsWhy() *control.Button {
	why := control.NewButton(s.w, control.Quiet, "", "Show why", func() { s.close(); s.w.showListReport() })
	why.Compact, why.Ink = true, look.Accent
	s.call("why", why)
	return why
}

// mostReasons is how many are shown; copying them takes all that are kept.
const mostReasons = 100

// showListReport says which rows of the list that was brought in last are not there, and why.
func (w *window) showListReport() {
	r := w.bench.ListReport()
	if r == nil {
		return
	}
	s := w.newSheet("listreport", "What did not come in", 760)
	n := len(r.Reasons) + r.More
	s.say(fmt.Sprintf("%s. %s left out, in part left out, or kept as the project has it:", r.Came, plural(n, "row is", "rows are")), look.Ink)
	for _, reason := range r.Reasons[:min(len(r.Reasons), mostReasons)] {
		if at, ok := strings.CutPrefix(reason, r.Name+":"); ok && !strings.HasPrefix(at, " ") {
			reason = "line " + at
		}
		s.say(reason, look.Faint)
	}
	if n > mostReasons {
		s.say(fmt.Sprintf("… and %d more.", n-mostReasons), look.Faint)
	}
	s.button("copy", "Copy all", func() { w.SetClipboard(r.Text()) })
	if w.bench.CanUndoList() {
		s.button("undo", "Undo all that came in", func() { s.close(); w.bench.UndoList() })
	}
	s.mainButton("close", "Close", s.close)
	s.open(nil)
}
