// Package generator is the pipeline on one page:
//
//	fs.FS --content.Reader-> content.Tree           every file by itself
//	      --catalog.New---> *catalog.Catalog        fields, entries, facts, sources, claims
//	      --site.New------> *site.Site              the page tree, written and generated pages
//	      --Outputs-------> []Output{Path, Render}  one function for each file of the site
//
// A [Loader] runs the stages and gives a [Project]. A build calls every output's Render and publishes the bytes; a server
// calls the one that a browser asks for. Nothing is kept that can be made again, but conversions of Markdown, which are
// dear, and which a store remembers by all that goes into them.
package generator

import (
	"io/fs"

	"touchstone/generator/assets"
	"touchstone/generator/content"
	"touchstone/generator/markdown"
	"touchstone/generator/render"
	"touchstone/generator/site"
	"touchstone/generator/store"
)

// Config says what to load and how.
type Config struct {
	Root       fs.FS  // the project's folder: content/, and templates/ and static/ if it has a theme of its own
	Theme      fs.FS  // templates/ and static/ for what the project lacks; may be nil
	BaseURL    string // instead of the settings' base_url, if not empty
	Repository string // instead of the settings' repository, if not empty
	Drafts     bool   // publish drafts too

	Today content.Date // the day by which facts grow old, for diagnostics only; no day: they do not

	Documents *store.Store[markdown.Document] // remembered conversions
	Version   string                          // of the program: part of what a conversion depends on

	Progress func(done, total int) // told of each output that a build made, by several goroutines; may be nil
}

// Project is a loaded project, ready to be checked and published.
type Project struct {
	Site *site.Site

	config    Config
	basePath  string // the path of the base address, without a slash at its end
	converter *markdown.Converter
	theme     *assets.Theme
	renderer  *render.Renderer
	tree      *content.Tree
	outlines  *outlines
}
