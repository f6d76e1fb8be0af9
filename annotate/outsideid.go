package annotate

import (
	"fmt"
	"strings"
	"unicode"
)

// OutsideID returns an identity elsewhere in its usual form, or says what is wrong with it. Those of Wikidata, VIAF
// and ISNI are known, also as addresses of the web; of any other kind it only sees that there is one.
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
		n := strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(strings.TrimPrefix(strings.ToUpper(last), "ISNI")))
		if len(n) != 16 || !digits(n[:15]) || !digits(n[15:]) && n[15] != 'X' {
			return "", fmt.Errorf("%q is no ISNI; these are 16 digits, the last of which may be an X", id)
		}
		if check := isniCheck(n[:15]); n[15] != check {
			return "", fmt.Errorf("%q is no ISNI: its last digit would have to be %c, so one of its digits is wrong", id, check)
		}
		return n, nil
	}
	return id, nil
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
