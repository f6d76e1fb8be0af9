// Package review compares what several annotators marked in the same text.
//
// [Align] puts the annotations of any number of sets into objects. An [Object] is one thing in the text, a
// mention, a cue, a quote or an event, with the version of each annotator who marked it. Versions are first
// those of the same type and words; what is left is put together so that the versions agree best in all, by
// the words they share, by their type, and by who or what fills their roles. Versions of one object share
// words and are of one kind; where their types differ, they share more than half of their words.
//
// A [Difference] is one thing on which two annotators do not agree: that only one marked an object, that one
// marked as one what the other marked as several, where it begins and ends, its type, its entity, an
// attribute, or who or what fills one of its roles. Fillers agree where they are the same object, so it does
// not matter under which identity each annotator marked them, nor whether with one word more. A [Dispute] is
// the same among all annotators: who holds which opinion.
//
//	a := review.Align(schema, sets...)
//	a.Between(0, 1)  // in what the first two differ
//	a.Disputes()     // on what any do
//
// [Votes] answer for any part of the text how each annotator voted there: marked, otherwise than most, or not.
//
// Notes are not compared.
//
// # Deciding
//
// A [Case] is what one verdict is about: a frame (a quote, an event) with the mentions and cues that fill its roles,
// or a mention or cue alone. [CasesOf] lists them; how far each is ([Status]) follows from what a set that decides,
// gold, has decided about the versions. A [Settling] drafts verdicts: it takes an annotator's version, none, or parts
// of several, with all that fills their roles, and records a decision about every version. A mention is rejected only by
// a verdict on itself, never by one on what it fills. A [Rule] takes what so many agree on. A [Guard] remembers what was
// decided of like things, and finds what contradicts a verdict.
//
//	cases := review.CasesOf(schema, sets...)
//	s := cases.Settle(gold, "Take ana’s version")
//	s.Take(cases.All[0], 0)
//	change := s.Draft.Change("eva", time.Now())
package review
