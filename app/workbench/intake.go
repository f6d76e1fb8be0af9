package workbench

import (
	"path/filepath"

	"quoth/annotate/ingest"
)

// intake reads files one after the other, and tells how far that is and what came of them.
type intake struct {
	*ingest.Intake
	name string
	got  int // articles or records of this file
	noun [2]string
}

func newIntake(tell progress, paths []string, one, many string) *intake {
	in := &intake{noun: [2]string{one, many}}
	in.Intake = ingest.NewIntake(paths, func(done, total int64) {
		detail := in.name
		if in.got > 1 {
			detail += ", " + count(in.got, in.noun[0], in.noun[1])
		}
		tell(min(done, total), total, detail)
	})
	return in
}

// begin goes on to the next file.
func (in *intake) begin(path string) {
	in.name, in.got = filepath.Base(path), 0
	in.Begin(path)
}

// came says how many articles or records the file has given so far.
func (in *intake) came(n int) {
	in.got = n
	in.Say()
}
