package site

import (
	"fmt"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// addGenerated adds the pages that the catalogue calls for and nobody wrote, and reports entries without a page.
func (s *Site) addGenerated(list *diag.List) {
	for _, entry := range s.Catalog.Entries {
		if s.EntryPage(entry) == nil {
			list.Add(diag.Position{File: entry.Path}, diag.FolderNoIndex, "write an index.md beside it", "%s has facts but no page", entry.Name)
		}
	}
	if s.Settings.Catalog.Groups != "" {
		for _, group := range s.Catalog.Groups {
			s.addGroup(group)
		}
	}
	if s.Settings.Catalog.Pairs != "" {
		for i, a := range s.Catalog.Entries {
			for _, b := range s.Catalog.Entries[i+1:] {
				s.addPair(a, b)
			}
		}
	}
}

func (s *Site) addGroup(group *catalog.Group) {
	address := "/" + s.Settings.Catalog.Groups + "/" + group.Term.ID + "/"
	if s.byURL[address] == nil {
		s.byURL[address] = &Page{Kind: Group, Template: string(Group), URL: address, Title: group.Term.Label, Description: group.Term.Meaning, Group: group}
	}
}

// addPair adds the page of two entries in their order, and leads from the other order to it.
func (s *Site) addPair(a, b *catalog.Entry) {
	address := s.pairURL(a, b)
	s.Redirects = append(s.Redirects, Redirect{From: s.pairURL(b, a), To: address})
	if s.byURL[address] != nil {
		return // somebody wrote a page of that name
	}
	s.byURL[address] = &Page{Kind: Pair, Template: string(Pair), URL: address, Pair: [2]*catalog.Entry{a, b},
		Title:       fmt.Sprintf("%s vs %s", a.Name, b.Name),
		Description: fmt.Sprintf("%s and %s side by side: what differs, what is the same and what cannot be compared, with a source and a date for each fact.", a.Name, b.Name)}
}

func (s *Site) pairURL(a, b *catalog.Entry) string {
	return "/" + s.Settings.Catalog.Pairs + "/" + a.ID + "-vs-" + b.ID + "/"
}

// LastChange gives the newest day that a page knows of itself: the day of its front matter, or the day on which the
// newest of the facts it shows was checked. The clock and the file system's times have no say in it.
func (s *Site) LastChange(page *Page) content.Date {
	newest := page.Updated
	var entries []*catalog.Entry
	switch page.Kind {
	case Entry:
		entries = []*catalog.Entry{page.Entry}
	case Group:
		entries = page.Group.Entries
	case Pair:
		entries = page.Pair[:]
	case Entries:
		entries = s.Catalog.Entries
	}
	for _, entry := range entries {
		if day := entry.NewestCheck(); day.Compare(newest) > 0 {
			newest = day
		}
	}
	return newest
}
