package diag

import (
	"io"
	"net/url"
)

// The parts of SARIF 2.1.0 that code hosts read:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
)

func printSARIF(w io.Writer, list List) error {
	driver := sarifDriver{Name: "touchstone"}
	for _, rule := range Rules {
		driver.Rules = append(driver.Rules, sarifRule{rule.ID, sarifText{rule.Meaning}})
	}
	results := make([]sarifResult, len(list))
	for i, d := range list {
		message := d.Message
		if d.Hint != "" {
			message += ". " + d.Hint
		}
		physical := sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: d.Pos.File}).EscapedPath()}}
		if d.Pos.Line > 0 {
			physical.Region = &sarifRegion{d.Pos.Line, d.Pos.Column}
		}
		results[i] = sarifResult{d.Rule.ID, d.Rule.Severity.String(), sarifText{message}, []sarifLocation{{physical}}}
	}
	return writeJSON(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{{Tool: sarifTool{driver}, ColumnKind: "unicodeCodePoints", Results: results}},
	})
}
