package markdown

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"

	"touchstone/generator/diag"
)

// conversionKey is where goldmark's parsers find the conversion that they work for.
var conversionKey = parser.NewContextKey()

// conversion is one run of Convert: its input, and what was found so far. Parsers and render functions share it.
type conversion struct {
	*Converter
	path       string
	source     []byte
	document   *Document
	places     places
	budget     budget
	ids        ids
	attributes map[ast.Node]headingAttributes
	level      int // of the last heading
	tables     int // seen so far
}

func newConversion(c *Converter, path string, source []byte) *conversion {
	return &conversion{
		Converter:  c,
		path:       path,
		source:     source,
		document:   &Document{},
		places:     places{source: source, locator: diag.NewLocator(path, source)},
		budget:     newBudget(),
		ids:        ids{used: map[string]bool{}, next: map[string]int{}},
		attributes: map[ast.Node]headingAttributes{},
		level:      1, // the page's title, which stands outside of the text
	}
}

// conversionOf gives the conversion that a parser works for.
func conversionOf(context parser.Context) *conversion {
	return context.Get(conversionKey).(*conversion)
}

// report adds a diagnostic for what stands at an offset.
func (c *conversion) report(offset int, rule diag.Rule, hint, format string, args ...any) {
	c.document.Diagnostics.Add(c.places.at(offset), rule, hint, format, args...)
}

// places turns offsets into positions. It counts on from the last one where it can: a text of one long line with many
// links would otherwise be counted from its start for each of them.
type places struct {
	source  []byte
	locator *diag.Locator
	offset  int
	last    diag.Position
}

func (p *places) at(offset int) diag.Position {
	offset = max(0, min(offset, len(p.source)))
	if p.last.Line == 0 || offset < p.offset {
		p.last = p.locator.Position(offset)
	} else {
		p.last = advance(p.last, p.source[p.offset:offset])
	}
	p.offset = offset
	return p.last
}

// advance gives the position behind text that begins at a position.
func advance(position diag.Position, text []byte) diag.Position {
	for _, b := range text {
		switch {
		case b == '\n':
			position.Line++
			position.Column = 1
		case utf8.RuneStart(b):
			position.Column++
		}
	}
	return position
}
