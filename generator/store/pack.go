package store

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// A pack is a file of records, one behind the other: a file for each value would cost more to make than most values do.
// A record is
//
//	mark (4 bytes), key (32), length of the body (8, little-endian), hash of all before it and the body (16), body
//
// Each process writes packs of its own and nobody changes one: several processes may use a folder at a time. A record that
// is not whole, because a process was stopped or a disk failed, ends what is read of its pack. Packs are named by the time
// they were begun at: the record that was written last is the one that counts, so a damaged one is never read for a good one.
const (
	mark       = "tsp1"
	headerSize = len(mark) + sha256.Size + 8 + hashSize
	hashSize   = 16
	maxRecord  = 64 << 20 // in bytes: no value is as large, so a length beyond it is damage
	maxPacks   = 8        // more are joined by compact
	suffix     = ".pack"
)

// packs are the packs of a folder.
type packs struct {
	dir string

	mu      sync.Mutex
	files   []*os.File
	writing *os.File // the pack of this process; nil until it has a record
	end     int64    // of the pack that is being written
	records map[Key]record
	used    map[Key]bool
	broken  bool // writing failed: nothing more is written
}

// record is where the body of a value stands.
type record struct {
	file   *os.File
	offset int64
	length int
}

func openPacks(dir string) *packs {
	p := &packs{dir: dir, records: map[Key]record{}, used: map[Key]bool{}}
	names, _ := filepath.Glob(filepath.Join(escapeGlob(dir), "*"+suffix)) // an unreadable folder has none
	for _, name := range names {
		if file := openPack(name); file != nil {
			p.files = append(p.files, file)
			p.index(file)
		}
	}
	return p
}

// openPack opens a file that begins as a pack does, or gives nil: somebody else's file must not be removed one day.
func openPack(name string) *os.File {
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	var first [len(mark)]byte
	if _, err := io.ReadFull(file, first[:]); err != nil || string(first[:]) != mark {
		file.Close()
		return nil
	}
	return file
}

// escapeGlob keeps a folder's own name from being read as a pattern.
func escapeGlob(dir string) string {
	var out []byte
	for i := range len(dir) {
		if slices.Contains([]byte(`*?[\`), dir[i]) && os.PathSeparator != '\\' {
			out = append(out, '\\')
		}
		out = append(out, dir[i])
	}
	return string(out)
}

// index reads the headers of a pack.
func (p *packs) index(file *os.File) {
	info, err := file.Stat()
	if err != nil {
		return
	}
	var header [headerSize]byte
	for offset := int64(0); offset+int64(headerSize) <= info.Size(); {
		if _, err := file.ReadAt(header[:], offset); err != nil || string(header[:len(mark)]) != mark {
			return
		}
		length := binary.LittleEndian.Uint64(header[len(mark)+sha256.Size:])
		offset += int64(headerSize)
		if length > maxRecord || offset+int64(length) > info.Size() {
			return
		}
		p.records[Key(header[len(mark):len(mark)+sha256.Size])] = record{file, offset, int(length)}
		offset += int64(length)
	}
}

// get gives the body for a key, or nil when there is no whole one.
func (p *packs) get(key Key) []byte {
	p.mu.Lock()
	found, ok := p.records[key]
	p.used[key] = ok
	p.mu.Unlock()
	if !ok {
		return nil
	}
	text := make([]byte, headerSize+found.length)
	if _, err := found.file.ReadAt(text, found.offset-int64(headerSize)); err != nil && err != io.EOF {
		return nil
	}
	body := text[headerSize:]
	if !slices.Equal(text[:headerSize], header(key, body)) {
		return nil
	}
	return body
}

// header gives the header of a record.
func header(key Key, body []byte) []byte {
	out := append([]byte(mark), key[:]...)
	out = binary.LittleEndian.AppendUint64(out, uint64(len(body)))
	hash := sha256.New()
	hash.Write(out)
	hash.Write(body)
	return hash.Sum(out)[:headerSize]
}

// put adds a record to the pack of this process.
func (p *packs) put(key Key, body []byte) {
	text := append(header(key, body), body...)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken || len(body) > maxRecord {
		return
	}
	if p.writing == nil {
		if p.writing = p.create(); p.writing == nil {
			p.broken = true
			return
		}
	}
	if _, err := p.writing.WriteAt(text, p.end); err != nil {
		p.broken = true // a full disk, most often; what is written of the record is not whole and ends the pack
		return
	}
	p.records[key] = record{p.writing, p.end + int64(headerSize), len(body)}
	p.used[key] = true
	p.end += int64(len(text))
}

// create makes a new pack, or gives nil when the folder cannot be written.
func (p *packs) create() *os.File {
	if os.MkdirAll(p.dir, 0o755) != nil {
		return nil
	}
	file, err := os.CreateTemp(p.dir, time.Now().UTC().Format("20060102T150405.000000000Z-*")+suffix)
	if err != nil {
		return nil
	}
	p.files = append(p.files, file)
	p.end = 0
	return file
}

func (p *packs) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, file := range p.files {
		file.Close()
	}
}

// compact writes what was used into one new pack and removes the others, when there are many or they are large.
func (p *packs) compact(limit int64) {
	p.mu.Lock()
	old := slices.Clone(p.files)
	crowded := len(old) > maxPacks || p.size() > limit
	wanted := p.wanted(limit)
	p.writing = nil
	p.mu.Unlock()
	if !crowded {
		return
	}
	for _, key := range wanted {
		if body := p.get(key); body != nil {
			p.put(key, body)
		}
	}
	if p.broken {
		return // the old packs are still needed
	}
	for _, file := range old {
		os.Remove(file.Name()) // another process may have done so; those that have it open read on
	}
}

func (p *packs) size() int64 {
	var total int64
	for _, file := range p.files {
		if info, err := file.Stat(); err == nil {
			total += info.Size()
		}
	}
	return total
}

// wanted gives the keys that were used, as many as fit into a limit, in an order of their own.
func (p *packs) wanted(limit int64) []Key {
	var keys []Key
	for key, used := range p.used {
		if used {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b Key) int { return slices.Compare(a[:], b[:]) })
	for i, key := range keys {
		if limit -= int64(headerSize + p.records[key].length); limit < 0 {
			return keys[:i]
		}
	}
	return keys
}
