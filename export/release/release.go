package release

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/token"
)

// Choices are what a person chooses of a release.
type Choices struct {
	Title     string
	Parts     []Part // none: one part of all
	Seed      int64
	By        []By
	Licence   string // of the annotations and texts, as its own makers name it: "CC BY 4.0"
	Source    string // where the articles come from
	Agreement string // a table of how far annotators agree, in Markdown; "" for none
	// Draw draws a chart as a PNG; where it is nil the charts are SVG alone.
	Draw   func(Chart) ([]byte, error)
	Format *export.Format
	Lean   bool
}

// all is the name of the one part where nothing is divided.
const all = "train"

// Write makes a release in a folder: each part in the format, a card and charts. Records is called once for each
// reading.
func Write(ctx context.Context, name string, records func() iter.Seq2[*export.Record, error], schema *annotate.Schema, c Choices) (*Division, error) {
	if strings.TrimSpace(name) == "" {
		return nil, errors.New("the name of the folder is empty")
	}
	parts := c.Parts
	if len(parts) == 0 {
		parts = []Part{{all, 1}}
	}
	d, err := Divide(ctx, records(), schema, parts, c.Seed, c.By)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if d.Counts[p.Name].Articles == 0 {
			return d, fmt.Errorf("there are too few articles for the parts: %s would be empty", p.Name)
		}
	}
	facts := &facts{annotators: map[string]map[annotate.State]int{}, languages: map[string]int{}, outlets: map[string]int{}}
	err = export.ToFolder(name, func(to export.Folder) error {
		for _, p := range parts {
			if err := c.part(ctx, to, p.Name, facts.seen(d.Records(p.Name, records())), schema); err != nil {
				return err
			}
		}
		if err := c.chart(to, "types", typesChart(d, schema)); err != nil {
			return err
		}
		if err := c.chart(to, "parts", partsChart(d)); err != nil {
			return err
		}
		if err := export.WriteFile(to, "splits.txt", []byte(d.Report())); err != nil {
			return err
		}
		return export.WriteFile(to, "README.md", card(d, facts, schema, c))
	})
	return d, err
}

// part writes one part: a file of its name, or a folder of it where the format is one of many files.
func (c *Choices) part(ctx context.Context, to export.Folder, name string, records iter.Seq2[*export.Record, error], schema *annotate.Schema) error {
	opts := export.Options{Schema: schema, Lean: c.Lean}
	f := c.Format
	if f.Many() {
		under := &subfolder{Folder: to, name: name}
		if slices.ContainsFunc(f.Choices, func(x export.Choice) bool { return x.Key == "split" }) {
			split := map[string]string{"dev": "validation"}[name] // as its readers call it
			bound, err := f.With(map[string]string{"split": cmp.Or(split, name)})
			if err != nil {
				return err
			}
			f, under.name = bound, ""
		}
		return f.WriteFolder(ctx, under, records, opts)
	}
	w, err := to.Create(name + "." + f.Extensions[0])
	if err != nil {
		return err
	}
	if err := f.Write(ctx, w, records, opts); err != nil {
		w.Close()
		return err
	}
	if err := w.Close(); err != nil || f.Beside == nil {
		return err
	}
	for _, x := range f.Beside(opts) {
		if err := export.WriteFile(to, name+"."+x.Ending, x.Data); err != nil {
			return err
		}
	}
	return nil
}

// subfolder is a folder within another. What a format says of itself in a README.md gives way to the card.
type subfolder struct {
	export.Folder
	name string
}

func (s *subfolder) Create(name string) (io.WriteCloser, error) {
	if s.name == "" && name == "README.md" {
		return discard{}, nil
	}
	return s.Folder.Create(path.Join(s.name, name))
}

