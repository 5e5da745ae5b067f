package generator_test

import (
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"touchstone/generator"
	"touchstone/generator/assets"
	"touchstone/generator/markdown"
	"touchstone/generator/site"
	"touchstone/generator/store"
)

// host shows a project's site as a static host does.
type host struct {
	*httptest.Server
	site    *site.Site
	outputs map[string]generator.Output
}

// ownHost shows the project's own site, to all tests of it.
func ownHost(t *testing.T) *host {
	t.Helper()
	ownHostOnce.Do(func() { theOwnHost = newHost(t, generator.Config{Root: ownProject(t)}) })
	if theOwnHost == nil {
		t.Fatal("the project's own site cannot be shown; TestOwnProject tells why")
	}
	return theOwnHost
}

var (
	ownHostOnce sync.Once
	theOwnHost  *host
)

func newHost(t *testing.T, config generator.Config) *host {
	t.Helper()
	config.Documents = store.Open[markdown.Document]("", 100)
	project, list, err := generator.Load(config)
	if err != nil || project == nil {
		t.Fatalf("load: %v\n%s", err, printed(t, list))
	}
	h := &host{site: project.Site, outputs: map[string]generator.Output{}}
	for _, output := range project.Outputs() {
		h.outputs[output.Path] = output
	}
	h.Server = httptest.NewServer(h)
	afterAll(h.Close)
	return h
}

// ServeHTTP implements [http.Handler].
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	output, found := h.outputs[name]
	if !found {
		output = h.outputs["404.html"]
	}
	data, list, err := output.Render()
	if err != nil || len(list) > 0 {
		http.Error(w, fmt.Sprint(err, list), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	for _, h := range generator.Headers {
		header.Set(h.Name, h.Value)
	}
	header.Set("Content-Type", mime.TypeByExtension(path.Ext(output.Path)))
	header.Set("Cache-Control", generator.PageCache)
	if strings.HasPrefix(r.URL.Path, assets.Prefix) {
		header.Set("Cache-Control", generator.ImmutableCache)
	}
	if !found {
		w.WriteHeader(http.StatusNotFound)
	}
	w.Write(data)
}

const nowhere = "/no/such/page/"

// kinds gives the address of a page of each kind.
func (h *host) kinds(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{
		"chapter":   "/guide/security/",
		"manual":    "/about/writing/markdown/",
		"use cases": "/" + h.site.Settings.Catalog.Claims + "/",
		"404":       nowhere,

		"freshness":   "/about/freshness/",
		"performance": "/guide/performance/",
		"timeline":    "/frameworks/support/",
		"glossary":    "/guide/glossary/",
	}
	for _, page := range h.site.Pages {
		kind := string(page.Kind)
		switch {
		case page.Kind == site.Text || page.Kind == site.NotFound:
		case page.Kind == site.Group && len(page.Group.Entries) < 3: // too small to narrow
		case pages[kind] == "":
			pages[kind] = page.URL
		}
	}
	for kind, address := range pages {
		if h.site.Page(address) == nil && kind != "404" {
			t.Fatalf("the project has no page %s to stand for the kind %q", address, kind)
		}
	}
	if len(pages) != 15 {
		t.Fatalf("these are not all kinds of pages: %v", pages)
	}
	return pages
}

var axe = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile("testdata/axe/axe.min.js")
	return string(text), err
})

// barriers gives what axe finds on the page that is open.
func (b *tab) barriers() []string {
	b.Helper()
	text, err := axe()
	if err != nil {
		b.Fatal(err)
	}
	if !b.holds(`window.axe`) {
		value[*chromedp.Void](b, text+"\n;null")
	}
	return value[[]string](b, `axe.run({resultTypes: ["violations"]}).then(({violations}) => violations.flatMap(({id, nodes}) =>
		nodes.map(({target, failureSummary}) => id + ": " + target.flat().join(" ") + ": " + failureSummary)))`)
}

// What every kind of page has to do, one after the other in one tab.
func TestBrowserPages(t *testing.T) {
	t.Parallel()
	h := ownHost(t)
	for kind, address := range h.kinds(t) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			b := openTab(t, h.URL)
			b.excuse("404 (Not Found) " + h.URL + nowhere)
			b.open(address)
			b.expect(`document.querySelectorAll("h1").length === 1`, "there is not one first-level heading")
			b.expectSkipLink()
			b.expectPrint()
			for _, width := range []int64{1280, 768, 360} {
				b.size(width, 800)
				b.open(address)
				b.expectNoBarriers(width)
			}
			b.size(1280, 800)
			b.expectSameWithoutScripts(address)
		})
	}
}

