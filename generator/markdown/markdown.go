// Package markdown turns one Markdown text into HTML, headings, links and blocks.
//
// It stands between reading and rendering: a file's text goes in, with its front matter blanked, and a [Document] comes
// out that templates and checks can use. A [Converter] is pure: what it gives depends on the path, the text and its
// [Options] alone, which is why a Document can be remembered for as long as these stay the same.
//
// The package knows nothing of other pages, of files on disk, or of the catalogue. What needs them (a comparison, a
// sample from a file, a fact) is a [Block] in the Document, to be filled in by others. Nothing outside this package
// imports goldmark or chroma.
//
// Three rules hold for the HTML: nothing that a writer typed reaches it unescaped, it has neither script nor style
// attributes (so a strict Content-Security-Policy allows it), and the same text gives the same bytes every time.
package markdown

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// features are what Markdown can do here beyond goldmark's CommonMark, and what is written differently from it.
// To add one, write its function in a file of its own, list it here, and show it in testdata.
var features = []feature{
	alerts,
	autolinks,
	code,
	definitionLists,
	emphasis,
	footnotes,
	headings,
	images,
	links,
	rawHTML,
	references,
	tables,
	tasks,
	limits, // last, because it wraps the parsers of the others
}

// Options say what a project's Markdown means beyond the common syntax.
type Options struct {
	// Blocks are the info words of fences that become a [Block] instead of a code sample.
	Blocks []string

	// LinkURL maps a destination, as written in the file at path from, to an address. It is called for destinations
	// without scheme and host only: relative paths, absolute paths and bare fragments. Nil leaves them as they are.
	LinkURL func(from, dest string) string
}

// Converter converts texts. Several goroutines may use one at the same time.
type Converter struct {
	options     Options
	engine      engine
	highlighter *highlighter
}

// New prepares a Converter.
func New(options Options) *Converter {
	if options.LinkURL == nil {
		options.LinkURL = func(_, dest string) string { return dest }
	}
	options.Blocks = slices.Clone(options.Blocks)
	return &Converter{options: options, engine: newEngine(features), highlighter: newHighlighter(options.Blocks)}
}

// Convert gives the document that source, the content of the file at path, describes. Front matter has to be blanked
// by spaces, so that offsets are the file's.
func (c *Converter) Convert(path string, source []byte) *Document {
	source = clean(source)
	run := newConversion(c, path, source)
	context := parser.NewContext()
	context.Set(conversionKey, run)
	root := c.engine.parser.Parse(text.NewReader(source), parser.WithContext(context))

	out := &output{conversion: run}
	if err := c.engine.renderer.Render(out, source, root); err != nil {
		panic(fmt.Sprintf("markdown: rendering to memory failed: %v", err)) // no render function gives an error
	}
	out.flush()
	run.document.Text = plainText(root, source, prose)
	run.document.Diagnostics.Sort()
	return run.document
}

// Highlight gives the HTML of a code sample as a fence of that language would. If the language is not known the code
// stands there as plain text.
func (c *Converter) Highlight(language, code string) (html string, known bool) {
	html, _ = c.highlighter.figure(sample{language: language, code: string(clean([]byte(code)))})
	return html, c.highlighter.languages.lookup(language).known
}

// clean makes the text one that can be converted without exceptions: lines end with \n alone, and what is not a
// character is U+FFFD. No character changes its line or column.
func clean(source []byte) []byte {
	source = bytes.ToValidUTF8(source, []byte("\uFFFD"))
	if bytes.IndexByte(source, '\r') >= 0 {
		source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
		source = bytes.ReplaceAll(source, []byte("\r"), []byte(" "))
	}
	if bytes.IndexByte(source, 0) >= 0 {
		source = bytes.ReplaceAll(source, []byte{0}, []byte("\uFFFD"))
	}
	return source
}
