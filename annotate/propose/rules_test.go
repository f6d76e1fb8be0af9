package propose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/propose"
)

// proposed is what the rules make of a text.
type proposed struct {
	doc *annotate.Document
	propose.Proposals
	byID map[annotate.ID]*annotate.Annotation
	who  map[annotate.ID]*annotate.Entity
}

func proposeFor(t testing.TB, language, text string, known ...*annotate.Entity) proposed {
	t.Helper()
	return proposeIn(t, &annotate.Document{ID: annotate.DocumentIDOf(text), Language: language, Text: text, Meta: map[string]string{annotate.MetaPublished: "2026-03-04"}}, known...)
}

func proposeIn(t testing.TB, doc *annotate.Document, known ...*annotate.Entity) proposed {
	t.Helper()
	got, err := rules(t).Propose(t.Context(), doc, propose.Known{Schema: news(t), Names: propose.NewGazetteer(known)})
	if err != nil {
		t.Fatal(err)
	}
	p := proposed{doc, got, map[annotate.ID]*annotate.Annotation{}, map[annotate.ID]*annotate.Entity{}}
	for _, a := range got.Annotations {
		p.byID[a.ID] = a
	}
	for _, e := range append(slices.Clone(known), got.Entities...) {
		p.who[e.ID] = e
	}
	return p
}

func (p proposed) words(id annotate.ID) string {
	if a := p.byID[id]; a != nil {
		return p.doc.Surface(a.Spans)
	}
	return "-"
}

// quotes lists the quotes: "type | words | speaker | cue".
func (p proposed) quotes() []string {
	var out []string
	for _, a := range p.Annotations {
		if a.Type == "quote" {
			out = append(out, fmt.Sprintf("%s | %s | %s | %s", a.Attrs["type"], p.doc.Surface(a.Spans), p.words(a.Arg("speaker")), p.words(a.Arg("cue"))))
		}
	}
	return out
}

