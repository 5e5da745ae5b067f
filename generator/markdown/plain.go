package markdown

import (
	"bufio"
	"bytes"
	stdhtml "html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
)

// leaveOut says which nodes are left out of a plain text, with all that is in them.
type leaveOut func(ast.Node) bool

// prose leaves out what is not running text: headings, which a document lists by themselves, and code blocks.
func prose(node ast.Node) bool {
	switch node.Kind() {
	case ast.KindHeading, ast.KindCodeBlock, ast.KindFencedCodeBlock:
		return true
	}
	return false
}

// nothing leaves out nothing.
func nothing(ast.Node) bool { return false }

// plainText gives the text of a node as a reader sees it, white space folded. An inline reference stands in it as {{a.b}}.
func plainText(node ast.Node, source []byte, skip leaveOut) string {
	var b bytes.Buffer
	ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // gives no error, as the function does not
		if n.Type() == ast.TypeBlock {
			b.WriteByte(' ')
		}
		if skip(n) {
			return ast.WalkSkipChildren, nil
		}
		if entering {
			writePlain(&b, n, source)
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

func writePlain(b *bytes.Buffer, node ast.Node, source []byte) {
	switch n := node.(type) {
	case *ast.Text:
		if value := n.Value(source); n.IsRaw() {
			b.Write(value)
		} else {
			b.WriteString(resolve(value))
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	case *ast.AutoLink:
		b.Write(n.Label(source))
	case *reference:
		b.WriteString(written(string(n.name.Value(source))))
	}
}

// resolve gives the characters that a piece of Markdown text stands for: escapes and entities are taken away. It asks
// goldmark's HTML writer, so that text and HTML cannot differ.
func resolve(value []byte) string {
	if !bytes.ContainsAny(value, `\&`) {
		return string(value)
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	html.DefaultWriter.Write(w, value)
	w.Flush() // to memory, which cannot fail
	return stdhtml.UnescapeString(b.String())
}
