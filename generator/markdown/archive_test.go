package markdown_test

import (
	"regexp"
	"strings"
)

// An archive is a case of testdata in the txtar form: a comment, and sections that each begin with "-- name --" on a
// line. The form is read here because github.com/rogpeppe/go-internal/txtar needs a module that the project does not.
type archive struct {
	comment  string
	sections []section
}

type section struct{ name, data string }

var sectionLine = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

func parseArchive(text string) archive {
	marks := sectionLine.FindAllStringSubmatchIndex(text, -1)
	var a archive
	for i, mark := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		a.sections = append(a.sections, section{text[mark[2]:mark[3]], text[mark[1]:end]})
	}
	a.comment = text
	if len(marks) > 0 {
		a.comment = text[:marks[0][0]]
	}
	return a
}

// String gives the archive as it is written in a file.
func (a archive) String() string {
	var b strings.Builder
	b.WriteString(a.comment)
	for _, s := range a.sections {
		b.WriteString("-- " + s.name + " --\n" + s.data)
	}
	return b.String()
}
