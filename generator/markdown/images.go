package markdown

import (
	"github.com/yuin/goldmark/ast"

	"touchstone/generator/diag"
)

// images loads images when they are needed, and makes a figure of one that has a title and a paragraph to itself.
func images(s *syntax) {
	s.renderers[ast.KindImage] = renderImage
	s.renderers[ast.KindParagraph] = renderParagraph
}

func renderParagraph(o *output, node ast.Node, entering bool) ast.WalkStatus {
	tag := "p"
	if isFigure(node) {
		tag = "figure"
	}
	if entering {
		o.write("<", tag, ">")
	} else {
		o.write("</", tag, ">\n")
	}
	return ast.WalkContinue
}

func isFigure(paragraph ast.Node) bool {
	image, ok := paragraph.FirstChild().(*ast.Image)
	return ok && paragraph.Kind() == ast.KindParagraph && paragraph.ChildCount() == 1 && len(image.Title) > 0
}

func renderImage(o *output, node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	image := node.(*ast.Image)
	link := Link{Dest: resolve(image.Destination), Image: true, Pos: o.places.at(image.Pos())}
	alt := plainText(image, o.source, nothing)
	if alt == "" {
		o.report(image.Pos(), diag.ImageAlt, "say between the brackets what the image shows",
			"the image %q has no alternative text", link.Dest)
	}
	o.reportHTMLWithin(image)
	if address := o.follow(link); address == "" {
		o.literal(alt) // an image without an address is not valid
	} else {
		o.write(`<img src="`, escape(address), `" alt="`, escape(alt), `" loading="lazy" decoding="async"`)
		o.closeImage(image)
	}
	return ast.WalkSkipChildren
}

// closeImage writes the image's title: as a figure's caption or as an attribute.
func (o *output) closeImage(image *ast.Image) {
	switch {
	case isFigure(image.Parent()):
		o.write("><figcaption>")
		o.text(image.Title)
		o.write("</figcaption>")
	case len(image.Title) > 0:
		o.write(` title="`)
		o.text(image.Title)
		o.write(`">`)
	default:
		o.write(">")
	}
}

// reportHTMLWithin reports the raw HTML in an alternative text, which no renderer will see.
func (o *output) reportHTMLWithin(node ast.Node) {
	ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if raw, ok := n.(*ast.RawHTML); ok && entering {
			renderRawHTML(o, raw, entering)
		}
		return ast.WalkContinue, nil
	})
}
