package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"touchstone/generator/diag"
)

// rawHTML refuses HTML. A comment is harmless and useful to writers: it is left out without a word.
func rawHTML(s *syntax) {
	s.renderers[ast.KindHTMLBlock] = renderHTMLBlock
	s.renderers[ast.KindRawHTML] = renderRawHTML
}

const rawHTMLHint = "write it in Markdown; to show HTML, put it between backticks or in a code fence"

func renderRawHTML(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkSkipChildren
	}
	written := content(node.(*ast.RawHTML).Segments, o.source)
	if !bytes.HasPrefix(written, []byte("<!--")) {
		o.report(node.Pos(), diag.RawHTML, rawHTMLHint, "raw HTML: %s", excerpt(written))
	}
	return ast.WalkSkipChildren
}

func renderHTMLBlock(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	block := node.(*ast.HTMLBlock)
	if block.HTMLBlockType == ast.HTMLBlockType2 {
		o.checkComment(block)
	} else {
		o.report(block.Pos(), diag.RawHTML, rawHTMLHint, "raw HTML: %s", excerpt(content(block.Lines(), o.source)))
	}
	return ast.WalkContinue
}

// checkComment reports what would go unseen with a comment: the rest of its last line, or of the text if it never
// ends.
func (o *output) checkComment(block *ast.HTMLBlock) {
	last := block.Lines().At(block.Lines().Len() - 1)
	if block.HasClosure() {
		last = block.ClosureLine
	}
	line := last.Value(o.source)
	end := bytes.Index(line, []byte("-->"))
	if end < 0 {
		o.report(block.Pos(), diag.RawHTML, "end it with -->", "a comment is not closed")
		return
	}
	rest := line[end+len("-->"):]
	if blank := len(rest) - len(bytes.TrimLeft(rest, " \t\n")); blank < len(rest) {
		o.report(last.Stop-len(rest)+blank, diag.RawHTML, "put it on a line of its own",
			"text behind a comment is left out with it: %s", excerpt(rest))
	}
}

// excerpt gives the beginning of a text for a message, on one line.
func excerpt(written []byte) string {
	const most = 40
	line, _, more := bytes.Cut(bytes.TrimSpace(written), []byte("\n"))
	runes := []rune(string(line))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	if more {
		return string(runes) + " …"
	}
	return string(runes)
}

// content gives the text of a node's lines.
func content(lines *text.Segments, source []byte) []byte {
	var b []byte
	for i := range lines.Len() {
		line := lines.At(i)
		b = append(b, line.Value(source)...)
	}
	return b
}
