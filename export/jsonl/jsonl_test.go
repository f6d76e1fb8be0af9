package jsonl

import (
	"testing"

	"quoth/export/formattest"
)

func TestWhatIsWrittenIsReadBackAsItWas(t *testing.T) {
	formattest.RoundTrip(t, Format, nil)
}
