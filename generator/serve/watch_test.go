package serve

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watched gives a watcher on a folder with files, and a log of what it says.
func watched(t *testing.T, project files, open func() (*fsnotify.Watcher, error)) (*watcher, *log) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range project {
		writeFile(t, filepath.Join(dir, name), text)
	}
	said := &log{}
	w := newWatcher(dir, nil, (&server{options: Options{Log: said}}).logf, open)
	w.snapshot.fill()
	if notify := w.notify; notify != nil {
		t.Cleanup(func() { notify.Close() })
	}
	return w, said
}

func refused() (*fsnotify.Watcher, error) { return nil, syscall.ENOSPC }

func TestLookTellsWhatHasChanged(t *testing.T) {
	t.Parallel()
	hourAgo := time.Now().Add(-time.Hour)
	for name, test := range map[string]struct {
		change func(dir string) error
		want   bool
	}{
		"nothing": {func(string) error { return nil }, false},
		"touch":   {func(dir string) error { return os.Chtimes(filepath.Join(dir, "content/a.md"), hourAgo, hourAgo) }, false},
		"chmod":   {func(dir string) error { return os.Chmod(filepath.Join(dir, "content/a.md"), 0o600) }, false},
		"the same again": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "content/a.md"), []byte("aaa"), 0o644)
		}, false},
		"the same size": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "content/a.md"), []byte("bbb"), 0o644)
		}, true},
		"an empty folder": {func(dir string) error { return os.Mkdir(filepath.Join(dir, "content/empty"), 0o755) }, false},
		"a file gone":     {func(dir string) error { return os.Remove(filepath.Join(dir, "content/a.md")) }, true},
		"a folder gone":   {func(dir string) error { return os.RemoveAll(filepath.Join(dir, "content/deep")) }, true},
		"all gone":        {func(dir string) error { return os.RemoveAll(filepath.Join(dir, "content")) }, true},
		"a file for a folder": {func(dir string) error {
			return os.Rename(filepath.Join(dir, "content/deep/b.md"), filepath.Join(dir, "content/b.md"))
		}, true},
		"another folder": {func(dir string) error { return os.MkdirAll(filepath.Join(dir, "public/content"), 0o755) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _ := watched(t, files{"content/a.md": "aaa", "content/deep/b.md": "b"}, refused)
			if err := test.change(w.dir); err != nil {
				t.Fatal(err)
			}
			if got := w.scan(); got != test.want {
				t.Errorf("scan() = %v, want %v", got, test.want)
			}
			if w.scan() {
				t.Error("a second scan finds a change too")
			}
		})
	}
}

// A file that an editor has only cut off or created is waited for.
func TestWaitsForTheTextOfAFile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, text string
		want       bool
	}{
		"cut off":                {"content/a.md", "", true},
		"new":                    {"content/new.md", "", true},
		"new in a new folder":    {"content/deep/new.md", "", true},
		"new in a new root":      {"templates/page.html", "", true},
		"with text":              {"content/a.md", "b", false},
		"new with text":          {"content/deep/new.md", "b", false},
		"empty as it was before": {"content/empty.md", "", false},
		"an editor's own":        {"content/.a.md.swp", "", false},
		"gone":                   {"content/gone.md", "gone", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _ := watched(t, files{"content/a.md": "a", "content/empty.md": ""}, fsnotify.NewWatcher)
			place := filepath.Join(w.dir, test.path)
			writeFile(t, place, test.text)
			if test.text == "gone" {
				os.Remove(place)
			}
			for _, event := range []string{place, filepath.Dir(place)} {
				if got := w.saving(map[string]bool{event: true}); got != test.want {
					t.Errorf("an event at %s: it is waited for: %v, want %v", event, got, test.want)
				}
			}
		})
	}
}

