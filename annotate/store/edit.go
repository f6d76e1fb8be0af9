package store

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"quoth/annotate"
)

// The JSON of the columns. It is part of the file's layout and so has names of its own: those of the
// domain may change, these only with a migration.

type annotationJSON struct {
	ID     annotate.ID       `json:"id"`
	Type   string            `json:"type"`
	Spans  spansJSON         `json:"spans"`
	Entity annotate.ID       `json:"entity,omitzero"`
	Args   []argJSON         `json:"args,omitempty"`
	Attrs  map[string]string `json:"attrs,omitempty"`
	Note   string            `json:"note,omitzero"`
	Origin originJSON        `json:"origin,omitzero"`
}

type spansJSON [][2]int

type argJSON struct {
	Role   string      `json:"role"`
	Target annotate.ID `json:"target"`
}

type originJSON struct {
	Annotator annotate.AnnotatorID `json:"annotator,omitzero"`
	Rule      string               `json:"rule,omitzero"`
	Score     float64              `json:"score,omitzero"`
	Evidence  string               `json:"evidence,omitzero"`
}

type entityJSON struct {
	ID      annotate.ID       `json:"id"`
	Type    string            `json:"type"`
	Name    string            `json:"name"`
	Aliases []string          `json:"aliases,omitempty"`
	Dated   []datedJSON       `json:"dated,omitempty"`
	IDs     map[string]string `json:"ids,omitempty"`
	Note    string            `json:"note,omitzero"`
}

type datedJSON struct {
	Name  string `json:"name"`
	From  string `json:"from,omitzero"`
	Until string `json:"until,omitzero"`
	Place string `json:"place,omitzero"`
}

type decisionJSON struct {
	Annotator annotate.AnnotatorID `json:"annotator"`
	About     annotate.ID          `json:"about"`
	Type      string               `json:"type"`
	Spans     spansJSON            `json:"spans"`
	Verdict   annotate.Verdict     `json:"verdict"`
	Result    annotate.ID          `json:"result,omitzero"`
	Reason    annotate.Reason      `json:"reason,omitzero"`
	Within    annotate.ID          `json:"within,omitzero"`
	Seen      *contentJSON         `json:"seen,omitzero"`
}

type contentJSON struct {
	Entity annotate.ID       `json:"entity,omitzero"`
	Args   []argJSON         `json:"args,omitempty"`
	Attrs  map[string]string `json:"attrs,omitempty"`
}

type commentJSON struct {
	ID        annotate.ID          `json:"id"`
	Annotator annotate.AnnotatorID `json:"annotator"`
	About     annotate.ID          `json:"about"`
	Spans     spansJSON            `json:"spans"`
	ReplyTo   annotate.ID          `json:"reply_to,omitzero"`
	Author    string               `json:"author"`
	Time      string               `json:"time"`
	Text      string               `json:"text,omitzero"`
	Standing  annotate.Standing    `json:"standing,omitzero"`
}

type editJSON struct {
	Before         *annotationJSON `json:"before,omitzero"`
	After          *annotationJSON `json:"after,omitzero"`
	EntityBefore   *entityJSON     `json:"entity_before,omitzero"`
	EntityAfter    *entityJSON     `json:"entity_after,omitzero"`
	StateBefore    annotate.State  `json:"state_before,omitzero"`
	StateAfter     annotate.State  `json:"state_after,omitzero"`
	DecisionBefore *decisionJSON   `json:"decision_before,omitzero"`
	DecisionAfter  *decisionJSON   `json:"decision_after,omitzero"`
	CommentBefore  *commentJSON    `json:"comment_before,omitzero"`
	CommentAfter   *commentJSON    `json:"comment_after,omitzero"`

	AssignedBefore annotate.Assignment `json:"assigned_before,omitzero"`
	AssignedAfter  annotate.Assignment `json:"assigned_after,omitzero"`
}

type blockJSON struct {
	Kind  annotate.BlockKind `json:"kind"`
	Start int                `json:"start"`
	End   int                `json:"end"`
	Level int                `json:"level,omitzero"`
}

// encode writes a column. The same value gives the same bytes; text that is not UTF-8 is an error.
func encode(v any) (string, error) {
	b, err := json.Marshal(v, json.Deterministic(true), json.FormatNilSliceAsNull(false))
	return string(b), err
}

// decode reads a column. What Quoth cannot have written is damage.
func decode[T any](what, text string) (v T, err error) {
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return v, fmt.Errorf("%w: %s: %w", ErrDamaged, what, err)
	}
	return v, nil
}

func spansToJSON(spans []annotate.Span) spansJSON {
	out := make(spansJSON, len(spans))
	for i, s := range spans {
		out[i] = [2]int{s.Start, s.End}
	}
	return out
}

