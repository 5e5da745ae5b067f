package render

import (
	"cmp"
	"encoding/json"
	"html/template"
	"slices"
	"strings"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/markdown"
	"touchstone/generator/site"
)

// View is what the template of a page receives.
type View struct {
	Site    *site.Site
	Page    *site.Page
	Content template.HTML // the page's text with its blocks drawn
	TOC     []*TOCItem

	renderer *Renderer
	document *markdown.Document
}

// BlockView is what the template of a block receives.
type BlockView struct {
	Data any // what the block's resolver gives
	Page *site.Page
	Site *site.Site
}

// SidebarView is what the template of the sidebar receives.
type SidebarView struct {
	Site    *site.Site
	Section *site.Page // a child of the home page, or the home page itself
}

// Title gives the text for the browser's tab.
func (v *View) Title() string {
	if v.Page == v.Site.Home {
		return v.Site.Settings.Title
	}
	return v.Page.Title + " | " + v.Site.Settings.Title
}

// Description gives one sentence for search results and previews.
func (v *View) Description() string {
	switch {
	case v.Page.Description != "":
		return v.Page.Description
	case v.document.Text != "":
		return firstSentences(v.document.Text, 160)
	}
	return v.Site.Settings.Description
}

// firstSentences cuts a text at a word's end, at most n characters long.
func firstSentences(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	cut := string(runes[:n])
	if i := strings.LastIndexAny(cut, ".!?"); i > n/2 {
		return cut[:i+1]
	}
	if i := strings.LastIndex(cut, " "); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}

// Canonical gives the page's full address.
func (v *View) Canonical() string { return v.absolute(v.Page.URL) }

func (v *View) absolute(address string) string {
	return strings.TrimSuffix(v.Site.Settings.BaseURL, "/") + address
}

// Image gives the full address of the picture that previews of the page show, or nothing when the theme has none.
func (v *View) Image() string {
	address := v.renderer.theme.URL("images/social.png")
	if address == "" {
		return ""
	}
	return v.absolute(address)
}

// EditURL gives the address at which the page's file can be edited, or nothing.
func (v *View) EditURL() string { return editURL(v.Site.Settings, v.Page.Path()) }

func editURL(settings content.Settings, path string) string {
	if path == "" || settings.EditURL == "" {
		return ""
	}
	return strings.NewReplacer("{repository}", settings.Repository, "{path}", path).Replace(settings.EditURL)
}

// Compares tells whether the page shows entries side by side, in a table of its own or in a block.
func (v *View) Compares() bool {
	switch v.Page.Kind {
	case site.Entries, site.Group, site.Pair:
		return true
	}
	return slices.ContainsFunc(v.document.Parts, func(part markdown.Part) bool { return part.Block != nil && part.Block.Kind == "compare" })
}

// Sidebar gives the navigation beside the page.
func (v *View) Sidebar() (template.HTML, error) { return v.renderer.sidebar(v.Page) }

// Table compares all entries, or those of the page's group, over all fields.
func (v *View) Table() *site.Table {
	if v.Page.Group != nil {
		return v.Site.NewTable("", v.Page.Group.Entries, v.Site.Catalog.Fields())
	}
	return v.Site.NewTable("", v.Site.Catalog.Entries, v.Site.Catalog.Fields())
}

// FactGroups gives all facts of the page's entry, under their headings.
func (v *View) FactGroups() []site.TableGroup {
	return v.Site.NewTable("", []*catalog.Entry{v.Page.Entry}, v.Site.Catalog.Fields()).Groups
}

// Comparison sorts the fields of a pair page by whether the two entries agree.
func (v *View) Comparison() catalog.Comparison {
	return v.Site.Catalog.Compare(v.Page.Pair[0], v.Page.Pair[1])
}

// Timeline shows the support of the page's entry and of what it runs on.
func (v *View) Timeline() *site.Timeline {
	return v.Site.NewTimeline("support", "Support of "+v.Page.Entry.Name+" and of what it runs on", []*catalog.Entry{v.Page.Entry})
}

// PairPages gives the pages that compare an entry with the others.
func (v *View) PairPages(entry *catalog.Entry) []PairLink {
	var links []PairLink
	for _, other := range v.Site.Catalog.Entries {
		if page := v.Site.PairPage(entry, other); other != entry && page != nil {
			links = append(links, PairLink{other, page})
		}
	}
	return links
}

// PairLink leads to the comparison with another entry.
type PairLink struct {
	Other *catalog.Entry
	Page  *site.Page
}

// Publisher is who speaks in some of the documents that facts cite.
type Publisher struct {
	Name      string
	FirstHand bool // in all of them
	Documents int
}

// Publishers counts the documents that the facts of the page's entry cite, the publishers of the most first.
func (v *View) Publishers() []Publisher {
	counts := map[string]*Publisher{}
	seen := map[*catalog.Source]bool{}
	for _, field := range v.Site.Catalog.Fields() {
		fact := v.Page.Entry.Fact(field)
		for _, citation := range slices.Concat(fact.Citations, fact.Looked) {
			source := citation.Source
			if seen[source] {
				continue
			}
			seen[source] = true
			if counts[source.Publisher] == nil {
				counts[source.Publisher] = &Publisher{Name: source.Publisher, FirstHand: true}
			}
			counts[source.Publisher].Documents++
			counts[source.Publisher].FirstHand = counts[source.Publisher].FirstHand && source.FirstHand()
		}
	}
	var publishers []Publisher
	for _, publisher := range counts {
		publishers = append(publishers, *publisher)
	}
	slices.SortFunc(publishers, func(a, b Publisher) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), strings.Compare(a.Name, b.Name))
	})
	return publishers
}

// JSONLD describes the page for search engines: https://schema.org/TechArticle, https://schema.org/BreadcrumbList.
func (v *View) JSONLD() (template.JS, error) {
	article := map[string]any{
		"@type": "TechArticle", "headline": v.Page.Title, "description": v.Description(), "url": v.Canonical(),
		"inLanguage": v.Site.Settings.Language,
		"isPartOf":   map[string]any{"@type": "WebSite", "name": v.Site.Settings.Title, "url": v.absolute("/")},
	}
	if day := v.LastChange(); !day.IsZero() {
		article["dateModified"] = day.String()
	}
	graph := []any{article}
	if crumbs := v.Page.Breadcrumbs(); len(crumbs) > 0 {
		var items []any
		for i, page := range append(crumbs, v.Page) {
			items = append(items, map[string]any{"@type": "ListItem", "position": i + 1, "name": page.Title, "item": v.absolute(page.URL)})
		}
		graph = append(graph, map[string]any{"@type": "BreadcrumbList", "itemListElement": items})
	}
	text, err := json.Marshal(map[string]any{"@context": "https://schema.org", "@graph": graph})
	return template.JS(text), err
}

// LastChange gives the newest day that the page knows of itself: its own, or that of its facts.
func (v *View) LastChange() content.Date { return v.Site.LastChange(v.Page) }

// TOCItem is a heading of the page with the headings below it.
type TOCItem struct {
	ID       string
	HTML     template.HTML
	Children []*TOCItem
}

// newTOC makes the table of contents from the second and third level of headings.
func newTOC(headings []markdown.Heading) []*TOCItem {
	var items []*TOCItem
	for _, heading := range headings {
		item := &TOCItem{ID: heading.ID, HTML: template.HTML(heading.HTML)}
		switch {
		case heading.Level <= 2:
			items = append(items, item)
		case heading.Level == 3 && len(items) > 0:
			above := items[len(items)-1]
			above.Children = append(above.Children, item)
		}
	}
	return items
}
