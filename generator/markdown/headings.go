package markdown

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"touchstone/generator/diag"
)

// headings gives each heading an id and a link to itself, and checks their levels.
func headings(s *syntax) { s.renderers[ast.KindHeading] = renderHeading }

func renderHeading(o *output, node ast.Node, entering bool) ast.WalkStatus {
	heading := node.(*ast.Heading)
	tag := "h" + strconv.Itoa(heading.Level)
	if entering {
		o.checkLevel(heading)
		entry := o.addHeading(heading)
		o.write("<", tag, ` id="`, escape(entry.ID), `"`)
		if classes := o.attributes[heading].classes; classes != "" {
			o.write(` class="`, escape(classes), `"`)
		}
		o.write(">")
		o.heading = o.mark()
		return ast.WalkContinue
	}
	entry := &o.document.Headings[len(o.document.Headings)-1] // headings do not nest
	entry.HTML = inert(o.since(o.heading))
	o.write(` <a class="anchor" href="#`, escape(entry.ID), `" aria-label="`, escape(anchorLabel(entry.Text)), `">#</a></`, tag, ">\n")
	return ast.WalkContinue
}

func (o *output) checkLevel(heading *ast.Heading) {
	switch {
	case heading.Level == 1:
		o.report(heading.Pos(), diag.HeadingLevel, "begin with ##; the page's title is its first-level heading",
			"a first-level heading in the text")
	case heading.Level > 2 && len(o.document.Headings) == 0:
		o.report(heading.Pos(), diag.HeadingLevel, "write ##", "the first heading is of level %d", heading.Level)
	case heading.Level > o.level+1:
		o.report(heading.Pos(), diag.HeadingLevel, "write "+strings.Repeat("#", o.level+1),
			"a heading of level %d follows one of level %d", heading.Level, o.level)
	}
	o.level = heading.Level
}

func (o *output) addHeading(heading *ast.Heading) Heading {
	plain := plainText(heading, o.source, nothing)
	id := o.attributes[heading].id
	if id == "" {
		id = o.ids.generate(plain)
	}
	entry := Heading{Level: heading.Level, ID: id, Text: plain, Pos: o.places.at(heading.Pos())}
	o.document.Headings = append(o.document.Headings, entry)
	return entry
}

// anchorLabel names a heading's link to itself. The value of an inline reference is not known here, so a heading with
// one is not named.
func anchorLabel(text string) string {
	if text == "" || strings.Contains(text, "{{") {
		return "Link to this section"
	}
	return "Link to this section: " + text
}

// Links and footnote marks in the HTML of a heading. No attribute value contains a bare ">": they are escaped.
var (
	footnoteMark = regexp.MustCompile(`<sup id=[^>]*>.*?</sup>`)
	linkTag      = regexp.MustCompile(`</?a\b[^>]*>`)
)

// inert gives a heading's HTML as it can stand in a table of contents, that is within a link and for a second time:
// without links and ids. Braces that are not a reference are written as an entity, those of references as they are.
func inert(parts []Part) string {
	var b strings.Builder
	for _, part := range parts {
		if part.Block != nil {
			b.WriteString(written(part.Block.Body))
			continue
		}
		html := footnoteMark.ReplaceAllString(part.HTML, "")
		html = linkTag.ReplaceAllString(html, "")
		b.WriteString(strings.ReplaceAll(html, "{{", "&#123;{"))
	}
	return strings.TrimSpace(strings.ReplaceAll(b.String(), "\n", " "))
}
