package assemble

import "quoth/annotate"

// Continues is the relation from the first part of an annotation to each of the others, in formats whose marks
// have one part and that know relations.
const Continues = "continues"

// IsPart joins what a relation says is a part, and reports whether the relation says that.
func (a *Assembly) IsPart(relation string, first, part *annotate.Annotation) (bool, error) {
	if relation != Continues || first == part || first.Type != part.Type {
		return false, nil
	}
	return true, a.Join(first, part)
}
