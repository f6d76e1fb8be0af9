package annotators

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/store"
	"quoth/export"
)

// Outside is how an outside annotator is reached: a command, or a model behind an address. It holds no key, so it can be kept
// anywhere.
type Outside struct {
	Name    annotate.AnnotatorID `json:"name,omitempty"` // "" for what the command or model is called
	Command string               `json:"command,omitempty"`
	Address string               `json:"address,omitempty"`
	Model   string               `json:"model,omitempty"`
	Prompt  string               `json:"prompt,omitempty"` // "" for [DefaultPrompt]
}

// Annotator names whose set its proposals are.
func (o Outside) Annotator() annotate.AnnotatorID {
	switch {
	case o.Name != "":
		return o.Name
	case o.Command != "":
		return NameOfCommand(o.Command)
	}
	return NameOfModel(o.Model)
}

// Check says what is missing or wrong.
func (o Outside) Check() error {
	who := o.Annotator()
	switch {
	case o.Command != "" && o.Address != "":
		return errors.New("it is a command or an address, not both")
	case strings.TrimSpace(o.Command) == "" && o.Address == "":
		return errors.New("say what to run, or the address of a model")
	case o.Address != "" && o.Model == "":
		return errors.New("name the model")
	case who == propose.RulesAnnotator || who == annotate.Gold:
		return fmt.Errorf("%q is somebody else; give it another name", who)
	}
	if err := export.CheckAnnotator(who); err != nil {
		return fmt.Errorf("%q cannot be a name: %w", who, err)
	}
	if o.Address != "" {
		return checkAddress(o.Address)
	}
	return nil
}

// Proposer returns what proposes. The limit is the time that an article may take, 0 for [DefaultLimit].
func (o Outside) Proposer(key string, limit time.Duration) (propose.Proposer, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	if o.Command != "" {
		return &Command{Line: o.Command, Name: o.Annotator(), Limit: limit}, nil
	}
	return &Endpoint{Address: o.Address, Model: o.Model, Name: o.Annotator(), Key: key, Prompt: o.Prompt, Limit: limit}, nil
}

// Run is what came of having an annotator propose in articles.
type Run struct {
	Articles  int // in which it did
	Proposals int
	Failed    int    // articles in which it failed; what it proposed there before stays
	First     error  // what went wrong in the first of them
	Left      int    // proposals that were unsound
	Spent     string // what it cost, in words; "" where that is not known
}

// RunIn has an annotator propose in articles, one after the other, and fills its sets. What goes wrong in an article, and what is
// left out there, is told to trouble and costs nothing else; an error ends all. Tell is told after each article how many are
// done.
func RunIn(ctx context.Context, project *store.Project, who propose.Proposer, articles []annotate.DocumentID, author string, now func() time.Time, trouble func(error), tell func(done int, spent string)) (r Run, err error) {
	names, err := Names(ctx, project)
	if err != nil {
		return r, err
	}
	known := propose.Known{Schema: project.Schema(), Names: names}
	spent := func() string {
		if e, ok := who.(interface{ Spent() string }); ok {
			return e.Spent()
		}
		return ""
	}
	defer func() { r.Spent = spent() }()
	for i, id := range articles {
		doc, err := project.Document(ctx, id)
		if err != nil {
			return r, err
		}
		made, err := who.Propose(ctx, doc, known)
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		if err != nil {
			r.Failed++
			err = fmt.Errorf("%s: %w", called(doc), err)
			r.First = cmp.Or(r.First, err)
			trouble(err)
			tell(i+1, spent())
			continue
		}
		filled, err := Fill(ctx, project, doc, who.Annotator(), made, author, now())
		if err != nil {
			return r, err
		}
		r.Left += len(filled.Wrong)
		for _, w := range filled.Wrong {
			trouble(fmt.Errorf("%s: left out %w", called(doc), w))
		}
		for _, e := range made.Entities {
			names.Add(e) // so that the next article means the same
		}
		r.Articles++
		r.Proposals += filled.New + filled.Same
		tell(i+1, spent())
	}
	return r, nil
}

// called is what an article is called in a message.
func called(doc *annotate.Document) string {
	if t := export.OneLine(doc.Title); t != "" {
		return t
	}
	return string(doc.ID)
}
