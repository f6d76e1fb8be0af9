//go:build !headless

package control

import (
	"bytes"
	"fmt"
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"quoth/app/ui/look"
)

// boardOfAll returns a board with controls of each kind, some in a list that scrolls.
func boardOfAll() (*Board, *Column, *Roll) {
	h := &deafHost{}
	roll := newTestRoll(40)
	head := NewColumn(4,
		NewButton(h, Plain, "edit", "Words", nil), NewPhrase(0, Run{Text: "some words", Ink: look.Faint}),
		NewParagraph("a few more words that wrap", look.Ink), NewLink(h, nil, Run{Text: "a link"}), NewCard(look.Card, look.Line, 4), NewSign("done", look.Good))
	all := NewColumn(0, NewPadded(head, 8, 8), NewFixed(roll, 2*bandHeight))
	b := NewBoard(look.Side, all)
	b.Resize(fyne.NewSize(220, 2*bandHeight+200))
	return b, head, roll
}

func TestOnABoardControlsAreOnePicture(t *testing.T) {
	test.NewTempApp(t)
	b, head, roll := boardOfAll()
	button := head.Objects()[0].(*Button)
	if len(test.WidgetRenderer(button).Objects()) != 1 {
		t.Fatal("before it is on a board a button shows a picture of its own")
	}
	b.eye.Look()
	if len(test.WidgetRenderer(button).Objects())+len(test.WidgetRenderer(roll.Row(0).(*Row)).Objects()) != 0 {
		t.Error("controls on a board show pictures of their own")
	}
	pos := button.Position().AddXY(8, 8)
	inked, picture := false, b.band(0)
	for x := range int(button.Size().Width) - 8 {
		at := picture.At(int(pos.X)+4+x, int(pos.Y+button.Size().Height/2))
		inked = inked || at != picture.At(0, 0)
	}
	if !inked {
		t.Error("the button is not in the picture")
	}
}

// Whatever happens to the controls, the bands that are not drawn again are those that would be the same.
func TestABoardDrawsAllThatChanges(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		b, head, roll := boardOfAll()
		pictures := make([][]uint8, 3)
		look := func() { // as the screen does
			b.eye.Look()
			for i, stale := range b.stale {
				if stale {
					pictures[i] = bytes.Clone(b.band(i).(*image.RGBA).Pix)
				}
			}
		}
		look()
		for i := range rapid.IntRange(1, 6).Draw(t, "acts") {
			o := rapid.SampledFrom(head.Objects()).Draw(t, "object")
			switch rapid.IntRange(0, 6).Draw(t, "act") {
			case 0:
				o.Hide()
				head.Refresh()
			case 1:
				o.Show()
				head.Refresh()
			case 2:
				head.Objects()[0].(*Button).SetText(fmt.Sprint("words ", i))
				head.Refresh()
			case 3:
				roll.ScrollTo(rapid.IntRange(0, 39).Draw(t, "row"))
			case 4:
				head.Objects()[0].(*Button).MouseIn(nil)
			case 5:
				head.Gap = float32(rapid.IntRange(0, 9).Draw(t, "gap"))
				head.Refresh()
			case 6:
				first, end := roll.OnScreen()
				roll.Row(rapid.IntRange(first, end-1).Draw(t, "row")).(*Row).Set(Item{Title: []Run{{Text: fmt.Sprint("row ", i)}}, Chosen: true})
			}
			look()
		}
		for i, was := range pictures {
			if !bytes.Equal(was, b.band(i).(*image.RGBA).Pix) {
				t.Fatal("the picture is another one when it is drawn as a whole")
			}
		}
	})
}

func TestABoardDrawsNothingWhereNothingChanged(t *testing.T) {
	test.NewTempApp(t)
	b, head, _ := boardOfAll()
	b.eye.Look()
	b.eye.Look()
	if got := b.stale; slices.Contains(got, true) {
		t.Errorf("without a change the bands %v are drawn", got)
	}
	head.Objects()[0].(*Button).MouseIn(nil)
	b.eye.Look()
	if got := b.stale; !slices.Equal(got, []bool{true, false, false}) {
		t.Errorf("for one button the bands %v are drawn", got)
	}
}
