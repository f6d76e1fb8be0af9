package layout

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// Faces holds TTF or OTF files.
type Faces struct {
	Regular, Bold, Italic []byte
	Label                 []byte // for the small labels of marks; Bold where nil
	// Fallback is asked, in order, for what the three lack, before the system's fonts are.
	// Emoji are taken from here first.
	Fallback [][]byte
}

// Face chooses one of the text faces.
type Face uint8

// The text faces.
const (
	Regular Face = iota
	Bold
	Italic
	Label
)

// FaceID names a parsed face of a [Fonts], fallbacks and the system's included.
type FaceID uint16

// Fonts finds a face for each character: the text face first, then the given fallbacks, then what the
// system has. The system's fonts are searched only when [Fonts.LoadSystem] has read their list.
type Fonts struct {
	faces    []*font.Face // by FaceID; the text faces first
	ids      map[*font.Face]FaceID
	fallback []FaceID
	found    map[faceKey]FaceID

	mu      sync.Mutex
	arrived *fontscan.FontMap // read by LoadSystem, not yet taken over
	loaded  bool              // LoadSystem has ended, with or without success

	system     *fontscan.FontMap
	wanted     bool
	generation int
}

type faceKey struct {
	r     rune
	face  Face
	emoji bool
}

// NewFonts parses the faces. Regular, Bold and Italic are needed.
func NewFonts(files Faces) (*Fonts, error) {
	f := &Fonts{ids: map[*font.Face]FaceID{}, found: map[faceKey]FaceID{}}
	if files.Label == nil {
		files.Label = files.Bold
	}
	for i, b := range [][]byte{files.Regular, files.Bold, files.Italic, files.Label} {
		face, err := font.ParseTTF(bytes.NewReader(b))
		if err != nil {
			return nil, fmt.Errorf("%s text face: %w", [...]string{"regular", "bold", "italic", "label"}[i], err)
		}
		f.id(face)
	}
	for i, b := range files.Fallback {
		face, err := font.ParseTTF(bytes.NewReader(b))
		if err != nil {
			return nil, fmt.Errorf("fallback face %d: %w", i+1, err)
		}
		f.fallback = append(f.fallback, f.id(face))
	}
	return f, nil
}

// Face returns a parsed face, for its glyphs.
func (f *Fonts) Face(id FaceID) *font.Face { return f.faces[id] }

func (f *Fonts) id(face *font.Face) FaceID {
	id, ok := f.ids[face]
	if !ok {
		id = FaceID(len(f.faces))
		f.faces = append(f.faces, face)
		f.ids[face] = id
	}
	return id
}

// LoadSystem reads the list of the system's fonts and keeps it in cacheDir for the next time. It takes
// seconds the first time, so it is made to run on a goroutine of its own; [Fonts.TakeSystem] then puts
// the list to use. A system without fonts is an error that can be ignored: characters that no face has
// show as boxes.
func (f *Fonts) LoadSystem(cacheDir string) error {
	m := fontscan.NewFontMap(log.New(io.Discard, "", 0))
	err := m.UseSystemFonts(cacheDir)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loaded = true
	if err != nil {
		return fmt.Errorf("list the system's fonts: %w", err)
	}
	f.arrived = m
	return nil
}

// TakeSystem puts to use what LoadSystem has read, and reports whether that is new. Layouts made
// before keep their boxes; make them again.
func (f *Fonts) TakeSystem() bool {
	f.mu.Lock()
	m := f.arrived
	f.arrived = nil
	f.mu.Unlock()
	if m == nil {
		return false
	}
	f.system, f.wanted = m, false
	f.generation++
	clear(f.found)
	return true
}

// Generation counts how often the faces to choose from have changed. A layout made under another one
// should be made again.
func (f *Fonts) Generation() int { return f.generation }

// WantsSystem reports whether a character was met that no given face has while the system's fonts
// were not known yet.
func (f *Fonts) WantsSystem() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wanted && !f.loaded
}

func (f *Fonts) has(id FaceID, r rune) bool {
	_, ok := f.faces[id].NominalGlyph(r)
	return ok
}

// resolve returns the face for the first character of a grapheme cluster; where none has it, the text
// face, whose box then shows.
func (f *Fonts) resolve(r rune, face Face, script language.Script, emoji bool) FaceID {
	if !emoji && f.has(FaceID(face), r) {
		return FaceID(face)
	}
	k := faceKey{r, face, emoji}
	if id, ok := f.found[k]; ok {
		return id
	}
	id := f.search(r, face, script, emoji)
	f.found[k] = id
	return id
}

func (f *Fonts) search(r rune, face Face, script language.Script, emoji bool) FaceID {
	for _, id := range f.fallback {
		if f.has(id, r) {
			return id
		}
	}
	if f.system == nil {
		f.wanted = true
		return FaceID(face)
	}
	q := fontscan.Query{Families: []string{fontscan.Serif, fontscan.SansSerif}}
	switch {
	case emoji:
		q.Families = []string{fontscan.Emoji}
	case face == Bold:
		q.Aspect.Weight = font.WeightSemibold
	case face == Italic:
		q.Aspect.Style = font.StyleItalic
	}
	f.system.SetQuery(q)
	f.system.SetScript(script)
	if x := f.system.ResolveFace(r); x != nil {
		if _, ok := x.NominalGlyph(r); ok {
			return f.id(x)
		}
	}
	return FaceID(face)
}

// Shape shapes a short text that runs from the left, for labels. size is in whole px.
func (f *Fonts) Shape(text string, face Face, size int) *Word {
	s := shaper{fonts: f}
	return s.shape(text, &Style{Face: face, Size: max(1, size)}, false)
}

// CharWidth returns the average width of a character of English running text in px.
func (f *Fonts) CharWidth(size int) float32 {
	const sample = "The president told reporters on Monday that talks would go on, “whatever it takes”, until both sides agree."
	return f.Shape(sample, Regular, size).Advance / float32(len([]rune(sample)))
}
