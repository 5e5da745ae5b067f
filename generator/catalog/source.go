package catalog

import (
	"net/url"
	"path"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Source is a document that somebody opened and read.
type Source struct {
	ID        string       `key:"id,required" doc:"The name by which facts and claims cite it."`
	Title     string       `key:"title,required" doc:"The document's own title."`
	Publisher string       `key:"publisher,required" doc:"Who speaks."`
	Kind      string       `key:"kind,required" allowed:"vendor-docs vendor-source registry standard third-party case-study survey" doc:"What kind of document it is."`
	URL       string       `key:"url,required" doc:"Exactly what was opened."`
	Dated     content.Date `key:"dated" doc:"The document's own date, or that of the copy that was read."`
	Read      content.Date `key:"read,required" doc:"The day on which it was read."`
	Pos       diag.Position
}

// FirstHand tells whether the source speaks of what its publisher knows itself.
func (s *Source) FirstHand() bool { return s.Kind != "third-party" && s.Kind != "survey" }

// Citation is a source with the words in it that support a fact.
type Citation struct {
	ID   string `key:"id,required"`
	Says string `key:"says" doc:"The words that support the fact, quoted."`
	Pos  diag.Position

	Source *Source `key:"-"`
}

// DecodeYAML reads a citation, which is an id alone or id and says.
func (c *Citation) DecodeYAML(n *content.Node, list *diag.List) {
	if n.Kind == content.Scalar {
		*c = Citation{ID: n.Text, Pos: n.Pos}
		return
	}
	type written Citation // without this method
	n.Decode((*written)(c), list)
}

// SourcesFile is the form of sources.yaml.
type SourcesFile struct {
	Sources []Source `key:"sources,required"`
}

// loadSources reads every sources.yaml of the tree. A source used by one entry stands in that entry's folder; ids are
// unique over all of them.
func (c *Catalog) loadSources(tree *content.Tree, list *diag.List) {
	for _, name := range sortedKeys(tree.Data) {
		if path.Base(name) != "sources.yaml" {
			continue
		}
		var file SourcesFile
		tree.Data[name].Decode(&file, list)
		for i := range file.Sources {
			source := &file.Sources[i]
			if !checkID(source.ID, c.Sources[source.ID] != nil, source.Pos, list) {
				continue
			}
			c.Sources[source.ID] = source
			source.check(list)
		}
	}
}

func (s *Source) check(list *diag.List) {
	if !webAddress(s.URL) {
		list.Add(s.Pos, diag.FactValue, "write the whole address, with https://", "the source %s has no usable address: %q", s.ID, s.URL)
	}
	if !s.Read.IsZero() && s.Dated.Compare(s.Read) > 0 {
		list.Add(s.Pos, diag.FactDate, "", "the source %s is dated after the day on which it was read", s.ID)
	}
}

func webAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// cite resolves citations and reports those of no source; what cannot be resolved is left out.
func (c *Catalog) cite(citations []Citation, list *diag.List) []Citation {
	var found []Citation
	for _, citation := range citations {
		citation.Source = c.Sources[citation.ID]
		if citation.Source == nil {
			list.Add(citation.Pos, diag.SourceUnknown, content.DidYouMean(citation.ID, sortedKeys(c.Sources)), "the source %q is in no sources.yaml", citation.ID)
			continue
		}
		c.used[citation.Source] = true
		found = append(found, citation)
	}
	return found
}
