// Package suggest answers each keystroke of a name with the entities that may be meant, best first, among
// millions of names.
//
// Its words:
//
//   - a name is what an entity is called: its name proper, one of its aliases, or a dated name, which means it
//     for a time only;
//   - folding takes from a text what a hurried typist leaves out: capitals, accents, punctuation;
//   - a gram is three letters in a row of a word, with its borders; names that share many with the query
//     are the candidates, and only they are scored;
//   - a reading is how the words of a query fit those of a candidate: the same, begun, an initial,
//     mistyped, in another order; or, failing that, as letters in sequence;
//   - an index holds entities that change; a book holds entities that do not, in a file that is opened without
//     being read. An index may be opened with a book of what it held before, and have books of others beside it.
//
// Find folds the query, takes titles and possessives off, picks candidates, reads the query into each,
// and adds to what fits best a little for what is known of the work: entities that the article names
// already, here or nearby, those picked lately, types that fit, and who was meant at the article's date.
//
//	x := suggest.New(entities)
//	for _, s := range x.Find(suggest.Query{Text: "President Putin’s", Limit: 8}) { … }
package suggest
