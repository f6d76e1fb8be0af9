package annotate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// OutsideID returns an identity elsewhere in its usual form, or says what is wrong with it. Those of Wikidata, VIAF,
// ISNI and ORCID are known, also as addresses of the web; of any other kind it only sees that there is one.
func OutsideID(kind, id string) (string, error) {
	id = strings.TrimSpace(id)
	if id == "" {
		return "", fmt.Errorf("the id of %s is empty", kind)
	}
	if strings.ContainsFunc(id, unicode.IsControl) {
		return "", fmt.Errorf("the id of %s has control characters in it", kind)
	}
	last := id
	if strings.Contains(id, "://") {
		last = strings.TrimRight(id, "/")
		last = last[strings.LastIndexByte(last, '/')+1:]
	}
	switch strings.ToLower(kind) {
	case "wikidata":
		n := strings.ToUpper(last)
		if len(n) < 2 || n[0] != 'Q' || n[1] == '0' || !digits(n[1:]) || len(n) > 12 {
			return "", fmt.Errorf("%q is no id of an item of Wikidata; these are a Q and a number: Q42", id)
		}
		return n, nil
	case "viaf":
		if last[0] == '0' || !digits(last) || len(last) > 22 {
			return "", fmt.Errorf("%q is no id of VIAF; these are numbers", id)
		}
		return last, nil
	case "isni":
		return sixteen("ISNI", id, last)
	case "orcid":
		n, err := sixteen("ORCID", id, last)
		if err != nil {
			return "", err
		}
		return n[:4] + "-" + n[4:8] + "-" + n[8:12] + "-" + n[12:], nil
	}
	return id, nil
}

// sixteen returns the digits of an ISNI, or of an ORCID, which is one of a range of them.
func sixteen(kind, id, last string) (string, error) {
	n := strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(strings.TrimPrefix(strings.ToUpper(last), kind))
	if len(n) != 16 || !digits(n[:15]) || !digits(n[15:]) && n[15] != 'X' {
		return "", fmt.Errorf("%q is no %s; these are 16 digits, the last of which may be an X", id, kind)
	}
	if check := isniCheck(n[:15]); n[15] != check {
		return "", fmt.Errorf("%q is no %s: its last digit would have to be %c, so one of its digits is wrong", id, kind, check)
	}
	return n, nil
}

// WriteOutsideIDs writes identities elsewhere as people do: "viaf: 113230702; wikidata: Q42", by kind.
func WriteOutsideIDs(ids map[string]string) string {
	parts := make([]string, 0, len(ids))
	for kind, id := range ids {
		parts = append(parts, kind+": "+id)
	}
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}

// ParseOutsideIDs is the opposite of [WriteOutsideIDs]. Each identity gets its usual form; an error says which
// one is wrong, and how it should be. Where it shows by itself, as of Q42 or an address of the web, the kind may be
// left out.
func ParseOutsideIDs(s string) (map[string]string, error) {
	var ids map[string]string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		kind, id := kindOf(part)
		if kind == "" {
			return nil, fmt.Errorf("say whose id %q is: wikidata: Q42, viaf: 113230702, isni: 0000 0001 2103 2683", part)
		}
		id, err := OutsideID(kind, id)
		if err != nil {
			return nil, err
		}
		if other, again := ids[kind]; again && other != id {
			return nil, fmt.Errorf("there are two ids of %s, %s and %s; keep the one that is right", kind, other, id)
		}
		if ids == nil {
			ids = map[string]string{}
		}
		ids[kind] = id
	}
	return ids, nil
}

// checkedKinds are the kinds of identities whose form is checked.
var checkedKinds = []string{"wikidata", "viaf", "isni", "orcid"}

// OutsideKind returns the usual spelling of whose an identity is, so that the same one has one name everywhere.
func OutsideKind(kind string) string {
	if small := strings.ToLower(kind); slices.Contains(checkedKinds, small) {
		return small
	}
	return kind
}

// kindOf parts an identity with its kind before it, or tells the kind by what it looks like; "" where that says nothing.
func kindOf(part string) (kind, id string) {
	for _, k := range checkedKinds {
		if host, _, ok := strings.Cut(part, k+".org/"); ok && strings.Contains(host, "://") && !strings.ContainsAny(host, " \t") {
			return k, part
		}
	}
	kind, id, said := strings.Cut(part, ":")
	if said && !strings.HasPrefix(id, "//") {
		return OutsideKind(strings.TrimSpace(kind)), id
	}
	if n := strings.ToUpper(part); n[0] == 'Q' && digits(n[1:]) {
		return "wikidata", part
	}
	return "", part
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// isniCheck returns the last character of an ISNI: ISO 7064, MOD 11-2.
func isniCheck(fifteen string) byte {
	sum := 0
	for i := range len(fifteen) {
		sum = (sum + int(fifteen[i]-'0')) * 2
	}
	switch c := (12 - sum%11) % 11; c {
	case 10:
		return 'X'
	default:
		return byte('0' + c)
	}
}
