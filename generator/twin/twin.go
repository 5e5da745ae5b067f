// Package twin gives a page a second form: Markdown, for people and programs that would rather have the text alone.
//
// It is the last stage that a page may pass: it reads the drawn page, so that both say the same.
package twin

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Markdown gives the main part of a drawn page as Markdown, or its whole body when a theme marks no main part. Addresses are made whole by the page's own.
func Markdown(page []byte, address string) ([]byte, error) {
	tree, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	main := cmp.Or(find(tree, "main"), find(tree, "body")) // a parsed page always has a body
	own, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("address of page: %w", err)
	}
	for _, n := range slices.Collect(main.Descendants()) {
		prepare(n, own)
	}
	text, err := newConverter().ConvertNode(main)
	if err != nil {
		return nil, fmt.Errorf("convert page: %w", err)
	}
	return append(bytes.TrimSpace(text), '\n'), nil
}

// prepare takes out what is for screens, makes an address whole, and turns a list of terms, for which Markdown has no form,
// into a list of points.
func prepare(n *html.Node, own *url.URL) {
	switch {
	case n.Type == html.TextNode && within(n, "code") && within(n, "td"): // a bar would end the cell, in code too
		n.Data = strings.ReplaceAll(n.Data, "|", `\|`)
	case n.Type != html.ElementNode || n.Parent == nil:
	case isForScreens(n):
		n.Parent.RemoveChild(n)
	case n.Data == "dl":
		n.Data, n.DataAtom = "ul", atom.Ul
	case n.Data == "div" && n.Parent.Data == "ul":
		n.Data, n.DataAtom = "li", atom.Li
	case n.Data == "dt":
		n.Data, n.DataAtom = "strong", atom.Strong
		n.AppendChild(&html.Node{Type: html.TextNode, Data: ":"})
		n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: " "}, n.NextSibling)
	case n.Data == "dd":
		n.Data, n.DataAtom = "span", atom.Span
	case n.Data == "q":
		n.InsertBefore(&html.Node{Type: html.TextNode, Data: "“"}, n.FirstChild)
		n.AppendChild(&html.Node{Type: html.TextNode, Data: "”"})
	case n.Data == "span" && hasClass(n, "note", "scope", "origin"): // a line of its own on screens
		n.Data, n.DataAtom = "p", atom.P
	}
	for i, a := range n.Attr {
		if target, err := own.Parse(a.Val); err == nil && (a.Key == "href" || a.Key == "src") {
			n.Attr[i].Val = target.String()
		}
	}
}

func newConverter() *converter.Converter {
	return converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(),
		table.NewTablePlugin(table.WithNewlineBehavior(table.NewlineBehaviorPreserve), table.WithSpanCellBehavior(table.SpanBehaviorEmpty), table.WithCellPaddingBehavior(table.CellPaddingBehaviorMinimal))))
}

// isForScreens tells whether an element is a way around the page, a control or a drawing: nothing that a text needs.
func isForScreens(n *html.Node) bool {
	switch n.Data {
	case "nav", "svg", "button", "script", "template", "summary":
		return true
	}
	return hasClass(n, "vh", "toc", "anchor", "legend")
}

// within tells whether a node lies in an element of a name.
func within(n *html.Node, name string) bool {
	for above := range n.Ancestors() {
		if above.Data == name {
			return true
		}
	}
	return false
}

// hasClass tells whether an element has one of the classes.
func hasClass(n *html.Node, wanted ...string) bool {
	classes := strings.Fields(attribute(n, "class"))
	return slices.ContainsFunc(wanted, func(class string) bool { return slices.Contains(classes, class) })
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func find(tree *html.Node, name string) *html.Node {
	for n := range tree.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			return n
		}
	}
	return nil
}
