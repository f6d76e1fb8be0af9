package paint

import (
	"crypto/sha256"
	"encoding/hex"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// specimen is a text of one script, of which a small picture lies in testdata.
type specimen struct {
	name, text string
	language   string
	family     layout.Family
	kinds      []annotate.BlockKind // of its paragraphs
	selected   [2]string            // from the first of these words to the second
	marked     []string             // mentions
}

// These need only the fonts that are built in.
var builtIn = []specimen{
	{name: "latin", text: "AVATAR office fjord flow. “To Wait” – Ty, 1,234½"},
	{name: "latin-sans", text: "AVATAR office fjord flow. “To Wait” – Ty, 1,234½", family: layout.Sans},
	{name: "marks", text: "e\u0301a\u0308 n\u0303 s\u030c\u0323 ǟ Ệ i\u0307 d\u0331, Dvořák, Nguyễn, Łódź"},
	{name: "greek-cyrillic", text: "Ελλάδα και άνθρωποι. Москва, Київ, Ђорђе"},
	{name: "blanks", text: "a\tb\u00a0c\u202fd\u200be\u2003f extra\u00adordinary 5\u202f%"},
	{name: "long-words", text: "Donau\u00addampf\u00adschiff\u00adfahrts\u00adgesellschafts\u00adkapitän, Straßenbahnhaltestellenverbindungsinformation 10\u00a0000\u00a0km"},
	{name: "kicker", text: "Politics & Culture", kinds: []annotate.BlockKind{annotate.BlockKicker}},
	{name: "parts", text: "Calm over the harbour\nCrews are back at work.\nBy Ana Díaz\nWhat is new\nThe terms are these:\nhigher pay, which the owners of the " +
		"ferries had refused\n2. shorter shifts, which end at ten in the evening\n“Calm comes first,” they wrote, and nothing else.\nTalks go on.", kinds: []annotate.BlockKind{
		annotate.BlockTitle, annotate.BlockStandfirst, annotate.BlockByline, annotate.BlockHeading, annotate.BlockParagraph, annotate.BlockList, annotate.BlockList, annotate.BlockQuote, annotate.BlockParagraph,
	}, marked: []string{"Ana Díaz", "owners of the ferries", "Calm comes first"}},
}

// These need the system's.
var ofTheSystem = []specimen{
	{name: "emoji", text: "👨‍👩‍👧‍👦 🇩🇪🇫🇷 👍🏽 👩🏾‍⚖️ ❤️ ☎︎ 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏳️‍🌈 end"},
	{name: "chinese", text: "他说：“直到门关上。”《中文》骨直", language: "zh-Hans"},
	{name: "japanese", text: "彼は「東京の夜」と言った。骨直カタカナ", language: "ja"},
	{name: "japanese-lines", text: "市長は記者団に対し、「港の工事は来年の春まで続く。」と述べ、ウェーブ・プロジェクト（第二期）の費用についてはコメントしなかった。", language: "ja"},
	{name: "korean", text: "그는 “서울의 밤”이라고 말했다", language: "ko"},
	{name: "arabic", text: "وقال المتحدث: «٣١ ديسمبر» (2025) لا إله"},
	{name: "hebrew", text: "הוא אמר (abc 123) ש״לום עולם״, 15% [כן]."},
	{name: "hebrew-in-latin", text: "He said שלום עולם 123 (כן) and left"},
	{name: "selected-both-ways", text: "He said שלום עולם 123 (כן) and left", selected: [2]string{"said", "עולם"}},
	{name: "isolates", text: "Files \u2067אב.txt (3)\u2069, \u202eabc\u202c and \u2068עברית!\u2069 end"},
	{name: "list-from-the-right", text: "הפריט הראשון ברשימה ארוך יותר משורה אחת אחת", kinds: []annotate.BlockKind{annotate.BlockList}},
	{name: "devanagari", text: "क्षत्रिय ने कहा कि हिन्दी में र्कि"},
	{name: "bengali", text: "প্রধানমন্ত্রী বলেছেন, “ক্ষমতা র্ক শ্রী”"},
	{name: "tamil", text: "பிரதமர் கூறினார்: “க்ஷ கொ கௌ ஸ்ரீ”"},
	{name: "thai", text: "นายกรัฐมนตรีกล่าวว่าการประชุมจะเริ่มในวันพรุ่งนี้ที่กรุงเทพมหานครและขอให้ตำรวจเปิดเผยหลักฐานต่างๆ ที่นี่ ปี่ น้ำ"},
	{name: "lao", text: "ນາຍົກລັດຖະມົນຕີກ່າວວ່າກອງປະຊຸມຈະເລີ່ມໃນມື້ອື່ນທີ່ນະຄອນຫຼວງວຽງຈັນ"},
	{name: "khmer", text: "នាយករដ្ឋមន្ត្រីបាននិយាយថាកិច្ចប្រជុំនឹងចាប់ផ្តើមនៅថ្ងៃស្អែកក្នុងរាជធានីភ្នំពេញ"},
	{name: "burmese", text: "ဝန်ကြီးချုပ်ကအစည်းအဝေးကိုမနက်ဖြန်ရန်ကုန်မြို့တွင်စတင်မည်ဟုပြောကြားခဲ့သည်"},
	{name: "burmese-marked", text: "ဗုဒ္ဓဘာသာ သတ္တဝါ ပစ္စည်း ကြိုးစားမှု", marked: []string{"ဗုဒ္ဓဘာသာ", "သတ္တဝါ ပစ္စည်း", "ကြိုးစားမှု"}},
	{name: "arabic-marked", text: "قال الرئيس محمد علي (John Smith) إن الاتفاق رقم 1701 صحيح", marked: []string{"محمد علي (John Smith)", "رقم 1701 صحيح", "John Smith) إن"}},
}

func systemFonts(t testing.TB) *layout.Fonts {
	f := testFonts(t)
	if err := f.LoadSystem(t.TempDir()); err != nil {
		t.Skip(err)
	}
	f.TakeSystem()
	return f
}

// set paints a specimen.
func (s *specimen) set(f *layout.Fonts) *image.RGBA {
	var blocks []annotate.Block
	at := 0
	for i, part := range strings.Split(s.text, "\n") {
		if i < len(s.kinds) {
			blocks = append(blocks, annotate.Block{Kind: s.kinds[i], Span: annotate.Span{Start: at, End: at + len(part)}})
		}
		at += len(part) + 1
	}
	marks := pen{text: s.text}
	for _, words := range s.marked {
		marks.on("P", words)
	}
	l := layout.New(s.text, blocks, f, layout.Options{Size: 24, Measure: 440, Top: 8, Bottom: 8, Language: s.language, Family: s.family})
	l.Step(func() bool { return true })
	pal := Light()
	scene := &Scene{Layout: l, Marks: NewList(marks.marks...), Palette: &pal, Anchor: l.Start(), Left: 8, Scale: 1, Hit: -1}
	if a, b := s.selected[0], s.selected[1]; a != "" {
		scene.SelStart, scene.SelEnd = strings.Index(s.text, a), strings.Index(s.text, b)+len(b)
	}
	return NewPainter(f).Paint(456, l.Height(), scene)
}

func TestScriptsLookAsTheyDid(t *testing.T) {
	f := testFonts(t)
	for _, s := range builtIn {
		compare(t, "script-"+s.name, s.set(f))
	}
	for _, s := range ofTheSystem {
		t.Run(s.name, func(t *testing.T) {
			f := systemFonts(t)
			img := s.set(f)
			sameFonts(t, "script-"+s.name, f)
			compare(t, "script-"+s.name, img)
		})
	}
}

// sameFonts skips a test whose picture was made with other fonts of the system than are here.
func sameFonts(t *testing.T, name string, f *layout.Fonts) {
	t.Helper()
	list := filepath.Join("testdata", name+".fonts")
	now := fontsUsed(t, f)
	if taking() {
		if err := os.WriteFile(list, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if was, err := os.ReadFile(list); err != nil || string(was) != now {
		t.Skipf("other fonts are here than those of the picture:\n%s", now)
	}
}

// fontsUsed names the system's font files in use, with their digests.
func fontsUsed(t *testing.T, f *layout.Fonts) string {
	var b strings.Builder
	for _, file := range f.Files() {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		b.WriteString(filepath.Base(file) + " " + hex.EncodeToString(sum[:8]) + "\n")
	}
	return b.String()
}
