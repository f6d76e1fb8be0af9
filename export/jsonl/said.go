package jsonl

import (
	"slices"
	"time"

	"quoth/annotate"
	"quoth/export"
)

// decisions reads what the annotator decided about others' annotations.
func (p *parser) decisions() ([]*annotate.Decision, error) {
	type target struct{ annotator, about string }
	at := map[target]int{}
	var out []*annotate.Decision
	for i, d := range p.line.Decisions {
		t := target{d.Annotator, d.About}
		if j, ok := at[t]; ok {
			return nil, within("decisions", i, fail("about", "decisions[%d] is about the same annotation; there is one decision about each", j))
		}
		at[t] = i
		x, err := p.decision(d)
		if err != nil {
			return nil, within("decisions", i, err)
		}
		out = append(out, x)
	}
	return out, nil
}

func (p *parser) decision(d decision) (*annotate.Decision, error) {
	out := &annotate.Decision{
		Annotator: annotate.AnnotatorID(d.Annotator), About: annotate.ID(d.About), Type: d.Type,
		Verdict: annotate.Verdict(d.Verdict), Result: annotate.ID(d.Result), Reason: annotate.Reason(d.Reason), Within: annotate.ID(d.Within),
	}
	if d.Seen != nil {
		out.Seen = &annotate.Content{Entity: annotate.ID(d.Seen.Entity), Attrs: d.Seen.Attrs}
		for _, x := range d.Seen.Args {
			out.Seen.Args = append(out.Seen.Args, annotate.Arg{Role: x.Role, Target: annotate.ID(x.Target)})
		}
	}
	switch {
	case d.About == "":
		return nil, fail("about", "it does not say which annotation it is about")
	case !slices.Contains(annotate.Verdicts, out.Verdict):
		return nil, fail("verdict", "%q is not a verdict%s; it is one of %s", export.Clip(d.Verdict), didYouMean(d.Verdict, annotate.Verdicts), quoted(annotate.Verdicts))
	case d.Reason != "" && !slices.Contains(annotate.Reasons, out.Reason):
		return nil, fail("reason", "%q is not a reason%s; it is one of %s", export.Clip(d.Reason), didYouMean(d.Reason, annotate.Reasons), quoted(annotate.Reasons))
	case (d.Result == "") != (out.Verdict == annotate.VerdictRejected):
		return nil, fail("result", "what is accepted or corrected leads to an annotation, and what is rejected to none")
	}
	if err := p.somebody(out.Annotator, d.Annotator); err != nil {
		return nil, err
	}
	var err error
	out.Spans, err = p.spans(d.Spans)
	return out, err
}

// somebody checks whose annotation something is about.
func (p *parser) somebody(who annotate.AnnotatorID, said string) error {
	if who == "" {
		return fail("annotator", "it does not say whose annotation it is about")
	}
	if err := export.CheckAnnotator(who); err != nil {
		return fail("annotator", "%q cannot be a name: %v", export.Clip(said), err)
	}
	return nil
}

// comments reads what the annotator said.
func (p *parser) comments() ([]*annotate.Comment, error) {
	at := map[string]int{}
	var out []*annotate.Comment
	for i, c := range p.line.Comments {
		if j, ok := at[c.ID]; ok {
			return nil, within("comments", i, fail("id", "%q is also the id of comments[%d]; give each comment its own", export.Clip(c.ID), j))
		}
		at[c.ID] = i
		x, err := p.comment(c)
		if err != nil {
			return nil, within("comments", i, err)
		}
		out = append(out, x)
	}
	return out, nil
}

func (p *parser) comment(c comment) (*annotate.Comment, error) {
	out := &annotate.Comment{
		ID: annotate.ID(c.ID), Annotator: annotate.AnnotatorID(c.Annotator), About: annotate.ID(c.About), ReplyTo: annotate.ID(c.ReplyTo),
		Author: c.Author, Text: c.Text, Standing: annotate.Standing(c.Standing),
	}
	switch {
	case c.ID == "":
		return nil, fail("id", "the comment has no id")
	case c.About == "":
		return nil, fail("about", "it does not say which annotation it is about")
	case c.Text == "" && c.Standing == "":
		return nil, fail("text", "the comment says nothing")
	case c.Standing != "" && out.Standing != annotate.StandingOpen && out.Standing != annotate.StandingResolved:
		return nil, fail("standing", "a thread cannot be %q; it is \"open\" or \"resolved\"", export.Clip(c.Standing))
	}
	err := p.somebody(out.Annotator, c.Annotator)
	if err != nil {
		return nil, err
	}
	if out.Time, err = time.Parse(time.RFC3339Nano, c.Time); err != nil {
		return nil, fail("time", "%q is no time such as 2026-05-12T09:30:00Z", export.Clip(c.Time))
	}
	if y := out.Time.Year(); y < 1 || y > 9999 {
		return nil, fail("time", "%q is no time that can be kept", export.Clip(c.Time))
	}
	out.Time = out.Time.UTC()
	out.Spans, err = p.spans(c.Spans)
	return out, err
}
