package markdown_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"touchstone/generator/markdown"
)

// inputs are the texts of all cases.
func inputs(t testing.TB) []string {
	t.Helper()
	var texts []string
	for _, file := range caseFiles(t) {
		texts = append(texts, parseCase(t, file).sections[0].data)
	}
	return texts
}

func TestDocumentsSurviveEncoding(t *testing.T) {
	t.Parallel()
	converter := newConverter()
	for _, input := range inputs(t) {
		want := converter.Convert(testPath, []byte(input))
		var fromJSON, fromGob markdown.Document
		encoded, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(encoded, &fromJSON); err != nil {
			t.Fatal(err)
		}
		var buffer bytes.Buffer
		if err := gob.NewEncoder(&buffer).Encode(want); err != nil {
			t.Fatal(err)
		}
		if err := gob.NewDecoder(&buffer).Decode(&fromGob); err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string]*markdown.Document{"JSON": &fromJSON, "gob": &fromGob} {
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}

// TestConversionIsPure converts all cases with one Converter in many goroutines and in other orders.
func TestConversionIsPure(t *testing.T) {
	t.Parallel()
	texts := inputs(t)
	var want []*markdown.Document
	for _, text := range texts {
		want = append(want, newConverter().Convert(testPath, []byte(text)))
	}
	converter := newConverter()
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range texts {
				i = (i*(2*worker+1) + worker) % len(texts)
				if diff := cmp.Diff(want[i], converter.Convert(testPath, []byte(texts[i]))); diff != "" {
					t.Errorf("case %d differs (-alone +shared):\n%s", i, diff)
				}
			}
		})
	}
	group.Wait()
}

func TestConvertLeavesItsSource(t *testing.T) {
	t.Parallel()
	for _, text := range inputs(t) {
		source := []byte(text + "\r\n\x00")
		before := bytes.Clone(source)
		newConverter().Convert(testPath, source)
		if !bytes.Equal(source, before) {
			t.Errorf("source of %q changed", text[:min(40, len(text))])
		}
	}
}

// TestLineEndings checks that a text with the line ends of Windows gives what one with those of Unix gives.
func TestLineEndings(t *testing.T) {
	t.Parallel()
	converter := newConverter()
	for _, text := range inputs(t) {
		want := converter.Convert(testPath, []byte(text))
		got := converter.Convert(testPath, []byte(strings.ReplaceAll(text, "\n", "\r\n")))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("LF and CRLF differ (-LF +CRLF):\n%s", diff)
		}
	}
}

func TestStrangeBytes(t *testing.T) {
	t.Parallel()
	document := newConverter().Convert(testPath, []byte("a\x00b \xff\xfe `\x00` [x](\x00.md)\r\n\r<b>\n\n```go\n\x00\xff\n```"))
	html := printHTML(document)
	if strings.ContainsAny(html, "\x00\r") || !strings.Contains(html, "a\uFFFDb") {
		t.Errorf("got %q", html)
	}
	if want := "2:2: error: raw HTML: <b>"; !strings.Contains(printDiagnostics(document), want) {
		t.Errorf("no %q in %s", want, printDiagnostics(document))
	}
}

func TestWithoutOptions(t *testing.T) {
	t.Parallel()
	document := markdown.New(markdown.Options{}).Convert("a.md", []byte("[a](b.md#c)\n\n```compare\nx\n```\n"))
	if html := printHTML(document); !strings.Contains(html, `<a href="b.md#c">a</a>`) || !strings.Contains(html, "<figure") {
		t.Errorf("got %s", html)
	}
}

// TestUnsafeMapping checks that not even LinkURL can bring in a script.
func TestUnsafeMapping(t *testing.T) {
	t.Parallel()
	converter := markdown.New(markdown.Options{LinkURL: func(_, _ string) string { return "javascript:alert(1)" }})
	if html := printHTML(converter.Convert("a.md", []byte("[a](b.md) ![c](d.png)"))); strings.Contains(html, "javascript") {
		t.Errorf("got %s", html)
	}
}

func TestHighlight(t *testing.T) {
	t.Parallel()
	converter := newConverter()
	tests := []struct {
		language, code string
		known          bool
		contains       string
	}{
		{"python", "x = 1\r\n", true, `<span class="o">=</span> <span class="m">1</span>` + "\n</code>"},
		{"PyThOn", "x", true, `data-language="Python"`},
		{"", "<b>", true, `<pre tabindex="0"><code>&lt;b&gt;</code></pre>`},
		{"text", "<b>", true, `&lt;b&gt;`},
		{"nonsense", "<b> & x", false, `&lt;b&gt; &amp; x`},
		{"", strings.Repeat("\n", 300_000), true, "\n"},
	}
	for _, test := range tests {
		html, known := converter.Highlight(test.language, test.code)
		if known != test.known || !strings.Contains(html, test.contains) || !strings.HasPrefix(html, `<figure class="code"`) {
			t.Errorf("Highlight(%q, %.20q) = %.300s, %v", test.language, test.code, html, known)
		}
	}
}

// TestLanguages checks the languages that a guide to web frameworks needs, whatever chroma's release calls them.
func TestLanguages(t *testing.T) {
	t.Parallel()
	converter := newConverter()
	for _, language := range strings.Fields(`text sh bash shell console blade php phtml python py ruby rb erb javascript js
		typescript ts jsx tsx vue svelte java kotlin go rust csharp c# fsharp elixir html css scss sql json yaml toml ini xml
		http diff dockerfile docker nginx graphql twig jinja django handlebars properties groovy gradle make powershell
		scala swift clojure dart markdown md protobuf env`) {
		if _, known := converter.Highlight(language, "x"); !known {
			t.Errorf("%s is not known", language)
		}
	}
}

func ExampleConverter_Convert() {
	document := markdown.New(markdown.Options{Blocks: []string{"compare"}}).Convert("page.md", []byte(
		"## Version\n\nNow {{django.version}}.\n\n```compare\nentries: [django]\n```\n"))
	fmt.Println(document.Headings[0].ID)
	for _, part := range document.Parts {
		if part.Block != nil {
			fmt.Printf("%s %q at %d:%d\n", part.Block.Kind, part.Block.Body, part.Block.BodyPos.Line, part.Block.BodyPos.Column)
		}
	}
	// Output:
	// version
	// fact "django.version" at 3:7
	// compare "entries: [django]\n" at 6:1
}
