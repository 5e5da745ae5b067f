package export

import (
	"reflect"
	"strings"
)

// object is a JSON object whose keys come out in order.
type object = map[string]any

// openAPI describes the JSON files: https://spec.openapis.org/oas/v3.1.0. The schemas are made from the types that are
// written, so that they cannot differ.
func (e *Exporter) openAPI() ([]byte, error) {
	types, paths := schemas{"#/components/schemas/", object{}}, object{}
	for _, r := range e.resources() {
		get := object{"summary": r.summary, "operationId": strings.NewReplacer("/", "", ".json", "", "{id}", "_one").Replace(r.path),
			"responses": object{"200": object{"description": r.summary, "content": object{"application/json": object{"schema": types.envelope(r.kind)}}}}}
		if strings.Contains(r.path, "{id}") {
			get["parameters"] = []any{object{"name": "id", "in": "path", "required": true, "schema": object{"type": "string", "enum": r.ids}}}
		}
		paths[r.path] = object{"get": get}
	}
	return marshal(object{
		"openapi":    "3.1.0",
		"info":       object{"title": e.settings.Title, "description": e.settings.Description, "version": "1"},
		"servers":    []any{object{"url": e.at.API(Folder)}},
		"paths":      paths,
		"components": object{"schemas": types.byName},
	})
}

// jsonSchema gives the types as JSON Schema alone, for validators that know no OpenAPI: https://json-schema.org/draft/2020-12.
func (e *Exporter) jsonSchema() ([]byte, error) {
	types, files := schemas{"#/$defs/types/", object{}}, object{}
	for _, r := range e.resources() {
		files[r.path] = types.envelope(r.kind)
	}
	return marshal(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     e.at.API(Folder + "/schema.json"),
		"title":   e.settings.Title,
		"$defs":   object{"files": files, "types": types.byName},
	})
}

// schemas are the JSON Schemas of structs, which refer to each other.
type schemas struct {
	at     string // where they stand in their document
	byName object
}

func (s schemas) envelope(data reflect.Type) object {
	schema := s.ofStruct(reflect.TypeFor[Envelope]())
	schema["properties"].(object)["data"] = s.of(data)
	return schema
}

// of gives the schema of a type; structs are put beside it and referred to.
func (s schemas) of(t reflect.Type) object {
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Struct:
		if s.byName[t.Name()] == nil {
			s.byName[t.Name()] = object{} // known before its members are, which may refer to it
			s.byName[t.Name()] = s.ofStruct(t)
		}
		return object{"$ref": s.at + t.Name()}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	}
	return object{"type": "string"}
}

func (s schemas) ofStruct(t reflect.Type) object {
	properties, required := object{}, []string{}
	for i := range t.NumField() {
		field := t.Field(i)
		key, option, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := s.of(field.Type)
		if format := field.Tag.Get("format"); format != "" {
			property["format"] = format
		}
		if doc := field.Tag.Get("doc"); doc != "" {
			property["description"] = doc
		}
		if words := field.Tag.Get("enum"); words != "" {
			property["enum"] = strings.Fields(words)
		}
		properties[key] = property
		if option != "omitempty" {
			required = append(required, key)
		}
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
