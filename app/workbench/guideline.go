package workbench

import (
	"slices"

	"quoth/annotate"
)

// GuidelinePart is what the schema says of one thing: a type, a role or an attribute.
type GuidelinePart struct {
	Title  string   // "Quote", "Speaker"
	Of     string   // the type that a role or attribute belongs to, "" for a type
	Words  string   // "" where the schema does not say
	Values []string // that an attribute may have
}

// Guideline returns what the schema says of what the person is at: in a review of all types that the versions of the
// current case have, else of the current annotation; of all types where there is neither.
func (b *Bench) Guideline() []GuidelinePart {
	if b.project == nil {
		return nil
	}
	var types []string
	add := func(a *annotate.Annotation) {
		if a != nil && !slices.Contains(types, a.Type) {
			types = append(types, a.Type)
		}
	}
	if r := b.review; r != nil && r.current != nil {
		for _, o := range append(slices.Clone(r.current.Objects), r.current.Fillers...) {
			for _, v := range o.Versions {
				add(v)
			}
		}
	} else {
		add(b.handCurrent())
	}
	all := len(types) == 0
	var out []GuidelinePart
	for i := range b.Schema().Types {
		t := &b.Schema().Types[i]
		if !all && !slices.Contains(types, t.Key) {
			continue
		}
		out = append(out, GuidelinePart{Title: t.Label, Words: t.Description})
		if all {
			continue
		}
		for _, r := range t.Roles {
			out = append(out, GuidelinePart{Title: r.Label, Of: t.Label, Words: r.Description})
		}
		for _, x := range t.Attrs {
			out = append(out, GuidelinePart{Title: x.Label, Of: t.Label, Words: x.Description, Values: x.Values})
		}
	}
	return out
}
