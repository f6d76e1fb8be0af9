package workbench

import (
	"fmt"
	"strings"

	"quoth/annotate"
)

// About is what there is to know of an annotation at a glance.
type About struct {
	Annotation *annotate.Annotation
	Type       *annotate.Type
	Words      string           // a line of its words
	Entity     *annotate.Entity // whom it refers to, or nil
	Others     int              // other mentions of the same in the article
	Next       annotate.ID      // the next of them, round the end
	Roles      []ArgRow         // what fills its roles
	Missing    []Missing
	In         []Part // what it is part of
	Parts      int    // how many there are
	Origin     string // who or what made it: "rules, by direct-quote, 0.97 sure"
}

// Part says that an annotation fills a role of another.
type Part struct {
	Of   annotate.ID
	Role string // "speaker"
	Text string // a line of the other's words
}

// mostParts bounds how many annotations are named that one is part of.
const mostParts = 3

// About returns what there is to know of an annotation; false where there is none with the identity.
func (b *Bench) About(id annotate.ID) (About, bool) {
	if b.set == nil || b.set.Get(id) == nil {
		return About{}, false
	}
	a := b.set.Get(id)
	t := b.Schema().Type(a.Type)
	if t == nil {
		return About{}, false
	}
	x := About{Annotation: a, Type: t, Words: clip(head(b.doc.Surface(a.Spans[:1])), 80), Entity: b.Entity(a.Entity), Missing: b.missing(a), Origin: b.originOf(a)}
	x.Others, x.Next = b.others(a)
	for _, r := range b.args(a, t) {
		if r.Target != "" {
			x.Roles = append(x.Roles, r)
		}
	}
	for _, user := range b.set.Users(id) {
		for _, arg := range user.Args {
			if arg.Target != id {
				continue
			}
			if x.Parts++; x.Parts > mostParts {
				continue
			}
			role := arg.Role
			if ut := b.Schema().Type(user.Type); ut != nil && ut.Role(role) != nil {
				role = strings.ToLower(ut.Role(role).Label)
			}
			x.In = append(x.In, Part{user.ID, role, clip(head(b.doc.Surface(user.Spans[:1])), 60)})
		}
	}
	return x, true
}

// originOf says who or what made an annotation, by what, and how sure that was.
func (b *Bench) originOf(a *annotate.Annotation) string {
	o := a.Origin
	if o == (annotate.Origin{}) {
		return string(b.set.Annotator)
	}
	var parts []string
	if o.Annotator != "" && (!b.Blind() || o.Annotator == b.Annotator()) {
		parts = append(parts, string(o.Annotator))
	}
	if o.Rule != "" {
		parts = append(parts, "by "+o.Rule)
	}
	if o.Score > 0 {
		parts = append(parts, fmt.Sprintf("%.2f sure", o.Score))
	}
	return strings.Join(parts, ", ")
}

// others counts the other mentions of what an annotation refers to, and returns the next of them in the
// text, round the end. Mentions that are not named are the same where their words are.
func (b *Bench) others(a *annotate.Annotation) (n int, next annotate.ID) {
	if b.Schema().Kind(a.Type) != annotate.KindMention {
		return 0, ""
	}
	same := b.set.Referring(a.Entity)
	if a.Entity == "" {
		same = b.called()[surfaceOf(b.doc, a)]
	}
	to := same.After(a)
	if to == nil {
		return 0, ""
	}
	return same.Len() - 1, to.ID
}

// nextOfSame goes to the next mention of the same.
func (b *Bench) nextOfSame() {
	n, next := b.others(b.Current())
	if n == 0 {
		b.say("Nothing else in this article is marked as the same.")
		return
	}
	to := b.set.Get(next)
	if b.far(to.Hull()) {
		b.jump()
	}
	b.goTo(to)
}
