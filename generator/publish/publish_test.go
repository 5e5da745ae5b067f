package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// publishAll publishes files and gives the counts.
func publishAll(t *testing.T, dir string, files map[string]string) Result {
	t.Helper()
	writer := stage(t, dir, files)
	result, err := writer.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func stage(t *testing.T, dir string, files map[string]string) *Writer {
	t.Helper()
	writer, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := writer.Put(Output{name, []byte(files[name])}); err != nil {
			t.Fatal(err)
		}
	}
	return writer
}

// contents gives every file and every empty folder of a folder, but for the manifest.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "." || name == Manifest {
			return err
		}
		if entry.IsDir() {
			if inside, err := os.ReadDir(filepath.Join(dir, name)); err != nil || len(inside) > 0 {
				return err
			}
			files[name+"/"] = ""
			return nil
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func expect(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	if got := contents(t, dir); !maps.Equal(got, want) {
		t.Errorf("the folder holds %v and not %v", got, want)
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

func TestForeignFolder(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"a file":                   {"thesis.txt": "years of work"},
		"a hidden file":            {".git/config": "x"},
		"somebody else's manifest": {Manifest: "not ours\n", "x": "y"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, text := range files {
				write(t, filepath.Join(dir, file), text)
			}
			before := contents(t, dir)
			if _, err := Open(dir); !errors.Is(err, ErrForeign) {
				t.Errorf("got %v", err)
			}
			expect(t, dir, before)
		})
	}
}

// Of two builds into one folder at a time the second is refused, and harms nothing of the first.
func TestOneBuildAtATime(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	first := stage(t, dir, map[string]string{"index.html": "first"})
	if _, err := Open(dir); !errors.Is(err, ErrBusy) {
		t.Errorf("the second build: %v", err)
	}
	if _, err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, map[string]string{"index.html": "first"})
	if err := stage(t, dir, map[string]string{"index.html": "second"}).Abort(); err != nil {
		t.Fatal(err)
	}
	publishAll(t, dir, map[string]string{"index.html": "third"})
	expect(t, dir, map[string]string{"index.html": "third"})
}

func TestUnchangedFilesAreLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	publishAll(t, dir, map[string]string{"index.html": "home", "a/index.html": "a"})
	home, err := os.Stat(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	result := publishAll(t, dir, map[string]string{"index.html": "home", "a/index.html": "other"})
	if result != (Result{Files: 2, Written: 1, Bytes: 9}) {
		t.Errorf("counted %+v", result)
	}
	after, err := os.Stat(filepath.Join(dir, "index.html"))
	if err != nil || !os.SameFile(home, after) || !after.ModTime().Equal(home.ModTime()) {
		t.Errorf("the unchanged file was written again: %v", err)
	}
	expect(t, dir, map[string]string{"index.html": "home", "a/index.html": "other"})
}

func TestVanishedOutputs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	publishAll(t, dir, map[string]string{"index.html": "home", "a/b/c/index.html": "c", "a/index.html": "a", "d/e/index.html": "e"})
	write(t, filepath.Join(dir, "CNAME"), "somebody's")
	write(t, filepath.Join(dir, "d/e/notes.txt"), "somebody's")
	result := publishAll(t, dir, map[string]string{"index.html": "home", "a/index.html": "a"})
	if result.Removed != 2 {
		t.Errorf("counted %+v", result)
	}
	expect(t, dir, map[string]string{"index.html": "home", "a/index.html": "a", "CNAME": "somebody's", "d/e/notes.txt": "somebody's"})
	if _, err := os.Stat(filepath.Join(dir, "a/b")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an emptied folder stays: %v", err)
	}
}

func TestFileAndFolderSwap(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, folder := map[string]string{"a": "file", "x/y": "file"}, map[string]string{"a/b/c": "below", "a/d": "below", "x/y/z": "below"}
	for range 2 {
		publishAll(t, dir, file)
		expect(t, dir, file)
		publishAll(t, dir, folder)
		expect(t, dir, folder)
	}
}

func TestAbort(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	publishAll(t, dir, map[string]string{"index.html": "home", "a": "a"})
	manifest, err := os.ReadFile(filepath.Join(dir, Manifest))
	if err != nil {
		t.Fatal(err)
	}
	if err := stage(t, dir, map[string]string{"index.html": "new", "b/c": "new"}).Abort(); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, map[string]string{"index.html": "home", "a": "a"})
	if after, err := os.ReadFile(filepath.Join(dir, Manifest)); err != nil || string(after) != string(manifest) {
		t.Errorf("the manifest changed: %v", err)
	}
}

