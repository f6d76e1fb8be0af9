package workbench

import (
	"errors"
	"fmt"

	"quoth/annotate"
)

// reviewCommands are the part of the registry by which people look at each other's work.
func reviewCommands(b *Bench) []*Command {
	const menu = "Review"
	atCase := b.atCase
	reviewing := func() error {
		if b.Reviewing() {
			return nil
		}
		if b.review != nil {
			return errors.New("you are editing; Escape leads back to the review")
		}
		return errNoReview
	}
	out := []*Command{
		{ID: "review.start", Title: "Review others’ annotations", Menu: menu, Keys: []Key{"F4"}, can: b.inProject, on: func() bool { return b.review != nil }, do: b.toggleReview,
			About: "Shows where annotators differ, in all articles, and makes gold of what you decide; again to go back to your own."},
		{ID: cmdNextCase, Title: "Next difference to settle", Icon: "down", Menu: menu, Keys: []Key{"N"}, Review: true, Separated: true, Hint: "next", can: reviewing, do: func() { b.review.move(1) }},
		{ID: "review.previous", Title: "Previous difference to settle", Icon: "up", Menu: menu, Keys: []Key{"P"}, Review: true, can: reviewing, do: func() { b.review.move(-1) }},
		{ID: "review.likeliest", Title: "Take the likeliest version", Icon: "done", Menu: menu, Keys: []Key{"Enter"}, Review: true, Separated: true, Hint: "likeliest", can: b.canTakeLikeliest, do: b.takeLikeliest,
			About: "That on which most agree; of what a rule took, says that it is right."},
	}
	for i := range 9 {
		key := Key(fmt.Sprint(i + 1))
		out = append(out, &Command{
			ID: fmt.Sprintf("review.take.%d", i+1), Title: fmt.Sprintf("Take the version of annotator %d", i+1), Menu: menu, Under: "Take the version of",
			Keys: []Key{key}, Review: true, can: atCase, do: func() { b.review.takeVersion(i) },
		})
	}
	out = append(out,
		&Command{ID: "review.none", Title: "None is right", Icon: "close", Menu: menu, Keys: []Key{"0"}, Review: true, Hint: "none", can: atCase, do: b.takeNone},
		&Command{ID: "review.edit", Title: "Edit the likeliest version", Icon: "edit", Menu: menu, Keys: []Key{"E"}, Review: true, Hint: "edit", can: atCase, do: b.editLikeliest,
			About: "Takes it and lets you correct it with the usual keys; Escape leads back to the review."},
		&Command{ID: "review.mix", Title: "Mix parts of several versions", Icon: "join", Menu: menu, Keys: []Key{"M"}, Review: true, Hint: "mix", can: atCase, do: b.mixParts,
			About: "The words from one, the speaker from another: for each part a digit says whose, Enter takes the likeliest of all that are left."},
	)
	for _, why := range annotate.Reasons {
		out = append(out, &Command{
			ID: "review.reason." + reasonIDs[why], Title: "Reason: " + string(why), Menu: menu, Under: "Reason of the last verdict",
			Keys: []Key{reasonKeys[why]}, Review: true, can: b.canGiveReason, do: func() { b.giveReason(why) },
		})
	}
	return append(out,
		&Command{ID: cmdOpposites, Title: "Look where the opposite was decided", Menu: menu, Keys: []Key{"O"}, Review: true, can: b.canLookAtOpposites, do: b.lookAtOpposite,
			About: "Where what is alike was decided otherwise than a version here would have it, or than the last verdict did; again for the next place."},
		&Command{ID: "review.guide", Title: "Guideline", Icon: "help", Menu: menu, Keys: []Key{"?"}, Review: true, Hint: "guideline", can: b.inProject, do: func() { b.screen.Show(PageGuideline) },
			About: "What the schema says of the types, roles and attributes in question."},
		&Command{ID: "review.class", Title: "Differences of the next kind only", Menu: menu, Under: "What the list shows", Keys: []Key{"F"}, Review: true, can: reviewing, do: func() { b.review.nextClass() },
			About: "Of speakers, of boundaries, and so on, after the last kind all again."},
		&Command{ID: "review.order", Title: "Article after article", Menu: menu, Under: "What the list shows", can: b.inReview, on: func() bool { return b.review != nil && b.review.queue.filter.ByArticle }, do: func() {
			f := b.review.Filter()
			f.ByArticle = !f.ByArticle
			b.review.SetFilter(f)
		}, About: "Or, in all articles, what is worth most first: who speaks, then the boundaries."},
		&Command{ID: "review.settled", Title: "What is settled", Menu: menu, Under: "What the list shows", can: b.inReview, on: func() bool { return b.review != nil && b.review.queue.filter.Show == ShowSettled }, do: func() {
			f := b.review.Filter()
			if f.Show == ShowSettled {
				f.Show = ShowOpen
			} else {
				f.Show = ShowSettled
			}
			b.review.SetFilter(f)
		}},
		&Command{ID: "review.gold", Title: "Send what is agreed on to gold…", Icon: "star", Menu: menu, Separated: true, can: b.inProject, do: func() { b.screen.Show(PageGold) },
			About: "By a rule that you choose: all agree, most do, or so many. A random sample is put in the queue for a look."},
		&Command{ID: "review.audit", Title: "Look at the sample", Menu: menu, Under: "What the list shows", can: b.inReview, on: func() bool { return b.review != nil && b.review.queue.filter.Show == ShowAudit }, do: b.showAudit,
			About: "Some of what a rule sent to gold, drawn at random. Enter says that it is right."},
		&Command{ID: cmdComment, Title: "Comment…", Icon: "cue", Menu: menu, Keys: []Key{"/"}, Separated: true, Hint: "comment", can: b.canComment, do: b.startComment,
			About: "On the current annotation; in a review to those who marked what is shown."},
		&Command{ID: cmdCommentVerdict, Title: "Comment on the last verdict…", Menu: menu, Keys: []Key{"C"}, Review: true, can: b.canGiveReason, do: b.commentVerdict,
			About: "To those who marked what it was about."},
		&Command{ID: "comment.resolve", Title: "Resolve the thread, or open it again", Menu: menu, Keys: []Key{"Alt+/"}, can: b.canResolve, do: b.resolveHere},
		&Command{ID: "feedback.list", Title: "What came back to me", Menu: menu, Separated: true, can: b.inProject, do: func() { b.screen.Show(PageFeedback) },
			About: "What others decided otherwise than you marked it, and what they said of it."},
		&Command{ID: "feedback.next", Title: "Next that came back", Menu: menu, Under: "Go through what came back", Keys: []Key{"F2"}, can: b.canGoToFeedback, do: func() { b.nextFeedback(1) }},
		&Command{ID: "feedback.previous", Title: "Previous that came back", Menu: menu, Under: "Go through what came back", Keys: []Key{"Shift+F2"}, can: b.canGoToFeedback, do: func() { b.nextFeedback(-1) }},
		&Command{ID: "feedback.resolve", Title: "Seen, next that came back", Menu: menu, Under: "Go through what came back", Keys: []Key{"Ctrl+F2"}, can: b.canGoToFeedback, do: b.acknowledge},
	)
}

const cmdNextCase = "review.next"

var reasonIDs = map[annotate.Reason]string{
	annotate.ReasonText: "text", annotate.ReasonGuideline: "guideline", annotate.ReasonSlip: "slip", annotate.ReasonBoundary: "boundary", annotate.ReasonPerson: "person",
}
