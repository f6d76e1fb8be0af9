//go:build !headless

package control

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestALinkLightsUpWhereItsWordsAre(t *testing.T) {
	test.NewTempApp(t)
	const width = 400
	for _, c := range []struct {
		first, second string
		left, right   bool // the ends that the light touches
	}{
		{"Peskov", "", true, false},
		{"דנה כהן", "", false, true},
		{"דנה כהן", "ראש העיר", false, true},
		{"דנה כהן", "the mayor", true, true},
		{"Peskov", "המחבר", true, true},
	} {
		l := NewLink(nil, nil, Run{Text: c.first})
		if c.second != "" {
			l.Below(Run{Text: c.second})
		}
		at, wide := l.lit(width)
		if left, right := at == 0, at+wide == width; left != c.left || right != c.right {
			t.Errorf("%q over %q lights up from %v to %v of %v", c.first, c.second, at, at+wide, width)
		}
	}
}
