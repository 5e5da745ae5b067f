package store

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

type value struct {
	Text  string
	Items []int
}

func key(text string) Key { return KeyOf([]byte(text)) }

// never makes a value that a test expects to be remembered.
func never(t *testing.T) func() *value {
	return func() *value {
		t.Helper()
		t.Error("made again")
		return &value{}
	}
}

// get recalls a value, or makes and keeps it.
func get(s *Store[value], k Key, produce func() *value) *value {
	if v := s.Recall(k); v != nil {
		return v
	}
	v := produce()
	s.Keep(k, v)
	return v
}

func made(text string) func() *value { return func() *value { return &value{Text: text} } }

func TestKeysTellPartsApart(t *testing.T) {
	t.Parallel()
	seen := map[Key]string{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"a", "bc"}, {"ab", "c"}, {"abc"}, {"abc", ""}} {
		var all [][]byte
		for _, part := range parts {
			all = append(all, []byte(part))
		}
		k := KeyOf(all...)
		if seen[k] != "" {
			t.Errorf("%q has the key of %s", parts, seen[k])
		}
		seen[k] = fmt.Sprintf("%q", parts)
	}
}

func TestRemembersOnDisk(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "there")
	get(Open[value](dir, 100), key("a"), func() *value { return &value{"text", []int{1, 2}} })
	got := get(Open[value](dir, 100), key("a"), never(t))
	if got.Text != "text" || len(got.Items) != 2 {
		t.Errorf("remembered %+v", got)
	}
}

// Two stores, as of two processes, may use one folder at a time.
func TestTwoStoresOnOneFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var group sync.WaitGroup
	for range 2 {
		s := Open[value](dir, 100)
		for range 4 {
			group.Go(func() {
				for i := range 50 {
					text := fmt.Sprint(i)
					if got := get(s, key(text), made(text)); got.Text != text {
						t.Errorf("%s is remembered as %s", text, got.Text)
					}
				}
			})
		}
		group.Go(func() { s.Compact(1000) })
	}
	group.Wait()
}

func filesOf(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A pack that is cut off, changed or somebody else's gives nothing wrong, and does not keep values from being made again.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func([]byte) []byte{
		"empty":           func([]byte) []byte { return nil },
		"cut off":         func(b []byte) []byte { return b[:len(b)-1] },
		"cut to the hash": func(b []byte) []byte { return b[:32] },
		"a bit":           func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"a bit of a key":  func(b []byte) []byte { b[10] ^= 1; return b },
		"a huge length":   func(b []byte) []byte { b[40] = 0xff; return b },
		"foreign":         func([]byte) []byte { return bytes.Repeat([]byte("foreign "), 100) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			get(Open[value](dir, 0), key("a"), made("right"))
			pack := filepath.Join(dir, filesOf(t, dir)[0])
			data, err := os.ReadFile(pack)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(pack, damage(data), 0o644); err != nil {
				t.Fatal(err)
			}
			if got := get(Open[value](dir, 0), key("a"), made("again")); got.Text != "again" {
				t.Errorf("got %+v", got)
			}
			if got := get(Open[value](dir, 0), key("a"), never(t)); got.Text != "again" {
				t.Errorf("what was made again is not kept: %+v", got)
			}
		})
	}
}

// What stands behind a record that is not whole is lost, what stands before it is not.
func TestRecordsBeforeDamageAreRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := Open[value](dir, 0)
	get(s, key("a"), made("first"))
	get(s, key("b"), made("second"))
	pack := filepath.Join(dir, filesOf(t, dir)[0])
	info, err := os.Stat(pack)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(pack, info.Size()-1); err != nil {
		t.Fatal(err)
	}
	again := Open[value](dir, 0)
	get(again, key("a"), never(t))
	if got := get(again, key("b"), made("made again")); got.Text != "made again" {
		t.Errorf("got %+v", got)
	}
}

// A folder that cannot be written costs time and nothing else.
func TestUnusableFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := Open[value](filepath.Join(file, "cache"), 100)
	if got := get(s, key("a"), made("made")); got.Text != "made" {
		t.Errorf("got %+v", got)
	}
	if got := get(s, key("a"), never(t)); got.Text != "made" {
		t.Errorf("got %+v", got)
	}
}

func TestCompactBoundsTheFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := Open[value](dir, 0)
	for i := range 50 {
		get(s, key(fmt.Sprint(i)), made(strings.Repeat("x", 1000)))
	}
	for _, name := range []string{"precious.txt", "precious.pack"} { // somebody named the wrong folder
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, 20_000), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.Compact(10_000)
	var total int64
	foreign := 0
	for _, name := range filesOf(t, dir) {
		if strings.HasPrefix(name, "precious") {
			foreign++
			continue
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > 10_000 || total < 5_000 {
		t.Errorf("%d bytes are left", total)
	}
	if foreign != 2 {
		t.Error("files that are not the store's were removed")
	}
}

// Many runs leave a pack each; what the last of them used is all that stays.
func TestCompactJoinsPacks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range maxPacks + 1 {
		get(Open[value](dir, 0), key(fmt.Sprint(i)), made("x"))
	}
	s := Open[value](dir, 0)
	get(s, key("3"), never(t))
	get(s, key("5"), never(t))
	s.Compact(1 << 20)
	s.Close()
	if names := filesOf(t, dir); len(names) != 1 {
		t.Errorf("the folder has %v, want one pack", names)
	}
	last := Open[value](dir, 0)
	get(last, key("3"), never(t))
	get(last, key("5"), never(t))
	if last.Recall(key("4")) != nil {
		t.Error("a value that was not used is still there")
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	s := Open[value]("", 4)
	for i := range 20 {
		get(s, key(fmt.Sprint(i)), made("x"))
	}
	get(s, key("19"), never(t)) // used last
	if held := len(s.current) + len(s.before); held > 4 {
		t.Errorf("%d values are in memory, want at most 4", held)
	}
	again := false
	get(s, key("0"), func() *value { again = true; return &value{} })
	if !again {
		t.Error("what was used long ago is still in memory")
	}
}
