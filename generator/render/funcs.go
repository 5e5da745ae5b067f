package render

import (
	"fmt"
	"html/template"
	"unicode"
	"unicode/utf8"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/export"
	"touchstone/generator/site"
)

// funcs are the functions that templates may call besides the methods of what they receive.
func (r *Renderer) funcs() template.FuncMap {
	return template.FuncMap{
		"asset":     r.asset,
		"icon":      r.icon,
		"href":      func(address string) string { return r.basePath + address },
		"entryPage": r.site.EntryPage,
		"groupPage": r.site.GroupPage,
		"factURL":   r.factURL,
		"correct":   r.correctURL,
		"dataURL":   func(entry *catalog.Entry) string { return r.basePath + export.EntryPath(r.site.Settings, entry) },
		"tableURL":  func() string { return r.basePath + export.TablePath(r.site.Settings) },
		"entries":   func(entries ...*catalog.Entry) []*catalog.Entry { return entries },
		"coverage":  func(entries []*catalog.Entry) catalog.Coverage { return r.site.Catalog.Coverage(entries...) },
		"oldest":    r.oldest,
		"highlight": r.highlighted,
		"fileURL":   content.FileURL,
		"line":      func(path string, line int) string { return r.site.Settings.SourceLine(path, line) },
		"title":     capitalise,
		"dict":      dict,
	}
}

// asset gives the address of a file of static/ and fails for one that does not exist, so that a theme cannot publish
// a dead link.
func (r *Renderer) asset(name string) (string, error) {
	address := r.theme.URL(name)
	if address == "" {
		return "", fmt.Errorf("no file static/%s", name)
	}
	return r.basePath + address, nil
}

// icon gives the drawing static/icons/<name>.svg to stand in the page, or nothing when there is none: not every entry
// of every subject has one.
func (r *Renderer) icon(name string) template.HTML { return template.HTML(r.theme.Icon(name)) }

// factURL gives the address of a fact: its row on the page of its entry.
func (r *Renderer) factURL(fact *catalog.Fact) string {
	page := r.site.EntryPage(fact.Entry)
	if page == nil {
		return ""
	}
	return r.basePath + page.URL + "#" + fact.Field.ID
}

// correctURL gives the address of the line of the project on which a fact is written, or nothing.
func (r *Renderer) correctURL(fact *catalog.Fact) string {
	return r.site.Settings.SourceLine(fact.Pos.File, fact.Pos.Line)
}

// oldest gives the earliest day on which a fact of one of the entries was checked.
func (r *Renderer) oldest(entries []*catalog.Entry) content.Date {
	day, _ := r.site.Catalog.Checked(entries...)
	return day
}

func (r *Renderer) highlighted(sample *site.Sample) template.HTML {
	html, _ := r.highlight(sample.Language, sample.Code)
	return template.HTML(html)
}

func capitalise(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// dict makes the data of a template that wants several values: dict "Fact" $fact "Open" true.
func dict(pairs ...any) (map[string]any, error) {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: key %v is not a string", pairs[i])
		}
		m[key] = pairs[i+1]
	}
	return m, nil
}
