package annotate_test

import (
	"testing"

	"quoth/annotate"
)

func TestOutsideIDsHaveAForm(t *testing.T) {
	for _, c := range []struct{ kind, id, want string }{
		{"wikidata", " q42 ", "Q42"}, {"wikidata", "https://www.wikidata.org/wiki/Q42", "Q42"}, {"Wikidata", "http://www.wikidata.org/entity/Q1/", "Q1"},
		{"wikidata", "42", ""}, {"wikidata", "Q0", ""}, {"wikidata", "P31", ""}, {"wikidata", "Q", ""},
		{"viaf", "113230702", "113230702"}, {"viaf", "https://viaf.org/viaf/113230702", "113230702"}, {"viaf", "x", ""}, {"viaf", "012", ""}, {"viaf", "://", ""},
		{"isni", "0000 0001 2103 2683", "0000000121032683"}, {"isni", "0000-0001-2150-090X", "000000012150090X"}, {"isni", "https://isni.org/isni/000000012150090x", "000000012150090X"},
		{"isni", "0000000121032684", ""}, {"isni", "000000012103268", ""}, {"isni", "000000012150090Y", ""},
		{"house", " 7/b ", "7/b"}, {"house", "", ""}, {"house", "a\nb", ""},
	} {
		got, err := annotate.OutsideID(c.kind, c.id)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q is %q, %v; want %q", c.kind, c.id, got, err, c.want)
		}
	}
}

func TestDatedNamesAreReadAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"the mayor (2019 to 2024-05, Bergen)", "the mayor (2019 to 2024-05, Bergen)"}, {"the mayor (since 2019)", "the mayor (2019 to …)"},
		{"the mayor (until 2019-03-01, Oslo); boss", "the mayor (… to 2019-03-01, Oslo); boss (… to …)"}, {"the mayor (2019–2020)", "the mayor (2019 to 2020)"},
		{"the mayor (2019)", "the mayor (2019 to 2019)"}, {"the mayor (Bergen)", "the mayor (… to …, Bergen)"}, {" ; ", ""},
	} {
		got, err := annotate.ParseDated(c.in)
		if err != nil || annotate.WriteDated(got) != c.out {
			t.Errorf("%q is %q, %v; want %q", c.in, annotate.WriteDated(got), err, c.out)
		}
		if again, err := annotate.ParseDated(annotate.WriteDated(got)); err != nil || annotate.WriteDated(again) != c.out {
			t.Errorf("%q is read back as %v, %v", c.out, again, err)
		}
	}
	for _, bad := range []string{"(2019)", "x (2020 to 2019)", "x (since May)", "x (2019-13 to …)"} {
		if got, err := annotate.ParseDated(bad); err == nil {
			t.Errorf("%q is taken as %v", bad, got)
		}
	}
}

func TestDatedNamesAreValidByTheDate(t *testing.T) {
	d := annotate.DatedName{Name: "the mayor", From: "2019-03", Until: "2021"}
	for date, want := range map[string]bool{
		"": true, "2019": true, "2019-03-01": true, "2019-02-28": false, "2018": false, "2021-12-31": true, "2022-01-01": false, "2020-05-05T12:00:00Z": true, "2022": false,
	} {
		if d.ValidOn(date) != want {
			t.Errorf("on %q it is valid: %v", date, !want)
		}
	}
}
