package assets

import _ "embed"

// DatasetSchema is the JSON Schema (draft 2020-12) of a record of a Quoth dataset. docs/FORMAT.md
// describes the same in words.
//
//go:embed dataset.schema.json
var DatasetSchema []byte
