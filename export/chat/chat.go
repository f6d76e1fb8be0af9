// Package chat is the JSON Lines that chat models are fine-tuned on, as OpenAI and those who follow it take them: on each
// line an example of a conversation, what the model is told, what the person says, and the answer that is right.
//
// The person's words are the article; the answer is JSON of what is marked in it. What the model is told (the
// prompt) can be chosen. With pairs, lines are preferences: the answer of the gold set, and that of another set
// of the same article that says something else, for training by comparison (DPO).
//
// The format is only written: answers of a model come in as predictions of any program do.
package chat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/go-json-experiment/json"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/values"
)

// Format is the entry for the list of formats.
var Format = format(map[string]string{prompt.Key: prompt.Default, answer.Key: answer.Default, lines.Key: lines.Default})

// The choices of the format.
var (
	prompt = export.Choice{Key: "prompt", Label: "What the model is told", Default: "You read a news article and answer with JSON: every quote with its words, speaker and cue; every name with its type; every event with its trigger and roles. Copy words exactly as the article has them.",
		Help: "the system message of every example"}
	answer = export.Choice{Key: "answer", Label: "The answer holds", Values: []string{"all", "quotes", "mentions", "events"}, Default: "all",
		Help: "what of the annotations the answer holds"}
	lines = export.Choice{Key: "lines", Label: "Lines are", Values: []string{"examples", "pairs"}, Default: "examples",
		Help: "examples for supervised fine-tuning, or pairs of a better and a worse answer: the set of gold against each other set of the article that differs from it"}
)

func format(choices map[string]string) *export.Format {
	f := files{choices[prompt.Key], choices[answer.Key], choices[lines.Key] == "pairs"}
	return &export.Format{
		Name:       "chat",
		Title:      "Chat fine-tuning (OpenAI JSON Lines)",
		Who:        "For fine-tuning chat models at OpenAI, and anywhere that takes its format (Axolotl, TRL, Mistral, Together).",
		Extensions: []string{"jsonl"},
		Unit:       "words, no places",
		Choices:    []export.Choice{prompt, answer, lines},
		Bind:       format,
		Shapes:     []export.Loss{{What: "places", Becomes: "the words that stand there"}},
		Write:      f.Write,
	}
}

type files struct {
	prompt, answer string
	pairs          bool
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type example struct {
	Messages []message `json:"messages"`
}

type preference struct {
	Input        example   `json:"input"`
	Preferred    []message `json:"preferred_output"`
	NonPreferred []message `json:"non_preferred_output"`
}

type answers struct {
	Quotes   *[]quote   `json:"quotes,omitempty"`
	Mentions *[]mention `json:"mentions,omitempty"`
	Events   *[]event   `json:"events,omitempty"`
}

type quote struct {
	Text    string `json:"text"`
	Speaker string `json:"speaker"`
	Entity  string `json:"entity,omitempty"`
	Cue     string `json:"cue"`
}

type mention struct {
	Text   string `json:"text"`
	Type   string `json:"type"`
	Entity string `json:"entity,omitempty"`
}

type event struct {
	Type    string    `json:"type"`
	Trigger string    `json:"trigger"`
	Args    []filling `json:"args"`
}

type filling struct {
	Role string `json:"role"`
	Text string `json:"text"`
}

// Write writes the lines. See [export.Format].
func (f files) Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	if strings.TrimSpace(f.prompt) == "" {
		return errors.New("the prompt is empty; say what the model is to do")
	}
	if f.pairs {
		return f.writePairs(ctx, w, records, opts)
	}
	return values.Write(ctx, w, records, func(r *export.Record) (any, error) {
		a, err := f.answerOf(r, opts.Schema)
		return example{append(f.asked(r), message{"assistant", a})}, err
	})
}

func (f files) asked(r *export.Record) []message {
	return []message{{"system", f.prompt}, {"user", r.Document.Text}}
}

func (f files) answerOf(r *export.Record, schema *annotate.Schema) (string, error) {
	v := export.NewViews(r, schema)
	d := r.Document
	var out answers
	words := func(list []*annotate.Annotation) string {
		if len(list) == 0 {
			return ""
		}
		return d.Surface(list[0].Spans)
	}
	if f.answer == "all" || f.answer == "quotes" {
		out.Quotes = &[]quote{}
		for _, a := range v.OfKind(annotate.KindQuote) {
			q := quote{Text: d.Surface(a.Spans), Speaker: words(v.Fillers(a, "speaker")), Cue: words(v.Fillers(a, "cue"))}
			if s := v.Fillers(a, "speaker"); len(s) > 0 && v.Entity(s[0]) != nil {
				q.Entity = v.Entity(s[0]).Name
			}
			*out.Quotes = append(*out.Quotes, q)
		}
	}
	if f.answer == "all" || f.answer == "mentions" {
		out.Mentions = &[]mention{}
		for _, a := range v.OfKind(annotate.KindMention) {
			m := mention{Text: d.Surface(a.Spans), Type: a.Type}
			if e := v.Entity(a); e != nil {
				m.Entity = e.Name
			}
			*out.Mentions = append(*out.Mentions, m)
		}
	}
	if f.answer == "all" || f.answer == "events" {
		out.Events = &[]event{}
		for _, a := range v.OfKind(annotate.KindEvent) {
			e := event{Type: a.Type, Trigger: d.Surface(a.Spans), Args: []filling{}}
			for _, x := range a.Args {
				if b := v.Annotation(x.Target); b != nil {
					e.Args = append(e.Args, filling{x.Role, d.Surface(b.Spans)})
				}
			}
			*out.Events = append(*out.Events, e)
		}
	}
	data, err := json.Marshal(out)
	return string(data), err
}

// mostSets is how many sets of one article are compared.
const mostSets = 1000

// writePairs writes a line for each set that says something else than the gold set of its article. Records
// come article by article.
func (f files) writePairs(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	n := 0
	var sets []*export.Record
	give := func() error {
		var gold *export.Record
		for _, r := range sets {
			if r.Annotator == annotate.Gold {
				gold = r
			}
		}
		if gold == nil {
			return nil
		}
		better, err := f.answerOf(gold, opts.Schema)
		if err != nil {
			return err
		}
		for _, r := range sets {
			worse, err := f.answerOf(r, opts.Schema)
			if err != nil {
				return err
			}
			if r == gold || worse == better {
				continue
			}
			p := preference{example{f.asked(r)}, []message{{"assistant", better}}, []message{{"assistant", worse}}}
			if err := json.MarshalWrite(w, p, values.Style); err != nil {
				return err
			}
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
			n++
		}
		return nil
	}
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && len(sets) > 0 && sets[0].Document.ID != r.Document.ID {
			err = give()
			sets = sets[:0]
		}
		if err != nil {
			return err
		}
		if len(sets) < mostSets {
			sets = append(sets, r)
		}
	}
	if err := give(); err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("there is no pair: no article has a set of %q and another one that differs from it", annotate.Gold)
	}
	return nil
}
