package generator_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"touchstone/generator"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/serve"
	"touchstone/generator/store"
)

// liveFile is a page that is long enough to scroll.
const liveFile = "content/guide/live.md"

var liveText = "---\ntitle: Live\n---\nThe first words.\n\n" + strings.Repeat("Many words.\n\n", 50) +
	"## Middle\n\nThe [middle](method.md) words.\n\n## Second\n\n" + strings.Repeat("More words.\n\n", 50)

// writer is somebody who writes a project while it is served, with the project's own theme.
type writer struct {
	*testing.T
	dir string
	url string
}

// startWriting serves a copy of the guide to another subject, from a folder of its own.
func startWriting(t *testing.T) *writer {
	t.Helper()
	w := &writer{T: t, dir: t.TempDir()}
	project := brokers(t)
	project[liveFile] = &fstest.MapFile{Data: []byte(liveText)}
	for name, file := range project {
		w.write(name, string(file.Data))
	}
	config := generator.Config{Root: os.DirFS(w.dir), Theme: ownTheme(t), Documents: store.Open[markdown.Document]("", 100)}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- serve.Run(ctx, serve.Options{Dir: w.dir, Addr: "127.0.0.1:0", Log: t.Output(), Ready: func(url string) { ready <- url },
			Load: generator.NewLoader(config).Load})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	select {
	case url := <-ready:
		w.url = strings.TrimSuffix(url, "/")
	case err := <-ended:
		ended <- nil
		t.Fatalf("serve: %v", err)
	}
	return w
}

// ownTheme is the project's own theme, as it was when the tests began.
func ownTheme(t *testing.T) fs.FS {
	t.Helper()
	return snapshot(t, os.DirFS(".."), "templates", "static")
}

func (w *writer) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *writer) write(name, text string) {
	w.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o755); err != nil {
		w.Fatal(err)
	}
	temporary := w.path(name) + "~" // and not in place: a test may be stopped for a while between cutting off and writing
	if err := os.WriteFile(temporary, []byte(text), 0o644); err != nil {
		w.Fatal(err)
	}
	if err := os.Rename(temporary, w.path(name)); err != nil {
		w.Fatal(err)
	}
}

// edit replaces a text in a file of the project, or in one of the theme, which the project then has of its own.
func (w *writer) edit(name, old, new string) {
	w.Helper()
	text, err := os.ReadFile(w.path(name))
	if os.IsNotExist(err) {
		text, err = os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
	}
	if err != nil || !bytes.Contains(text, []byte(old)) {
		w.Fatalf("%s has no %q: %v", name, old, err)
	}
	w.write(name, strings.Replace(string(text), old, new, 1))
}

func (w *writer) remove(name string) {
	w.Helper()
	if err := os.Remove(w.path(name)); err != nil {
		w.Fatal(err)
	}
}

// says tells whether the page's text has a text in it.
func says(text string) string {
	return `document.querySelector("main").innerText.includes(` + quote(text) + `)`
}

// mark marks the page and whatever has the focus, in a way that no new page and no new element has.
func (b *tab) mark() {
	b.Helper()
	value[*chromedp.Void](b, `window.marked = `+focused+`.marked = true, null`)
}

const (
	marked        = `window.marked`
	markedFocused = focused + `.marked`
	place         = focused + `.getBoundingClientRect().top` // of what has the focus, in the window
)

func TestBrowserLiveEdit(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	b := openTab(t, w.url)
	b.size(1100, 800) // the table of contents stands above the text and can be opened
	b.open("/guide/live/")
	value[*chromedp.Void](b, `document.querySelector(".toc details").open = true, document.querySelector("main a[href='/guide/method/']").focus(), `+focused+`.scrollIntoView({block: "center"}), null`)
	b.mark()
	b.expect(`scrollY > 500`, "the page is too short to scroll")
	top := value[float64](b, place)
	stays := func(what string) {
		b.Helper()
		b.expect(marked, "%s: the page is loaded anew", what)
		b.expect(markedFocused, "%s: the focus goes to %s", what, value[string](b, focused+`.outerHTML.slice(0, 100)`))
		b.expect(`document.querySelector(".toc details").open`, "%s: what was open is closed", what)
		if now := value[float64](b, place); now != top {
			t.Errorf("%s: what is read moves from %v to %v", what, top, now)
		}
	}
	w.edit(liveFile, "first words", "other words")
	b.await(says("The other words."))
	stays("a paragraph")
	w.edit(liveFile, "words.\n\n## Second", "phrases.\n\n## Second")
	b.await(says("The middle phrases."))
	stays("the paragraph with the focus")
	w.edit(liveFile, "## Second", "## Second one\n\nNew.\n\n## Third")
	b.await(`document.querySelector(".toc a[href='#second-one']") && document.querySelector("h2#third")`)
	stays("headings")
	w.edit(liveFile, "title: Live", "title: Alive")
	b.await(`document.title.startsWith("Alive") && document.querySelector("h1").textContent === "Alive"`)
	stays("the title")
}

