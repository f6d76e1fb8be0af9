package offset_test

import (
	"runtime"
	"strings"
	"testing"

	"quoth/annotate/offset"
)

var megabytes = map[string]string{
	"English": fill("The president’s spokesman said on Sept. 28 that U.S. talks “remain open.” A face-to-face meeting would follow.\n\n"),
	"ASCII":   fill("The spokesman said on Sept. 28 that U.S. talks \"remain open.\" A face-to-face meeting would follow.\n\n"),
	"Chinese": fill("习近平在东京说：“会谈仍然开放。”各方将于九月举行面对面的会晤。"),
	"Hebrew":  fill("הנשיא אמר ביום ראשון כי השיחות נמשכות. צה״ל הודיע על כך.\n\n"),
	"emoji":   fill("👩‍👩‍👧‍👦👍🏽🇸🇪"),
}

func fill(s string) string { return strings.Repeat(s, 1<<20/len(s)) }

func BenchmarkBuild(b *testing.B) {
	for name, text := range megabytes {
		for kind, ask := range map[string]func(*offset.Table){
			"units":     func(t *offset.Table) { t.RuneCount() },
			"graphemes": func(t *offset.Table) { t.NextGrapheme(0) },
			"words":     func(t *offset.Table) { t.NextWord(0) },
			"sentences": func(t *offset.Table) { t.NextSentence(0) },
		} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				kept := 0.0
				for b.Loop() {
					tab := offset.New(text)
					ask(tab)
				}
				before := heap()
				tab := offset.New(text)
				ask(tab)
				kept = float64(heap() - before)
				runtime.KeepAlive(tab)
				b.ReportMetric(kept/1024, "kept-KiB")
			})
		}
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func BenchmarkAsk(b *testing.B) {
	for _, name := range []string{"English", "Chinese", "emoji"} {
		text := megabytes[name]
		tab := offset.New(text)
		runes := tab.RuneCount()
		for kind, ask := range map[string]func(int){
			"Runes":        func(p int) { tab.Runes(p) },
			"FromRunes":    func(p int) { tab.FromRunes(p % runes) },
			"UTF16":        func(p int) { tab.UTF16(p) },
			"FromUTF16":    func(p int) { tab.FromUTF16(p % runes) },
			"IsGrapheme":   func(p int) { tab.IsGrapheme(p) },
			"NextGrapheme": func(p int) { tab.NextGrapheme(p) },
			"WordAt":       func(p int) { tab.WordAt(p) },
			"PrevWord":     func(p int) { tab.PrevWord(p) },
			"SentenceAt":   func(p int) { tab.SentenceAt(p) },
		} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				p := 0
				ask(p)
				for b.Loop() {
					p = (p + 7919) % len(text)
					ask(p)
				}
			})
		}
	}
}