func (s spansJSON) spans() []annotate.Span {
	out := make([]annotate.Span, len(s))
	for i, x := range s {
		out[i] = annotate.Span{Start: x[0], End: x[1]}
	}
	return out
}

// place returns the spans of what may have none, nil for those.
func (s spansJSON) place() []annotate.Span {
	if len(s) == 0 {
		return nil
	}
	return s.spans()
}

func argsToJSON(args []annotate.Arg) []argJSON {
	out := make([]argJSON, len(args))
	for i, x := range args {
		out[i] = argJSON(x)
	}
	return out
}

func argsFromJSON(args []argJSON) []annotate.Arg {
	if len(args) == 0 {
		return nil
	}
	out := make([]annotate.Arg, len(args))
	for i, x := range args {
		out[i] = annotate.Arg(x)
	}
	return out
}

func annotationToJSON(a *annotate.Annotation) *annotationJSON {
	if a == nil {
		return nil
	}
	return &annotationJSON{
		ID: a.ID, Type: a.Type, Spans: spansToJSON(a.Spans), Entity: a.Entity, Args: argsToJSON(a.Args),
		Attrs: a.Attrs, Note: a.Note, Origin: originJSON(a.Origin),
	}
}

func (a *annotationJSON) annotation() *annotate.Annotation {
	if a == nil {
		return nil
	}
	return &annotate.Annotation{
		ID: a.ID, Type: a.Type, Spans: a.Spans.spans(), Entity: a.Entity, Args: argsFromJSON(a.Args),
		Attrs: a.Attrs, Note: a.Note, Origin: annotate.Origin(a.Origin),
	}
}

func decisionToJSON(d *annotate.Decision) *decisionJSON {
	if d == nil {
		return nil
	}
	return &decisionJSON{d.Annotator, d.About, d.Type, spansToJSON(d.Spans), d.Verdict, d.Result, d.Reason, d.Within, contentToJSON(d.Seen)}
}

func contentToJSON(c *annotate.Content) *contentJSON {
	if c == nil {
		return nil
	}
	return &contentJSON{c.Entity, argsToJSON(c.Args), c.Attrs}
}

func (c *contentJSON) content() *annotate.Content {
	if c == nil {
		return nil
	}
	return &annotate.Content{Entity: c.Entity, Args: argsFromJSON(c.Args), Attrs: c.Attrs}
}

func (d *decisionJSON) decision() *annotate.Decision {
	if d == nil {
		return nil
	}
	return &annotate.Decision{Annotator: d.Annotator, About: d.About, Type: d.Type, Spans: d.Spans.place(), Verdict: d.Verdict, Result: d.Result, Reason: d.Reason, Within: d.Within, Seen: d.Seen.content()}
}

func commentToJSON(c *annotate.Comment) *commentJSON {
	if c == nil {
		return nil
	}
	return &commentJSON{c.ID, c.Annotator, c.About, spansToJSON(c.Spans), c.ReplyTo, c.Author, c.Time.UTC().Format(timeLayout), c.Text, c.Standing}
}

func (c *commentJSON) comment(what string) (*annotate.Comment, error) {
	if c == nil {
		return nil, nil
	}
	at, err := time.Parse(timeLayout, c.Time)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: time of comment %s: %w", ErrDamaged, what, c.ID, err)
	}
	return &annotate.Comment{ID: c.ID, Annotator: c.Annotator, About: c.About, Spans: c.Spans.place(), ReplyTo: c.ReplyTo, Author: c.Author, Time: at, Text: c.Text, Standing: c.Standing}, nil
}

func datedToJSON(dated []annotate.DatedName) []datedJSON {
	out := make([]datedJSON, len(dated))
	for i, d := range dated {
		out[i] = datedJSON(d)
	}
	return out
}

func datedFromJSON(dated []datedJSON) []annotate.DatedName {
	if len(dated) == 0 {
		return nil
	}
	out := make([]annotate.DatedName, len(dated))
	for i, d := range dated {
		out[i] = annotate.DatedName(d)
	}
	return out
}

func entityToJSON(e *annotate.Entity) *entityJSON {
	if e == nil {
		return nil
	}
	return &entityJSON{ID: e.ID, Type: e.Type, Name: e.Name, Aliases: e.Aliases, Dated: datedToJSON(e.Dated), IDs: e.IDs, Note: e.Note}
}

func (e *entityJSON) entity() *annotate.Entity {
	if e == nil {
		return nil
	}
	return &annotate.Entity{ID: e.ID, Type: e.Type, Name: e.Name, Aliases: e.Aliases, Dated: datedFromJSON(e.Dated), IDs: e.IDs, Note: e.Note}
}

