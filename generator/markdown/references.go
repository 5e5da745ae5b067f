package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// references makes an inline [Block] of {{name}} and {{name.field}}. Code keeps its braces, and so does \{{.
func references(s *syntax) {
	s.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(referenceParser{}, beforeGoldmark)))
	s.renderers[kindReference] = renderReference
}

var kindReference = ast.NewNodeKind("Reference")

type reference struct {
	ast.BaseInline
	segment text.Segment // with the braces
	name    text.Segment // without
}

func (*reference) Kind() ast.NodeKind { return kindReference }

// Dump implements goldmark's ast.Node.
func (r *reference) Dump(source []byte, level int) {
	ast.DumpHelper(r, source, level, map[string]string{"Name": string(r.name.Value(source))}, nil)
}

var referenceForm = regexp.MustCompile(`^\{\{[ \t]*([a-z0-9_-]+(?:\.[a-z0-9_-]+)?)[ \t]*\}\}`)

type referenceParser struct{}

// Trigger implements goldmark's parser.InlineParser.
func (referenceParser) Trigger() []byte { return []byte{'{'} }

// Parse implements goldmark's parser.InlineParser.
func (referenceParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	match := referenceForm.FindSubmatchIndex(line)
	if match == nil {
		return nil
	}
	start := segment.Start - segment.Padding
	block.Advance(match[1])
	return &reference{
		segment: text.NewSegment(start, start+match[1]),
		name:    text.NewSegment(start+match[2], start+match[3]),
	}
}

// written gives the form in which a reference stands in texts that have no parts.
func written(name string) string { return "{{" + name + "}}" }

func renderReference(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if entering {
		r := node.(*reference)
		o.cut(&Block{
			Kind:    "fact",
			Body:    string(r.name.Value(o.source)),
			Pos:     o.places.at(r.segment.Start),
			BodyPos: o.places.at(r.name.Start),
			Inline:  true,
		})
	}
	return ast.WalkContinue
}
