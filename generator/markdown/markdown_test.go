package markdown_test

import (
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/generator/markdown"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

const testPath = "content/guide/page.md"

func newConverter() *markdown.Converter {
	return markdown.New(markdown.Options{
		Blocks: []string{"compare", "facts", "sample", "include", "claims"},
		LinkURL: func(from, dest string) string {
			file, fragment, _ := strings.Cut(dest, "#")
			if file == "" || strings.HasPrefix(file, "/") {
				return dest
			}
			address := strings.TrimPrefix(path.Join(path.Dir(from), file), "content")
			if page, ok := strings.CutSuffix(address, ".md"); ok {
				address = page + "/"
			}
			if fragment != "" {
				address += "#" + fragment
			}
			return address
		},
	})
}

// sections are what a case can expect of a document. See testdata/README.md.
var sections = map[string]func(*markdown.Document) string{
	"html":        printHTML,
	"headings":    printHeadings,
	"links":       printLinks,
	"blocks":      printBlocks,
	"diagnostics": printDiagnostics,
	"text":        func(d *markdown.Document) string { return d.Text + "\n" },
}

func TestConvert(t *testing.T) {
	t.Parallel()
	converter := newConverter()
	for _, file := range caseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive := parseCase(t, file)
			document := converter.Convert(testPath, []byte(archive.sections[0].data))
			if *update {
				rewrite(t, file, archive, document)
				return
			}
			for _, section := range archive.sections[1:] {
				if diff := cmp.Diff(section.data, sections[section.name](document)); diff != "" {
					t.Errorf("%s: %s (-want +got):\n%s", file, section.name, diff)
				}
			}
		})
	}
}

func caseFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	return files
}

func parseCase(t testing.TB, file string) archive {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	archive := parseArchive(string(text))
	if len(archive.sections) == 0 || archive.sections[0].name != "input.md" {
		t.Fatalf("%s: the first section is not input.md", file)
	}
	for _, section := range archive.sections[1:] {
		if sections[section.name] == nil {
			t.Fatalf("%s: unknown section %q", file, section.name)
		}
	}
	return archive
}

// rewrite gives the sections of a case what the document has. A case that expects nothing yet gets html and, if there
// are any, diagnostics.
func rewrite(t *testing.T, file string, archive archive, document *markdown.Document) {
	t.Helper()
	if len(archive.sections) == 1 {
		archive.sections = append(archive.sections, section{name: "html"})
		if len(document.Diagnostics) > 0 {
			archive.sections = append(archive.sections, section{name: "diagnostics"})
		}
	}
	for i := range archive.sections[1:] {
		archive.sections[i+1].data = sections[archive.sections[i+1].name](document)
	}
	if err := os.WriteFile(file, []byte(archive.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func printHTML(d *markdown.Document) string {
	var b strings.Builder
	for _, part := range d.Parts {
		if part.Block == nil {
			b.WriteString(part.HTML)
			continue
		}
		fmt.Fprintf(&b, "<<%s: %s>>", part.Block.Kind, part.Block.Body)
		if !part.Block.Inline {
			b.WriteString("\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n") + "\n"
}

func printHeadings(d *markdown.Document) string {
	var b strings.Builder
	for _, h := range d.Headings {
		fmt.Fprintf(&b, "%d:%d h%d #%s\n    %s\n    %s\n", h.Pos.Line, h.Pos.Column, h.Level, h.ID, h.Text, h.HTML)
	}
	return b.String()
}

func printLinks(d *markdown.Document) string {
	var b strings.Builder
	for _, link := range d.Links {
		kind := "link"
		if link.Image {
			kind = "image"
		}
		fmt.Fprintf(&b, "%d:%d %s %q\n", link.Pos.Line, link.Pos.Column, kind, link.Dest)
	}
	return b.String()
}

func printBlocks(d *markdown.Document) string {
	var b strings.Builder
	for _, part := range d.Parts {
		if block := part.Block; block != nil {
			fmt.Fprintf(&b, "%d:%d %s, body %q at %d:%d\n", block.Pos.Line, block.Pos.Column, block.Kind,
				block.Body, block.BodyPos.Line, block.BodyPos.Column)
		}
	}
	return b.String()
}

func printDiagnostics(d *markdown.Document) string {
	var b strings.Builder
	for _, d := range d.Diagnostics {
		fmt.Fprintf(&b, "%s\n    hint: %s\n", strings.TrimPrefix(d.String(), testPath+":"), d.Hint)
	}
	return b.String()
}
