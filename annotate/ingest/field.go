package ingest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
)

// field is a named value of a record or of front matter.
type field struct{ name, value string }

// roles are the usual names of the fields that say something about an article, without case and
// punctuation, the commonest first.
var roles = map[string][]string{
	"text":                   {"text", "body", "content", "article", "articlebody", "articletext", "maintext", "fulltext", "bodytext", "contenttext", "story", "rawtext", "plaintext", "document", "html", "contenthtml", "bodyhtml", "markdown"},
	"title":                  {"title", "headline", "heading", "articletitle", "articleheadline"},
	MetaID:                   {"id", "uid", "uuid", "guid", "docid", "documentid", "articleid", "key"},
	"language":               {"language", "lang", "languagecode", "locale"},
	annotate.MetaPublished:   {"published", "publishedat", "date", "publishdate", "publisheddate", "publicationdate", "datepublished", "datepublish", "pubdate", "publishedon", "datetime", "timestamp"},
	annotate.MetaURL:         {"url", "link", "canonical", "canonicalurl", "permalink", "sourceurl", "articleurl", "uri"},
	annotate.MetaByline:      {"byline", "author", "authors", "authorname", "creator", "writer"},
	annotate.MetaPublisher:   {"publisher", "source", "sitename", "site", "outlet", "newspaper", "sourcename", "publishername", "sourcedomain", "domain"},
	annotate.MetaSection:     {"section", "category", "desk", "topic", "categories"},
	annotate.MetaReadingTime: {"readingtime"},
}

// guessField returns the index of the field that plays a role by its name, -1 if none does.
func guessField(fields []field, role string) int {
	for _, usual := range roles[role] {
		for i, f := range fields {
			if !isBlank(f.value) && plainName(f.name) == usual {
				return i
			}
		}
	}
	if role != "text" { // "source.name" is not the article's name
		return -1
	}
	for _, usual := range roles[role] {
		for i, f := range fields {
			if dot := strings.LastIndexByte(f.name, '.'); dot >= 0 && !isBlank(f.value) && plainName(f.name[dot+1:]) == usual {
				return i
			}
		}
	}
	return -1
}

