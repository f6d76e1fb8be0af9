package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/gazetteer"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
	"quoth/app/register"
	"quoth/assets"
	"quoth/export"
)

func (p *program) entitiesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "entities",
		Short: "Bring in lists of people, organisations and places, and list them",
		Long: `Entities are the people, organisations and places that mentions refer to.

A list of others comes in as the project's own entities, or as a gazetteer: a file beside projects, which
several of them can use and none of them changes.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.entitiesImport(), p.entitiesUse(), p.entitiesList())
	return cmd
}

// taking is the intake of lists.
type taking struct {
	gazetteer.Options
	format, out, title string
	only               []string
	classes            map[string]string
	*complaints
}

func (p *program) entitiesImport() *cobra.Command {
	t := &taking{}
	cmd := &cobra.Command{
		Use:   "import PROJECT LIST… | import -o GAZETTEER LIST…",
		Short: "Bring in lists of entities",
		Long: `Bring in lists of entities, as the project's own or, with -o, as a gazetteer. "-" is standard input.

A list is a table with headings (CSV or TSV: name, type, aliases, dated, id, wikidata, viaf, isni, note), JSON
Lines ({"name": …, "type": …}), a list for brat's normalisation, or a JSON dump of Wikidata; packed by gzip or
bzip2 or not. It is read one row at a time. A row that cannot be taken is said with its line and the reason;
the others come in.

An entry has the same identity in every project: that of Wikidata, VIAF or ISNI, or the list's own. Of Wikidata
come items of the commonest classes of people, organisations and places; --class adds others.`,
		Example: `  quoth entities import news.quoth people.csv
  quoth entities import -o world.names latest-all.json.bz2 --only person,org --language en,de
  quoth entities use news.quoth world.names`,
		Args: needs(1, -1, "name the project and the lists: quoth entities import PROJECT LIST…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			t.complaints = p.complaints()
			if t.format != "" {
				t.Format = gazetteer.Format(t.format)
				if !slices.Contains(gazetteer.Formats, t.Format) {
					return usagef("--format is one of %s, not %q", listFormats(), t.format)
				}
			}
			t.Only = t.only
			t.Classes = t.classes
			t.Trouble = t.add
			if t.out != "" {
				schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
				if err != nil {
					return err
				}
				t.Types = entityTypes(schema)
				return t.shelve(cmd.Context(), args)
			}
			if len(args) < 2 {
				return usagef("name the lists: quoth entities import %s LIST…", quoteArg(args[0]))
			}
			return p.writing(cmd.Context(), args[0], func(project *store.Project) error {
				t.Types = entityTypes(project.Schema())
				return t.into(cmd.Context(), project, args[1:])
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVarP(&t.out, "output", "o", "", "write a gazetteer to `FILE`"+suggest.BookExtension+" for several projects to use")
	f.StringVar(&t.title, "title", "", "what the gazetteer is called")
	f.StringVar(&t.format, "format", "", "read the lists as this `FORMAT` ("+listFormats()+"), not as what they look like")
	f.StringVar(&t.Type, "type", "", "the `TYPE` of entries of which the list does not say it")
	f.StringSliceVar(&t.only, "only", nil, "take only entities of these `TYPES`")
	f.StringSliceVar(&t.Languages, "language", nil, "of Wikidata take names in these `LANGUAGES`, the first one's for the name itself")
	f.StringToStringVar(&t.classes, "class", nil, "what a class of Wikidata is here: `Q3=org`")
	f.StringVar(&t.Source, "source", "", "what the list's own ids are called; the file's name if not given")
	return cmd
}

func listFormats() string {
	names := make([]string, len(gazetteer.Formats))
	for i, f := range gazetteer.Formats {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// entityTypes lists the types that entities can have by a schema.
func entityTypes(s *annotate.Schema) []string {
	var out []string
	for _, t := range s.OfKind(annotate.KindMention) {
		for _, e := range t.Entities {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// shelve makes a gazetteer of the lists.
func (t *taking) shelve(ctx context.Context, lists []string) error {
	if filepath.Ext(t.out) == "" {
		t.out += suggest.BookExtension
	}
	if t.title == "" {
		t.title = strings.TrimSuffix(filepath.Base(t.out), filepath.Ext(t.out))
	}
	r, err := register.Shelve(ctx, t.out, t.title, func(yield func(gazetteer.Entry, error) bool) {
		for _, path := range lists {
			if !t.read(ctx, path, yield) {
				return
			}
		}
	}, t.add)
	if err == nil {
		err = t.say("%s is made: %s%s", t.out, count(r.New, "entity", "entities"), others(r))
	}
	if left := t.end(); err == nil {
		err = left
	}
	return err
}

// read hands on the entries of one list. It reports whether more are wanted.
func (t *taking) read(ctx context.Context, path string, yield func(gazetteer.Entry, error) bool) bool {
	name, in, size, err := t.input(ctx, path)
	if err != nil {
		t.add(err)
		return true
	}
	defer in.Close()
	m := t.begin("Reading "+export.OneLine(filepath.Base(name)), "", size)
	defer m.end()
	for e, err := range gazetteer.Read(ctx, name, io.TeeReader(in, m), t.Options) {
		if err != nil && ctx.Err() == nil {
			t.add(err) // the other lists can be read
			return true
		}
		if !yield(e, err) || err != nil {
			return false
		}
	}
	return true
}

// into brings the lists into a project.
func (t *taking) into(ctx context.Context, project *store.Project, lists []string) error {
	who, err := me(ctx, project)
	if err != nil {
		return err
	}
	acts := register.Acts{Project: project, Annotator: who, Author: string(who), Now: time.Now}
	namesakes := 0
	for _, path := range lists {
		var r register.Report
		r, err = acts.Import(ctx, "Import "+filepath.Base(path), func(yield func(gazetteer.Entry, error) bool) { t.read(ctx, path, yield) }, func(err error) { t.add(fmt.Errorf("%s: %w", path, err)) })
		if said := t.say("%s: %s%s", path, count(r.New, "new entity", "new entities"), others(r)); err == nil {
			err = said
		}
		namesakes += r.Namesakes
		if err != nil {
			break
		}
	}
	if left := t.end(); err == nil {
		err = left
	}
	if namesakes > 0 {
		t.note("who has a name that is here already may be the same: the window lists them under Suspected doubles in the entities of the project, "+
			"and makes them one: quoth %s", pathArg(project.Path()))
	}
	return err
}

func others(r register.Report) string {
	s := ""
	for _, x := range []struct {
		n    int
		text string
	}{{r.Known, "there already"}, {r.Differ, "described otherwise"}, {r.Repeats, "twice in the list"}, {r.Namesakes, "of the new ones have names that are here already"}} {
		if x.n > 0 {
			s += fmt.Sprintf(", %d %s", x.n, x.text)
		}
	}
	return s
}

func (p *program) entitiesUse() *cobra.Command {
	var leave bool
	cmd := &cobra.Command{
		Use:   "use PROJECT [GAZETTEER…]",
		Short: "Let a project use gazetteers, or list those that it uses",
		Args:  needs(1, -1, "name the project and the gazetteers: quoth entities use PROJECT GAZETTEER…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return p.reading(cmd.Context(), args[0], func(project *store.Project) error { return p.gazetteers(cmd.Context(), project) })
			}
			return p.writing(cmd.Context(), args[0], func(project *store.Project) error { return p.use(cmd.Context(), project, args[1:], leave) })
		},
		ValidArgsFunction: completeProject,
	}
	cmd.Flags().BoolVar(&leave, "not", false, "do not use them any more; their files stay")
	return cmd
}

// gazetteers lists what a project uses.
func (p *program) gazetteers(ctx context.Context, project *store.Project) error {
	paths, err := project.Gazetteers(ctx)
	if err != nil {
		return err
	}
	table := p.table()
	var missing error
	for _, path := range paths {
		book, err := suggest.OpenBook(path)
		if err != nil {
			p.note("%v", err)
			missing = errPartly
			continue
		}
		a := book.About()
		fmt.Fprintf(table, "%s\t%d\t%s\n", path, a.Entities, a.Title)
		if err := book.Close(); err != nil {
			return err
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return missing
}

func (p *program) use(ctx context.Context, project *store.Project, paths []string, leave bool) error {
	all, err := project.Gazetteers(ctx)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if path, err = filepath.Abs(path); err != nil {
			return err
		}
		at := slices.Index(all, path)
		switch {
		case leave && at < 0:
			return fmt.Errorf("the project does not use %s", path)
		case leave:
			all = slices.Delete(all, at, at+1)
		case at < 0:
			book, err := suggest.OpenBook(path)
			if err != nil {
				return err
			}
			if err := book.Close(); err != nil {
				return err
			}
			all = append(all, path)
		}
	}
	if err := project.SetGazetteers(ctx, all); err != nil {
		return err
	}
	return p.say("the project uses %s", count(len(all), "gazetteer", "gazetteers"))
}

func (p *program) entitiesList() *cobra.Command {
	var unused bool
	cmd := &cobra.Command{
		Use:   "list PROJECT",
		Short: "List the entities of a project, with how often each is spoken of",
		Long: `List the entities by name: identity, type, number of mentions, of articles with some, and of quotes; name, other
