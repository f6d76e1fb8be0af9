package jsonl

import "github.com/go-json-experiment/json/jsontext"

// The shape of a line. The order of the fields is the order in the file, and docs/FORMAT.md says what
// each means. Every place is in code points.

type line struct {
	record
	views
}

type leanLine struct {
	record
}

type readLine struct {
	record
	Unknown unknown `json:",embed"`
}

// unknown holds the fields of an object that it should not have.
type unknown map[string]jsontext.Value

type record struct {
	Quoth       int               `json:"quoth"`
	ID          string            `json:"id"`
	Title       string            `json:"title"`
	Language    string            `json:"language"`
	Meta        map[string]string `json:"meta"`
	Text        string            `json:"text"`
	Blocks      []block           `json:"blocks"`
	Annotator   string            `json:"annotator"`
	State       string            `json:"state"`
	Entities    []entity          `json:"entities"`
	Annotations []annotation      `json:"annotations"`
	Decisions   []decision        `json:"decisions,omitempty"`
	Comments    []comment         `json:"comments,omitempty"`
}

type block struct {
	Kind    string  `json:"kind"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Level   int     `json:"level,omitzero"`
	Unknown unknown `json:",embed"`
}

type entity struct {
	ID      string            `json:"id"`
	Type    string            `json:"type"`
	Name    string            `json:"name"`
	Aliases []string          `json:"aliases,omitempty"`
	Dated   []dated           `json:"dated,omitempty"`
	IDs     map[string]string `json:"ids,omitempty"`
	Note    string            `json:"note,omitempty"`
	Unknown unknown           `json:",embed"`
}

type dated struct {
	Name    string  `json:"name"`
	From    string  `json:"from,omitempty"`
	Until   string  `json:"until,omitempty"`
	Place   string  `json:"place,omitempty"`
	Unknown unknown `json:",embed"`
}

type annotation struct {
	ID      string            `json:"id"`
	Type    string            `json:"type"`
	Spans   []span            `json:"spans"`
	Entity  string            `json:"entity,omitempty"`
	Args    []arg             `json:"args,omitempty"`
	Attrs   map[string]string `json:"attrs,omitempty"`
	Note    string            `json:"note,omitempty"`
	Origin  *origin           `json:"origin,omitempty"`
	Unknown unknown           `json:",embed"`
}

type span struct {
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Text    *string `json:"text"`
	Unknown unknown `json:",embed"`
}

type decision struct {
	Annotator string  `json:"annotator"`
	About     string  `json:"about"`
	Type      string  `json:"type"`
	Spans     []span  `json:"spans"`
	Verdict   string  `json:"verdict"`
	Result    string  `json:"result,omitempty"`
	Reason    string  `json:"reason,omitempty"`
	Within    string  `json:"within,omitempty"`
	Seen      *seen   `json:"seen,omitzero"`
	Unknown   unknown `json:",embed"`
}

type seen struct {
	Entity  string            `json:"entity,omitempty"`
	Args    []arg             `json:"args,omitempty"`
	Attrs   map[string]string `json:"attrs,omitempty"`
	Unknown unknown           `json:",embed"`
}

type comment struct {
	ID        string  `json:"id"`
	Annotator string  `json:"annotator"`
	About     string  `json:"about"`
	Spans     []span  `json:"spans"`
	ReplyTo   string  `json:"reply_to,omitempty"`
	Author    string  `json:"author"`
	Time      string  `json:"time"`
	Text      string  `json:"text"`
	Standing  string  `json:"standing,omitempty"`
	Unknown   unknown `json:",embed"`
}

type arg struct {
	Role    string  `json:"role"`
	Target  string  `json:"target"`
	Unknown unknown `json:",embed"`
}

type origin struct {
	Annotator string  `json:"annotator,omitempty"`
	Rule      string  `json:"rule,omitempty"`
	Score     float64 `json:"score,omitzero"`
	Evidence  string  `json:"evidence,omitempty"`
	Unknown   unknown `json:",embed"`
}

// The views. Every field is always there; what there is nothing to say of is null, or empty.

type views struct {
	Mentions []mention `json:"mentions"`
	Cues     []cue     `json:"cues"`
	Quotes   []quote   `json:"quotes"`
	Events   []event   `json:"events"`
}

type mention struct {
	ID       string            `json:"id"`
	Type     string            `json:"type"`
	Text     string            `json:"text"`
	Start    int               `json:"start"`
	End      int               `json:"end"`
	Entity   *string           `json:"entity"`
	EntityID *string           `json:"entity_id"`
	Attrs    map[string]string `json:"attrs"`
}

type cue struct {
	ID    string            `json:"id"`
	Type  string            `json:"type"`
	Text  string            `json:"text"`
	Start int               `json:"start"`
	End   int               `json:"end"`
	Attrs map[string]string `json:"attrs"`
}

type quote struct {
	ID         string            `json:"id"`
	Type       string            `json:"type"`
	Text       string            `json:"text"`
	Spans      []span            `json:"spans"`
	Speaker    *string           `json:"speaker"`
	SpeakerID  *string           `json:"speaker_id"`
	Entity     *string           `json:"entity"`
	EntityID   *string           `json:"entity_id"`
	EntityType *string           `json:"entity_type"`
	Cue        *string           `json:"cue"`
	CueID      *string           `json:"cue_id"`
	Addressees []filler          `json:"addressees"`
	Attrs      map[string]string `json:"attrs"`
}

type event struct {
	ID      string            `json:"id"`
	Type    string            `json:"type"`
	Trigger string            `json:"trigger"`
	Spans   []span            `json:"spans"`
	Args    []roleFiller      `json:"args"`
	Attrs   map[string]string `json:"attrs"`
}

type roleFiller struct {
	Role string `json:"role"`
	filler
}

type filler struct {
	ID         string  `json:"id"`
	Type       string  `json:"type"`
	Text       string  `json:"text"`
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Entity     *string `json:"entity"`
	EntityID   *string `json:"entity_id"`
	EntityType *string `json:"entity_type"`
}
