package catalog

import (
	"slices"
	"strings"
	"unicode"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// CheckAges reports what is dated after a day, and the facts that want reading again by then: a warning after their
// field's days, an error after twice as many, nothing for a fact that says why it is waived. An inherited fact is reported
// where it is written. The day is no part of what is published.
func (c *Catalog) CheckAges(today content.Date) diag.List {
	var list diag.List
	for _, entry := range c.Entries {
		for _, field := range c.Fields() {
			if fact := entry.Fact(field); fact.State != Unchecked && fact.Origin == nil {
				fact.checkAge(today, &list)
			}
		}
	}
	for _, source := range c.Sources {
		checkPast(today, source.Read, source.Pos, "the source "+source.ID, &list)
		checkPast(today, source.Dated, source.Pos, "the source "+source.ID, &list)
	}
	for _, runtime := range c.Runtimes {
		checkPast(today, runtime.Checked, runtime.Pos, "the runtime "+runtime.ID, &list)
	}
	for _, suite := range c.Suites {
		checkPast(today, suite.Date, suite.Pos, "the suite "+suite.ID, &list)
	}
	for _, claim := range c.Claims {
		checkPast(today, claim.Checked, claim.Pos, "the claim "+claim.ID, &list)
	}
	return list
}

func (f *Fact) checkAge(today content.Date, list *diag.List) {
	checkPast(today, f.Checked, f.Pos, "the fact "+f.Field.ID, list)
	due := f.Due()
	switch days := f.Field.TTLDays; {
	case due.IsZero() || today.Compare(due) <= 0 || f.Waived != "":
	case today.Compare(due.AddDays(days)) > 0:
		list.Add(f.Pos, diag.FactOverdue, "read its sources again and set checked:, or say why not: waived: ...", "the fact %s was checked on %s and wants reading every %d days", f.Field.ID, f.Checked, days)
	default:
		list.Add(f.Pos, diag.FactStale, "read its sources again and set checked:", "the fact %s was checked on %s and wants reading every %d days", f.Field.ID, f.Checked, days)
	}
}

func checkPast(today, day content.Date, pos diag.Position, what string, list *diag.List) {
	if day.Compare(today) > 0 {
		list.Add(pos, diag.FactFuture, "", "%s is dated %s, which is yet to come", what, day)
	}
}

// Coverage counts the facts of some entries.
func (c *Catalog) Coverage(entries ...*Entry) Coverage {
	var all Coverage
	fields := c.Fields()
	for _, entry := range entries {
		one := entry.Coverage(fields)
		all.Answered += one.Answered
		all.All += one.All
	}
	return all
}

// Checked gives the earliest and the latest day on which a fact of one of some entries was checked.
func (c *Catalog) Checked(entries ...*Entry) (oldest, newest content.Date) {
	for _, entry := range entries {
		if day := entry.OldestCheck(); oldest.IsZero() || !day.IsZero() && day.Compare(oldest) < 0 {
			oldest = day
		}
		if day := entry.NewestCheck(); day.Compare(newest) > 0 {
			newest = day
		}
	}
	return oldest, newest
}

func (c *Catalog) checkCoverage(settings content.CheckSettings, list *diag.List) {
	if coverage := c.Coverage(c.Entries...); coverage.Percent() < settings.Coverage {
		list.Add(settings.Pos, diag.CoverageLow, "find the values, or ask for less", "%d of %d facts have a value, which is less than %d %%", coverage.Answered, coverage.All, settings.Coverage)
	}
}

// checkWords reports words of praise in the values of neutral fields.
func (c *Catalog) checkWords(unwanted []string, list *diag.List) {
	for _, field := range c.Fields() {
		for _, entry := range c.Entries {
			fact := entry.Fact(field)
			if !field.Neutral || !fact.Answered() || fact.Origin != nil {
				continue
			}
			for _, word := range strings.FieldsFunc(fact.Words(), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
				if slices.ContainsFunc(unwanted, func(u string) bool { return strings.EqualFold(u, word) }) {
					list.Add(fact.Pos, diag.WordsNotNeutral, "say what it does; let readers judge", "the fact %s of a neutral field holds %q", field.ID, word)
				}
			}
		}
	}
}
