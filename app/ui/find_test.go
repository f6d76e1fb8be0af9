//go:build !headless

package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/annotate"
	"quoth/app/workbench"
)

func TestCtrlFFindsAsOneTypes(t *testing.T) {
	f := withArticles(t)
	f.chord(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl})
	bar := f.w.find.card
	if !bar.Visible() || f.w.win.Canvas().Focused() != fyne.Focusable(bar.field) {
		t.Fatal("the bar is not there, or has not the keyboard")
	}
	for _, r := range "duarte" {
		bar.field.TypedRune(r)
	}
	if got := bar.count.Text(); got != "1 of 2" {
		t.Errorf("the bar says %q", got)
	}
	bar.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := bar.count.Text(); got != "2 of 2" {
		t.Errorf("after Enter the bar says %q", got)
	}
	bar.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	f.settle()
	if bar.Visible() || f.w.win.Canvas().Focused() != fyne.Focusable(f.w.article) {
		t.Error("Escape leaves the bar, or does not give the keyboard back")
	}
	if s := f.b.Selected(); harbour[s.Start:s.End] != "Duarte" {
		t.Errorf("Escape leaves %q selected", harbour[s.Start:s.End])
	}
}

func TestTheCardShowsWhomAMentionMeansAndGoesWithTheNextAct(t *testing.T) {
	f := withArticles(t)
	f.selectWords("Northline Ferries")
	f.typed("m", "Escape")
	focus := f.w.win.Canvas().Focused()
	f.b.Do("view.card")
	if !f.w.hover.card.Visible() {
		t.Fatal("no card")
	}
	if f.w.win.Canvas().Focused() != focus {
		t.Error("the card took the keyboard")
	}
	at, size, _ := f.w.article.Where(f.b.Current().Spans[0].Start)
	d := fyne.CurrentApp().Driver().AbsolutePositionForObject(f.w.hover.card)
	if d.Y < at.Y+size.Height && d.Y+f.w.hover.card.Size().Height > at.Y {
		t.Error("the card lies over the words")
	}
	f.b.Select(0, 0, workbench.ByKeys)
	if f.w.hover.card.Visible() {
		t.Error("the card stays when the caret moves")
	}
}

func TestTheCardComesWhenThePointerRests(t *testing.T) {
	f := withArticles(t)
	f.selectWords("Northline Ferries")
	f.typed("m", "Escape")
	id := f.b.Current().ID
	var later []func()
	f.w.article.After = func(_ time.Duration, fn func()) { later = append(later, fn) }
	run := func() {
		for len(later) > 0 {
			fn := later[0]
			later = later[1:]
			fn()
		}
	}
	off := f.b.Current().Spans[0].Start
	f.w.hover.pointed(off, []annotate.ID{id})
	if f.w.hover.card.Visible() {
		t.Error("the card does not wait")
	}
	run()
	if !f.w.hover.card.Visible() {
		t.Fatal("the card does not come")
	}
	f.w.hover.pointed(-1, nil)
	f.w.hover.card.MouseIn(nil)
	run()
	if !f.w.hover.card.Visible() {
		t.Error("the card goes while the pointer is on it")
	}
	f.w.hover.card.MouseOut()
	run()
	if f.w.hover.card.Visible() {
		t.Error("the card stays when the pointer has left")
	}
	f.w.hover.pointed(off, []annotate.ID{id})
	f.w.hover.pointed(-1, nil)
	run()
	if f.w.hover.card.Visible() {
		t.Error("the card comes for a pointer that passed by")
	}
}
