package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"quoth/export"
)

func TestTerminalGetsTheFirstComplaintsAndTheNumberOfTheOthers(t *testing.T) {
	var errs bytes.Buffer
	p := &program{Streams: Streams{Err: &errs}}
	c := p.complaints()
	c.most = 3
	c.add(errors.New("one"))
	c.add(&export.Refused{Where: "a.jsonl:2", Reasons: []error{errors.New("two"), errors.New("three"), errors.New("four")}})
	for i := range 10 {
		c.add(fmt.Errorf("more %d", i))
	}
	if err := c.end(); !errors.Is(err, errPartly) {
		t.Errorf("err = %v", err)
	}
	want := "one\na.jsonl:2: two\na.jsonl:2: three\nand 11 more; to see them all, write them to a file: 2> FILE\n"
	if errs.String() != want {
		t.Errorf("it says %q, want %q", errs.String(), want)
	}
}

func TestFileGetsAllComplaints(t *testing.T) {
	var errs bytes.Buffer
	c := (&program{Streams: Streams{Err: &errs}}).complaints()
	if err := c.end(); err != nil {
		t.Errorf("without any: %v", err)
	}
	for range 1000 {
		c.add(errors.New("one"))
	}
	c.end()
	if n := strings.Count(errs.String(), "\n"); n != 1000 {
		t.Errorf("%d lines", n)
	}
}

func TestMessagesGiveNoOrdersToATerminal(t *testing.T) {
	var errs bytes.Buffer
	p := &program{Streams: Streams{Err: &errs}}
	p.note("%s:\n  %s", "a\x1b]0;x\a\u009bb", "two  blanks, שלום\u200f, 👩‍🚀, \u202eeman\u2066")
	if want := "a�]0;x��b:\n  two  blanks, שלום\u200f, 👩‍🚀, eman\n"; errs.String() != want {
		t.Errorf("it says %q, want %q", errs.String(), want)
	}
}
