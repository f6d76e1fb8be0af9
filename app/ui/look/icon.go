//go:build !headless

package look

import (
	"fmt"
	"image/color"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"quoth/assets"
)

// strokes are the icons' paths in a box of 16 by 16 px, drawn with a round pen of 1.5 px.
var strokes = map[string]string{
	"quote":    `<path d="M3 11c2 0 3-1.5 3-4V5H3v3h3M10 11c2 0 3-1.5 3-4V5h-3v3h3"/>`,
	"mention":  `<path d="M4 3.5h8M8 3.5V10M3 13h10"/>`,
	"event":    `<path d="M9 2 4 9h4l-1 5 5-7H8z"/>`,
	"cue":      `<path d="M2.5 3.5h11v7h-6l-3 3v-3h-2zM5.5 7h.1M8 7h.1M10.5 7h.1"/>`,
	"speaker":  `<circle cx="8" cy="5" r="2.5"/><path d="M3 13.5c0-3 2-4.5 5-4.5s5 1.5 5 4.5"/>`,
	"entity":   `<path d="M2.5 4v4.5l5.5 5 5-5L7.5 3H3.500zM5.3 5.800h.1"/>`,
	"all":      `<path d="M3 4h7M3 8h10M3 12h5M12 11l1.2 1.300L15 10"/>`,
	"type":     `<rect x="3" y="3" width="4" height="4" rx="1"/><circle cx="11" cy="5" r="2"/><path d="M5 9.5 7.2 13.300H2.800zM9.5 10h3.500v3.500h-3.500z"/>`,
	"delete":   `<path d="M3 4.500h10M6.5 4.500V3h3v1.500M4.5 4.500l.6 9h5.800l.6-9"/>`,
	"undo":     `<path d="M6 3 3 6l3 3M3 6h6.500a3.5 3.5 0 0 1 0 7H6"/>`,
	"redo":     `<path d="M10 3l3 3-3 3M13 6H6.500a3.5 3.5 0 0 0 0 7H10"/>`,
	"done":     `<path d="M3 8.5 6.5 12 13 4.5"/>`,
	"flag":     `<path d="M4 14V2.500M4 3h8l-2 2.7 2 2.800H4"/>`,
	"new":      `<circle cx="8" cy="8" r="4.5"/>`,
	"progress": `<circle cx="8" cy="8" r="4.5"/><path d="M8 3.500v9a4.5 4.5 0 0 0 0-9z" <full/>/>`,
	"search":   `<circle cx="7" cy="7" r="4"/><path d="m10 10 3.5 3.5"/>`,
	"close":    `<path d="m4 4 8 8M12 4l-8 8"/>`,
	"edit":     `<path d="m3 13 .7-3L10.5 3.200l2.3 2.300L6 12.300z"/>`,
	"folder":   `<path d="M2 4.500V13h12V5.500H8L6.5 4H2z"/>`,
	"file":     `<path d="M4 2h5l3 3v9H4zM9 2v3h3"/>`,
	"up":       `<path d="M8 13V3.500M4 7.500l4-4 4 4"/>`,
	"down":     `<path d="m4 6 4 4 4-4"/>`,
	"right":    `<path d="m6 4 4 4-4 4"/>`,
	"left":     `<path d="m10 4-4 4 4 4"/>`,
	"queue":    `<path d="M2.5 3h11v10h-11zM6.5 3v10"/>`,
	"panel":    `<path d="M2.5 3h11v10h-11zM9.5 3v10"/>`,
	"role":     `<path d="M4 12c0-4 2-6.5 7-6.500M8.5 3 11.5 5.5 8.5 8"/>`,
	"add":      `<path d="M8 3v10M3 8h10"/>`,
	"box":      `<rect x="3" y="3" width="10" height="10" rx="2"/>`,
	"boxed":    `<rect x="3" y="3" width="10" height="10" rx="2"/><path d="M5.5 8.2 7.3 10 10.7 6"/>`,
	"dot":      `<circle cx="8" cy="8" r="2.5" <full/>/>`,
	"star":     `<path d="M8 2.500l1.6 3.5 3.9.4-2.9 2.6.8 3.800L8 10.900l-3.4 1.9.8-3.800L2.5 6.400l3.9-.400z"/>`,
	"warn":     `<path d="M8 2.5 14 13H2zM8 6.500v3M8 11.400v.1"/>`,
	"theme":    `<path d="M12.5 9.500A5 5 0 0 1 6.5 3.500a5 5 0 1 0 6 6z"/>`,
	"join":     `<path d="M2.5 5h4v6h-4zM9.5 5h4v6h-4zM6.5 8h3"/>`,
	"export":   `<path d="M8 10V2.500M5 5l3-3 3 3M3 9v4.500h10V9"/>`,
	"import":   `<path d="M8 2.500V10M5 7.500l3 3 3-3M3 9v4.500h10V9"/>`,
	"note":     `<path d="M3 2.500h10v7l-4 4H3zM9 13.500v-4h4"/>`,
	"command":  `<path d="m4 4 4 4-4 4M9 12.500h4"/>`,
	"help":     `<path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.200c-.8.4-1.1.9-1.1 1.800M8 12.700v.1"/>`,
}

// HasIcon reports whether there is an icon of the name.
func HasIcon(name string) bool { return strokes[name] != "" }

// Icon returns an icon in a colour, or nil where there is none of the name. The toolkit recolours
// only what is filled, and ours are strokes, so the colour is written into the picture; ask again
// when the theme changes.
func Icon(name string, c color.Color) fyne.Resource {
	path := strokes[name]
	if path == "" {
		return nil
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	key := drawn{name, n}
	if made, ok := icons.Load(key); ok {
		return made.(fyne.Resource)
	}
	hue := fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
	path = strings.ReplaceAll(path, "<full/>", fmt.Sprintf(`fill="%s"`, hue))
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">`+
		`<g fill="none" stroke="%s" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round">%s</g></svg>`, hue, path)
	made, _ := icons.LoadOrStore(key, fyne.NewStaticResource("quoth-"+name+hue[1:]+".svg", []byte(svg)))
	return made.(fyne.Resource)
}

// drawn is an icon in a colour.
type drawn struct {
	name string
	hue  color.NRGBA
}

// icons are those drawn so far: the same icon is the same resource, so that it is known when one changes.
var icons sync.Map

// AppIcon is the program's icon.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("quoth.png", assets.Icon) }
