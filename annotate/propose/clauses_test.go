package propose_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each text is one way in which newspapers present speech; want are its quotes: kind | words | speaker | cue.
func TestReportingClausesAsNewspapersWriteThem(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"double marks typed as two apostrophes", `''We will open the bridge,'' said Ana Falk. ''It 'has to' open.''`,
			[]string{`direct | ''We will open the bridge,'' … ''It 'has to' open.'' | Ana Falk | said`}},
		{"three apostrophes close both", `''He told me, 'Go home now,''' Ana Falk said.`,
			[]string{`direct | ''He told me, 'Go home now,''' | Ana Falk | said`, `direct | 'Go home now,' | He | told`}},
		{"marks of two sorts mixed", `“The ferry is late," said Ana Falk. She left.`,
			[]string{`direct | “The ferry is late," | Ana Falk | said`}},
		{"a surname that only speaks", `"The ferry is late," Dravik said.`,
			[]string{`direct | "The ferry is late," | Dravik | said`}},
		{"the present tense before its subject", `"The ferry is late," says Ana Falk.`,
			[]string{`direct | "The ferry is late," | Ana Falk | says`}},
		{"a short title is no part of the name", "Maj. Ivo Dorn said it was late.", []string{"indirect | it was late | Ivo Dorn | said"}},
		{"an abbreviated title", `"The ferry is late," said Sen. Ana Falk on Monday.`,
			[]string{`direct | "The ferry is late," | Ana Falk | said`}},
		{"the words before the marks are part of it", `The ferry was “late again,” Ana Falk said.`,
			[]string{`mixed | The ferry was “late again,” | Ana Falk | said`}},
		{"speech goes on after what else was noted", `“The ferry is late,” Ana Falk said, noting that it was Monday. “We will all have to wait.”`,
			[]string{`direct | “The ferry is late,” … “We will all have to wait.” | Ana Falk | said`, `indirect | it was Monday | Ana Falk | noting`}},
		{"that, and marks only later", `Ana Falk left, saying that in the end, “we all have to wait.”`,
			[]string{`mixed | in the end, “we all have to wait.” | Ana Falk | saying`}},
		{"a clause whose verb is within the marks", `Ana Falk said the old ferries “amount to a threat.”`,
			[]string{`mixed | the old ferries “amount to a threat.” | Ana Falk | said`}},
		{"a contraction is a verb", `Ana Falk said it’s late and they’re tired.`,
			[]string{`indirect | it’s late and they’re tired | Ana Falk | said`}},
		{"a participle without that", `Ana Falk defended the plan, saying the ferry would open.`,
			[]string{`indirect | the ferry would open | Ana Falk | saying`}},
		{"a name, and much set off by commas", `Ana Falk, 22, of Vell, Orm., said the ferry was late.`,
			[]string{`indirect | the ferry was late | Ana Falk | said`}},
		{"a party and a state in brackets", `Sen. Ana Falk (R-Orm.) said the ferry was late.`,
			[]string{`indirect | the ferry was late | Ana Falk | said`}},
		{"judgements joined by and", `Ana Falk called the ferry “old” and “slow.”`,
			[]string{`mixed | the ferry “old” and “slow.” | Ana Falk | called`}},
		{"the words stand on the next line", "Ana Falk said:\n\n“The ferry is late, and nobody minds it.”",
			[]string{`direct | “The ferry is late, and nobody minds it.” | Ana Falk | said`}},
		{"a judgement that goes on behind the marks", `Ana Falk called the ferry “a danger” to all of us.`,
			[]string{`mixed | the ferry “a danger” to all of us | Ana Falk | called`}},
		{"a clause within what is said", `In those days, Ana Falk said, “the ferries were never late.”`,
			[]string{`mixed | In those days … “the ferries were never late.” | Ana Falk | said`}},
		{"what is shouted is no speech of who speaks next", `To shouts of “Go home, all of you,” Ana Falk said the ferry was late.`,
			[]string{`indirect | the ferry was late | Ana Falk | said`}},
		{"a paragraph that goes on in marks of its own", "“The ferry is late,” Ana Falk said.\n\n“We will all have to wait for it.”",
			[]string{"direct | “The ferry is late,” … “We will all have to wait for it.” | Ana Falk | said"}},
		{"a question within a question", "“My son asked me, ‘Do you come home?’” Ana Falk said. “I said yes.”",
			[]string{"direct | “My son asked me, ‘Do you come home?’” … “I said yes.” | Ana Falk | said", "direct | ‘Do you come home?’ | My son | asked"}},
		{"a denial, and a reproach", "Ana Falk denied that she knew of it, and accused the paper of “theft.”",
			[]string{"indirect | she knew of it | Ana Falk | denied", "mixed | the paper of “theft.” | Ana Falk | accused"}},
		{"a name that somebody gives it", "Ana Falk called the plan a door that nobody could close. She called the police after a fire.",
			[]string{"indirect | the plan a door that nobody could close | Ana Falk | called"}},
		{"added in the middle", "It was the first time, Ana Falk added, that the ferry was late.",
			[]string{"indirect | It was the first time … that the ferry was late | Ana Falk | added"}},
		{"there was", "Mr. Falk said there was nothing wrong.", []string{"indirect | there was nothing wrong | Falk | said"}},
		{"a rough number", "The budget office said about half of the loss was new.", []string{"indirect | about half of the loss was new | The budget office | said"}},
		{"so many of a hundred", "Just 28 percent of voters said they had a ferry.", []string{"indirect | they had a ferry | 28 percent | said"}},
		{"a family", "The visitors were Ivo and Una Falk. Last year, the Falks say they have heard of it.", []string{"indirect | they have heard of it | Falks | say"}},
		{"an aside between dashes", "Mayor Ana Falk - who was late - said at a rally in Vell that the ferry was, too.", []string{"indirect | the ferry was, too | Ana Falk | said"}},
		{"a day and a place before the name", `Saturday at the harbour Mayor Ana Falk (D) said the ferry was late.`,
			[]string{`indirect | the ferry was late | Ana Falk | said`}},
		{"a noun that looks like a verb", `This post has been updated. The Buckeye State is large.`, nil},
		{"a relative clause belongs to its noun", `Ana Falk wrote a law that bans ferries. The plan threatens the work that teachers do.`, nil},
		{"an object, and another clause after a comma", `Ana Falk declared victory, the ferry was forgotten.`, nil},
		{"what speakers think while they speak is their own speech", `“I think the ferry is late and we know it will sink,” Ana Falk said.`,
			[]string{`direct | “I think the ferry is late and we know it will sink,” | Ana Falk | said`}},
		{"what is demanded is said, whoever is questioned is not", "Ana Falk called for a ban on ferries. Police questioned the student.",
			[]string{"indirect | a ban on ferries | Ana Falk | called for"}},
		{"a clause whose verb nobody knows", "Ana Falk said all ferries sail late these days.",
			[]string{"indirect | all ferries sail late these days | Ana Falk | said"}},
		{"a condition before what is said", "Ana Falk said if it is late, the ferry will stay.",
			[]string{"indirect | if it is late, the ferry will stay | Ana Falk | said"}},
		{"a question behind whom it is put to", "Ana Falk asked the former mayor whether the ferry was late.",
			[]string{"indirect | whether the ferry was late | Ana Falk | asked"}},
		{"an office of several words before the name", `“The ferry is late,” Harbour Board Chairman Ivo Dravik, R-Orm., said Monday.`,
			[]string{`direct | “The ferry is late,” | Ivo Dravik | said`}},
		{"a surname that is a people’s name, too", `“The ferry is late for all of us,” Cuban said.`,
			[]string{`direct | “The ferry is late for all of us,” | Cuban | said`}},
		{"what she says she thinks is one", `Ana Falk said she thinks the ferry is “late.”`,
			[]string{`mixed | she thinks the ferry is “late.” | Ana Falk | said`}},
		{"what somebody else said is another", `Ana Falk said Ivo Dorn denied that the ferry was late.`,
			[]string{`indirect | Ivo Dorn denied that the ferry was late | Ana Falk | said`, `indirect | the ferry was late | Ivo Dorn | denied`}},
		{"a source that is told more of", "The ferry was late, according to Ana Falk, a pilot from Vell.",
			[]string{"indirect | The ferry was late | Ana Falk | according to"}},
		{"a programme is nobody’s words", "On “The Morning Hour,” Ana Falk said the ferry was late.",
			[]string{"indirect | the ferry was late | Ana Falk | said"}},
		{"speech goes on after words of it", `The ferry was “late again,” Ana Falk said. “We will all have to wait.”`,
			[]string{`mixed | The ferry was “late again,” … “We will all have to wait.” | Ana Falk | said`}},
		{"the verb before whoever speaks, after nouns", "The ferry is late, but the gains outweigh the losses, said Ana Falk.",
			[]string{"indirect | The ferry is late, but the gains outweigh the losses | Ana Falk | said"}},
		{"a part of many", "Nearly eight of ten voters say they plan to wait.",
			[]string{"indirect | they plan to wait | eight | say"}},
		{"a headline", "Ana Falk: Ferry Will Stay\n\nThe mayor, Ana Falk, said the ferry will stay.",
			[]string{"indirect | Ferry Will Stay | Ana Falk | -", "indirect | the ferry will stay | Ana Falk | said"}},
		{"what a poll shows", "A new poll shows Ana Falk leading by five points.",
			[]string{"indirect | Ana Falk leading by five points | A new poll | shows"}},
		{"what a report found", "A report published Wednesday found most of the water was clean.",
			[]string{"indirect | most of the water was clean | A report | found"}},
		{"a refusal", "Ana Falk refused to say who would pay.", []string{"indirect | to say who would pay | Ana Falk | refused"}},
		{"a reason that is given", "“The ferry is late,” Ana Falk said, citing the storm.",
			[]string{"direct | “The ferry is late,” | Ana Falk | said", "indirect | the storm | Ana Falk | citing"}},
		{"what was announced, and when", "Ana Falk announced on Friday the end of the ferry.",
			[]string{"indirect | the end of the ferry | Ana Falk | announced"}},
		{"and what else was said", "She says the ferry is late, but insists it will come.",
			[]string{"indirect | the ferry is late | She | says", "indirect | it will come | She | insists"}},
		{"a number of many", "More than 4 in 10 said the ferry was late.", []string{"indirect | the ferry was late | 4 | said"}},
		{"on a programme", "Ana Falk said on “The Morning Hour” that the ferry was late.",
			[]string{"indirect | the ferry was late | Ana Falk | said"}},
		{"a reason that comes first", "Citing the storm, Ana Falk closed the road.",
			[]string{"indirect | the storm | Ana Falk | Citing"}},
		{"what somebody is sure of", "Ana Falk is confident that the ferry will come.",
			[]string{"indirect | the ferry will come | Ana Falk | is confident"}},
		{"many words in marks, and no verb of saying", "Ana Falk closed the meeting with “a ferry for all of us by the end of May.”",
			[]string{"direct | “a ferry for all of us by the end of May.” | Ana Falk | -"}},
		{"words in marks before their noun", "Ana Falk warned of a “fierce” storm on the lake.",
			[]string{"mixed | a “fierce” storm on the lake | Ana Falk | warned of"}},
		{"a view in marks", "Ana Falk painted Ivo Dorn as a “thief of ferries” on Monday.",
			[]string{"mixed | Ivo Dorn as a “thief of ferries” | Ana Falk | painted"}},
		{"a promise in marks", "Ana Falk dropped her old pledge of “free and open” ferries.",
			[]string{"mixed | her old pledge of “free and open” ferries | Ana Falk | dropped"}},
		{"an exclamation before a verb that no lexicon has", "“It is late again!” warbled Ana Falk.",
			[]string{"direct | “It is late again!” | Ana Falk | warbled"}},
		{"what is chanted with capitals", "The sailors chanted “Bring Ana Falk Back!”",
			[]string{"direct | “Bring Ana Falk Back!” | The sailors | chanted"}},
		{"speech goes on after another sentence", "“The ferry is late,” Ana Falk said. The harbour is old. “We will all have to wait.”",
			[]string{"direct | “The ferry is late,” … “We will all have to wait.” | Ana Falk | said"}},
		{"what people might say in speech", "“One day they will say, ‘Where is the ferry?’” Ana Falk said.",
			[]string{"direct | “One day they will say, ‘Where is the ferry?’” | Ana Falk | said"}},
		{"marks of whoever reports", "Ana Falk said that Ivo Dorn wants to “sink the ferry.”",
			[]string{"mixed | Ivo Dorn wants to “sink the ferry.” | Ana Falk | said"}},
		{"a title, and a verb with an object", "In her new show, “The Ferry,” Ana Falk wrote a letter to the king.", nil},
		{"a judgement after what was said", "Ana Falk said the ferry was late, but she called the captain “brave.”",
			[]string{"indirect | the ferry was late | Ana Falk | said", "mixed | the captain “brave.” | she | called"}},
		{"whoever signs it", "“The ferry is late again, and nobody minds it at all.” — Ana Falk",
			[]string{"direct | “The ferry is late again, and nobody minds it at all.” | Ana Falk | -"}},
		{"a list with dashes in a text with marks", "Ana Falk called it “late.” She wants:\n\n— New ferries for all of the islands.\n\n— Old ferries for the lake.",
			[]string{`mixed | it “late.” | Ana Falk | called`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, proposeFor(t, "en", c.text).quotes()); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", c.text, diff)
			}
		})
	}
}

