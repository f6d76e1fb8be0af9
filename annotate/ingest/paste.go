package ingest

import (
	"fmt"

	"quoth/annotate"
)

// Text returns the document of a text that was pasted or typed, plain or HTML. name stands in errors and in
// the metadata. It fails if there is no text, or more than the options allow.
func Text(name, text string, opts Options) (*annotate.Document, error) {
	opts = opts.withDefaults()
	if len(text) > opts.MaxText {
		return nil, &Error{Name: name, Reason: fmt.Sprintf("holds more than %s of text; split it into articles", megabytes(opts.MaxText))}
	}
	d := textDraft(text)
	doc, err := d.document(name, opts)
	if err != nil {
		return nil, &Error{Name: name, Reason: err.Error()}
	}
	return doc, nil
}

// textDraft returns the draft of a text that may be HTML.
func textDraft(text string) draft {
	if looksLikeHTML(text) {
		return htmlDraft(text)
	}
	return plainDraft(text)
}
