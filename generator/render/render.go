// Package render is the stage that draws: it puts the pages of a site into templates. It is the only home of
// html/template.
//
// A [Renderer] holds the theme's parsed templates, one file per visible thing. What a template may use is a [View] and the
// functions in funcs.go. Rendering reads no files and keeps nothing but the sidebar, which is the same on many pages.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"touchstone/generator/assets"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/site"
)

// Folder is the part of a project that holds its templates.
const Folder = "templates"

// Renderer draws the pages of one site. Several goroutines may use it at the same time.
type Renderer struct {
	site      *site.Site
	theme     *assets.Theme
	highlight func(language, code string) (string, bool)
	basePath  string
	templates *template.Template

	mu       sync.Mutex
	sidebars map[*site.Page]string
}

// Templates are the parsed templates of a project, ready for the renderers of any number of sites.
type Templates struct {
	parsed   *template.Template
	mistakes diag.List
}

// Parse parses the templates of a project. What cannot be parsed is told by [New]; the error is a failure to read.
func Parse(fsys fs.FS) (*Templates, error) {
	t := &Templates{parsed: template.New("").Funcs((&Renderer{}).funcs())} // names only: each renderer brings its own
	names, err := fs.Glob(fsys, Folder+"/*.html")
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read template: %w", err)
		}
		if _, err := t.parsed.New(strings.TrimSuffix(path.Base(name), ".html")).Parse(string(text)); err != nil {
			t.mistakes.Add(templatePos(err, name), diag.TemplateBroken, "", "%s", templateMessage(err))
		}
	}
	return t, nil
}

// New prepares to draw the pages of a site. The Renderer is nil, with a diagnostic, when a template is broken or missing.
func New(templates *Templates, s *site.Site, theme *assets.Theme, highlight func(language, code string) (string, bool), basePath string) (*Renderer, diag.List, error) {
	r := &Renderer{site: s, theme: theme, highlight: highlight, basePath: basePath, sidebars: map[*site.Page]string{}}
	parsed, err := templates.parsed.Clone()
	if err != nil {
		return nil, nil, fmt.Errorf("copy templates: %w", err)
	}
	r.templates = parsed.Funcs(r.funcs())
	list := slices.Clone(templates.mistakes)
	r.checkTemplates(templates.parsed, &list)
	if len(list) > 0 {
		return nil, list, nil
	}
	return r, nil, nil
}

// checkTemplates reports pages and blocks without a template to draw them. A template that is broken is there all the same.
func (r *Renderer) checkTemplates(parsed *template.Template, list *diag.List) {
	for _, page := range r.site.Pages {
		if parsed.Lookup(page.Template) != nil {
			continue
		}
		pos := diag.Position{File: Folder + "/" + page.Template + ".html"}
		if page.File != nil {
			pos = page.File.FrontMatter.At(page.Path(), "template")
		}
		list.Add(pos, diag.TemplateUnknown, "", "there is no template %s/%s.html", Folder, page.Template)
	}
	for _, kind := range site.BlockKinds() {
		if kind != "include" && parsed.Lookup("block-"+kind) == nil {
			list.Add(diag.Position{File: Folder}, diag.TemplateUnknown, "", "there is no template %s/block-%s.html", Folder, kind)
		}
	}
}

// Page draws a page. Mistakes in blocks are left to the site's checks, and the block is left out; a template that
// fails is a diagnostic.
func (r *Renderer) Page(page *site.Page, document *markdown.Document) ([]byte, diag.List) {
	var list diag.List
	view := &View{Site: r.site, Page: page, renderer: r, document: document}
	view.Content = template.HTML(r.content(page, document, &list))
	view.TOC = newTOC(document.Headings)
	var out bytes.Buffer
	if err := r.templates.ExecuteTemplate(&out, page.Template, view); err != nil {
		list.Add(templatePos(err, Folder+"/"+page.Template+".html"), diag.TemplateBroken, "", "%s, drawing %s", templateMessage(err), page.URL)
		return nil, list
	}
	return out.Bytes(), list
}

// content joins a document's parts and draws its blocks.
func (r *Renderer) content(page *site.Page, document *markdown.Document, list *diag.List) string {
	var out strings.Builder
	for _, part := range document.Parts {
		if part.Block == nil {
			out.WriteString(part.HTML)
			continue
		}
		var mistakes diag.List // the site's check reports them, once and not for each drawing
		data := r.site.Resolve(page, part.Block, &mistakes)
		if data == nil {
			continue
		}
		if err := r.templates.ExecuteTemplate(&out, "block-"+part.Block.Kind, &BlockView{data, page, r.site}); err != nil {
			list.Add(templatePos(err, Folder+"/block-"+part.Block.Kind+".html"), diag.TemplateBroken, "", "%s, drawing %s", templateMessage(err), page.URL)
		}
	}
	return out.String()
}

// sidebar draws the navigation beside a page. It is the same for all pages of a section but for the mark of the current
// one, and templates are dear, so a section's is drawn once and the mark is set in its text.
func (r *Renderer) sidebar(page *site.Page) (template.HTML, error) {
	section := page
	for section.Parent != nil && section.Parent != r.site.Home {
		section = section.Parent
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	text, drawn := r.sidebars[section]
	if !drawn {
		var out strings.Builder
		if err := r.templates.ExecuteTemplate(&out, "sidebar", &SidebarView{r.site, section}); err != nil {
			return "", err
		}
		text = out.String()
		r.sidebars[section] = text
	}
	link := `<a href="` + template.HTMLEscapeString(r.basePath+page.URL) + `"`
	return template.HTML(strings.Replace(text, link, link+` aria-current="page"`, 1)), nil
}

// place finds the position in an error of html/template, such as "template: page:3:5: executing ..." or
// "html/template:page:3:5: ...".
var place = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: `)

func templatePos(err error, file string) diag.Position {
	match := place.FindStringSubmatch(err.Error())
	if match == nil {
		return diag.Position{File: file}
	}
	line, _ := strconv.Atoi(match[2])
	column, _ := strconv.Atoi(match[3])
	if column > 0 {
		column++ // text/template counts from 0
	}
	return diag.Position{File: Folder + "/" + match[1] + ".html", Line: line, Column: column}
}

func templateMessage(err error) string {
	return place.ReplaceAllString(err.Error(), "")
}