// A fact changes under the eyes of somebody who reads its receipt.
func TestBrowserLiveFact(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	b := openTab(t, w.url)
	b.open("/brokers/hare/#clients")
	const receipt = `document.getElementById("clients").closest("details")`
	b.await(receipt + `.open`)
	value[*chromedp.Void](b, receipt+`.querySelector("summary").focus(), null`)
	b.mark()
	top := value[float64](b, place)
	w.edit("content/brokers/hare/facts.yaml", "clients: {value: 6", "clients: {value: 7")
	b.await(receipt + `.closest("dd").querySelector(".value").textContent.startsWith("7")`)
	w.edit("content/brokers/sources.yaml", "Hare manual", "Hare handbook")
	b.await(receipt + `.textContent.includes("Hare handbook")`)
	b.expect(marked, "the page is loaded anew")
	b.expect(markedFocused, "the focus is lost")
	b.expect(receipt+`.open`, "the receipt is closed")
	b.expect(`document.querySelectorAll("details.receipt[open]").length === 1`, "other receipts are open")
	if now := value[float64](b, place); now != top {
		t.Errorf("what is read moves from %v to %v", top, now)
	}
}

// A row changes under a table that somebody has narrowed.
func TestBrowserLiveForm(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	b := openTab(t, w.url)
	b.open("/brokers/")
	const filter = `document.querySelector(".filter input[type=search]")`
	b.await(filter)
	value[*chromedp.Void](b, filter+`.focus(), null`)
	b.press("cli")
	rows := value[[]string](b, visibleRows)
	b.mark()
	w.edit("content/brokers/hare/facts.yaml", "clients: {value: 6", "clients: {value: 7")
	b.await(`[...document.querySelectorAll("[data-filter] td")].some((cell) => cell.checkVisibility() && cell.textContent.trim().startsWith("7"))`)
	b.expect(marked, "the page is loaded anew")
	b.expect(markedFocused, "the focus is lost")
	b.expect(filter+`.value === "cli"`, "what was typed has become %s", value[string](b, filter+`.value`))
	if now := value[[]string](b, visibleRows); !slices.Equal(now, rows) || len(rows) != 1 {
		t.Errorf("of the rows %q are shown, then %q", rows, now)
	}
}

func TestBrowserLiveTheme(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	b := openTab(t, w.url)
	b.open("/guide/live/")
	b.mark()
	for _, size := range []string{"41px", "43px"} {
		w.write("static/css/_base.css", "h1 { font-size: "+size+" }")
		b.await(`getComputedStyle(document.querySelector("h1")).fontSize === ` + quote(size))
		b.await(`document.querySelectorAll("link[rel=stylesheet][href*='/site.']").length === 1`)
	}
	b.expect(marked, "the page is loaded anew for a style")

	w.edit("templates/page.html", `<div class="prose">`, `<p>From a template.</p><div class="prose">`)
	b.await(says("From a template."))
	b.expect(marked, "the page is loaded anew for a template")

	w.edit("static/js/site.js", "for (const part of", "document.documentElement.dataset.ran = 1;\nfor (const part of")
	b.await(`document.documentElement.dataset.ran && !` + marked) // a script has to start anew
}

const overlay = `document.querySelector("touchstone-problems")?.shadowRoot`

func TestBrowserLiveMistakes(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	b := openTab(t, w.url)
	b.open("/guide/live/")
	value[*chromedp.Void](b, `document.querySelector("main a[href='/guide/method/']").focus(), null`)
	b.mark()
	for _, mistake := range []struct{ old, new, place, rule string }{
		{"title: Live", "title: [Live", liveFile + ":3", diag.YAMLSyntax.ID},
		{"title: Live", "titel: Live", liveFile + ":2:1", diag.KeyUnknown.ID},
		{"(method.md)", "(methods.md)", liveFile + ":108", diag.LinkBroken.ID},
	} {
		w.edit(liveFile, mistake.old, mistake.new)
		b.await(overlay + `?.querySelector("dialog").open`)
		const shown = overlay + `.querySelector("dialog").innerText`
		b.expect(shown+`.includes(`+quote(mistake.place)+`) && `+shown+`.includes(`+quote(mistake.rule)+`)`, "%s is shown as %s", mistake.new, value[string](b, shown))
		b.expect(says("Many words."), "the page is gone")
		for _, barrier := range b.barriers() {
			t.Errorf("%s: %s", mistake.new, barrier)
		}
		w.edit(liveFile, mistake.new, mistake.old)
		b.await(`!document.querySelector("touchstone-problems")`)
		b.await(markedFocused)
	}
	b.expect(marked, "the page is loaded anew")
}

