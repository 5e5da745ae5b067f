package markdown

import (
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"touchstone/generator/diag"
)

// links maps destinations to addresses and refuses those that could run a script.
func links(s *syntax) {
	s.renderers[ast.KindLink] = renderLink
	s.renderers[ast.KindAutoLink] = renderAutoLink
}

func renderLink(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		o.write("</a>")
		return ast.WalkContinue
	}
	link := node.(*ast.Link)
	o.openLink(Link{Dest: resolve(link.Destination), Pos: o.places.at(link.Pos())})
	if len(link.Title) > 0 {
		o.write(` title="`)
		o.text(link.Title)
		o.write(`"`)
	}
	o.write(">")
	return ast.WalkContinue
}

// openLink writes a link's opening tag, but for its end. A link whose destination is refused has no address.
func (o *output) openLink(link Link) {
	o.write("<a")
	address := o.follow(link)
	if address == "" {
		return
	}
	o.write(` href="`, escape(address), `"`)
	if scheme, _ := schemeOf(link.Dest); isExternal(link.Dest, scheme) {
		o.write(` class="external" rel="noopener"`)
	}
}

// follow records a link or image, checks it and gives the address that it leads to, which is empty if it is refused.
func (o *output) follow(link Link) string {
	o.document.Links = append(o.document.Links, link)
	if link.Dest == "" {
		o.document.Diagnostics.Add(link.Pos, diag.LinkBroken, "write where it leads between the parentheses",
			"a link or image has no destination")
		return ""
	}
	scheme, safe := schemeOf(link.Dest)
	if !safe {
		o.document.Diagnostics.Add(link.Pos, diag.LinkUnsafe,
			"allowed are http:, https:, mailto: and tel:; put ./ before a relative path that has a colon",
			"%q has a scheme that is not allowed", link.Dest)
		return ""
	}
	if scheme != "" || isExternal(link.Dest, scheme) {
		return urlEscape(link.Dest)
	}
	if strings.HasPrefix(link.Dest, "/") && !link.Image {
		o.document.Diagnostics.Add(link.Pos, diag.LinkAbsolute, "write a relative path to the .md file",
			"%q is an address", link.Dest)
	}
	address := o.options.LinkURL(o.path, link.Dest)
	if _, safe := schemeOf(address); !safe {
		return ""
	}
	return urlEscape(address)
}

// isExternal tells whether a destination lies on another site: it names a host.
func isExternal(dest, scheme string) bool {
	return scheme == "http" || scheme == "https" || strings.HasPrefix(dest, "//")
}

// schemes are those that a link may have. None of them can run a script.
var schemes = []string{"http", "https", "mailto", "tel"}

// schemeOf gives a destination's scheme in lower case, or nothing for a relative one, and whether it is safe to follow.
// Browsers skip white space and control characters where they look for a scheme, so these are not accepted within
// what could be one: https://url.spec.whatwg.org/#concept-basic-url-parser
func schemeOf(dest string) (scheme string, safe bool) {
	visible := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, dest)
	end := strings.IndexAny(visible, ":/?#")
	if end < 0 || visible[end] != ':' {
		return "", true
	}
	scheme = strings.ToLower(visible[:end])
	asWritten := strings.HasPrefix(strings.ToLower(dest), scheme+":")
	return scheme, asWritten && slices.Contains(schemes, scheme)
}

// urlEscape percent-encodes what may not stand in a URL and leaves what is encoded already.
func urlEscape(address string) string { return string(util.URLEscape([]byte(address), false)) }

// inLink tells whether a node stands within a link. HTML has no links within links, but goldmark's parser lets
// autolinks and footnotes through.
func inLink(node ast.Node) bool {
	for n := node.Parent(); n != nil && n.Type() == ast.TypeInline; n = n.Parent() {
		if n.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}
