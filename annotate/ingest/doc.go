// Package ingest turns article files into documents.
//
// A [Source] is a file, or anything else that can be read. It holds one article (plain text,
// Markdown, HTML) or many (JSON Lines, a JSON array, CSV, TSV: one article a record). [Read] yields
// the documents one by one; a bad record yields an [*Error] with the name, the line and what to do,
// and the records after it still come:
//
//	for doc, err := range ingest.Read(ctx, ingest.File("articles.jsonl"), ingest.Options{}) {
//		if err != nil {
//			report(err) // articles.jsonl:17: field "text" is empty; choose another with --text-field
//			continue
//		}
//		keep(doc)
//	}
//
// What happens to an article on its way:
//
//   - Its bytes are decoded: UTF-8 if all of them are valid, else by byte order mark, by what an HTML
//     page declares, or by what the bytes look like. Line ends become \n and control characters
//     go. From then on the text is frozen, so copies of one article that differ only in encoding or line
//     ends are one document.
//   - The text is cut into pieces. A piece is what a reader sees as a unit: a paragraph, a heading, an
//     item of a list. Plain text and the text of a record stay as they are, and pieces are found in
//     their layout; the text of Markdown and HTML is written anew, without its markup.
//   - Each piece gets its part in the article and so becomes a block. Markdown and HTML name some of the parts
//     (headings, quotes, lists, whose numbers stay words of the text); the others are recognised by their place, their length and their
//     words: the kicker ("World News"), the title, the standfirst (the sentence under the title), the
//     byline, and furniture such as dates, reading times and "Share". What these lines say also goes into
//     the metadata.
//
// Every character that is not white space belongs to exactly one block.
package ingest
