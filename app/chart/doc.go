// Package chart draws figures as charts: a [Square] of numbers as a heat map, [Bars], [Lines]. A chart is what it
// shows, without a size or colours; [Draw] makes a PNG or an SVG of it in a [Palette].
//
// Colour is never the only sign: squares have their numbers written in them, lines have shapes at their points, and
// bars their values at the end.
//
// The package knows no toolkit. Where the letters of a name are not in the font that charts are set in, the name's
// number stands in its place, and [Labels] says which; so no chart shows empty boxes.
package chart
