// Package store remembers what is dear to make and depends on nothing but its input: conversions of texts.
//
// A [Store] holds values by a [Key] that is made of everything that goes into them, so there is nothing to invalidate and
// nothing can be stale. It keeps some in memory and, given a folder, all of them on disk between runs, in packs: see
// pack.go. A damaged or foreign file there is the same as none.
package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"sync"
	"sync/atomic"
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
	inMemory int    // how many values are kept in memory, about
	packs    *packs // nil: nothing is kept on disk

	mu      sync.Mutex
	current map[Key]*T // used since the last turn
	before  map[Key]*T // used before it

	kept atomic.Int64
}

// Open makes a store that keeps its values in a folder, which need not exist, or not on disk when dir is empty, and up to
// about a number of them in memory, those that were used last. That the folder cannot be used is no failure: then nothing
// is kept there.
func Open[T any](dir string, inMemory int) *Store[T] {
	s := &Store[T]{inMemory: inMemory, current: map[Key]*T{}}
	if dir != "" {
		s.packs = openPacks(dir)
	}
	return s
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
	return value
}

// Keep remembers a value for a key. The value must not be changed any more.
func (s *Store[T]) Keep(key Key, value *T) {
	s.kept.Add(1)
	s.write(key, value)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remember(key, value)
}

// Kept counts the values that were made and kept.
func (s *Store[T]) Kept() int { return int(s.kept.Load()) }

// Close ends the use of the folder. Compact first, after a run that used every value that is still wanted.
func (s *Store[T]) Close() {
	if s.packs != nil {
		s.packs.close()
	}
}

// Compact drops from disk what this run did not use, when the folder has become larger than limit bytes or scattered over
// many files. What was used is dropped too where it goes beyond the limit.
func (s *Store[T]) Compact(limit int64) {
	if s.packs != nil {
		s.packs.compact(limit)
	}
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

// read gives a value from disk, or nil when there is no whole one.
func (s *Store[T]) read(key Key) *T {
	if s.packs == nil {
		return nil
	}
	body := s.packs.get(key)
	value := new(T)
	if body == nil || gob.NewDecoder(bytes.NewReader(body)).Decode(value) != nil {
		return nil
	}
	return value
}

// write keeps a value on disk. That it could not be kept is no failure of the build: the next one makes it again.
func (s *Store[T]) write(key Key, value *T) {
	if s.packs == nil {
		return
	}
	var body bytes.Buffer
	if gob.NewEncoder(&body).Encode(value) == nil {
		s.packs.put(key, body.Bytes())
	}
}
