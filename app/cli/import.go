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
	"quoth/annotate/store"
	"quoth/export"
	"quoth/export/formats"
)

// The values of --entities.
const (
	entitiesKeep = "keep"
	entitiesTake = "take"
)

func (p *program) importCommand() *cobra.Command {
	var as, format, entities, mapFile string
	var choices []string
	var keepGoing bool
	cmd := &cobra.Command{
		Use:   "import PROJECT FILE…",
		Short: "Bring labelled data into a project",
		Long: `Bring datasets into a project: their articles, entities and annotations. "-" is standard input; a dataset
of many files is a folder.

Each record becomes the set of the annotator that it names, or of --as NAME, in one step that can be
undone. Work that is there already is never touched: a set that says the same is left alone, and a
record for a set that says something else is refused. So is a record that breaks a rule of the
project's schema; roles that are still empty are no reason. The other records come in, and those are counted and
told with file, line and reason; with --keep-going=false nothing comes in of a file that has one. An article or
entity that the project describes otherwise is told, and stays as the project has it.`,
		Example: `  quoth import news.quoth ana.jsonl ben.jsonl
  quoth import news.quoth predictions.jsonl --as model-3
  zcat big.jsonl.gz | quoth import news.quoth -`,
		Args: needs(2, -1, "name the project and the files: quoth import PROJECT FILE…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if entities != entitiesKeep && entities != entitiesTake {
				return usagef("--entities is %s or %s, not %q", entitiesKeep, entitiesTake, entities)
			}
			im := importing{keepGoing: keepGoing, complaints: p.complaints(), opts: export.ImportOptions{
				As: annotate.AnnotatorID(strings.TrimSpace(as)), TakeEntities: entities == entitiesTake,
			}}
			if err := export.CheckAnnotator(im.opts.As); err != nil {
				return usagef("--as %q cannot be a name: %w", as, err)
			}
			if format != "" {
				var err error
				if im.format, err = readFormat("--format", format); err != nil {
					return err
				}
				if im.format, err = underChoices(im.format, choices); err != nil {
					return err
				}
			} else if len(choices) > 0 {
				return usagef("--choose is about a format; name it: --format FORMAT")
			}
			if mapFile != "" {
				src, err := os.ReadFile(mapFile)
				if err != nil {
					return readable(err)
				}
				if im.mapping, err = export.ParseMap(mapFile, src); err != nil {
					return err
				}
			}
			return p.writing(cmd.Context(), args[0], func(project *store.Project) error {
				if now, err := project.NameNow(cmd.Context(), im.opts.As); err != nil {
					return err
				} else if now != im.opts.As {
					return usagef("%s is called %s in this project; say --as %s, or a name that nobody had", im.opts.As, now, now)
				}
				return im.files(cmd.Context(), project, args[1:])
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVar(&as, "as", "", "make the records sets of the annotator `NAME`")
	f.StringVar(&format, "format", "", formatHelp(formats.All.Readable(), "read the files as this `FORMAT`, not as what they look like"))
	f.StringVar(&entities, "entities", entitiesKeep, "where file and project describe an entity differently, keep the project's or take the file's: `keep|take`")
	f.StringVar(&mapFile, "map", "", "give labels the names of the project's schema by this YAML `FILE` (quoth convert --propose-map makes one)")
	f.StringArrayVar(&choices, "choose", nil, "choose something about the format, as `KEY=VALUE` (see quoth formats)")
	f.BoolVar(&keepGoing, "keep-going", true, "leave out bad records and count them; with --keep-going=false nothing of their file comes in")
	completeFormats(cmd, formats.All.Readable())
	_ = cmd.RegisterFlagCompletionFunc("entities", cobra.FixedCompletions([]string{entitiesKeep, entitiesTake}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// importing is the import of some files.
type importing struct {
	opts      export.ImportOptions
	format    *export.Format // nil: what each file looks like
	mapping   *export.Map    // nil: labels stay as they are
	keepGoing bool
	*complaints
}

func (im *importing) files(ctx context.Context, project *store.Project, paths []string) error {
	unknown := false // whether a record has a label that the schema lacks
	im.opts.Trouble = func(err error) {
		var broken *annotate.Broken
		unknown = unknown || errors.As(err, &broken) && project.Schema().Type(broken.Annotation.Type) == nil
		im.add(err)
	}
	who, err := me(ctx, project)
	if err != nil {
		return err
	}
	im.opts.Author = string(who)
	for _, path := range paths {
		if err = im.file(ctx, project, path); err != nil {
			break
		}
	}
	if unknown && im.mapping == nil {
		if said := im.say("labels that the schema lacks get names of its own by --map map.yaml; quoth convert %s map.yaml --propose-map proposes such a map", quoteArg(paths[0])); err == nil {
			err = said
		}
	}
	if left := im.end(); err == nil {
		err = left
	}
	return err
}

// file imports one file. The error says that the project cannot take any more.
func (im *importing) file(ctx context.Context, project *store.Project, path string) error {
	if !im.keepGoing && path == "-" {
		im.add(errors.New("standard input can be read only once, so bad records cannot be looked for first; name a file, or leave out --keep-going=false"))
		return nil
	}
	if info, err := os.Stat(path); err == nil && (info.IsDir() || !im.keepGoing) {
		in, err := formats.All.Open(path, im.format)
		if err != nil {
			im.add(err)
			return nil
		}
		if !im.keepGoing {
			if good, err := im.good(ctx, project, in); err != nil || !good {
				return err
			}
		}
		m := im.begin("Importing "+export.OneLine(filepath.Base(path)), "records", -1)
		defer m.end()
		n := 0
		return im.records(ctx, project, path, counted(in.Records(ctx), &n, m))
	}
	name, in, size, err := im.input(ctx, path)
	if err != nil {
		im.add(err)
		return nil
	}
	defer in.Close()
	m := im.begin("Importing "+export.OneLine(filepath.Base(name)), "", size)
	defer m.end()
	var r io.Reader = io.TeeReader(in, m)
	format := im.format
	if format == nil {
		if format, r, err = formats.All.Detect(name, r); err != nil {
			im.add(err)
			return nil
		}
	}
	if format.Read == nil {
		im.add(fmt.Errorf("%s: a dataset in %s is a folder of files; name the folder", name, format.Title))
		return nil
	}
	return im.records(ctx, project, name, format.Read(ctx, name, r))
}

// good reports whether every record of a dataset can come in, and says why others cannot.
func (im *importing) good(ctx context.Context, project *store.Project, in *export.Input) (bool, error) {
	m := im.begin("Looking through "+export.OneLine(filepath.Base(in.Name)), "records", -1)
	defer m.end()
	n := 0
	records := counted(in.Records(ctx), &n, m)
	if im.mapping != nil {
		records = im.mapping.Records(records)
	}
	opts := im.opts
	opts.Dry = true
	opts.Trouble = func(err error) {
		var entity *export.EntityDiffers
		var document *export.DocumentDiffers
		if !errors.As(err, &entity) && !errors.As(err, &document) {
			im.add(err)
		}
	}
	report, err := export.Import(ctx, project, records, opts)
	if err != nil || report.Refused == 0 {
		return err == nil, err
	}
	return false, im.say("%s: nothing comes in, for %s of %d cannot (--keep-going brings in the others)",
		in.Name, count(report.Refused, "record", "records"), report.Records)
}

// records imports the records of a file or folder.
func (im *importing) records(ctx context.Context, project *store.Project, name string, records iter.Seq2[*export.Record, error]) error {
	if im.mapping != nil {
		records = im.mapping.Records(records)
	}
	opts := im.opts
	opts.Title = "Import " + filepath.Base(name)
	report, err := export.Import(ctx, project, records, opts)
	if said := im.say("%s: %s", name, summary(report)); err == nil {
		err = said
	}
	return err
}

func summary(r export.Report) string {
	parts := []string{count(r.Sets, "set", "sets") + " written"}
	for _, x := range []struct {
		n                 int
		one, many, became string
	}{
		{r.Unchanged, "set", "sets", "there already"},
		{r.Documents, "new article", "new articles", ""},
		{r.Entities, "new entity", "new entities", ""},
		{r.Differing, "entity", "entities", "differing"},
		{r.Described, "article", "articles", "described otherwise"},
		{r.Refused, "record", "records", "refused"},
	} {
		if x.n > 0 {
			parts = append(parts, strings.TrimSpace(count(x.n, x.one, x.many)+" "+x.became))
		}
	}
	return strings.Join(parts, ", ")
}

// formatHelp puts the names of the formats behind the description of a flag.
func formatHelp(list export.Formats, what string) string {
	var names []string
	for _, f := range list {
		names = append(names, fmt.Sprintf("%s (%s)", f.Name, f.Title))
	}
	return what + ": " + strings.Join(names, ", ")
}

// readFormat returns the format that a flag says files are to be read as.
func readFormat(flag, name string) (*export.Format, error) {
	f, err := formats.All.Named(name)
	if err != nil {
		return nil, &usageError{err}
	}
	if !f.Reads() {
		var names []string
		for _, r := range formats.All.Readable() {
			names = append(names, r.Name)
		}
		return nil, usagef("%s %s: %s is only written, not read; what comes back is in %s (docs/FORMATS.md)", flag, name, f.Title, strings.Join(names, ", "))
	}
	return f, nil
}

func completeFormats(cmd *cobra.Command, list export.Formats) {
	if err := cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames(list), cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag has another name
	}
}
