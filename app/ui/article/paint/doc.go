// Package paint turns a laid out article and the marks on it into pixels. It knows no toolkit: a
// [Scene] goes in, an image comes out, and the same scene always gives the same picture.
//
// Its words:
//
//   - a [Mark] is how an annotation looks: a quote has a soft tint and a bar in the margin, a cue a
//     dotted underline, a mention a solid one in its type's colour, an event trigger a chip,
//   - a proposal is a mark drawn hollow: dashed, or striped,
//   - [Marks] are where the marks of a range are asked for; a [List] is some of them in memory,
//   - on each line every underline has a row, and every bar a lane beside the column, so that marks that
//     overlap are told apart; a thread joins the parts of a broken mark,
//   - small print is the letters, types, names and roles below the words; it stands in the blank between
//     two lines and covers no letter of either, or is left out,
//   - [Connector]s lead from a frame's anchor to its arguments as one tree, between the lines and in the
//     margin; what is off the screen is named on a stub, and roles and stubs are [Target]s of clicks,
//   - [Voters] are several annotators whose work is compared: each has a thin lane at the right of the column,
//     and a [Vote] is what the lane shows beside a line: filled, notched or hollow,
//   - an [Overview] is the whole article's marks on a strip beside the scroll bar,
//   - a [Palette] holds the colours of the page; colours of types are bent until they can be read on it,
//   - a [Pen] draws what is around an article: plates, pictures and lines of words,
//   - a [Painter] keeps the shapes of glyphs and the last picture, in [Tile]s that stay on their lines.
//     When only the place on the screen has changed, it moves them and paints those that are new; when
//     something was touched, those lines. What lies over the text, connectors and hints, each tile takes
//     away before and draws its part of again after,
//   - what is to be painted on a tile is first noted, as a sketch; hands on other processors paint sketches while
//     the caller does something else, and the caller those that no hand has begun with when it asks for them.
//
// Lengths are pixels of the image; Scene.Scale says how many of them a hairline takes.
package paint
