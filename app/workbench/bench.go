package workbench

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"quoth/annotate"
	"quoth/annotate/find"
	"quoth/annotate/offset"
	"quoth/annotate/propose"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
)

// Preferences keeps small settings of this machine between runs.
type Preferences interface {
	String(key string) string
	SetString(key, value string)
}

// Config is what a Bench needs from outside.
type Config struct {
	Prefs Preferences
	Do    func(func())     // runs on the window's goroutine; nil: at once
	Go    func(func())     // runs in the background; nil: at once
	Now   func() time.Time // nil: time.Now
	Rules propose.Proposer // proposes for the open article; nil: nobody does
	// Annotator is in whose name the person works, whatever settings and projects say; "" where nobody said it.
	Annotator string
}

// Page is something that the window opens.
type Page int

// The pages. PageSearch is the search field of the queue.
const (
	PageWelcome Page = iota
	PageNewProject
	PageOpenProject
	PageAddFiles
	PageImport
	PageExport
	PageSettings
	PageShortcuts
	PageHelp
	PagePalette
	PageNaming
	PageTypes
	PageMentions
	PageAbout
	PageSearch
	PageNote
	PageEntity
	PageBeside // asks what is to stand beside the article
	PageFind
	PageGoing
	PageCard // what there is to know of the current annotation
	PageGuideline
	PageComment // asks for a comment
	PageGold    // asks for the rule by which what annotators agree on goes to gold
	PageFeedback
	PageMerge
	PageMerged // what the last merging did
	PagePack
	PageAssign
	PageDashboard
	PageRegister   // the project's entities
	PageLists      // asks for lists of entities
	PageListReport // what was wrong with the list that was brought in last
	PageOutside    // asks which annotator from outside is to propose
	PageHistory    // of the current annotation
	PageWho        // asks who the person is
	PageRename     // asks who gets which other name
)

// Screen is what the bench asks of the window.
type Screen interface {
	Show(Page)
	VisibleRange() annotate.Span // bytes of the article on screen
	Reveal(s annotate.Span, flash bool)
	RevealBeside(s annotate.Span, flash bool) // likewise in what stands beside the article
	Scrolled() Scroll                         // how far the article is scrolled
	ScrollTo(Scroll)
	Clipboard() string
	SetClipboard(string)
	Dark() bool // the dark theme is shown
	Keep()      // carries out what is typed in a field and not yet done
	Quit()
}

// Changed says what an act changed.
type Changed uint32

// What can change.
const (
	ProjectChanged Changed = 1 << iota
	DocumentChanged
	SetChanged
	SelectionChanged
	CurrentChanged
	ModeChanged
	QueueChanged
	EntitiesChanged
	TaskChanged
	StatusChanged
	SettingsChanged
	BesideChanged     // what stands beside the article
	BesideViewChanged // what is selected there, what differs, how the two stand
	FindChanged
	ReviewChanged // the review: its cases, its queue, the current one
	DashboardChanged
	ProposalsChanged
	RegisterChanged // what the register lists, or says of the entity chosen there
)

// Bench is the state of the work.
type Bench struct {
	config   Config
	screen   Screen
	listener []func(Changed)
	changed  Changed
	edits    []annotate.Edit // of the working set, in this act
	told     []annotate.Edit // and in the act that listeners hear of
	offered  []annotate.Span // where proposals came or went in this act
	showed   []annotate.Span // and in the act that listeners hear of
	depth    int             // of acts within acts; one event is sent at the end of the outermost

	registry registry
	marks    propose.Conventions
	cues     propose.Cues
	settings Settings

	project *store.Project
	worker  store.Worker                                  // what it says of who works in it
	akas    map[annotate.AnnotatorID]annotate.AnnotatorID // who is called by a name in the open project, of those that were asked
	marking marking
	names   *suggest.Index
	books   books
	listed  *ListReport   // what was wrong with the list that was brought in last, or nil
	lately  []annotate.ID // entities picked, the latest first
	queue   Queue

	reader           // the working article
	rest    *reading // of its set, while that is being read
	history *annotate.History
	left    annotate.ID // was current until the caret moved out of it
	editing annotate.ID // entity that PageEntity edits

	finished *finished // the article that Done led away from, until something is done in this one

	beside   *Beside // nil where nothing stands beside the working article
	atBeside bool    // the person is there

	mode     Mode
	pending  *prefix
	hints    *Hints
	naming   *Naming
	register *Register
	palette  *Palette
	types    *Types
	mentions *Mentions
	going    *Going
	find     *Find
	sought   find.Query // what was looked for last
	places   places
	begun    int // 1 + where a selection was begun; 0 for none

	besideChoice *BesideChoice

	review *Review // nil outside of a review

	commenting *Commenting
	talk       []*annotate.Thread // of the open article
	talkKnown  bool
	feedback   Feedback
	merged     *Merged    // what the last merging did, or nil
	kept       string     // what a merging before kept of the open project, "" for nothing
	dashboard  *Dashboard // nil until it was opened

	proposals *Proposals // of the open article; nil where nobody proposes
	proposers proposers
	passed    map[annotate.DocumentID]*passage // articles of which the first pass is done

	task    *Task
	leaving *Task // that quitting once more gives up
	notice  Notice
	unsaid  error // why the last change could not be saved
	meter   meter
	latest  map[string]string // trigger word → the event type it was last given

	// What words were marked as, read off when first asked for.
	surfaces surfaces
	inOrder  []*annotate.Entity // by name, at most mostListed; nil where nobody has asked yet

	previewing int             // number of the latest export preview asked for
	stopLook   func()          // ends the look that the preview takes
	looks      sync.WaitGroup  // what reads or writes the project in the background
	looking    context.Context // of what reads alone, which ends when the project is closed
	stopLooks  func()

	opened  atomic.Pointer[annotate.DocumentID] // the article opened last
	spots   spots                               // and where the person was in others
	keeping sync.Mutex                          // held while these are written
}

