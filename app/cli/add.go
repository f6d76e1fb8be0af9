package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/annotate/store"
	"quoth/export"
	"quoth/export/formats"
)

func (p *program) addCommand() *cobra.Command {
	var opts ingest.Options
	var keepGoing bool
	cmd := &cobra.Command{
		Use:   "add PROJECT FILE…",
		Short: "Put articles into a project",
		Long: `Put articles into a project: files, folders with all that is in them, or "-" for standard input.

Quoth reads ` + ingest.Kinds() + `.
JSON, CSV and TSV hold an article in each record; say which field is the text where Quoth does not
find it. The same text twice is one article.

What cannot be read is counted and told with file, place and reason, and the other articles come in; with
--keep-going=false nothing comes in then.

Labelled data, which would lose its labels here, is refused; bring it in with "quoth import".`,
		Example: `  quoth add news.quoth article.txt page.html
  quoth add news.quoth articles/
  quoth add news.quoth feed.csv --text-field body --title-field headline
  pdftotext paper.pdf - | quoth add news.quoth -`,
		Args: needs(2, -1, "name the project and the files: quoth add PROJECT FILE…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkLanguage(opts.Language); err != nil {
				return err
			}
			return p.writing(cmd.Context(), args[0], func(project *store.Project) error {
				if !keepGoing {
					if err := p.allGood(cmd.Context(), args, opts); err != nil {
						return err
					}
				}
				return p.add(cmd.Context(), project, args, opts)
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVar(&opts.TextField, "text-field", "", "the `FIELD` of records that holds the text, such as body or article.text")
	f.StringVar(&opts.TitleField, "title-field", "", "the `FIELD` of records that holds the title")
	f.StringVar(&opts.IDField, "id-field", "", "the `FIELD` of records that holds their own identity, kept as metadata")
	f.StringVar(&opts.Language, "language", "", "the language of the articles, such as en or pt-BR; otherwise it is guessed")
	f.BoolVar(&keepGoing, "keep-going", true, "leave out what cannot be read and count it; with --keep-going=false nothing comes in then")
	f.StringVar(&opts.Encoding, "encoding", "", "how the files are encoded, such as windows-1251; otherwise it is guessed")
	return cmd
}

// allGood reads what the arguments after the first name, and returns an error where some of it cannot come in.
func (p *program) allGood(ctx context.Context, args []string, opts ingest.Options) error {
	if slices.Contains(args[1:], "-") {
		return usagef("standard input can be read only once, so what is bad cannot be looked for first; name files, or leave out --keep-going=false")
	}
	wrong := p.complaints()
	sources := p.sources(ctx, args[1:], wrong)
	var m *meter
	in := ingest.NewIntake(filesOf(sources), func(done, total int64) { m.set(done) })
	m = p.begin("Looking through", "", sizeOrUnknown(in, sources))
	defer m.end()
	good := 0
	for range p.articles(ctx, in, args[0], sources, opts, wrong) {
		good++
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	err := wrong.end()
	if err != nil {
		m.end()
		if said := p.say("nothing is added, for not all can be read; --keep-going adds %s", count(good, "article", "articles")); said != nil {
			return said
		}
	}
	return err
}

// add adds what the arguments after the first name to the project that the first names.
func (p *program) add(ctx context.Context, project *store.Project, args []string, opts ingest.Options) error {
	wrong := p.complaints()
	sources := p.sources(ctx, args[1:], wrong)
	var m *meter
	in := ingest.NewIntake(filesOf(sources), func(done, total int64) { m.set(done) })
	m = p.begin("Adding", "", sizeOrUnknown(in, sources))
	defer m.end()
	docs := p.articles(ctx, in, args[0], sources, opts, wrong)
	added, err := project.AddDocumentsTelling(ctx, docs, in.Stored)
	if err == nil {
		err = ctx.Err()
	}
	if said := p.say("%s added%s", count(added.New, "article", "articles"), alreadyThere(added.Known)); err == nil {
		err = said
	}
	if left := wrong.end(); err == nil {
		err = left
	}
	return err
}

func filesOf(sources []ingest.Source) (paths []string) {
	for _, s := range sources {
		if s.Name != standardInput {
			paths = append(paths, s.Name)
		}
	}
	return paths
}

// sizeOrUnknown returns how many bytes all sources have, -1 where standard input, which has no size, is among them.
func sizeOrUnknown(in *ingest.Intake, sources []ingest.Source) int64 {
	for _, s := range sources {
		if s.Name == standardInput {
			return -1
		}
	}
	return in.Total()
}

// alreadyThere counts the articles that brought nothing new.
func alreadyThere(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "; 1 was there already"
	}
	return fmt.Sprintf("; %d were there already", n)
}

// sources opens the way to every file that the paths name, and says which paths lead nowhere.
func (p *program) sources(ctx context.Context, paths []string, wrong *complaints) (sources []ingest.Source) {
	for _, path := range paths {
		if path == "-" {
			sources = append(sources, ingest.Reader(standardInput, p.standardInput(ctx)))
			continue
		}
		files, skipped, err := ingest.Files([]string{path})
		if err != nil {
			wrong.add(err)
		}
		for _, s := range skipped {
			p.note("%s: left out: %s", s.Path, s.Reason)
		}
		for _, file := range files {
			sources = append(sources, ingest.File(file))
		}
	}
	return sources
}

// articles yields the documents of the sources, and says what cannot be read.
func (p *program) articles(ctx context.Context, in *ingest.Intake, project string, sources []ingest.Source, opts ingest.Options, wrong *complaints) iter.Seq[*annotate.Document] {
	return func(yield func(*annotate.Document) bool) {
		for _, source := range sources {
			in.Begin(source.Name)
			source, err := noDataset(source, project)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				wrong.add(err)
				continue
			}
			for d, err := range in.Read(ctx, source, opts) {
				if ctx.Err() != nil {
					return
				}
				if err != nil {
					wrong.add(err)
					continue
				}
				if !yield(d) {
					return
				}
			}
		}
	}
}

// noDataset refuses a dataset, which would come in without its labels, and what cannot be read. Of
// anything else it returns a source of the same bytes, which can be opened once.
func noDataset(source ingest.Source, project string) (ingest.Source, error) {
	f, err := source.Open()
	if err != nil {
		return source, nil // reading it says why
	}
	format, all, err := formats.All.Detect(source.Name, f)
	switch {
	case format != nil:
		f.Close()
		path := source.Name
		if path == standardInput {
			path = "-"
		}
		return source, fmt.Errorf("%s is a dataset; import it: quoth import %s %s", source.Name, quoteArg(project), quoteArg(path))
	case all == nil || export.Labelled(err):
		f.Close()
		return source, err
	}
	opened := struct {
		io.Reader
		io.Closer
	}{all, f}
	return ingest.Source{Name: source.Name, Open: func() (io.ReadCloser, error) { return opened, nil }}, nil
}

// checkLanguage reports why what a person says is no language, where it is none.
func checkLanguage(tag string) error {
	if tag == "" {
		return nil
	}
	_, err := language.Parse(tag)
	var unknown language.ValueError
	switch {
	case errors.As(err, &unknown):
		return usagef("--language %s: there is no %q among the codes of languages; give one such as en or pt-BR", tag, unknown.Subtag())
	case err != nil:
		return usagef("--language %s: it is not written as codes of languages are (BCP 47); give one such as en or pt-BR", tag)
	}
	return nil
}
