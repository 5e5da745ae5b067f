package markdown_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"touchstone/generator/markdown"
)

// hostile are texts on which Markdown parsers are known to take quadratic or exponential time.
var hostile = map[string]func(n int) string{
	"brackets":             repeat("["),
	"bracket pairs":        repeat("[]"),
	"link starts":          repeat("[a]("),
	"reference starts":     repeat("[a]["),
	"image starts":         repeat("!["),
	"shortcuts":            repeat("[a]"),
	"links":                repeat("[a](b.md)"),
	"nested links":         func(n int) string { return strings.Repeat("[", n/5) + strings.Repeat("](b)", n/5) },
	"nested images":        func(n int) string { return strings.Repeat("![", n/6) + strings.Repeat("](b)", n/6) },
	"angled destinations":  repeat("[a](<b"),
	"titles":               repeat("[a](b 'c "),
	"quotes":               repeat(">"),
	"quotes growing":       growing(func(i int) string { return strings.Repeat(">", i) + " a\n" }),
	"lazy lines":           func(n int) string { return strings.Repeat("> ", n/4) + "a\n" + strings.Repeat("b\n", n/4) },
	"quotes and lists":     repeat("> - "),
	"lists":                repeat("- "),
	"numbered lists":       repeat("1. "),
	"lists growing":        growing(func(i int) string { return strings.Repeat("  ", i) + "- a\n" }),
	"flat list":            repeat("- a\n"),
	"loose list":           repeat("- a\n\n"),
	"stars":                repeat("*"),
	"stars a":              repeat("*a "),
	"stars and underlines": repeat("*a_ "),
	"stars mixed":          repeat("*a **b "),
	"stars closing":        repeat("a**b*c* "),
	"emphasis nested":      func(n int) string { return strings.Repeat("*a **a ", n/14) + strings.Repeat("b** b*", n/14) },
	"tildes":               repeat("~~a ~b"),
	"backticks":            repeat("`"),
	"backticks growing":    growing(func(i int) string { return strings.Repeat("`", i) + " " }),
	"backticks mixed":      repeat("`a``b"),
	"angles":               repeat("<"),
	"tag starts":           repeat("<a "),
	"attribute starts":     repeat(`<a href="`),
	"comment starts":       repeat("<!-- a "),
	"comment lines":        repeat("<!-- \n\n"),
	"instruction starts":   repeat("a<?"),
	"data starts":          repeat("a<![CDATA["),
	"entities":             repeat("&"),
	"backslashes":          repeat(`\`),
	"references":           repeat("{{a.b}}"),
	"reference openings":   repeat("{{a"),
	"braces":               repeat("{"),
	"lines":                repeat("a\n"),
	"table rows":           func(n int) string { return "a|b\n-|-\n" + strings.Repeat("c|d\n", n/4) },
	"table short rows": func(n int) string {
		return strings.Repeat("a|", 1000) + "\n" + strings.Repeat("-|", 1000) + "\n" + strings.Repeat("c\n", n/2)
	},
	"table wide":           func(n int) string { return strings.Repeat("a|", n/4) + "\n" + strings.Repeat("-|", n/4) },
	"table escapes":        func(n int) string { return "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", n/7) },
	"tables with escapes":  repeat("|`\\|`|\n|-|\n|`\\|`|\n\n"),
	"tables":               repeat("a|b\n-|-\n"),
	"small tables":         repeat("a|b\n-|-\nc|d\n\n"),
	"footnotes":            growing(func(i int) string { return fmt.Sprintf("[^%d]: x\n\n[^%d]\n\n", i, i) }),
	"footnote starts":      repeat("[^"),
	"footnotes nested":     repeat("[^a]: "),
	"footnotes undefined":  repeat("[^a] "),
	"footnote uses":        func(n int) string { return "[^a]: x\n\n" + strings.Repeat("[^a]", n/4) },
	"definitions":          growing(func(i int) string { return fmt.Sprintf("[%d]: x\n", i) }),
	"definitions titled":   growing(func(i int) string { return fmt.Sprintf("[%d]: x 'y'\n\n", i) }),
	"definition starts":    repeat("[a]:\n"),
	"terms":                repeat("a\n: b\n\n"),
	"terms tight":          repeat("a\n: b\n"),
	"meanings":             func(n int) string { return "a\n" + strings.Repeat(": ", n/2) },
	"terms nested":         growing(func(i int) string { return strings.Repeat(" ", 2*i) + "a\n" + strings.Repeat(" ", 2*i) + ": b\n" }),
	"addresses":            repeat("https://a.b "),
	"address parentheses":  func(n int) string { return "https://a.b/" + strings.Repeat(")", n) },
	"address entities":     func(n int) string { return "https://a.b/" + strings.Repeat("&a;", n/3) },
	"mail addresses":       repeat("a@b.c "),
	"mail address parts":   repeat("a@"),
	"headings":             repeat("## a\n"),
	"headings of one id":   repeat("## a {#a}\n"),
	"heading braces":       func(n int) string { return "## " + strings.Repeat("{", n) },
	"heading attributes":   func(n int) string { return "## " + strings.Repeat("{a=[", n/4) },
	"heading attributes 2": func(n int) string { return "## a {#b " + strings.Repeat("#c ", n/3) + "}" },
	"heading classes":      func(n int) string { return "## a {" + strings.Repeat(".c ", n/3) + "}" },
	"setext":               repeat("a\n=\n"),
	"setext long":          func(n int) string { return strings.Repeat("a\n", n/2) + "===" },
	"fences":               repeat("```\n"),
	"fences of languages":  growing(func(i int) string { return fmt.Sprintf("```lang%d\n```\n", i) }),
	"fence attributes":     func(n int) string { return "```js {" + strings.Repeat("lines ", n/6) + "}\nx\n```" },
	"fence ranges": func(n int) string {
		return "```js {hl=\"" + strings.Repeat("1,", n/4) + "1\"}\n" + strings.Repeat("x\n", n/4) + "```"
	},
	"code long":       func(n int) string { return "```js\n" + strings.Repeat("x = '", n/5) + "\n```" },
	"alerts":          repeat("> [!NOTE]\n\n"),
	"alerts unknown":  repeat("> [!FOO]\n\n"),
	"spaces":          repeat(" "),
	"tabs":            repeat("\t"),
	"blank lines":     repeat("\n"),
	"null bytes":      repeat("\x00"),
	"raw HTML":        repeat("<b>"),
	"comments":        repeat("<!-- a -->"),
	"nothing special": repeat("word "),
}

func repeat(s string) func(int) string {
	return func(n int) string { return strings.Repeat(s, n/len(s)) }
}

func growing(line func(int) string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString(line(i))
		}
		return b.String()
	}
}

