package propose_test

import (
	"fmt"
	"os"
	"testing"

	"quoth/annotate"
	"quoth/annotate/propose"
)

func TestTry(t *testing.T) {
	f := os.Getenv("TRY")
	if f == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(f)
	doc := &annotate.Document{ID: "x", Text: string(b), Language: os.Getenv("TRYLANG")}
	if doc.Language == "" {
		doc.Language = "en"
	}
	doc.Meta = map[string]string{"published": "2025-09-30"}
	got, err := rules(t).Propose(t.Context(), doc, propose.Known{Schema: news(t)})
	if err != nil {
		t.Fatal(err)
	}
	by := map[annotate.ID]*annotate.Annotation{}
	ents := map[annotate.ID]*annotate.Entity{}
	for _, e := range got.Entities {
		ents[e.ID] = e
	}
	for _, a := range got.Annotations {
		by[a.ID] = a
	}
	for _, a := range got.Annotations {
		fmt.Printf("%-16s %.2f %-28s %q %v", a.Type, a.Origin.Score, a.Origin.Rule, doc.Surface(a.Spans), a.Attrs)
		if e := ents[a.Entity]; e != nil {
			fmt.Printf(" =%s%q", e.Name, e.Aliases)
		}
		for _, x := range a.Args {
			fmt.Printf(" %s:%q", x.Role, doc.Surface(by[x.Target].Spans))
		}
		fmt.Printf("   {%s}\n", a.Origin.Evidence)
	}
}