// plainName returns a field name in small letters without punctuation: "Article_Body" is "articlebody".
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if !isWordRune(r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

const (
	maxFields     = 64  // that a document keeps of a record
	maxFieldValue = 512 // bytes of a value that it keeps
	maxFieldDepth = 4   // of objects in objects
)

// describeBy fills a draft with what fields say of the article. used are the indices of those that have
// been used already. A field that plays no role is kept under its own name unless it is long.
func (d *draft) describeBy(fields []field, used map[int]bool) {
	for _, role := range []string{annotate.MetaPublished, annotate.MetaURL, annotate.MetaByline, annotate.MetaPublisher,
		annotate.MetaSection, annotate.MetaReadingTime, MetaID, "title", "language"} {
		i := guessField(fields, role)
		if i < 0 || used[i] {
			continue
		}
		value := fields[i].value
		switch role {
		case "title":
			d.title = value
		case "language":
			if canonicalTag(value) == "" {
				continue
			}
			d.language = value
		case annotate.MetaPublished:
			if value = dateValue(value); value == "" {
				continue
			}
			d.setMeta(role, value)
		default:
			d.setMeta(role, value)
		}
		used[i] = true
	}
	kept := 0
	for i, f := range fields {
		if !used[i] && f.name != "" && len(f.value) <= maxFieldValue && kept < maxFields {
			d.setMeta(ownName(f.name), f.value)
			kept++
		}
	}
}

// ownName returns the key under which a field that plays no role is kept. Keys whose meaning is fixed are not
// given away: a field "source" is not the file that the text came from.
func ownName(name string) string {
	switch name {
	case annotate.MetaPublished, annotate.MetaURL, annotate.MetaByline, annotate.MetaPublisher, annotate.MetaSection,
		annotate.MetaReadingTime, annotate.MetaSource, MetaEncoding, MetaDamaged, MetaID, MetaLine:
		return "field." + name
	}
	return name
}

// fieldChoice turns records into documents. The field that the first record's text was found in is the first
// that is looked for in all others.
type fieldChoice struct {
	opts Options
	text string
}

func (c *fieldChoice) document(ctx context.Context, name string, r record) (*annotate.Document, error) {
	used := map[int]bool{}
	at, err := c.textField(r.fields)
	if err != nil {
		return nil, err
	}
	used[at] = true
	text := r.fields[at].value
	if len(text) > c.opts.MaxText {
		return nil, &Error{Reason: fmt.Sprintf("field %q holds more than %s; split it into articles", r.fields[at].name, megabytes(c.opts.MaxText))}
	}
	p := pace{ctx: ctx}
	d, err := textDraft(text, p)
	if err != nil {
		return nil, err
	}
	for _, chosen := range []struct {
		field, flag string
		set         func(string)
	}{
		{c.opts.TitleField, "--title-field", func(v string) { d.title = v }},
		{c.opts.IDField, "--id-field", func(v string) { d.setMeta(MetaID, v) }},
	} {
		if chosen.field == "" {
			continue
		}
		i := fieldIndex(r.fields, chosen.field)
		if i < 0 {
			return nil, &Error{Reason: missing(chosen.field, r.fields, chosen.flag)}
		}
		chosen.set(r.fields[i].value)
		used[i] = true
	}
	d.setMeta(MetaEncoding, r.encoding)
	title := d.title
	d.describeBy(r.fields, used)
	if title != "" {
		d.title = title
	}
	if r.line > 0 {
		d.setMeta(MetaLine, strconv.Itoa(r.line))
	}
	return d.document(name, c.opts, p)
}

// textField returns the index of the field that holds the article. A field that is usually the text
// but is empty is an error rather than a reason to take the summary instead.
func (c *fieldChoice) textField(fields []field) (int, error) {
	empty := func(name string) error {
		return &Error{Reason: fmt.Sprintf("field %q is empty; choose another with --text-field", name)}
	}
	if name := c.opts.TextField; name != "" {
		at := fieldIndex(fields, name)
		switch {
		case at < 0:
			return 0, &Error{Reason: missing(name, fields, "--text-field")}
		case isBlank(fields[at].value):
			return 0, empty(name)
		}
		return at, nil
	}
	if at := fieldIndex(fields, c.text); at >= 0 && !isBlank(fields[at].value) {
		return at, nil
	}
	at := guessTextField(fields)
	if at < 0 {
		for _, f := range fields {
			if f.name == c.text || isTextName(f.name) {
				return 0, empty(f.name)
			}
		}
		return 0, &Error{Reason: "no field holds the text of an article; " + choices(fields) + "choose one with --text-field"}
	}
	if c.text == "" {
		c.text = fields[at].name
	}
	return at, nil
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

func isTextName(name string) bool { return slices.Contains(roles["text"], plainName(name)) }

// guessTextField returns the index of the field that holds the article: by its name, else, where no field has such a
// name, the one that is much longer than all others; -1 if there is none.
func guessTextField(fields []field) int {
	if at := guessField(fields, "text"); at >= 0 {
		return at
	}
	longest, second := -1, 0
	for i, f := range fields {
		switch {
		case isTextName(f.name):
			return -1
		case longest < 0 || len(f.value) > len(fields[longest].value):
			if longest >= 0 {
				second = len(fields[longest].value)
			}
			longest = i
		default:
			second = max(second, len(f.value))
		}
	}
	if longest >= 0 && len(fields[longest].value) >= 200 && len(fields[longest].value) >= 2*second {
		return longest
	}
	return -1
}

func fieldIndex(fields []field, name string) int {
	for i, f := range fields {
		if f.name == name {
			return i
		}
	}
	return -1
}

func missing(name string, fields []field, flag string) string {
	return fmt.Sprintf("there is no field %q; %schoose one with %s", name, choices(fields), flag)
}

func choices(fields []field) string {
	if len(fields) == 0 {
		return ""
	}
	var names []string
	for _, f := range fields[:min(len(fields), 12)] {
		names = append(names, strconv.Quote(f.name))
	}
	if len(fields) > 12 {
		names = append(names, "…")
	}
	return "the fields are " + strings.Join(names, ", ") + "; "
}
