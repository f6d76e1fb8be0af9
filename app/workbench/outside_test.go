package workbench_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/zalando/go-keyring"

	"quoth/annotate"
	"quoth/app/annotators"
)

// model is a server that speaks the chat protocol, and what it was asked.
type model struct {
	annotators.Outside
	asked atomic.Int32
	keys  chan string
}

func newModel(t *testing.T, answer func(w http.ResponseWriter)) *model {
	t.Helper()
	m := &model{keys: make(chan string, 100)}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.asked.Add(1)
		m.keys <- r.Header.Get("Authorization")
		io.Copy(io.Discard, r.Body)
		answer(w)
	}))
	t.Cleanup(s.Close)
	m.Outside = annotators.Outside{Address: s.URL + "/v1", Model: "small"}
	return m
}

func chat(content string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]any{
			"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": content}}},
			"usage":   map[string]any{"prompt_tokens": 12, "completion_tokens": 5},
		})
	}
}

func TestModelFromOutsideProposesInTheOpenArticle(t *testing.T) {
	keyring.MockInit()
	f := withRules(t, annotators.Rules(), prefs{"settings.annotator": "ana"})
	m := newModel(t, chat(`{"quotes": [{"words": "“It is not,”", "type": "direct", "speaker": "he", "cue": "said"}, {"words": "“Never said”", "type": "direct"}],
		"names": [{"words": "Zürich", "type": "place", "name": "Zürich"}]}`))
	if len(f.Outside()) != 0 {
		t.Fatalf("there are annotators from outside before any was given: %v", f.Outside())
	}
	if err := f.KeepOutside(m.Outside); err != nil {
		t.Fatal(err)
	}
	f.RunOutside(f.Outside()[0], "secret", false)
	if s := f.Notice().Text; !strings.Contains(s, "Small proposed 4 things in 1 article") || !strings.Contains(s, "12 tokens sent, 5 received") {
		t.Errorf("it says %q", s)
	}
	if key := <-m.keys; key != "Bearer secret" {
		t.Errorf("the model was asked with %q", key)
	}
	who := f.Proposals().Annotators()
	if !slices.Contains(who, "small") {
		t.Errorf("proposals are by %v", who)
	}
	if f.Set().Len() != 0 {
		t.Errorf("%d annotations are in the person's own set", f.Set().Len())
	}
	// What is kept holds no key; the keyring does, and gives it the next time.
	for k, v := range f.prefs {
		if strings.Contains(v, "secret") {
			t.Errorf("the key is in the setting %s: %s", k, v)
		}
	}
	f.RunOutside(f.Outside()[0], "", false)
	if key := <-m.keys; key != "Bearer secret" {
		t.Errorf("asked again, it was with %q", key)
	}
	programs, err := f.Project().Programs(t.Context())
	if err != nil || !programs["small"] || programs["ana"] {
		t.Errorf("programs are %v, %v", programs, err)
	}
	f.ForgetOutside("small")
	if len(f.Outside()) != 0 {
		t.Errorf("after forgetting there is %v", f.Outside())
	}
}

// A run writes behind the window's back; what the window knows of the project follows.
func TestWhatAProgramProposedIsKnownAtOnce(t *testing.T) {
	keyring.MockInit()
	f := withRules(t, annotators.Rules(), prefs{"settings.annotator": "ana"})
	first := f.Document().ID
	f.AddText("lake.txt", "Lake rises\n\n“It rises,” said the mayor of Zürich.\n")
	second := f.Document().ID
	if f.Queue().Len() != 2 || first == second {
		t.Fatalf("%d articles: %s", f.Queue().Len(), f.Notice().Text)
	}
	m := newModel(t, chat(`{"names": [{"words": "Zürich", "type": "place", "name": "Zürich on the lake"}]}`))
	f.RunOutside(m.Outside, "", true)
	for _, id := range []annotate.DocumentID{second, first} {
		f.OpenDocument(id)
		meant := ""
		for a := range f.Proposals().Index().All() {
			if e := f.Entity(a.Entity); e != nil && f.Document().Surface(a.Spans) == "Zürich" && a.Type == "place" {
				meant = e.Name
			}
		}
		if meant != "Zürich on the lake" {
			t.Errorf("%s: the place that is proposed is %q: %s", f.Document().Title, meant, f.Notice().Text)
		}
	}
	f.OpenDocument(second)
	f.selectWords("Zürich", 0).press("4", "N")
	if n := f.Naming(); n == nil {
		t.Errorf("nobody can be named: %s", f.Notice().Text)
	} else if n.SetQuery("zürich on"); len(n.Rows) == 0 || n.Rows[0].Name != "Zürich on the lake" {
		t.Errorf("asked for by its name there is %+v", n.Rows)
	}
}

func TestBrokenAnnotatorsCostTheirOwnProposalsOnly(t *testing.T) {
	keyring.MockInit()
	for name, answer := range map[string]func(http.ResponseWriter){
		"an error": func(w http.ResponseWriter) { http.Error(w, "overloaded", http.StatusServiceUnavailable) },
		"prose":    chat("I cannot help with that."),
		"no JSON":  func(w http.ResponseWriter) { io.WriteString(w, "<html>") },
	} {
		t.Run(name, func(t *testing.T) {
			f := withRules(t, annotators.Rules(), prefs{"settings.annotator": "ana"})
			before := len(f.steps())
			f.AddText("second.txt", "Another pier\n\nBen Okoro said that the other pier was closed, too.\n")
			m := newModel(t, answer)
			f.RunOutside(m.Outside, "", true)
			if n := f.Notice(); !n.Problem || !strings.Contains(n.Text, "mall") {
				t.Errorf("it says %+v", n)
			}
			if m.asked.Load() != 2 {
				t.Errorf("the model was asked %d times for two articles", m.asked.Load())
			}
			if before == 0 || len(f.steps()) == 0 {
				t.Errorf("of the rules' proposals %d are left, there were %d", len(f.steps()), before)
			}
		})
	}
	f := proposing(t)
	f.RunOutside(annotators.Outside{Command: "exit 3", Name: "broken"}, "", false)
	if s := f.Notice().Text; !strings.Contains(s, "broken") || !strings.Contains(s, "3") {
		t.Errorf("of a command that fails it says %q", s)
	}
}

func TestWhatIsMissingIsSaidBeforeAnythingRuns(t *testing.T) {
	f := proposing(t)
	for _, c := range []struct {
		o    annotators.Outside
		want string
	}{
		{annotators.Outside{}, "say what to run"},
		{annotators.Outside{Address: "http://localhost:1/v1"}, "name the model"},
		{annotators.Outside{Address: "localhost", Model: "m"}, "no address of a model"},
		{annotators.Outside{Command: "cat", Name: "rules"}, "somebody else"},
		{annotators.Outside{Command: "cat", Address: "http://a/v1", Model: "m"}, "not both"},
		{annotators.Outside{Command: "cat", Name: "a\nb"}, "cannot be a name"},
	} {
		if err := f.KeepOutside(c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v; want %q", c.o, err, c.want)
		}
	}
	f.RunOutside(annotators.Outside{Command: "cat", Name: "ana"}, "", false)
	if s := f.Notice().Text; !strings.Contains(s, "who you work as") {
		t.Errorf("it says %q", s)
	}
}

// A command that gives the article back as it got it proposes nothing, and nothing is wrong.
func TestCommandFromOutsideRuns(t *testing.T) {
	f := proposing(t)
	f.RunOutside(annotators.Outside{Command: "cat"}, "", true)
	if s := f.Notice().Text; s != "Cat proposed 0 things in 1 article." {
		t.Errorf("it says %q", s)
	}
}
