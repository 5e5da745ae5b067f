package markdown

import (
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// language is what is known of an info word.
type language struct {
	known bool
	title string       // for people, such as "Python"
	lexer chroma.Lexer // nil: the code is shown plain
	hint  string       // if it is not known: what to do
}

// languages finds languages by their info words: by chroma's aliases and names and by file extensions. Chroma's own
// look-up is not used. On a name that it does not know it tries every file name pattern of every lexer, which takes
// milliseconds and once was most of a build's time.
type languages struct {
	known   map[string]language
	names   []string // that an unknown one may have been meant to be
	unknown sync.Map // string to language
}

// newLanguages makes the index. A mistyped language may also have been meant to be one of blocks.
func newLanguages(blocks []string) *languages {
	l := &languages{known: map[string]language{"": {known: true}}}
	for _, plain := range []string{"text", "plain", "plaintext", "txt", "no-highlight"} {
		l.known[plain] = language{known: true}
	}
	l.known["blade"] = language{known: true, title: "Blade", lexer: newBlade()}
	l.known["php"] = language{known: true, title: "PHP", lexer: newPHP()}
	all := byPriority(lexers.GlobalLexerRegistry.Lexers)
	for i, lexer := range all {
		all[i] = quicken(lexer)
	}
	for _, namesOf := range []func(*chroma.Config) []string{aliases, name, extensions} { // in the order of precedence
		for _, lexer := range all {
			l.add(lexer, namesOf(lexer.Config()))
		}
	}
	l.names = slices.Concat([]string{"text", "blade"}, lexers.Aliases(false), blocks)
	return l
}

func aliases(c *chroma.Config) []string { return c.Aliases }
func name(c *chroma.Config) []string    { return []string{c.Name} }

// extensions gives the file extensions among the patterns of file names.
func extensions(c *chroma.Config) []string {
	var found []string
	for _, pattern := range c.Filenames {
		if extension, ok := strings.CutPrefix(pattern, "*."); ok && !strings.ContainsAny(extension, "*?[") {
			found = append(found, extension)
		}
	}
	return found
}

// byPriority orders lexers as chroma prefers them where several claim a name.
func byPriority(all chroma.Lexers) []chroma.Lexer {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b chroma.Lexer) int {
		switch x, y := priority(a), priority(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return sorted
}

func priority(lexer chroma.Lexer) float32 {
	if p := lexer.Config().Priority; p != 0 {
		return p
	}
	return 1
}

func (l *languages) add(lexer chroma.Lexer, names []string) {
	for _, name := range names {
		name = strings.ToLower(name)
		if _, ok := l.known[name]; !ok {
			l.known[name] = language{known: true, title: lexer.Config().Name, lexer: lexer}
		}
	}
}

func (l *languages) lookup(word string) language {
	word = strings.ToLower(word)
	if found, ok := l.known[word]; ok {
		return found
	}
	if found, ok := l.unknown.Load(word); ok {
		return found.(language)
	}
	hint := "write text if it has none"
	if similar := nearest(word, l.names); similar != "" {
		hint = "did you mean " + similar + "?"
	}
	found := language{hint: hint}
	l.unknown.Store(word, found)
	return found
}
