package layout

import (
	"fmt"
	"io"
	"log"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/norm"
)

// Type holds a family's TTF or OTF files.
type Type struct{ Regular, Bold, Italic []byte }

// Faces holds the files of all faces.
type Faces struct {
	Serif, Sans Type   // where Sans is empty, Serif serves for both
	Interface   Type   // for the words around the article; where empty, Sans serves
	Mono        []byte // likewise
	Label       []byte // for the small labels of marks; Serif's Bold where nil
	// Fallback is asked, in order, for what the text faces lack, before the system's fonts are; for
	// emoji after them, where their list is known.
	Fallback [][]byte
}

// Family chooses the family in which a text is set.
type Family uint8

// The families: two for articles, two for what is around them.
const (
	Serif Family = iota
	Sans
	Interface
	Mono
)

// Face chooses one of a family's faces, or the one for labels.
type Face uint8

// The faces.
const (
	Regular Face = iota
	Bold
	Italic
	Label
)

// FaceID names a parsed face of a [Fonts], fallbacks and the system's included.
type FaceID uint16

// the labels' face comes after those of the families
const labelFace FaceID = 12

// Fonts finds a face for each character: the text face first, then the given fallbacks, then what the
// system has. The system's fonts are searched only when [Fonts.LoadSystem] has read their list. It also
// keeps the forms of words that all its layouts share, whatever their size.
type Fonts struct {
	files    [][]byte     // by FaceID, of the faces that were given
	faces    []*font.Face // by FaceID; the text faces first; nil where not parsed yet
	lines    []*outlines  // by FaceID, of the lean faces; shorter than faces, for the system's have none
	ids      map[*font.Face]FaceID
	fallback []FaceID
	found    map[faceKey]FaceID
	forms    map[look]*forms
	shaper   shaper

	mu      sync.Mutex
	arrived *systemFonts // read by LoadSystem, not yet taken over
	loaded  bool         // LoadSystem has ended, with or without success
	wanted  []wish       // what was met while the system's fonts were not known

	system     *systemFonts
	asked      manner // of the wish before
	generation int
}

// wish is a character that asks for a face of the system.
type wish struct {
	query  fontscan.Query
	script language.Script
	r      rune
}

// manner is what wishes have in common that differ in the character alone.
type manner struct {
	face     FaceID
	script   language.Script
	language language.Language
}

// ask returns the face that the system has for a wish, or nil. again says that only the character is
// another one than in the wish before: to search the families anew takes long.
func (w *wish) ask(m *systemFonts, again bool) *font.Face {
	if !again {
		m.SetQuery(w.query)
		m.SetScript(w.script)
	}
	x := m.resolve(w.r)
	if x == nil {
		return nil
	}
	if _, ok := x.NominalGlyph(w.r); !ok {
		return nil
	}
	return x
}

// mostWishes bounds how many characters are remembered until the list arrives.
const mostWishes = 64

// want remembers a wish.
func (f *Fonts) want(w wish) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.wanted) < mostWishes {
		f.wanted = append(f.wanted, w)
	}
}

type faceKey struct {
	cluster  string
	face     FaceID
	language language.Language
}

// NewFonts takes the files of the faces. That of the serif family's Regular is parsed now; the others
// when they are first asked for, since few articles need all of them. One that cannot be read has the
// Regular stand in for it.
func NewFonts(files Faces) (*Fonts, error) {
	f := &Fonts{ids: map[*font.Face]FaceID{}, found: map[faceKey]FaceID{}, forms: map[look]*forms{}}
	if files.Label == nil {
		files.Label = files.Serif.Bold
	}
	if files.Sans.Regular == nil {
		files.Sans = files.Serif
	}
	if files.Interface.Regular == nil {
		files.Interface = files.Sans
	}
	if files.Mono == nil {
		files.Mono = files.Interface.Regular
	}
	regular, lines, err := leanFace(files.Serif.Regular)
	if err != nil {
		return nil, fmt.Errorf("regular serif text face: %w", err)
	}
	f.files = append([][]byte{
		files.Serif.Regular, files.Serif.Bold, files.Serif.Italic, files.Sans.Regular, files.Sans.Bold, files.Sans.Italic,
		files.Interface.Regular, files.Interface.Bold, files.Interface.Italic, files.Mono, files.Mono, files.Mono, files.Label,
	}, files.Fallback...)
	f.faces = make([]*font.Face, len(f.files))
	f.lines = make([]*outlines, len(f.files))
	f.faces[0], f.lines[0], f.ids[regular] = regular, lines, 0
	for i := range files.Fallback {
		f.fallback = append(f.fallback, labelFace+1+FaceID(i))
	}
	return f, nil
}

