package generator

import (
	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/export"
)

// dataOutputs are the files in which the catalogue is for programs.
func (p *Project) dataOutputs() []Output {
	if p.Site.Catalog == nil {
		return nil
	}
	var outputs []Output
	for _, file := range export.New(p.Site.Catalog, p.Site.Settings, p.addresses()).Files() {
		outputs = append(outputs, Output{Path: file.Path, Source: content.SettingsPath, Render: func() ([]byte, diag.List, error) {
			data, err := file.Render()
			return data, nil, err
		}})
	}
	for _, entry := range p.Site.Catalog.Entries {
		outputs = append(outputs, Output{Path: p.Site.Settings.Catalog.Entries + "/" + entry.ID + "/feed.xml", Source: entry.Path, Render: func() ([]byte, diag.List, error) {
			data, err := renderEntryFeed(p, entry)
			return data, nil, err
		}})
	}
	return outputs
}

// addresses tell the data files where things are.
func (p *Project) addresses() export.Addresses {
	entry := func(e *catalog.Entry) string {
		if page := p.Site.EntryPage(e); page != nil {
			return p.absolute(page.URL)
		}
		return ""
	}
	return export.Addresses{
		Home:  p.absolute("/"),
		API:   func(path string) string { return p.absolute("/" + path) },
		Entry: entry,
		Line:  func(pos diag.Position) string { return p.Site.Settings.SourceLine(pos.File, pos.Line) },
		Group: func(g *catalog.Group) string {
			if page := p.Site.GroupPage(g); page != nil {
				return p.absolute(page.URL)
			}
			return ""
		},
		Fact: func(f *catalog.Fact) string {
			if address := entry(f.Entry); address != "" {
				return address + "#" + f.Field.ID
			}
			return ""
		},
	}
}