// expectNoBarriers looks at the page in light and in dark, and with all that opens open.
func (b *tab) expectNoBarriers(width int64) {
	b.Helper()
	b.expectFits(width)
	value[bool](b, `document.querySelectorAll("main details").forEach((details) => (details.open = true)), true`)
	b.expectFits(width)
	if width == 768 {
		return
	}
	for _, scheme := range []string{"light", "dark"} {
		b.media("", scheme)
		for _, barrier := range b.barriers() {
			b.Errorf("%s, %d wide: %s", scheme, width, barrier)
		}
	}
}

// expectFits fails the test if the page is wider than the window.
func (b *tab) expectFits(width int64) {
	b.Helper()
	wide := value[[]string](b, `(() => {
		const root = document.documentElement;
		if (root.scrollWidth <= root.clientWidth) return [];
		return [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
			.map((e) => e.localName + "." + e.className).slice(0, 10);
	})()`)
	if len(wide) > 0 {
		b.Errorf("the page is wider than %d: %v", width, wide)
	}
}

// expectSameWithoutScripts opens the page without its scripts, and with them: they add tools and take nothing away.
func (b *tab) expectSameWithoutScripts(address string) {
	b.Helper()
	const facts = `[...document.querySelectorAll("main :is(table, dl)")].map((e) => e.innerText)`
	const words = `(() => {
		const main = document.querySelector("main").cloneNode(true);
		for (const tool of main.querySelectorAll(".filter, .copy, .empty[hidden]")) tool.remove();
		return main.textContent.replace(/\s+/g, " ").trim();
	})()`
	b.scripts(false)
	b.open(address)
	b.expect(`!document.querySelector(".tools button")`, "scripts run")
	shown, said := value[[]string](b, facts), value[string](b, words)
	if len(said) < 50 {
		b.Errorf("the page says next to nothing without scripts: %q", said)
	}
	b.scripts(true)
	b.open(address)
	b.await(`document.querySelector(".tools button")`)
	if now := value[[]string](b, facts); !slices.Equal(now, shown) {
		b.Errorf("tables and lists show %q, and without scripts %q", now, shown)
	}
	if now := value[string](b, words); now != said {
		b.Errorf("the page says %q, and without scripts %q", now, said)
	}
}

func TestBrowserMenuWithoutScripts(t *testing.T) {
	t.Parallel()
	h := ownHost(t)
	b := openTab(t, h.URL)
	b.size(360, 700)
	b.scripts(false)
	b.open(h.kinds(t)["entry"])
	const menu = `document.querySelector(".sidebar")`
	b.expect(`!`+menu+`.checkVisibility()`, "the menu is open at once")
	b.click(".open-nav")
	b.await(menu + `.checkVisibility() && ` + menu + `.getBoundingClientRect().width > 0`)
	b.click(".close-nav")
	b.await(`!` + menu + `.checkVisibility()`)
}

func (b *tab) expectPrint() {
	b.Helper()
	const navigation = `[...document.querySelectorAll("body > header, .sidebar, .toc, .skip, body > footer, .filter, .copy")]`
	const receipts = `[...document.querySelectorAll("main details .slip")]`
	b.expect(navigation+`.some((e) => e.checkVisibility())`, "no navigation shows on the screen")
	b.expect(`!`+receipts+`.some((e) => e.checkVisibility())`, "receipts are open at once")
	b.media("print", "dark")
	b.expect(navigation+`.every((e) => !e.checkVisibility())`, "navigation is printed")
	b.expect(`[...document.querySelectorAll("main, h1")].every((e) => e.checkVisibility())`, "the page is not printed")
	b.expect(receipts+`.every((e) => e.checkVisibility())`, "receipts are not printed")
	b.expect(light, "it is printed on dark ground")
	b.media("", "light")
}

// expectSkipLink goes to the content by keyboard, on a page that was just opened.
func (b *tab) expectSkipLink() {
	b.Helper()
	b.press(kb.Tab)
	b.await(focused + `.getAttribute("href") === "#main"`)
	b.expect(ring, "the link to the content has no ring when it has the focus")
	b.await(inSight)
	b.press(kb.Enter)
	b.await(focused + `.id === "main"`)
	b.press(kb.Tab)
	b.await(focused + `.closest("main")`)
}
