package ingest

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"quoth/annotate"
)

// readOne reads a file that holds one article.
func readOne(t *testing.T, name, raw string, opts Options) (*annotate.Document, error) {
	t.Helper()
	var doc *annotate.Document
	var failed error
	n := 0
	for d, err := range Read(context.Background(), Reader(name, strings.NewReader(raw)), opts) {
		doc, failed = d, err
		n++
	}
	if n != 1 {
		t.Fatalf("%s yielded %d articles", name, n)
	}
	if failed == nil {
		checkLaws(t, doc)
	}
	return doc, failed
}

func encode(t *testing.T, label, text string) string {
	t.Helper()
	enc, err := htmlindex.Get(label)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := enc.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// legacyArticles are articles in the encodings that newspapers used before UTF-8.
var legacyArticles = map[string]string{
	"windows-1252": "Les dockers votent la fin de la grève\n\nLes dockers du port ont voté vendredi la fin de leur grève, et les grues bougeront de nouveau lundi matin, a annoncé leur syndicat à l’issue d’une réunion.\n\n« Nous sommes fatigués », a dit Bo Li, qui travaille là depuis dix-neuf ans — et qui a mené les discussions.\n",
	"windows-1250": "Dělníci v přístavu končí stávku\n\nPřístavní dělníci v pátek hlasovali o ukončení stávky a jeřáby se v pondělí ráno znovu rozjedou, oznámila jejich odborová organizace po schůzce s vedením přístavu.\n\n„Jsme unavení,“ řekl Bo Li, který pracuje na východním nábřeží devatenáct let.\n",
	"windows-1251": "Докеры прекращают забастовку\n\nДокеры порта в пятницу проголосовали за прекращение забастовки, и краны снова заработают в понедельник утром, сообщил их профсоюз после встречи с руководством порта.\n\n«Мы устали», — сказал Бо Ли, который работает там девятнадцать лет.\n",
	"koi8-r":       "Докеры прекращают забастовку\n\nДокеры порта в пятницу проголосовали за прекращение забастовки, и краны снова заработают в понедельник утром, сообщил их профсоюз после встречи с руководством порта.\n",
	"iso-8859-7":   "Οι λιμενεργάτες τερματίζουν την απεργία\n\nΟι λιμενεργάτες ψήφισαν την Παρασκευή τη λήξη της απεργίας τους και οι γερανοί θα κινηθούν ξανά τη Δευτέρα το πρωί, ανακοίνωσε το σωματείο τους μετά τη συνάντηση με τη διοίκηση του λιμανιού.\n",
	"shift_jis":    "港湾労働者がストライキを終える\n\n港の労働者は金曜日にストライキの終了を投票で決め、クレーンは月曜日の朝に再び動き出すと、労働組合が会議の後に発表した。\n\n「私たちは疲れたが、何かを勝ち取った」と李波さんは語った。\n",
	"euc-jp":       "港湾労働者がストライキを終える\n\n港の労働者は金曜日にストライキの終了を投票で決め、クレーンは月曜日の朝に再び動き出すと、労働組合が会議の後に発表した。\n\n「私たちは疲れたが、何かを勝ち取った」と李波さんは語った。\n",
	"gb18030":      "港口工人投票结束罢工\n\n港口工人周五投票决定结束罢工，起重机将于周一重新运转，工会当晚在市政厅举行的新闻发布会上宣布了这一消息，并感谢市民的耐心与支持。\n\n“我们累了，”在东码头工作了十九年的李波说。\n",
	"big5":         "港口工人投票結束罷工\n\n港口工人週五投票決定結束罷工，起重機將於週一重新運轉，工會當晚在市政廳舉行的新聞發佈會上宣佈了這一消息，並感謝市民的耐心與支持。\n\n「我們累了，」在東碼頭工作了十九年的李波說。\n",
	"euc-kr":       "항만 노동자들이 파업을 끝내다\n\n항만 노동자들은 금요일에 파업을 끝내기로 투표했으며 크레인은 월요일 아침에 다시 움직일 것이라고 노동조합이 회의가 끝난 뒤 발표했다.\n\n“우리는 지쳤다”고 십구 년 동안 일한 이보 씨가 말했다.\n",
}

func TestLegacyEncodingsAreRecognised(t *testing.T) {
	for label, text := range legacyArticles {
		want, err := readOne(t, "a.txt", text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := readOne(t, "a.txt", encode(t, label, text), Options{})
		if err != nil {
			t.Errorf("%s: %v", label, err)
			continue
		}
		if got.ID != want.ID || got.Meta[MetaEncoding] != label {
			t.Errorf("%s was read as %s: %.60q", label, got.Meta[MetaEncoding], got.Text)
		}
		// Named by the caller, it is not guessed.
		if got, err = readOne(t, "a.txt", encode(t, label, text), Options{Encoding: label}); err != nil || got.ID != want.ID || got.Meta[MetaEncoding] != label {
			t.Errorf("%s, named: %v", label, err)
		}
	}
}

func TestCopiesOfOneArticleAreOneDocument(t *testing.T) {
	text := legacyArticles["windows-1252"]
	want, err := readOne(t, "a.txt", text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) string {
		s, err := unicode.UTF16(e, bom).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	utf32le, err := utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	crlf := strings.ReplaceAll(text, "\n", "\r\n")
	for name, raw := range map[string]string{
		"CRLF":                  crlf,
		"CR":                    strings.ReplaceAll(text, "\n", "\r"),
		"U+2028":                strings.ReplaceAll(text, "\n", "\u2028"),
		"byte order mark":       "\ufeff" + text,
		"mark and CRLF":         "\ufeff" + crlf,
		"windows-1252 and CRLF": encode(t, "windows-1252", crlf),
		"UTF-16 LE":             utf16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16 BE":             utf16(unicode.BigEndian, unicode.UseBOM),
		"UTF-16 LE, no mark":    utf16(unicode.LittleEndian, unicode.IgnoreBOM),
		"UTF-16 BE, no mark":    utf16(unicode.BigEndian, unicode.IgnoreBOM),
		"UTF-32 LE":             utf32le,
		"zero bytes":            strings.Replace(text, "fin", "f\x00in", 1),
	} {
		got, err := readOne(t, "copy.txt", raw, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got.ID != want.ID {
			t.Errorf("%s is another document: %q", name, got.Text)
		}
	}
}

func TestTextIsNotComposed(t *testing.T) {
	doc := paste(t, "e\u0301 and é, \u200fשלום\u200f, 👩‍👩‍👧, a\u00adb")
	if doc.Text != "e\u0301 and é, \u200fשלום\u200f, 👩‍👩‍👧, a\u00adb" {
		t.Errorf("%q", doc.Text)
	}
}

func TestEnglishWithWindowsQuotes(t *testing.T) {
	text := strings.Repeat(lead+" ", 10) + "“We’re tired — but we won,” said Bo Li.\n"
	doc, err := readOne(t, "a.txt", encode(t, "windows-1252", text), Options{})
	if err != nil || doc.Text != text || doc.Meta[MetaEncoding] != "windows-1252" {
		t.Errorf("%v: %s", err, doc.Meta[MetaEncoding])
	}
}

func TestOneBadByteDoesNotSpoilUTF8(t *testing.T) {
	text := legacyArticles["windows-1251"]
	doc, err := readOne(t, "a.txt", strings.Replace(text, "порта", "порт\xd0", 1), Options{})
	if err != nil || doc.Text != strings.Replace(text, "порта", "порт\ufffd", 1) || doc.Meta[MetaDamaged] != "1" || doc.Meta[MetaEncoding] != "" {
		t.Errorf("%v: %v %.80q", err, doc.Meta, doc.Text)
	}
}

func TestDeclaredEncodingOfPages(t *testing.T) {
	page := `<!doctype html><html><head><meta charset="windows-1251"><title>Докеры</title></head><body><h1>Докеры</h1><p>Забастовка закончена.</p></body></html>`
	doc, err := readOne(t, "a.html", encode(t, "windows-1251", page), Options{})
	if err != nil || doc.Meta[MetaEncoding] != "windows-1251" || !strings.Contains(doc.Text, "Забастовка закончена.") {
		t.Errorf("%v: %v", err, doc)
	}
	// What is valid UTF-8 is UTF-8, whatever the page says.
	doc, err = readOne(t, "a.html", page, Options{})
	if err != nil || doc.Meta[MetaEncoding] != "" || !strings.Contains(doc.Text, "Забастовка закончена.") {
		t.Errorf("%v: %v", err, doc)
	}
}

func TestFilesThatAreNoText(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"a.txt":  {"%PDF-1.7\n%âãÏÓ", "a.txt: is a PDF file; save its text as .txt first"},
		"a.docx": {"PK\x03\x04\x14\x00", "a.docx: is a ZIP archive or an office document (.docx, .odt, .epub); save it as .txt or .html first"},
		"b":      {"\x01\x02\x03\x04\x05\x06\x07abc", "b: is not text; Quoth reads " + Kinds()},
		"c.txt":  {"", "c.txt: holds no text"},
	} {
		if _, err := readOne(t, name, c.raw, Options{}); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := readOne(t, "a.txt", "abc", Options{Encoding: "klingon"}); err == nil || !strings.Contains(err.Error(), `encoding "klingon" is not known`) {
		t.Error(err)
	}
	if _, err := readOne(t, "a.txt", strings.Repeat("a", 100), Options{MaxFile: 99}); err == nil || err.Error() != "a.txt: is larger than 99 bytes; split it into articles" {
		t.Error(err)
	}
}

func TestGuessingIsTheSameEveryTime(t *testing.T) {
	raw := []byte("caf\xe9, na\xefve, 5 \xb0C")
	_, first := guessEncoding(raw)
	for range 50 {
		if _, name := guessEncoding(raw); name != first {
			t.Fatalf("%s, then %s", first, name)
		}
	}
}

func TestCancelledReadingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	lines := bytes.Repeat([]byte(`{"text":"One article."}`+"\n"), 1000)
	n := 0
	var last error
	for _, err := range Read(ctx, Reader("a.jsonl", bytes.NewReader(lines)), Options{}) {
		if n++; n == 10 {
			cancel()
		}
		last = err
	}
	if n != 11 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d articles, then %v", n, last)
	}
}
