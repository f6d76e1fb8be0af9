//go:build e2e && linux

package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"quoth/app/identity"
)

// The tests with the tag e2e are a person at the real program: they start its window on a screen, look
// at what is on it by way of the file that QUOTH_PROBE names, and press real keys and buttons. "make
// test" runs them on a virtual screen; by hand:
//
//	go build -o build/e2e/quoth .
//	QUOTH_BINARY=$PWD/build/e2e/quoth .ci/display go test -tags ci,e2e -count=1 ./app

// patience is how long a test waits for what must happen. It is long because machines that run tests
// are busy; nothing waits longer than what it waits for.
const patience = 30 * time.Second

// binary returns the program under test.
func binary(t *testing.T) string {
	t.Helper()
	path := os.Getenv("QUOTH_BINARY")
	if path == "" {
		t.Fatal("QUOTH_BINARY does not say where the program is: build it with \"go build -o build/e2e/quoth .\" and give the absolute path")
	}
	if !filepath.IsAbs(path) {
		t.Fatalf("QUOTH_BINARY is %s; an absolute path is needed, because tests run in the folder of their package", path)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("QUOTH_BINARY: %v; build it with \"go build -o build/e2e/quoth .\"", err)
	}
	return path
}

// room is the home folder of a person of its own, in which programs run.
type room struct {
	t     *testing.T
	home  string
	theme string // light or dark
	scale string // pixels of the screen for one of the canvas
}

// newRoom returns a room in which nobody has run the program before. The person's name is ana, and she
// wants no motion.
func newRoom(t *testing.T) *room {
	t.Helper()
	if os.Getenv("DISPLAY") == "" {
		t.Fatal("DISPLAY is not set: a test in a real window needs a screen; run it under .ci/display")
	}
	for _, tool := range []string{"xdotool", "import"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: a test in a real window moves mouse and keys with xdotool and takes pictures with ImageMagick; .ci/setup test installs both", tool)
		}
	}
	return furnish(t, t.TempDir())
}

