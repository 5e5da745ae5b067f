package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/generator"
	"touchstone/generator/diag"
)

// loaded gives a server with a project that is not on disk.
func loaded(t *testing.T, project files) *server {
	t.Helper()
	root := fstest.MapFS{}
	for name, text := range project {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s := newServer(t.Context(), Options{Dir: t.TempDir(), Load: loader(root), Log: t.Output()})
	s.load(everything())
	t.Cleanup(func() { s.stopCheck() })
	return s
}

// ask gives the answer to a request; header are names and values in turn.
func ask(s *server, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, "http://localhost:8080"+path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, response *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnswersAsAHostWould(t *testing.T) {
	t.Parallel()
	root := loaded(t, plain())
	below := loaded(t, plain().with(files{"content/site.yaml": "title: Stones\nbase_url: http://127.0.0.1:8080/the docs/\n"}))
	for _, test := range []struct {
		server   *server
		path     string
		status   int
		location string
	}{
		{root, "/", 200, ""},
		{root, "/guide/", 200, ""},
		{root, "/guide/index.html", 200, ""},
		{root, "/guide", 301, "/guide/"},
		{root, "/guide?a=b", 301, "/guide/?a=b"},
		{root, "/safety/", 301, "/guide/security/"},
		{root, "/safety", 301, "/guide/security/"},
		{root, "/guide/map.png", 200, ""},
		{root, "/feed.xml", 200, ""},
		{root, "/nowhere/", 404, ""},
		{root, "/guide/../../etc/passwd", 307, "/etc/passwd"}, // net/http's own: it cleans paths
		{root, "/-/passwd", 404, ""},
		{root, "/-/problems.html", 404, ""},
		{below, "/", 301, "/the%20docs/"},
		{below, "/the%20docs", 301, "/the%20docs/"},
		{below, "/the%20docs/guide", 301, "/the%20docs/guide/"},
		{below, "/the%20docs/guide/", 200, ""},
		{below, "/the%20docs/safety/", 301, "/the%20docs/guide/security/"},
		{below, "/guide/", 404, ""},
		{below, "/the%20docsguide/", 404, ""},
		{below, "/-/live.js", 200, ""},
	} {
		got := ask(test.server, "GET", test.path)
		if got.StatusCode != test.status || got.Header.Get("Location") != test.location {
			t.Errorf("GET %s: %d %s, want %d %s", test.path, got.StatusCode, got.Header.Get("Location"), test.status, test.location)
		}
	}
}

func TestSendsTheHeadersOfAHost(t *testing.T) {
	t.Parallel()
	s := loaded(t, plain())
	style := body(t, ask(s, "GET", "/"))
	style = style[strings.Index(style, "/assets/"):]
	style = style[:strings.Index(style, `"`)]
	for _, test := range []struct{ path, contentType, cache string }{
		{"/guide/", "text/html; charset=utf-8", generator.PageCache},
		{"/guide/map.png", "image/png", generator.PageCache},
		{"/feed.xml", "application/atom+xml; charset=utf-8", generator.PageCache},
		{"/sitemap.xml", "application/xml; charset=utf-8", generator.PageCache},
		{"/robots.txt", "text/plain; charset=utf-8", generator.PageCache},
		{"/_redirects", "application/octet-stream", generator.PageCache},
		{style, "text/css; charset=utf-8", generator.ImmutableCache},
		{"/nowhere/", "text/html; charset=utf-8", "no-store"},
		{"/-/live.js", "text/javascript; charset=utf-8", "no-store"},
		{"/-/diagnostics", "application/json; charset=utf-8", "no-store"},
	} {
		header := ask(s, "GET", test.path).Header
		if got := header.Get("Content-Type"); got != test.contentType {
			t.Errorf("Content-Type of %s is %q, want %q", test.path, got, test.contentType)
		}
		if got := header.Get("Cache-Control"); got != test.cache {
			t.Errorf("Cache-Control of %s is %q, want %q", test.path, got, test.cache)
		}
		for _, want := range generator.Headers {
			if got := header.Get(want.Name); got != want.Value {
				t.Errorf("%s of %s is %q, want %q", want.Name, test.path, got, want.Value)
			}
		}
	}
}

func TestSendsWhatABrowserHasOnlyOnce(t *testing.T) {
	t.Parallel()
	s := loaded(t, plain())
	tag := ask(s, "GET", "/guide/").Header.Get("ETag")
	if got := ask(s, "GET", "/guide/", "If-None-Match", tag); got.StatusCode != 304 {
		t.Errorf("GET with the right tag: %d, want 304", got.StatusCode)
	}
	if got := ask(s, "GET", "/guide/", "If-None-Match", `"other"`); got.StatusCode != 200 {
		t.Errorf("GET with another tag: %d, want 200", got.StatusCode)
	}
	if got := ask(s, "HEAD", "/guide/"); got.StatusCode != 200 || got.Header.Get("ETag") != tag || body(t, got) != "" {
		t.Errorf("HEAD: %d, tag %s", got.StatusCode, got.Header.Get("ETag"))
	}
}

func TestAddsNothingButTheScript(t *testing.T) {
	t.Parallel()
	s := loaded(t, plain())
	output := s.current().outputs["guide/index.html"]
	published, _, err := output.Render()
	if err != nil {
		t.Fatal(err)
	}
	served := body(t, ask(s, "GET", "/guide/"))
	if strings.Count(served, scriptTag+"</body>") != 1 || strings.Replace(served, scriptTag, "", 1) != string(published) {
		t.Errorf("served: %s", served)
	}
	for path, want := range map[string]string{"/guide/map.png": "not really a picture", "/nowhere/": "Look elsewhere."} {
		if got := body(t, ask(s, "GET", path)); !strings.Contains(got, want) {
			t.Errorf("GET %s: %s", path, got)
		}
	}
}

func TestRefusesOtherNamesAndMethods(t *testing.T) {
	t.Parallel()
	s := loaded(t, plain())
	s.options.Addr = "desk.example:8080"
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8080": 200, "127.0.0.1:9999": 200, "[::1]:8080": 200, "desk.example:8080": 200, "LOCALHOST": 200,
		"192.0.2.7:8080": 200, // the address that the connection was made to, see below
		"evil.example":   403, "localhost.evil.example": 403, "192.0.2.8": 403, "": 403, "127.0.0.1.nip.io:8080": 403,
	} {
		r := httptest.NewRequest("GET", "http://localhost/-/diagnostics", nil)
		r.Host = host
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 8080}))
		w := httptest.NewRecorder()
		s.handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		if got := ask(s, method, "/guide/"); got.StatusCode != 405 || got.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", method, got.StatusCode, got.Header.Get("Allow"))
		}
	}
}