func encodeEdits(edits []annotate.Edit) (string, error) {
	out := make([]editJSON, len(edits))
	for i, e := range edits {
		out[i] = editJSON{
			Before: annotationToJSON(e.Before), After: annotationToJSON(e.After),
			EntityBefore: entityToJSON(e.EntityBefore), EntityAfter: entityToJSON(e.EntityAfter),
			StateBefore: e.StateBefore, StateAfter: e.StateAfter,
			DecisionBefore: decisionToJSON(e.DecisionBefore), DecisionAfter: decisionToJSON(e.DecisionAfter),
			CommentBefore: commentToJSON(e.CommentBefore), CommentAfter: commentToJSON(e.CommentAfter),
			AssignedBefore: e.AssignedBefore, AssignedAfter: e.AssignedAfter,
		}
	}
	return encode(out)
}

func decodeEdits(what, text string) ([]annotate.Edit, error) {
	in, err := decode[[]editJSON](what, text)
	if err != nil {
		return nil, err
	}
	edits := make([]annotate.Edit, len(in))
	for i, e := range in {
		edits[i] = annotate.Edit{
			Before: e.Before.annotation(), After: e.After.annotation(),
			EntityBefore: e.EntityBefore.entity(), EntityAfter: e.EntityAfter.entity(),
			StateBefore: e.StateBefore, StateAfter: e.StateAfter,
			DecisionBefore: e.DecisionBefore.decision(), DecisionAfter: e.DecisionAfter.decision(),
			AssignedBefore: e.AssignedBefore, AssignedAfter: e.AssignedAfter,
		}
		if edits[i].CommentBefore, err = e.CommentBefore.comment(what); err != nil {
			return nil, err
		}
		if edits[i].CommentAfter, err = e.CommentAfter.comment(what); err != nil {
			return nil, err
		}
	}
	return edits, nil
}

func encodeBlocks(blocks []annotate.Block) (string, error) {
	out := make([]blockJSON, len(blocks))
	for i, b := range blocks {
		out[i] = blockJSON{Kind: b.Kind, Start: b.Span.Start, End: b.Span.End, Level: b.Level}
	}
	return encode(out)
}

func decodeBlocks(text string) ([]annotate.Block, error) {
	if out, ok := readBlocks(text); ok {
		return out, nil
	}
	in, err := decode[[]blockJSON]("blocks", text)
	if err != nil || len(in) == 0 {
		return nil, err
	}
	out := make([]annotate.Block, len(in))
	for i, b := range in {
		out[i] = annotate.Block{Kind: b.Kind, Span: annotate.Span{Start: b.Start, End: b.End}, Level: b.Level}
	}
	return out, nil
}

// readBlocks reads blocks as Quoth writes them, many times as fast as a library; ok is false where they are written
// otherwise.
func readBlocks(text string) (out []annotate.Block, ok bool) {
	if text == `[]` {
		return nil, true
	}
	out = make([]annotate.Block, 0, strings.Count(text, "{"))
	text, ok = strings.CutPrefix(text, `[`)
	for ok {
		var b annotate.Block
		if text, ok = strings.CutPrefix(text, `{"kind":"`); !ok {
			break
		}
		i := slices.IndexFunc(annotate.BlockKinds, func(k annotate.BlockKind) bool {
			return len(text) > len(k) && text[len(k)] == '"' && text[:len(k)] == string(k)
		})
		if i < 0 {
			break
		}
		b.Kind = annotate.BlockKinds[i]
		text = text[len(b.Kind)+1:]
		if text, ok = numberAfter(text, `,"start":`, &b.Span.Start); !ok {
			break
		}
		if text, ok = numberAfter(text, `,"end":`, &b.Span.End); !ok {
			break
		}
		if rest, leveled := numberAfter(text, `,"level":`, &b.Level); leveled {
			text = rest
		}
		out = append(out, b)
		if text == `}]` {
			return out, true
		}
		text, ok = strings.CutPrefix(text, `},`)
	}
	return nil, false
}

// readPairs reads an object of words as Quoth writes it; ok is false where something in it is escaped, or it is written
// otherwise.
func readPairs(text string) (out map[string]string, ok bool) {
	if strings.Contains(text, `\`) || !utf8.ValidString(text) {
		return nil, false
	}
	out = map[string]string{}
	if text == `{}` {
		return out, true
	}
	text, ok = strings.CutPrefix(text, `{`)
	for ok {
		var key, value string
		if text, ok = strings.CutPrefix(text, `"`); !ok {
			break
		}
		if key, text, ok = strings.Cut(text, `":"`); !ok || strings.Contains(key, `"`) {
			break
		}
		if value, text, ok = strings.Cut(text, `"`); !ok {
			break
		}
		out[key] = value
		if text == `}` {
			return out, true
		}
		text, ok = strings.CutPrefix(text, `,`)
	}
	return nil, false
}

// numberAfter reads the number that follows a name.
func numberAfter(text, name string, n *int) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(text, name); ok {
		*n, rest, ok = number(rest)
	}
	return rest, ok
}
