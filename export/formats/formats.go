// Package formats lists the formats of datasets that Quoth knows. It is the one place to add another:
// write its package under export, and put it in [All].
package formats

import (
	"quoth/export"
	"quoth/export/brat"
	"quoth/export/cas"
	"quoth/export/chat"
	"quoth/export/citron"
	"quoth/export/conll"
	"quoth/export/conllu"
	"quoth/export/doccano"
	"quoth/export/huggingface"
	"quoth/export/jsonl"
	"quoth/export/labelstudio"
	"quoth/export/page"
	"quoth/export/prodigy"
	"quoth/export/spacy"
	"quoth/export/table"
	"quoth/export/w3c"
	"quoth/export/webanno"
)

// All lists every format. The first is Quoth's own, which loses nothing.
var All = export.Formats{
	jsonl.Format,
	huggingface.Format,
	huggingface.Lines,
	spacy.Format,
	spacy.Lines,
	conll.Format,
	conllu.Format,
	labelstudio.Format,
	doccano.Format,
	prodigy.Format,
	brat.Format,
	table.CSV,
	table.TSV,
	webanno.Format,
	cas.XMI,
	cas.JSON,
	w3c.Format,
	citron.Format,
	chat.Format,
	page.Format,
}
