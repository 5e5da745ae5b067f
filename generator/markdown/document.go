package markdown

import "touchstone/generator/diag"

// Document is one converted text. All of it can be encoded as JSON or gob, because documents are remembered on disk.
type Document struct {
	Parts       []Part // the HTML in order, cut where the rest of the site fills something in
	Headings    []Heading
	Links       []Link // every destination of a link, image or autolink, as written
	Text        string // the prose, white space folded, without headings and code blocks: for descriptions and search
	Diagnostics diag.List
}

// Outline gives what other pages and checks need to know of a document: all of it but its HTML and its prose, which are
// most of its size.
func (d *Document) Outline() *Document {
	outline := &Document{Links: d.Links, Diagnostics: d.Diagnostics}
	for _, part := range d.Parts {
		if part.Block != nil {
			outline.Parts = append(outline.Parts, part)
		}
	}
	for _, heading := range d.Headings {
		outline.Headings = append(outline.Headings, Heading{Level: heading.Level, ID: heading.ID, Pos: heading.Pos})
	}
	return outline
}

// Part is a piece of HTML or a block; exactly one of its fields is set.
type Part struct {
	HTML  string
	Block *Block
}

// Block is a place in the HTML that the rest of the site fills in: a fenced block whose info word is one of
// [Options.Blocks] (Kind is that word, Body the fence's text) or an inline reference {{a.b}} (Kind is "fact", Body "a.b").
type Block struct {
	Kind, Body string
	Pos        diag.Position // of the fence or of the opening braces
	BodyPos    diag.Position // of Body's first character, in whose column its further lines begin; behind Kind if Body is empty
	Inline     bool          // a reference within a line of text
}

// Heading is a heading of the text, in reading order. An inline reference stands in its texts as {{a.b}}.
type Heading struct {
	Level int
	ID    string
	Text  string // plain text

	// HTML is the heading as in the text, but fit for a table of contents: without its anchor link, other links, ids and
	// footnote marks. Double braces that are no reference are written as an entity in it.
	HTML string
	Pos  diag.Position
}

// Link is a destination as the writer wrote it, with backslashes and entities resolved.
type Link struct {
	Dest  string
	Image bool
	Pos   diag.Position
}
