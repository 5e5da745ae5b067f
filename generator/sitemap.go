package generator

import (
	"encoding/xml"
	"fmt"
	"strings"

	"touchstone/generator/site"
)

// renderSitemap lists every page for search engines: https://www.sitemaps.org/protocol.html.
func renderSitemap(p *Project) ([]byte, error) {
	type location struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
	set := struct {
		XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []location `xml:"url"`
	}{}
	for _, page := range p.Site.Pages {
		if page.Kind != site.NotFound {
			set.URLs = append(set.URLs, location{p.absolute(page.URL), p.Site.LastChange(page).String()})
		}
	}
	return marshalXML(set)
}

func marshalXML(document any) ([]byte, error) {
	text, err := xml.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode XML: %w", err)
	}
	return []byte(xml.Header + string(text) + "\n"), nil
}

// renderRobots lets every robot read everything and names the sitemap.
func renderRobots(p *Project) ([]byte, error) {
	return fmt.Appendf(nil, "User-agent: *\nAllow: /\n\nSitemap: %s\n", p.absolute("/sitemap.xml")), nil
}

// renderRedirects writes the rules that Netlify and hosts like it read: https://docs.netlify.com/manage/routing/redirects/overview/.
// The exclamation mark makes a rule go before the file that leads on where no rules are known.
func renderRedirects(p *Project) ([]byte, error) {
	var out strings.Builder
	for _, redirect := range p.Site.Redirects {
		fmt.Fprintf(&out, "%s%s %s%s 301!\n", p.basePath, redirect.From, p.basePath, redirect.To)
	}
	return []byte(out.String()), nil
}
