package values

import (
	"slices"
	"strings"
)

var (
	keyEscaper   = strings.NewReplacer("%", "%25", "=", "%3D")
	keyUnescaper = strings.NewReplacer("%3D", "=", "%25", "%")
)

// Pairs writes a map as words "key=value", of which the key has no "=".
func Pairs(m map[string]string) []string {
	var out []string
	for k, v := range m {
		out = append(out, keyEscaper.Replace(k)+"="+v)
	}
	slices.Sort(out)
	return out
}

// Unpaired is the opposite of [Pairs]; nil for none.
func Unpaired(list []string) map[string]string {
	if len(list) == 0 {
		return nil
	}
	out := map[string]string{}
	for _, s := range list {
		k, v, _ := strings.Cut(s, "=")
		out[keyUnescaper.Replace(k)] = v
	}
	return out
}
