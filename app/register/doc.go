// Package register does what concerns a project's entities as a whole, for the window and for the command line: lists
// of others come in, two entities become one or one becomes two, all mentions follow.
//
// An act that reaches over the corpus is one change in each set that it touches, and one of the entities alone; all are
// made at one moment under one title, and carried out together or not at all. By that they are known to belong
// together, and are taken back together.
package register
