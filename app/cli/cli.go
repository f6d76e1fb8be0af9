package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"quoth/annotate"
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Window opens the window and returns when it is closed.
type Window func(context.Context, WindowOptions) error

// WindowOptions say what the window shows first.
type WindowOptions struct {
	Project   string // path of a project that exists, or ""
	Sample    bool   // the sample project
	Annotator string // in whose name the person works; "" where neither a flag nor the environment says it
	Version   string // of the program; "" for one that was built by hand
}

// Build is what differs between builds of the program.
type Build struct {
	Version string // "0.1.0"; "" for one that was built by hand
	Window  Window // nil for a build without window
}

// Main carries out a command line, without the program's name, and returns the exit code. An
// interrupt cancels what runs; a second one kills the program.
func Main(args []string, s Streams, b Build) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	p := &program{Streams: s, Build: b}
	root := p.root()
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	code, say := exitCode(ctx, err)
	switch {
	case code == exitInterrupted:
		p.note("stopped; what was done before stays")
	case say:
		p.note("quoth: %v", err)
	}
	if code == exitUsage {
		p.note("Try: %s --help", cmd.CommandPath())
	}
	return code
}

// program is one run of the command line.
type program struct {
	Streams
	Build
	bar *meter // what is under way, or nil
}

// note writes a line for the person to standard error, above the bar if there is one.
func (p *program) note(format string, args ...any) {
	p.bar.hide()
	fmt.Fprintln(p.Err, shown(fmt.Sprintf(format, args...)))
}

// say writes a line of the result to standard output.
func (p *program) say(format string, args ...any) error {
	p.bar.hide()
	_, err := fmt.Fprintln(p.Out, shown(fmt.Sprintf(format, args...)))
	return err
}

const rootHelp = `Quoth turns news articles into training data: who said what, and what happened.

Without a command it opens the window, on the PROJECT if one is given. The commands do what the
window does, without a display. A project is one file, by custom NAME.quoth.

  quoth new news.quoth                     make a project
  quoth add news.quoth articles/           put articles in
  quoth news.quoth                         annotate them
  quoth export news.quoth -o news.jsonl    take the labelled dataset out

In whose name you work is said, the first that is there, by --annotator or QUOTH_ANNOTATOR, by the project
(a work package is for somebody, and Who is working… in the window writes it into any), by the settings of
the window, by the name of your login. The window shows it at the upper right.

Exit codes:
  0    all of it was done
  1    something was refused, or a rule is broken; the rest was done
  2    the command line is wrong
  3    the project cannot be opened: it is locked, not there, or not a project
  130  interrupted; what was done before stays`

func (p *program) root() *cobra.Command {
	var sample bool
	var annotator string
	root := &cobra.Command{
		Use:           "quoth [PROJECT]",
		Short:         "Annotate articles and export labelled datasets",
		Long:          rootHelp,
		Version:       p.version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		// A word that is two letters away from a command was meant as one.
		SuggestionsMinimumDistance: 2,
		Args:                       p.rootArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.openWindow(cmd, args, sample, annotator)
		},
		ValidArgsFunction: completeProject,
	}
	root.Flags().BoolVar(&sample, "sample", false, "open the sample project: three articles, one of them annotated")
	root.Flags().StringVar(&annotator, "annotator", "", "in whose `NAME` to work in the window; like QUOTH_ANNOTATOR, this goes before what settings and projects say")
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	root.AddCommand(
		p.newCommand(), p.addCommand(), p.listCommand(), p.importCommand(), p.exportCommand(), p.convertCommand(), p.formatsCommand(),
		p.checkCommand(), p.proposeCommand(), p.evalCommand(), p.statsCommand(), p.agreeCommand(), p.reviewCommand(), p.assignCommand(), p.mergeCommand(), p.packCommand(), p.renameCommand(), p.entitiesCommand(), p.schemaCommand(), p.versionCommand(),
	)
	return root
}

// rootArgs takes a project or nothing. A word that is neither is most often a misspelt command.
func (p *program) rootArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 || len(args) == 1 && looksLikeProject(args[0]) {
		return nil
	}
	if len(args) > 1 && looksLikeProject(args[0]) {
		return usagef("the window opens one project, and %d were given", len(args))
	}
	meant := ""
	if names := cmd.SuggestionsFor(args[0]); len(names) > 0 {
		meant = fmt.Sprintf(" (did you mean %q?)", strings.Join(names, `" or "`))
	}
	return usagef("there is no command or project %q%s", args[0], meant)
}

func looksLikeProject(arg string) bool {
	return strings.HasSuffix(arg, extension) || strings.ContainsRune(arg, os.PathSeparator) || exists(projectPath(arg))
}

func (p *program) openWindow(cmd *cobra.Command, args []string, sample bool, annotator string) error {
	if sample && len(args) > 0 {
		return usagef("give a project or --sample, not both")
	}
	who, err := annotate.Worker(annotator)
	if err != nil {
		return usagef("%w", err)
	}
	if who == "" {
		if who, err = started(); err != nil {
			return err
		}
	}
	o := WindowOptions{Sample: sample, Annotator: string(who), Version: p.Version}
	if len(args) > 0 {
		if o.Project = projectPath(args[0]); !exists(o.Project) {
			return cannotOpen(o.Project, os.ErrNotExist)
		}
	}
	switch {
	case p.Window != nil:
		return p.Window(cmd.Context(), o)
	case o.Project != "":
		return usagef("this build of Quoth has no window; its commands work: quoth list %s", quoteArg(o.Project))
	case o.Sample:
		return usagef("this build of Quoth has no window; to look at the sample: quoth new sample%s --sample", extension)
	}
	if err := cmd.Help(); err != nil {
		return err
	}
	return p.say("\nThis build of Quoth has no window: it is the command line alone.")
}

// needs checks how many arguments follow a command; most < 0 means any number.
func needs(least, most int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usagef("%s", what)
		case most >= 0 && len(args) > most:
			return usagef("%q is one word too many", args[most])
		}
		return nil
	}
}
