package workbench

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
)

// WhoSays says by what the program knows who the person is. What comes first here comes before the others.
type WhoSays int

// What may say it.
const (
	SaidAtStart   WhoSays = iota // --annotator, or QUOTH_ANNOTATOR
	SaidByProject                // the project: a work package knows for whom it is, and any project what was said in it
	SaidInSettings
	SaidByLogin // the name that the system knows the person by
)

// Who says who the person is, and why.
type Who struct {
	Name annotate.AnnotatorID
	By   WhoSays
	For  annotate.AnnotatorID // for whom the open project was made as a work package, "" for none
	Was  annotate.AnnotatorID // the name that says so, where whoever had it is called otherwise in the open project; else ""
}

// Who returns in whose name the person works in the open project, and by what that is known.
func (b *Bench) Who() Who {
	w := Who{Name: annotate.AnnotatorID(b.settings.Annotator), By: SaidInSettings, For: b.worker.For}
	switch {
	case b.config.Annotator != "":
		w.Name, w.By = annotate.AnnotatorID(b.config.Annotator), SaidAtStart
	case b.worker.Who() != "":
		w.Name, w.By = b.worker.Who(), SaidByProject
	case !b.settings.chosen:
		w.By = SaidByLogin
	}
	if now := b.calledNow(w.Name); now != w.Name {
		w.Name, w.Was = now, w.Name
	}
	w.For = b.calledNow(w.For)
	return w
}

// Why says in words by what it is known.
func (w Who) Why() string {
	if w.Was != "" {
		return string(w.Was) + " is " + string(w.Name) + " in this project"
	}
	switch w.By {
	case SaidAtStart:
		return "said when the program was started, by --annotator or QUOTH_ANNOTATOR"
	case SaidByProject:
		if w.For == w.Name {
			return "this file was made for " + string(w.For)
		}
		return "said in this project"
	case SaidInSettings:
		return "from the settings of this machine"
	}
	return "your login name on this machine"
}

// me is the person: whose annotations feedback is about, and in whose name changes are made, also during a review.
func (b *Bench) me() annotate.AnnotatorID { return b.Who().Name }

// meet reads who works in the project that was just opened.
func (b *Bench) meet() {
	var err error
	b.akas = nil
	if b.worker, err = b.project.Worker(b.context()); err != nil {
		b.fail(err)
	}
}

// greet says in whose name the person works where that is not what they expect: once, in the project that was just
// opened. Whoever chose another name on this machine than the one that the file was made for is asked; and so is who
// chose none and has not worked in it, where others have: a file that was sent may hold the person's own work.
func (b *Bench) greet() {
	w := b.Who()
	switch {
	case b.notice.Problem || w.By == SaidAtStart || w.For != "" && b.worker.Name != "":
	case w.For != "" && b.settings.chosen && b.settings.Annotator != string(w.For):
		b.screen.Show(PageWho)
	case w.For != "":
		b.say("You work here as %s: this file was made for them.", w.For)
		b.notice.Action, b.notice.Do = "I am somebody else", func() { b.Do(cmdWho) }
		b.settle(store.Worker{For: w.For, Name: w.For})
	case w.By == SaidByLogin && b.notice.Text == "":
		if others := b.Colleagues(); len(others) > 0 && !slices.Contains(others, w.Name) {
			b.say("You work here as %s; %s.", w.Name, b.soFar(others))
			b.notice.Action, b.notice.Do = "Who I am…", func() { b.Do(cmdWho) }
			b.screen.Show(PageWho)
		}
	}
}

// Colleagues returns the people who have sets in the project; of a project in which the person works blind nobody else.
func (b *Bench) Colleagues() []annotate.AnnotatorID {
	if b.project == nil {
		return nil
	}
	programs := b.programs()
	return slices.DeleteFunc(b.Annotators(), func(a annotate.AnnotatorID) bool { return a == annotate.Gold || programs[a] })
}

// marking is who marked something in articles, of those that were asked about. It is read in the background.
type marking struct {
	by      map[annotate.DocumentID][]annotate.AnnotatorID // as it was read last
	asked   map[annotate.DocumentID]bool                   // nothing newer is there, or it is being read
	wanted  []annotate.DocumentID
	reading bool
}

// MarkedBy returns which people but this one have marked something in an article: neither gold nor programs, and nobody
// while the person works blind. What is not known yet is read behind, and listeners hear when it is there.
func (b *Bench) MarkedBy(doc annotate.DocumentID) []annotate.AnnotatorID {
	if b.project == nil {
		return nil
	}
	if !b.marking.asked[doc] {
		if b.marking.asked == nil {
			b.marking.asked = map[annotate.DocumentID]bool{}
		}
		b.marking.asked[doc] = true
		b.marking.wanted = append(b.marking.wanted, doc)
		b.readMarking()
	}
	who, me := b.marking.by[doc], b.me()
	if slices.ContainsFunc(who, func(a annotate.AnnotatorID) bool { return a != me }) && b.queue.Blind() == 0 {
		return slices.DeleteFunc(slices.Clone(who), func(a annotate.AnnotatorID) bool { return a == me })
	}
	return nil
}

