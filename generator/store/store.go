// Package store remembers what is dear to make and depends on nothing but its input: conversions of texts.
//
// A [Store] holds values by a [Key] that is made of everything that goes into them, so there is nothing to invalidate and
// nothing can be stale. It keeps them in memory and, given a folder, on disk between runs; a damaged or foreign file
// there is the same as none.
package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Key stands for everything that a value depends on.
type Key [sha256.Size]byte

// KeyOf makes a key of parts. Parts are told apart by their lengths: ("a", "bc") is not ("ab", "c").
func KeyOf(parts ...[]byte) Key {
	hash := sha256.New()
	for _, part := range parts {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(part)))
		hash.Write(length[:])
		hash.Write(part)
	}
	return Key(hash.Sum(nil))
}

// Store remembers values of one type. Several goroutines, and several processes on one folder, may use it at a time.
type Store[T any] struct {
	dir      string // no folder: nothing is kept on disk
	inMemory int    // how many values are kept in memory, about

	mu      sync.Mutex
	current map[Key]*T // used since the last turn
	before  map[Key]*T // used before it

	recalled, kept atomic.Int64
}

// Open makes a store that keeps its values in a folder, which need not exist, or not on disk when dir is empty, and up to
// about a number of them in memory, those that were used last.
func Open[T any](dir string, inMemory int) *Store[T] {
	return &Store[T]{dir: dir, inMemory: inMemory, current: map[Key]*T{}}
}

// Recall gives the value for a key, or nil when it is not remembered. Values are shared: nobody may change one.
func (s *Store[T]) Recall(key Key) *T {
	value := s.recall(key)
	if value == nil {
		if value = s.read(key); value == nil {
			return nil
		}
		s.mu.Lock()
		s.remember(key, value)
		s.mu.Unlock()
	}
	s.recalled.Add(1)
	return value
}

// Counts tells how often a value was recalled and how many were kept.
func (s *Store[T]) Counts() (recalled, kept int) {
	return int(s.recalled.Load()), int(s.kept.Load())
}

// Keep remembers a value for a key. The value must not be changed any more.
func (s *Store[T]) Keep(key Key, value *T) {
	s.kept.Add(1)
	s.write(key, value)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remember(key, value)
}

func (s *Store[T]) recall(key Key) *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	value := s.current[key]
	if value == nil {
		if value = s.before[key]; value != nil {
			s.remember(key, value)
		}
	}
	return value
}

// remember keeps a value in memory. When half of the room is full the values that were not used since the last time are
// forgotten: the last used ones are kept without an order of use for each of them.
func (s *Store[T]) remember(key Key, value *T) {
	if s.inMemory == 0 {
		return
	}
	if len(s.current) >= max(1, s.inMemory/2) {
		s.before, s.current = s.current, map[Key]*T{}
	}
	s.current[key] = value
}

func (s *Store[T]) path(key Key) string {
	name := hex.EncodeToString(key[:])
	return filepath.Join(s.dir, name[:2], name[2:])
}

// read gives a value from disk, or nil when there is no whole one. A file begins with the hash of the rest.
func (s *Store[T]) read(key Key) *T {
	if s.dir == "" {
		return nil
	}
	data, err := os.ReadFile(s.path(key))
	if err != nil || len(data) < sha256.Size || sha256.Sum256(data[sha256.Size:]) != [sha256.Size]byte(data[:sha256.Size]) {
		return nil
	}
	now := time.Now()
	os.Chtimes(s.path(key), now, now) // Trim removes what was longest unused; that this may fail does no harm
	value := new(T)
	if gob.NewDecoder(bytes.NewReader(data[sha256.Size:])).Decode(value) != nil {
		return nil
	}
	return value
}

// write keeps a value on disk. That it could not be kept is no failure of the build: the next one makes it again.
func (s *Store[T]) write(key Key, value *T) {
	if s.dir == "" {
		return
	}
	var body bytes.Buffer
	if gob.NewEncoder(&body).Encode(value) != nil {
		return
	}
	name := s.path(key)
	if os.MkdirAll(filepath.Dir(name), 0o755) != nil {
		return
	}
	sum := sha256.Sum256(body.Bytes())
	temporary, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return
	}
	_, err = temporary.Write(append(sum[:], body.Bytes()...))
	if closed := temporary.Close(); err != nil || closed != nil || os.Rename(temporary.Name(), name) != nil {
		os.Remove(temporary.Name())
	}
}

// ours matches the paths of a store's files. A folder that was given by mistake may hold other things too.
var ours = regexp.MustCompile(`(^|/)[0-9a-f]{2}/([0-9a-f]{62}|\.new-[0-9]+)$`)

// Trim removes the files that were longest unused until those of the store hold at most limit bytes.
func (s *Store[T]) Trim(limit int64) error {
	if s.dir == "" {
		return nil
	}
	type file struct {
		path string
		info fs.FileInfo
	}
	var files []file
	var total int64
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !ours.MatchString(filepath.ToSlash(path)) {
			return nil // another process may have removed it, or it is somebody else's
		}
		if info, err := entry.Info(); err == nil {
			files = append(files, file{path, info})
			total += info.Size()
		}
		return nil
	})
	slices.SortFunc(files, func(a, b file) int { return a.info.ModTime().Compare(b.info.ModTime()) })
	for _, f := range files {
		if total <= limit {
			break
		}
		if os.Remove(f.path) == nil {
			total -= f.info.Size()
		}
	}
	return err
}
