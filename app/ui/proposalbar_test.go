//go:build !headless

package ui

import (
	"slices"
	"strings"
	"testing"
)

func TestTypesThatAreProposedCanBeShownAlone(t *testing.T) {
	f := withRules(t)
	bar := f.w.panel.proposals
	var labels []string
	for _, o := range bar.kind.Options {
		labels = append(labels, o.Label)
	}
	if !slices.Contains(labels, "Person") || !slices.Contains(labels, "Quotes") || slices.Contains(labels, "Quote") {
		t.Fatalf("the bar offers %q", labels)
	}
	bar.kind.Choosing("person")
	f.settle()
	if bar.kind.Button.Text != "Person" {
		t.Errorf("the bar says %q", bar.kind.Button.Text)
	}
	for _, o := range f.b.Proposals().Steps() {
		if o.Type != "person" {
			t.Errorf("a %s is shown among persons", o.Type)
		}
	}
	bar.kind.Choosing("quote")
	if got := f.b.ProposalFilter(); got.Type != "" || got.Kind != "quote" {
		t.Errorf("quotes are %+v", got)
	}
}

func TestTheOrderOfProposalsIsChosenInTheBar(t *testing.T) {
	f := withRules(t)
	bar := f.w.panel.proposals
	bar.order.Choosing(leastSure)
	f.settle()
	if !f.b.ProposalFilter().Unsure || !strings.Contains(bar.order.Button.Text, "Least sure") {
		t.Errorf("the bar says %q", bar.order.Button.Text)
	}
	bar.order.Choosing(leastSure)
	bar.order.Choosing(inText)
	if f.b.ProposalFilter().Unsure {
		t.Error("the order of the text cannot be chosen again")
	}
}

func TestTheListOfArticlesSaysThatTheLeastSureComeFirst(t *testing.T) {
	f := withRules(t)
	f.b.AddText("storm.txt", storm)
	f.settle()
	if !f.shows("queue.unsure") {
		t.Fatal("the list does not offer it")
	}
	f.tap("queue.unsure")
	if !f.b.Queue().Unsure() {
		t.Errorf("a click does not order the list: %s", f.b.Notice().Text)
	}
	f.tap("queue.unsure")
	if f.b.Queue().Unsure() {
		t.Error("another click does not take it back")
	}
}
