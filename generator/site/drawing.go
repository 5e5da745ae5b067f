package site

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// drawingElements are the only elements of SVG that a published drawing may have: shapes, text, gradients and nothing
// that runs, loads or embeds.
var drawingElements = []string{"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
	"title", "desc", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "symbol", "use", "metadata"}

// safeDrawing reports an SVG file that could run or load something in a reader's browser.
func safeDrawing(tree *content.Tree, name string, list *diag.List) bool {
	pos := diag.Position{File: name}
	text, err := tree.Text(name, list)
	if err != nil || text == nil {
		list.Add(pos, diag.FileUnsafe, "", "the drawing cannot be read")
		return false
	}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		offset := int(decoder.InputOffset())
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return true
		}
		problem := ""
		if err != nil {
			problem = "is not well-formed XML"
		} else {
			problem = unsafeToken(token)
		}
		if problem != "" {
			list.Add(diag.NewLocator(name, text).Position(offset), diag.FileUnsafe, "save it as plain SVG, or as PNG", "the drawing %s", problem)
			return false
		}
	}
}

// unsafeToken tells why a part of a drawing is refused; it is empty when it is not.
func unsafeToken(token xml.Token) string {
	switch token := token.(type) {
	case xml.Directive:
		return "has a document type"
	case xml.ProcInst:
		if token.Target != "xml" {
			return "has a processing instruction"
		}
	case xml.StartElement:
		if !slices.Contains(drawingElements, token.Name.Local) {
			return "has an element " + token.Name.Local
		}
		for _, attribute := range token.Attr {
			if unsafeAttribute(attribute) {
				return "has an attribute " + attribute.Name.Local + " that could run or load something"
			}
		}
	}
	return ""
}

// loaders are the beginnings of CSS functions that load an address; many attributes of SVG are read as CSS.
var loaders = []string{"url(", "image(", "image-set(", "src("}

func unsafeAttribute(attribute xml.Attr) bool {
	name, value := strings.ToLower(attribute.Name.Local), strings.ToLower(attribute.Value)
	return strings.HasPrefix(name, "on") || name == "style" ||
		name == "base" || // xml:base gives href="#a" another meaning
		name == "href" && !strings.HasPrefix(attribute.Value, "#") ||
		strings.Contains(value, `\`) || // CSS reads \75rl( as url(
		slices.ContainsFunc(loaders, func(l string) bool { return strings.Contains(strings.ReplaceAll(value, "url(#", ""), l) })
}