// Rename gives a file another name.
func (s *subfolder) Rename(from, to string) error {
	if r, ok := s.Folder.(export.Renamer); ok {
		return r.Rename(path.Join(s.name, from), path.Join(s.name, to))
	}
	return nil
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// facts is what is counted for the card while the parts are written.
type facts struct {
	annotators map[string]map[annotate.State]int
	languages  map[string]int
	outlets    map[string]int
	words      int
	first      string // of the dates of publication
	last       string
}

func (f *facts) seen(records iter.Seq2[*export.Record, error]) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		before := annotate.DocumentID("")
		for r, err := range records {
			if err == nil {
				who := string(r.Annotator)
				if f.annotators[who] == nil {
					f.annotators[who] = map[annotate.State]int{}
				}
				f.annotators[who][r.State]++
				if d := r.Document; d.ID != before {
					before = d.ID
					f.languages[d.Language]++
					f.outlets[d.Meta[annotate.MetaPublisher]]++
					for range d.Offsets().Words(0, len(d.Text)) {
						f.words++
					}
					if p := d.Meta[annotate.MetaPublished]; len(p) >= 4 {
						if f.first == "" || p < f.first {
							f.first = p
						}
						f.last = max(f.last, p)
					}
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// card writes the README.md.
func card(d *Division, f *facts, schema *annotate.Schema, c Choices) []byte {
	var b bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("---")
	if c.Licence != "" {
		line("license: %q", c.Licence)
	}
	var languages []string
	for _, l := range slices.Sorted(maps.Keys(f.languages)) {
		if l != "" {
			languages = append(languages, l)
		}
	}
	if len(languages) > 0 {
		line("language: [%s]", strings.Join(languages, ", "))
	}
	line("task_categories: [token-classification]\ntags: [news, quotes, events]")
	if c.Format.Many() && slices.ContainsFunc(c.Format.Choices, func(x export.Choice) bool { return x.Key == "split" }) {
		line("configs:\n- config_name: default\n  data_files:")
		for _, p := range d.Parts {
			split := p.Name
			if split == "dev" {
				split = "validation"
			}
			line("  - split: %s\n    path: data/%s-*.parquet", split, split)
		}
	}
	line("---\n\n# %s\n", cmp.Or(c.Title, "Annotated news articles"))
	total := 0
	for _, n := range d.Counts {
		total += n.Annotations
	}
	line("%s of %s with %s, in %s. %s Places are counted in %s.\n", export.Number(len(d.Of), "article", "articles"),
		export.Number(f.words, "word", "words"), export.Number(total, "annotation", "annotations"), c.Format.Title, c.Format.Who, c.Format.Unit)
	if len(f.first) >= 4 {
		line("Published from %s to %s.\n", f.first[:min(10, len(f.first))], f.last[:min(10, len(f.last))])
	}
	line("## Licence and provenance\n\n- Licence: %s\n- Source of the articles: %s\n- Schema: %s, version %d\n- Tokens, where there are any: %s\n",
		cmp.Or(c.Licence, "not stated"), cmp.Or(c.Source, "not stated"), cmp.Or(schema.Name, "unnamed"), schema.Version, token.Version)
	line("## Parts\n\n| part | articles | sets | annotations |\n|---|---|---|---|")
	for _, p := range d.Parts {
		n := d.Counts[p.Name]
		line("| %s | %d | %d | %d |", p.Name, n.Articles, n.Sets, n.Annotations)
	}
	line("\n%s\n\n%s", c.shown("parts", "Annotations by part"), d.Report())
	line("Articles are divided by the seed %d. Nearly the same means that more than %.0f%% of their runs of five words agree.\n", c.Seed, 100*Likeness)
	line("## Labels\n\n| label | kind | %s | what it is |\n|---|---|%s---|", strings.Join(names(d), " | "), strings.Repeat("---|", len(d.Parts)))
	for _, t := range schema.Types {
		var counts []string
		for _, p := range d.Parts {
			counts = append(counts, fmt.Sprint(d.Counts[p.Name].Types[t.Key]))
		}
		line("| `%s` | %s | %s | %s |", t.Key, t.Kind, strings.Join(counts, " | "), cell(t.Description))
	}
	line("\n%s\n", c.shown("types", "Annotations by type"))
	line("## Annotators\n\n| annotator | %s |\n|---|%s", strings.Join(stateNames(), " | "), strings.Repeat("---|", len(annotate.States)))
	for _, who := range slices.Sorted(maps.Keys(f.annotators)) {
		var counts []string
		for _, s := range annotate.States {
			counts = append(counts, fmt.Sprint(f.annotators[who][s]))
		}
		line("| %s | %s |", cell(cmp.Or(who, "(nobody)")), strings.Join(counts, " | "))
	}
	line("\n## Agreement\n\n%s", agreement(c.Agreement))
	if losses := c.Format.Loses(schema); len(losses) > 0 {
		line("## What this format leaves out\n")
		for _, l := range losses {
			line("- %s", l)
		}
	}
	return b.Bytes()
}

func agreement(text string) string {
	if strings.TrimSpace(text) == "" {
		return "Not measured: no article has sets of two annotators.\n"
	}
	return strings.TrimRight(text, "\n") + "\n"
}

func names(d *Division) []string {
	var out []string
	for _, p := range d.Parts {
		out = append(out, p.Name)
	}
	return out
}

func stateNames() []string {
	var out []string
	for _, s := range annotate.States {
		out = append(out, string(s))
	}
	return out
}

// cell writes words for a cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "<", "&lt;").Replace(strings.Join(strings.Fields(s), " "))
}

// Chart is counts under a title.
type Chart struct {
	Title string
	Bars  []Bar
}

// Bar is one count.
type Bar struct {
	Label string
	Color string // "#0072B2"
	N     int
}

// chart writes a chart as SVG, and as PNG where that can be drawn.
func (c *Choices) chart(to export.Folder, name string, x Chart) error {
	if err := export.WriteFile(to, "charts/"+name+".svg", x.svg()); err != nil {
		return err
	}
	if c.Draw == nil {
		return nil
	}
	png, err := c.Draw(x)
	if err != nil {
		return err
	}
	return export.WriteFile(to, "charts/"+name+".png", png)
}

// shown is a chart in the card: a PNG where there is one, for not every viewer shows SVG.
func (c *Choices) shown(name, title string) string {
	if c.Draw == nil {
		return "![" + title + "](charts/" + name + ".svg)"
	}
	return "![" + title + "](charts/" + name + ".png) ([as SVG](charts/" + name + ".svg))"
}

// svg draws bars from zero, with their numbers beside them.
func (c Chart) svg() []byte {
	title, bars := c.Title, c.Bars
	const width, left, right, row = 720, 190, 60, 24
	most := 1
	for _, x := range bars {
		most = max(most, x.N)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/><text x=\"12\" y=\"24\" font-size=\"15\" font-weight=\"bold\">%s</text>\n",
		width, 44+row*len(bars), html.EscapeString(title))
	for i, x := range bars {
		y := 40 + row*i
		w := (width - left - right) * x.N / most
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%d</text>\n",
			left-8, y+13, html.EscapeString(export.Clip(x.Label)), left, y, w, x.Color, left+w+6, y+13, x.N)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func typesChart(d *Division, schema *annotate.Schema) Chart {
	var bars []Bar
	for _, t := range schema.Types {
		n := 0
		for _, c := range d.Counts {
			n += c.Types[t.Key]
		}
		if n > 0 {
			color := "#0072B2"
			if len(t.Color) == 7 && t.Color[0] == '#' && strings.Trim(t.Color[1:], "0123456789abcdefABCDEF") == "" {
				color = t.Color
			}
			bars = append(bars, Bar{cmp.Or(t.Label, t.Key), color, n})
		}
	}
	slices.SortStableFunc(bars, func(a, b Bar) int { return b.N - a.N })
	return Chart{"Annotations by type", bars}
}

func partsChart(d *Division) Chart {
	var bars []Bar
	for _, p := range d.Parts {
		bars = append(bars, Bar{p.Name + ": articles", "#0072B2", d.Counts[p.Name].Articles}, Bar{p.Name + ": annotations", "#E69F00", d.Counts[p.Name].Annotations})
	}
	return Chart{"What is in each part", bars}
}