names, and identities elsewhere. On a terminal it is a table; elsewhere the columns are parted by tabs.`,
		Args: needs(1, 1, "name the project: quoth entities list PROJECT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				return p.listEntities(cmd.Context(), project, unused)
			})
		},
		ValidArgsFunction: completeProject,
	}
	cmd.Flags().BoolVar(&unused, "unused", false, "only entities that nothing refers to")
	return cmd
}

func (p *program) listEntities(ctx context.Context, project *store.Project, unused bool) error {
	const page = 500
	table := p.table()
	for offset := 0; ; offset += page {
		all, err := project.EntitiesByName(ctx, store.EntityFilter{Unused: unused}, offset, page)
		if err != nil {
			return err
		}
		ids := make([]annotate.ID, len(all))
		for i, e := range all {
			ids[i] = e.ID
		}
		totals, err := project.EntityTotals(ctx, ids)
		if err != nil {
			return err
		}
		for _, e := range all {
			n := totals[e.ID]
			fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%s\t%s\t%s\n", e.ID, e.Type, n.Mentions, n.Articles, n.Quotes, export.OneLine(e.Name),
				export.OneLine(strings.Join(e.Aliases, "; ")), export.OneLine(outsideIDs(e)))
		}
		if len(all) < page {
			return table.Flush()
		}
	}
}

func outsideIDs(e *annotate.Entity) string {
	var parts []string
	for kind, id := range e.IDs {
		parts = append(parts, kind+":"+id)
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}
