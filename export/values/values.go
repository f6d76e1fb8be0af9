// Package values reads the JSON values of a file, one at a time and within bounds, however they stand in
// it: one on each line, in one list, or one that takes up the file. A value that is no JSON spoils
// itself alone, as long as its brackets and quotation marks say where it ends.
package values

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
)

// Style makes bytes depend on values alone, and keeps each on one line for every reader: U+2028 and
// U+2029, at which some break lines, are escapes.
var Style = json.JoinOptions(json.Deterministic(true), jsontext.EscapeForJS(true))

// Value is one value of a file.
type Value struct {
	Name string // of the file
	Line int    // from 1; 0 where the file is one list or one value
	N    int    // of the value, from 1
	Raw  jsontext.Value
}

// Where is the place of the value, for [export.Record].Where.
func (v Value) Where() string {
	if v.Line > 0 {
		return v.Name + ":" + strconv.Itoa(v.Line)
	}
	return v.Name + "#" + strconv.Itoa(v.N)
}

// Fault puts an error at the place of the value.
func (v Value) Fault(err error) error {
	err = export.Locate(err, v.Name, v.Line)
	if f, ok := err.(*export.Fault); ok && v.Line == 0 && v.N > 0 {
		f.Name = v.Where()
	}
	return err
}

// Into decodes the value, and says where it has another shape.
func (v Value) Into(dst any) error {
	if err := json.Unmarshal(v.Raw, dst, jsontext.AllowDuplicateNames(false)); err != nil {
		return Explain(err)
	}
	return nil
}

// Each yields the values of a stream. An error that is yielded has its place; after one of a line the next
// lines come.
func Each(ctx context.Context, name string, r io.Reader) iter.Seq2[Value, error] {
	return func(yield func(Value, error) bool) {
		in := readers.Get().(*bufio.Reader)
		in.Reset(r)
		defer func() {
			in.Reset(nil)
			readers.Put(in)
		}()
		skipMark(in)
		if firstSign(in) == '[' {
			cut(ctx, name, in, true, yield)
			return
		}
		lines := bound.NewLines(in)
		first := true
		for count := 1; ; count++ {
			if err := ctx.Err(); err != nil {
				yield(Value{}, err)
				return
			}
			n, line, err := lines.NextFull()
			if err == io.EOF {
				return
			}
			v := Value{Name: name, Line: n, N: count, Raw: line}
			if long, ok := errors.AsType[*bound.TooLong](err); ok {
				if !yield(v, v.Fault(long)) {
					return
				}
				continue
			}
			if err != nil {
				yield(v, v.Fault(err))
				return
			}
			if first && !lines.Last() && !closed(line) && !v.Raw.IsValid() && unfinished(line) {
				end := "\n"
				if lines.Ended() {
					end = ""
				}
				rest := io.MultiReader(bytes.NewReader(line), strings.NewReader(end), lines.Rest())
				cut(ctx, name, rest, false, yield)
				return
			}
			first = false
			if !yield(v, nil) {
				return
			}
		}
	}
}

// Records yields the record that one makes of each value of a stream; what it refuses has the place of its value.
func Records(ctx context.Context, name string, r io.Reader, one func(Value) (*export.Record, error)) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for v, err := range Each(ctx, name, r) {
			var rec *export.Record
			if err == nil {
				if rec, err = one(v); err != nil {
					err, rec = v.Fault(err), nil
				}
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

// readers are those that nobody uses just now: many datasets are a folder of small files.
var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 1<<16) }}

// skipMark passes over a byte order mark.
func skipMark(in *bufio.Reader) {
	if head, _ := in.Peek(3); bytes.Equal(head, []byte("\ufeff")) {
		_, _ = in.Discard(3)
	}
}

// firstSign returns the first byte that is no white space, and reads nothing; 0 where none is near.
func firstSign(in *bufio.Reader) byte {
	for n := 64; ; n *= 2 {
		head, err := in.Peek(min(n, in.Size()))
		if rest := bytes.TrimLeft(head, " \t\r\n"); len(rest) > 0 {
			return rest[0]
		}
		if err != nil || n >= in.Size() {
			return 0
		}
	}
}

