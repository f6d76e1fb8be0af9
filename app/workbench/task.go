package workbench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Task is long work in the background: what it does, how far it is, and how to stop it.
type Task struct {
	Title       string
	Done, Total int64 // Total is 0 where it is not known
	Detail      string
	Cancel      func()

	changes bool // the working set; until it is done nothing else may

	started time.Time
	told    time.Time
	ended   chan struct{} // closed when the work is over
	bench   *Bench
}

// Task returns the work under way, or nil.
func (b *Bench) Task() *Task { return b.task }

// Left estimates the time that is left; 0 where it cannot be told yet.
func (t *Task) Left() time.Duration {
	spent := t.bench.config.Now().Sub(t.started)
	if t.Total <= 0 || t.Done <= 0 || spent < time.Second {
		return 0
	}
	return time.Duration(float64(spent) / float64(t.Done) * float64(t.Total-t.Done)).Round(time.Second)
}

// progress tells how far a task is; it may be called from any goroutine.
type progress func(done, total int64, detail string)

// start runs work in the background and returns it. Only one task runs at a time; a second is refused, and nil returned.
// Whatever came of the work, then is called with it on the window's goroutine, unless the project was closed
// meanwhile. It is for then to say what was done; [Bench.wentWrong] says an error.
func (b *Bench) start(title string, work func(context.Context, progress) error, then func(error)) *Task {
	if b.task != nil {
		b.refuseBeside(b.task)
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	t := &Task{Title: title, Cancel: cancel, started: b.config.Now(), ended: make(chan struct{}), bench: b}
	b.task = t
	b.touch(TaskChanged | StatusChanged)
	tell := func(done, total int64, detail string) {
		now := time.Now()
		if now.Sub(t.told) < 50*time.Millisecond {
			return
		}
		t.told = now
		b.config.Do(func() {
			b.act(func() {
				t.Done, t.Total, t.Detail = done, total, detail
				b.touch(TaskChanged)
			})
		})
	}
	b.config.Go(func() {
		err := work(ctx, tell)
		if err == nil {
			err = ctx.Err()
		}
		cancel()
		close(t.ended)
		b.config.Do(func() {
			b.act(func() {
				if b.task != t {
					return // its project was closed
				}
				b.task = nil
				b.touch(TaskChanged | StatusChanged)
				then(err)
			})
		})
	})
	return t
}

// changing says that a task, if there is one, changes the working set: until it is over, nothing else may.
func (t *Task) changing() {
	if t != nil {
		t.changes = true
	}
}

// refuseBeside says that something has to wait for a task.
func (b *Bench) refuseBeside(t *Task) {
	b.fail(fmt.Errorf("wait until “%s” is done, or cancel it", t.Title))
	b.notice.Action, b.notice.Do = "Cancel it", t.Cancel
}

// wentWrong says the error that ended a task, and reports whether there was one.
func (b *Bench) wentWrong(title string, err error) bool {
	switch {
	case errors.Is(err, context.Canceled):
		b.say("Cancelled: %s", title)
	case err != nil:
		b.fail(err)
	}
	return err != nil
}

// stopTask ends the task under way and waits until it is over, for what it works on is about to be
// closed. Nothing more is heard of it.
func (b *Bench) stopTask() {
	if t := b.task; t != nil {
		b.task = nil
		t.Cancel()
		<-t.ended
		b.touch(TaskChanged | StatusChanged)
	}
}

func (b *Bench) canCancel() error {
	if b.task == nil {
		return errors.New("nothing runs in the background")
	}
	return nil
}
