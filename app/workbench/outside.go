package workbench

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/annotators"
	"quoth/app/assign"
)

// prefOutside keeps how annotators from outside are reached. Keys are in the system's keyring, never here.
const prefOutside = prefProposals + "outside"

// Outside returns the annotators from outside that the person has given, by name. There are none until they give one.
func (b *Bench) Outside() []annotators.Outside {
	var list []annotators.Outside
	if s := b.config.Prefs.String(prefOutside); s != "" && json.Unmarshal([]byte(s), &list) != nil {
		return nil
	}
	return slices.DeleteFunc(list, func(o annotators.Outside) bool { return o.Check() != nil })
}

// KeepOutside keeps how an annotator is reached; one of the same name is replaced.
func (b *Bench) KeepOutside(o annotators.Outside) error {
	if err := o.Check(); err != nil {
		return err
	}
	o.Name = o.Annotator()
	list := slices.DeleteFunc(b.Outside(), func(x annotators.Outside) bool { return x.Annotator() == o.Name })
	b.setOutside(append(list, o))
	return nil
}

// ForgetOutside forgets an annotator. What it has proposed stays.
func (b *Bench) ForgetOutside(who annotate.AnnotatorID) {
	b.setOutside(slices.DeleteFunc(b.Outside(), func(x annotators.Outside) bool { return x.Annotator() == who }))
}

func (b *Bench) setOutside(list []annotators.Outside) {
	slices.SortFunc(list, func(x, y annotators.Outside) int {
		return cmp.Compare(x.Annotator(), y.Annotator())
	})
	out, err := json.Marshal(list)
	b.act(func() {
		if err != nil {
			b.fail(err)
			return
		}
		b.config.Prefs.SetString(prefOutside, string(out))
		b.touch(SettingsChanged)
	})
}

// RunOutside has an annotator from outside propose in the open article, or in all of the project, in the background. A key that is
// given is kept in the system's keyring for the address; where there is none, it serves until the program ends.
func (b *Bench) RunOutside(o annotators.Outside, key string, all bool) {
	b.act(func() {
		if err := b.canRunOutside(o, all); err != nil {
			b.fail(err)
			return
		}
		project, author := b.project, b.author()
		var here []annotate.DocumentID
		if !all {
			here = []annotate.DocumentID{b.doc.ID}
		}
		var ran annotators.Run
		var unkept error
		title := "Proposals by " + string(o.Annotator())
		b.start(title, func(ctx context.Context, tell progress) (err error) {
			key, unkept = b.keyFor(o, key)
			who, err := o.Proposer(key, 0)
			if err != nil {
				return err
			}
			articles := here
			if all {
				if articles, err = assign.Found(ctx, project, store.Filter{}); err != nil {
					return err
				}
			}
			tell(0, int64(len(articles)), "")
			trouble := func(error) {} // the run knows what to say
			ran, err = annotators.RunIn(ctx, project, who, articles, author, b.config.Now, trouble, func(done int, spent string) {
				tell(int64(done), int64(len(articles)), spent)
			})
			return err
		}, func(err error) {
			if left := b.catchUp(nil); left != nil {
				b.fail(left)
			}
			b.queue.stale()
			b.touch(QueueChanged)
			b.propose()
			b.sayRun(o, ran, err, unkept)
		})
	})
}

func (b *Bench) canRunOutside(o annotators.Outside, all bool) error {
	switch {
	case b.project == nil:
		return errNoProject
	case !all && b.doc == nil:
		return errNoArticle
	case o.Annotator() == b.Annotator():
		return fmt.Errorf("%s is who you work as; give the program another name", o.Annotator())
	}
	return o.Check()
}

// keyFor returns the key for an annotator's address, and keeps one that is given.
func (b *Bench) keyFor(o annotators.Outside, key string) (string, error) {
	if o.Address == "" {
		return "", nil
	}
	x := &b.proposers
	x.mu.Lock()
	defer x.mu.Unlock()
	if key == "" {
		if kept := annotators.KeyOf(o.Address); kept != "" {
			return kept, nil
		}
		return x.keys[o.Address], nil
	}
	if x.keys == nil {
		x.keys = map[string]string{}
	}
	x.keys[o.Address] = key
	return key, annotators.KeepKey(o.Address, key)
}

// sayRun says what came of having an annotator propose.
func (b *Bench) sayRun(o annotators.Outside, ran annotators.Run, err, unkept error) {
	text := fmt.Sprintf("%s proposed %s in %s", o.Annotator(), count(ran.Proposals, "thing", "things"), count(ran.Articles, "article", "articles"))
	if ran.Left > 0 {
		text += fmt.Sprintf("; %s did not fit and left out", count(ran.Left, "was", "were"))
	}
	if ran.Spent != "" {
		text += "; " + ran.Spent
	}
	if unkept != nil {
		text += fmt.Sprintf("; the key is known until Quoth ends (%v)", unkept)
	}
	switch {
	case errors.Is(err, context.Canceled):
		b.say("Cancelled. %s.", Sentence(text))
	case err != nil:
		b.fail(err)
	case ran.Failed > 0 && ran.Articles == 0:
		b.fail(ran.First)
	case ran.Failed > 0:
		b.fail(fmt.Errorf("%s; it failed in %s: %w", text, count(ran.Failed, "article", "articles"), ran.First))
	default:
		b.say("%s.", Sentence(text))
	}
}
