// Package agreement says in numbers how much people who marked the same text agree.
//
// Three kinds of measure answer three questions:
//
//   - Which label did they give to the same thing? [Ratings] gathers labels, and [Totals] gives Cohen's and
//     Fleiss' kappa, Gwet's AC1 and Krippendorff's alpha. All compare the agreement that there is with what
//     chance would give; they differ in how they imagine chance.
//   - Did they mark the same things? [Found] gives F1, which needs no idea of chance, for the things that
//     neither marked cannot be counted.
//   - Did they part the text into the same sections? [Unitizing] gives Krippendorff's alpha for unitizing,
//     [Gamma] the measure of Mathet and others, which aligns sections by place and category at once.
//
// A measure is 1 where all agree and 0 where they agree as much as by chance; it can be less. A [Value] that
// is undefined says why. [Bootstrap] gives the interval in which a measure lies.
//
// Each formula names its source, and is tested on that source's example and on the figures of other programs.
// The package knows numbers alone: labels are integers, and sections are ranges of them.
package agreement
