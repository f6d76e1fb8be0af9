//go:build !headless

package ui

import (
	"slices"
	"strings"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// showWho asks in whose name the person works, and says how the program knows it so far. Where a package was made for
// somebody else than the person is on this machine, that is the question.
func (w *window) showWho() {
	b := w.bench
	who := b.Who()
	mine := b.Settings().Annotator
	s := w.newSheet("who", "Who is working?", 560)
	asked := who.By == workbench.SaidByProject && who.For != "" && mine != string(who.Name)
	if asked {
		s.say("This file was made for "+control.OneLine(string(who.For), 60)+". On this machine you are "+control.OneLine(mine, 60)+". Whose work is it?", look.Ink)
	} else if others := b.Colleagues(); who.By == workbench.SaidByLogin && len(others) > 0 && !slices.Contains(others, who.Name) {
		s.say("People in this file: "+workbench.Listed(others)+". If you are one of them, press your name, and your work goes on where it is; else give "+
			"yourself one. The name of your login is "+control.OneLine(string(who.Name), 60)+".", look.Ink)
	} else {
		s.say("Marks made now are those of "+control.OneLine(string(who.Name), 60)+" ("+who.Why()+").", look.Ink)
	}
	name := control.NewField(w, "your name or initials")
	name.Fill(string(who.Name))
	s.call("name", name)
	s.row("Name", name)
	s.add(namesToPress(w, s, known(b, who, mine), name.SetText))
	always := false
	if b.Project() == nil || who.By == workbench.SaidInSettings || who.By == workbench.SaidByLogin {
		always = true
	}
	everywhere := control.NewCheck(w, "Also in other projects on this machine", always, func(on bool) { always = on })
	s.call("always", everywhere)
	if b.Project() != nil {
		s.add(control.NewLine(0, -1, everywhere))
	}
	s.say("Marks made so far stay whose they are; “Rename an annotator” in the Team menu takes them along. What is said first counts: --annotator or QUOTH_ANNOTATOR when the program starts, "+
		"the project, the settings of this machine, the name of your login.", look.Faint)
	s.button("cancel", "Cancel", s.close)
	s.mainButton("ok", "Work as "+control.OneLine(string(who.Name), 30), func() {
		s.close()
		b.WorkAs(name.Text, always)
	})
	name.OnChanged = func(text string) {
		text = strings.TrimSpace(text)
		s.main.SetText("Work as " + control.OneLine(text, 30))
		s.main.SetOff(text == "")
		s.redraw()
	}
	s.open(name)
	name.SelectAll()
}

// askRename asks which annotator gets which name, and offers to take the last rename back.
func (w *window) askRename() {
	b := w.bench
	s := w.newSheet("rename", "Rename an annotator", 560)
	s.say("All that was done under the old name is theirs, and so is what comes under it from files of before. Where the new name has work in the same "+
		"article, it becomes one set. The project as it is now is kept beside it.", look.Faint)
	who := control.NewField(w, "who")
	who.Fill(string(b.Who().Name))
	s.call("was", who)
	s.row("Who worked as", who)
	var names []string
	for _, a := range b.Colleagues() {
		names = append(names, string(a))
	}
	s.add(namesToPress(w, s, names, who.SetText))
	name := control.NewField(w, "the name they get")
	s.call("now", name)
	s.row("Is called", name)
	if all := b.Renames(); len(all) > 0 {
		last := all[len(all)-1]
		s.button("undo", "Take back “"+control.OneLine(string(last.Was), 20)+" is "+control.OneLine(string(last.Now), 20)+"”", func() { s.close(); b.UndoRename() })
	}
	s.button("cancel", "Cancel", s.close)
	s.mainButton("ok", "Rename", func() { s.close(); b.Rename(string(named(who.Text)), name.Text) })
	follow := func(string) {
		s.main.SetOff(named(who.Text) == "" || named(name.Text) == "" || named(who.Text) == named(name.Text))
		s.redraw()
	}
	who.OnChanged, name.OnChanged = follow, follow
	s.main.SetOff(true)
	s.open(name)
}

// known are the names that the person may have: the one the file was made for, theirs on this machine, and those of
// others who worked in the project.
func known(b *workbench.Bench, who workbench.Who, mine string) []string {
	names := []string{string(who.For), string(who.Name), mine}
	for _, a := range b.Colleagues() {
		names = append(names, string(a))
	}
	return names
}
