package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/assets"
	"quoth/export"
	"quoth/export/jsonl"
)

func (p *program) newCommand() *cobra.Command {
	var schemaFile string
	var sample bool
	cmd := &cobra.Command{
		Use:   "new PROJECT",
		Short: "Make a project",
		Long: `Make an empty project, with the built-in schema for news or one of your own.

"quoth schema" prints the built-in schema: a text file to start from.`,
		Example: `  quoth new news.quoth
  quoth new news.quoth --schema mine.yaml
  quoth new sample.quoth --sample`,
		Args: needs(1, 1, "name the project to make: quoth new NAME"+extension),
		RunE: func(cmd *cobra.Command, args []string) error {
			if schemaFile != "" && sample {
				return usagef("the sample needs the built-in schema: give --schema or --sample, not both")
			}
			return p.makeProject(cmd.Context(), args[0], schemaFile, sample)
		},
		ValidArgsFunction: completeProject,
	}
	cmd.Flags().StringVar(&schemaFile, "schema", "", "read the schema from this YAML `FILE`")
	cmd.Flags().BoolVar(&sample, "sample", false, "put the sample in: three articles, one of them annotated")
	return cmd
}

func (p *program) makeProject(ctx context.Context, arg, schemaFile string, sample bool) error {
	schema, err := readSchema(schemaFile)
	if err != nil {
		return err
	}
	path := projectPath(arg)
	if folder := filepath.Dir(path); !exists(folder) {
		return fmt.Errorf("there is no folder %s to make the project in", folder)
	}
	project, err := store.Create(ctx, path, schema)
	return p.with(path, project, err, func(project *store.Project) error {
		if sample {
			if err := addSample(ctx, project); err != nil {
				return err
			}
		}
		return p.say("%s is made. Put articles in with: quoth add %s FILE…", path, quoteArg(path))
	})
}

// readSchema reads a schema file, or the built-in schema where no file is named.
func readSchema(file string) (*annotate.Schema, error) {
	if file == "" {
		return annotate.ParseSchema("news.yaml", assets.Schema)
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the schema: %w", readable(err))
	}
	schema, err := annotate.ParseSchema(file, source)
	if err != nil {
		return nil, fmt.Errorf("the schema breaks rules:\n%w", err)
	}
	return schema, nil
}

// addSample brings the sample articles and annotations into a project.
func addSample(ctx context.Context, project *store.Project) error {
	author, err := me(ctx, project)
	if err != nil {
		return err
	}
	var trouble []error
	_, err = export.Import(ctx, project, jsonl.Read(ctx, "sample.jsonl", bytes.NewReader(assets.Sample)), export.ImportOptions{
		Title: "Put the sample in", Author: string(author),
		Trouble: func(err error) { trouble = append(trouble, err) },
	})
	return errors.Join(append(trouble, err)...)
}
