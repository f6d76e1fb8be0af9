package offset

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plainLetters have no decomposition but are typed as others.
var plainLetters = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ə': "e",
	'ħ': "h", 'ĸ': "k", 'ŋ': "n", 'ŧ': "t", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ƴ': "y", 'ς': "σ",
}

// commonRunes is up to where the plain form of characters is worked out once: all alphabets of Europe
// and the Near East.
const commonRunes = 0x800

var commonPlain = sync.OnceValue(func() *[commonRunes]string {
	var all [commonRunes]string
	for r := range rune(commonRunes) {
		all[r] = string(appendPlain(nil, r))
	}
	return &all
})

// AppendPlain appends what people type for a character: its compatibility form taken apart, in small
// letters, with letters that have no accents to lose written as they are typed. "É" is "e" with a mark
// behind it, "ß" is "ss", "ﬁ" is "fi". Marks stay: who looks for letters drops them.
func AppendPlain(dst []byte, r rune) []byte {
	switch {
	case r < 0:
		return dst
	case r < commonRunes:
		return append(dst, commonPlain()[r]...)
	}
	return appendPlain(dst, r)
}

func appendPlain(dst []byte, r rune) []byte {
	var in, out [32]byte
	for _, x := range string(norm.NFKD.Append(out[:0], in[:utf8.EncodeRune(in[:], r)]...)) {
		x = unicode.ToLower(x)
		if plain, ok := plainLetters[x]; ok {
			dst = append(dst, plain...)
			continue
		}
		dst = utf8.AppendRune(dst, x)
	}
	return dst
}
