// Package page is a report in one HTML file: each article with its marks, and a table of its quotes and events, to be
// read in a browser, printed or sent. It is only written.
//
// The file needs nothing else and runs nothing: no script, no address that is fetched. Words of an article are words
// there, whatever they are: every sign that means something in HTML is written so that it does not, and a policy in the
// head forbids scripts besides.
package page

import (
	"bufio"
	"context"
	"fmt"
	"html"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/export"
)

// Format is the entry for the list of formats.
var Format = &export.Format{
	Name:       "html",
	Title:      "Report (one HTML file)",
	Who:        "For reading, printing and showing annotated articles to people who have no Quoth.",
	Extensions: []string{"html"},
	Unit:       "marks in the text",
	Holds:      export.Holds{Title: true, Language: true, Annotator: true, State: true, Parts: true, Args: true, Attrs: true, Notes: true, Entities: export.EntitiesIdentified},
	Shapes:     []export.Loss{{What: "everything", Becomes: "for reading alone; the file cannot be read back"}},
	Write:      Write,
}

const style = `:root{color-scheme:light dark}body{font:17px/1.65 Georgia,serif;max-width:44em;margin:2em auto;padding:0 1em}
h1,h2,table,small,.key{font-family:system-ui,sans-serif}h2{border-top:1px solid #8888;padding-top:1.2em}
.t{white-space:pre-wrap;unicode-bidi:plaintext}i{font-style:normal;border-bottom:2px solid var(--c);padding:0 1px}i.quote{border:0;background:color-mix(in srgb,var(--c) 28%,transparent)}
i.event{font-weight:bold}sup{font:10px system-ui,sans-serif;opacity:.75}table{border-collapse:collapse;font-size:14px;width:100%;margin-top:1em}
td,th{border:1px solid #8886;padding:.3em .5em;text-align:start;vertical-align:top}.key i{margin-inline-end:.8em;font-size:14px}`

var color = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// Write writes the report. See [export.Format].
func Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(out, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"+
		"<meta name=\"viewport\" content=\"width=device-width\"><title>Annotated articles</title><style>%s</style></head><body>\n<h1>Annotated articles</h1>\n", style)
	key(out, opts.Schema)
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		article(out, r, opts.Schema)
	}
	fmt.Fprint(out, "</body></html>\n")
	return out.Flush()
}

func esc(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return '\ufffd'
		}
		return r
	}, s))
}

func colorOf(t *annotate.Type) string {
	if t != nil && color.MatchString(t.Color) {
		return t.Color
	}
	return "#888888"
}

func key(out *bufio.Writer, schema *annotate.Schema) {
	fmt.Fprint(out, "<p class=\"key\">")
	seen := map[string]bool{}
	for i := range schema.Types {
		t := &schema.Types[i]
		label := t.Label
		if t.Kind == annotate.KindEvent {
			label = "Event"
		}
		if !seen[label] {
			seen[label] = true
			fmt.Fprintf(out, "<i class=\"%s\" style=\"--c:%s\">%s</i> ", t.Kind, colorOf(t), esc(label))
		}
	}
	fmt.Fprint(out, "</p>\n")
}

func article(out *bufio.Writer, r *export.Record, schema *annotate.Schema) {
	d := r.Document
	title := d.Title
	if title == "" {
		title = "Article " + string(d.ID)
	}
	fmt.Fprintf(out, "<article lang=\"%s\"><h2 dir=\"auto\">%s</h2>\n<p><small>%s · %s</small></p>\n<div class=\"t\" dir=\"auto\">", esc(d.Language), esc(title), esc(string(r.Annotator)), esc(string(r.State)))
	v := export.NewViews(r, schema)
	marked(out, v)
	fmt.Fprint(out, "</div>\n")
	table(out, v, annotate.KindQuote, "Quotes")
	table(out, v, annotate.KindEvent, "Events")
	fmt.Fprint(out, "</article>\n")
}

// edge is where a part of a mark begins or ends.
type edge struct {
	at    int
	begin bool
	span  annotate.Span
	a     *annotate.Annotation
	last  bool // the last part of the annotation
}

// marked writes the text with the marks around their words. A mark that crosses another is closed and opened
// again, for elements nest.
func marked(out *bufio.Writer, v *export.Views) {
	r, schema := v.Record, v.Schema
	var edges []edge
	for _, a := range r.Annotations {
		for i, s := range a.Spans {
			last := i == len(a.Spans)-1
			edges = append(edges, edge{s.Start, true, s, a, last}, edge{s.End, false, s, a, last})
		}
	}
	slices.SortStableFunc(edges, func(x, y edge) int {
		switch {
		case x.at != y.at:
			return x.at - y.at
		case x.begin && y.begin:
			return y.span.End - x.span.End
		case x.begin:
			return 1 // ends first
		case y.begin:
			return -1
		}
		return y.span.Start - x.span.Start
	})
	open := func(a *annotate.Annotation) {
		t := schema.Type(a.Type)
		about, kind := a.Type, annotate.KindMention
		if t != nil {
			about, kind = t.Label, t.Kind
		}
		for _, k := range slices.Sorted(maps.Keys(a.Attrs)) {
			about += ", " + k + ": " + a.Attrs[k]
		}
		if e := v.Entity(a); e != nil {
			about += ": " + e.Name
			if len(e.IDs) > 0 {
				about += " (" + annotate.WriteOutsideIDs(e.IDs) + ")"
			}
		}
		if a.Note != "" {
			about += " – " + a.Note
		}
		fmt.Fprintf(out, "<i class=\"%s\" style=\"--c:%s\" title=\"%s\">", kind, colorOf(t), esc(about))
	}
	var stack []*annotate.Annotation
	at := 0
	for _, e := range edges {
		out.WriteString(esc(r.Document.Text[at:e.at]))
		at = e.at
		if e.begin {
			open(e.a)
			stack = append(stack, e.a)
			continue
		}
		i := slices.Index(stack, e.a)
		for range len(stack) - i {
			out.WriteString("</i>")
		}
		again := slices.Clone(stack[i+1:])
		stack = append(stack[:i], again...)
		if t := schema.Type(e.a.Type); e.last && t != nil && t.Letter != "" {
			fmt.Fprintf(out, "<sup>%s</sup>", esc(t.Letter))
		}
		for _, a := range again {
			open(a)
		}
	}
	out.WriteString(esc(r.Document.Text[at:]))
}

func table(out *bufio.Writer, v *export.Views, kind annotate.Kind, title string) {
	list := v.OfKind(kind)
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(out, "<table><tr><th>%s</th><th>Words</th><th>Who and what</th></tr>\n", title)
	d := v.Record.Document
	for _, a := range list {
		label := a.Type
		if t := v.Schema.Type(a.Type); t != nil {
			label = t.Label
		}
		var fillers []string
		for _, x := range a.Args {
			b := v.Annotation(x.Target)
			if b == nil {
				continue
			}
			words := d.Surface(b.Spans)
			if e := v.Entity(b); e != nil && e.Name != words {
				words += " (" + e.Name + ")"
			}
			fillers = append(fillers, x.Role+": "+words)
		}
		fmt.Fprintf(out, "<tr><td>%s</td><td dir=\"auto\">%s</td><td dir=\"auto\">%s</td></tr>\n", esc(label), esc(d.Surface(a.Spans)), esc(strings.Join(fillers, "; ")))
	}
	fmt.Fprint(out, "</table>\n")
}
