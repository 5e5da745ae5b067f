package site

import (
	"cmp"
	"slices"

	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
)

// maxIncludes bounds how deeply files include each other, which also ends circles.
const maxIncludes = 8

// Texts turns a Markdown file into a document. Both functions are expected to remember what they did; their error is a
// failure to read the file.
type Texts struct {
	Document func(*content.File) (*markdown.Document, error)
	Outline  func(*content.File) (*markdown.Document, error) // the same without its HTML: see [markdown.Document.Outline]
}

// Document gives a page's converted text with its includes spliced in. A generated page has an empty one.
func (s *Site) Document(page *Page) (*markdown.Document, error) {
	return s.joined(page, s.texts.Document)
}

// Outline gives the outline of a page's document, which is all that checks need.
func (s *Site) Outline(page *Page) (*markdown.Document, error) {
	return s.joined(page, s.texts.Outline)
}

// convert is one of the functions of [Texts].
type convert func(*content.File) (*markdown.Document, error)

func (s *Site) joined(page *Page, convert convert) (*markdown.Document, error) {
	if page.File == nil {
		return &markdown.Document{}, nil
	}
	document, err := convert(page.File)
	if err != nil {
		return nil, err
	}
	return s.include(document, convert, 0)
}

// include replaces a document's include blocks by the documents that they name.
func (s *Site) include(document *markdown.Document, convert convert, depth int) (*markdown.Document, error) {
	if !slices.ContainsFunc(document.Parts, isInclude) {
		return document, nil // as it was remembered: it must not be changed
	}
	out := &markdown.Document{Text: document.Text, Diagnostics: slices.Clone(document.Diagnostics),
		Headings: slices.Clone(document.Headings), Links: slices.Clone(document.Links)}
	for _, part := range document.Parts {
		if !isInclude(part) {
			out.Parts = append(out.Parts, part)
			continue
		}
		partial, err := s.partial(part.Block, convert, depth, &out.Diagnostics)
		if err != nil {
			return nil, err
		}
		if partial != nil {
			splice(out, partial, part.Block.Pos)
		}
	}
	return out, nil
}

// splice puts an included document at a place of another.
func splice(into, partial *markdown.Document, at diag.Position) {
	into.Parts = append(into.Parts, partial.Parts...)
	into.Links = append(into.Links, partial.Links...)
	into.Diagnostics = append(into.Diagnostics, partial.Diagnostics...)
	behind := slices.IndexFunc(into.Headings, func(h markdown.Heading) bool {
		return h.Pos.File == at.File && cmp.Or(cmp.Compare(h.Pos.Line, at.Line), cmp.Compare(h.Pos.Column, at.Column)) > 0
	})
	if behind < 0 {
		behind = len(into.Headings)
	}
	into.Headings = slices.Insert(into.Headings, behind, partial.Headings...)
}

func isInclude(part markdown.Part) bool { return part.Block != nil && part.Block.Kind == "include" }

// partial finds and converts the file that an include block names.
func (s *Site) partial(block *markdown.Block, convert convert, depth int, list *diag.List) (*markdown.Document, error) {
	var body struct {
		File string `key:"file,required"`
	}
	if !decodeBlock(block, &body, list) {
		return nil, nil
	}
	name := content.Target(block.Pos.File, body.File)
	partial := s.tree.Partials[name]
	if partial == nil {
		list.Add(wordPos(block, body.File), diag.SampleMissing, "the name of a file to be included begins with _ and ends with .md", "there is no %s to include", name)
		return nil, nil
	}
	if depth == maxIncludes {
		list.Add(block.Pos, diag.IncludeDepth, "", "files include each other in a circle, or more than %d deep", maxIncludes)
		return nil, nil
	}
	document, err := convert(partial)
	if err != nil {
		return nil, err
	}
	return s.include(document, convert, depth+1)
}
