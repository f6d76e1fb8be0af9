// Package export takes labelled data out of a project and brings it back, in any format.
//
// Its words:
//
//   - a [Record] is one set: a document as one annotator left it, with the entities that its
//     annotations refer to. It stands alone; a file of records needs no other file.
//   - a [Format] writes records to a stream and reads them back. Each is a package of its own under
//     this one, and the list in export/formats says which there are: the command line, the export
//     dialog and the documentation show what stands there.
//   - a [Loss] is something that records can hold and a format cannot. A format says its losses before
//     it writes, so that nothing is dropped in silence.
//   - a [Selection] says which sets of a project go out.
//
// Records stream: however large the project, a handful of them are in memory at once. They come in a
// fixed order (documents as they were added, then annotators by name; annotations in the order of the
// text, entities by identity), so the same project gives the same bytes.
//
//	records := export.Records(ctx, project, export.Selection{States: []annotate.State{annotate.StateDone}})
//	err := format.Write(ctx, w, records, export.Options{Schema: project.Schema()})
//
// and back:
//
//	report, err := export.Import(ctx, project, format.Read(ctx, "news.jsonl", r), export.ImportOptions{…})
//
// What is read is a stranger's: every record is checked against the project's schema, one that breaks
// a rule is refused with its place and the reason, and the others go on.
package export
