package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
)

// autolinks makes links of bare addresses; those in angle brackets are CommonMark's own.
func autolinks(s *syntax) {
	extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})).Extend(s)
}

func renderAutoLink(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	link := node.(*ast.AutoLink)
	label := string(link.Label(o.source))
	if inLink(link) {
		o.literal(label)
		return ast.WalkContinue
	}
	o.openLink(Link{Dest: autoDest(link, o.source), Pos: o.places.at(autoStart(link, o.source))})
	o.write(">")
	o.literal(label)
	o.write("</a>")
	return ast.WalkContinue
}

// autoDest gives an autolink's destination: its text, with the scheme that a bare host or mail address lacks.
func autoDest(link *ast.AutoLink, source []byte) string {
	url := string(link.URL(source))
	if link.AutoLinkType == ast.AutoLinkEmail && !bytes.HasPrefix(bytes.ToLower([]byte(url)), []byte("mailto:")) {
		return "mailto:" + url
	}
	return url
}

// autoStart gives the offset of an autolink. Goldmark gives that of the character before a bare one, which is where
// its parser is called.
func autoStart(link *ast.AutoLink, source []byte) int {
	start := link.Pos()
	if start < len(source) && source[start] != '<' && !bytes.HasPrefix(source[start:], link.Label(source)) {
		start++
	}
	return start
}
