package propose_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
)

// standoffNews reads news whose attributions are brat's standoff files: folders text and attributions. The folder is
// named by QUOTH_ATTRIBUTIONS; it is nobody's to pass on, so it does not lie beside the project.
func standoffNews(t testing.TB) (out []example) {
	t.Helper()
	dir := os.Getenv("QUOTH_ATTRIBUTIONS")
	if dir == "" {
		return nil
	}
	files, _ := filepath.Glob(filepath.Join(dir, "attributions", "*.ann"))
	seen := map[string]bool{}
	for _, f := range files {
		base := strings.TrimSuffix(filepath.Base(f), ".ann")
		base = base[:strings.LastIndexByte(base, '_')] // who annotated it
		if seen[base] {
			continue
		}
		seen[base] = true
		text, err := os.ReadFile(filepath.Join(dir, "text", base+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		lines, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		x := example{doc: &annotate.Document{ID: annotate.DocumentIDOf(string(text)), Title: base, Language: "en", Text: string(text)}}
		at := runeOffsets(string(text))
		spans := map[string][]annotate.Span{}
		add := func(typ string, in ...string) *annotate.Annotation {
			a := &annotate.Annotation{ID: annotate.ID(fmt.Sprint(len(x.gold))), Type: typ}
			for _, k := range in {
				a.Spans = append(a.Spans, spans[k]...)
			}
			slices.SortFunc(a.Spans, func(s, o annotate.Span) int { return s.Start - o.Start })
			if len(a.Spans) > 0 {
				x.gold = append(x.gold, a)
			}
			return a
		}
		for line := range strings.Lines(string(lines)) {
			cells := strings.Split(strings.TrimSpace(line), "\t")
			switch {
			case len(cells) > 1 && cells[0][0] == 'T':
				_, rest, _ := strings.Cut(cells[1], " ")
				for part := range strings.SplitSeq(rest, ";") {
					var from, to int
					if n, _ := fmt.Sscanf(part, "%d %d", &from, &to); n == 2 && to < len(at) && from < to {
						spans[cells[0]] = append(spans[cells[0]], annotate.Span{Start: at[from], End: at[to]})
					}
				}
			case len(cells) > 1 && cells[0][0] == 'E':
				parts := map[string][]string{}
				for arg := range strings.FieldsSeq(cells[1]) {
					role, target, _ := strings.Cut(arg, ":")
					role = strings.TrimRight(role, "0123456789")
					parts[role] = append(parts[role], target)
				}
				if len(parts["Attribution"])+len(parts["Attribution-no-source"]) == 0 {
					continue
				}
				q := add("quote", parts["Content"]...)
				if len(q.Spans) == 0 {
					continue
				}
				q.Attrs = map[string]string{"type": markedType(x.doc.Surface(q.Spans))}
				if c := add("cue", parts["Cue"]...); len(c.Spans) > 0 {
					q.Args = append(q.Args, annotate.Arg{Role: "cue", Target: c.ID})
				}
				if s := add("person", parts["Source"]...); len(s.Spans) > 0 {
					q.Args = append(q.Args, annotate.Arg{Role: "speaker", Target: s.ID})
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// markedType says by its marks what kind of quote words are. Some newspapers print ‘…’, '…' or ”…”.
func markedType(words string) string {
	marks := strings.NewReplacer("''", "“", "“", "“", "”", "“", `"`, "“", "‘", "“")
	marked := marks.Replace(words)
	switch {
	case strings.HasPrefix(marked, "“") || strings.HasPrefix(marked, "'"):
		if i := strings.LastIndexAny(marked, "“'’"); i > 0 && len(marked)-i < 6 {
			return "direct"
		}
		return "mixed"
	case strings.Contains(marked, "“"), strings.Contains(marked, " '"):
		return "mixed"
	}
	return "indirect"
}
