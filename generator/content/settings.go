package content

import (
	"net/url"
	"strconv"
	"strings"

	"touchstone/generator/diag"
)

// SettingsPath is the file that says what a project is.
const SettingsPath = Folder + "/site.yaml"

// Settings is the content of site.yaml.
type Settings struct {
	Title       string          `key:"title,required" doc:"The site's name."`
	Description string          `key:"description" doc:"One sentence on the site, for pages without a description of their own."`
	BaseURL     string          `key:"base_url,required" doc:"Where the site is published, such as https://example.org; canonical links and feeds begin with it."`
	Language    string          `key:"language" doc:"The language of the text, as in the lang attribute of HTML: en, en-GB, de."`
	Repository  string          `key:"repository" doc:"The address of the project's source code."`
	EditURL     string          `key:"edit_url" doc:"Where to edit a file; {repository} and {path} are filled in."`
	SourceURL   string          `key:"source_url" doc:"Where to read a line of a file; {repository}, {path} and {line} are filled in."`
	Markdown    bool            `key:"markdown" doc:"Publish every page as Markdown too, beside it as index.md, and list them in llms.txt."`
	Licence     string          `key:"licence" doc:"Under what licence the text stands, for the footer."`
	Catalog     CatalogSettings `key:"catalog" doc:"What is compared. A site without it is a plain documentation site."`
	Checks      CheckSettings   `key:"checks" doc:"What is asked of the facts beyond what every catalogue has to keep."`
}

// CheckSettings say how strict the checks of a catalogue are.
type CheckSettings struct {
	Coverage     int      `key:"coverage" doc:"The share of facts, in percent, that must have a value; below it the build fails, so that it cannot fall."`
	NeutralWords []string `key:"neutral_words" doc:"Words of praise that must not stand in the values of neutral fields."`

	Pos diag.Position
}

// CatalogSettings say where the comparison catalogue is and what its things are called.
type CatalogSettings struct {
	Entries     string `key:"entries,required" doc:"The folder, below content/, whose child folders with facts.yaml are the entries."`
	GroupBy     string `key:"group_by" doc:"The field, an enum or a list with a vocabulary, by which entries are grouped."`
	Groups      string `key:"groups" doc:"The folder of the groups' pages; a group without a page of its own gets one."`
	Pairs       string `key:"pairs" doc:"The folder of the pages that compare two entries."`
	Claims      string `key:"claims" doc:"The folder with claims.yaml: who uses what."`
	Performance string `key:"performance" doc:"The folder with performance.yaml: rows of named benchmark suites."`
	Nouns       Nouns  `key:"nouns,required" doc:"What the things are called in the text that the theme writes."`

	Pos diag.Position
}

// Nouns are the words of the subject, in lower case.
type Nouns struct {
	Entry   string `key:"entry,required" doc:"One of the things compared."`
	Entries string `key:"entries,required" doc:"Several of them."`
	Group   string `key:"group" doc:"What entries are grouped by."`
	Groups  string `key:"groups" doc:"Several of those."`
}

// loadSettings decodes site.yaml and fills in what it may leave out.
func (t *Tree) loadSettings(list *diag.List) Settings {
	settings := Settings{Language: "en"}
	node := t.Data[SettingsPath]
	if node == nil {
		list.Add(diag.Position{File: SettingsPath}, diag.SiteMissing, "write at least title: and base_url:", "the project has no usable %s", SettingsPath)
		return settings
	}
	node.Decode(&settings, list)
	if err := CheckBaseURL(settings.BaseURL); settings.BaseURL != "" && err != "" {
		list.Add(node.Get("base_url").Pos, diag.AddressInvalid, "write it as https://example.org or https://example.org/folder", "%s", err)
	}
	return settings
}

// SourceLine gives the address at which a line of a file can be read, or nothing.
func (s Settings) SourceLine(path string, line int) string {
	if s.SourceURL == "" {
		return ""
	}
	return strings.NewReplacer("{repository}", s.Repository, "{path}", path, "{line}", strconv.Itoa(max(1, line))).Replace(s.SourceURL)
}

// CheckBaseURL tells what is wrong with a base address; it is empty when nothing is.
func CheckBaseURL(address string) string {
	base, err := url.Parse(address)
	switch {
	case err != nil:
		return "the base address cannot be parsed"
	case base.Scheme != "https" && base.Scheme != "http":
		return "the base address does not begin with https:// or http://"
	case base.Host == "":
		return "the base address names no host"
	case base.RawQuery != "" || base.Fragment != "" || base.User != nil:
		return "the base address holds more than a scheme, a host and a path"
	}
	return ""
}
