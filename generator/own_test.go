package generator_test

import (
	"encoding/json"
	"encoding/xml"
	"maps"
	"net/url"
	"os"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"touchstone/generator"
	"touchstone/generator/content"
	"touchstone/generator/markdown"
	"touchstone/generator/store"
)

// ownProject reads the project that these tests are part of, once for all of them: somebody may be writing it meanwhile.
func ownProject(t *testing.T) fstest.MapFS {
	t.Helper()
	own.read.Do(func() { own.project = snapshot(t, os.DirFS(".."), "content", "templates", "static") })
	return own.project
}

// ownSite builds the project's own site, once for all tests of it.
func ownSite(t *testing.T) built {
	t.Helper()
	project := ownProject(t)
	own.build.Do(func() {
		own.site = build(t, generator.Config{Root: project, Documents: store.Open[markdown.Document]("", 100)})
	})
	if len(own.site.files) == 0 {
		t.Fatalf("the project's own site is not built:\n%s", own.site.diagnostics)
	}
	return own.site
}

var own struct {
	read, build sync.Once
	project     fstest.MapFS
	site        built
}

func TestOwnProject(t *testing.T) {
	t.Parallel()
	if site := ownSite(t); site.diagnostics != "" {
		t.Errorf("the project's own content has mistakes:\n%s", site.diagnostics)
	}
}

// page is what a test wants to know of a page of HTML.
type page struct {
	ids          map[string]int
	links        []string // href, src, srcset and action
	inline       []string // scripts, styles and handlers in the page
	headings     int      // of the first level
	title        string
	description  string
	canonical    string
	descriptions []string // JSON-LD
	redirect     bool
}

func parse(t *testing.T, name, text string) *page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	p := &page{ids: map[string]int{}}
	for node := range root.Descendants() {
		if node.Type == html.ElementNode {
			p.element(node)
		}
	}
	return p
}

func (p *page) element(node *html.Node) {
	attributes := map[string]string{}
	for _, attribute := range node.Attr {
		attributes[attribute.Key] = attribute.Val
		p.attribute(attribute)
	}
	switch node.Data {
	case "h1":
		p.headings++
	case "title":
		if node.Parent.Data == "head" {
			p.title = textOf(node)
		}
	case "style":
		p.inline = append(p.inline, "<style>")
	case "script":
		if attributes["type"] == "application/ld+json" {
			p.descriptions = append(p.descriptions, textOf(node))
		} else if attributes["src"] == "" {
			p.inline = append(p.inline, "<script>")
		}
	case "meta":
		if attributes["name"] == "description" {
			p.description = attributes["content"]
		}
		p.redirect = p.redirect || attributes["http-equiv"] == "refresh"
	case "link":
		if attributes["rel"] == "canonical" {
			p.canonical = attributes["href"]
		}
	}
}

func (p *page) attribute(attribute html.Attribute) {
	switch key := attribute.Key; {
	case key == "id":
		p.ids[attribute.Val]++
	case key == "href" || key == "src" || key == "action":
		p.links = append(p.links, attribute.Val)
	case key == "srcset":
		for candidate := range strings.SplitSeq(attribute.Val, ",") {
			p.links = append(p.links, strings.Fields(candidate)[0])
		}
	case key == "style" || strings.HasPrefix(key, "on"):
		p.inline = append(p.inline, key)
	}
}

func textOf(node *html.Node) string {
	var text strings.Builder
	for child := range node.Descendants() {
		if child.Type == html.TextNode {
			text.WriteString(child.Data)
		}
	}
	return text.String()
}

// pagesOf parses every page of a site.
func pagesOf(t *testing.T, site built) map[string]*page {
	t.Helper()
	pages := map[string]*page{}
	for name, text := range site.files {
		if path.Ext(name) == ".html" {
			pages[name] = parse(t, name, text)
		}
	}
	return pages
}

func TestOwnLinks(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	checkLinks(t, site, pagesOf(t, site), "https://touchstone.example")
}

// checkLinks follows every link of every page: within the site to an output and an id, and else by https only.
func checkLinks(t *testing.T, site built, pages map[string]*page, base string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		from, err := url.Parse("/" + strings.TrimSuffix(name, "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range pages[name].links {
			if problem := follow(site, pages, from, strings.TrimPrefix(link, base)); problem != "" {
				t.Errorf("%s: %s: %s", name, link, problem)
			}
		}
	}
}

func follow(site built, pages map[string]*page, from *url.URL, link string) string {
	target, err := from.Parse(link)
	switch {
	case err != nil:
		return err.Error()
	case target.Scheme == "https" || target.Scheme == "mailto" || target.Scheme == "data":
		return ""
	case target.Host != "" || target.Scheme != "":
		return "leads to another site and not by https"
	}
	output := content.OutputPath(target.EscapedPath())
	if output == "404/index.html" {
		output = "404.html"
	}
	if _, exists := site.files[output]; !exists {
		return "leads nowhere"
	}
	if target.Fragment != "" && pages[output].ids[target.Fragment] == 0 {
		return "names no id of " + output
	}
	return ""
}

func TestOwnPages(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	checkPages(t, pagesOf(t, site), "https://touchstone.example")
}

// checkPages checks what every page has to have and must not have.
func checkPages(t *testing.T, pages map[string]*page, base string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		p := pages[name]
		for id, n := range p.ids {
			if n > 1 {
				t.Errorf("%s: the id %q stands there %d times", name, id, n)
			}
		}
		if len(p.inline) > 0 {
			t.Errorf("%s: inline script or style: %v", name, p.inline)
		}
		if p.title == "" {
			t.Errorf("%s: no title", name)
		}
		if p.redirect {
			continue
		}
		if p.description == "" || p.headings != 1 {
			t.Errorf("%s: the description is %q, with %d first-level headings", name, p.description, p.headings)
		}
		if name != "404.html" && p.canonical != base+content.URL("content/"+strings.TrimSuffix(name, ".html")+".md") {
			t.Errorf("%s: the canonical address is %s", name, p.canonical)
		}
		for _, text := range p.descriptions {
			if !json.Valid([]byte(text)) {
				t.Errorf("%s: JSON-LD is no JSON: %s", name, text)
			}
		}
	}
}

