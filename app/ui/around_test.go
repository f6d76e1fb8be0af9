//go:build !headless

package ui

import (
	"testing"

	"quoth/app/ui/control"
	"quoth/app/workbench"
)

// heldBack keeps what is to follow behind a frame until it is called.
func (f *fixture) heldBack() (frame func()) {
	var left []func()
	f.w.soon = func(fn func()) { left = append(left, fn) }
	return func() {
		for len(left) > 0 {
			fn := left[0]
			left = left[1:]
			fn()
		}
	}
}

// shownCount is what stands on the tab of mentions.
func (f *fixture) shownCount() string { return f.w.panel.tabs.counts[tabMentions] }

func TestAMarkIsInTheArticleAtOnceAndInThePanesBehindTheFrame(t *testing.T) {
	f := withArticles(t)
	frame := f.heldBack()
	f.selectWords("council")
	frame()
	f.w.Rune('1')
	if f.b.Set().Len() != 1 || f.b.Current() == nil {
		t.Fatal("the word is not marked")
	}
	if got := f.shownCount(); got != "" {
		t.Errorf("the panel counts %q mentions before the frame", got)
	}
	f.w.Rune('n') // whatever comes before it
	frame()
	if got := f.shownCount(); got != "1" {
		t.Errorf("the panel counts %q mentions behind the frame", got)
	}
}

func TestWhatAsksForACardFindsThePanesUpToDate(t *testing.T) {
	f := withArticles(t)
	frame := f.heldBack()
	f.selectWords("council")
	frame()
	f.w.Rune('1')
	f.w.Show(workbench.PageNote)
	if field, ok := f.w.win.Canvas().Focused().(*control.Field); !ok || field.Name != "card.note" {
		t.Errorf("the keyboard is at %v", f.w.win.Canvas().Focused())
	}
	f.b.CloseProject()
	frame() // nothing is left to show of what is gone
}
