//go:build !headless

package ui

import (
	"regexp"

	"fyne.io/fyne/v2"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// guidePart is a title and what is said under it. In the words, {id} stands for the key of a command.
type guidePart struct{ title, words string }

// guide is the whole of the in-app help: what to do, in the order in which it is done.
var guide = []guidePart{
	{"In one minute", "Put the caret anywhere inside quotation marks and press {mark.quote}. Every candidate for the speaker wears a letter: press one, or Enter for the likeliest. Then the same for the cue, the words that present the quote. That is a quote, with who said it and how."},
	{"Quotes", "Direct quotes stand in quotation marks: {mark.quote} takes them with their marks. For an indirect quote (“that the bridge would open in May”) select its words first. A quote that is broken by “she said” is one quote: mark the first part, put the caret in the second and press {mark.join}. Where the text names nobody, tick No source on its card."},
	{"Speakers and cues", "{role.speaker} asks for the speaker of the quote at the caret, {role.cue} for its cue. Choose by letter, by a click on any word, or select words first and press the key. On a full screen some letters want Shift (⇧), and some labels have two keys: the first leaves those lit that begin with it, Backspace brings the others back. Escape leaves the role empty."},
	{"Mentions and entities", "{mark.mention} marks the name at the caret or the selected words, and asks who or what that is: type a few letters, in any order of names and with slips, and take one with Enter, or make a new one. A click on another mention in the article takes whom that refers to, so “the spokesman” is Peskov by one click; a click on other words types them. Digits choose the type. {mark.all} marks all other places with the same words. F2 in the list says why the first is first."},
	{"All entities", "{entity.register} lists everybody and everything that the project speaks of, with how often, and each one’s quotes and mentions beside the list; a click goes there. A click on the title of a column, or Ctrl+1 to Ctrl+6, puts them in its order. Mark some with Ctrl+Space, choose the one that is kept, and Ctrl+M makes them one, in all articles; Ctrl+Z takes back what was done here last. Split makes another of the mentions with some words. Suspected doubles and unused entities are lists of their own. “For a time” on a card holds names such as “the mayor (2019 to 2024-05, Bergen)”, which mean somebody by the date of the article. {entities.lists} brings in lists of others, or uses a gazetteer that several projects share."},
	{"Events", "Put the caret on the word that says what happened and press {mark.event}; two keys choose its type, or two clicks in the list at the word. {role.other} and a role’s letter ask who or what fills that role. {mark.type} finds a type by a few letters."},
	{"Moving about", "The arrows move the caret, with Ctrl by words and paragraphs, with Alt by sentences; Shift selects. {select.word}, {select.sentence}, {select.quotation} and {select.block} select the word, the sentence, the quotation and the paragraph. Instead of dragging, press {select.begin} at the first word and click the last; the settings make two clicks do it. {go.next} goes to the next annotation, {go.same} to the next mention of the same, {view.card} (or a resting pointer) says what there is to know of one, {article.next} to the next article."},
	{"Reading the marks", "Quotes have a tint, corners and a bar in the margin; a fine line joins the parts of a broken one. Mentions are underlined, cues dotted, events on a chip; where they overlap, the shortest lies nearest to the words. Hollow marks are proposals, or what only one of two annotators has. Small letters say the type without colour (the View menu turns them off, and the types below events, and shows names below mentions). Lines lead from what is selected to what fills its roles; a role, or a name at the edge for what is off the screen, is a place to click. The strip beside the scroll bar shows the whole article: quotes, mentions, events, then notes and comments, what annotators differ in during a review, and what was found. High contrast is in the settings, and on where the desktop asks all programs for it."},
	{"Proposals", "Hollow marks are proposals: by the built-in rules (r?), or by a program whose predictions were imported, or that {proposal.outside} runs. {go.next} goes to the next one. {proposal.accept} accepts it whole, a quote with its speaker and cue; {proposal.reject} rejects it for good; {proposal.part} chooses a part of it. Any key that edits an annotation accepts the proposal first and then corrects it. {proposal.why} says why it is made. {proposal.sentence} accepts all in the sentence, {proposal.all} all in the article, after saying how many; {edit.undo} takes them back in one step. Below the cards a slider says how sure proposals must be to be shown, and choices of what type and by whom. {proposal.order} has {go.next} go to what the program is least sure of first, instead of in the order of the text, and {queue.unsure} orders the articles by that. The program learns from what you decide, on this machine alone. {proposal.show} turns proposals off."},
	{"Changing your mind", "{edit.undo} takes back, as often as you like, also tomorrow. {mark.delete} deletes the annotation that is selected. A click selects the smallest annotation at that place, a second click the next larger. Everything on a card can be changed there. To correct where an annotation begins and ends, drag the handles at its ends (with Alt to any character; Escape leaves it), move them by words with {edge.end.on} {edge.end.back} and {edge.start.on} {edge.start.back}, or select other words and press {mark.extent}. Beside a quotation mark the line at the bottom says whether the mark is in or out."},
	{"Side by side", "{beside.open} puts another article beside yours, for reading. {beside.version} puts this article there as another annotator left it: hollow marks are those that only one of you has, and a wedge in the margin says where you differ. {beside.next} goes to the next difference. {beside.take} takes over what is selected on the other side, with all that fills its roles. {beside.focus} goes to the other side and back, {beside.close} closes it. Other annotators come with a dataset ({dataset.import}), or by another name in the settings."},
	{"Reviewing", "{review.start} shows where annotators differ, in all articles, and makes gold of what you decide: a set of its own, which nobody else writes in. Beside the article each annotator has a lane: filled where they marked something, with a notch where that differs, hollow where they left what others marked; a click leads to the difference. What is not decided is hollow in the text. Each annotator has a digit, which takes their version with all that fills its roles; {review.likeliest} takes the one that most agree on, {review.none} none. {review.edit} lets you correct the likeliest one with the usual keys, {review.mix} takes the words from one and the speaker from another. {review.next} leaves it for later. After a verdict a letter says why: {review.reason.text} the text is ambiguous, {review.reason.guideline} the guideline has a gap, {review.reason.slip} a slip, {review.reason.boundary} a boundary, {review.reason.person} the wrong person; {comment.verdict} comments on it. Where what a version says was decided otherwise about the same words elsewhere, its card says so: {review.opposites} leads there. {review.guide} shows the guideline. “Send what is agreed on to gold” in the Review menu, the star above the article, needs nobody; the rest comes to you."},
	{"What others say", "{comment.say} comments on an annotation, in a review on the difference that is shown, to those who marked it; {comment.resolve} resolves the thread. What came back to you, in the package that the reviewer sends back or once their file is merged with yours: {feedback.next} goes from one to the next and says what became of it, {feedback.resolve} says that you have seen it."},
	{"Going back in time", "{past.open} puts the article as it was beside yours, with a slider over all that was done in it: drag it, or press {past.earlier} and {past.later}. {beside.take} takes one annotation back from there, “Go back to this” all of them, in one change that {edit.undo} takes back. {view.history} says who changed what of the annotation that is selected, and when."},
	{"Working together", "Everybody works on a file of their own, and no server is needed. “Give articles to annotators” in the Team menu deals the articles out, each to as many as you like; whoever works blind sees nothing of others in an article before it is done. “Make a work package” makes a small project to send to somebody: whoever opens it works as the one it was made for. In whose name you work stands at the upper right; a click changes it, and “Rename an annotator” takes along what was done under a wrong name. Drop the files that come back on the window: after a look at what they bring they are merged, with the project as it was kept beside; “What the last merging did, or go back” in the Team menu goes back to that. A package that is not blind brings back what a review decided. {team.dashboard} shows how far everybody is and how much you agree; a cell of its matrix leads to what two differ in."},
	{"Saving", "There is nothing to save: what you see is on disk. The project is one file, and nothing leaves this machine."},
	{"The dataset", "{dataset.export} writes what you marked, as JSON Lines or in the format of another program, and shows the first record and what would be lost before it does. It can divide the articles into parts for training and testing. {state.done} marks the article as done and opens the next; exports can be limited to those."},
	{"Finding things", "{find.open} finds words in the article and shows all places: Enter goes to the next, {find.previous} to the one before, and Escape leaves at the one shown, with its words selected. {go.place} goes to a line (12), a paragraph (p3), a sentence (s34) or an annotation (a few letters of it), {go.back} back to where you were before a jump, {go.forward} forward again. {help.palette} finds any command by a few letters of its name, and says its key. {help.shortcuts} shows all keys; the settings change them. {articles.search} searches the articles. From there Tab leads to the lists, where the arrows and Enter choose; Escape leads back to the article."},
}

// showGuide opens the guide.
func (w *window) showGuide() {
	s := w.newSheet("guide", "How to annotate", 640)
	for _, p := range guide {
		title := control.NewPhrase(0, control.Run{Text: p.title, Ink: look.Accent, Bold: true})
		s.add(control.NewColumn(2, title, control.NewParagraph(w.withKeys(p.words), look.Ink)))
	}
	s.button("keys", "All keys", func() { s.close(); w.bench.Do("help.shortcuts") })
	s.mainButton("close", "Close", s.close)
	s.layer.Key = scrollKeys(s.scroll)
	s.open(nil)
}

// withKeys puts the keys in force in the place of {command ids}.
func (w *window) withKeys(text string) string {
	return braces.ReplaceAllStringFunc(text, func(m string) string {
		id := m[1 : len(m)-1]
		if k := keyOf(w.bench, id); k != "" {
			return k
		}
		if c := w.bench.Command(id); c != nil {
			return "“" + c.Title + "”"
		}
		return m
	})
}

var braces = regexp.MustCompile(`\{[a-z.]+\}`)

// scrollKeys scrolls a page by the keys that one expects.
func scrollKeys(s *control.Scroll) func(*fyne.KeyEvent) bool {
	return func(ev *fyne.KeyEvent) bool {
		by := map[fyne.KeyName]float32{
			fyne.KeyUp: -40, fyne.KeyDown: 40, fyne.KeyPageUp: -400, fyne.KeyPageDown: 400, fyne.KeyHome: -1e6, fyne.KeyEnd: 1e6,
		}[ev.Name]
		if by != 0 {
			s.By(by)
		}
		return by != 0
	}
}
