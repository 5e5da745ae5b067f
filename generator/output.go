package generator

import (
	"fmt"
	"html/template"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/site"
)

// Output is one file of the site.
type Output struct {
	Path   string                            // relative to the output folder, with slashes
	Source string                            // the file of the project from which it comes, for diagnostics
	Page   *site.Page                        // the page that it shows, or nil
	Render func() ([]byte, diag.List, error) // its bytes; a broken template is in the list
}

// made are the outputs that are made of the whole site. To add one, write its function in a file of its own and list it
// here.
var made = []struct {
	path   string
	render func(*Project) ([]byte, error)
}{
	{"sitemap.xml", renderSitemap},
	{"robots.txt", renderRobots},
	{"feed.xml", renderFeed},
	{"_redirects", renderRedirects},
}

// Outputs lists every file of the site: pages, redirects, files beside pages, the theme's files, and what is made of the
// whole site.
func (p *Project) Outputs() []Output {
	var outputs []Output
	for _, page := range p.Site.Pages {
		outputs = append(outputs, p.pageOutput(page))
	}
	for _, redirect := range p.Site.Redirects {
		outputs = append(outputs, p.redirectOutput(redirect))
	}
	for _, name := range p.Site.Files {
		outputs = append(outputs, Output{Path: content.OutputPath(content.FileURL(name)), Source: name, Render: func() ([]byte, diag.List, error) {
			data, err := p.tree.Bytes(name)
			return data, nil, err
		}})
	}
	for _, file := range p.theme.Files() {
		outputs = append(outputs, Output{Path: content.OutputPath(file.URL), Source: "static", Render: func() ([]byte, diag.List, error) {
			return file.Data, nil, nil
		}})
	}
	outputs = append(outputs, p.dataOutputs()...)
	outputs = append(outputs, p.textOutputs()...)
	for _, output := range made {
		outputs = append(outputs, Output{Path: output.path, Source: content.SettingsPath, Render: func() ([]byte, diag.List, error) {
			data, err := output.render(p)
			return data, nil, err
		}})
	}
	return outputs
}

func (p *Project) pageOutput(page *site.Page) Output {
	output := Output{Path: content.OutputPath(page.URL), Source: page.Path(), Page: page}
	if page.Kind == site.NotFound {
		output.Path = "404.html" // where static hosts look for it
	}
	if output.Source == "" {
		output.Source = content.SettingsPath
	}
	output.Render = func() ([]byte, diag.List, error) {
		document, err := p.Site.Document(page)
		if err != nil {
			return nil, nil, err
		}
		data, list := p.renderer.Page(page, document)
		return data, list, nil
	}
	return output
}

// redirectPage leads on from an old address on hosts that know nothing of _redirects. It needs no theme: nobody reads it.
var redirectPage = template.Must(template.New("redirect").Parse(`<!doctype html>
<html lang="{{.Language}}">
<meta charset="utf-8">
<title>Moved</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={{.To}}">
<link rel="canonical" href="{{.Canonical}}">
<p>This page has moved to <a href="{{.To}}">{{.To}}</a>.</p>
`))

func (p *Project) redirectOutput(redirect site.Redirect) Output {
	output := Output{Path: content.OutputPath(redirect.From), Source: content.SettingsPath}
	if page := p.Site.Page(redirect.To); page.File != nil {
		output.Source = page.Path()
	}
	output.Render = func() ([]byte, diag.List, error) {
		var out strings.Builder
		err := redirectPage.Execute(&out, map[string]string{"Language": p.Site.Settings.Language,
			"To": p.basePath + redirect.To, "Canonical": p.absolute(redirect.To)})
		if err != nil {
			return nil, nil, fmt.Errorf("draw redirect from %s: %w", redirect.From, err)
		}
		return []byte(out.String()), nil, nil
	}
	return output
}

// absolute gives the full address of an address of the site.
func (p *Project) absolute(address string) string {
	return strings.TrimSuffix(p.Site.Settings.BaseURL, "/") + address
}
