package generator_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/net/html"

	"touchstone/generator/export"
)

// Pages, the table, CSV, JSON and Markdown say the same of every fact.
func TestDataSaysTheSame(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	entries := dataOf[[]export.Entry](t, site, "api/v1/frameworks.json")
	table := tableCells(t, site.files["frameworks/index.html"])
	csv := csvCells(t, site.files["api/v1/frameworks.csv"])
	for _, entry := range entries {
		page := panelOf(t, site.files["frameworks/"+entry.ID+"/index.html"])
		text := bare(site.files["frameworks/"+entry.ID+"/index.md"])
		answered := 0
		for _, fact := range dataOf[export.EntryFacts](t, site, "api/v1/frameworks/"+entry.ID+".json").Facts {
			if fact.State == "known" || fact.State == "partial" {
				answered++
			}
			place := entry.ID + "#" + fact.Field
			inPart, words := "", bare(fact.Words)
			if fact.State == "partial" {
				inPart = bare("(in part: " + fact.Scope + ")")
			}
			expectText(t, "the table", place, table[place], words)
			if got := bare(csv[place]); got != words+inPart {
				t.Errorf("%s: CSV says %q, JSON %q", place, got, words+inPart)
			}
			if len(fact.Releases) > 0 { // laid out as a list, with more than the words
				for _, line := range fact.Releases {
					expectText(t, "the page", place, page[place[len(entry.ID)+1:]], bare(line.Line))
				}
				continue
			}
			expectText(t, "the page", place, page[fact.Field], words)
			expectText(t, "the page", place, page[fact.Field], bare(fact.Scope))
			expectText(t, "the page", place, page[fact.Field], bare(fact.Note))
			expectText(t, "Markdown", place, text, words)
			for _, cited := range fact.Sources {
				expectText(t, "the page", place, page[fact.Field], bare(cited.Says))
			}
		}
		if answered != entry.Coverage.Answered {
			t.Errorf("%s: %d facts have a value, and its coverage says %d", entry.ID, answered, entry.Coverage.Answered)
		}
	}
	if len(entries) != 10 || len(table) < 600 || len(table) != len(csv) {
		t.Errorf("%d entries, %d cells of the table, %d of CSV", len(entries), len(table), len(csv))
	}
}

func expectText(t *testing.T, what, place, text, words string) {
	t.Helper()
	if !strings.Contains(text, words) {
		t.Errorf("%s: %s says %q, JSON %q", place, what, text[:min(len(text), 300)], words)
	}
}

// bare drops what differs between forms of one text: spaces, marks of Markdown and of quotation.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\\*`_“”<>&;|'\"", r) {
			return -1
		}
		return r
	}, html.UnescapeString(text))
}

func dataOf[T any](t *testing.T, site built, name string) T {
	t.Helper()
	var file struct {
		SchemaVersion int    `json:"schema_version"`
		GeneratedAt   string `json:"generated_at"`
		Data          T      `json:"data"`
	}
	if err := json.Unmarshal([]byte(site.files[name]), &file); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if day, err := time.Parse(time.RFC3339, file.GeneratedAt); err != nil || day.After(time.Now()) || file.SchemaVersion != 1 {
		t.Errorf("%s: version %d of %s", name, file.SchemaVersion, file.GeneratedAt)
	}
	return file.Data
}

// tableCells gives the cells of the page that compares all, by entry and field.
func tableCells(t *testing.T, text string) map[string]string {
	t.Helper()
	cells := map[string]string{}
	for node := range parseHTML(t, text).Descendants() {
		if node.Type != html.ElementNode || node.Data != "a" || node.Parent.Data != "td" {
			continue
		}
		address, field, isFact := strings.Cut(attributeOf(node, "href"), "#")
		if isFact {
			cells[path.Base(address)+"#"+field] = bare(textOf(node))
		}
	}
	return cells
}

