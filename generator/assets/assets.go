// Package assets prepares the files of the theme's static folder for publishing: style sheets and scripts are bundled
// and minified, and everything gets an address with a fingerprint of its bytes, so that a browser may keep it for ever.
//
// It stands beside the pipeline: package render asks a [Theme] for addresses, and the generator publishes its files. It
// knows nothing of pages. It is the only home of esbuild.
package assets

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"touchstone/generator/diag"
)

// Folder is the part of a project that holds the theme's static files.
const Folder = "static"

// Prefix is the part of the site's addresses below which everything is fingerprinted and may be kept for ever.
const Prefix = "/assets/"

// File is a file to publish.
type File struct {
	URL  string // within the site
	Data []byte
}

// Theme is the static folder, ready for publishing.
type Theme struct {
	files map[string]File   // by path within static/; bundles stand under the name of their entry file
	icons map[string]string // the text of icons/**.svg, by path below icons/ without .svg
}

// Loader loads a project's static folder again and again. Bundling is dear, so a bundle is remembered by all that may go
// into it.
type Loader struct {
	bundles map[string]remembered // by the path of the entry file
}

type remembered struct {
	key      [sha256.Size]byte
	file     File
	mistakes diag.List
}

// Load bundles and fingerprints the static folder of a project. Generated holds style sheets that are made by other
// packages: css/site.css may import them by name, such as @import "generated:code.css". A style sheet or script that
// cannot be bundled is a diagnostic.
//
// The files css/*.css and js/*.js directly in their folders are bundled, each with what it imports; those whose name
// begins with _ are only there to be imported. Licence texts are not published.
func (l *Loader) Load(fsys fs.FS, generated map[string]string) (*Theme, diag.List, error) {
	t := &Theme{files: map[string]File{}, icons: map[string]string{}}
	var entries []string
	styles, scripts := sha256.New(), sha256.New() // of all that a bundle of either kind may be made of
	err := fs.WalkDir(fsys, Folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil && errors.Is(err, fs.ErrNotExist) && name == Folder {
			return fs.SkipAll // a project without a theme folder of its own
		}
		base := path.Base(name)
		switch {
		case err != nil || entry.IsDir():
			return err
		case strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "LICENSE"):
			return nil
		case isBundled(name):
			if !strings.HasPrefix(base, "_") && strings.Count(name, "/") == 2 {
				entries = append(entries, name)
			}
			return mix(fsys, name, styles, scripts)
		}
		if err := mix(fsys, name, styles, styles); err != nil {
			return err
		}
		return t.add(fsys, name)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read static files: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(generated)) {
		fmt.Fprintf(styles, "%s %d %s", name, len(generated[name]), generated[name])
	}
	slices.Sort(entries)
	list := l.bundle(t, fsys, entries, generated, styles.Sum(nil), scripts.Sum(nil))
	return t, list, nil
}

// mix puts a file's name and bytes into the hash of style sheets or, if it is one, of scripts.
func mix(fsys fs.FS, name string, styles, scripts hash.Hash) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	sum := styles
	if path.Ext(name) == ".js" {
		sum = scripts
	}
	fmt.Fprintf(sum, "%s %d ", name, len(data))
	sum.Write(data)
	return nil
}

// bundle adds the bundles of entry files to a theme, those that are not remembered all at once.
func (l *Loader) bundle(t *Theme, fsys fs.FS, entries []string, generated map[string]string, styles, scripts []byte) diag.List {
	made := make([]remembered, len(entries))
	var group sync.WaitGroup
	for i, entry := range entries {
		key := [sha256.Size]byte(styles)
		if path.Ext(entry) == ".js" {
			key = [sha256.Size]byte(scripts)
		}
		if made[i] = l.bundles[entry]; made[i].key != key {
			group.Go(func() {
				made[i] = remembered{key: key}
				made[i].file = fingerprinted(entry, bundle(fsys, entry, generated, &made[i].mistakes))
			})
		}
	}
	group.Wait()
	var list diag.List
	l.bundles = map[string]remembered{}
	for i, entry := range entries {
		l.bundles[entry] = made[i]
		t.files[strings.TrimPrefix(entry, Folder+"/")] = made[i].file
		list = append(list, made[i].mistakes...)
	}
	return list
}

// isBundled tells whether a file is published as part of a bundle only.
func isBundled(name string) bool {
	return strings.HasPrefix(name, Folder+"/css/") && path.Ext(name) == ".css" || strings.HasPrefix(name, Folder+"/js/") && path.Ext(name) == ".js"
}

func (t *Theme) add(fsys fs.FS, name string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	short := strings.TrimPrefix(name, Folder+"/")
	t.files[short] = fingerprinted(name, data)
	if icon, isIcon := strings.CutPrefix(short, "icons/"); isIcon && path.Ext(icon) == ".svg" {
		t.icons[strings.TrimSuffix(icon, ".svg")] = string(bytes.TrimSpace(data))
	}
	return nil
}

// fingerprinted gives a file an address such as /assets/css/site.1f0ca2b3d4.css.
func fingerprinted(name string, data []byte) File {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	short := strings.TrimSuffix(strings.TrimPrefix(name, Folder+"/"), ext)
	return File{URL: Prefix + short + "." + hex.EncodeToString(sum[:5]) + ext, Data: data}
}

// URL gives the address of a file of static/, such as css/site.css, or nothing when there is none.
func (t *Theme) URL(name string) string { return t.files[name].URL }

// Icon gives the text of the drawing static/icons/<name>.svg, or nothing when there is none.
func (t *Theme) Icon(name string) string { return t.icons[name] }

// Files gives everything that is to be published, ordered by address.
func (t *Theme) Files() []File {
	files := make([]File, 0, len(t.files))
	for _, file := range t.files {
		files = append(files, file)
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.URL, b.URL) })
	return files
}