// Face returns a face. The outlines of its glyphs are asked for with [Fonts.Outline] first.
func (f *Fonts) Face(id FaceID) *font.Face {
	if f.faces[id] == nil {
		face, lines, err := f.read(id)
		if err != nil {
			face, lines = font.NewFace(f.faces[0].Font), f.lines[0]
		}
		f.faces[id], f.lines[id], f.ids[face] = face, lines, id
	}
	return f.faces[id]
}

// read reads the file of a given face, or takes what was read of it for another one.
func (f *Fonts) read(id FaceID) (*font.Face, *outlines, error) {
	for i, file := range f.files {
		if f.faces[i] != nil && len(file) > 0 && len(file) == len(f.files[id]) && &file[0] == &f.files[id][0] {
			return font.NewFace(f.faces[i].Font), f.lines[i], nil
		}
	}
	return leanFace(f.files[id])
}

// Outline returns the outline of a glyph of a face, in the face's units; false where the face itself knows it, which
// is so of those that are not plain TrueType files, and of the system's.
func (f *Fonts) Outline(id FaceID, glyph font.GID) (font.GlyphOutline, bool) {
	f.Face(id)
	if int(id) >= len(f.lines) || f.lines[id] == nil {
		return font.GlyphOutline{}, false
	}
	return f.lines[id].outline(glyph), true
}

// extents returns how far the ink of a glyph reaches, in the face's units.
func (f *Fonts) extents(id FaceID, hb *harfbuzz.Font, glyph font.GID) (harfbuzz.GlyphExtents, bool) {
	if int(id) >= len(f.lines) || f.lines[id] == nil {
		return hb.GlyphExtents(glyph)
	}
	return f.lines[id].extents(glyph), true
}

// text returns the face of a family.
func (f *Fonts) text(family Family, face Face) FaceID {
	if face == Label {
		return labelFace
	}
	return FaceID(face) + 3*FaceID(family)
}

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
// seconds the first time, so it is made to run on a goroutine of its own, which also reads the fonts that
// are wanted by then; [Fonts.TakeSystem] then puts them to use. A system without fonts is an error that
// can be ignored: characters that no face has show as boxes.
func (f *Fonts) LoadSystem(cacheDir string) error {
	m := &systemFonts{fontscan.NewFontMap(log.New(io.Discard, "", 0)), map[*font.Font]bool{}}
	err := m.UseSystemFonts(cacheDir)
	f.mu.Lock()
	wanted := slices.Clone(f.wanted)
	f.mu.Unlock()
	if err == nil {
		for i := range wanted {
			wanted[i].ask(m, false)
		}
	}
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
	f.system, f.asked = m, manner{}
	f.generation++
	clear(f.found)
	clear(f.forms)
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
	return len(f.wanted) > 0 && !f.loaded
}

// has reports whether a face can show a grapheme cluster: all of its characters that show something.
func (f *Fonts) has(id FaceID, cluster string) bool {
	for i, r := range cluster {
		if i > 0 && (ignorable(r) || r == 0x20E3 || r >= 0xE0020 && r <= 0xE007F) {
			continue // what makes pictures of what is before it
		}
		if _, ok := f.Face(id).NominalGlyph(r); !ok {
			return false
		}
	}
	return true
}

// resolve returns the face for a grapheme cluster; where none has it, the text face, whose box then shows.
func (f *Fonts) resolve(cluster string, k *look, script language.Script) FaceID {
	emoji := len(cluster) > 2 && isEmoji(cluster)
	if !emoji && f.has(k.face, cluster) {
		return k.face
	}
	if !emoji && cluster[0] >= utf8.RuneSelf { // a letter may be made of its parts
		if parts := norm.NFD.String(cluster); parts != cluster && f.has(k.face, parts) {
			return k.face
		}
	}
	key := faceKey{cluster, k.face, k.language}
	if id, ok := f.found[key]; ok {
		return id
	}
	var id FaceID
	if emoji {
		id = f.picture(cluster, k.face)
	} else {
		id = f.search(cluster, k, script)
	}
	if len(f.found) > mostForms {
		clear(f.found)
	}
	key.cluster = strings.Clone(cluster)
	f.found[key] = id
	return id
}

