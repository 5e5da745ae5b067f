package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
)

// tasks makes check boxes of [ ] and [x] at the beginning of a list item, with names for those who cannot see them.
func tasks(s *syntax) {
	extension.TaskList.Extend(s)
	s.renderers[east.KindTaskCheckBox] = renderTaskCheckBox
}

func renderTaskCheckBox(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if entering {
		state := ` aria-label="Not done"`
		if node.(*east.TaskCheckBox).IsChecked {
			state = ` checked aria-label="Done"`
		}
		o.write(`<input class="task" type="checkbox" disabled`, state, "> ")
	}
	return ast.WalkContinue
}
