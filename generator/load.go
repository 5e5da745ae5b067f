package generator

import (
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"touchstone/generator/assets"
	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/render"
	"touchstone/generator/site"
)

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
	if cat != nil && !l.config.Today.IsZero() {
		list = append(list, cat.CheckAges(l.config.Today)...)
	}
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