// picture returns the face that shows an emoji in the fewest glyphs: one, where it knows the family, flag
// or skin tone as a whole.
func (f *Fonts) picture(cluster string, text FaceID) FaceID {
	best, fewest := text, 1<<30
	try := func(id FaceID) bool {
		r, _ := utf8.DecodeRuneInString(cluster)
		if _, ok := f.Face(id).NominalGlyph(r); !ok {
			return false
		}
		if n := f.pictures(id, cluster); n < fewest {
			best, fewest = id, n
		}
		return fewest == 1
	}
	r, _ := utf8.DecodeRuneInString(cluster)
	w := wish{fontscan.Query{Families: []string{fontscan.Emoji}}, language.Common, r}
	if f.system != nil {
		f.asked = manner{}
		if x := w.ask(f.system, false); x != nil && try(f.id(x)) {
			return best
		}
	}
	for _, id := range f.fallback {
		if try(id) {
			return best
		}
	}
	if f.system == nil {
		f.want(w)
	}
	return best
}

// pictures returns how many glyphs a face needs for a cluster, variation selectors aside; those that are
// missing count more.
func (f *Fonts) pictures(id FaceID, cluster string) int {
	b := harfbuzz.NewBuffer()
	b.ClusterLevel = harfbuzz.MonotoneCharacters
	rs := []rune(cluster)
	b.AddRunes(rs, 0, len(rs))
	b.Props.Direction, b.Props.Script = harfbuzz.LeftToRight, language.Common
	b.Shape(f.shaper.font(f, id), nil)
	n := 0
	for i, g := range b.Info {
		switch {
		case g.Glyph == 0:
			n += 100
		case b.Pos[i].XAdvance != 0 || rs[g.Cluster] == 0x200D || rs[g.Cluster] >= 0xE0020:
			n++
		}
	}
	return max(1, n)
}

func (f *Fonts) search(cluster string, k *look, script language.Script) FaceID {
	given := k.face
	for _, id := range f.fallback {
		if f.has(id, cluster) {
			given = id
			break
		}
	}
	asText := strings.ContainsRune(cluster, 0xFE0E) // the fallbacks may be pictures
	if given != k.face && !asText {
		return given
	}
	w := wish{script: script}
	w.query.Families = families(script, k)
	switch k.face % 3 {
	case FaceID(Bold):
		w.query.Aspect.Weight = font.WeightSemibold
	case FaceID(Italic):
		w.query.Aspect.Style = font.StyleItalic
	}
	found := given
	for i, r := range cluster { // the face of a mark that is missing may have its letter too
		if i > 0 && ignorable(r) {
			continue
		}
		w.r = r
		if f.system == nil {
			f.want(w)
			return given
		}
		key := manner{k.face, script, k.language}
		x := w.ask(f.system, key == f.asked)
		f.asked = key
		if x == nil {
			continue
		}
		id := f.id(x)
		if f.has(id, cluster) {
			return id
		}
		if i == 0 && found == given {
			if _, ok := f.Face(k.face).NominalGlyph(r); !ok {
				found = id
			}
		}
	}
	return found
}

// cjk lists the families that write the characters that Chinese, Japanese and Korean share in the way of
// a region: first those like our serif, then those like our sans.
var cjk = map[string][2][]string{
	"sc": {{"noto serif cjk sc", "source han serif sc", "songti sc", "simsun"}, {"noto sans cjk sc", "pingfang sc", "microsoft yahei"}},
	"tc": {{"noto serif cjk tc", "source han serif tc", "songti tc", "pmingliu"}, {"noto sans cjk tc", "pingfang tc", "microsoft jhenghei"}},
	"jp": {{"noto serif cjk jp", "source han serif", "hiragino mincho pron", "yu mincho"}, {"noto sans cjk jp", "hiragino sans", "yu gothic"}},
	"kr": {{"noto serif cjk kr", "source han serif k", "applemyungjo", "batang"}, {"noto sans cjk kr", "apple sd gothic neo", "malgun gothic"}},
}

// region returns the key in cjk for a script in a language; Chinese in simplified form where nothing is said.
func region(script language.Script, lang language.Language) string {
	is := func(tag string) bool { return strings.HasPrefix(string(lang), tag) }
	switch {
	case script == language.Hiragana || script == language.Katakana || is("ja"):
		return "jp"
	case script == language.Hangul || is("ko"):
		return "kr"
	case script == language.Bopomofo || is("zh-hant") || is("zh-tw") || is("zh-hk"):
		return "tc"
	}
	return "sc"
}

