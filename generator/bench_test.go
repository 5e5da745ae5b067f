package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"touchstone/generator"
	"touchstone/generator/assets"
	"touchstone/generator/benchmark"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
	"touchstone/generator/publish"
	"touchstone/generator/render"
	"touchstone/generator/store"
)

// corpus gives a project of documentation pages with code, in memory.
func corpus(b *testing.B, pages int) fstest.MapFS {
	b.Helper()
	files, err := benchmark.Corpus(os.DirFS("../content"), pages)
	if err != nil {
		b.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

var everything = []string{content.Folder, render.Folder, assets.Folder}

func corpusConfig(project fstest.MapFS, cache string) generator.Config {
	return generator.Config{Root: project, Theme: os.DirFS("testdata/theme"), Documents: store.Open[markdown.Document](cache, 0), Version: "1"}
}

// sizes runs a benchmark for projects of several sizes.
func sizes(b *testing.B, run func(b *testing.B, project fstest.MapFS)) {
	for _, pages := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) { run(b, corpus(b, pages)) })
	}
}

func BenchmarkLoad(b *testing.B) {
	sizes(b, func(b *testing.B, project fstest.MapFS) {
		for b.Loop() {
			if _, _, err := generator.NewLoader(corpusConfig(project, "")).Load(everything); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkEdit is what a server does between a change of one page and the page's new bytes.
func BenchmarkEdit(b *testing.B) {
	sizes(b, func(b *testing.B, project fstest.MapFS) {
		const name = "content/section-0000/page-07.md"
		loader := generator.NewLoader(corpusConfig(project, ""))
		if _, _, err := loader.Load(everything); err != nil {
			b.Fatal(err)
		}
		text := project[name].Data
		n := 0
		for b.Loop() {
			n++
			project[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "%s\nEdit %d.\n", text, n)}
			loaded, _, err := loader.Load([]string{name})
			if err != nil {
				b.Fatal(err)
			}
			for _, output := range loaded.Outputs() {
				if output.Source == name {
					if _, _, err := output.Render(); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
	})
}

// BenchmarkRender draws every page; their texts are converted already.
func BenchmarkRender(b *testing.B) {
	sizes(b, func(b *testing.B, project fstest.MapFS) {
		config := corpusConfig(project, "")
		config.Documents = store.Open[markdown.Document]("", 10_000)
		loaded, _, err := generator.Load(config)
		if err != nil {
			b.Fatal(err)
		}
		outputs := loaded.Outputs()
		draw := func() {
			for _, output := range outputs {
				if _, _, err := output.Render(); err != nil {
					b.Fatal(err)
				}
			}
		}
		draw()
		for b.Loop() {
			draw()
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	dir := b.TempDir()
	data := make([]byte, 15_000)
	n := 0
	for b.Loop() {
		n++
		copy(data, fmt.Sprint(n)) // all files differ from those before
		writer, err := publish.Open(filepath.Join(dir, "out"))
		if err != nil {
			b.Fatal(err)
		}
		for i := range 100 {
			if err := writer.Put(publish.Output{Path: fmt.Sprintf("page-%d/index.html", i), Data: data}); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := writer.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkColdBuild(b *testing.B) {
	sizes(b, func(b *testing.B, project fstest.MapFS) {
		for b.Loop() {
			buildOnce(b, corpusConfig(project, ""), filepath.Join(b.TempDir(), "out"))
		}
	})
}

// BenchmarkWarmBuild builds again with everything remembered on disk and one page changed.
func BenchmarkWarmBuild(b *testing.B) {
	sizes(b, func(b *testing.B, project fstest.MapFS) {
		const name = "content/section-0000/page-07.md"
		cache, out := b.TempDir(), filepath.Join(b.TempDir(), "out")
		buildOnce(b, corpusConfig(project, cache), out)
		text := project[name].Data
		n := 0
		for b.Loop() {
			n++
			project[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "%s\nEdit %d.\n", text, n)}
			buildOnce(b, corpusConfig(project, cache), out)
		}
	})
}

func buildOnce(b *testing.B, config generator.Config, out string) {
	b.Helper()
	if _, list, err := generator.Build(config, out, diag.Error); err != nil {
		b.Fatal(err, list)
	}
	config.Documents.Close()
}
