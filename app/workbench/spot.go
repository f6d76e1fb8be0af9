package workbench

import (
	"fmt"
	"strings"
	"sync"

	"quoth/annotate"
)

const settingSpot = "spot." // + annotator + article: where in it the person was last

// spots are where the person was in articles when they left them, as the project keeps them: by setting.
type spots struct {
	sync.Mutex
	kept map[string]string
}

func spotKey(who annotate.AnnotatorID, doc annotate.DocumentID) string {
	return settingSpot + string(who) + "." + string(doc)
}

func (p place) spot() string {
	return fmt.Sprintf("%d %d %d %d", p.anchor, p.caret, p.scroll.Off, p.scroll.DY)
}

// keepSpot remembers in the project where in the open article the person is, behind what they do: when they
// leave it, and only if they moved. Where the project is closing it is written at once.
func (b *Bench) keepSpot(closing bool) {
	if b.project.ReadOnly() {
		return
	}
	key, at := spotKey(b.set.Annotator, b.doc.ID), b.here()
	b.spots.Lock()
	was, known := b.spots.kept[key]
	moved := was != at.spot() && (known && was != "" || at.anchor != 0 || at.caret != 0 || at.scroll.Off != 0)
	if moved {
		b.spots.kept[key] = at.spot()
	}
	b.spots.Unlock()
	if !moved {
		return
	}
	p, behind := b.project, b.config.Go
	if closing {
		behind = func(f func()) { f() } // the project waits for it anyway
	}
	b.looks.Add(1)
	behind(func() {
		b.keeping.Lock()
		b.spots.Lock()
		latest := b.spots.kept[key]
		b.spots.Unlock()
		err := p.SetSetting(b.context(), key, latest)
		b.keeping.Unlock()
		b.looks.Done()
		if err != nil {
			b.config.Do(func() { b.act(func() { b.fail(err) }) })
		}
	})
}

// goToSpot shows the article that was just opened where the person left it.
func (b *Bench) goToSpot() {
	key := spotKey(b.set.Annotator, b.doc.ID)
	b.spots.Lock()
	spot, known := b.spots.kept[key]
	b.spots.Unlock()
	if !known {
		spot, _ = b.project.Setting(b.context(), key) // where it cannot be read, the article begins at its top
		b.spots.Lock()
		b.spots.kept[key] = spot
		b.spots.Unlock()
	}
	p := place{doc: b.doc.ID}
	if _, err := fmt.Fscan(strings.NewReader(spot), &p.anchor, &p.caret, &p.scroll.Off, &p.scroll.DY); err != nil {
		return
	}
	for _, off := range []int{p.anchor, p.caret, p.scroll.Off} {
		if off < 0 || off > len(b.doc.Text) {
			return
		}
	}
	p.anchor, _ = b.offsets().SnapOut(p.anchor, p.anchor)
	p.caret, _ = b.offsets().SnapOut(p.caret, p.caret)
	b.comeBack(p)
}
