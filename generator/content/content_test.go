package content

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"testing"
	"testing/quick"
	"time"
	"unicode/utf8"

	"touchstone/generator/diag"
)

// Whatever stands in a file of the project, its address leads to a path below the output folder, and different files lead to
// different ones.
func TestAddressesStayInside(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"index.md", "a.md", "a/index.md", "a b.md", "ü/ö.md", "a.b/c.d.md", "index/index.md", "x/index.index.md", "a../b.md", "a%2e%2e.md", "+&=;@$,!'().md"} {
		address := URL(Folder + "/" + name)
		if !strings.HasPrefix(address, "/") || !strings.HasSuffix(address, "/") || strings.Contains(address, "//") {
			t.Errorf("%s has the address %s", name, address)
		}
		if output := OutputPath(address); !fs.ValidPath(output) || path.Base(output) != "index.html" {
			t.Errorf("%s is published as %s", name, output)
		}
		if output := OutputPath(FileURL(Folder + "/" + name)); output != name {
			t.Errorf("the file %s is published as %s", name, output)
		}
	}
}

// FuzzLinkURL: no destination leads outside, whatever it is made of.
func FuzzLinkURL(f *testing.F) {
	for _, dest := range []string{"a.md", "../a.md#x", "../../../etc/passwd", "%2e%2e/%2e%2e/x.md", "a.md?x=1#y", "..\\x", "./../..//x", "", "?", "#", "%", "a%00b", "//x", "\x00"} {
		f.Add("content/g/page.md", dest)
	}
	f.Fuzz(func(t *testing.T, from, dest string) {
		if !utf8.ValidString(dest) || !utf8.ValidString(from) {
			return // the converter mends texts before it asks
		}
		from = path.Join(Folder, "/"+from)
		address := LinkURL(from, dest)
		if dest == "" || dest[0] == '/' || dest[0] == '#' {
			if address != dest {
				t.Errorf("%q became %q", dest, address)
			}
			return
		}
		if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
			t.Fatalf("%q in %q leads to %q", dest, from, address)
		}
		if i := strings.IndexAny(address, "?#"); i >= 0 {
			address = address[:i]
		}
		if output := OutputPath(address); output != "" && utf8.ValidString(output) && !fs.ValidPath(path.Clean(output)) {
			t.Errorf("%q in %q would be the file %q", dest, from, output)
		}
	})
}

// FuzzParsePage: blanking front matter moves nothing, and a page without a title never goes unnoticed.
func FuzzParsePage(f *testing.F) {
	for _, text := range []string{"", "---\n---\n", "---\ntitle: A\n---\ntext", "---\ntitle: [\n---", "---", "---\n", "---\n--- \nx", "\n---\n", "---\ntitle: a\n...\n", "---\nredirect_from: [/a/, {b: c}]\nupdated: 2026-01-02\n---\n\x00\xff",
		"---\ntitle: !!binary x\ndraft: &a true\nweight: *a\n---\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var list diag.List
		file := parsePage("content/a.md", text, &list)
		body := bytes.Clone(text)
		blank(body[:frontMatterEnd(body)])
		for i, b := range body {
			if b != text[i] && (b != ' ' || text[i] == '\n') {
				t.Fatalf("byte %d of the body is %q and not %q", i, b, text[i])
			}
		}
		if file.FrontMatter.Title == "" {
			t.Error("the page has no title")
		}
		if file.FrontMatter.Title == file.Path && len(list) == 0 && !strings.Contains(string(text), file.Path) {
			t.Error("a page without a title is not reported")
		}
		checkPlaces(t, text, list)
	})
}