func TestLookFollowsLinksOnce(t *testing.T) {
	t.Parallel()
	w, _ := watched(t, files{"shared/x.md": "x", "shared/deep/y.md": "y", "content/a.md": "a"}, fsnotify.NewWatcher)
	for link, target := range map[string]string{
		"content/shared": "../shared", "content/again": "../shared", "content/loop": "..", "content/self": ".", "shared/deep/up": "..",
	} {
		if err := os.Symlink(target, filepath.Join(w.dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if !w.scan() {
		t.Error("the linked files are not seen")
	}
	writeFile(t, filepath.Join(w.dir, "shared/deep/y.md"), "changed")
	if !w.scan() {
		t.Error("a change behind a link is not seen")
	}
	if n := len(w.snapshot.folders); n != 3 {
		t.Errorf("%d folders are watched, want content, shared and shared/deep once each: %v", n, w.snapshot.folders)
	}
}

func TestPollsWhereThereAreNoEvents(t *testing.T) {
	t.Parallel()
	w, said := watched(t, files{"content/a.md": "a"}, refused)
	if !strings.Contains(said.String(), "sysctl fs.inotify.max_user_watches") {
		t.Errorf("the log does not tell what to do: %s", said)
	}
	writeFile(t, filepath.Join(w.dir, "content/a.md"), "b")
	found := newChanges()
	go w.run(t.Context(), found)
	await(t, found.come)
}

func TestPollsWhereAFolderCannotBeWatched(t *testing.T) {
	t.Parallel()
	w, said := watched(t, files{"content/a.md": "a"}, func() (*fsnotify.Watcher, error) {
		closed, err := fsnotify.NewWatcher()
		if err != nil {
			return nil, err
		}
		return closed, closed.Close() // refuses every folder
	})
	if w.notify != nil || !strings.Contains(said.String(), "every 500ms") {
		t.Errorf("the watcher does not poll: %s", said)
	}
	writeFile(t, filepath.Join(w.dir, "content/a.md"), "b")
	found := newChanges()
	go w.run(t.Context(), found)
	await(t, found.come)
}

func TestPollsWhenChangesComeWithoutEvents(t *testing.T) {
	t.Parallel()
	w, said := watched(t, files{"content/a.md": "a"}, fsnotify.NewWatcher)
	for _, folder := range w.notify.WatchList() {
		if err := w.notify.Remove(folder); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(w.dir, "content/a.md"), "b")
	found := newChanges()
	ended := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer close(ended)
		w.listen(ctx, found)
	}()
	await(t, found.come)
	await(t, ended) // it has given up listening
	cancel()
	if !strings.Contains(said.String(), errNoEvents.Error()) {
		t.Errorf("the log does not tell why: %s", said)
	}
}

func await(t *testing.T, signal <-chan struct{}) {
	t.Helper()
	select {
	case <-signal:
	case <-time.After(deadline):
		t.Fatal("nothing is told")
	}
}

func TestCalm(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		every, until, want time.Duration
	}{
		"one event":       {time.Second, time.Millisecond, quiet},
		"a short burst":   {5 * time.Millisecond, 50 * time.Millisecond, 45*time.Millisecond + quiet},
		"an endless row":  {5 * time.Millisecond, 10 * time.Second, maxDelay},
		"slow, but alone": {quiet + 1, time.Second, quiet},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newCalm()
				begin := time.Now()
				event := time.After(0)
				for fired := false; !fired; {
					select {
					case <-c.settled():
						fired = true
					case <-event:
						if time.Since(begin) < test.until {
							c.disturb()
							event = time.After(test.every)
						}
					}
				}
				if got := time.Since(begin); got != test.want {
					t.Errorf("settled after %v, want %v", got, test.want)
				}
			})
		})
	}
}

// When the system has lost events, everything is looked at.
func TestLooksAtEverythingAfterAnOverflow(t *testing.T) {
	t.Parallel()
	w, _ := watched(t, files{"content/a.md": "a"}, fsnotify.NewWatcher)
	for _, folder := range w.notify.WatchList() {
		if err := w.notify.Remove(folder); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(w.dir, "content/a.md"), "b")
	found := newChanges()
	go w.listen(t.Context(), found)
	w.notify.Errors <- fsnotify.ErrEventOverflow
	await(t, found.come)
	if paths := found.take(); len(paths) != 1 || paths[0] != "content/a.md" {
		t.Errorf("found %v", paths)
	}
}
