// Package diag says what is wrong with a project, and where.
//
// Every stage of the pipeline reports a writer's mistake as a [Diagnostic] in a [List] and goes on, so that one run
// finds all of them. A failure of the world (disk, permission, network) is an ordinary error and never a Diagnostic.
// The rules that diagnostics cite are declared in rules.go, each with an id that does not change.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Position is a place in a file of the project.
type Position struct {
	File   string // relative to the project's root, with slashes
	Line   int    // from 1; 0 when the whole file is meant
	Column int    // from 1, counted in characters (not bytes); 0 when the whole line is meant
}

// String gives file:line:column and leaves out what is not known.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Severity tells whether a project can be published in spite of a diagnostic.
type Severity int

const (
	Warning Severity = iota // published, unless the build is strict
	Error                   // nothing is published
)

// String gives the severity's word as it is printed.
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Diagnostic is one mistake of a writer.
type Diagnostic struct {
	Pos     Position
	Rule    Rule
	Message string // lower case, no full stop; names the thing
	Hint    string // what to do about it; may be empty
}

// String gives the form in which a diagnostic is printed: file:line:column: severity: message [rule].
func (d Diagnostic) String() string {
	return fmt.Sprintf("%s: %s: %s [%s]", d.Pos, d.Rule.Severity, d.Message, d.Rule.ID)
}

// List collects diagnostics. Its zero value is an empty list, ready for use by one goroutine.
type List []Diagnostic

// Add puts a diagnostic with a formatted message at the end of the list.
func (l *List) Add(pos Position, rule Rule, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{Pos: pos, Rule: rule, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// Sort orders the list by file, line, column and rule and drops what is there twice.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Rule.ID, b.Rule.ID),
			cmp.Compare(a.Message, b.Message),
		)
	})
	*l = slices.Compact(*l)
}

// Count gives the number of errors and of warnings.
func (l List) Count() (errors, warnings int) {
	for _, d := range l {
		if d.Rule.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// Locator finds the line and column of byte offsets in one text.
type Locator struct {
	file  string
	text  []byte
	lines []int // the offset at which each line begins
}

// NewLocator prepares to locate offsets in text, the content of the file at path.
func NewLocator(path string, text []byte) *Locator {
	lines := []int{0}
	for i, b := range text {
		if b == '\n' {
			lines = append(lines, i+1)
		}
	}
	return &Locator{file: path, text: text, lines: lines}
}

// Position gives the place of a byte offset. An offset outside the text is moved to its nearer end.
func (l *Locator) Position(offset int) Position {
	offset = max(0, min(offset, len(l.text)))
	line, exact := slices.BinarySearch(l.lines, offset)
	if !exact {
		line--
	}
	column := 1
	for _, b := range l.text[l.lines[line]:offset] {
		if b&0xC0 != 0x80 { // not a continuation byte of UTF-8: a new character
			column++
		}
	}
	return Position{File: l.file, Line: line + 1, Column: column}
}
