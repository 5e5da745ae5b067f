// Package publish is the last stage of a build: it puts outputs into a folder without ever harming one.
//
// A [Writer] first stages what is new, inside the folder but out of sight, and then moves it all into place. It remembers
// in a manifest which files it wrote: files of the manifest that are no longer outputs are removed, and nothing else is. A
// folder that holds files and no manifest is not touched. Whenever a build is stopped, every file there is whole, and the
// next build clears up. One build at a time writes into a folder: others are refused.
package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/gofrs/flock"
)

const (
	// Manifest is the file in the output folder that lists what a build wrote.
	Manifest = ".touchstone-manifest"
	// staging is the folder in the output folder that holds new files until all of them are there.
	staging = ".touchstone-staging"
	// header is the manifest's first line; it tells it from a file of the same name that is somebody else's.
	header = "touchstone manifest 1"
)

// ErrForeign says that the output folder holds files that no build wrote.
var ErrForeign = errors.New("holds files that no build wrote; choose an empty folder or remove them")

// ErrBusy says that another build is writing into the output folder.
var ErrBusy = errors.New("another build is writing there; wait for its end or choose another folder")

// Output is a file to publish: its path, relative to the output folder and with slashes, and its bytes.
type Output struct {
	Path string
	Data []byte
}

// Result counts what a publication did.
type Result struct {
	Files   int // outputs in all
	Written int // of which new or changed
	Removed int // files of an earlier build that are gone
	Bytes   int64
}

// Writer publishes into one folder. Put may be called by several goroutines; Commit or Abort ends its use.
type Writer struct {
	dir    string
	made   bool // the folder was not there before
	lock   *flock.Flock
	root   *os.Root // nothing is written outside, whatever a path or a link says
	stage  *os.Root // the folder for new files, in root
	before map[string]string

	mu     sync.Mutex
	after  map[string]string // the hash of every output, by path
	staged []string          // the paths of new outputs, in the order of the names that they are staged by
	result Result
}

// Open prepares a folder, which is made when it does not exist. The error is [ErrForeign] when it holds files and no
// manifest of an earlier build, and [ErrBusy] while another writer is open for it.
func Open(dir string) (*Writer, error) {
	_, err := os.Lstat(dir)
	w := &Writer{dir: dir, made: errors.Is(err, fs.ErrNotExist), after: map[string]string{}}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make output folder: %w", err)
	}
	if w.root, err = os.OpenRoot(dir); err != nil {
		return nil, fmt.Errorf("open output folder: %w", err)
	}
	if err := w.start(); err != nil {
		w.close()
		return nil, fmt.Errorf("output folder %s: %w", dir, err)
	}
	return w, nil
}

func (w *Writer) start() (err error) {
	if w.lock, err = lock(w.dir); err != nil {
		return err
	}
	if w.before, err = readManifest(w.root); err != nil {
		return err
	}
	w.stage, err = openStage(w.root)
	return err
}

// lock keeps others out of a folder until this process closes it or ends, however it ends. The lock is on the folder itself,
// so that nothing stays behind; where a system or a disk has no such locks, builds do without.
func lock(dir string) (*flock.Flock, error) {
	l := flock.New(dir, flock.SetFlag(os.O_RDONLY))
	if locked, err := l.TryLock(); err == nil && !locked {
		return nil, ErrBusy
	}
	return l, nil
}

func (w *Writer) close() {
	w.root.Close()
	if w.lock != nil {
		w.lock.Close()
	}
}

// openStage makes the folder for new files anew; a build that was stopped may have left one.
func openStage(root *os.Root) (*os.Root, error) {
	if err := root.RemoveAll(staging); err != nil {
		return nil, err
	}
	if err := root.Mkdir(staging, 0o755); err != nil {
		return nil, err
	}
	return root.OpenRoot(staging)
}

func readManifest(root *os.Root) (map[string]string, error) {
	text, err := root.ReadFile(Manifest)
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := fs.ReadDir(root.FS(), ".")
		foreign := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() != staging })
		if err == nil && foreign {
			err = ErrForeign
		}
		return map[string]string{}, err
	}
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if lines[0] != header {
		return nil, ErrForeign
	}
	files := map[string]string{}
	for _, line := range lines[1:] {
		if hash, name, ok := strings.Cut(line, "  "); ok && usable(name) {
			files[name] = hash
		}
	}
	return files, nil
}

