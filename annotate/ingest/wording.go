package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is what the words of a short line say that it is, wherever it stands.
type label int

const (
	noLabel       label = iota
	isDate              // "Published 28 September 2025, 10:14 BST"
	isReadingTime       // "5 min read"
	isByline            // "By Ana Díaz and Bo Li, Reuters"
	isShare             // a tool of the page: "Share", "Advertisement"
	isEnding            // a heading under which the page lists sources or other articles: "Sources"
	isNotice            // a copyright, a credit
	isRule              // no letter and no digit
)

// wording is what a short line says of itself.
type wording struct {
	label       label
	authors     string // as printed, without "By"
	readingTime string // as printed
	date        string // ISO 8601
}

// widestWording is the most columns of a line whose words are looked at.
const widestWording = 160

// readWording reads a short line. A line with several parts ("By Ana Díaz | 28 September 2025 | 5
// min read") is something only if each of its parts is.
func readWording(s string) wording {
	if strings.IndexFunc(s, isWordRune) < 0 {
		return wording{label: isRule}
	}
	if w := readPart(s); w.label != noLabel {
		return w
	}
	var all wording
	for rest, more := s, true; more; {
		text := rest
		at := parting(rest)
		switch {
		case at != nil:
			text, rest = rest[:at[0]], rest[at[1]:]
		case len(rest) == len(s):
			return wording{}
		default:
			more = false
		}
		w := readPart(strings.TrimSpace(text))
		if w.label == noLabel {
			return wording{}
		}
		if all.label == noLabel || w.label == isByline {
			all.label = w.label
		}
		if all.authors == "" {
			all.authors = w.authors
		}
		if all.readingTime == "" {
			all.readingTime = w.readingTime
		}
		if all.date == "" {
			all.date = w.date
		}
	}
	return all
}

var partSeparators = regexp.MustCompile(`\s*[|·•‧\n]\s*|\s+[–—/-]\s+|\t+`)

// parting returns where the first separator of parts begins and ends; nil where there is none.
func parting(s string) []int {
	for i, r := range s {
		switch r {
		case '|', '\n', '\t', '·', '•', '‧':
			return partSeparators.FindStringIndex(s)
		case '–', '—', '/', '-':
			if i > 0 && s[i-1] <= ' ' {
				return partSeparators.FindStringIndex(s)
			}
		}
	}
	return nil
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func readPart(s string) wording {
	bare := strings.ToLower(strings.Trim(oneLine(s), " .:…→›»>*_[]()"))
	switch {
	case endingWords[bare]:
		return wording{label: isEnding}
	case toolWords[bare]:
		return wording{label: isShare}
	case isNoticeText(s, bare):
		return wording{label: isNotice}
	}
	if hasDigit(s) {
		if beginsReadingTime(bare) && readingTime.MatchString(bare) {
			return wording{label: isReadingTime, readingTime: oneLine(s)}
		}
		if iso, ok := dateLine(s); ok {
			return wording{label: isDate, date: iso}
		}
	}
	if names, date, ok := bylineNames(s); ok {
		return wording{label: isByline, authors: names, date: date}
	}
	return wording{}
}

// beginsReadingTime reports whether a line begins as all do that readingTime matches: with a digit or one of its words.
func beginsReadingTime(bare string) bool {
	r, _ := utf8.DecodeRuneInString(bare)
	return strings.ContainsRune("0123456789rtldcчво阅閱读読", r)
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

// readingTime matches the reading times of lower-case lines: a number of minutes with a word for reading.
var readingTime = regexp.MustCompile(`^(?:` +
	`\d{1,3}(?:\s?[–-]\s?\d{1,3})?[\s-]?(?:min(?:ute|utes|uten|uter|utos|uti|utter|uty|ut|s)?|мин(?:ут[аы]?)?|dk|dakika|perc)\.?,?[\s-](?:to |de |di |d['’]\s?|om te |zu )?(?:read(?:ing)?(?: time)?|lecture|lectura|leitura|lettura|lesezeit|lesen|leestijd|lezen|läsning|lästid|lesning|lesetid|læsning|læsetid|czytania|чтения|okuma(?: süresi)?|olvasás)` +
	`|(?:reading time|read time|time to read|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|leestijd|lästid|lesetid|læsetid|czas czytania|время чтения|час читання|okuma süresi|阅读时间|閱讀時間|读完需|読了時間)\s?[:：]?\s*(?:ca\.? |about |approx\.? |environ |约|約)?\d{1,3}\s?(?:min[\p{L}]*|мин[\p{L}]*|хв|dk|dakika|分钟|分鐘|分)\.?` +
	`|\d{1,3}\s?(?:分钟|分鐘|分)(?:阅读|閱讀|读完|で読めます)` +
	`)$`)

// bylinePrefix matches the words before the authors. Group 1 are those that are also common words,
// after which every word must be a name.
var bylinePrefix = regexp.MustCompile(`^(?:` +
	`((?i:by)|Von|VON|Par|PAR|Por|POR|Di|De|Da|Door|Af|Av|От|Przez)\s+` +
	`|(?i:story by|words by|written by|reported by|reporting by|report by|text by|analysis by|opinion by|posted by|author|authors|autor|autorin|autoren|autore|auteur|auteurs|autores|autora|text|tekst|texte|testo|redaktion|автор|авторы|текст|yazan)(?:\s*[:：]\s*|\s+)` +
	`|(?:بقلم|نوشته|به قلم)(?:\s*[:：]\s*|\s+)|(?:إعداد|كتبت?|تقرير|نویسنده)\s*[:：]\s*|מאת(?:\s*[:：]\s*|\s+)` +
	`|(?:作者|记者|記者|文|撰文|编辑|기자)\s*[:：/／|]\s*|(?:本报记者|本報記者|记者|記者)\s*)`)

// bylineBeginnings has the first two letters of the words before authors, in small letters.
var bylineBeginnings = func() map[[2]rune]bool {
	beginnings := map[[2]rune]bool{}
	for _, word := range strings.Fields("by von par por di de da door af av от przez story words written reported report text analysis opinion posted author autor redaktion автор текст yazan بقلم نوشته به إعداد كتب تقرير نویسنده מאת 作者 记者 記者 撰文 编辑 기자 本报 本報") {
		letters := []rune(word)
		beginnings[[2]rune{letters[0], letters[1]}] = true
	}
	return beginnings
}()

// beginsByline reports whether a line begins as all do that bylinePrefix matches.
func beginsByline(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	small := func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) } // of the long s, too
	return first == '文' || bylineBeginnings[[2]rune{small(first), small(second)}]
}

