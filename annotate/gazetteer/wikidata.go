package gazetteer

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
)

// item is what is read of an item of Wikidata. The parts that make most of an item are read only where that is needed.
type item struct {
	ID           string            `json:"id"`
	Type         string            `json:"type"`
	Labels       texts[langText]   `json:"labels"`
	Descriptions texts[langText]   `json:"descriptions"`
	Aliases      texts[[]langText] `json:"aliases"`
	Claims       jsontext.Value    `json:"claims"`
	Sitelinks    sitelinks         `json:"sitelinks"`
}

type langText struct {
	Value string `json:"value"`
}

// texts are by language. Where there are none a dump has an empty list.
type texts[T any] map[string]T

func (t *texts[T]) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return nil
	}
	return json.Unmarshal(b, (*map[string]T)(t))
}

// sitelinks is how many there are.
type sitelinks int

func (s *sitelinks) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return nil
	}
	var all map[string]jsontext.Value
	err := json.Unmarshal(b, &all)
	*s = sitelinks(len(all))
	return err
}

// claims are the statements that are read of an item.
type claims struct {
	Class []statement `json:"P31"`
	VIAF  []statement `json:"P214"`
	ISNI  []statement `json:"P213"`
}

type statement struct {
	Rank string `json:"rank"`
	Main struct {
		Value struct {
			Value jsontext.Value `json:"value"`
		} `json:"datavalue"`
	} `json:"mainsnak"`
}

// text returns the statement's value where it is a text.
func (s statement) text() string {
	var out string
	if json.Unmarshal(s.Main.Value.Value, &out) != nil {
		return ""
	}
	return out
}

// item returns the item that is the statement's value.
func (s statement) item() string {
	var out struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(s.Main.Value.Value, &out) != nil {
		return ""
	}
	return out.ID
}

// classes are what the commonest classes of Wikidata are in the built-in schema. Which class is below which would take
// the whole dump; others are added by [Options.Classes].
var classes = func() map[string]string {
	out := map[string]string{}
	for typ, all := range map[string][]string{
		"person": {"Q5", "Q15632617"},
		"org": {"Q43229", "Q4830453", "Q6881511", "Q783794", "Q891723", "Q7278", "Q327333", "Q484652", "Q245065", "Q163740", "Q79913", "Q3918", "Q875538", "Q902104",
			"Q476028", "Q11032", "Q192283", "Q22687", "Q192350", "Q31855", "Q1530022", "Q178790", "Q48204", "Q157031", "Q2659904", "Q15911314", "Q1616075", "Q1110794", "Q35749"},
		"place": {"Q6256", "Q3624078", "Q515", "Q1549591", "Q486972", "Q3957", "Q532", "Q5119", "Q35657", "Q82794", "Q23442", "Q5107", "Q4022", "Q8502", "Q10864048", "Q15284",
			"Q747074", "Q262166", "Q484170", "Q2074737", "Q123705", "Q1093829", "Q7930989", "Q112099", "Q1763527", "Q4286337", "Q200250", "Q165", "Q23397", "Q9430"},
	} {
		for _, q := range all {
			out[q] = typ
		}
	}
	return out
}()

// wikidata reads a dump of Wikidata: a list with an item on each line, or an item on each line alone. Items of no type
// that is wanted, and those without a name in the languages, are passed over in silence.
func (l *list) wikidata() error {
	for {
		row, err := l.next(longestItem)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		row = bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(row), []byte(",")))
		if len(row) == 0 || len(row) == 1 && (row[0] == '[' || row[0] == ']') {
			continue
		}
		row = bytes.TrimPrefix(row, []byte("["))
		row = bytes.TrimSuffix(row, []byte("]"))
		var it item
		// A dump repeats no key; looking for that would take a third of the time.
		if err := json.Unmarshal(row, &it, jsontext.AllowDuplicateNames(true)); err != nil {
			l.refuse("%s", brief(err))
			continue
		}
		f, wanted := l.ofItem(&it)
		if !wanted {
			continue
		}
		f.line = l.line
		if err := l.give(f); err != nil {
			return err
		}
	}
}

func (l *list) ofItem(it *item) (f found, wanted bool) {
	if it.Type != "item" && it.Type != "" || len(it.Claims) == 0 || it.Claims[0] != '{' {
		return f, false
	}
	name, languages := l.nameOf(it)
	if name == "" {
		return f, false
	}
	var c claims
	if json.Unmarshal(it.Claims, &c, jsontext.AllowDuplicateNames(true)) != nil {
		return f, false
	}
	for _, s := range c.Class {
		if q := s.item(); s.Rank != "deprecated" && f.typ == "" {
			f.typ = cmp.Or(l.Classes[q], classes[q])
		}
	}
	if f.typ == "" || len(l.Only) > 0 && !slices.Contains(l.Only, f.typ) || !slices.Contains(l.Types, f.typ) {
		return f, false
	}
	f.name = name
	for _, lang := range languages {
		f.aliases = append(f.aliases, it.Labels[lang].Value)
		for _, a := range it.Aliases[lang] {
			f.aliases = append(f.aliases, a.Value)
		}
	}
	f.aliases = slices.DeleteFunc(f.aliases, func(a string) bool { return len(a) > longestName })
	f.ids = map[string]string{"wikidata": it.ID}
	// What is wrong in a statement is no reason to leave the item out.
	if id := first(c.VIAF); id != "" && valid("viaf", id) {
		f.ids["viaf"] = id
	}
	if id := first(c.ISNI); id != "" && valid("isni", id) {
		f.ids["isni"] = id
	}
	for _, lang := range languages {
		if f.note = it.Descriptions[lang].Value; f.note != "" {
			break
		}
	}
	f.weight = weight(int(it.Sitelinks))
	return f, true
}

// nameOf returns what an item is called, and in which languages it is to be known.
func (l *list) nameOf(it *item) (name string, languages []string) {
	languages = l.Languages
	if len(languages) == 0 {
		languages = []string{"en", "mul"}
		others := slices.AppendSeq(slices.Collect(maps.Keys(it.Labels)), maps.Keys(it.Aliases))
		slices.Sort(others)
		for _, lang := range slices.Compact(others) {
			if !slices.Contains(languages, lang) {
				languages = append(languages, lang)
			}
		}
	}
	for _, lang := range languages {
		if name = it.Labels[lang].Value; name != "" {
			return name, languages
		}
	}
	if name = it.Labels["mul"].Value; name != "" {
		return name, append(slices.Clone(languages), "mul")
	}
	return "", nil
}

func first(all []statement) string {
	for _, s := range all {
		if t := s.text(); t != "" && s.Rank != "deprecated" {
			return t
		}
	}
	return ""
}

func valid(kind, id string) bool {
	_, err := annotate.OutsideID(kind, id)
	return err == nil
}
