package content

import (
	"bytes"
	"crypto/sha256"
	"strings"

	"touchstone/generator/diag"
)

// FrontMatter is the YAML between two lines of --- at the head of a page.
type FrontMatter struct {
	Title        string   `key:"title,required" doc:"The page's heading and its name in navigation."`
	Description  string   `key:"description" doc:"One sentence for search results and link previews."`
	Weight       int      `key:"weight" doc:"Order among the pages of a folder, small first; pages of one weight are ordered by title, and those without one stand behind."`
	Draft        bool     `key:"draft" doc:"A draft is published only with --drafts; serve always shows it."`
	Template     string   `key:"template" doc:"The file in templates/, without .html, that draws the page."`
	RedirectFrom []string `key:"redirect_from" doc:"Old addresses, such as /old/place/, that lead to this page."`
	Updated      Date     `key:"updated" doc:"The day of the last change that a reader should hear of."`

	Node *Node `key:"-"` // the mapping itself, for positions; nil when there is none
}

// At gives the place of a key's value, or of the front matter's beginning when it lacks the key.
func (f FrontMatter) At(file, key string) diag.Position {
	if f.Node == nil {
		return diag.Position{File: file, Line: 1, Column: 1}
	}
	if value := f.Node.Get(key); value != nil {
		return value.Pos
	}
	return f.Node.Pos
}

// parsePage splits a page into front matter and body and decodes the front matter.
func parsePage(name string, text []byte, list *diag.List) *File {
	file := &File{Path: name, Sum: sha256.Sum256(text)}
	start := diag.Position{File: name, Line: 1, Column: 1}
	if !bytes.HasPrefix(text, []byte("---\n")) {
		list.Add(start, diag.FrontMatterFirst, "begin the file with a line ---, then title: ..., then a line ---", "the page has no front matter")
		file.FrontMatter.Title = name
		return file
	}
	end := closingLine(text)
	if end < 0 {
		list.Add(start, diag.FrontMatterOpen, "put a line --- behind the front matter", "the front matter does not end")
		file.FrontMatter.Title = name
		return file
	}
	yaml := text[len("---\n"):end]
	before := len(*list)
	node := ParseYAML(yaml, diag.Position{File: name, Line: 2, Column: 1}, list)
	if node == nil {
		if len(*list) == before { // nothing is wrong with it but that it is empty
			list.Add(start, diag.KeyMissing, "add a line title: ...", "the required key title is missing")
		}
		file.FrontMatter.Title = name
		return file
	}
	node.Decode(&file.FrontMatter, list)
	file.FrontMatter.Node = node
	if file.FrontMatter.Title == "" {
		file.FrontMatter.Title = name // stands in for the title, so that later stages always have one
	}
	return file
}

// closingLine gives the offset of the line that ends the front matter, or -1.
func closingLine(text []byte) int {
	for offset := len("---\n"); offset < len(text); {
		line, _, more := bytes.Cut(text[offset:], []byte("\n"))
		if strings.TrimRight(string(line), " \t") == "---" {
			return offset
		}
		if !more {
			break
		}
		offset += len(line) + 1
	}
	return -1
}

// frontMatterEnd gives the offset behind the front matter: 0 without one, and the end of a text in which it does not end.
func frontMatterEnd(text []byte) int {
	if !bytes.HasPrefix(text, []byte("---\n")) {
		return 0
	}
	if end := closingLine(text); end >= 0 {
		return end + len("---")
	}
	return len(text)
}

// blank overwrites text with spaces and keeps the newlines, so that what follows stays at its line and offset.
func blank(text []byte) {
	for i := range text {
		if text[i] != '\n' {
			text[i] = ' '
		}
	}
}
