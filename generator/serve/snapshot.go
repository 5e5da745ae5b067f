package serve

import (
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// maxHashed is the size in bytes above which a file's size and time alone tell whether it has changed.
const maxHashed = 16 << 20

// fresh is the age below which a file's time is not relied on: a second write within the clock's tick would show the same
// one.
const fresh = 100 * time.Millisecond

// snapshot is what the watched folders held when they were last looked at: folder, name, file.
type snapshot struct {
	seed    maphash.Seed
	folders map[string]map[string]file
}

// file is what tells whether a file has changed.
type file struct {
	size     int64
	modified time.Time // zero: not to be relied on
	hash     uint64
	hashed   bool
}

func newSnapshot() *snapshot {
	return &snapshot{seed: maphash.MakeSeed(), folders: map[string]map[string]file{}}
}

// enter adds a folder, if it is not there yet.
func (s *snapshot) enter(folder string) {
	if s.folders[folder] == nil {
		s.folders[folder] = map[string]file{}
	}
}

// update takes in how a file is now. It tells whether its bytes have changed, and not only its time.
func (s *snapshot) update(path string, info fs.FileInfo) bool {
	folder, name := filepath.Split(path)
	folder = filepath.Clean(folder)
	before, known := s.folders[folder][name]
	if known && same(before, info) {
		return false
	}
	now := stamp(info)
	if known || now.modified.IsZero() {
		now.hash, now.hashed = s.hash(path, info.Size())
	}
	s.enter(folder)
	s.folders[folder][name] = now
	return !known || before.size != now.size || !before.hashed || !now.hashed || before.hash != now.hash
}

// isEmpty tells whether a file was there and empty.
func (s *snapshot) isEmpty(path string) bool {
	folder, name := filepath.Split(path)
	before, known := s.folders[filepath.Clean(folder)][name]
	return known && before.size == 0
}

// fill hashes the files that are not hashed yet, so that their next change can be told from a touch.
func (s *snapshot) fill() {
	for folder, files := range s.folders {
		for name, before := range files {
			path := filepath.Join(folder, name)
			if before.hashed {
				continue
			}
			now := before
			now.hash, now.hashed = s.hash(path, before.size)
			// Looked at after it was read: when the file is as it was before, what was read is what was there.
			if info, err := os.Stat(path); err == nil && same(before, info) {
				files[name] = now
			}
		}
	}
}

// forget drops a file, or a folder with all that is in it. It tells whether a file was dropped.
func (s *snapshot) forget(path string) bool {
	folder, name := filepath.Split(path)
	folder = filepath.Clean(folder)
	_, dropped := s.folders[folder][name]
	delete(s.folders[folder], name)
	for _, inner := range s.below(path) {
		dropped = dropped || len(s.folders[inner]) > 0
		delete(s.folders, inner)
	}
	return dropped
}

// below gives the folder at a path, if it is one, and all folders in it.
func (s *snapshot) below(path string) []string {
	var folders []string
	for folder := range s.folders {
		if folder == path || strings.HasPrefix(folder, path+string(filepath.Separator)) {
			folders = append(folders, folder)
		}
	}
	return folders
}

func (s *snapshot) hash(path string, size int64) (sum uint64, hashed bool) {
	if size > maxHashed {
		return 0, false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	return maphash.Bytes(s.seed, data), true
}

func stamp(info fs.FileInfo) file {
	f := file{size: info.Size(), modified: info.ModTime()}
	if age := time.Since(f.modified); age < fresh {
		f.modified = time.Time{}
	}
	return f
}

func same(f file, info fs.FileInfo) bool {
	return f.size == info.Size() && !f.modified.IsZero() && f.modified.Equal(info.ModTime())
}