func TestBrowserLivePages(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	b := openTab(t, w.url)
	b.excuse("404 (Not Found) " + w.url + "/guide/live/")
	b.open("/guide/live/")
	w.remove(liveFile)
	b.await(`document.querySelector("h1").textContent === "No such page"`)
	w.write(liveFile, liveText)
	b.await(`document.querySelector("h1").textContent === "Live" && ` + says("The first words."))

	const link = `.sidebar a[href="/guide/new/"]`
	b.expect(`!document.querySelector('`+link+`')`, "there is a page before it is written")
	b.mark()
	w.write("content/guide/new.md", "---\ntitle: New\n---\nQuite new.\n")
	b.await(`document.querySelector('` + link + `')?.checkVisibility()`)
	b.expect(marked, "the page is loaded anew for the sidebar")
	b.click(link)
	b.await(`location.pathname === "/guide/new/" && ` + says("Quite new."))
}

// A page on which nothing changes is left alone, in another tab too.
func TestBrowserLiveOtherTab(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	tabs := openTabs(t, w.url, 2)
	for i, address := range []string{"/guide/live/", "/guide/method/"} {
		tabs[i].open(address)
		tabs[i].mark()
	}
	reader := tabs[1]
	value[*chromedp.Void](reader, `window.changes = [], new MutationObserver((records) => changes.push(...records.map((r) => r.type + " " + r.target.nodeName)))
		.observe(document.documentElement, {subtree: true, childList: true, attributes: true, characterData: true}), null`)
	const fetched = `performance.getEntriesByName(location.href).filter((e) => e.initiatorType === "fetch").length`
	for _, words := range []string{"second words", "third words"} {
		before := value[int](reader, fetched)
		w.write(liveFile, strings.Replace(liveText, "first words", words, 1))
		tabs[0].await(says(words))
		reader.await(fetched + ` > ` + strconv.Itoa(before))
	} // the second is taken up when all of the first is done
	if changes := value[[]string](reader, `changes`); len(changes) > 0 {
		t.Errorf("a page that stays the same is changed: %v", changes)
	}
	for _, b := range tabs {
		b.expect(marked, "a page is loaded anew")
	}
	w.edit("content/guide/method.md", "title: ", "title: Now ")
	reader.await(`document.querySelector("h1").textContent.startsWith("Now ")`)
	reader.expect(marked, "the other page is loaded anew")
}

// A browser opens six connections to a host and no more: pages that each held one would wait for ever. An edit comes while
// most of them are still loading; those that nobody sees wait until they are seen.
func TestBrowserLiveManyTabs(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	b := openTab(t, w.url)
	b.open("/guide/live/")
	value[*chromedp.Void](b, `window.others = Array.from({length: 9}, () => window.open("/guide/live/")), null`)
	show := func(text string) string {
		return `[window, ...others].every((o) => o.document.hidden || o.document.querySelector("main")?.innerText.includes(` + quote(text) + `))`
	}
	b.await(`others.every((o) => o.document.querySelector("main"))`)
	b.mark()
	w.edit(liveFile, "first words", "other words")
	b.await(show("The other words."))
	w.edit(liveFile, "other words", "last words")
	b.await(show("The last words."))
	b.expect(marked, "the page is loaded anew")
	value[*chromedp.Void](b, `others.forEach((o) => o.close()), null`)
}

// A tab that was told to follow goes to the page that is edited, until it is told to stop.
func TestBrowserLiveFollows(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	b := openTab(t, w.url)
	b.do(chromedp.Navigate(w.url + "/-/follow"))
	b.await(`location.pathname === "/" && document.querySelector("touchstone-follow")`)
	w.edit(liveFile, "first words", "other words")
	b.await(`location.pathname === "/guide/live/" && document.querySelector("touchstone-follow") && ` + says("other words"))
	value[*chromedp.Void](b, `document.querySelector("touchstone-follow").shadowRoot.querySelector("button").click(), null`)
	b.open("/")
	w.edit(liveFile, "other words", "last words")
	b.open("/guide/method/")
	b.expect(`!document.querySelector("touchstone-follow")`, "the tab still follows")
}
