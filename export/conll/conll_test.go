package conll_test

import (
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/conll"
	"quoth/export/formats"
	"quoth/export/formattest"
)

func with(t *testing.T, choices map[string]string) *export.Format {
	f, err := conll.Format.With(choices)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestLaws(t *testing.T) {
	for _, scheme := range []string{conll.IOB1, conll.IOB2, conll.IOBES} {
		formattest.Laws(t, with(t, map[string]string{"scheme": scheme, "kinds": "all"}))
	}
	formattest.Laws(t, with(t, map[string]string{"columns": "2", "align": "contract"}))
}

func TestPlaces(t *testing.T) { formattest.Places(t, conll.Format) }

// article has two persons side by side, and one alone.
func article() *export.Record {
	text := "Ana Díaz Ben met Li. Ana left."
	mark := func(id, words string, from int) *annotate.Annotation {
		at := from + strings.Index(text[from:], words)
		return &annotate.Annotation{ID: annotate.ID(id), Type: "person", Spans: []annotate.Span{{Start: at, End: at + len(words)}}}
	}
	return &export.Record{Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text}, Annotations: []*annotate.Annotation{
		mark("1", "Ana Díaz", 0), mark("2", "Ben", 0), mark("3", "Li", 0), mark("4", "Ana", 20),
	}}
}

func TestSchemesOfTags(t *testing.T) {
	for scheme, want := range map[string]string{
		conll.IOB2:  "B I B O B O B O O",
		conll.IOB1:  "I I B O I O I O O",
		conll.IOBES: "B E S O S O S O O",
	} {
		f := with(t, map[string]string{"scheme": scheme, "columns": "2"})
		data := string(formattest.WriteFiles(t, f, []*export.Record{article()}, export.Options{Schema: formattest.Schema()})[""])
		var tags []string
		for _, line := range strings.Split(data, "\n")[2:] {
			if _, tag, ok := strings.Cut(line, " "); ok {
				tags = append(tags, tag[:1])
			}
		}
		if got := strings.Join(tags, " "); got != want {
			t.Errorf("%s: %s, want %s\n%s", scheme, got, want, data)
		}
		read := formattest.Collect(t, f.Read(t.Context(), "x", strings.NewReader(data)))
		if len(read[0].Annotations) != 4 || read[0].Document.Text != "Ana Díaz Ben met Li .\nAna left ." {
			t.Errorf("%s: %q %+v", scheme, read[0].Document.Text, read[0].Annotations)
		}
	}
}

func TestFileOfTheSharedTask(t *testing.T) {
	const data = "-DOCSTART- -X- O O\n\nU.N. NNP I-NP I-ORG\nofficial NN I-NP O\nEkeus NNP I-NP I-PER\nheads VBZ I-VP O\nfor IN I-PP O\nBaghdad NNP I-NP I-LOC\n. . O O\n\n" +
		"-DOCSTART- -X- O O\n\nRare NNP I-NP I-PER\nHendrix NNP I-NP I-PER\nsong NN I-NP O\n"
	f, r, err := formats.All.Detect("eng.testa", strings.NewReader(data))
	if err != nil || f.Name != "conll" {
		t.Fatalf("%v, %v", f, err)
	}
	read := formattest.Collect(t, f.Read(t.Context(), "x", r))
	if len(read) != 2 || len(read[0].Annotations) != 3 || read[1].Document.Surface(read[1].Annotations[0].Spans) != "Rare Hendrix" || read[1].Annotations[0].Type != "PER" {
		t.Errorf("%+v", read)
	}
	for _, text := range []string{"They said O\nand left O\n", "One word\n", "# O\n\nText. B-52\n"} {
		if f, _, err := formats.All.Detect("a.txt", strings.NewReader(text)); err == nil {
			t.Errorf("%q is taken for %s", text, f.Name)
		}
	}
}

func TestWhatIsLeftOutIsSaid(t *testing.T) {
	r := formattest.Records().Example(7)
	all := strings.Join(strings.Fields(formatLosses(conll.Format)), " ")
	for _, want := range []string{"annotations within others: left out; the outer one stays", "annotations that are no mentions: left out, as chosen", "notes: left out"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q lacks %q", all, want)
		}
	}
	if len(r.Annotations) > 0 && len(conll.Format.Lost(r, formattest.Schema())) == 0 {
		t.Error("nothing is said to be lost")
	}
}

func formatLosses(f *export.Format) string {
	var all []string
	for _, l := range f.Loses(formattest.Schema()) {
		all = append(all, l.String())
	}
	return strings.Join(all, "; ")
}

func TestHostileFiles(t *testing.T) {
	good := "-DOCSTART- O\n\nEU B-ORG\nsays O\n\n"
	formattest.Resists(t, conll.Format, []formattest.Hostile{
		{Name: "good", Data: good + good, Good: 2},
		{Name: "no tag", Data: "-DOCSTART- O\n\nEU\n\n" + good, Want: `bad.file:3: the last column is "EU", which is no tag`, Good: 1},
		{Name: "another word for a tag", Data: "-DOCSTART- O\n\nEU ORG\n\n" + good, Want: `bad.file:3: the last column is "ORG"`, Good: 1},
		{Name: "a mark that begins in the middle", Data: "EU I-ORG\nsays E-ORG\n\n", Good: 1},
		{Name: "bad UTF-8", Data: "\xff\xfa B-x\n\n" + good, Want: "bad.file:1: the text is not UTF-8", Good: 1},
	})
	formattest.Endless(t, conll.Format, "", "x")
	formattest.Endless(t, conll.Format, "", "wordy B-x\n")
	formattest.Endless(t, conll.Format, "", "w O\n\n")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("-DOCSTART- -X- O O\n\nU.N. NNP I-NP I-ORG\n\n# id 1\nx\tS-a\ny\tE-b\n"))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, conll.Format, data) })
}
