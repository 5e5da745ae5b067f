package serve

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"touchstone/generator/diag"
)

// What is shown of the project around a mistake is bounded: a broken vocabulary makes thousands of them.
const (
	maxShown   = 100     // mistakes
	maxSource  = 4 << 20 // bytes of a file
	maxLine    = 2000    // characters
	linesAbove = 2
	linesBelow = 2
)

// problem is a diagnostic as a browser shows it.
type problem struct {
	Place    string `json:"place"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Frame    []line `json:"frame"`
}

// line is a line of a source text. Of the line that a diagnostic means, the word at its column is in Marked.
type line struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
	Marked string `json:"marked,omitempty"`
	Rest   string `json:"rest,omitempty"`
	Meant  bool   `json:"meant,omitempty"`
}

// show prepares mistakes for the browser, errors first.
func (s *server) show(list diag.List) []problem {
	shown := []problem{}
	sources := map[string][]string{}
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		for _, d := range list {
			if d.Rule.Severity == severity && len(shown) < maxShown {
				shown = append(shown, problem{d.Pos.String(), severity.String(), d.Rule.ID, d.Message, d.Hint, s.frame(d.Pos, sources)})
			}
		}
	}
	return shown
}

// frame gives the lines around a place, as far as the file can be read. Sources remembers files between calls.
func (s *server) frame(pos diag.Position, sources map[string][]string) []line {
	if pos.File == "" || pos.Line == 0 {
		return nil
	}
	lines, read := sources[pos.File]
	if !read {
		lines = readLines(s.options.Dir, pos.File)
		sources[pos.File] = lines
	}
	var frame []line
	for n := max(1, pos.Line-linesAbove); n <= min(len(lines), pos.Line+linesBelow); n++ {
		shown := line{Number: n, Text: lines[n-1], Meant: n == pos.Line}
		if shown.Meant && pos.Column > 0 {
			shown.Text, shown.Marked, shown.Rest = mark(lines[n-1], pos.Column)
		}
		frame = append(frame, shown)
	}
	return frame
}

// readLines reads a file of the project. A file of the theme that comes with the program is not there, and a file outside
// the folder is none of the project's.
func readLines(dir, name string) []string {
	file, err := os.OpenInRoot(dir, filepath.FromSlash(name))
	if err != nil {
		return nil
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSource))
	if err != nil {
		return nil
	}
	lines := strings.Split(strings.ToValidUTF8(strings.ReplaceAll(string(text), "\r\n", "\n"), "\uFFFD"), "\n")
	for i, text := range lines {
		if runes := []rune(text); len(text) > maxLine && len(runes) > maxLine {
			lines[i] = string(runes[:maxLine]) + "…"
		}
	}
	return lines
}

// mark cuts a line before and behind the word at a column, which counts characters from 1.
func mark(text string, column int) (before, word, after string) {
	runes := []rune(text)
	start := min(column-1, len(runes))
	end := start
	for end < len(runes) && (end == start || !unicode.IsSpace(runes[end])) {
		end++
	}
	return string(runes[:start]), string(runes[start:end]), string(runes[end:])
}
