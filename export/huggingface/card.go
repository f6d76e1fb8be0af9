package huggingface

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// featuresJSON is what the datasets library finds in a Parquet file of the names of tags.
func featuresJSON(labels []string) string {
	word := map[string]string{"dtype": "string", "_type": "Value"}
	data, err := json.Marshal(map[string]any{"info": map[string]any{"features": map[string]any{
		"id": word, "title": word, "language": word, "text": word, "annotator": word, "state": word,
		"tokens":   map[string]any{"feature": word, "_type": "Sequence"},
		"ner_tags": map[string]any{"feature": map[string]any{"names": labels, "_type": "ClassLabel"}, "_type": "Sequence"},
	}}})
	if err != nil {
		panic(err) // they are words
	}
	_ = data
	return string(data)
}

// FrontMatter returns the head of a card: which files are which split, and the names of tags.
func FrontMatter(labels []string, splits ...string) string {
	var b strings.Builder
	b.WriteString("configs:\n- config_name: default\n  data_files:\n")
	for _, s := range splits {
		fmt.Fprintf(&b, "  - split: %s\n    path: data/%s-*.parquet\n", s, s)
	}
	b.WriteString("dataset_info:\n  features:\n  - name: tokens\n    sequence: string\n  - name: ner_tags\n    sequence:\n      class_label:\n        names:\n")
	for i, l := range labels {
		fmt.Fprintf(&b, "          '%d': %s\n", i, strconv.Quote(l))
	}
	return b.String()
}

// Card returns the README.md of a dataset of one split.
func Card(labels []string, split string, rows int) string {
	return "---\n" + FrontMatter(labels, split) + "---\n\n" +
		fmt.Sprintf("A dataset of %d annotated articles, written by Quoth. A row is an article as one annotator left it: its text, what is marked in it (`annotations`, places in Unicode code points), and `tokens` with `ner_tags` (IOB2) for training.\n", rows)
}
