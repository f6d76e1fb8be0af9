// Package labelstudio is the JSON of the annotation tool Label Studio: tasks, each with a text and what
// annotators and models marked in it, and beside it the labelling configuration that the project needs.
//
// Its words:
//
//   - a region is words with labels. Places are UTF-16 units, as the browser counts.
//   - a result of another kind with the identity of a region says more of it: a choice (an attribute), or
//     words (the entity that it refers to: its identity, its name, and its outside identities, as viaf=2).
//   - a relation is from one region to another, with labels.
//
// Parts of one annotation are regions that a relation joins. Each annotation and each prediction of a task
// is a record of its own; a prediction is by its model.
package labelstudio

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/values"
)

// Format is the entry for the list of formats.
var Format = &export.Format{
	Name:       "labelstudio",
	Title:      "Label Studio JSON",
	Who:        "For teams that go on labelling in Label Studio, or come from there.",
	Extensions: []string{"json"},
	Unit:       "UTF-16 units",
	Holds: export.Holds{
		Title: true, Language: true, Meta: true, Annotator: true, State: true, IDs: true, Parts: true, Args: true,
		Attrs: true, Notes: true, Entities: export.EntitiesIdentified,
	},
	Fits:  fits,
	Write: Write,
	Beside: func(opts export.Options) []export.Companion {
		return []export.Companion{{Ending: "config.xml", Data: Config(opts.Schema)}}
	},
	Read: Read,
}

func fits(r io.Reader) bool {
	first, _ := values.First(r)
	if values.Kind(first["data"]) != '{' {
		return false
	}
	for _, key := range []string{"annotations", "predictions", "completions"} {
		if values.Kind(first[key]) == '[' {
			return true
		}
	}
	return false
}

// The names of the parts of the configuration that this package writes.
const (
	labelName  = "label"
	textName   = "text"
	entityName = "entity"
)

type task struct {
	ID          int               `json:"id"`
	Data        map[string]string `json:"data"`
	Annotations []annotation      `json:"annotations"`
}

type annotation struct {
	ID           int      `json:"id"`
	WasCancelled bool     `json:"was_cancelled"`
	GroundTruth  bool     `json:"ground_truth"`
	Result       []result `json:"result"`
}

type result struct {
	ID        string    `json:"id,omitempty"`
	FromName  string    `json:"from_name,omitempty"`
	ToName    string    `json:"to_name,omitempty"`
	Type      string    `json:"type"`
	Value     *value    `json:"value,omitempty"`
	Meta      *metaText `json:"meta,omitempty"`
	Origin    string    `json:"origin,omitempty"`
	FromID    string    `json:"from_id,omitempty"`
	ToID      string    `json:"to_id,omitempty"`
	Direction string    `json:"direction,omitempty"`
	Labels    []string  `json:"labels,omitempty"`
}

type value struct {
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Text    any      `json:"text,omitempty"` // words, or a list of them
	Labels  []string `json:"labels,omitempty"`
	Choices []string `json:"choices,omitempty"`
}

type metaText struct {
	Text []string `json:"text"`
}

// Write writes a list of tasks, one for each record. See [export.Format].
func Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], _ export.Options) error {
	n := 0
	open := "["
	err := values.Write(ctx, &commas{w: w, open: &open}, records, func(r *export.Record) (any, error) {
		n++
		return taskOf(r, n), nil
	})
	if err != nil {
		return err
	}
	if open == "[" {
		_, err = io.WriteString(w, "[]\n")
	} else {
		_, err = io.WriteString(w, "]\n")
	}
	return err
}

// commas turns values that end with line feeds into the elements of a list.
type commas struct {
	w    io.Writer
	open *string
	late bool // a line feed is still to be written
}

