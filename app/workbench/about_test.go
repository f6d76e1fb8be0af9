package workbench_test

import "testing"

func TestAboutSaysWhoIsMeantAndWhereElse(t *testing.T) {
	f := start(t)
	f.selectWords("Díaz", 1).press("1")
	first := f.Current().ID
	f.selectWords("Díaz", 2).press("1")
	f.Pick(first)
	x, ok := f.About(first)
	if !ok || x.Others != 1 || x.Words != "Díaz" || x.Origin != "ana" {
		t.Fatalf("%+v %v", x, ok)
	}
	f.press("H")
	if f.Current().ID != x.Next || f.Current().ID == first {
		t.Error("H does not lead to the other mention")
	}
	f.press("H")
	if f.Current().ID != first {
		t.Error("and not round the end")
	}
}

func TestAboutSaysWhatAnAnnotationIsPartOf(t *testing.T) {
	f := start(t)
	f.at("We will rebuild", 0).press("Q", "Enter", "Escape")
	quote := f.Current()
	x, _ := f.About(quote.ID)
	if len(x.Roles) != 1 || x.Roles[0].Text != "Díaz" {
		t.Errorf("roles %+v", x.Roles)
	}
	y, _ := f.About(quote.Arg("speaker"))
	if y.Parts != 1 || y.In[0].Of != quote.ID || y.In[0].Role != "speaker" || y.In[0].Text != "“We will rebuild,”" {
		t.Errorf("%+v", y.In)
	}
	if _, ok := f.About("nobody"); ok {
		t.Error("there is something about nobody")
	}
}