// TestHostileTexts checks that no text takes out of proportion long to convert. The longest take half a second on an idle
// machine; the bound leaves room for a busy one. What the test itself checks does not count.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	const size, bound = 200_000, 10 * time.Second
	converter := newConverter()
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			source := text(size)
			converted := make(chan *markdown.Document, 1)
			go func() { converted <- converter.Convert(testPath, []byte(source)) }()
			select {
			case document := <-converted:
				checkDocument(t, document, source)
			case <-time.After(bound):
				t.Errorf("%s takes longer than %v", name, bound)
			}
		})
	}
}

func TestLimitsAreReported(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"quotes", "stars and underlines", "link starts", "footnotes", "table short rows", "table escapes", "lines"} {
		document := newConverter().Convert(testPath, []byte(hostile[name](1_000_000)))
		if got := strings.Count(printDiagnostics(document), "[markdown-limit]"); got != 1 {
			t.Errorf("%s: %d reports of a limit", name, got)
		}
	}
}

// TestSlowCode has code on which a lexer of chroma takes half a minute.
func TestSlowCode(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes as long as highlighting may")
	}
	document := newConverter().Convert(testPath, []byte("```java\n"+strings.Repeat("\n", 40_000)+"```\n"))
	if got := printDiagnostics(document); !strings.Contains(got, "1:4: error: the code cannot be highlighted") {
		t.Errorf("no report of slow code in %q", got)
	}
	checkHTML(t, document)
}

func BenchmarkHostile(b *testing.B) {
	converter := newConverter()
	for name, text := range hostile {
		source := []byte(text(1_000_000))
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				converter.Convert(testPath, source)
			}
		})
	}
}
