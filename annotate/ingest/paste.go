package ingest

import (
	"context"
	"fmt"

	"quoth/annotate"
)

// Text returns the document of a text that was pasted or typed, plain or HTML. name stands in errors and in
// the metadata. It fails if there is no text, or more than the options allow, and when ctx ends.
func Text(ctx context.Context, name, text string, opts Options) (*annotate.Document, error) {
	opts = opts.withDefaults()
	if len(text) > opts.MaxText {
		return nil, &Error{Name: name, Reason: fmt.Sprintf("holds more than %s of text; split it into articles", megabytes(opts.MaxText))}
	}
	p := paceOf(ctx, opts)
	d, err := textDraft(text, p.part(0, cutShare))
	if err != nil {
		return nil, err
	}
	doc, err := d.document(name, opts, p.part(cutShare, 1))
	if err != nil {
		return nil, located(ctx, name, err)
	}
	return doc, nil
}

// textDraft returns the draft of a text that may be HTML.
func textDraft(text string, p pace) (draft, error) {
	if looksLikeHTML(text) {
		return p.aside(len(text), func() draft { return htmlDraft(text) })
	}
	return plainDraft(text, p)
}
