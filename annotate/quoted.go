package annotate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quoted puts words of a text into quotation marks for a line of prose. Where they begin or end with a mark of their own
// there is no second one; marks and stops alone, which nobody would see between others, stay as they are.
func Quoted(words string) string {
	if !strings.ContainsFunc(words, func(r rune) bool { return !unicode.IsPunct(r) && !unicode.IsSpace(r) }) {
		return words
	}
	first, _ := utf8.DecodeRuneInString(words)
	last, _ := utf8.DecodeLastRuneInString(words)
	if !isQuotationMark(first) {
		words = "“" + words
	}
	if !isQuotationMark(last) {
		words += "”"
	}
	return words
}

// isQuotationMark reports whether a character opens or closes a quotation in some script.
func isQuotationMark(r rune) bool {
	return r == '"' || unicode.Is(unicode.Quotation_Mark, r) && r != '\''
}
