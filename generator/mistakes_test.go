package generator_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/generator"
	"touchstone/generator/content"
	"touchstone/generator/diag"
)

const (
	siteYAML = "title: Site\nbase_url: https://example.org\n"
	homePage = "---\ntitle: Home\n---\n"
)

// A project with hundreds of mistakes hears of every one of them at once, in the order of its files.
func TestEveryMistakeIsReported(t *testing.T) {
	t.Parallel()
	const pages = 300
	project := textProject(map[string]string{"content/site.yaml": siteYAML, "content/index.md": homePage})
	want := map[string]int{"key-unknown": pages, "value-type": pages, "link-broken": pages, "raw-html": pages, "title-duplicate": pages - 1, "anchor-broken": pages}
	for i := range pages {
		project[fmt.Sprintf("content/p%03d.md", i)] = &fstest.MapFile{Data: []byte(
			"---\ntitle: Same\nwieght: 1\nupdated: soon\n---\n[a](nowhere.md)\n\n<b>\n\n[b](#none)\n")}
	}
	_, list, err := generator.Check(configOf(project))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, d := range list {
		got[d.Rule.ID]++
	}
	for rule, n := range want {
		if got[rule] != n {
			t.Errorf("%s is reported %d times instead of %d", rule, got[rule], n)
		}
	}
	sorted := slices.Clone(list)
	sorted.Sort()
	if !slices.Equal(list, sorted) {
		t.Error("the list is not sorted, or holds a mistake twice")
	}
}

// Every rule occurs in a case of testdata or is named here with the test that has it.
func TestEveryRuleHasACase(t *testing.T) {
	t.Parallel()
	elsewhere := map[string]string{
		"file-too-large": "TestLargeFile",
		"markdown-limit": "package markdown",
		"code-time":      "depends on the clock",
	}
	names, err := filepath.Glob("testdata/build/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	for _, rule := range diag.Rules {
		if elsewhere[rule.ID] == "" && !strings.Contains(all.String(), "["+rule.ID+"]") {
			t.Errorf("no case of testdata/build has a mistake of the rule %s", rule.ID)
		}
	}
}

func TestLargeFile(t *testing.T) {
	t.Parallel()
	project := textProject(map[string]string{"content/site.yaml": siteYAML, "content/index.md": homePage + strings.Repeat("x\n", 2<<20)})
	_, list, err := generator.Check(configOf(project))
	if err != nil || !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Rule == diag.FileTooLarge && d.Pos.File == "content/index.md" }) {
		t.Errorf("a file of 4 MB is not refused: %v %v", list, err)
	}
}

// A hundred thousand keys, or as many levels, take no more than a moment.
func TestHostileYAML(t *testing.T) {
	t.Parallel()
	var keys strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&keys, "k%d: 1\n", i)
	}
	for _, text := range []string{keys.String(), strings.Repeat("[", 100_000), strings.Repeat("- ", 5_000) + "x", strings.Repeat("{a: ", 5_000)} {
		var list diag.List
		content.ParseYAML([]byte(text), diag.Position{File: "x.yaml", Line: 1, Column: 1}, &list)
	}
}

// A symbolic link out of the project, or to nothing, is a mistake of the project and not of the machine.
func TestSymbolicLinks(t *testing.T) {
	t.Parallel()
	outside, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(outside, "secret.txt"), "secret")
	write(t, filepath.Join(dir, "content/site.yaml"), siteYAML)
	write(t, filepath.Join(dir, "content/index.md"), homePage)
	for name, target := range map[string]string{"a.md": "secret.txt", "b.txt": "secret.txt", "c.yaml": "secret.txt", "d.png": "none", "e.png": ".", "f.svg": "secret.txt", "g.md": "."} {
		if err := os.Symlink(filepath.Join(outside, target), filepath.Join(dir, "content", name)); err != nil {
			skipUnlessLinux(t, err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(dir, "content/folder")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	result := build(t, configOf(root.FS()))
	for _, name := range []string{"a.md", "b.txt", "c.yaml", "d.png", "e.png", "f.svg", "g.md", "folder"} {
		if !strings.Contains(result.diagnostics, "content/"+name+": error: the symbolic link leads to no file") {
			t.Errorf("%s is not reported:\n%s", name, result.diagnostics)
		}
	}
	for name, text := range result.files {
		if strings.Contains(text, "secret") {
			t.Errorf("%s holds what the link leads to", name)
		}
	}
}

// A name that is no text cannot be an address; a disk may hold it all the same.
func TestNameOfBytes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content/site.yaml"), siteYAML)
	write(t, filepath.Join(dir, "content/index.md"), homePage)
	if err := os.WriteFile(filepath.Join(dir, "content/\xee.md"), []byte(homePage), 0o644); err != nil {
		skipUnlessLinux(t, err)
	}
	result := build(t, configOf(os.DirFS(dir)))
	if want := "content/\uFFFD.md: error: the name is not UTF-8 [file-name]\n    hint: rename it\n"; result.diagnostics != want {
		t.Errorf("reported %s", result.diagnostics)
	}
}

// A link to a file within the project is as good as the file.
func TestSymbolicLinkInside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content/site.yaml"), siteYAML)
	write(t, filepath.Join(dir, "content/index.md"), homePage)
	write(t, filepath.Join(dir, "content/a.txt"), "text")
	if err := os.Symlink("a.txt", filepath.Join(dir, "content/b.txt")); err != nil {
		skipUnlessLinux(t, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if result := build(t, configOf(root.FS())); result.files["b.txt"] != "text" {
		t.Errorf("b.txt is not published: %s", result.diagnostics)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A failure of the disk is an error that says what was read, and no diagnostic.
func TestFailureToRead(t *testing.T) {
	t.Parallel()
	_, _, err := generator.Check(configOf(failing{textProject(map[string]string{"content/site.yaml": siteYAML, "content/index.md": homePage})}))
	if err == nil || !strings.Contains(err.Error(), "read content") {
		t.Errorf("got %v", err)
	}
}

// failing is a file system on which the home page cannot be read.
type failing struct{ fs.FS }

func (f failing) Open(name string) (fs.File, error) {
	if name == "content/index.md" {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrPermission}
	}
	return f.FS.Open(name)
}

// skipUnlessLinux ends a test of what some systems' disks cannot hold. Linux, on which CI runs, can.
func skipUnlessLinux(t *testing.T, err error) {
	t.Helper()
	if runtime.GOOS == "linux" {
		t.Fatal(err)
	}
	t.Skip(err)
}
