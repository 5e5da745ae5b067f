package catalog

import "touchstone/generator/content"

// Schemas gives the JSON Schema of each kind of YAML file of a catalogue, by the file's name. That of facts.yaml knows the
// catalogue's fields and vocabularies.
func (c *Catalog) Schemas() map[string]content.Schema {
	return map[string]content.Schema{
		"fields.yaml":       content.SchemaOf("Fields", FieldsFile{}),
		"vocabularies.yaml": content.SchemaOf("Vocabularies", VocabulariesFile{}),
		"sources.yaml":      content.SchemaOf("Sources", SourcesFile{}),
		"claims.yaml":       content.SchemaOf("Claims", ClaimsFile{}),
		"facts.yaml":        c.factsSchema(),
		"runtimes.yaml":     content.SchemaOf("Runtimes", RuntimesFile{}),
		"performance.yaml":  content.SchemaOf("Performance", PerformanceFile{}),
	}
}

func (c *Catalog) factsSchema() content.Schema {
	facts := content.Schema{}
	for _, field := range c.Fields() {
		fact := content.SchemaOf(field.Label, writtenFact{})
		delete(fact, "$schema")
		fact["description"] = field.Why
		fact["properties"].(content.Schema)["value"] = field.valueSchema()
		facts[field.ID] = fact
	}
	schema := content.SchemaOf("Facts", FactsFile{})
	schema["properties"].(content.Schema)["facts"] = content.Schema{"type": "object", "properties": facts, "additionalProperties": false}
	return schema
}

func (f *Field) valueSchema() content.Schema {
	text := content.Schema{"type": []string{"string", "number"}}
	if f.vocabulary != nil {
		text = content.Schema{"enum": f.vocabulary.termIDs()}
	}
	switch f.Type {
	case "list", "commands":
		return content.Schema{"type": "array", "items": text}
	case "bool":
		return content.Schema{"type": "boolean"}
	case "number":
		return content.Schema{"type": "number", "minimum": 0}
	case "date":
		return content.Schema{"type": "string", "format": "date"}
	case "url":
		return content.Schema{"type": "string", "format": "uri"}
	case "releases":
		lines := content.SchemaOf(f.Label, struct {
			Value []ReleaseLine `key:"value"`
		}{})
		return lines["properties"].(content.Schema)["value"].(content.Schema)
	}
	return text
}
