package workbench

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
)

// Commenting is what is being said while the person writes it: about annotations of one or more annotators, who each
// get it as a thread of their own, or in answer to threads.
type Commenting struct {
	To      []CommentOn
	Threads []*annotate.Thread // that are answered, in which the same was said; none for a new one
	Written string             // what is written so far

	bench *Bench
	set   *annotate.Set // gold's in the article of the last verdict, where that is not the open one
}

// CommentOn is an annotation that a comment is about.
type CommentOn struct {
	Annotator  annotate.AnnotatorID
	Annotation annotate.ID
	Spans      []annotate.Span
	Words      string
}

// Commenting returns what is being said, or nil.
func (b *Bench) Commenting() *Commenting { return b.commenting }

// heard makes what was said and what came back be read again when somebody looks.
func (b *Bench) heard() {
	b.talk, b.talkKnown = nil, false
	b.feedback.stale()
	b.touch(ReviewChanged)
}

// heardIn is heard of one article alone.
func (b *Bench) heardIn(doc annotate.DocumentID) {
	b.talk, b.talkKnown = nil, false
	b.feedback.staleIn(doc)
	b.touch(ReviewChanged)
}

// Threads returns what was said about annotations of the open article, by anybody, in the order of the text; to who
// annotates it blind only what they said of their own.
func (b *Bench) Threads() []*annotate.Thread {
	if b.doc == nil {
		return nil
	}
	if !b.talkKnown {
		said, err := b.project.Comments(b.context(), store.Asked{Documents: []annotate.DocumentID{b.doc.ID}})
		if err != nil {
			b.fail(err)
		}
		var all []annotate.Said
		for _, s := range said {
			if !b.Blind() || s.Annotator == b.set.Annotator && s.By == b.set.Annotator {
				all = append(all, s.Said)
			}
		}
		b.talk, b.talkKnown = annotate.Threads(all), true
	}
	return b.talk
}

// ThreadsAbout returns the threads about an annotation.
func (b *Bench) ThreadsAbout(annotator annotate.AnnotatorID, id annotate.ID) []*annotate.Thread {
	var out []*annotate.Thread
	for _, t := range b.Threads() {
		if t.Annotator == annotator && t.About == id {
			out = append(out, t)
		}
	}
	return out
}

// ThreadsHere returns the threads about what the person is at: the current annotation, on whichever side, or in a
// review all versions of the current case and what came of them.
func (b *Bench) ThreadsHere() []*annotate.Thread {
	var out []*annotate.Thread
	for _, on := range b.commentable() {
		out = append(out, b.ThreadsAbout(on.Annotator, on.Annotation)...)
	}
	return out
}

// commentable returns what a comment here would be about.
func (b *Bench) commentable() []CommentOn {
	if r := b.review; r != nil && r.current != nil && !r.editing && !b.AtBeside() {
		return versionsOf(givenAt{b.doc, r.cases, b.set}, r.current)
	}
	if a := b.handCurrent(); a != nil {
		return []CommentOn{{b.hand().set.Annotator, a.ID, a.Spans, words(b.hand().doc, a.Spans)}}
	}
	return nil
}

// versionsOf returns what annotators made of a case, and what came of it.
func versionsOf(at givenAt, c *review.Case) (out []CommentOn) {
	on := func(who annotate.AnnotatorID, a *annotate.Annotation) {
		out = append(out, CommentOn{who, a.ID, a.Spans, words(at.doc, a.Spans)})
	}
	for side, who := range at.cases.Annotators() {
		if v := c.Version(side); v != nil {
			on(who, v)
		}
	}
	if a := at.cases.Result(c, at.set); a != nil {
		on(at.set.Annotator, a)
	}
	return out
}

func (b *Bench) canComment() error {
	switch {
	case b.hand().doc == nil:
		return errNoArticle
	case len(b.commentable()) == 0 && b.review != nil && b.review.given != nil:
		return fmt.Errorf("%w; %s comments on the last verdict", errNoCase, b.keyOf(cmdCommentVerdict))
	case len(b.commentable()) == 0:
		return errNoCurrent
	case b.AtBeside() && b.beside.doc.ID != b.doc.ID:
		return errOnlyForReading
	}
	return nil
}

// startComment asks for what there is to say about what the person is at.
func (b *Bench) startComment() { b.askComment(b.commentable(), nil) }

// commentVerdict asks for what there is to say about what the last verdict was about, which need not be in this article.
func (b *Bench) commentVerdict() {
	at, c := b.review.givenCase()
	switch {
	case c == nil: // it says why
	case at.set == b.set:
		b.askComment(versionsOf(at, c), nil)
	default:
		b.askComment(versionsOf(at, c), at.set)
	}
}

// askComment asks for what there is to say about annotations; elsewhere is gold's set in another article, or nil. In a review each
// annotator who marked it hears it about their own version.
func (b *Bench) askComment(to []CommentOn, elsewhere *annotate.Set) {
	if b.review != nil {
		others := slices.DeleteFunc(slices.Clone(to), func(on CommentOn) bool { return on.Annotator == b.set.Annotator })
		if len(others) > 0 {
			to = others
		}
	}
	b.commenting = &Commenting{bench: b, To: to, set: elsewhere}
	b.touch(StatusChanged)
	b.screen.Show(PageComment)
}

