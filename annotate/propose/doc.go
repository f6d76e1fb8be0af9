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
//   - an occurrence is the same words elsewhere in the text, found by [Occurrences].
//
// Everything here is a pure function of the text. Offsets are bytes, ranges half-open.
package propose
