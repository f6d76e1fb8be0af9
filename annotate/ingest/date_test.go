package ingest

import "testing"

func TestDateLines(t *testing.T) {
	for _, c := range []struct{ line, iso string }{
		{"Published 28 September 2025, 10:14 BST", "2025-09-28T10:14+01:00"},
		{"Sunday, September 28, 2025", "2025-09-28"},
		{"Sept. 28, 2025, at 6:05 p.m. ET", "2025-09-28T18:05"},
		{"Sep 28, 2025 12:30 am EST", "2025-09-28T00:30-05:00"},
		{"Published on 2025-09-28T10:14:05Z", "2025-09-28T10:14:05Z"},
		{"2025-09-28 10:14 +0200", "2025-09-28T10:14+02:00"},
		{"28.09.2025 | 10:14 Uhr", "2025-09-28T10:14"},
		{"Veröffentlicht am 3. März 2025", "2025-03-03"},
		{"Publié le 28 septembre 2025 à 10h14, mis à jour le 29 septembre 2025 à 9h00", "2025-09-28T10:14"},
		{"Publié le 28 septembre 2025 à 10 h 14", "2025-09-28T10:14"},
		{"Publié le 28\u00a0septembre 2025 à 10\u202fh\u00a014", "2025-09-28T10:14"},
		{"28 de septiembre de 2025", "2025-09-28"},
		{"28 сентября 2025 г., 10:14", "2025-09-28T10:14"},
		{"2025年9月28日 10:14", "2025-09-28T10:14"},
		{"2025년 9월 28일", "2025-09-28"},
		{"(Friday 28th February 2025)", "2025-02-28"},
		{"09/28/2025", "2025-09-28"},
		{"05/04/2025", ""},                // the fourth or the fifth
		{"Updated 28 September 2025", ""}, // not when it was published
	} {
		if iso, ok := dateLine(c.line); !ok || iso != c.iso {
			t.Errorf("%q is %q, %v; want %q", c.line, iso, ok, c.iso)
		}
	}
}

func TestSentencesWithADateAreNoDateLines(t *testing.T) {
	for _, line := range []string{"Elections of 28 September 2025", "On 28 September 2025 he left", "31 February 2025", "Route 66, 2025", "28 Bananas 2025", "September 2025", "1128 September 2025", ""} {
		if iso, ok := dateLine(line); ok {
			t.Errorf("%q is %q", line, iso)
		}
	}
}

func TestDateValues(t *testing.T) {
	for _, c := range []struct{ value, iso string }{
		{"2025-09-28", "2025-09-28"},
		{"2025-09-28T10:14:05+02:00", "2025-09-28T10:14:05+02:00"},
		{"Sun, 28 Sep 2025 10:14:05 +0000", "2025-09-28T10:14:05Z"},
		{"1759054445", "2025-09-28T10:14:05Z"},
		{"1759054445000", "2025-09-28T10:14:05Z"},
		{"2025-09-28 10:14:05", "2025-09-28T10:14:05"},
		{"yesterday", ""},
		{"17", ""},
	} {
		if got := dateValue(c.value); got != c.iso {
			t.Errorf("%q is %q, want %q", c.value, got, c.iso)
		}
	}
}

func TestReadingTimes(t *testing.T) {
	for _, line := range []string{"5 min read", "5-minute read", "12 minutes to read", "Reading time: 4 minutes", "3 min de lecture", "Temps de lecture : 3 min", "Lesezeit: 3 Minuten", "4 Min. Lesezeit", "Tiempo de lectura: 4 min",
		"Tempo di lettura: 2 minuti", "Время чтения: 5 мин", "5 минут чтения", "阅读时间：5分钟", "5分钟阅读", "Lästid 3 min", "3 dk okuma"} {
		if w := readWording(line); w.label != isReadingTime || w.readingTime != line {
			t.Errorf("%q is %+v", line, w)
		}
	}
	for _, line := range []string{"5 minutes later", "A 5 min read of the law is enough", "min read"} {
		if w := readWording(line); w.label == isReadingTime {
			t.Errorf("%q is a reading time", line)
		}
	}
}

func TestBylines(t *testing.T) {
	for _, c := range []struct{ line, names string }{
		{"By Ana Díaz and Bo Li, Reuters", "Ana Díaz and Bo Li, Reuters"},
		{"By Ana Díaz in Moscow and Jan van der Berg in Paris", "Ana Díaz in Moscow and Jan van der Berg in Paris"},
		{"BY ANA DÍAZ", "ANA DÍAZ"},
		{"By REUTERS", "REUTERS"},
		{"Von Ana Díaz", "Ana Díaz"},
		{"Par Jeanne d’Arc avec AFP", "Jeanne d’Arc avec AFP"},
		{"Por Ana Díaz y Bo Li", "Ana Díaz y Bo Li"},
		{"Written by: Ana Díaz", "Ana Díaz"},
		{"Text: Ana Díaz", "Ana Díaz"},
		{"Автор: Анна Диас", "Анна Диас"},
		{"记者：李波", "李波"},
		{"By Ana Díaz, 28 September 2025", "Ana Díaz"},
		{"By Omar al-Sayed", "Omar al-Sayed"},
	} {
		if w := readWording(c.line); w.label != isByline || w.authors != c.names {
			t.Errorf("%q is %+v, want %q", c.line, w, c.names)
		}
	}
	for _, line := range []string{"By midnight the crowd had left", "By Christmas", "Von der Leyen wins a second term", "Por fin termina la huelga", "De oorlog is voorbij", "Di Maio resigns", "Text messages reveal all"} {
		if w := readWording(line); w.label == isByline {
			t.Errorf("%q is a byline of %q", line, w.authors)
		}
	}
}
