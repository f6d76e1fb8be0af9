package agreement

// Found counts what two raters marked: by both, by the first, by the second. Sums of it are also of several
// pairs of raters, whose F1 is then that of all together.
type Found struct{ Both, First, Second float64 }

// Add adds another count, so many times.
func (f *Found) Add(g Found, times float64) {
	f.Both += times * g.Both
	f.First += times * g.First
	f.Second += times * g.Second
}

// F1 is the harmonic mean of precision and recall, whichever of the two is taken for the truth.
//
// C. J. van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7. That it is what kappa comes to
// where what nobody marked cannot be counted: G. Hripcsak and A. S. Rothschild, “Agreement, the F-measure,
// and reliability in information retrieval”, Journal of the American Medical Informatics Association 12, 2005.
func (f Found) F1() Value {
	if f.First+f.Second == 0 {
		return undefined(nothingFound)
	}
	return defined(2 * f.Both / (f.First + f.Second))
}
