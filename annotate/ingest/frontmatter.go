package ingest

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxFrontMatter is the most bytes of front matter.
const maxFrontMatter = 64 << 10

// cutFrontMatter takes the YAML between two lines "---" off the beginning of a Markdown text. Where
// they hold no mapping, they are rules, and belong to the text.
func cutFrontMatter(text string) (fields []field, body string) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return nil, text
	}
	for end := 0; end < min(len(rest), maxFrontMatter); {
		line, _, more := strings.Cut(rest[end:], "\n")
		if mark := strings.TrimRight(line, " \t"); mark == "---" || mark == "..." {
			var root yaml.Node
			if yaml.Unmarshal([]byte(rest[:end]), &root) != nil || len(root.Content) != 1 || root.Content[0].Kind != yaml.MappingNode {
				return nil, text
			}
			body = strings.TrimPrefix(rest[end+len(line):], "\n")
			return yamlFields("", root.Content[0], 0), body
		}
		if !more {
			break
		}
		end += len(line) + 1
	}
	return nil, text
}

// yamlFields flattens a mapping as objects of JSON are: names with dots, lists joined with commas.
func yamlFields(prefix string, n *yaml.Node, depth int) []field {
	var fields []field
	for i := 0; i+1 < len(n.Content) && depth < maxFieldDepth; i += 2 {
		name, value := prefix+n.Content[i].Value, n.Content[i+1]
		switch value.Kind {
		case yaml.ScalarNode:
			if value.Tag != "!!null" {
				fields = append(fields, field{name, value.Value})
			}
		case yaml.SequenceNode:
			var items []string
			for _, item := range value.Content {
				if item.Kind == yaml.ScalarNode {
					items = append(items, item.Value)
				} else if item.Kind == yaml.MappingNode {
					items = append(items, mappingName(item)...)
				}
			}
			fields = append(fields, field{name, strings.Join(items, ", ")})
		case yaml.MappingNode:
			fields = append(fields, yamlFields(name+".", value, depth+1)...)
		}
	}
	return fields
}

// mappingName returns the name in a mapping such as {name: Ana Díaz, email: …}.
func mappingName(n *yaml.Node) []string {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "name" && n.Content[i+1].Kind == yaml.ScalarNode {
			return []string{n.Content[i+1].Value}
		}
	}
	return nil
}