func csvCells(t *testing.T, text string) map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]string{}
	for _, row := range rows[1:] {
		for i, cell := range row[4:] {
			cells[rows[0][i+4]+"#"+row[1]] = cell
		}
	}
	return cells
}

// panelOf gives what an entry's page says of each field.
func panelOf(t *testing.T, text string) map[string]string {
	t.Helper()
	panel := map[string]string{}
	for node := range parseHTML(t, text).Descendants() {
		if node.Type != html.ElementNode || attributeOf(node, "class") != "slip" || attributeOf(node, "id") == "" {
			continue
		}
		row := node
		for row.Data != "dd" {
			row = row.Parent
		}
		panel[attributeOf(node, "id")] = bare(textOf(row))
	}
	return panel
}

func parseHTML(t *testing.T, text string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func attributeOf(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Every JSON file is what the OpenAPI document says of it, and nothing that the document describes is missing.
func TestDataIsAsDescribed(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	var document map[string]any
	if err := json.Unmarshal([]byte(site.files["api/v1/openapi.json"]), &document); err != nil {
		t.Fatal(err)
	}
	files := 0
	for address, item := range document["paths"].(map[string]any) {
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("https://api.example/openapi.json", document); err != nil {
			t.Fatal(err)
		}
		schema, err := compiler.Compile("https://api.example/openapi.json#/paths/" + strings.ReplaceAll(address, "/", "~1") + "/get/responses/200/content/application~1json/schema")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range filesAt(item.(map[string]any), address) {
			files++
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(site.files["api/v1"+name]))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			value.(map[string]any)["no_such_key"] = "x"
			if schema.Validate(value) == nil {
				t.Errorf("%s: valid with an unknown key", name)
			}
		}
	}
	published := 0
	for name := range site.files {
		if strings.HasPrefix(name, "api/v1/") && path.Ext(name) == ".json" && name != "api/v1/openapi.json" && name != "api/v1/schema.json" {
			published++
		}
	}
	if files != published {
		t.Errorf("%d files are described, and %d published", files, published)
	}
}

// The JSON Schema says the same of the files as the OpenAPI document.
func TestDataHasASchema(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(site.files["api/v1/schema.json"]))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("https://api.example/schema.json", document); err != nil {
		t.Fatal(err)
	}
	files := 0
	for pattern := range document.(map[string]any)["$defs"].(map[string]any)["files"].(map[string]any) {
		schema, err := compiler.Compile("https://api.example/schema.json#/$defs/files/" + strings.ReplaceAll(pattern, "/", "~1"))
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range site.files {
			if match, err := path.Match("api/v1"+strings.Replace(pattern, "{id}", "*", 1), name); err != nil || !match {
				continue
			}
			files++
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil || schema.Validate(value) != nil {
				t.Errorf("%s: %v, %v", name, err, schema.Validate(value))
			}
		}
	}
	if files != 17 {
		t.Errorf("%d files have a schema, want those of seven lists and ten entries", files)
	}
}

// filesAt gives the files at a path of the document, which may have a parameter.
func filesAt(item map[string]any, address string) []string {
	parameters, _ := item["get"].(map[string]any)["parameters"].([]any)
	if len(parameters) == 0 {
		return []string{address}
	}
	var names []string
	for _, id := range parameters[0].(map[string]any)["schema"].(map[string]any)["enum"].([]any) {
		names = append(names, strings.Replace(address, "{id}", fmt.Sprint(id), 1))
	}
	return names
}

