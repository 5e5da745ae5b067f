package generator_test

import (
	"encoding/json"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"touchstone/generator"
	"touchstone/generator/content"
)

// Every YAML file of the project's own content, and every page's front matter, is valid by the schemas that editors use; with
// an unknown key it is not.
func TestSchemas(t *testing.T) {
	t.Parallel()
	project := ownProject(t)
	schemas, err := generator.Schemas(generator.Config{Root: project})
	if err != nil {
		t.Fatal(err)
	}
	compiled := map[string]*jsonschema.Schema{}
	for name, schema := range schemas {
		compiled[name] = compile(t, name, schema)
	}
	checked := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(project)) {
		kind, text := describedBy(name, string(project[name].Data))
		schema := compiled[kind]
		if schema == nil {
			continue
		}
		checked[kind]++
		value := valueOf(t, name, text)
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		value.(map[string]any)["no_such_key"] = "x"
		if schema.Validate(value) == nil {
			t.Errorf("%s: valid with an unknown key", name)
		}
	}
	for kind := range schemas {
		if checked[kind] == 0 {
			t.Errorf("no file is described by the schema of %s", kind)
		}
	}
}

func compile(t *testing.T, name string, schema content.Schema) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(name+".json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(name + ".json")
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return compiled
}

// describedBy gives the schema that describes a file, and the YAML in it.
func describedBy(name, text string) (kind, yaml string) {
	switch {
	case strings.Contains(name, "/samples/"):
		return "", ""
	case path.Ext(name) == ".md":
		front, found := strings.CutPrefix(text, "---\n")
		if !found {
			return "", "" // to be included by others
		}
		front, _, _ = strings.Cut(front, "\n---\n")
		return "front-matter", front
	}
	return path.Base(name), text
}

// valueOf parses YAML as an editor does, but keeps days as texts: JSON knows no dates.
func valueOf(t *testing.T, name, text string) any {
	t.Helper()
	var node yaml.Node
	if err := yaml.Load([]byte(text), &node); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return plain(t, node.Content[0])
}

func plain(t *testing.T, node *yaml.Node) any {
	t.Helper()
	switch {
	case node.Kind == yaml.SequenceNode:
		items := []any{}
		for _, item := range node.Content {
			items = append(items, plain(t, item))
		}
		return items
	case node.Kind == yaml.MappingNode:
		members := map[string]any{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			members[node.Content[i].Value] = plain(t, node.Content[i+1])
		}
		return members
	case node.ShortTag() == "!!timestamp":
		return node.Value
	}
	var value any
	if err := node.Load(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// The schema of front matter stands apart from any catalogue.
func TestSchemasWithoutCatalog(t *testing.T) {
	t.Parallel()
	schemas, err := generator.Schemas(generator.Config{Root: os.DirFS("testdata/theme")})
	if err != nil || len(schemas) != 2 {
		t.Errorf("%d schemas: %v", len(schemas), err)
	}
}