// families lists where to look for a script, the best first.
func families(script language.Script, k *look) []string {
	sans := k.face >= FaceID(Italic)+1
	var names []string
	switch script {
	case language.Han, language.Hiragana, language.Katakana, language.Hangul, language.Bopomofo:
		like := cjk[region(script, k.language)]
		if !sans {
			names = append(names, like[0]...)
		}
		names = append(names, like[1]...)
	default:
		name, ok := scriptNames[script]
		if !ok {
			break
		}
		if script == language.Arabic && !sans {
			names = append(names, "noto naskh arabic")
		}
		if !sans {
			names = append(names, "noto serif "+name)
		}
		names = append(names, "noto sans "+name)
	}
	if !sans {
		names = append(names, fontscan.Serif)
	}
	return append(names, fontscan.SansSerif)
}

// scriptNames are what the families that are made for one script call it.
var scriptNames = map[language.Script]string{
	language.Arabic: "arabic", language.Armenian: "armenian", language.Bengali: "bengali", language.Devanagari: "devanagari",
	language.Ethiopic: "ethiopic", language.Georgian: "georgian", language.Gujarati: "gujarati", language.Gurmukhi: "gurmukhi",
	language.Hebrew: "hebrew", language.Kannada: "kannada", language.Khmer: "khmer", language.Lao: "lao", language.Malayalam: "malayalam",
	language.Myanmar: "myanmar", language.Oriya: "oriya", language.Sinhala: "sinhala", language.Tamil: "tamil", language.Telugu: "telugu",
	language.Thai: "thai", language.Tibetan: "tibetan",
}

// isEmoji reports whether a cluster wants a picture: it says so by a variation selector, it is a
// flag, or it lies where pictures are the rule and nothing asks for text.
func isEmoji(g string) bool {
	first, n := utf8.DecodeRuneInString(g)
	for _, r := range g[n:] {
		switch r {
		case 0xFE0F, 0x20E3:
			return true
		case 0xFE0E:
			return false
		}
	}
	if first >= 0x1F000 && first < 0x20000 {
		return true
	}
	switch first {
	case 0x231A, 0x231B, 0x23E9, 0x23EA, 0x23EB, 0x23EC, 0x23F0, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615, 0x267F, 0x2693, 0x26A1,
		0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26D4, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705,
		0x270A, 0x270B, 0x2728, 0x274C, 0x274E, 0x2753, 0x2754, 0x2755, 0x2757, 0x2795, 0x2796, 0x2797, 0x27B0, 0x27BF, 0x2B1B,
		0x2B1C, 0x2B50, 0x2B55:
		return true
	}
	return first >= 0x2648 && first <= 0x2653 || strings.ContainsRune(g, 0x200D) && first >= 0x2600 && first < 0x2C00
}

// Files returns the paths of the system's font files that are in use, in the order of their faces.
func (f *Fonts) Files() []string {
	var files []string
	for _, face := range f.faces {
		if f.system == nil {
			break
		}
		if face == nil {
			continue
		}
		if at := f.system.FontLocation(face.Font); at.File != "" {
			files = append(files, at.File)
		}
	}
	return files
}

// Shape shapes a short text, for labels: its words stand in the order that the bidirectional algorithm gives them.
// size is in whole px.
func (f *Fonts) Shape(text string, face Face, size int) *Word {
	size = max(1, size)
	if !mayBeRTL(text) {
		return f.form(f.of(look{face: f.text(Serif, face), language: english}), text).at(size)
	}
	k := float32(size)
	s := f.Strip([]Run{{Text: text, Face: face}}, RunsFromRight(text))
	w := &Word{Advance: s.Advance * k}
	for _, p := range s.Parts {
		for _, g := range p.Glyphs {
			g.X, g.Y = (p.X+g.X)*k, g.Y*k
			w.Glyphs = append(w.Glyphs, g)
		}
	}
	return w
}

// CharWidth returns the average width of a character of English running text in px.
func (f *Fonts) CharWidth(family Family, size int) float32 {
	const sample = "The president told reporters on Monday that talks would go on, “whatever it takes”, until both sides agree."
	w := f.form(f.of(look{face: f.text(family, Regular), language: english}), sample)
	return w.advance * float32(size) / float32(len([]rune(sample)))
}

var english = language.NewLanguage("en")
