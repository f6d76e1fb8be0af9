// Package dateparser stands in for the module of this name, which the extractor of web pages links
// for a search of dates in running text. Quoth never asks for that search, since it takes dates out of
// an article's own sentences; but the module compiles the words for dates of two hundred languages
// whenever a program starts that only links it, which costs every start 78 MB and a tenth of a second.
//
// It has what the extractor names, and finds nothing. The go.mod of Quoth puts it in the module's place.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way to find dates.
type ParserType uint8

// The ways that the extractor names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource says which of several possible dates is meant.
type PreferredDateSource uint8

// Past prefers dates that have been.
const Past PreferredDateSource = 1

// Configuration is how dates are looked for.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Date is a date that was found.
type Date struct{ Time time.Time }

// Parser finds dates in text.
type Parser struct{ ParserTypes []ParserType }

// Parse finds no date.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errors.New("dates are not looked for in running text")
}
