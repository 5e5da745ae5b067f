// Package content is the first stage of the pipeline: it reads a project's content folder into a [Tree].
//
// It knows files, front matter and YAML, and keeps for each value the place where it stands, so that every later stage
// can point at it. It knows nothing of Markdown, of the comparison catalogue or of HTML. It is the only home of the
// YAML library.
package content

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"touchstone/generator/diag"
)

// Folder is the part of a project that this package reads.
const Folder = "content"

// maxText is the size in bytes above which a text file is refused: far above any real page, and small enough that a
// hostile one cannot hold up a build.
const maxText = 4 << 20

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

// File is a Markdown file.
type File struct {
	Path        string
	FrontMatter FrontMatter
	Body        []byte // the whole file with its front matter blanked by spaces, so that offsets are the file's
}

// Load reads the content folder of the project at the root of fsys. Writers' mistakes are in the list; the error is
// a failure to read.
func Load(fsys fs.FS) (*Tree, diag.List, error) {
	tree := &Tree{Partials: map[string]*File{}, Data: map[string]*Node{}, fsys: fsys}
	var list diag.List
	err := fs.WalkDir(fsys, Folder, func(name string, entry fs.DirEntry, err error) error {
		if name == Folder && errors.Is(err, fs.ErrNotExist) {
			return fs.SkipAll // site.yaml and index.md are reported as missing below
		}
		if err != nil {
			return err
		}
		return tree.add(name, entry, &list)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read content: %w", err)
	}
	slices.Sort(tree.Files) // the walk's order differs where a file and a folder begin alike
	tree.Settings = tree.loadSettings(&list)
	tree.checkNames(&list)
	return tree, list, nil
}

// add reads one file or folder of the walk.
func (t *Tree) add(name string, entry fs.DirEntry, list *diag.List) error {
	switch base := path.Base(name); {
	case hidden(base) && entry.IsDir():
		return fs.SkipDir
	case hidden(base), entry.IsDir():
		return nil
	case path.Ext(name) == ".md":
		return t.addPage(name, list)
	case isYAML(name) && !strings.Contains(name, "/samples/"):
		return t.addData(name, list)
	}
	t.Files = append(t.Files, name)
	return nil
}

func (t *Tree) addPage(name string, list *diag.List) error {
	text, err := t.readText(name, list)
	if text == nil || err != nil {
		return err
	}
	if strings.HasPrefix(path.Base(name), "_") {
		t.Partials[name] = &File{Path: name, Body: text}
		return nil
	}
	t.Pages = append(t.Pages, parsePage(name, text, list))
	return nil
}

func (t *Tree) addData(name string, list *diag.List) error {
	text, err := t.readText(name, list)
	if text == nil || err != nil {
		return err
	}
	if node := ParseYAML(text, diag.Position{File: name, Line: 1, Column: 1}, list); node != nil {
		t.Data[name] = node
	}
	return nil
}

// Text reads a text file of the project, such as a sample, without byte order mark and with plain newlines.
// It is nil, with a diagnostic, when the file is not usable text.
func (t *Tree) Text(name string, list *diag.List) ([]byte, error) {
	return t.readText(name, list)
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

func (t *Tree) readText(name string, list *diag.List) ([]byte, error) {
	pos := diag.Position{File: name}
	if info, err := fs.Stat(t.fsys, name); err != nil {
		return nil, linkFailure(pos, err, list)
	} else if info.Size() > maxText {
		list.Add(pos, diag.FileTooLarge, "split it into several files", "%d bytes are more than the %d that a text file may have", info.Size(), maxText)
		return nil, nil
	}
	text, err := fs.ReadFile(t.fsys, name)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if bad := invalidUTF8(text); bad >= 0 {
		list.Add(diag.NewLocator(name, text).Position(bad), diag.FileEncoding, "save the file as UTF-8", "the text is not valid UTF-8 here")
		return nil, nil
	}
	if text == nil {
		text = []byte{} // an empty file is a text; nil means unusable
	}
	return text, nil
}

// linkFailure turns a symbolic link that leads nowhere or out of the project into a diagnostic: a writer's mistake,
// or a stranger's attempt to publish a file of the machine that builds. Other errors pass through.
func linkFailure(pos diag.Position, err error, list *diag.List) error {
	if !errors.Is(err, fs.ErrNotExist) && !strings.Contains(err.Error(), "escapes") {
		return err
	}
	list.Add(pos, diag.FileName, "put the file itself here", "the symbolic link leads to no file of the project")
	return nil
}

func invalidUTF8(text []byte) int {
	for offset := 0; offset < len(text); {
		r, size := utf8.DecodeRune(text[offset:])
		if r == utf8.RuneError && size == 1 || r == 0 {
			return offset
		}
		offset += size
	}
	return -1
}

// hidden tells whether a file is none of the project's content: editors' and systems' own files.
func hidden(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "#") ||
		slices.Contains([]string{".swp", ".swx", ".tmp", ".bck", ".bak"}, path.Ext(base)) || base == "4913" || base == "Thumbs.db"
}

func isYAML(name string) bool {
	return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml"
}
