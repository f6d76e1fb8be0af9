package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/store"
	"quoth/app/annotators"
	"quoth/app/assign"
)

// proposing is what "quoth propose" was asked.
type proposing struct {
	with, as  string
	documents []string
	limit     time.Duration
	endpoint  endpointFlags
}

func (p *program) proposeCommand() *cobra.Command {
	var x proposing
	cmd := &cobra.Command{
		Use:   "propose PROJECT",
		Short: "Let rules, or a program of your own, mark the articles",
		Long: `Fill the sets of those who propose: the built-in rules, which mark quotes with speakers and cues, names,
dates and events; or, with --with, a command of your own; or, with --endpoint, a language model behind an
address that speaks the OpenAI chat protocol.

A command is run once for each article. It reads the article from its standard input as one line of Quoth
JSON Lines and writes that line back with its annotations, on its standard output. What breaks a rule of the
schema or does not fit the text is told and left out; the rest comes in. Nobody else's set is touched, and
doing it again makes the set what is proposed now. The window shows proposals to whoever annotates.`,
		Example: `  quoth propose news.quoth
  quoth propose news.quoth --with "python my_model.py" --as my-model
  quoth propose news.quoth --endpoint http://localhost:11434/v1 --model llama3`,
		Args: needs(1, 1, "name the project: quoth propose PROJECT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			who, err := x.annotator()
			if err != nil {
				return err
			}
			return p.writing(cmd.Context(), args[0], func(project *store.Project) error {
				return p.propose(cmd.Context(), project, who, &x)
			})
		},
		ValidArgsFunction: completeProject,
	}
	f := cmd.Flags()
	f.StringVar(&x.with, "with", "", "run this `COMMAND` for each article instead of the rules")
	f.StringVar(&x.as, "as", "", "whose set the proposals are: the annotator `NAME`; without it, what the command or model is called")
	f.StringArrayVar(&x.documents, "document", nil, "only the article with this `ID` (see quoth list); may be given several times")
	f.DurationVar(&x.limit, "limit", annotators.DefaultLimit, "how long a command or model may take for an article")
	x.endpoint.flags(f)
	return cmd
}

// annotator returns who proposes.
func (x *proposing) annotator() (propose.Proposer, error) {
	as := annotate.AnnotatorID(x.as)
	if x.with == "" && x.endpoint.address == "" {
		if as != "" && as != propose.RulesAnnotator {
			return nil, usagef("the rules are called %s; --as names a command or model", propose.RulesAnnotator)
		}
		return annotators.Rules(), nil
	}
	if x.with != "" && x.endpoint.address != "" {
		return nil, usagef("give --with or --endpoint, not both")
	}
	o := annotators.Outside{Name: as, Command: x.with}
	key, err := x.endpoint.fill(&o)
	if err != nil {
		return nil, err
	}
	who, err := o.Proposer(key, x.limit)
	if err != nil {
		return nil, usagef("%w", err)
	}
	return who, nil
}

func (p *program) propose(ctx context.Context, project *store.Project, who propose.Proposer, x *proposing) error {
	var ids []annotate.DocumentID
	for _, d := range x.documents {
		if _, err := project.Document(ctx, annotate.DocumentID(d)); err != nil {
			return err
		}
		ids = append(ids, annotate.DocumentID(d))
	}
	if len(ids) == 0 {
		var err error
		if ids, err = assign.Found(ctx, project, store.Filter{}); err != nil {
			return err
		}
	}
	author, err := me(ctx, project)
	if err != nil {
		return err
	}
	m := p.begin("Proposing", "articles", int64(len(ids)))
	defer m.end()
	wrong := p.complaints()
	ran, err := annotators.RunIn(ctx, project, who, ids, string(author), time.Now, wrong.add, func(done int, _ string) { m.set(int64(done)) })
	if err != nil {
		return err
	}
	err = p.say("%s: %s in %s", name(who.Annotator()), count(ran.Proposals, "proposal", "proposals"), count(ran.Articles, "article", "articles"))
	if ran.Spent != "" {
		err = errors.Join(err, p.say("%s", ran.Spent))
	}
	return errors.Join(err, wrong.end())
}
