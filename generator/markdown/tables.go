package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
)

// tables aligns cells by class, and puts each table in a box that scrolls where the page is narrower than the table. A
// box can be reached by keyboard, so it has a name, and as names of regions have to differ, it has a number.
func tables(s *syntax) {
	extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)).Extend(s)
	s.renderers[east.KindTable] = renderTable
	s.renderers[east.KindTableCell] = renderTableCell
}

func renderTable(o *output, _ ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		o.write("</table></div>\n")
		return ast.WalkContinue
	}
	o.tables++
	label := "Table"
	if o.tables > 1 {
		label += " " + strconv.Itoa(o.tables)
	}
	o.write(`<div class="table-scroll" tabindex="0" role="region" aria-label="`, label, "\"><table>\n")
	return ast.WalkContinue
}

func renderTableCell(o *output, node ast.Node, entering bool) ast.WalkStatus {
	cell := node.(*east.TableCell)
	tag, scope := "td", ""
	if cell.Parent().Kind() == east.KindTableHeader {
		tag, scope = "th", ` scope="col"`
	}
	if !entering {
		o.write("</", tag, ">\n")
		return ast.WalkContinue
	}
	o.write("<", tag, scope)
	if cell.Alignment != east.AlignNone {
		o.write(` class="align-`, cell.Alignment.String(), `"`)
	}
	o.write(">")
	return ast.WalkContinue
}
