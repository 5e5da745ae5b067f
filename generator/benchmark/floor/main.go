// Floor is the least that any generator of this kind has to do, and what Touchstone's builds are measured against:
//
//	go run ./generator/benchmark/floor PROJECT OUT
//
// It reads each page, splits the front matter off, converts with goldmark and chroma (one look-up a language), executes
// one template and writes the file, on all processors. It checks nothing, links nothing and remembers nothing.
package main

import (
	"bytes"
	"html/template"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{.Title}}</title></head>
<body><main><h1>{{.Title}}</h1>
{{.Content}}
</main></body></html>
`))

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: floor PROJECT OUT")
	}
	names := make(chan string)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		markdown := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
			goldmark.WithParserOptions(parser.WithAutoHeadingID()),
			goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(newCode(), 100))))
		group.Go(func() {
			for name := range names {
				if err := convert(markdown, name, os.Args[1], os.Args[2]); err != nil {
					log.Fatal(err)
				}
			}
		})
	}
	err := filepath.WalkDir(filepath.Join(os.Args[1], "content"), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".md" && !strings.HasPrefix(entry.Name(), "_") {
			names <- name
		}
		return err
	})
	close(names)
	group.Wait()
	if err != nil {
		log.Fatal(err)
	}
}

func convert(markdown goldmark.Markdown, name, project, out string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	_, rest, _ := bytes.Cut(text, []byte("---\ntitle: "))
	title, rest, _ := bytes.Cut(rest, []byte("\n"))
	_, body, _ := bytes.Cut(rest, []byte("---\n"))
	var content, html bytes.Buffer
	if err := markdown.Convert(body, &content); err != nil {
		return err
	}
	if err := page.Execute(&html, map[string]any{"Title": string(title), "Content": template.HTML(content.String())}); err != nil {
		return err
	}
	relative, err := filepath.Rel(filepath.Join(project, "content"), strings.TrimSuffix(name, ".md"))
	if err != nil {
		return err
	}
	folder := filepath.Join(out, strings.TrimSuffix(relative, "index"))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "index.html"), html.Bytes(), 0o644)
}

// code renders fenced code with chroma's classes.
type code struct {
	formatter *chromahtml.Formatter
	lexers    map[string]chroma.Lexer
}

func newCode() *code {
	return &code{chromahtml.New(chromahtml.WithClasses(true)), map[string]chroma.Lexer{}}
}

// RegisterFuncs implements goldmark's renderer.NodeRenderer.
func (c *code) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, c.render)
}

func (c *code) render(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	fence := node.(*ast.FencedCodeBlock)
	language := string(fence.Language(source))
	lexer := c.lexers[language]
	if lexer == nil {
		if lexer = lexers.Get(language); lexer == nil {
			lexer = lexers.Fallback
		}
		lexer = chroma.Coalesce(lexer)
		c.lexers[language] = lexer
	}
	tokens, err := lexer.Tokenise(nil, string(fence.Lines().Value(source)))
	if err != nil {
		return ast.WalkStop, err
	}
	return ast.WalkSkipChildren, c.formatter.Format(w, styles.Fallback, tokens)
}
