package serve

import (
	"maps"
	"slices"
	"sync"

	"touchstone/generator/assets"
	"touchstone/generator/content"
	"touchstone/generator/render"
)

// changes are the files and folders of a project that have changed and were not loaded since, by paths relative to its
// folder, with slashes.
type changes struct {
	come chan struct{} // has room for one: several changes are loaded at once

	mu    sync.Mutex
	paths map[string]bool
}

// everything is what a first load has to load.
func everything() *changes {
	found := newChanges()
	found.note([]string{content.Folder, render.Folder, assets.Folder})
	return found
}

func newChanges() *changes {
	return &changes{come: make(chan struct{}, 1), paths: map[string]bool{}}
}

// note keeps paths for the next load, without calling for one.
func (c *changes) note(paths []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, path := range paths {
		c.paths[path] = true
	}
}

// announce calls for a load.
func (c *changes) announce() {
	select {
	case c.come <- struct{}{}:
	default: // one is called for already
	}
}

// take gives all paths, in order, and forgets them.
func (c *changes) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	paths := slices.Sorted(maps.Keys(c.paths))
	clear(c.paths)
	return paths
}
