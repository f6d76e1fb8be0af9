package jsonl

import (
	"github.com/go-json-experiment/json"

	"quoth/export"
	"quoth/export/bound"
)

// Marshalled is the line of a record as the JSON library writes it.
func Marshalled(r *export.Record, opts export.Options) ([]byte, error) {
	var v any = line{truth(r), resolve(export.NewViews(r, opts.Schema))}
	if opts.Lean {
		v = leanLine{truth(r)}
	}
	data, err := json.Marshal(v, style)
	return append(data, '\n'), err
}

// SetMaxLine makes the greatest length of a line so many bytes, and returns what makes it what it was.
func SetMaxLine(n int) (restore func()) {
	was := bound.Line
	bound.Line = n
	return func() { bound.Line = was }
}
