package annotate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// ParseSchema reads a schema from YAML. The name is used in errors. The error joins one [SchemaError]
// for every broken rule, in the order of the lines.
//
// A role's targets name types, or all types of a kind as "kind:mention". Roles and attributes that
// several types share stand once under shared_roles and shared_attributes, and a type takes them by
// use_roles and use_attributes.
func ParseSchema(name string, src []byte) (*Schema, error) {
	var root, more yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(src))
	if err := d.Decode(&root); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: not readable as YAML: %w", name, err)
	}
	p := &schemaParser{
		name: name, lines: map[string]int{}, roleLines: map[string][]int{}, attrLines: map[string][]int{},
		roles: map[string]sharedRole{}, attrs: map[string]sharedAttr{},
	}
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		p.fail(max(more.Line, 1), "a schema file holds one schema; what follows the second --- is not read")
	}
	s := &Schema{Source: slices.Clone(src), byKey: map[string]*Type{}}
	if len(root.Content) == 0 {
		p.fail(1, "the schema is empty; give at least one type under \"types:\"")
		return nil, p.err()
	}
	p.schema(s, root.Content[0])
	for i := range s.Types {
		if t := &s.Types[i]; t.Key != "" {
			s.byKey[t.Key] = t
		}
	}
	p.references(s)
	if err := p.err(); err != nil {
		return nil, err
	}
	return s, nil
}

// SchemaError is one broken rule of a schema file.
type SchemaError struct {
	Name   string // of the file
	Line   int    // from 1
	Reason string
}

func (e *SchemaError) Error() string { return fmt.Sprintf("%s:%d: %s", e.Name, e.Line, e.Reason) }

type schemaParser struct {
	name  string
	errs  []*SchemaError
	roles map[string]sharedRole
	attrs map[string]sharedAttr

	// Where things stand, for what can only be checked at the end: types by key, and by type the
	// roles and attributes in their order.
	lines                map[string]int
	roleLines, attrLines map[string][]int
}

type sharedRole struct {
	Role
	line int
}

type sharedAttr struct {
	Attribute
	line int
}

func (p *schemaParser) fail(line int, format string, args ...any) {
	p.errs = append(p.errs, &SchemaError{p.name, line, fmt.Sprintf(format, args...)})
}

func (p *schemaParser) err() error {
	slices.SortStableFunc(p.errs, func(a, b *SchemaError) int { return a.Line - b.Line })
	var errs []error
	for _, e := range p.errs {
		errs = append(errs, e)
	}
	return errors.Join(errs...)
}

// fields calls the function of each key of a mapping, and reports keys that are unknown or repeated.
func (p *schemaParser) fields(n *yaml.Node, what string, known map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.fail(n.Line, "%s must be a mapping of keys to values", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		set, ok := known[k.Value]
		switch {
		case !ok:
			names := make([]string, 0, len(known))
			for x := range known {
				names = append(names, x)
			}
			p.fail(k.Line, "%s has no field %q%s", what, k.Value, DidYouMean(k.Value, names))
		case seen[k.Value]:
			p.fail(k.Line, "%s gives %q twice", what, k.Value)
		default:
			seen[k.Value] = true
			set(v)
		}
	}
}

func (p *schemaParser) text(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode {
			p.fail(n.Line, "a single value is expected here, not a list or mapping")
			return
		}
		*dst = strings.TrimSpace(n.Value)
	}
}

func (p *schemaParser) flag(dst *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if err := n.Decode(dst); err != nil {
			p.fail(n.Line, "%q is neither true nor false", n.Value)
		}
	}
}

func (p *schemaParser) list(dst *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		p.each(n, func(n *yaml.Node) {
			var s string
			p.text(&s)(n)
			if slices.Contains(*dst, s) {
				p.fail(n.Line, "%q stands twice in this list", s)
				return
			}
			*dst = append(*dst, s)
		})
	}
}

func (p *schemaParser) each(n *yaml.Node, item func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		p.fail(n.Line, "a list is expected here")
		return
	}
	for _, c := range n.Content {
		item(c)
	}
}

