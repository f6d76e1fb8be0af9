package webanno_test

import (
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formattest"
	"quoth/export/webanno"
)

func TestLaws(t *testing.T)   { formattest.Laws(t, webanno.Format) }
func TestPlaces(t *testing.T) { formattest.Places(t, webanno.Format) }

const file = "#FORMAT=WebAnno TSV 3.3\n" +
	"#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identity|value\n" +
	"#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.LinkType|de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n" +
	"#T_CH=webanno.custom.CorefLink|referenceType|referenceRelation\n" +
	"#T_RL=webanno.custom.Rel|label|BT_webanno.custom.Host\n\n\n" +
	"#Text=😀 Ana Díaz told Ben .\n" +
	"1-1\t0-2\t😀\t_\t_\t_\t_\t_\t_\t_\t_\t\n" +
	"1-2\t3-6\tAna\thttp://q/1[1]\tPER[1]\t_\t_\tpr[1]\tcoref->1-1\t_\t_\t\n" +
	"1-3\t7-11\tDíaz\thttp://q/1[1]\tPER[1]\t_\t_\tpr[1]\tcoref->1-1\t_\t_\t\n" +
	"1-4\t12-16\ttold\t_\t_\tseller;buyer\t1-2[1];1-5\t_\t_\t_\t_\t\n" +
	"1-5\t17-20\tBen\t*\tPER\\|x\t_\t_\t*\t*->1-2\tnear\t1-4\t\n" +
	"1-6\t21-22\t.\t_\t_\t_\t_\t_\t_\t_\t_\t\n\n" +
	"#Text=End .\n2-1\t23-26\tEnd\t_\t_\t_\t_\t_\t_\t_\t_\t\n2-2\t27-28\t.\t_\t_\t_\t_\t_\t_\t_\t_\t\n"

func TestFileOfWebAnno(t *testing.T) {
	r := formattest.Collect(t, webanno.Format.Read(t.Context(), "x", strings.NewReader(file)))[0]
	if r.Document.Text != "😀 Ana Díaz told Ben .\nEnd ." {
		t.Errorf("%q", r.Document.Text)
	}
	said := map[string]string{}
	for _, a := range r.Annotations {
		said[a.Type] += r.Document.Surface(a.Spans) + ";"
		for _, x := range a.Args {
			for _, b := range r.Annotations {
				if b.ID == x.Target {
					said[a.Type+"→"+x.Role] += r.Document.Surface(b.Spans)
				}
			}
		}
	}
	for k, want := range map[string]string{"PER": "Ana Díaz;", "PER|x": "Ben;", "Host": "told;", "Host→seller": "Ana Díaz", "Host→buyer": "Ben", "Host→near": "Ben", "CorefLink": "Ana Díaz;Ben;"} {
		if said[k] != want {
			t.Errorf("%s: %q, want %q", k, said[k], want)
		}
	}
	if len(r.Entities) != 2 {
		t.Errorf("%d entities", len(r.Entities))
	}
}

