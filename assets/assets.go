// Package assets holds the files that are built into the program, so that it runs from one file and
// without a network:
//
//   - fonts: Source Serif 4 and Source Sans 3, in which articles are set (SIL Open Font License, beside them)
//   - the icon; icon.svg is the drawing that it was made from
//   - the schema: the built-in types of mention, cue, quote and event, as YAML
//   - the lexicon: the words that report speech, and how each language writes quotation marks
//   - the sample: three news articles written for this program, one of them annotated throughout; the
//     text files beside it are the same articles, for people who try "quoth add"
//
// Nobody may change the bytes: they are shared by all who ask.
package assets

import (
	"embed"
	"io/fs"
)

// The faces in which articles are set, as TrueType files.
var (
	//go:embed fonts/SourceSerif4_400Regular.ttf
	SerifRegular []byte
	//go:embed fonts/SourceSerif4_600SemiBold.ttf
	SerifSemiBold []byte
	//go:embed fonts/SourceSerif4_400Regular_Italic.ttf
	SerifItalic []byte

	//go:embed fonts/SourceSans3_400Regular.ttf
	SansRegular []byte
	//go:embed fonts/SourceSans3_600SemiBold.ttf
	SansSemiBold []byte
	//go:embed fonts/SourceSans3_400Regular_Italic.ttf
	SansItalic []byte
)

// The licences of the fonts, which must go wherever they go.
var (
	//go:embed fonts/OFL-SourceSerif4.txt
	SerifLicense string
	//go:embed fonts/OFL-SourceSans3.txt
	SansLicense string
)

// Icon is the application's icon as a PNG of 512 by 512 px.
//
//go:embed icon.png
var Icon []byte

// Schema is the built-in schema for news. annotate.ParseSchema reads it, and its head explains it to
// people who want to write their own.
//
//go:embed schema/news.yaml
var Schema []byte

// Cues is the lexicon of English reporting expressions: tab-separated columns lemma, third_sg, past,
// past_part, gerund, class, strength under one line of names. Lines that begin with # are comments.
// What is not a verb has its words under lemma and no other forms.
//
//go:embed lexicon/cues.tsv
var Cues []byte

// Marks is the lexicon of quotation marks: tab-separated columns lang (BCP 47, with a suffix for a
// second convention of the same language), open, close, inner_open, inner_close, inner_space ("yes"
// where a no-break space stands inside the marks), note, under one line of names. Lines that begin
// with # are comments.
//
//go:embed lexicon/marks.tsv
var Marks []byte

// Lexicon is the folder of lexicons, those above and the others that the rules go by: words of grammar, given
// names, places, triggers of events, and the cues of more languages. The head of each file explains it.
func Lexicon() fs.FS {
	sub, err := fs.Sub(lexicon, "lexicon")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}

//go:embed lexicon
var lexicon embed.FS

// Sample is the sample project as a dataset in the native JSON Lines format: three sets of the
// annotator "sample". The first is done and uses every kind of annotation; the others are new.
//
//go:embed sample/sample.jsonl
var Sample []byte
