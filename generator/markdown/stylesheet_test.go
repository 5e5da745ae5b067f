package markdown_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"touchstone/generator/markdown"
)

var (
	cssRule       = regexp.MustCompile(`(?m)^(.*)\.code (\S+) \{ (.*) \}$`)
	cssColour     = regexp.MustCompile(`(?:^|; )color: (#[0-9a-f]{6})`)
	cssBackground = regexp.MustCompile(`background-color: (#[0-9a-f]{6})`)
)

// TestStylesheetContrast checks that each colour of code is readable on its background, in every theme: a contrast of
// 4.5 by https://www.w3.org/TR/WCAG22/#contrast-minimum
func TestStylesheetContrast(t *testing.T) {
	t.Parallel()
	const least = 4.5
	backgrounds := map[string]string{}
	rules := 0
	for _, rule := range cssRule.FindAllStringSubmatch(markdown.Stylesheet(), -1) {
		root, selector, declarations := rule[1], rule[2], rule[3]
		background := backgrounds[root]
		if own := cssBackground.FindStringSubmatch(declarations); own != nil {
			background = own[1]
		}
		if selector == "pre" {
			backgrounds[root] = background
		}
		colour := cssColour.FindStringSubmatch(declarations)
		if colour == nil {
			continue
		}
		rules++
		if got := contrast(t, colour[1], background); got < least {
			t.Errorf("%s.code %s: %s on %s has a contrast of %.2f", root, selector, colour[1], background, got)
		}
	}
	if len(backgrounds) != 3 || rules < 30 {
		t.Errorf("%d themes with %d colours", len(backgrounds), rules)
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatalf("%q is not a colour: %v", colour, err)
	}
	linear := func(channel uint64) float64 {
		v := float64(channel&0xFF) / 255
		if v <= 0.03928 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}

// TestStylesheetThemes checks that the dark style applies as it was asked for, and the same in both ways.
func TestStylesheetThemes(t *testing.T) {
	t.Parallel()
	css := markdown.Stylesheet()
	media, chosen, ok := strings.Cut(css, "}\n}\n")
	if !ok || !strings.Contains(media, "@media (prefers-color-scheme: dark) {\n:root:not([data-theme=light]) .code pre {") {
		t.Fatalf("no dark style in\n%s", css)
	}
	_, preferred, _ := strings.Cut(media, "dark) {\n")
	preferred = strings.ReplaceAll(preferred+"}\n", ":root:not([data-theme=light])", ":root[data-theme=dark]")
	if preferred != chosen {
		t.Errorf("preferred and chosen differ:\n%s\n%s", preferred, chosen)
	}
}

// TestStylesheetCoversCode checks that no class is written that the style sheet does not know.
func TestStylesheetCoversCode(t *testing.T) {
	t.Parallel()
	css := markdown.Stylesheet()
	classAttribute := regexp.MustCompile(`<span class="([^"]*)"`)
	for _, input := range inputs(t) {
		for _, match := range classAttribute.FindAllStringSubmatch(printHTML(newConverter().Convert(testPath, []byte(input))), -1) {
			for _, class := range strings.Fields(match[1]) {
				if !strings.Contains(css, ".code ."+class+" ") && class != "line" {
					t.Errorf("no rule for %q", class)
				}
			}
		}
	}
}
