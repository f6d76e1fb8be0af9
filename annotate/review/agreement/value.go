package agreement

import "math"

// Value is a measure, or why there is none.
type Value struct {
	V         float64
	Undefined string // why, in a few words; "" where V counts
}

// Defined reports whether there is a measure.
func (v Value) Defined() bool { return v.Undefined == "" }

func defined(v float64) Value { return Value{V: v} }

func undefined(why string) Value { return Value{V: math.NaN(), Undefined: why} }

// Why measures are undefined.
const (
	nothingBoth  = "nothing was labelled by two"
	oneLabel     = "only one label was used"
	nothingFound = "nothing was marked"
	onlyOneRater = "fewer than two annotators"
	tooFew       = "too few parts to draw from"
)

// chanceCorrected returns (observed-expected)/(1-expected).
func chanceCorrected(observed, expected float64) Value {
	if 1-expected < 1e-12 {
		return undefined(oneLabel)
	}
	return defined((observed - expected) / (1 - expected))
}

// Mean returns the mean of the values that are defined.
func Mean(values []Value) Value {
	sum, n := 0.0, 0
	why := onlyOneRater
	for _, v := range values {
		if !v.Defined() {
			why = v.Undefined
			continue
		}
		sum += v.V
		n++
	}
	if n == 0 {
		return undefined(why)
	}
	return defined(sum / float64(n))
}
