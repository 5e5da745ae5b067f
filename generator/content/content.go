// Package content is the first stage of the pipeline: it reads a project's content folder into a [Tree].
//
// It knows files, front matter and YAML, and keeps for each value the place where it stands, so that every later stage
// can point at it. It knows nothing of Markdown, of the comparison catalogue or of HTML. It is the only home of the
// YAML library.
package content

import (
	"crypto/sha256"
	"io/fs"
	"path"
	"slices"

	"touchstone/generator/diag"
)

// Folder is the part of a project that this package reads.
const Folder = "content"

// Tree is everything that a project's content folder holds. All paths are relative to the project's root and begin
// with "content/".
type Tree struct {
	Settings Settings
	Pages    []*File          // Markdown files, by path; files whose name begins with _ are in Partials
	Partials map[string]*File // Markdown to be included by pages, by path
	Data     map[string]*Node // parsed YAML files, by path; a file with a syntax error is absent
	Files    []string         // all other files, by path: images, samples, downloads

	fsys fs.FS
}

// File is a Markdown file. Its text is not kept: see [Tree.Body].
type File struct {
	Path        string
	FrontMatter FrontMatter
	Sum         [sha256.Size]byte // of the text when it was read
}

// Load reads the content folder of the project at the root of fsys. Writers' mistakes are in the list; the error is
// a failure to read.
func Load(fsys fs.FS) (*Tree, diag.List, error) {
	return NewReader(fsys).Read([]string{Folder})
}

// DropDrafts takes out the pages that are drafts. A draft that stands beside an entry's facts takes the entry with it.
func (t *Tree) DropDrafts() {
	t.Pages = slices.DeleteFunc(t.Pages, func(file *File) bool {
		if file.FrontMatter.Draft && path.Base(file.Path) == "index.md" {
			delete(t.Data, path.Join(path.Dir(file.Path), "facts.yaml"))
			delete(t.Data, path.Join(path.Dir(file.Path), "sources.yaml"))
		}
		return file.FrontMatter.Draft
	})
}

// Body reads a Markdown file again and gives its text with the front matter blanked by spaces, so that offsets are the
// file's. Fresh is false when the text is no longer the one that the file's Sum stands for. The error is a failure to read.
func (t *Tree) Body(file *File) (body []byte, fresh bool, err error) {
	var mistakes diag.List // were reported when the file was read; one that became unusable since is about to be read again
	text, err := readText(t.fsys, file.Path, &mistakes)
	if err != nil {
		return nil, false, err
	}
	fresh = sha256.Sum256(text) == file.Sum
	if t.Partials[file.Path] == nil {
		blank(text[:frontMatterEnd(text)])
	}
	return text, fresh, nil
}

// Text reads a text file of the project, such as a sample, without byte order mark and with plain newlines.
// It is nil, with a diagnostic, when the file is not usable text.
func (t *Tree) Text(name string, list *diag.List) ([]byte, error) {
	return readText(t.fsys, name, list)
}

// Bytes reads any file of the project as it is.
func (t *Tree) Bytes(name string) ([]byte, error) {
	return fs.ReadFile(t.fsys, name)
}

// Has tells whether the project has a file outside the pages and data, at a path that begins with "content/".
func (t *Tree) Has(name string) bool {
	_, found := slices.BinarySearch(t.Files, name)
	return found
}
