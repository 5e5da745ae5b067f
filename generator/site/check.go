package site

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
)

// Check finds what is wrong in the text of one page: its own mistakes, its blocks, and its links to other pages. The error
// is a failure to read a page.
func (s *Site) Check(page *Page) (diag.List, error) {
	document, err := s.Outline(page)
	if err != nil {
		return nil, err
	}
	list := slices.Clone(document.Diagnostics)
	for _, part := range document.Parts {
		if part.Block != nil {
			s.Resolve(page, part.Block, &list)
		}
	}
	for _, link := range document.Links {
		if err := s.checkLink(page, link, &list); err != nil {
			return nil, err
		}
	}
	s.checkIDs(page, document, &list)
	return list, nil
}

// anchors gives the ids that links may name on a page: its headings, and on an entry's page its facts.
func (s *Site) anchors(page *Page) ([]string, error) {
	document, err := s.Outline(page)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, heading := range document.Headings {
		ids = append(ids, heading.ID)
	}
	if page.Kind == Entry {
		ids = append(ids, s.Catalog.FieldIDs()...)
	}
	return ids, nil
}

// checkIDs reports headings whose id stands twice, which can only come from included files and from the facts that an
// entry's page shows: within one text the converter numbers them.
func (s *Site) checkIDs(page *Page, document *markdown.Document, list *diag.List) {
	seen := map[string]bool{}
	if page.Kind == Entry {
		for _, id := range s.Catalog.FieldIDs() {
			seen[id] = true
		}
	}
	for _, heading := range document.Headings {
		if seen[heading.ID] {
			list.Add(heading.Pos, diag.HeadingDuplicate, "give the heading an id of its own: {#another-id}", "the id %q stands on the page already", heading.ID)
		}
		seen[heading.ID] = true
	}
}

func (s *Site) checkLink(page *Page, link markdown.Link, list *diag.List) error {
	target, err := url.Parse(link.Dest)
	if err != nil || target.Scheme != "" || target.Host != "" {
		return nil // the converter has reported what is unsafe; others' pages are not ours to check here
	}
	other := page
	switch {
	case target.Path == "":
	case strings.HasPrefix(target.Path, "/"):
		if other = s.byURL[target.Path]; other == nil && !s.publishes(content.Folder+target.Path) {
			list.Add(link.Pos, diag.LinkBroken, "write a relative path to the file", "nothing is published at %s", target.Path)
		}
	default:
		name := content.Target(link.Pos.File, target.EscapedPath())
		if other = s.byPath[name]; other == nil || link.Image {
			s.checkFile(name, other, link, list)
			other = nil
		}
	}
	return s.checkAnchor(other, target.Fragment, link, list)
}

// checkFile checks a relative link that leads to no page: page is one only where a picture is wanted.
func (s *Site) checkFile(name string, page *Page, link markdown.Link, list *diag.List) {
	switch {
	case s.publishes(name), !link.Image && s.generated(name) != nil:
	case page != nil:
		list.Add(link.Pos, diag.LinkBroken, "remove the exclamation mark to link to it", "%s is a page and no picture", name)
	case path.Ext(name) == ".md" && s.byURL[content.URL(name)] != nil:
		list.Add(link.Pos, diag.LinkBroken, "link to the file that it is: "+s.byURL[content.URL(name)].Path(), "there is no %s", name)
	case s.byURL[content.URL(name+"/index.md")] != nil && path.Ext(name) == "":
		list.Add(link.Pos, diag.LinkBroken, "link to the file: "+link.Dest+"/index.md", "a link to a page names its .md file, and %s is none", link.Dest)
	case s.tree.Has(name):
		list.Add(link.Pos, diag.LinkBroken, "files of this kind are not published; show it with a sample block", "%s is not published", name)
	default:
		list.Add(link.Pos, diag.LinkBroken, content.DidYouMean(name, s.alike(name)), "there is no %s", name)
	}
}

// generated gives the generated page for which a path stands, as if somebody had written it there, or nil.
func (s *Site) generated(name string) *Page {
	if page := s.byURL[content.URL(name)]; path.Ext(name) == ".md" && page != nil && page.File == nil {
		return page
	}
	return nil
}

func (s *Site) publishes(name string) bool {
	_, found := slices.BinarySearch(s.Files, name)
	return found
}

// alike gives the files that a wrong path may have meant: those of its folder and those of its name elsewhere.
func (s *Site) alike(name string) []string {
	var names []string
	for other := range s.byPath {
		folder, otherFolder := path.Dir(name), path.Dir(other)
		sameName := path.Base(other) == path.Base(name)
		if otherFolder == folder || path.Base(otherFolder) == path.Base(folder) ||
			sameName && (path.Base(name) != "index.md" || path.Dir(otherFolder) == path.Dir(folder)) {
			names = append(names, other)
		}
	}
	slices.Sort(names)
	return append(names, s.neighbours(name)...)
}

func (s *Site) checkAnchor(page *Page, fragment string, link markdown.Link, list *diag.List) error {
	if fragment == "" || page == nil || page.File == nil {
		return nil // the headings of a generated page are the theme's
	}
	ids, err := s.anchors(page)
	if err == nil && !slices.Contains(ids, fragment) {
		list.Add(link.Pos, diag.AnchorBroken, content.DidYouMean(fragment, ids), "%s has no heading with the id %q", page.Path(), fragment)
	}
	return err
}
