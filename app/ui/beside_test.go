//go:build !headless

package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/article"
)

// besideBen is a window in which ben's version stands beside that of the person. Both have marked “Ana Duarte”;
// ben also has “Per Holm”, and the person “Northline Ferries”.
func besideBen(t *testing.T) *fixture {
	f := withArticles(t)
	me := f.b.Settings()
	f.selectWords("Ana Duarte")
	f.typed("1")
	f.selectWords("Northline Ferries")
	f.typed("2")
	ben := me
	ben.Annotator = "ben"
	f.b.SetSettings(ben)
	f.selectWords("Ana Duarte")
	f.typed("1")
	f.selectWords("Per Holm")
	f.typed("1")
	f.b.SetSettings(me)
	f.b.Do("beside.version")
	f.settle()
	f.typed("Enter")
	if !f.b.Comparing() {
		t.Fatalf("nothing stands beside: %s", f.b.Notice().Text)
	}
	return f
}

// within reports whether an object lies in another one.
func (f *fixture) within(o, in fyne.CanvasObject) bool {
	d := fyne.CurrentApp().Driver()
	p, q := d.AbsolutePositionForObject(o), d.AbsolutePositionForObject(in)
	return p.X >= q.X && p.Y >= q.Y && p.X+o.Size().Width <= q.X+in.Size().Width && p.Y+o.Size().Height <= q.Y+in.Size().Height
}

func TestBothSidesSayWhatTheyAre(t *testing.T) {
	f := besideBen(t)
	mine, theirs := f.w.beside.mine.words.Text(), f.w.beside.theirs.words.Text()
	if !strings.Contains(mine, string(f.b.Annotator())) || !strings.Contains(mine, "Harbour to Open in May") {
		t.Errorf("my side says %q", mine)
	}
	if !strings.Contains(theirs, "ben") || !strings.Contains(theirs, "2 differences") {
		t.Errorf("the other side says %q", theirs)
	}
	f.b.Do("beside.next")
	if got := f.w.beside.theirs.words.Text(); !strings.Contains(got, "1 of 2") || !strings.Contains(got, "only here") {
		t.Errorf("at the first difference it says %q", got)
	}
}

func TestF6TakesTheKeyboardToTheOtherSideAndBack(t *testing.T) {
	f := besideBen(t)
	f.wantFocus(f.w.article)
	n := f.b.Set().Len()
	f.typed("F6")
	f.wantFocus(f.w.beside.view)
	f.typed("q", "m", "3")
	if f.b.Set().Len() != n {
		t.Error("a letter on the side for reading has annotated")
	}
	f.typed("F6")
	f.wantFocus(f.w.article)
	f.w.win.Canvas().Focus(f.w.beside.view) // as a click there does
	if !f.b.AtBeside() {
		t.Error("a click there does not bring the person there")
	}
	f.typed("Escape")
	f.wantFocus(f.w.article)
	f.typed("F6")
	f.tap("toolbar.view.theme")
	f.wantFocus(f.w.beside.view)
	f.b.Do("beside.close")
	f.settle()
	f.wantFocus(f.w.article)
}

func TestAClickOnTheirMarkSelectsMine(t *testing.T) {
	f := besideBen(t)
	x := f.b.Beside()
	for a := range x.Set().All() {
		if x.Document().Surface(a.Spans) == "Ana Duarte" {
			f.w.beside.view.OnClickMark(a.Spans[0].Start, []annotate.ID{a.ID}, 0)
		}
	}
	f.wantCurrent("person", "Ana Duarte")
}

func TestWhatOnlyOneMarkedIsHollowOnBothSides(t *testing.T) {
	f := besideBen(t)
	hollow := func(m setMarks) (out []string) {
		m.In(0, len(harbour), func(k *article.Mark) {
			if k.Proposal {
				out = append(out, f.b.Document().Surface(k.Spans))
			}
		})
		return out
	}
	if got := strings.Join(hollow(f.w.marks), ", "); got != "Northline Ferries" {
		t.Errorf("hollow here: %s", got)
	}
	if got := strings.Join(hollow(f.w.beside.marks), ", "); got != "Per Holm" {
		t.Errorf("hollow there: %s", got)
	}
	f.b.Do("beside.close")
	if got := hollow(f.w.marks); len(got) > 0 {
		t.Errorf("still hollow: %v", got)
	}
}

