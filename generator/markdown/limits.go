package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"touchstone/generator/diag"
)

// limits keeps the time for any text in proportion to its length. Goldmark takes quadratic time on some that no person
// writes: a hundred thousand brackets, quotes in quotes, a table of a thousand columns with empty rows. What is beyond
// a limit stays plain text and is reported, once a document.
func limits(s *syntax) { s.Parser().AddOptions(limitOption{}) }

const (
	maxNesting      = 100         // blocks within blocks; a list in a list is two
	maxFootnotes    = 1000        // each use looks through all of them
	maxLines        = 5000        // of a paragraph or table
	maxCells        = 100_000     // of a table, counting those that its rows leave out
	maxEscapedPipes = 1000        // in all tables of a document
	maxInlineEffort = 500_000_000 // marks, each times the length of the block that it stands in

	inlineMarks = "[]!<`*_~{" // behind which a parser may have to look far
	limitHint   = "split the text, or write it more simply"
)

// budget is what a conversion may still spend.
type budget struct {
	effort       int
	footnotes    int
	escapedPipes int

	block  ast.Node // whose text is being parsed
	length int      // of that text

	paragraph ast.Node // that is being transformed
	refused   bool     // it is beyond a limit

	reported bool
}

func newBudget() budget {
	return budget{effort: maxInlineEffort, footnotes: maxFootnotes, escapedPipes: maxEscapedPipes}
}

// exceed reports that a limit was reached.
func (c *conversion) exceed(offset int, format string, args ...any) {
	if !c.budget.reported {
		c.budget.reported = true
		c.report(offset, diag.MarkdownLimit, limitHint, format, args...)
	}
}

// limitOption wraps every parser that was added before it.
type limitOption struct{}

// SetParserOption implements goldmark's parser.Option.
func (limitOption) SetParserOption(config *parser.Config) {
	for i, p := range config.BlockParsers {
		if block := p.Value.(parser.BlockParser); block.Trigger() != nil { // one that takes any line has to take it
			config.BlockParsers[i].Value = limitedBlock{block}
		}
	}
	for i, p := range config.InlineParsers {
		config.InlineParsers[i].Value = limitedInline{p.Value.(parser.InlineParser)}
	}
	for i, p := range config.ParagraphTransformers {
		config.ParagraphTransformers[i].Value = limitedParagraph{p.Value.(parser.ParagraphTransformer)}
	}
}

// limitedBlock bounds the depth of blocks and the number of footnotes.
type limitedBlock struct{ parser.BlockParser }

// Open implements goldmark's parser.BlockParser.
func (p limitedBlock) Open(parent ast.Node, reader text.Reader, context parser.Context) (ast.Node, parser.State) {
	c := conversionOf(context)
	_, place := reader.Position()
	if len(context.OpenedBlocks()) >= maxNesting && !needsItem(parent) {
		c.exceed(place.Start, "blocks are nested more than %d deep", maxNesting)
		return nil, parser.NoChildren
	}
	if c.budget.footnotes == 0 && p.Trigger()[0] == '[' {
		c.exceed(place.Start, "the text has more than %d footnotes", maxFootnotes)
		return nil, parser.NoChildren
	}
	node, state := p.BlockParser.Open(parent, reader, context)
	if _, ok := node.(*east.Footnote); ok {
		c.budget.footnotes--
	}
	return node, state
}

// needsItem tells whether a block was opened for the sake of the one that is about to be opened in it.
func needsItem(parent ast.Node) bool {
	return parent.Kind() == ast.KindList || parent.Kind() == east.KindDefinitionList
}

// limitedInline bounds the effort for links, code, emphasis and all else that begins with a mark within a line.
type limitedInline struct{ parser.InlineParser }

// Parse implements goldmark's parser.InlineParser.
func (p limitedInline) Parse(parent ast.Node, block text.Reader, context parser.Context) ast.Node {
	if strings.IndexByte(inlineMarks, block.Peek()) >= 0 {
		c := conversionOf(context)
		if c.budget.block != parent {
			c.budget.block, c.budget.length = parent, lengthOf(parent.Lines())
		}
		if c.budget.effort < c.budget.length {
			_, place := block.Position()
			c.exceed(place.Start, "too many marks such as [, * or ` in one block")
			return nil
		}
		c.budget.effort -= c.budget.length
	}
	return p.InlineParser.Parse(parent, block, context)
}

// CloseBlock implements goldmark's parser.CloseBlocker for the parsers that do.
func (p limitedInline) CloseBlock(parent ast.Node, block text.Reader, context parser.Context) {
	if closer, ok := p.InlineParser.(parser.CloseBlocker); ok {
		closer.CloseBlock(parent, block, context)
	}
}

// limitedParagraph bounds the paragraphs that can become tables or definitions of links.
type limitedParagraph struct{ parser.ParagraphTransformer }

// Transform implements goldmark's parser.ParagraphTransformer.
func (p limitedParagraph) Transform(paragraph *ast.Paragraph, reader text.Reader, context parser.Context) {
	c := conversionOf(context)
	if c.budget.paragraph != ast.Node(paragraph) {
		c.budget.paragraph, c.budget.refused = paragraph, c.refuses(paragraph)
	}
	if !c.budget.refused {
		p.ParagraphTransformer.Transform(paragraph, reader, context)
	}
}

func (c *conversion) refuses(paragraph ast.Node) bool {
	lines := paragraph.Lines()
	columns, escaped := 1, 0
	for i := range lines.Len() {
		line := lines.At(i)
		value := line.Value(c.source)
		columns = max(columns, 1+bytes.Count(value, []byte("|")))
		escaped += bytes.Count(value, []byte(`\|`))
	}
	switch c.budget.escapedPipes -= escaped; {
	case lines.Len() > maxLines:
		c.exceed(paragraph.Pos(), "a paragraph or table has more than %d lines", maxLines)
	case lines.Len()*columns > maxCells:
		c.exceed(paragraph.Pos(), "a table has more than %d cells", maxCells)
	case c.budget.escapedPipes < 0:
		c.exceed(paragraph.Pos(), "the tables have more than %d escaped pipes", maxEscapedPipes)
	default:
		return false
	}
	return true
}

func lengthOf(lines *text.Segments) int {
	length := 0
	for i := range lines.Len() {
		line := lines.At(i)
		length += line.Len()
	}
	return length
}
