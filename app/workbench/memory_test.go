package workbench_test

import (
	"runtime"
	"testing"
	"unsafe"
	"weak"
)

func TestAnArticleThatWasLeftIsNotKeptInMemory(t *testing.T) {
	f := proposing(t)
	left := func() weak.Pointer[byte] {
		f.name("Ben Okoro", 0, 0)
		f.at("denied", 0).press("E", "Enter")
		f.press("Tab", "X", "Tab", "Enter")
		return weak.Make(unsafe.StringData(f.Document().Text))
	}()
	f.AddText("other.txt", "Another article\n\nNothing is said in it.\n")
	if f.Document().Title != "Another article" {
		t.Fatalf("%q is open", f.Document().Title)
	}
	runtime.GC()
	runtime.GC()
	if left.Value() != nil {
		t.Error("the text of the article that was left is still in memory")
	}
}