// FuzzParseYAML: whatever is parsed is a sound tree, and every mistake points into the text.
func FuzzParseYAML(f *testing.F) {
	for _, text := range []string{"", "a: 1", "a: [1, {b: c}]\n", "a: &x 1\nb: *x\n", "? [a]\n: b\n", "a: |\n  b\n c", "{", "\"\\u0000\"", "a: 1\na: 2\n", "- - - a\n", "%YAML 1.1\n---\na", "a: !!int 1", "<<: {a: b}", "\ufeffa: b", "a:\tb", "é: ü: ö", "---\n---\n", "...\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var list diag.List
		node := ParseYAML(text, diag.Position{File: "a.yaml", Line: 1, Column: 1}, &list)
		if node == nil {
			return
		}
		checkNode(t, node, 0)
		checkPlaces(t, text, list)
		var settings Settings
		node.Decode(&settings, &list)
		checkPlaces(t, text, list)
	})
}

// checkNode checks that a tree is sound: as many keys as values, no key twice, and not deeper than is allowed.
func checkNode(t *testing.T, n *Node, depth int) {
	t.Helper()
	if depth > maxDepth+1 {
		t.Fatal("deeper than allowed")
	}
	if n.Pos.Line < 1 || n.Pos.Column < 1 {
		t.Errorf("%q stands nowhere: %v", n.Text, n.Pos)
	}
	seen := map[string]bool{}
	for _, key := range n.Keys {
		if seen[key.Text] {
			t.Errorf("the key %q stands twice", key.Text)
		}
		seen[key.Text] = true
	}
	if n.Kind == Mapping && len(n.Keys) != len(n.Items) {
		t.Errorf("%d keys and %d values", len(n.Keys), len(n.Items))
	}
	for _, item := range n.Items {
		checkNode(t, item, depth+1)
	}
}

// checkPlaces checks that each diagnostic points into the text. A NEL or line separator ends a line in YAML 1.1, and a
// position behind the last line means its end.
func checkPlaces(t *testing.T, text []byte, list diag.List) {
	t.Helper()
	last := 2 + strings.Count(string(text), "\n") + strings.Count(string(text), "\r") + strings.Count(string(text), "\u0085") +
		strings.Count(string(text), "\u2028") + strings.Count(string(text), "\u2029")
	for _, d := range list {
		if d.Pos.Line < 1 || d.Pos.Line > last || d.Pos.Column < 1 || d.Message == "" {
			t.Errorf("%v is in none of %d lines", d, last)
		}
	}
}

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"ab", "ba", 1}, {"über", "uber", 1}, {"title", "titel", 1}, {"kitten", "sitting", 3}, {"weight", "weight", 0}} {
		if got := editDistance(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q it is %d and not %d", c.a, c.b, got, c.want)
		}
	}
	random := rand.New(rand.NewPCG(1, 1))
	word := func() string {
		letters := []rune("abü")
		text := make([]rune, random.IntN(8))
		for i := range text {
			text[i] = letters[random.IntN(len(letters))]
		}
		return string(text)
	}
	for range 5000 {
		a, b := word(), word()
		d := editDistance(a, b)
		longer := max(len([]rune(a)), len([]rune(b)))
		if d != editDistance(b, a) || (d == 0) != (a == b) || d > longer {
			t.Fatalf("between %q and %q: %d and %d", a, b, d, editDistance(b, a))
		}
	}
}

func TestDateRoundTrip(t *testing.T) {
	t.Parallel()
	property := func(days uint32) bool {
		day := time.Unix(int64(days%3_000_000)*86400, 0).UTC()
		date, err := ParseDate(day.Format(time.DateOnly))
		if day.Year() > 9999 {
			return err != nil
		}
		again, errAgain := ParseDate(date.String())
		next, _ := ParseDate(day.AddDate(0, 0, 1).Format(time.DateOnly))
		return err == nil && errAgain == nil && again == date && !date.IsZero() && (next.IsZero() || date.Compare(next) < 0 && next.Compare(date) > 0)
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
	if (Date{}).String() != "" || (Date{}).Long() != "" || !(Date{}).IsZero() {
		t.Error("no day is written as something")
	}
}
