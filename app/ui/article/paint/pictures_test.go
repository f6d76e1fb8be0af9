package paint

import (
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
)

const (
	harbour = "Prime Minister Ana Duarte of the Harbour Council of Eidvåg met the pilots. Nobody else was there, and a storm was on its way to the northern coast."
	nested  = "The clerk wrote: “According to the mayor, ‘the council said “no bridge before May” and left it there’, which nobody denied.” That was all she would say about it on Monday."
	broken  = "“The boats will sail again,” said Tomás Brandão, who has led the union of deck crews in Havnesund since the spring of 2019 and lives on the outer islands himself, “as soon as the paper is signed by both.”"
)

func pictures() []*picture {
	var all []*picture
	add := func(p picture) { all = append(all, &p) }
	add(picture{name: "eight-mentions", text: harbour, width: 420, height: 150, measure: 370, marks: func(p *pen) {
		p.on("R", "Prime Minister")
		p.on("P", "Ana Duarte")
		p.on("P", "Prime Minister Ana Duarte")
		p.on("O", "Harbour Council")
		p.on("L", "Eidvåg")
		p.on("O", "Harbour Council of Eidvåg")
		p.on("G", "Ana Duarte of the Harbour Council")
		p.on("G", "Prime Minister Ana Duarte of the Harbour Council of Eidvåg")
		p.on("P", "Duarte")
		p.event("meet", "met")
		p.on("G", "the pilots")
	}})
	add(picture{name: "one-word-eight-times", text: harbour, width: 420, height: 130, measure: 370, marks: func(p *pen) {
		for _, l := range []string{"R", "P", "O", "L", "G", "D", "C", "P"} {
			p.on(l, "Duarte")
		}
		p.event("meet", "met")
		p.event("storm", "met the pilots")
	}})
	add(picture{name: "nested-quotes", text: nested, width: 420, height: 150, measure: 370, marks: func(p *pen) {
		p.on("Q", "“According to the mayor, ‘the council said “no bridge before May” and left it there’, which nobody denied.”")
		p.on("Q", "‘the council said “no bridge before May” and left it there’")
		p.on("Q", "“no bridge before May”")
		p.on("C", "wrote")
		p.on("P", "the mayor")
		p.on("O", "the council")
		p.on("C", "said")
	}})
	add(picture{name: "broken-quote", text: broken, width: 420, height: 160, measure: 370, marks: func(p *pen) {
		p.on("Q", "“The boats will sail again,”", "“as soon as the paper is signed by both.”")
		p.on("C", "said")
		p.on("P", "Tomás Brandão")
		p.on("L", "Havnesund")
	}})
	add(picture{name: "event-in-a-quote", text: meeting, width: 470, height: 190, measure: 400, marks: frame, scene: func(s *Scene, p *pen) {
		s.Selected, s.Connectors = "E0", tree(p)
	}})
	add(picture{name: "event-in-a-quote-scrolled", text: meeting, width: 470, height: 92, measure: 400, marks: frame, scene: func(s *Scene, p *pen) {
		s.Selected, s.Connectors = "E0", tree(p)
		s.Anchor = s.Layout.Scroll(s.Anchor, 46, 92)
	}})
	add(picture{name: "proposals", text: harbour + " “No,” she said.", width: 420, height: 150, measure: 370, marks: func(p *pen) {
		p.on("P", "Ana Duarte")
		p.on("O", "Harbour Council of Eidvåg")
		p.on("C", "said")
		p.event("meet", "met")
		p.on("Q", "“No,”")
		p.on("L", "Eidvåg")
		p.on("D", "storm")
		for i := range p.marks[:6] {
			p.marks[i].Proposal = true
		}
	}})
	add(picture{name: "right-to-left", text: hebrew, system: true, width: 420, height: 130, measure: 370, marks: func(p *pen) {
		p.on("P", "דנה לוי")
		p.on("R", "ראש העיר")
		p.on("P", "ראש העיר דנה לוי")
		p.on("D", "12 במאי")
		p.on("Q", "“נחתום מחר,”", "“אם כולם יבואו.”")
		p.on("C", "אמרה")
		p.event("שב", "חזרה")
		p.on("O", "Skip og Folk")
	}, scene: func(s *Scene, p *pen) {
		s.Selected = "E6"
		s.Connectors = []Connector{{From: "E6", To: "P2", Role: "traveller", Anchor: "travel", Text: "דנה לוי"}, {From: "E6", To: "D3", Role: "time", Anchor: "travel", Text: "12 במאי"}}
	}})
	add(picture{name: "hits-and-hints", text: meeting, width: 470, height: 130, measure: 400, marks: frame, scene: func(s *Scene, p *pen) {
		at := func(words string) annotate.Span {
			i := strings.Index(p.text, words)
			return annotate.Span{Start: i, End: i + len(words)}
		}
		s.Hits, s.Hit = []annotate.Span{at("the Harbour"), at("the pilots"), at("the northern")}, 1
		s.Hints = []Hint{{Offset: at("Ana Duarte").Start, End: at("Ana Duarte").End, Letter: "A", Chosen: true}, {Offset: at("Eidvåg").Start, End: at("Eidvåg").End, Letter: "S"}}
		s.SelStart, s.SelEnd = at("met the").Start, at("met the").End
		s.Flash = at("storm")
	}})
	for name, palette := range map[string]func() Palette{"light": Light, "dark": Dark, "light-contrast": LightContrast, "dark-contrast": DarkContrast} {
		add(picture{name: "palette-" + name, text: harbour + " “We go when it has passed,” said Duarte.", palette: palette, width: 420, height: 160, measure: 370, marks: func(p *pen) {
			p.on("R", "Prime Minister")
			p.on("P", "Ana Duarte")
			p.on("O", "Harbour Council of Eidvåg")
			p.on("L", "Eidvåg")
			p.event("meet", "met")
			p.on("G", "the pilots")
			p.on("D", "storm")
			p.on("Q", "“We go when it has passed,”")
			p.on("C", "said")
		}, scene: func(s *Scene, p *pen) {
			s.Selected = "E4"
			s.Connectors = []Connector{{From: "E4", To: "P1", Role: "participant"}, {From: "E4", To: "G5", Role: "participant"}}
		}})
	}
	add(picture{name: "twice-as-sharp", text: harbour, width: 420, height: 120, measure: 370, scale: 2, marks: func(p *pen) {
		p.on("R", "Prime Minister")
		p.on("P", "Ana Duarte")
		p.on("P", "Prime Minister Ana Duarte")
		p.on("L", "Eidvåg")
		p.event("meet", "met")
		p.on("G", "the pilots")
		p.on("Q", "Nobody else was there")
	}, scene: func(s *Scene, p *pen) {
		s.Selected = "E4"
		s.Connectors = []Connector{{From: "E4", To: "P1", Role: "participant"}, {From: "E4", To: "L3", Role: "place"}}
	}})
	for name, palette := range map[string]func() Palette{"light": Light, "dark": Dark, "light-contrast": LightContrast, "dark-contrast": DarkContrast} {
		add(picture{name: "lanes-" + name, text: lined, palette: palette, width: 330, height: 180, measure: 210, marks: func(p *pen) {
			p.on("P", "Ana Duarte")
			p.on("Q", "“We go when she does,”")
		}, scene: lanesOf})
	}
	add(picture{name: "lanes-twice-as-sharp", text: lined, width: 330, height: 180, measure: 210, scale: 2, marks: func(p *pen) {
		p.on("P", "Ana Duarte")
		p.on("Q", "“We go when she does,”")
	}, scene: lanesOf})
	return all
}

