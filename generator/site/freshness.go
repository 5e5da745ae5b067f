package site

import (
	"cmp"
	"slices"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
)

// Due is a field with the facts that want reading again after one day.
type Due struct {
	Day   content.Date
	Field *catalog.Field
	Facts []*catalog.Fact
}

// Freshness lists what wants reading again: the data of a freshness block. What is due is told by its day, since no clock
// goes into a page.
type Freshness struct {
	Due    []Due // the earliest first
	Waived []*catalog.Fact
	Oldest content.Date // the earliest day on which any fact was checked
	Newest content.Date
}

func resolveFreshness(s *Site, _ *Page, block *markdown.Block, list *diag.List) any {
	if !s.needCatalog(block, list) || !decodeBlock(block, &struct{}{}, list) {
		return nil
	}
	f := &Freshness{}
	f.Oldest, f.Newest = s.Catalog.Checked(s.Catalog.Entries...)
	for _, field := range s.Catalog.Fields() {
		byDay := map[content.Date][]*catalog.Fact{}
		for _, entry := range s.Catalog.Entries {
			f.add(entry.Fact(field), byDay)
		}
		for day, facts := range byDay {
			f.Due = append(f.Due, Due{day, field, facts})
		}
	}
	fields := s.Catalog.Fields()
	slices.SortFunc(f.Due, func(a, b Due) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(slices.Index(fields, a.Field), slices.Index(fields, b.Field)))
	})
	return f
}

func (f *Freshness) add(fact *catalog.Fact, byDay map[content.Date][]*catalog.Fact) {
	if fact.State == catalog.Unchecked || fact.Origin != nil {
		return
	}
	switch due := fact.Due(); {
	case fact.Waived != "":
		f.Waived = append(f.Waived, fact)
	case !due.IsZero():
		byDay[due] = append(byDay[due], fact)
	}
}

// resolvePerformance gives the suites with what was measured.
func resolvePerformance(s *Site, _ *Page, block *markdown.Block, list *diag.List) any {
	if !s.needCatalog(block, list) || !decodeBlock(block, &struct{}{}, list) {
		return nil
	}
	return s.Catalog.Suites
}
