// Package generator is the pipeline on one page:
//
//	fs.FS --content.Reader-> content.Tree           every file by itself
//	      --catalog.New---> *catalog.Catalog        fields, entries, facts, sources, claims
//	      --site.New------> *site.Site              the page tree, written and generated pages
//	      --Outputs-------> []Output{Path, Render}  one function for each file of the site
//
// A [Loader] runs the stages and gives a [Project]. A build calls every output's Render and publishes the bytes; a server
// calls the one that a browser asks for. Nothing is kept that can be made again, but conversions of Markdown, which are
// dear, and which a store remembers by all that goes into them.
package generator

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"runtime"
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

	Progress func(done, total int) // told of each output that a build made, by several goroutines; may be nil
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
	outlines  *outlines
}

// Loader loads one project again and again, and reads again only what changed.
type Loader struct {
	config Config
	root   fs.FS
	reader *content.Reader

	assets        assets.Loader
	theme         *assets.Theme // as it was loaded last
	themeMistakes diag.List
	templates     *render.Templates   // as they were parsed last
	converter     *markdown.Converter // remembers the code that it highlighted
	basePath      string              // for which the converter was made
	outlines      outlines
}

// NewLoader prepares to load a project.
func NewLoader(config Config) *Loader {
	root := overlay(config.Root, config.Theme)
	return &Loader{config: config, root: root, reader: content.NewReader(root), outlines: outlines{byPath: map[string]outline{}}}
}

// Load loads a project once.
func Load(config Config) (*Project, diag.List, error) {
	return NewLoader(config).Load([]string{content.Folder, render.Folder, assets.Folder})
}

// Load runs the stages up to the outputs, after changes to the files and folders at the given paths: those of the first
// call have to be all of the project's. Writers' mistakes are in the list, and the project is nil when they leave nothing
// to show; the error is a failure to read. After an error the next call has to name the same paths again.
func (l *Loader) Load(changed []string) (*Project, diag.List, error) {
	tree, list, err := l.reader.Read(below(content.Folder, changed))
	if err != nil {
		return nil, nil, err
	}
	if slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Rule == diag.SiteMissing }) {
		list.Sort()
		return nil, list, nil // without settings everything else would look wrong
	}
	override(&tree.Settings, l.config)
	if !l.config.Drafts {
		tree.DropDrafts()
	}
	p := &Project{config: l.config, basePath: basePath(tree.Settings.BaseURL), tree: tree, outlines: &l.outlines}
	p.converter = l.converterFor(p.basePath)
	cat, mistakes := catalog.New(tree)
	list = append(list, mistakes...)
	p.Site, mistakes = site.New(tree, cat, site.Texts{Document: p.document, Outline: p.outline})
	list = append(list, mistakes...)
	if p.Site != nil {
		mistakes, err = l.dress(p, changed)
		list = append(list, mistakes...)
	}
	list.Sort()
	if err != nil || p.renderer == nil {
		return nil, list, err
	}
	return p, list, nil
}

// below gives those of the paths that are a folder or something in it.
func below(folder string, paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p != folder && !strings.HasPrefix(p, folder+"/") })
}