// closed reports whether every bracket of a line is closed in it, as far as that can be told without reading its values.
func closed(line []byte) bool {
	depth := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			for {
				n := bytes.IndexByte(line[i+1:], '"')
				if n < 0 {
					return false
				}
				i += n + 1
				slashes := 0
				for line[i-1-slashes] == '\\' {
					slashes++
				}
				if slashes%2 == 0 {
					break
				}
			}
		}
	}
	return depth <= 0
}

// unfinished reports whether a line is the beginning of a value that goes on behind it.
func unfinished(line []byte) bool {
	d := jsontext.NewDecoder(bytes.NewReader(line))
	for {
		if _, err := d.ReadToken(); err != nil {
			return (err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF)) && d.StackDepth() > 0
		}
	}
}

// whole is an error after which nothing of the file can be read.
func whole(name string, err error) error { return export.Locate(Explain(err), name, 0) }

// Explain turns an error of the JSON library into one for the person who made the file.
func Explain(err error) error {
	if syn, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		path := string(syn.JSONPointer)
		switch {
		case errors.Is(syn, jsontext.ErrDuplicateName):
			return &export.Fault{Path: Path(path), Reason: "the field stands twice in the same object"}
		case errors.Is(syn, io.ErrUnexpectedEOF):
			return &export.Fault{Path: Path(path), Reason: "it ends in the middle of a value: the file is cut off"}
		}
		return &export.Fault{Path: Path(path), Reason: fmt.Sprintf("not valid JSON: %v at byte %d", syn.Err, syn.ByteOffset)}
	}
	if sem, ok := errors.AsType[*json.SemanticError](err); ok {
		reason := Mismatch(sem)
		if reason == "" {
			reason = "another kind of value is expected here"
		}
		return &export.Fault{Path: Path(string(sem.JSONPointer)), Reason: reason}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends in the middle of a value: the file is cut off")
	}
	return err
}

// Mismatch says what a place takes and what stands there instead; "" where that is not known.
func Mismatch(err *json.SemanticError) string {
	want := wanted(err.GoType)
	switch {
	case want == "":
		return ""
	case err.JSONKind == 0:
		return want + " is expected here"
	}
	return want + " is expected here, not " + found(err.JSONKind)
}

// wanted names what a field takes.
func wanted(t reflect.Type) string {
	if t == nil {
		return ""
	}
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Pointer:
		return wanted(t.Elem())
	}
	return ""
}

// found names what stands there instead.
func found(k jsontext.Kind) string {
	switch k {
	case jsontext.KindNull:
		return "null"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "true or false"
	case jsontext.KindString:
		return "a string"
	case jsontext.KindNumber:
		return "this number"
	case jsontext.KindBeginArray:
		return "a list"
	}
	return "an object"
}

// longestPath is how many bytes of a path are written before the rest is left out; a message shows fewer.
const longestPath = 400

