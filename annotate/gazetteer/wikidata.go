package gazetteer

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

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
	ORCID []statement `json:"P496"`
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
	for typ, all := range map[string]string{
		"person": `Q5 human, Q15632617 fictional human`,
		"org": `Q43229 organization, Q4830453 business, Q6881511 enterprise, Q783794 company, Q891723 public company, Q22687 bank,
			Q7278 political party, Q7210356 political organization, Q17127659 terrorist organization, Q178790 labor union, Q48204 voluntary association,
			Q157031 foundation, Q163740 nonprofit organization, Q79913 non-governmental organization, Q15911314 association, Q1530022 religious organization,
			Q327333 government agency, Q2659904 government organization, Q7188 government, Q192350 ministry, Q35749 parliament,
			Q484652 international organization, Q245065 intergovernmental organization,
			Q3918 university, Q875538 public university, Q902104 private university, Q31855 research institute,
			Q476028 association football club, Q847017 sports club, Q12973014 sports team,
			Q11032 newspaper, Q1110794 daily newspaper, Q41298 magazine, Q192283 news agency, Q1616075 television station`,
		"place": `Q6256 country, Q3624078 sovereign state, Q7275 state, Q3024240 historical country, Q1763527 constituent country, Q112099 island country,
			Q35657 state of the United States, Q107390 federated state, Q56061 administrative territorial entity, Q10864048 first-level administrative division,
			Q515 city, Q1549591 big city, Q1637706 city of millions, Q200250 metropolis, Q5119 capital, Q7930989 city or town, Q1093829 city in the United States,
			Q3957 town, Q532 village, Q486972 human settlement, Q4286337 city district, Q123705 neighbourhood,
			Q15284 municipality, Q747074 comune of Italy, Q262166 municipality of Germany, Q484170 commune of France, Q2074737 municipality of Spain,
			Q82794 geographic region, Q5107 continent, Q23442 island, Q8502 mountain, Q4022 river, Q23397 lake, Q165 sea, Q9430 ocean`,
		"group": `Q41710 ethnic group`,
	} {
		for class := range strings.SplitSeq(all, ",") {
			q, _, _ := strings.Cut(strings.TrimSpace(class), " ")
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
	for kind, all := range map[string][]statement{"viaf": c.VIAF, "isni": c.ISNI, "orcid": c.ORCID} {
		if id := first(all); id != "" && valid(kind, id) {
			f.ids[kind] = id
		}
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
