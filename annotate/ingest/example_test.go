package ingest_test

import (
	"context"
	"fmt"
	"strings"

	"quoth/annotate/ingest"
)

func ExampleRead() {
	file := `{"headline": "Strike ends", "body": "Cranes will move again on Monday."}
{"headline": "No words", "body": ""}
{"headline": "Rain", "body": "It rained on Port Elin."}
`
	for doc, err := range ingest.Read(context.Background(), ingest.Reader("articles.jsonl", strings.NewReader(file)), ingest.Options{}) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(doc.Title, "/", doc.Text)
	}
	// Output:
	// Strike ends / Cranes will move again on Monday.
	// articles.jsonl:2: field "body" is empty; choose another with --text-field
	// Rain / It rained on Port Elin.
}

func ExampleText() {
	doc, err := ingest.Text(context.Background(), "", "World News\n\nHarbour workers end their strike\n\nBy Ana Díaz\n\nThe cranes of Port Elin will move again on Monday, the union said.\n", ingest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range doc.Blocks {
		fmt.Printf("%s: %s\n", b.Kind, doc.Text[b.Span.Start:b.Span.End])
	}
	fmt.Println(doc.Meta["byline"])
	// Output:
	// kicker: World News
	// title: Harbour workers end their strike
	// byline: By Ana Díaz
	// paragraph: The cranes of Port Elin will move again on Monday, the union said.
	// Ana Díaz
}
