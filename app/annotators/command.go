package annotators

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/export"
	"quoth/export/jsonl"
)

// Command is an outside annotator: a command that reads articles as Quoth JSON Lines from its standard input, one a
// line, and writes them labelled to its standard output, in the same format. It is started once for each article.
type Command struct {
	Line   string               // what is run, by the shell: "python my_model.py"
	Name   annotate.AnnotatorID // whose set the proposals are
	Limit  time.Duration        // how long an article may take; 0 for [DefaultLimit]
	Schema *annotate.Schema
}

// DefaultLimit is how long an outside annotator may take for an article.
const DefaultLimit = 2 * time.Minute

// mostOutput is how much of a command's output is read, in bytes, beyond a multiple of the article.
const mostOutput = 16 << 20

// NameOfCommand returns the annotator that a command is called where nobody names it: the program or script it runs.
func NameOfCommand(line string) annotate.AnnotatorID {
	words := strings.Fields(line)
	best := ""
	for _, w := range words {
		w = strings.Trim(w, `"'`)
		if i := strings.LastIndexAny(w, `/\`); i >= 0 {
			w = w[i+1:]
		}
		if w == "" || strings.HasPrefix(w, "-") {
			continue
		}
		if best == "" || strings.Contains(w, ".") && !strings.Contains(best, ".") {
			best = w
		}
	}
	if best == "" {
		return "command"
	}
	if i := strings.LastIndexByte(best, '.'); i > 0 {
		best = best[:i]
	}
	return annotate.AnnotatorID(best)
}

// Annotator implements [propose.Proposer].
func (c *Command) Annotator() annotate.AnnotatorID { return c.Name }

// Propose implements [propose.Proposer]. What the command says on standard error is part of the error where it fails.
func (c *Command) Propose(ctx context.Context, doc *annotate.Document, known propose.Known) (propose.Proposals, error) {
	limit := c.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var in bytes.Buffer
	if err := jsonl.Format.Write(ctx, &in, one(&export.Record{Document: doc, State: annotate.StateNew}), export.Options{Schema: known.Schema, Lean: true}); err != nil {
		return propose.Proposals{}, err
	}
	cmd := shell(ctx, c.Line)
	cmd.Stdin = &in
	out := &bounded{most: mostOutput + 50*len(doc.Text)}
	said := &bounded{most: 4 << 10, keepLast: true}
	cmd.Stdout, cmd.Stderr = out, said
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return propose.Proposals{}, fmt.Errorf("%s took longer than %s for an article", c.Name, limit)
	case ctx.Err() != nil:
		return propose.Proposals{}, ctx.Err()
	case out.full:
		return propose.Proposals{}, fmt.Errorf("%s wrote more than %d MB for one article", c.Name, out.most>>20)
	case err != nil:
		if last := lastLine(said.buf.String()); last != "" {
			return propose.Proposals{}, fmt.Errorf("%s: %w: %s", c.Name, err, last)
		}
		return propose.Proposals{}, fmt.Errorf("%s: %w", c.Name, err)
	}
	return c.read(ctx, doc, &out.buf)
}

// read takes the record of the document from what the command wrote.
func (c *Command) read(ctx context.Context, doc *annotate.Document, r io.Reader) (propose.Proposals, error) {
	var wrong error
	for rec, err := range jsonl.Format.Read(ctx, string(c.Name), r) {
		if err != nil {
			wrong = errors.Join(wrong, err)
			continue
		}
		if rec.Document.Text != doc.Text {
			wrong = errors.Join(wrong, fmt.Errorf("%s: the text is not that of the article; a command must give it back as it got it", rec.Where))
			continue
		}
		return named(c.Name, doc, propose.Proposals{Annotations: rec.Annotations, Entities: rec.Entities}), nil
	}
	if wrong == nil {
		wrong = fmt.Errorf("%s wrote nothing", c.Name)
	}
	return propose.Proposals{}, wrong
}

// named gives the proposals of an outside annotator identities that stay the same, and an origin.
func named(who annotate.AnnotatorID, doc *annotate.Document, in propose.Proposals) propose.Proposals {
	ids := map[annotate.ID]annotate.ID{}
	for _, a := range in.Annotations {
		ids[a.ID] = propose.StableID(who, doc.ID, a.Type, a.Spans)
	}
	people := map[annotate.ID]annotate.ID{}
	for _, e := range in.Entities {
		id := e.ID
		// What is no identity of ours is local to the record: "e1".
		if len(id) < 32 {
			id = propose.EntityID(e.Type, e.Name)
		}
		people[e.ID] = id
		e.ID = id
	}
	for _, a := range in.Annotations {
		a.ID = ids[a.ID]
		for i := range a.Args {
			a.Args[i].Target = ids[a.Args[i].Target]
		}
		if a.Entity != "" {
			a.Entity = people[a.Entity]
		}
		if a.Origin.Annotator == "" {
			a.Origin.Annotator = who
		}
	}
	return in
}

func one(r *export.Record) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) { yield(r, nil) }
}

func shell(ctx context.Context, line string) *exec.Cmd {
	if runtime.GOOS == "windows" {
		return exec.CommandContext(ctx, "cmd", "/C", line)
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	together(cmd)
	return cmd
}

// bounded keeps what is written, up to a limit; of what has no end the end or the beginning.
type bounded struct {
	buf      bytes.Buffer
	most     int
	keepLast bool
	full     bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.buf.Len()+len(p) <= b.most {
		return b.buf.Write(p)
	}
	if b.keepLast {
		b.buf.Write(p)
		b.buf.Next(b.buf.Len() - b.most)
		return len(p), nil
	}
	b.full = true
	return 0, errors.New("too much")
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		s = s[i+1:]
	}
	return export.OneLine(s)
}