func TestVoicesAreNamedInOtherLanguages(t *testing.T) {
	for _, c := range []struct {
		language, text string
		want           []string
	}{
		{"de", "Laut Ivo Falk kann die Fähre fahren.", []string{"indirect | kann die Fähre fahren | Ivo Falk | Laut"}},
		{"de", "In einem Brief erklärte sie, dass die Fähre fahre.", []string{"indirect | die Fähre fahre | sie | erklärte"}},
		{"de", "In einem Brief erklärte sie, dass die Fähre fahre. Man habe lange gewartet. Die Fähre ist neu.",
			[]string{"indirect | die Fähre fahre | sie | erklärte", "indirect | Man habe lange gewartet | sie | -"}},
		{"fr", "— Où vas-tu ? demanda-t-elle.\n\nElle murmura :\n\n— À la maison.",
			[]string{"direct | — Où vas-tu ? | elle | demanda", "direct | — À la maison. | Elle | murmura"}},
		{"ru", "— Я не знаю, — сказал Иван. — Пойдём домой.\n— Зачем? — спросила она.",
			[]string{"direct | — Я не знаю, … Пойдём домой. | Иван | сказал", "direct | — Зачем? | она | спросила"}},
	} {
		if diff := cmp.Diff(c.want, proposeFor(t, c.language, c.text).quotes()); diff != "" {
			t.Errorf("%s\n(-want +got)\n%s", c.text, diff)
		}
	}
}
