package generator_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/generator"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/publish"
	"touchstone/generator/store"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// tinyTheme draws the projects of testdata: a few lines a template, so that expectations stay short.
var tinyTheme = os.DirFS("testdata/theme")

// configOf describes a project that is built with nothing remembered.
func configOf(project fs.FS) generator.Config {
	return generator.Config{Root: project, Theme: tinyTheme, Documents: store.Open[markdown.Document]("", 100)}
}

// built is what came of building a project.
type built struct {
	published   bool
	diagnostics string            // in the form of diag's text
	files       map[string]string // the outputs, by path
}

// build builds a project as `touchstone build` does.
func build(t *testing.T, config generator.Config) built {
	t.Helper()
	return buildInto(t, config, t.TempDir())
}

// buildInto builds into a folder that may hold an earlier build.
func buildInto(t *testing.T, config generator.Config, dir string) built {
	t.Helper()
	_, list, err := generator.Build(config, dir, diag.Error)
	if err != nil && !errors.Is(err, generator.ErrMistakes) {
		t.Fatalf("build: %v", err)
	}
	return built{published: err == nil, diagnostics: printed(t, list), files: readFolder(t, dir)}
}

func printed(t *testing.T, list diag.List) string {
	t.Helper()
	var text strings.Builder
	if err := diag.Print(&text, "text", list); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// readFolder gives the text of every file of a folder, by path, but for what the publisher keeps for itself.
func readFolder(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for name, file := range snapshot(t, os.DirFS(dir), ".") {
		if name != publish.Manifest {
			files[name] = string(file.Data)
		}
	}
	return files
}

// snapshot copies folders of a file system into memory.
func snapshot(t *testing.T, fsys fs.FS, folders ...string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, folder := range folders {
		err := fs.WalkDir(fsys, folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := fs.ReadFile(fsys, name)
			files[filepath.ToSlash(name)] = &fstest.MapFile{Data: data, Mode: 0o644}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// textProject makes a project of paths and texts.
func textProject(texts map[string]string) fstest.MapFS {
	project := fstest.MapFS{}
	for name, text := range texts {
		project[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return project
}

var fingerprint = regexp.MustCompile(`(assets/[\w/.-]+)\.[0-9a-f]{10}\.`)

// withoutFingerprints puts HASH in the place of every fingerprint, so that an expectation outlives a change of styles.
func withoutFingerprints(text string) string {
	return fingerprint.ReplaceAllString(text, "$1.HASH.")
}
