package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// engine is goldmark with all features.
type engine struct {
	parser   parser.Parser
	renderer renderer.Renderer
}

// feature adds one thing that Markdown can do to goldmark.
type feature func(*syntax)

// syntax is goldmark while features are being added to it.
type syntax struct {
	goldmark.Markdown
	renderers renderers
}

// render writes a node of one kind: once entering it, and once leaving it unless it skips the children.
type render func(o *output, node ast.Node, entering bool) ast.WalkStatus

// renderers are the render functions of all features, as goldmark takes them.
type renderers map[ast.NodeKind]render

// Priorities order what goldmark asks first: lower numbers win. Goldmark's own are 500 for extensions, 1000 for
// CommonMark's renderers, and hundreds in the order of precedence for the parsers.
const (
	beforeGoldmark  = 50
	beforeLinkLabel = 150 // after footnotes (101), before links (200)
)

func newEngine(features []feature) engine {
	markdown := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithRenderer(renderer.NewRenderer(
			renderer.WithNodeRenderers(util.Prioritized(html.NewRenderer(), 1000)),
		)),
	)
	s := &syntax{Markdown: markdown, renderers: renderers{}}
	for _, add := range features {
		add(s)
	}
	markdown.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(s.renderers, beforeGoldmark)))
	return engine{parser: markdown.Parser(), renderer: markdown.Renderer()}
}

// blockParsers are goldmark's, with headings that know their attributes.
func blockParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(headingParser{parser.NewSetextHeadingParser()}, 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(headingParser{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

// RegisterFuncs implements goldmark's renderer.NodeRenderer.
func (r renderers) RegisterFuncs(registry renderer.NodeRendererFuncRegisterer) {
	for kind, render := range r {
		registry.Register(kind, func(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
			return render(w.(*output), node, entering), nil
		})
	}
}