func (p *schemaParser) schema(s *Schema, n *yaml.Node) {
	var types *yaml.Node
	shared := func(into func(*yaml.Node)) func(*yaml.Node) {
		return func(n *yaml.Node) { p.each(n, into) }
	}
	p.fields(n, "the schema", map[string]func(*yaml.Node){
		"name":        p.text(&s.Name),
		"description": p.text(&s.Description),
		"version": func(n *yaml.Node) {
			if err := n.Decode(&s.Version); err != nil || s.Version < 1 {
				p.fail(n.Line, "version %q is not a whole number from 1", n.Value)
			}
		},
		"shared_roles": shared(func(n *yaml.Node) {
			r := p.role(n)
			if first, dup := p.roles[r.Key]; dup {
				p.fail(n.Line, "role %q is shared twice (first on line %d)", r.Key, first.line)
				return
			}
			p.roles[r.Key] = sharedRole{r, n.Line}
		}),
		"shared_attributes": shared(func(n *yaml.Node) {
			a := p.attribute(n)
			if first, dup := p.attrs[a.Key]; dup {
				p.fail(n.Line, "attribute %q is shared twice (first on line %d)", a.Key, first.line)
				return
			}
			p.attrs[a.Key] = sharedAttr{a, n.Line}
		}),
		"types": func(n *yaml.Node) { types = n },
	})
	if s.Name == "" {
		p.fail(n.Line, "the schema has no name")
	}
	if s.Version == 0 {
		p.fail(n.Line, "the schema has no version; begin with \"version: 1\"")
	}
	if types == nil || len(types.Content) == 0 {
		p.fail(n.Line, "the schema has no types; give at least one under \"types:\"")
		return
	}
	// Types come last, whatever the order in the file: they use what is shared.
	p.each(types, func(n *yaml.Node) {
		t := p.typ(n)
		if _, dup := p.lines[t.Key]; dup && t.Key != "" {
			p.fail(n.Line, "type %q is defined twice (first on line %d)", t.Key, p.lines[t.Key])
			return
		}
		p.lines[t.Key] = n.Line
		s.Types = append(s.Types, t)
	})
}

var (
	keyForm   = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
	colorForm = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
)

func (p *schemaParser) key(n *yaml.Node, what, key string) {
	if !keyForm.MatchString(key) {
		p.fail(n.Line, "%s key %q is not of the form a-z, 0-9, _ with dots between parts", what, key)
	}
}

func (p *schemaParser) typ(n *yaml.Node) Type {
	var t Type
	var kind string
	var useRoles, useAttrs []string
	var roleLines, attrLines []int
	p.fields(n, "a type", map[string]func(*yaml.Node){
		"key": p.text(&t.Key), "kind": p.text(&kind), "label": p.text(&t.Label),
		"description": p.text(&t.Description), "color": p.text(&t.Color), "letter": p.text(&t.Letter),
		"shortcut": p.text(&t.Shortcut), "group": p.text(&t.Group), "entities": p.list(&t.Entities),
		"roles": func(n *yaml.Node) {
			p.each(n, func(n *yaml.Node) {
				t.Roles, roleLines = append(t.Roles, p.role(n)), append(roleLines, n.Line)
			})
		},
		"attributes": func(n *yaml.Node) {
			p.each(n, func(n *yaml.Node) {
				t.Attrs, attrLines = append(t.Attrs, p.attribute(n)), append(attrLines, n.Line)
			})
		},
		"use_roles": p.list(&useRoles), "use_attributes": p.list(&useAttrs),
	})
	p.key(n, "type", t.Key)
	t.Kind = Kind(kind)
	if !slices.Contains([]Kind{KindMention, KindCue, KindQuote, KindEvent}, t.Kind) {
		p.fail(n.Line, "type %q has kind %q; it must be mention, cue, quote or event", t.Key, kind)
	}
	if t.Label == "" {
		t.Label = t.Key
	}
	if !colorForm.MatchString(t.Color) {
		p.fail(n.Line, "type %q has colour %q; it must look like #0072B2", t.Key, t.Color)
	}
	if t.Letter == "" && t.Key != "" {
		t.Letter = strings.ToUpper(t.Key[:1])
	}
	for _, k := range useRoles {
		if r, ok := p.roles[k]; ok {
			t.Roles, roleLines = append(t.Roles, r.Role), append(roleLines, r.line)
		} else {
			p.fail(n.Line, "type %q uses role %q, which shared_roles does not define", t.Key, k)
		}
	}
	for _, k := range useAttrs {
		if a, ok := p.attrs[k]; ok {
			t.Attrs, attrLines = append(t.Attrs, a.Attribute), append(attrLines, a.line)
		} else {
			p.fail(n.Line, "type %q uses attribute %q, which shared_attributes does not define", t.Key, k)
		}
	}
	p.roleLines[t.Key], p.attrLines[t.Key] = roleLines, attrLines
	if utf8.RuneCountInString(t.Letter) > 2 {
		p.fail(n.Line, "type %q has letter %q; it is one or two letters, to stand beside the colour", t.Key, clip(t.Letter))
	}
	if utf8.RuneCountInString(t.Shortcut) > 2 {
		p.fail(n.Line, "type %q has shortcut %q; it is one or two keys", t.Key, clip(t.Shortcut))
	}
	if len(t.Entities) > 0 && t.Kind != KindMention {
		p.fail(n.Line, "type %q is a %s; only mentions refer to entities", t.Key, t.Kind)
	}
	if len(t.Roles) > 0 && t.Kind != KindQuote && t.Kind != KindEvent {
		p.fail(n.Line, "type %q is a %s; only quotes and events have roles", t.Key, t.Kind)
	}
	return t
}

