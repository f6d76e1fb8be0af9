package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"quoth/annotate/offset"
	"quoth/export/jsonl"
)

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and those of what decides about data",
		Args:  needs(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			return p.say("%s\ndataset format %d\nwords and sentences by %s", p.version(), jsonl.Version, offset.TokenizerVersion)
		},
	}
}

// version says which build this is.
func (p *program) version() string {
	v := p.Version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version // "(devel)", or what git says
	}
	return fmt.Sprintf("quoth %s, %s %s/%s", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
