package cli

import (
	"github.com/spf13/cobra"

	"quoth/annotate/store"
	"quoth/assets"
)

func (p *program) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [PROJECT]",
		Short: "Print the schema of a project, or the built-in one",
		Long: `Print the types of mentions, cues, quotes and events that a project has, with their roles and
attributes, as YAML. Without PROJECT it is the built-in schema. Change a copy of it and give it to a
project when it is made: quoth new PROJECT --schema FILE.`,
		Example: `  quoth schema > mine.yaml`,
		Args:    needs(0, 1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				_, err := p.Out.Write(assets.Schema)
				return err
			}
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				_, err := p.Out.Write(project.Schema().Source)
				return err
			})
		},
		ValidArgsFunction: completeProject,
	}
}
