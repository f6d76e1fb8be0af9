package ingest

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
)

// Kind is a kind of file that holds articles.
type Kind string

// The kinds of files. All but the last four hold one article.
const (
	Unknown   Kind = ""
	Plain     Kind = "plain text"
	Markdown  Kind = "Markdown"
	HTML      Kind = "HTML"
	JSON      Kind = "JSON"
	JSONLines Kind = "JSON Lines"
	CSV       Kind = "CSV"
	TSV       Kind = "TSV"
)

var kinds = []struct {
	kind       Kind
	extensions []string
}{
	{Plain, []string{".txt", ".text"}},
	{Markdown, []string{".md", ".markdown"}},
	{HTML, []string{".html", ".htm", ".xhtml"}},
	{JSONLines, []string{".jsonl", ".ndjson"}},
	{JSON, []string{".json"}},
	{CSV, []string{".csv"}},
	{TSV, []string{".tsv", ".tab"}},
}

// Kinds lists the kinds of files with their extensions, to be read by people:
// "plain text (.txt, .text), Markdown (.md, .markdown), …".
func Kinds() string {
	var parts []string
	for _, k := range kinds {
		parts = append(parts, string(k.kind)+" ("+strings.Join(k.extensions, ", ")+")")
	}
	return strings.Join(parts, ", ")
}

// Extensions lists the file name extensions of all kinds, each with its dot, in lower case.
func Extensions() []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.extensions...)
	}
	return all
}

// KindOf returns the kind that the extension of a file name tells, Unknown if it tells none.
func KindOf(name string) Kind {
	ext := strings.ToLower(filepath.Ext(name))
	for _, k := range kinds {
		if slices.Contains(k.extensions, ext) {
			return k.kind
		}
	}
	return Unknown
}

// sniff returns the kind of a file by its name and its first bytes, which are UTF-8 or a superset of
// ASCII. Content wins over the name where people often save one kind under the name of another.
func sniff(name string, head []byte) Kind {
	kind := KindOf(name)
	start := bytes.ToLower(bytes.TrimSpace(head))
	page := bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
	switch kind {
	case Unknown:
		switch {
		case page || looksLikeHTML(string(head)):
			return HTML
		case bytes.HasPrefix(start, []byte(`{"`)), bytes.HasPrefix(start, []byte("[{")):
			return jsonKind(head)
		}
		return Plain
	case Plain:
		if page {
			return HTML
		}
	case JSON:
		return jsonKind(head)
	case JSONLines:
		// JSON under this name is recognised by its first line, which is not even the end of an object.
		if line, _, _ := bytes.Cut(start, []byte("\n")); len(line) > 0 && len(bytes.Trim(line, "[{ \t\r")) == 0 {
			return JSON
		}
	}
	return kind
}

// jsonKind tells JSON Lines from JSON by the first line: JSON Lines has a whole object on it. A
// first line that is longer than the head is taken for one if it begins an object.
func jsonKind(head []byte) Kind {
	head = bytes.TrimLeft(head, " \t\r\n")
	line, _, ended := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] != '{' {
		return JSON
	}
	if ended && line[len(line)-1] != '}' {
		return JSON
	}
	return JSONLines
}

// foreign recognises files that are no text by their first bytes, and says what to do with each.
var foreign = []struct{ magic, is string }{
	{"%PDF-", "a PDF file; save its text as .txt first"},
	{"PK\x03\x04", "a ZIP archive or an office document (.docx, .odt, .epub); save it as .txt or .html first"},
	{"\xD0\xCF\x11\xE0", "an old office document (.doc); save it as .txt or .html first"},
	{"{\\rtf", "a Rich Text file; save it as .txt first"},
	{"\x1F\x8B", "a gzip archive; unpack it first"},
	{"BZh", "a bzip2 archive; unpack it first"},
	{"\xFD7zXZ\x00", "an xz archive; unpack it first"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive; unpack it first"},
	{"\x28\xB5\x2F\xFD", "a zstd archive; unpack it first"},
	{"SQLite format 3\x00", "an SQLite database; open it as a project instead"},
	{"PAR1", "a Parquet file; convert it to .jsonl first"},
	{"\x89PNG", "a picture"},
	{"GIF8", "a picture"},
	{"\xFF\xD8\xFF", "a picture"},
	{"\x7FELF", "a program"},
}

// foreignKind says what a file is that holds no text, "" if its first bytes do not tell.
func foreignKind(head []byte) string {
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return f.is
		}
	}
	return ""
}
