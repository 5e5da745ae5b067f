package generator_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed tells, for each package, which others of the project it may import. A package that is not listed may import none, and
// has to be put here: a new package is a decision.
var allowed = map[string][]string{
	".":                  {"generator", "generator/catalog", "generator/content", "generator/diag", "generator/markdown", "generator/serve", "generator/store"},
	"generator":          {"generator/assets", "generator/catalog", "generator/content", "generator/diag", "generator/export", "generator/markdown", "generator/publish", "generator/render", "generator/site", "generator/store", "generator/twin"},
	"generator/assets":   {"generator/diag"},
	"generator/catalog":  {"generator/content", "generator/diag"},
	"generator/content":  {"generator/diag"},
	"generator/diag":     {},
	"generator/export":   {"generator/catalog", "generator/content", "generator/diag"},
	"generator/markdown": {"generator/diag"},
	"generator/publish":  {"generator/diag"},
	"generator/render":   {"generator/assets", "generator/catalog", "generator/content", "generator/diag", "generator/export", "generator/markdown", "generator/site"},
	"generator/serve":    {"generator", "generator/assets", "generator/catalog", "generator/content", "generator/diag", "generator/export", "generator/markdown", "generator/publish", "generator/render", "generator/site", "generator/store", "generator/twin"},
	"generator/site":     {"generator/catalog", "generator/content", "generator/diag", "generator/markdown"},
	"generator/store":    {"generator/diag"},
	"generator/twin":     {},
}

// homes are the packages that may import what has one home: third-party modules and html/template.
var homes = map[string][]string{
	"github.com/alecthomas/chroma":                 {"generator/markdown"},
	"github.com/JohannesKaufmann/html-to-markdown": {"generator/twin"},
	"github.com/arran4/golang-ical":                {"generator/export"},
	"github.com/dlclark/regexp2":                   {"generator/markdown"}, // chroma's own; see quick.go
	"github.com/evanw/esbuild":                     {"generator/assets"},
	"github.com/fsnotify/fsnotify":                 {"generator/serve"},
	"github.com/gofrs/flock":                       {"generator/publish"},
	"github.com/spf13/cobra":                       {"."},
	"github.com/yuin/goldmark":                     {"generator/markdown"},
	"go.yaml.in/yaml":                              {"generator/content"},
	"golang.org/x/image":                           {"generator/assets"},
	"golang.org/x/net/html":                        {"generator/serve", "generator/twin"},
	"golang.org/x/term":                            {"."},
	"html/template":                                {"generator/render", "generator", "generator/serve"}, // redirects and error pages need no theme
}

func TestImports(t *testing.T) {
	t.Parallel()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (name == "generator/benchmark" || entry.Name() == "testdata" || !strings.HasPrefix(name, "generator")):
			return fs.SkipDir // the benchmarks are programs of their own
		case path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		checkImports(t, root, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImports(t *testing.T, root fs.FS, name string) {
	t.Helper()
	text, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	folder := path.Dir(name)
	if _, known := allowed[folder]; !known {
		t.Errorf("%s: the package %s is not in the table", name, folder)
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if !mayImport(folder, imported) {
			t.Errorf("%s imports %s", name, imported)
		}
	}
}

func mayImport(folder, imported string) bool {
	if ours, ok := strings.CutPrefix(imported, "touchstone/"); ok {
		return slices.Contains(allowed[folder], ours)
	}
	for module, packages := range homes {
		if imported == module || strings.HasPrefix(imported, module+"/") {
			return slices.Contains(packages, folder)
		}
	}
	return !strings.Contains(imported, ".") // the standard library
}
