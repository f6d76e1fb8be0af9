package spacy

import (
	"encoding/binary"
	"strings"
	"sync"
)

// Hash returns the number that stands for a string in spaCy: a small one for the names that spaCy itself uses
// (its symbols), 0 for no string, and the MurmurHash64A with seed 1 of its bytes for every other.
func Hash(s string) uint64 {
	if s == "" {
		return 0
	}
	if n, ok := symbols()[s]; ok {
		return n
	}
	const (
		m    = 0xc6a4a7935bd1e995
		r    = 47
		seed = 1
	)
	b := []byte(s)
	h := uint64(seed) ^ uint64(len(b))*m
	for ; len(b) >= 8; b = b[8:] {
		k := binary.LittleEndian.Uint64(b)
		k *= m
		k ^= k >> r
		k *= m
		h ^= k
		h *= m
	}
	if len(b) > 0 {
		var last [8]byte
		copy(last[:], b)
		h ^= binary.LittleEndian.Uint64(last[:])
		h *= m
	}
	h ^= h >> r
	h *= m
	return h ^ h>>r
}

// The names that have numbers of their own in spaCy 3, from the first number of each row on.
var symbolRows = []struct {
	first uint64
	names string
}{
	{1, "IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM LIKE_EMAIL IS_STOP IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY"},
	{64, "ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE HEAD SENT_START SPACY PROB LANG"},
	{84, "ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X EOL SPACE"},
	{380, "PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL"},
	{398, "acomp advcl advmod agent amod appos attr aux auxpass cc ccomp complm conj cop csubj csubjpass dep det dobj expl hmod hyph infmod intj iobj mark meta neg nmod nn npadvmod nsubj nsubjpass num number oprd obj obl parataxis partmod pcomp pobj poss possessive preconj prep prt punct quantmod relcl rcmod root xcomp acl"},
	{452, "ENT_KB_ID MORPH ENT_ID IDX _"},
}

var symbols = sync.OnceValue(func() map[string]uint64 {
	out := map[string]uint64{}
	for _, row := range symbolRows {
		for i, name := range strings.Fields(row.names) {
			out[name] = row.first + uint64(i)
		}
	}
	return out
})
