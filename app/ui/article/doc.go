//go:build !headless

// Package article is the widget that shows an article with the marks on it, and lets people point at
// words. It holds no rule of the domain: it is given plain values and reports what was pointed at.
//
// Its words:
//
//   - the [View] is the widget: a picture of the viewport in a few tiles, a caret and a scroll bar over a
//     strip that shows the whole article's marks, nothing else, however long the article is. Package layout
//     says where words are, package paint what they look like,
//   - a [Mark] is how an annotation looks; the view asks [Marks] for those on a range; a click chooses
//     among those under the pointer, the smallest first, the next larger on the next click,
//   - the selection is an anchor and a caret, in bytes; both are the same where nothing is selected,
//   - a [Gesture] is how a selection came about,
//   - an [Edge] is one end of one part of the selected mark. While it is dragged the view asks OnEdge what
//     the mark would be, and shows that,
//   - a glide is the short motion with which a wheel, Page, Home and End scroll. What is asked about the
//     screen meanwhile is answered for where it will end ([View.Aim]),
//   - [Voters] are several annotators who are compared: each has a lane beside the column, and the view tells by
//     OnVote on whose lane, beside which line, the pointer is,
//   - [Boundaries] say where characters, words and sentences end: the domain's table does.
//
// Keys that move the caret are the widget's own. All others are handed on through OnKey, OnRune and
// OnShortcut, so that one registry of commands decides about them.
package article
