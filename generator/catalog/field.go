package catalog

import (
	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// FieldGroup is a heading under which fields are shown.
type FieldGroup struct {
	ID     string   `key:"id,required"`
	Label  string   `key:"label,required"`
	Fields []*Field `key:"-"`
	Pos    diag.Position
}

// Field is one thing that is said about every entry.
type Field struct {
	ID         string `key:"id,required" doc:"The name by which facts refer to the field."`
	Group      string `key:"group,required" doc:"The id of the group under which it is shown."`
	Label      string `key:"label,required" doc:"The heading of its row."`
	Type       string `key:"type,required" allowed:"enum list string text url date number bool version range releases commands" doc:"What kind of value its facts have."`
	Vocabulary string `key:"vocabulary" doc:"The id of the closed vocabulary; required for enum, possible for list."`
	Unit       string `key:"unit" doc:"The unit of a number, in the plural."`
	UnitOne    string `key:"unit_one" doc:"The unit of one, such as month."`
	Distinct   bool   `key:"distinct" doc:"Always different from entry to entry, such as an address: no difference worth naming."`
	Neutral    bool   `key:"neutral" doc:"Its values are plain statements: the words of praise in site.yaml must not stand in them."`
	TTLDays    int    `key:"ttl_days" doc:"After how many days a fact wants reading again."`
	Why        string `key:"why,required" doc:"One sentence on why it matters to somebody who chooses."`
	Pos        diag.Position

	vocabulary *Vocabulary
}

// Terms gives the field's vocabulary, or nil.
func (f *Field) Terms() *Vocabulary { return f.vocabulary }

// FieldsFile is the form of fields.yaml.
type FieldsFile struct {
	Groups []FieldGroup `key:"groups,required"`
	Fields []Field      `key:"fields,required"`
}

func (c *Catalog) loadFields(name string, node *content.Node, list *diag.List) {
	if node == nil {
		list.Add(diag.Position{File: name}, diag.KeyMissing, "declare groups: and fields: there", "the catalogue has no usable %s", name)
		return
	}
	var file FieldsFile
	node.Decode(&file, list)
	groups := map[string]*FieldGroup{}
	for i := range file.Groups {
		group := &file.Groups[i]
		if checkID(group.ID, groups[group.ID] != nil, group.Pos, list) {
			groups[group.ID] = group
			c.FieldGroups = append(c.FieldGroups, group)
		}
	}
	for i := range file.Fields {
		c.addField(&file.Fields[i], groups, list)
	}
}

func (c *Catalog) addField(field *Field, groups map[string]*FieldGroup, list *diag.List) {
	if !checkID(field.ID, c.fields[field.ID] != nil, field.Pos, list) {
		return
	}
	c.bindVocabulary(field, list)
	group := groups[field.Group]
	if group == nil {
		list.Add(field.Pos, diag.ValueUnknown, content.DidYouMean(field.Group, sortedKeys(groups)), "the field %s is in the group %q, which is not declared", field.ID, field.Group)
		return
	}
	group.Fields = append(group.Fields, field)
	c.fields[field.ID] = field
}

func (c *Catalog) bindVocabulary(field *Field, list *diag.List) {
	switch {
	case field.Type != "enum" && field.Type != "list":
		if field.Vocabulary != "" {
			list.Add(field.Pos, diag.FieldVocabulary, "remove the vocabulary or make it an enum", "the field %s of type %s cannot have a vocabulary", field.ID, field.Type)
		}
	case field.Vocabulary != "":
		field.vocabulary = c.Vocabularies[field.Vocabulary]
		if field.vocabulary == nil {
			list.Add(field.Pos, diag.FieldVocabulary, content.DidYouMean(field.Vocabulary, sortedKeys(c.Vocabularies)), "the field %s names the vocabulary %q, which does not exist", field.ID, field.Vocabulary)
		}
	case field.Type == "enum":
		list.Add(field.Pos, diag.FieldVocabulary, "add vocabulary: with one of vocabularies.yaml", "the field %s is an enum without a vocabulary", field.ID)
	}
}
