package serve

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"touchstone/generator"
	"touchstone/generator/diag"
)

// The tests of this file are, line by line, what other generators got wrong while they watched a project.

func TestFollowsAnEdit(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.until("/guide/", 200, "Read this.")
	r.write("content/guide/index.md", page("Guide", "Read that."))
	r.until("/guide/", 200, "Read that.")
}

func TestFollowsAnAtomicSave(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	for _, text := range []string{"One.", "Two."} { // the second one replaces a file that was itself renamed
		r.write("content/guide/.index.md.tmp", page("Guide", text))
		r.rename("content/guide/.index.md.tmp", "content/guide/index.md")
		r.until("/guide/", 200, text)
	}
}

func TestFollowsASaveWithBackup(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.rename("content/guide/index.md", "content/guide/index.md~")
	r.write("content/guide/index.md", page("Guide", "As vim does."))
	r.remove("content/guide/index.md~")
	r.until("/guide/", 200, "As vim does.")
}

func TestFollowsANewFolder(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.write("content/new/deep/index.md", page("Deep", "In a folder in a folder."))
	r.until("/new/deep/", 200, "In a folder in a folder.")
	r.write("content/new/deep/index.md", page("Deep", "Changed there."))
	r.until("/new/deep/", 200, "Changed there.")
	r.write("content/new/deep/other.md", page("Other", "Came later."))
	r.until("/new/deep/other/", 200, "Came later.")
}

func TestFollowsARenamedFile(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.rename("content/guide/security.md", "content/guide/safety.md")
	r.until("/guide/safety/", 200, "Be careful.")
	r.until("/guide/security/", 404, "Look elsewhere.")
}

func TestFollowsARenamedFolder(t *testing.T) {
	t.Parallel()
	r := start(t, plain().with(files{"content/guide/deep/index.md": page("Deep", "Here.")}), nil)
	r.rename("content/guide", "content/manual")
	r.until("/manual/deep/", 200, "Here.")
	r.until("/guide/", 404, "")
	r.write("content/manual/deep/index.md", page("Deep", "There."))
	r.until("/manual/deep/", 200, "There.")
	r.write("content/manual/index.md", page("Manual", "On top."))
	r.until("/manual/", 200, "On top.")
}

func TestFollowsAWriteInPlace(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	if err := os.WriteFile(filepath.Join(r.dir, "content/guide/index.md"), []byte(page("Guide", "In place.")), 0o644); err != nil {
		t.Fatal(err)
	}
	r.until("/guide/", 200, "In place.")
}

func TestFollowsADeletedFile(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.remove("content/guide/security.md")
	r.until("/guide/security/", 404, "Look elsewhere.")
	r.remove("content/guide/map.png")
	r.until("/guide/map.png", 404, "")
}

// An address that leads elsewhere no longer, and one that does so instead.
func TestFollowsAChangedRedirect(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.until("/safety/", 200, "Be careful.") // by way of /guide/security/
	r.write("content/guide/security.md", "---\ntitle: Security\nredirect_from: [/caution/]\n---\n\nBe careful.\n")
	r.until("/caution/", 200, "Be careful.")
	r.until("/safety/", 404, "Look elsewhere.")
}

func TestFollowsANonASCIIName(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.write("content/guide/größe.md", page("Größe", "Wie groß?"))
	r.until("/guide/gr%C3%B6%C3%9Fe/", 200, "Wie groß?")
	r.write("content/guide/größe.md", page("Größe", "So groß."))
	r.until("/guide/gr%C3%B6%C3%9Fe/", 200, "So groß.")
}

func TestFollowsTheTheme(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	_, before := r.get("/")
	r.write("static/css/site.css", "body { margin: 1em }") // the project had no such folder
	r.untilTrue(func() bool { _, now := r.get("/"); return now != before }, "the page has the old style sheet")
	style := regexp.MustCompile(`/assets/[^"]*`).FindString(before)
	if status, _ := r.get(style); status != 200 {
		t.Errorf("the style sheet of a page that is on its way is gone: %d", status)
	}
	r.remove("static/css/site.css")
	r.untilTrue(func() bool { _, now := r.get("/"); return now == before }, "the page keeps a style sheet that is gone")
	r.write("templates/page.html", strings.ReplaceAll(pageTemplate, "<h1>", "<h1>New: "))
	r.until("/guide/", 200, "<h1>New: Guide")
	r.remove("templates")
	r.until("/guide/", 200, "<h1>Guide")
}

