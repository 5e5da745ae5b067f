// Package site is the third stage of the pipeline: it arranges pages into a tree, adds the pages that the catalogue
// calls for, resolves the blocks in their text, and finds what is wrong between them.
//
// Its main types are [Site] and [Page]. It knows addresses, order and meaning, but no template and no HTML of its own:
// package render draws what it describes.
package site

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strings"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Kind tells what a page shows beside its text. It names the template that draws the page unless front matter names
// another one.
type Kind string

const (
	Home     Kind = "home"    // the site's first page
	Text     Kind = "page"    // nothing but its text
	Entries  Kind = "entries" // all entries over all fields
	Entry    Kind = "entry"   // one entry
	Groups   Kind = "groups"  // all groups
	Group    Kind = "group"   // the entries of one group side by side
	Pairs    Kind = "pairs"   // links to all pairs
	Pair     Kind = "pair"    // two entries side by side
	NotFound Kind = "404"     // what a host shows for a wrong address
)

// Page is one page of the site, written or generated. A section is a page with children.
type Page struct {
	Kind        Kind
	URL         string // its address within the site, with slashes at both ends
	Title       string
	Description string
	Weight      int
	Template    string // the template's name, without .html
	Updated     content.Date
	File        *content.File // nil for a generated page

	Parent     *Page // nil for the home page
	Children   []*Page
	Prev, Next *Page // in reading order

	Entry *catalog.Entry    // of an entry's page
	Group *catalog.Group    // of a group's page
	Pair  [2]*catalog.Entry // of a pair page, in the order of the entries
}

// Site is the whole site before it is drawn.
type Site struct {
	Settings  content.Settings
	Catalog   *catalog.Catalog // nil when nothing is compared
	Home      *Page
	Pages     []*Page  // in reading order; pair pages last
	Files     []string // files of the content folder that are published beside the pages, by path
	Redirects []Redirect

	tree   *content.Tree
	texts  Texts
	byURL  map[string]*Page
	byPath map[string]*Page
}

// New arranges the pages of a content tree. A site without a home page is nil, with a diagnostic.
func New(tree *content.Tree, cat *catalog.Catalog, texts Texts) (*Site, diag.List) {
	var list diag.List
	s := &Site{Settings: tree.Settings, Catalog: cat, tree: tree, texts: texts,
		byURL: map[string]*Page{}, byPath: map[string]*Page{}}
	for _, file := range tree.Pages {
		s.addWritten(file, &list)
	}
	if s.Home = s.byURL["/"]; s.Home == nil {
		list.Add(diag.Position{File: content.Folder + "/index.md"}, diag.SiteMissing, "write a home page there", "the project has no home page")
		return nil, list
	}
	if cat != nil {
		s.addGenerated(&list)
	}
	s.link(&list)
	s.order()
	s.Files = publishable(tree, &list)
	s.addRedirects(&list)
	return s, list
}

// Page gives the page at an address, or nil.
func (s *Site) Page(address string) *Page { return s.byURL[address] }

// EntryPage gives the page of an entry, or nil while it has none.
func (s *Site) EntryPage(entry *catalog.Entry) *Page {
	return s.byURL["/"+s.Settings.Catalog.Entries+"/"+entry.ID+"/"]
}

// GroupPage gives the page of a group, or nil when groups have no pages.
func (s *Site) GroupPage(group *catalog.Group) *Page {
	return s.byURL["/"+s.Settings.Catalog.Groups+"/"+group.Term.ID+"/"]
}

// PairPage gives the page that compares two entries, in whichever order, or nil.
func (s *Site) PairPage(a, b *catalog.Entry) *Page {
	if page := s.byURL[s.pairURL(a, b)]; page != nil {
		return page
	}
	return s.byURL[s.pairURL(b, a)]
}

// Breadcrumbs gives the pages above a page, the home page first.
func (p *Page) Breadcrumbs() []*Page {
	var above []*Page
	for q := p.Parent; q != nil; q = q.Parent {
		above = append(above, q)
	}
	slices.Reverse(above)
	return above
}

// Path gives the file from which a page comes, or nothing for a generated one.
func (p *Page) Path() string {
	if p.File == nil {
		return ""
	}
	return p.File.Path
}

