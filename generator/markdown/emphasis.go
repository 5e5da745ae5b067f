package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
)

// emphasis writes *em*, **strong** and ~~struck out~~ text.
func emphasis(s *syntax) {
	extension.Strikethrough.Extend(s)
	s.renderers[ast.KindEmphasis] = func(o *output, node ast.Node, entering bool) ast.WalkStatus {
		if node.(*ast.Emphasis).Level == 2 {
			return o.wrap("strong", entering)
		}
		return o.wrap("em", entering)
	}
	s.renderers[east.KindStrikethrough] = func(o *output, _ ast.Node, entering bool) ast.WalkStatus {
		return o.wrap("del", entering)
	}
}

// maxWrapped is how deeply emphasis nests. Deeper it has no meaning to a reader, and HTML parsers refuse some hundreds.
const maxWrapped = 10

func (o *output) wrap(tag string, entering bool) ast.WalkStatus {
	if entering {
		o.wrapped++
	}
	if o.wrapped <= maxWrapped {
		if entering {
			o.write("<", tag, ">")
		} else {
			o.write("</", tag, ">")
		}
	}
	if !entering {
		o.wrapped--
	}
	return ast.WalkContinue
}