// furnish makes a room of a folder.
func furnish(t *testing.T, home string) *room {
	t.Helper()
	r := &room{t: t, home: home, theme: "light", scale: "1"}
	for _, dir := range []string{filepath.Dir(r.preferences()), r.path(".cache"), r.path(".local/share"), r.path(".local/state")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r.prefer(`{"settings.annotator":"ana","settings.motion":"false","proposals.off":"yes"}`)
	return r
}

func (r *room) preferences() string {
	return r.path(".config/fyne/" + identity.Program + "/preferences.json")
}

// prefer says what the program finds kept of earlier runs.
func (r *room) prefer(preferences string) {
	r.t.Helper()
	if err := os.WriteFile(r.preferences(), []byte(preferences), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// proposing is a room in which the program proposes, as it does where nobody has turned it off.
func (r *room) proposing() *room {
	r.prefer(`{"settings.annotator":"ana","settings.motion":"false"}`)
	return r
}

// path returns where a file of the room is.
func (r *room) path(name string) string { return filepath.Join(r.home, filepath.FromSlash(name)) }

// environment is the test's own, with everything that could make two machines differ said.
func (r *room) environment() []string {
	own := []string{
		"HOME=" + r.home, "XDG_CONFIG_HOME=" + r.path(".config"), "XDG_CACHE_HOME=" + r.path(".cache"),
		"XDG_DATA_HOME=" + r.path(".local/share"), "XDG_STATE_HOME=" + r.path(".local/state"),
		"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "LANGUAGE=en", "FYNE_SCALE=" + r.scale, "FYNE_THEME=" + r.theme, "QUOTH_PROBE=" + r.path("probe.json"),
	}
	names := map[string]bool{"WAYLAND_DISPLAY": true, "QUOTH_ANNOTATOR": true}
	for _, v := range own {
		names[v[:strings.IndexByte(v, '=')]] = true
	}
	for _, v := range os.Environ() {
		if !names[v[:strings.IndexByte(v, '=')]] {
			own = append(own, v)
		}
	}
	return own
}

// command runs the command line and returns what it printed.
func (r *room) command(args ...string) string {
	r.t.Helper()
	cmd := exec.Command(binary(r.t), args...)
	cmd.Env, cmd.Dir = r.environment(), r.home
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("quoth %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// sample is where the program keeps the sample project.
func (r *room) sample() string { return r.path(".local/share/quoth/sample.quoth") }

// program is the running window.
type program struct {
	room   *room
	t      *testing.T
	cmd    *exec.Cmd
	ended  chan error
	window string // as xdotool calls it
	log    *os.File
	told   []byte // what the window said of itself when it was looked at last
	read   *seen  // the same, read
}

// start opens the window and waits until it is drawn.
func (r *room) start(args ...string) *program {
	r.t.Helper()
	os.Remove(r.path("probe.json"))
	log, err := os.Create(r.path("log"))
	if err != nil {
		r.t.Fatal(err)
	}
	p := &program{room: r, t: r.t, cmd: exec.Command(binary(r.t), args...), ended: make(chan error, 1), log: log}
	p.cmd.Env, p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = r.environment(), r.home, log, log
	if err := p.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	go func() { p.ended <- p.cmd.Wait() }()
	r.t.Cleanup(p.clear)
	p.until("the window is drawn", func(s *seen) bool { return s.Window[0] > 0 })
	pid := fmt.Sprint(p.cmd.Process.Pid)
	p.wait("the window is on the screen", func() bool {
		out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--pid", pid).Output()
		f := strings.Fields(string(out))
		if len(f) > 0 {
			p.window = f[len(f)-1]
		}
		return len(f) > 0
	})
	p.xdotool("windowactivate", "--sync", p.window)
	p.stands()
	return p
}

// stands waits until the window manager has put the window in its place.
func (p *program) stands() {
	p.t.Helper()
	last, since := "", time.Now()
	p.wait("the window stands still", func() bool {
		out, err := exec.Command("xdotool", "getwindowgeometry", "--shell", p.window).Output()
		now := fmt.Sprint(string(out), err, p.look().Window)
		if now != last {
			last, since = now, time.Now()
		}
		return time.Since(since) > 300*time.Millisecond
	})
}

// clear leaves nothing behind: a program that still runs is killed, and what went wrong is kept.
func (p *program) clear() {
	if p.cmd.ProcessState == nil {
		if p.t.Failed() {
			p.picture(p.keepsake())
		}
		p.kill()
	}
	p.log.Close()
	if p.t.Failed() {
		p.t.Logf("the program said:\n%s", p.said())
	}
}

// kill ends the program as a power cut does.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	p.ended <- <-p.ended // others may ask again
}

// keepsake is where the picture of a failed test is put.
func (p *program) keepsake() string {
	dir := filepath.Join(filepath.Dir(filepath.Dir(binary(p.t))), "failed")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, strings.ReplaceAll(p.t.Name(), "/", " ")+".png")
}

// picture saves what is on the screen.
func (p *program) picture(path string) {
	if out, err := exec.Command("import", "-window", "root", path).CombinedOutput(); err != nil {
		p.t.Logf("no picture of the screen: %v %s", err, out)
		return
	}
	p.t.Logf("the screen is in %s", path)
}

func (p *program) said() string {
	out, err := os.ReadFile(p.log.Name())
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// trouble is what a program may never say, whatever else works.
var trouble = regexp.MustCompile(`(?m)^.*(Error in Fyne call thread|panic:|fatal error:).*$`)

func (p *program) checkLog() {
	p.t.Helper()
	if line := trouble.FindString(p.said()); line != "" {
		p.t.Fatalf("the program said: %s", line)
	}
}

// wait waits for something to be true.
func (p *program) wait(what string, ok func() bool) {
	p.t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-p.ended:
			p.ended <- err
			p.t.Fatalf("the program ended (%v) while the test waited that %s", err, what)
		default:
		}
		p.checkLog()
		if time.Now().After(end) {
			p.t.Fatalf("%v is over, and it is not so that %s; the window shows %s", patience, what, p.summary())
		}
	}
}

// until waits for the window to show something, and returns what it shows then.
func (p *program) until(what string, ok func(*seen) bool) *seen {
	p.t.Helper()
	var last *seen
	p.wait(what, func() bool {
		last = p.look()
		return last != nil && ok(last)
	})
	return last
}

// quits waits for the program to end by itself, in peace.
func (p *program) quits() {
	p.t.Helper()
	select {
	case err := <-p.ended:
		p.ended <- err
		if err != nil {
			p.t.Fatalf("the program ended with %v", err)
		}
	case <-time.After(patience):
		_ = p.cmd.Process.Signal(syscall.SIGQUIT) // it says what each goroutine waits for
		p.ended <- <-p.ended
		p.t.Fatalf("the program still runs %v after it was told to quit", patience)
	}
	p.checkLog()
}

// seen is what the window says of itself. Places are x, y, width and height on the canvas.
type seen struct {
	Window    [2]float32
	Title     string
	Article   string
	Who       string
	Layer     string
	Focus     string
	Mode      string
	Asking    string
	Notice    string
	Task      string
	Selection [2]int
	Current   *struct{ ID, Type, Text string }
	Counts    map[string]int
	Hints     []struct {
		Label, Text string
		Start, End  int
	}
	Marks   []seenMark
	Words   []seenWord
	Objects map[string]place
	Rows    map[string]string
	Review  *struct {
		At, Len, Open int
		Busy, Mixing  bool
		Span          [2]int
		Kinds         string
		Versions      []string
	}
}

// seenMark is an annotation, with the name of whom it means.
type seenMark struct {
	ID, Type, Entity string
	Spans            [][2]int
	Args             []seenFilling
}

type seenFilling struct{ Role, Target string }

type seenWord struct {
	Text       string
	Start, End int
	Box        place
}

type place [4]float32

func (b place) middle() (x, y float32) { return b[0] + b[2]/2, b[1] + b[3]/2 }

// look reads what the window shows, or nil where it has not shown anything yet. Nobody may change it.
func (p *program) look() *seen {
	data, err := os.ReadFile(p.room.path("probe.json"))
	if err != nil {
		return nil
	}
	if p.read != nil && bytes.Equal(data, p.told) {
		return p.read
	}
	var s seen
	if err := json.Unmarshal(data, &s); err != nil {
		p.t.Fatalf("the probe: %v", err)
	}
	p.told, p.read = data, &s
	return &s
}

func (p *program) summary() string {
	last := p.look()
	if last == nil {
		return "nothing"
	}
	s := *last
	s.Words, s.Objects, s.Marks = nil, nil, nil
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return b.String()
}

func (s *seen) current() string {
	if s.Current == nil {
		return ""
	}
	return s.Current.Type + " " + s.Current.Text
}

func (p *program) xdotool(args ...string) {
	p.t.Helper()
	if out, err := exec.Command("xdotool", args...).CombinedOutput(); err != nil {
		p.t.Fatalf("xdotool %s: %v %s", strings.Join(args, " "), err, out)
	}
}
