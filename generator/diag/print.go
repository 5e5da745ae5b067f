package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Formats are the names that [Print] knows.
var Formats = []string{"text", "json", "sarif", "github"}

// Print writes the list in one of [Formats]: text for people, json and sarif (version 2.1.0) for programs, github for
// the annotations of GitHub's workflow log.
func Print(w io.Writer, format string, list List) error {
	switch format {
	case "text":
		return printText(w, list)
	case "json":
		return printJSON(w, list)
	case "sarif":
		return printSARIF(w, list)
	case "github":
		return printGitHub(w, list)
	}
	return fmt.Errorf("unknown format %q", format)
}

func printText(w io.Writer, list List) error {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintln(&b, d)
		if d.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", d.Hint)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type jsonDiagnostic struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
}

func printJSON(w io.Writer, list List) error {
	out := make([]jsonDiagnostic, len(list)) // an empty list prints as [], not null
	for i, d := range list {
		out[i] = jsonDiagnostic{d.Pos.File, d.Pos.Line, d.Pos.Column, d.Rule.Severity.String(), d.Rule.ID, d.Message, d.Hint}
	}
	return writeJSON(w, out)
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// printGitHub writes workflow commands:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
func printGitHub(w io.Writer, list List) error {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	var b strings.Builder
	for _, d := range list {
		message := d.Message
		if d.Hint != "" {
			message += "\n" + d.Hint
		}
		fmt.Fprintf(&b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", d.Rule.Severity,
			property.Replace(d.Pos.File), max(1, d.Pos.Line), max(1, d.Pos.Column), property.Replace(d.Rule.ID), data.Replace(message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
