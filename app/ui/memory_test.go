//go:build !headless

package ui

import (
	"runtime"
	"testing"
	"unsafe"
	"weak"
)

func TestTheWindowKeepsNothingOfAnArticleThatWasLeft(t *testing.T) {
	f := withArticles(t)
	left := func() weak.Pointer[byte] {
		f.caretIn("bridge will")
		f.typed("q", "Escape", "Escape")
		f.w.win.Canvas().Capture()
		f.settle()
		return weak.Make(unsafe.StringData(f.b.Document().Text))
	}()
	other, _ := f.b.Queue().At(1)
	f.b.OpenDocument(other.ID)
	f.settle()
	f.w.win.Canvas().Capture()
	runtime.GC()
	runtime.GC()
	if left.Value() != nil {
		t.Error("the text of the article that was left is still in memory")
	}
}