// The calendars hold the days of the release lines.
func TestCalendars(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	for _, entry := range dataOf[[]export.Entry](t, site, "api/v1/frameworks.json") {
		text := site.files["frameworks/"+entry.ID+"/support.ics"]
		calendar, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", entry.ID, err)
		}
		for line := range bytes.Lines([]byte(text)) {
			if !bytes.HasSuffix(line, []byte("\r\n")) || len(line) > 77 {
				t.Errorf("%s: the line %q is too long or ends wrongly", entry.ID, line)
			}
		}
		var starts []string
		for _, event := range calendar.Events() {
			starts = append(starts, event.GetProperty(ics.ComponentPropertyDtStart).Value)
		}
		for _, fact := range dataOf[export.EntryFacts](t, site, "api/v1/frameworks/"+entry.ID+".json").Facts {
			for _, line := range fact.Releases {
				for _, day := range []string{line.ActiveUntil, line.SecurityUntil, line.PaidUntil} {
					if day != "" && !slices.Contains(starts, strings.ReplaceAll(day, "-", "")) {
						t.Errorf("%s: no event on %s", entry.ID, day)
					}
				}
			}
		}
		if len(starts) == 0 {
			t.Errorf("%s: no event", entry.ID)
		}
	}
}

var (
	fences       = regexp.MustCompile("(?s)```.*?```")
	relativeLink = regexp.MustCompile(`(?:^|[^\\])\[[^\[\]]*\]\([/#]`)
)

// Every page has a twin in Markdown, which llms.txt lists.
func TestTwins(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	for name, p := range pagesOf(t, site) {
		if p.redirect || name == "404.html" {
			continue
		}
		twin := strings.TrimSuffix(name, "html") + "md"
		text := site.files[twin]
		if prose := fences.ReplaceAllString(text, ""); !strings.HasPrefix(text, "# ") || relativeLink.MatchString(prose) || strings.Contains(prose, "<div") {
			t.Errorf("%s is no twin of its page: %.200s", twin, text)
		}
		if !strings.Contains(site.files["llms.txt"], "/"+twin+")") {
			t.Errorf("llms.txt lacks %s", twin)
		}
	}
}

// A comparison is a real table: it has a caption, each heading says what it heads, and no cell is without words.
func TestComparisonsAreTables(t *testing.T) {
	t.Parallel()
	tables := 0
	for name, text := range ownSite(t).files {
		if path.Ext(name) != ".html" {
			continue
		}
		for node := range parseHTML(t, text).Descendants() {
			if node.Type == html.ElementNode && slices.Contains(strings.Fields(attributeOf(node, "class")), "compare") {
				tables++
				checkTable(t, name, node)
			}
		}
	}
	if tables < 100 {
		t.Errorf("only %d comparisons were found", tables)
	}
}

func checkTable(t *testing.T, name string, table *html.Node) {
	t.Helper()
	captions := 0
	for node := range table.Descendants() {
		words := strings.TrimSpace(textOf(node))
		switch {
		case node.Type != html.ElementNode:
		case node.Data == "caption" && words != "":
			captions++
		case node.Data == "th" && (attributeOf(node, "scope") == "" || words == ""):
			t.Errorf("%s: a heading without scope or words: %q", name, words)
		case node.Data == "td" && words == "" && attributeOf(node, "colspan") == "":
			t.Errorf("%s: a cell without words", name)
		}
	}
	if captions != 1 {
		t.Errorf("%s: a table with %d captions", name, captions)
	}
}

// maxWeight is what a page and its styles may weigh, compressed, in bytes, before images and scripts.
const maxWeight = 35 << 10

func TestPagesAreLight(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	styles := map[string]int{}
	for name, text := range site.files {
		if path.Ext(name) == ".css" {
			styles["/"+name] = weightOf(t, text)
		}
	}
	for name, text := range site.files {
		if path.Ext(name) != ".html" {
			continue
		}
		weight := weightOf(t, text)
		for address, more := range styles {
			if strings.Contains(text, `href="`+address+`">`) { // a sheet for paper has a medium behind it
				weight += more
			}
		}
		if weight > maxWeight {
			t.Errorf("%s weighs %d bytes with its styles, %d more than it may", name, weight, weight-maxWeight)
		}
	}
}

func weightOf(t *testing.T, text string) int {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}
