package site

import (
	"regexp"
	"slices"
	"strings"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
)

// BlockKinds are the info words of the fences that this package fills in. To add one, write its function, list it in
// resolvers, and write a template templates/block-<kind>.html for what the function gives.
func BlockKinds() []string {
	kinds := []string{"include"} // spliced into the text before anything is resolved
	for kind := range resolvers {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// resolvers hold one function for each kind of block. A resolver turns the block's text into the data that its
// template draws, or nil, with a diagnostic, when the text is wrong.
var resolvers = map[string]func(*Site, *Page, *markdown.Block, *diag.List) any{
	"compare":      resolveCompare,
	"facts":        resolveFacts,
	"sample":       resolveSample,
	"claims":       resolveClaims,
	"fields":       resolveFields,
	"vocabularies": resolveVocabularies,
	"rules":        resolveRules,
	"timeline":     resolveTimeline,
	"freshness":    resolveFreshness,
	"performance":  resolvePerformance,
	"fact":         resolveReference,
}

// Resolve gives the data of a block on a page for its template, or nil, with a diagnostic, when the block is wrong.
func (s *Site) Resolve(page *Page, block *markdown.Block, list *diag.List) any {
	return resolvers[block.Kind](s, page, block, list)
}

// decodeBlock decodes a block's YAML body into a struct; it tells whether the body is sound.
func decodeBlock(block *markdown.Block, into any, list *diag.List) bool {
	before := len(*list)
	node := content.ParseYAML([]byte(block.Body), block.BodyPos, list)
	if node == nil {
		node = &content.Node{Kind: content.Mapping, Pos: block.Pos}
	}
	node.Decode(into, list)
	return len(*list) == before
}

// needCatalog reports a block about facts on a site that compares nothing.
func (s *Site) needCatalog(block *markdown.Block, list *diag.List) bool {
	if s.Catalog == nil {
		list.Add(block.Pos, diag.BlockUnknown, "describe the catalogue in "+content.SettingsPath, "the block %s needs a catalogue, and the site has none", block.Kind)
	}
	return s.Catalog != nil
}

// Table compares entries in fields: the data of a compare block and of a listing.
type Table struct {
	Caption string
	Entries []*catalog.Entry
	Groups  []TableGroup
}

// TableGroup is a run of a table's rows under a heading of their own.
type TableGroup struct {
	Label string
	Rows  []catalog.Row
}

// NewTable makes the table of entries over fields, which are grouped as in fields.yaml.
func (s *Site) NewTable(caption string, entries []*catalog.Entry, fields []*catalog.Field) *Table {
	table := &Table{Caption: caption, Entries: entries}
	for _, group := range s.Catalog.FieldGroups {
		inGroup := slices.DeleteFunc(slices.Clone(group.Fields), func(f *catalog.Field) bool { return !slices.Contains(fields, f) })
		if len(inGroup) > 0 {
			table.Groups = append(table.Groups, TableGroup{group.Label, catalog.Rows(inGroup, entries)})
		}
	}
	return table
}

func resolveCompare(s *Site, _ *Page, block *markdown.Block, list *diag.List) any {
	var body struct {
		Entries []string `key:"entries"`
		Fields  []string `key:"fields"`
		Group   string   `key:"group"`
		Caption string   `key:"caption"`
	}
	if !s.needCatalog(block, list) || !decodeBlock(block, &body, list) {
		return nil
	}
	entries, ok := s.entries(body.Entries, block, list)
	fields, okFields := s.fields(body.Fields, body.Group, block, list)
	if !ok || !okFields {
		return nil
	}
	return s.NewTable(body.Caption, entries, fields)
}

// entries finds entries by id; no ids mean all of them.
func (s *Site) entries(ids []string, block *markdown.Block, list *diag.List) (found []*catalog.Entry, ok bool) {
	if len(ids) == 0 {
		return s.Catalog.Entries, true
	}
	for _, id := range ids {
		entry := s.Catalog.Entry(id)
		if entry == nil {
			list.Add(wordPos(block, id), diag.EntryUnknown, content.DidYouMean(id, s.Catalog.EntryIDs()), "the block names the entry %q, which does not exist", id)
			continue
		}
		found = append(found, entry)
	}
	return found, len(found) == len(ids)
}

// fields finds fields by id or by group; neither means all of them.
func (s *Site) fields(ids []string, groupID string, block *markdown.Block, list *diag.List) (found []*catalog.Field, ok bool) {
	for _, id := range ids {
		field := s.Catalog.Field(id)
		if field == nil {
			list.Add(wordPos(block, id), diag.FieldUnknown, content.DidYouMean(id, s.Catalog.FieldIDs()), "the block names the field %q, which is not declared", id)
			continue
		}
		found = append(found, field)
	}
	if len(found) < len(ids) {
		return nil, false
	}
	if groupID == "" && len(ids) == 0 {
		return s.Catalog.Fields(), true
	}
	if groupID == "" {
		return found, true
	}
	var groups []string
	for _, group := range s.Catalog.FieldGroups {
		if group.ID == groupID {
			return append(found, group.Fields...), true
		}
		groups = append(groups, group.ID)
	}
	list.Add(wordPos(block, groupID), diag.FieldUnknown, content.DidYouMean(groupID, groups), "the block names the group %q, which is not declared", groupID)
	return nil, false
}

// wordPos gives the place of a value in a block's text, or else that of the block.
func wordPos(block *markdown.Block, word string) diag.Position {
	place := regexp.MustCompile(`[\s:,\["'](` + regexp.QuoteMeta(word) + `)(?:[\s,\]"']|$)`).FindStringSubmatchIndex(block.Body)
	if place == nil {
		return block.Pos
	}
	offset := place[2]
	pos := diag.NewLocator(block.BodyPos.File, []byte(block.Body)).Position(offset)
	pos.Line += block.BodyPos.Line - 1
	pos.Column += block.BodyPos.Column - 1
	return pos
}

// Panel is some facts of one entry: the data of a facts block.
type Panel struct {
	Entry *catalog.Entry
	Rows  []catalog.Row
}

func resolveFacts(s *Site, page *Page, block *markdown.Block, list *diag.List) any {
	var body struct {
		Entry  string   `key:"entry"`
		Fields []string `key:"fields"`
		Group  string   `key:"group"`
	}
	if !s.needCatalog(block, list) || !decodeBlock(block, &body, list) {
		return nil
	}
	fields, ok := s.fields(body.Fields, body.Group, block, list)
	if body.Entry == "" && page.Entry != nil {
		body.Entry = page.Entry.ID
	}
	if body.Entry == "" {
		list.Add(block.Pos, diag.KeyMissing, "add a line entry: ...", "the block does not say whose facts it shows")
		return nil
	}
	entries, okEntry := s.entries([]string{body.Entry}, block, list)
	if !ok || !okEntry {
		return nil
	}
	return &Panel{Entry: entries[0], Rows: catalog.Rows(fields, entries)}
}

func resolveClaims(s *Site, _ *Page, block *markdown.Block, list *diag.List) any {
	var body struct {
		Entry string `key:"entry"`
	}
	if !s.needCatalog(block, list) || !decodeBlock(block, &body, list) {
		return nil
	}
	if body.Entry == "" {
		return s.Catalog.Claims
	}
	entries, ok := s.entries([]string{body.Entry}, block, list)
	if !ok {
		return nil
	}
	return s.Catalog.ClaimsOf(entries[0])
}

func resolveFields(s *Site, _ *Page, block *markdown.Block, list *diag.List) any {
	if !s.needCatalog(block, list) || !decodeBlock(block, &struct{}{}, list) {
		return nil
	}
	return s.Catalog.FieldGroups
}

func resolveVocabularies(s *Site, _ *Page, block *markdown.Block, list *diag.List) any {
	if !s.needCatalog(block, list) || !decodeBlock(block, &struct{}{}, list) {
		return nil
	}
	var used []*catalog.Vocabulary
	for _, field := range s.Catalog.Fields() {
		if v := field.Terms(); v != nil && !slices.Contains(used, v) {
			used = append(used, v)
		}
	}
	return used
}

func resolveRules(_ *Site, _ *Page, block *markdown.Block, list *diag.List) any {
	if !decodeBlock(block, &struct{}{}, list) {
		return nil
	}
	return diag.Rules
}

// resolveReference resolves {{field}}, a fact of the page's own entry, and {{entry.field}}.
func resolveReference(s *Site, page *Page, block *markdown.Block, list *diag.List) any {
	if !s.needCatalog(block, list) {
		return nil
	}
	id, fieldID, qualified := strings.Cut(block.Body, ".")
	entry := page.Entry
	if qualified {
		entry = s.Catalog.Entry(id)
	} else {
		fieldID = id
	}
	field := s.Catalog.Field(fieldID)
	switch {
	case entry == nil && qualified:
		list.Add(block.Pos, diag.ReferenceUnknown, content.DidYouMean(id, s.Catalog.EntryIDs()), "{{%s}} names the entry %q, which does not exist", block.Body, id)
	case entry == nil:
		list.Add(block.Pos, diag.ReferenceUnknown, "write {{entry.field}}, or a backslash before the braces", "{{%s}} names no entry, and the page is not about one", block.Body)
	case field == nil:
		list.Add(block.Pos, diag.ReferenceUnknown, content.DidYouMean(fieldID, s.Catalog.FieldIDs()), "{{%s}} names the field %q, which is not declared", block.Body, fieldID)
	case field.Type == "releases" || field.Type == "commands":
		list.Add(block.Pos, diag.ReferenceUnknown, "show it with a facts block", "{{%s}} does not fit into a line of text", block.Body)
	default:
		return entry.Fact(field)
	}
	return nil
}
