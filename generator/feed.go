package generator

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
)

// maxFeed is the number of entries that the feed holds.
const maxFeed = 60

// The parts of Atom that the feed uses: RFC 4287, https://www.rfc-editor.org/rfc/rfc4287.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Title   string      `xml:"title"`
		ID      string      `xml:"id"`
		Updated string      `xml:"updated"`
		Author  atomAuthor  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		Title   string   `xml:"title"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Summary string   `xml:"summary"`

		day content.Date
	}
)

// renderFeed tells what was checked and changed: for each entry and day the facts that were read again, and each page
// whose front matter says when it was updated. No clock goes into it.
func renderFeed(p *Project) ([]byte, error) {
	entries := p.pageEntries()
	if p.Site.Catalog != nil {
		for _, entry := range p.Site.Catalog.Entries {
			entries = append(entries, p.factEntries(entry)...)
		}
	}
	return marshalXML(p.feed(p.Site.Settings.Title, "/", "/feed.xml", entries))
}

// renderEntryFeed tells what was checked about one entry.
func renderEntryFeed(p *Project, entry *catalog.Entry) ([]byte, error) {
	address := "/" + p.Site.Settings.Catalog.Entries + "/" + entry.ID + "/"
	return marshalXML(p.feed(entry.Name+" | "+p.Site.Settings.Title, address, address+"feed.xml", p.factEntries(entry)))
}

// feed makes a feed of the newest entries. Its own date is that of the newest one.
func (p *Project) feed(title, home, self string, entries []atomEntry) atomFeed {
	slices.SortStableFunc(entries, func(a, b atomEntry) int {
		return cmp.Or(b.day.Compare(a.day), strings.Compare(a.ID, b.ID))
	})
	entries = entries[:min(maxFeed, len(entries))]
	feed := atomFeed{Title: title, ID: p.absolute(home), Author: atomAuthor{p.Site.Settings.Title}, Entries: entries,
		Updated: instant(content.Date{Year: 1970, Month: 1, Day: 1}),
		Links:   []atomLink{{"self", p.absolute(self)}, {"alternate", p.absolute(home)}}}
	if len(entries) > 0 {
		feed.Updated = entries[0].Updated
	}
	return feed
}

func (p *Project) factEntries(entry *catalog.Entry) []atomEntry {
	page := p.Site.EntryPage(entry)
	if page == nil {
		return nil
	}
	var entries []atomEntry
	for day, facts := range factsByDay(p.Site.Catalog, entry) {
		entries = append(entries, p.feedEntry(page.URL, "#checked-"+day.String(), day,
			fmt.Sprintf("%s: %d facts checked", entry.Name, len(facts)), describeFacts(facts)))
	}
	return entries
}

func factsByDay(cat *catalog.Catalog, entry *catalog.Entry) map[content.Date][]*catalog.Fact {
	days := map[content.Date][]*catalog.Fact{}
	for _, field := range cat.Fields() {
		if fact := entry.Fact(field); fact.State != catalog.Unchecked {
			days[fact.Checked] = append(days[fact.Checked], fact)
		}
	}
	return days
}

func describeFacts(facts []*catalog.Fact) string {
	lines := make([]string, len(facts))
	for i, fact := range facts {
		lines[i] = fact.Field.Label + ": " + strings.ReplaceAll(fact.Words(), "\n", "; ")
		if fact.State == catalog.Partial {
			lines[i] += " (in part: " + fact.Scope + ")"
		}
	}
	return strings.Join(lines, "\n")
}

func (p *Project) pageEntries() []atomEntry {
	var entries []atomEntry
	for _, page := range p.Site.Pages {
		if !page.Updated.IsZero() {
			entries = append(entries, p.feedEntry(page.URL, "#updated-"+page.Updated.String(), page.Updated, page.Title, page.Description))
		}
	}
	return entries
}

func (p *Project) feedEntry(address, mark string, day content.Date, title, summary string) atomEntry {
	link := p.absolute(address)
	return atomEntry{Title: title, ID: link + mark, Updated: instant(day), Link: atomLink{Href: link}, Summary: summary, day: day}
}

// instant gives the beginning of a day as RFC 3339 wants it.
func instant(day content.Date) string { return day.String() + "T00:00:00Z" }
