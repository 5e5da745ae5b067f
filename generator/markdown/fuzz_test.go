package markdown_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"touchstone/generator/diag"
	"touchstone/generator/markdown"
)

func FuzzConvert(f *testing.F) {
	for _, input := range inputs(f) {
		f.Add(input)
	}
	for _, text := range hostile {
		f.Add(text(200))
	}
	converter := newConverter()
	f.Fuzz(func(t *testing.T, source string) {
		checkDocument(t, converter.Convert(testPath, []byte(source)), source)
	})
}

// checkDocument checks what is true of every document, whatever the text.
func checkDocument(t *testing.T, document *markdown.Document, source string) {
	t.Helper()
	checkHTML(t, document)
	ids := map[string]bool{}
	for _, heading := range document.Headings {
		if heading.ID == "" || ids[heading.ID] {
			t.Errorf("heading id %q is empty or not the only one", heading.ID)
		}
		ids[heading.ID] = true
	}
	for i, part := range document.Parts {
		if (part.HTML == "") == (part.Block == nil) {
			t.Errorf("part %d has both or neither of HTML and block", i)
		}
	}
	if utf8.ValidString(source) {
		checkPositions(t, document, source)
	}
}

// checkHTML checks that the HTML is of one piece and that nothing in it runs.
func checkHTML(t *testing.T, document *markdown.Document) {
	t.Helper()
	var b strings.Builder
	for _, part := range document.Parts {
		b.WriteString(part.HTML)
	}
	root, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatalf("the HTML cannot be parsed: %v", err)
	}
	ids := map[string]bool{}
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		switch node.Data {
		case "script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math":
			t.Errorf("element %s", node.Data)
		}
		for _, a := range node.Attr {
			checkAttribute(t, node.Data, a)
			if a.Key == "id" {
				if ids[a.Val] {
					t.Errorf("id %q is there twice", a.Val)
				}
				ids[a.Val] = true
			}
		}
	}
}

func checkAttribute(t *testing.T, element string, a html.Attribute) {
	t.Helper()
	if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
		t.Errorf("attribute %s of %s", a.Key, element)
	}
	if a.Key != "href" && a.Key != "src" {
		return
	}
	visible := strings.Map(func(r rune) rune { // what browsers skip
		if r <= ' ' || r == 0x7F {
			return -1
		}
		return r
	}, a.Val)
	for _, scheme := range []string{"javascript:", "data:", "vbscript:", "file:", "blob:"} {
		if strings.HasPrefix(strings.ToLower(visible), scheme) {
			t.Errorf("%s of %s is %q", a.Key, element, a.Val)
		}
	}
}

// checkPositions checks that every position is in the text, its end included.
func checkPositions(t *testing.T, document *markdown.Document, source string) {
	t.Helper()
	lines := strings.Split(source, "\n")
	lengths := make([]int, len(lines)) // in code points
	for i, line := range lines {
		lengths[i] = utf8.RuneCountInString(line)
	}
	inside := func(what string, p diag.Position) {
		if p.File != testPath || p.Line < 1 || p.Line > len(lines)+1 || p.Column < 1 {
			t.Errorf("position of %s: %v", what, p)
			return
		}
		if p.Line <= len(lines) && p.Column > lengths[p.Line-1]+1 {
			t.Errorf("position of %s: %v is behind the end of its line", what, p)
		}
	}
	for _, heading := range document.Headings {
		inside("heading", heading.Pos)
	}
	for _, link := range document.Links {
		inside("link", link.Pos)
	}
	for _, part := range document.Parts {
		if part.Block != nil {
			inside("block", part.Block.Pos)
			inside("body", part.Block.BodyPos)
		}
	}
	for _, d := range document.Diagnostics {
		inside(d.Message, d.Pos)
	}
}

// tokens are the pieces that Markdown's meaning hangs on.
var tokens = []string{
	"a", "b ", " ", "\n", "\n\n", "  ", "    ", "\t", "*", "**", "_", "~~", "`", "```", "~~~", "```js {hl=\"1\"}\n", "```compare\n",
	"[", "]", "(", ")", "![", "](", "](b.md)", "](b.md \"t\")", "[^a]", "[^a]: ", "[a]: b.md\n", "{{a.b}}", "{{", "}}", "{#a}", "{.b}",
	"#", "## ", "### ", "===\n", "---\n", "> ", "> [!NOTE]", "- ", "- [ ] ", "1. ", ": ", "|", "|-|-|\n", "a|b\n", ":-:", "\\", "\\|", "&amp;",
	"<", ">", "<b>", "<!--", "-->", "<div>\n", "https://a.b", "me@a.b", "<https://a.b>", "javascript:", "&colon;", "\"", "'", "é", "日", "\x00",
	"\r\n", "\r", "\uFEFF", "<?", "?>", "<![CDATA[", "]]>", "@", "www.a.b",
}

// FuzzConvertTokens makes texts of whole tokens, which come across more of the parser in the same time.
func FuzzConvertTokens(f *testing.F) {
	f.Add([]byte("\x00\x11\x05\x30\x22"))
	converter := newConverter()
	f.Fuzz(func(t *testing.T, choices []byte) {
		var b strings.Builder
		for _, choice := range choices {
			b.WriteString(tokens[int(choice)%len(tokens)])
		}
		checkDocument(t, converter.Convert(testPath, []byte(b.String())), b.String())
	})
}
