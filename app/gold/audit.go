package gold

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Audit is what of gold is left for a person to look at, by article. A project keeps it; what was looked at is kept, too,
// so that it stays looked at when files are merged.
type Audit map[annotate.DocumentID]map[annotate.ID]bool // true: to be looked at; false: looked at

// settingAudit keeps it: a map of articles to annotations of gold, with a minus before what was looked at.
const settingAudit = "review.audit"

// ReadAudit reads what is left to look at. What cannot be read is nothing, for a sample can be drawn again.
func ReadAudit(ctx context.Context, p *store.Project) Audit {
	audit := Audit{}
	kept, err := p.Setting(ctx, settingAudit)
	var m map[annotate.DocumentID][]string
	if err != nil || kept == "" || json.Unmarshal([]byte(kept), &m) != nil {
		return audit
	}
	for doc, ids := range m {
		for _, id := range ids {
			rest, seen := strings.CutPrefix(id, "-")
			audit.Put(doc, annotate.ID(rest), !seen)
		}
	}
	return audit
}

// Put says that something is to be looked at, or was.
func (a Audit) Put(doc annotate.DocumentID, id annotate.ID, look bool) {
	if a[doc] == nil {
		a[doc] = map[annotate.ID]bool{}
	}
	a[doc][id] = look
}

// Keep writes it into the project.
func (a Audit) Keep(ctx context.Context, p *store.Project) error {
	m := map[annotate.DocumentID][]string{}
	for doc, ids := range a {
		for id, look := range ids {
			if look {
				m[doc] = append(m[doc], string(id))
			} else {
				m[doc] = append(m[doc], "-"+string(id))
			}
		}
		slices.Sort(m[doc])
	}
	out, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return p.SetSetting(ctx, settingAudit, string(out))
}

// Add puts a sample into what is to be looked at and writes that.
func (a Audit) Add(ctx context.Context, p *store.Project, sample []Sample) error {
	if len(sample) == 0 {
		return nil
	}
	for _, s := range sample {
		a.Put(s.Document.ID, s.ID, true)
	}
	return a.Keep(ctx, p)
}

// Judged says with which change it was decided about what of gold of a sample, so that it is to be looked at again once
// that is undone, also another day.
type Judged map[annotate.ID]Place

// Place is an annotation of gold.
type Place struct {
	Document annotate.DocumentID
	ID       annotate.ID
}

// settingJudged keeps it: a map of changes to lists of one word, the article and the annotation with a blank between; a
// merging unites what is a map of lists.
const settingJudged = "review.judged"

// ReadJudged reads what was decided about of samples. What cannot be read is nothing.
func ReadJudged(ctx context.Context, p *store.Project) Judged {
	judged := Judged{}
	kept, err := p.Setting(ctx, settingJudged)
	var m map[annotate.ID][]string
	if err != nil || kept == "" || json.Unmarshal([]byte(kept), &m) != nil {
		return judged
	}
	for change, list := range m {
		for _, words := range list {
			if doc, id, ok := strings.Cut(words, " "); ok {
				judged[change] = Place{annotate.DocumentID(doc), annotate.ID(id)}
			}
		}
	}
	return judged
}

// Put says with which change it was decided about a place. An earlier one is forgotten: it was taken back before, else the
// place would not have been in the sample, and cannot be done again any more.
func (j Judged) Put(change annotate.ID, at Place) {
	maps.DeleteFunc(j, func(_ annotate.ID, x Place) bool { return x == at })
	j[change] = at
}

// Keep writes it into the project.
func (j Judged) Keep(ctx context.Context, p *store.Project) error {
	m := map[annotate.ID][]string{}
	for change, x := range j {
		m[change] = []string{string(x.Document) + " " + string(x.ID)}
	}
	out, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return p.SetSetting(ctx, settingJudged, string(out))
}
