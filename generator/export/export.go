// Package export tells programs what render tells people: the catalogue as JSON with an OpenAPI description, as a CSV table,
// and as calendars of the days on which support ends.
//
// It stands beside package render in the pipeline and draws from the same [catalog.Fact]s, so that a page and a file
// cannot disagree. No clock goes into a file: its time is the newest day on which something was checked.
package export

import (
	"bytes"
	"encoding/json"
	"path"
	"reflect"
	"strings"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Folder is the folder of the output that holds the data, with the version of its form.
const Folder = "api/v1"

// version is raised when a program that reads the data could break: a key goes, or means something else.
const version = 1

// Addresses tell where on the site things are; all of them give full addresses, or nothing where there is no page.
type Addresses struct {
	Home  string
	Entry func(*catalog.Entry) string
	Group func(*catalog.Group) string
	Fact  func(*catalog.Fact) string
	Line  func(diag.Position) string // of the file in the repository
	API   func(path string) string   // of an output
}

// File is an output: its path and the function that makes its bytes.
type File struct {
	Path   string
	Render func() ([]byte, error)
}

// Exporter makes the data files of one catalogue.
type Exporter struct {
	catalog  *catalog.Catalog
	settings content.Settings
	at       Addresses
}

// New prepares the data files of a catalogue.
func New(cat *catalog.Catalog, settings content.Settings, at Addresses) *Exporter {
	return &Exporter{cat, settings, at}
}

// entriesName is the word for the entries in paths: the name of their folder.
func (e *Exporter) entriesName() string { return entriesName(e.settings) }

func entriesName(settings content.Settings) string { return path.Base(settings.Catalog.Entries) }

func (e *Exporter) groupsName() string {
	if e.settings.Catalog.Groups == "" {
		return "groups"
	}
	return path.Base(e.settings.Catalog.Groups)
}

// EntryPath gives the address within the site of the file with an entry's facts.
func EntryPath(settings content.Settings, entry *catalog.Entry) string {
	return "/" + Folder + "/" + entriesName(settings) + "/" + entry.ID + ".json"
}

// TablePath gives the address within the site of the full comparison as CSV.
func TablePath(settings content.Settings) string {
	return "/" + Folder + "/" + entriesName(settings) + ".csv"
}

// Files lists the data files. To add one, write its function and list it here, and in the OpenAPI description if it is
// JSON.
func (e *Exporter) Files() []File {
	files := []File{
		{TablePath(e.settings)[1:], e.table},
		{Folder + "/openapi.json", e.openAPI},
		{Folder + "/schema.json", e.jsonSchema},
	}
	for _, r := range e.resources() {
		for _, id := range r.ids {
			files = append(files, File{Folder + r.file(id), func() ([]byte, error) { return marshal(e.envelope(r.data(id))) }})
		}
	}
	for _, entry := range e.catalog.Entries {
		files = append(files, File{path.Join(e.settings.Catalog.Entries, entry.ID, "support.ics"), func() ([]byte, error) { return e.calendar(entry) }})
	}
	return files
}

// resource is a JSON file of the API, or one for each of some ids.
type resource struct {
	path    string // below Folder, perhaps with {id}
	summary string
	kind    reflect.Type // of its data
	ids     []string     // what {id} may be; a path without it has one, which is empty
	data    func(id string) any
}

// file gives the path for an id.
func (r resource) file(id string) string { return strings.Replace(r.path, "{id}", id, 1) }

func single[T any](name, summary string, data func() T) resource {
	return resource{"/" + name + ".json", summary, reflect.TypeFor[T](), []string{""}, func(string) any { return data() }}
}

func (e *Exporter) resources() []resource {
	name := e.entriesName()
	return []resource{
		single(name, "All "+name+", each with its coverage and the address of its facts", e.entries),
		single("fields", "Every field: what is said about each of the "+name, e.fields),
		single("vocabularies", "The closed vocabularies that fields use", e.vocabularies),
		single("sources", "Every document that a fact or a claim cites", e.sources),
		single("claims", "Who is said to use what, and what the evidence supports", e.claims),
		single(e.groupsName(), "The groups of "+name+", and what they run on", e.groups),
		single("performance", "What named benchmark suites measured; numbers of two suites cannot be compared", e.suites),
		{"/" + name + "/{id}.json", "All facts about one of the " + name, reflect.TypeFor[EntryFacts](), e.catalog.EntryIDs(),
			func(id string) any { return e.entry(e.catalog.Entry(id)) }},
	}
}

// Envelope is what every JSON file is: its data, and what they are.
type Envelope struct {
	SchemaVersion int    `json:"schema_version" doc:"Raised when a program that reads the data could break."`
	GeneratedAt   string `json:"generated_at" format:"date-time" doc:"The newest day on which something was checked, and not the clock."`
	Licence       string `json:"licence,omitempty" doc:"Under what licence the data stand."`
	Documentation string `json:"documentation" format:"uri" doc:"The description of the API."`
	Data          any    `json:"data"`
}

func (e *Exporter) envelope(data any) Envelope {
	return Envelope{version, e.newest().String() + "T00:00:00Z", e.settings.Licence, e.at.API(Folder + "/openapi.json"), data}
}

// newest gives the newest day on which something was checked.
func (e *Exporter) newest() content.Date {
	_, newest := e.catalog.Checked(e.catalog.Entries...)
	for _, claim := range e.catalog.Claims {
		if claim.Checked.Compare(newest) > 0 {
			newest = claim.Checked
		}
	}
	return newest
}

func marshal(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(value)
	return out.Bytes(), err
}
