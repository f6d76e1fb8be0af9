package cli

import (
	"bytes"
	"testing"
)

func TestProgressIsLinesWhereThereIsNoTerminal(t *testing.T) {
	var errs bytes.Buffer
	p := &program{Streams: Streams{Err: &errs}}
	for _, c := range []struct {
		noun  string
		total int64
		want  string
	}{
		{"records", 10, "Exporting: 3 records of 10\n"},
		{"sets", -1, "Exporting: 3 sets\n"},
		{"", 2_500_000, "Exporting: 0.0 MB of 2.5 MB\n"},
	} {
		errs.Reset()
		m := p.begin("Exporting", c.noun, c.total)
		m.add(1)
		m.add(1)
		if errs.Len() > 0 {
			t.Errorf("at once it says %q", errs.String())
		}
		m.last = m.last.Add(-2 * lineEvery)
		m.add(1)
		m.add(0)
		if errs.String() != c.want {
			t.Errorf("it says %q, want %q", errs.String(), c.want)
		}
		m.end()
	}
	if p.bar != nil {
		t.Error("the meter stays")
	}
	var none *meter
	none.add(1)
	none.hide()
}