// nameParticles are the words in small letters that stand in or between names.
var nameParticles = wordSet(`and & und et y e i и og och en con mit with avec
	de del della di da do dos das du des la le van von der den ten ter zu zum af av al el bin ibn ben abu
	in à au aux em à for für pour para per from aus the dell’ d’ of at`)

// bylineNames returns the authors of a byline such as "By Ana Díaz and Bo Li, Reuters", as printed,
// and the date if one follows them.
func bylineNames(s string) (names, date string, ok bool) {
	s = strings.Trim(oneLine(s), " ()[]*_")
	if !beginsByline(s) {
		return "", "", false
	}
	return matchByline(s)
}

func matchByline(s string) (names, date string, ok bool) {
	m := bylinePrefix.FindStringSubmatch(s)
	if m == nil {
		return "", "", false
	}
	rest := s[len(m[0]):]
	if hasDigit(rest) {
		if iso, before, after, found := findDate(rest); found && strings.Trim(after, " .,;:|") == "" {
			rest, date = strings.TrimRight(before, " ,;:|(–—-"), iso
		}
	}
	if i := strings.IndexByte(rest, ';'); i > 0 {
		rest = rest[:i] // "Reporting by …; Editing by …"
	}
	rest = strings.TrimSuffix(rest, ".")
	words := strings.FieldsFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",/|()", r) })
	if len(words) == 0 || len(words) > 24 {
		return "", "", false
	}
	capitals := 0
	for _, w := range words {
		switch {
		case isName(w):
			capitals++
		case nameParticles[strings.ToLower(w)]:
		case strings.Contains(w, "@"):
		default:
			return "", "", false
		}
	}
	if len(words) > 8 && !strings.ContainsFunc(rest, unicode.IsUpper) {
		return "", "", false // in a script without capitals any word could be a name; so many are a sentence
	}
	// "Von Anfang" and "By Christmas" are headings: a name after such a word has two parts, or capitals.
	if m[1] != "" && capitals < 2 && !isUpper(rest) && !(len(words) == 1 && strings.EqualFold(m[1], "by") && len(rest) > 2 && isUpper(s)) {
		return "", "", false
	}
	return rest, date, capitals > 0
}

// isName reports whether a word begins as names do: with a capital, or in a script that has none.
// A small prefix may come before it: "al-Sayed", "d’Arc", "O’Neill".
func isName(w string) bool {
	for _, r := range w {
		switch {
		case unicode.IsUpper(r):
			return true
		case unicode.IsDigit(r), strings.ContainsRune("!?:", r):
			return false
		case unicode.IsLetter(r) && !unicode.IsLower(r):
			return true
		}
	}
	return false
}

func isNoticeText(s, bare string) bool {
	if r, _ := utf8.DecodeRuneInString(s); r == '©' || strings.Contains(s, ":") && captionCredit.MatchString(s) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(bare)
	for _, p := range noticePrefixes[first] {
		if strings.HasPrefix(bare, p) {
			return true
		}
	}
	return false
}

