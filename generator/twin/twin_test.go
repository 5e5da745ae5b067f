package twin_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"touchstone/generator/twin"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// The cases of testdata hold a page and the Markdown that it becomes.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := twin.Markdown(archive.Files[0].Data, "https://example.org/pens/bic/")
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				archive.Files = append(archive.Files[:1], txtar.File{Name: "page.md", Data: got})
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(archive.Files[1].Data); string(got) != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// Whatever a page holds, its twin is made, ends in one newline and has no element that a reader of Markdown could run.
func FuzzMarkdown(f *testing.F) {
	for _, page := range []string{"", "<main>x</main>", "<main><dl><div><dt>a<dd>b</div></dl></main>", "<p>&lt;script>alert(1)&lt;/script>", "<table><tr><td><details><summary>x</summary><p>y", "<main><a href='javascript:alert(1)'>x</a>"} {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		text, err := twin.Markdown([]byte(page), "https://example.org/a/")
		if err != nil {
			t.Skip(err)
		}
		if strings.Contains(strings.ToLower(string(text)), "<script") {
			t.Errorf("%q becomes %q", page, text)
		}
	})
}
