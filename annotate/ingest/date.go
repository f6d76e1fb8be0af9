package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// dateLine reports whether a line says when an article was published and nothing else: words such as
// "Published", days of the week, a date, a time. The date is ISO 8601 to the precision that is printed,
// with the offset from UTC where the zone leaves no doubt; "" where the order of day and month is in
// doubt, or where the line only says when the article was changed.
func dateLine(s string) (iso string, ok bool) {
	if !hasYear(s) || saysMore(s) {
		return "", false
	}
	rest, first := plainSpaces(s), ""
	for n := 0; n < 3; n++ {
		found, before, after, ok := findDate(rest)
		if !ok {
			if n == 0 {
				return "", false
			}
			break
		}
		if n == 0 && !saysChanged(before) {
			first = found
		}
		rest = before + " " + after
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(rest), func(r rune) bool { return !isWordRune(r) && r != '\'' && r != '’' }) {
		if !dateWords[w] {
			return "", false
		}
	}
	return first, true
}

func saysChanged(before string) bool {
	before = strings.ToLower(before)
	for _, w := range []string{"updated", "modified", "aktualisiert", "mis à jour", "modifié", "actualizado", "aggiornato", "atualizado", "обновлено", "更新"} {
		if strings.Contains(before, w) && !strings.Contains(before, "publi") {
			return true
		}
	}
	return false
}

// plainSpaces makes spaces of those at which lines do not break: French printers put them into dates and times.
func plainSpaces(s string) string {
	return strings.NewReplacer("\u00A0", " ", "\u202F", " ").Replace(s)
}

// saysMore reports whether a word of a line is certain to belong to no date, time or words beside them, so that
// the patterns, which are slow, need not be tried. It looks at words of one kind of letters alone: of
// others a pattern may take the beginning.
func saysMore(s string) bool {
	const least = 5 // letters; shorter words may be zones, and parts of them that patterns take
	start, runes, ascii, other := -1, 0, 0, 0
	foreign := func(end int) bool {
		return runes >= least && (ascii == runes || other == runes) && !maybeOfDate(strings.ToLower(s[start:end]))
	}
	for i, r := range s {
		if unicode.IsLetter(r) {
			if start < 0 {
				start, runes, ascii, other = i, 0, 0, 0
			}
			runes++
			switch {
			case r < utf8.RuneSelf:
				ascii++
			case r < 0x1100: // scripts that part words
				other++
			}
			continue
		}
		if start >= 0 && foreign(i) {
			return true
		}
		start = -1
	}
	return start >= 0 && foreign(len(s))
}

// maybeOfDate reports whether a word of five letters or more, in small letters, may stand in a date line. The
// patterns take the first four letters of a word for a zone, and "года" without looking on.
func maybeOfDate(word string) bool {
	if _, ok := monthPrefixes[word]; ok || dateWords[word] {
		return true
	}
	return strings.HasPrefix(word, "cest") || strings.HasPrefix(word, "mesz") || strings.HasPrefix(word, "года")
}

// hasYear reports whether there are four digits that may be a year, without which there is no date.
func hasYear(s string) bool {
	digit := func(c byte) bool { return '0' <= c && c <= '9' }
	for i := 0; i+3 < len(s); i++ {
		if (s[i] == '1' && s[i+1] == '9' || s[i] == '2' && s[i+1] == '0') && digit(s[i+2]) && digit(s[i+3]) {
			return true
		}
	}
	return false
}

// dateWords may stand beside a date without saying anything else.
var dateWords = wordSet(`
	published publication posted updated modified last first date dated created on at of the and time
	monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
	am pm a m p gmt utc est edt et мск cst cdt ct mst mdt mt pst pdt pt bst ist cet cest msk hkt jst z
	veröffentlicht erschienen aktualisiert stand am um uhr den der vom zuletzt
	montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
	publié publie mis mise à jour le la modifié lundi mardi mercredi jeudi vendredi samedi dimanche h
	publicado actualizado el las los a de del hora horas hrs lunes martes miércoles jueves viernes sábado domingo
	pubblicato aggiornato il alle ore lunedì martedì mercoledì giovedì venerdì sabato domenica
	em às atualizado segunda terça quarta quinta sexta feira gepubliceerd op om uur maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
	publicerad publisert kl klokken måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
	opublikowano dnia godz poniedziałek wtorek środa czwartek piątek sobota niedziela r
	опубликовано обновлено дата в г года понедельник вторник среда четверг пятница суббота воскресенье
	发布 發布 发布时间 發佈 时间 更新 星期一 星期二 星期三 星期四 星期五 星期六 星期日 周一 周二 周三 周四 周五 周六 周日 公開 入力 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 입력 수정`)