func (c *commas) Write(p []byte) (int, error) {
	if *c.open == "[" {
		if _, err := io.WriteString(c.w, "[\n"); err != nil {
			return 0, err
		}
		*c.open = ""
	}
	written := 0
	for len(p) > 0 {
		if c.late {
			if _, err := io.WriteString(c.w, ",\n"); err != nil {
				return written, err
			}
			c.late = false
		}
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			n, err := c.w.Write(p)
			return written + n, err
		}
		if _, err := c.w.Write(p[:i]); err != nil {
			return written, err
		}
		c.late = true
		written += i + 1
		p = p[i+1:]
	}
	return written, nil
}

func taskOf(r *export.Record, n int) task {
	d := r.Document
	t := d.Offsets()
	out := task{ID: n, Data: values.Meta(r, textName), Annotations: []annotation{}}
	out.Data[textName] = d.Text
	if len(r.Annotations) == 0 && (r.State == annotate.StateNew || r.State == "") {
		return out
	}
	a := annotation{ID: n, WasCancelled: r.State == annotate.StateFlagged, Result: []result{}}
	known := map[annotate.ID]*annotate.Entity{}
	for _, e := range r.Entities {
		known[e.ID] = e
	}
	var relations []result
	for _, x := range r.Annotations {
		for i, s := range x.Spans {
			id := string(x.ID)
			if i > 0 {
				id = string(export.PartID(x.ID, i))
				relations = append(relations, relation(string(x.ID), id, assemble.Continues))
			}
			at := value{Start: t.UTF16(s.Start), End: t.UTF16(s.End)}
			region := at
			region.Text, region.Labels = d.Text[s.Start:s.End], []string{x.Type}
			res := result{ID: id, FromName: labelName, ToName: textName, Type: "labels", Value: &region, Origin: "manual"}
			if i > 0 {
				a.Result = append(a.Result, res)
				continue
			}
			if x.Note != "" {
				res.Meta = &metaText{[]string{x.Note}}
			}
			a.Result = append(a.Result, res)
			for _, k := range slices.Sorted(maps.Keys(x.Attrs)) {
				choice := at
				choice.Choices = []string{x.Attrs[k]}
				a.Result = append(a.Result, result{ID: id, FromName: attrName(k), ToName: textName, Type: "choices", Value: &choice})
			}
			if x.Entity != "" {
				words := at
				described := []string{string(x.Entity), ""}
				if e := known[x.Entity]; e != nil {
					described[1] = e.Name
					described = append(described, values.Pairs(e.IDs)...)
				}
				words.Text = described
				a.Result = append(a.Result, result{ID: id, FromName: entityName, ToName: textName, Type: "textarea", Value: &words})
			}
		}
	}
	for _, x := range r.Annotations {
		for _, arg := range x.Args {
			relations = append(relations, relation(string(x.ID), string(arg.Target), arg.Role))
		}
	}
	a.Result = append(a.Result, relations...)
	out.Annotations = append(out.Annotations, a)
	return out
}

func relation(from, to, label string) result {
	return result{Type: "relation", FromID: from, ToID: to, Direction: "right", Labels: []string{label}}
}

// attrName keeps the names of attributes apart from the other names of the configuration.
func attrName(key string) string {
	if key == labelName || key == textName || key == entityName || strings.HasPrefix(key, "attr_") {
		return "attr_" + key
	}
	return key
}

