package benchmark

import "fmt"

// things is the number of entries in the corpus's small catalogue, which is there for edits of facts.
const things = 5

// catalogue gives the files of the catalogue by path.
func catalogue() map[string]string {
	files := map[string]string{
		"content/things/index.md": "---\ntitle: Things\n---\n\nFive of them.\n",
		"content/things/fields.yaml": "groups: [{id: all, label: All}]\nfields:\n" +
			"  - {id: size, group: all, label: Size, type: number, unit: metres, why: It has to fit.}\n" +
			"  - {id: colour, group: all, label: Colour, type: string, why: It has to please.}\n",
		"content/things/sources.yaml": "sources:\n  - {id: book, title: The book, publisher: Somebody, kind: vendor-docs, url: https://corpus.example/book, read: 2026-01-01}\n",
	}
	for i := range things {
		folder := fmt.Sprintf("content/things/thing-%d/", i)
		files[folder+"index.md"] = fmt.Sprintf("---\ntitle: Thing %d\n---\n\nIts colour is {{colour}}.\n", i)
		files[folder+"facts.yaml"] = fmt.Sprintf("entry: Thing %d\napplies_to: \"1\"\nchecked: 2026-01-01\nfacts:\n"+
			"  size: {value: %d, sources: [book]}\n  colour: {value: red, sources: [book]}\n", i, i+1)
	}
	return files
}

// siteYAML makes a catalogue of things.
const siteYAML = `title: Corpus
base_url: https://corpus.example
catalog: {entries: things, nouns: {entry: thing, entries: things}}
`