// What INCEpTION writes and the specification has: a chain's number is no annotation's, relations may be between
// tokens, and annotations may hold no words.
func TestFilesAsTheSpecificationHasThem(t *testing.T) {
	for _, c := range []struct{ name, data, want, told string }{
		{"a chain", "#T_CH=x.CoreferenceLink|referenceType|referenceRelation\n\n\n#Text=He shot his dog, he said.\n" +
			"1-1\t0-2\tHe\tpr[1]\tcoref->1-1\t\n1-2\t3-7\tshot\t_\t_\t\n1-3\t8-11\this\tnom[2]\t*->2-1\t\n1-4\t12-15\tdog\tnom[2]\t*->2-1\t\n1-5\t17-19\the\tpr[1]\t*->1-2\t\n",
			"CoreferenceLink He; CoreferenceLink his dog; CoreferenceLink he; ", ""},
		{"between tokens", "#T_RL=x.Rel|value|BT_x.segmentation.type.Token\n\n\n#Text=Ana left .\n1-1\t0-3\tAna\tnsubj\t1-2\t\n1-2\t4-8\tleft\t_\t_\t\n",
			"Token Ana; Token left nsubj=Ana; ", ""},
		{"no words", "#T_SP=x.Span|value\n\n\n#Text=Ana left .\n1-1\t0-3\tAna\ta\t\n1-1.1\t0-0\t\tb[1]|c[2]\t\n1-2\t4-8\tleft\t_\t\n",
			"Span Ana; ", "7: an annotation of x.Span is left out: it is at 0 and holds no words"},
	} {
		got, told := "", ""
		for r, err := range webanno.Format.Read(t.Context(), "file", strings.NewReader("#FORMAT=WebAnno TSV 3.3\n"+c.data)) {
			if err != nil {
				told += err.Error()
				continue
			}
			words := map[annotate.ID]string{}
			for _, a := range r.Annotations {
				words[a.ID] = r.Document.Surface(a.Spans)
			}
			for _, a := range r.Annotations {
				got += a.Type + " " + words[a.ID]
				for _, x := range a.Args {
					got += " " + x.Role + "=" + words[x.Target]
				}
				got += "; "
			}
		}
		if got != c.want || !strings.Contains(told, c.told) || c.told == "" && told != "" {
			t.Errorf("%s: %q, and told %q", c.name, got, told)
		}
	}
}

func TestHostileFiles(t *testing.T) {
	start := "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.X|value|ROLE_x.X:l_x.L|x.X\n\n\n#Text=😀 EU\n"
	formattest.Resists(t, webanno.Format, []formattest.Hostile{
		{Name: "good", Data: start + "1-1\t0-2\t😀\tA\t_\t_\n1-2\t3-5\tEU\t_\t_\t_\n", Good: 1},
		{Name: "half of a pair", Data: start + "1-1\t0-1\t😀\tA\t_\t_\n", Want: "bad.file:6: it ends outside the text: UTF-16 unit 1 is in the middle of the surrogate pair"},
		{Name: "beyond the end", Data: start + "1-1\t0-99\t😀\tA\t_\t_\n", Want: "bad.file:6: it ends outside the text"},
		{Name: "no place", Data: start + "1-1\t0\t😀\tA\t_\t_\n", Want: `bad.file:6: "0" is no place`},
		{Name: "dangling", Data: start + "1-1\t0-2\t😀\tA\twho\t9-9\n", Want: `the slot "who" is filled by "9-9", which is not there`},
		{Name: "a circle", Data: start + "1-1\t0-2\t😀\tA[1]\twho[1]\t1-1[1][1]\n", Want: "is an argument of itself"},
		{Name: "too few columns", Data: start + "1-1\t0-2\t😀\tA\n", Want: "bad.file:6: the line has 4 columns"},
		{Name: "a gap of gigabytes", Data: start + "1-1\t0-2\t😀\t_\t_\t_\n\n#Text=x\n2-1\t2000000000-2000000001\tx\t_\t_\t_\n", Want: "bad.file:9: the sentence begins at 2000000000"},
		{Name: "no text", Data: "#FORMAT=WebAnno TSV 3.3\n1-1\t0-2\tx\n", Want: "bad.file:2: there is no #Text="},
		{Name: "another format", Data: "x\n", Want: "bad.file:1: the first line"},
	})
	formattest.Endless(t, webanno.Format, "#FORMAT=WebAnno TSV 3.3\n#Text=", "x")
	formattest.Endless(t, webanno.Format, "#FORMAT=WebAnno TSV 3.3\n", "#Text=abcdefghijklmnopqrstuvwxyz\n1-1\t0-3\tabc\n")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(file))
	for _, data := range formattest.WriteFiles(f, webanno.Format, []*export.Record{formattest.Records().Example(3)}, export.Options{Schema: formattest.Schema()}) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, webanno.Format, data) })
}