// months are the names of the months in the languages of most news, in small letters.
var months = [12]string{
	"january januar janvier enero gennaio janeiro januari styczeń stycznia января січня ocak",
	"february februar février febrero febbraio fevereiro februari luty lutego февраля лютого şubat",
	"march märz mars marzo março maart marts marzec marca марта березня mart",
	"april avril abril aprile kwiecień kwietnia апреля квітня nisan",
	"may mai mayo maggio maio mei maj maja мая травня mayıs",
	"june juni juin junio giugno junho czerwiec czerwca июня червня haziran",
	"july juli juillet julio luglio julho lipiec lipca июля липня temmuz",
	"august août agosto augustus augusti sierpień sierpnia августа серпня ağustos",
	"september septembre septiembre settembre setembro wrzesień września сентября вересня eylül",
	"october oktober octobre octubre ottobre outubro październik października октября жовтня ekim",
	"november novembre noviembre novembro listopad listopada ноября листопада kasım",
	"december dezember décembre diciembre dicembre dezembro desember grudzień grudnia декабря грудня aralık",
}

var monthNames = func() map[string]time.Month {
	names := map[string]time.Month{}
	for i, list := range months {
		for _, name := range strings.Fields(list) {
			names[name] = time.Month(i + 1)
		}
	}
	return names
}()

// month returns the month that a word names, whole or shortened to three letters or more; 0 if it
// names none, or if the short form could be two.
func month(word string) time.Month {
	word = strings.TrimSuffix(strings.ToLower(word), ".")
	if m := monthNames[word]; m > 0 {
		return m
	}
	return monthPrefixes[word]
}

// monthPrefixes has what names of months begin with, three letters or more, and 0 where that may be two months.
var monthPrefixes = func() map[string]time.Month {
	prefixes := map[string]time.Month{}
	for name, m := range monthNames {
		letters := 0
		for i := range name + " " {
			if letters++; letters <= 3 {
				continue
			}
			switch known, ok := prefixes[name[:i]]; {
			case !ok:
				prefixes[name[:i]] = m
			case known != m:
				prefixes[name[:i]] = 0
			}
		}
	}
	return prefixes
}()

var (
	dayMonthYear = regexp.MustCompile(`(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s,/-]+(?:of |de |d['’])?(\p{L}{3,}\.?),?[\s/-]+(?:de |del )?((?:19|20)\d\d)`)
	monthDayYear = regexp.MustCompile(`(\p{L}{3,}\.?)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)`)
	yearFirst    = regexp.MustCompile(`((?:19|20)\d\d)([-/.]|\s?年\s?|년\s?)(\d{1,2})(?:[-/.]|\s?月\s?|월\s?)(\d{1,2})(?:\s?[日일])?`)
	numeric      = regexp.MustCompile(`(\d{1,2})([./-])(\d{1,2})[./-]((?:19|20)\d\d)`)

	clock = regexp.MustCompile(`(?i)^(?:\s*(?:г\.|года))?[\s,|–—-]*(?:at |um |kl\.? |klokken |à |a las |alle |alle ore |às |om |в |t)?\s*(\d{1,2})(?:(?:[:.時时点]|\s?h)\s?(\d{2}))?分?(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?\s?m\.?(?:\b|$))?\s*(?:uhr\b|hrs\b|h\b|uur\b|ore\b)?\s*(z\b|[+-]\d{2}:?\d{2}|\p{L}{2,4})?`)
)

// findDate finds the first full date of a text, with the time that follows it.
func findDate(s string) (iso, before, after string, ok bool) {
	if !hasYear(s) {
		return "", "", "", false
	}
	return matchDate(s)
}

