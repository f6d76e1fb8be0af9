//go:build !headless

package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"quoth/app/workbench"
)

// entity marks words as a mention of a new entity.
func (f *fixture) entity(words string) {
	f.Helper()
	f.caretIn(words)
	f.typed("m")
	n := f.b.Naming()
	if n == nil {
		f.Fatalf("%q cannot be named", words)
	}
	for i, r := range n.Rows {
		if r.Entity == nil {
			n.Accept(i)
			return
		}
	}
}

func TestTheRegisterShowsWhoIsSpokenOf(t *testing.T) {
	f := withArticles(t)
	f.b.Do("entity.register")
	if f.w.registered == nil || !strings.Contains(f.w.registered.count.Text(), "No entities yet") {
		t.Fatal("an empty register does not say what to do")
	}
	f.w.registered.leave()
	f.entity("Ana Duarte")
	f.b.Do("entity.register")
	s := f.w.registered
	f.wantFocus(f.field("register.search"))
	if row := f.row("register.0"); !strings.Contains(row, "Ana Duarte") || !strings.Contains(row, "Person") || !strings.Contains(row, " 1 ") {
		t.Errorf("the row says %q", row)
	}
	if m := f.row("register.mention.0"); !strings.Contains(m, "Ana Duarte") {
		t.Errorf("it is spoken of in %q", m)
	}
	field := f.field("register.search")
	field.SetText("nobody of that name")
	if s.of.Len() != 0 || s.count.Text() != "No entity is called so." {
		t.Errorf("%d rows, %q", s.of.Len(), s.count.Text())
	}
	field.SetText("duarte")
	f.chord(ctrl(fyne.KeySpace))
	if s.of.MarkedCount() != 1 || s.merge.Off {
		t.Errorf("Ctrl+Space marks %d", s.of.MarkedCount())
	}
	f.chord(ctrl(fyne.KeySpace))
	field.SetText("")
	for range 2 {
		f.tap("register.column.mentions")
	}
	if by, down := s.of.Sorted(); by != workbench.ColumnMentions || down {
		t.Errorf("two clicks on the title order by %s, down %v", by, down)
	}
	f.chord(ctrl(fyne.Key1))
	if by, _ := s.of.Sorted(); by != workbench.ColumnName {
		t.Errorf("Ctrl+1 orders by %s", by)
	}
	f.tap("register.mention.0")
	if f.w.registered != nil || f.w.top() != nil || f.b.Current() == nil {
		t.Error("a click on a mention does not go there")
	}
}

func TestF2SaysWhyTheFirstIsFirst(t *testing.T) {
	f := withArticles(t)
	f.entity("Ana Duarte")
	f.typed("n")
	f.field("naming.field").TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	if n := f.b.Naming(); n == nil || !n.Explain {
		t.Fatal("F2 does nothing")
	}
	if got := f.w.finders["naming"].foot.Text(); !strings.HasPrefix(got, "“Ana Duarte” is first") {
		t.Errorf("it says %q", got)
	}
	f.b.Naming().Cancel()
}

func TestTheListsSheetTakesWhatIsTyped(t *testing.T) {
	f := withArticles(t)
	f.b.Do("entities.lists")
	f.field("lists.path").SetText("/nowhere/people.csv")
	f.field("lists.path").Entering()
	if n := f.b.Notice(); !n.Problem || f.w.layer("lists") != nil {
		t.Errorf("%+v", n)
	}
}
