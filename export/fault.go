package export

import (
	"errors"
	"fmt"
)

// Fault is something in a file that is not as its format has it: which file, where in it, and why.
type Fault struct {
	Name   string // of the file
	Line   int    // from 1; 0 where lines mean nothing
	Path   string // of the field in the record: "annotations[3].spans[0]"; "" for the whole record
	Reason string // what is wrong, and what to do
}

func (e *Fault) Error() string {
	s := e.Name
	if e.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, e.Line)
	}
	if e.Path != "" {
		s += ": " + Clip(e.Path)
	}
	return s + ": " + ClipReason(e.Reason)
}

// Faultf returns a fault. A reason that is a fault already keeps what it knows of its place.
func Faultf(name string, line int, path, format string, args ...any) error {
	return &Fault{Name: name, Line: line, Path: path, Reason: fmt.Sprintf(format, args...)}
}

// Locate puts an error at its place in a file. What a fault says of its place stays.
func Locate(err error, name string, line int) error {
	if f, ok := errors.AsType[*Fault](err); ok {
		c := *f
		if c.Name == "" {
			c.Name = name
		}
		if c.Line == 0 {
			c.Line = line
		}
		return &c
	}
	return &Fault{Name: name, Line: line, Reason: err.Error()}
}
