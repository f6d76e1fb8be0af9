package propose

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"quoth/annotate"
)

// trigger is a word of the lexicon that names an event.
type trigger struct {
	typ             string
	noun            bool
	forms           forms
	rest            []string // further words: "down" of "step down"
	subject, object string   // the roles they fill, "" for none
}

func (l *Lexicon) readEvents(name string, data []byte) error {
	g := l.of(fallback)
	return eachRow(name, data, []string{"type", "part", "words", "subject", "object"}, func(c []string) error {
		if c[1] != "verb" && c[1] != "noun" {
			return fmt.Errorf("part is %q; it must be verb or noun", c[1])
		}
		for i := range c[3:] {
			if c[3+i] == "-" {
				c[3+i] = ""
			}
		}
		for _, w := range strings.Fields(c[2]) {
			base, past, _ := strings.Cut(w, "//")
			for form, as := range inflections(strings.ReplaceAll(base, "_", " "), strings.ReplaceAll(past, "_", " "), c[1] == "noun") {
				words := strings.FieldsFunc(form, func(r rune) bool { return r == ' ' || r == '-' })
				t := trigger{typ: c[0], noun: c[1] == "noun", forms: as, rest: words[1:], subject: c[3], object: c[4]}
				e := g.entry(words[0])
				e.trigger = append(e.trigger, t)
			}
		}
		return nil
	})
}

// inflections returns the forms of an English word, each with what it is.
func inflections(base, past string, noun bool) map[string]forms {
	out := map[string]forms{}
	head, tail, _ := strings.Cut(base, " ")
	if tail != "" {
		tail = " " + tail
	}
	add := func(w string, f forms) { out[w] |= f }
	add(base, baseForm)
	plural := head + "s"
	stem := head
	last := head[len(head)-1]
	switch {
	case strings.HasSuffix(head, "s") || strings.HasSuffix(head, "sh") || strings.HasSuffix(head, "ch") || strings.HasSuffix(head, "x"):
		plural = head + "es"
	case last == 'y' && len(head) > 1 && !strings.ContainsRune("aeiou", rune(head[len(head)-2])):
		plural = head[:len(head)-1] + "ies"
	}
	if noun {
		if !strings.HasSuffix(head, "s") {
			add(plural+tail, thirdForm)
		}
		return out
	}
	add(plural+tail, thirdForm)
	switch {
	case last == 'e' && !strings.HasSuffix(head, "ee"):
		stem = head[:len(head)-1]
	case doubles(head):
		stem = head + string(last)
	}
	add(stem+"ing"+tail, gerundForm)
	if past != "" {
		add(past, pastForm|participleForm)
		return out
	}
	switch {
	case last == 'y' && strings.HasSuffix(plural, "ies"):
		add(head[:len(head)-1]+"ied"+tail, pastForm|participleForm)
	default:
		add(stem+"ed"+tail, pastForm|participleForm)
	}
	return out
}

