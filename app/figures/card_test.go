package figures_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/figures"
	"quoth/export/release"
)

func TestCardSaysHowFarAnnotatorsAgree(t *testing.T) {
	p, _ := project(t)
	table, err := figures.CardAgreement(t.Context(), p, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Between 3 annotators in 1 article that", "| compared | items | F1 exact |", "\n|---|---|---|", "| marks |", "| quote speaker |"} {
		if !strings.Contains(table, want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	if again, err := figures.CardAgreement(t.Context(), p, nil, nil); err != nil || again != table {
		t.Errorf("a second time it is other bytes: %v", err)
	}
	// The card of gold says how far those agreed of whose work it comes.
	gold, err := figures.CardAgreement(t.Context(), p, []annotate.AnnotatorID{annotate.Gold}, []annotate.State{annotate.StateDone})
	if err != nil || gold != "Gold comes of the work of others. "+table {
		t.Errorf("of gold: %v\n%s", err, gold)
	}
	for _, who := range [][]annotate.AnnotatorID{{"ana"}, {"nobody"}} {
		if alone, err := figures.CardAgreement(t.Context(), p, who, nil); err != nil || alone != "" {
			t.Errorf("%s: %q %v", who, alone, err)
		}
	}
}

func TestChartsOfACardAreDrawn(t *testing.T) {
	for _, c := range []release.Chart{
		{Title: "Types", Bars: []release.Bar{{Label: "Person", N: 12}, {Label: "人", N: 3}, {Label: strings.Repeat("long ", 40), N: 0}}},
		{Title: "Nothing"},
	} {
		data, err := figures.DrawCounts(c)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := figures.DrawCounts(c)
		if !bytes.Equal(data, again) {
			t.Error("drawn twice it is other bytes")
		}
		if _, err := png.Decode(bytes.NewReader(data)); err != nil {
			t.Error(err)
		}
	}
}
