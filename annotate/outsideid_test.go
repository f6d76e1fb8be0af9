package annotate_test

import (
	"strings"
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
		{"orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"}, {"orcid", "0000000218250097", "0000-0002-1825-0097"}, {"orcid", "0000-0002-1825-0098", ""},
		{"house", " 7/b ", "7/b"}, {"house", "", ""}, {"house", "a\nb", ""},
	} {
		got, err := annotate.OutsideID(c.kind, c.id)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q is %q, %v; want %q", c.kind, c.id, got, err, c.want)
		}
	}
}

func TestOutsideIDsAreReadAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct{ in, out, wrong string }{
		{"", "", ""}, {" ; ", "", ""}, {"q42", "wikidata: Q42", ""}, {"VIAF:113230702; wikidata: Q42;", "viaf: 113230702; wikidata: Q42", ""},
		{"https://www.wikidata.org/wiki/Q42; http://viaf.org/viaf/113230702", "viaf: 113230702; wikidata: Q42", ""},
		{"isni: 0000 0001 2103 2683; house: 7:b; Own list: Ä 🎺", "Own list: Ä 🎺; house: 7:b; isni: 0000000121032683", ""},
		{"wikidata: https://www.wikidata.org/entity/Q42", "wikidata: Q42", ""}, {"wikidata: Q42; Q42", "wikidata: Q42", ""},
		{"isni: 0000 0001 2103 2684", "", "would have to be 3"}, {"wikidata: 42", "", "Q and a number"}, {"viaf: Q42", "", "numbers"}, {"113230702", "", "say whose id"},
		{"https://example.org/7", "", "say whose id"}, {"Q42; Q43", "", "two ids"}, {": 7", "", "say whose id"}, {"viaf:", "", "is empty"},
	} {
		got, err := annotate.ParseOutsideIDs(c.in)
		switch {
		case c.wrong != "":
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%q is taken as %v, %v; want %q", c.in, got, err, c.wrong)
			}
		case err != nil || annotate.WriteOutsideIDs(got) != c.out:
			t.Errorf("%q is %q, %v; want %q", c.in, annotate.WriteOutsideIDs(got), err, c.out)
		default:
			if again, err := annotate.ParseOutsideIDs(c.out); err != nil || annotate.WriteOutsideIDs(again) != c.out {
				t.Errorf("%q is read back as %v, %v", c.out, again, err)
			}
		}
	}
}

func TestDatedNamesAreReadAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"the mayor (2019 to 2024-05, Bergen)", "the mayor (2019 to 2024-05, Bergen)"}, {"the mayor (since 2019)", "the mayor (2019 to …)"},
		{"the mayor (until 2019-03-01, Oslo); boss", "the mayor (… to 2019-03-01, Oslo); boss (… to …)"}, {"the mayor (2019–2020)", "the mayor (2019 to 2020)"},
		{"the mayor (2019)", "the mayor (2019 to 2019)"}, {"the mayor (Bergen)", "the mayor (… to …, Bergen)"}, {" ; ", ""},
		{"the mayor, 2019 to 2024, Bergen", "the mayor (2019 to 2024, Bergen)"}, {"the mayor, since 2019", "the mayor (2019 to …)"},
		{"the mayor, 2019–2020", "the mayor (2019 to 2020)"}, {"mayor of Lund, Sweden", "mayor of Lund, Sweden (… to …)"},
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
