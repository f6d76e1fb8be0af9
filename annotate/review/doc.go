// Package review compares what two annotators marked in the same text.
//
// [Compare] puts the annotations of two sets into pairs: an annotation and its counterpart, which is of
// the same type and words, else of the same words, else of the same type on words that overlap most. What
// finds no counterpart only one of them marked. A [Difference] is one thing on which the two do not
// agree: that only one marked it, or where it begins and ends, its type, its entity, or who or what fills
// one of its roles. Fillers agree where they are each other's counterparts, so that it does not matter
// under which identity each annotator marked them.
//
// Attributes and notes are not compared. Nothing here decides who is right.
package review
