package ingest

import (
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"
	tags "golang.org/x/text/language"

	"quoth/annotate"
)

// language returns the language of an article as a BCP 47 tag: what the caller says, what the source
// says, or a guess from the text; "" where the guess is not sure.
func language(d *draft, opts Options) string {
	for _, tag := range []string{opts.Language, d.language} {
		if tag = canonicalTag(tag); tag != "" {
			return tag
		}
	}
	return guessLanguage(d.text, d.pieces)
}

// canonicalTag returns a language tag in its usual form ("en_us" is "en-US"), "" if it is none.
func canonicalTag(s string) string {
	tag, err := tags.Parse(s)
	if err != nil || tag == tags.Und {
		return ""
	}
	return tag.String()
}

const (
	languageSample = 800 // bytes of each of the two samples
	languageLeast  = 120 // bytes below which trigrams tell little
)

// guessLanguage compares two samples, one from the first half of the text and one from the second.
// They must agree, and the detector must be sure of one. A single sample is not enough: it is often sure of a wrong
// language for a line of names.
func guessLanguage(text string, pieces []piece) string {
	half := len(pieces) / 2
	first := sample(text, longPieces(pieces[:half]))
	second := sample(text, longPieces(pieces[half:]))
	if first == "" || second == "" {
		all := sample(text, pieces)
		middle := len(all) / 2
		for middle < len(all) && !utf8.RuneStart(all[middle]) {
			middle++
		}
		first, second = all[:middle], all[middle:]
	}
	tag, sure := detect(first)
	other, alsoSure := detect(second)
	if tag != other || !sure && !alsoSure {
		return ""
	}
	return tag
}

// longPieces leaves out titles and other short lines, if anything remains.
func longPieces(pieces []piece) []piece {
	var long []piece
	for _, p := range pieces {
		if p.span.Len() >= languageLeast {
			long = append(long, p)
		}
	}
	return long
}

func sample(text string, pieces []piece) string {
	if len(pieces) == 0 {
		return ""
	}
	s := annotate.Span{Start: pieces[0].span.Start, End: pieces[len(pieces)-1].span.End}
	s.End = min(s.End, s.Start+languageSample)
	for s.End < len(text) && !utf8.RuneStart(text[s.End]) {
		s.End++
	}
	return text[s.Start:s.End]
}

// detect returns the two-letter code of the language of a sample, and whether that is sure.
func detect(sample string) (tag string, sure bool) {
	if len(sample) < languageLeast {
		return "", false
	}
	var han, kana int
	for _, r := range sample {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Han, r):
			han++
		}
	}
	// The detector goes by the commonest script, but Japanese may have more Han characters than kana.
	if han > 0 && kana*10 > han {
		return "ja", true
	}
	info := whatlanggo.Detect(sample)
	return info.Lang.Iso6391(), info.IsReliable()
}