func TestLoadsABurstOnce(t *testing.T) {
	t.Parallel()
	var loads atomic.Int64
	r := start(t, plain(), func(o *Options) {
		load := o.Load
		o.Load = func(changed []string) (*generator.Project, diag.List, error) {
			loads.Add(1)
			return load(changed)
		}
	})
	for i := range 200 { // beside the folders that are watched
		writeFile(t, filepath.Join(r.dir, "prepared", fmt.Sprintf("page-%d.md", i)), page(fmt.Sprint("Page ", i), "One of many."))
	}
	writeFile(t, filepath.Join(r.dir, "prepared/index.md"), page("Many", "All of them."))
	r.rename("prepared", "content/many")
	r.until("/many/page-199/", 200, "One of many.")
	if n := loads.Load() - 1; n > 2 {
		t.Errorf("%d loads for one burst of changes, want at most 2", n)
	}
}

func TestNeverLoadsTwiceAtOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var first atomic.Bool
	loading, proceed := make(chan struct{}), make(chan struct{})
	r := start(t, plain(), func(o *Options) {
		load := o.Load
		o.Load = func(changed []string) (*generator.Project, diag.List, error) {
			if !mu.TryLock() {
				t.Error("two loads at once")
				mu.Lock()
			}
			defer mu.Unlock()
			project, list, err := load(changed)
			if first.CompareAndSwap(true, false) {
				close(loading)
				<-proceed
			}
			return project, list, err
		}
	})
	first.Store(true)
	r.write("content/guide/index.md", page("Guide", "Before the load."))
	<-loading
	r.write("content/guide/index.md", page("Guide", "During the load."))
	close(proceed)
	r.until("/guide/", 200, "During the load.")
}

func TestDoesNotWatchOutputs(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), func(o *Options) { o.Ignore = []string{"static/public"} })
	for _, name := range []string{"public/index.html", "static/public/index.html", ".cache/x", "content/guide/.index.md.swp", "content/guide/#index.md#"} {
		r.write(name, "made by a program")
	}
	r.write("content/guide/index.md", page("Guide", "Read that."))
	r.until("/guide/", 200, "Read that.")
	r.untilTrue(func() bool { return strings.Contains(r.log.String(), "reloaded") }, "the log does not tell of a load")
	if n := strings.Count(r.log.String(), "reloaded"); n != 1 {
		t.Errorf("%d reloads, want 1", n)
	}
}

func TestStartsWithBrokenSettings(t *testing.T) {
	t.Parallel()
	r := start(t, plain().with(files{"content/site.yaml": "title: [", "content/index.md": "no front matter & <b>"}), nil)
	status, body := r.get("/guide/")
	if status != 500 || !strings.Contains(body, "content/site.yaml") || !strings.Contains(body, scriptTag) {
		t.Errorf("GET /guide/: %d, %s", status, body)
	}
	r.write("content/index.md", page("Home", "Hello."))
	r.write("content/site.yaml", settings)
	r.until("/guide/", 200, "Read this.")
	r.untilTrue(func() bool { return strings.Contains(r.log.String(), "all mistakes are mended") }, "the log does not tell that all is well")
}

func TestKeepsTheSiteWhileSettingsAreBroken(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.write("content/site.yaml", "title: [")
	r.untilTrue(func() bool { _, list := r.get("/-/diagnostics"); return strings.Contains(list, "content/site.yaml") }, "no diagnostic")
	r.until("/guide/", 200, "Read this.")
	r.write("content/site.yaml", settings)
	r.untilTrue(func() bool { _, list := r.get("/-/diagnostics"); return list == "[]" }, "the diagnostics stay")
}

