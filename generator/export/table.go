package export

import (
	"bytes"
	"encoding/csv"

	"touchstone/generator/catalog"
)

// table writes the full comparison as CSV (RFC 4180), in UTF-8: a row for each field, a column for each entry, in words,
// as on the page.
func (e *Exporter) table() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	head := []string{"group", "field", "label", "unit"}
	for _, entry := range e.catalog.Entries {
		head = append(head, entry.ID)
	}
	w.Write(head)
	for _, field := range e.catalog.Fields() {
		row := []string{field.Group, field.ID, field.Label, field.Unit}
		for _, entry := range e.catalog.Entries {
			row = append(row, harmless(cellWords(entry.Fact(field))))
		}
		w.Write(row)
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func cellWords(fact *catalog.Fact) string {
	words := fact.Words()
	if fact.State == catalog.Partial {
		words += " (in part: " + fact.Scope + ")"
	}
	return words
}

// harmless keeps a spreadsheet from taking a text for a formula, which could send data elsewhere:
// https://owasp.org/www-community/attacks/CSV_Injection.
func harmless(text string) string {
	if text != "" && (text[0] == '=' || text[0] == '+' || text[0] == '-' || text[0] == '@' || text[0] == '\t' || text[0] == '\r') {
		return "'" + text
	}
	return text
}
