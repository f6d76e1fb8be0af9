package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/assets"
	"quoth/export"
	"quoth/export/formats"
)

// converting is what "quoth convert" was asked.
type converting struct {
	from, to, mapFile, schema string
	choices, readChoices      []string
	verify, keepGoing, dryRun bool
	proposeMap                bool
	lean                      bool
}

func (p *program) convertCommand() *cobra.Command {
	var x converting
	cmd := &cobra.Command{
		Use:   "convert IN OUT",
		Short: "Turn a dataset of one format into another",
		Long: `Read a dataset in any format and write it in any other. What IN is, its contents say, not its name; OUT is
the format that its name ends in, or that --to names. Formats of many files (brat, CAS, WebAnno, .spacy,
Parquet) take and make folders, and keep the names of the files in them.

What OUT cannot hold is told before it is written. --verify reads OUT again and says whether it is equal, or
what differs. A record that cannot be read stops the conversion and OUT stays as it was; with --keep-going
the good ones are written, and the others counted.

Labels keep their names unless --map gives them others. --propose-map writes such a map from what IN holds and
the schema, to be corrected.`,
		Example: `  quoth convert corpus/ corpus.jsonl
  quoth convert news.jsonl news-brat --to brat --verify
  quoth convert litbank/ gold.conllu --map labels.yaml
  quoth convert corpus/ labels.yaml --propose-map`,
		Args: needs(1, 2, "name the dataset and where to: quoth convert IN OUT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 && !x.dryRun && !x.proposeMap {
				return usagef("say where to: quoth convert IN OUT")
			}
			out := ""
			if len(args) == 2 {
				out = args[1]
			}
			defer export.Roomy()()
			return p.convert(cmd.Context(), args[0], out, x)
		},
	}
	f := cmd.Flags()
	f.StringVar(&x.from, "from", "", formatHelp(formats.All.Readable(), "read IN as this `FORMAT`, not as what it looks like"))
	f.StringVar(&x.to, "to", "", formatHelp(formats.All, "write this `FORMAT`, not the one that OUT is named for"))
	f.StringArrayVar(&x.choices, "choose", nil, "choose something about the format of OUT, as `KEY=VALUE` (see quoth formats)")
	f.StringArrayVar(&x.readChoices, "choose-in", nil, "choose something about the format of IN, as `KEY=VALUE`")
	f.StringVar(&x.mapFile, "map", "", "give labels other names by this YAML `FILE`")
	f.StringVar(&x.schema, "schema", "", "take what types are from this schema `FILE`, not from IN")
	f.BoolVar(&x.verify, "verify", false, "read OUT again and say whether it is equal")
	f.BoolVar(&x.keepGoing, "keep-going", false, "leave out records that cannot be read, and count them")
	f.BoolVar(&x.dryRun, "dry-run", false, "write nothing; list item by item what would be lost")
	f.BoolVar(&x.proposeMap, "propose-map", false, "write a proposal of a map, from the labels of IN to the schema, to OUT or standard output")
	f.BoolVar(&x.lean, "lean", false, "leave out what only repeats the annotations in other words")
	for flag, list := range map[string]export.Formats{"from": formats.All.Readable(), "to": formats.All} {
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(formatNames(list), cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

// formatNames are the names of formats, each with its title, for a shell to complete.
func formatNames(list export.Formats) []string {
	var names []string
	for _, f := range list {
		names = append(names, f.Name+"\t"+f.Title)
	}
	return names
}

// parseChoices reads "key=value" words.
func parseChoices(list []string) (map[string]string, error) {
	out := map[string]string{}
	for _, c := range list {
		k, v, ok := strings.Cut(c, "=")
		if !ok {
			return nil, usagef("a choice is KEY=VALUE, not %q", c)
		}
		out[k] = v
	}
	return out, nil
}

// underChoices returns the format under the choices of the command line.
func underChoices(f *export.Format, choices []string) (*export.Format, error) {
	all, err := parseChoices(choices)
	if err != nil || len(all) == 0 {
		return f, err
	}
	if f, err = f.With(all); err != nil {
		return nil, &usageError{err}
	}
	return f, nil
}

// outputFormat returns the format that is named, or the one that the name of OUT stands for.
func outputFormat(name, out string) (*export.Format, error) {
	if name != "" {
		f, err := formats.All.Named(name)
		if err != nil {
			return nil, &usageError{err}
		}
		return f, nil
	}
	if ending := strings.TrimPrefix(filepath.Ext(out), "."); out == "-" || out == "" || ending == "" {
		return formats.All[0], nil
	}
	if f := formats.All.ForName(out); f != nil {
		return f, nil
	}
	var endings []string
	seen := map[string]bool{}
	for _, f := range formats.All {
		for _, e := range f.Extensions {
			if !seen[e] {
				seen[e] = true
				endings = append(endings, e)
			}
		}
	}
	return nil, usagef("no format has names like %s; name it .%s, or say which format it is to be: --format %s",
		out, strings.Join(endings, ", ."), formats.All[0].Name)
}

func (p *program) convert(ctx context.Context, from, to string, x converting) error {
	var as *export.Format
	if x.from != "" {
		var err error
		if as, err = readFormat("--from", x.from); err != nil {
			return err
		}
		if as, err = underChoices(as, x.readChoices); err != nil {
			return err
		}
	}
	in, err := formats.All.Open(from, as)
	if err != nil {
		return err
	}
	if as == nil && len(x.readChoices) > 0 {
		if as, err = underChoices(in.Format, x.readChoices); err != nil {
			return err
		}
		if in, err = formats.All.Open(from, as); err != nil {
			return err
		}
	}
	c := &conversion{x: x, in: in, complaints: p.complaints()}
	if x.mapFile != "" {
		src, err := os.ReadFile(x.mapFile)
		if err != nil {
			return readable(err)
		}
		if c.mapping, err = export.ParseMap(x.mapFile, src); err != nil {
			return err
		}
	}
	if c.given, err = schemaFile(x.schema); err != nil {
		return err
	}
	if err := c.look(ctx); err != nil {
		return err
	}
	if x.proposeMap {
		return c.proposal(to)
	}
	format, err := outputFormat(x.to, to)
	if err != nil {
		return err
	}
	if format, err = underChoices(format, x.choices); err != nil {
		return err
	}
	if x.dryRun {
		return c.dry(ctx, format)
	}
	return c.write(ctx, format, to)
}

// schemaFile reads a schema; the built-in one where no file is named.
func schemaFile(name string) (*annotate.Schema, error) {
	if name == "" {
		return annotate.ParseSchema("news.yaml", assets.Schema)
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, readable(err)
	}
	return annotate.ParseSchema(name, src)
}

// conversion is one run of convert.
type conversion struct {
	*complaints
	x       converting
	in      *export.Input
	mapping *export.Map
	given   *annotate.Schema
	types   export.Types
	total   int
	bad     int
}

// records are those of IN under the map. The first one that cannot be read ends them, unless they are to be
// left out.
func (c *conversion) records(ctx context.Context, say bool) iter.Seq2[*export.Record, error] {
	records := c.in.Records(ctx)
	if c.mapping != nil {
		records = c.mapping.Records(records)
	}
	return func(yield func(*export.Record, error) bool) {
		for r, err := range records {
			if err != nil && c.x.keepGoing && ctx.Err() == nil {
				if say {
					c.bad++
					c.add(err)
				}
				continue
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// look reads IN once, for what types it has and how many records.
func (c *conversion) look(ctx context.Context) error {
	m := c.begin("Reading "+export.OneLine(filepath.Base(c.in.Name)), "records", -1)
	defer m.end()
	for r, err := range c.records(ctx, true) {
		if err != nil {
			return err
		}
		c.types.Add(r)
		c.total++
		m.add(1)
	}
	return nil
}

// schema is that of the records: the given one's types where they have the same names, and the others as
// they are found to be.
func (c *conversion) schema() *annotate.Schema { return c.types.Schema(c.in.Name, c.given) }

func (c *conversion) proposal(to string) error {
	text := c.types.Propose(c.given)
	if to == "" || to == "-" {
		_, err := c.Out.Write(text)
		return err
	}
	return export.ToFile(to, func(w io.Writer) error { _, err := w.Write(text); return err })
}

func (c *conversion) dry(ctx context.Context, format *export.Format) error {
	return c.tellLosses(format, c.schema(), c.records(ctx, false))
}

// tellLosses lists, item by item, what the format would lose of the records.
func (p *program) tellLosses(format *export.Format, schema *annotate.Schema, records iter.Seq2[*export.Record, error]) error {
	for _, loss := range format.Loses(schema) {
		p.note("%s cannot hold all: %s", format.Title, loss)
	}
	n, items := 0, 0
	for r, err := range records {
		if err != nil {
			return err
		}
		n++
		where := title(r.Document.Title, r.Document.ID)
		if r.Annotator != "" {
			where += ", set of " + name(r.Annotator)
		}
		for _, i := range format.Lost(r, schema) {
			items++
			if err := p.say("%s: %s", where, i); err != nil {
				return err
			}
		}
	}
	if items == 0 {
		return p.say("%s, nothing would be lost", count(n, "record", "records"))
	}
	if err := p.say("%s, %s would be lost", count(n, "record", "records"), count(items, "item", "items")); err != nil {
		return err
	}
	p.note("%s", export.KeepAdvice)
	return nil
}

func (c *conversion) write(ctx context.Context, format *export.Format, to string) error {
	schema := c.schema()
	for _, loss := range format.Loses(schema) {
		c.note("%s cannot hold all: %s", format.Title, loss)
	}
	opts := export.Options{Schema: schema, Lean: c.x.lean}
	m := c.begin("Converting", "records", int64(c.total))
	n := 0
	records := counted(c.records(ctx, false), &n, m)
	var err error
	switch {
	case to == "-" && format.Many():
		err = usagef("%s makes a folder of files; it cannot go to standard output", format.Title)
	case to == "-":
		err = format.Write(ctx, c.Out, records, opts)
	default:
		err = format.WriteTo(ctx, to, records, opts)
	}
	m.end()
	if err != nil {
		return err
	}
	said := fmt.Sprintf("%s (%s) from %s (%s)", count(n, "record", "records"), format.Title, c.in.Name, c.in.Format.Title)
	if to == "-" {
		c.note("%s", said)
	} else if err := c.say("%s written to %s", said, to); err != nil {
		return err
	}
	if c.x.verify && to != "-" {
		if err := c.verify(ctx, format, to, schema); err != nil {
			return err
		}
	}
	if c.bad > 0 {
		c.note("%s left out", count(c.bad, "record", "records"))
	}
	return c.end()
}

// verify reads OUT again.
func (c *conversion) verify(ctx context.Context, format *export.Format, to string, schema *annotate.Schema) error {
	if !format.Reads() {
		return fmt.Errorf("%s is only written, so it cannot be verified", format.Title)
	}
	back, err := formats.All.Open(to, format)
	if err != nil {
		return err
	}
	cert, err := format.Verify(ctx, c.records(ctx, false), back.Records(ctx), schema)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return c.certify(cert)
}

// certify says what a certificate says.
func (p *program) certify(cert *export.Certificate) error {
	switch {
	case cert.Equal():
		return p.say("verified: %s, equal", count(cert.Records, "record", "records"))
	case cert.Sound():
		return p.say("verified: %s, equal but for %s that the format cannot hold (--dry-run lists them)",
			count(cert.Records, "record", "records"), count(cert.Lost, "item", "items"))
	}
	for _, i := range cert.Wrong {
		p.note("%s", i)
	}
	if cert.More > 0 {
		p.note("and %d more", cert.More)
	}
	return errors.Join(errPartly, p.say("verified: not equal"))
}

func (p *program) formatsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: "List the formats of datasets, and what can be chosen about each",
		Args:  needs(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			for _, f := range formats.All {
				does := "read and written"
				if !f.Reads() {
					does = "written"
				}
				what := "a file"
				if f.Many() {
					what = "a folder"
				}
				if err := p.say("%-14s %s: %s, %s, places in %s\n               %s", f.Name, f.Title, does, what, f.Unit, f.Who); err != nil {
					return err
				}
				for _, c := range f.Choices {
					values := strings.Join(c.Values, "|")
					if values == "" {
						values = "TEXT"
					}
					if err := p.say("               %s=%s (%s): %s", c.Key, values, c.Default, c.Help); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}