func TestKeepsAPageWhileItsTemplateIsBroken(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]string{"parsing": "{{if}}", "drawing": "<p>{{.Nothing}}</p>"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, plain(), nil)
			r.until("/guide/", 200, "Read this.")
			r.write("templates/page.html", broken)
			r.untilTrue(func() bool {
				r.get("/guide/")
				_, list := r.get("/-/diagnostics")
				return strings.Contains(list, "templates/page.html:1")
			}, "no diagnostic")
			r.until("/guide/", 200, "Read this.")
			r.write("templates/page.html", strings.ReplaceAll(pageTemplate, "<h1>", "<h1>New: "))
			r.until("/guide/", 200, "New: Guide")
			r.untilTrue(func() bool { _, list := r.get("/-/diagnostics"); return list == "[]" }, "the diagnostics stay")
		})
	}
}

func TestShowsAPageThatNeverCouldBeDrawn(t *testing.T) {
	t.Parallel()
	r := start(t, plain().with(files{"templates/page.html": "<p>\n{{.Nothing}}</p>"}), nil)
	r.until("/guide/", 500, `<p class="place">templates/page.html:2`)
	r.write("templates/page.html", pageTemplate)
	r.until("/guide/", 200, "Read this.")
}

func TestSurvivesADeletedHomePage(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.remove("content/index.md")
	r.untilTrue(func() bool { _, list := r.get("/-/diagnostics"); return strings.Contains(list, "site-missing") }, "no diagnostic")
	r.write("content/index.md", page("Home", "Back again."))
	r.until("/", 200, "Back again.")
	r.untilTrue(func() bool { _, list := r.get("/-/diagnostics"); return list == "[]" }, "the diagnostics stay")
}

func TestSurvivesAVanishedContentFolder(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.rename("content", "elsewhere")
	r.untilTrue(func() bool { _, list := r.get("/-/diagnostics"); return strings.Contains(list, "site-missing") }, "no diagnostic")
	r.write("elsewhere/guide/index.md", page("Guide", "Edited elsewhere."))
	r.rename("elsewhere", "content")
	r.until("/guide/", 200, "Edited elsewhere.")
	r.write("content/guide/index.md", page("Guide", "And here."))
	r.until("/guide/", 200, "And here.")
}

func TestReportsBrokenLinks(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.write("content/guide/index.md", page("Guide", "Read [this](nowhere.md)."))
	r.untilTrue(func() bool {
		_, list := r.get("/-/diagnostics")
		return strings.Contains(list, `"place":"content/guide/index.md:5`) && strings.Contains(list, "link-broken")
	}, "no diagnostic")
	r.write("content/guide/nowhere.md", page("Nowhere", "Is here."))
	r.untilTrue(func() bool { _, list := r.get("/-/diagnostics"); return list == "[]" }, "the diagnostics stay")
}

func TestSurvivesAPanicOfTheGenerator(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	r := start(t, plain(), func(o *Options) {
		load := o.Load
		o.Load = func(changed []string) (*generator.Project, diag.List, error) {
			if broken.Load() {
				panic("a mistake of ours")
			}
			return load(changed)
		}
	})
	r.until("/guide/", 200, "Read this.")
	broken.Store(true)
	r.write("content/guide/index.md", page("Guide", "Read that."))
	r.untilTrue(func() bool { _, list := r.get("/-/diagnostics"); return strings.Contains(list, "a mistake of ours") }, "no diagnostic")
	r.until("/guide/", 200, "Read this.")
	broken.Store(false)
	r.write("content/guide/index.md", page("Guide", "Read more."))
	r.until("/guide/", 200, "Read more.")
}

func TestTwoServersAtOnce(t *testing.T) {
	t.Parallel()
	one := start(t, plain(), nil)
	two := start(t, plain().with(files{"content/guide/index.md": page("Guide", "Of the other.")}), nil)
	one.until("/guide/", 200, "Read this.")
	two.until("/guide/", 200, "Of the other.")
}

