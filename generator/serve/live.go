package serve

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// scriptTag is all that a page has here and not when it is published.
const scriptTag = `<script src="` + own + `live.js" defer></script>`

const (
	heartbeat = 15 * time.Second // between events, so that neither end takes the other for dead
	slow      = 5 * time.Second  // to write an event of a hundred bytes: nobody reads it any more
)

// browser holds the scripts that keep an open page like its files, and idiomorph, which is not ours:
// https://www.npmjs.com/package/idiomorph, version 0.8.0, dist/idiomorph.esm.js as it is.
//
//go:embed browser/*.js browser/*.css browser/*.html
var browser embed.FS

// withScript puts the script tag at the end of a page's body.
func withScript(page []byte) []byte {
	end := bytes.LastIndex(page, []byte("</body>"))
	if end < 0 {
		end = len(page)
	}
	return slices.Concat(page[:end], []byte(scriptTag), page[end:])
}

// browserFile answers with a file of the folder browser.
func browserFile(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, own)
	data, err := browser.ReadFile("browser/" + name)
	if err != nil || path.Ext(name) == ".html" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentType(name))
	w.Header().Set("Cache-Control", "no-store")
	w.Write(data)
}

// problemsJSON answers with all mistakes that are known and the places where they stand.
func (s *server) problemsJSON(w http.ResponseWriter, _ *http.Request) {
	text, err := json.Marshal(s.show(s.diagnostics()))
	if err != nil {
		panic(err) // strings and numbers only
	}
	w.Header().Set("Content-Type", contentType(".json"))
	w.Header().Set("Cache-Control", "no-store")
	w.Write(text)
}

// events tells the state at once and whenever it changes, as Server-Sent Events:
// https://html.spec.whatwg.org/multipage/server-sent-events.html. It says what is, not what happened, so that a page that
// was away for a while has missed nothing.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	changed, leave := s.join()
	defer leave()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	stream := http.NewResponseController(w)
	defer stream.SetWriteDeadline(time.Time{})
	for r.Method != http.MethodHead {
		text, err := json.Marshal(s.state())
		if err != nil {
			panic(err) // strings and numbers only
		}
		stream.SetWriteDeadline(time.Now().Add(slow)) // refused by what is no connection, such as a test's recorder
		if _, err := fmt.Fprintf(w, "retry: 500\ndata: %s\n\n", text); err != nil || stream.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done(): // the page is gone, or the server ends
			return
		case <-changed:
		case <-beat.C:
		}
	}
}
