package markdown

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/styles"
)

// look is how a token appears: CSS declarations on a light and on a dark page.
type look struct{ light, dark string }

// classes are the names of looks by type of token: chroma's class of the first type that has the look. Types that
// look like the text around them have none, which makes pages a good deal smaller.
type classes map[chroma.TokenType]string

func newClasses() classes {
	byType, _ := looks()
	return byType
}

// looks gives the class of each type of token and the look of each class.
func looks() (classes, map[string]look) {
	light, dark := codeStyles()
	byType, byClass, names := classes{}, map[string]look{}, map[look]string{}
	for _, token := range slices.Sorted(maps.Keys(chroma.StandardTypes)) {
		l := look{declarations(light, token), declarations(dark, token)}
		if token <= 0 || token == chroma.TextWhitespace || l == (look{}) {
			continue
		}
		if names[l] == "" {
			names[l] = chroma.StandardTypes[token]
			byClass[names[l]] = l
		}
		byType[token] = names[l]
	}
	inheritClasses(byType)
	return byType, byClass
}

// inheritClasses gives a class to the types that have none in chroma: that of the type above them.
func inheritClasses(byType classes) {
	for _, token := range chroma.TokenTypeValues() {
		if _, ok := chroma.StandardTypes[token]; !ok && token > 0 {
			for parent := token.Parent(); parent > 0 && byType[token] == ""; parent = parent.Parent() {
				byType[token] = byType[parent]
			}
		}
	}
}

// codeStyles gives GitHub's styles. Their colours have enough contrast to their background; a test measures it.
func codeStyles() (light, dark *chroma.Style) {
	github := styles.Get("github").Builder()
	github.Add(chroma.Background, "#1f2328 bg:#f7f7f7") // the text's colour is the browser's there
	github.Add(chroma.NameBuiltinPseudo, "#57606a")     // has too little contrast there
	light, err := github.Build()
	if err != nil {
		panic(fmt.Sprintf("markdown: building a style: %v", err)) // its text is written here
	}
	return light, styles.Get("github-dark")
}

// declarations gives what a type of token has that the text around it has not.
func declarations(style *chroma.Style, token chroma.TokenType) string {
	return html.StyleEntryToCSS(style.Get(token).Sub(style.Get(chroma.Background)))
}

// Stylesheet gives the CSS of highlighted code: a light style, and a dark one for those who prefer it or chose it with
// data-theme on the root element.
func Stylesheet() string {
	light, dark := codeStyles()
	_, byClass := looks()
	lightRules := rule("pre", html.StyleEntryToCSS(light.Get(chroma.Background)))
	darkRules := rule("pre", html.StyleEntryToCSS(dark.Get(chroma.Background)))
	for _, class := range slices.Sorted(maps.Keys(byClass)) {
		lightRules += rule("."+class, byClass[class].light)
		darkRules += rule("."+class, cmp.Or(byClass[class].dark, "color: inherit")) // not the light style's
	}
	return lightRules + lineRules +
		"@media (prefers-color-scheme: dark) {\n" + under(":root:not([data-theme=light])", darkRules) + "}\n" +
		under(":root[data-theme=dark]", darkRules)
}

func rule(selector, declarations string) string {
	if declarations == "" {
		return ""
	}
	return ".code " + selector + " { " + declarations + " }\n"
}

// under puts a selector before each rule.
func under(selector, rules string) string {
	return strings.ReplaceAll("\n"+rules, "\n.", "\n"+selector+" .")[1:]
}

// lineRules number and mark lines. Numbers are no text, so that they are not copied with the code.
const lineRules = `.code .hl { display: block; box-shadow: inset 3px 0 currentColor; padding-inline-start: 0.75em }
.code.numbered code { counter-reset: line }
.code.numbered .line::before { counter-increment: line; content: counter(line); display: inline-block; min-width: 2em; margin-inline-end: 1em; text-align: end; opacity: 0.7 }
`
