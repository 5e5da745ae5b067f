package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// types are all that a field may be.
var types = []string{"enum", "list", "string", "text", "url", "date", "number", "bool", "version", "range", "releases", "commands"}

// project makes a catalogue of two entries, one of which stands in a text.
func project(facts string) fstest.MapFS {
	var fields strings.Builder
	fields.WriteString("groups: [{id: g, label: G}]\nfields:\n")
	for _, kind := range types {
		vocabulary := ""
		if kind == "enum" {
			vocabulary = ", vocabulary: v"
		}
		fmt.Fprintf(&fields, "  - {id: %s, group: g, label: L, type: %s, why: w%s}\n", kind, kind, vocabulary)
	}
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"site.yaml":           "title: T\nbase_url: https://example.org\ncatalog: {entries: e, nouns: {entry: e, entries: es}}\n",
		"e/fields.yaml":       fields.String(),
		"e/vocabularies.yaml": "vocabularies: [{id: v, label: V, ordered: true, terms: [{id: a, label: A, meaning: m}, {id: b, label: B, meaning: m}]}]\n",
		"e/sources.yaml":      "sources: [{id: s, title: S, publisher: P, kind: survey, url: 'https://s.example', read: 2026-01-01}]\n",
		"e/one/facts.yaml":    facts,
		"e/two/facts.yaml":    "entry: Two\napplies_to: 1\nchecked: 2026-01-01\nfacts:\n  enum: {value: b, sources: [s]}\n  string: {inherits: one}\n",
	} {
		files["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

const soundFacts = "entry: One\napplies_to: 1\nchecked: 2026-01-01\nfacts:\n"

// FuzzFacts: whatever facts.yaml holds, the catalogue is made, can be asked for everything, and shows no value without a
// source and a day.
func FuzzFacts(f *testing.F) {
	for _, facts := range []string{"", "entry: One", "facts: []", soundFacts + "  enum: {value: a, sources: [s]}", soundFacts + "  enum: {inherits: two}\n  string: {inherits: two}",
		soundFacts + "  releases: {value: [{line: 1, released: 2026-01-01}], sources: [{id: s, says: x}]}", soundFacts + "  list: {value: [[], {}], sources: [s]}",
		soundFacts + "  number: {value: 1e999, sources: [s]}\n  url: {value: '://', sources: [s]}", soundFacts + "  bool: {state: n/a, reason: x}\n  date: {state: unknown, looked: [s]}\n  text: {value: x, scope: y, sources: [s]}"} {
		f.Add(facts)
	}
	f.Fuzz(func(t *testing.T, facts string) {
		tree, _, err := content.Load(project(facts))
		if err != nil {
			t.Fatal(err)
		}
		cat, list := catalog.New(tree)
		errors, _ := list.Count()
		for _, entry := range cat.Entries {
			for _, field := range cat.Fields() {
				checkFact(t, entry.Fact(field))
			}
			if c := entry.Coverage(cat.Fields()); c.Answered > c.All || c.All > len(types) {
				t.Errorf("%d of %d facts", c.Answered, c.All)
			}
			entry.NewestCheck()
			entry.OldestCheck()
		}
		if len(cat.Entries) == 2 {
			checkComparison(t, cat)
		}
		if errors == 0 && len(cat.Entries) == 2 && cat.Entries[0].Name == "" {
			t.Error("an entry without a name is not reported")
		}
	})
}

func checkFact(t *testing.T, fact *catalog.Fact) {
	t.Helper()
	if !fact.Answered() {
		if fact.Words() == "" {
			t.Errorf("%s says nothing", fact.Field.ID)
		}
		return
	}
	if len(fact.Citations) == 0 || fact.Checked.IsZero() {
		t.Errorf("%s has a value without a receipt", fact.Field.ID)
	}
	if fact.State == catalog.Partial && fact.Scope == "" {
		t.Errorf("%s is partial within nothing", fact.Field.ID)
	}
	if text := strings.ToLower(fact.Value.Text); fact.Field.Type == "url" && !strings.HasPrefix(text, "http") {
		t.Errorf("%q is a web address", fact.Value.Text)
	}
}

// Every field is in exactly one part of a comparison, and the order of the two makes no difference to which.
func checkComparison(t *testing.T, cat *catalog.Catalog) {
	t.Helper()
	there, back := cat.Compare(cat.Entries[0], cat.Entries[1]), cat.Compare(cat.Entries[1], cat.Entries[0])
	if len(there.Differ)+len(there.Same)+len(there.Open) != len(types) {
		t.Error("a field is lost")
	}
	if len(there.Differ) != len(back.Differ) || len(there.Same) != len(back.Same) || len(there.Largest(3)) != len(back.Largest(3)) {
		t.Error("another order gives another comparison")
	}
}

// Mistakes come in no order of a map: two runs say the same in the same order.
func TestSameMistakes(t *testing.T) {
	t.Parallel()
	facts := soundFacts
	for _, kind := range types {
		facts += "  " + kind + ": {inherits: two}\n"
	}
	var first diag.List
	for i := range 20 {
		tree, _, err := content.Load(project(facts))
		if err != nil {
			t.Fatal(err)
		}
		_, list := catalog.New(tree)
		list.Sort()
		if i == 0 {
			first = list
		}
		if !slices.Equal(list, first) {
			t.Fatalf("run %d: %v and not %v", i, list, first)
		}
	}
}

// A fact is found at the end of a long chain.
func TestLongChain(t *testing.T) {
	t.Parallel()
	files := project(soundFacts + "  enum: {value: a, sources: [s]}\n")
	const length = 300
	for i := range length {
		parent := fmt.Sprintf("e%03d", i+1)
		if i == length-1 {
			parent = "one"
		}
		files[fmt.Sprintf("content/e/e%03d/facts.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "entry: E%03d\napplies_to: 1\nchecked: 2026-01-01\nfacts: {enum: {inherits: %s}}\n", i, parent)}
	}
	tree, _, err := content.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	cat, _ := catalog.New(tree)
	fact := cat.Entry("e000").Fact(cat.Field("enum"))
	if fact.Origin != cat.Entry("one") || fact.Words() != "A" {
		t.Errorf("at the end of the chain stands %q of %v", fact.Words(), fact.Origin)
	}
}