// Put stages one output unless the folder has the same bytes already.
func (w *Writer) Put(output Output) error {
	if !usable(output.Path) {
		return fmt.Errorf("publish: %q cannot be the path of an output", output.Path)
	}
	old, err := w.root.ReadFile(output.Path)
	if changed := err != nil || !bytes.Equal(old, output.Data); changed {
		if err := w.stage.WriteFile(w.reserve(output.Path), output.Data, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", output.Path, err)
		}
	}
	sum := sha256.Sum256(output.Data)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.after[output.Path] = hex.EncodeToString(sum[:])
	w.result.Files++
	w.result.Bytes += int64(len(output.Data))
	return nil
}

// reserve gives the name that a new output is staged by. The names are numbers, side by side: to make a folder for each
// page twice, and to remove one of the two again, took longer than to write the pages.
func (w *Writer) reserve(name string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.staged = append(w.staged, name)
	w.result.Written++
	return strconv.Itoa(len(w.staged) - 1)
}

// usable tells whether an output may have a path. A line break would forge a line of the manifest.
func usable(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return fs.ValidPath(name) && name != "." && first != Manifest && first != staging && !strings.ContainsAny(name, "\r\n\x00")
}

// Abort drops what was staged. The folder is as it was.
func (w *Writer) Abort() error {
	defer w.close()
	if err := w.unstage(); err != nil {
		return err
	}
	if w.made {
		return os.Remove(w.dir)
	}
	return nil
}

// Commit moves what was staged into place, removes the files of the last build that this one did not put, and gives the
// counts. The manifest first lists the files of both builds, so that a stop in between leaves nothing unknown.
func (w *Writer) Commit() (Result, error) {
	defer w.close()
	defer w.stage.Close()
	both := maps.Clone(w.before)
	maps.Copy(both, w.after)
	if err := w.writeManifest(both); err != nil {
		return w.result, err
	}
	for number, name := range w.staged {
		if err := w.place(number, name); err != nil {
			return w.result, fmt.Errorf("publish %s: %w", name, err)
		}
	}
	for name := range w.before {
		if _, kept := w.after[name]; !kept {
			if err := w.remove(name); err != nil {
				return w.result, fmt.Errorf("remove %s: %w", name, err)
			}
			w.result.Removed++
		}
	}
	if err := w.writeManifest(w.after); err != nil {
		return w.result, err
	}
	return w.result, w.unstage()
}

// unstage removes the staged files that were not moved, and their folder.
func (w *Writer) unstage() error {
	w.stage.Close() // else some systems do not remove it
	if err := w.root.RemoveAll(staging); err != nil {
		return fmt.Errorf("remove staged files: %w", err)
	}
	return nil
}

// place renames a staged file to its own name. What stands in its way is of an earlier build: a folder where now a file
// is, or a file where now a folder is.
func (w *Writer) place(number int, name string) error {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, ours := w.before[dir]; ours {
			if err := w.root.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			delete(w.before, dir)
		}
	}
	if info, err := w.root.Stat(name); err == nil && info.IsDir() {
		for old := range w.before {
			if strings.HasPrefix(old, name+"/") {
				if err := w.remove(old); err != nil {
					return err
				}
				delete(w.before, old)
			}
		}
	}
	if err := w.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	return w.root.Rename(path.Join(staging, strconv.Itoa(number)), name)
}

func (w *Writer) writeManifest(files map[string]string) error {
	var text strings.Builder
	fmt.Fprintln(&text, header)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&text, "%s  %s\n", files[name], name)
	}
	if old, err := w.root.ReadFile(Manifest); err == nil && string(old) == text.String() {
		return nil
	}
	if err := w.stage.WriteFile(Manifest, []byte(text.String()), 0o644); err != nil { // no output is staged by this name
		return fmt.Errorf("write manifest: %w", err)
	}
	if err := w.root.Rename(path.Join(staging, Manifest), Manifest); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return nil
}

// remove deletes a file and the folders that it leaves empty. After a build that was stopped the manifest may name a file
// where now a folder is, or one below what now is a file: then the file is gone already.
func (w *Writer) remove(name string) error {
	info, err := w.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || err == nil && info.IsDir() {
		return nil
	}
	if err := w.root.Remove(name); err != nil {
		return err
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if w.root.Remove(dir) != nil {
			break // not empty
		}
	}
	return nil
}