func matchDate(s string) (iso, before, after string, ok bool) {
	var year, mon, day, from, to int
	doubtful := false
	if m := dayMonthYear.FindStringSubmatchIndex(s); m != nil {
		mon = int(month(s[m[4]:m[5]]))
		day, year, from, to = atoi(s[m[2]:m[3]]), atoi(s[m[6]:m[7]]), m[0], m[1]
	}
	if mon == 0 {
		if m := monthDayYear.FindStringSubmatchIndex(s); m != nil {
			mon = int(month(s[m[2]:m[3]]))
			day, year, from, to = atoi(s[m[4]:m[5]]), atoi(s[m[6]:m[7]]), m[0], m[1]
		}
	}
	if mon == 0 {
		if m := yearFirst.FindStringSubmatchIndex(s); m != nil {
			year, mon, day, from, to = atoi(s[m[2]:m[3]]), atoi(s[m[6]:m[7]]), atoi(s[m[8]:m[9]]), m[0], m[1]
		} else if m := numeric.FindStringSubmatchIndex(s); m != nil {
			day, mon, year, from, to = atoi(s[m[2]:m[3]]), atoi(s[m[6]:m[7]]), atoi(s[m[8]:m[9]]), m[0], m[1]
			// With points the day comes first everywhere; with other marks it depends on the country.
			if s[m[4]:m[5]] != "." {
				doubtful = day <= 12 && mon <= 12 && day != mon
				if mon > 12 {
					day, mon = mon, day
				}
			}
		}
	}
	if !isDay(year, mon, day) || !standsAlone(s, from, to) {
		return "", "", "", false
	}
	iso = fmt.Sprintf("%04d-%02d-%02d", year, mon, day)
	time, n := timeOfDay(s[to:])
	if doubtful {
		iso = ""
	} else {
		iso += time
	}
	return iso, s[:from], s[to+n:], true
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

func isDay(year, mon, day int) bool {
	if mon < 1 || mon > 12 || day < 1 {
		return false
	}
	return time.Date(year, time.Month(mon), day, 0, 0, 0, 0, time.UTC).Day() == day
}

// standsAlone reports whether no digit touches s[from:to].
func standsAlone(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return !unicode.IsDigit(before) && !unicode.IsDigit(after)
}

// zones are the abbreviations of time zones that mean one offset in the news. ET, CT and PT are not
// among them: their offset depends on the season.
var zones = map[string]string{
	"z": "Z", "gmt": "Z", "utc": "Z", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00",
	"est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
	"msk": "+03:00", "мск": "+03:00", "jst": "+09:00", "hkt": "+08:00", "kst": "+09:00",
}

// timeOfDay reads the time that follows a date, as "T10:14+01:00", and returns how many bytes of s it took.
func timeOfDay(s string) (iso string, length int) {
	m := clock.FindStringSubmatchIndex(s)
	if m == nil {
		return "", 0
	}
	group := func(n int) string {
		if m[2*n] < 0 {
			return ""
		}
		return s[m[2*n]:m[2*n+1]]
	}
	hour, half := atoi(group(1)), strings.ToLower(group(4))
	if group(2) == "" && half == "" {
		return "", 0
	}
	if half != "" {
		hour %= 12
		if half[0] == 'p' {
			hour += 12
		}
	}
	minute, second := atoi(group(2)), atoi(group(3))
	if hour > 23 || minute > 59 || second > 59 {
		return "", 0
	}
	iso = fmt.Sprintf("T%02d:%02d", hour, minute)
	if group(3) != "" {
		iso += fmt.Sprintf(":%02d", second)
	}
	zone := strings.ToLower(group(5))
	switch offset := zones[zone]; {
	case offset != "":
		iso += offset
	case zone != "" && (zone[0] == '+' || zone[0] == '-'):
		if !strings.Contains(zone, ":") {
			zone = zone[:3] + ":" + zone[3:]
		}
		iso += zone
	case zone != "": // a word that is no zone we know stays in the text
		return iso, m[10]
	}
	return iso, m[1]
}

// dateValue reads a date that stands alone in a field or an attribute, in any of the usual notations.
// It returns ISO 8601, or "" if it is no date or leaves doubt.
func dateValue(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 100 {
		return ""
	}
	if _, err := time.Parse(time.RFC3339, s); err == nil {
		return s
	}
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, time.RFC822Z, time.RFC850} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return unixDate(n)
	}
	iso, ok := dateLine(s)
	if !ok {
		return ""
	}
	return iso
}

// unixDate reads seconds or milliseconds since 1970, of the years 1990 to 2100.
func unixDate(n int64) string {
	const from, to = 631152000, 4102444800
	switch {
	case n >= from && n < to:
		return time.Unix(n, 0).UTC().Format(time.RFC3339)
	case n >= from*1000 && n < to*1000:
		return time.UnixMilli(n).UTC().Format(time.RFC3339)
	}
	return ""
}
