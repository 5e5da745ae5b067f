package generator_test

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"touchstone/generator"
	"touchstone/generator/markdown"
	"touchstone/generator/store"
)

var liveScript = regexp.MustCompile(`<script[^>]*src="/-/live\.js"[^>]*></script>`)

// What is served while writing is, byte for byte, what a build publishes, but for the script that reloads pages.
func TestServesWhatABuildPublishes(t *testing.T) {
	t.Parallel()
	w := startWriting(t)
	published := build(t, generator.Config{Root: os.DirFS(w.dir), Theme: ownTheme(t), Documents: store.Open[markdown.Document]("", 100)})
	if !published.published {
		t.Fatal(published.diagnostics)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(path string) (*http.Response, string) {
		t.Helper()
		response, err := client.Get(w.url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response, liveScript.ReplaceAllString(string(text), "")
	}
	redirects := 0
	for name, text := range published.files {
		response, served := get("/" + strings.TrimSuffix(name, "index.html"))
		switch {
		case response.StatusCode == http.StatusMovedPermanently:
			redirects++ // the published file leads to the same place, for hosts that know no redirects
			if to := response.Header.Get("Location"); !strings.Contains(text, `href="`) || !strings.Contains(text, to+`"`) {
				t.Errorf("%s is served as a redirect to %s, and published as\n%s", name, to, text)
			}
		case response.StatusCode != http.StatusOK || served != text:
			t.Errorf("%s is served with %d and other bytes", name, response.StatusCode)
		}
	}
	if redirects == 0 || len(published.files) < 30 {
		t.Errorf("%d files with %d redirects say too little", len(published.files), redirects)
	}
	if response, served := get("/nowhere/at/all/"); response.StatusCode != http.StatusNotFound || served != published.files["404.html"] {
		t.Errorf("an address without a page is served with %d and other bytes than 404.html", response.StatusCode)
	}
}
