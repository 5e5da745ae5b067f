// Package catalog is the comparison model: what is compared (entries), by what (fields with vocabularies), and what was
// found (facts with their receipts, claims with their verdicts).
//
// It is the second stage of the pipeline: [New] makes a [Catalog] from the YAML files of a content tree and reports
// everything that is wrong with them. It names no subject and knows nothing of pages or HTML: every table, badge and
// data file of the site is derived from its [Fact]s.
package catalog

import (
	"path"
	"slices"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Catalog is a project's whole comparison.
type Catalog struct {
	Settings     content.CatalogSettings
	FieldGroups  []*FieldGroup          // in the order of fields.yaml
	Vocabularies map[string]*Vocabulary // by id
	Sources      map[string]*Source     // by id
	Entries      []*Entry               // by name
	Groups       []*Group               // by the order of the vocabulary; empty without group_by
	Runtimes     []*Runtime             // what the groups run on
	Claims       []*Claim               // by company
	Suites       []*Suite               // measured performance, kept apart from facts

	fields map[string]*Field
	used   map[*Source]bool
}

// Group holds the entries that have one value of the field by which the catalogue is grouped.
type Group struct {
	Term    *Term
	Entries []*Entry
}

// New makes the catalogue of a content tree. It is nil when the project's settings name no entries. What is wrong is in
// the list; facts with mistakes are left out, so that the rest can be shown.
func New(tree *content.Tree) (*Catalog, diag.List) {
	var list diag.List
	settings := tree.Settings.Catalog
	if settings.Entries == "" {
		return nil, list
	}
	c := &Catalog{Settings: settings, Vocabularies: map[string]*Vocabulary{}, Sources: map[string]*Source{},
		fields: map[string]*Field{}, used: map[*Source]bool{}}
	folder := path.Join(content.Folder, settings.Entries)
	c.loadVocabularies(tree.Data[folder+"/vocabularies.yaml"], &list)
	c.loadFields(folder+"/fields.yaml", tree.Data[folder+"/fields.yaml"], &list)
	c.loadSources(tree, &list)
	c.loadEntries(tree, folder, &list)
	c.loadClaims(tree, &list)
	c.group(&list)
	c.loadRuntimes(tree, &list)
	c.loadPerformance(tree, &list)
	c.checkUse(&list)
	c.checkWords(tree.Settings.Checks.NeutralWords, &list)
	c.checkCoverage(tree.Settings.Checks, &list)
	return c, list
}

// Field gives the field with an id, or nil.
func (c *Catalog) Field(id string) *Field { return c.fields[id] }

// Fields gives all fields in the order in which they are shown.
func (c *Catalog) Fields() []*Field {
	var fields []*Field
	for _, group := range c.FieldGroups {
		fields = append(fields, group.Fields...)
	}
	return fields
}

// ReleaseField gives the field that holds release lines, or nil.
func (c *Catalog) ReleaseField() *Field {
	for _, field := range c.Fields() {
		if field.Type == "releases" {
			return field
		}
	}
	return nil
}

// FieldIDs gives the ids of all fields, for hints.
func (c *Catalog) FieldIDs() []string {
	var ids []string
	for _, field := range c.Fields() {
		ids = append(ids, field.ID)
	}
	return ids
}

// Entry gives the entry with an id, or nil.
func (c *Catalog) Entry(id string) *Entry {
	if i := slices.IndexFunc(c.Entries, func(e *Entry) bool { return e.ID == id }); i >= 0 {
		return c.Entries[i]
	}
	return nil
}

// EntryIDs gives the ids of all entries, for hints.
func (c *Catalog) EntryIDs() []string {
	ids := make([]string, len(c.Entries))
	for i, e := range c.Entries {
		ids[i] = e.ID
	}
	return ids
}

// GroupsOf gives the groups that an entry belongs to.
func (c *Catalog) GroupsOf(entry *Entry) []*Group {
	var groups []*Group
	for _, g := range c.Groups {
		if slices.Contains(g.Entries, entry) {
			groups = append(groups, g)
		}
	}
	return groups
}

// ClaimsOf gives the claims about an entry.
func (c *Catalog) ClaimsOf(entry *Entry) []*Claim {
	var claims []*Claim
	for _, claim := range c.Claims {
		if claim.Entry == entry {
			claims = append(claims, claim)
		}
	}
	return claims
}

// group sorts the entries into the groups of the field that settings name.
func (c *Catalog) group(list *diag.List) {
	id := c.Settings.GroupBy
	if id == "" {
		return
	}
	field := c.fields[id]
	if field == nil || field.Terms() == nil {
		list.Add(c.Settings.Pos, diag.FieldUnknown, content.DidYouMean(id, c.FieldIDs()), "group_by names %q, which is no field with a vocabulary", id)
		return
	}
	for i := range field.Terms().Terms {
		term := &field.Terms().Terms[i]
		g := &Group{Term: term}
		for _, entry := range c.Entries {
			if slices.Contains(entry.Fact(field).Value.Terms, term) {
				g.Entries = append(g.Entries, entry)
			}
		}
		if len(g.Entries) > 0 {
			c.Groups = append(c.Groups, g)
		}
	}
}

// checkUse reports vocabularies, words and sources that nothing uses.
func (c *Catalog) checkUse(list *diag.List) {
	for _, vocabulary := range c.Vocabularies {
		if !slices.ContainsFunc(c.Fields(), func(f *Field) bool { return f.Terms() == vocabulary }) {
			list.Add(vocabulary.Pos, diag.VocabularyUnused, "remove it, or name it in a field", "no field uses the vocabulary %s", vocabulary.ID)
			continue
		}
		c.checkTermsUsed(vocabulary, list)
	}
	for _, source := range c.Sources {
		if !c.used[source] {
			list.Add(source.Pos, diag.SourceUnused, "remove it, or cite it", "nothing cites the source %s", source.ID)
		}
	}
}

// checkTermsUsed reports the words of a vocabulary that no fact has. A scale keeps all of its steps, also those on which
// nobody stands.
func (c *Catalog) checkTermsUsed(vocabulary *Vocabulary, list *diag.List) {
	if vocabulary.Ordered {
		return
	}
	used := map[*Term]bool{}
	for _, field := range c.Fields() {
		for _, entry := range c.Entries {
			for _, term := range entry.Fact(field).Value.Terms {
				used[term] = true
			}
		}
	}
	for i := range vocabulary.Terms {
		if term := &vocabulary.Terms[i]; !used[term] {
			list.Add(term.Pos, diag.TermUnused, "remove it, or make the vocabulary ordered if it is a scale", "no fact uses the word %s of the vocabulary %s", term.ID, vocabulary.ID)
		}
	}
}

// checkID reports an id that could not be part of an address or is taken; it tells whether the id is usable.
func checkID(id string, taken bool, pos diag.Position, list *diag.List) bool {
	switch {
	case id == "":
		return false // a missing key has been reported
	case strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") != "":
		list.Add(pos, diag.IDInvalid, "use letters, digits, dots, hyphens and underscores", "%q cannot be an id", id)
		return false
	case taken:
		list.Add(pos, diag.IDDuplicate, "give one of the two another id", "the id %q is given twice", id)
		return false
	}
	return true
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