// Alike puts threads together in which the same was said: people say the same to several who marked the same thing.
func Alike(threads []*annotate.Thread) (out [][]*annotate.Thread) {
	at := map[string]int{}
	for _, t := range threads {
		said := string(t.Standing())
		for _, c := range t.Comments {
			said += "\x00" + c.Author + "\x00" + c.Text
		}
		i, known := at[said]
		if !known {
			i = len(out)
			at[said], out = i, append(out, nil)
		}
		out[i] = append(out[i], t)
	}
	return out
}

// Answer asks for an answer to threads in which the same was said.
func (b *Bench) Answer(threads ...*annotate.Thread) {
	b.act(func() {
		b.commenting = &Commenting{bench: b, Threads: threads}
		for _, t := range threads {
			b.commenting.To = append(b.commenting.To, CommentOn{Annotator: t.Annotator, Annotation: t.About, Spans: t.Spans})
		}
		b.touch(StatusChanged)
		b.screen.Show(PageComment)
	})
}

// Only keeps one of those who would hear it, or takes all of them again.
func (c *Commenting) Only(who annotate.AnnotatorID) {
	c.To = slices.DeleteFunc(c.To, func(on CommentOn) bool { return on.Annotator != who })
}

// Say says it, and reports whether that worked.
func (c *Commenting) Say(text string) bool {
	b := c.bench
	ok := false
	b.act(func() {
		text = strings.TrimSpace(text)
		if text == "" {
			b.fail(errors.New("write something, or leave it with Escape"))
			return
		}
		set := b.set
		if c.set != nil {
			set = c.set
		}
		d := set.Draft("Comment")
		for _, on := range c.To {
			x := b.newComment(on, text)
			for _, t := range c.Threads {
				if t.Annotator == on.Annotator && t.About == on.Annotation {
					x.ReplyTo = t.ID()
				}
			}
			d.Say(x)
		}
		change := d.Change(b.author(), b.config.Now())
		if ok = b.addTo(set, change); !ok {
			return
		}
		b.commenting = nil
		if set != b.set {
			b.heardIn(set.Document.ID)
			b.finished = &finished{set.Document.ID, change.ID, "Taken back: what you said"}
		} else {
			b.finished = nil
		}
		switch names := b.heardBy(c.To); {
		case len(c.Threads) > 0:
			b.offerUndo("Answered")
		case names != "":
			b.offerUndo("Said to %s", names)
		default:
			b.offerUndo("Said")
		}
	})
	return ok
}

// Cancel leaves it unsaid.
func (c *Commenting) Cancel() {
	c.bench.act(func() {
		c.bench.commenting = nil
		c.bench.touch(StatusChanged)
	})
}

func (b *Bench) heardBy(to []CommentOn) string {
	var names []string
	for _, on := range to {
		if on.Annotator != b.set.Annotator && !slices.Contains(names, string(on.Annotator)) {
			names = append(names, string(on.Annotator))
		}
	}
	return strings.Join(names, ", ")
}

func (b *Bench) newComment(on CommentOn, text string) *annotate.Comment {
	return &annotate.Comment{
		ID: annotate.NewID(), Annotator: on.Annotator, About: on.Annotation, Spans: slices.Clone(on.Spans),
		Author: b.author(), Time: b.config.Now().UTC(), Text: text,
	}
}

// Resolve says in one step that threads ask for nothing more, or that they do again.
func (b *Bench) Resolve(resolved bool, threads ...*annotate.Thread) {
	b.act(func() {
		if b.set == nil {
			b.fail(errNoArticle)
			return
		}
		standing, title := annotate.StandingOpen, "Open a thread again"
		if resolved {
			standing, title = annotate.StandingResolved, "Resolve a thread"
		}
		d := b.set.Draft(title)
		for _, t := range threads {
			x := b.newComment(CommentOn{Annotator: t.Annotator, Annotation: t.About, Spans: t.Spans}, "")
			x.ReplyTo, x.Standing = t.ID(), standing
			d.Say(x)
		}
		if b.commit(d) {
			b.offerUndo("The thread is %s", standing)
		}
	})
}

func (b *Bench) canResolve() error {
	if b.doc == nil {
		return errNoArticle
	}
	if len(b.ThreadsHere()) == 0 {
		return fmt.Errorf("nothing was said here; %s says something", b.keyOf(cmdComment))
	}
	return nil
}

// resolveHere resolves the threads of what the person is at, or opens them again where all are resolved.
func (b *Bench) resolveHere() {
	threads := b.ThreadsHere()
	open := slices.DeleteFunc(slices.Clone(threads), func(t *annotate.Thread) bool { return t.Standing() != annotate.StandingOpen })
	if len(open) > 0 {
		b.Resolve(true, open...)
		return
	}
	b.Resolve(false, threads...)
}

const (
	cmdComment        = "comment.say"
	cmdCommentVerdict = "comment.verdict"
)
