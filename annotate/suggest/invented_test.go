package suggest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"quoth/annotate"
)

// The parts of invented names, a line for each part of the world: given names, and family names.
var world = []struct{ given, family string }{
	{"James Oliver Charlotte Amelia Henry Thomas Eleanor Grace Edward Lucy", "Ashworth Pemberton Hargreaves Whitlock Thornbury Fairclough Ogilvie McAllister O’Rourke Dunmore"},
	{"Dmitri Vladimir Sergei Anastasia Yekaterina Mikhail Nikolai Oksana Taras Bohdan", "Volkovsky Petrenko Zaytsev Morozovsky Shevchuk Lysenkov Baranovich Kuzmenko Orlovsky Gromykov"},
	{"Łukasz Małgorzata Zdzisław Agnieszka Stanisław Bogusława Jiří Zdeněk Václav Božena", "Wiśniewski Kołodziejczyk Gałczyński Śliwiński Dvořáček Procházka Novotný Żurawski Hájek Čermák"},
	{"José María Joaquín Begoña Ángel Verónica João Conceição Iñaki Núria", "Díaz-Campos Ibáñez Gutiérrez Muñoz Peñaranda Magalhães Guimarães Etxeberria Castellví Quiñones"},
	{"François Hélène Étienne Chloé Jérôme Gaëlle Benoît Thérèse Loïc Noémie", "Lefèvre Beauchêne de la Fontaine|Desprès Gauthier L’Hermitte Côté Béranger Saint-Yves Dupuis"},
	{"Jürgen Günther Käthe Björn Åsa Søren Ragnhild Øystein Mäeve Þórdís", "Müllerstein Größmann Schäferhoff Lindqvist Ångström Kjærgaard Bjørnstad Guðmundsdóttir Hämäläinen von der Heyde"},
	{"Mehmet Ayşe Gülşen İbrahim Çağla Işıl Oğuz Şebnem Cem Tuğba", "Yıldırım Özdemiroğlu Karagöz Çelikbaş Güneşli Kılıçarslan Demirtaşlı Aydınoğlu Şahinler Ünsal"},
	{"Mohammed Fatima Abdulrahman Layla Yusuf Khadija Omar Zainab Tariq Nour", "al-Hashimi bin Rashid|Abu Zayd|El-Masri Haddadin Qureshi al-Sabbagh Ben Youssef|Mansouri Khoury"},
	{"Wei Xiaoming Jianguo Meiling Haruto Sakura Minjun Seoyeon Thanh Linh", "Zhaoxing Ouyang Matsumoto Kawaguchi Yamashita Park Choi Nguyen Tranh Dinhvan"},
	{"Arjun Priya Lakshmi Rohan Ananya Chukwuemeka Ngozi Oluwaseun Thandiwe Kwame", "Venkataraman Krishnamurthy Bhattacharya Chandrasekhar Okonkwo Adebayo Nkemdirim Mthembu Owusu Balogun"},
	{"Eliahu Tamar Shira Yehuda Giorgi Nino Ketevan Aram Anahit Levon", "Ben-Shalom Rosenzweig Halevi Abramovitz Kvaratsvili Beridzeli Papazian Hovhannisian Sargisian Mizrahi"},
	{"Leilani Kalani Aroha Tane Rangi Nayeli Tlalli Itzel Amaru Killa", "Kahananui Kealoha Ngatawiri Te Rangihau|Waititiri Quispeman Mamaniri Xochitlan Huamani Poutini"},
}

// firms are the second halves of names of organisations.
var firms = strings.Split("Energy Group|Media Holding|Institute of Public Health|Liberation Front|National Bank|University of Technology|Shipping Company|Human Rights Watchers|Workers’ Union|Football Club", "|")

func families(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, "|") {
		switch part {
		case "de la Fontaine", "bin Rashid", "Abu Zayd", "Ben Youssef", "Te Rangihau", "von der Heyde":
			out = append(out, part)
			continue
		}
		fields := strings.Fields(part)
		for i := 0; i < len(fields); i++ {
			rest := strings.Join(fields[i:], " ")
			if rest == "de la Fontaine" || rest == "bin Rashid" || rest == "von der Heyde" || rest == "Ben Youssef" || rest == "Te Rangihau" {
				out = append(out, rest)
				break
			}
			out = append(out, fields[i])
		}
	}
	return out
}

