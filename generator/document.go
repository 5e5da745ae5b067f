package generator

import (
	"fmt"
	"slices"
	"sync"

	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/store"
)

// document converts a file or remembers what came of it. All that a conversion depends on is in the key.
func (p *Project) document(file *content.File) (*markdown.Document, error) {
	key := p.key(file)
	if document := p.config.Documents.Recall(key); document != nil {
		p.outlines.keep(file.Path, key, document)
		return document, nil
	}
	body, fresh, err := p.tree.Body(file)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	document := p.converter.Convert(file.Path, body)
	if fresh {
		p.keep(file, key, document)
	}
	return document, nil
}

func (p *Project) key(file *content.File) store.Key {
	return store.KeyOf([]byte(p.config.Version), []byte(p.basePath), []byte(file.Path), file.Sum[:])
}

// keep remembers a document, unless it may be owed to a busy machine: the next run tries again.
func (p *Project) keep(file *content.File, key store.Key, document *markdown.Document) {
	p.outlines.keep(file.Path, key, document)
	if !slices.ContainsFunc(document.Diagnostics, func(d diag.Diagnostic) bool { return d.Rule == diag.CodeTime }) {
		p.config.Documents.Keep(key, document)
	}
}

// outline gives the outline of a file's document, from memory if it was converted before.
func (p *Project) outline(file *content.File) (*markdown.Document, error) {
	if outline := p.outlines.get(file.Path, p.key(file)); outline != nil {
		return outline, nil
	}
	document, err := p.document(file)
	if err != nil {
		return nil, err
	}
	return document.Outline(), nil
}

// outlines remembers the outline of the last document of each file. Documents of a large site do not fit into memory, but
// checking one page takes the outlines of others.
type outlines struct {
	mu     sync.Mutex
	byPath map[string]outline
}

type outline struct {
	key      store.Key
	document *markdown.Document
}

func (o *outlines) get(path string, key store.Key) *markdown.Document {
	o.mu.Lock()
	defer o.mu.Unlock()
	if known := o.byPath[path]; known.key == key {
		return known.document
	}
	return nil
}

func (o *outlines) keep(path string, key store.Key, document *markdown.Document) {
	if o.get(path, key) != nil {
		return
	}
	short := document.Outline()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.byPath[path] = outline{key, short}
}