func (p *schemaParser) role(n *yaml.Node) Role {
	var r Role
	p.fields(n, "a role", map[string]func(*yaml.Node){
		"key": p.text(&r.Key), "label": p.text(&r.Label), "description": p.text(&r.Description),
		"shortcut": p.text(&r.Shortcut), "targets": p.list(&r.Targets),
		"single": p.flag(&r.Single), "required": p.flag(&r.Required),
	})
	p.key(n, "role", r.Key)
	if r.Label == "" {
		r.Label = r.Key
	}
	if len(r.Targets) == 0 {
		p.fail(n.Line, "role %q has no targets; name the types that may fill it", r.Key)
	}
	return r
}

func (p *schemaParser) attribute(n *yaml.Node) Attribute {
	var a Attribute
	p.fields(n, "an attribute", map[string]func(*yaml.Node){
		"key": p.text(&a.Key), "label": p.text(&a.Label), "description": p.text(&a.Description),
		"values": p.list(&a.Values), "default": p.text(&a.Default), "excludes": p.text(&a.Excludes),
	})
	p.key(n, "attribute", a.Key)
	if a.Label == "" {
		a.Label = a.Key
	}
	if a.Default != "" && len(a.Values) > 0 && !slices.Contains(a.Values, a.Default) {
		p.fail(n.Line, "attribute %q has default %q, which is not one of its values %s", a.Key, a.Default, strings.Join(a.Values, ", "))
	}
	return a
}

// references checks what needs the whole file, and replaces "kind:…" targets by the types they mean.
func (p *schemaParser) references(s *Schema) {
	keys := make([]string, 0, len(s.Types))
	for _, t := range s.Types {
		keys = append(keys, t.Key)
	}
	for _, r := range p.roles {
		p.targets(s, r.line, "shared", &r.Role, keys)
	}
	shortcuts := map[string]string{}
	for i := range s.Types {
		t := &s.Types[i]
		line := p.lines[t.Key]
		for _, e := range t.Entities {
			if x := s.byKey[e]; x == nil || x.Kind != KindMention {
				p.fail(line, "type %q refers to entities of type %q, which is not a mention type%s", t.Key, e, DidYouMean(e, keys))
			}
		}
		if t.Shortcut != "" {
			k := string(t.Kind) + " " + t.Shortcut
			if first, dup := shortcuts[k]; dup {
				p.fail(line, "types %q and %q have the same shortcut %q", first, t.Key, t.Shortcut)
			}
			shortcuts[k] = t.Key
		}
		seen, asked := map[string]bool{}, map[string]string{}
		for j := range t.Roles {
			r, line := &t.Roles[j], p.roleLines[t.Key][j]
			if seen[r.Key] {
				p.fail(line, "type %q has role %q twice", t.Key, r.Key)
			}
			seen[r.Key] = true
			if first, dup := asked[r.Shortcut]; dup && r.Shortcut != "" {
				p.fail(line, "type %q: roles %q and %q have the same shortcut %q", t.Key, first, r.Key, r.Shortcut)
			}
			asked[r.Shortcut] = r.Key
			own := t.Key
			if shared, ok := p.roles[r.Key]; ok && shared.line == line {
				own = "" // told once, where it is shared
			}
			r.Targets = p.targets(s, line, own, r, keys)
		}
		clear(seen)
		for j, a := range t.Attrs {
			line := p.attrLines[t.Key][j]
			if seen[a.Key] {
				p.fail(line, "type %q has attribute %q twice", t.Key, a.Key)
			}
			seen[a.Key] = true
			if a.Excludes != "" && t.Role(a.Excludes) == nil {
				p.fail(line, "type %q: attribute %q excludes role %q, which the type does not have", t.Key, a.Key, a.Excludes)
			}
		}
	}
}

// targets returns the types that a role of the type named of takes. What is wrong is told, unless of
// is "".
func (p *schemaParser) targets(s *Schema, line int, of string, r *Role, keys []string) []string {
	tell := func(format string, args ...any) {
		if of != "" {
			p.fail(line, of+": role %q "+format, append([]any{r.Key}, args...)...)
		}
	}
	var out []string
	for _, name := range r.Targets {
		if kind, ok := strings.CutPrefix(name, "kind:"); ok {
			ts := s.OfKind(Kind(kind))
			if len(ts) == 0 {
				tell("names %q, and the schema has no type of that kind", name)
			}
			for _, x := range ts {
				out = append(out, x.Key)
			}
			continue
		}
		if s.byKey[name] == nil {
			tell("names type %q, which the schema does not have%s", clip(name), DidYouMean(name, keys))
		}
		out = append(out, name)
	}
	return out
}

// DidYouMean returns ` (did you mean "x"?)` where a known name is at most two edits away, else "".
func DidYouMean(name string, known []string) string {
	best, at := "", 3
	slices.Sort(known)
	for _, k := range known {
		if len(k)-len(name) >= at || len(name)-len(k) >= at {
			continue
		}
		if d := editDistance(name, k); d < at {
			best, at = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// editDistance is the Levenshtein distance in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diag := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			up := row[j]
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(up+1, row[j-1]+1, diag+cost)
			diag = up
		}
	}
	return row[len(b)]
}
