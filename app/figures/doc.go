// Package figures works out what there is to know of a team's work in a project: how far each annotator is, how
// much they agree, what they confuse, which labels they use, how fast they are, and how all that changes over
// time. The window draws the [Figures] as charts, the command line prints them; both have them from [Read], so
// they are the same.
//
//   - [Progress] is how many articles an annotator has in each state.
//   - The rows of agreement are those of package review; [Figures.Matrix] puts a measure of all pairs into a square.
//   - A [Confusion] is a square, too: of what one annotator calls this, what another calls it.
//   - A [Share] is how often an annotator used a type, a [Pace] what an annotation cost on a day or in all.
//   - A [Drift] is how much an annotator agreed with the others in the articles of one day, week or month.
//
// The package knows no toolkit. Names are resolved, numbers are not rounded.
package figures