const lined = "The first line.\nAna Duarte met them.\n“We go when she does,”\nsaid the pilots.\nThe end."

func lanesOf(s *Scene, p *pen) {
	v := threeVoters(p.text, "Ana Duarte", "“We go when", "said the", "The end")
	s.Voters, s.Lanes, s.Voted = v, NewPainter(s.Layout.Fonts()).LanesOf(v, s.Scale), annotate.Span{Start: v.lines[1].on.Start, End: v.lines[1].on.End}
	s.Anchor.DY -= 14 * int(s.Scale)
}

const hebrew = "ראש העיר דנה לוי חזרה ביום 12 במאי מן האי. “נחתום מחר,” אמרה לאנשי Skip og Folk, “אם כולם יבואו.”"

const meeting = "Ana Duarte, who leads the Harbour Council, wrote on Friday: “We met the pilots of the northern coast in Eidvåg, " +
	"and all of them said that the storm had cost them the winter. They will come back in May with their own boats, and we " +
	"shall see.” The council meets the minister on Monday."

func frame(p *pen) {
	p.event("meet", "met")
	p.on("Q", "“We met the pilots of the northern coast in Eidvåg, and all of them said that the storm had cost them the winter. They will come back in May with their own boats, and we shall see.”")
	p.on("P", "Ana Duarte")
	p.on("G", "the pilots of the northern coast")
	p.on("L", "northern coast")
	p.on("L", "Eidvåg")
	p.on("G", "them")
	p.on("D", "May")
	p.on("O", "Harbour Council")
	p.on("C", "wrote")
	p.on("D", "Friday")
}

func tree(p *pen) (cs []Connector) {
	for id, role := range map[string]string{"P2": "participant", "G3": "participant", "L5": "place", "D7": "time"} {
		for i := range p.marks {
			if m := &p.marks[i]; string(m.ID) == id {
				cs = append(cs, Connector{From: "E0", To: m.ID, Role: role, Color: m.Color, Anchor: "met", Text: p.text[m.Spans[0].Start:m.Spans[0].End]})
			}
		}
	}
	slices.SortFunc(cs, func(a, b Connector) int { return strings.Compare(string(a.To), string(b.To)) })
	return cs
}

func TestPictures(t *testing.T) {
	for _, p := range pictures() {
		t.Run(p.name, p.check)
	}
}
