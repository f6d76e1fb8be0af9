package layout

import (
	"testing"

	"github.com/go-text/typesetting/language"
)

// Files of some families call themselves regular where they are bold, so a script's whole text was bold.
func TestRunningTextIsNotBoldInAnyScript(t *testing.T) {
	f, err := NewFonts(testFaces(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.LoadSystem(t.TempDir()); err != nil {
		t.Skip(err)
	}
	f.TakeSystem()
	for script, letter := range map[language.Script]string{
		language.Arabic: "ب", language.Armenian: "ա", language.Bengali: "ক", language.Devanagari: "क", language.Ethiopic: "ሀ", language.Georgian: "ა",
		language.Gujarati: "ક", language.Gurmukhi: "ਕ", language.Hebrew: "א", language.Kannada: "ಕ", language.Khmer: "ក", language.Lao: "ກ",
		language.Malayalam: "ക", language.Myanmar: "က", language.Oriya: "କ", language.Sinhala: "ක", language.Tamil: "க", language.Telugu: "క",
		language.Thai: "ก", language.Tibetan: "ཀ", language.Han: "字", language.Hangul: "가",
	} {
		for _, face := range []Face{Regular, Italic} {
			x := f.Face(f.resolve(letter, &look{face: f.text(Serif, face), language: english}, script)).Font
			at := f.system.FontLocation(x)
			if at.File == "" || !saysBold(at) {
				continue
			}
			family, _ := f.system.FontMetadata(x)
			for _, other := range f.system.FindSystemFonts(family) {
				if !saysBold(other) {
					t.Errorf("%s is written with %s, not with %s", letter, at.File, other.File)
				}
			}
		}
	}
}
