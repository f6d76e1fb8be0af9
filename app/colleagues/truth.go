package colleagues

import (
	_ "embed"
	"fmt"
	"strings"

	"quoth/annotate"
)

//go:embed truth.txt
var truth string

// sections returns the lines of truth.txt by article.
func sections() map[string][]string {
	out := map[string][]string{}
	title := ""
	for line := range strings.Lines(truth) {
		line = strings.TrimSpace(line)
		switch rest, head := strings.CutPrefix(line, "article "); {
		case head:
			title = rest
		case line != "" && !strings.HasPrefix(line, "#"):
			out[title] = append(out[title], line)
		}
	}
	return out
}

// read marks what lines of truth.txt say.
func (a *Article) read(schema *annotate.Schema, lines []string) error {
	prefix := strings.ToLower(strings.Fields(a.Document.Title)[0]) + "-"
	from := 0
	for _, line := range lines {
		if rest, ok := strings.CutPrefix(line, "entity "); ok {
			f := strings.SplitN(rest, " ", 3)
			id := annotate.ID(prefix + f[0])
			a.Entities[id] = &annotate.Entity{ID: id, Type: f[1], Name: f[2]}
			continue
		}
		f := strings.Fields(line)
		x := &annotate.Annotation{ID: annotate.ID(prefix + f[0]), Type: f[1]}
		words := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(strings.TrimPrefix(line, f[0])), f[1]))
		words, says, _ := strings.Cut(words, " | ")
		if i := strings.LastIndex(words, " @"); i >= 0 {
			x.Entity = annotate.ID(prefix + words[i+2:])
			words = words[:i]
		}
		for _, part := range strings.Split(words, " + ") {
			s, ok := find(a.Document.Text, from, part)
			if !ok {
				return fmt.Errorf("truth.txt: %s: the text has no “%s” after byte %d", f[0], part, from)
			}
			if len(x.Spans) == 0 {
				from = s.Start
			}
			x.Spans = append(x.Spans, s)
			if len(x.Spans) > 1 && s.Start < x.Spans[len(x.Spans)-2].End {
				return fmt.Errorf("truth.txt: %s: “%s” is not after the part before", f[0], part)
			}
		}
		for _, say := range strings.Fields(says) {
			key, value, _ := strings.Cut(say, "=")
			if t := schema.Type(x.Type); t != nil && t.Role(key) != nil {
				x.Args = append(x.Args, annotate.Arg{Role: key, Target: annotate.ID(prefix + value)})
			} else {
				x = x.WithAttr(key, value)
			}
		}
		a.Annotations = append(a.Annotations, x)
	}
	return a.trueTo(schema)
}

// find returns where words stand first at or after an offset; where some are in brackets, those of them.
func find(text string, from int, words string) (annotate.Span, bool) {
	before, rest, bracketed := strings.Cut(words, "[")
	inner, after, _ := strings.Cut(rest, "]")
	if !bracketed {
		before, inner, after = "", words, ""
	}
	// What comes before the brackets may lie before the offset.
	start := max(0, from-len(before))
	i := strings.Index(text[start:], before+inner+after)
	if i < 0 {
		return annotate.Span{}, false
	}
	at := start + i + len(before)
	return annotate.Span{Start: at, End: at + len(inner)}, true
}
