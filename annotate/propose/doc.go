// Package propose finds in a text what a person would otherwise mark by hand.
//
// Its words:
//
//   - a quotation is what stands between quotation marks; it is typography, and may be speech, a title
//     or irony. Whether it is a quote (reported content) is for the reader to say;
//   - a convention is how a language prints its quotations; [ReadMarks] reads the conventions of many
//     languages from a lexicon, and [Conventions.Quotations] finds out which of them a text follows;
//   - a cue is an expression that presents words as somebody's, found by [Cues.In];
//   - a name is what [Names] takes for one by its looks;
//   - an occurrence is the same words elsewhere in the text, found by [Occurrences];
//   - a [Proposer] fills a set of its own with what it takes a document to say. [Rules] is the one that is built in. It goes by
//     a [Lexicon] and knows the project's entities by a [Gazetteer]. Each proposal has its origin: who, by which rule, how sure, and why;
//   - an [Offer] is such a proposal to a working set. It is open until something was decided about it or stands in its place
//     ([Open]); [Take] drafts what accepting and rejecting it does;
//   - a [Model] learns from decisions how sure like proposals are, and a [Vocabulary] which words were marked as what.
//
// The rules read a text in steps, each in a file: reading.go cuts it into words, sentences and quotations; figures.go finds names
// and whom they mean; clause.go finds verbs of saying with who says and hears it; attribution.go gives quotations their reporting
// clauses, indirect.go finds speech without marks by its verb, source.go by its source, nouns.go by a noun, headline.go by a
// colon, and extent.go says where it ends; acts.go finds what is done by saying it; dates.go and events.go do what they are
// called; rules.go says whom pronouns mean and makes annotations of it all.
//
// Everything here is a pure function of the text and of what it is given. Offsets are bytes, ranges half-open.
package propose
