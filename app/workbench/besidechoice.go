package workbench

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"quoth/annotate"
	"quoth/annotate/store"
)

// BesideChoice finds what is to stand beside the working article: another article by a few letters of its
// title, or one of the annotators of this one.
type BesideChoice struct {
	Query    string
	Rows     []BesideRow
	Chosen   int
	Versions bool // chooses among annotators

	bench *Bench
	all   []BesideRow
	more  bool // the project has articles that all does not list
}

// BesideRow is an article or an annotator.
type BesideRow struct {
	Title   string
	Matched []int // bytes of Title
	State   annotate.State
	Counts  store.Counts

	article annotate.DocumentID
	who     annotate.AnnotatorID
}

// mostTitles bounds how many titles are kept for fuzzy typing. In a project with more articles the search
// of the project finds the others, by whole words.
const mostTitles = 5000

// BesideChoice returns the choice where it is open, or nil.
func (b *Bench) BesideChoice() *BesideChoice { return b.besideChoice }

func (b *Bench) askBeside() {
	list, err := b.project.Documents(b.context(), store.Filter{Annotator: b.Annotator(), Limit: mostTitles + 1})
	if err != nil {
		b.fail(err)
		return
	}
	c := &BesideChoice{bench: b, more: len(list) > mostTitles}
	c.all = c.articles(list[:min(len(list), mostTitles)])
	if len(c.all) == 0 {
		b.fail(errors.New("this is the only article of the project; add others first"))
		b.notice.Action, b.notice.Do = "Add articles…", func() { b.Do("articles.add") }
		return
	}
	b.openChoice(c)
}

func (c *BesideChoice) articles(list []store.Summary) []BesideRow {
	var out []BesideRow
	for _, s := range list {
		if s.ID != c.bench.doc.ID {
			out = append(out, BesideRow{Title: s.Title, State: s.State, Counts: s.Counts, article: s.ID})
		}
	}
	return out
}

func (b *Bench) askVersion() {
	if err := b.seeing(); err != nil {
		b.fail(err)
		return
	}
	list, err := b.project.Versions(b.context(), b.doc.ID)
	if err != nil {
		b.fail(err)
		return
	}
	c := &BesideChoice{bench: b, Versions: true}
	for _, v := range list {
		if v.Annotator != b.set.Annotator && (v.State != annotate.StateNew || v.Counts.Total() > 0) {
			c.all = append(c.all, BesideRow{Title: string(v.Annotator), State: v.State, Counts: v.Counts, who: v.Annotator})
		}
	}
	if len(c.all) == 0 {
		b.say("Nobody else has annotated this article. A dataset with another annotator's labels brings in theirs; to work under another name yourself, change it in the settings (%s).", b.keyOf("app.settings"))
		b.notice.Action, b.notice.Do = "Import a dataset…", func() { b.Do("dataset.import") }
		return
	}
	b.openChoice(c)
}

func (b *Bench) openChoice(c *BesideChoice) {
	b.besideChoice = c
	c.SetQuery("")
	b.screen.Show(PageBeside)
}

// SetQuery ranks the rows for what is typed.
func (c *BesideChoice) SetQuery(q string) {
	c.bench.act(func() {
		c.Query, c.Chosen, c.Rows = q, 0, nil
		c.bench.touch(StatusChanged)
		if q = clipTyped(strings.TrimSpace(q)); q == "" {
			c.Rows = c.all
			return
		}
		titles := make([]string, len(c.all))
		for i, r := range c.all {
			titles[i] = r.Title
		}
		found := fuzzy.Find(q, titles)
		slices.SortStableFunc(found, func(x, y fuzzy.Match) int {
			return cmp.Compare(prefixRank(titles[x.Index], q), prefixRank(titles[y.Index], q))
		})
		seen := map[annotate.DocumentID]bool{}
		for _, m := range found {
			r := c.all[m.Index]
			r.Matched = m.MatchedIndexes
			c.Rows = append(c.Rows, r)
			seen[r.article] = true
		}
		if !c.more {
			return
		}
		b := c.bench
		list, err := b.project.Documents(b.context(), store.Filter{Annotator: b.Annotator(), Search: q, Limit: queuePage})
		if err != nil {
			b.fail(err)
			return
		}
		for _, r := range c.articles(list) {
			if !seen[r.article] {
				c.Rows = append(c.Rows, r)
			}
		}
	})
}

// Move moves the choice by d rows, round the end.
func (c *BesideChoice) Move(d int) {
	if n := len(c.Rows); n > 0 {
		c.Chosen = (c.Chosen + d + n) % n
	}
}

// Accept puts row i beside the working article.
func (c *BesideChoice) Accept(i int) {
	c.bench.act(func() {
		c.Cancel()
		switch {
		case i < 0 || i >= len(c.Rows):
		case c.Versions:
			c.bench.OpenVersion(c.Rows[i].who)
		default:
			c.bench.OpenBeside(c.Rows[i].article)
		}
	})
}

// Cancel closes the choice.
func (c *BesideChoice) Cancel() {
	c.bench.act(func() {
		c.bench.besideChoice = nil
		c.bench.touch(StatusChanged)
	})
}
