package markdown

import (
	"strconv"
	"strings"
	"unicode"
)

// ids are the heading ids of one document. Those that a writer gave are put in used before any is generated.
type ids struct {
	used map[string]bool
	next map[string]int // the number to try next behind a base, so that a thousand equal headings take no time
}

// generate makes an unused id from a heading's text.
func (i *ids) generate(text string) string {
	base := slug(text)
	id := base
	for i.used[id] {
		i.next[base]++
		id = base + "-" + strconv.Itoa(i.next[base])
	}
	i.used[id] = true
	return id
}

// slug gives GitHub's id for a heading, so that links written for GitHub work here: letters of any script, digits and
// underscores are kept in lower case, a space becomes a hyphen, everything else goes.
func slug(text string) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-':
			return '-'
		case unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Pc):
			return r
		}
		return -1
	}, strings.ToLower(text))
	if strings.Trim(id, "-") == "" {
		return "section" // where GitHub has an empty id, to which nothing can link
	}
	return id
}
