// Package workbench is what the person is doing: the open project, the open article, the selection,
// the mode, and the registry of everything that can be done. It knows no toolkit; a window shows it
// and hands it keys and clicks.
//
// A [Bench] holds the state. Every act is one [Command] in one registry: its id, title, keys, when it
// is possible and what it does. Menus, toolbar, palette and the sheet of shortcuts are drawn from
// that registry. An act that changes annotations travels one way:
//
//	key → Command → annotate.Change → checked → journal on disk → set → one event → the views
//
// so what the screen shows is always on disk already. Some acts ask back: [Hints] put a letter on
// every candidate for a role, [Naming] ranks entities for a mention, [Palette] and [Types] choose by
// fuzzy typing, [BesideChoice] what is to stand beside the article, [Mentions] previews all other
// occurrences of a name. Their state lives here, and the window only draws it.
//
// [Find] looks for words in the article and [Going] asks where in it to go; both show where they lead before one is
// there. Jumps leave the place that they led away from, to go back to. [About] is what there is to know of an
// annotation at a glance.
//
// [Beside] the working article another one may stand for reading, or the same one as another annotator left
// it, compared with the working set.
//
// A [Review] settles where annotators differ: while it lasts the working set is gold's and keys are verdicts; [Mix]
// puts a version together from several. [Commenting] is what is being said about an annotation, and [Feedback] what
// came back to the person about theirs.
//
// A Bench belongs to one goroutine, the window's. Long work runs in the background as a [Task] and
// comes back to that goroutine.
package workbench
