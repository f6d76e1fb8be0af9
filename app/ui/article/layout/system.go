package layout

import (
	"bytes"
	"os"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
)

// systemFonts is the list of the system's fonts. Of some families the list says that a bold file is a regular
// one, because the file itself says so in one place and the contrary in another; such a file came first and all
// text in its script was bold. The list is put right when a file of such a family is met.
type systemFonts struct {
	*fontscan.FontMap
	looked map[*font.Font]bool // at what their files say
}

// resolve returns a face for a character by the query that was set, or nil.
func (s *systemFonts) resolve(r rune) *font.Face {
	x := s.ResolveFace(r)
	if x == nil || s.looked[x.Font] {
		return x
	}
	s.looked[x.Font] = true
	if !s.putRight(x) {
		return x
	}
	return s.ResolveFace(r)
}

// putRight looks whether a face is bold although the list says that it is not, and if so adds its family
// again as it is. What is added goes before what is listed.
func (s *systemFonts) putRight(x *font.Face) bool {
	at := s.FontLocation(x.Font)
	family, aspect := s.FontMetadata(x.Font)
	if at.File == "" || aspect.Weight >= font.WeightSemibold || !saysBold(at) {
		return false
	}
	for _, other := range s.FindSystemFonts(family) {
		face := x
		if other != at {
			face = read(other)
		}
		if face == nil {
			continue
		}
		is := face.Describe()
		is.Family = family
		if is.Aspect.Weight < font.WeightSemibold && saysBold(other) {
			is.Aspect.Weight = font.WeightBold
		}
		s.AddFace(face, other, is)
	}
	return true
}

// saysBold reports whether the head of a font file calls its face bold.
func saysBold(at fontscan.Location) bool {
	file, err := os.Open(at.File)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	faces, err := opentype.NewLoaders(file)
	if err != nil || int(at.Index) >= len(faces) {
		return false
	}
	head, _, err := font.LoadHeadTable(faces[at.Index], nil)
	return err == nil && head.MacStyle&1 != 0
}

// read parses a font file; nil where that fails.
func read(at fontscan.Location) *font.Face {
	data, err := os.ReadFile(at.File)
	if err != nil {
		return nil
	}
	faces, err := font.ParseTTC(bytes.NewReader(data))
	if err != nil || int(at.Index) >= len(faces) {
		return nil
	}
	return faces[at.Index]
}
