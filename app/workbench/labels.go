package workbench

import "strings"

// labelLetters come in the order of reach on the keyboard.
const labelLetters = "asdfghjklwertyuiopzxcvbnmq"

// labels returns n labels by which keys pick one of n things: one letter, then one capital, typed with
// Shift, and where these do not go round, a capital or several and a letter. None begins another, and
// a later one is never shorter. Capitals begin longer labels only as far as that is needed, those that
// are hardest to reach first.
func labels(n int) []string {
	var out, level []string
	for _, l := range labelLetters {
		out = append(out, string(l))
		level = append(level, strings.ToUpper(string(l)))
	}
	for len(out)+len(level) < n {
		// A label that begins others makes way for as many as there are letters.
		const gain = len(labelLetters) - 1
		begin := min((n-len(out)-len(level)+gain-1)/gain, len(level))
		stay := len(level) - begin
		out = append(out, level[:stay]...)
		var longer []string
		for _, l := range level[stay:] {
			for _, m := range labelLetters {
				longer = append(longer, l+string(m))
			}
		}
		level = longer
	}
	return append(out, level...)[:n]
}
