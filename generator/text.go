package generator

import (
	"fmt"
	"path"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/site"
	"touchstone/generator/twin"
)

// textOutputs are the twins of all pages in Markdown and the list of them, if the settings ask for them.
func (p *Project) textOutputs() []Output {
	if !p.Site.Settings.Markdown {
		return nil
	}
	outputs := []Output{{Path: "llms.txt", Source: content.SettingsPath, Render: func() ([]byte, diag.List, error) { return renderLLMs(p), nil, nil }}}
	for _, page := range p.Site.Pages {
		if page.Kind != site.NotFound {
			outputs = append(outputs, p.twinOutput(page))
		}
	}
	return outputs
}

func (p *Project) twinOutput(page *site.Page) Output {
	drawn := p.pageOutput(page)
	return Output{Path: twinPath(page), Source: drawn.Source, Render: func() ([]byte, diag.List, error) {
		data, list, err := drawn.Render()
		if err != nil || data == nil {
			return nil, list, err
		}
		text, err := twin.Markdown(data, p.absolute(page.URL))
		if err != nil {
			return nil, list, fmt.Errorf("twin of %s: %w", page.URL, err)
		}
		return text, list, nil
	}}
}

// twinPath gives the place of a page's twin: beside its index.html.
func twinPath(page *site.Page) string {
	return path.Join(path.Dir(content.OutputPath(page.URL)), "index.md")
}

// renderLLMs lists the pages' twins, in the form of https://llmstxt.org: the sections in their order, pages that compare two
// entries last, under the heading that marks what may be left out.
func renderLLMs(p *Project) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n", p.Site.Settings.Title)
	if p.Site.Settings.Description != "" {
		fmt.Fprintf(&out, "\n> %s\n", p.Site.Settings.Description)
	}
	var section, optional []*site.Page
	for _, page := range p.Site.Pages {
		switch {
		case page.Kind == site.NotFound:
			continue
		case page.Kind == site.Pair:
			optional = append(optional, page)
			continue
		case page.Parent == p.Site.Home:
			p.listTwins(&out, section)
			section = nil
		}
		section = append(section, page)
	}
	p.listTwins(&out, section)
	if len(optional) > 0 {
		out.WriteString("\n## Optional\n\n")
		p.listPages(&out, optional)
	}
	return []byte(out.String())
}

// listTwins lists a section under its title, which is that of its first page.
func (p *Project) listTwins(out *strings.Builder, pages []*site.Page) {
	fmt.Fprintf(out, "\n## %s\n\n", pages[0].Title)
	p.listPages(out, pages)
}

func (p *Project) listPages(out *strings.Builder, pages []*site.Page) {
	for _, page := range pages {
		fmt.Fprintf(out, "- [%s](%s)", page.Title, p.absolute("/"+twinPath(page)))
		if page.Description != "" {
			fmt.Fprintf(out, ": %s", page.Description)
		}
		out.WriteByte('\n')
	}
}
