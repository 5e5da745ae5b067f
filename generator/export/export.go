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
	for _, resource := range e.resources() {
		files = append(files, File{Folder + resource.path, func() ([]byte, error) { return marshal(e.envelope(resource.data())) }})
	}
	for _, entry := range e.catalog.Entries {
		files = append(files, File{path.Join(e.settings.Catalog.Entries, entry.ID, "support.ics"), func() ([]byte, error) { return e.calendar(entry) }})
	}
	return files
}

// resource is a JSON file of the API.
type resource struct {
	path    string // below Folder
	summary string
	data    func() any
}

func (e *Exporter) resources() []resource {
	name := e.entriesName()
	list := []resource{
		{"/" + name + ".json", "All " + name + ", each with its coverage and the address of its facts", func() any { return e.entries() }},
		{"/fields.json", "Every field: what is said about each of the " + name, func() any { return e.fields() }},
		{"/vocabularies.json", "The closed vocabularies that fields use", func() any { return e.vocabularies() }},
		{"/sources.json", "Every document that a fact or a claim cites", func() any { return e.sources() }},
		{"/claims.json", "Who is said to use what, and what the evidence supports", func() any { return e.claims() }},
		{"/" + e.groupsName() + ".json", "The groups of " + name + ", and what they run on", func() any { return e.groups() }},
		{"/performance.json", "What named benchmark suites measured; numbers of two suites cannot be compared", func() any { return e.suites() }},
	}
	for _, entry := range e.catalog.Entries {
		list = append(list, resource{"/" + name + "/" + entry.ID + ".json", "All facts about " + entry.Name, func() any { return e.entry(entry) }})
	}
	return list
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
	var newest content.Date
	for _, entry := range e.catalog.Entries {
		if day := entry.NewestCheck(); day.Compare(newest) > 0 {
			newest = day
		}
	}
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
