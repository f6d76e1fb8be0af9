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
	f.w.hover.pointed(off, []annotate.ID{id})
	f.b.Select(0, 0, workbench.ByPointer)
	run()
	if f.w.hover.card.Visible() {
		t.Error("the card comes after a click that meant something else")
	}
}

// hoverAt shows the card of an annotation on some words and returns where it and they are.
func (f *fixture) hoverAt(words string) (card, at fyne.Position, high float32, size fyne.Size) {
	f.selectWords(words)
	f.typed("m", "Escape")
	off := f.b.Current().Spans[0].Start
	f.w.hover.hide()
	f.w.hover.showAt(f.b.Current().ID, off)
	at, size, _ = f.w.article.Where(off)
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(f.w.hover.card), at, f.w.hover.card.Size().Height, size
}

func TestTheCardStandsInTheMarginOrALineAway(t *testing.T) {
	f := withArticles(t)
	f.w.win.Resize(fyne.NewSize(1000, 700))
	card, at, high, size := f.hoverAt("Northline Ferries")
	line := f.w.article.LineHeight()
	if card.Y < at.Y+size.Height+line-1 && card.Y+high > at.Y-line+1 {
		t.Errorf("the card from %v, %v high, hides a line beside that at %v", card, high, at)
	}
	f.w.win.Resize(fyne.NewSize(2000, 700))
	card, at, high, _ = f.hoverAt("Northline Ferries")
	_, right := f.w.article.Column()
	if edge := fyne.CurrentApp().Driver().AbsolutePositionForObject(f.w.article).X + right; card.X < edge {
		t.Errorf("the card begins at %v, in the column that ends at %v", card.X, edge)
	}
	if card.Y > at.Y || card.Y+high < at.Y {
		t.Errorf("the card from %v, %v high, is not beside the word at %v", card, high, at)
	}
}

// In the margin of a wide window, over the panel in a narrow one: over no words of the article.
func TestTheCardOfTheOverviewStandsBesideIt(t *testing.T) {
	f := withSample(t)
	var later []func()
	f.w.article.After = func(_ time.Duration, fn func()) { later = append(later, fn) }
	for _, width := range []float32{2000, 1100} {
		f.w.win.Resize(fyne.NewSize(width, 500))
		size := f.w.article.Size()
		f.w.hover.pointed(-1, nil)
		f.w.hover.hide()
		for y := float32(10); y < size.Height && f.w.hover.over == ""; y += 3 {
			f.w.article.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(size.Width-3, y)}})
		}
		for len(later) > 0 {
			fn := later[0]
			later = later[1:]
			fn()
		}
		card := f.w.hover.card
		if !card.Visible() {
			t.Fatal("no card")
		}
		_, right := f.w.article.Column()
		x := card.Position().X - f.w.hover.ground().X
		if inMargin := x >= right && x+card.Size().Width <= size.Width-barRoom; !inMargin && x < size.Width {
			t.Errorf("at %v the card stands from %v, %v wide, beside a column that ends at %v, in a view of %v", width, x, card.Size().Width, right, size.Width)
		}
		if end := card.Position().X + card.Size().Width; end > f.w.hover.object.Size().Width {
			t.Errorf("at %v the card leaves the window at %v", width, end)
		}
	}
}

func TestTheLinkOfTheCardIsAsWideAsItsWords(t *testing.T) {
	f := withSample(t)
	f.w.win.Resize(fyne.NewSize(1000, 700))
	for a := range f.b.Set().All() {
		if about, ok := f.b.About(a.ID); !ok || about.Others == 0 {
			continue
		}
		f.w.hover.showAt(a.ID, a.Spans[0].Start)
		next := f.w.hover.card.next
		if is := next.Size().Width; is > f.w.hover.card.Size().Width*3/4 || is < 60 {
			t.Errorf("the link of the card, %q, is %v wide in a card of %v", next.Text(), is, f.w.hover.card.Size().Width)
		}
		return
	}
	t.Fatal("nothing has another mention")
}

func TestAPressOnTheCardMeansTheArticleBelow(t *testing.T) {
	f := withArticles(t)
	f.w.win.Resize(fyne.NewSize(1000, 700))
	f.hoverAt("Northline Ferries")
	if _, ok := any(f.w.hover.card).(desktop.Mouseable); ok {
		t.Error("the card takes presses")
	}
	p := fyne.NewPos(200, 20)
	f.w.article.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary})
	f.w.article.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary})
	if f.w.hover.card.Visible() {
		t.Error("the card stays after a press on the article")
	}
}

func TestTheFindBarHidesNoTitle(t *testing.T) {
	f := withArticles(t)
	f.w.win.Resize(fyne.NewSize(1000, 300))
	top := func() float32 {
		at, _, ok := f.w.article.Where(0)
		if !ok {
			return -1
		}
		return at.Y
	}
	before := top()
	f.b.Do("find.open")
	bar := f.w.find.card
	if end := fyne.CurrentApp().Driver().AbsolutePositionForObject(bar).Y + bar.Size().Height; top() < end {
		t.Errorf("the title at %v is under the bar, which ends at %v", top(), end)
	}
	bar.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	f.settle()
	if top() != before {
		t.Errorf("after the search the title is at %v, not %v", top(), before)
	}
	f.w.win.Resize(fyne.NewSize(2400, 300))
	before = top()
	f.b.Do("find.open")
	if top() != before {
		t.Error("opening the bar in the margin moves the text")
	}
	bar.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	f.settle()
	f.w.win.Resize(fyne.NewSize(1000, 300))
	f.w.article.ScrollTo(200, 3)
	off, dy := f.w.article.Top()
	f.b.Do("find.open")
	if o, d := f.w.article.Top(); o != off || d != dy {
		t.Error("opening the bar moves text that it does not begin under")
	}
}
