//go:build !headless

package ui

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// welcome is what stands in the window while no project is open.
type welcome struct {
	w      *window
	object fyne.CanvasObject
	notice *noticeBar
	body   *control.Column
	ground *canvas.Rectangle
	named  []namedObject
}

func newWelcome(w *window) *welcome {
	p := &welcome{w: w, notice: newNoticeBar(w), body: control.NewColumn(8), ground: canvas.NewRectangle(look.Of(look.Page))}
	p.object = container.NewStack(p.ground, container.New(readingColumn{500}, p.body))
	return p
}

func (p *welcome) refresh() {
	w := p.w
	p.named = nil
	if w.showing != showWelcome { // nobody sees it
		p.body.Set()
		return
	}
	big := func(name, icon, title, words, key string, weight control.Weight, fn func()) fyne.CanvasObject {
		b := control.NewButton(w, weight, icon, title, fn)
		b.Name, b.Key, b.Least = "welcome."+name, key, 204
		p.named = append(p.named, namedObject{b.Name, b})
		about := control.NewPhrase(0, control.Run{Text: words, Ink: look.Faint})
		return control.NewLine(12, 1, b, about)
	}
	logo := canvas.NewImageFromImage(look.Logo())
	logo.FillMode = canvas.ImageFillContain
	logo.SetMinSize(fyne.NewSize(56, 56))
	title := control.NewPhrase(26, control.Run{Text: "Quoth", Bold: true})
	objs := []fyne.CanvasObject{
		control.NewLine(16, 1, logo, title),
		control.NewParagraph("Mark who said what and what happened in news articles, and write it out as training data. Everything stays on this machine.", look.Faint),
		gap(10),
		big("sample", "quote", "Open the sample", "three articles, one of them fully marked", "", control.Main, func() { w.bench.Do("project.sample") }),
		big("new", "add", "New project", "then drop or paste your own articles", keyOf(w.bench, "project.new"), control.Plain, func() { w.bench.Do("project.new") }),
		big("add", "file", "Open articles", "text, web pages, tables; they get a project", keyOf(w.bench, "articles.add"), control.Plain, func() { w.bench.Do("articles.add") }),
		big("open", "folder", "Open a project", "a .quoth file", keyOf(w.bench, "project.open"), control.Plain, func() { w.bench.Do("project.open") }),
	}
	if recent := w.bench.Recent(); len(recent) > 0 {
		objs = append(objs, gap(10), control.NewPhrase(0, control.Run{Text: "Recent projects", Ink: look.Faint}))
		for i, path := range recent[:min(len(recent), 6)] {
			r := control.NewRow(w)
			r.Tapping = func() { w.bench.Open(path) }
			r.Set(control.Item{Icon: "file", Title: []control.Run{{Text: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))}},
				Trail: []control.Run{{Text: shortPath(filepath.Dir(path)), Ink: look.Faint}}})
			p.named = append(p.named, namedObject{"welcome.recent." + string(rune('0'+i)), r})
			objs = append(objs, r)
		}
	}
	objs = append(objs, gap(10), control.NewParagraph("You can also drop a project or article files on this window. "+keyOf(w.bench, "help.shortcuts")+" shows all keys.", look.Faint))
	p.body.Set(objs...)
	p.ground.FillColor = look.Of(look.Page)
	p.object.Refresh()
}

// shortPath writes a folder with ~ for the person's own.
func shortPath(dir string) string {
	if home, err := homeFolder(); err == nil {
		if rest, ok := strings.CutPrefix(dir, home); ok {
			return "~" + rest
		}
	}
	return dir
}

// gap is empty space of px in a column.
func gap(px float32) fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(1, px))
	return r
}

// readingColumn puts one flow in the upper middle, at most so wide.
type readingColumn struct{ width float32 }

func (readingColumn) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 200) }

func (l readingColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(l.width, size.Width-48)
	for _, o := range objects {
		h := o.(control.Flow).HeightFor(w)
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos((size.Width-w)/2, max(16, (size.Height-h)*0.4)))
	}
}

// emptyPage stands where the article will be while a project has none open.
type emptyPage struct {
	object fyne.CanvasObject
	named  []namedObject
}

func newEmptyPage(w *window) *emptyPage {
	e := &emptyPage{}
	head := control.NewParagraph("No articles yet", look.Ink)
	head.Letters, head.Centred = 18, true
	words := control.NewParagraph("Drop files or a folder on this window, paste the text of an article, or choose files: text, Markdown, HTML, JSON Lines or CSV.", look.Faint)
	words.Centred = true
	button := func(name, icon, text, id string) fyne.CanvasObject {
		b := control.NewButton(w, control.Plain, icon, text, func() { w.bench.Do(id) })
		b.Name, b.Key = "empty."+name, keyOf(w.bench, id)
		e.named = append(e.named, namedObject{b.Name, b})
		return b
	}
	buttons := control.NewLine(8, -1, button("add", "file", "Choose files…", "articles.add"), button("paste", "note", "Paste", "articles.paste"))
	e.object = container.New(readingColumn{420}, control.NewColumn(12, head, words, gap(4), container.NewCenter(buttons)))
	return e
}
