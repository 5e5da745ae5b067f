package content

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"touchstone/generator/diag"
)

// maxText is the size in bytes above which a text file is refused: far above any real page, and small enough that a
// hostile one cannot hold up a build.
const maxText = 4 << 20

// Reader reads a project's content folder again and again. What a file holds depends on that file alone, so only what
// changed is read again. One goroutine may use a Reader at a time.
type Reader struct {
	fsys  fs.FS
	known map[string]*item
}

// item is what one file holds. Exactly one of page, partial, data and other is set, unless the file is unusable.
type item struct {
	page, partial *File
	data          *Node
	other         bool
	mistakes      diag.List
}

// NewReader prepares to read the content folder of the project at the root of fsys.
func NewReader(fsys fs.FS) *Reader {
	return &Reader{fsys: fsys, known: map[string]*item{}}
}

// Read reads the files and folders at the given paths, such as "content" for all or "content/guide/security.md", and
// gives the whole tree with what was read before. A path may be of something that is gone. Trees share their files:
// nobody may change one. The error is a failure to read.
func (r *Reader) Read(changed []string) (*Tree, diag.List, error) {
	mistakes := map[string]*item{} // of names that are no files to read
	var names []string
	for _, name := range changed {
		r.forget(name)
		if err := r.walk(name, &names, mistakes); err != nil {
			return nil, nil, fmt.Errorf("read content: %w", err)
		}
	}
	items, err := readAll(r.fsys, names)
	if err != nil {
		return nil, nil, fmt.Errorf("read content: %w", err)
	}
	for i, name := range names {
		r.known[name] = items[i]
	}
	maps.Copy(r.known, mistakes)
	tree, list := r.tree()
	return tree, list, nil
}

// forget drops what is known of a file, or of everything in a folder.
func (r *Reader) forget(name string) {
	if name == Folder {
		clear(r.known)
	}
	if _, isFile := r.known[name]; isFile {
		delete(r.known, name)
		return
	}
	maps.DeleteFunc(r.known, func(known string, _ *item) bool { return strings.HasPrefix(known, name+"/") })
}

// walk collects the files to read at a path and below it.
func (r *Reader) walk(root string, names *[]string, mistakes map[string]*item) error {
	if slices.ContainsFunc(strings.Split(root, "/"), hidden) {
		return nil
	}
	return fs.WalkDir(r.fsys, root, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone
		}
		if err != nil {
			return err
		}
		base := path.Base(name)
		switch {
		case hidden(base) && entry.IsDir():
			return fs.SkipDir
		case hidden(base), utf8.ValidString(base) && entry.IsDir():
			return nil
		case !utf8.ValidString(base):
			bad := &item{}
			bad.mistakes.Add(diag.Position{File: strings.ToValidUTF8(name, "\uFFFD")}, diag.FileName, "rename it", "the name is not UTF-8")
			mistakes[name] = bad
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		*names = append(*names, name)
		return nil
	})
}

// readAll reads files on all processors. The error is the first failure in the order of the names.
func readAll(fsys fs.FS, names []string) ([]*item, error) {
	items, failures := make([]*item, len(names)), make([]error, len(names))
	next := make(chan int)
	var group sync.WaitGroup
	for range min(len(names), runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := range next {
				items[i], failures[i] = readItem(fsys, names[i])
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	group.Wait()
	return items, errors.Join(failures...)
}

// readItem reads one file by itself.
func readItem(fsys fs.FS, name string) (*item, error) {
	it := &item{}
	checkName(name, &it.mistakes)
	if path.Ext(name) == ".yml" && !strings.Contains(name, "/samples/") {
		it.mistakes.Add(diag.Position{File: name}, diag.FileName, "rename it to end with .yaml", "a data file's name ends with .yaml")
	}
	if path.Ext(name) != ".md" && !isData(name) {
		if _, err := stat(fsys, name); err != nil {
			return it, linkFailure(diag.Position{File: name}, err, &it.mistakes)
		}
		it.other = true
		return it, nil
	}
	text, err := readText(fsys, name, &it.mistakes)
	switch {
	case text == nil || err != nil:
	case isData(name):
		it.data = ParseYAML(text, diag.Position{File: name, Line: 1, Column: 1}, &it.mistakes)
	case strings.HasPrefix(path.Base(name), "_"):
		it.partial = &File{Path: name, Sum: sha256.Sum256(text)}
	default:
		it.page = parsePage(name, text, &it.mistakes)
	}
	return it, err
}

// tree joins all that is known, ordered by path.
func (r *Reader) tree() (*Tree, diag.List) {
	tree := &Tree{Partials: map[string]*File{}, Data: map[string]*Node{}, fsys: r.fsys}
	var list diag.List
	for _, name := range slices.Sorted(maps.Keys(r.known)) {
		it := r.known[name]
		list = append(list, it.mistakes...)
		switch {
		case it.page != nil:
			tree.Pages = append(tree.Pages, it.page)
		case it.partial != nil:
			tree.Partials[name] = it.partial
		case it.data != nil:
			tree.Data[name] = it.data
		case it.other:
			tree.Files = append(tree.Files, name)
		}
	}
	tree.Settings = tree.loadSettings(&list)
	return tree, list
}

// stat describes a file. A symbolic link to a folder leads to no file.
func stat(fsys fs.FS, name string) (fs.FileInfo, error) {
	info, err := fs.Stat(fsys, name)
	if err == nil && info.IsDir() {
		return nil, fs.ErrNotExist
	}
	return info, err
}

// readText reads a text without byte order mark and with plain newlines. It is nil, with a diagnostic, when the file is
// no usable text.
func readText(fsys fs.FS, name string, list *diag.List) ([]byte, error) {
	pos := diag.Position{File: name}
	if info, err := stat(fsys, name); err != nil {
		return nil, linkFailure(pos, err, list)
	} else if info.Size() > maxText {
		list.Add(pos, diag.FileTooLarge, "split it into several files", "%d bytes are more than the %d that a text file may have", info.Size(), maxText)
		return nil, nil
	}
	text, err := fs.ReadFile(fsys, name)
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

// isData tells whether a file is YAML for the generator, and not a sample of some program's configuration.
func isData(name string) bool {
	return path.Ext(name) == ".yaml" && !strings.Contains(name, "/samples/")
}
