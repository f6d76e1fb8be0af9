// Package suggest answers each keystroke of a name with the entities that may be meant, best first.
//
// Its words:
//
//   - a name is what an entity is called: its name proper, or one of its aliases;
//   - folding takes from a text what a hurried typist leaves out: capitals, accents, punctuation;
//   - a gram is three letters in a row of a word, with its borders; names that share many with the query
//     are the candidates, and only they are scored;
//   - a reading is how the words of a query fit those of a candidate: the same, begun, an initial,
//     mistyped, in another order; or, failing that, as letters in sequence.
//
// Find folds the query, takes titles and possessives off, picks candidates, reads the query into each,
// and adds to what fits best a little for what is known of the work: entities that the article names
// already, and those picked lately.
//
//	x := suggest.New(entities)
//	for _, s := range x.Find(suggest.Query{Text: "President Putin’s", Limit: 8}) { … }
package suggest
