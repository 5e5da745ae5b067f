package content

import (
	"reflect"
	"strings"
)

// Schema is a JSON Schema (draft 7, the version that editors' YAML support reads):
// https://json-schema.org/draft-07.
type Schema map[string]any

// SchemaOf gives the schema of the files that decode into a struct: the same tags that [Node.Decode] obeys.
func SchemaOf(title string, example any) Schema {
	schema := schemaOfType(reflect.TypeOf(example), "")
	schema["$schema"] = "http://json-schema.org/draft-07/schema#"
	schema["title"] = title
	return schema
}

func schemaOfStruct(t reflect.Type) Schema {
	properties, required := Schema{}, []string{}
	for _, f := range fieldsOf(t) {
		structField := t.Field(f.index)
		property := schemaOfType(structField.Type, structField.Tag.Get("allowed"))
		if doc := structField.Tag.Get("doc"); doc != "" {
			property["description"] = doc
		}
		properties[f.key] = property
		if f.required {
			required = append(required, f.key)
		}
	}
	schema := Schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		schema["required"] = required
	}
	return schema
}

func schemaOfType(t reflect.Type, allowed string) Schema {
	switch {
	case t == reflect.TypeFor[Date]():
		return Schema{"type": "string", "format": "date"}
	case t == reflect.TypeFor[*Node]():
		return Schema{}
	case reflect.PointerTo(t).Implements(reflect.TypeFor[Decoder]()):
		return Schema{"anyOf": []Schema{{"type": "string"}, schemaOfStruct(t)}} // an id alone, or the whole
	case t.Kind() == reflect.Slice:
		return Schema{"type": "array", "items": schemaOfType(t.Elem(), allowed)}
	case t.Kind() == reflect.Struct:
		return schemaOfStruct(t)
	case t.Kind() == reflect.Bool:
		return Schema{"type": "boolean"}
	case t.Kind() == reflect.Int:
		return Schema{"type": "integer"}
	case allowed != "":
		return Schema{"enum": strings.Fields(allowed)}
	}
	return Schema{"type": []string{"string", "number", "boolean"}} // a text may look like a number: 1.10, 13
}
