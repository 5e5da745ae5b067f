package markdown

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// newPHP gives a lexer for PHP with or without an opening tag. Chroma has one lexer for each; a sample in the
// documentation of a framework can be either.
func newPHP() chroma.Lexer {
	return phpLexer{Lexer: quicken(lexers.Get("php")), tagged: newTaggedPHP()}
}

// newTaggedPHP gives chroma's lexer for PHP in HTML, made of quick ones:
// https://github.com/alecthomas/chroma/blob/v2.27.0/lexers/php.go
func newTaggedPHP() chroma.Lexer {
	tagged := chroma.MustNewLexer(lexers.Get("phtml").Config(), func() chroma.Rules {
		return lexers.Get("php").(*chroma.RegexLexer).MustRules().Rename("root", "php").Merge(chroma.Rules{"root": {
			{Pattern: `<\?(php)?`, Type: chroma.CommentPreproc, Mutator: chroma.Push("php")},
			{Pattern: `[^<]+`, Type: chroma.Other},
			{Pattern: `<`, Type: chroma.Other},
		}})
	})
	return chroma.DelegatingLexer(quicken(lexers.Get("html")), quicken(tagged))
}

type phpLexer struct {
	chroma.Lexer
	tagged chroma.Lexer
}

// Tokenise implements chroma's Lexer.
func (l phpLexer) Tokenise(options *chroma.TokeniseOptions, text string) (chroma.Iterator, error) {
	if strings.Contains(text, "<?") {
		return l.tagged.Tokenise(options, text)
	}
	return l.Lexer.Tokenise(options, text)
}

// newBlade gives a lexer for Blade, the template language that is HTML with directives and PHP expressions, which
// chroma does not have. What it leaves as Other is HTML. Lengths have bounds, so that openings that are never closed do
// not make it look through the whole text for each of them.
func newBlade() chroma.Lexer {
	php := chroma.UsingLexer(quicken(lexers.Get("php")))
	const arguments = `\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)` // parentheses, nested up to three deep
	blade := chroma.MustNewLexer(
		&chroma.Config{Name: "Blade", Aliases: []string{"blade"}, DotAll: true, EnsureNL: true},
		func() chroma.Rules {
			return chroma.Rules{"root": {
				{Pattern: `\{\{--.{0,5000}?--\}\}`, Type: chroma.CommentMultiline},
				{Pattern: `(\{\{|\{!!)(.{0,500}?)(\}\}|!!\})`, Type: chroma.ByGroups(chroma.CommentPreproc, php, chroma.CommentPreproc)},
				{Pattern: `(@php\b)([^(].{0,5000}?)(@endphp\b)`, Type: chroma.ByGroups(chroma.Keyword, php, chroma.Keyword)},
				{Pattern: `(?<!\w)(@\w+)([ \t]*)(` + arguments + `)`, Type: chroma.ByGroups(chroma.Keyword, chroma.Text, php)},
				{Pattern: `(?<!\w)@\w+`, Type: chroma.Keyword},
				{Pattern: `[^@{]+`, Type: chroma.Other},
				{Pattern: `.`, Type: chroma.Other},
			}}
		})
	return chroma.DelegatingLexer(quicken(lexers.Get("html")), quicken(blade))
}
