package serve

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"touchstone/generator/assets"
	"touchstone/generator/content"
	"touchstone/generator/render"
)

const (
	pollEvery = 500 * time.Millisecond // where there are no events
	scanEvery = 2 * time.Second        // where there are: some file systems have events only for what happens on this machine
	grace     = 300 * time.Millisecond // within which the event of a change that a scan found must come
	scanShare = 20                     // a scan takes at most this part of the time
)

// watcher tells when the project's folders hold something else than before.
//
// An event only says where to look: what counts is the snapshot. So it does not matter how an editor saves, whether events
// get lost, or what a tool does to files that it leaves as they were.
type watcher struct {
	dir      string
	ignore   []string
	logf     func(format string, args ...any)
	notify   *fsnotify.Watcher // nil: there are no events, and everything is looked at again and again
	snapshot *snapshot
	followed map[string]string // a symbolic link's folder by where it really is
	scanned  time.Duration     // what the last look at everything took
	touched  []string          // the places that were found changed since the last settle
}

// newWatcher takes the first look. A system that gives no events is not an error: open, which is fsnotify's NewWatcher but
// for tests, may fail.
func newWatcher(dir string, ignore []string, logf func(format string, args ...any), open func() (*fsnotify.Watcher, error)) *watcher {
	w := &watcher{dir: dir, logf: logf, snapshot: newSnapshot(), followed: map[string]string{}}
	for _, path := range ignore {
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		w.ignore = append(w.ignore, filepath.Clean(path))
	}
	notify, err := open()
	if err != nil {
		w.giveUp(err)
	}
	w.notify = notify
	w.scan()
	return w
}

// roots are the folders of a project whose content matters.
func (w *watcher) roots() []string {
	return []string{filepath.Join(w.dir, content.Folder), filepath.Join(w.dir, render.Folder), filepath.Join(w.dir, assets.Folder)}
}

// run tells of changes until the context ends.
func (w *watcher) run(ctx context.Context, found *changes) {
	defer func() {
		if w.notify != nil {
			w.notify.Close()
		}
	}()
	w.snapshot.fill()
	w.touched = nil // the first look finds everything, and all of it is loaded anyway
	w.listen(ctx, found)
	for pause(ctx, max(pollEvery, scanShare*w.scanned)) {
		w.settle(w.scan(), found)
	}
}

// listen looks where events come from, while there are any.
func (w *watcher) listen(ctx context.Context, found *changes) {
	places := map[string]bool{} // with events that have not been looked at
	calm := newCalm()
	rescan := time.NewTimer(scanEvery)
	unannounced := false // the last scan found a change, of which no event has come yet
	note := func(event fsnotify.Event) {
		if w.concerns(event) {
			places[event.Name] = true
			calm.disturb()
			unannounced = false
		}
	}
	for w.notify != nil {
		select {
		case <-ctx.Done():
			return
		case event := <-w.notify.Events:
			note(event)
		case <-w.notify.Errors: // an overflow, most often: events are lost
			places[w.dir] = true
			calm.disturb()
		case <-calm.settled():
			if w.saving(places) && !calm.over() {
				calm.disturb()
				continue
			}
			calm.rest()
			w.settle(w.look(places), found)
			clear(places)
		case <-rescan.C:
			if unannounced && !w.drain(note) {
				w.giveUp(errNoEvents)
				return
			}
			rescan.Reset(max(scanEvery, scanShare*w.scanned))
			if unannounced = len(places) == 0 && w.scan(); unannounced {
				w.settle(true, found)
				rescan.Reset(grace)
			}
		}
	}
}

// saving tells whether a file at one of the places, or below, has just become empty: an editor that writes a file in place
// cuts it off or creates it first, and what comes between that and the text is nothing to show.
func (w *watcher) saving(places map[string]bool) bool {
	found := false
	for place := range places {
		if place == w.dir {
			continue // not an event's place: some were lost, and everything is looked at
		}
		filepath.WalkDir(place, func(path string, _ fs.DirEntry, err error) error {
			info, statErr := os.Stat(path)
			if err != nil || statErr != nil || w.skips(path) || !info.Mode().IsRegular() || info.Size() > 0 || w.snapshot.isEmpty(path) {
				return nil
			}
			found = true
			return fs.SkipAll
		})
	}
	return found
}

// drain takes an event that waits, if one does: on a busy machine it may be later than the clock.
func (w *watcher) drain(note func(fsnotify.Event)) bool {
	select {
	case event := <-w.notify.Events:
		note(event)
		return true
	default:
		return false
	}
}

// settle tells of a change.
func (w *watcher) settle(changed bool, found *changes) {
	if !changed {
		return
	}
	for i, place := range w.touched {
		if path, err := filepath.Rel(w.dir, place); err == nil {
			w.touched[i] = filepath.ToSlash(path)
		}
	}
	found.note(w.touched)
	found.announce()
	w.touched = nil
	w.snapshot.fill()
}

// pause waits and tells whether the context goes on.
func pause(ctx context.Context, duration time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(duration):
		return true
	}
}

// concerns tells whether an event may mean a change of the project.
func (w *watcher) concerns(event fsnotify.Event) bool {
	if event.Name == "" || event.Op == fsnotify.Chmod || w.skips(event.Name) {
		return false
	}
	return filepath.Dir(event.Name) != w.dir || slices.Contains(w.roots(), event.Name)
}