// captionCredit matches the credit at the end of a caption: "The harbour at night. Image: Ana Díaz."
var captionCredit = regexp.MustCompile(`(?i)\s(?:image|photo|photograph|picture|foto|bild)(?: credit)?: ?(?:[^\s.]+\s?){1,6}\.?$`)

// noticePrefixes are what notices begin with, in small letters, by their first.
var noticePrefixes = byFirst([]string{
	"copyright ", "(c) ", "all rights reserved", "photo:", "photos:", "photograph:", "image:", "images:", "picture:", "photo by ", "image credit", "photo credit", "foto:", "fotos:", "bild:", "quelle:", "crédit photo", "crédits", "photo :", "© ", "фото:", "图片来源", "圖片來源", "写真:",
	"follow us on ", "sign up for ", "sign up to ", "subscribe to ", "read more:", "read also:", "see also:", "also read:", "more on this story", "related:", "download our ", "join our ", "lesen sie auch", "lire aussi", "à lire aussi", "lea también", "lee también", "leggi anche", "leia também", "lees ook", "читайте также",
})

func byFirst(all []string) map[rune][]string {
	by := map[rune][]string{}
	for _, s := range all {
		r, _ := utf8.DecodeRuneInString(s)
		by[r] = append(by[r], s)
	}
	return by
}

// toolWords are the whole lines that belong to the tools of a page, in small letters.
var toolWords = lineSet(`
	share|share this|share this article|share this story|share article|share on facebook|share on twitter|share on x|copy link|email|e-mail|print|print this page|save|bookmark|gift this article|comment|comments|leave a comment|add comment|advertisement|advertisements|ad|sponsored|sponsored content|story continues below advertisement|article continues below|continue reading|skip to content|skip to main content|listen|listen to this article|listen to article|subscribe|subscribe now|sign in|log in|sign up|register|newsletter|follow|follow us|read more|show more|load more|back to top|menu|search|cookie settings|facebook|twitter|whatsapp|linkedin|telegram|breaking news|live updates
	teilen|artikel teilen|drucken|anzeige|werbung|kommentare|merken|zur startseite|mehr lesen|weiterlesen|artikel anhören|abonnieren
	partager|partager cet article|imprimer|publicité|commentaires|lire la suite|écouter l'article|écouter l’article|s'abonner|s’abonner|réagir
	compartir|imprimir|publicidad|comentarios|leer más|seguir leyendo|condividi|stampa|pubblicità|commenti|compartilhar|publicidade|comentários|delen|advertentie|afdrukken|dela|annons|annonse|del|reklama|udostępnij
	поделиться|реклама|комментарии|распечатать|分享|广告|廣告|评论|シェア|広告|印刷|공유|광고`)

// endingWords head what the page lists after the article, in small letters.
var endingWords = lineSet(`
	sources|source|references|external links|further reading|related|related articles|related stories|related news|related topics|related content|more on this|more on this story|more from|most read|most popular|trending|recommended|recommended for you|you may also like|you might also like|read next|up next|tags|topics|see also|sister links|share this
	quellen|quelle|weblinks|mehr zum thema|themen|einzelnachweise|das könnte sie auch interessieren|schlagwörter
	sur le même sujet|à lire aussi|articles liés|références|mots-clés|fuentes|fuente|referencias|relacionados|noticias relacionadas|etiquetas|fonti|fonte|fontes|articoli correlati|leia também|bronnen|lees ook|källor|kilder|źródła|źródło
	источники|источник|ссылки|читайте также|материалы по теме|来源|來源|参考资料|相关新闻|相關新聞|出典|関連記事|관련기사`)

// sectionWords are the words that sections of newspapers are named by, in small letters.
var sectionWords = wordSet(`
	world news politics business economy economics markets money finance sport sports football opinion comment analysis culture arts entertainment science technology tech health environment climate travel education society local national international europe asia africa americas africa uk us usa europe middle east latin america life lifestyle style food media law crime weather exclusive live breaking update updates feature features interview explainer investigation editorial obituary magazine review reviews
	politik wirtschaft ausland inland kultur sport wissen panorama meinung gesellschaft nachrichten
	monde politique économie international société culture france actualité
	mundo política economía sociedad cultura deportes internacional mondo politica economia cronaca esteri
	политика экономика мир общество культура спорт новости в`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

func lineSet(lines string) map[string]bool {
	set := map[string]bool{}
	for _, l := range strings.FieldsFunc(lines, func(r rune) bool { return r == '|' || r == '\n' }) {
		set[strings.TrimSpace(l)] = true
	}
	delete(set, "")
	return set
}
