package generator_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"touchstone/generator/content"
)

// TestBuild builds the projects of testdata/build. A file there is a case; testdata/README.md tells its form.
func TestBuild(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/build/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(strings.TrimSpace(string(archive.Comment))) == 0 {
				t.Error("the case does not say what it is about")
			}
			config := configOf(projectOf(t, archive))
			config.Today = todayOf(t, archive)
			result := build(t, config)
			if *update {
				rewrite(t, name, archive, result)
			}
			expect(t, archive, result)
		})
	}
}

// projectOf gives the files of an archive that belong to the project.
func projectOf(t *testing.T, archive *txtar.Archive) fstest.MapFS {
	t.Helper()
	project := fstest.MapFS{}
	for _, section := range archive.Files {
		switch folder, _, _ := strings.Cut(section.Name, "/"); folder {
		case "content", "templates", "static":
			name, quoted := strings.CutSuffix(section.Name, " quoted")
			data := section.Data
			if quoted {
				data = unquote(t, section)
			}
			project[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		}
	}
	return project
}

// todayOf gives the day by which the case's facts grow old, or no day.
func todayOf(t *testing.T, archive *txtar.Archive) content.Date {
	t.Helper()
	for _, section := range archive.Files {
		if section.Name == "today" {
			day, err := content.ParseDate(strings.TrimSpace(string(section.Data)))
			if err != nil {
				t.Fatal(err)
			}
			return day
		}
	}
	return content.Date{}
}

// unquote joins the Go strings that a section holds, one a line.
func unquote(t *testing.T, section txtar.File) []byte {
	t.Helper()
	var data []byte
	for line := range strings.Lines(string(section.Data)) {
		text, err := strconv.Unquote(strings.TrimSuffix(line, "\n"))
		if err != nil {
			t.Fatalf("%s: %s: %v", section.Name, line, err)
		}
		data = append(data, text...)
	}
	return data
}

// expect compares a build with all that an archive says of it.
func expect(t *testing.T, archive *txtar.Archive, result built) {
	t.Helper()
	diagnostics := ""
	for _, section := range archive.Files {
		text := string(section.Data)
		folder, name, _ := strings.Cut(section.Name, "/")
		output, exists := result.files[name]
		switch folder {
		case "content", "templates", "static", "today":
		case "diagnostics":
			diagnostics = text
		case "outputs":
			compare(t, "outputs", text, listOf(result))
		case "want":
			compare(t, name, text, expectation(output))
		case "has":
			if !exists {
				t.Errorf("there is no output %s", name)
			}
			expectLines(t, name, text, withoutFingerprints(output))
		case "absent":
			for path := range strings.Lines(text) {
				if _, exists := result.files[strings.TrimSpace(path)]; exists {
					t.Errorf("the output %s should not exist", path)
				}
			}
		default:
			t.Errorf("unknown section %s", section.Name)
		}
	}
	compare(t, "diagnostics", diagnostics, result.diagnostics)
}

// expectation gives the form in which an archive can hold an output: the last line ends.
func expectation(output string) string {
	if output != "" && !strings.HasSuffix(output, "\n") {
		output += "\n"
	}
	return withoutFingerprints(output)
}

func compare(t *testing.T, what, want, got string) {
	t.Helper()
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (- expected, + found):\n%s", what, diff)
	}
}

func expectLines(t *testing.T, name, lines, output string) {
	t.Helper()
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); !strings.Contains(output, line) {
			t.Errorf("%s lacks %s; it is\n%s", name, line, output)
		}
	}
}

// listOf gives the paths of all outputs, one a line.
func listOf(result built) string {
	paths := slices.Sorted(maps.Keys(result.files))
	if len(paths) == 0 {
		return ""
	}
	return withoutFingerprints(strings.Join(paths, "\n")) + "\n"
}

// rewrite puts what a build gave into the sections of its archive that hold expectations.
func rewrite(t *testing.T, file string, archive *txtar.Archive, result built) {
	t.Helper()
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "diagnostics" })
	for i, section := range archive.Files {
		if name, ok := strings.CutPrefix(section.Name, "want/"); ok {
			archive.Files[i].Data = []byte(expectation(result.files[name]))
		}
		if section.Name == "outputs" {
			archive.Files[i].Data = []byte(listOf(result))
		}
	}
	if result.diagnostics != "" {
		archive.Files = append(archive.Files, txtar.File{Name: "diagnostics", Data: []byte(result.diagnostics)})
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
