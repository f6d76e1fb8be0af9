package annotators

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	openai "github.com/sashabaranov/go-openai"
	"github.com/zalando/go-keyring"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/annotate/propose"
	"quoth/export"
)

// Endpoint is a language model behind an address that speaks the OpenAI chat protocol: Ollama, llama.cpp, vLLM, or a
// service. It is shown the article and answers with words of it; where these stand is found in the text, for a model
// cannot count. Words that the text does not have are left out.
type Endpoint struct {
	Address string // "http://localhost:11434/v1"
	Model   string
	Name    annotate.AnnotatorID
	Key     string // "" for none
	Prompt  string // "" for [DefaultPrompt]
	Limit   time.Duration

	mu    sync.Mutex
	spent spent
}

type spent struct {
	prompt, completion int // tokens
	time               time.Duration
	asked              int
}

// DefaultPrompt is what a model is told before it is shown an article.
const DefaultPrompt = "You annotate a news article. Find every quote (direct, mixed or indirect speech) with who says it and the words that " +
	"report it, and every name of a person, organisation or place. Answer with one JSON object and nothing else:\n" +
	`{"quotes": [{"words": "…", "type": "direct|mixed|indirect", "speaker": "…", "cue": "…"}],` + "\n" +
	` "names": [{"words": "…", "type": "person|org|place", "name": "the full name"}]}` + "\n" +
	"Copy words from the article exactly as they stand, with their quotation marks. The speaker is the name or pronoun nearest to the cue. " +
	`The cue is the shortest reporting words, such as "said" or "according to". Leave out what the article does not say.`

// NameOfModel returns the annotator that a model is called where nobody names it.
func NameOfModel(model string) annotate.AnnotatorID {
	if i := strings.LastIndexByte(model, '/'); i >= 0 {
		model = model[i+1:]
	}
	return annotate.AnnotatorID(model)
}

// keyService is what Quoth's keys are filed under in the system's keyring.
const keyService = "quoth"

// KeyOf returns the key for an address from the system's keyring, or "".
func KeyOf(address string) string {
	key, err := keyring.Get(keyService, host(address))
	if err != nil {
		return ""
	}
	return key
}

// KeepKey puts the key for an address into the system's keyring; an empty key removes it.
func KeepKey(address, key string) error {
	if key == "" {
		if err := keyring.Delete(keyService, host(address)); err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return fmt.Errorf("the system's keyring: %w", err)
		}
		return nil
	}
	if err := keyring.Set(keyService, host(address), key); err != nil {
		return fmt.Errorf("the system's keyring: %w", err)
	}
	return nil
}

func host(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}

func checkAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%q is no address of a model; one looks like http://localhost:11434/v1", address)
	}
	return nil
}

// Annotator implements [propose.Proposer].
func (e *Endpoint) Annotator() annotate.AnnotatorID { return e.Name }

// Spent says in words what the model cost so far; "" before it was asked.
func (e *Endpoint) Spent() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.spent.asked == 0 {
		return ""
	}
	return fmt.Sprintf("asked %s %d times: %d tokens sent, %d received, %s", e.Model, e.spent.asked, e.spent.prompt, e.spent.completion, e.spent.time.Round(100*time.Millisecond))
}

const (
	mostShown  = 12 << 10 // bytes of an article that are shown at once
	mostAnswer = 1 << 20  // bytes of an answer that are read
)

// Propose implements [propose.Proposer].
func (e *Endpoint) Propose(ctx context.Context, doc *annotate.Document, known propose.Known) (propose.Proposals, error) {
	if err := checkAddress(e.Address); err != nil {
		return propose.Proposals{}, err
	}
	limit := e.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	config := openai.DefaultConfig(e.Key)
	config.BaseURL = strings.TrimRight(e.Address, "/")
	config.HTTPClient = &http.Client{
		Transport: bodyLimit{http.DefaultTransport},
		// A key goes to the address that it was given for, nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("it answers from another address; give that one")
		},
	}
	client := openai.NewClientWithConfig(config)
	prompt := e.Prompt
	if strings.TrimSpace(prompt) == "" {
		prompt = DefaultPrompt
	}
	f := &finding{doc: doc, schema: known.Schema, who: e.Name, made: map[annotate.ID]*annotate.Annotation{}, entities: map[annotate.ID]*annotate.Entity{}}
	for _, part := range parts(doc.Text) {
		a, err := e.ask(ctx, client, prompt, doc.Text[part.Start:part.End])
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return propose.Proposals{}, fmt.Errorf("%s took longer than %s for an article", e.Name, limit)
		}
		if err != nil {
			return propose.Proposals{}, fmt.Errorf("%s: %w", e.Name, err)
		}
		f.take(a, part)
	}
	return f.proposals(), nil
}

