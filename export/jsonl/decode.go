package jsonl

import (
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/values"
)

// decode reads the JSON of a line. The version is looked at first, whatever else is wrong: a newer
// version may have changed everything else.
func decode(data []byte, l *readLine) error {
	err := json.Unmarshal(data, l)
	version := l.Quoth
	if err != nil {
		var v struct {
			Quoth int `json:"quoth"`
		}
		if json.Unmarshal(data, &v) == nil {
			version = v.Quoth
		}
	}
	switch {
	case version > Version:
		return fail("quoth", "the record is of version %d of the format, and this Quoth reads up to version %d; use a newer Quoth", version, Version)
	case err != nil:
		return explain(err)
	case version < 1:
		return fail("", "this is not a record of a Quoth dataset: it does not begin with \"quoth\": %d. To bring in articles, add the file instead of importing it", Version)
	}
	return nil
}

// explain turns an error of the JSON library into one for the person who made the file.
func explain(err error) error {
	if syn, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		path := values.Path(string(syn.JSONPointer))
		at := "at byte " + strconv.FormatInt(syn.ByteOffset, 10) + " of the line"
		switch {
		case errors.Is(syn, jsontext.ErrDuplicateName):
			return fail(path, "the field stands twice in the same object")
		case errors.Is(syn, io.ErrUnexpectedEOF):
			return fail("", "the line ends in the middle of the record; one record stands on one line")
		}
		return fail(path, "not valid JSON: %v %s", syn.Err, at)
	}
	if sem, ok := errors.AsType[*json.SemanticError](err); ok {
		path := values.Path(string(sem.JSONPointer))
		if reason := values.Mismatch(sem); reason != "" {
			return fail(path, "%s", reason)
		}
		return fail(path, "%v", sem.Err)
	}
	return fail("", "%v", err)
}

// The names of the fields that each object has, for saying which was meant.
var (
	viewFields       = fieldsOf[views]()
	recordFields     = append(fieldsOf[record](), viewFields...)
	blockFields      = fieldsOf[block]()
	entityFields     = fieldsOf[entity]()
	annotationFields = fieldsOf[annotation]()
	spanFields       = fieldsOf[span]()
	argFields        = fieldsOf[arg]()
	originFields     = fieldsOf[origin]()
	decisionFields   = fieldsOf[decision]()
	seenFields       = fieldsOf[seen]()
	commentFields    = fieldsOf[comment]()
)

func fieldsOf[T any]() []string {
	var out []string
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// checkUnknown reports the first field that has no meaning here and does not begin with "x_". The
// views have none when read, and are passed over.
func checkUnknown(l *readLine) error {
	for _, v := range viewFields {
		delete(l.Unknown, v)
	}
	if err := l.Unknown.check(recordFields); err != nil {
		return err
	}
	for i := range l.Blocks {
		if err := l.Blocks[i].Unknown.check(blockFields); err != nil {
			return within("blocks", i, err)
		}
	}
	for i := range l.Entities {
		if err := l.Entities[i].Unknown.check(entityFields); err != nil {
			return within("entities", i, err)
		}
	}
	for i := range l.Annotations {
		if err := l.Annotations[i].checkUnknown(); err != nil {
			return within("annotations", i, err)
		}
	}
	for i := range l.Decisions {
		if err := checkUnknownSaid(l.Decisions[i].Unknown, decisionFields, l.Decisions[i].Spans); err != nil {
			return within("decisions", i, err)
		}
		if s := l.Decisions[i].Seen; s != nil {
			if err := under("seen", s.checkUnknown()); err != nil {
				return within("decisions", i, err)
			}
		}
	}
	for i := range l.Comments {
		if err := checkUnknownSaid(l.Comments[i].Unknown, commentFields, l.Comments[i].Spans); err != nil {
			return within("comments", i, err)
		}
	}
	return nil
}

func (s *seen) checkUnknown() error {
	if err := s.Unknown.check(seenFields); err != nil {
		return err
	}
	return checkUnknownArgs(s.Args)
}

func checkUnknownArgs(args []arg) error {
	for i := range args {
		if err := args[i].Unknown.check(argFields); err != nil {
			return within("args", i, err)
		}
	}
	return nil
}

func checkUnknownSaid(u unknown, known []string, spans []span) error {
	if err := u.check(known); err != nil {
		return err
	}
	for i := range spans {
		if err := spans[i].Unknown.check(spanFields); err != nil {
			return within("spans", i, err)
		}
	}
	return nil
}

func (a *annotation) checkUnknown() error {
	if err := a.Unknown.check(annotationFields); err != nil {
		return err
	}
	for i := range a.Spans {
		if err := a.Spans[i].Unknown.check(spanFields); err != nil {
			return within("spans", i, err)
		}
	}
	if err := checkUnknownArgs(a.Args); err != nil {
		return err
	}
	if a.Origin != nil {
		return under("origin", a.Origin.Unknown.check(originFields))
	}
	return nil
}

func (u unknown) check(known []string) error {
	if len(u) == 0 {
		return nil
	}
	names := make([]string, 0, len(u))
	for name := range u {
		if !strings.HasPrefix(name, "x_") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	name := export.Clip(slices.Min(names))
	return fail("", "there is no field %q%s; fields of your own begin with x_", name, annotate.DidYouMean(name, slices.Clone(known)))
}
