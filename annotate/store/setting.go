package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"quoth/annotate"
)

// reserved begins the keys of settings that only the store writes.
const reserved = "quoth."

const schemaKey = reserved + "schema"

const putSetting = `INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`

// Setting returns a setting of the project, or "" where it is not set.
func (p *Project) Setting(ctx context.Context, key string) (string, error) {
	value, err := readSetting(ctx, p.reader, key)
	return value, p.fail("read the setting "+key, err)
}

func readSetting(ctx context.Context, q querier, key string) (value string, err error) {
	err = q.QueryRowContext(ctx, `SELECT value FROM settings WHERE key = ?`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// SetSetting sets a setting of the project, or forgets it where value is "". Keys that begin with
// "quoth." are refused.
func (p *Project) SetSetting(ctx context.Context, key, value string) error {
	if strings.HasPrefix(key, reserved) {
		return fmt.Errorf("setting %q: keys that begin with %q belong to the project itself", key, reserved)
	}
	return p.write(ctx, "write the setting "+key, func(tx *sql.Tx) (err error) {
		if value == "" {
			_, err = tx.ExecContext(ctx, `DELETE FROM settings WHERE key = ?`, key)
		} else {
			_, err = tx.ExecContext(ctx, putSetting, key, value)
		}
		return err
	})
}

// unitedSetting returns what two values of one setting come to, in whichever order: of lists of words, also by key, all
// words of both, but that a word with a minus before it takes the word away; of other values the greater one.
func unitedSetting(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	x, y := listed(a), listed(b)
	if x.kind != y.kind {
		if x.kind > y.kind {
			return a
		}
		return b
	}
	if x.kind == 0 {
		return max(a, b)
	}
	for key, words := range y.words {
		if x.words[key] == nil {
			x.words[key] = map[string]bool{}
		}
		maps.Copy(x.words[key], words)
	}
	lists := map[string][]string{}
	for key, words := range x.words {
		list := []string{}
		for _, w := range slices.Sorted(maps.Keys(words)) {
			if !words["-"+w] {
				list = append(list, w)
			}
		}
		lists[key] = list
	}
	var out []byte
	var err error
	if x.kind == 1 {
		out, err = json.Marshal(lists[""])
	} else {
		out, err = json.Marshal(lists)
	}
	if err != nil {
		return max(a, b)
	}
	return string(out)
}

// lists is a setting that holds lists of words.
type lists struct {
	kind  int // 0 another value, 1 one list, 2 lists by key
	words map[string]map[string]bool
}

func listed(value string) lists {
	set := func(list []string) map[string]bool {
		out := map[string]bool{}
		for _, w := range list {
			out[w] = true
		}
		return out
	}
	var list []string
	if strings.HasPrefix(value, "[") && json.Unmarshal([]byte(value), &list) == nil {
		return lists{1, map[string]map[string]bool{"": set(list)}}
	}
	var byKey map[string][]string
	if strings.HasPrefix(value, "{") && json.Unmarshal([]byte(value), &byKey) == nil {
		out := lists{2, map[string]map[string]bool{}}
		for key, list := range byKey {
			out.words[key] = set(list)
		}
		return out
	}
	return lists{}
}

// Schema returns the project's schema, which nobody may change.
func (p *Project) Schema() *annotate.Schema { return p.schema.Load() }

func (p *Project) loadSchema(ctx context.Context) error {
	source, err := readSetting(ctx, p.reader, schemaKey)
	if err != nil {
		return p.fail("read the schema", err)
	}
	schema, err := annotate.ParseSchema(filepath.Base(p.path)+", schema", []byte(source))
	if err != nil {
		return p.fail("read the schema", err)
	}
	p.schema.Store(schema)
	return nil
}

// SetSchema gives the project another schema and counts all sets anew by its kinds. Annotations stay
// as they are; [annotate.Set.Problems] lists those that the new schema does not allow.
func (p *Project) SetSchema(ctx context.Context, schema *annotate.Schema) error {
	err := p.write(ctx, "change the schema", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, putSetting, schemaKey, string(schema.Source)); err != nil {
			return err
		}
		counts, err := countAll(ctx, tx, schema)
		if err != nil {
			return err
		}
		for owner, c := range counts {
			if err := writeCounts(ctx, tx, owner, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		p.schema.Store(schema)
	}
	return err
}

// countAll counts the annotations of every set by the kinds of the schema.
func countAll(ctx context.Context, q querier, schema *annotate.Schema) (map[int64]Counts, error) {
	counts := map[int64]Counts{}
	rows, err := q.QueryContext(ctx, `SELECT s.seq, coalesce(a.type, ''), count(a.id)
		FROM sets s LEFT JOIN annotations a ON a.owner = s.seq GROUP BY s.seq, a.type`)
	_, err = collect(rows, err, func(r *sql.Rows) (none struct{}, err error) {
		var owner int64
		var typ string
		var n int
		if err := r.Scan(&owner, &typ, &n); err != nil {
			return none, err
		}
		c := counts[owner]
		c.add(schema.Kind(typ), n)
		counts[owner] = c
		return none, nil
	})
	return counts, err
}

func writeCounts(ctx context.Context, tx *sql.Tx, set int64, c Counts) error {
	_, err := tx.ExecContext(ctx, `UPDATE sets SET quotes = ?, cues = ?, mentions = ?, events = ? WHERE seq = ?`,
		c.Quotes, c.Cues, c.Mentions, c.Events, set)
	return err
}