func TestAProjectWithoutA404Page(t *testing.T) {
	t.Parallel()
	project := plain()
	delete(project, "content/404.md")
	got := ask(loaded(t, project), "GET", "/<nowhere>/")
	if text := body(t, got); got.StatusCode != 404 || !strings.Contains(text, "/&lt;nowhere&gt;/") || !strings.Contains(text, scriptTag) {
		t.Errorf("%d: %s", got.StatusCode, text)
	}
}

func TestAPanicIsAnAnswer(t *testing.T) {
	t.Parallel()
	s := loaded(t, plain())
	for name, render := range map[string]func() ([]byte, diag.List, error){
		"panic": func() ([]byte, diag.List, error) { panic("a mistake of ours <&>") },
		"error": func() ([]byte, diag.List, error) { return nil, nil, errors.New("a mistake of ours <&>") },
	} {
		for _, path := range []string{name + "/index.html", name + ".bin"} {
			s.site.outputs[path] = generator.Output{Path: path, Render: render}
			got := ask(s, "GET", "/"+path)
			if text := body(t, got); got.StatusCode != 500 || !strings.Contains(text, "a mistake of ours &lt;&amp;&gt;") {
				t.Errorf("GET %s: %d, %s", path, got.StatusCode, text)
			}
		}
	}
	if got := ask(s, "GET", "/guide/"); got.StatusCode != 200 {
		t.Errorf("after that: %d", got.StatusCode)
	}
}

func TestAFailureToReadIsAProblem(t *testing.T) {
	t.Parallel()
	s := loaded(t, plain())
	s.options.Load = func([]string) (*generator.Project, diag.List, error) { return nil, nil, fs.ErrPermission }
	s.load(everything())
	if got := body(t, ask(s, "GET", "/-/diagnostics")); !strings.Contains(got, "permission denied") {
		t.Errorf("diagnostics: %s", got)
	}
	if got := ask(s, "GET", "/guide/"); got.StatusCode != 200 {
		t.Errorf("the last good site is not served: %d", got.StatusCode)
	}
}