// parts cuts a text between paragraphs so that a model can be shown one after the other.
func parts(text string) (out []annotate.Span) {
	for start, end := range offset.Paragraphs(text) {
		if n := len(out); n > 0 && end-out[n-1].Start <= mostShown {
			out[n-1].End = end
			continue
		}
		for end-start > mostShown {
			cut := offset.RuneStart(text, start+mostShown)
			out = append(out, annotate.Span{Start: start, End: cut})
			start = cut
		}
		out = append(out, annotate.Span{Start: start, End: end})
	}
	return out
}

// answer is what a model answers with.
type answer struct {
	Quotes []struct {
		Words, Type, Speaker, Cue string
	}
	Names []struct {
		Words, Type, Name string
	}
}

func (e *Endpoint) ask(ctx context.Context, client *openai.Client, prompt, text string) (a answer, err error) {
	began := time.Now()
	resp, err := client.CreateChatCompletion(ctx, openai.ChatCompletionRequest{
		Model: e.Model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: prompt},
			{Role: openai.ChatMessageRoleUser, Content: text},
		},
	})
	e.mu.Lock()
	e.spent.asked++
	e.spent.time += time.Since(began)
	e.spent.prompt += resp.Usage.PromptTokens
	e.spent.completion += resp.Usage.CompletionTokens
	e.mu.Unlock()
	if err != nil {
		return a, refusal(err)
	}
	if len(resp.Choices) == 0 {
		return a, errors.New("the answer is empty")
	}
	return a, readAnswer(resp.Choices[0].Message.Content, &a)
}

// refusal says in words what an address answered instead of what was asked, with what to do where that is known.
func refusal(err error) error {
	said, status, code := "", "", 0
	var refused *openai.APIError
	var other *openai.RequestError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &refused):
		said, status, code = refused.Message, refused.HTTPStatus, refused.HTTPStatusCode
	case errors.As(err, &other):
		said, status, code = string(other.Body), other.HTTPStatus, other.HTTPStatusCode
	case errors.As(err, &syntax):
		return errors.New("what answers there does not speak the OpenAI chat protocol; the address of one that does often ends in /v1")
	default:
		return err
	}
	status = strings.TrimSpace(cmp.Or(status, http.StatusText(code)))
	if said = strings.Join(strings.Fields(said), " "); said != "" {
		status += ": " + export.ClipReason(said)
	}
	switch {
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return fmt.Errorf("the key is refused (%s)", status)
	case code == http.StatusNotFound:
		return fmt.Errorf("there is no such model, or the address is another (%s)", status)
	case code == http.StatusTooManyRequests || code >= 500:
		return fmt.Errorf("the model’s server cannot answer now; try again later (%s)", status)
	}
	return fmt.Errorf("the model’s server refuses (%s)", status)
}

// readAnswer takes the JSON object out of an answer, which may talk around it.
func readAnswer(s string, a *answer) error {
	if i := strings.LastIndex(s, "</think>"); i >= 0 {
		s = s[i+len("</think>"):]
	}
	for from := strings.IndexByte(s, '{'); from >= 0; {
		d := json.NewDecoder(strings.NewReader(s[from:]))
		if err := d.Decode(a); err == nil {
			return nil
		}
		*a = answer{}
		next := strings.IndexByte(s[from+1:], '{')
		if next < 0 || from > 1<<12 {
			break
		}
		from += 1 + next
	}
	return errors.New("the answer is not the JSON object that was asked for")
}

// bodyLimit cuts answers that have no end.
type bodyLimit struct{ http.RoundTripper }

func (l bodyLimit) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, mostAnswer), resp.Body}
	}
	return resp, err
}

// finding turns the words of answers into places of the text.
type finding struct {
	doc      *annotate.Document
	schema   *annotate.Schema
	who      annotate.AnnotatorID
	made     map[annotate.ID]*annotate.Annotation
	order    []*annotate.Annotation
	entities map[annotate.ID]*annotate.Entity
}

