package generator

import (
	"fmt"
	"io"
	"slices"

	"touchstone/generator/catalog"
	"touchstone/generator/diag"
)

// Audit writes a worksheet for a second reading of n facts that are drawn with a seed: what each says, and what to open.
// The list holds the mistakes of a project that cannot be loaded; the error is then [ErrMistakes].
func Audit(w io.Writer, config Config, seed uint64, n int) (diag.List, error) {
	project, list, err := Load(config)
	if err != nil {
		return list, err
	}
	if project == nil {
		return list, ErrMistakes
	}
	if project.Site.Catalog == nil {
		return nil, nil // nothing is compared
	}
	for i, fact := range project.Site.Catalog.Draw(seed, n) {
		if err := writeDrawn(w, i+1, fact); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func writeDrawn(w io.Writer, number int, fact *catalog.Fact) error {
	text := fmt.Sprintf("%d. %s, %s: %s\n   %s:%d, %s, checked %s\n", number, fact.Entry.Name, fact.Field.Label, fact.Words(), fact.Pos.File, fact.Pos.Line, fact.AppliesTo, fact.Checked)
	for _, line := range []struct{ label, text string }{{"within", fact.Scope}, {"note", fact.Note}, {"because", fact.Reason}} {
		if line.text != "" {
			text += fmt.Sprintf("   %s: %s\n", line.label, line.text)
		}
	}
	text += toOpen(slices.Concat(fact.Citations, fact.Looked))
	for _, dispute := range fact.Disputes {
		text += fmt.Sprintf("   disputed: %s\n", dispute.Value.Words()) + toOpen(dispute.Citations)
	}
	_, err := io.WriteString(w, text+"\n")
	return err
}

// toOpen lists sources with the words that are quoted from them.
func toOpen(citations []catalog.Citation) string {
	text := ""
	for _, citation := range citations {
		text += fmt.Sprintf("   - %s\n", citation.Source.URL)
		if citation.Says != "" {
			text += fmt.Sprintf("     %q\n", citation.Says)
		}
	}
	return text
}
