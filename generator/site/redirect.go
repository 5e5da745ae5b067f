package site

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Redirect leads from an old address of the site to a present one.
type Redirect struct {
	From string // an address within the site
	To   string // the address of a page
}

// addRedirects collects the old addresses that front matter names.
func (s *Site) addRedirects(list *diag.List) {
	taken := map[string]string{}
	for _, page := range s.Pages {
		if page.File == nil {
			continue
		}
		for i, from := range page.File.FrontMatter.RedirectFrom {
			pos := page.File.FrontMatter.Node.Get("redirect_from").Items[i].Pos
			if s.usableRedirect(from, pos, taken, list) {
				taken[from] = page.Path()
				s.Redirects = append(s.Redirects, Redirect{from, page.URL})
			}
		}
	}
}

func (s *Site) usableRedirect(from string, pos diag.Position, taken map[string]string, list *diag.List) bool {
	old, err := url.Parse(from)
	switch {
	case err != nil || !strings.HasPrefix(from, "/") || strings.HasPrefix(from, "//") || old.RawQuery != "" || old.Fragment != "" ||
		path.Clean(old.Path) != strings.TrimSuffix(old.Path, "/") || strings.ContainsAny(from, " *:\\") || strings.Contains(from, "/.") || strings.ContainsFunc(old.Path, unicode.IsControl):
		list.Add(pos, diag.AddressInvalid, "write it as /old/place/", "%q is not an address that could redirect", from)
	case !strings.HasSuffix(old.Path, "/") && path.Ext(old.Path) == "":
		list.Add(pos, diag.AddressInvalid, fmt.Sprintf("write it as %s/ or, for a file, as %s.html", from, from), "the redirect from %s ends neither in a slash nor in the kind of a file", from)
	case s.byURL[from] != nil:
		list.Add(pos, diag.AddressClash, "remove the redirect or the page", "the redirect from %s stands where a page is", from)
	case taken[from] != "":
		list.Add(pos, diag.AddressClash, "remove one of the two", "%s redirects from %s too", taken[from], from)
	default:
		return true
	}
	return false
}

// published are the kinds of files that may stand beside a page. Everything else in the content folder is material for
// samples and data: a stranger's script or HTML file must not be served from the site's own address.
var published = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf", ".txt", ".csv", ".json", ".zip"}

// publishable gives the files of the tree that are published, and reports drawings that hold a script.
func publishable(tree *content.Tree, list *diag.List) []string {
	var files []string
	for _, name := range tree.Files {
		ext := strings.ToLower(path.Ext(name))
		if !slices.Contains(published, ext) || strings.Contains(name, "/samples/") {
			continue
		}
		if ext == ".svg" && !safeDrawing(tree, name, list) {
			continue
		}
		files = append(files, name)
	}
	return files
}
