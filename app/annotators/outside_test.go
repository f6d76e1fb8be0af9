package annotators_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/store"
	"quoth/app/annotators"
	"quoth/assets"
)

const news = "“The pier is safe,” Mayor Ana Díaz said on Monday. 👨‍👩‍👧\n\nBen Okoro denied that the pier was safe. “It is not,” he said.\n"

func article() *annotate.Document {
	return &annotate.Document{ID: annotate.DocumentIDOf(news), Title: "The pier", Language: "en", Text: news}
}

func known(t *testing.T) propose.Known {
	t.Helper()
	s, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	return propose.Known{Schema: s}
}

// model serves the chat protocol with what answer makes of a request.
func model(t *testing.T, answer func(w http.ResponseWriter, r *http.Request)) *annotators.Endpoint {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(answer))
	t.Cleanup(s.Close)
	return &annotators.Endpoint{Address: s.URL + "/v1", Model: "small", Name: "small", Limit: 5 * time.Second}
}

func says(content string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]any{
			"choices": []any{map[string]any{"index": 0, "message": map[string]any{"role": "assistant", "content": content}}},
			"usage":   map[string]any{"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17},
		})
	}
}

// shown lists proposals as words.
func shown(in propose.Proposals) []string {
	doc := article()
	byID := map[annotate.ID]*annotate.Annotation{}
	for _, a := range in.Annotations {
		byID[a.ID] = a
	}
	var out []string
	for _, a := range in.Annotations {
		s := a.Type + " " + doc.Surface(a.Spans)
		for _, x := range a.Args {
			s += fmt.Sprintf(" %s=%s", x.Role, doc.Surface(byID[x.Target].Spans))
		}
		out = append(out, s)
	}
	return out
}

func TestAnswersAreFoundInTheText(t *testing.T) {
	e := model(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer secret" {
			t.Errorf("asked %s with %q", r.URL.Path, r.Header.Get("Authorization"))
		}
		body, _ := io.ReadAll(r.Body)
		if !strings.Contains(string(body), "Ben Okoro denied") || !strings.Contains(string(body), "You annotate") {
			t.Errorf("the model was shown %s", body)
		}
		says("Here you are:\n```json\n"+`{"quotes": [
			{"words": "“It is not,”", "type": "direct", "speaker": "he", "cue": "said", "start": 3},
			{"words": "“I never said this,”", "type": "direct", "speaker": "he", "cue": "said"}],
			"names": [{"words": "Ben Okoro", "type": "person", "name": "Ben Okoro"}, {"words": "Atlantis", "type": "place", "name": "Atlantis"}]}`+"\n```")(w, r)
	})
	e.Key = "secret"
	got, err := e.Propose(t.Context(), article(), known(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"person Ben Okoro", "quote “It is not,” cue=said speaker=he", "cue said", "person he"}
	if diff := cmp.Diff(want, shown(got)); diff != "" {
		t.Errorf("proposals (-want +got):\n%s", diff)
	}
	if s := e.Spent(); !strings.Contains(s, "12 tokens sent, 5 received") {
		t.Errorf("spent %q", s)
	}
	sound, wrong := annotators.Sound(known(t).Schema, article(), got, nil)
	if len(wrong) != 0 || len(sound.Annotations) != len(got.Annotations) {
		t.Errorf("unsound: %v", wrong)
	}
}

func TestBadServersGiveAnErrorAndNothingElse(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"an error": func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "overloaded", http.StatusServiceUnavailable)
		},
		"no JSON":        func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<html>hello") },
		"no choices":     func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{"choices": []}`) },
		"prose":          says("I cannot help with that."),
		"half an object": says(`{"quotes": [{"words": "“The pier`),
		"many braces":    says(strings.Repeat("{", 100_000)),
		"without end":    func(w http.ResponseWriter, r *http.Request) { endless(w) },
		"another address": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://example.invalid/", http.StatusFound)
		},
		"a closed channel": func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
		"wrong kinds":      says(`{"quotes": "none", "names": 7}`),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := model(t, answer).Propose(t.Context(), article(), known(t))
			if err == nil {
				t.Errorf("it gives %v", shown(got))
			}
		})
	}
}

