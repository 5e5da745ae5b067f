package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// output takes a document's HTML from goldmark and cuts it at the blocks.
type output struct {
	bytes.Buffer // the HTML since the last cut
	*conversion
	wrapped int  // elements of emphasis that are open
	heading mark // where the text of the current heading begins
}

// Buffered and Flush make an output the util.BufWriter that goldmark writes to without a buffer of its own.
func (o *output) Buffered() int { return o.Len() }

// Flush does nothing: the HTML stays in memory.
func (o *output) Flush() error { return nil }

// flush ends the current part.
func (o *output) flush() {
	if o.Len() > 0 {
		o.document.Parts = append(o.document.Parts, Part{HTML: o.String()})
		o.Reset()
	}
}

// cut puts a block after the HTML written so far.
func (o *output) cut(block *Block) {
	o.flush()
	o.document.Parts = append(o.document.Parts, Part{Block: block})
}

// mark is a place in the output.
type mark struct{ parts, offset int }

func (o *output) mark() mark { return mark{parts: len(o.document.Parts), offset: o.Len()} }

// since gives the parts written after a mark.
func (o *output) since(m mark) []Part {
	if len(o.document.Parts) == m.parts {
		return []Part{{HTML: string(o.Bytes()[m.offset:])}}
	}
	parts := slices.Clone(o.document.Parts[m.parts:])
	if m.offset > 0 { // the first one began before the mark
		parts[0].HTML = parts[0].HTML[m.offset:]
	}
	return append(parts, Part{HTML: o.String()})
}

// text writes what a writer typed, with escapes and entities resolved, as HTML text or attribute value.
func (o *output) text(value []byte) { html.DefaultWriter.Write(o, value) }

// literal writes a string as HTML text or attribute value.
func (o *output) literal(value string) { o.WriteString(escape(value)) }

// write writes pieces of HTML.
func (o *output) write(pieces ...string) {
	for _, piece := range pieces {
		o.WriteString(piece)
	}
}

// escape makes a string safe as HTML text and within a quoted attribute value.
func escape(value string) string {
	if !strings.ContainsAny(value, `&<>"`) {
		return value
	}
	return string(util.EscapeHTML([]byte(value)))
}