// Feed and sitemap are XML, and name nothing that is not published.
func TestOwnFeedAndSitemap(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	var sitemap struct {
		Locs []string `xml:"url>loc"`
	}
	var feed struct {
		IDs   []string `xml:"entry>id"`
		Links []struct {
			Href string `xml:"href,attr"`
		} `xml:"entry>link"`
	}
	if err := xml.Unmarshal([]byte(site.files["sitemap.xml"]), &sitemap); err != nil || len(sitemap.Locs) == 0 {
		t.Fatalf("sitemap of %d addresses: %v", len(sitemap.Locs), err)
	}
	if err := xml.Unmarshal([]byte(site.files["feed.xml"]), &feed); err != nil || len(feed.Links) == 0 {
		t.Fatalf("feed of %d entries: %v", len(feed.Links), err)
	}
	addresses := sitemap.Locs
	for _, link := range feed.Links {
		addresses = append(addresses, link.Href)
	}
	for _, address := range addresses {
		inside, ok := strings.CutPrefix(address, "https://touchstone.example")
		if _, exists := site.files[content.OutputPath(inside)]; !ok || !exists {
			t.Errorf("%s is not published", address)
		}
	}
	slices.Sort(feed.IDs)
	if len(slices.Compact(feed.IDs)) != len(feed.Links) {
		t.Error("two entries of the feed have one id")
	}
	for name, p := range pagesOf(t, site) {
		if !p.redirect && name != "404.html" && !slices.Contains(sitemap.Locs, p.canonical) {
			t.Errorf("the sitemap lacks %s", p.canonical)
		}
	}
}

// The same input gives the same bytes however many processors there are. GOMAXPROCS is the whole program's, so this test
// runs alone.
func TestSameBytes(t *testing.T) {
	project := ownProject(t)
	before := runtime.GOMAXPROCS(1)
	one := build(t, generator.Config{Root: project, Documents: store.Open[markdown.Document]("", 100)})
	runtime.GOMAXPROCS(max(before, 4))
	many := build(t, generator.Config{Root: project, Documents: store.Open[markdown.Document]("", 100)})
	runtime.GOMAXPROCS(before)
	expectSame(t, one, many)
}

// A build that remembers gives the bytes of one that does not.
func TestWarmIsCold(t *testing.T) {
	t.Parallel()
	project, folder := ownProject(t), t.TempDir()
	first := build(t, generator.Config{Root: project, Documents: store.Open[markdown.Document](folder, 100), Version: "1"})
	warm := build(t, generator.Config{Root: project, Documents: store.Open[markdown.Document](folder, 100), Version: "1"})
	expectSame(t, ownSite(t), first)
	expectSame(t, ownSite(t), warm)
}

func expectSame(t *testing.T, a, b built) {
	t.Helper()
	if a.diagnostics != b.diagnostics {
		t.Errorf("other diagnostics:\n%s\n---\n%s", a.diagnostics, b.diagnostics)
	}
	if !slices.Equal(slices.Sorted(maps.Keys(a.files)), slices.Sorted(maps.Keys(b.files))) {
		t.Fatalf("other outputs: %v, %v", slices.Sorted(maps.Keys(a.files)), slices.Sorted(maps.Keys(b.files)))
	}
	for name, text := range a.files {
		if text != b.files[name] {
			t.Errorf("%s has other bytes:\n%s", name, cmp.Diff(strings.Split(text, "\n"), strings.Split(b.files[name], "\n")))
		}
	}
}

// No output of another subject, drawn with the project's own theme, has a word of this project's subject in it.
func TestAnotherSubject(t *testing.T) {
	t.Parallel()
	root := brokers(t)
	theme := maps.Clone(ownProject(t))
	maps.DeleteFunc(theme, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "content/") })
	site := build(t, generator.Config{Root: root, Theme: theme, Documents: store.Open[markdown.Document]("", 100)})
	if site.diagnostics != "" {
		t.Fatalf("mistakes:\n%s", site.diagnostics)
	}
	pages := pagesOf(t, site)
	checkLinks(t, site, pages, "https://brokers.example")
	checkPages(t, pages, "https://brokers.example")
	words := ownWords(t)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if found := words.FindString(site.files[name]); found != "" {
			t.Errorf("%s says %q", name, found)
		}
	}
}

// ownWords matches the names of the project's own entries and groups, and its noun for entries, as whole words.
func ownWords(t *testing.T) *regexp.Regexp {
	t.Helper()
	project, _, err := generator.Load(generator.Config{Root: ownProject(t), Documents: store.Open[markdown.Document]("", 100)})
	if err != nil || project == nil {
		t.Fatalf("load the project: %v", err)
	}
	cat := project.Site.Catalog
	nouns := cat.Settings.Nouns
	words := []string{nouns.Entry, nouns.Entries} // "language" is a word of HTML too
	for _, entry := range cat.Entries {
		words = append(words, entry.Name)
	}
	for _, term := range cat.Vocabularies["languages"].Terms {
		words = append(words, term.Label)
	}
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	return regexp.MustCompile(`(?i)\b(` + strings.Join(words, "|") + `)([^\w:-]|$)`) // neither the class language-x nor javascript:
}

// brokers is a guide to another subject.
func brokers(t *testing.T) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/brokers.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return projectOf(t, archive)
}
