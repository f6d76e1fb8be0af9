package ingest

import (
	"context"
	"errors"
	"io"
)

// Sample shows what the records of a file look like, so that a person can choose the fields.
type Sample struct {
	Kind    Kind
	Fields  []Field // in the order of the file
	Records int     // how many records were looked at

	// The fields that Read takes if the options name none; "" where nothing looks like it.
	Text, Title, ID string
}

// Field is a named value of the records of a file.
type Field struct {
	Name    string
	Example string // the beginning of its first value that is not empty, on one line
	Filled  int    // in how many of the records it is not empty
}

// Fields looks at the first records of a JSON, JSON Lines, CSV or TSV file. For other kinds, whose files
// hold one article, the sample has no fields. It fails if no record can be read.
func Fields(name string, r io.Reader) (Sample, error) {
	const most = 20
	ctx := context.Background()
	in, err := open(ctx, r, "")
	if err != nil {
		return Sample{}, &Error{Name: name, Reason: err.Error()}
	}
	s := Sample{Kind: sniff(name, in.head)}
	switch s.Kind {
	case JSON, JSONLines, CSV, TSV:
	default:
		return s, nil
	}
	from, err := newRecords(s.Kind, in, Options{}.withDefaults())
	if err != nil {
		return s, located(ctx, name, err)
	}
	var failed error
	for s.Records < most {
		record, err := from.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			failed = err
			var bad *Error
			if errors.As(err, &bad) {
				continue
			}
			break
		}
		s.add(record.fields)
	}
	if s.Records == 0 {
		if failed == nil {
			failed = &Error{Reason: "holds no articles"}
		}
		return s, located(ctx, name, failed)
	}
	return s, nil
}

func (s *Sample) add(fields []field) {
	s.Records++
	for _, f := range fields {
		i := 0
		for i < len(s.Fields) && s.Fields[i].Name != f.name {
			i++
		}
		if i == len(s.Fields) {
			if i == maxFields {
				continue
			}
			s.Fields = append(s.Fields, Field{Name: f.name})
		}
		if f.value != "" {
			s.Fields[i].Filled++
			if s.Fields[i].Example == "" {
				s.Fields[i].Example = firstWords(normalise(f.value), 120)
			}
		}
	}
	if s.Text == "" {
		s.Text = nameAt(fields, guessTextField(fields))
	}
	if s.Title == "" {
		s.Title = nameAt(fields, guessField(fields, "title"))
	}
	if s.ID == "" {
		s.ID = nameAt(fields, guessField(fields, MetaID))
	}
}

func nameAt(fields []field, i int) string {
	if i < 0 {
		return ""
	}
	return fields[i].name
}
