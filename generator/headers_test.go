package generator_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"touchstone/generator"
)

// What the host sends is what the development server sends: what works while writing works when published.
func TestHostSendsTheSameHeaders(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../netlify.toml")
	if err != nil {
		t.Fatal(err)
	}
	everywhere, below := headersFor(string(text), "/*"), headersFor(string(text), "/assets/*")
	for _, header := range generator.Headers {
		if line := fmt.Sprintf("%s = %q\n", header.Name, header.Value); !strings.Contains(everywhere, line) {
			t.Errorf("netlify.toml lacks %s", line)
		}
	}
	if line := fmt.Sprintf("Cache-Control = %q\n", generator.ImmutableCache); !strings.Contains(below, line) {
		t.Errorf("netlify.toml lacks %s", line)
	}
	if sent := strings.Count(everywhere, " = ") - 1; sent != len(generator.Headers) {
		t.Errorf("netlify.toml sends %d headers, and the server %d", sent, len(generator.Headers))
	}
}

// headersFor gives the part of netlify.toml about the headers of some paths.
func headersFor(text, paths string) string {
	_, part, _ := strings.Cut(text, fmt.Sprintf("for = %q", paths))
	part, _, _ = strings.Cut(part, "[[")
	return "for = " + part
}

// A host that sends no headers still serves pages under the policy; only frame-ancestors has no meaning in a page.
func TestPagesCarryThePolicy(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../templates/head.html")
	if err != nil {
		t.Fatal(err)
	}
	policy := strings.TrimSuffix(generator.Policy, "; frame-ancestors 'none'")
	if !strings.Contains(string(text), fmt.Sprintf(`<meta http-equiv="Content-Security-Policy" content="%s">`, policy)) {
		t.Error("templates/head.html has another policy")
	}
}