// Two servers of one project, as when somebody forgot the first.
func TestTwoServersOfOneProject(t *testing.T) {
	t.Parallel()
	one := start(t, plain(), nil)
	two := start(t, nil, func(o *Options) { o.Dir, o.Load = one.dir, loader(os.DirFS(one.dir)) })
	one.write("content/guide/index.md", page("Guide", "Read that."))
	one.until("/guide/", 200, "Read that.")
	two.until("/guide/", 200, "Read that.")
}

// A browser whose connection was cut, by sleep or a network, learns what it has missed as soon as it comes back.
func TestTellsWhoComesBack(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	listen := func() state {
		client := &running{t: t, url: r.url, states: make(chan state, 1000)}
		go client.listen(t.Context())
		return client.next()
	}
	before := listen()
	r.write("content/guide/index.md", page("Guide", "Read that."))
	for r.next().Site == before.Site { // a page may be new before the site is: its text is read when it is asked for
	}
	if now := listen(); now.Site == before.Site {
		t.Errorf("the first word after the change is still of version %s", now.Site)
	}
}

func TestRunRefusesATakenPort(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	err = Run(t.Context(), Options{Dir: t.TempDir(), Addr: taken.Addr().String(), Load: loader(os.DirFS(t.TempDir()))})
	if err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("Run on a taken port: %v", err)
	}
}

func TestRunEndsWithOpenStreams(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)      // with an open event stream
	if err := r.stop(); err != nil { // would wait for the stream for ever
		t.Fatal(err)
	}
	if _, open := <-r.states; open {
		for range r.states { // ends when the stream does
		}
	}
}

func TestRunNamesTheBasePath(t *testing.T) {
	t.Parallel()
	r := start(t, plain().with(files{"content/site.yaml": strings.Replace(settings, "8080", "8080/docs/", 1)}), nil)
	if !strings.HasSuffix(r.url, "/docs") {
		t.Errorf("the site is said to be at %s", r.url)
	}
	r.until("/guide/", 200, "Read this.")
}

// A page that is edited alone is named to the tabs that follow; a burst names none.
func TestNamesTheEditedPage(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	if _, body := r.get("/-/follow"); !strings.Contains(body, `data-home="/"`) {
		t.Errorf("the page that starts to follow does not know where to begin:\n%s", body)
	}
	r.write("content/guide/security.md", page("Security", "Be quick."))
	for r.next().Edited != "/guide/security/" { // next fails the test when no more events come
	}
}

// A page that includes another file follows that file, also one that was missing at first.
func TestFollowsAnInclude(t *testing.T) {
	t.Parallel()
	r := start(t, plain().with(files{"content/guide/more.md": page("More", "Before.\n\n```include\nfile: _note.md\n```\n")}), nil)
	r.until("/guide/more/", 200, "Before.")
	r.write("content/guide/_note.md", "The note.\n")
	r.until("/guide/more/", 200, "The note.")
	r.write("content/guide/_note.md", "Another note.\n")
	r.until("/guide/more/", 200, "Another note.")
}

// Front matter is shown on other pages too.
func TestFollowsATitleElsewhere(t *testing.T) {
	t.Parallel()
	r := start(t, plain().with(files{"templates/page.html": `<h1>{{.Page.Title}}</h1>{{range .Page.Children}}<i>{{.Title}}</i>{{end}}</body>`}), nil)
	r.until("/guide/", 200, "<i>Security</i>")
	r.write("content/guide/security.md", page("Safety", "Be careful."))
	r.until("/guide/", 200, "<i>Safety</i>")
	r.write("content/guide/new.md", page("New", "Quite new."))
	r.until("/guide/", 200, "<i>New</i>")
}

// A template that comes and goes is followed like any other file.
func TestFollowsANewTemplate(t *testing.T) {
	t.Parallel()
	r := start(t, plain(), nil)
	r.write("templates/wide.html", "<h2>Wide</h2></body>")
	r.write("content/guide/security.md", "---\ntitle: Security\ntemplate: wide\n---\n")
	r.until("/guide/security/", 200, "<h2>Wide</h2>")
	r.remove("templates/wide.html")
	r.untilTrue(func() bool {
		_, list := r.get("/-/diagnostics")
		return strings.Contains(list, "template-unknown")
	}, "no diagnostic")
}
