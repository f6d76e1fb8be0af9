package workbench

import (
	"fmt"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
)

// meter counts what an article costs: input actions (one per key chord, click or drag) and the seconds
// in which the person was at work. The figures stay in the project file.
type meter struct {
	actions, annotations int
	seconds              float64
	last                 time.Time

	kept store.Activity // what the project already knows of this article and annotator
}

// idle is the longest pause that counts as work.
const idle = 30 * time.Second

// Acted counts n input actions.
func (b *Bench) Acted(n int) {
	if b.doc == nil {
		return
	}
	now := b.config.Now()
	if d := now.Sub(b.meter.last); d > 0 && d < idle {
		b.meter.seconds += d.Seconds()
	}
	b.meter.last = now
	b.meter.actions += n
}

// Away says that the person does something else than annotate: in a dialog, in the register, on the dashboard. Neither that
// nor the time until it counts.
func (b *Bench) Away() {
	if b.doc != nil {
		b.meter.last = b.config.Now()
	}
}

// changed counts the annotations that a change made, or took back.
func (m *meter) changed(c *annotate.Change) {
	for _, e := range c.Edits {
		switch {
		case e.Before == nil && e.After != nil:
			m.annotations++
		case e.Before != nil && e.After == nil:
			m.annotations--
		}
	}
}

// String says what one annotation of this article took: "1.4 actions, 6 s each".
func (m *meter) String() string {
	n := m.annotations + m.kept.Annotations
	if n <= 0 {
		return ""
	}
	actions := float64(m.actions+m.kept.Actions) / float64(n)
	seconds := (m.seconds + m.kept.Seconds) / float64(n)
	return fmt.Sprintf("%.1f actions, %.0f s each", actions, seconds)
}

// flushMeter writes what was counted to the project.
func (b *Bench) flushMeter() {
	m := &b.meter
	if b.project == nil || b.set == nil || m.actions == 0 && m.annotations == 0 {
		return
	}
	a := store.Activity{
		Annotator: b.set.Annotator, Document: b.doc.ID, Day: b.config.Now().Format(time.DateOnly),
		Actions: m.actions, Annotations: m.annotations, Seconds: m.seconds,
	}
	// The counter is a convenience: an error here must not stand between the person and the article.
	if err := b.project.AddActivity(b.context(), a); err == nil {
		m.kept.Actions += m.actions
		m.kept.Annotations += m.annotations
		m.kept.Seconds += m.seconds
		m.actions, m.annotations, m.seconds = 0, 0, 0
	}
}

// startMeter begins counting for the open article, on top of what the project knows.
func (b *Bench) startMeter() {
	b.meter = meter{last: b.config.Now()}
	if kept, err := b.project.ActivityOf(b.context(), b.doc.ID, b.set.Annotator); err == nil {
		b.meter.kept = kept
	}
}
