package catalog

import (
	"cmp"
	"slices"
)

// Comparison is what two entries differ in. Every field is in exactly one of the three.
type Comparison struct {
	A, B   *Entry
	Differ []Row // both have a value and the values differ
	Same   []Row // both say the same
	Open   []Row // at least one has no value: nothing is known, or the question does not apply
}

// Row is a field with the facts of some entries, in the order in which the entries were given.
type Row struct {
	Field *Field
	Facts []*Fact
}

// Distance tells how far apart two facts of an ordered vocabulary are: 0 when there is no order.
func (r Row) Distance() int {
	if len(r.Facts) != 2 || r.Field.vocabulary == nil || !r.Field.vocabulary.Ordered || r.Field.Type != "enum" {
		return 0
	}
	a, b := r.Facts[0].Value.Terms, r.Facts[1].Value.Terms
	if len(a) != 1 || len(b) != 1 {
		return 0
	}
	return max(a[0].Rank-b[0].Rank, b[0].Rank-a[0].Rank)
}

// Compare sorts all fields by whether two entries agree on them.
func (c *Catalog) Compare(a, b *Entry) Comparison {
	result := Comparison{A: a, B: b}
	for _, field := range c.Fields() {
		row := Row{field, []*Fact{a.Fact(field), b.Fact(field)}}
		switch {
		case !row.Facts[0].Answered() || !row.Facts[1].Answered():
			result.Open = append(result.Open, row)
		case row.Facts[0].Same(row.Facts[1]):
			result.Same = append(result.Same, row)
		default:
			result.Differ = append(result.Differ, row)
		}
	}
	return result
}

// Largest gives up to n of the differences between facts of ordered vocabularies, the widest first.
func (c Comparison) Largest(n int) []Row {
	rows := slices.DeleteFunc(slices.Clone(c.Differ), func(r Row) bool { return r.Distance() < 2 })
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(b.Distance(), a.Distance()) })
	return rows[:min(n, len(rows))]
}

// Rows gives one row for each of the fields, with the facts of the entries.
func Rows(fields []*Field, entries []*Entry) []Row {
	rows := make([]Row, len(fields))
	for i, field := range fields {
		rows[i].Field = field
		for _, entry := range entries {
			rows[i].Facts = append(rows[i].Facts, entry.Fact(field))
		}
	}
	return rows
}
