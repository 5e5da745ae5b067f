package content

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"touchstone/generator/diag"
)

// Kind is the form of a YAML value.
type Kind int

const (
	Scalar Kind = iota
	Sequence
	Mapping
)

// Node is a YAML value that knows its place. Scalars keep their text as written: 1.10 stays 1.10.
type Node struct {
	Kind   Kind
	Text   string  // of a scalar
	Quoted bool    // a scalar in quotes or a block: always text
	Keys   []*Node // of a mapping, beside Items
	Items  []*Node // of a sequence or mapping
	Pos    diag.Position
}

// Get gives the value of a mapping's key, or nil.
func (n *Node) Get(key string) *Node {
	i := slices.IndexFunc(n.Keys, func(k *Node) bool { return k.Text == key })
	if i < 0 {
		return nil
	}
	return n.Items[i]
}

// Null tells whether the value is empty, ~ or null.
func (n *Node) Null() bool {
	return n.Kind == Scalar && !n.Quoted && (n.Text == "" || n.Text == "~" || n.Text == "null")
}

// empty tells whether the value says nothing: it is null or a text without characters.
func (n *Node) empty() bool { return n.Null() || n.Kind == Scalar && n.Text == "" }

// maxDepth bounds nesting: a real file has five levels.
const maxDepth = 50

// ParseYAML parses a YAML text that begins at a position. It is nil when the text is empty or, with a diagnostic, when
// it cannot be parsed. Anchors, aliases and tags are refused: data here says what it means in its place.
func ParseYAML(text []byte, at diag.Position, list *diag.List) *Node {
	var document yaml.Node
	if len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	p := parser{at: at, list: list}
	if err := yaml.Load(text, &document); err != nil {
		p.syntax(err)
		return nil
	}
	if len(document.Content) == 0 {
		return nil
	}
	return p.node(document.Content[0], 0)
}

type parser struct {
	at   diag.Position
	list *diag.List
}

// syntax reports what the YAML library found wrong.
func (p parser) syntax(err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		p.list.Add(p.at, diag.YAMLSyntax, "", "%s", strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	message := strings.TrimPrefix(load.Message, "yaml: ")
	if message == "no documents in stream" {
		return // comments only: an empty file
	}
	hint := ""
	if strings.Contains(message, "mapping values are not allowed") {
		hint = `a text that holds ": " has to stand in quotes`
	}
	p.list.Add(p.position(load.Mark.Line, load.Mark.Column), diag.YAMLSyntax, hint, "%s", message)
}

// position maps a place in the YAML text to the file.
func (p parser) position(line, column int) diag.Position {
	pos := p.at
	if line == 0 {
		return pos
	}
	pos.Line += line - 1
	pos.Column += column - 1 // a block inside a list is indented as a whole
	return pos
}

func (p parser) node(y *yaml.Node, depth int) *Node {
	n := &Node{Pos: p.position(y.Line, y.Column)}
	if y.Kind == yaml.AliasNode || y.Anchor != "" || y.Style&yaml.TaggedStyle != 0 {
		p.list.Add(n.Pos, diag.YAMLSyntax, "write the value itself", "anchors, aliases and tags are not used here")
	}
	switch {
	case depth > maxDepth:
		p.list.Add(n.Pos, diag.YAMLSyntax, "", "values are nested more than %d levels deep", maxDepth)
	case y.Kind == yaml.SequenceNode:
		n.Kind = Sequence
		for _, item := range y.Content {
			n.Items = append(n.Items, p.node(item, depth+1))
		}
	case y.Kind == yaml.MappingNode:
		n.Kind = Mapping
		p.mapping(n, y, depth)
	default:
		n.Text = y.Value
		n.Quoted = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	}
	return n
}

func (p parser) mapping(n *Node, y *yaml.Node, depth int) {
	seen := map[string]bool{} // a hostile file has a hundred thousand keys
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := p.node(y.Content[i], depth+1)
		if key.Kind != Scalar {
			p.list.Add(key.Pos, diag.YAMLSyntax, "", "a key has to be a plain word")
			continue
		}
		if seen[key.Text] {
			p.list.Add(key.Pos, diag.YAMLSyntax, "keep one of the two", "the key %q stands here twice", key.Text)
			continue
		}
		seen[key.Text] = true
		n.Keys = append(n.Keys, key)
		n.Items = append(n.Items, p.node(y.Content[i+1], depth+1))
	}
}