// named lists the mentions of a type with whom they mean.
func (p proposed) named(typ string) []string {
	var out []string
	for _, a := range p.Annotations {
		if a.Type == typ {
			s := p.doc.Surface(a.Spans)
			if e := p.who[a.Entity]; e != nil && e.Name != s {
				s += " = " + e.Name
			}
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func TestQuotesWithTheirSpeakersAndCues(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		// Direct, both orders, with appositions, roles and pronouns.
		{"en", "“The dam will hold,” said Ivo Marsh, who runs it.", "direct | “The dam will hold,” | Ivo Marsh | said"},
		{"en", "“The dam will hold,” engineer Ivo Marsh said on Friday.", "direct | “The dam will hold,” | Ivo Marsh | said"},
		{"en", "Ivo Marsh, an engineer from Lund, said: “The dam will hold.”", "direct | “The dam will hold.” | Ivo Marsh | said"},
		{"en", "The city’s mayor, Ivo Marsh, told reporters, “The dam will hold.”", "direct | “The dam will hold.” | Ivo Marsh | told"},
		{"en", "“The dam will hold,” he said.", "direct | “The dam will hold,” | he | said"},
		{"en", "\"Will it hold?\" asked the inspector.", "direct | \"Will it hold?\" | inspector | asked"},
		{"en", "‘The dam will hold,’ two officials said.", "direct | ‘The dam will hold,’ | two officials | said"},
		{"en", "“The dam will hold,” according to Ivo Marsh.", "direct | “The dam will hold,” | Ivo Marsh | according to"},
		// Broken by its attribution, and going on in the next sentence.
		{"en", "“The dam,” said Ivo Marsh, “will hold.” The rain went on.", "direct | “The dam,” … “will hold.” | Ivo Marsh | said"},
		{"en", "“The dam will hold,” said Ivo Marsh. “It always has.”", "direct | “The dam will hold,” … “It always has.” | Ivo Marsh | said"},
		{"en", "“The dam will hold,” said Ivo Marsh.\n\n“It always has, in all those years,” said Una Berg.",
			"direct | “The dam will hold,” | Ivo Marsh | said\ndirect | “It always has, in all those years,” | Una Berg | said"},
		// Over several paragraphs.
		{"en", "Ivo Marsh said: “The dam will hold.\n\n“It always has.”", "direct | “The dam will hold.\n\n“It always has.” | Ivo Marsh | said"},
		// Mixed.
		{"en", "Ivo Marsh called the dam “strong as a ship”.", "mixed | the dam “strong as a ship” | Ivo Marsh | called"},
		{"en", "Ivo Marsh said the dam was “strong as a ship” and would hold.", "mixed | the dam was “strong as a ship” and would hold | Ivo Marsh | said"},
		// Indirect.
		{"en", "Ivo Marsh said on Friday that the dam would hold.", "indirect | the dam would hold | Ivo Marsh | said"},
		{"en", "Ivo Marsh told the council the dam would hold.", "indirect | the dam would hold | Ivo Marsh | told"},
		{"en", "The dam will hold, the ministry said.", "indirect | The dam will hold | the ministry | said"},
		{"en", "The dam, Ivo Marsh insisted, will hold.", "indirect | The dam … will hold | Ivo Marsh | insisted"},
		{"en", "According to Ivo Marsh, the dam will hold.", "indirect | the dam will hold | Ivo Marsh | According to"},
		{"en", "The dam will hold, according to Ivo Marsh.", "indirect | The dam will hold | Ivo Marsh | according to"},
		{"en", "As Ivo Marsh told Radio Lund, the dam will hold.", "indirect | the dam will hold | Ivo Marsh | told"},
		{"en", "Some experts argue that the dam will hold, while others warn that it may break.",
			"indirect | the dam will hold | Some experts | argue\nindirect | it may break | others | warn"},
		{"en", "Peter Marsh’s claim that the dam would hold surprised the town.", "indirect | the dam would hold | Peter Marsh | claim"},
		{"en", "An officer who asked not to be named said that the dam would hold.", "indirect | the dam would hold | officer | said"},
		{"en", "It was reported that the dam would hold.", "indirect | the dam would hold | - | reported"},
		// Nested.
		{"en", "According to Radio Lund, Ivo Marsh said that the dam would hold.",
			"indirect | Ivo Marsh said that the dam would hold | Radio Lund | According to\nindirect | the dam would hold | Ivo Marsh | said"},
		// German, French, Spanish.
		{"de", "„Der Damm hält“, sagte Ivo Marsch am Freitag.", "direct | „Der Damm hält“ | Ivo Marsch | sagte"},
		{"de", "Der Minister Ivo Marsch erklärte, dass der Damm halten werde.", "indirect | der Damm halten werde | Ivo Marsch | erklärte"},
		{"fr", "« La digue tiendra », a déclaré Ivo Marsch.", "direct | « La digue tiendra » | Ivo Marsch | déclaré"},
		{"fr", "Selon Ivo Marsch, la digue tiendra.", "indirect | la digue tiendra | Ivo Marsch | Selon"},
		{"es", "«El dique aguantará», dijo Ivo Marsch.", "direct | «El dique aguantará» | Ivo Marsch | dijo"},
		{"es", "Ivo Marsch dijo que el dique aguantará.", "indirect | el dique aguantará | Ivo Marsch | dijo"},
	} {
		p := proposeFor(t, c.language, c.text)
		got := p.quotes()
		slices.SortStableFunc(got, func(a, b string) int {
			return strings.Index(c.text, strings.Split(strings.Split(a, " | ")[1], " … ")[0]) - strings.Index(c.text, strings.Split(strings.Split(b, " | ")[1], " … ")[0])
		})
		if s := strings.Join(got, "\n"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

func TestWhatIsNoSpeechIsNotProposed(t *testing.T) {
	for _, text := range []string{
		"The “History” section of the site is long.",
		"Her new book, “The Dam”, is out on Friday.",
		"The so-called “reform” failed.",
		"It wasn't the workers' fault; the '90s were different, and rock 'n' roll wasn't dead.",
		"The claims report lists all claims.",
		"Judge Bo Carr left. Shots were fired, and the police posts shook.",
		"The dam will hold.",
	} {
		if got := proposeFor(t, "en", text).quotes(); len(got) > 0 {
			t.Errorf("%s\n gives %q", text, got)
		}
	}
}

func TestTheNumberOfAnItemIsNotSpoken(t *testing.T) {
	for _, number := range []string{"", "2. ", "12) "} {
		text := "These are the steps:\n\n" + number + "The Port Authority signs, “if it still wants to”, as its chairman Piet Van Houten put it on Friday."
		at := strings.Index(text, number+"The Port")
		p := proposeIn(t, &annotate.Document{ID: annotate.DocumentIDOf(text), Language: "en", Text: text, Blocks: []annotate.Block{
			{Kind: annotate.BlockParagraph, Span: annotate.Span{End: at - 2}}, {Kind: annotate.BlockList, Level: 1, Span: annotate.Span{Start: at, End: len(text)}},
		}})
		if got := strings.Join(p.quotes(), "\n"); !strings.HasPrefix(got, "mixed | The Port Authority signs, “if it still wants to” |") {
			t.Errorf("after %q is proposed %q", number, got)
		}
	}
}

func TestDialogueWithDashesIsSpeech(t *testing.T) {
	p := proposeFor(t, "fr", "— Où est la digue ? demanda Ivo.\n\n— Là-bas, répondit Una.\n\n— Merci.\n")
	got := strings.Join(p.quotes(), "\n")
	for _, want := range []string{"— Où est la digue ? | Ivo | demanda", "— Là-bas, | Una | répondit"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func TestPronounsAndOfficesMeanWhoWasNamedLast(t *testing.T) {
	p := proposeFor(t, "en", "Spokeswoman Una Berg and Mayor Peter Marsh met on Friday.\n\n“It will hold,” Berg said. “It must,” she added. The mayor warned that it may not. “We shall see,” he said.")
	want := []string{"Berg = Una Berg", "Peter Marsh", "Una Berg", "he = Peter Marsh", "she = Una Berg"}
	if diff := cmp.Diff(want, p.named("person")); diff != "" {
		t.Errorf("persons (-want +got):\n%s", diff)
	}
	if got := p.named("role"); !slices.Contains(got, "mayor = Peter Marsh") {
		t.Errorf("roles %q", got)
	}
}

func TestNamesAreToldApart(t *testing.T) {
	p := proposeFor(t, "en", "The Nordvest Press Agency (NPA) said in Oslo that Dr. Anna Quist of the University of Lund had met Quist’s rival, Prime Minister Bo Carr, near Lake Mora. NPA and Carr declined.")
	for typ, want := range map[string][]string{
		"person": {"Anna Quist", "Bo Carr", "Carr = Bo Carr", "Quist = Anna Quist"},
		"org":    {"NPA = Nordvest Press Agency", "NPA = Nordvest Press Agency", "Nordvest Press Agency", "University of Lund"},
		"place":  {"Lake Mora", "Oslo"},
		"role":   {"Prime Minister = Bo Carr"},
	} {
		if diff := cmp.Diff(want, p.named(typ)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", typ, diff)
		}
	}
}

func TestEntitiesOfTheProjectAreFoundByAllTheirNames(t *testing.T) {
	ana := &annotate.Entity{ID: "ana", Type: "person", Name: "Ana Díaz", Aliases: []string{"La Jefa", "Диас"}}
	port := &annotate.Entity{ID: "port", Type: "org", Name: "port authority"}
	p := proposeFor(t, "en", "Diaz said nothing. ANA DIAZ, la Jefa to many, met La Jefa’s friends. Диас left the port authority. Ana Díaz-Berg stayed.", ana, port)
	got := p.named("person")
	for _, want := range []string{"ANA DIAZ = Ana Díaz", "La Jefa = Ana Díaz", "Диас = Ana Díaz"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
	if !slices.Contains(p.named("org"), "port authority") {
		t.Errorf("organisations %q", p.named("org"))
	}
	for _, e := range p.Entities {
		if e.Name == "Ana Díaz" {
			t.Error("an entity that the project has is proposed anew")
		}
	}
}

func TestDatesAreReadFromTheArticlesOwn(t *testing.T) {
	p := proposeFor(t, "en", "On Monday they met; on 3 May 2025 and March 1 they had not. They will meet next Friday, or in June 2027. Yesterday it rained. She may march.")
	got := map[string]string{}
	for _, a := range p.Annotations {
		if a.Type == "date" {
			got[p.doc.Surface(a.Spans)] = a.Attrs["value"]
		}
	}
	want := map[string]string{"Monday": "2026-03-02", "3 May 2025": "2025-05-03", "March 1": "2026-03-01", "next Friday": "2026-03-06", "June 2027": "2027-06", "Yesterday": "2026-03-03"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
}

func TestEventsHaveTheirArgumentsAndModality(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Bo Carr met Anna Berg in Oslo on Friday.", "contact.meet met participant=Bo Carr participant=Anna Berg time=Friday place=Oslo"},
		{"Police arrested two men.", "justice.arrest arrested agent=Police person=two men"},
		{"Two men were arrested by police in Oslo.", "justice.arrest arrested person=Two men agent=police place=Oslo"},
		{"Bo Carr may visit Oslo.", "movement.travel visit person=Bo Carr destination=Oslo realis=other"},
		{"Bo Carr did not resign.", "personnel.leave resign person=Bo Carr polarity=negative realis=other"},
		{"Bo Carr dismissed the idea.", ""},
		{"The injured man left.", ""},
	} {
		p := proposeFor(t, "en", c.text)
		got := ""
		for _, a := range p.Annotations {
			if strings.Contains(a.Type, ".") && a.Type != "communicate.state" {
				got += a.Type + " " + p.doc.Surface(a.Spans)
				for _, x := range a.Args {
					got += " " + x.Role + "=" + p.words(x.Target)
				}
				for _, k := range []string{"polarity", "realis"} {
					if v := a.Attrs[k]; v != "" {
						got += " " + k + "=" + v
					}
				}
			}
		}
		if got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

func TestEveryProposalSaysWhoAndWhy(t *testing.T) {
	p := proposeFor(t, "en", pier)
	for _, a := range p.Annotations {
		if o := a.Origin; o.Annotator != propose.RulesAnnotator || o.Rule == "" || o.Score < 0.5 || o.Score > 1 || o.Evidence == "" {
			t.Errorf("%s %q comes from %+v", a.Type, p.doc.Surface(a.Spans), o)
		}
	}
	again := proposeFor(t, "en", pier)
	if diff := cmp.Diff(p.Annotations, again.Annotations); diff != "" {
		t.Errorf("proposing again gives something else:\n%s", diff)
	}
}

const pier = "“The pier 🎉 is safe,” said Ana Díaz. José\u0301 of the port authority denied it on 3 May.\r\n\r\nדובר: «שלום» said the mayor. 王毅 met Bo Carr in Zürich.\n"

// Whatever the text, what the rules propose obeys the rules of sets.
func TestProposalsAreSound(t *testing.T) {
	pieces := []string{"“", "”", "\"", "'", "‘", "’", "«", "»", "„", "—", "- ", "\n", "\n\n", "\r\n", ". ", ", ", ": ", "; ", "? ", "(", ")", "said ", "according to ", "that ", "Ana Díaz ", "he ", "the mayor ",
		"told ", "reporters ", "Oslo ", "on Monday ", "met ", "was ", "arrested ", "by ", "and ", "who ", "👨‍👩‍👧 ", "José\u0301 ", "שלום ", "王毅", "The ", "claims ", "’s ", "in ", "WHO ", "3 May 2025 ", "not ", "to ", "as ", "zufolge ", "teilte ", "mit ", "\u00a0", "\u200b", "\xff"}
	r, schema := rules(t), news(t)
	languages := []string{"en", "de", "fr", "es", "xx", ""}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ToValidUTF8(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 60).Draw(t, "pieces"), ""), "?")
		doc := &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text, Language: rapid.SampledFrom(languages).Draw(t, "language")}
		got, err := r.Propose(t.Context(), doc, propose.Known{Schema: schema})
		if err != nil {
			t.Fatal(err)
		}
		byID := map[annotate.ID]*annotate.Entity{}
		for _, e := range got.Entities {
			byID[e.ID] = e
		}
		set := annotate.NewSet(doc, "rules", annotate.StateInProgress, got.Annotations)
		for _, p := range set.Problems(schema, entities(byID)) {
			if p.Missing == nil {
				t.Fatalf("%q: %s %q: %s", text, p.Annotation.Type, doc.Surface(p.Annotation.Spans), p.Reason)
			}
		}
	})
}

type entities map[annotate.ID]*annotate.Entity

func (m entities) Entity(id annotate.ID) *annotate.Entity { return m[id] }

func TestLexiconSaysWhatIsWrongWithIt(t *testing.T) {
	for file, want := range map[string]string{
		"class\tlang\twords\nverbs\ten\tgo\n": `words.tsv:2: there is no class "verbs"`,
		"class\tlang\n":                       "words.tsv:1: columns are",
		"class\tlang\twords\nverb\ten\n":      "words.tsv:2: 2 columns",
	} {
		if _, err := propose.ReadLexicon(lexiconWith(t, "words.tsv", file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func TestADatelineIsAPlace(t *testing.T) {
	for text, want := range map[string]string{
		"The dam\n\nLUND — The dam will hold, Ivo Marsh said.":                "LUND = Lund",
		"The dam\n\nLUND. The dam in Lund will hold, Ivo Marsh said.":         "LUND = Lund, Lund",
		"The dam\n\nLUND (Npax) - The dam will hold, Ivo Marsh said.":         "LUND = Lund",
		"The dam\n\nNEW LUND, May 12 (npax) - The dam will hold, she said.":   "NEW LUND = New Lund",
		"The dam\n\nLUND, Norway (NPAX) — The dam in Lund will hold.":         "LUND = Lund, Lund, Norway",
		"The dam\n\nNATO — The dam in Lund will hold.":                        "Lund",
		"The dam\n\nNPAX said the dam in Lund would hold. NPAX. That is all.": "Lund",
	} {
		if got := strings.Join(proposeFor(t, "en", text).named("place"), ", "); got != want {
			t.Errorf("%q has the places %q, want %q", text, got, want)
		}
	}
}

func TestOnlyDatesAreDates(t *testing.T) {
	r := rules(t)
	for words, want := range map[string]bool{
		"Monday": true, "on Monday": false, "Monday morning": true, "12 May 2026": true, "last week": true, "yesterday": true, "May": false,
		"Ana Díaz": false, "Monday Okoro": false, "": false, " ": false, "🎉": false,
	} {
		if r.IsDate("en", words) != want {
			t.Errorf("%q is a date: %v", words, !want)
		}
	}
	if !r.IsDate("de", "Montag") {
		t.Error("Montag is no date")
	}
}
