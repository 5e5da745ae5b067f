package markdown

import (
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"touchstone/generator/diag"
)

// footnotes gives footnotes labels that can be listened to, and reports those that lead nowhere or from nowhere.
func footnotes(s *syntax) {
	extension.Footnote.Extend(s)
	s.Parser().AddOptions(
		parser.WithInlineParsers(util.Prioritized(undefinedFootnotes{}, beforeLinkLabel)),
		parser.WithASTTransformers(util.Prioritized(unusedFootnotes{}, beforeGoldmark)),
	)
	s.renderers[east.KindFootnoteLink] = renderFootnoteLink
	s.renderers[east.KindFootnoteBacklink] = renderFootnoteBacklink
	s.renderers[east.KindFootnote] = renderFootnote
	s.renderers[east.KindFootnoteList] = renderFootnoteList
}

// undefinedFootnotes is asked about a [ after goldmark's own parser of footnotes has found no definition.
type undefinedFootnotes struct{}

var footnoteForm = regexp.MustCompile(`^\[\^([^\]\[\s]+)\]`)

// Trigger implements goldmark's parser.InlineParser.
func (undefinedFootnotes) Trigger() []byte { return []byte{'['} }

// Parse implements goldmark's parser.InlineParser. It parses nothing: what was written remains as text.
func (undefinedFootnotes) Parse(_ ast.Node, block text.Reader, context parser.Context) ast.Node {
	line, segment := block.PeekLine()
	match := footnoteForm.FindSubmatch(line)
	if match == nil {
		return nil
	}
	if next := line[len(match[0]):]; len(next) == 0 || (next[0] != '(' && next[0] != '[') { // not a link's text
		conversionOf(context).report(segment.Start-segment.Padding, diag.FootnoteUnused,
			"define it: [^"+string(match[1])+"]: text", "the footnote %q is used but not defined", match[1])
	}
	return nil
}

// unusedFootnotes reports the footnotes that goldmark is about to remove.
type unusedFootnotes struct{}

// Transform implements goldmark's parser.ASTTransformer.
func (unusedFootnotes) Transform(document *ast.Document, _ text.Reader, context parser.Context) {
	c := conversionOf(context)
	seen := map[string]bool{}
	ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if note, ok := node.(*east.Footnote); ok && entering {
			c.checkUse(note, seen)
		}
		if node.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

func (c *conversion) checkUse(note *east.Footnote, seen map[string]bool) {
	switch ref := string(note.Ref); {
	case seen[ref]:
		c.report(note.Pos(), diag.FootnoteUnused, "give it another name", "the footnote %q is defined twice", ref)
	case note.Index < 0:
		c.report(note.Pos(), diag.FootnoteUnused, "remove it, or refer to it with [^"+ref+"]",
			"the footnote %q is defined but not used", ref)
	}
	seen[string(note.Ref)] = true
}

func renderFootnoteLink(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	link := node.(*east.FootnoteLink)
	number := strconv.Itoa(link.Index)
	o.write(`<sup id="`, footnoteMarkID(link.Index, link.RefIndex), `">`)
	if inLink(node) {
		o.write(number)
	} else {
		o.write(`<a class="footnote" href="#fn:`, number, `" role="doc-noteref" aria-label="Footnote `, number, `">`, number, "</a>")
	}
	o.write("</sup>")
	return ast.WalkContinue
}

// footnoteMarkID gives the id of a place that refers to a footnote. The colon keeps it apart from headings' ids.
func footnoteMarkID(index, use int) string {
	id := "fnref:" + strconv.Itoa(index)
	if use > 0 {
		id += ":" + strconv.Itoa(use+1)
	}
	return id
}

func renderFootnoteBacklink(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if entering {
		link := node.(*east.FootnoteBacklink)
		label, number := "Back to reference "+strconv.Itoa(link.Index), ""
		if link.RefIndex > 0 {
			use := strconv.Itoa(link.RefIndex + 1)
			label += "-" + use
			number = "<sup>" + use + "</sup>"
		}
		o.write(` <a class="footnote-back" href="#`, footnoteMarkID(link.Index, link.RefIndex),
			`" role="doc-backlink" aria-label="`, label, `">↩︎`, number, "</a>")
	}
	return ast.WalkContinue
}

func renderFootnote(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if entering {
		o.write(`<li id="fn:`, strconv.Itoa(node.(*east.Footnote).Index), "\">\n")
	} else {
		o.write("</li>\n")
	}
	return ast.WalkContinue
}

func renderFootnoteList(o *output, _ ast.Node, entering bool) ast.WalkStatus {
	if entering {
		o.write(`<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">`, "\n<ol>\n")
	} else {
		o.write("</ol>\n</section>\n")
	}
	return ast.WalkContinue
}
