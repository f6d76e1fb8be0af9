// Package store keeps a project on disk: one SQLite file whose name ends in ".quoth".
//
// A [Project] holds documents, the schema, entities, the sets of every annotator, and the journal:
// each [annotate.Change] that was ever committed, in order. The rows of a set are what replaying its
// journal gives; [Project.Check] proves it. Both are written in one transaction by [Project.Commit],
// which returns only when the change would survive a power cut:
//
//	project, err := store.Open(ctx, "news.quoth")
//	doc, err := project.Document(ctx, id)
//	set, err := project.Set(ctx, doc, "ana")
//	change := … // see package annotate
//	if err := project.Commit(ctx, change); err != nil { … } // nothing was written
//	set.Apply(change)
//
// # Who may write
//
// One program at a time. Opening takes a lock that the operating system releases when the program
// ends, however it ends; a second one gets [ErrLocked], which names the holder. [OpenReadOnly] works
// beside a writer and sees each change as soon as it is committed.
//
// # What is on disk
//
// While a project is open, "news.quoth-wal" and "news.quoth-shm" belong to it and "news.quoth.lock"
// names its writer; [Project.Close] folds all into the one file. Whoever may not write the project
// leaves nothing beside it. Before a newer Quoth changes the layout of an older file, it leaves a copy,
// "news.backup-v1-20260102-150405.quoth", beside it.
//
// # Several files of one project
//
// [Merge] makes one project of several that people worked on apart. It goes by the journals: each change has a
// clock, by which the changes of all of them come into one order, and is carried out again. A [Rename] gives an annotator
// another name, in the past, too; merging goes on with files of before and after it.
//
// # Trust
//
// A project may come from a stranger. The file is opened with SQLite's defensive settings, may hold
// neither triggers nor views, and what is read from it is checked before it is handed out, so that a
// span never points outside its text. What fails is an error that wraps [ErrDamaged].
//
// The layout of the tables is in migrations/; driver.go is the only file that knows the SQLite driver.
package store