// A build may be stopped at any point of its Commit. The next one knows every file that is there and ends with what it
// wants, also where files and folders had begun to change places.
func TestInterruptedCommit(t *testing.T) {
	t.Parallel()
	before := map[string]string{"index.html": "home", "old": "old", "a": "file", "b/c": "folder"}
	after := map[string]string{"index.html": "new", "new": "new", "a/b": "folder", "b": "file", "manifest": "one of that name"}
	for name, there := range map[string]map[string]string{
		"nothing was moved":    before,
		"a part was moved":     {"index.html": "new", "old": "old", "a/b": "folder", "b/c": "folder"},
		"everything was moved": {"index.html": "new", "new": "new", "old": "old", "a/b": "folder", "b": "file", "manifest": "one of that name"},
	} {
		for next, want := range map[string]map[string]string{"the same again": after, "the earlier one": before, "nothing": {}} {
			t.Run(name+", then "+next, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				for file, text := range there {
					write(t, filepath.Join(dir, file), text)
				}
				write(t, filepath.Join(dir, staging, "index.html"), "half a f")
				union := header + "\n"
				for _, file := range slices.Sorted(maps.Keys(mergedWith(before, after))) {
					union += strings.Repeat("0", 64) + "  " + file + "\n"
				}
				write(t, filepath.Join(dir, Manifest), union)
				publishAll(t, dir, want)
				expect(t, dir, want)
				publishAll(t, dir, after)
				expect(t, dir, after)
			})
		}
	}
}

func mergedWith(a, b map[string]string) map[string]string {
	both := maps.Clone(a)
	maps.Copy(both, b)
	return both
}

// A build that was stopped before its first manifest leaves a folder that is nobody's.
func TestInterruptedFirstBuild(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, staging, "index.html"), "half a f")
	publishAll(t, dir, map[string]string{"index.html": "home"})
	expect(t, dir, map[string]string{"index.html": "home"})
}

func TestUnusablePaths(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "public")
	writer, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", ".", "..", "../x", "/x", "a/../../x", "a/../x", "a//x", "./x", "x/", Manifest, Manifest + "/x", staging, staging + "/x", "a\nb", "a\rb", "a\x00b"} {
		if err := writer.Put(Output{name, []byte("x")}); err == nil {
			t.Errorf("%q is the path of an output", name)
		}
	}
	if _, err := writer.Commit(); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, map[string]string{})
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 {
		t.Errorf("beside the folder stands %v: %v", entries, err)
	}
}

// A manifest that somebody changed cannot make a build remove what lies outside.
func TestForgedManifest(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	write(t, filepath.Join(parent, "precious"), "x")
	write(t, filepath.Join(dir, Manifest), header+"\n0  ../precious\n0  /etc/none\n0  a/../../precious\n0  "+staging+"/x\ngarbage\n")
	publishAll(t, dir, map[string]string{"index.html": "home"})
	expect(t, parent, map[string]string{"precious": "x", "public/index.html": "home", "public/" + Manifest: contents(t, parent)["public/"+Manifest]})
}

// Nothing is written through a symbolic link that leads out of the folder.
func TestLinksOutside(t *testing.T) {
	t.Parallel()
	outside, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(outside, "index.html"), "precious")
	publishAll(t, dir, map[string]string{"index.html": "home", "a/index.html": "a"})
	if err := os.RemoveAll(filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "a")); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := os.Remove(filepath.Join(dir, "index.html")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "index.html"), filepath.Join(dir, "index.html")); err != nil {
		t.Fatal(err)
	}
	if _, err := stage(t, dir, map[string]string{"index.html": "new", "a/index.html": "new", "a/other.html": "new"}).Commit(); err == nil {
		t.Error("a file was published below a link to another folder")
	}
	if _, err := stage(t, dir, map[string]string{"index.html": "new"}).Commit(); err == nil {
		t.Log("the link was not followed to remove a file either")
	}
	expect(t, outside, map[string]string{"index.html": "precious"})
}

func TestConcurrentPuts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writer, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	var group sync.WaitGroup
	for i := range 200 {
		name := fmt.Sprintf("%d/%d/index.html", i%7, i)
		want[name] = name
		group.Go(func() {
			if err := writer.Put(Output{name, []byte(name)}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if result, err := writer.Commit(); err != nil || result.Files != 200 || result.Written != 200 {
		t.Errorf("%+v, %v", result, err)
	}
	expect(t, dir, want)
}
