package unspaced

// opens reports whether a syllable may begin with character i, which is not the first.
func (p *passage) opens(i int) bool {
	before, c := p.script.base+rune(p.codes[i-1]), p.script.base+rune(p.codes[i])
	switch p.script {
	case thai, lao:
		return p.opensThai(before, i)
	case khmer:
		return c <= 0x17B3 && before != 0x17D2 && !p.closes(i, 0x17CB, 0x17CD, 0x17CC)
	case burmese:
		return !isBurmeseMark(c) && before != 0x1039 && !p.closes(i, 0x103A, 0x1039)
	}
	return false
}

// closes reports whether a mark follows that makes character i the end of a syllable.
func (p *passage) closes(i int, marks ...rune) bool {
	for i++; i < p.n; i++ {
		c := p.script.base + rune(p.codes[i])
		for _, m := range marks {
			if c == m {
				return true
			}
		}
		if p.script != burmese || !isBurmeseMark(c) {
			return false
		}
	}
	return false
}

func isBurmeseMark(r rune) bool {
	return r >= 0x102B && r <= 0x103E || r >= 0x1056 && r <= 0x1059 || r >= 0x105E && r <= 0x1060 || r >= 0x1062 && r <= 0x1064 ||
		r >= 0x1067 && r <= 0x106D || r >= 0x1071 && r <= 0x1074 || r >= 0x1082 && r <= 0x108D || r == 0x108F || r >= 0x109A && r <= 0x109D
}

// opensThai is opens for Thai and Lao, whose blocks are laid out alike.
func (p *passage) opensThai(before rune, i int) bool {
	const block = 0x80
	low := func(r rune) rune { return r &^ block } // Lao as if it were Thai
	c := low(p.script.base + rune(p.codes[i]))
	if c >= 0x0E2F && c <= 0x0E3D || c >= 0x0E45 && c <= 0x0E4F { // vowels behind, over and under; marks; repetition
		return false
	}
	if b := low(before); b >= 0x0E40 && b <= 0x0E44 || b == 0x0E31 || b == 0x0E37 && p.script == thai { // before its consonant; asks for a final one
		return false
	}
	if p.script == thai { // a consonant that is mute closes what is before
		for k := i + 1; k < p.n && k <= i+2; k++ {
			m := p.script.base + rune(p.codes[k])
			if m == 0x0E4C {
				return false
			}
			if m != 0x0E34 && m != 0x0E38 {
				break
			}
		}
	}
	return true
}
