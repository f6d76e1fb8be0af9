package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"math/bits"
	"slices"
	"strconv"

	"quoth/annotate"
)

// What the project itself knows of who works in it. Like all reserved settings they stay in their file: merging takes
// them nowhere.
const (
	packedForKey = reserved + "for"
	workerKey    = reserved + "worker"
	packedAtKey  = reserved + "packed" // the clock of the last change that came with the package
)

// Worker says who works in a project, as far as the project itself knows.
type Worker struct {
	For  annotate.AnnotatorID // for whom it was made as a work package; "" for a project that is none
	Name annotate.AnnotatorID // who somebody said works in this file; "" where nobody did
}

// Who returns who works in the project by what it says itself, "" where it says nothing.
func (w Worker) Who() annotate.AnnotatorID {
	if w.Name != "" {
		return w.Name
	}
	return w.For
}

// Worker reads who works in the project.
func (p *Project) Worker(ctx context.Context) (w Worker, err error) {
	err = p.read(ctx, "read who works in it", func(tx *sql.Tx) error {
		w, err = readWorker(ctx, tx)
		return err
	})
	return w, err
}

func readWorker(ctx context.Context, q querier) (w Worker, err error) {
	for key, into := range map[string]*annotate.AnnotatorID{packedForKey: &w.For, workerKey: &w.Name} {
		value, err := readSetting(ctx, q, key)
		if err != nil {
			return w, err
		}
		*into = annotate.AnnotatorID(value)
	}
	return w, nil
}

// readPacked reads the clock of the last change that a package was made with, 0 where it does not say.
func readPacked(ctx context.Context, q querier) (int64, error) {
	value, err := readSetting(ctx, q, packedAtKey)
	if err != nil || value == "" {
		return 0, err
	}
	return strconv.ParseInt(value, 10, 64)
}

// SetWorker writes who works in the project into it.
func (p *Project) SetWorker(ctx context.Context, w Worker) error {
	return p.write(ctx, "write who works in it", func(tx *sql.Tx) error {
		for key, value := range map[string]annotate.AnnotatorID{packedForKey: w.For, workerKey: w.Name} {
			var err error
			if value == "" {
				_, err = tx.ExecContext(ctx, `DELETE FROM settings WHERE key = ?`, key)
			} else {
				_, err = tx.ExecContext(ctx, putSetting, key, string(value))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Stray says that somebody worked in a package that was made for somebody else.
type Stray struct {
	File      string
	For       annotate.AnnotatorID
	Annotator annotate.AnnotatorID // under whose name the changes are
	Changes   int                  // that no other file has, and the package was not made with
}

// Untouched is a work package that came back as it was sent, from somebody who worked in no other of the files.
type Untouched struct {
	File string
	For  annotate.AnnotatorID
}

// mostTold is of how many files merging knows which changes each has.
const mostTold = 64

// own reports whether a change is an annotator's own work: not what others did in the set, who gave the article out or
// joined entities.
func own(c *annotate.Change) bool {
	return c.Annotator != "" && c.Author == string(c.Annotator) && (len(c.Edits) == 0 || c.Edits[0].AssignedBefore == c.Edits[0].AssignedAfter)
}

// doubts finds where it is not sure whose work is whose: who worked in the same article in several files apart, who
// worked in a package that is another's, and in which packages nobody worked.
func (m *merging) doubts(changes []*journalled) (apart []annotate.AnnotatorID, strays []Stray, untouched []Untouched) {
	held := map[setKey]map[uint64]bool{} // in which files the changes of each set are
	alone := map[Stray]int{}
	worked := map[int]bool{} // files
	for _, c := range changes {
		for in := c.in; in != 0; in &= in - 1 {
			if i := bits.TrailingZeros64(in); i < len(m.files) && c.clock > m.files[i].packed {
				worked[i] = true
			}
		}
		if !own(c.Change) || c.in == 0 {
			continue
		}
		k := setKey{c.Document, c.Annotator}
		if held[k] == nil {
			held[k] = map[uint64]bool{}
		}
		held[k][c.in] = true
		if i := bits.TrailingZeros64(c.in); c.in == 1<<i && i < len(m.files) {
			if f := m.files[i]; f.worker.For != "" && m.nowFor(f) != c.Annotator && c.clock > f.packed {
				alone[Stray{File: f.path, For: f.worker.For, Annotator: c.Annotator}]++
			}
		}
	}
	twice := map[annotate.AnnotatorID]bool{}
	for k, in := range held {
		for x := range in {
			for y := range in {
				if x&^y != 0 && y&^x != 0 {
					twice[k.annotator] = true
				}
			}
		}
	}
	for s, n := range alone {
		s.Changes = n
		strays = append(strays, s)
	}
	slices.SortFunc(strays, func(x, y Stray) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Annotator, y.Annotator))
	})
	files := m.files[:min(len(m.files), mostTold)]
	busy := map[annotate.AnnotatorID]bool{} // who worked in one file may get another one back
	for i, f := range files {
		busy[m.nowFor(f)] = busy[m.nowFor(f)] || worked[i]
	}
	for i, f := range files {
		if f.worker.For != "" && !worked[i] && !busy[m.nowFor(f)] {
			untouched = append(untouched, Untouched{f.path, f.worker.For})
		}
	}
	return slices.Sorted(maps.Keys(twice)), strays, untouched
}

// nowFor returns for whom a file was made, by the name of today.
func (m *merging) nowFor(f mergedFile) annotate.AnnotatorID {
	who, _ := m.names.now(f.worker.For, "")
	return who
}

// mergedFile is one of the files that are merged.
type mergedFile struct {
	path   string
	worker Worker
	packed int64 // where it is a package, the clock of the last change that it was made with
}