// scan looks at everything.
func (w *watcher) scan() bool {
	start := time.Now()
	changed := w.look(map[string]bool{w.dir: true})
	w.scanned = time.Since(start)
	return changed
}

// look looks at places and tells whether something has changed there.
func (w *watcher) look(places map[string]bool) bool {
	changed := false
	// What is gone comes first: the system watches a renamed folder under its old name until it is told not to.
	for place := range places {
		for _, folder := range w.snapshot.below(place) {
			if info, err := os.Stat(folder); err != nil || !info.IsDir() {
				changed = w.forget(folder) || changed
			}
		}
	}
	for place := range places {
		changed = w.visit(place) || changed
	}
	return changed
}

// visit looks at one place, which may be a file, a folder or nothing any more.
func (w *watcher) visit(place string) bool {
	info, err := os.Stat(place)
	switch {
	case err != nil:
		return w.forget(place)
	case place == w.dir:
		return w.visitRoots()
	case !info.IsDir():
		return info.Mode().IsRegular() && w.touch(place, w.snapshot.update(place, info))
	case w.isLink(place) && !w.follows(place):
		return false
	}
	return w.walk(place)
}

// visitRoots looks at everything, and has the folder watched in which the roots come and go.
func (w *watcher) visitRoots() bool {
	w.watch(w.dir)
	changed := false
	for _, root := range w.roots() {
		changed = w.visit(root) || changed
	}
	return changed
}

// walk looks at all that is in a folder and has it watched. A file that comes while it walks is seen or gives an event,
// since the folder is watched before it is read.
func (w *watcher) walk(folder string) bool {
	w.watch(folder)
	w.snapshot.enter(folder)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return w.forget(folder)
	}
	changed := false
	found := map[string]bool{}
	for _, entry := range entries {
		place := filepath.Join(folder, entry.Name())
		if w.skips(place) {
			continue
		}
		found[entry.Name()] = true
		changed = w.visit(place) || changed
	}
	for name := range w.snapshot.folders[folder] {
		if !found[name] {
			changed = w.forget(filepath.Join(folder, name)) || changed
		}
	}
	return changed
}

// forget takes a place as gone.
func (w *watcher) forget(place string) bool {
	for _, folder := range w.snapshot.below(place) {
		if w.notify != nil {
			w.notify.Remove(folder) // fails for what the system has dropped by itself
		}
		for real, link := range w.followed {
			if link == folder {
				delete(w.followed, real)
			}
		}
	}
	return w.touch(place, w.snapshot.forget(place))
}

// touch remembers a place that has changed, and tells whether it has.
func (w *watcher) touch(place string, changed bool) bool {
	if changed {
		w.touched = append(w.touched, place)
	}
	return changed
}

// watch asks for the events of a folder. To ask again does no harm, and mends what was lost.
func (w *watcher) watch(folder string) {
	if w.notify == nil {
		return
	}
	err := w.notify.Add(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		w.giveUp(err)
	}
}

func (w *watcher) isLink(place string) bool {
	info, err := os.Lstat(place)
	return err == nil && info.Mode()&fs.ModeSymlink != 0 && !slices.Contains(w.roots(), place)
}

// follows tells whether the folder behind a symbolic link is to be walked: it lies in the project, is not watched anyway,
// and no other link led there before.
func (w *watcher) follows(link string) bool {
	target, err := filepath.EvalSymlinks(link)
	project, errDir := filepath.EvalSymlinks(w.dir)
	if err != nil || errDir != nil || !within(target, project) {
		return false
	}
	for _, root := range w.roots() {
		real, err := filepath.EvalSymlinks(root)
		if err == nil && (within(target, real) || within(real, target)) {
			return false
		}
	}
	if w.followed[target] == "" {
		w.followed[target] = link
	}
	return w.followed[target] == link
}

// within tells whether a path is that of a folder or lies in it.
func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+string(filepath.Separator))
}

// skips tells whether a place is none of the project's: an output, or what editors and systems put beside files while
// they save them.
func (w *watcher) skips(place string) bool {
	if slices.Contains(w.ignore, place) {
		return true
	}
	base := filepath.Base(place)
	ends := func(suffix string) bool { return strings.HasSuffix(base, suffix) }
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "#") || base == "4913" || base == "Thumbs.db" ||
		strings.Contains(base, ".sb-") || slices.ContainsFunc(temporary, ends)
}

// temporary are the ends of names under which editors write what they rename or remove at once.
var temporary = []string{"~", ".swp", ".swx", ".swo", ".tmp", ".bck", ".bak", "___jb_tmp___", "___jb_old___", "___jb_bak___", ".crdownload", ".part"}

// errNoEvents says that a file system has changes but no events: a network drive, or a folder shared with a container.
var errNoEvents = errors.New("a file has changed and the system did not say so")

// giveUp ends listening to events; polling takes over.
func (w *watcher) giveUp(err error) {
	hint := ""
	switch {
	case errors.Is(err, syscall.ENOSPC):
		hint = "\n    hint: raise the number of folders that may be watched: sudo sysctl fs.inotify.max_user_watches=524288"
	case errors.Is(err, syscall.EMFILE):
		hint = "\n    hint: raise the number of watchers or of open files: sudo sysctl fs.inotify.max_user_instances=512, or ulimit -n 4096"
	}
	w.logf("changes are looked for every %v from now on: %v%s", pollEvery, err, hint)
	if w.notify != nil {
		w.notify.Close()
		w.notify = nil
	}
}
