//go:build !headless

package ui

import (
	"fmt"
	"os"
	"path/filepath"
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
	if s.of.MarkedCount() != 1 || !s.merge.Off {
		t.Errorf("Ctrl+Space marks %d, and one alone can be merged: %v", s.of.MarkedCount(), !s.merge.Off)
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

// Who marks by mouse merges the two that are marked, into the one that was marked last, and reads which that is.
func TestTwoThatAreMarkedByMouseBecomeOne(t *testing.T) {
	f := withArticles(t)
	f.entity("Ana Duarte")
	f.entity("Per Holm")
	f.b.Do("entity.register")
	s := f.w.registered
	f.field("register.search").SetText("")
	names := []string{s.of.Row(0).Entity.Name, s.of.Row(1).Entity.Name}
	for i := range names {
		f.tap(fmt.Sprintf("register.%d", i))
		f.tap("register.mark")
	}
	if said := s.count.Text(); !strings.Contains(said, "now “"+names[1]+"”") {
		t.Errorf("it says %q", said)
	}
	f.tap("register.merge")
	if s.of.Len() != 1 || s.of.Row(0).Entity.Name != names[1] {
		t.Errorf("%d are left, the first %q", s.of.Len(), s.of.Row(0).Entity.Name)
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

func TestWhatDidNotComeInOfAListIsShownWithItsReason(t *testing.T) {
	f := withArticles(t)
	list := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(list, []byte("name,type\nAna,person\nBo,persn\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.b.ImportList(workbench.ListChoice{Path: list})
	f.settle()
	f.b.Notice().Do()
	s := f.w.layer("listreport")
	if s == nil || !strings.Contains(words(s.In), "line 3: type \"persn\"") {
		t.Fatalf("it does not say which row and why: %+v", s)
	}
	f.tap("listreport.undo")
	f.settle()
	if f.b.EntityCount() != 0 || f.w.layer("listreport") != nil {
		t.Errorf("%d entities are left after it was taken back", f.b.EntityCount())
	}
}

func TestAFieldThatIsTooLongShowsItsBeginning(t *testing.T) {
	f := withArticles(t)
	f.entity("Ana Duarte")
	f.b.Do("entity.register")
	f.tap("register.0")
	dated := f.field("card.dated")
	long := "the mayor (2019 to 2024-05, Bergen); the minister for fisheries and the coast (2024-06 to …, Norway)"
	f.w.focusField(dated)
	for _, r := range long {
		dated.TypedRune(r)
	}
	f.w.focusField(f.field("register.search"))
	f.settle()
	if dated = f.field("card.dated"); dated.Text != long || dated.CursorColumn != 0 {
		t.Errorf("%q shows what is at character %d", dated.Text, dated.CursorColumn)
	}
	f.w.focusField(dated)
	if dated.CursorColumn != len([]rune(long)) {
		t.Errorf("who comes back writes at character %d", dated.CursorColumn)
	}
}
