//go:build measure && linux && !headless

package ui

import (
	"fmt"
	"strings"
)

// What others take for the same work, so that a figure of ours says something: a news article grown to 6 kB with 40
// annotations, 60 kB with 500, 300 kB with 2,500 and 1 MB with 10,000, opened until the first frame that can be
// annotated is painted; one annotation more, from the input to its frame; a page further. Medians in ms, measured in
// November 2026 on Debian 12 with two cores and without a GPU, in windows of 1400 x 900: what runs in a browser in
// headless Chromium without a cap on frames; Tk and GTK by tags of their text widgets, Qt by a highlighter. They are of
// another time and machine than ours, so what counts is how often one goes into the other.

// peer is another program's or widget's figures: of 6 kB, 60 kB, 300 kB and 1 MB; 0 where it has none.
type peer struct {
	name     string
	open     [4]float64
	annotate [4]float64
	page     float64 // at 1 MB
	start    float64
	memory   string // with the article of 1 MB
}

var peers = []peer{
	{name: "Tk text", open: [4]float64{7, 9, 29, 59}, annotate: [4]float64{1.2, 1.6, 1.4, 1.3}, page: 5.4, start: 302, memory: "37 to 44"},
	{name: "Qt text edit", open: [4]float64{22, 21, 36, 78}, annotate: [4]float64{5.4, 5.6, 7, 5.9}, page: 8.6, start: 143, memory: "58 to 71 (at 300 kB)"},
	{name: "CodeMirror 6", open: [4]float64{31, 36, 44, 83}, annotate: [4]float64{14, 14, 14, 14}, page: 27},
	{name: "GTK text view", open: [4]float64{15, 20, 45, 148}, annotate: [4]float64{2.5, 2.6, 2.5, 2.3}, page: 9, start: 122},
	{name: "Monaco", open: [4]float64{79, 120, 133, 200}, page: 18},
	{name: "HTML mark", open: [4]float64{23, 39, 114, 382}, annotate: [4]float64{22, 32, 115, 382}},
	{name: "YEDDA", open: [4]float64{9, 28, 104, 418}, annotate: [4]float64{19, 46, 160, 599}, page: 4.3, start: 137},
	{name: "react-text-annotate", open: [4]float64{26, 80, 209, 738}, annotate: [4]float64{22, 43, 77, 248}, page: 12},
	{name: "ProseMirror", open: [4]float64{28, 66, 246, 762}},
	{name: "Recogito text-annotator", open: [4]float64{25, 54, 274, 2368}, annotate: [4]float64{85, 88, 92, 106}, page: 18},
	{name: "doccano", open: [4]float64{664, 775, 1312, 2595}, annotate: [4]float64{20, 22, 39, 127}, page: 88},
	{name: "poplar", open: [4]float64{87, 480, 4886, 60_601}, annotate: [4]float64{16, 58, 449, 5602}, page: 37},
	{name: "Recogito JS 1", open: [4]float64{34, 437, 3747, 42_630}},
	{name: "textae", open: [4]float64{99, 696, 65_504, 0}},
	{name: "Label Studio (npm, 2021)", open: [4]float64{188, 1462, 25_121, 0}, annotate: [4]float64{42, 247, 1197, 0}, memory: "3255 (at 300 kB)"},
	{name: "Chromium with one of these", memory: "990 to 1120"},
	{name: "Chromium alone", memory: "930"},
}

// besides returns what others take for what a row says; "" where that is not known.
func besides(what string) string {
	what = strings.TrimPrefix(what, "seen: ")
	of := func(p *peer) float64 {
		if what == "page "+extents[3].name {
			return p.page
		}
		if strings.HasPrefix(what, "start,") {
			return p.start
		}
		for i, e := range extents[:4] {
			switch what {
			case "open " + e.name:
				return p.open[i]
			case "mark a word " + e.name:
				return p.annotate[i]
			}
		}
		return 0
	}
	var all []string
	for i := range peers {
		p := &peers[i]
		if what == "memory "+extents[3].name {
			if p.memory != "" {
				all = append(all, p.name+" "+p.memory)
			}
		} else if ms := of(p); ms > 0 {
			all = append(all, fmt.Sprintf("%s %g", p.name, ms))
		}
	}
	return strings.Join(all, ", ")
}