// doubles reports whether a verb doubles its last consonant: stab, stabbed.
func doubles(w string) bool {
	if len(w) < 3 || len(w) > 4 && w != "transfer" {
		return false
	}
	vowel := func(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
	a, b, c := w[len(w)-3], w[len(w)-2], w[len(w)-1]
	return !vowel(a) && vowel(b) && !vowel(c) && c != 'w' && c != 'x' && c != 'y'
}

// events proposes the events whose triggers the text has, with those who take part.
func (r *reading) events() {
	if r.grammar.code != "en" {
		return
	}
	for s := 0; s+1 < len(r.sentences); s++ {
		for i := r.sentences[s]; i < r.sentences[s+1]; i++ {
			if len(r.tokens[i].entry.trigger) > 0 && r.tokens[i].name < 0 && !r.skipsNames(i) {
				r.event(i, r.sentences[s], r.sentences[s+1])
			}
		}
	}
}

// event proposes the event that token i of the sentence [from, to) may name.
func (r *reading) event(i, from, to int) {
	x, n, ok := r.triggerAt(i, to)
	if !ok || r.known.Schema.Type(x.typ) == nil {
		return
	}
	e := &happening{reading: r, x: x, at: i, end: i + n, from: from, to: to, args: nil}
	e.find()
	score := 0.55
	if x.noun {
		score = 0.5
	}
	score += 0.15 * float64(min(len(e.args), 2))
	if e.subject >= 0 || e.object >= 0 {
		score += 0.05
	}
	if len(e.args) == 0 && x.noun && !strings.HasPrefix(x.typ, "disaster") && !strings.HasPrefix(x.typ, "conflict") {
		return
	}
	if !x.noun && (len(e.args) == 0 || e.object < 0 && takesObject[x.typ] && x.object != "") {
		return
	}
	span := annotate.Span{Start: r.tokens[i].start, End: r.tokens[i+n-1].end}
	why := "“" + r.words(i, i+n) + "” names it"
	if e.subject >= 0 {
		why += "; before it “" + r.words(r.names[e.subject].from, r.names[e.subject].to) + "”"
	}
	if e.object >= 0 {
		why += "; behind it “" + r.words(r.names[e.object].from, r.names[e.object].to) + "”"
	}
	a := r.make(x.typ, []annotate.Span{span}, "trigger", score, why)
	if a == nil || len(a.Args) > 0 {
		return
	}
	typ := r.known.Schema.Type(x.typ)
	for _, p := range e.args {
		role := typ.Role(p.role)
		if role == nil {
			continue
		}
		m := r.mention(p.name)
		if m == nil || !slices.Contains(role.Targets, m.Type) || role.Single && a.Arg(p.role) != "" {
			continue
		}
		if arg := (annotate.Arg{Role: p.role, Target: m.ID}); !slices.Contains(a.Args, arg) {
			a.Args = append(a.Args, arg)
		}
	}
	realis, polarity := e.modality()
	for _, kv := range [...][2]string{{"realis", realis}, {"polarity", polarity}} {
		k, v := kv[0], kv[1]
		if x := typ.Attr(k); x != nil && v != "" && v != x.Default {
			if a.Attrs == nil {
				a.Attrs = map[string]string{}
			}
			a.Attrs[k] = v
		}
	}
}

// takesObject are the types whose verbs mean something else where nobody is behind them: "dismissed the idea".
var takesObject = set(`personnel.leave personnel.appoint personnel.elect justice.arrest justice.charge justice.sentence business.deal
	business.found communicate.accuse policy.sanction policy.aid contact.invite life.injure`)

// triggerAt returns the trigger that token i is, and how many tokens it takes. What may be verb or noun is told by what stands
// before it.
func (r *reading) triggerAt(i, to int) (x trigger, n int, ok bool) {
	t := &r.tokens[i]
	for _, x := range t.entry.trigger {
		if i+len(x.rest) >= to && len(x.rest) > 0 {
			continue
		}
		good := true
		for k, w := range x.rest {
			if r.tokens[i+1+k].low != w {
				good = false
			}
		}
		if !good || x.noun != r.nominal(i) {
			continue
		}
		if !x.noun && x.forms == participleForm|pastForm && i+1 < to && r.tokens[i].gap == 0 && i > 0 && r.tokens[i-1].class&isArticle != 0 {
			continue // "the injured man"
		}
		return x, 1 + len(x.rest), true
	}
	return trigger{}, 0, false
}

// nominal reports whether token i stands where nouns stand.
func (r *reading) nominal(i int) bool {
	t := &r.tokens[i]
	verb, noun := false, false
	var as forms
	for _, x := range t.entry.trigger {
		verb, noun = verb || !x.noun, noun || x.noun
		if !x.noun {
			as |= x.forms
		}
	}
	if !verb {
		return i == 0 || r.tokens[i-1].class&(isInfinitive|isModal|isSubject) == 0 || r.tokens[i-1].gap == 0 && r.tokens[i-1].class&isArticle != 0
	}
	if !noun && as&(pastForm|gerundForm) != 0 {
		return false
	}
	if t.gap&gapPossessive != 0 {
		return true
	}
	if i == 0 || t.first {
		return noun
	}
	p := &r.tokens[i-1]
	switch {
	case p.class&isInfinitive != 0:
		return false
	case p.class&(isArticle|isPossessive|isDemonym) != 0 && p.class&isSubject == 0, p.class&isPreposition != 0 && as&gerundForm == 0:
		return true
	case p.class&(isModal|isAuxiliary|isSubject|isBe) != 0:
		return false
	case p.name >= 0 && as&(pastForm|thirdForm) != 0:
		return false
	case as&pastForm != 0 && !noun:
		return false
	case p.class == 0 && noun:
		return true
	}
	return noun
}

// happening is an event while those who take part are looked for.
type happening struct {
	*reading
	x               trigger
	at, end         int
	from, to        int
	args            []part
	subject, object int // names, -1 for none
}

type part struct {
	role string
	name int
}

func (e *happening) find() {
	e.subject, e.object = -1, -1
	if e.x.noun {
		e.ofNoun()
	} else {
		e.ofVerb()
	}
	e.when()
	e.where()
}

// actor reports whether a name may take part: somebody, not a date, and for most roles no place.
func (e *happening) actor(n int32, role string) bool {
	if n < 0 {
		return false
	}
	t := e.known.Schema.Type(e.x.typ)
	r := t.Role(role)
	return r != nil && slices.Contains(r.Targets, e.names[n].typ)
}

func (e *happening) add(role string, name int32) {
	if role == "" || name < 0 || slices.ContainsFunc(e.args, func(p part) bool { return p.name == int(name) }) {
		return
	}
	e.args = append(e.args, part{role, int(name)})
	// Those that "and" joins with it take part, too.
	n := e.names[name]
	for _, at := range []int{n.from - 2, n.to + 1} {
		and := at + 1
		if at > n.from {
			and = n.to
		}
		if at < e.from || at >= e.to || and >= e.to || e.tokens[and].low != "and" || e.tokens[and].gap != 0 || e.tokens[and+1].gap != 0 || at > n.from && e.end <= and && e.at > n.to {
			continue
		}
		if o := e.tokens[at].name; o >= 0 && e.names[o].typ == n.typ && n.typ != "date" && n.typ != "place" && e.actor(o, role) {
			e.add(role, o)
		}
	}
}

// ofVerb finds subject and object of a verb.
func (e *happening) ofVerb() {
	passive := false
	gerund := e.x.forms&gerundForm != 0
	i := e.at - 1
	for i >= e.from && e.tokens[i+1].gap&(gapComma|gapStrong) == 0 && e.tokens[i].name < 0 {
		t := &e.tokens[i]
		if t.is(isBe) && !gerund {
			passive = true
		}
		if t.class&(isAuxiliary|isBe|isModal|isAdverb|isNegation|isInfinitive|isWho) == 0 && !strings.HasSuffix(t.low, "ly") {
			break
		}
		i--
	}
	subject := int32(-1)
	// The nearest name before the verb in its clause that no preposition makes an adverbial.
	for k, steps := i, 0; k >= e.from && steps < 8; k, steps = k-1, steps+1 {
		t := &e.tokens[k]
		if t.name >= 0 {
			n := e.names[t.name]
			if n.typ != "date" && (n.from == e.from || e.tokens[n.from-1].class&isPreposition == 0) && e.actorEither(t.name, passive) && !(n.to < len(e.tokens) && e.tokens[n.to].gap&gapPossessive != 0) {
				subject = t.name
				break
			}
			k = n.from
			continue
		}
		if k < e.at-1 && e.tokens[k+1].gap&gapStrong != 0 || t.class&(isConjunction|isThat) != 0 && steps > 0 || t.class&(isVerb) != 0 && t.class&(isAuxiliary|isBe|isModal) == 0 {
			break
		}
		if t.is(isRole|isRolePlural|isKin) && e.tokens[k+1].gap == 0 {
			subject = int32(e.standing(k))
			break
		}
		if t.class&(isHe|isShe|isThey) != 0 && t.class&isPossessive == 0 {
			subject = int32(e.pronoun(k))
			break
		}
	}
	object := int32(-1)
	for k := e.end; k < e.to && k < e.end+8; k++ {
		t := &e.tokens[k]
		if k > e.end && t.gap&(gapComma|gapStrong) != 0 && t.name < 0 || t.class&(isVerb|isWho|isThat|isModal) != 0 && t.class&(isArticle|isPreposition) == 0 {
			break
		}
		if t.name >= 0 {
			n := e.names[t.name]
			if n.typ == "date" {
				continue
			}
			if n.to < e.to && e.tokens[n.to].gap&gapPossessive != 0 {
				k = n.to - 1
				continue
			}
			object = t.name
			if n.from > e.end && e.tokens[n.from-1].class&isPreposition != 0 && !(passive && e.tokens[n.from-1].low == "by") && e.x.object != "destination" && !(e.tokens[n.from-1].low == "with" && e.x.object == e.x.subject) {
				object = -1
			}
			if e.x.object == "destination" && n.from > e.end && !slices.Contains([]string{"to", "in", "for", "at"}, e.tokens[n.from-1].low) {
				object = -1
			}
			break
		}
		if t.is(isRole|isRolePlural|isKin) && (k+1 >= e.to || e.tokens[k+1].name < 0 || e.tokens[k+1].gap != 0) && (k == e.end || e.tokens[k-1].class&isPreposition == 0 || passive && e.tokens[k-1].low == "by") {
			object = int32(e.standing(k))
			break
		}
	}
	if passive {
		by := object
		e.subject, e.object = -1, int(subject)
		e.add(e.x.object, subject)
		if e.x.object == "" {
			e.object = -1
		}
		if by >= 0 && e.names[by].from > e.end && e.tokens[e.names[by].from-1].low == "by" && e.actor(by, e.x.subject) {
			e.add(e.x.subject, by)
			e.subject = int(by)
		}
		return
	}
	if subject >= 0 && e.actor(subject, e.x.subject) {
		e.add(e.x.subject, subject)
		e.subject = int(subject)
	}
	if object >= 0 && object != subject && e.x.object != "" && e.actor(object, e.x.object) {
		e.add(e.x.object, object)
		e.object = int(object)
	}
}

func (e *happening) actorEither(n int32, passive bool) bool {
	if passive {
		return e.actor(n, e.x.object)
	}
	return e.actor(n, e.x.subject)
}

// ofNoun finds whose a noun is and what it is of: "Ana’s visit to Oslo", "the arrest of two men", "talks between A and B".
func (e *happening) ofNoun() {
	k := e.at - 1
	for k >= e.from && e.tokens[k+1].gap == 0 && e.tokens[k].name < 0 && e.tokens[k].class&(isPreposition|isVerb|isArticle|isPossessive) == 0 && k > e.at-3 {
		k--
	}
	if k >= e.from && e.tokens[k].name >= 0 && e.tokens[k+1].gap&^(gapPossessive|gapHyphen) == 0 && e.names[e.tokens[k].name].typ != "date" {
		n := e.tokens[k].name
		if e.names[n].typ == "place" && e.tokens[k+1].gap&gapPossessive == 0 {
			e.place(n)
		} else if e.actor(n, e.x.subject) {
			e.add(e.x.subject, n)
			e.subject = int(n)
		}
	}
	if k >= e.from && e.tokens[k].class&isPossessive != 0 && e.x.subject != "" && e.tokens[k].class&(isHe|isShe|isThey) == 0 {
		_ = k // whose it is, a pronoun says; the annotator may add it
	}
	for k := e.end; k < min(e.to, e.end+7); k++ {
		t := &e.tokens[k]
		if k > e.end && t.gap&(gapComma|gapStrong) != 0 || t.class&(isVerb|isModal|isWho|isThat|isBe) != 0 && t.class&(isPreposition|isArticle) == 0 {
			break
		}
		if t.name < 0 {
			continue
		}
		n := t.name
		if e.names[n].typ == "date" || e.names[n].from == 0 {
			continue
		}
		at := e.names[n].from - 1
		for at > e.end && e.tokens[at].class&(isArticle|isDemonym|isTitle|isRole) != 0 && e.tokens[at].class&isPreposition == 0 {
			at--
		}
		prep := e.tokens[at].low
		if at != e.end && prep != "and" {
			if at = at - 1; at >= e.end && e.tokens[at].name < 0 {
				break // "talks in the town of Eidvåg"
			}
		}
		if e.names[n].to < e.to && e.tokens[e.names[n].to].gap&gapPossessive != 0 {
			k = e.names[n].to - 1
			continue
		}
		role := ""
		switch prep {
		case "of", "against", "on", "the":
			role = e.x.object
		case "between", "with", "by", "and":
			role = e.x.subject
		case "to":
			if e.x.object == "destination" {
				role = e.x.object
			}
		}
		if role != "" && e.actor(n, role) {
			e.add(role, n)
			if role == e.x.object {
				e.object = int(n)
			}
		}
		k = e.names[n].to - 1
	}
}

// standing makes a name of the phrase whose noun is token k.
func (e *happening) standing(k int) int {
	from := k
	t := &e.tokens[k]
	typ, sort := "group", groupName
	switch {
	case t.is(isKin):
		typ, sort = "person", roleName
	case t.is(isRole):
		typ, sort = "role", roleName
	}
	for from > e.from && e.tokens[from].gap == 0 && e.tokens[from-1].name < 0 && from > k-4 &&
		(e.tokens[from-1].class&(isArticle|isPossessive) != 0 && typ != "role" || e.tokens[from-1].class == 0 && typ == "group" && len(e.tokens[from-1].entry.trigger) == 0 && !strings.HasSuffix(e.tokens[from-1].low, "ed")) {
		from--
		if e.tokens[from].class&isArticle != 0 && e.tokens[from].low == "the" {
			break
		}
	}
	e.reading.names = append(e.reading.names, name{from: from, to: k + 1, typ: typ, sort: sort, score: 0.7, why: "it takes part in an event"})
	id := len(e.reading.names) - 1
	for i := from; i <= k; i++ {
		e.tokens[i].name = int32(id)
	}
	if sort == roleName && typ == "role" {
		e.resolveRole(id, e.personsBefore(from))
	}
	return id
}

// pronoun makes a name of a pronoun.
func (e *happening) pronoun(k int) int {
	typ := "person"
	if e.tokens[k].is(isThey) {
		typ = "group"
	}
	e.reading.names = append(e.reading.names, name{from: k, to: k + 1, typ: typ, sort: pronounName, score: 0.6, why: "it takes part in an event"})
	id := len(e.reading.names) - 1
	e.tokens[k].name = int32(id)
	if typ == "person" {
		e.resolvePronoun(id, e.personsBefore(k), nil)
	}
	return id
}

// personsBefore returns the names of persons before a token, in the order of the text.
func (r *reading) personsBefore(at int) []int {
	n := sort.Search(len(r.persons), func(i int) bool { return r.names[r.persons[i]].from >= at })
	return r.persons[:n]
}

// when takes the date of the sentence: the nearest one.
func (e *happening) when() {
	best, most := int32(-1), 14
	for k := max(e.from, e.at-12); k < min(e.to, e.end+12); k++ {
		if n := e.tokens[k].name; n >= 0 && e.names[n].typ == "date" {
			d := k - e.end
			if k < e.at {
				d = e.at - k + 3
			}
			if d < most {
				best, most = n, d
			}
		}
	}
	if best >= 0 && e.known.Schema.Type(e.x.typ).Role("time") != nil {
		e.add("time", best)
	}
}

// where takes the place behind the trigger: "in Oslo".
func (e *happening) where() {
	for k := e.end; k < min(e.to, e.end+10); k++ {
		if k > e.end && e.tokens[k].gap&(gapStrong) != 0 {
			return
		}
		n := e.tokens[k].name
		if n >= 0 && e.names[n].typ == "place" && e.names[n].from > 0 && slices.Contains([]string{"in", "at", "near", "outside", "on"}, e.tokens[e.names[n].from-1].low) {
			e.place(n)
			return
		}
		if k > e.end+1 && e.tokens[k].class&(isVerb|isThat|isWho) != 0 && e.tokens[k].class&isArticle == 0 {
			return
		}
	}
}

func (e *happening) place(n int32) {
	if e.known.Schema.Type(e.x.typ).Role("place") != nil {
		e.add("place", n)
	}
}

// modality says by the words around the trigger whether the event is said to have happened, and whether it is denied.
func (e *happening) modality() (realis, polarity string) {
	// Of a noun, only the words just before it say so; of a verb, those of its clause.
	reach := 6
	if e.x.noun {
		reach = 4
	}
	for k := e.at - 1; k >= e.from && k >= e.at-reach; k-- {
		t := &e.tokens[k]
		if e.tokens[k+1].gap&gapStrong != 0 || e.tokens[k+1].gap&gapComma != 0 && k < e.at-1 {
			break
		}
		switch {
		case t.is(isNegation) && (t.low != "no" || k == e.at-1 || !e.x.noun):
			realis, polarity = "other", "negative"
		case t.is(isPartial), t.is(isInfinitive) && !e.x.noun && k == e.at-1, t.is(isHedge):
			realis = "other"
		case t.is(isModal) && !e.x.noun && !t.is(isInfinitive):
			realis = "other"
		}
	}
	if !e.x.noun && e.end < e.to && e.tokens[e.end].low == "no" {
		polarity = "negative"
	}
	if e.x.forms == baseForm && !e.x.noun && realis == "" && e.x.forms&pastForm == 0 && e.subject >= 0 {
		realis = "generic"
	}
	return realis, polarity
}