// What a server refuses with is said so that a person knows what to do.
func TestWhatAServerRefusesSaysWhatToDo(t *testing.T) {
	refuse := func(code int, body string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); io.WriteString(w, body) }
	}
	for want, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"the key is refused (401 Unauthorized: bad key)":                                          refuse(401, `{"error": {"message": "bad key"}}`),
		"there is no such model, or the address is another (404 Not Found: no m here)":            refuse(404, `{"error": {"message": "no m here"}}`),
		"cannot answer now; try again later (502 Bad Gateway: <html>bad gateway</html>)":          refuse(502, "<html>bad\r\n gateway</html>"),
		"the model’s server refuses (400 Bad Request: 🙂)":                                         refuse(400, `{"error": {"message": "🙂"}}`),
		"does not speak the OpenAI chat protocol; the address of one that does often ends in /v1": refuse(200, "<html>hello"),
	} {
		if _, err := model(t, answer).Propose(t.Context(), article(), known(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it says %v, want %q", err, want)
		}
	}
}

func endless(w http.ResponseWriter) {
	io.WriteString(w, `{"choices": [{"message": {"content": "`)
	for range 1 << 10 {
		if _, err := io.WriteString(w, strings.Repeat("x", 4<<10)); err != nil {
			return
		}
	}
}

func TestSlowModelCanBeGivenUpAndCancelled(t *testing.T) {
	wait := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	e := model(t, func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body); wait(w, r) })
	e.Limit = 20 * time.Millisecond
	if _, err := e.Propose(t.Context(), article(), known(t)); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("it says %v", err)
	}
	e.Limit = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := e.Propose(ctx, article(), known(t)); err == nil {
		t.Error("a cancelled question has an answer")
	}
}

func TestAddressesAreChecked(t *testing.T) {
	for _, a := range []string{"", "localhost", "file:///etc/passwd", "http://"} {
		e := &annotators.Endpoint{Address: a, Model: "m", Name: "m"}
		if _, err := e.Propose(t.Context(), article(), known(t)); err == nil || !strings.Contains(err.Error(), "no address") {
			t.Errorf("%q: %v", a, err)
		}
	}
}

func TestCommandGetsAnArticleAndGivesItBackLabelled(t *testing.T) {
	// sed puts an annotation in place of none: that is all that a model has to do.
	c := &annotators.Command{
		Name: "sed",
		Line: `sed 's/"annotations":\[\]/"annotations":[{"id":"1","type":"person","spans":[{"start":26,"end":34,"text":"Ana Díaz"}]}]/'`,
	}
	got, err := c.Propose(t.Context(), article(), known(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"person Ana Díaz"}, shown(got)); diff != "" {
		t.Errorf("proposals (-want +got):\n%s", diff)
	}
	if o := got.Annotations[0].Origin; o.Annotator != "sed" {
		t.Errorf("it comes from %q", o.Annotator)
	}
	again, err := c.Propose(t.Context(), article(), known(t))
	if err != nil || again.Annotations[0].ID != got.Annotations[0].ID {
		t.Errorf("proposing again gives another identity: %v", err)
	}
}

func TestBrokenCommandsSayWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		"exit 3":                            "exit status 3",
		"echo no model here >&2; exit 1":    "no model here",
		"cat > /dev/null":                   "wrote nothing",
		"echo hello":                        "hello: not valid JSON",
		"this-program-does-not-exist":       "not found",
		`sed "s/The pier is/The quay is/"`:  "not the identity of this text",
		"sleep 60":                          "longer than",
		"head -c 40000000 /dev/zero":        "MB",
		`sed 's/"text":"/"text":"\\ud800/'`: "",
	} {
		c := &annotators.Command{Name: "mine", Line: line, Limit: 300 * time.Millisecond}
		if line != "sleep 60" {
			c.Limit = 20 * time.Second
		}
		_, err := c.Propose(t.Context(), article(), known(t))
		if err == nil || want != "hello: not valid JSON" && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestUnsoundProposalsAreLeftOutAndTheRestComesIn(t *testing.T) {
	good := &annotate.Annotation{ID: "good", Type: "person", Spans: []annotate.Span{{Start: 28, End: 37}}}
	speaks := &annotate.Annotation{ID: "q", Type: "quote", Spans: []annotate.Span{{Start: 0, End: 25}}, Args: []annotate.Arg{{Role: "speaker", Target: "far"}, {Role: "speaker", Target: "nobody"}}}
	in := propose.Proposals{Annotations: []*annotate.Annotation{
		good, speaks,
		{ID: "far", Type: "person", Spans: []annotate.Span{{Start: 5000, End: 5010}}},
		{ID: "none", Type: "person"},
		{ID: "good", Type: "person", Spans: []annotate.Span{{Start: 4, End: 7}}},
		{ID: "type", Type: "unicorn", Spans: []annotate.Span{{Start: 4, End: 7}}},
		{ID: "half", Type: "person", Spans: []annotate.Span{{Start: 1, End: 7}}},
		{ID: "space", Type: "person", Spans: []annotate.Span{{Start: 6, End: 8}}},
		{ID: "lost", Type: "person", Spans: []annotate.Span{{Start: 12, End: 16}}, Entity: "who"},
	}}
	got, wrong := annotators.Sound(known(t).Schema, article(), in, nil)
	var ids []string
	for _, a := range got.Annotations {
		ids = append(ids, string(a.ID))
		if len(a.Args) > 0 || a.Entity != "" {
			t.Errorf("%s keeps %v, %q", a.ID, a.Args, a.Entity)
		}
	}
	if diff := cmp.Diff([]string{"good", "q", "lost"}, ids); diff != "" {
		t.Errorf("what is left (-want +got):\n%s", diff)
	}
	if len(wrong) != 6 {
		t.Errorf("%d complaints: %v", len(wrong), wrong)
	}
	if len(speaks.Args) != 2 {
		t.Error("the proposals themselves were changed")
	}
}

// half proposes nonsense in the first article, and fails in the others.
type half struct{ asked int }

func (h *half) Annotator() annotate.AnnotatorID { return "half" }

func (h *half) Propose(context.Context, *annotate.Document, propose.Known) (propose.Proposals, error) {
	if h.asked++; h.asked > 1 {
		return propose.Proposals{}, fmt.Errorf("failure %d", h.asked)
	}
	return propose.Proposals{Annotations: []*annotate.Annotation{{ID: "u", Type: "unicorn", Spans: []annotate.Span{{Start: 4, End: 7}}}}}, nil
}

func TestFailureThatIsQuotedIsOneOfAnArticleThatFailed(t *testing.T) {
	p, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "p.quoth"), known(t).Schema)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	docs := []*annotate.Document{article()}
	for _, text := range []string{"A second pier.", "A third pier 🙂."} {
		docs = append(docs, &annotate.Document{ID: annotate.DocumentIDOf(text), Title: text, Text: text})
	}
	added, err := p.AddDocuments(t.Context(), slices.Values(docs))
	if err != nil {
		t.Fatal(err)
	}
	var told []error
	r, err := annotators.RunIn(t.Context(), p, &half{}, added.IDs, "ana", time.Now, func(err error) { told = append(told, err) }, func(int, string) {})
	if err != nil || r.Articles != 1 || r.Failed != 2 || r.Left != 1 || len(told) != 3 {
		t.Fatalf("%+v, %v; told %v", r, err, told)
	}
	if s := r.First.Error(); s != "A second pier.: failure 2" {
		t.Errorf("the first failure is %q", s)
	}
}
