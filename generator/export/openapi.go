package export

import (
	"bytes"
	"reflect"
	"strings"
)

// object is a JSON object whose keys come out in order.
type object = map[string]any

// openAPI describes the JSON files: https://spec.openapis.org/oas/v3.1.0. The schemas are made from the types that are
// written, so that they cannot differ.
func (e *Exporter) openAPI() ([]byte, error) {
	schemas, paths := object{}, object{}
	name := e.entriesName()
	for _, resource := range e.resources() {
		path, parameters := resource.path, []any{}
		if strings.HasPrefix(path, "/"+name+"/") {
			path = "/" + name + "/{id}.json"
			ids := each(e.entries(), func(entry Entry) string { return entry.ID })
			parameters = []any{object{"name": "id", "in": "path", "required": true, "schema": object{"type": "string", "enum": ids}}}
			resource.summary = "All facts about one of the " + name
		}
		get := object{"summary": resource.summary, "operationId": strings.NewReplacer("/", "", ".json", "", "{id}", "_one").Replace(path),
			"responses": object{"200": object{"description": resource.summary, "content": object{"application/json": object{"schema": envelopeSchema(reflect.TypeOf(resource.data()), schemas)}}}}}
		if len(parameters) > 0 {
			get["parameters"] = parameters
		}
		paths[path] = object{"get": get}
	}
	return marshal(object{
		"openapi":    "3.1.0",
		"info":       object{"title": e.settings.Title, "description": e.settings.Description, "version": "1"},
		"servers":    []any{object{"url": strings.TrimSuffix(e.at.API(Folder), "/")}},
		"paths":      paths,
		"components": object{"schemas": schemas},
	})
}

// jsonSchema gives the types as JSON Schema alone, for validators that know no OpenAPI: https://json-schema.org/draft/2020-12.
func (e *Exporter) jsonSchema() ([]byte, error) {
	schemas, files := object{}, object{}
	for _, resource := range e.resources() {
		files[resource.path] = envelopeSchema(reflect.TypeOf(resource.data()), schemas)
	}
	text, err := marshal(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     e.at.API(Folder + "/schema.json"),
		"title":   e.settings.Title,
		"$defs":   object{"files": files, "types": schemas},
	})
	return bytes.ReplaceAll(text, []byte(`"#/components/schemas/`), []byte(`"#/$defs/types/`)), err
}

func envelopeSchema(data reflect.Type, schemas object) object {
	schema := schemaOfStruct(reflect.TypeFor[Envelope](), schemas)
	schema["properties"].(object)["data"] = schemaOf(data, schemas)
	return schema
}

// schemaOf gives the JSON Schema of a type; structs are put beside it and referred to.
func schemaOf(t reflect.Type, schemas object) object {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), schemas)
	case reflect.Slice:
		return object{"type": "array", "items": schemaOf(t.Elem(), schemas)}
	case reflect.Struct:
		if schemas[t.Name()] == nil {
			schemas[t.Name()] = object{} // known before its members are, which may refer to it
			schemas[t.Name()] = schemaOfStruct(t, schemas)
		}
		return object{"$ref": "#/components/schemas/" + t.Name()}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	}
	return object{"type": "string"}
}

func schemaOfStruct(t reflect.Type, schemas object) object {
	properties, required := object{}, []string{}
	for i := range t.NumField() {
		field := t.Field(i)
		key, option, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := schemaOf(field.Type, schemas)
		for _, name := range []string{"format", "doc", "enum"} {
			switch text := field.Tag.Get(name); {
			case text == "":
			case name == "doc":
				property["description"] = text
			case name == "enum":
				property["enum"] = strings.Fields(text)
			default:
				property[name] = text
			}
		}
		properties[key] = property
		if option != "omitempty" {
			required = append(required, key)
		}
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
