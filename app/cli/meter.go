package cli

import (
	"fmt"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
)

// meter shows how far something long is: as a bar on a terminal, as a line every now and then where
// standard error goes elsewhere. A nil meter shows nothing.
type meter struct {
	program *program
	doing   string
	noun    string // what is counted: "records"; "" for bytes, "%" for a share
	total   int64  // -1 where unknown

	bar  *progressbar.ProgressBar
	done int64
	last time.Time
}

// lineEvery is how often a line is written where there is no terminal.
const lineEvery = 5 * time.Second

// begin starts a meter; end it before another begins. An empty noun counts bytes.
func (p *program) begin(doing, noun string, total int64) *meter {
	m := &meter{program: p, doing: doing, noun: noun, total: total, last: time.Now()}
	if onTerminal(p.Err) {
		var more []progressbar.Option
		if noun != "%" {
			more = append(more, progressbar.OptionShowCount())
		}
		m.bar = progressbar.NewOptions64(total, append(more,
			progressbar.OptionSetWriter(p.Err),
			progressbar.OptionSetDescription(doing),
			progressbar.OptionShowBytes(noun == ""),
			progressbar.OptionSetPredictTime(total > 0),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionFullWidth(),
			progressbar.OptionClearOnFinish(),
		)...)
	}
	p.bar = m
	return m
}

func onTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// add says that n more are done.
func (m *meter) add(n int) {
	if m != nil {
		m.set(m.done + int64(n))
	}
}

// set says how many are done.
func (m *meter) set(done int64) {
	m.done = done
	if m.bar != nil {
		_ = m.bar.Set64(done) // a bar that cannot be drawn is no reason to stop
		return
	}
	if now := time.Now(); now.Sub(m.last) >= lineEvery {
		m.last = now
		fmt.Fprintln(m.program.Err, m.line())
	}
}

func (m *meter) line() string {
	if m.noun == "%" {
		return fmt.Sprintf("%s: %d %%", m.doing, 100*m.done/max(m.total, 1))
	}
	done := fmt.Sprintf("%d %s", m.done, m.noun)
	total := fmt.Sprint(m.total)
	if m.noun == "" {
		done, total = fmt.Sprintf("%.1f MB", float64(m.done)/1e6), fmt.Sprintf("%.1f MB", float64(m.total)/1e6)
	}
	if m.total > 0 {
		done += " of " + total
	}
	return m.doing + ": " + done
}

// hide takes the bar off the screen until the next step, to make room for a line.
func (m *meter) hide() {
	if m != nil && m.bar != nil {
		_ = m.bar.Clear()
	}
}

// end takes the bar away.
func (m *meter) end() {
	m.hide()
	m.program.bar = nil
}

// Read and Write let a meter count the bytes that pass through an io.TeeReader.
func (m *meter) Write(b []byte) (int, error) {
	m.add(len(b))
	return len(b), nil
}
