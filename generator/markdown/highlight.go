package markdown

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"
)

// sample is a piece of code to show.
type sample struct {
	language string // as written; may be empty or unknown
	code     string
	title    string
	marked   []lineRange
	numbered bool
}

const (
	// maxHighlighted is how long code may be, in bytes, to be highlighted.
	maxHighlighted = 50_000

	// maxTime is how long highlighting one sample may take. Chroma's rules backtrack, and on strange texts some take
	// quadratic time and worse: Java's need half a minute for 20,000 blank lines. What takes longer is an error, so the
	// clock has no influence on a page that is published.
	maxTime = 5 * time.Second

	// maxMatch is how long chroma lets one rule try before it goes on as if the rule did not match:
	// https://github.com/alecthomas/chroma/blob/v2.27.0/regexp.go. A token that took as long may be another one than on a
	// quicker machine, so what holds it is not used.
	maxMatch = 250 * time.Millisecond

	// tries are made before a sample is given up: on a busy machine a token can take long for no fault of its own.
	tries = 3
)

// highlighter makes HTML of code and remembers it: highlighting is most of the time that a page takes, and when a
// writer edits a page its code seldom changes. Several goroutines may use one.
type highlighter struct {
	languages *languages
	classes   classes
	memory    memory
}

func newHighlighter(blocks []string) *highlighter {
	return &highlighter{languages: newLanguages(blocks), classes: newClasses()}
}

// figure gives the complete HTML of a sample. If the code could not be highlighted in time, it is plain, and ok is false.
func (h *highlighter) figure(s sample) (html string, ok bool) {
	language := h.languages.lookup(s.language)
	var b strings.Builder
	b.WriteString(`<figure class="code`)
	if s.numbered {
		b.WriteString(" numbered")
	}
	b.WriteString(`"`)
	if language.title != "" {
		b.WriteString(` data-language="` + escape(language.title) + `"`)
	}
	b.WriteString(">")
	if s.title != "" {
		b.WriteString("<figcaption>" + escape(s.title) + "</figcaption>")
	}
	b.WriteString(`<pre tabindex="0"><code`)
	if s.language != "" {
		b.WriteString(` class="language-` + escape(strings.ToLower(s.language)) + `"`)
	}
	b.WriteString(">")
	code, ok := h.highlight(s, language.lexer)
	if s.numbered || len(s.marked) > 0 {
		code = inLines(code, s.marked)
	}
	b.WriteString(code)
	b.WriteString("</code></pre></figure>")
	return b.String(), ok
}

// highlight gives code as HTML: escaped, with a span for each token that has a look of its own. Spans do not nest.
func (h *highlighter) highlight(s sample, lexer chroma.Lexer) (html string, ok bool) {
	if lexer == nil || len(s.code) > maxHighlighted {
		return escape(s.code), true
	}
	key := sha256.Sum256([]byte(s.language + "\x00" + s.code))
	if html, ok := h.memory.recall(key); ok {
		return html, true
	}
	for range tries {
		if html, ok := h.spans(lexer, s.code); ok {
			h.memory.remember(key, html)
			return html, true
		}
	}
	return escape(s.code), false
}

// spans runs a lexer over code. Lexers panic on a mistake in their rules, which must not end a server while somebody
// types.
func (h *highlighter) spans(lexer chroma.Lexer, code string) (html string, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	tokens, err := lexer.Tokenise(nil, code)
	if err != nil {
		return "", false
	}
	var w spanWriter
	start := time.Now()
	for last := start; ; {
		token := tokens()
		now := time.Now()
		if now.Sub(last) >= maxMatch || now.Sub(start) > maxTime {
			return "", false
		}
		if token == chroma.EOF {
			return w.end(), true
		}
		last = now
		w.write(h.classes[token.Type], token.Value)
	}
}

// spanWriter writes tokens. Those of one class that follow each other share a span.
type spanWriter struct {
	strings.Builder
	open  string // class of the span that is open
	space string // white space has no look: it waits for what follows it
}

func (w *spanWriter) write(class, token string) {
	visible := strings.TrimRight(token, " \t\n")
	if visible == "" {
		w.space += token
		return
	}
	if class == w.open {
		w.WriteString(w.space)
	} else {
		w.close()
		if class != "" {
			w.WriteString(`<span class="` + class + `">`)
		}
		w.open = class
	}
	w.WriteString(escape(visible))
	w.space = token[len(visible):]
}

func (w *spanWriter) close() {
	if w.open != "" {
		w.WriteString("</span>")
	}
	w.WriteString(w.space)
}

func (w *spanWriter) end() string {
	w.close()
	return w.String()
}

// inLines puts each line of highlighted code into an element of its own, so that it can be marked and numbered.
func inLines(html string, marked []lineRange) string {
	var b strings.Builder
	open, number := "", 0 // the tag of a token that goes on from the line before
	for line := range strings.Lines(html) {
		number++
		class := "line"
		if slices.ContainsFunc(marked, func(r lineRange) bool { return r.first <= number && number <= r.last }) {
			class = "line hl"
		}
		b.WriteString(`<span class="` + class + `">` + open + line)
		open = openAtEnd(open, line)
		if open != "" {
			b.WriteString("</span>")
		}
		b.WriteString("</span>")
	}
	return b.String()
}

// openAtEnd gives the tag that is open behind a line, if tag is open before it.
func openAtEnd(tag, line string) string {
	start, end := strings.LastIndex(line, "<span"), strings.LastIndex(line, "</span>")
	switch {
	case start < 0 && end < 0:
		return tag
	case end > start:
		return ""
	}
	return line[start : start+strings.IndexByte(line[start:], '>')+1]
}