// Config returns the labelling configuration for the types of a schema.
func Config(schema *annotate.Schema) []byte {
	var b bytes.Buffer
	text := func(s string) string {
		var e bytes.Buffer
		_ = xml.EscapeText(&e, []byte(s)) // a buffer takes all
		return e.String()
	}
	b.WriteString("<View>\n  <Relations>\n")
	roles := map[string]bool{}
	for _, t := range schema.Types {
		for _, r := range t.Roles {
			if !roles[r.Key] {
				roles[r.Key] = true
				fmt.Fprintf(&b, "    <Relation value=\"%s\"/>\n", text(r.Key))
			}
		}
	}
	fmt.Fprintf(&b, "    <Relation value=\"%s\"/>\n  </Relations>\n  <Labels name=\"%s\" toName=\"%s\">\n", assemble.Continues, labelName, textName)
	for _, t := range schema.Types {
		color := ""
		if t.Color != "" {
			color = fmt.Sprintf(" background=\"%s\"", text(t.Color))
		}
		fmt.Fprintf(&b, "    <Label value=\"%s\"%s hint=\"%s\"/>\n", text(t.Key), color, text(strings.Join(strings.Fields(t.Description), " ")))
	}
	fmt.Fprintf(&b, "  </Labels>\n  <Text name=\"%s\" value=\"$%s\"/>\n", textName, textName)
	values := map[string][]string{}
	of := map[string][]string{}
	var order []string
	refer := false
	for _, t := range schema.Types {
		refer = refer || len(t.Entities) > 0
		for _, x := range t.Attrs {
			if of[x.Key] == nil {
				order = append(order, x.Key)
			}
			of[x.Key] = append(of[x.Key], t.Key)
			for _, v := range x.Values {
				if !slices.Contains(values[x.Key], v) {
					values[x.Key] = append(values[x.Key], v)
				}
			}
		}
	}
	for _, key := range order {
		if len(values[key]) == 0 {
			fmt.Fprintf(&b, "  <TextArea name=\"%s\" toName=\"%s\" perRegion=\"true\" whenTagName=\"%s\" whenLabelValue=\"%s\"/>\n",
				text(attrName(key)), textName, labelName, text(strings.Join(of[key], ",")))
			continue
		}
		fmt.Fprintf(&b, "  <Choices name=\"%s\" toName=\"%s\" perRegion=\"true\" whenTagName=\"%s\" whenLabelValue=\"%s\">\n",
			text(attrName(key)), textName, labelName, text(strings.Join(of[key], ",")))
		for _, v := range values[key] {
			fmt.Fprintf(&b, "    <Choice value=\"%s\"/>\n", text(v))
		}
		b.WriteString("  </Choices>\n")
	}
	if refer {
		fmt.Fprintf(&b, "  <TextArea name=\"%s\" toName=\"%s\" perRegion=\"true\"/>\n", entityName, textName)
	}
	b.WriteString("</View>\n")
	return b.Bytes()
}

// readTask is a task as Label Studio itself writes it.
type readTask struct {
	Data        map[string]jsontext.Value `json:"data"`
	Annotations []readAnnotation          `json:"annotations"`
	Completions []readAnnotation          `json:"completions"` // as versions before 1.0 have it
	Predictions []readAnnotation          `json:"predictions"`
}

type readAnnotation struct {
	CompletedBy  jsontext.Value `json:"completed_by"`
	ModelVersion jsontext.Value `json:"model_version"`
	WasCancelled bool           `json:"was_cancelled"`
	GroundTruth  bool           `json:"ground_truth"`
	Result       []readResult   `json:"result"`
}

type readResult struct {
	ID       string    `json:"id"`
	FromName string    `json:"from_name"`
	Type     string    `json:"type"`
	Score    *float64  `json:"score"`
	FromID   string    `json:"from_id"`
	ToID     string    `json:"to_id"`
	Dir      string    `json:"direction"`
	Labels   []string  `json:"labels"`
	Meta     *metaText `json:"meta"`
	Value    struct {
		Start   jsontext.Value `json:"start"`
		End     jsontext.Value `json:"end"`
		Text    jsontext.Value `json:"text"`
		Labels  []string       `json:"labels"`
		Hyper   []string       `json:"hypertextlabels"`
		Choices []string       `json:"choices"`
		Global  *struct {
			Start int `json:"start"`
			End   int `json:"end"`
		} `json:"globalOffsets"`
		Number jsontext.Value `json:"number"`
		Rating jsontext.Value `json:"rating"`
	} `json:"value"`
}

