package unspaced

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// cut returns the words of a text, and what stands between them one character each.
func cut(s string) (parts []string) {
	for s != "" {
		n := Next(s)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
		}
		parts = append(parts, s[:n])
		s = s[n:]
	}
	return parts
}

func TestWordsWithoutSpacesAreFound(t *testing.T) {
	for _, want := range []string{
		"นายก|รัฐมนตรี|กล่าว|ว่าการ|ประชุม|จะ|เริ่ม|ใน|วัน|พรุ่ง|นี้|ที่|กรุงเทพมหานคร",
		"ปฏิเสธ|ข้อ|กล่าว|หา|ทั้งหมด|และ|ขอ|ให้|ตำรวจ|เปิด|เผย|หลัก|ฐาน|ต่างๆ",
		"ປະຊຸມ|ຈະ|ເລີ່ມ|ໃນ|ມື້ອື່ນ|ທີ່|ນະຄອນຫຼວງວຽງຈັນ",
		"នាយក|រដ្ឋមន្ត្រី|បាន|និយាយ|ថា|កិច្ចប្រជុំ|នឹង|ចាប់ផ្តើម|នៅ|ថ្ងៃស្អែក|ក្នុង|រាជធានី|ភ្នំពេញ",
		"ဝန်ကြီးချုပ်|က|အစည်းအဝေး|ကို|မနက်ဖြန်|ရန်|ကုန်|မြို့|တွင်|စတင်|မည်|ဟု|ပြော|ကြား|ခဲ့|သည်",
	} {
		if got := strings.Join(cut(strings.ReplaceAll(want, "|", "")), "|"); got != want {
			t.Errorf("cut as %s, should be %s", got, want)
		}
	}
}

// A name that no dictionary has must still never be cut between a consonant and what belongs to it.
func TestWordsEndOnlyWhereSyllablesMay(t *testing.T) {
	var letters []rune
	for r := rune(0x0E01); r <= 0x17DD; r++ {
		if of(r) != nil && unicode.In(r, unicode.L, unicode.M) {
			letters = append(letters, r)
		}
	}
	some := map[*script][]rune{}
	for _, r := range letters {
		some[of(r)] = append(some[of(r)], r)
	}
	rapid.Check(t, func(t *rapid.T) {
		from := some[[]*script{thai, lao, khmer, burmese}[rapid.IntRange(0, 3).Draw(t, "script")]]
		text := string(rapid.SliceOfN(rapid.SampledFrom(from), 1, 60).Draw(t, "text"))
		parts := cut(text)
		if strings.Join(parts, "") != text {
			t.Fatalf("%q became %q", text, parts)
		}
		for i, part := range parts[1:] {
			last, _ := utf8.DecodeLastRuneInString(parts[i])
			first, _ := utf8.DecodeRuneInString(part)
			switch {
			case unicode.Is(unicode.M, first):
				t.Errorf("%q: %q begins with a mark", text, part)
			case last >= 0x0E40 && last <= 0x0E44 || last >= 0x0EC0 && last <= 0x0EC4:
				t.Errorf("%q: %q ends with a vowel of the next consonant", text, parts[i])
			case last == 0x17D2 || last == 0x1039:
				t.Errorf("%q: %q ends where letters are stacked", text, parts[i])
			case strings.ContainsRune("ะาำๅๆະາຳໆ", first):
				t.Errorf("%q: %q begins with what belongs to the letter before", text, part)
			}
		}
		if !Has(text) {
			t.Errorf("%q has no words", text)
		}
	})
}

func TestOtherScriptsAreLeftAlone(t *testing.T) {
	for _, s := range []string{"", "word", "слово", "言葉", "١٢٣", "๑๒๓", "។", "။", " ไทย", "\xe0\xb8", "हिन्दी"} {
		if n := Next(s); n != 0 {
			t.Errorf("%q begins with a word of %d bytes", s, n)
		}
	}
	if Has("words слова 言葉 हिन्दी") {
		t.Error("there are words where there are none")
	}
}

func TestMarkOfALaoSyllableBeginsNoWord(t *testing.T) {
	for _, want := range []string{"ເກົ", "ເກຼ"} {
		if got := cut(want); len(got) != 1 {
			t.Errorf("%q is cut into %q", want, got)
		}
	}
}

// However long a text is that no dictionary knows, a line can end somewhere.
func TestWhatNoDictionaryKnowsIsCutToo(t *testing.T) {
	for _, part := range cut(strings.Repeat("ฮฬฆ", 50)) {
		if n := utf8.RuneCountInString(part); n > longest {
			t.Errorf("a word of %d letters", n)
		}
	}
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("นายกรัฐมนตรีกล่าวว่าการประชุมจะเริ่มในวันพรุ่งนี้", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for s := text; s != ""; s = s[Next(s):] {
		}
	}
}