// invented returns n entities of as many different names: people with one, two or initialled given
// names, every tenth an organisation. The same n gives the same entities.
func invented(n int) []*annotate.Entity {
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	seen := map[string]bool{}
	var out []*annotate.Entity
	for len(out) < n {
		w := world[rng.IntN(len(world))]
		given, family := strings.Fields(w.given), families(w.family)
		name, typ := given[rng.IntN(len(given))]+" "+family[rng.IntN(len(family))], "person"
		switch pick := rng.IntN(10); {
		case pick == 0:
			name, typ = family[rng.IntN(len(family))]+" "+firms[rng.IntN(len(firms))], "org"
		case n > 2000 && pick < 6:
			second := world[rng.IntN(len(world))]
			name = given[rng.IntN(len(given))] + " " + syllables(rng) + " " + families(second.family)[rng.IntN(10)]
		case pick == 7:
			name = given[rng.IntN(len(given))] + " " + string(rune('A'+rng.IntN(26))) + ". " + family[rng.IntN(len(family))]
		case n > 2000:
			name = syllables(rng) + " " + family[rng.IntN(len(family))]
		}
		if seen[name] {
			continue
		}
		seen[name] = true
		e := &annotate.Entity{ID: annotate.ID(fmt.Sprintf("e%07d", len(out))), Type: typ, Name: name}
		out = append(out, e)
	}
	return out
}

// syllables makes up a name.
func syllables(rng *rand.Rand) string {
	head := strings.Fields("Ka Be Lo Mi Su Ta Ri No Fe Da Zo Ge Va Ju Ha Pe Shi Tro Bra Kle Sve Gno")
	middle := strings.Fields("ra lin do ma ve sto ki nu ber lo ta ja ren vi po sha men")
	tail := strings.Fields("n s ris va ko nen dze ski ma tti le rd u o a sen yan ez oglu")
	s := head[rng.IntN(len(head))]
	for range 1 + rng.IntN(3) {
		s += middle[rng.IntN(len(middle))]
	}
	return s + tail[rng.IntN(len(tail))]
}

// cyrillic writes plain letters in another script, one by one.
var cyrillic = strings.NewReplacer("sh", "ш", "ch", "ч", "zh", "ж", "kh", "х", "ya", "я", "yu", "ю", "ts", "ц",
	"a", "а", "b", "б", "c", "к", "d", "д", "e", "е", "f", "ф", "g", "г", "h", "х", "i", "и", "j", "дж", "k", "к", "l", "л", "m", "м", "n", "н",
	"o", "о", "p", "п", "q", "к", "r", "р", "s", "с", "t", "т", "u", "у", "v", "в", "w", "в", "x", "кс", "y", "ы", "z", "з")

// aliased returns n invented entities of which some have other names too: in another script, spelt another
// way, or as the initials of an organisation.
func aliased(n int) []*annotate.Entity {
	all := invented(n)
	rng := rand.New(rand.NewPCG(5, uint64(n)))
	spelt := strings.NewReplacer("y", "i", "ck", "k", "v", "w", "j", "y", "sh", "sch", "ou", "u")
	for _, e := range all {
		w := strings.Fields(fold(e.Name))
		switch {
		case e.Type == "org" && len(w) > 2 && rng.IntN(2) == 0:
			short := ""
			for _, x := range w {
				short += strings.ToUpper(x[:1])
			}
			e.Aliases = append(e.Aliases, short)
		case rng.IntN(5) == 0:
			e.Aliases = append(e.Aliases, cyrillic.Replace(strings.Join(w, " ")))
		case rng.IntN(5) == 0:
			if other := spelt.Replace(strings.Join(w, " ")); other != strings.Join(w, " ") {
				e.Aliases = append(e.Aliases, other)
			}
		}
	}
	return all
}
