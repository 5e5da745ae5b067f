package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"touchstone/generator"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	generated "touchstone/generator/site"
	"touchstone/generator/store"
)

// deadline ends a test that waits for what does not happen.
const deadline = time.Minute

const settings = "title: Stones\nbase_url: http://127.0.0.1:8080\n"

// files are a project by path.
type files map[string]string

// plain is a small project.
func plain() files {
	return files{
		"content/site.yaml":         settings,
		"content/index.md":          page("Home", "The first page."),
		"content/guide/index.md":    page("Guide", "Read this."),
		"content/guide/security.md": "---\ntitle: Security\nredirect_from: [/safety/]\n---\n\nBe careful.\n",
		"content/guide/map.png":     "not really a picture",
		"content/404.md":            page("Not here", "Look elsewhere."),
	}
}

// with gives the project with some files more or instead.
func (f files) with(more files) files {
	joined := maps.Clone(f)
	maps.Copy(joined, more)
	return joined
}

func page(title, text string) string { return "---\ntitle: " + title + "\n---\n\n" + text + "\n" }

const pageTemplate = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Title}}</title>
<link rel="stylesheet" href="{{asset "css/site.css"}}"></head>
<body><h1>{{.Page.Title}}</h1>{{.Content}}</body></html>
`

// theme is the least that a project needs to be drawn.
func theme() fs.FS {
	fsys := fstest.MapFS{"static/css/site.css": {Data: []byte("body { margin: 0 }")}}
	for _, name := range []string{"home", "page", "404"} {
		fsys["templates/"+name+".html"] = &fstest.MapFile{Data: []byte(pageTemplate)}
	}
	for _, kind := range generated.BlockKinds() {
		fsys["templates/block-"+kind+".html"] = &fstest.MapFile{Data: []byte("{{.Page.Title}}")}
	}
	return fsys
}

// loader gives the Load of a server.
func loader(root fs.FS) func([]string) (*generator.Project, diag.List, error) {
	documents := store.Open[markdown.Document]("", 100)
	return generator.NewLoader(generator.Config{Root: root, Theme: theme(), Documents: documents}).Load
}

// log is what a server has said, for several goroutines.
type log struct {
	mu      sync.Mutex
	text    bytes.Buffer
	written chan struct{} // told of each line, if there is somebody who waits
}

func (l *log) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer func() {
		select {
		case l.written <- struct{}{}:
		default:
		}
	}()
	return l.text.Write(text)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// running is a server on a folder of its own.
type running struct {
	t      *testing.T
	dir    string
	url    string
	log    *log
	states chan state
	stop   func() error
}

// start writes a project to a folder and runs a server on it until the test ends.
func start(t *testing.T, project files, change func(*Options)) *running {
	t.Helper()
	r := &running{t: t, dir: t.TempDir(), log: &log{written: make(chan struct{}, 1000)}, states: make(chan state, 1000)}
	for name, text := range project {
		r.write(name, text)
	}
	ready := make(chan string, 1)
	options := Options{Dir: r.dir, Addr: "127.0.0.1:0", Load: loader(os.DirFS(r.dir)), Log: r.log, Ready: func(url string) { ready <- url }}
	if change != nil {
		change(&options)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, options) }()
	r.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if t.Failed() {
			t.Logf("the server said:\n%s", r.log)
		}
	})
	select {
	case r.url = <-ready:
	case err := <-ended:
		t.Fatalf("Run: %v", err)
	}
	r.url = strings.TrimSuffix(r.url, "/")
	go r.listen(ctx)
	r.next()
	return r
}

// listen takes the events as a browser does.
func (r *running) listen(ctx context.Context) {
	defer close(r.states)
	origin := r.url[:strings.LastIndex(r.url, ":")+1] + strings.SplitN(r.url[strings.LastIndex(r.url, ":")+1:], "/", 2)[0]
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, origin+"/-/events", nil)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return
	}
	defer response.Body.Close()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		var now state
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &now) == nil {
			r.states <- now
		}
	}
}

// next waits for an event.
func (r *running) next() state {
	r.t.Helper()
	select {
	case now := <-r.states:
		return now
	case <-time.After(deadline):
		r.t.Fatal("no event came")
		return state{}
	}
}

// until asks for a page, after each event, until it is as it should be.
func (r *running) until(path string, status int, text string) {
	r.t.Helper()
	r.untilTrue(func() bool {
		got, body := r.get(path)
		return got == status && strings.Contains(body, text)
	}, "%s is not %d with %q", path, status, text)
}

func (r *running) untilTrue(holds func() bool, format string, args ...any) {
	r.t.Helper()
	limit := time.After(deadline)
	for !holds() {
		select {
		case <-r.states:
		case <-r.log.written:
		case <-limit:
			r.t.Fatalf(format, args...)
		}
	}
}

func (r *running) get(path string) (status int, body string) {
	r.t.Helper()
	response, err := http.Get(r.url + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func (r *running) path(name string) string { return filepath.Join(r.dir, filepath.FromSlash(name)) }

func (r *running) write(name, text string) {
	r.t.Helper()
	writeFile(r.t, r.path(name), text)
}

func (r *running) rename(from, to string) {
	r.t.Helper()
	if err := os.Rename(r.path(from), r.path(to)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *running) remove(name string) {
	r.t.Helper()
	if err := os.RemoveAll(r.path(name)); err != nil {
		r.t.Fatal(err)
	}
}

// writeFile saves a file whole: a test that is stopped between cutting off and writing would see an empty one.
func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	temporary := filepath.Join(filepath.Dir(path), ".saving")
	if err := os.WriteFile(temporary, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(temporary, path); err != nil {
		t.Fatal(err)
	}
}