// dress gives a project its theme, of which what did not change is as it was.
func (l *Loader) dress(p *Project, changed []string) (diag.List, error) {
	var err error
	if l.theme == nil || len(below(assets.Folder, changed)) > 0 {
		l.theme, l.themeMistakes, err = l.assets.Load(l.root, map[string]string{"code.css": markdown.Stylesheet()})
		if err != nil {
			return nil, err
		}
	}
	if l.templates == nil || len(below(render.Folder, changed)) > 0 {
		if l.templates, err = render.Parse(l.root); err != nil {
			return nil, err
		}
	}
	p.theme = l.theme
	renderer, mistakes, err := render.New(l.templates, p.Site, p.theme, p.converter.Highlight, p.basePath)
	p.renderer = renderer
	return slices.Concat(l.themeMistakes, mistakes), err
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

// basePath gives the path of a base address: nothing for https://example.org/, /guide for https://example.org/guide/.
func basePath(baseURL string) string {
	base, err := url.Parse(baseURL)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(base.EscapedPath(), "/")
}

// converterFor gives a converter whose links begin with a base path.
func (l *Loader) converterFor(basePath string) *markdown.Converter {
	if l.converter == nil || l.basePath != basePath {
		l.basePath = basePath
		l.converter = markdown.New(markdown.Options{Blocks: site.BlockKinds(), LinkURL: func(from, dest string) string {
			address := content.LinkURL(from, dest)
			if strings.HasPrefix(address, "/") {
				return basePath + address
			}
			return address
		}})
	}
	return l.converter
}

// document converts a file or remembers what came of it. All that a conversion depends on is in the key.
func (p *Project) document(file *content.File) (*markdown.Document, error) {
	key := p.key(file)
	if document := p.config.Documents.Recall(key); document != nil {
		p.outlines.keep(file.Path, key, document)
		return document, nil
	}
	body, fresh, err := p.tree.Body(file)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	document := p.converter.Convert(file.Path, body)
	if fresh {
		p.keep(file, key, document)
	}
	return document, nil
}

func (p *Project) key(file *content.File) store.Key {
	return store.KeyOf([]byte(p.config.Version), []byte(p.basePath), []byte(file.Path), file.Sum[:])
}

// keep remembers a document, unless it may be owed to a busy machine: the next run tries again.
func (p *Project) keep(file *content.File, key store.Key, document *markdown.Document) {
	p.outlines.keep(file.Path, key, document)
	if !slices.ContainsFunc(document.Diagnostics, func(d diag.Diagnostic) bool { return d.Rule == diag.CodeTime }) {
		p.config.Documents.Keep(key, document)
	}
}

// outline gives the outline of a file's document, from memory if it was converted before.
func (p *Project) outline(file *content.File) (*markdown.Document, error) {
	if outline := p.outlines.get(file.Path, p.key(file)); outline != nil {
		return outline, nil
	}
	document, err := p.document(file)
	if err != nil {
		return nil, err
	}
	return document.Outline(), nil
}

// outlines remembers the outline of the last document of each file. Documents of a large site do not fit into memory, but
// checking one page takes the outlines of others.
type outlines struct {
	mu     sync.Mutex
	byPath map[string]outline
}

type outline struct {
	key      store.Key
	document *markdown.Document
}

func (o *outlines) get(path string, key store.Key) *markdown.Document {
	o.mu.Lock()
	defer o.mu.Unlock()
	if known := o.byPath[path]; known.key == key {
		return known.document
	}
	return nil
}

func (o *outlines) keep(path string, key store.Key, document *markdown.Document) {
	if o.get(path, key) != nil {
		return
	}
	short := document.Outline()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.byPath[path] = outline{key, short}
}

// Check finds every mistake in the text of every page. The error is a failure to read one.
func (p *Project) Check() (diag.List, error) {
	return p.check(context.Background(), runtime.GOMAXPROCS(0))
}

// CheckContext is Check for a server that answers requests meanwhile: it leaves a processor to them and ends soon after the
// context does, with its error.
func (p *Project) CheckContext(ctx context.Context) (diag.List, error) {
	list, err := p.check(ctx, max(1, runtime.GOMAXPROCS(0)-1))
	return list, cmp.Or(err, ctx.Err())
}

func (p *Project) check(ctx context.Context, workers int) (diag.List, error) {
	lists, failures := make([]diag.List, len(p.Site.Pages)), make([]error, len(p.Site.Pages))
	onWorkers(ctx, workers, len(lists), func(i int) { lists[i], failures[i] = p.Site.Check(p.Site.Pages[i]) })
	list := append(slices.Concat(lists...), p.checkPaths()...)
	list.Sort()
	return list, cmp.Or(failures...)
}

// checkPaths reports outputs that would be one file, on a host or on a disk that does not tell cases apart, and those
// that would be a file where another needs a folder.
func (p *Project) checkPaths() diag.List {
	const hint = "rename one of the two"
	var list diag.List
	taken := map[string]Output{}
	for _, output := range p.Outputs() {
		key := strings.ToLower(output.Path)
		if other, clash := taken[key]; clash {
			list.Add(diag.Position{File: output.Source}, diag.AddressClash, hint, "%s and %s would be published at one address, %s", output.Source, other.Source, output.Path)
		}
		taken[key] = output
	}
	for key, output := range taken {
		for folder := path.Dir(key); folder != "."; folder = path.Dir(folder) {
			if other, clash := taken[folder]; clash {
				list.Add(diag.Position{File: output.Source}, diag.AddressClash, hint, "%s would be published below %s, which is a file, made of %s", output.Source, other.Path, other.Source)
			}
		}
	}
	return list
}