func TestDiagnosticsHaveFrames(t *testing.T) {
	t.Parallel()
	s := newServer(t.Context(), Options{Dir: t.TempDir()})
	secret := filepath.Join(filepath.Dir(s.options.Dir), "secret")
	writeFile(t, secret, "secret")
	writeFile(t, filepath.Join(s.options.Dir, "content/a.md"), "one\ntwo\r\nthe größte stein\nfour\nfive\nsix\n")
	if err := os.Symlink(secret, filepath.Join(s.options.Dir, "content/link.md")); err != nil {
		t.Fatal(err)
	}
	s.problems.all = diag.List{ // as they are joined
		{Pos: diag.Position{File: "content/a.md", Line: 1}, Rule: diag.ImageAlt, Message: "a warning"},
		{Pos: diag.Position{File: "content/a.md", Line: 3, Column: 5}, Rule: diag.LinkBroken, Message: "an error", Hint: "mend it"},
		{Pos: diag.Position{File: "../secret", Line: 1}, Rule: diag.LinkBroken, Message: "outside"},
		{Pos: diag.Position{File: "content/link.md", Line: 1}, Rule: diag.LinkBroken, Message: "outside too"},
		{Pos: diag.Position{File: "content/a.md", Line: 99, Column: 9}, Rule: diag.LinkBroken, Message: "behind the end"},
	}
	var got []problem
	text := body(t, ask(s, "GET", "/-/diagnostics"))
	if err := json.Unmarshal([]byte(text), &got); err != nil || len(got) != 5 {
		t.Fatalf("%v: %s", err, text)
	}
	want := problem{"content/a.md:3:5", "error", "link-broken", "an error", "mend it", []line{
		{Number: 1, Text: "one"}, {Number: 2, Text: "two"}, {3, "the ", "größte", " stein", true}, {Number: 4, Text: "four"}, {Number: 5, Text: "five"},
	}}
	if fmt.Sprint(got[0]) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got[0], want)
	}
	if strings.Contains(text, `"secret"`) {
		t.Errorf("a file outside the project is shown: %s", text)
	}
	if got[4].Severity != "warning" || len(got[4].Frame) != 3 {
		t.Errorf("the warning is not last or not whole: %v", got[4])
	}
}

func TestKeeperForgetsTheOldest(t *testing.T) {
	t.Parallel()
	k := newKeeper()
	for i := range maxKept + 1 {
		k.keep(fmt.Sprint(i), []byte("x"), 1)
		k.page("0") // is used again and again
	}
	for path, want := range map[string]bool{"0": true, "1": false, "2": true, fmt.Sprint(maxKept): true} {
		if data, _ := k.page(path); data != nil != want {
			t.Errorf("page %s is kept: %v, want %v", path, data != nil, want)
		}
	}
}

func TestProblemsStayUntilThereAreNewerOnes(t *testing.T) {
	t.Parallel()
	p := problems{drawn: map[string]drawn{}}
	p.check(diag.List{{Rule: diag.LinkBroken}}, 1)
	p.draw("index.html", 1, diag.List{{Rule: diag.TemplateBroken}})
	p.join()
	version := p.version
	p.load(nil) // without mistakes: the check has not yet run
	p.draw("other.html", 2, nil)
	p.join()
	if len(p.all) != 2 || p.version != version {
		t.Errorf("after a load: %v", p.all)
	}
	p.check(nil, 2)
	p.join()
	if len(p.all) != 0 || p.version == version {
		t.Errorf("after a check: %v", p.all)
	}
}

func TestEveryBrowserFileIsServed(t *testing.T) {
	t.Parallel()
	s := loaded(t, plain())
	for _, name := range []string{"live.js", "page.js", "patch.js", "overlay.js", "idiomorph.js", "overlay.css", "problems.css"} {
		if got := ask(s, "GET", "/-/"+name); got.StatusCode != 200 {
			t.Errorf("GET /-/%s: %d", name, got.StatusCode)
		}
	}
}
