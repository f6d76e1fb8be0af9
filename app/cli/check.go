package cli

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/export"
)

func (p *program) checkCommand() *cobra.Command {
	var c choice
	var missing bool
	cmd := &cobra.Command{
		Use:   "check PROJECT",
		Short: "List broken rules, empty roles and damage",
		Long: `Check that the project file is sound, and that every set obeys the schema. Each line says which
article, where (line and column, in characters from 1), whose set, which words, and what is wrong.

Ends with 1 where anything is found.`,
		Example: `  quoth check news.quoth
  quoth check news.quoth --annotator ana --state done
  quoth check news.quoth --missing=false     only broken rules, not roles still to be filled`,
		Args: needs(1, 1, "name the project: quoth check PROJECT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			sel, err := c.selection()
			if err != nil {
				return err
			}
			return p.reading(cmd.Context(), args[0], func(project *store.Project) error {
				k := checking{program: p, project: project, missing: missing}
				return k.run(cmd.Context(), sel)
			})
		},
		ValidArgsFunction: completeProject,
	}
	cmd.Flags().BoolVar(&missing, "missing", true, "also list required roles that are empty, such as a quote without speaker")
	c.flags(cmd)
	return cmd
}

// checking is one run over a project.
type checking struct {
	*program
	project *store.Project
	missing bool

	sets, damage, broken, empty int
}

func (k *checking) run(ctx context.Context, sel export.Selection) error {
	var m *meter
	problems, err := k.project.Check(ctx, func(done, total int64) {
		if m == nil {
			m = k.begin("Checking the file", "%", total)
		}
		m.set(done)
	})
	if m != nil {
		m.end()
	}
	if err != nil {
		return err
	}
	k.damage = len(problems)
	for _, x := range problems {
		if err := k.say("damage: %s", x); err != nil {
			return err
		}
	}
	if err := known(ctx, k.project, sel); err != nil {
		return err
	}
	entities, err := k.project.EntitiesByID(ctx)
	if err != nil {
		return err
	}
	if err := k.outsideIDs(entities); err != nil {
		return err
	}
	m = k.begin("Checking", "sets", -1)
	defer m.end()
	query := store.Selection{Annotators: sel.Annotators, States: sel.States, Documents: sel.Documents}
	for set, err := range k.project.Sets(ctx, query) {
		if err != nil {
			return err
		}
		k.sets++
		m.add(1)
		if err := k.set(set, described(entities)); err != nil {
			return err
		}
	}
	if err := k.say("%s", k.summary()); err != nil {
		return err
	}
	if k.damage+k.broken+k.empty > 0 {
		return errPartly
	}
	return nil
}

// outsideIDs says which identities elsewhere cannot be right.
func (k *checking) outsideIDs(entities map[annotate.ID]*annotate.Entity) error {
	for _, id := range slices.Sorted(maps.Keys(entities)) {
		e := entities[id]
		for _, kind := range slices.Sorted(maps.Keys(e.IDs)) {
			if _, err := annotate.OutsideID(kind, e.IDs[kind]); err != nil {
				k.broken++
				if err := k.say("entity %s: %s", name(e.Name), err); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// described are the entities of a project.
type described map[annotate.ID]*annotate.Entity

func (d described) Entity(id annotate.ID) *annotate.Entity { return d[id] }

func (k *checking) set(s *annotate.Set, entities annotate.EntitySource) error {
	for _, b := range s.Problems(k.project.Schema(), entities) {
		switch {
		case b.Missing == nil:
			k.broken++
		case !k.missing:
			continue
		default:
			k.empty++
		}
		line, column := position(s.Document.Text, b.Annotation.Hull().Start)
		if err := k.say("%s: line %d, column %d: %s: “%s”: %s",
			title(s.Document.Title, s.Document.ID), line, column, name(s.Annotator), name(s.Document.Surface(b.Annotation.Spans)), export.ClipReason(b.Reason)); err != nil {
			return err
		}
	}
	return nil
}

func (k *checking) summary() string {
	parts := []string{count(k.sets, "set", "sets") + " checked"}
	if k.damage > 0 {
		parts = append(parts, count(k.damage, "damaged part", "damaged parts")+" of the file")
	}
	parts = append(parts, count(k.broken, "broken rule", "broken rules"))
	if k.missing {
		parts = append(parts, count(k.empty, "empty role", "empty roles"))
	}
	return strings.Join(parts, ", ")
}

// position returns the line and the column of a byte offset, both from 1, in code points.
func position(text string, off int) (line, column int) {
	before := text[:off]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}
