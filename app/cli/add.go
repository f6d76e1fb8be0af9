package cli

import (
	"context"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/annotate/store"
)

func (p *program) addCommand() *cobra.Command {
	var opts ingest.Options
	cmd := &cobra.Command{
		Use:   "add PROJECT FILE…",
		Short: "Put articles into a project",
		Long: `Put articles into a project: files, folders with all that is in them, or "-" for standard input.

Quoth reads ` + ingest.Kinds() + `.
JSON, CSV and TSV hold an article in each record; say which field is the text where Quoth does not
find it. The same text twice is one article.

To bring labelled data in, use "quoth import".`,
		Example: `  quoth add news.quoth article.txt page.html
  quoth add news.quoth articles/
  quoth add news.quoth feed.csv --text-field body --title-field headline
  pdftotext paper.pdf - | quoth add news.quoth -`,
		Args: needs(2, -1, "name the project and the files: quoth add PROJECT FILE…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.writing(cmd.Context(), args[0], func(project *store.Project) error {
				return p.add(cmd.Context(), project, args[1:], opts)
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVar(&opts.TextField, "text-field", "", "the `FIELD` of records that holds the text, such as body or article.text")
	f.StringVar(&opts.TitleField, "title-field", "", "the `FIELD` of records that holds the title")
	f.StringVar(&opts.IDField, "id-field", "", "the `FIELD` of records that holds their own identity, kept as metadata")
	f.StringVar(&opts.Language, "language", "", "the language of the articles, such as en or pt-BR; otherwise it is guessed")
	f.StringVar(&opts.Encoding, "encoding", "", "how the files are encoded, such as windows-1251; otherwise it is guessed")
	return cmd
}

func (p *program) add(ctx context.Context, project *store.Project, paths []string, opts ingest.Options) error {
	sources, failures := p.sources(ctx, paths)
	m := p.begin("Adding", "articles", -1)
	defer m.end()
	added, err := project.AddDocuments(ctx, p.articles(ctx, sources, opts, &failures))
	if err == nil {
		err = ctx.Err()
	}
	if said := p.say("%s added%s", count(added.New, "article", "articles"), alreadyThere(added.Known)); err == nil {
		err = said
	}
	if err == nil && failures > 0 {
		return errPartly
	}
	return err
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

// sources opens the way to every file that the paths name, and counts the paths that lead nowhere.
func (p *program) sources(ctx context.Context, paths []string) (sources []ingest.Source, failures int) {
	for _, path := range paths {
		if path == "-" {
			sources = append(sources, ingest.Reader("standard input", p.standardInput(ctx)))
			continue
		}
		files, skipped, err := ingest.Files([]string{path})
		if err != nil {
			failures++
			p.note("%v", err)
		}
		for _, s := range skipped {
			p.note("%s: left out: %s", s.Path, s.Reason)
		}
		for _, file := range files {
			sources = append(sources, ingest.File(file))
		}
	}
	return sources, failures
}

// articles yields the documents of the sources, and says and counts what cannot be read.
func (p *program) articles(ctx context.Context, sources []ingest.Source, opts ingest.Options, failures *int) iter.Seq[*annotate.Document] {
	return func(yield func(*annotate.Document) bool) {
		for _, source := range sources {
			for d, err := range ingest.Read(ctx, source, opts) {
				if ctx.Err() != nil {
					return
				}
				if err != nil {
					*failures++
					p.note("%v", err)
					continue
				}
				p.bar.add(1)
				if !yield(d) {
					return
				}
			}
		}
	}
}