// Path writes a JSON pointer as people write paths: "/spans/3/start" as "spans[3].start".
func Path(pointer string) string {
	var b strings.Builder
	for t := range jsontext.Pointer(pointer).Tokens() {
		if b.Len() > longestPath {
			break
		}
		if _, err := strconv.Atoi(t); err == nil {
			b.WriteString("[" + t + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(export.Clip(t))
	}
	return b.String()
}

// In is the path of an element of a list, for messages.
func In(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// At puts a path before what an error says of its place.
func At(path string, err error) error {
	if err == nil {
		return nil
	}
	if f, ok := err.(*export.Fault); ok {
		c := *f
		if c.Path = path + "." + f.Path; f.Path == "" {
			c.Path = path
		}
		return &c
	}
	return &export.Fault{Path: path, Reason: err.Error()}
}

// First returns the fields of the first object of a file, as far as they are known before most bytes are
// read; list says that it stands in a list. Fields are nil where the file begins with no object.
func First(r io.Reader) (fields map[string]jsontext.Value, list bool) {
	const most = 8 << 20
	in := bufio.NewReader(io.LimitReader(r, most))
	skipMark(in)
	d := jsontext.NewDecoder(in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if d.PeekKind() == '[' {
		list = true
		_, _ = d.ReadToken()
	}
	if d.PeekKind() != '{' {
		return nil, list
	}
	_, _ = d.ReadToken()
	fields = map[string]jsontext.Value{}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return fields, list
		}
		key := name.String()
		raw, err := d.ReadValue()
		if err != nil {
			fields[key] = nil // it is there, whatever it is
			return fields, list
		}
		fields[key] = raw.Clone()
		if len(fields) > 1000 {
			return fields, list
		}
	}
	return fields, list
}

// Kind returns what a field begins with: '{', '[', '"', '0', 't', 'n', or 0 where it is not there.
func Kind(v jsontext.Value) jsontext.Kind {
	if len(v) == 0 {
		return 0
	}
	return v.Kind()
}

// The metadata that stand beside others under names of their own.
const (
	metaTitle     = "title"
	metaLanguage  = "language"
	metaAnnotator = "annotator"
	metaState     = "state"
)

// Meta gathers what is to be said of a document and its set in one object of words, as formats have it
// that let people put anything there: title, language, annotator, state, and the metadata.
func Meta(r *export.Record, reserved ...string) map[string]string {
	out := map[string]string{}
	d := r.Document
	for k, v := range d.Meta {
		if k == metaTitle || k == metaLanguage || k == metaAnnotator || k == metaState || strings.HasPrefix(k, "meta.") || contains(reserved, k) {
			k = "meta." + k
		}
		out[k] = v
	}
	for k, v := range map[string]string{metaTitle: d.Title, metaLanguage: d.Language, metaAnnotator: string(r.Annotator), metaState: string(r.State)} {
		if v != "" {
			out[k] = v
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Words returns a value as words: a string as it is, others as they are written.
func Words(v jsontext.Value) string {
	if v.Kind() == '"' {
		if s, ok := plain(v); ok {
			return s
		}
	}
	if v.Kind() == 'n' {
		return ""
	}
	return string(v)
}

// Described is what [Meta] gathered, taken apart again.
type Described struct {
	Title, Language  string
	Annotator, State string
	Meta             map[string]string
}

// Describe takes apart what is said of a document.
func Describe(meta map[string]string) Described {
	var d Described
	for k, v := range meta {
		switch k {
		case metaTitle:
			d.Title = v
		case metaLanguage:
			d.Language = v
		case metaAnnotator:
			d.Annotator = v
		case metaState:
			d.State = v
		default:
			if d.Meta == nil {
				d.Meta = map[string]string{}
			}
			d.Meta[strings.TrimPrefix(k, "meta.")] = v
		}
	}
	return d
}

// Into says of a record in the making what was described.
func (d Described) Into(doc *annotate.Document, annotator *annotate.AnnotatorID, state *annotate.State) {
	doc.Title, doc.Language, doc.Meta = d.Title, d.Language, d.Meta
	*annotator, *state = annotate.AnnotatorID(d.Annotator), annotate.State(d.State)
}

// Write writes a JSON value for each record, one a line.
func Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], of func(*export.Record) (any, error)) error {
	line := &bytes.Buffer{}
	return WriteLines(ctx, w, records, func(b []byte, r *export.Record) ([]byte, error) {
		v, err := of(r)
		if err != nil {
			return b, err
		}
		line.Reset()
		err = json.MarshalWrite(line, v, Style)
		return append(b, line.Bytes()...), err
	})
}

// WriteLines writes a line for each record, which of appends without its end.
func WriteLines(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], of func([]byte, *export.Record) ([]byte, error)) error {
	const atOnce, mostKept = 1 << 16, 4 << 20
	var b []byte
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if b, err = of(b, r); err != nil {
			return fmt.Errorf("document %s (%q), set of %q: %w", r.Document.ID, export.Clip(r.Document.Title), export.Clip(string(r.Annotator)), err)
		}
		if b = append(b, '\n'); len(b) < atOnce {
			continue
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		if b = b[:0]; cap(b) > mostKept {
			b = nil // a giant came by
		}
	}
	if len(b) == 0 {
		return nil
	}
	_, err := w.Write(b)
	return err
}
