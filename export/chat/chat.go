// Package chat is the JSON Lines that chat models are fine-tuned on, as OpenAI and those who follow it take them: on each
// line an example of a conversation, what the model is told, what the person says, and the answer that is right.
//
// The person's words are the article; the answer is JSON of what is marked in it. What the model is told (the
// prompt) can be chosen. Lines can be preferences for training by comparison (DPO), a better and a worse answer to the
// same article. With pairs they come from what was decided in review: the better answer is that of whoever decided,
// the worse one the same with one thing as it was proposed before it was corrected, or that was rejected. With
// sets, the better answer is that of the gold set, and the worse that of another set that says something else.
//
// The format is only written: answers of a model come in as predictions of any program do.
package chat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
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
	lines = export.Choice{Key: "lines", Label: "Lines are", Values: []string{"examples", "pairs", "sets"}, Default: "examples",
		Help: "examples for supervised fine-tuning; pairs of a better and a worse answer, one for each annotation that was corrected or rejected in review; or sets, the gold set against each other set of the article that differs from it"}
)

func format(choices map[string]string) *export.Format {
	f := files{choices[prompt.Key], choices[answer.Key], choices[lines.Key]}
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

type files struct{ prompt, answer, lines string }

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
	switch f.lines {
	case "pairs":
		return f.writePairs(ctx, w, records, opts, f.decided, errNoDecision)
	case "sets":
		return f.writePairs(ctx, w, records, opts, f.compared, errNoPair)
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

var (
	errNoDecision = errors.New("there is no pair: in the chosen sets nothing was corrected or rejected that these lines can hold. " +
		"Review the articles, choose the sets of those who decided and of those they decided about, or choose lines=sets")
	errNoPair = fmt.Errorf("there is no pair: no article has a set of %q and another one that differs from it", annotate.Gold)
)

// writePairs writes the pairs of each article, of whose sets of returns them. Records come article by article.
func (f files) writePairs(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options,
	of func([]*export.Record, *annotate.Schema, func(r *export.Record, better, worse string) error) error, none error) error {
	n := 0
	var sets []*export.Record
	give := func() error {
		return of(sets, opts.Schema, func(r *export.Record, better, worse string) error {
			n++
			p := preference{example{f.asked(r)}, []message{{"assistant", better}}, []message{{"assistant", worse}}}
			if err := json.MarshalWrite(w, p, values.Style); err != nil {
				return err
			}
			_, err := io.WriteString(w, "\n")
			return err
		})
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
		return none
	}
	return nil
}

// compared gives a pair for each set that says something else than the gold set.
func (f files) compared(sets []*export.Record, schema *annotate.Schema, pair func(r *export.Record, better, worse string) error) error {
	i := slices.IndexFunc(sets, func(r *export.Record) bool { return r.Annotator == annotate.Gold })
	if i < 0 {
		return nil
	}
	better, err := f.answerOf(sets[i], schema)
	if err != nil {
		return err
	}
	for j, r := range sets {
		worse, err := f.answerOf(r, schema)
		if err != nil {
			return err
		}
		if j == i || worse == better {
			continue
		}
		if err := pair(r, better, worse); err != nil {
			return err
		}
	}
	return nil
}

// decided gives a pair for each annotation that somebody corrected or rejected.
func (f files) decided(sets []*export.Record, schema *annotate.Schema, pair func(r *export.Record, better, worse string) error) error {
	for _, r := range sets {
		if len(r.Decisions) == 0 {
			continue
		}
		better, err := f.answerOf(r, schema)
		if err != nil {
			return err
		}
		told := map[string]bool{better: true} // two may have made the same mistake
		for _, d := range r.Decisions {
			if d.Verdict == annotate.VerdictAccepted {
				continue
			}
			before := mistaken(r, d, sets, schema)
			if before == nil {
				continue
			}
			worse, err := f.answerOf(before, schema)
			if err != nil {
				return err
			}
			if told[worse] {
				continue
			}
			told[worse] = true
			if err := pair(r, better, worse); err != nil {
				return err
			}
		}
	}
	return nil
}

// mistaken returns a record as it would be if what was decided against had been accepted, nil where it is not known
// what that was. What filled its roles comes with it where the record has nothing of the same type there.
func mistaken(r *export.Record, d *annotate.Decision, sets []*export.Record, schema *annotate.Schema) *export.Record {
	out := *r
	out.Annotations = nil
	for _, a := range r.Annotations {
		if d.Result == "" || a.ID != d.Result {
			out.Annotations = append(out.Annotations, a)
		}
	}
	i := slices.IndexFunc(sets, func(s *export.Record) bool {
		return s.Annotator == d.Annotator && slices.ContainsFunc(s.Annotations, func(a *annotate.Annotation) bool { return a.ID == d.About })
	})
	if i < 0 {
		// The set is not there, as of rules that propose anew each time. Of what has no roles the place says all.
		k := schema.Kind(d.Type)
		if len(d.Spans) == 0 || k != annotate.KindMention && k != annotate.KindCue {
			return nil
		}
		out.Annotations = append(out.Annotations, &annotate.Annotation{ID: d.About, Type: d.Type, Spans: d.Spans})
		export.SortAnnotations(out.Annotations)
		return &out
	}
	from := sets[i]
	v := export.NewViews(from, schema)
	out.Entities = slices.Clone(r.Entities)
	var take func(id annotate.ID, main bool) annotate.ID
	taken := map[annotate.ID]annotate.ID{}
	take = func(id annotate.ID, main bool) annotate.ID {
		if to, ok := taken[id]; ok {
			return to
		}
		a := v.Annotation(id)
		if a == nil {
			return ""
		}
		if !main {
			for _, b := range out.Annotations {
				if b.Type == a.Type && slices.Equal(b.Spans, a.Spans) {
					taken[id] = b.ID
					return b.ID
				}
			}
		}
		c := a.Clone()
		c.ID = annotate.ID(string(from.Annotator) + "\x00" + string(a.ID)) // beside what it became, which may have kept its identity
		taken[id] = c.ID
		if e := v.Entity(a); e != nil && !slices.ContainsFunc(out.Entities, func(x *annotate.Entity) bool { return x.ID == e.ID }) {
			out.Entities = append(out.Entities, e)
		}
		c.Args = nil
		for _, x := range a.Args {
			if to := take(x.Target, false); to != "" {
				c.Args = append(c.Args, annotate.Arg{Role: x.Role, Target: to})
			}
		}
		out.Annotations = append(out.Annotations, c)
		return c.ID
	}
	id := take(d.About, true)
	// What the corrected one filled, this one fills.
	for i, a := range out.Annotations {
		if d.Result != "" && slices.ContainsFunc(a.Args, func(x annotate.Arg) bool { return x.Target == d.Result }) {
			c := a.Clone()
			for j := range c.Args {
				if c.Args[j].Target == d.Result {
					c.Args[j].Target = id
				}
			}
			out.Annotations[i] = c
		}
	}
	export.SortAnnotations(out.Annotations)
	return &out
}
