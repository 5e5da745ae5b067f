package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
)

// NewFiles writes a new page, or a new entry of the catalogue, into the project in a folder and gives the paths of the
// files that it wrote. The path is that of a Markdown file, such as guide/testing.md, or, in the folder of the entries, that
// of the entry's folder; content/ before it may be left out. Nothing that exists is overwritten.
func NewFiles(dir, name string) ([]string, error) {
	name = path.Join(content.Folder, strings.TrimPrefix(filepath.ToSlash(name), content.Folder+"/"))
	if !fs.ValidPath(name) || !strings.HasPrefix(name, content.Folder+"/") || path.Base(name) == ".md" {
		return nil, fmt.Errorf("%s is not a path below %s/", name, content.Folder)
	}
	tree, _, err := content.Load(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	cat, _ := catalog.New(tree)
	if path.Ext(name) == ".md" {
		return writeNew(dir, map[string]string{name: newPage(titleOf(name))})
	}
	if cat == nil || path.Dir(name) != path.Join(content.Folder, cat.Settings.Entries) {
		return writeNew(dir, map[string]string{name + "/index.md": newPage(titleOf(name))})
	}
	return writeNew(dir, map[string]string{
		name + "/index.md":     newPage(titleOf(name)),
		name + "/facts.yaml":   newFacts(cat, titleOf(name)),
		name + "/sources.yaml": newSources(path.Base(name)),
	})
}

func writeNew(dir string, files map[string]string) ([]string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var written []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return written, err
		}
		file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return written, err
		}
		_, err = file.WriteString(files[name])
		if err = errors.Join(err, file.Close()); err != nil {
			return written, err
		}
		written = append(written, name)
	}
	return written, nil
}

// titleOf makes a first title of a path: content/guide/going-live.md becomes Going live.
func titleOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), ".md")
	if base == "index" {
		base = path.Base(path.Dir(name))
	}
	words := strings.NewReplacer("-", " ", "_", " ").Replace(base)
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

func newPage(title string) string {
	return fmt.Sprintf("---\ntitle: %q\ndescription: \"\"\n---\n\n", title)
}

// newFacts lists every field with what it asks for, so that the file is filled in from top to bottom.
func newFacts(cat *catalog.Catalog, name string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "entry: %q\napplies_to: \"\" # the version that the facts are read for\nchecked:       # the day, as 2026-01-31\nfacts:\n", name)
	for _, group := range cat.FieldGroups {
		fmt.Fprintf(&out, "  # %s\n", group.Label)
		for _, field := range group.Fields {
			fmt.Fprintf(&out, "  %s: {state: unchecked} # %s\n", field.ID, fieldHint(field))
		}
	}
	return out.String()
}

func fieldHint(field *catalog.Field) string {
	hint := field.Label + ", " + field.Type
	if vocabulary := field.Terms(); vocabulary != nil {
		var ids []string
		for _, term := range vocabulary.Terms {
			ids = append(ids, term.ID)
		}
		hint += ": " + strings.Join(ids, " | ")
	}
	return hint
}

func newSources(id string) string {
	return fmt.Sprintf("sources: []\n# - {id: %s-docs, title: , publisher: , kind: vendor-docs, url: , dated: , read: }\n", id)
}