// New returns a bench with no project open.
func New(c Config) *Bench {
	if c.Do == nil {
		c.Do = func(f func()) { f() }
	}
	if c.Go == nil {
		c.Go = func(f func()) { f() }
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Prefs == nil {
		c.Prefs = memoryPrefs{}
	}
	b := &Bench{config: c, screen: noScreen{}, latest: map[string]string{}, names: suggest.New(nil)}
	b.queue.bench = b
	b.feedback = Feedback{bench: b, at: -1}
	b.spots.kept = map[string]string{}
	b.marks, b.cues = lexicons()
	b.settings = loadSettings(c.Prefs)
	b.registry = newRegistry(b)
	return b
}

// SetScreen gives the bench the window that shows it.
func (b *Bench) SetScreen(s Screen) { b.screen = s }

// Listen calls fn once after each act that changed something.
func (b *Bench) Listen(fn func(Changed)) { b.listener = append(b.listener, fn) }

// act runs fn as one act: what it changes is told once, at the end.
func (b *Bench) act(fn func()) {
	b.depth++
	fn()
	b.depth--
	if b.depth > 0 || b.changed == 0 {
		return
	}
	c, edits, offered := b.changed, b.edits, b.offered
	b.changed, b.edits, b.offered = 0, nil, nil
	for _, l := range b.listener {
		b.told, b.showed = edits, offered
		l(c)
	}
	b.told, b.showed = nil, nil
}

// Edits returns what the act that listeners are being told of has changed in the working set. Where
// another set has taken its place all may be different.
func (b *Bench) Edits() []annotate.Edit { return b.told }

// Offered returns where proposals have come or gone in the act that listeners are being told of. Where another index of them has
// taken the place of the one before, all may be different.
func (b *Bench) Offered() []annotate.Span { return b.showed }

func (b *Bench) touch(c Changed) { b.changed |= c }

// Project returns the open project, or nil.
func (b *Bench) Project() *store.Project { return b.project }

// Document returns the open article, or nil.
func (b *Bench) Document() *annotate.Document { return b.doc }

// Set returns the working set of the open article, or nil.
func (b *Bench) Set() *annotate.Set { return b.set }

// Schema returns the project's schema, or nil.
func (b *Bench) Schema() *annotate.Schema {
	if b.project == nil {
		return nil
	}
	return b.project.Schema()
}

// Annotator returns whose sets the person works in: their own, or gold's during a review.
func (b *Bench) Annotator() annotate.AnnotatorID {
	if b.review != nil {
		return annotate.Gold
	}
	return b.me()
}

// Entity returns the entity, or nil.
func (b *Bench) Entity(id annotate.ID) *annotate.Entity { return b.names.Entity(id) }

// Queue returns the list of articles.
func (b *Bench) Queue() *Queue { return &b.queue }

func (b *Bench) offsets() *offset.Table { return b.doc.Offsets() }

// context of work on the window's goroutine, which is never cancelled half way.
func (b *Bench) context() context.Context { return context.Background() }

// whileOpen is the context of reading in the background for which the closing of the project does not wait.
func (b *Bench) whileOpen() context.Context {
	if b.looking == nil {
		b.looking, b.stopLooks = context.WithCancel(context.Background())
	}
	return b.looking
}

type memoryPrefs map[string]string

func (m memoryPrefs) String(k string) string { return m[k] }
func (m memoryPrefs) SetString(k, v string)  { m[k] = v }

// noScreen stands in where no window is attached.
type noScreen struct{}

func (noScreen) Show(Page)                        {}
func (noScreen) Dark() bool                       { return false }
func (noScreen) VisibleRange() annotate.Span      { return annotate.Span{End: 1 << 62} }
func (noScreen) Reveal(annotate.Span, bool)       {}
func (noScreen) RevealBeside(annotate.Span, bool) {}
func (noScreen) Clipboard() string                { return "" }
func (noScreen) SetClipboard(string)              {}
func (noScreen) Keep()                            {}
func (noScreen) Quit()                            {}
func (noScreen) Scrolled() Scroll                 { return Scroll{} }
func (noScreen) ScrollTo(Scroll)                  {}
