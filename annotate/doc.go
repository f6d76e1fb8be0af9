// Package annotate is the domain of Quoth: news articles and what people and programs mark in them.
//
// A [Document] is one article: a text that never changes, its [Block]s (title, paragraph, …) and its
// metadata. A [Span] is a half-open range of that text, in bytes of UTF-8. An [Annotation] is a typed
// mark on one or more spans; its type comes from the [Schema], and the type's kind says what it is:
//
//   - a mention names someone or something, and may refer to an [Entity],
//   - a cue is the words that present a quote as somebody's ("said", "according to"),
//   - a quote is reported content, with a speaker and a cue as its [Arg]uments,
//   - an event is a trigger word whose arguments fill typed roles.
//
// Everything that marks a text is an annotator, and all that one annotator marked in one document is
// a [Set]. A set changes only by a [Change], which lists what was and what is, so that every change
// can be checked before it happens, written down, undone and read again later:
//
//	draft := set.Draft("Mark quote")
//	draft.Put(quote)
//	change := draft.Change("ana", time.Now())
//	if err := set.Check(change, schema, entities); err != nil { … } // which rule it would break
//	// write it to the journal, then
//	set.Apply(change)
//
// A set also holds what its owner made of others' annotations, each a [Decision], and what they said about any, each
// a [Comment]; those of all sets of a document are put together by [Threads].
//
// The package knows no screen, no file format and no database.
package annotate