// Read yields a record for each annotation and prediction of each task, and one for a task without any.
// See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for v, err := range values.Each(ctx, name, r) {
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			var t readTask
			if err := v.Into(&t); err != nil {
				if !yield(nil, v.Fault(err)) {
					return
				}
				continue
			}
			sets := append(t.Annotations, t.Completions...)
			if len(sets)+len(t.Predictions) == 0 {
				rec, err := record(v, &t, nil, "")
				if err != nil {
					err, rec = v.Fault(err), nil
				}
				if !yield(rec, err) {
					return
				}
			}
			for i := range sets {
				rec, err := record(v, &t, &sets[i], who(sets[i].CompletedBy))
				if err != nil {
					err, rec = v.Fault(values.At(values.In("annotations", i), err)), nil
				}
				if !yield(rec, err) {
					return
				}
			}
			for i := range t.Predictions {
				model := "model"
				if m := t.Predictions[i].ModelVersion; len(m) > 0 && values.Words(m) != "" {
					model = values.Words(m)
				}
				rec, err := record(v, &t, &t.Predictions[i], model)
				if err != nil {
					err, rec = v.Fault(values.At(values.In("predictions", i), err)), nil
				}
				if !yield(rec, err) {
					return
				}
			}
		}
	}
}

// who names the annotator: an address of a person, or a number.
func who(v jsontext.Value) string {
	switch values.Kind(v) {
	case '0':
		return "annotator " + string(v)
	case '"':
		return values.Words(v)
	case '{':
		var p struct {
			ID    int    `json:"id"`
			Email string `json:"email"`
		}
		if json.Unmarshal(v, &p) == nil {
			if p.Email != "" {
				return p.Email
			}
			return "annotator " + strconv.Itoa(p.ID)
		}
	}
	return ""
}

// textOf returns the text of a task: the field that is called text, or the only one that holds words.
func textOf(t *readTask) (key, text string, err error) {
	if v := t.Data[textName]; values.Kind(v) == '"' {
		return textName, values.Words(v), nil
	}
	for _, k := range slices.Sorted(maps.Keys(t.Data)) {
		if values.Kind(t.Data[k]) == '"' && len(t.Data[k]) > len(text)+2 {
			key, text = k, values.Words(t.Data[k])
		}
	}
	if key == "" {
		return "", "", &export.Fault{Path: "data", Reason: "the task has no text"}
	}
	return key, text, nil
}

func record(v values.Value, t *readTask, set *readAnnotation, annotator string) (*export.Record, error) {
	key, text, err := textOf(t)
	if err != nil {
		return nil, err
	}
	a, err := assemble.New(text, assemble.UTF16)
	if err != nil {
		return nil, err
	}
	meta := map[string]string{}
	for k, x := range t.Data {
		if k != key {
			meta[k] = values.Words(x)
		}
	}
	values.Describe(meta).Into(a.Doc, &a.Annotator, &a.State)
	if annotator != "" {
		a.Annotator = annotate.AnnotatorID(annotator)
	}
	if set != nil {
		if a.State == "" {
			a.State = annotate.StateInProgress
			if set.GroundTruth {
				a.State = annotate.StateDone
			}
			if set.WasCancelled {
				a.State = annotate.StateFlagged
			}
		}
		if err := results(a, set.Result); err != nil {
			return nil, err
		}
	}
	rec, err := a.Record()
	if err != nil {
		return nil, err
	}
	rec.Where = v.Where()
	return rec, nil
}