func (f *finding) take(a answer, part annotate.Span) {
	at := part.Start
	for _, n := range a.Names {
		typ := map[string]string{"person": "person", "org": "org", "organisation": "org", "organization": "org", "place": "place", "location": "place"}[strings.ToLower(n.Type)]
		if typ == "" || f.schema.Type(typ) == nil {
			continue
		}
		entity := annotate.ID("")
		if name := strings.TrimSpace(n.Name); name != "" && utf8.RuneCountInString(name) <= 100 && !strings.ContainsFunc(name, unicode.IsControl) {
			entity = propose.EntityID(typ, name)
			f.entities[entity] = &annotate.Entity{ID: entity, Type: typ, Name: name}
		}
		for _, s := range f.every(n.Words, part) {
			m := f.mark(typ, s)
			m.Entity = entity
		}
	}
	for _, q := range a.Quotes {
		s, ok := f.near(q.Words, part, at)
		if !ok || f.schema.Type("quote") == nil {
			continue
		}
		at = s.End
		typ := strings.ToLower(q.Type)
		if typ != "mixed" && typ != "indirect" {
			typ = "direct"
		}
		m := f.mark("quote", s)
		m.Attrs = map[string]string{"type": typ}
		if c, ok := f.beside(q.Cue, part, s); ok && f.schema.Type("cue") != nil {
			m.Args = append(m.Args, annotate.Arg{Role: "cue", Target: f.mark("cue", c).ID})
		}
		if c, ok := f.beside(q.Speaker, part, s); ok {
			m.Args = append(m.Args, annotate.Arg{Role: "speaker", Target: f.speaker(c).ID})
		}
	}
}

// speaker returns the mention that the words are, a person where they are none yet.
func (f *finding) speaker(s annotate.Span) *annotate.Annotation {
	for _, a := range f.order {
		if f.schema.Kind(a.Type) == annotate.KindMention && len(a.Spans) == 1 && a.Spans[0] == s {
			return a
		}
	}
	return f.mark("person", s)
}

func (f *finding) mark(typ string, s annotate.Span) *annotate.Annotation {
	spans := []annotate.Span{s}
	id := propose.StableID(f.who, f.doc.ID, typ, spans)
	if a := f.made[id]; a != nil {
		return a
	}
	a := &annotate.Annotation{ID: id, Type: typ, Spans: spans, Origin: annotate.Origin{Annotator: f.who, Rule: "model", Evidence: "the model’s answer, found in the text"}}
	f.made[id] = a
	f.order = append(f.order, a)
	return a
}

const mostEach = 200 // places of one name

// every returns where the words stand in a part of the text, as whole words.
func (f *finding) every(words string, part annotate.Span) (out []annotate.Span) {
	for s := range propose.Occurrences(f.doc.Text, f.doc.Offsets(), part, strings.TrimSpace(words)) {
		if out = append(out, s); len(out) == mostEach {
			break
		}
	}
	return out
}

// near returns where the words stand in a part of the text, first after a place, then before it.
func (f *finding) near(words string, part annotate.Span, at int) (annotate.Span, bool) {
	words = strings.TrimSpace(words)
	if words == "" {
		return annotate.Span{}, false
	}
	tab := f.doc.Offsets()
	for _, from := range []int{at, part.Start} {
		if i := strings.Index(f.doc.Text[from:part.End], words); i >= 0 {
			start, end := tab.Trim(from+i, from+i+len(words))
			if start < end && tab.IsGrapheme(start) && tab.IsGrapheme(end) {
				return annotate.Span{Start: start, End: end}, true
			}
		}
	}
	return annotate.Span{}, false
}

// beside returns the place of the words that is nearest to a quote and outside it.
func (f *finding) beside(words string, part annotate.Span, quote annotate.Span) (best annotate.Span, ok bool) {
	const reach = 400
	around := annotate.Span{Start: max(part.Start, quote.Start-reach), End: min(part.End, quote.End+reach)}
	around.Start, around.End = offset.RuneStart(f.doc.Text, around.Start), offset.RuneStart(f.doc.Text, around.End)
	most := 1 << 30
	for _, s := range f.every(words, around) {
		if s.Overlaps(quote) {
			continue
		}
		d := s.Start - quote.End
		if s.End <= quote.Start {
			d = quote.Start - s.End
		}
		if d < most {
			best, most, ok = s, d, true
		}
	}
	return best, ok
}

func (f *finding) proposals() propose.Proposals {
	out := propose.Proposals{Annotations: f.order}
	for _, e := range f.entities {
		out.Entities = append(out.Entities, e)
	}
	slices.SortFunc(out.Entities, func(a, b *annotate.Entity) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out
}
