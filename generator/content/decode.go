package content

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"touchstone/generator/diag"
)

// Decoder is a type that reads itself from a YAML value of more than one form.
type Decoder interface {
	DecodeYAML(n *Node, list *diag.List)
}

// Decode fills the struct that into points to from a mapping, strictly: unknown keys, wrong types and missing required
// keys are diagnostics, all of them. Fields are named by tags such as `key:"title,required"`; a tag `allowed:"a b"`
// lists the only words that a string may be; a field of type [*Node] takes the value as it is; a field Pos of type
// [diag.Position] takes the mapping's place.
func (n *Node) Decode(into any, list *diag.List) {
	decodeStruct(n, reflect.ValueOf(into).Elem(), list)
}

// field is a struct's field as its tag describes it.
type field struct {
	key      string
	required bool
	index    int
}

func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		key, option, _ := strings.Cut(t.Field(i).Tag.Get("key"), ",")
		if key != "" && key != "-" {
			fields = append(fields, field{key, option == "required", i})
		}
	}
	return fields
}

func decodeStruct(n *Node, into reflect.Value, list *diag.List) {
	if n.Kind != Mapping {
		list.Add(n.Pos, diag.ValueType, "write key: value pairs", "expected keys and values, found %s", n.describe())
		return
	}
	if pos := into.FieldByName("Pos"); pos.IsValid() {
		pos.Set(reflect.ValueOf(n.Pos))
	}
	fields := fieldsOf(into.Type())
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
		value := n.Get(f.key)
		switch {
		case value != nil && !value.empty():
			decodeValue(value, into.Field(f.index), into.Type().Field(f.index), list)
		case f.required:
			list.Add(n.Pos, diag.KeyMissing, fmt.Sprintf("add a line %s: ...", f.key), "the required key %s is missing or empty", f.key)
		}
	}
	for _, key := range n.Keys {
		if !slices.Contains(keys, key.Text) {
			list.Add(key.Pos, diag.KeyUnknown, DidYouMean(key.Text, keys), "unknown key %q", key.Text)
		}
	}
}

func decodeValue(n *Node, into reflect.Value, f reflect.StructField, list *diag.List) {
	switch target := into.Addr().Interface().(type) {
	case **Node:
		*target = n
	case Decoder:
		target.DecodeYAML(n, list)
	case *Date:
		decodeDate(n, target, list)
	case *bool:
		decodeBool(n, target, list)
	case *int:
		decodeInt(n, target, list)
	default:
		decodeComposite(n, into, f, list)
	}
}

func decodeComposite(n *Node, into reflect.Value, f reflect.StructField, list *diag.List) {
	switch into.Kind() {
	case reflect.String:
		decodeText(n, into, strings.Fields(f.Tag.Get("allowed")), list)
	case reflect.Struct:
		decodeStruct(n, into, list)
	case reflect.Slice:
		if n.Kind != Sequence {
			list.Add(n.Pos, diag.ValueType, "write it as [a, b] or as lines that begin with a hyphen", "expected a list, found %s", n.describe())
			return
		}
		for _, item := range n.Items {
			element := reflect.New(into.Type().Elem()).Elem()
			decodeValue(item, element, f, list)
			into.Set(reflect.Append(into, element))
		}
	default:
		panic(fmt.Sprintf("content: no way to decode a %s", into.Type())) // a mistake in a struct of ours
	}
}

func decodeText(n *Node, into reflect.Value, allowed []string, list *diag.List) {
	if n.Kind != Scalar {
		list.Add(n.Pos, diag.ValueType, "", "expected a text, found %s", n.describe())
		return
	}
	if len(allowed) > 0 && !slices.Contains(allowed, n.Text) {
		list.Add(n.Pos, diag.ValueUnknown, DidYouMean(n.Text, allowed), "%q is not allowed here", n.Text)
		return
	}
	into.SetString(n.Text)
}

func decodeBool(n *Node, into *bool, list *diag.List) {
	if n.Kind != Scalar || n.Quoted || n.Text != "true" && n.Text != "false" {
		list.Add(n.Pos, diag.ValueType, "write true or false", "expected true or false, found %s", n.describe())
		return
	}
	*into = n.Text == "true"
}

func decodeInt(n *Node, into *int, list *diag.List) {
	number, err := strconv.Atoi(n.Text)
	if n.Kind != Scalar || err != nil {
		list.Add(n.Pos, diag.ValueType, "", "expected a whole number, found %s", n.describe())
		return
	}
	*into = number
}

func decodeDate(n *Node, into *Date, list *diag.List) {
	date, err := ParseDate(n.Text)
	if n.Kind != Scalar || err != nil {
		list.Add(n.Pos, diag.ValueType, "write the day as 2026-01-31", "expected a day, found %s", n.describe())
		return
	}
	*into = date
}

// describe names a value in a message.
func (n *Node) describe() string {
	switch {
	case n.Kind == Sequence:
		return "a list"
	case n.Kind == Mapping:
		return "keys and values"
	case n.Null():
		return "nothing"
	}
	text := []rune(n.Text)
	if len(text) > 40 {
		text = append(text[:40], '…')
	}
	return strconv.Quote(string(text))
}
