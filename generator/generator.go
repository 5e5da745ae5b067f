// Package generator is the pipeline on one page:
//
//	fs.FS --content.Load--> content.Tree            every file by itself
//	      --catalog.New---> *catalog.Catalog        fields, entries, facts, sources, claims
//	      --site.New------> *site.Site              the page tree, written and generated pages
//	      --Outputs-------> []Output{Path, Render}  one function for each file of the site
//
// [Load] runs the stages and gives a [Project]. A build calls every output's Render and publishes the bytes; a server
// calls the one that a browser asks for. Nothing is kept that can be made again, but conversions of Markdown, which are
// dear, and which a store remembers by all that goes into them.
package generator

import (
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"sync"

	"touchstone/generator/assets"
	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/render"
	"touchstone/generator/site"
	"touchstone/generator/store"
)

// Config says what to load and how.
type Config struct {
	Root       fs.FS  // the project's folder: content/, and templates/ and static/ if it has a theme of its own
	Theme      fs.FS  // templates/ and static/ for what the project lacks; may be nil
	BaseURL    string // instead of the settings' base_url, if not empty
	Repository string // instead of the settings' repository, if not empty
	Drafts     bool   // publish drafts too

	Documents *store.Store[markdown.Document] // remembered conversions
	Version   string                          // of the program: part of what a conversion depends on
}

// Project is a loaded project, ready to be checked and published.
type Project struct {
	Site *site.Site

	config    Config
	basePath  string // the path of the base address, without a slash at its end
	converter *markdown.Converter
	theme     *assets.Theme
	renderer  *render.Renderer
	tree      *content.Tree

	anchors sync.Map // *site.Page -> []string
}

// Load runs the stages up to the outputs. Writers' mistakes are in the list, and the project is nil when they leave
// nothing to show; the error is a failure to read.
func Load(config Config) (*Project, diag.List, error) {
	root := overlay(config.Root, config.Theme)
	tree, list, err := content.Load(root)
	if err != nil {
		return nil, nil, err
	}
	override(&tree.Settings, config)
	if !config.Drafts {
		tree.Pages = slices.DeleteFunc(tree.Pages, func(f *content.File) bool { return f.FrontMatter.Draft })
	}
	p := &Project{config: config, basePath: basePath(tree.Settings.BaseURL), tree: tree}
	p.converter = markdown.New(markdown.Options{Blocks: site.BlockKinds(), LinkURL: p.linkURL})
	cat, mistakes := catalog.New(tree)
	list = append(list, mistakes...)
	p.Site, mistakes = site.New(tree, cat, p.convert)
	list = append(list, mistakes...)
	if p.Site == nil {
		list.Sort()
		return nil, list, nil
	}
	mistakes, err = p.loadTheme(root)
	list = append(list, mistakes...)
	list.Sort()
	if err != nil || p.renderer == nil {
		return nil, list, err
	}
	return p, list, nil
}

func override(settings *content.Settings, config Config) {
	if config.BaseURL != "" {
		settings.BaseURL = config.BaseURL
	}
	if repository := webRepository(config.Repository); repository != "" {
		settings.Repository = repository
	}
}

// webRepository gives the address at which a repository is read in a browser, or nothing when there is none. A user and
// password are dropped: hosts that build from private repositories put an access token there, and the address is
// published.
func webRepository(address string) string {
	repository, err := url.Parse(address)
	if err != nil || repository.Scheme != "https" && repository.Scheme != "http" {
		return ""
	}
	repository.User = nil
	return strings.TrimSuffix(strings.TrimSuffix(repository.String(), "/"), ".git")
}

func (p *Project) loadTheme(root fs.FS) (diag.List, error) {
	theme, list, err := assets.Load(root, map[string]string{"code.css": markdown.Stylesheet()})
	if err != nil {
		return list, err
	}
	p.theme = theme
	renderer, mistakes, err := render.New(root, p.Site, theme, p.converter.Highlight, p.basePath)
	p.renderer = renderer
	return append(list, mistakes...), err
}

// basePath gives the path of a base address: nothing for https://example.org/, /guide for https://example.org/guide/.
func basePath(baseURL string) string {
	base, err := url.Parse(baseURL)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(base.EscapedPath(), "/")
}

func (p *Project) linkURL(from, dest string) string {
	address := content.LinkURL(from, dest)
	if strings.HasPrefix(address, "/") {
		return p.basePath + address
	}
	return address
}

// convert converts a text or remembers what came of it. All that a conversion depends on is in the key.
func (p *Project) convert(path string, text []byte) *markdown.Document {
	key := store.KeyOf([]byte(p.config.Version), []byte(p.basePath), []byte(path), text)
	return p.config.Documents.Get(key, func() *markdown.Document { return p.converter.Convert(path, text) })
}

// Check finds every mistake in the text of every page.
func (p *Project) Check() diag.List {
	lists := make([]diag.List, len(p.Site.Pages))
	inParallel(len(p.Site.Pages), func(i int) {
		page := p.Site.Pages[i]
		lists[i] = p.Site.Check(page, p.Site.Document(page), p.anchorsOf)
	})
	list := append(slices.Concat(lists...), p.checkPaths()...)
	list.Sort()
	return list
}

// anchorsOf gives the ids that links may name on a page.
func (p *Project) anchorsOf(page *site.Page) []string {
	if ids, known := p.anchors.Load(page); known {
		return ids.([]string)
	}
	ids := p.Site.Anchors(page, p.Site.Document(page))
	p.anchors.Store(page, ids)
	return ids
}

// checkPaths reports outputs that would be one file: on a host, or on a disk that does not tell cases apart.
func (p *Project) checkPaths() diag.List {
	var list diag.List
	taken := map[string]Output{}
	for _, output := range p.Outputs() {
		key := strings.ToLower(output.Path)
		if other, clash := taken[key]; clash {
			list.Add(diag.Position{File: output.Source}, diag.AddressClash, "rename one of the two", "%s and %s would be published at one address, %s", output.Source, other.Source, output.Path)
		}
		taken[key] = output
	}
	return list
}
