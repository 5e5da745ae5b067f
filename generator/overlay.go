package generator

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// overlay joins two file systems: what the upper one lacks is taken from the lower. A project can so replace one
// template and keep the rest of the theme that comes with the program.
func overlay(upper, lower fs.FS) fs.FS {
	if lower == nil {
		return upper
	}
	return layers{upper, lower}
}

type layers struct{ upper, lower fs.FS }

// Open implements [fs.FS].
func (l layers) Open(name string) (fs.File, error) {
	file, err := l.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return l.lower.Open(name)
	}
	return file, err
}

// Stat implements [fs.StatFS].
func (l layers) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(l.upper, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fs.Stat(l.lower, name)
	}
	return info, err
}

// ReadFile implements [fs.ReadFileFS].
func (l layers) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(l.upper, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fs.ReadFile(l.lower, name)
	}
	return data, err
}

// ReadDir implements [fs.ReadDirFS]: a folder holds what either layer has, and the upper layer's where both do.
func (l layers) ReadDir(name string) ([]fs.DirEntry, error) {
	upper, err := fs.ReadDir(l.upper, name)
	lower, errLower := fs.ReadDir(l.lower, name)
	if err != nil && errLower != nil {
		return nil, err
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, entry := range lower {
		if !slices.ContainsFunc(upper, func(e fs.DirEntry) bool { return e.Name() == entry.Name() }) {
			upper = append(upper, entry)
		}
	}
	slices.SortFunc(upper, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return upper, nil
}
