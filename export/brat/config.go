package brat

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/export/bound"
)

// The files that describe types: what there is, and how it looks.
const (
	configName = "annotation.conf"
	visualName = "visual.conf"
)

// madeOf begins a comment that tells what a type was called.
const madeOf = "# quoth: "

// dashedTypes returns brat's names of the types whose own names brat does not take.
func dashedTypes(schema *annotate.Schema) map[string]string {
	out := map[string]string{}
	for _, t := range schema.Types {
		if strings.Contains(t.Key, ".") {
			if d := strings.ReplaceAll(t.Key, ".", "-"); schema.Type(d) == nil {
				out[t.Key] = d
			}
		}
	}
	return out
}

// config writes annotation.conf.
func config(schema *annotate.Schema, dashed map[string]string) []byte {
	var b bytes.Buffer
	name := func(key string) string {
		if d := dashed[key]; d != "" {
			return d
		}
		return word(key)
	}
	names := func(keys []string) string {
		var out []string
		for _, k := range keys {
			out = append(out, name(k))
		}
		if len(out) == 0 {
			return "<ANY>"
		}
		return strings.Join(out, "|")
	}
	for _, t := range schema.Types {
		if d := dashed[t.Key]; d != "" {
			fmt.Fprintf(&b, "%s%s is %s\n", madeOf, d, t.Key)
		}
	}
	b.WriteString("[entities]\n")
	for _, t := range schema.Types {
		if t.Kind != annotate.KindEvent {
			b.WriteString(name(t.Key) + "\n")
		}
	}
	b.WriteString("\n[relations]\n")
	for _, t := range schema.Types {
		if t.Kind != annotate.KindEvent {
			for _, r := range t.Roles {
				fmt.Fprintf(&b, "%s\tArg1:%s, Arg2:%s\n", word(r.Key), name(t.Key), names(r.Targets))
			}
		}
	}
	b.WriteString("<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n")
	b.WriteString("\n[events]\n")
	for _, t := range schema.Types {
		if t.Kind != annotate.KindEvent {
			continue
		}
		b.WriteString(name(t.Key))
		for i, r := range t.Roles {
			sep, often := ", ", "*"
			if i == 0 {
				sep = "\t"
			}
			switch {
			case r.Single && r.Required:
				often = ""
			case r.Single:
				often = "?"
			case r.Required:
				often = "+"
			}
			b.WriteString(sep + word(r.Key) + often + ":" + names(r.Targets))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\n[attributes]\n")
	type attribute struct {
		values []string
		types  []string
	}
	var order []string
	all := map[string]*attribute{}
	for _, t := range schema.Types {
		for _, x := range t.Attrs {
			a := all[x.Key]
			if a == nil {
				a = &attribute{}
				all[x.Key] = a
				order = append(order, x.Key)
			}
			a.types = append(a.types, name(t.Key))
			for _, v := range x.Values {
				if !slices.Contains(a.values, v) {
					a.values = append(a.values, v)
				}
			}
		}
	}
	for _, key := range order {
		a := all[key]
		fmt.Fprintf(&b, "%s\tArg:%s", word(key), strings.Join(a.types, "|"))
		if len(a.values) > 0 && !slices.Equal(a.values, []string{yes}) {
			b.WriteString(", Value:" + strings.Join(a.values, "|"))
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// visual writes visual.conf.
func visual(schema *annotate.Schema, dashed map[string]string) []byte {
	var b bytes.Buffer
	name := func(key string) string {
		if d := dashed[key]; d != "" {
			return d
		}
		return word(key)
	}
	b.WriteString("[labels]\n")
	for _, t := range schema.Types {
		fmt.Fprintf(&b, "%s | %s\n", name(t.Key), strings.ReplaceAll(blanks(t.Label), "|", "/"))
	}
	b.WriteString("\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\nARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n")
	for _, t := range schema.Types {
		if t.Color != "" {
			fmt.Fprintf(&b, "%s\tbgColor:%s\n", name(t.Key), t.Color)
		}
	}
	return b.Bytes()
}

// configuration is what annotation.conf says of types.
type configuration struct {
	names  map[string]string // brat's name → the one that it was made of
	events map[string]bool
	types  []annotate.Type
}

func (c *configuration) typ(name string) string {
	if t := c.names[name]; t != "" {
		return t
	}
	return name
}

// readConfig reads the first annotation.conf of a folder. What is wrong with it is no reason not to read
// the articles: their lines say enough.
func readConfig(folder fs.FS) *configuration {
	var data []byte
	_ = bound.Walk(folder, func(name string) error {
		if path.Base(name) == configName {
			data, _ = bound.File(folder, name)
			return fs.SkipAll
		}
		return nil
	})
	return parseConfig(data)
}

// Types returns the types that the annotation.conf of a folder describes: entities are mentions, and a
// relation is a role of what stands first in it.
func Types(folder fs.FS) []annotate.Type { return readConfig(folder).types }

func parseConfig(data []byte) *configuration {
	c := &configuration{names: map[string]string{}, events: map[string]bool{}}
	macros := map[string]string{}
	section := ""
	byName := map[string]int{}
	type entry struct {
		section, name string
		args          []string
	}
	var entries []entry
	for raw := range bytes.SplitSeq(data, []byte("\n")) {
		line := strings.TrimSpace(string(raw))
		if rest, ok := strings.CutPrefix(line, madeOf); ok {
			if d, t, ok := strings.Cut(rest, " is "); ok {
				c.names[d] = t
			}
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' && line[len(line)-1] == ']' {
			section = line[1 : len(line)-1]
			continue
		}
		if name, values, ok := strings.Cut(line, "="); ok && line[0] == '<' {
			macros[strings.TrimSpace(name)] = strings.TrimSpace(values)
			continue
		}
		if line[0] == '!' || line[0] == '<' || strings.HasPrefix(line, "-") {
			continue
		}
		name, rest := line, ""
		if i := strings.IndexAny(line, " \t"); i > 0 {
			name, rest = line[:i], line[i+1:]
		}
		e := entry{section: section, name: c.typ(name)}
		for arg := range strings.SplitSeq(rest, ",") {
			if arg = strings.TrimSpace(arg); arg != "" && arg[0] != '<' {
				e.args = append(e.args, arg)
			}
		}
		entries = append(entries, e)
		if section == "entities" || section == "spans" || section == "events" {
			kind := annotate.KindMention
			if section == "events" {
				kind = annotate.KindEvent
				c.events[e.name] = true
			}
			if _, ok := byName[e.name]; !ok {
				byName[e.name] = len(c.types)
				c.types = append(c.types, annotate.Type{Key: e.name, Kind: kind, Label: name})
			}
		}
	}
	// resolve returns the types that "A|B|<MACRO>" names.
	var resolve func(s string, depth int) []string
	resolve = func(s string, depth int) []string {
		var out []string
		for x := range strings.SplitSeq(s, "|") {
			x = strings.TrimSpace(x)
			switch {
			case macros[x] != "" && depth < 10:
				out = append(out, resolve(macros[x], depth+1)...)
			case x == "<ENTITY>" || x == "<EVENT>" || x == "<ANY>":
				for _, t := range c.types {
					if x == "<ANY>" || (x == "<EVENT>") == (t.Kind == annotate.KindEvent) {
						out = append(out, t.Key)
					}
				}
			case x != "":
				out = append(out, c.typ(x))
			}
		}
		return out
	}
	for _, e := range entries {
		switch e.section {
		case "events":
			t := &c.types[byName[e.name]]
			for _, arg := range e.args {
				name, targets, _ := strings.Cut(arg, ":")
				role := annotate.Role{Label: name, Targets: resolve(targets, 0), Required: true, Single: true}
				for role.Key = name; role.Key != ""; role.Key = role.Key[:len(role.Key)-1] {
					last := role.Key[len(role.Key)-1]
					if last == '?' {
						role.Required = false
					} else if last == '*' {
						role.Required, role.Single = false, false
					} else if last == '+' || last == '}' {
						role.Single = false
						if i := strings.IndexByte(role.Key, '{'); i > 0 {
							role.Key = role.Key[:i+1]
						}
					} else {
						break
					}
				}
				if role.Key != "" && t.Role(role.Key) == nil {
					t.Roles = append(t.Roles, role)
				}
			}
		case "relations":
			var from, to []string
			for i, arg := range e.args {
				if _, types, ok := strings.Cut(arg, ":"); ok && i == 0 {
					from = resolve(types, 0)
				} else if ok && i == 1 {
					to = resolve(types, 0)
				}
			}
			for _, f := range from {
				if i, ok := byName[f]; ok && c.types[i].Role(e.name) == nil {
					c.types[i].Roles = append(c.types[i].Roles, annotate.Role{Key: e.name, Label: e.name, Targets: to})
				} else if ok {
					r := c.types[i].Role(e.name)
					r.Targets = append(r.Targets, to...)
				}
			}
		case "attributes":
			x := annotate.Attribute{Key: e.name, Label: e.name, Values: []string{yes}}
			var of []string
			for _, arg := range e.args {
				key, value, _ := strings.Cut(arg, ":")
				switch key {
				case "Arg":
					of = resolve(value, 0)
				case "Value":
					x.Values = strings.Split(value, "|")
				}
			}
			for _, f := range of {
				if i, ok := byName[f]; ok && c.types[i].Attr(e.name) == nil {
					c.types[i].Attrs = append(c.types[i].Attrs, x)
				}
			}
		}
	}
	return c
}
