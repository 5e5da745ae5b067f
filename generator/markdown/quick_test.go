package markdown

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// guideLanguages are the languages of a guide to web frameworks. Their quick lexers are compared with chroma's.
var guideLanguages = strings.Fields(`bash powershell console php phtml python ruby erb javascript typescript jsx tsx vue svelte
	java kotlin go rust csharp fsharp elixir html css scss sql json yaml toml ini xml http diff dockerfile nginx graphql twig
	django handlebars properties groovy make scala swift clojure dart markdown protobuf raku`)

// snippets are what is hard for lexers: strings in strings, what is never closed, characters of several bytes, and
// languages in others.
var snippets = []string{
	"", "\n", "x", "\n\n\n  \t\n", "a\r\nb\rc\r\r\n", "é日本🙂 = \"ü\" # ſK İı\n", "\xff\xfe\x00", "\v\f\x1f\x7f\u0085\u00a0\u2028x",
	"\"open\nx = 'y\nz = `w ${a + `b${c}` /* d", "/* open\n// x", "<!-- open", "<<<EOT\n a $b {$c}\nEOT;\n", "cat <<'E' | x\n$a\nE\n",
	"def f(a: int = 1_0e5, *b) -> str:\n    return f\"{a!r:>{b}} \\n\" + r'\\d' @ x if not a else None  # é\n",
	"@Get('/{id}') public async Task<List<int>> m() { return await x?.y ?? 0x1FuL; } // c\n",
	"class A < B; attr_reader :c; def d?(e) = %w[f g].map(&:h).each { |i| puts \"#{i + \"#{j}\"}\" }; end # é\n",
	"const f = async (a) => ({ ...b, [`c${d}`]: /e[/]f/gi.test(g) ? <H i={j}>k</H> : 1n }) as const satisfies L<M>;\n",
	"<?php namespace A\\B; #[C(d: 1)] final class E { public function __construct(private ?F $g = null) { echo \"h {$i->j['k']}\"; } } ?>\n<p onclick=\"x()\"><?= $l ?></p>\n",
	"<style>a > b::c { d: #fff; e: calc(1px + 2%) }</style><script type=\"module\">if (a < b && c) { d(`e`) }</script>&amp;<br/>\n",
	"SELECT a.\"b\", count(*) FROM c AS d WHERE e = 'f''g' AND h IS NOT NULL -- i\n", "a: &b\n  - c: !d \"e\\n\"\n    f: |\n      g: h\n  - *b # i\n",
	"export A=\"$(b ${c:-d} 'e' | f \"$g\")\" && for h in *; do echo $((1 + 2)); done # i\n", "{\"a\": [1, -2.5e3, true, null], \"b\\u00e9\": {}}\n",
	"GET /a?b=c HTTP/1.1\nHost: d\nContent-Type: application/json\n\n{\"e\": 1}\n", "@@ -1 +1 @@\n-a\n+b\n", "[a.b]\nc = \"d\" # e\nf = 2020-01-01T00:00:00Z\n",
	"{% if a|b:\"c\" %}{{ d.e }}{# f #}{% endif %}{{#each g}}{{h}}{{/each}}@if($i)\n", "FROM a:b AS c\nRUN d \\\n  && e\nENV F=g\n",
	"fn a<'b>(c: &'b str) -> Result<(), D> { let e = r#\"f\"#; g!(\"{h:?}\"); Ok(()) }\n", "%a = <h i='j'/>\n# Title\n\n```js\nlet k = 1\n```\n",
}

func TestQuickTokens(t *testing.T) {
	t.Parallel()
	texts := slices.Concat(snippets, filesIn(t, "testdata"), filesIn(t, "../../content"))
	for i, language := range guideLanguages {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			plain, quick := lexers.Get(language), quickLexer(t, language)
			for j, text := range texts {
				if j < len(snippets) || i%16 == j%16 { // all of them take a minute
					compareTokens(t, plain, quick, text)
				}
			}
		})
	}
}

// TestQuickSamples compares the samples of this project's guide, each in its own language.
func TestQuickSamples(t *testing.T) {
	t.Parallel()
	found := newLanguages(nil)
	err := fs.WalkDir(os.DirFS("../../content"), ".", func(name string, entry fs.DirEntry, err error) error {
		word := strings.TrimPrefix(path.Ext(name), ".")
		quick, plain := found.lookup(word).lexer, lexers.Match(name)
		if err != nil || entry.IsDir() || quick == nil || plain == nil || word == "svg" {
			return err
		}
		text, err := os.ReadFile("../../content/" + name)
		if word == "php" && strings.Contains(string(text), "<?") {
			plain = lexers.Get("phtml")
		}
		compareTokens(t, plain, quick, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestQuickKinds sees to it that the languages of most samples are quick ones.
func TestQuickKinds(t *testing.T) {
	t.Parallel()
	for _, language := range strings.Fields("php python ruby javascript typescript java bash yaml json sql html css") {
		if _, ok := quickLexer(t, language).(*quick); !ok {
			t.Errorf("%s is not quick", language)
		}
	}
}

// FuzzQuickTokens compares texts in one of the guide's languages.
func FuzzQuickTokens(f *testing.F) {
	for i := range guideLanguages {
		f.Add(uint(i), snippets[i%len(snippets)])
	}
	quick := map[string]chroma.Lexer{}
	for _, language := range guideLanguages {
		quick[language] = quickLexer(f, language)
	}
	f.Fuzz(func(t *testing.T, choice uint, text string) {
		if language := guideLanguages[choice%uint(len(guideLanguages))]; len(text) < 2000 {
			compareTokens(t, lexers.Get(language), quick[language], text)
		}
	})
}

func quickLexer(t testing.TB, language string) chroma.Lexer {
	if language == "phtml" {
		return newTaggedPHP()
	}
	lexer := lexers.Get(language)
	if lexer == nil {
		t.Fatalf("there is no lexer for %s", language)
	}
	return quicken(lexer)
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	var texts []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path.Join(dir, name))
		texts = append(texts, string(text[:min(len(text), 3000)]))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func compareTokens(t *testing.T, plain, quick chroma.Lexer, text string) {
	t.Helper()
	want, got := tokensOf(t, plain, text), tokensOf(t, quick, text)
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			t.Errorf("%s: token %d of %.200q differs: want %.200v, got %.200v", plain.Config().Name, i, text, want[min(i, len(want)):], got[min(i, len(got)):])
			return
		}
	}
}

// tokensOf gives the tokens of a text, and what a lexer panicked with as one more.
func tokensOf(t *testing.T, lexer chroma.Lexer, text string) (tokens []chroma.Token) {
	t.Helper()
	defer func() {
		if recover() != nil {
			tokens = append(tokens, chroma.Token{Value: "panic"})
		}
	}()
	next, err := lexer.Tokenise(nil, text)
	if err != nil {
		t.Fatal(err)
	}
	for token := next(); token != chroma.EOF && len(tokens) < 100_000; token = next() {
		tokens = append(tokens, token)
	}
	return tokens
}
