package markdown

import "github.com/yuin/goldmark/extension"

// definitionLists has terms on lines of their own, followed by ": " and what they mean.
func definitionLists(s *syntax) { extension.DefinitionList.Extend(s) }
