// Package gazetteer reads lists of people, organisations and places that others have made.
//
// Its words:
//
//   - a list is a file of entities: a table (CSV or TSV with a line of headings), JSON Lines, a list for brat's
//     normalisation, or a dump of Wikidata; packed by gzip or bzip2 or not;
//   - an entry is one entity of a list, with how well known it is where the list tells;
//   - trouble is a row that cannot be taken: it is told with its line and the reason, and the others come in.
//
// An entry has the same identity in every project that reads it: that of Wikidata, VIAF or ISNI where it has one,
// else the list's own, else one made of list, type and name. Lists are read one row at a time, whatever their size.
//
//	for e := range gazetteer.Read(ctx, "people.csv", file, gazetteer.Options{Types: []string{"person"}, Trouble: tell}) { … }
package gazetteer
