package workbench

import (
	"errors"
	"slices"

	"quoth/annotate"
	"quoth/annotate/find"
)

// The ids of commands that other code names.
const (
	cmdAccept  = "accept"
	cmdCancel  = "cancel"
	cmdSpeaker = "role.speaker"
	cmdCue     = "role.cue"
	cmdWho     = "app.who"

	cmdOtherSide      = "beside.focus"
	cmdNextDifference = "beside.next"
	cmdTakeOver       = "beside.take"
)

// Reasons why a command is not possible.
var (
	errNoProject = errors.New("open or make a project first")
	errNoArticle = errors.New("open an article first")
	errNoName    = errors.New("type a name first")
	errNoCurrent = errors.New("select an annotation first: click it, or press Tab")
)

// commands returns the registry's content, in the order of menus and sheets.
func commands(b *Bench) []*Command {
	inProject := b.inProject
	inArticle := func() error {
		if b.doc == nil {
			return errNoArticle
		}
		return nil
	}
	onCurrent := func() error {
		if b.doc == nil {
			return errNoArticle
		}
		if b.Current() == nil {
			return errNoCurrent
		}
		return nil
	}
	afterAnnotation := func() error {
		if b.joined() == nil {
			return onCurrent()
		}
		return nil
	}
	show := func(p Page) func() { return func() { b.screen.Show(p) } }

	return slices.Concat([]*Command{
		{ID: "project.new", Title: "New project…", Menu: "File", Keys: []Key{"Ctrl+N"}, do: show(PageNewProject)},
		{ID: "project.open", Title: "Open project…", Menu: "File", Keys: []Key{"Ctrl+O"}, do: show(PageOpenProject)},
		{ID: "project.sample", Title: "Open the sample project", Menu: "File", do: b.OpenSample},
		{ID: "project.close", Title: "Close project", Menu: "File", can: inProject, do: b.CloseProject},
		{ID: "articles.add", Title: "Add articles…", Menu: "File", Keys: []Key{"Ctrl+Shift+O"}, Separated: true, Icon: "add",
			About: "Text, Markdown, HTML, JSON Lines or CSV; you can also drop files and folders on the window.", do: show(PageAddFiles)},
		{ID: "articles.paste", Title: "Paste an article", Menu: "File", Keys: []Key{"Ctrl+V"},
			About: "Makes an article of the text on the clipboard.", can: inProject, do: b.paste},
		{ID: "article.remove", Title: "Remove the article from the project", Menu: "File",
			About: "Only one without annotations; they would be gone with it.", can: inArticle, do: b.removeArticle},
		{ID: "dataset.import", Title: "Import a dataset…", Menu: "File", Keys: []Key{"Ctrl+I"}, Separated: true, can: inProject, do: show(PageImport)},
		{ID: "dataset.export", Title: "Export a dataset…", Menu: "File", Keys: []Key{"Ctrl+E"}, Icon: "export", can: inProject, do: show(PageExport)},
		{ID: "entities.lists", Title: "Lists of entities…", Menu: "File", Separated: true,
			About: "Brings in people, organisations and places from tables, JSON Lines or Wikidata, or uses a gazetteer.", can: inProject, do: show(PageLists)},
		{ID: "task.cancel", Title: "Cancel what runs in the background", Menu: "File", Keys: []Key{"Ctrl+."},
			can: b.canCancel, do: func() { b.task.Cancel() }},
		{ID: "app.settings", Title: "Settings…", Menu: "File", Separated: true, Keys: []Key{"Ctrl+,"}, do: show(PageSettings)},
		{ID: "app.quit", Title: "Quit", Menu: "File", Keys: []Key{"Ctrl+Q"}, Separated: true, do: b.quit},

		{ID: cmdWho, Title: "Who is working…", Menu: "Team", Icon: "speaker", can: inProject, do: show(PageWho),
			About: "In whose name marks are made in this project, and how the program knows."},
		{ID: "team.assign", Title: "Give articles to annotators…", Menu: "Team", Separated: true,
			About: "Each article to as many as you like, evenly, after a look at the plan.", can: inProject, do: show(PageAssign)},
		{ID: "team.unassign", Title: "Take the last giving out back", Menu: "Team", About: "What was annotated meanwhile stays.", can: b.canUnassign, do: b.unassign},
		{ID: "project.pack", Title: "Make a work package…", Menu: "Team", Separated: true,
			About: "A small project of some of the articles, for somebody to annotate elsewhere; it comes back by merging.", can: inProject, do: show(PagePack)},
		{ID: "project.merge", Title: "Merge files…", Menu: "Team",
			About: "Unites what colleagues did in copies of this project with it; you can also drop their files on the window.", can: inProject, do: show(PageMerge)},
		{ID: "project.merged", Title: "What the last merging did, or go back…", Menu: "Team", can: b.canShowMerged, do: show(PageMerged)},
		{ID: "team.rename", Title: "Rename an annotator…", Menu: "Team", can: inProject, do: show(PageRename),
			About: "All their work follows, past work, too, also from files of before that are merged later."},
		{ID: "team.dashboard", Title: "Dashboard…", Menu: "Team", Separated: true, Keys: []Key{"Ctrl+D"},
			About: "Progress, agreement, confusion, labels, speed and drift of everybody's work, as charts.", can: inProject, do: b.openDashboard},

		{ID: "edit.undo", Title: "Undo", Menu: "Edit", Keys: []Key{"Ctrl+Z"}, Icon: "undo", Hint: "undo", can: b.canUndo, do: b.undo},
		{ID: "edit.redo", Title: "Redo", Menu: "Edit", Keys: []Key{"Ctrl+Shift+Z", "Ctrl+Y"}, Icon: "redo", can: b.canRedo, do: b.redo},
		{ID: "edit.copy", Title: "Copy", Menu: "Edit", Keys: []Key{"Ctrl+C"}, Separated: true,
			About: "The selected words, or those of the selected annotation.", can: b.canCopy, do: b.copyWords},
		{ID: "edit.copy.quote", Title: "Copy with the source", Menu: "Edit", Keys: []Key{"Ctrl+Shift+C"},
			About: "“…” — who said it, the article, its publisher and date.", can: b.canCopy, do: b.copyQuote},
		{ID: "edit.copy.json", Title: "Copy the annotation as JSON", Menu: "Edit", Keys: []Key{"Ctrl+Alt+C"},
			About: "As a dataset has it: places in code points, and what fills its roles.", can: b.canCopyJSON, do: b.copyJSON},
		{ID: "find.open", Title: "Find in the article", Menu: "Edit", Keys: []Key{"Ctrl+F"}, Icon: "search", Separated: true,
			About: "Shows all places with the words; Enter goes to the next, Shift+Enter to the one before, Escape leaves at the one shown.", can: inArticle, do: b.openFind},
		{ID: "find.next", Title: "Next place found", Menu: "Edit", Under: "What was found", Keys: []Key{"F3"}, can: inArticle, do: func() { b.findStep(1) }},
		{ID: "find.previous", Title: "Previous place found", Menu: "Edit", Under: "What was found", Keys: []Key{"Shift+F3"}, can: inArticle, do: func() { b.findStep(-1) }},
		{ID: "find.case", Title: "Find: capitals and accents count", Menu: "Edit", Under: "What was found", Keys: []Key{"Alt+C"}, can: inArticle,
			do: func() { b.findToggle(func(q *find.Query) { q.Case = !q.Case }) }},
		{ID: "find.words", Title: "Find: whole words only", Menu: "Edit", Under: "What was found", Keys: []Key{"Alt+W"}, can: inArticle,
			do: func() { b.findToggle(func(q *find.Query) { q.Whole = !q.Whole }) }},
		{ID: "articles.search", Title: "Search the articles", Menu: "Edit", Keys: []Key{"Ctrl+Shift+F"}, can: inProject, do: show(PageSearch)},

		{ID: "mark.quote", Title: "Quote", Menu: "Annotate", Keys: []Key{"Q"}, Icon: "quote", Hint: "quote",
			About: "With the caret anywhere inside quotation marks; or of the selected words, for an indirect quote.", can: inArticle, do: b.markQuote},
		{ID: cmdSpeaker, Title: "Speaker of the quote", Menu: "Annotate", Keys: []Key{"S"}, Icon: "speaker", Hint: "speaker",
			About: "Puts a letter on each candidate: press one, or Enter for the likeliest. With words selected, takes those.", can: inArticle, do: func() { b.askQuoteRole("speaker") }},
		{ID: cmdCue, Title: "Cue of the quote", Menu: "Annotate", Keys: []Key{"C"}, Icon: "cue", Hint: "cue",
			About: "The words that present the quote as somebody's: “said”, “according to”.", can: inArticle, do: func() { b.askQuoteRole("cue") }},
		{ID: "mark.event", Title: "Event", Menu: "Annotate", Keys: []Key{"E"}, Icon: "event", Hint: "event", Separated: true,
			About: "Of the selected words or the word at the caret: the trigger. Digits choose its type.", can: inArticle, do: b.markEvent},
		{ID: "role.other", Title: "Fill a role…", Menu: "Annotate", Keys: []Key{"R"}, Icon: "role", Hint: "role",
			About: "Then the role's letter, then the letter of who or what fills it. With words selected, takes those.", can: b.canFillRole, do: b.askWhichRole},
		{ID: "mark.mention", Title: "Mention", Menu: "Annotate", Keys: []Key{"M"}, Icon: "mention", Hint: "mention", Separated: true,
			About: "Of the selected words or the name at the caret; then says who it is.", can: inArticle, do: b.markMention},
		{ID: "entity.name", Title: "Name the entity…", Menu: "Annotate", Keys: []Key{"N"}, Icon: "entity", Hint: "name",
			About: "Says whom or what the mention refers to.", can: onCurrent, do: b.nameEntity},
		{ID: "entity.edit", Title: "Edit the entity…", Menu: "Annotate", Keys: []Key{"I"},
			About: "Name, aliases and identities of whom the mention refers to.", can: b.canEditEntity, do: func() { b.EditEntity(b.Current().Entity) }},
		{ID: "entity.register", Title: "Entities of the project…", Menu: "Annotate", Keys: []Key{"Ctrl+Shift+E"},
			About: "All of them, with what they are called and where they are spoken of: search, merge, split, and find those that are double or unused.", can: inProject, do: b.openRegister},
		{ID: "mark.all", Title: "All mentions of this…", Menu: "Annotate", Keys: []Key{"L"}, Icon: "all", Hint: "all like this",
			About: "Marks every other occurrence of the same words, after a look at them.", can: onCurrent, do: b.askMentions},
		{ID: "mark.cue", Title: "Cue, on its own", Menu: "Annotate", Keys: []Key{"U"}, can: inArticle, do: b.markCue},
		{ID: "mark.join", Title: "Join to the annotation", Menu: "Annotate", Keys: []Key{"J"}, Separated: true,
			About: "Adds the selected words, or the quotation at the caret, as another part: a quote broken by “she said” is one quote.", can: afterAnnotation, do: b.join},
		{ID: "mark.extent", Title: "Take the selection as its words", Menu: "Annotate", Keys: []Key{"X"},
			About: "Corrects where the current annotation begins and ends; so does dragging its handles.", can: onCurrent, do: b.takeSelection},
		{ID: "edge.end.on", Title: "End: one word on", Menu: "Annotate", Under: "Move its edges", Keys: []Key{"."},
			About: "Of the current annotation, or the part of it that the caret is in; a quotation mark counts as a word.", can: onCurrent, do: func() { b.stepEdge(false, 1, false) }},
		{ID: "edge.end.back", Title: "End: one word back", Menu: "Annotate", Under: "Move its edges", Keys: []Key{","}, can: onCurrent, do: func() { b.stepEdge(false, -1, false) }},
		{ID: "edge.start.on", Title: "Start: one word on", Menu: "Annotate", Under: "Move its edges", Keys: []Key{">"}, can: onCurrent, do: func() { b.stepEdge(true, 1, false) }},
		{ID: "edge.start.back", Title: "Start: one word back", Menu: "Annotate", Under: "Move its edges", Keys: []Key{"<"}, can: onCurrent, do: func() { b.stepEdge(true, -1, false) }},
		{ID: "edge.end.character.on", Title: "End: one character on", Menu: "Annotate", Under: "Move its edges", Keys: []Key{"Alt+."}, can: onCurrent, do: func() { b.stepEdge(false, 1, true) }},
		{ID: "edge.end.character.back", Title: "End: one character back", Menu: "Annotate", Under: "Move its edges", Keys: []Key{"Alt+,"}, can: onCurrent, do: func() { b.stepEdge(false, -1, true) }},
		{ID: "edge.start.character.on", Title: "Start: one character on", Menu: "Annotate", Under: "Move its edges", Keys: []Key{"Alt+Shift+."}, can: onCurrent, do: func() { b.stepEdge(true, 1, true) }},
		{ID: "edge.start.character.back", Title: "Start: one character back", Menu: "Annotate", Under: "Move its edges", Keys: []Key{"Alt+Shift+,"}, can: onCurrent, do: func() { b.stepEdge(true, -1, true) }},
		{ID: "mark.type", Title: "Type…", Menu: "Annotate", Keys: []Key{"T"}, Icon: "type", Hint: "type",
			About: "Chooses the type by typing a few letters of it.", can: onCurrent, do: b.askType},
		{ID: "mark.note", Title: "Note…", Menu: "Annotate", Keys: []Key{"O"}, can: onCurrent, do: show(PageNote)},
		{ID: "mark.delete", Title: "Delete", Menu: "Annotate", Keys: []Key{"Delete", "Backspace"}, Icon: "delete", Hint: "delete", can: onCurrent,
			do: func() { b.Delete(b.current) }},
		{ID: "state.done", Title: "Done, next article", Menu: "Annotate", Keys: []Key{"Ctrl+Enter"}, Icon: "done", Separated: true, can: inArticle, do: b.doneAndNext},
		{ID: "state.flag", Title: "Flag for another look", Menu: "Annotate", Keys: []Key{"Ctrl+Shift+Enter"}, can: inArticle,
			do: func() { b.toggleState(annotate.StateFlagged) }},
		{ID: "state.open", Title: "Back to in progress", Menu: "Annotate", can: inArticle, do: func() { b.SetState(annotate.StateInProgress) }},

		{ID: "go.next", Title: "Next annotation", Menu: "Go", Keys: []Key{"Tab"}, Hint: "next", can: inArticle, do: func() { b.stepOn(1) }},
		{ID: "go.previous", Title: "Previous annotation", Menu: "Go", Keys: []Key{"Shift+Tab"}, can: inArticle, do: func() { b.stepOn(-1) }},
		{ID: "go.same", Title: "Next mention of the same", Menu: "Go", Keys: []Key{"H"}, can: onCurrent, do: b.nextOfSame},
		{ID: "view.card", Title: "About the annotation", Menu: "Go", Keys: []Key{"?"},
			About: "Whom it means, where else, what it is part of and who made it; resting the pointer on it shows the same.", can: onCurrent, do: show(PageCard)},
		{ID: "view.history", Title: "History of the annotation…", Menu: "Go", Keys: []Key{"Ctrl+Shift+H"},
			About: "Who changed what of it when, in a review in all versions; each step leads to the article as it was then.", can: b.canSeeHistory, do: show(PageHistory)},
		{ID: "go.place", Title: "Go to a line, sentence or annotation…", Menu: "Go", Keys: []Key{"Ctrl+G"}, Separated: true,
			About: "A number is a line, p12 a paragraph, s34 a sentence, a5 an annotation; letters find an annotation by its words or type.", can: inArticle, do: b.askGoing},
		{ID: "go.back", Title: "Back to the place before", Menu: "Go", Keys: []Key{"Alt+PageUp"},
			About: "To where you were before the last jump, also in another article.", can: b.canGoBack, do: b.goPlaceBack},
		{ID: "go.forward", Title: "Forward again", Menu: "Go", Keys: []Key{"Alt+PageDown"}, can: b.canGoForward, do: b.goPlaceForward},
		{ID: "article.next", Title: "Next article", Menu: "Go", Keys: []Key{"Ctrl+PageDown"}, Separated: true, can: inProject, do: b.NextDocument},
		{ID: "article.previous", Title: "Previous article", Menu: "Go", Keys: []Key{"Ctrl+PageUp"}, can: inProject, do: b.PreviousDocument},
		{ID: "queue.filter", Title: "Next filter of the queue", Menu: "Go", Keys: []Key{"F8"},
			About: "All articles, then those of one state after the other.", can: inProject, do: b.nextFilter},
		{ID: "select.begin", Title: "Begin a selection here, or end it", Menu: "Go", Keys: []Key{"F"}, Separated: true,
			About: "Then a click, or the same key elsewhere, selects all words in between; Escape leaves it. A setting makes every click begin one.", can: inArticle, do: b.beginOrEnd},
		{ID: "select.word", Title: "Select the word", Menu: "Go", Keys: []Key{"W"}, can: inArticle, do: b.selectWord},
		{ID: "select.sentence", Title: "Select the sentence", Menu: "Go", Keys: []Key{"Y"}, can: inArticle, do: b.selectSentence},
		{ID: "select.quotation", Title: "Select the quotation", Menu: "Go", Keys: []Key{"G"},
			About: "What stands between quotation marks around the caret, with its marks; again for the words alone.", can: inArticle, do: b.selectQuotation},
		{ID: "select.block", Title: "Select the paragraph", Menu: "Go", Keys: []Key{"B"}, can: inArticle, do: b.selectBlock},
		{ID: cmdAccept, Title: "Accept", Menu: "", Keys: []Key{"Enter"}, Hint: "accept", do: b.accept},
		{ID: cmdCancel, Title: "Leave", Menu: "", Keys: []Key{"Escape"}, do: b.cancel},

		{ID: "beside.open", Title: "Another article beside…", Menu: "Beside", Keys: []Key{"Ctrl+B"}, can: inArticle, do: b.askBeside},
		{ID: "beside.version", Title: "Compare with another annotator…", Menu: "Beside", Keys: []Key{"Ctrl+Shift+B"},
			About: "Puts the article as somebody else left it beside yours, and shows what differs.", can: inArticle, do: b.askVersion},
		{ID: cmdNextDifference, Title: "Next difference", Menu: "Beside", Separated: true, Keys: []Key{"F7"}, Hint: "next difference",
			About: "Between you and the annotator whose version stands beside.", can: b.canCompare, do: func() { b.stepDifference(1) }},
		{ID: "beside.previous", Title: "Previous difference", Menu: "Beside", Keys: []Key{"Shift+F7"}, can: b.canCompare, do: func() { b.stepDifference(-1) }},
		{ID: cmdTakeOver, Title: "Take over from the other annotator", Menu: "Beside", Keys: []Key{"K"}, Hint: "take over",
			About: "What is selected in the version that stands beside, with all that fills its roles; or yours becomes as theirs.", can: b.canTakeOver, do: b.takeOver},
		{ID: cmdOtherSide, Title: "Go to the other side", Menu: "Beside", Separated: true, Keys: []Key{"F6"}, Hint: "other side", can: b.canReadBeside, do: func() { b.GoToSide(!b.AtBeside()) }},
		{ID: "past.open", Title: "History of the article", Menu: "Beside", Separated: true, Keys: []Key{"Ctrl+H"},
			About: "Puts the article as it was beside it, with a slider over all its changes; on the other side, that version as it was.", can: inArticle, do: b.openPast},
		{ID: "past.whose", Title: "History of the next annotator’s version", Menu: "Beside", can: b.canSeeOtherPast, do: b.nextPast},
		{ID: "past.earlier", Title: "One change earlier", Menu: "Beside", Keys: []Key{"Alt+Home"}, can: b.inPast, do: func() { b.goToPast(b.beside.past.at - 1) }},
		{ID: "past.later", Title: "One change later", Menu: "Beside", Keys: []Key{"Alt+End"}, can: b.inPast, do: func() { b.goToPast(b.beside.past.at + 1) }},
		{ID: "past.return", Title: "Make the article what it was then", Menu: "Beside",
			About: "As a new change, which can be undone.", can: b.inOwnPast, do: b.returnToPast},
		{ID: "beside.work", Title: "Work in the article beside", Menu: "Beside", Keys: []Key{"Shift+F6"},
			About: "The two articles change places.", can: b.canReadBeside, do: b.workBeside},
		{ID: "beside.swap", Title: "Swap left and right", Menu: "Beside", can: b.canReadBeside, on: b.Swapped, do: func() { b.toggleLayout(layoutSwapped) }},
		{ID: "beside.together", Title: "Scroll both sides together", Menu: "Beside", Separated: true, About: "Or each on its own again.", can: b.canReadBeside, on: b.Together, do: b.toggleTogether},
		{ID: "beside.close", Title: "Close what stands beside", Menu: "Beside", Keys: []Key{"Ctrl+W"}, can: b.canReadBeside, do: b.closeBeside},
	}, proposalCommands(b), learningCommands(b), unsureCommands(b), reviewCommands(b), []*Command{
		{ID: "view.zoomin", Title: "Zoom in: larger text", Menu: "View", Keys: []Key{"Ctrl+=", "Ctrl++"}, do: func() { b.zoom(1.1) }},
		{ID: "view.zoomout", Title: "Zoom out: smaller text", Menu: "View", Keys: []Key{"Ctrl+-"}, do: func() { b.zoom(1 / 1.1) }},
		{ID: "view.zoomreset", Title: "Zoom to 100 %", Menu: "View", Keys: []Key{"Ctrl+0"}, do: func() { b.zoom(0) }},
		{ID: "view.theme", Title: "Light or dark theme", Menu: "View", Keys: []Key{"Ctrl+Shift+L"}, Icon: "theme", Separated: true, do: b.toggleTheme},
		{ID: "view.face", Title: "Text face: with serifs or without", Menu: "View", do: b.toggleFace},
		{ID: "view.contrast", Title: "High contrast", Menu: "View",
			About: "Stronger colours in the light theme and in the dark one; also where the desktop asks for them.", on: func() bool { return b.settings.Contrast }, do: b.toggle(func(s *Settings) *bool { return &s.Contrast })},
		{ID: "view.letters", Title: "Letters beside colours", Menu: "View", on: func() bool { return b.settings.Letters }, do: b.toggle(func(s *Settings) *bool { return &s.Letters })},
		{ID: "view.labels", Title: "Types below events", Menu: "View", on: func() bool { return b.settings.Labels }, do: b.toggle(func(s *Settings) *bool { return &s.Labels })},
		{ID: "view.names", Title: "Names below mentions", Menu: "View",
			About: "Below each mention whom or what it means, where the blank between the lines is wide enough.", on: func() bool { return b.settings.Names }, do: b.toggle(func(s *Settings) *bool { return &s.Names })},
		{ID: "view.fingers", Title: "For a finger or a pen", Menu: "View",
			About: "Two clicks select, a long press opens the menu, and what is small may be met from further off.",
			on:    func() bool { return b.settings.TwoClicks }, do: b.toggle(func(s *Settings) *bool { return &s.TwoClicks })},
		{ID: "view.queue", Title: "Fold the queue", Menu: "View", Keys: []Key{"F9"}, Separated: true, on: func() bool { return b.Folded("queue") }, do: func() { b.fold("queue") }},
		{ID: "view.panel", Title: "Fold the panel", Menu: "View", Keys: []Key{"F10"}, on: func() bool { return b.Folded("panel") }, do: func() { b.fold("panel") }},
		{ID: "view.quotes", Title: "Quotes", Menu: "View", Keys: []Key{"Alt+1"}, Separated: true, on: func() bool { return b.Tab() == 0 }, do: func() { b.showTab(0) }},
		{ID: "view.events", Title: "Events", Menu: "View", Keys: []Key{"Alt+2"}, on: func() bool { return b.Tab() == 1 }, do: func() { b.showTab(1) }},
		{ID: "view.mentions", Title: "Mentions", Menu: "View", Keys: []Key{"Alt+3"}, on: func() bool { return b.Tab() == 2 }, do: func() { b.showTab(2) }},
		{ID: "view.entities", Title: "Entities", Menu: "View", Keys: []Key{"Alt+4"}, on: func() bool { return b.Tab() == 3 }, do: func() { b.showTab(3) }},

		{ID: "help.palette", Title: "Find a command…", Menu: "Help", Keys: []Key{"Ctrl+K"}, do: b.openPalette},
		{ID: "help.shortcuts", Title: "Keys", Menu: "Help", Keys: []Key{"F1"}, Hint: "keys", do: show(PageShortcuts)},
		{ID: "help.guide", Title: "How to annotate", Menu: "Help", do: show(PageHelp)},
		{ID: "help.about", Title: "About Quoth", Menu: "Help", Separated: true, do: show(PageAbout)},
	})
}

func (b *Bench) inProject() error {
	if b.project == nil {
		return errNoProject
	}
	return nil
}
