package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"touchstone/generator/diag"
)

// headingAttributes are what {#id .class} at the end of a heading says.
type headingAttributes struct{ id, classes string }

// headingParser takes the attributes off a heading's text, before anything else sees them. Goldmark can do this too,
// but its parser takes exponential time on texts like {a=[{a=[{a=[.
type headingParser struct{ parser.BlockParser }

func (p headingParser) Close(node ast.Node, reader text.Reader, context parser.Context) {
	p.BlockParser.Close(node, reader, context)
	lines := node.Lines()
	if node.Parent() == nil || lines.Len() == 0 { // not a heading after all, or an empty one
		return
	}
	line := lines.At(lines.Len() - 1)
	written, ok := trailingAttributes(line.Value(reader.Source()))
	if !ok {
		return
	}
	conversionOf(context).takeAttributes(node, written, line.Start)
	line.Stop = line.Start + written[0]
	lines.Set(lines.Len()-1, line.TrimRightSpace(reader.Source()))
}

// trailingAttributes finds {...} at the end of a line, if its first word is an id or a class; other braces are text.
func trailingAttributes(line []byte) (span [2]int, ok bool) {
	line = util.TrimRightSpace(line)
	start := bytes.LastIndexByte(line, '{')
	if start < 0 || !bytes.HasSuffix(line, []byte("}")) {
		return span, false
	}
	if start > 0 && line[start-1] != ' ' && line[start-1] != '\t' {
		return span, false
	}
	words := strings.Fields(string(line[start+1 : len(line)-1]))
	ok = len(words) > 0 && (words[0][0] == '#' || words[0][0] == '.')
	return [2]int{start, len(line)}, ok
}

// attributeName is what an id or class may consist of. Footnotes have ids with a colon, which thus cannot clash.
var attributeName = regexp.MustCompile(`^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.-]*$`)

func (c *conversion) takeAttributes(heading ast.Node, span [2]int, offset int) {
	start, end := offset+span[0]+1, offset+span[1]-1
	var found headingAttributes
	var classes []string
	for _, word := range strings.Fields(string(c.source[start:end])) {
		at := start + bytes.Index(c.source[start:end], []byte(word))
		name := word[1:]
		switch {
		case !attributeName.MatchString(name) || (word[0] != '#' && word[0] != '.'):
			c.report(at, diag.BlockUnknown, "write {#id} or {.class}, of letters, digits, hyphens, dots and underscores",
				"%q is not an attribute of a heading", word)
		case word[0] == '.':
			classes = append(classes, name)
		case c.ids.used[name]:
			c.report(at, diag.HeadingDuplicate, "give each heading an id of its own", "the id %q is written twice", name)
		default:
			c.ids.used[name] = true
			found.id = name
		}
	}
	found.classes = strings.Join(slices.Compact(classes), " ")
	c.attributes[heading] = found
}