func results(a *assemble.Assembly, list []readResult) error {
	for i, x := range list {
		if labels := append(x.Value.Labels, x.Value.Hyper...); x.Type != "relation" && len(labels) > 0 {
			if err := region(a, x, labels); err != nil {
				return values.At(values.In("result", i), err)
			}
		}
	}
	for i, x := range list {
		m := a.Mark(x.ID)
		if x.Type == "relation" || len(x.Value.Labels)+len(x.Value.Hyper) > 0 || m == nil {
			continue // what is said of the task as a whole has no place in a set
		}
		if err := more(a, m, x); err != nil {
			return values.At(values.In("result", i), err)
		}
	}
	for _, parts := range []bool{true, false} { // parts first: relations are between wholes
		for i, x := range list {
			if x.Type != "relation" {
				continue
			}
			label := "relation"
			if len(x.Labels) > 0 {
				label = x.Labels[0]
			}
			if (label == assemble.Continues) != parts {
				continue
			}
			from, to := a.Mark(x.FromID), a.Mark(x.ToID)
			if from == nil || to == nil {
				return values.At(values.In("result", i), fmt.Errorf("the relation is between %q and %q, of which one is not there", export.Clip(x.FromID), export.Clip(x.ToID)))
			}
			if x.Dir == "left" {
				from, to = to, from
			}
			if ok, err := a.IsPart(label, from, to); err != nil {
				return values.At(values.In("result", i), err)
			} else if ok {
				continue
			}
			a.Link(from, label, string(to.ID), values.In("result", i))
			for _, more := range x.Labels[min(1, len(x.Labels)):] {
				a.Link(from, more, string(to.ID), values.In("result", i))
			}
		}
	}
	return nil
}

// region adds what is marked; one with several labels is as many annotations.
func region(a *assemble.Assembly, x readResult, labels []string) error {
	var start, end int
	if g := x.Value.Global; g != nil {
		start, end = g.Start, g.End
	} else {
		for _, p := range []struct {
			v jsontext.Value
			n *int
		}{{x.Value.Start, &start}, {x.Value.End, &end}} {
			n, err := strconv.Atoi(strings.Trim(string(p.v), `"`))
			if err != nil {
				return fmt.Errorf("%s is no place in the text", export.Clip(string(p.v)))
			}
			*p.n = n
		}
	}
	words := ""
	if values.Kind(x.Value.Text) == '"' {
		words = values.Words(x.Value.Text)
	}
	s, err := a.SpanOf(start, end, words)
	if err != nil {
		return err
	}
	for i, label := range labels {
		id := x.ID
		if i > 0 {
			id = fmt.Sprintf("%s/%d", x.ID, i+1)
		}
		m, err := a.Put(id, label, s)
		if err != nil {
			return err
		}
		if x.Meta != nil {
			m.Note = strings.Join(x.Meta.Text, "\n")
		}
	}
	return nil
}

// more adds what another result says of a region.
func more(a *assemble.Assembly, m *annotate.Annotation, x readResult) error {
	key := strings.TrimPrefix(x.FromName, "attr_")
	set := func(v string) {
		if m.Attrs == nil {
			m.Attrs = map[string]string{}
		}
		m.Attrs[key] = v
	}
	switch x.Type {
	case "choices":
		if len(x.Value.Choices) > 0 {
			set(strings.Join(x.Value.Choices, ", "))
		}
	case "textarea":
		var words []string
		if values.Kind(x.Value.Text) == '[' {
			if err := json.Unmarshal(x.Value.Text, &words); err != nil {
				return errors.New("a text area holds a list of words")
			}
		} else if len(x.Value.Text) > 0 {
			words = []string{values.Words(x.Value.Text)}
		}
		if len(words) == 0 {
			return nil
		}
		if x.FromName != entityName {
			set(strings.Join(words, "\n"))
			return nil
		}
		if words[0] == "" {
			return errors.New("the entity has no identity")
		}
		name := words[0]
		if len(words) > 1 {
			name = words[1]
		}
		e := a.Entity(words[0], m.Type, name)
		if len(words) > 2 {
			assemble.Identify(e, values.Unpaired(words[2:]))
		}
		m.Entity = annotate.ID(words[0])
	case "number":
		set(string(x.Value.Number))
	case "rating":
		set(string(x.Value.Rating))
	}
	return nil
}
