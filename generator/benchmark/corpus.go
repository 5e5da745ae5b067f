// Package benchmark makes the projects that Touchstone is measured with. The programs in its folders measure: corpus
// writes such a project, floor builds one with the least that any generator has to do, compare runs everything in turn.
package benchmark

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"regexp"
	"strings"
)

// perSection is the number of pages in a folder.
const perSection = 50

// pool is the material of which pages are made.
type pool struct {
	paragraphs []string
	samples    []sample
}

type sample struct{ language, code string }

// languages are the endings of samples, and what fences call them.
var languages = map[string]string{".py": "python", ".js": "js", ".ts": "ts", ".rb": "ruby", ".php": "php", ".java": "java", ".yaml": "yaml"}

func readPool(guide fs.FS) (pool, error) {
	var p pool
	err := fs.WalkDir(guide, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(guide, name)
		if err != nil {
			return err
		}
		switch language := languages[path.Ext(name)]; {
		case path.Ext(name) == ".md":
			p.addParagraphs(string(text))
		case language != "" && len(text) < 2500:
			p.samples = append(p.samples, sample{language, string(text)})
		}
		return nil
	})
	return p, err
}

// markup is what would mean something else on another page: links to files and references to facts.
var markup = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)|\{\{[^}]*\}\}`)

// fences are pieces of code, which come from the samples.
var fences = regexp.MustCompile("(?s)```.*?```")

func (p *pool) addParagraphs(text string) {
	for paragraph := range strings.SplitSeq(fences.ReplaceAllString(text, ""), "\n\n") {
		if len(paragraph) > 120 && !strings.ContainsAny(paragraph[:1], "-#`|>{[1: \t") {
			p.paragraphs = append(p.paragraphs, strings.TrimSpace(markup.ReplaceAllString(paragraph, "$1")))
		}
	}
}

// Corpus gives the files of a project with a number of pages, by path. Its text is that of a guide's content folder,
// shuffled; its code is the guide's samples with other names, so that no two blocks are the same and nobody gains by
// remembering them. The same number of pages always gives the same bytes.
//
// The folder can be built by Touchstone as it is; hugo/ in it is the same for Hugo. Both draw the same small page: title,
// sidebar of the section, table of contents, text, previous and next.
func Corpus(guide fs.FS, pages int) (map[string]string, error) {
	p, err := readPool(guide)
	if err != nil {
		return nil, err
	}
	files := map[string]string{
		"content/site.yaml":      siteYAML,
		"content/index.md":       "---\ntitle: Corpus\n---\n\nA project for measurements.\n",
		"hugo/hugo.toml":         hugoConfig,
		"hugo/content/_index.md": "---\ntitle: Corpus\n---\n\nA project for measurements.\n",
	}
	maps.Copy(files, theme)
	maps.Copy(files, catalogue())
	random := rand.New(rand.NewPCG(1, 2))
	for i := range pages {
		section := fmt.Sprintf("section-%04d", i/perSection)
		if i%perSection == 0 {
			front := fmt.Sprintf("---\ntitle: Section %d\nweight: %d\n---\n\nFifty pages.\n", i/perSection, i/perSection+1)
			files["content/"+section+"/index.md"] = front
			files["hugo/content/"+section+"/_index.md"] = front
		}
		page := fmt.Sprintf("content/%s/page-%02d.md", section, i%perSection)
		files[page] = p.page(random, i)
		files["hugo/"+page] = files[page]
	}
	return files, nil
}

// page writes some 7 kB: six sections with two paragraphs each, a list, a table and four pieces of code.
func (p pool) page(random *rand.Rand, number int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "---\ntitle: Page %d\ndescription: A page of the corpus.\nweight: %d\n---\n", number, number%perSection+1)
	pick := func() string { return p.paragraphs[random.IntN(len(p.paragraphs))] }
	for section := range 6 {
		fmt.Fprintf(&out, "\n## Part %d of page %d\n\n%s\n\n%s\n", section+1, number, pick(), pick())
		switch {
		case section == 1:
			fmt.Fprintf(&out, "\n- %s\n- **%s**\n- `value-%d`\n", firstWords(pick(), 9), firstWords(pick(), 5), random.IntN(1000))
		case section == 4:
			fmt.Fprintf(&out, "\n| name | value |\n| --- | ---: |\n| alpha | %d |\n| beta | %d |\n", random.IntN(100), random.IntN(100))
		default:
			sample := p.samples[random.IntN(len(p.samples))]
			fmt.Fprintf(&out, "\n```%s\n%s```\n", sample.language, sample.renamed(number*10+section))
		}
	}
	return out.String()
}

func firstWords(text string, n int) string {
	words := strings.Fields(text)
	return strings.Trim(strings.Join(words[:min(n, len(words))], " "), "*_`[]()")
}

// word is a name in code that is safe to change: it means nothing to a highlighter.
var word = regexp.MustCompile(`\b(items?|title|message|name|greeting|hello)\b`)

// renamed gives the sample with other names and a comment of its own, so that no two blocks of the corpus are the same.
func (s sample) renamed(number int) string {
	lines := strings.SplitAfter(s.code, "\n")
	if len(lines) > 24 {
		lines = lines[:24] // the length of a piece of code in real documentation
	}
	code := word.ReplaceAllString(strings.Join(lines, ""), fmt.Sprintf("${1}%d", number))
	comment := "// "
	if s.language == "python" || s.language == "ruby" || s.language == "yaml" {
		comment = "# "
	}
	return fmt.Sprintf("%s\n%sPiece %d\n", strings.TrimRight(code, "\n"), comment, number)
}
