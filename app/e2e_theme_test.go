//go:build e2e && linux

package app_test

import (
	"bufio"
	"image"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// desktop is the part of a desktop that says whether light or dark is wanted.
type desktop struct {
	bus  *dbus.Conn
	dark atomic.Bool
	more atomic.Bool // contrast
}

const (
	desktopPath  = "/org/freedesktop/portal/desktop"
	settingsName = "org.freedesktop.portal.Settings"
	appearance   = "org.freedesktop.appearance"
)

// newDesktop starts a session bus with such a desktop on it, for the programs that the test starts.
func newDesktop(t *testing.T) *desktop {
	t.Helper()
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := daemon.StdoutPipe()
	if err == nil {
		err = daemon.Start()
	}
	if err != nil {
		t.Fatalf("a session bus: %v", err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	d := &desktop{}
	if d.bus, err = dbus.Connect(address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.bus.Close() })
	if err := d.bus.Export(d, desktopPath, settingsName); err != nil {
		t.Fatal(err)
	}
	if _, err := d.bus.RequestName("org.freedesktop.portal.Desktop", 0); err != nil {
		t.Fatal(err)
	}
	return d
}

// scheme is 1 for dark and 2 for light.
func (d *desktop) scheme() dbus.Variant {
	if d.dark.Load() {
		return dbus.MakeVariant(uint32(1))
	}
	return dbus.MakeVariant(uint32(2))
}

// contrast is 1 where more is wanted.
func (d *desktop) contrast() dbus.Variant {
	if d.more.Load() {
		return dbus.MakeVariant(uint32(1))
	}
	return dbus.MakeVariant(uint32(0))
}

// ReadOne answers a program that asks for a setting.
func (d *desktop) ReadOne(namespace, key string) (dbus.Variant, *dbus.Error) {
	switch {
	case namespace == appearance && key == "color-scheme":
		return d.scheme(), nil
	case namespace == appearance && key == "contrast":
		return d.contrast(), nil
	}
	return dbus.Variant{}, dbus.NewError("org.freedesktop.portal.Error.NotFound", nil)
}

// wants changes what the desktop wants, and tells all programs.
func (d *desktop) wants(t *testing.T, dark bool) {
	t.Helper()
	d.dark.Store(dark)
	d.tell(t, "color-scheme", d.scheme())
}

// wantsContrast does the same for contrast.
func (d *desktop) wantsContrast(t *testing.T, more bool) {
	t.Helper()
	d.more.Store(more)
	d.tell(t, "contrast", d.contrast())
}

func (d *desktop) tell(t *testing.T, key string, value dbus.Variant) {
	t.Helper()
	if err := d.bus.Emit(desktopPath, settingsName+".SettingChanged", appearance, key, value); err != nil {
		t.Fatal(err)
	}
}

// TestTheWindowFollowsTheDesktopIntoTheDark changes the colours of the desktop while the program runs: then all
// of the window must look as if it had been started so.
func TestTheWindowFollowsTheDesktopIntoTheDark(t *testing.T) {
	desk := newDesktop(t)
	open := func() *hands {
		r := newRoom(t)
		r.theme = "" // as the desktop has it
		h := r.start("--sample").hands()
		h.until("the sample is open, with the keyboard", func(s *seen) bool { return s.Focus == "article" && s.Counts["quotes"] > 0 })
		h.until("its notice is there", func(s *seen) bool { return s.Notice != "" })
		h.xdotool("windowsize", "--sync", h.window, "1100", "700") // which of two sizes it comes in is chance
		h.until("the window has its size", func(s *seen) bool { return s.Window == [2]float32{1100, 700} })
		h.keys("Escape")
		h.until("and is taken away", func(s *seen) bool { return s.Notice == "" })
		h.pointAside()
		h.stands()
		return h
	}
	h := open()
	h.wait("the window is light", func() bool { return brightness(h.own()) > 0xC0 })
	light := h.still()
	desk.wants(t, true)
	h.wait("the window is dark", func() bool { return brightness(h.own()) < 0x40 })
	followed := h.still()
	desk.wants(t, false)
	h.wait("the window is as it was", func() bool { return h.differing(light) < caretPixels })
	desk.wantsContrast(t, true)
	h.wait("its colours stand out more", func() bool { return h.differing(light) > 100*caretPixels })
	desk.wantsContrast(t, false)
	h.wait("the window is as it was, again", func() bool { return h.differing(light) < caretPixels })
	h.keys("ctrl+q")
	h.quits()

	desk.wants(t, true)
	h = open()
	h.wait("the window that was changed looks like one that was started so", func() bool { return h.differing(followed) < caretPixels })
	h.keys("ctrl+q")
	h.quits()
}

// still returns the picture of the window when it does not change any more, but for the caret.
func (h *hands) still() image.Image {
	h.t.Helper()
	last, since := h.own(), time.Now()
	h.wait("the window does not change any more", func() bool {
		if h.differing(last) >= caretPixels {
			last, since = h.own(), time.Now()
		}
		return time.Since(since) > 2*time.Second // a busy machine repaints late
	})
	return last
}

// caretPixels is more than the caret covers, which may be seen or not.
const caretPixels = 200

// brightness returns the mean of the picture's green, 0 to 255.
func brightness(img image.Image) int {
	b := img.Bounds()
	sum, n := 0, 0
	for y := b.Min.Y; y < b.Max.Y; y += 3 {
		for x := b.Min.X; x < b.Max.X; x += 3 {
			_, g, _, _ := img.At(x, y).RGBA()
			sum, n = sum+int(g>>8), n+1
		}
	}
	return sum / max(n, 1)
}

// differing counts the pixels in which the window is not as in a picture, but for the strip beside the article, whose
// marks stand a pixel higher or lower with the height of lines off the screen; all where its size is another.
func (h *hands) differing(a image.Image) (n int) {
	h.t.Helper()
	b := h.own()
	strip := h.look().Objects["article"].on(1)
	strip.Min.X = strip.Max.X - 18
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if !image.Pt(x, y).In(strip) && a.At(x, y) != b.At(x, y) {
				n++
			}
		}
	}
	return n
}