func TestTheDividerIsRemembered(t *testing.T) {
	f := besideBen(t)
	h := f.w.beside.object
	h.Share = 0.6
	h.Refresh()
	h.Moved()
	left := f.w.article.Size().Width
	f.b.Do("beside.swap")
	if got := f.w.article.Size().Width; got != left && got != left-1 && got != left+1 {
		t.Errorf("my side was %v px wide, and on the right it is %v", left, got)
	}
	if f.w.beside.object.Right != f.w.beside.minePane {
		t.Error("the sides have not changed places")
	}
	f.b.Do("beside.swap")
	f.b.Do("beside.close")
	if got := f.w.article.Size().Width; got <= left {
		t.Errorf("alone the article is %v px wide", got)
	}
	again := newBesidePane(f.w, f.w.beside.view)
	if again.object.Share < 0.59 || again.object.Share > 0.61 {
		t.Errorf("kept is a share of %v", again.object.Share)
	}
}

func TestTwoArticlesFitASmallWindow(t *testing.T) {
	f := besideBen(t)
	for _, size := range []fyne.Size{{Width: 800, Height: 600}, {Width: 1024, Height: 700}, {Width: 3840, Height: 2160}} {
		f.w.win.Resize(size)
		for _, o := range []fyne.CanvasObject{f.w.beside.mine, f.w.beside.theirs, f.w.article, f.w.beside.view} {
			if !f.within(o, f.w.middle) || o.Size().Width < 250 {
				t.Errorf("%v: %T is %v px wide", size, o, o.Size().Width)
			}
		}
		if room := f.w.beside.theirs.words.Size().Width; room < 140 {
			t.Errorf("%v: the header has %v px for its words", size, room)
		}
		for _, b := range f.w.beside.theirs.buttons {
			if b.Visible() && !f.within(b, f.w.beside.theirs) {
				t.Errorf("%v: the button %s is cut", size, b.Name)
			}
		}
	}
	f.w.win.Resize(fyne.NewSize(800, 600))
	f.b.Do("beside.close")
	if !f.within(f.w.queue.list, f.w.panes) || f.w.queue.object.Size().Width < 168 {
		t.Error("the queue has not come back")
	}
}

func TestZoomAndThemeAreOfBothSides(t *testing.T) {
	f := besideBen(t)
	f.b.Do("view.zoomin")
	if a, b := f.w.article.Zoom(), f.w.beside.view.Zoom(); a != b || a <= 1 {
		t.Errorf("zoomed to %v and %v", a, b)
	}
	f.w.beside.view.SetZoom(2)
	f.w.beside.view.OnZoom(2)
	if f.w.article.Zoom() != 2 {
		t.Error("zooming there does not zoom here")
	}
}

func TestAnotherArticleIsChosenByItsTitle(t *testing.T) {
	f := withArticles(t)
	f.b.Do("beside.open")
	f.settle()
	f.typed("strm", "Enter")
	x := f.b.Beside()
	if x == nil || x.Document().Title != "Storm Closes the Pass" {
		t.Fatalf("beside stands %v", x)
	}
	if got := f.w.beside.theirs.words.Text(); !strings.Contains(got, "Storm Closes the Pass") || !strings.Contains(got, "for reading") {
		t.Errorf("its header says %q", got)
	}
	if f.shows("beside.next") && f.object("beside.next").Visible() {
		t.Error("there is a button for differences")
	}
	f.b.Do("beside.work")
	if f.b.Document().Title != "Storm Closes the Pass" || f.b.Beside().Document().Title != "Harbour to Open in May" {
		t.Error("the two have not changed places")
	}
	f.b.CloseProject()
	if f.b.Beside() != nil || f.w.beside.object.Right != nil {
		t.Error("it stays when the project is closed")
	}
}