// addWritten adds the page of a Markdown file.
func (s *Site) addWritten(file *content.File, list *diag.List) {
	front := file.FrontMatter
	page := &Page{URL: content.URL(file.Path), Title: front.Title, Description: front.Description,
		Weight: front.Weight, Template: front.Template, Updated: front.Updated, File: file}
	s.classify(page)
	if page.Template == "" {
		page.Template = string(page.Kind)
	}
	if other := s.byURL[page.URL]; other != nil {
		list.Add(diag.Position{File: file.Path}, diag.AddressClash, "rename or remove one of the two", "%s has the same address, %s", other.Path(), page.URL)
		return
	}
	s.byURL[page.URL] = page
	s.byPath[file.Path] = page
}

// classify finds a written page's kind from its place.
func (s *Site) classify(page *Page) {
	page.Kind = Text
	catalogFolders := s.Settings.Catalog
	switch folder, name := path.Split(strings.Trim(page.URL, "/")); {
	case page.URL == "/":
		page.Kind = Home
	case page.File.Path == content.Folder+"/404.md":
		page.Kind = NotFound
	case s.Catalog == nil:
	case page.URL == "/"+catalogFolders.Entries+"/":
		page.Kind = Entries
	case page.URL == "/"+catalogFolders.Groups+"/":
		page.Kind = Groups
	case page.URL == "/"+catalogFolders.Pairs+"/":
		page.Kind = Pairs
	case folder == catalogFolders.Entries+"/":
		if page.Entry = s.Catalog.Entry(name); page.Entry != nil {
			page.Kind = Entry
		}
	case folder == catalogFolders.Groups+"/":
		if page.Group = s.group(name); page.Group != nil {
			page.Kind = Group
		}
	}
}

func (s *Site) group(id string) *catalog.Group {
	groups := s.Catalog.Groups
	if i := slices.IndexFunc(groups, func(g *catalog.Group) bool { return g.Term.ID == id }); i >= 0 {
		return groups[i]
	}
	return nil
}

// link gives every page its parent and every parent its children in order.
func (s *Site) link(list *diag.List) {
	titles := map[*Page]map[string]bool{}
	for _, address := range sortedURLs(s.byURL) {
		page := s.byURL[address]
		if page == s.Home || page.Kind == NotFound {
			continue
		}
		page.Parent = s.parent(page, list)
		page.Parent.Children = append(page.Parent.Children, page)
		if titles[page.Parent] == nil {
			titles[page.Parent] = map[string]bool{}
		}
		if titles[page.Parent][page.Title] && page.File != nil {
			list.Add(page.File.FrontMatter.At(page.Path(), "title"), diag.TitleDuplicate, "give it a title of its own", "another page of the folder is called %q too", page.Title)
		}
		titles[page.Parent][page.Title] = true
	}
	for _, page := range s.byURL {
		slices.SortFunc(page.Children, func(a, b *Page) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)), strings.Compare(a.URL, b.URL))
		})
	}
}

// rank orders pages by weight; those without one stand behind.
func rank(page *Page) int {
	if page.Weight == 0 {
		return math.MaxInt
	}
	return page.Weight
}

// parent finds the nearest page above a page and reports folders on the way that have no index.md.
func (s *Site) parent(page *Page, list *diag.List) *Page {
	for address := path.Dir(strings.TrimSuffix(page.URL, "/")); address != "/"; address = path.Dir(address) {
		if above := s.byURL[address+"/"]; above != nil {
			return above
		}
		index := diag.Position{File: path.Join(content.Folder, path.Dir(content.OutputPath(address+"/")), "index.md")}
		list.Add(index, diag.FolderNoIndex, "write one with a title", "the folder holds pages but no index.md")
	}
	return s.Home
}

// order walks the tree into reading order and links neighbours. Pair pages stand last and have no neighbours: nobody
// reads all of them in a row.
func (s *Site) order() {
	var pairs []*Page
	var walk func(page *Page)
	walk = func(page *Page) {
		if page.Kind == Pair {
			pairs = append(pairs, page)
			return
		}
		if n := len(s.Pages); n > 0 {
			page.Prev, s.Pages[n-1].Next = s.Pages[n-1], page
		}
		s.Pages = append(s.Pages, page)
		for _, child := range page.Children {
			walk(child)
		}
	}
	walk(s.Home)
	s.Pages = append(s.Pages, pairs...)
	if missing := s.byPath[content.Folder+"/404.md"]; missing != nil {
		s.Pages = append(s.Pages, missing)
	}
}

func sortedURLs(pages map[string]*Page) []string {
	addresses := make([]string, 0, len(pages))
	for address := range pages {
		addresses = append(addresses, address)
	}
	slices.Sort(addresses)
	return addresses
}
