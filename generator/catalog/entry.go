package catalog

import (
	"path"
	"slices"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Entry is one of the things that are compared.
type Entry struct {
	ID   string // the name of its folder
	Name string
	Icon string // the name of a picture in static/icons/brands/, without .svg; may be empty
	Path string // of its facts.yaml

	AppliesTo string       // the version for which facts hold unless they say otherwise
	Checked   content.Date // the day on which facts were checked unless they say otherwise

	facts map[string]*Fact
}

// Fact gives what is known of a field; it is never nil, since a fact that nobody wrote is one that nobody checked.
func (e *Entry) Fact(field *Field) *Fact {
	if fact := e.facts[field.ID]; fact != nil {
		return fact
	}
	return &Fact{Entry: e, Field: field, State: Unchecked, Pos: diag.Position{File: e.Path}}
}

// Coverage counts facts: those with a value, and all that could have one.
type Coverage struct{ Answered, All int }

// Percent gives the share of facts with a value, rounded down; all of none is 100.
func (c Coverage) Percent() int {
	if c.All == 0 {
		return 100
	}
	return c.Answered * 100 / c.All
}

// Coverage counts the entry's facts.
func (e *Entry) Coverage(fields []*Field) Coverage {
	var c Coverage
	for _, field := range fields {
		switch e.Fact(field).State {
		case Known, Partial:
			c.Answered++
			c.All++
		case Unknown, Unchecked:
			c.All++
		}
	}
	return c
}

// OldestCheck gives the earliest day on which one of the entry's facts was checked.
func (e *Entry) OldestCheck() content.Date {
	var oldest content.Date
	for _, fact := range e.facts {
		if oldest.IsZero() || fact.Checked.Compare(oldest) < 0 {
			oldest = fact.Checked
		}
	}
	return oldest
}

// FactsFile is the form of facts.yaml.
type FactsFile struct {
	Entry     string        `key:"entry,required" doc:"The entry's name as readers see it."`
	Icon      string        `key:"icon" doc:"The name of a picture in static/icons/brands/."`
	AppliesTo string        `key:"applies_to,required" doc:"The version for which the facts were read, unless one says otherwise."`
	Checked   content.Date  `key:"checked,required" doc:"The day on which the facts were checked, unless one says otherwise."`
	Facts     *content.Node `key:"facts,required" doc:"One fact for each field."`
}

// loadEntries reads the facts of every child folder that has them, then resolves what is inherited.
func (c *Catalog) loadEntries(tree *content.Tree, folder string, list *diag.List) {
	inherited := map[*Fact]writtenFact{}
	for _, name := range sortedKeys(tree.Data) {
		if path.Base(name) != "facts.yaml" || path.Dir(path.Dir(name)) != folder {
			continue
		}
		entry := c.loadEntry(name, tree.Data[name], inherited, list)
		c.Entries = append(c.Entries, entry)
	}
	slices.SortStableFunc(c.Entries, func(a, b *Entry) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	if len(c.Entries) == 0 {
		list.Add(c.Settings.Pos, diag.EntryUnknown, "make a folder with a facts.yaml there", "no entry stands in %s", folder)
	}
	for fact, written := range inherited {
		c.inherit(fact, written, inherited, list)
	}
	c.reportUnchecked(list)
}

func (c *Catalog) loadEntry(name string, node *content.Node, inherited map[*Fact]writtenFact, list *diag.List) *Entry {
	var file FactsFile
	node.Decode(&file, list)
	entry := &Entry{ID: path.Base(path.Dir(name)), Name: file.Entry, Icon: file.Icon, Path: name,
		AppliesTo: file.AppliesTo, Checked: file.Checked, facts: map[string]*Fact{}}
	checkID(entry.ID, false, diag.Position{File: name, Line: 1, Column: 1}, list)
	if entry.Name == "" {
		entry.Name = entry.ID
	}
	if file.Facts == nil {
		return entry
	}
	if file.Facts.Kind != content.Mapping {
		list.Add(file.Facts.Pos, diag.ValueType, "write field: {value: ...} for each", "facts has to be a mapping from fields to facts")
		return entry
	}
	for i, key := range file.Facts.Keys {
		field := c.fields[key.Text]
		if field == nil {
			list.Add(key.Pos, diag.FieldUnknown, content.DidYouMean(key.Text, c.FieldIDs()), "no field %q is declared in fields.yaml", key.Text)
			continue
		}
		c.addFact(entry, field, file.Facts.Items[i], key.Pos, inherited, list)
	}
	return entry
}

// reportUnchecked warns of fields that an entry's facts.yaml passes over in silence.
func (c *Catalog) reportUnchecked(list *diag.List) {
	for _, entry := range c.Entries {
		for _, field := range c.Fields() {
			if entry.facts[field.ID] == nil {
				list.Add(diag.Position{File: entry.Path}, diag.FactUnchecked, "add it, or say so: "+field.ID+": {state: unchecked}", "the field %s has no fact", field.ID)
			}
		}
	}
}

// NewestCheck gives the latest day on which one of the entry's facts was checked.
func (e *Entry) NewestCheck() content.Date {
	var newest content.Date
	for _, fact := range e.facts {
		if fact.Checked.Compare(newest) > 0 {
			newest = fact.Checked
		}
	}
	return newest
}