// readMarking reads who marked something in the articles that are asked about. Whatever goes wrong is said where the
// article is opened.
func (b *Bench) readMarking() {
	m := b.marking
	if m.reading || len(m.wanted) == 0 {
		return
	}
	p, ctx := b.project, b.whileOpen()
	b.marking.reading, b.marking.wanted = true, nil
	b.looks.Add(1)
	b.config.Go(func() {
		programs, err := p.Programs(ctx)
		found := map[annotate.DocumentID][]annotate.AnnotatorID{}
		for _, doc := range m.wanted {
			var versions []store.Version
			if err == nil {
				versions, err = p.Versions(ctx, doc)
			}
			for _, v := range versions {
				if v.Counts.Total() > 0 && v.Annotator != annotate.Gold && !programs[v.Annotator] {
					found[doc] = append(found[doc], v.Annotator)
				}
			}
		}
		b.looks.Done()
		b.config.Do(func() {
			b.act(func() {
				if b.project != p {
					return
				}
				b.marking.reading = false
				if b.marking.by == nil {
					b.marking.by = map[annotate.DocumentID][]annotate.AnnotatorID{}
				}
				for _, doc := range m.wanted {
					if !slices.Equal(b.marking.by[doc], found[doc]) {
						b.marking.by[doc] = found[doc]
						b.touch(QueueChanged | ProposalsChanged)
					}
				}
				b.readMarking()
			})
		})
	})
}

// forgetMarking makes it be read again who marked something, after other work came in.
func (b *Bench) forgetMarking() { b.marking.asked, b.marking.wanted = nil, nil }

// Listed says names in a row: "ana, ben and cay", of many only some.
func Listed(who []annotate.AnnotatorID) string {
	const most = 4
	n := names(who)
	switch {
	case len(n) == 0:
		return "nobody"
	case len(n) == 1:
		return n[0]
	case len(n) > most:
		return fmt.Sprintf("%s and %d others", strings.Join(n[:most], ", "), len(n)-most)
	}
	return strings.Join(n[:len(n)-1], ", ") + " and " + n[len(n)-1]
}

// soFar says which of some annotators have worked in the project, and which were only given articles.
func (b *Bench) soFar(who []annotate.AnnotatorID) string {
	all, err := b.project.Annotators(b.context())
	if err != nil {
		b.fail(err)
	}
	given := slices.DeleteFunc(slices.Clone(who), func(id annotate.AnnotatorID) bool {
		return slices.ContainsFunc(all, func(a store.Annotator) bool {
			return a.ID == id && (a.Counts.Total() > 0 || a.States[annotate.StateNew] < a.Sets)
		})
	})
	worked := slices.DeleteFunc(slices.Clone(who), func(id annotate.AnnotatorID) bool { return slices.Contains(given, id) })
	switch {
	case len(given) == 0:
		return "so far " + hasWorked(worked)
	case len(worked) == 0:
		return "articles were given to " + Listed(given) + ", and nobody has begun"
	}
	return "so far " + hasWorked(worked) + ", and articles were given to " + Listed(given)
}

// hasWorked says who has worked.
func hasWorked(who []annotate.AnnotatorID) string {
	if len(who) == 1 {
		return Listed(who) + " has worked"
	}
	return Listed(who) + " have worked"
}

// settle writes into the project who works in it, and reports whether it could.
func (b *Bench) settle(w store.Worker) bool {
	if w == b.worker {
		return true
	}
	if err := b.project.SetWorker(context.Background(), w); err != nil {
		b.fail(err)
		return false
	}
	b.worker = w
	b.touch(SettingsChanged | StatusChanged)
	return true
}

// WorkAs says who the person is: in the open project from now on, or, always, on this machine in all projects that do
// not say otherwise. Under another name the article is opened anew, in that annotator's set.
func (b *Bench) WorkAs(name string, always bool) {
	b.act(func() {
		who, err := annotate.Worker(name)
		if err == nil && who == "" {
			err = errNoName
		}
		if err != nil {
			b.fail(err)
			return
		}
		was := b.me()
		b.screen.Keep()
		b.flushMeter()
		if b.project != nil && (!always || b.worker.Who() != "") {
			w := b.worker
			if w.Name = who; always && w.For == "" {
				w.Name = "" // as everywhere
			}
			if !b.settle(w) {
				return
			}
		}
		if always {
			b.settings.Annotator, b.settings.chosen = string(who), true
			b.settings.save(b.config.Prefs)
		}
		b.nowIs(was)
		if now := b.Who(); now.By == SaidAtStart {
			b.say("It is kept, and holds when the program is started without a name; now you work as %s, %s.", now.Name, now.Why())
		} else if now.Name != was {
			b.say("You work as %s now.", now.Name)
		}
	})
}

// nowIs opens the article anew where the person is another one than they were.
func (b *Bench) nowIs(was annotate.AnnotatorID) {
	b.touch(SettingsChanged | StatusChanged)
	if b.me() == was || b.project == nil {
		return
	}
	b.feedback.stale()
	b.queue.stale()
	b.touch(QueueChanged | ReviewChanged)
	if b.doc != nil {
		b.OpenDocument(b.doc.ID)
	}
}
